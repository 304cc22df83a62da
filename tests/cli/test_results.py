"""What kbsearch offers besides the hits: completions, more like this, explanations."""

import json

import pytest

from conftest import forbidden_characters, one_line, post


def explained(corpus, *args):
    outcome = corpus.search("--format", "json", "--explain", *args)
    assert outcome.code in (0, 1), outcome.err
    return outcome.json()["hits"]


def test_suggestions_are_one_a_line_best_first(kb):
    kb.add_documents(post(1, title="Harbour news", text="harbour harbour"), post(2, text="harbour hare"),
                     post(3, title="Harbour master", text="x"))
    outcome = kb.search("--suggest", "har")
    assert outcome.code == 0 and outcome.err == ""
    assert outcome.lines() == ["harbour", "hare", "Harbour news", "Harbour master"]
    assert kb.search("--suggest", "har", "-n", "1").lines() == ["harbour"]
    assert kb.search("--suggest", "har", "--format", "json").json() == outcome.lines()
    assert [json.loads(line) for line in kb.search("--suggest", "har", "--format", "jsonl").lines()] == outcome.lines()


def test_no_suggestion_exits_1(corpus):
    outcome = corpus.search("--suggest", "zzyzxqwv")
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "")
    outcome = corpus.search("--suggest", "zzyzxqwv", "--format", "json")
    assert (outcome.code, outcome.json()) == (1, [])
    assert corpus.search("--suggest", "").code == 1


@pytest.mark.parametrize("args", [("--suggest", "har", "query"), ("--suggest", "har", "--format", "ids")])
def test_what_suggest_cannot_do_is_an_error(corpus, args):
    outcome = corpus.search(*args)
    assert (outcome.code, outcome.out) == (2, "") and one_line(outcome.err)


def test_suggestions_reach_a_terminal_defused(kb):
    kb.add_documents(post(1, title="Evil \u202e title", text="x"))
    outcome = kb.search("--suggest", "evil")
    assert outcome.code == 0 and forbidden_characters(outcome.out) == []


def test_similar_finds_others_in_every_format(corpus):
    first = corpus.search("larkspur", "--format", "json").json()["hits"][0]["id"]
    result = corpus.search("--similar", first, "--format", "json").json()
    ids = [hit["id"] for hit in result["hits"]]
    assert ids and first not in ids
    assert all(hit["score"] > 0 for hit in result["hits"])
    assert corpus.search("--similar", first, "--format", "ids").lines() == ids
    assert corpus.search("--similar", first, "--count").out == f"{result['total']}\n"
    paged = [line for offset in (0, 3) for line in
             corpus.search("--similar", first, "--format", "ids", "-n", "3", "--offset", offset).lines()]
    assert paged == ids[:6]


def test_similar_within_a_query(corpus):
    first = corpus.search("larkspur", "--format", "ids").lines()[0]
    hits = corpus.search("--similar", first, "kind:readme", "--format", "json", "-n", "50").json()["hits"]
    assert hits and {hit["kind"] for hit in hits} == {"readme"}


def test_similar_to_an_unknown_id_is_one_clear_line(corpus):
    outcome = corpus.search("--similar", "no-such-id")
    assert (outcome.code, outcome.out) == (2, "")
    assert one_line(outcome.err) and "no-such-id" in outcome.err


def test_explanations_have_the_value_of_the_score(corpus):
    hits = explained(corpus, "larkspur template", "-n", "20")
    assert hits
    for hit in hits:
        assert hit["explain"]["value"] == hit["score"]
        assert hit["explain"]["description"] and isinstance(hit["explain"]["details"], list)
    assert "explain" not in corpus.search("larkspur", "--format", "json").json()["hits"][0]


def test_explanations_show_as_a_tree(kb):
    kb.add_documents(post(1, lang="en", title="The red lantern"), post(2, lang="en"))
    lines = kb.search("--explain", "red lantern").lines()
    tree = [line for line in lines if "weight: inverse document frequency" in line]
    assert len(tree) == 3  # red and lantern in the first, lantern in the second
    assert any(line.lstrip().endswith("sum of") for line in lines)


def test_snippets_may_have_several_fragments(kb):
    filler = "Nothing of interest stands here, nor in the next sentence. " * 10
    kb.add_documents(post(1, text=f"{filler}The lantern. {filler}The harbour. {filler}"))
    one = kb.search("lantern harbour", "--format", "json").json()["hits"][0]["snippet"]
    two = kb.search("lantern harbour", "--format", "json", "--fragments", "2").json()["hits"][0]["snippet"]
    assert ("lantern" in one) + ("harbour" in one) == 1
    assert "lantern" in two and "harbour" in two and len(two) <= 240


def test_a_misspelled_query_is_corrected_with_its_syntax(kb):
    kb.add_documents(post(1, text="a persistent lantern"), post(2, text="persistent storage, bulk_create"),
                     post(3, text="postgres and persistent"))
    assert kb.search("perssistent", "--format", "json").json()["did_you_mean"] == "persistent"
    outcome = kb.search('+title:Post perssistent "bulk craete"^2 kind:article')
    assert "Did you mean: +title:Post persistent \"bulk create\"^2 kind:article\n" in outcome.err
    assert kb.search("perssistent", "--count").err == "Did you mean: persistent\n"
    assert "did_you_mean" not in kb.search("persistent", "--format", "json").json()
    assert kb.search("perssistent -q", "-q").err == ""
