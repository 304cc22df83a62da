"""kbindex export, and what comes back of it."""

import json

from conftest import post


def test_an_export_added_to_an_empty_index_exports_the_same_bytes(corpus, kb):
    first = corpus.index("export", text=False)
    assert first.code == 0 and first.out.count(b"\n") > 60
    assert kb.index("add", "-", "--format", "jsonl", input=first.out).code == 0
    assert kb.index("export", text=False).out == first.out


def test_an_export_is_ordered_by_id(kb):
    ids = ["b", "a", "B", "ä", "a/b", "a b", "x" * 300 + "2", "x" * 300 + "1", "aa", "10", "9"]
    kb.add_documents(*(post(1, id=id) for id in ids))
    exported = [json.loads(line)["id"] for line in kb.index("export").lines()]
    assert exported == sorted(ids, key=str.encode)


def test_an_export_holds_every_field(kb):
    document = {"id": "tag:example.org,2024:1", "kind": "statement", "source": "Town Hall",
                "url": "https://example.org/1", "title": "A lantern", "text": "First.\n\nSecond.",
                "authors": ["Ida", "Bo"], "tags": ["sea", "light"], "lang": "en",
                "published": "2024-05-01T10:00:00Z", "updated": "2024-05-02T10:00:00Z",
                "points": 12, "comments": 0, "parent": {"id": "p", "title": "All lanterns"}}
    kb.add_documents(document)
    exported = kb.index("export").json()
    assert exported == document and list(exported) == list(document)


def test_absent_fields_are_omitted(kb):
    kb.add_documents({"id": "a", "title": "lantern", "source": "", "tags": [], "url": None})
    exported = kb.index("export").json()
    assert set(exported) <= {"id", "kind", "title", "lang"}


def test_an_empty_index_exports_nothing(kb):
    kb.index("add", "-", input="")
    outcome = kb.index("export")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
