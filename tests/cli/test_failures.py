"""What goes wrong outside: one clear line, the right exit code, and the index as it was."""

import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from conftest import BIN, CORPUS, Programs, has_sanitizer, one_line, peak_megabytes, post

GENERATION = "g*"  # the Xapian database within an index


@pytest.fixture
def three(kb):
    kb.add_documents(*(post(i) for i in range(3)))
    return kb


def holds_three(kb):
    outcome = kb.search("harbour", "--count")
    return (outcome.code, outcome.out) == (0, "3\n")


def many_documents(count):
    """Documents of about 2 kB that do not compress well."""
    def text(i):
        return " ".join(f"word{(i * 7919 + j * 104729) % 1000003}" for j in range(200))
    return "".join(json.dumps(post(1000 + i, text=text(i))) + "\n" for i in range(count))


def test_a_missing_file_is_a_failure_and_makes_no_index(kb):
    outcome = kb.index("add", "no/such/file.txt")
    assert outcome.code == 2
    error, summary = outcome.err.splitlines()
    assert error.startswith("kbindex: no/such/file.txt: ")
    assert summary.startswith("added 0, updated 0, unchanged 0, failed 1 in ")
    assert not kb.db.exists()


def test_parsing_a_missing_file_is_a_failure(kb):
    outcome = kb.index("parse", "no/such/file.txt")
    assert (outcome.code, outcome.out) == (2, "") and one_line(outcome.err)


def test_one_missing_file_of_two_is_a_partial_failure(kb, tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps(post(1)))
    assert kb.index("parse", tmp_path / "a.jsonl", "missing").code == 1


def test_a_binary_file_is_a_failure(kb):
    outcome = kb.index("add", CORPUS / "hostile" / "pixel.png")
    assert outcome.code == 2
    assert "pixel.png: " in outcome.err and len(outcome.err.splitlines()) == 2


def test_truncated_json_in_a_stream_costs_only_itself(kb):
    outcome = kb.index("add", CORPUS / "hostile" / "truncated.jsonl", "--report", "json")
    assert outcome.code == 1
    report = outcome.json()
    assert report["added"] == 2 and report["failed"] == 2
    assert "truncated.jsonl:2: " in outcome.err
    assert report["errors"][0]["message"].startswith("line 2: ")


def test_searching_without_an_index_is_an_error(kb):
    for outcome in (kb.search("word"), kb.index("stats"), kb.index("export")):
        assert (outcome.code, outcome.out) == (2, "") and one_line(outcome.err)
        assert str(kb.db) in outcome.err
    assert not kb.db.exists()


def test_a_foreign_directory_is_left_alone(kb):
    kb.db.mkdir()
    (kb.db / "notes.txt").write_text("mine")
    for outcome in (kb.index("add", "-", input=json.dumps(post(1))), kb.search("word"), kb.index("stats"),
                    kb.index("delete", "a")):
        assert (outcome.code, outcome.out) == (2, "") and one_line(outcome.err)
    assert [entry.name for entry in kb.db.iterdir()] == ["notes.txt"]


def test_a_file_instead_of_an_index_is_left_alone(kb):
    kb.db.write_text("mine")
    for outcome in (kb.index("add", "-", input=json.dumps(post(1))), kb.search("word")):
        assert outcome.code == 2 and one_line(outcome.err)
    assert kb.db.read_text() == "mine"


@pytest.mark.skipif(shutil.which("xapian-metadata") is None, reason="needs xapian-metadata")
def test_an_index_of_a_newer_format_is_refused(three):
    generation = next(three.db.glob(GENERATION))
    format = subprocess.run(["xapian-metadata", "get", generation, "kb.format"], check=True,
                            capture_output=True, text=True).stdout.strip()
    subprocess.run(["xapian-metadata", "set", generation, "kb.format", "999"], check=True)
    for outcome in (three.search("word"), three.index("stats"),
                    three.index("add", "-", input=json.dumps(post(9))), three.index("delete", "a")):
        assert (outcome.code, outcome.out) == (2, "") and one_line(outcome.err)
        assert "newer" in outcome.err or "999" in outcome.err
    subprocess.run(["xapian-metadata", "set", generation, "kb.format", format], check=True)
    assert holds_three(three)


