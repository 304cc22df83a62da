"""Subscriptions and updates: subscribe, unsubscribe, feeds, update."""

import json
import os
import random
import re
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

import pytest

from conftest import one_line
from web import Page, Server, rss

SUMMARY = re.compile(r"updated (\d+) feeds?: (\d+) changed, (\d+) not modified(?:, \d+ not due)?(?:, \d+ gone)?; "
                     r"added (\d+), updated (\d+), unchanged (\d+), failed (\d+) in \d+\.\d+ s\n")


@pytest.fixture
def web():
    with Server() as server:
        yield server


def item(number, **fields):
    return {"guid": f"tag:example.org,2024:{number}", "title": f"Post {number}",
            "link": f"https://blog.example.org/post/{number}", "text": f"lantern number {number} of the harbour",
            "date": "Wed, 01 May 2024 10:00:00 GMT", **fields}


def update(kb, *args, **options):
    return kb.index("update", "--allow-private", *args, **options)


def counts(outcome):
    """feeds, changed, not modified, added, updated, unchanged, failed"""
    match = SUMMARY.fullmatch(outcome.err.splitlines(keepends=True)[-1])
    assert match, outcome.err
    return tuple(map(int, match.groups()))


def subscribe(kb, *words, code=0, **options):
    outcome = kb.index("subscribe", *words, "--allow-private", **options)
    assert outcome.code == code, outcome.err
    return outcome


def feeds(kb):
    return kb.index("feeds", "--format", "json").json()


def opml(urls):
    """Feeds by folder: {folder: [(title, url)]}."""
    body = "".join(
        f'<outline text="{folder}">' + "".join(
            f'<outline type="rss" text="{title}" title="{title}" xmlUrl="{url}" htmlUrl="{url}/site"/>'
            for title, url in entries) + "</outline>" for folder, entries in urls.items())
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{body}</body></opml>'


def test_a_feed_is_subscribed_to_and_updated(kb, web):
    web.pages["/feed"] = Page(rss("Harbour News", [item(1), item(2)]))
    assert "subscribed to 1 feed," in subscribe(kb, web.url("/feed")).err
    assert not any(r.conditional for r in web.log)
    outcome = update(kb)
    assert outcome.code == 0 and outcome.out == ""
    assert counts(outcome) == (1, 1, 0, 2, 0, 0, 0)
    assert kb.search("lantern", "--count").out == "2\n"
    feed, = feeds(kb)
    assert (feed["url"], feed["title"], feed["state"], feed["errors"]) == (web.url("/feed"), "Harbour News", "ok", 0)


def test_the_second_update_asks_only_whether_anything_has_changed(kb, web):
    web.pages["/tagged"] = Page(rss("A", [item(1)]), modified=None)
    web.pages["/dated"] = Page(rss("B", [item(2)]), etag=False)
    subscribe(kb, web.url("/tagged"), web.url("/dated"))
    update(kb)
    web.log.clear()
    assert counts(update(kb)) == (2, 0, 2, 0, 0, 0, 0)
    assert [r.status for r in web.log] == [304, 304] and all(r.conditional for r in web.log)
    web.pages["/tagged"] = Page(rss("A", [item(3), item(1)]), modified=None)
    web.log.clear()
    assert counts(update(kb)) == (2, 1, 1, 1, 0, 1, 0)
    assert sorted(r.status for r in web.log) == [200, 304]


def test_a_changed_item_replaces_the_old_one_and_keeps_its_first_date(kb, web):
    web.pages["/feed"] = Page(rss("A", [item(1), item(2)]))
    subscribe(kb, web.url("/feed"))
    update(kb)
    web.pages["/feed"] = Page(rss("A", [item(1, text="a beacon instead", date="Sat, 01 Jun 2024 10:00:00 GMT")]))
    assert counts(update(kb)) == (1, 1, 0, 0, 1, 0, 0)
    documents = {d["id"]: d for d in map(json.loads, kb.index("export").lines())}
    assert documents["tag:example.org,2024:1"]["published"] == "2024-05-01T10:00:00Z"
    assert "beacon" in documents["tag:example.org,2024:1"]["text"]
    assert "tag:example.org,2024:2" in documents  # it has left the feed, and stays


