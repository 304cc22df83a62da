import json
import pickle
from datetime import datetime, timezone

import pytest

import kb
from conftest import AS_OF, post


@pytest.fixture
def results(searcher):
    return searcher.search("async pool", facets=["kind", "lang"])


def marked(text, ranges):
    return [text[start:end] for start, end in ranges]


def test_results_are_a_sequence_of_hits(results):
    assert 0 < len(results) <= 10
    assert [hit.rank for hit in results] == list(range(1, len(results) + 1))
    assert results[0] == next(iter(results)) == results.hits[0]
    assert results[-1] == results.hits[-1]
    assert [hit.id for hit in results[1:3]] == [hit.id for hit in results][1:3]
    assert results[::-1] == list(reversed(results.hits))
    assert results[50:] == []
    for index in (len(results), -len(results) - 1):
        with pytest.raises(IndexError):
            results[index]
    assert [hit.score for hit in results] == sorted((hit.score for hit in results), reverse=True)


def test_results_tell_what_was_asked_and_understood(results):
    assert results.query == "async pool"
    assert results.parsed == "async pool"
    assert results.total >= len(results) and results.total_exact
    assert results.did_you_mean is None or isinstance(results.did_you_mean, str)
    assert results.warnings == []
    assert 0 < results.took_ms < 60_000
    assert repr(results) == f"<kb.Results 'async pool': {len(results)} of {results.total}>"


def test_facets_count_by_value(results):
    assert list(results.facets) == ["kind", "lang"]
    kinds = results.facets["kind"]
    assert sum(value.count for value in kinds) == results.total
    first = kinds[0]
    assert (first.value, first.count) == first == (first["value"], first["count"])
    assert dict(kinds)[first.value] == first.count


def test_hits_have_the_fields_of_their_document(searcher, results):
    for hit in results:
        document = searcher.document(hit.id)
        for name in ("id", "kind", "source", "url", "title", "authors", "tags", "lang", "published", "updated",
                     "points", "comments", "parent"):
            assert getattr(hit, name) == getattr(document, name)
        assert hit.document.text == "" != document.text
        document.text = ""
        assert hit.document == document
    with pytest.raises(AttributeError):
        results[0].title = "x"


def test_highlights_are_code_points(path):
    with kb.Index(path, create=True) as index:
        index.add({"id": "1", "lang": "en", "title": "😀 Ärger with pools", "text": "𝒳 é 池 — the pool 🏊 is dry."})
    (hit,) = kb.Searcher(path).search("pool")
    assert marked(hit.title, hit.highlights["title"]) == ["pools"]
    assert marked(hit.snippet, hit.highlights["snippet"]) == ["pool"]


def test_json_agrees_with_the_attributes(results):
    parsed = json.loads(results.to_json())
    assert parsed["total"] == results.total
    assert parsed["took_ms"] == results.took_ms
    assert [hit["id"] for hit in parsed["hits"]] == [hit.id for hit in results]
    assert parsed["facets"] == {
        name: [value._asdict() for value in values] for name, values in results.facets.items()}
    first = json.loads(results[0].to_json())
    assert first == parsed["hits"][0]
    assert first["highlights"] == json.loads(json.dumps(results[0].highlights))


def test_results_and_hits_pickle(results):
    again = pickle.loads(pickle.dumps(results))
    assert again.to_json() == results.to_json()
    assert again.hits == results.hits
    assert again.facets == results.facets
    hit = pickle.loads(pickle.dumps(results[0]))
    assert hit == results[0] != results[1]
    assert hit.highlights == results[0].highlights


def test_hits_outlive_their_results(searcher):
    hit = searcher.search("pool")[0]
    assert searcher.document(hit.id).title == hit.title
    assert repr(hit) == f"<kb.Hit 1: {hit.title!r} ({hit.score:.2f})>"


