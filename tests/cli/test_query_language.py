"""Every row of the query language, through kbsearch."""

import pytest

from conftest import one_line, post

DOCUMENTS = [
    post(1, id="async", title="Async ORM", text="An async ORM for Python, with migrations.", kind="readme",
         source="GitHub", url="https://github.com/owner/repo", tags=["python", "orm"], lang="en",
         authors=["Ada Lovelace"], published="2023-11-27T14:05:00Z", points=120, comments=14),
    post(2, id="flask", title="Flask notes", text="async views in flask are persistent now", kind="article",
         source="Hacker News", url="https://gist.github.com/x", tags=["python", "web"], lang="en",
         authors=["Guido van Rossum"], published="2023-11-01T00:00:00Z", points=99, comments=50),
    post(3, id="deutsch", title="Über Häuser", text="Ein Haus am See, ganz aus Holz.", kind="post",
         source="Zoës Blog", url="https://www.example.org/haus", tags=["machine learning"], lang="de",
         published="2023-12-31T23:59:59Z", points=0),
    post(4, id="zh", title="写放大", text="多模态预训练模型的写放大问题", kind="article", source="博客",
         url="https://example.cn/4", lang="zh", published="2022-05-05T00:00:00Z", comments=9),
    post(5, id="code", title="Code", text="bulk_create and getUserName on node.js, C++, C#, .NET v2.15.1, "
         "@scope/pkg, owner/repo, CONN_MAX_AGE", kind="thread", source="Forum", lang="en",
         parent={"id": "page:1", "title": "A page"}, published="2023-10-05T12:00:00Z"),
]
ALL = {document["id"] for document in DOCUMENTS}


@pytest.fixture(scope="module")
def posts(tmp_path_factory):
    from conftest import Programs
    home = tmp_path_factory.mktemp("language")
    programs = Programs(home, home / "db")
    programs.add_documents(*DOCUMENTS)
    return programs


def ids(posts, query, *options):
    outcome = posts.search("--format", "ids", "-n", "100", *options, "--", query)
    assert outcome.code in (0, 1), outcome.err
    return outcome.lines()


ROWS = [
    # words
    ("async orm", {"async", "flask"}),
    ("ASYNC ＯＲＭ", {"async", "flask"}),
    ("haus", {"deutsch"}), ("Häuser", {"deutsch"}), ("hauser", {"deutsch"}),
    ("migration", {"async"}),
    # required, excluded
    ("+async -flask", {"async"}), ("async NOT flask", {"async"}), ("+async +orm", {"async"}),
    ("-async", ALL - {"async", "flask"}), ("NOT kind:article", ALL - {"flask", "zh"}), ("*", ALL),
    # Boolean
    ("async AND persistent", {"flask"}), ("orm OR haus", {"async", "deutsch"}),
    ("haus OR async AND persistent", {"deutsch", "flask"}),
    ("(haus OR async) AND persistent", {"flask"}), ("async and persistent", {"async", "flask", "code"}),
    # phrases
    ('"async orm"', {"async"}), ('"orm async"', set()), ('"migration"', set()), ('"migrations"', {"async"}),
    ('"persistent async"~6', {"flask"}), ('"persistent async"~4', set()), ("“async views”", {"flask"}),
    # fields
    ("title:async", {"async"}), ('title:"async orm"', {"async"}), ("author:guido", {"flask"}),
    ('author:"ada lovelace"', {"async"}), ('author:"lovelace ada"', set()), ("text:async", {"async", "flask"}),
    ("text:notes", set()), ("title:(notes OR code)", {"flask", "code"}),
    # filters
    ("kind:readme", {"async"}), ("KIND:ReadMe", {"async"}), ('source:"hacker news"', {"flask"}),
    ("tag:python", {"async", "flask"}), ('tag:"Machine Learning"', {"deutsch"}), ("tag:machine", set()),
    ("lang:de", {"deutsch"}), ("site:github.com", {"async", "flask"}), ("site:gist.github.com", {"flask"}),
    ("site:https://github.com/owner", {"async", "flask"}),
    ("site:www.example.org", {"deutsch", "code"}), ("site:example.org", {"deutsch", "code"}), ("id:zh", {"zh"}), ("id:ZH", set()), ("parent:page:1", {"code"}),
    ("tag:orm tag:web", {"async", "flask"}), ("+tag:python +tag:web", {"flask"}),
    ("tag:python kind:article", {"flask"}), ("kind:(readme OR post)", {"async", "deutsch"}),
    ("async kind:article", {"flask"}), ("async -tag:web", {"async"}),
    # dates
    ("after:2023-11-27", {"async", "deutsch"}), ("after:2023-11-28", {"deutsch"}),
    ("before:2022", {"zh"}), ("before:2023-11-01", {"zh", "code", "flask"}),
    ("date:2023-11", {"async", "flask"}), ("date:2023", ALL - {"zh"}),
    ("date:2023-11-01..2023-11-27", {"async", "flask"}), ("date:2023-12-31", {"deutsch"}),
    ("after:2023-11 before:2023-11", {"async", "flask"}), ("after:7d", set()), ("before:1d", ALL),
    # numbers
    ("points:>=100", {"async"}), ("points:99", {"flask"}), ("points:<100", {"flask", "deutsch"}),
    ("comments:10..50", {"async", "flask"}), ("comments:..9", {"zh"}), ("points:>0 points:<120", {"flask"}),
    # prefixes
    ("migrat*", {"async"}), ("title:asy*", {"async"}), ("author:lov*", {"async"}), ("bulk_cr*", {"code"}),
    ("conn_max*", {"code"}), ("node.j*", {"code"}), ("ÜB*", {"deutsch"}), ("模态*", {"zh"}),
    # edit distance
    ("perssistent~", {"flask"}), ("persitent~", {"flask"}), ("prsitent~", set()), ("prsitent~2", {"flask"}),
    ("title:flsk~", {"flask"}), ("author:gudio~", {"flask"}), ("hauss~", {"deutsch"}),
    # identifiers
    ("bulk_create", {"code"}), ('"bulk create"', {"code"}), ("getUserName", {"code"}), ("user name", {"code"}),
    ("C++", {"code"}), ("C#", {"code"}), (".NET", {"code"}), ("v2.15", {"code"}), ("@scope/pkg", {"code"}),
    ("CONN_MAX_AGE", {"code"}), ("+C++ -C#", set()),
    # scripts without spaces
    ("预训练", {"zh"}), ("模态", {"zh"}), ('"训练模型"', {"zh"}),
]


