"""Fixtures of the tests of the Python package: corpus/, temporary directories, a small index, a web
server."""

import contextlib
import os
import pathlib
import signal
import sys
import time

import pytest

import kb

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "tests" / "cli"))
from web import Server  # noqa: E402  (the one of the tests of the programs)

AS_OF = "2024-06-01"


@pytest.fixture(scope="session")
def corpus():
    return pathlib.Path(os.environ.get("KB_CORPUS", ROOT / "corpus"))


@pytest.fixture
def web():
    with Server() as server:
        yield server


class Interrupt(KeyboardInterrupt):
    """Ctrl-C, as the tests press it."""


@contextlib.contextmanager
def interrupted(after=0.1, within=2.0):
    """Expects the block to be ended by Ctrl-C, pressed after some seconds. How soon it ends is measured
    elsewhere; here it must only be far sooner than the work would have taken."""
    pressed = []

    def press(*_):
        pressed.append(time.monotonic())
        raise Interrupt

    before = signal.signal(signal.SIGALRM, press)
    signal.setitimer(signal.ITIMER_REAL, after)
    try:
        with pytest.raises(Interrupt):
            yield
        assert time.monotonic() - pressed[0] < within
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def post(number, **fields):
    return {"id": f"post:{number:05}", "title": f"Post {number}", "text": f"Words of post number {number}.", **fields}


@pytest.fixture
def path(tmp_path):
    """Where an index may be made."""
    return tmp_path / "index"


@pytest.fixture
def index(path):
    with kb.Index(path, create=True) as index:
        yield index


@pytest.fixture(scope="session")
def corpus_path(corpus, tmp_path_factory):
    """An index of the sample posts. Not to be changed."""
    path = tmp_path_factory.mktemp("corpus") / "index"
    with kb.Index(path, create=True) as index:
        index.add([corpus / "river", corpus / "jsonl"], as_of=AS_OF)
    return path


@pytest.fixture(scope="session")
def searcher(corpus_path):
    return kb.Searcher(corpus_path)
