"""The GIL is released, objects may be shared."""

import json
import random
import signal
import threading
import time

import pytest

import kb
from conftest import post

WORDS = [f"w{number}" for number in range(3000)]


def write_posts(file, count):
    random.seed(1)
    with open(file, "w", encoding="utf-8") as out:
        for number in range(count):
            out.write(json.dumps(post(number, lang="en", text=" ".join(random.choices(WORDS, k=100)))) + "\n")
    return file


@pytest.fixture(scope="module")
def some_posts(tmp_path_factory):
    """Work that can be looked at from outside."""
    return write_posts(tmp_path_factory.mktemp("some") / "posts.jsonl", 1500)


@pytest.fixture(scope="module")
def many_posts(tmp_path_factory):
    """Work to interrupt: far more than a tenth of a second."""
    return write_posts(tmp_path_factory.mktemp("many") / "posts.jsonl", 20_000)


def run_in_threads(count, work):
    failures = []

    def guarded(number):
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def longest_pause_during(work):
    """How long the main thread was kept from running while another one worked, and for how long that was."""
    thread = threading.Thread(target=work)
    start = last = time.monotonic()
    longest = 0.0
    thread.start()
    while thread.is_alive():
        time.sleep(0.002)
        now = time.monotonic()
        longest, last = max(longest, now - last), now
    thread.join()
    return longest, time.monotonic() - start


@pytest.mark.parametrize("form", [str, lambda path: iter([path])])
def test_the_main_thread_runs_on_while_another_adds(index, some_posts, form):
    reports = []
    longest, total = longest_pause_during(lambda: reports.append(index.add(form(some_posts))))
    assert reports[0].added == 1500
    assert longest < total / 2


def test_a_signal_handler_may_not_use_the_index_that_is_at_work(index, many_posts):
    before = signal.signal(signal.SIGALRM, lambda *_: index.commit())
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(kb.InvalidArgumentError, match="at work"):
            index.add(many_posts)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_threads_share_a_searcher(searcher):
    queries = ["async pool", "kind:readme", "Pool", "後", "after:2024", '"connection pool"']
    expected = {query: [hit.id for hit in searcher.search(query)] for query in queries}

    def search(number):
        order = random.Random(number).sample(queries * 5, k=len(queries) * 5)
        for query in order:
            results = searcher.search(query, facets=["kind"])
            assert [hit.id for hit in results] == expected[query]
            if results:
                assert searcher.document(results[0].id).title == results[0].title

    run_in_threads(8, search)


def test_threads_search_while_another_commits(path):
    with kb.Index(path, create=True) as index:
        index.add(post(0))
    searcher = kb.Searcher(path)
    done = threading.Event()

    def write_or_read(number):
        if number > 0:
            totals = [1]
            while not done.is_set():
                totals.append(searcher.search("post", limit=3).total)
            assert totals == sorted(totals)
            return
        try:
            with kb.Index(path) as writer:
                for round_number in range(1, 20):
                    writer.add(post(round_number))
                    writer.commit()
        finally:
            done.set()

    run_in_threads(4, write_or_read)
    assert searcher.search("post").total == 20


def test_threads_that_share_an_index_wait_for_each_other(index, path):
    run_in_threads(4, lambda thread: index.add(post(1000 * thread + number) for number in range(100)))
    index.commit()
    assert len(kb.Searcher(path)) == 400


def test_threads_share_an_iteration(searcher):
    documents = iter(searcher)
    seen = []
    run_in_threads(4, lambda _: seen.extend(document.id for document in documents))
    assert sorted(seen) == sorted(document.id for document in searcher)


def test_threads_share_a_parser(corpus):
    parser = kb.parse(corpus / "jsonl")
    seen = []
    run_in_threads(4, lambda _: seen.extend(document.id for document in parser))
    assert sorted(seen) == sorted(document.id for document in kb.parse(corpus / "jsonl"))


@pytest.mark.parametrize("seed", range(3))
def test_threads_do_everything_at_once(path, seed):
    """Writers, readers, iterators, suggestions, updates of one index, in whatever order."""
    with kb.Index(path, create=True) as index:
        index.add(post(number) for number in range(50))
        index.commit()
        searcher = kb.Searcher(path)

        def work(thread):
            order = random.Random(f"{seed} {thread}")
            for round_number in range(30):
                what = order.randrange(7)
                if what == 0:
                    index.add([post(1000 * (thread + 1) + round_number)], on_progress=lambda progress: None)
                elif what == 1:
                    index.commit()
                elif what == 2:
                    assert searcher.search("post", facets=["kind"], timeout=60_000).total >= 50
                elif what == 3:
                    assert len(list(zip(range(20), searcher))) == 20
                elif what == 4:
                    assert searcher.suggest("pos") == ["post"] or searcher.suggest("pos")[0] == "post"
                elif what == 5:
                    assert searcher.document("post:00001").title == "Post 1"
                else:
                    index.delete(f"post:{1000 * (thread + 1) + round_number:05}")

        run_in_threads(6, work)
    assert kb.check(path).problems == []
