"""Nothing is left behind: memory, open files, threads."""

import ctypes
import gc
import os
import pathlib
import sys
import threading
import tracemalloc

import pytest

import kb
from conftest import post

ROUNDS = 30


def resident_bytes():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def open_files():
    return len(os.listdir("/proc/self/fd"))


def native_threads():
    return len(os.listdir("/proc/self/task"))


@pytest.fixture
def posts(path):
    with kb.Index(path, create=True) as index:
        index.add(post(number, text="lantern " * 50) for number in range(500))
    return path


def search(path):
    searcher = kb.Searcher(path)
    results = searcher.search("lantern post", limit=100, facets=["kind", "year"], explain=True)
    for hit in results:
        assert hit.title and hit.snippet and hit.highlights and hit.document and hit.explanation
    assert results.facets and results[2:5] and results.to_json() and results._repr_html_()


def iterate_a_little(path):
    documents = iter(kb.Searcher(path))
    assert next(documents).id == "post:00000"


def add_and_discard(path):
    with kb.Index(path) as index:
        index.add(post(number) for number in range(100))
        index.add([pathlib.Path(__file__)], on_progress=lambda progress: None)
        index.discard()


def fail(path):
    for wrong in ({"limit": -1}, {"sort": "none"}, {"facets": ["none"]}):
        with pytest.raises(kb.Error):
            kb.Searcher(path).search("lantern", **wrong)
    with pytest.raises(kb.Error):
        kb.Searcher(path / "none")
    with pytest.raises(LookupError):
        with kb.Index(path) as index:
            index.add([post(1)], on_progress=lambda progress: {}["key"])


def parse_and_query(path):
    assert kb.parse_query('"lantern kind:x').diagnostics
    for document in kb.parse(pathlib.Path(__file__), format="text"):
        assert kb.Document.from_json(document.to_json()).to_dict() == document.to_dict()


def collect():
    """Frees what may be freed. CPython keeps the names of attributes that were looked up, some thousands;
    the C library keeps freed memory of threads that are gone."""
    sys._clear_type_cache()
    gc.collect()
    getattr(ctypes.CDLL(None), "malloc_trim", lambda _: None)(0)


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="counts what /proc tells")
@pytest.mark.parametrize("work", [search, iterate_a_little, add_and_discard, fail, parse_and_query])
def test_of(posts, work):
    for _ in range(5):  # what is made once
        work(posts)
    collect()
    files, threads, python_threads, resident = open_files(), native_threads(), threading.active_count(), resident_bytes()
    tracemalloc.start()
    work(posts)
    collect()
    traced = tracemalloc.get_traced_memory()[0]
    for _ in range(ROUNDS):
        work(posts)
    collect()
    leaked = tracemalloc.get_traced_memory()[0] - traced
    tracemalloc.stop()
    assert open_files() <= files
    assert native_threads() <= threads and threading.active_count() == python_threads
    assert leaked < 100 * ROUNDS, f"{leaked} bytes of Python objects in {ROUNDS} rounds"
    assert resident_bytes() - resident < 16 << 20


def test_a_hit_keeps_its_results_alive_and_no_longer(posts):
    hit = kb.Searcher(posts).search("lantern", limit=50)[7]
    gc.collect()
    assert hit.rank == 8 and hit.title.startswith("Post ")


def test_a_generator_is_not_gathered(path):
    """Of what a generator yields, one item at a time is alive."""
    alive = set()

    class Item(dict):
        def __init__(self, number):
            super().__init__(post(number))
            alive.add(number)

        def __del__(self):
            alive.discard(self["id"] and int(self["id"].split(":")[1]))

    most = 0

    def items():
        nonlocal most
        for number in range(500):
            most = max(most, len(alive))
            yield Item(number)

    with kb.Index(path, create=True) as index:
        assert index.add(items()).added == 500
    assert most <= 2
