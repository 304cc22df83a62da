"""Options, help and usage errors."""

import re

import pytest

from conftest import one_line

COMMANDS = ["add", "parse", "delete", "export", "stats"]


@pytest.mark.parametrize("program", ["kbindex", "kbsearch", "kbeval"])
def test_version_is_one_line_on_standard_output(kb, program):
    outcome = kb.run(program, "--version")
    assert outcome.code == 0
    assert re.fullmatch(program + r" \d+\.\d+\.\d+\n", outcome.out)
    assert outcome.err == ""


@pytest.mark.parametrize("args", [("kbindex",), ("kbsearch",), ("kbeval",)] + [("kbindex", c) for c in COMMANDS])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_fits_80_columns_and_shows_examples(kb, args, flag):
    outcome = kb.run(*args, flag)
    assert outcome.code == 0 and outcome.err == ""
    assert "Usage: " in outcome.out and "Examples:" in outcome.out
    assert max(len(line) for line in outcome.lines()) <= 80
    for option in ("--db", "--color", "--quiet", "--verbose", "--help", "--version"):
        assert option in outcome.out


def test_the_help_of_kbindex_lists_the_commands(kb):
    assert [c for c in COMMANDS if f"\n  {c} " not in kb.index("--help").out] == []


def test_the_help_of_every_command_fits_80_columns(kb):
    listed = kb.index("--help").out.split("Commands:\n")[1].split("\n\n")[0]
    commands = [line.split()[0] for line in listed.splitlines()]
    assert len(commands) >= 12
    texts = {command: kb.index(command, "--help").lines() for command in commands}
    texts["--help-query"] = kb.search("--help-query").lines()
    assert [f"{name}: {line}" for name, lines in texts.items() for line in lines if len(line) > 80] == []


def test_the_help_of_add_lists_its_options(kb):
    text = kb.index("add", "--help").out
    for option in ("--format", "--source", "--kind", "--lang", "--as-of", "--jobs", "--report"):
        assert option in text


def test_the_help_of_kbsearch_lists_options_and_query_forms(kb):
    text = kb.search("--help").out
    for part in ("-n, --limit", "--offset", "--sort", "--match", "--facets", "--format",
                 "--snippet-length", "--no-collapse", "--count", "--strict", '"exact phrase"',
                 "title:word", "after:", "points:>=100", "migrat*", "-flask"):
        assert part in text


@pytest.mark.parametrize("args", [
    ("kbindex",),
    ("kbindex", "frobnicate"),
    ("kbindex", "subscribe"),
    ("kbindex", "add"),
    ("kbindex", "add", "--no-such-option", "x"),
    ("kbindex", "add", "-x", "x"),
    ("kbindex", "add", "x", "--format", "docx"),
    ("kbindex", "add", "x", "--kind", "poem"),
    ("kbindex", "add", "x", "--lang", "klingonese"),
    ("kbindex", "add", "x", "--as-of", "yesterday"),
    ("kbindex", "add", "x", "--as-of", "2023-02-30"),
    ("kbindex", "add", "x", "--jobs", "many"),
    ("kbindex", "add", "x", "--jobs", "-1"),
    ("kbindex", "add", "x", "--report", "xml"),
    ("kbindex", "add", "x", "--query", "a"),
    ("kbindex", "add", "x", "--color", "sometimes"),
    ("kbindex", "add", "x", "--format"),
    ("kbindex", "add", "x", "--quiet=yes"),
    ("kbindex", "parse", "x", "--db", ""),
    ("kbindex", "delete"),
    ("kbindex", "delete", "some-id", "--query", "word"),
    ("kbindex", "delete", "--query", "  "),
    ("kbindex", "stats", "extra"),
    ("kbindex", "stats", "--format", "xml"),
    ("kbindex", "export", "extra"),
    ("kbindex", "export", "--jobs", "2"),
    ("kbsearch",),
    ("kbsearch", "--limit", "5"),
    ("kbsearch", "word", "--limit", "ten"),
    ("kbsearch", "word", "--limit", "-5"),
    ("kbsearch", "word", "--limit", "18446744073709551616"),
    ("kbsearch", "word", "-n"),
    ("kbsearch", "word", "--offset", "1.5"),
    ("kbsearch", "word", "--sort", "random"),
    ("kbsearch", "word", "--profile", "best"),
    ("kbsearch", "word", "--match", "most"),
    ("kbsearch", "word", "--facets", "kind,colour"),
    ("kbsearch", "word", "--facets", ""),
    ("kbsearch", "word", "--format", "yaml"),
    ("kbsearch", "word", "--snippet-length", "x"),
    ("kbsearch", "word", "--lim", "5"),
    ("kbsearch", "word", "--explain=yes"),
    ("kbsearch", "-x", "word"),
])
def test_a_usage_error_is_one_line_that_points_to_the_help_and_exits_2(kb, args):
    outcome = kb.run(*args)
    assert outcome.code == 2
    assert outcome.out == ""
    assert one_line(outcome.err)
    assert outcome.err.startswith(args[0] + ": ")
    assert f"see {args[0]} --help" in outcome.err
    assert not kb.db.exists()


