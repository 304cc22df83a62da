"""kb.check, kb.compact and kb.rebuild."""

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
    assert report == (100, [], 0)
    assert report.documents == report["documents"] == 100


def test_damage_is_listed(posts):
    (table,) = posts.glob("g*/docdata.glass")
    table.write_bytes(b"Z" * table.stat().st_size)
    assert kb.check(posts).problems


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


def test_rebuild_takes_a_number_of_jobs(posts):
    assert kb.rebuild(posts, jobs=1).documents == 100
    with pytest.raises(kb.Error):
        kb.rebuild(posts, jobs=-1)
