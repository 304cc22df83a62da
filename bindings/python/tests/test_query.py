from datetime import date

import pytest

import kb


def test_canonical_text_reads_back_to_itself():
    text, diagnostics = kb.parse_query("  +async   -flask kind:readme ")
    assert text == "+async -flask kind:readme"
    assert diagnostics == []
    assert kb.parse_query(text).text == text == str(kb.parse_query(text))


def test_diagnostics_point_into_the_query_by_code_points():
    query = 'é池😀 "never closed'
    (diagnostic,) = kb.parse_query(query).diagnostics
    assert query[diagnostic.start:diagnostic.end].startswith('"')
    assert "column 5" in diagnostic.message == str(diagnostic)


@pytest.mark.parametrize("now", ["2023-11-29", date(2023, 11, 29)])
def test_now_is_what_ages_count_back_from(now):
    assert kb.parse_query("after:7d", now=now).text == "after:2023-11-22"
    assert kb.parse_query("after:7d", now).text == "after:2023-11-22"


def test_lone_surrogates_do_no_harm():
    kb.parse_query('\ud800 "\udfff').text.encode()


def test_a_query_must_be_a_str():
    with pytest.raises(TypeError):
        kb.parse_query(5)
    with pytest.raises(kb.InvalidArgumentError, match="^now: "):
        kb.parse_query("a", now="later")