@pytest.mark.skipif(shutil.which("xapian-metadata") is None, reason="needs xapian-metadata")
def test_an_index_of_an_older_format_is_brought_up_to_date_by_rebuild(three):
    subprocess.run(["xapian-metadata", "set", next(three.db.glob(GENERATION)), "kb.format", "1"], check=True)
    for outcome in (three.search("word"), three.index("add", "-", input=json.dumps(post(9)))):
        assert (outcome.code, outcome.out) == (2, "") and one_line(outcome.err)
        assert "kbindex rebuild" in outcome.err
    assert three.index("rebuild").code == 0
    assert holds_three(three)


@pytest.mark.parametrize("name", ["postlist.glass", "docdata.glass", "iamglass"])
@pytest.mark.parametrize("damage", ["empty", "half", "noise"])
def test_a_damaged_index_is_an_error_not_a_crash(three, name, damage):
    path = next(three.db.glob(f"{GENERATION}/{name}"))
    content = path.read_bytes()
    path.write_bytes({"empty": b"", "half": content[: len(content) // 2],
                      "noise": bytes((byte * 7 + 13) % 256 for byte in content)}[damage])
    for outcome in (three.search("harbour"), three.index("stats"), three.index("export")):
        # What is damaged may not be needed for an answer.
        assert outcome.code in (0, 1, 2)
        if outcome.code == 2:
            assert one_line(outcome.err)


def test_a_second_writer_is_told_that_there_is_one(three):
    with three.start("kbindex", "add", "-", "--format", "jsonl", "-q", stdin=subprocess.PIPE) as first:
        first.stdin.write(json.dumps(post(10)).encode() + b"\n")
        first.stdin.flush()
        lock = three.db / "writer.lock"
        for _ in range(400):  # the lock names its holder
            if str(first.pid) in lock.read_text():
                break
            time.sleep(0.05)
        second = three.index("delete", "nobody")
        assert second.code == 2 and one_line(second.err)
        assert str(first.pid) in second.err
        assert holds_three(three)  # readers are not in the way
        first.stdin.close()
        assert first.wait(60) == 0
    assert three.search("harbour", "--count").out == "4\n"


# Permissions: the super-user has none to miss, so the programs run as nobody then.

def as_nobody():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


def unprivileged():
    return {"preexec_fn": as_nobody} if os.geteuid() == 0 else {}


@pytest.fixture
def shared():
    """Programs that anybody may run, on an index in a folder that is open to all."""
    folder = Path(tempfile.mkdtemp(prefix="kb-cli-"))
    folder.chmod(0o777)
    try:
        probe = subprocess.run([BIN / "kbindex", "--version"], capture_output=True, **unprivileged())
        runnable = probe.returncode == 0
    except OSError:
        runnable = False
    if not runnable:
        shutil.rmtree(folder)
        pytest.skip("the programs cannot be run without privileges from here")
    yield Programs(folder, folder / "db")
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o700)
    shutil.rmtree(folder)


def test_a_directory_without_permission_is_a_failure(shared):
    secret = shared.home / "secret"
    secret.mkdir()
    (secret / "a.jsonl").write_text(json.dumps(post(1)))
    secret.chmod(0)
    outcome = shared.index("add", secret, **unprivileged())
    assert outcome.code == 2
    assert outcome.err.splitlines()[0].startswith(f"kbindex: {secret}: ")
    assert len(outcome.err.splitlines()) == 2


def test_a_file_without_permission_is_a_failure(shared):
    (shared.home / "a.jsonl").write_text(json.dumps(post(1)))
    (shared.home / "b.jsonl").write_text(json.dumps(post(2)))
    (shared.home / "b.jsonl").chmod(0)
    outcome = shared.index("add", shared.home / "a.jsonl", shared.home / "b.jsonl", **unprivileged())
    assert outcome.code == 1
    assert outcome.err.startswith(f"kbindex: {shared.home}/b.jsonl: ")


def test_an_index_in_a_directory_without_permission_is_an_error(shared):
    closed = shared.home / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    for database in (closed / "db", closed / "deeper" / "db"):
        outcome = shared.index("--db", database, "add", "-", input=json.dumps(post(1)), **unprivileged())
        assert outcome.code == 2 and one_line(outcome.err)
        assert str(closed) in outcome.err


