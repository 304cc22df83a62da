"""kbsearch and its formats."""

import json
import re

import pytest

from conftest import forbidden_characters, one_line, post

HIT_FIELDS = {"rank", "score", "id", "kind", "source", "url", "title", "authors", "tags", "lang",
              "published", "updated", "points", "comments", "parent", "snippet", "highlights",
              "duplicates"}


def found(corpus, *args):
    outcome = corpus.search("--format", "json", *args)
    assert outcome.code in (0, 1), outcome.err
    return outcome.json()


def test_something_found_exits_0_and_nothing_exits_1(corpus):
    assert corpus.search("larkspur").code == 0
    outcome = corpus.search("zzyzxqwv")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("nothing found")


def test_json_has_the_agreed_form(corpus):
    result = found(corpus, "larkspur template", "--facets", "kind,source")
    assert list(result)[:5] == ["query", "parsed", "total", "total_exact", "took_ms"]
    assert result["query"] == "larkspur template"
    assert isinstance(result["parsed"], str) and result["parsed"]
    assert result["total_exact"] is True and result["took_ms"] >= 0
    assert result["warnings"] == []
    assert len(result["hits"]) == min(10, result["total"]) > 0
    assert list(result["facets"]) == ["kind", "source"]
    for hit in result["hits"]:
        assert set(hit) <= HIT_FIELDS
        assert {"rank", "score", "id", "title", "snippet", "highlights", "duplicates"} <= set(hit)
        assert set(hit["highlights"]) == {"title", "snippet"}


def test_highlights_are_ranges_of_code_points(corpus):
    result = found(corpus, "写放大")
    assert result["total"] > 0
    hit = result["hits"][0]
    marked = [hit[part][begin:end] for part in ("title", "snippet")
              for begin, end in hit["highlights"][part]]
    assert marked and all(set(piece) & set("写放大") for piece in marked)
    for part in ("title", "snippet"):
        ranges = hit["highlights"][part]
        flat = [place for pair in ranges for place in pair]
        assert flat == sorted(flat) and all(begin < end for begin, end in ranges)


def test_facets_count_all_that_matches(corpus):
    result = found(corpus, "larkspur", "--facets", "kind", "-n", "1")
    assert sum(value["count"] for value in result["facets"]["kind"]) == result["total"] > 1


@pytest.mark.parametrize("facet", ["kind", "source", "author", "tag", "lang", "site", "year", "month"])
def test_every_facet_counts_something(corpus, facet):
    result = found(corpus, "the", "--facets", facet, "--no-collapse")
    counts = [value["count"] for value in result["facets"][facet]]
    assert counts
    if facet not in ("year", "month"):
        assert counts == sorted(counts, reverse=True)


def test_limit_and_offset_page_through_one_ranking(corpus):
    whole = [hit["id"] for hit in found(corpus, "the", "-n", "30")["hits"]]
    pages = [hit["id"] for offset in (0, 10, 20)
             for hit in found(corpus, "the", "-n", "10", "--offset", offset)["hits"]]
    assert len(whole) == 30 and pages == whole
    assert found(corpus, "the", "-n", "5", "--offset", "10")["hits"][0]["rank"] == 11


def test_an_offset_behind_the_end_still_counts(corpus):
    outcome = corpus.search("larkspur", "--offset", "1000", "--format", "json")
    assert outcome.code == 0
    assert outcome.json()["hits"] == [] and outcome.json()["total"] > 0


@pytest.mark.parametrize("sort, key, reverse", [
    ("newest", "published", True), ("oldest", "published", False),
    ("points", "points", True), ("comments", "comments", True)])
def test_results_are_sorted_as_asked(corpus, sort, key, reverse):
    hits = found(corpus, "the", "-n", "100", "--sort", sort)["hits"]
    values = [hit[key] for hit in hits if key in hit]
    assert len(values) > 3 and values == sorted(values, reverse=reverse)


