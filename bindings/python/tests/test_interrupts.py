"""Ctrl-C ends whatever goes on, and the last commit stands."""

import json
import random
import threading
import time

import pytest

import kb
from conftest import Interrupt, interrupted, post
from web import Page, rss

WORDS = [f"w{number}" for number in range(3000)]


@pytest.fixture(scope="module")
def many_posts(tmp_path_factory):
    """Far more work than a tenth of a second."""
    file = tmp_path_factory.mktemp("many") / "posts.jsonl"
    random.seed(1)
    with open(file, "w", encoding="utf-8") as out:
        for number in range(20_000):
            out.write(json.dumps(post(number, lang="en", text=" ".join(random.choices(WORDS, k=100)))) + "\n")
    return file


@pytest.fixture(scope="module")
def large_index(tmp_path_factory):
    """Large enough for a ranking file."""
    path = tmp_path_factory.mktemp("large") / "index"
    random.seed(2)
    with kb.Index(path, create=True) as index:
        index.add(post(number, lang="en", text=" ".join(random.choices(WORDS, k=20))) for number in range(5500))
    return path


@pytest.fixture
def committed(path):
    """An index with one document in it."""
    with kb.Index(path, create=True) as index:
        index.add(post(99_999))
    return path


def stands_as_it_was(path):
    assert [document.id for document in kb.Searcher(path)] == ["post:99999"]
    with kb.Index(path) as index:
        assert index.add(post(1)).added == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_adding_files(committed, many_posts, jobs):
    with interrupted():
        with kb.Index(committed) as index:
            index.add(many_posts, jobs=jobs)
    stands_as_it_was(committed)


def test_of_adding_files_that_an_iterable_names(committed, many_posts):
    with interrupted():
        with kb.Index(committed) as index:
            index.add(iter([many_posts]))
    stands_as_it_was(committed)


@pytest.mark.parametrize("pause", [0, 0.01, 60])
def test_of_adding_what_a_generator_yields(committed, pause):
    def posts():
        for number in range(1_000_000):
            time.sleep(pause)
            yield post(number)

    with interrupted():
        with kb.Index(committed) as index:
            index.add(posts())
    stands_as_it_was(committed)


def test_that_is_caught_leaves_an_index_that_goes_on(path, many_posts):
    with kb.Index(path, create=True) as index:
        with interrupted():
            index.add(many_posts)
        index.discard()
        index.add(post(1))
    assert len(kb.Searcher(path)) == 1


def test_of_a_slow_fetch(committed, web):
    web.delay = 60
    with interrupted():
        with kb.Index(committed) as index:
            index.add(web.url("/feed"), allow_private=True)
    with interrupted():
        list(kb.parse(web.url("/feed"), allow_private=True))
    with interrupted():
        kb.fetch(web.url("/feed"), allow_private=True)
    with interrupted():
        with kb.Index(committed) as index:
            index.subscribe(web.url("/feed"), allow_private=True)
    stands_as_it_was(committed)


def test_of_an_update_keeps_what_came_before(path, web):
    web.pages["/quick"] = Page(rss("Quick", [{"guid": "tag:example.org,2024:1", "title": "Quick post"}]))
    web.pages["/slow"] = lambda request: time.sleep(60)
    with kb.Index(path, create=True) as index:
        index.subscribe([web.url("/quick"), web.url("/slow", host="127.0.0.2")], fetch=False)
    with interrupted(after=1.0):
        with kb.Index(path) as index:
            index.update(allow_private=True)
    searcher = kb.Searcher(path)
    assert [document.title for document in searcher] == ["Quick post"]
    assert [feed.state for feed in searcher.feeds()] == ["ok", "new"]


def long_query():
    return " ".join(f'"w{number} w{number + 1}"~9' for number in range(2000))


def test_of_a_long_search(large_index):
    searcher = kb.Searcher(large_index)
    with interrupted():
        for _ in range(100):
            searcher.search(long_query())
    with interrupted():
        for _ in range(100):
            searcher.search("w1*", limit=5000, snippet_length=1000, fragments=5)
    assert searcher.search("w1").total > 0


@pytest.mark.parametrize("operation", [kb.rebuild, kb.compact, kb.check])
def test_of_maintenance(large_index, operation):
    with interrupted(after=0.05):
        for _ in range(100):
            operation(large_index)
    assert len(kb.Searcher(large_index)) == 5500


def test_of_a_backup_leaves_no_half_of_one(large_index, tmp_path):
    with interrupted(after=0.05):
        for number in range(1000):
            kb.backup(large_index, tmp_path / str(number))
    for copy in tmp_path.iterdir():
        try:
            assert len(kb.Searcher(copy)) == 5500
        except (kb.NotFoundError, kb.NotAnIndexError):
            assert number == int(copy.name)


@pytest.mark.parametrize("operation", [kb.Index, kb.check, kb.compact, kb.rebuild])
def test_of_waiting_for_another_writer(committed, operation):
    with kb.Index(committed):
        with interrupted():
            operation(committed, wait=60)
    stands_as_it_was(committed)


def test_of_an_evaluation(large_index):
    queries = {str(number): f"w{number} w{number + 1}" for number in range(3000)}
    with interrupted():
        kb.evaluate(large_index, queries, {"1": {"post:00001": 1}})


def test_of_waiting_for_another_thread(path, many_posts):
    with kb.Index(path, create=True) as index:
        adding = threading.Thread(target=index.add, args=(many_posts,))
        adding.start()
        time.sleep(0.05)
        with interrupted():
            index.add(post(1))
        adding.join()


def test_in_a_callback_ends_the_work_as_any_exception_does(committed, many_posts):
    def raise_one(_):
        raise Interrupt

    with pytest.raises(Interrupt):
        with kb.Index(committed) as index:
            index.add(many_posts, on_progress=raise_one)
    stands_as_it_was(committed)
