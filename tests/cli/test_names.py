"""Links and names on a terminal are what they seem to be."""

import json

from conftest import post

HIDDEN = "\u200b\u200d\u200e\u2060\u2066\u202e\U000e0041"


def test_a_link_to_a_host_that_looks_like_another_is_spelt_out(kb):
    kb.add_documents(post(1, id="a", url="https://аррӏе.com/lantern"),  # Cyrillic letters
                     post(2, id="b", url="https://bücher.example/lantern"))
    text = kb.search("--format", "text", "id:a").out
    assert "https://xn--80ak6aa92e.com/lantern" in text
    assert "аррӏе" not in text
    assert "https://bücher.example/lantern" in kb.search("--format", "text", "id:b").out


def test_programs_get_the_link_as_it_is(kb):
    kb.add_documents(post(1, id="a", url="https://аррӏе.com/lantern"))
    assert kb.search("--format", "urls", "id:a").lines() == ["https://аррӏе.com/lantern"]
    assert kb.search("--format", "json", "id:a").json()["hits"][0]["url"] == "https://аррӏе.com/lantern"


def test_what_a_link_hides_is_spelt_out(kb):
    kb.add_documents(post(1, id="a", url="https://example.org/a\u200bb"))
    text = kb.search("--format", "text", "id:a").out
    assert "https://example.org/a%E2%80%8Bb" in text
    assert "\u200b" not in text


def test_a_title_hides_no_text_in_tags(kb):
    kb.add_documents(post(1, id="a", title="lantern\U000e0041\U000e0042"))
    assert "\U000e0041" not in kb.search("--format", "text", "id:a").out


def test_messages_show_every_character_of_a_file_name(kb, tmp_path):
    outcome = kb.index("add", tmp_path / f"invoice{HIDDEN}gpj.txt")
    assert outcome.code == 2
    assert not set(HIDDEN) & set(outcome.err)
    assert "invoice" + "\ufffd" * len(HIDDEN) + "gpj.txt" in outcome.err


def test_a_report_is_json_whatever_the_bytes_of_a_name(kb, tmp_path):
    names = [bytes([first, 0x2d, second]) for first in (0x80, 0xc3, 0xff, 0x1b) for second in (0x0a, 0xfe, 0x22, 0x5c)]
    paths = [tmp_path / name.decode("utf-8", "surrogateescape") for name in names]
    outcome = kb.index("add", *paths, "--report", "json")
    assert len(json.loads(outcome.out)["errors"]) == len(names)
