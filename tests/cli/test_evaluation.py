"""kbeval on a collection small enough to judge by eye."""

import json
import math

import pytest

from conftest import one_line, post

QUERIES = "q1\tlantern?\nq2\tgranite (and slate)\nq3\tnothing here: xyzzy\nq4\tunjudged lantern\n"
QRELS = "q1 0 a 1\nq1 0 c 2\nq2 0 b 1\nq2 0 a 0\nq3 0 a 1\n"


@pytest.fixture
def judged(kb, tmp_path):
    kb.add_documents(
        post(1, id="a", title="One", text="a lantern in a long street of other houses and trees"),
        post(2, id="b", title="Two", text="granite and slate and other stones"),
        post(3, id="c", title="Lantern", text="a lantern beside a lantern"),
        post(4, id="d", title="Four", text="slate roofs"))
    (tmp_path / "queries.tsv").write_text(QUERIES)
    (tmp_path / "qrels.txt").write_text(QRELS)
    kb.args = ("--queries", tmp_path / "queries.tsv", "--qrels", tmp_path / "qrels.txt")
    return kb


def evaluate(kb, *args):
    return kb.run("kbeval", *kb.args, *args)


@pytest.mark.parametrize("profile", ["default", "classic", "fresh", "recall", "bm25"])
def test_json_holds_the_measures_over_judged_queries(judged, profile):
    outcome = evaluate(judged, "--format", "json", "--profile", profile)
    assert outcome.code == 0 and outcome.err == ""
    result = outcome.json()
    assert (result["profile"], result["queries"], result["judged"]) == (profile, 4, 3)
    # q1: c (2) before a (1), both perfect; q2 perfect; q3 finds nothing and counts as 0.
    assert result["nDCG@10"] == pytest.approx(2 / 3)
    assert result["MAP"] == pytest.approx(2 / 3)
    assert result["MRR@10"] == pytest.approx(2 / 3)
    assert result["P@10"] == pytest.approx(0.1)
    assert result["Recall@100"] == pytest.approx(2 / 3)
    latency = result["latency_ms"]
    assert 0 < latency["p50"] <= latency["p95"] <= latency["p99"]


def test_text_shows_the_same_figures(judged):
    lines = evaluate(judged).lines()
    assert lines[0].split() == ["nDCG@10", "0.6667"]
    assert [line.split()[0] for line in lines] == [
        "nDCG@10", "MAP", "MRR@10", "P@10", "Recall@100", "latency", "queries"]
    assert lines[-1].split(maxsplit=1)[1] == "3 judged of 4"


def test_the_run_is_what_the_measures_were_computed_from(judged, tmp_path):
    outcome = evaluate(judged, "--run", tmp_path / "out.run", "--format", "json")
    rows = [line.split() for line in (tmp_path / "out.run").read_text().splitlines()]
    assert all(len(row) == 6 and row[1] == "Q0" for row in rows)
    assert [row[2] for row in rows if row[0] == "q1"] == ["c", "a"]
    assert [row[3] for row in rows if row[0] == "q1"] == ["1", "2"]
    scores = [float(row[4]) for row in rows if row[0] == "q1"]
    assert scores == sorted(scores, reverse=True)
    gain = 2 / math.log2(2) + 1 / math.log2(3)
    assert outcome.json()["nDCG@10"] == pytest.approx((gain / gain + 1 + 0) / 3)


def test_two_profiles_are_compared(judged):
    outcome = evaluate(judged, "--compare", "default", "bm25", "--format", "json")
    assert outcome.code == 0
    result = outcome.json()
    assert (result["a"]["profile"], result["b"]["profile"]) == ("default", "bm25")
    assert result["p"]["MAP"] == 1.0 and result["differences"] == []
    assert "no query differs" in evaluate(judged, "--compare", "default", "bm25").out


def test_a_comparison_lists_what_differs_most(judged, tmp_path):
    # Only the index's own ranking lets a title that equals the query come first.
    judged.add_documents(post(9, id="e", title="Slate", text="much of another thing " * 20))
    (tmp_path / "queries.tsv").write_text("q1\tslate\nq2\tSlate!\nq3\tslate roofs\n")
    (tmp_path / "qrels.txt").write_text("q1 0 e 1\nq2 0 d 1\nq3 0 d 1\n")
    text = evaluate(judged, "--compare", "default", "bm25").out
    gained, lost = text.split("most gained")[1].split("most lost")
    assert "q1" in gained and "q3" not in gained
    assert "q2" in lost.split("query ")[0]
    assert "[1] e" in text and "[-] d" in text
    assert "weight: inverse document frequency" in text.split("the first of default:")[1]


def test_signs_of_the_query_language_are_none_in_a_topic(judged, tmp_path):
    (tmp_path / "queries.tsv").write_text('q1\t-lantern AND "nothing (else" title:x\n')
    (tmp_path / "qrels.txt").write_text("q1 0 a 1\nq1 0 c 1\n")
    assert evaluate(judged, "--format", "json").json()["Recall@100"] == 1


@pytest.mark.parametrize("args, message", [
    (("--profile", "best"), "--profile"),
    (("--compare", "default"), "two profiles"),
    (("--compare", "default", "best"), "--compare"),
    (("--compare", "default", "bm25", "classic"), "classic"),
    (("stray",), "stray"),
    (("--format", "xml"), "--format"),
    (("--queries", "/no/such/file"), "/no/such/file"),
    (("--qrels", "/no/such/file"), "/no/such/file"),
    (("--qrels", "/"), "/"),
    (("--db", "/no/such/index"), "/no/such/index"),
])
def test_mistakes_are_one_line_and_exit_2(judged, args, message):
    outcome = evaluate(judged, *args)
    assert outcome.code == 2 and outcome.out == ""
    assert one_line(outcome.err) and outcome.err.startswith("kbeval: ") and message in outcome.err


def test_a_broken_file_is_named_with_its_line(judged, tmp_path):
    (tmp_path / "qrels.txt").write_text("q1 0 a 1\nq1 0 a\n")
    outcome = evaluate(judged)
    assert outcome.code == 2 and one_line(outcome.err)
    assert f"{tmp_path}/qrels.txt: line 2: not a judgement" in outcome.err


def test_without_any_judged_query_it_warns(judged, tmp_path):
    (tmp_path / "qrels.txt").write_text("other 0 a 1\n")
    outcome = evaluate(judged)
    assert outcome.code == 0 and "warning" in outcome.err
    assert "0 judged of 4" in outcome.out
