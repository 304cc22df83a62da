"""kbindex check, compact and rebuild."""

import re
import signal

import pytest

from conftest import one_line, post


@pytest.fixture
def posts(kb):
    kb.add_documents(*(post(i) for i in range(200)))
    return kb


def test_a_sound_index_passes_the_check(posts):
    outcome = posts.index("check")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "checked 200 documents: no problems\n")


@pytest.mark.parametrize("command", ["compact", "rebuild"])
def test_nothing_is_lost(posts, command):
    before = posts.index("export").out
    outcome = posts.index(command)
    assert outcome.code == 0 and one_line(outcome.err)
    assert re.match(r"(compacted|rebuilt) 200 documents: \S+ \w+ before, \S+ \w+ now$", outcome.err)
    assert posts.index("export").out == before
    assert posts.search("harbour", "--count").out == "200\n"


@pytest.mark.parametrize("command", ["check", "compact", "rebuild"])
def test_without_an_index_there_is_one_line_and_nothing_is_made(kb, command):
    outcome = kb.index(command)
    assert outcome.code == 2 and one_line(outcome.err) and "no index" in outcome.err
    assert not kb.db.exists()


@pytest.mark.parametrize("command", ["check", "compact", "rebuild"])
def test_arguments_are_refused(posts, command):
    outcome = posts.index(command, "extra")
    assert outcome.code == 2 and "extra" in outcome.err


def test_damage_is_found_and_named(posts):
    (table,) = posts.db.glob("g*/docdata.glass")
    content = bytearray(table.read_bytes())
    content[len(content) // 2:] = b"\x5a" * (len(content) - len(content) // 2)
    table.write_bytes(content)
    outcome = posts.index("check")
    assert outcome.code == 1
    assert re.search(r"\d+ problems?;", outcome.err)


@pytest.mark.parametrize("command", ["compact", "rebuild"])
def test_killed_at_any_time_the_index_is_whole(posts, command):
    before = posts.index("export").out
    for milliseconds in (1, 5, 10, 20, 40, 80):
        with posts.start("kbindex", command, "--quiet") as process:
            try:
                process.wait(milliseconds / 1000)
            except Exception:
                process.send_signal(signal.SIGKILL)
        assert posts.index("export").out == before
    assert posts.index(command).code == 0
    assert len(list(posts.db.glob("g*"))) == 1
    assert posts.index("check").code == 0
