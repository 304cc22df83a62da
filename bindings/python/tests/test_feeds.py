"""subscribe, unsubscribe, feeds, update, fetch, and adding links."""

from datetime import datetime, timedelta, timezone

import pytest

import kb
from web import Page, rss

OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="News">
<outline type="rss" text="A" xmlUrl="https://a.example.org/feed"/>
<outline type="rss" text="B" xmlUrl="https://user:secret@b.example.org/feed"/></outline></body></opml>"""


def item(number, **fields):
    return {"guid": f"tag:example.org,2024:{number}", "title": f"Post {number}",
            "text": f"lantern number {number}", **fields}


@pytest.fixture
def feed(web):
    web.pages["/feed"] = Page(rss("Harbour Log", [item(1), item(2)]))
    return web.url("/feed")


def test_a_feed_is_subscribed_to_updated_and_left(index, path, web, feed):
    assert index.subscribe(feed, allow_private=True) == (1, 0, 0, 0, [])
    assert index.subscribe(feed) == (0, 0, 1, 0, [])
    (before,) = index.feeds()
    assert (before.url, before.title, before.state, before.last_fetch) == (feed, "Harbour Log", "new", None)
    report = index.update(allow_private=True)
    assert (report.feeds, report.changed, report.added, report.failed) == (1, 1, 2, 0)
    assert index.update(allow_private=True).not_modified == 1
    web.pages["/feed"] = Page(rss("Harbour Log", [item(2, text="changed"), item(3)]))
    again = index.update(allow_private=True, jobs=1)
    assert (again.added, again.updated) == (1, 1)
    (feed_now,) = kb.Searcher(path).feeds()
    assert feed_now.state == "ok"
    assert timedelta() <= datetime.now(timezone.utc) - feed_now.last_success < timedelta(minutes=5)
    assert index.unsubscribe([feed, "https://unknown.example.org/"]) == 1
    assert index.feeds() == []
    index.commit()
    assert kb.Searcher(path).feeds() == [] and len(kb.Searcher(path)) == 3


def test_a_page_and_a_list_are_subscribed_to_by_what_they_name(index, web, feed, tmp_path):
    web.pages["/"] = Page('<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>',
                          type="text/html")
    assert index.subscribe(web.url("/"), allow_private=True).added == 1
    assert [subscription.url for subscription in index.feeds()] == [feed]
    file = tmp_path / "feeds.opml"
    file.write_text(OPML)
    assert index.subscribe(file).added == 2
    feeds = index.feeds()
    assert "secret" not in repr(feeds)
    assert [(one.url, one.tags) for one in feeds if "example.org" in one.url] == [
        ("https://a.example.org/feed", ["News"]), ("https://b.example.org/feed", ["News"])]


def test_feeds_go_out_and_in_as_opml(index, path, tmp_path):
    (tmp_path / "feeds.opml").write_text(OPML)
    index.subscribe(tmp_path / "feeds.opml")
    index.commit()
    (tmp_path / "again.opml").write_text(kb.to_opml(kb.Searcher(path).feeds()))
    with kb.Index(tmp_path / "other", create=True) as other:
        assert other.subscribe(tmp_path / "again.opml").added == 2
        assert [(feed.url, feed.title, feed.tags) for feed in other.feeds()] == [
            (feed.url, feed.title, feed.tags) for feed in index.feeds()]


def test_changes_that_are_discarded_are_gone(index):
    index.subscribe("https://a.example.org/feed", fetch=False)
    index.discard()
    assert index.feeds() == []


def test_what_is_wrong_with_one_input_is_a_problem(index, tmp_path):
    (tmp_path / "text.opml").write_text("nothing of the kind")
    told = []
    report = index.subscribe([tmp_path / "none.opml", tmp_path / "text.opml", "https://"], fetch=False,
                             on_problem=told.append)
    assert report.failed == 3 and report.added == 0
    assert report.problems == told and {problem.severity for problem in told} == {"failure"}
    assert "none.opml" in str(told[0])


def test_private_networks_are_refused_unless_allowed(index, web, feed):
    report = index.subscribe(feed)
    assert report.added == 1 and report.problems[0].severity == "warning"
    assert index.update().failed == 1
    assert web.log == []
    assert kb.fetch(feed).outcome == "refused"
    assert index.add(feed).failed == 1
    with pytest.warns(kb.ParseWarning, match="public|private"):
        assert list(kb.parse(feed)) == []


def test_links_are_added_and_parsed(index, path, web, feed):
    report = index.add(feed, allow_private=True)
    assert (report.added, report.failed) == (2, 0)
    assert [document.title for document in kb.parse(feed, allow_private=True)] == ["Post 1", "Post 2"]
    assert len(list(kb.parse(feed.replace("http", "HTTP", 1), allow_private=True))) == 2
    report = index.add(iter([feed, web.url("/none")]), allow_private=True)
    assert (report.unchanged, report.failed) == (2, 1)
    assert len(kb.Searcher(path)) == 2


def test_a_fetch_is_conditional_and_its_failures_are_values(web, feed):
    first = kb.fetch(feed, allow_private=True)
    assert first.ok and first.status == 200 and b"lantern" in first.body
    assert first.url == feed and first.message == ""
    again = kb.fetch(feed, etag=first.etag, last_modified=first.last_modified, allow_private=True)
    assert again.outcome == "not_modified" and not again.ok and again.body == b""
    missing = kb.fetch(web.url("/none"), allow_private=True)
    assert (missing.outcome, missing.status) == ("failed", 404) and missing.message
    web.pages["/gone"] = Page(status=410)
    assert kb.fetch(web.url("/gone"), allow_private=True).outcome == "gone"
    assert kb.fetch("ftp://example.org/x").outcome == "refused"


def test_a_timeout_bounds_a_fetch(web, feed):
    web.delay = 60
    for timeout in (0.2, timedelta(milliseconds=200)):
        assert kb.fetch(feed, allow_private=True, timeout=timeout).outcome == "unreachable"


@pytest.mark.parametrize("options", [{"timeout": -1}, {"timeout": "60"}, {"timeout": None}, {"timeout": float("nan")},
                                     {"timeout": 10**400}, {"timeout": True}, {"timeout": timedelta(-1)},
                                     {"allow_private": "no"}, {"proxy": 5}])
def test_wrong_options_of_a_fetch_are_named(index, options):
    (name,) = options
    for attempt in (lambda: kb.fetch("https://example.org/", **options), lambda: index.update(**options),
                    lambda: index.add("https://example.org/", **options),
                    lambda: kb.parse("https://example.org/", **options)):
        with pytest.raises(ValueError, match=f"^{name}: "):
            attempt()
