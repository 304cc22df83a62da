"""Objects after a fork: a Searcher opens its index anew, what has a lock or a thread refuses."""

import multiprocessing
import os
import threading
import traceback

import pytest

import kb
from conftest import post

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


def in_child(work):
    """Runs work in a fork of this process, which ends as processes do, destructors and all."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.fixture
def posts(path):
    with kb.Index(path, create=True) as index:
        index.add(post(number) for number in range(100))
    return path


def test_a_searcher_searches_in_the_child(posts, monkeypatch):
    monkeypatch.chdir(posts.parent)
    searcher = kb.Searcher(posts.name)
    expected = searcher.search("post", limit=5)
    monkeypatch.chdir("/")

    def child():
        assert searcher.search("post", limit=5) == expected
        assert len(searcher) == 100 and len(list(searcher)) == 100
        assert searcher.document("post:00001") and searcher.suggest("pos") and searcher.stats().documents == 100

    in_child(child)
    assert searcher.search("post", limit=5) == expected


def test_a_searcher_that_threads_were_using_searches_in_the_child(posts):
    searcher = kb.Searcher(posts)
    done = threading.Event()

    def search():
        while not done.is_set():
            searcher.search("post words", facets=["kind"])

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(10):
            in_child(lambda: searcher.search("post").total == 100 or os._exit(1))
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_a_pool_of_forked_workers_shares_a_searcher(posts):
    searcher = kb.Searcher(posts)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        totals = pool.map(lambda_free_total, [(searcher, "post")] * 8)
    assert totals == [100] * 8


def lambda_free_total(arguments):
    searcher, query = arguments
    return searcher.search(query).total


def test_an_index_refuses_to_work_in_the_child_and_stays_the_parents(path):
    with kb.Index(path, create=True) as index:
        index.add(post(1))

        def child():
            for use in (lambda: index.add(post(2)), index.commit, index.discard, index.close, index.feeds,
                        lambda: index.delete("x"), lambda: index.update()):
                with pytest.raises(kb.InvalidArgumentError, match="fork"):
                    use()
            with pytest.raises(kb.LockedError):
                kb.Index(path)

        in_child(child)
        in_child(lambda: index.__class__)
        with pytest.raises(kb.LockedError):
            kb.Index(path)
        index.add(post(3))
    assert [document.id for document in kb.Searcher(path)] == ["post:00001", "post:00003"]
    kb.Index(path).close()


def test_an_index_that_the_child_lets_go_stays_the_parents(path):
    holder = [kb.Index(path, create=True)]
    holder[0].add(post(1))
    in_child(holder.clear)
    with pytest.raises(kb.LockedError):
        kb.Index(path)
    holder[0].commit()
    assert len(kb.Searcher(path)) == 1


def test_an_iterator_and_a_parser_refuse_to_work_in_the_child(posts, tmp_path):
    file = tmp_path / "posts.jsonl"
    file.write_text('{"id": "1"}\n{"id": "2"}\n')
    iterators = [iter(kb.Searcher(posts)), kb.parse(file)]
    firsts = [next(iterator) for iterator in iterators]

    def child():
        for iterator in iterators:
            with pytest.raises(kb.InvalidArgumentError, match="fork"):
                next(iterator)
        del iterator
        iterators.clear()

    in_child(child)
    assert len(firsts) == 2
    assert [len(list(iterator)) for iterator in iterators] == [99, 1]


def test_a_closed_index_whose_memory_is_being_freed_ends_in_the_child(posts):
    holder = [kb.Index(posts)]
    holder[0].add(post(number) for number in range(100, 2000))
    holder[0].close()
    in_child(holder.clear)
    with kb.Index(posts) as next_one:
        assert next_one.add(post(100)).added == 1
    holder.clear()
    assert len(kb.Searcher(posts)) == 101