def test_relevance_sorts_by_score(corpus):
    scores = [hit["score"] for hit in found(corpus, "larkspur template")["hits"]]
    assert scores == sorted(scores, reverse=True) and scores[0] > 0


def test_match_all_wants_every_word(kb):
    kb.add_documents(post(1, text="red lantern"), post(2, text="red"), post(3, text="lantern"))
    assert kb.search("red lantern", "--count").out == "3\n"
    assert kb.search("red lantern", "--count", "--match", "any").out == "3\n"
    assert kb.search("red lantern", "--match", "all", "--format", "ids").lines() == [post(1)["id"]]


def test_count_prints_only_the_number(corpus):
    total = found(corpus, "larkspur")["total"]
    outcome = corpus.search("--count", "larkspur")
    assert (outcome.code, outcome.out) == (0, f"{total}\n")
    assert (corpus.search("--count", "zzyzxqwv").code, corpus.search("--count", "zzyzxqwv").out) == (1, "0\n")


def test_near_duplicates_collapse_unless_told_not_to(corpus):
    collapsed, apart = found(corpus, "heronworks tidepool"), found(corpus, "heronworks tidepool", "--no-collapse")
    assert apart["total"] > collapsed["total"]
    assert any(hit["duplicates"] > 0 for hit in collapsed["hits"])
    assert all(hit["duplicates"] == 0 for hit in apart["hits"])


def test_the_snippet_length_is_about_what_was_asked(corpus):
    assert found(corpus, "the", "--snippet-length", "0")["hits"][0]["snippet"] == ""
    for length in (60, 500):
        for hit in found(corpus, "the", "--snippet-length", length)["hits"]:
            assert len(hit["snippet"]) <= length * 1.5 + 20


def test_json_lines_are_the_hits(corpus):
    hits = found(corpus, "larkspur")["hits"]
    assert [json.loads(line) for line in corpus.search("larkspur", "--format", "jsonl").lines()] == hits


def test_ids_and_urls_are_one_a_line(corpus):
    hits = found(corpus, "larkspur")["hits"]
    assert corpus.search("larkspur", "--format", "ids").lines() == [hit["id"] for hit in hits]
    assert corpus.search("larkspur", "--format", "urls").lines() == [hit["url"] for hit in hits if "url" in hit]


def test_tsv_has_seven_columns(corpus):
    hits = found(corpus, "larkspur")["hits"]
    rows = [line.split("\t") for line in corpus.search("larkspur", "--format", "tsv").lines()]
    assert [len(row) for row in rows] == [7] * len(hits)
    for row, hit in zip(rows, hits):
        assert row[0] == str(hit["rank"]) and float(row[1]) == pytest.approx(hit["score"], rel=1e-6)
        assert row[2:] == [hit["id"], hit["kind"], hit.get("published", "")[:10],
                           hit.get("title", ""), hit.get("url", "")]


def test_a_trec_run_has_six_columns_whatever_the_ids(kb):
    kb.add_documents(post(1, id="an id\u00a0with blanks"), post(2))
    rows = [line.split() for line in kb.search("lantern", "--format", "trec").lines()]
    assert [len(row) for row in rows] == [6, 6]
    assert [(row[0], row[1], row[3], row[5]) for row in rows] == [("0", "Q0", str(i), "kb") for i in (1, 2)]
    assert float(rows[0][4]) >= float(rows[1][4])


@pytest.mark.parametrize("name", ["text", "jsonl", "ids", "urls", "tsv", "trec"])
def test_nothing_found_prints_nothing(corpus, name):
    outcome = corpus.search("zzyzxqwv", "--format", name)
    assert (outcome.code, outcome.out) == (1, "")


def test_nothing_found_is_an_object_in_json(corpus):
    outcome = corpus.search("zzyzxqwv", "--format", "json")
    assert outcome.code == 1
    assert outcome.json()["total"] == 0 and outcome.json()["hits"] == []


