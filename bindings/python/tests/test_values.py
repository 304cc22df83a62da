"""Values survive pickling, copying and JSON, whatever they hold."""

import copy
import json
import pickle
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kb

# Time is not what is tested, and the machine may be busy.
settings.register_profile("kb", deadline=None, max_examples=100, derandomize=True,
                          suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("kb")

texts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=40)
times = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30),
                     timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=5, minutes=30))]))
counts = st.integers(min_value=0, max_value=2**64 - 1)
parents = st.builds(kb.Parent, id=texts.filter(bool), title=texts)
documents = st.builds(
    kb.Document, texts.filter(bool), kind=st.sampled_from(["article", "readme", "post", "thread"]), source=texts,
    url=texts, title=texts, text=texts, authors=st.lists(texts, max_size=3), tags=st.lists(texts, max_size=3),
    lang=texts, published=st.none() | times, updated=st.none() | times, points=st.none() | counts,
    comments=st.none() | counts, parent=st.none() | parents)


def same(value):
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(value, protocol))
        assert again == value and type(again) is type(value)
    assert copy.copy(value) == copy.deepcopy(value) == value
    return True


@given(documents)
def test_a_document(document):
    assert same(document)
    assert kb.Document.from_dict(document.to_dict()).to_json() == document.to_json()
    assert json.loads(document.to_json())["id"] == document.id
    assert repr(document).startswith("kb.Document(")


@given(documents)
def test_times_are_aware_and_in_whole_seconds(document):
    for time in (document.published, document.updated):
        if time is not None:
            assert time.tzinfo is timezone.utc and time.microsecond == 0


@given(times)
def test_the_moment_of_a_time_is_kept(time):
    document = kb.Document("1", published=time)
    assert document.published == time.astimezone(timezone.utc).replace(microsecond=0)


@given(parents)
def test_a_parent(parent):
    assert same(parent) and hash(parent) == hash(copy.copy(parent))
    assert eval(repr(parent), {"kb": kb}) == parent


@given(st.text(max_size=60), st.sampled_from(["any", "all"]), st.sampled_from(list(kb.PROFILES)))
def test_results_of_any_query(searcher, query, match, profile):
    results = searcher.search(query, match=match, profile=profile, facets=["kind", "year"], explain=True, limit=3)
    assert same(results)
    assert all(same(hit) and same(hit.explanation) for hit in results)
    assert pickle.loads(pickle.dumps(results)).to_json() == results.to_json()
    assert isinstance(results._repr_html_(), str)
    assert results.total >= len(results)


@given(st.text(max_size=60))
def test_a_query_is_read_back_as_it_was_understood(query):
    parsed = kb.parse_query(query, now="2024-01-01")
    assert kb.parse_query(parsed.text, now="2024-01-01").text == parsed.text
    assert same(parsed)


@given(st.text(max_size=30))
def test_suggestions_for_anything_typed(searcher, beginning):
    assert all(isinstance(suggestion, str) for suggestion in searcher.suggest(beginning))


@given(st.slices(20))
def test_results_are_sliced_as_lists_are(searcher, part):
    results = searcher.search("*", limit=20, collapse=False)
    assert results[part] == list(results)[part]


@pytest.mark.parametrize("record", [
    kb.AddReport(1, 2, 3, 4, [kb.AddError("a", "b")], 0.5), kb.Problem("warning", "a", 1, "b"),
    kb.Progress(1, 2, "items", 1), kb.FacetValue("a", 1), kb.Stats(1, 2, 3, None, {"post": 1}, []), kb.BackupReport(1, 2),
    kb.CheckReport(1, ["a"], 0, kb.RepairReport(1, 2, 3, ["b"])),
    kb.Subscription("u", "t", "", "", ["a"], "ok", None, None, None, 0, ""),
    kb.FetchResult("content", "u", 200, "", b"x", "", "", "", "", None)])
def test_records(record):
    assert same(record)
    assert [record[name] for name in record._fields] == list(record)