def test_limit_and_offset_page_through(searcher):
    everything = [hit.id for hit in searcher.search("*", limit=1000, sort="newest")]
    pages = [hit.id for offset in range(0, len(everything), 7)
             for hit in searcher.search("*", limit=7, offset=offset, sort="newest")]
    assert pages == everything
    nothing = searcher.search("*", limit=0)
    assert len(nothing) == 0 and nothing.total == len(everything)
    assert searcher.search("*", offset=3, limit=1)[0].rank == 4


def test_sorts(searcher):
    newest = [hit.published for hit in searcher.search("* after:2000", limit=1000, sort="newest")]
    assert newest == sorted(newest, reverse=True) and len(newest) > 50
    points = [hit.points for hit in searcher.search("points:>=0", limit=1000, sort="points")]
    assert points == sorted(points, reverse=True) and len(points) > 5


def test_match_all_requires_every_word(searcher):
    some = searcher.search("async pool")
    every = searcher.search("async pool", match="all")
    assert 0 < every.total < some.total


def test_collapse_can_be_turned_off(searcher):
    together = searcher.search("heronworks tidepool", limit=100)
    apart = searcher.search("heronworks tidepool", limit=100, collapse=False)
    assert apart.total > together.total
    assert sum(hit.duplicates for hit in together) >= 1


def test_snippets_have_the_length_asked_for(searcher):
    assert searcher.search("pool", snippet_length=0)[0].snippet == ""
    short = searcher.search("pool", snippet_length=40)[0].snippet
    assert 0 < len(short) <= 42


def test_now_is_what_ages_count_back_from(searcher):
    recent = searcher.search("after:7d", limit=100, now=AS_OF)
    assert recent.total > 0
    assert all(hit.published >= datetime(2024, 5, 25, tzinfo=timezone.utc) for hit in recent)
    assert searcher.search("after:7d", now=datetime(2090, 1, 1)).total == 0


def test_doubtful_queries_warn_and_strict_ones_raise(searcher):
    assert searcher.search('"unclosed pool').warnings != []
    with pytest.raises(kb.InvalidArgumentError, match="column"):
        searcher.search('"unclosed pool', strict=True)


@pytest.mark.parametrize("query", ["", " ", "((((", '"', "\ud800", "\0", "a" * 100_000, "🙈", "kind:", ")AND(", "\\"])
def test_any_text_is_a_valid_query(searcher, query):
    results = searcher.search(query)
    assert results.total >= 0
    results.parsed.encode()
    repr(results)


@pytest.mark.parametrize(("name", "value"), [("limit", -1), ("limit", 2.5), ("limit", 10**30), ("offset", "1"),
                                             ("sort", "best"), ("match", "some"), ("snippet_length", -1),
                                             ("facets", 5), ("facets", [5]), ("now", "later")])
def test_a_wrong_argument_is_refused_by_name(searcher, name, value):
    with pytest.raises(kb.InvalidArgumentError, match=f"^{name}: "):
        searcher.search("pool", **{name: value})


def test_an_unknown_facet_is_refused(searcher):
    with pytest.raises(kb.InvalidArgumentError, match="colour"):
        searcher.search("pool", facets=["colour"])


def test_facets_may_be_one_str(searcher):
    assert list(searcher.search("pool", facets="kind,year").facets) == ["kind", "year"]
    assert searcher.search("pool", facets="").facets == searcher.search("pool", facets=None).facets == {}


def test_a_query_must_be_a_str(searcher):
    with pytest.raises(TypeError):
        searcher.search(b"pool")


def test_documents_by_id(searcher):
    document = next(iter(searcher))
    assert searcher.document(document.id) == document
    assert document.id in searcher
    assert searcher.document("no such id") is None
    assert "no such id" not in searcher
    assert "\ud800" not in searcher


def test_iteration_yields_all_documents_in_order_of_id(searcher):
    ids = [document.id for document in searcher]
    assert len(ids) == len(searcher) == searcher.stats().documents
    assert ids == sorted(ids, key=str.encode)
    assert ids == [document.id for document in searcher]