@pytest.mark.parametrize("query,expected", ROWS, ids=[row[0] for row in ROWS])
def test_a_query_finds_what_the_readme_says(posts, query, expected):
    assert set(ids(posts, query, "--strict")) == expected


def test_match_all_requires_every_word(posts):
    assert set(ids(posts, "async flask", "--match", "all")) == {"flask"}
    assert set(ids(posts, "async flask kind:readme", "--match", "all")) == set()


def test_a_weight_moves_documents_up(posts):
    assert ids(posts, "orm persistent^20")[0] == "flask"
    assert ids(posts, "orm^20 persistent")[0] == "async"


def test_filters_do_not_score(posts):
    plain = posts.search("--format", "json", "async").json()["hits"]
    filtered = posts.search("--format", "json", "async kind:readme kind:article").json()["hits"]
    assert [(hit["id"], hit["score"]) for hit in plain] == [(hit["id"], hit["score"]) for hit in filtered]


def test_only_filters_score_nothing_and_order_by_date(posts):
    hits = posts.search("--format", "json", "tag:python").json()["hits"]
    assert [(hit["id"], hit["score"]) for hit in hits] == [("async", 0), ("flask", 0)]


@pytest.mark.parametrize("query", ['"async', "colour:red", "async AND", "kind:novel", "points:many", "a*",
                                   "q~", "date:2023-13", "((async)"])
def test_what_is_no_syntax_is_searched_with_a_warning(posts, query):
    outcome = posts.search("--format", "json", "--", query)
    assert outcome.code in (0, 1)
    assert outcome.json()["warnings"]
    strict = posts.search("--strict", "--", query)
    assert strict.code == 2 and strict.out == "" and one_line(strict.err.split("\n")[0] + "\n")


def test_too_many_words_for_a_pattern_are_a_warning(kb):
    kb.add_documents(post(1, text=" ".join(f"word{n}" for n in range(1000, 1300))))
    outcome = kb.search("--format", "json", "word1*")
    assert outcome.json()["total"] == 1
    assert "more than 256 words" in outcome.json()["warnings"][0]
    assert kb.search("--strict", "word1*").code == 2


def test_a_timeout_that_is_long_enough_changes_nothing(posts):
    outcome = posts.search("--format", "json", "--timeout", "60000", "async")
    assert outcome.json()["total"] == 2 and outcome.json()["total_exact"] is True


def test_a_search_past_its_timeout_ends_with_a_warning(kb):
    text = " ".join(f"word{n % 700}" for n in range(3000))
    kb.add_documents(*(post(n, text=text) for n in range(30)))
    query = " ".join(f'"word{n % 700} nowhere"~9 "word{n % 700} word{(n + 350) % 700}"~9' for n in range(400))
    outcome = kb.search("--format", "json", "--no-collapse", "--timeout", "1", "--", query)
    assert outcome.code in (0, 1)
    result = outcome.json()
    assert result["total_exact"] is False
    assert "stopped after 1 ms" in result["warnings"][-1]


@pytest.mark.parametrize("value", ["-1", "soon", "1.5", "99999999999999999999"])
def test_a_timeout_is_a_number_of_milliseconds(posts, value):
    outcome = posts.search("--timeout", value, "async")
    assert (outcome.code, outcome.out) == (2, "")
