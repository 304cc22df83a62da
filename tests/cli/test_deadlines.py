"""Queries made to be slow end within their time, and say what they left out."""

import string

import pytest

from conftest import post

LETTERS = string.ascii_lowercase
PAIRS = [a + b for a in LETTERS for b in LETTERS]
WORDS = [f"word{a}{b}" for a in LETTERS[:20] for b in LETTERS[:20]]

QUERIES = {
    "wildcards": " ".join(f"{pair}*" for pair in PAIRS) + " wo*",
    "required wildcards": " AND ".join(["wo*"] * 200),
    "wildcards in fields": " ".join(f"title:{pair}* author:{pair}* text:wo*" for pair in PAIRS),
    "edits": " ".join(f"{word}~2" for word in WORDS),
    "edits of long words": " ".join("internationalisation"[i % 5:] + pair + "~2" for i, pair in enumerate(PAIRS)),
    "phrases": " ".join(f'"{a} {b} {a}"' for a, b in zip(WORDS, WORDS[7:])),
    "required phrases": " ".join(f'+"{a} {b}"~300' for a, b in zip(WORDS, WORDS[7:])),
    "near phrases": " ".join(f'"{a} nowhere {b}"~1000' for a, b in zip(WORDS, WORDS[7:])),
    "a long phrase": '"' + " ".join(WORDS[:64]) + '"~1000',
    "words": " ".join(WORDS * 12),
    "parentheses": "(" * 60 + "a" + "".join(f" OR {word}) AND -x" for word in WORDS[:60]),
    "negations": "* " + " ".join(f"-{word}" for word in WORDS),
    "filters": " ".join(f"tag:{word} source:{word} author:{word} site:{word}" for word in WORDS),
    "ranges": " ".join(f"points:{i}..{i + 9} date:{1900 + i % 120}..{1901 + i % 120}" for i in range(1000)),
    "chinese": "的是一" * 2000,
    "one long word": "x" * 100_000,
    "identifiers": "getUserName" * 2000,
    "everything": "*",
}


@pytest.fixture(scope="module")
def posts(tmp_path_factory):
    from conftest import Programs
    folder = tmp_path_factory.mktemp("deadlines")
    programs = Programs(folder, folder / "db")
    text = " ".join(WORDS * 3)
    programs.add_documents(*(post(number, text=f"{text} {number}", title=f"post {WORDS[number % 400]}",
                                  tags=[WORDS[number % 400]], points=number) for number in range(600)))
    return programs


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_ends_within_its_time(posts, name):
    query = QUERIES[name][:120_000]
    for options in ([], ["--match", "all"], ["--sort", "oldest"], ["--no-collapse", "-n", "1000", "--explain"],
                    ["--facets", "kind,source,author,tag,lang,site,year,month"]):
        outcome = posts.search("--format", "json", "--timeout", "100", *options, "--", query)
        assert outcome.code in (0, 1), outcome.err
        result = outcome.json()
        stopped = [warning for warning in result["warnings"] if "stopped after 100 ms" in warning]
        assert result["total_exact"] or stopped
        assert len(result["warnings"]) <= 202


@pytest.mark.parametrize("name, warning", [("wildcards", "more than"), ("edits", "more than"),
                                           ("phrases", "more than 256 phrases"),
                                           ("words", "more than 4096 words")])
def test_a_query_says_what_was_cut(posts, name, warning):
    result = posts.search("--format", "json", "--timeout", "60000", "-n", "1", "--", QUERIES[name]).json()
    assert any(warning in text for text in result["warnings"]), result["warnings"][-3:]


def test_explanations_end_within_the_time_too(posts):
    # One takes milliseconds, all of them seconds.
    result = posts.search("--format", "json", "--timeout", "100", "--no-collapse", "-n", "1000", "--explain", "--",
                          QUERIES["parentheses"]).json()
    explained = ["explain" in hit for hit in result["hits"]]
    assert len(explained) == 600 and explained == sorted(explained, reverse=True)
    left_out = explained.count(False)
    assert left_out > 0
    assert result["warnings"] == [f"stopped after 100 ms: {left_out} of 600 hits are not explained"]
