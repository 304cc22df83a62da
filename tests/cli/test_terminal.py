"""What a person sees on a terminal."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata

import pytest

from conftest import AS_OF, BIN, CORPUS, forbidden_characters, post

LINK = re.compile(r"\x1b\]8;;([^\x1b\x07]*)\x1b\\")
COLOR = re.compile(r"\x1b\[[0-9;]*m")
ERASE = "\r\x1b[K"


def on_terminal(kb, program, *args, columns=80, env=None, streams=("stdout",)):
    """Runs a program with some streams on a pseudo-terminal; returns the exit code, what the terminal
    received, and the other streams."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    places = {name: slave if name in streams else subprocess.PIPE for name in ("stdout", "stderr")}
    with subprocess.Popen([BIN / program, *map(str, args)], stdin=subprocess.DEVNULL,
                          env=kb.environment(**(env or {})), **places) as process:
        os.close(slave)
        received = bytearray()
        while True:
            try:
                chunk = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            received += chunk
        os.close(master)
        rest = process.stdout or process.stderr
        other = rest.read().decode() if rest else ""
        code = process.wait(60)
    return code, received.decode().replace("\r\n", "\n"), other


def visible(text):
    return COLOR.sub("", LINK.sub("", text))


def width(line):
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
@pytest.mark.parametrize("query", ["larkspur template", "写放大", "データ 言語", "сервер", "قاعدة البيانات", "the"])
@pytest.mark.parametrize("links", [True, False])
def test_results_fit_the_terminal(corpus, columns, query, links):
    env = None if links else {"TERM": "linux"}
    code, screen, _ = on_terminal(corpus, "kbsearch", query, "--facets", "kind,source,month", "-n", "30",
                                  columns=columns, env=env)
    assert code in (0, 1)
    lines = visible(screen).split("\n")
    assert [line for line in lines if width(line) > columns] == []
    assert forbidden_characters(visible(screen)) == []


@pytest.mark.parametrize("columns", [40, 80])
def test_hostile_documents_fit_the_terminal(kb, columns):
    kb.index("add", CORPUS / "hostile", *AS_OF)
    for query in ("lighthouse", "the", "a*"):
        _, screen, _ = on_terminal(kb, "kbsearch", query, "-n", "100", "--facets", "source,tag", columns=columns)
        assert forbidden_characters(visible(screen)) == []
        assert [line for line in visible(screen).split("\n") if width(line) > columns] == []


def test_the_width_is_of_the_environment_where_the_terminal_does_not_tell(corpus):
    _, screen, _ = on_terminal(corpus, "kbsearch", "larkspur", columns=0, env={"COLUMNS": "50"})
    widths = [width(line) for line in visible(screen).split("\n")]
    assert 40 < max(widths) <= 50


def test_an_unknown_width_is_80(corpus):
    _, screen, _ = on_terminal(corpus, "kbsearch", "larkspur", columns=0)
    widths = [width(line) for line in visible(screen).split("\n")]
    assert 60 < max(widths) <= 80


def test_titles_are_links_and_matches_are_colored(kb):
    kb.add_documents(post(3, title="The red lantern", url="https://example.org/ä?q=1"))
    _, screen, _ = on_terminal(kb, "kbsearch", "lantern")
    title = screen.split("\n")[0]
    assert LINK.findall(title) == ["https://example.org/%C3%A4?q=1", ""]
    assert visible(title) == "1. The red lantern"
    assert re.search(r"\x1b\[[0-9;]+mlantern\x1b\[0m", title)
    assert re.search(r"\x1b\[[0-9;]+mlantern\x1b\[0m number", screen)


def test_only_web_addresses_become_links(kb):
    kb.add_documents(post(3, url="javascript:alert(1)"))
    _, screen, _ = on_terminal(kb, "kbsearch", "lantern")
    assert "\x1b]8" not in screen


@pytest.mark.parametrize("args, env", [
    (("--color", "never"), {}), ((), {"NO_COLOR": "1"}), ((), {"TERM": "dumb"}), ((), {"TERM": None})])
def test_colors_can_be_turned_off(corpus, args, env):
    _, screen, _ = on_terminal(corpus, "kbsearch", "larkspur", *args, env=env)
    assert "\x1b" not in screen and "larkspur" in screen.lower()


