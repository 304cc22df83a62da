"""Inputs that must do no harm (corpus/hostile)."""

import json

import pytest

from conftest import AS_OF, CORPUS, forbidden_characters, post

HOSTILE = sorted(path for path in (CORPUS / "hostile").iterdir() if path.name != "README.md")
names = [path.name for path in HOSTILE]

FORMATS = ["text", "json", "jsonl", "ids", "urls", "tsv", "trec"]


def marker_is_in(path):
    content = path.read_bytes()
    return any("lighthouse".encode(charset) in content for charset in ("utf-8", "utf-16-le", "utf-16-be"))


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    from conftest import Programs
    folder = tmp_path_factory.mktemp("hostile")
    programs = Programs(folder, folder / "db")
    outcome = programs.index("add", *HOSTILE, *AS_OF)
    assert outcome.code == 1
    return programs


@pytest.mark.parametrize("path", HOSTILE, ids=names)
@pytest.mark.parametrize("format", ["auto", "river", "text", "jsonl"])
def test_parsing_harms_nothing(kb, path, format):
    outcome = kb.index("parse", path, "--format", format, *AS_OF)
    assert outcome.code in (0, 1, 2)
    assert forbidden_characters(outcome.out) == []
    assert forbidden_characters(outcome.err) == []
    documents = [json.loads(line) for line in outcome.lines()]
    assert all(document["id"] for document in documents)
    assert (outcome.code == 2) <= (documents == [])


@pytest.mark.parametrize("path", HOSTILE, ids=names)
def test_what_is_good_in_a_file_is_found(kb, path):
    outcome = kb.index("add", path, *AS_OF)
    assert outcome.code in (0, 1, 2)
    assert forbidden_characters(outcome.err) == []
    if marker_is_in(path):
        assert kb.search("lighthouse").code == 0


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("query", ["lighthouse", "the", "+lighthouse*", "id:nobody OR a"])
def test_results_hold_no_control_characters(everything, format, query):
    outcome = everything.search(query, "-n", "1000", "--format", format, "--facets", "source,author,tag")
    assert outcome.code in (0, 1)
    assert forbidden_characters(outcome.out) == []
    assert forbidden_characters(outcome.err) == []


def test_the_export_holds_no_control_characters(everything):
    outcome = everything.index("export")
    assert outcome.code == 0 and forbidden_characters(outcome.out) == []


def test_the_export_comes_back_as_it_was(everything, kb):
    exported = everything.index("export", text=False).out
    assert kb.index("add", "-", "--format", "jsonl", input=exported).code == 0
    assert kb.index("export", text=False).out == exported


def test_fields_of_terminal_commands_are_defused(kb):
    evil = "a\x1b]0;title\x07b\x9b31mc\u202ed\x7f\r\ne\x00f"
    kb.add_documents(post(1, id="lantern", title="lantern " + evil, source=evil, tags=[evil], authors=[evil],
                          text="lantern " + evil))
    for format in FORMATS:
        outcome = kb.search("lantern", "--format", format, "--facets", "source,tag,author")
        assert outcome.code == 0
        assert forbidden_characters(outcome.out) == []


def test_an_id_of_terminal_commands_stays_in_its_line(kb):
    kb.add_documents(post(1, id="a\nb\tc\x1b[31m d"))
    for format in ("ids", "tsv", "trec", "text"):
        outcome = kb.search("lantern", "--format", format)
        assert forbidden_characters(outcome.out) == []
    assert len(kb.search("lantern", "--format", "ids").lines()) == 1


@pytest.mark.parametrize("query", ["\x1b[31mred", "\x07bell\x9b2J", '"\u202eevil', "colour:\x1b]0;x\x07"])
def test_a_query_of_terminal_commands_is_defused(everything, query):
    for format in ("text", "json", "jsonl"):
        outcome = everything.search("-v", "--format", format, "--", query)
        assert outcome.code in (0, 1)
        assert forbidden_characters(outcome.err) == []
        assert forbidden_characters(outcome.out) == []


def test_file_names_of_terminal_commands_are_defused(kb, tmp_path):
    for name in (b"\x1b[31mred.txt", b"line\nend.jsonl", b"broken\xff.txt", b"\xc2\x9b2J.md"):
        outcome = kb.index("add", tmp_path / name.decode("utf-8", "surrogateescape"), "--report", "json")
        assert outcome.code == 2
        assert len(outcome.err.splitlines()) == 2
        assert forbidden_characters(outcome.err + outcome.out) == []
        assert len(outcome.json()["errors"]) == 1


def test_a_file_of_an_odd_name_is_read(kb, tmp_path):
    path = tmp_path / b"odd \xff\n name.jsonl".decode("utf-8", "surrogateescape")
    path.write_text(json.dumps(post(1)))
    assert kb.index("add", path).code == 0
    assert kb.search("lantern").code == 0
