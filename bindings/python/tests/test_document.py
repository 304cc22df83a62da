import copy
import json
import pickle
from datetime import date, datetime, timedelta, timezone

import pytest

import kb

FULL = {
    "id": "urn:1",
    "kind": "thread",
    "source": "A forum",
    "url": "https://example.org/t/1",
    "title": "Pools – naïve or not",
    "text": "First.\n\nSecond: 池.",
    "authors": ["Ada", "Bo"],
    "tags": ["db", "python"],
    "lang": "en",
    "published": "2023-11-27T14:05:00Z",
    "updated": "2023-11-28T00:00:00Z",
    "points": 12,
    "comments": 0,
    "parent": {"id": "urn:0", "title": "Forum"},
}


def test_all_fields_are_attributes():
    document = kb.Document(**FULL)
    assert document.id == "urn:1"
    assert document.kind == "thread"
    assert document.authors == ["Ada", "Bo"]
    assert document.tags == ["db", "python"]
    assert document.published == datetime(2023, 11, 27, 14, 5, tzinfo=timezone.utc)
    assert document.published.utcoffset() == timedelta(0)
    assert (document.points, document.comments) == (12, 0)
    assert document.parent.id == "urn:0"
    assert document.text == FULL["text"]


def test_absent_text_is_empty_and_absent_values_are_none():
    document = kb.Document("x")
    assert (document.source, document.url, document.title, document.text, document.lang) == ("", "", "", "", "")
    assert (document.authors, document.tags) == ([], [])
    assert (document.published, document.updated, document.points, document.comments, document.parent) == (None,) * 5
    assert document.kind == "article"
    assert document.to_dict() == {"id": "x", "kind": "article"}


@pytest.mark.parametrize("name", FULL)
def test_each_field_can_be_set_and_counts_for_equality(name):
    document = kb.Document("other")
    setattr(document, name, FULL[name])
    assert getattr(document, name) == getattr(kb.Document(**FULL), name)
    assert document != kb.Document("other")


def test_round_trips_through_dict_json_pickle_and_copy():
    document = kb.Document(**FULL)
    assert document.to_dict() == FULL
    assert list(document.to_dict()) == list(FULL)
    assert json.loads(document.to_json()) == FULL
    assert "\n" not in document.to_json()
    assert kb.Document.from_dict(FULL) == document
    assert kb.Document.from_json(document.to_json()) == document
    assert kb.Document.from_json(document.to_json().encode()) == document
    for other in (pickle.loads(pickle.dumps(document)), copy.copy(document), copy.deepcopy(document)):
        assert other == document
        other.title = "changed"
        assert other != document


def test_a_copy_of_a_list_does_not_change_the_document():
    document = kb.Document("x", tags=["a"])
    document.tags.append("b")
    assert document.tags == ["a"]
    document.tags += ["b"]
    assert document.tags == ["a", "b"]


def test_from_dict_takes_what_json_lines_take():
    document = kb.Document.from_dict(
        {"id": "x", "authors": "Ada", "tags": ("a", "b"), "title": None, "lang": "", "points": 3.0, "parent": {},
         "unknown": object(), 7: "also unknown", "published": datetime(2023, 1, 2, 3, 4, 5), "updated": ""})
    assert document.to_dict() == {"id": "x", "kind": "article", "authors": ["Ada"], "tags": ["a", "b"], "points": 3,
                                  "published": "2023-01-02T03:04:05Z"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2023-11-29", "2023-11-29T00:00:00Z"),
        ("2023-11-29T10:00:00+02:00", "2023-11-29T08:00:00Z"),
        (date(2023, 11, 29), "2023-11-29T00:00:00Z"),
        (datetime(2023, 11, 29, 1, 2, 3), "2023-11-29T01:02:03Z"),
        (datetime(2023, 11, 29, 1, 2, 3, tzinfo=timezone(timedelta(hours=-5))), "2023-11-29T06:02:03Z"),
        (datetime(1969, 12, 31, 23, 59, 59, 999999), "1969-12-31T23:59:59Z"),
        (datetime.min, "0001-01-01T00:00:00Z"),
        (datetime.max, "9999-12-31T23:59:59Z"),
        (date(1, 1, 1), "0001-01-01T00:00:00Z"),
    ],
)
def test_dates_in_all_forms_are_utc(given, expected):
    document = kb.Document("x", published=given)
    assert document.to_dict()["published"] == expected
    assert document.published == datetime.fromisoformat(expected.replace("Z", "+00:00"))


