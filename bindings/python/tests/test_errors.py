import errno
import os
import pickle
import shutil

import pytest

import kb

BUILT_IN = {
    kb.InvalidArgumentError: ValueError,
    kb.NotFoundError: FileNotFoundError,
    kb.PermissionDeniedError: PermissionError,
    kb.IoError: OSError,
    kb.NoSpaceError: OSError,
    kb.LockedError: BlockingIOError,
    kb.UnsupportedError: NotImplementedError,
    kb.InternalError: RuntimeError,
    kb.NotAnIndexError: ValueError,
    kb.FormatTooNewError: NotImplementedError,
    kb.CorruptError: OSError,
    kb.CancelledError: InterruptedError,
}


@pytest.mark.parametrize("cls", BUILT_IN)
def test_each_error_is_a_kb_error_and_the_fitting_built_in(cls):
    error = cls("what went wrong", "what to do")
    assert isinstance(error, kb.Error) and isinstance(error, BUILT_IN[cls])
    assert (error.message, error.hint) == ("what went wrong", "what to do")
    assert str(error) == "what went wrong (what to do)"
    assert str(cls("alone")) == "alone"
    assert cls.__module__ == "kb"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.code, again.hint) == (cls, str(error), error.code, error.hint)


def test_codes_differ():
    assert len({cls.code for cls in BUILT_IN}) == len(BUILT_IN)


def test_a_missing_index_is_not_found(path):
    for attempt in (kb.Searcher, kb.Index):
        with pytest.raises(kb.NotFoundError) as raised:
            attempt(path)
        assert raised.value.code == "not_found"
        assert str(path) in raised.value.message
        assert raised.value.hint and raised.value.hint in str(raised.value)
        assert raised.value.errno == errno.ENOENT
    assert not path.exists()


def test_a_second_writer_is_told_that_the_index_is_locked(path):
    with kb.Index(path, create=True):
        with pytest.raises(kb.LockedError) as raised:
            kb.Index(path)
    assert raised.value.code == "locked"
    kb.Index(path).close()


def test_a_directory_of_something_else_is_not_an_index(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear reader")
    for attempt in (kb.Searcher, lambda path: kb.Index(path, create=True)):
        with pytest.raises(kb.NotAnIndexError):
            attempt(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "Dear reader"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may do everything")
def test_a_forbidden_directory_is_permission_denied(tmp_path):
    tmp_path.chmod(0)
    try:
        with pytest.raises(PermissionError) as raised:
            kb.Index(tmp_path / "index", create=True)
        assert isinstance(raised.value, kb.PermissionDeniedError)
    finally:
        tmp_path.chmod(0o700)


def test_a_damaged_index_raises_and_does_not_crash(corpus_path, tmp_path):
    damaged = tmp_path / "damaged"
    shutil.copytree(corpus_path, damaged)
    for table in damaged.rglob("*.glass"):
        table.write_bytes(b"\x55" * table.stat().st_size)
    with pytest.raises(kb.Error):
        kb.Searcher(damaged).search("pool")


def test_a_str_that_is_no_path_is_a_type_error():
    for attempt in (lambda: kb.Searcher(5), lambda: kb.Index(None), lambda: kb.parse(5), lambda: kb.parse([5])):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(ValueError):
        kb.Index("")


def test_version_is_three_numbers():
    assert [part.isdigit() for part in kb.__version__.split(".")] == [True] * 3