def test_a_usage_error_defuses_what_it_quotes(kb):
    outcome = kb.search("word", "--sort", "\x1b[31mred\u202e")
    assert outcome.code == 2
    assert "\x1b" not in outcome.err and "\u202e" not in outcome.err


def test_the_last_of_repeated_options_wins(corpus):
    outcome = corpus.search("larkspur", "--format", "json", "--format", "ids", "-n", "5", "-n1")
    assert outcome.code == 0 and len(outcome.lines()) == 1


def test_options_stand_before_and_after_arguments(corpus):
    expected = corpus.search("--format", "ids", "--limit", "3", "larkspur").out
    assert expected != ""
    assert corpus.search("larkspur", "--limit=3", "--format=ids").out == expected
    assert corpus.search("-n3", "larkspur", "--format", "ids").out == expected


def test_two_dashes_end_options(corpus):
    outcome = corpus.search("--format", "json", "--", "larkspur", "--limit")
    assert outcome.json()["query"] == "larkspur --limit"


@pytest.mark.parametrize("words", [("larkspur", "-template"), ("-template", "larkspur"),
                                   ("larkspur", "-nginx"), ("larkspur", "-10"),
                                   ("larkspur", '-"two words"'), ("larkspur", "-é")])
def test_a_word_behind_a_dash_belongs_to_the_query(corpus, words):
    outcome = corpus.search("--format", "json", *words)
    assert outcome.code in (0, 1), outcome.err
    assert outcome.json()["query"] == " ".join(words)


def test_flags_of_one_letter_combine(corpus):
    assert corpus.search("-qv", "larkspur").code == 0


def test_the_command_may_follow_the_options(corpus):
    assert corpus.index("--format", "json", "stats").json()["documents"] > 0


def test_the_index_is_found_by_option_variable_and_home(kb, tmp_path):
    document = '{"id":"a","title":"lantern"}\n'
    cases = [
        ((), {"KB_DB": str(tmp_path / "one/two")}, tmp_path / "one/two"),
        ((), {"KB_DB": None, "XDG_DATA_HOME": str(tmp_path / "xdg")}, tmp_path / "xdg/kb/index"),
        ((), {"KB_DB": None, "XDG_DATA_HOME": "relative"}, kb.home / ".local/share/kb/index"),
        ((), {"KB_DB": ""}, kb.home / ".local/share/kb/index"),
        (("--db", tmp_path / "option"), {}, tmp_path / "option"),
    ]
    for args, env, place in cases:
        added = kb.index("add", "-", "--format", "jsonl", *args, input=document, env=env)
        assert added.code == 0, added.err
        assert place.is_dir()
        assert kb.search("lantern", "--db", place).code == 0


def test_no_place_for_the_index_is_a_usage_error(kb):
    outcome = kb.search("word", env={"KB_DB": None, "HOME": None})
    assert outcome.code == 2 and one_line(outcome.err)