def test_the_same_story_in_several_feeds_shows_once(kb, web):
    link = "https://blog.example.org/story"
    for name, form in [("a", link), ("b", link + "/?utm_source=rss"), ("c", "http://www.blog.example.org/story"),
                       ("d", "https://m.blog.example.org/story/amp/")]:
        web.pages["/" + name] = Page(rss(f"Feed {name}", [item(name, link=form, text=f"harbour {name} " * 3)]))
    subscribe(kb, *(web.url("/" + name) for name in "abcd"))
    assert counts(update(kb))[3] == 4
    hits = kb.search("harbour", "--format", "json").json()["hits"]
    assert [hit["duplicates"] for hit in hits] == [3]
    assert len(kb.search("harbour", "--no-collapse", "--format", "ids").lines()) == 4


def test_a_page_leads_to_its_feed(kb, web):
    web.pages["/blog"] = Page('<!doctype html><html><head><title>Blog</title>'
                              '<link rel="alternate" type="application/rss+xml" title="All posts" href="feed">'
                              '<link rel="alternate" type="application/atom+xml" title="Comments" href="comments">'
                              '</head><body>x</body></html>', type="text/html")
    outcome = subscribe(kb, web.url("/blog"))
    assert f"its feed is {web.url('/feed')}" in outcome.err and web.url("/comments") in outcome.err
    feed, = feeds(kb)
    assert (feed["url"], feed["title"], feed["html_url"], feed["state"]) == (
        web.url("/feed"), "All posts", web.url("/blog"), "new")


@pytest.mark.parametrize("page, message", [
    (Page(b"x", 404, "text/plain"), "404"),
    (Page(b"x", 410, "text/plain"), "410"),
    (Page("<!doctype html><title>x</title>", type="text/html"), "names no feed"),
    (Page("just words", type="text/plain"), "neither a feed nor a page"),
])
def test_what_leads_to_no_feed_is_not_subscribed_to(kb, web, page, message):
    web.pages["/x"] = page
    outcome = subscribe(kb, web.url("/x"), code=2)
    assert outcome.err.splitlines()[0].startswith(f"kbindex: {web.url('/x')}: ") and message in outcome.err
    assert feeds(kb) == []


def test_what_may_be_a_passing_failure_is_subscribed_to_all_the_same(kb, web):
    web.pages["/busy"] = Page(b"x", 503, "text/plain")
    assert "cannot be fetched now: the server answered 503" in subscribe(kb, web.url("/busy")).err
    outcome = kb.index("subscribe", web.url("/private"))
    assert outcome.code == 0 and "not a public address" in outcome.err
    assert len(feeds(kb)) == 2


def test_subscribing_twice_changes_nothing(kb, web):
    web.pages["/feed"] = Page(rss("A", [item(1)]))
    subscribe(kb, web.url("/feed"))
    web.log.clear()
    assert "known already 1" in subscribe(kb, web.url("/feed")).err
    assert web.log == [] and len(feeds(kb)) == 1


def test_unsubscribing_keeps_the_documents(kb, web):
    web.pages["/feed"] = Page(rss("A", [item(1)]))
    subscribe(kb, web.url("/feed"))
    update(kb)
    assert kb.index("unsubscribe", web.url("/feed")).code == 0
    assert feeds(kb) == [] and kb.search("lantern", "--count").out == "1\n"
    outcome = kb.index("unsubscribe", web.url("/feed"))
    assert outcome.code == 2 and "no subscription of" in outcome.err


def test_lists_keep_everything_on_a_round_trip(kb, tmp_path):
    listed = opml({"Tech": [("One", "https://example.org/1"), ("Two & <more>".replace("&", "&amp;").replace(
        "<", "&lt;").replace(">", "&gt;"), "https://example.org/2")], "Wetter": [("Drei", "https://example.org/3")]})
    outcome = subscribe(kb, "-", input=listed)
    assert "subscribed to 3 feeds," in outcome.err
    first = kb.index("feeds", "--format", "opml").out
    root = ElementTree.fromstring(first)
    assert {o.get("text"): [c.get("title") for c in o] for o in root.findall("body/outline")} == {
        "Tech": ["One", "Two & <more>"], "Wetter": ["Drei"]}
    (tmp_path / "list.opml").write_text(first)
    before = feeds(kb)
    for feed in before:
        kb.index("unsubscribe", feed["url"])
    subscribe(kb, tmp_path / "list.opml")
    assert feeds(kb) == before
    assert kb.index("feeds", "--format", "opml").out == first


