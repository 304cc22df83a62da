"""kbindex add and parse."""

import json
import re

import pytest

from conftest import AS_OF, CORPUS, one_line, post

SUMMARY = re.compile(r"added (\d+), updated (\d+), unchanged (\d+), failed (\d+) in \d+\.\d+ s\n")


def counts(outcome):
    """The numbers of the last line on standard error."""
    match = SUMMARY.fullmatch(outcome.err.splitlines(keepends=True)[-1])
    assert match, outcome.err
    return tuple(map(int, match.groups()))


def write(path, *documents):
    path.write_text("".join(json.dumps(document) + "\n" for document in documents))
    return path


def test_adding_ends_with_a_summary_on_standard_error(kb, tmp_path):
    outcome = kb.index("add", write(tmp_path / "a.jsonl", post(1), post(2)))
    assert outcome.code == 0 and outcome.out == ""
    assert one_line(outcome.err)
    assert counts(outcome) == (2, 0, 0, 0)


def test_adding_again_changes_nothing(kb, tmp_path):
    path = write(tmp_path / "a.jsonl", post(1), post(2))
    kb.index("add", path)
    assert counts(kb.index("add", path)) == (0, 0, 2, 0)


def test_a_changed_document_replaces_the_one_of_its_id(kb):
    kb.add_documents(post(1), post(2))
    line = json.dumps(post(1, text="an entirely different beacon"))
    assert counts(kb.index("add", "-", "--format", "jsonl", input=line)) == (0, 1, 0, 0)
    assert kb.search("beacon", "--format", "ids").lines() == [post(1)["id"]]
    assert kb.search("--count", "harbour").out == "1\n"


def test_the_summary_of_a_failure_counts_it(kb, tmp_path):
    path = write(tmp_path / "a.jsonl", post(1))
    outcome = kb.index("add", path, tmp_path / "missing.jsonl")
    assert outcome.code == 1
    assert counts(outcome) == (1, 0, 0, 1)
    assert outcome.err.startswith(f"kbindex: {tmp_path}/missing.jsonl: ")


def test_a_report_has_exactly_the_agreed_keys(kb, tmp_path):
    path = write(tmp_path / "a.jsonl", post(1))
    outcome = kb.index("add", path, tmp_path / "missing", "--report", "json")
    assert outcome.code == 1 and one_line(outcome.out)
    report = outcome.json()
    assert list(report) == ["added", "updated", "unchanged", "failed", "errors", "seconds"]
    assert [report[key] for key in ("added", "updated", "unchanged", "failed")] == [1, 0, 0, 1]
    assert [list(error) for error in report["errors"]] == [["input", "message"]]
    assert report["errors"][0]["input"] == str(tmp_path / "missing")
    assert report["errors"][0]["message"]
    assert 0 <= report["seconds"] < 60


def test_a_report_without_failures_has_no_errors(kb, tmp_path):
    outcome = kb.index("add", write(tmp_path / "a.jsonl", post(1)), "--report=json", "-q")
    assert outcome.json()["errors"] == [] and outcome.err == ""


def test_quiet_leaves_failures_only(kb, tmp_path):
    path = write(tmp_path / "a.jsonl", post(1))
    assert kb.index("add", "-q", path).err == ""
    assert one_line(kb.index("add", "-q", path, tmp_path / "missing").err)


def test_documents_come_from_standard_input(kb):
    line = json.dumps(post(1)) + "\n"
    assert counts(kb.index("add", "-", input=line)) == (1, 0, 0, 0)


def test_parse_feeds_add(kb):
    parsed = kb.index("parse", CORPUS / "river", *AS_OF)
    assert parsed.code == 0 and not kb.db.exists()
    added = kb.index("add", "-", "--format", "jsonl", input=parsed.out)
    assert counts(added)[0] == len(parsed.lines()) > 20


def test_parse_writes_documents_as_the_index_holds_them(kb):
    parsed = kb.index("parse", CORPUS / "river", CORPUS / "jsonl", *AS_OF)
    kb.index("add", CORPUS / "river", CORPUS / "jsonl", *AS_OF)
    by_id = {json.loads(line)["id"]: line for line in parsed.lines()}
    assert [by_id[key] for key in sorted(by_id, key=str.encode)] == kb.index("export").lines()


def test_options_override_what_a_document_says(kb):
    line = json.dumps(post(1, lang="en"))
    outcome = kb.index("parse", "-", "--format", "jsonl", "--kind", "newsletter", "--source", "The Wire",
                       "--lang", "de-AT", input=line)
    document = outcome.json()
    assert (document["kind"], document["source"], document["lang"]) == ("newsletter", "The Wire", "de")


@pytest.mark.parametrize("as_of, published", [
    ("2024-06-10", "2024-06-09T00:00:00Z"),
    ("2024-06-10T12:00:00Z", "2024-06-09T12:00:00Z"),
    ("2024-06-10T12:00:00+02:00", "2024-06-09T10:00:00Z"),
])
def test_ages_count_back_from_as_of(kb, as_of, published):
    river = "A lantern on the pier\n1 day ago\nIt was lit at dusk and burned all night.\n"
    outcome = kb.index("parse", "-", "--format", "river", "--as-of", as_of, input=river)
    assert outcome.json()["published"] == published


@pytest.mark.parametrize("jobs", ["1", "2", "7"])
def test_the_number_of_jobs_does_not_change_the_index(kb, corpus, jobs):
    outcome = kb.index("add", CORPUS / "river", CORPUS / "jsonl", *AS_OF, "--jobs", jobs)
    assert outcome.code == 0
    assert kb.index("export").out == corpus.index("export").out


def test_an_empty_input_is_no_failure(kb):
    outcome = kb.index("add", "-", input="")
    assert (outcome.code, counts(outcome)) == (0, (0, 0, 0, 0))


def test_verbose_names_the_index(kb, tmp_path):
    outcome = kb.index("add", "-v", write(tmp_path / "a.jsonl", post(1)))
    assert str(kb.db) in outcome.err and counts(outcome) == (1, 0, 0, 0)