def test_an_index_without_permission_is_an_error(shared):
    shared.add_documents(post(1))
    shared.db.chmod(0)
    for outcome in (shared.search("lantern", **unprivileged()), shared.index("stats", **unprivileged()),
                    shared.index("add", "-", input=json.dumps(post(2)), **unprivileged())):
        assert (outcome.code, outcome.out) == (2, "") and one_line(outcome.err)


# Full disks.

def small_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))


def test_a_file_that_may_not_grow_keeps_the_last_commit(three):
    outcome = three.index("add", "-", "--format", "jsonl", input=many_documents(3000), preexec_fn=small_files)
    assert outcome.code == 2 and one_line(outcome.err)
    assert holds_three(three)
    assert three.index("add", "-", "--format", "jsonl", input=json.dumps(post(3))).code == 0


@pytest.fixture
def small_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("cannot mount a small disk here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_keeps_the_last_commit(small_disk):
    kb = Programs(small_disk, small_disk / "db")
    kb.add_documents(*(post(i) for i in range(3)))
    outcome = kb.index("add", "-", "--format", "jsonl", input=many_documents(4000))
    assert outcome.code == 2 and one_line(outcome.err)
    assert "space" in outcome.err
    assert holds_three(kb)
    assert kb.index("stats").code == 0


def test_a_full_disk_from_the_start_is_an_error(small_disk):
    (small_disk / "ballast").write_bytes(b"")
    with open(small_disk / "ballast", "wb", buffering=0) as ballast:
        try:
            while ballast.write(b"x" * 4096):
                pass
        except OSError:
            pass
    outcome = Programs(small_disk, small_disk / "db").index("add", "-", input=json.dumps(post(1)))
    assert outcome.code == 2 and one_line(outcome.err)


@pytest.mark.parametrize("program, args", [("kbindex", ("export",)), ("kbindex", ("stats",)),
                                           ("kbsearch", ("harbour",)), ("kbindex", ("--help",)),
                                           ("kbsearch", ("harbour", "--format", "json"))])
def test_output_to_a_full_disk_is_an_error(three, program, args):
    with open("/dev/full", "wb") as full, \
            three.start(program, *args, stdout=full, stderr=subprocess.PIPE) as process:
        error = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 2 and one_line(error)
    assert "standard output" in error


def test_closed_standard_output_is_an_error_and_harms_nothing(three):
    for program, args in (("kbsearch", ["harbour"]), ("kbindex", ["add", "-", "--report", "json"])):
        with three.start(program, *args, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                         preexec_fn=lambda: os.close(1)) as process:
            process.communicate(timeout=60)
        assert process.returncode == 2
    assert holds_three(three)


def test_all_standard_descriptors_may_be_closed(three):
    def close_all():
        for descriptor in (0, 1, 2):
            os.close(descriptor)
    with three.start("kbindex", "delete", post(0)["id"], preexec_fn=close_all) as process:
        assert process.wait(60) == 0
    assert three.search("harbour", "--count").out == "2\n"


# Sizes.

@pytest.mark.parametrize("name, head, piece, tail", [
    ("line.txt", b"", b"x" * (1 << 20), b"\n"),
    ("words.txt", b"", b"word " * 200_000, b"\n"),
    ("line.jsonl", b'{"id":"a","text":"', b"y" * (1 << 20), b'"}\n'),
    ("line.md", b"# ", b"z" * (1 << 20), b"\n"),
], ids=["letters", "words", "json", "markdown"])
def test_a_line_of_200_megabytes_is_refused_within_bounded_memory(kb, tmp_path, name, head, piece, tail):
    path = tmp_path / name
    with open(path, "wb") as file:
        file.write(head)
        for _ in range(200):
            file.write(piece)
        file.write(tail)
        if name.endswith(".jsonl"):
            file.write(json.dumps(post(1)).encode() + b"\n")
    process = kb.start("kbindex", "add", path, stderr=subprocess.PIPE)
    error = process.stderr.read().decode()
    peak = peak_megabytes(process)
    path.unlink()
    assert error.startswith(f"kbindex: {path}")
    if name.endswith(".jsonl"):  # the next line is another document
        assert process.returncode == 1 and "added 1," in error
    else:
        assert process.returncode == 2
    assert has_sanitizer() or peak < 150
