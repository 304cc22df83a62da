"""The manual pages say what --help says."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PAGES = Path(os.environ["KB_MAN"])


def rendered(page):
    """The page as plain words with single spaces; groff must have no complaint."""
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-P-cbou", "-rLL=500n", PAGES / page],
                          capture_output=True, text=True, encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.stderr == "" and done.returncode == 0
    return " ".join(done.stdout.split())


def rows(text):
    """The words of every line of a help text that is indented: options, commands, forms, examples."""
    return [" ".join(line.split()) for line in text.splitlines() if line.startswith("  ")]


@pytest.mark.parametrize("page, program, option", [
    ("kbindex.1", "kbindex", "--help"), ("kbsearch.1", "kbsearch", "--help"), ("kbeval.1", "kbeval", "--help"),
    ("kb-query.7", "kbsearch", "--help-query")])
def test_a_page_says_every_row_of_the_help(kb, page, program, option):
    text = rendered(page)
    help_text = kb.run(program, option).out
    assert len(rows(help_text)) > 10
    assert [row for row in rows(help_text) if row not in text] == []


def test_the_page_of_kbindex_says_what_every_command_says(kb):
    text = rendered("kbindex.1")
    for command in re.findall(r"^  (\w+) ", kb.index("--help").out.split("Options")[0], re.MULTILINE):
        missing = [row for row in rows(kb.index(command, "--help").out) if row not in text]
        assert missing == [], command


def test_a_page_shows_every_character_as_it_is():
    text = rendered("kb-query.7")
    for sample in ('"exact phrase"', '"two words"~5', "word^2", "perssistent~", "kbsearch '\"connection pool\" +postgres -mysql'"):
        assert sample in text


def test_every_form_that_the_query_help_shows_is_one(corpus):
    described = corpus.search("--help-query").out.split("Words:")[1].split("Examples:")[0]
    forms = [form for row in re.findall(r"^  (\S.*?)(?:  .*)?$", described, re.MULTILINE) for form in row.split(", ")]
    assert len(forms) > 30
    for form in forms:
        outcome = corpus.search("--strict", "--count", "--", form.replace("( ... )", "(a OR b)"))
        assert outcome.code in (0, 1), (form, outcome.err)