@pytest.mark.parametrize("query", [
    "", " ", '"', "'", "(", ")", "AND", "NOT", "a AND", "^", "~", "*", ":", "a:b:c", '"a" OR', "+", "-",
    "((((((", "title:", "kind:", "after:", "points:>=", "\\", "%", "<script>", "日本", "🙂", "\t\n",
    "a" * 100_000, "( " * 20_000, "x OR " * 10_000])
def test_any_text_is_a_query(corpus, query):
    outcome = corpus.search("--format", "json", "--", query)
    assert outcome.code in (0, 1), outcome.err
    assert outcome.json()["query"] == query


def test_a_query_of_broken_bytes_is_a_query(corpus):
    outcome = corpus.search("--format", "json", b"larkspur \xff\xfe\x1b[31m".decode("utf-8", "surrogateescape"))
    assert outcome.code in (0, 1), outcome.err
    outcome.json()


def test_what_looks_like_syntax_but_is_not_is_a_warning(corpus):
    outcome = corpus.search('"larkspur', "--format", "ids")
    assert outcome.code == 0
    assert outcome.err.startswith("kbsearch: warning: ")
    assert found(corpus, '"larkspur')["warnings"]


def test_strict_makes_warnings_errors(corpus):
    outcome = corpus.search("--strict", '"larkspur')
    assert (outcome.code, outcome.out) == (2, "") and one_line(outcome.err)
    assert corpus.search("--strict", "larkspur").code == 0


def test_quiet_leaves_the_results(corpus):
    outcome = corpus.search("-q", '"larkspur')
    assert outcome.code == 0 and outcome.out and outcome.err == ""


def test_words_of_the_command_line_are_one_query(corpus):
    assert found(corpus, "larkspur", "template") ["query"] == "larkspur template"


def test_text_output_shows_what_there_is_to_know(kb):
    kb.add_documents(post(7, title="The red lantern", kind="post", source="Harbour News", points=1, comments=1200))
    outcome = kb.search("lantern", "--facets", "kind,source")
    assert outcome.out == (
        "1. The red lantern\n"
        "   post · Harbour News · 2024-05-01 · 1 point · 1,200 comments\n"
        "   lantern number 7 of the harbour\n"
        "   https://example.org/00007\n"
        "\n"
        "kind\n"
        "  post  1  ████████████████████████\n"
        "\n"
        "source\n"
        "  Harbour News  1  ████████████████████████\n"
        "\n")
    assert re.fullmatch(r"1 of 1 result in \d+\.\d\d ms\n", outcome.err)


def test_text_output_tells_of_near_duplicates(kb):
    text = "the same long story about a lantern and a harbour " * 10
    kb.add_documents(*(post(i, title="A lantern", text=text) for i in range(3)))
    assert "(+2 near-duplicates)" in kb.search("lantern").out


def test_text_output_is_the_same_every_time(corpus):
    assert corpus.search("the", "--facets", "kind").out == corpus.search("the", "--facets", "kind").out


def test_a_document_without_title_shows_its_id(kb):
    kb.add_documents({"id": "nameless", "text": "lantern"})
    assert kb.search("lantern").lines()[0] == "1. nameless"


def test_piped_output_is_plain_and_unwrapped(kb):
    kb.add_documents(post(1, text="lantern " + "and harbour " * 30))
    outcome = kb.search("lantern", env={"COLUMNS": "40"})
    assert forbidden_characters(outcome.out + outcome.err) == []
    assert any(len(line) > 100 for line in outcome.lines())


def test_color_always_colors_a_pipe_but_links_nothing(corpus):
    outcome = corpus.search("larkspur", "--color", "always")
    assert "\x1b[1m" in outcome.out and "\x1b]8" not in outcome.out


def test_color_always_overrides_no_color(corpus):
    assert "\x1b[" in corpus.search("larkspur", "--color=always", env={"NO_COLOR": "1"}).out


def test_color_leaves_machine_formats_alone(corpus):
    for name in ("json", "jsonl", "ids", "urls", "tsv", "trec"):
        assert "\x1b" not in corpus.search("larkspur", "--color=always", "--format", name).out