def test_an_empty_no_color_is_not_set(corpus):
    assert "\x1b[" in on_terminal(corpus, "kbsearch", "larkspur", env={"NO_COLOR": ""})[1]


def test_simple_terminals_get_colors_but_no_links(corpus):
    _, screen, _ = on_terminal(corpus, "kbsearch", "larkspur", env={"TERM": "linux"})
    assert COLOR.search(screen) and "\x1b]8" not in screen


def test_a_link_that_cannot_be_clicked_is_shown_in_full(kb):
    url = "https://example.org/" + "path-" * 20 + "end"
    kb.add_documents(post(3, url=url))
    _, screen, _ = on_terminal(kb, "kbsearch", "lantern", env={"TERM": "linux"}, columns=40)
    assert url in "".join(line.strip() for line in visible(screen).split("\n"))


def test_the_totals_come_last(corpus):
    _, screen, _ = on_terminal(corpus, "kbsearch", "larkspur", streams=("stdout", "stderr"))
    assert re.fullmatch(r"\d+ of \d+ results? in \d+\.\d\d ms", visible(screen).rstrip("\n").split("\n")[-1])


def test_a_progress_bar_is_drawn_and_erased(kb):
    code, screen, out = on_terminal(kb, "kbindex", "add", CORPUS / "river", CORPUS / "jsonl", *AS_OF, "--report",
                                    "json", streams=("stderr",))
    assert code == 0 and '"added":' in out
    frames = screen.split(ERASE)
    assert len(frames) >= 3 and frames[0] == ""
    assert re.search(r"\d+ documents?", visible(frames[1]))
    assert re.fullmatch(r"added \d+, .*\n", frames[-1])
    assert all(width(visible(frame)) < 80 for frame in frames[:-1])


def test_a_progress_bar_fits_a_narrow_terminal(kb):
    _, screen, _ = on_terminal(kb, "kbindex", "add", CORPUS / "river", *AS_OF, columns=30, streams=("stderr",))
    assert all(width(visible(frame)) < 30 for frame in screen.split(ERASE)[:-1])


@pytest.mark.parametrize("args, env", [(("-q",), {}), ((), {"TERM": "dumb"})])
def test_there_is_no_progress_bar_where_it_is_not_wanted(kb, args, env):
    _, screen, _ = on_terminal(kb, "kbindex", "add", CORPUS / "river", *AS_OF, *args, env=env, streams=("stderr",))
    assert "\x1b" not in screen and "\r" not in screen


def test_messages_stay_readable_beside_the_progress_bar(kb):
    _, screen, _ = on_terminal(kb, "kbindex", "add", CORPUS / "river", "no/such/file", *AS_OF, streams=("stderr",))
    last_lines = [line.split(ERASE)[-1] for line in screen.split("\n")]
    assert any(visible(line).startswith("kbindex: no/such/file: ") for line in last_lines)


@pytest.fixture
def many(kb):
    kb.add_documents(*(post(i) for i in range(60)))
    return kb


PAGER = "sed 's/^/| /'"


def test_what_exceeds_the_screen_goes_through_the_pager(many):
    code, screen, _ = on_terminal(many, "kbsearch", "lantern", "-n", "50", env={"PAGER": PAGER})
    assert code == 0
    assert all(line.startswith("| ") for line in screen.splitlines()) and len(screen.splitlines()) > 40


def test_what_fits_the_screen_does_not(many):
    code, screen, _ = on_terminal(many, "kbsearch", "lantern", "-n", "3", env={"PAGER": PAGER})
    assert code == 0 and screen and "| " not in screen


def test_no_pager_where_the_output_is_no_terminal(many):
    outcome = many.search("lantern", "-n", "50", env={"PAGER": PAGER})
    assert outcome.code == 0 and "| " not in outcome.out


@pytest.mark.parametrize("pager", ["", "cat", "no-such-pager-anywhere"])
def test_without_a_pager_the_text_is_written_all_the_same(many, pager):
    code, screen, _ = on_terminal(many, "kbsearch", "lantern", "-n", "50", env={"PAGER": pager})
    assert code == 0 and len(screen.splitlines()) > 100


def test_a_pager_that_is_left_early_is_no_error(many):
    code, screen, errors = on_terminal(many, "kbsearch", "lantern", "-n", "50", env={"PAGER": "head -n 2"})
    assert code == 0 and len(screen.splitlines()) == 2
    assert "cannot" not in errors
