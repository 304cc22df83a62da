"""kb.evaluate measures as kbeval does."""

import math

import pytest

import kb

QUERIES = {"q1": "connection pool", "q2": "lantern harbour", "q3": "nothing judged"}
QRELS = {"q1": {"a": 2, "c": 0}, "q2": {"b": 1}}


@pytest.fixture
def collection(path):
    with kb.Index(path, create=True) as index:
        index.add([{"id": "a", "title": "Connection pool", "text": "a connection pool ran dry"},
                   {"id": "b", "title": "Harbour", "text": "the lantern of the harbour"},
                   {"id": "c", "title": "Swimming", "text": "a pool to swim in"}])
    return path


def test_measures_by_name(collection):
    evaluation = kb.evaluate(collection, QUERIES, QRELS)
    assert (evaluation.profile, evaluation.queries, evaluation.judged) == ("default", 3, 2)
    assert list(evaluation.measures) == ["nDCG@10", "MAP", "MRR@10", "P@10", "Recall@100"]
    assert evaluation["nDCG@10"] == evaluation.measures["nDCG@10"] == 1.0
    assert math.isclose(evaluation["P@10"], 0.1)
    assert evaluation.topics[0].ranking[0][0] == "a"
    assert not evaluation.topics[2].judged
    assert set(evaluation.latency_ms) == {"p50", "p95", "p99"}
    assert "nDCG@10 1.0000" in repr(evaluation)


def test_files_are_read_and_the_run_is_written(collection, tmp_path):
    (tmp_path / "queries.tsv").write_text("".join(f"{id}\t{text}\n" for id, text in QUERIES.items()))
    (tmp_path / "qrels.txt").write_text("".join(
        f"{topic} 0 {id} {grade}\n" for topic, judged in QRELS.items() for id, grade in judged.items()))
    evaluation = kb.evaluate(kb.Searcher(collection), tmp_path / "queries.tsv", tmp_path / "qrels.txt",
                             run=tmp_path / "run.txt", profile="classic")
    assert evaluation.measures == kb.evaluate(collection, QUERIES.items(), QRELS, profile="classic").measures
    lines = (tmp_path / "run.txt").read_text().splitlines()
    assert lines[0].split()[:4] == ["q1", "Q0", "a", "1"] and lines[0].endswith(" classic")


@pytest.mark.parametrize("profile", [*kb.PROFILES, "bm25"])
def test_every_profile_and_the_baseline(collection, profile):
    assert kb.evaluate(collection, QUERIES, QRELS, profile=profile)["MRR@10"] == 1.0


def test_what_is_wrong_is_said(collection, tmp_path):
    with pytest.raises(kb.InvalidArgumentError, match="profile: 'none' is none of default, .*bm25"):
        kb.evaluate(collection, QUERIES, QRELS, profile="none")
    with pytest.raises(kb.NotFoundError, match="none.tsv"):
        kb.evaluate(collection, tmp_path / "none.tsv", QRELS)
    (tmp_path / "bad.tsv").write_text("no tab\n")
    with pytest.raises(kb.InvalidArgumentError, match="bad.tsv: line 1"):
        kb.evaluate(collection, tmp_path / "bad.tsv", QRELS)


def test_two_systems_are_compared():
    assert kb.randomisation_test([0.5] * 20, [0.5] * 20) == 1.0
    assert kb.randomisation_test([0.9] * 20, [0.1] * 20) < 0.001
    with pytest.raises(ValueError):
        kb.randomisation_test([1.0], [])
