"""Passwords in links are used where they are needed, and never shown or kept anywhere else."""

import json

import pytest

from conftest import AS_OF, post
from test_feeds import item, subscribe, update, web  # noqa: F401 (a fixture)
from web import Page, rss

PASSWORD = "s3cret"
LINK = f"https://ada:{PASSWORD}@example.org/lantern"
CLEAN = "https://example.org/lantern"


def with_password(url):
    return url.replace("://", f"://ada:{PASSWORD}@")


def everything_shown(kb, query="lantern"):
    """All that the programs say about an index."""
    shown = [kb.search(query, "--format", form, "--facets", "kind,source,author,tag,site", "--explain")
             for form in ("text", "json", "jsonl", "ids", "urls", "tsv", "trec")]
    shown += [kb.index("export"), kb.index("stats", "-v"), kb.index("feeds"), kb.index("check", "-v"),
              kb.index("feeds", "--format", "json"), kb.index("feeds", "--format", "opml")]
    return "".join(outcome.out + outcome.err for outcome in shown)


def stored_bytes(kb):
    return b"".join(path.read_bytes() for path in kb.db.rglob("*") if path.is_file())


POSTS = {
    "river": f"Title\n1 day ago\n\nlantern\n\nComments URL: {LINK}\n",
    "jsonl": json.dumps(post(1, id=LINK, url=LINK, source=LINK, parent={"id": LINK, "title": "P"})) + "\n",
    "markdown": f"---\ntitle: A\nurl: {LINK}\ncanonical: {LINK}\n---\n\nlantern [words]({LINK}) ![b]({LINK})\n",
    "html": f"<title>A</title><link rel=canonical href='{LINK}'><base href='{LINK}'><p>lantern <a href='{LINK}'>b</a>",
    "feed": rss("A", [{"guid": LINK, "title": "lantern", "link": LINK}], link=LINK),
    "atom": f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{LINK}'><id>{LINK}</id><entry><id>{LINK}</id>"
            f"<title>lantern</title><link href='x'/><author><name>A</name><uri>{LINK}</uri></author></entry></feed>",
    "json feed": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A", "feed_url": LINK,
                             "home_page_url": LINK, "items": [{"id": LINK, "url": LINK, "content_text": "lantern"}]}),
}


@pytest.mark.parametrize("form", POSTS)
def test_no_post_keeps_the_password_of_its_link(kb, tmp_path, form):
    path = tmp_path / "input"
    path.write_text(POSTS[form])
    reader = "feed" if form in ("atom", "json feed") else form
    parsed = kb.index("parse", path, "--format", reader, *AS_OF)
    assert parsed.code == 0 and "example.org" in parsed.out
    assert PASSWORD not in parsed.out + parsed.err
    assert kb.index("add", path, "--format", reader, *AS_OF).code == 0
    assert PASSWORD not in everything_shown(kb)
    assert PASSWORD.encode() not in stored_bytes(kb)


@pytest.mark.parametrize("link", [f"https://ada:{PASSWORD}@not a host/", f"ftp://ada:{PASSWORD}@example.org/",
                                  f"https://ada:{PASSWORD}\\@example.org/", f"HTTPS://ada:{PASSWORD}@example.org:99999/", f"https://{PASSWORD}@example.org/"])
def test_links_that_are_none_keep_no_password_either(kb, link):
    kb.add_documents(post(1, url=link))
    assert PASSWORD not in everything_shown(kb)


def test_a_page_is_fetched_with_the_password_and_kept_without(kb, web):
    web.pages["/page"] = Page("<title>A</title><p>lantern", type="text/html")
    web.pages["/feed"] = Page(rss("A", [item(1, guid="17")], link=with_password("https://blog.example.org/")))
    shown = [kb.index("add", with_password(web.url(path)), "--allow-private", "-v", "--report", "json")
             for path in ("/page", "/feed", "/nothing")]
    assert [outcome.code for outcome in shown] == [0, 0, 2]
    assert all(PASSWORD not in outcome.out + outcome.err for outcome in shown)
    assert all(request.headers.get("authorization") for request in web.log)
    assert PASSWORD not in everything_shown(kb)
    assert PASSWORD.encode() not in stored_bytes(kb)


@pytest.mark.parametrize("command", [["add"], ["parse"], ["subscribe"], ["unsubscribe"]])
@pytest.mark.parametrize("link", [f"https://ada:{PASSWORD}@127.0.0.1:1/", f"htps://ada:{PASSWORD}@example.org/",
                                  f"https://ada:{PASSWORD}@/", f"https://ada:{PASSWORD}@a b/"])
def test_a_failure_names_the_address_without_the_password(kb, command, link):
    kb.add_documents(post(1))
    outcome = kb.index(*command, link)
    assert outcome.err and outcome.code == (0 if "subscribed, though" in outcome.err else 2)
    assert PASSWORD not in outcome.out + outcome.err


def test_a_subscription_keeps_its_password_to_itself(kb, web):
    feed = Page(rss("A", [item(1, guid="17"), item(2, guid=LINK, link=LINK)], link=LINK))
    web.pages["/feed"] = feed
    address = with_password(web.url("/feed"))
    outline = (f'<opml version="2.0"><body><outline type="rss" text="{address}" title="{address}" xmlUrl="{address}" '
               f'htmlUrl="{address}"/></body></opml>')
    (kb.home / "list.opml").write_text(outline)
    shown = [subscribe(kb, kb.home / "list.opml", "-v"), update(kb, "-v", "--report", "json")]
    assert all(PASSWORD not in outcome.out + outcome.err for outcome in shown)
    assert PASSWORD not in everything_shown(kb)
    assert (kb.db.stat().st_mode & 0o777) == 0o700  # where the password is kept
    web.pages["/moved"] = feed
    web.pages["/feed"] = Page(b"", 301, headers={"Location": web.url("/moved")})
    assert PASSWORD not in update(kb, "-v").err and PASSWORD not in everything_shown(kb)
    assert all(request.headers.get("authorization") for request in web.log)


def test_a_redirect_to_another_server_takes_no_password_along(kb, web):
    web.pages["/page"] = Page(b"", 302, headers={"Location": web.url("/other", host="127.0.0.2")})
    web.pages["/other"] = Page("<title>A</title><p>lantern", type="text/html")
    assert kb.index("add", with_password(web.url("/page")), "--allow-private").code == 0
    assert [bool(request.headers.get("authorization")) for request in web.log] == [True, False]
