"""Signals and readers that go away."""

import json
import re
import signal
import subprocess
import time

import pytest

from conftest import BIN, post


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def start_adding(kb):
    """An unfinished batch: what was sent so far is being indexed."""
    process = kb.start("kbindex", "add", "-", "--format", "jsonl", stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                       bufsize=0)
    send(process, range(500))
    wait_until(lambda: any(kb.db.glob("g*")) if kb.db.exists() else False)
    return process


def send(process, numbers):
    process.stdin.write("".join(json.dumps(post(i)) + "\n" for i in numbers).encode())


def send_until_it_ends(process):
    number = 1000
    while process.poll() is None:
        try:
            send(process, range(number, number + 50))
        except BrokenPipeError:
            break
        number += 50
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_batch_keeps_what_it_added(kb, number):
    with start_adding(kb) as process:
        process.send_signal(number)
        send_until_it_ends(process)
        error = process.stderr.read().decode()
        assert process.wait(60) == 128 + number
    assert "interrupted" in error
    added = int(re.search(r"^added (\d+), updated 0, unchanged 0, failed 0 in", error, re.MULTILINE)[1])
    assert added > 0
    assert kb.index("stats", "--format", "json").json()["documents"] == added
    assert len(kb.index("export").lines()) == added


def test_an_interrupt_that_was_ignored_from_the_start_stays_ignored(kb):
    with kb.start("kbindex", "add", "-", "--format", "jsonl", stdin=subprocess.PIPE, stderr=subprocess.PIPE,
                  preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) as process:
        wait_until(kb.db.exists)
        process.send_signal(signal.SIGINT)
        error = process.communicate(json.dumps(post(1)).encode(), timeout=60)[1].decode()
    assert process.returncode == 0 and error.startswith("added 1,")


def test_a_second_signal_ends_the_program_at_once(kb):
    kb.add_documents(post(99999, text="beacon"))
    with start_adding(kb) as process:
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(60)
        assert process.returncode in (-signal.SIGINT, 128 + signal.SIGINT)
    assert kb.search("beacon", "--count").out == "1\n"
    assert kb.index("add", "-", "--format", "jsonl", input=json.dumps(post(2))).code == 0


def test_a_killed_batch_leaves_the_last_commit(kb):
    kb.add_documents(post(99999, text="beacon"))
    with start_adding(kb) as process:
        process.kill()
        process.wait(60)
    assert kb.search("beacon", "--count").out == "1\n"
    assert kb.index("add", "-", "--format", "jsonl", input=json.dumps(post(2))).code == 0


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.2, 0.3, 0.5])
def test_a_new_index_whose_filling_is_killed_is_empty_or_whole(kb, tmp_path, seconds):
    posts = tmp_path / "posts.jsonl"
    posts.write_text("".join(json.dumps(post(i)) + "\n" for i in range(3000)))
    with kb.start("kbindex", "add", posts) as process:
        wait_until(lambda: (kb.db / "XAPIANDB").exists())
        time.sleep(seconds)
        process.kill()
        process.wait(60)
    documents = kb.index("stats", "--format", "json").json()["documents"]
    assert documents in (0, 3000)
    done = kb.index("add", "--report", "json", posts).json()
    assert done["added"] + documents == 3000 and done["unchanged"] == documents
    assert sorted(entry.name for entry in kb.db.iterdir()) == ["XAPIANDB", "g2", "writer.lock"]
    assert kb.index("check").code == 0


@pytest.mark.parametrize("program, args", [
    ("kbindex", ("export",)), ("kbsearch", ("harbour", "-n", "5000", "--format", "jsonl")),
    ("kbsearch", ("harbour", "-n", "5000"))])
def test_a_reader_that_goes_away_is_no_error(kb, program, args):
    kb.add_documents(*(post(i, text="harbour " * 50 + str(i)) for i in range(1500)))
    args = args if program == "kbindex" else args + ("--no-collapse",)
    with kb.start(program, *args, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read()
        assert process.wait(60) in (0, 141, -signal.SIGPIPE)
    assert error == b""


def test_a_closed_standard_error_does_not_stop_a_batch(kb, tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps(post(1)))
    with kb.start("kbindex", "add", "missing-1", "missing-2", tmp_path / "a.jsonl",
                  stderr=subprocess.PIPE) as process:
        process.stderr.close()
        assert process.wait(60) == 1
    assert kb.search("lantern").code == 0