def test_a_year_that_python_does_not_know_is_clamped():
    document = kb.Document("x", published="0000-06-01")
    assert document.published == datetime(1, 1, 1, tzinfo=timezone.utc)
    assert document.to_dict()["published"].startswith("0000-06-01")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", ""), ("id", None), ("id", 7), ("kind", "poem"), ("kind", 1), ("title", b"bytes"), ("title", "\ud800"),
        ("authors", 5), ("authors", ["a", 5]), ("authors", {"a": 1}), ("tags", ["\udfff"]), ("published", "yesterday"),
        ("published", 1701093900), ("updated", []), ("points", -1), ("points", 1.5), ("points", "7"),
        ("points", float("nan")), ("points", float("inf")), ("points", 2**64), ("comments", True), ("parent", "urn:0"),
        ("parent", {"title": "no id"}), ("parent", {"id": 3}),
    ],
)
def test_a_field_refuses_what_it_cannot_hold_and_says_which(name, value):
    document = kb.Document(**FULL)
    for attempt in (
        lambda: setattr(document, name, value),
        lambda: kb.Document.from_dict({**FULL, name: value}),
        lambda: kb.Document(**{**FULL, name: value}),
    ):
        with pytest.raises(kb.InvalidArgumentError, match=f"^{name}") as raised:
            attempt()
        assert isinstance(raised.value, ValueError)
    assert document == kb.Document(**FULL)


def test_largest_count_is_kept():
    assert kb.Document("x", points=2**64 - 1).points == 2**64 - 1


def test_unknown_keyword_is_a_type_error():
    with pytest.raises(TypeError, match="titel"):
        kb.Document("x", titel="y")
    with pytest.raises(TypeError):
        kb.Document()
    with pytest.raises(AttributeError):
        kb.Document("x").nothing


@pytest.mark.parametrize("json_text", ["", "[]", "{", '{"title":"no id"}', '{"id":1}', b"\xff"])
def test_malformed_json_is_refused(json_text):
    with pytest.raises(kb.InvalidArgumentError):
        kb.Document.from_json(json_text)


def test_repr_helps_and_documents_are_not_hashable():
    assert repr(kb.Document("x", title="It's")) == """kb.Document(id='x', kind='article', title="It's")"""
    with pytest.raises(TypeError):
        hash(kb.Document("x"))
    assert kb.Document("x") != "x"


def test_parent_is_found_by_attribute_and_by_key():
    parent = kb.Parent("urn:0", "Forum")
    assert (parent.id, parent["id"], parent["title"]) == ("urn:0", "urn:0", "Forum")
    assert dict(parent) == parent.to_dict() == {"id": "urn:0", "title": "Forum"}
    assert parent == {"id": "urn:0", "title": "Forum"}
    assert parent == kb.Parent("urn:0", title="Forum") != kb.Parent("urn:0")
    assert kb.Parent("urn:0").to_dict() == {"id": "urn:0"}
    assert len({parent, kb.Parent("urn:0", "Forum")}) == 1
    assert pickle.loads(pickle.dumps(parent)) == parent
    assert repr(parent) == "kb.Parent(id='urn:0', title='Forum')"
    with pytest.raises(KeyError):
        parent["text"]
    assert kb.Document("x", parent=parent).parent == parent


def test_a_dict_without_kind_has_it_guessed_as_a_line_of_json_has():
    assert kb.Document.from_dict({"id": "x", "title": "owner/repo"}).kind == "readme"
    assert kb.Document.from_dict({"id": "x", "title": "owner/repo", "kind": "article"}).kind == "article"