def test_a_name_that_no_file_can_have_is_a_failure_of_its_own(kb):
    done = kb.index("subscribe", "--no-fetch", "n" * 300, "https://example.org/feed")
    assert done.code == 1
    assert done.err.count("no such file") == 1 and "internal" not in done.err
    assert "subscribed to 1 feed" in done.out + done.err


def test_a_list_that_is_none_is_a_failure(kb, tmp_path):
    (tmp_path / "x.opml").write_text("<rss/>")
    outcome = subscribe(kb, tmp_path / "x.opml", code=2)
    assert "x.opml: " in outcome.err
    outcome = subscribe(kb, "nowhere.opml", code=2)
    assert "no such file" in outcome.err


def test_feeds_shows_health_at_a_glance(kb, web):
    web.pages["/good"] = Page(rss("Good Feed", [item(1)]))
    web.pages["/bad"] = Page(rss("Bad\x1b[31m Feed".replace("\x1b", "&#27;"), [item(2)]))
    web.pages["/gone"] = Page(rss("Gone Feed", [item(3)]))
    subscribe(kb, *(web.url(p) for p in ("/good", "/bad", "/gone")))
    update(kb)
    web.pages["/bad"] = Page(b"\x1b[2J", 500, "text/plain")
    web.pages["/gone"] = Page(b"", 410, "text/plain")
    update(kb)
    outcome = kb.index("feeds")
    assert "\x1b" not in outcome.out
    lines = outcome.out.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["failing", "gone", "ok"]
    assert "1 error: the server answered 500 (internal server error); next try 20" in outcome.out
    assert outcome.err == "3 feeds: 1 ok, 1 failing, 1 gone\n"
    columns = {line.index("http://") for line in lines if "http://" in line}
    assert len(columns) == 1


def test_what_is_gone_is_asked_for_no_more(kb, web):
    web.pages["/feed"] = Page(b"", 410, "text/plain")
    subscribe(kb, web.url("/feed"), "--no-fetch")
    assert update(kb).code == 2
    web.log.clear()
    outcome = update(kb)
    assert outcome.code == 0 and "1 gone" in outcome.err and web.log == []
    assert feeds(kb)[0]["state"] == "gone"


def test_a_feed_that_moved_for_good_is_asked_for_there(kb, web):
    web.pages["/new"] = Page(rss("A", [item(1)]))
    web.pages["/old"] = Page(status=301, headers={"Location": "/new"})
    web.pages["/detour"] = Page(status=302, headers={"Location": "/new"})
    subscribe(kb, web.url("/old"), web.url("/detour"), "--no-fetch")
    update(kb)
    assert [f["url"] for f in feeds(kb)] == [web.url("/detour"), web.url("/new")]
    web.log.clear()
    update(kb)
    assert sorted(web.paths()) == ["/detour", "/new", "/new"] and web.log[-1].status == 304


def test_a_feed_that_moved_to_another_subscription_becomes_that(kb, web):
    web.pages["/new"] = Page(rss("A", [item(1)]))
    web.pages["/old"] = Page(status=308, headers={"Location": "/new"})
    subscribe(kb, web.url("/old"), web.url("/new"), "--no-fetch")
    assert update(kb).code == 0
    assert [f["url"] for f in feeds(kb)] == [web.url("/new")]


