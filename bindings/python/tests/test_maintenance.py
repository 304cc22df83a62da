"""kb.check, kb.compact, kb.rebuild and kb.backup, and waiting for another writer."""

import threading
import time
from datetime import timedelta

import pytest

import kb


@pytest.fixture
def posts(tmp_path):
    path = tmp_path / "posts"
    with kb.Index(path, create=True) as index:
        index.add({"id": str(i), "title": f"Post {i}", "text": "harbour"} for i in range(100))
    return path


def test_a_sound_index_has_no_problems(posts):
    report = kb.check(posts)
    assert report == (100, [], 0, None)
    assert report.documents == report["documents"] == 100


def test_damage_is_listed(posts):
    (table,) = posts.glob("g*/docdata.glass")
    table.write_bytes(b"Z" * table.stat().st_size)
    assert kb.check(posts).problems
    with pytest.raises(kb.CorruptError):
        kb.check(posts, repair=True)  # of the documents nothing is left


def damage_the_middle_of(table):
    block = 8192
    middle = table.stat().st_size // block // 2 * block
    assert middle > 0
    with open(table, "r+b") as file:
        file.seek(middle)
        file.write(b"Z" * block)


def test_a_repair_saves_what_can_be_read(path):
    with kb.Index(path, create=True) as index:  # texts that compress badly: several blocks of documents
        index.add({"id": str(i), "title": f"Post {i}", "text": "harbour " + " ".join(
            str((i * 7919 + j * 104729) % 1000003) for j in range(60))} for i in range(300))
    assert kb.check(path, repair=True).repaired is None
    (table,) = path.glob("g*/docdata.glass")
    damage_the_middle_of(table)
    report = kb.check(path, repair=True, jobs=1)
    assert report.problems and 200 < report.repaired.documents < 300
    assert report["repaired"]["documents"] + report.repaired.lost == 300
    (kept,) = report.repaired.kept
    assert kept.startswith(str(path))
    assert kb.check(path).problems == []
    assert kb.Searcher(path).search("harbour", collapse=False).total == report.repaired.documents


def test_a_backup_is_an_index_like_any_other(posts, tmp_path):
    told = []
    with kb.Index(posts) as writer:
        writer.add({"id": "new", "title": "Not committed"})
        report = kb.backup(posts, tmp_path / "copy", on_progress=told.append)
    assert (report.documents, told[-1].done) == (100, 100) and report.bytes > 0
    assert [document.id for document in kb.Searcher(tmp_path / "copy")] == sorted(map(str, range(100)))
    assert kb.check(tmp_path / "copy").problems == []


def test_a_backup_replaces_nothing(posts, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("something")
    with pytest.raises(kb.InvalidArgumentError):
        kb.backup(posts, tmp_path / "full")
    assert (tmp_path / "full" / "file").read_text() == "something"


@pytest.mark.parametrize("operation", [kb.compact, kb.rebuild])
def test_every_document_stays(posts, operation):
    searcher = kb.Searcher(posts)
    before = [document.id for document in searcher]
    report = operation(posts)
    assert report.documents == 100 and report.bytes_before > 0 and report.bytes_after > 0
    assert [document.id for document in searcher] == before
    assert searcher.search("harbour").total == 100


@pytest.mark.parametrize("operation", [kb.check, kb.compact, kb.rebuild])
def test_an_open_writer_keeps_others_out(posts, operation):
    with kb.Index(posts):
        with pytest.raises(kb.LockedError):
            operation(posts)


@pytest.mark.parametrize("operation", [kb.check, kb.compact, kb.rebuild])
def test_without_an_index_there_is_an_error(tmp_path, operation):
    with pytest.raises(kb.NotFoundError):
        operation(tmp_path / "none")


@pytest.fixture
def written(posts):
    """An index that is being written a little longer."""
    writer = kb.Index(posts)
    thread = threading.Timer(0.3, writer.close)
    thread.start()
    yield posts
    thread.join()


@pytest.mark.parametrize("operation", [kb.Index, kb.check, kb.compact, kb.rebuild])
@pytest.mark.parametrize("wait", [60, 60.0, timedelta(minutes=1)])
def test_another_writer_is_waited_for(written, operation, wait):
    result = operation(written, wait=wait)
    if operation is kb.Index:
        result.close()


@pytest.mark.parametrize("operation", [kb.Index, kb.check, kb.compact, kb.rebuild])
def test_another_writer_is_waited_for_no_longer_than_asked(posts, operation):
    with kb.Index(posts):
        start = time.monotonic()
        with pytest.raises(kb.LockedError):
            operation(posts, wait=0.1)
        assert time.monotonic() - start >= 0.1


@pytest.mark.parametrize("wait", [-1, "1", None, True, float("nan"), 1e9, timedelta(seconds=-1)])
def test_a_wait_is_a_span_of_time(posts, wait):
    with pytest.raises(kb.InvalidArgumentError, match="^wait: "):
        kb.Index(posts, wait=wait)


def test_rebuild_takes_a_number_of_jobs(posts):
    assert kb.rebuild(posts, jobs=1).documents == 100
    with pytest.raises(kb.Error):
        kb.rebuild(posts, jobs=-1)
