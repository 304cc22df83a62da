"""kbindex delete and stats."""

import re

import pytest

from conftest import one_line, post


@pytest.fixture
def five(kb):
    kb.add_documents(*(post(i) for i in range(4)), post(4, kind="release", text="beacon"))
    return kb


def documents(kb):
    return kb.index("stats", "--format", "json").json()["documents"]


def test_documents_are_deleted_by_id(five):
    outcome = five.index("delete", post(0)["id"], post(2)["id"])
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "deleted 2 documents\n")
    assert documents(five) == 3
    assert sorted(five.search("harbour", "--format", "ids").lines()) == [post(1)["id"], post(3)["id"]]


def test_an_unknown_id_is_a_partial_failure(five):
    outcome = five.index("delete", post(0)["id"], "nobody")
    assert outcome.code == 1 and "nobody" in outcome.err
    assert documents(five) == 4


def test_unknown_ids_alone_are_a_failure(five):
    assert five.index("delete", "nobody", "nothing").code == 2
    assert documents(five) == 5


def test_an_id_behind_two_dashes_may_begin_with_a_dash(kb):
    kb.add_documents(post(1, id="-x"))
    assert kb.index("delete", "--", "-x").code == 0
    assert documents(kb) == 0


def test_documents_are_deleted_by_query(five):
    outcome = five.index("delete", "--query", "kind:release")
    assert (outcome.code, outcome.err) == (0, "deleted 1 document\n")
    assert documents(five) == 4


def test_a_query_deletes_all_that_it_finds_near_duplicates_included(kb):
    text = "the same long story about a lantern " * 20
    kb.add_documents(*(post(i, text=text) for i in range(25)))
    assert kb.index("delete", "--query", "lantern").err == "deleted 25 documents\n"
    assert documents(kb) == 0


def test_a_query_that_finds_nothing_deletes_nothing(five):
    assert five.index("delete", "--query", "zeppelin").code == 0
    assert documents(five) == 5


@pytest.mark.parametrize("query", ['"harbour', "colour:harbour"])
def test_a_query_with_a_warning_deletes_nothing(five, query):
    outcome = five.index("delete", "--query", query)
    assert outcome.code == 2 and one_line(outcome.err)
    assert documents(five) == 5


def test_deleting_from_no_index_is_an_error(kb):
    outcome = kb.index("delete", "a")
    assert outcome.code == 2 and one_line(outcome.err)
    assert not kb.db.exists()


def test_statistics_as_json(five):
    outcome = five.index("stats", "--format", "json")
    assert outcome.code == 0 and one_line(outcome.out)
    stats = outcome.json()
    assert list(stats) == ["documents", "terms", "bytes", "last_commit", "kinds", "warnings"]
    assert stats["documents"] == 5
    assert stats["terms"] > 5 and stats["bytes"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stats["last_commit"])
    assert stats["kinds"] == {"release": 1, "article": 4}
    assert stats["warnings"] == []


def test_statistics_as_text(five):
    lines = five.index("stats").lines()
    assert re.fullmatch(r"documents +5", lines[0])
    assert any(re.fullmatch(r" +release +1", line) for line in lines)
    assert any(re.fullmatch(r"last commit +\d{4}-.*Z", line) for line in lines)