def test_items_keep_their_identity_when_the_feed_moves(kb, web):
    web.pages["/old"] = Page(rss("A", [item(1, guid="17")]))
    subscribe(kb, web.url("/old"))
    update(kb)
    web.pages["/new"] = Page(rss("A", [item(1, guid="17", text="changed lantern")]))
    web.pages["/old"] = Page(status=301, headers={"Location": web.url("/new", "127.0.0.2")})
    assert counts(update(kb))[3:5] == (0, 1)
    assert [json.loads(line)["id"] for line in kb.index("export").lines()] == [web.url("/old") + "#17"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_patience_gets_it(kb, web, status):
    web.pages["/feed"] = Page(b"", status, "text/plain", headers={"Retry-After": "3600"})
    subscribe(kb, web.url("/feed"), "--no-fetch")
    assert update(kb).code == 2
    web.log.clear()
    outcome = update(kb)
    assert outcome.code == 0 and "1 not due" in outcome.err and web.log == []
    due = time.strptime(feeds(kb)[0]["next_due"], "%Y-%m-%dT%H:%M:%SZ")
    assert 3500 < time.mktime(due) - time.mktime(time.gmtime()) < 4000
    web.pages["/feed"] = Page(rss("A", [item(1)]))
    assert counts(update(kb, "--all"))[3] == 1


def test_one_feed_that_fails_does_not_stop_the_others(kb, web):
    web.pages["/good"] = Page(rss("A", [item(1)]))
    web.pages["/html"] = Page("<!doctype html><html><body>log in first</body></html>", type="text/html")
    web.pages["/loop"] = Page(status=302, headers={"Location": "/loop"})
    subscribe(kb, *(web.url(p) for p in ("/good", "/html", "/loop", "/none")), "--no-fetch")
    outcome = update(kb)
    assert outcome.code == 1
    assert counts(outcome) == (4, 1, 0, 1, 0, 0, 3)
    for path in ("/html", "/loop", "/none"):
        assert len([line for line in outcome.err.splitlines()
                    if line.startswith(f"kbindex: {web.url(path)}")]) == 1, outcome.err


def test_a_report_has_the_counts_and_the_errors(kb, web):
    web.pages["/good"] = Page(rss("A", [item(1)]))
    subscribe(kb, web.url("/good"), web.url("/none"), "--no-fetch")
    outcome = update(kb, "--report", "json", "-q")
    report = outcome.json()
    assert one_line(outcome.out)
    assert list(report) == ["feeds", "changed", "not_modified", "not_due", "disabled", "added", "updated", "unchanged",
                            "failed", "errors", "seconds"]
    assert (report["feeds"], report["changed"], report["added"], report["failed"]) == (2, 1, 1, 1)
    assert [e["input"] for e in report["errors"]] == [web.url("/none")]


def test_private_addresses_are_refused_by_update(kb, web):
    web.pages["/feed"] = Page(rss("A", [item(1)]))
    subscribe(kb, web.url("/feed"))
    web.log.clear()
    outcome = kb.index("update")
    assert outcome.code == 2 and "not a public address" in outcome.err and web.log == []
    assert counts(update(kb))[3] == 1  # nobody was bothered, so nothing is held back


def test_credentials_are_used_but_never_shown(kb, web):
    web.pages["/feed"] = Page(rss("A", [item(1, guid="17")]))
    shown = [subscribe(kb, web.url("/feed").replace("http://", "http://ada:s3cret@"), "-v"), update(kb, "-v"),
             kb.index("feeds"), kb.index("feeds", "--format", "json"), kb.index("feeds", "--format", "opml"),
             kb.index("export"), update(kb, "--report", "json")]
    web.pages["/feed"] = Page(b"", 500)
    shown += [update(kb, "--report", "json"), kb.index("feeds"), kb.index("unsubscribe", web.url("/feed"))]
    assert all("s3cret" not in outcome.out + outcome.err for outcome in shown)
    assert all(r.headers.get("authorization") for r in web.log)
    assert feeds(kb) == []


def test_hosts_are_asked_one_at_a_time_but_together(kb, web):
    web.delay = 0.1
    urls = []
    for host in range(1, 6):
        for number in range(3):
            web.pages[f"/{host}/{number}"] = Page(rss(f"F{host}{number}", [item(f"{host}-{number}")]))
            urls.append(web.url(f"/{host}/{number}", f"127.0.0.{host}"))
    subscribe(kb, *urls, "--no-fetch")
    assert counts(update(kb))[3] == 15
    assert web.most_per_host == 1
    assert 1 < web.most_active <= 16


def test_an_interrupted_update_keeps_what_it_added(kb, web):
    def silence():
        while True:
            time.sleep(0.1)
            yield b" "
    for number in range(5):
        web.pages[f"/{number}"] = Page(rss(f"F{number}", [item(number)]))
    web.pages["/slow"] = Page(pieces=silence)
    subscribe(kb, web.url("/slow", "127.0.0.2"), *(web.url(f"/{n}") for n in range(5)), "--no-fetch")
    with kb.start("kbindex", "update", "--allow-private", stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 60
        while len(web.log) < 6 and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 128 + signal.SIGINT
    assert "interrupted" in error
    match = re.search(r"added (\d+), updated 0, unchanged 0, failed 0 in", error)
    assert match, error
    assert kb.index("stats", "--format", "json").json()["documents"] == int(match[1])


def test_an_index_without_subscriptions_says_what_to_do(kb):
    kb.add_documents({"id": "1", "title": "x"})
    outcome = update(kb)
    assert outcome.code == 0 and "kbindex subscribe" in outcome.err


@pytest.mark.parametrize("args", [["subscribe"], ["unsubscribe"], ["feeds", "x"], ["update", "x"],
                                  ["feeds", "--format", "xml"]])
def test_usage_errors_are_one_line(kb, args):
    outcome = kb.index(*args)
    assert outcome.code == 2 and one_line(outcome.err) and not kb.db.exists()


# --- a fresh user's story

def serve_twenty(web, per_feed=10):
    """Twenty feeds on twenty hosts; returns their list."""
    folders = {}
    for number in range(20):
        web.pages[f"/{number}"] = Page(rss(f"Feed {number}", [item(f"{number}-{i}") for i in range(per_feed)]))
        folders.setdefault(f"Folder {number % 4}", []).append(
            (f"Feed {number}", web.url(f"/{number}", f"127.0.1.{number}")))
    return opml(folders)


def test_a_list_of_twenty_feeds_is_collected(kb, web):
    subscribe(kb, "-", input=serve_twenty(web))
    assert web.log == []
    assert counts(update(kb)) == (20, 20, 0, 200, 0, 0, 0)
    assert len(web.log) == 20
    web.pages["/7"] = Page(rss("Feed 7", [item("fresh", title="A fresh beacon"), *(item(f"7-{i}") for i in range(9))]))
    web.log.clear()
    assert counts(update(kb)) == (20, 1, 19, 1, 0, 9, 0)
    assert len(web.log) == 20 and all(request.conditional for request in web.log)
    assert [r.path for r in web.log if r.status == 200] == ["/7"]
    assert kb.search("fresh beacon", "-n", "1", "--format", "ids").lines() == ["tag:example.org,2024:fresh"]


def test_an_update_that_is_killed_loses_nothing_that_was_committed(kb, web):
    """KB_KILLS rounds (default 6): each changes the feeds, kills an update somewhere, and looks."""
    rounds = int(os.environ.get("KB_KILLS", "6"))
    seed = int(os.environ.get("KB_SEED", "0")) or random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    subscribe(kb, "-", input=serve_twenty(web, per_feed=5))
    web.delay = 0.005
    seen = {}
    served = {f"tag:example.org,2024:{n}-{i}": "" for n in range(20) for i in range(5)}
    start = time.monotonic()
    assert update(kb).code == 0
    usual = time.monotonic() - start
    for round_number in range(rounds):
        for number in range(20):
            new = [item(f"{number}-r{round_number}-{i}", text=f"beacon {round_number} " * 20) for i in range(20)]
            old = [item(f"{number}-{i}", text=f"lantern {round_number}") for i in range(5)]
            web.pages[f"/{number}"] = Page(rss(f"Feed {number}", new + old))
            served.update({entry["guid"]: "" for entry in new})
        process = kb.start("kbindex", "update", "--allow-private", "--all", stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, usual * 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        assert kb.index("check").code == 0
        documents = {d["id"] for d in map(json.loads, kb.index("export").lines())}
        assert set(seen) <= documents <= set(served)
        assert len(feeds(kb)) == 20
        seen = dict.fromkeys(documents)
    web.delay = 0
    assert update(kb, "--all").code == 0  # nothing that the killed ones left out was forgotten
    documents = {d["id"] for d in map(json.loads, kb.index("export").lines())}
    last = {f"tag:example.org,2024:{n}-r{rounds - 1}-{i}" for n in range(20) for i in range(20)}
    assert last <= documents and set(seen) <= documents
    assert all(feed["state"] == "ok" for feed in feeds(kb))
