"""Callbacks of progress and problems."""

import json
import threading

import pytest

import kb
from conftest import post
from web import Page, rss


class Told(list):
    """A callback that remembers, and that it was called where it may be."""

    def __init__(self):
        super().__init__()
        self.thread = threading.get_ident()

    def __call__(self, value):
        assert threading.get_ident() == self.thread
        self.append(value)


def test_of_files_counts_bytes(index, tmp_path):
    file = tmp_path / "posts.jsonl"
    file.write_text("".join(json.dumps(post(number, text="word " * 200)) + "\n" for number in range(3000)))
    told = Told()
    index.add(file, on_progress=told)
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)
    assert told[-1] == (file.stat().st_size, file.stat().st_size, "bytes", 3000)
    assert told[-1].fraction == 1.0 and told[-1]["documents"] == 3000


def test_of_an_iterable_counts_items(index):
    told = Told()
    index.add([post(1), {"no": "id"}, post(2)], on_progress=told)
    assert told[-1] == (3, 3, "items", 2)
    index.add((post(number) for number in range(5)), on_progress=told)
    assert told[-1] == (5, 0, "items", 5)
    assert told[-1].fraction is None


@pytest.mark.parametrize("operation", [kb.check, kb.compact, kb.rebuild])
def test_of_maintenance_counts_documents(path, operation):
    with kb.Index(path, create=True) as index:
        index.add(post(number) for number in range(100))
    told = Told()
    operation(path, on_progress=told)
    assert (told[-1].unit, told[-1].done) == ("documents", 100)


def test_of_an_update_counts_feeds(index, web):
    for number in range(3):
        web.pages[f"/{number}"] = Page(rss(f"Feed {number}", [{"guid": f"tag:a.org,2024:{number}", "title": "A"}]))
    index.subscribe([web.url(f"/{number}") for number in range(3)], fetch=False)
    told = Told()
    index.update(allow_private=True, on_progress=told)
    assert told[-1] == (3, 3, "feeds", 3)


def test_of_problems_tells_warnings_and_failures(index, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"id": "1", "title": "A"}\n{nothing}\n')
    told = Told()
    report = index.add([tmp_path / "bad.jsonl", tmp_path / "none.txt"], on_problem=told)
    assert [problem.severity for problem in told] == ["failure", "failure"]
    assert told[0].line == 2 and told[0].input.endswith("bad.jsonl")
    assert (report.added, report.failed) == (1, 2)
    told.clear()
    index.add(iter([tmp_path / "bad.jsonl"]), on_problem=told)
    assert len(told) == 1


def test_that_raises_ends_the_work(index, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{nothing}\n" * 10)

    def refuse(problem):
        raise LookupError(problem.message)

    with pytest.raises(LookupError):
        index.add(tmp_path / "bad.jsonl", on_problem=refuse)
    with pytest.raises(LookupError):
        index.add([post(1)], on_progress=lambda progress: {}["key"])


def test_may_not_use_the_index_that_is_at_work(index, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{nothing}\n")
    with pytest.raises(kb.InvalidArgumentError, match="at work"):
        index.add(tmp_path / "bad.jsonl", on_problem=lambda problem: index.commit())


@pytest.mark.parametrize("name", ["on_progress", "on_problem"])
def test_that_is_not_callable_is_a_type_error(index, name):
    with pytest.raises(TypeError, match=f"{name} is not callable"):
        index.add(post(1), **{name: 5})
