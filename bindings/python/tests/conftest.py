"""Fixtures of the tests of the Python package: corpus/, temporary directories, a small index."""

import os
import pathlib

import pytest

import kb

AS_OF = "2024-06-01"


@pytest.fixture(scope="session")
def corpus():
    default = pathlib.Path(__file__).resolve().parents[3] / "corpus"
    return pathlib.Path(os.environ.get("KB_CORPUS", default))


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