def test_an_iteration_may_be_left_and_outlives_its_searcher(corpus_path):
    iterator = iter(kb.Searcher(corpus_path))
    first = next(iterator)
    assert first.id
    assert next(iterator).id > first.id
    del iterator
    rest = iter(kb.Searcher(corpus_path))
    assert sum(1 for _ in rest) > 2
    with pytest.raises(StopIteration):
        next(rest)


def test_an_iteration_sees_one_commit(path):
    with kb.Index(path, create=True) as index:
        index.add([post(number, text="word " * 200) for number in range(600)])
        index.commit()
        documents = iter(kb.Searcher(path))
        first = next(documents)
        index.add(post(1, title="changed"))
        index.delete("post:00599")
        index.commit()
        try:
            rest = list(documents)
        except kb.IoError:  # overtaken, and told so
            return
    assert first.id == "post:00000"
    assert [document.title for document in rest] == [f"Post {number}" for number in range(1, 600)]


def test_stats_count_by_kind(searcher, corpus_path):
    stats = searcher.stats()
    assert stats.documents == sum(stats.kinds.values()) > 60
    assert stats.kinds["statement"] > 0
    assert stats.terms > 1000 and stats.bytes > 10_000
    assert stats.last_commit.tzinfo is timezone.utc
    assert stats["documents"] == stats.documents


def test_a_searcher_sees_later_commits(index, path):
    searcher = kb.Searcher(path)
    assert len(searcher) == 0 and list(searcher) == []
    assert searcher.stats().kinds == {}
    index.add(post(1))
    index.commit()
    assert len(searcher) == 1 and searcher.search("post").total == 1


def test_a_searcher_pickles_as_its_path(searcher, corpus_path):
    again = pickle.loads(pickle.dumps(searcher))
    assert again.path == searcher.path == str(corpus_path)
    assert repr(again) == f"kb.Searcher({str(corpus_path)!r})"
    assert len(again) == len(searcher)


def test_suggestions_complete_a_query(searcher):
    words = searcher.suggest("asy")
    assert "async" in words and len(words) <= 10
    assert searcher.suggest("asy", limit=1) == words[:1]
    assert searcher.suggest("zzyzxqwv") == searcher.suggest("") == searcher.suggest("\ud800") == []
    with pytest.raises(kb.InvalidArgumentError, match="^limit: "):
        searcher.suggest("asy", limit=-1)


def test_similar_documents_leave_out_the_document(searcher):
    first = searcher.search("async pool")[0]
    similar = searcher.similar(first.id, limit=5)
    assert 0 < len(similar) <= 5 and first.id not in [hit.id for hit in similar]
    assert similar.hits == searcher.search(similar=first.id, limit=5).hits
    readmes = searcher.similar(first.id, "kind:readme")
    assert {hit.kind for hit in readmes} <= {"readme"}
    with pytest.raises(kb.NotFoundError, match="no such id"):
        searcher.similar("no such id")


def test_explanations_are_trees_with_the_score_as_root(searcher):
    results = searcher.search("async pool", explain=True)
    for hit in results:
        assert isinstance(hit.explanation, kb.Explanation)
        assert hit.explanation.value == hit.score
        assert str(hit.explanation).startswith(f"{hit.score!r}  ")
    assert pickle.loads(pickle.dumps(results)).hits == results.hits
    assert searcher.search("async pool")[0].explanation is None


def test_a_misspelled_query_has_a_better_spelling(searcher):
    assert searcher.search("asnyc pool").did_you_mean == "async pool"
    assert searcher.search("async pool").did_you_mean is None


def test_a_searcher_is_a_context_manager(corpus_path):
    with kb.Searcher(corpus_path) as searcher:
        documents = iter(searcher)
        assert searcher.count("pool") > 0 and not searcher.closed
    assert searcher.closed and repr(searcher).endswith(", closed)")
    searcher.close()
    for use in (lambda: searcher.search("pool"), lambda: len(searcher), lambda: iter(searcher), searcher.stats):
        with pytest.raises(kb.InvalidArgumentError, match="closed"):
            use()
    assert len(list(documents)) == len(kb.Searcher(corpus_path))  # what was begun goes on
