"""Writers that wait, backups, repairs, and who may read an index."""

import json
import os
import re
import stat
import subprocess
import time

import pytest

from conftest import one_line, post


@pytest.fixture
def posts(kb):
    kb.add_documents(*(post(i, text=" ".join(str((i * 7919 + j * 104729) % 1000003) for j in range(60)))
                       for i in range(300)))
    return kb


def damage(table):
    content = bytearray(table.read_bytes())
    middle = len(content) // 8192 // 2 * 8192
    content[middle:middle + 8192] = b"Z" * 8192
    table.write_bytes(content)


def start_writer(kb):
    """A writer that holds the lock until its input ends."""
    writer = kb.start("kbindex", "add", "-", "--format", "jsonl", "-q", stdin=subprocess.PIPE)
    lock = kb.db / "writer.lock"
    end = time.monotonic() + 20
    while not (lock.exists() and lock.read_text().startswith(f"{writer.pid} ")):
        assert time.monotonic() < end
        time.sleep(0.02)
    return writer


def test_a_second_writer_names_the_first_and_waits_for_it_if_told_to(posts):
    with start_writer(posts) as first:
        refused = posts.index("delete", post(1)["id"])
        assert refused.code == 2 and one_line(refused.err)
        assert re.search(rf"process {first.pid} on \S+ since \d{{4}}-\d\d-\d\dT[\d:]{{8}}Z", refused.err)
        assert posts.index("delete", post(1)["id"], "--wait", "0").code == 2
        with posts.start("kbindex", "delete", post(1)["id"], "--wait", "60", stderr=subprocess.PIPE) as second:
            time.sleep(0.2)
            assert second.poll() is None
            first.stdin.close()
            assert second.wait(60) == 0
        assert first.wait(60) == 0
    assert posts.index("stats", "--format", "json").json()["documents"] == 299


def test_writers_that_wait_all_have_their_turn(kb):
    kb.add_documents(post(0))
    writers = []
    for number in range(1, 7):
        writer = kb.start("kbindex", "add", "-", "--format", "jsonl", "-q", "--wait", "60", stdin=subprocess.PIPE)
        writer.stdin.write(json.dumps(post(number)).encode())
        writer.stdin.close()
        writers.append(writer)
    assert [writer.wait(60) for writer in writers] == [0] * 6
    assert kb.index("stats", "--format", "json").json()["documents"] == 7


def test_an_interrupt_ends_the_wait(posts):
    with start_writer(posts) as first:
        with posts.start("kbindex", "compact", "--wait", "60", stderr=subprocess.PIPE) as second:
            time.sleep(0.3)
            second.terminate()
            error = second.stderr.read().decode()
            assert second.wait(60) == 128 + 15
        assert "stopped" in error and one_line(error)
        first.stdin.close()


@pytest.mark.parametrize("value", ["", "-1", "x", "1.5"])
def test_a_wait_that_is_no_number_is_a_usage_error(posts, value):
    outcome = posts.index("compact", f"--wait={value}")
    assert outcome.code == 2 and one_line(outcome.err) and "--wait" in outcome.err


def test_a_backup_is_an_index_of_its_own(posts, tmp_path):
    outcome = posts.index("backup", tmp_path / "copy")
    assert outcome.code == 0 and one_line(outcome.err) and "300 documents" in outcome.err
    exported = posts.index("export").out
    posts.index("delete", post(7)["id"])
    assert posts.index("--db", tmp_path / "copy", "export").out == exported
    assert posts.index("--db", tmp_path / "copy", "check").code == 0
    assert posts.index("--db", tmp_path / "copy", "add", "-", input=json.dumps(post(1000))).code == 0


def test_a_backup_needs_no_lock(posts, tmp_path):
    with start_writer(posts) as writer:
        writer.stdin.write(json.dumps(post(1000)).encode() + b"\n")
        writer.stdin.flush()
        assert posts.index("backup", tmp_path / "copy").code == 0
        writer.stdin.close()
    assert len(posts.index("--db", tmp_path / "copy", "export").lines()) == 300


def test_a_backup_writes_over_nothing(posts, tmp_path):
    assert posts.index("backup", tmp_path / "copy").code == 0
    for target in (tmp_path / "copy", posts.db, tmp_path):
        outcome = posts.index("backup", target)
        assert outcome.code == 2 and one_line(outcome.err) and "not empty" in outcome.err
    for words in ((), ("a", "b")):
        assert posts.index("backup", *words).code == 2


def test_a_backup_of_nothing_makes_nothing(kb, tmp_path):
    outcome = kb.index("backup", tmp_path / "copy")
    assert outcome.code == 2 and one_line(outcome.err) and "no index" in outcome.err
    assert not (tmp_path / "copy").exists() and not kb.db.exists()


def test_a_repair_of_a_sound_index_changes_nothing(posts):
    outcome = posts.index("check", "--repair")
    assert (outcome.code, outcome.err) == (0, "checked 300 documents: no problems\n")
    assert sorted(entry.name for entry in posts.db.iterdir()) == ["XAPIANDB", "g1", "writer.lock"]


def test_a_repair_saves_what_can_be_read_and_keeps_the_damaged_index(posts):
    before = set(posts.index("export").lines())
    damage(posts.db / "g1" / "docdata.glass")
    assert posts.index("check").code == 1
    outcome = posts.index("check", "--repair")
    assert outcome.code == 1
    saved = int(re.search(r"^saved (\d+) documents$", outcome.err, re.MULTILINE)[1])
    lost = int(re.search(r"^kbindex: lost (\d+) documents$", outcome.err, re.MULTILINE)[1])
    assert saved > 200 and saved + lost == 300
    assert f"kept in {posts.db}/damaged-g1\n" in outcome.err
    assert (posts.db / "damaged-g1" / "docdata.glass").exists()
    after = set(posts.index("export").lines())
    assert len(after) == saved and after < before
    assert posts.index("check").code == 0
    assert posts.index("add", "-", input=json.dumps(post(1000))).code == 0
    assert (posts.db / "damaged-g1").exists()


def test_a_repair_without_loss_is_a_success(posts):
    before = posts.index("export").out
    damage(posts.db / "g1" / "postlist.glass")
    assert posts.index("check", "--repair").code == 0
    assert posts.index("export").out == before
    assert posts.search("lantern OR post", "--count").out == "300\n"


def test_a_lost_name_file_is_no_reason_to_write_over_an_index(posts):
    before = posts.index("export").out
    (posts.db / "XAPIANDB").unlink()
    for outcome in (posts.search("word"), posts.index("add", "-", input=json.dumps(post(1)))):
        assert outcome.code == 2 and one_line(outcome.err) and "check --repair" in outcome.err
    assert posts.index("check", "--repair").code == 0
    assert posts.index("export").out == before


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}


def test_an_index_is_made_for_its_owner_alone(posts, tmp_path):
    posts.index("compact")
    posts.index("backup", tmp_path / "copy")
    for folder in (posts.db, tmp_path / "copy"):
        assert {mode & 0o077 for mode in modes(folder).values()} == {0}


def test_an_index_that_was_opened_to_a_group_stays_open_to_it(posts):
    posts.db.chmod(0o750)
    for path in posts.db.rglob("*"):
        path.chmod(0o750 if path.is_dir() else 0o640)
    posts.index("add", "-", input=json.dumps(post(1000)), preexec_fn=lambda: os.umask(0o022))
    posts.index("compact", preexec_fn=lambda: os.umask(0o022))
    assert {mode & 0o057 for mode in modes(posts.db).values()} == {0o040, 0o050}


def test_the_umask_is_honoured(kb):
    kb.db.mkdir()
    kb.db.chmod(0o755)
    kb.index("add", "-", input=json.dumps(post(1)), preexec_fn=lambda: os.umask(0o077))
    inner = modes(kb.db)
    assert inner.pop("db") == 0o755  # as it was
    assert {mode & 0o077 for mode in inner.values()} == {0}
