import json
import os
import pathlib
import tempfile
from datetime import date, datetime, timezone

import pytest

import kb
from conftest import AS_OF, post


def ids(path):
    return [document.id for document in kb.Searcher(path)]


def test_a_clean_exit_commits_and_closes(path):
    with kb.Index(path, create=True) as index:
        report = index.add([post(1), kb.Document("b", title="B")])
        assert not index.closed
    assert index.closed
    assert (report.added, report.failed) == (2, 0)
    assert ids(path) == ["b", "post:00001"]


def test_an_exception_discards_and_closes(path):
    with kb.Index(path, create=True) as index:
        index.add(post(1))
    with pytest.raises(RuntimeError, match="^mine$"):
        with kb.Index(path) as index:
            index.add(post(2))
            raise RuntimeError("mine")
    assert index.closed
    assert ids(path) == ["post:00001"]


def test_the_working_directory_may_change(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with kb.Index("posts", create=True) as index:
        searcher = kb.Searcher("posts")
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir("elsewhere")
        index.add(post(1))
        index.commit()
        assert index.delete(query="id:none") == 0
        assert len(searcher) == 1 and (index.path, searcher.path) == ("posts", "posts")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_commit_makes_changes_visible_and_discard_drops_them(index, path):
    index.add(post(1))
    index.commit()
    index.add(post(2))
    assert ids(path) == ["post:00001"]
    index.discard()
    index.add(post(3))
    index.commit()
    assert ids(path) == ["post:00001", "post:00003"]


def test_close_discards_and_may_be_repeated(path):
    index = kb.Index(path, create=True)
    index.add(post(1))
    index.close()
    index.close()
    assert ids(path) == []
    for use in (lambda: index.add(post(1)), lambda: index.add([post(1)]), lambda: index.add(iter([post(1)])),
                lambda: index.delete("x"), index.commit, index.discard, index.__enter__().commit):
        with pytest.raises(kb.InvalidArgumentError, match="closed"):
            use()
    with index:
        pass


def test_an_index_that_is_let_go_releases_its_lock(path):
    index = kb.Index(path, create=True)
    index.add(post(1))
    del index
    kb.Index(path).close()
    assert ids(path) == []


def test_adding_again_updates_only_what_changed(index):
    assert index.add([post(1), post(2)])[:3] == (2, 0, 0)
    assert index.add([post(1), post(2, title="New"), post(3)])[:3] == (1, 1, 1)


def test_report_is_found_by_name_position_and_key(index):
    report = index.add([post(1), {"title": "no id"}])
    assert (report.added, report["added"], report[0]) == (1, 1, 1)
    assert report.failed == 1
    assert report.errors == [("item 2", "id: missing or empty")]
    assert report.errors[0].input == report.errors[0]["input"] == "item 2"
    assert str(report.errors[0]) == "item 2: id: missing or empty"
    assert 0 < report.seconds < 60
    with pytest.raises(KeyError):
        report["nothing"]


def test_bad_documents_of_an_iterable_are_reported_and_the_rest_goes_on(index, path):
    report = index.add([post(1), {"id": "b", "points": -1}, {"id": "c", "title": "\ud800"}, {"id": " \n "}, post(2)])
    index.commit()
    assert (report.added, report.failed) == (2, 3)
    assert [error.input for error in report.errors] == ["item 2", "item 3", "item 4"]
    assert report.errors[0].message.startswith("points: ")
    assert ids(path) == ["post:00001", "post:00002"]


def test_the_list_of_errors_is_bounded(index):
    report = index.add({"title": "no id"} for _ in range(1500))
    assert report.failed == 1500
    assert len(report.errors) == 1000


def test_a_single_bad_document_raises(index):
    with pytest.raises(kb.InvalidArgumentError, match="^id: missing or empty"):
        index.add({"title": "no id"})


@pytest.mark.parametrize("what", [5, None, object(), [5], [post(1), 5], iter([None])])
def test_what_is_neither_path_nor_document_is_a_type_error(index, what):
    with pytest.raises(TypeError):
        index.add(what)


def test_an_open_file_is_refused_rather_than_its_lines_taken_for_paths(index, corpus):
    with open(corpus / "river" / "hacker.txt", encoding="utf-8") as file:
        with pytest.raises(TypeError, match="path"):
            index.add(file)


@pytest.mark.parametrize("form", [str, os.fsencode, pathlib.Path, lambda path: [path], lambda path: iter([str(path)])])
def test_files_are_added_and_committed(index, path, corpus, form):
    report = index.add(form(corpus / "jsonl" / "notes.jsonl"))
    assert report.added > 0 and report.failed == 0
    assert len(kb.Searcher(path)) == report.added


@pytest.mark.parametrize("jobs", [0, 1, 3])
def test_a_directory_gives_the_same_index_whatever_the_jobs(index, path, corpus, searcher, jobs):
    report = index.add([corpus / "river", corpus / "jsonl"], as_of=AS_OF, jobs=jobs)
    assert report.added == len(searcher)
    assert list(kb.Searcher(path)) == list(searcher)


def test_options_override_what_documents_say(index, path, tmp_path):
    file = tmp_path / "posts.jsonl"
    file.write_text(json.dumps(post(1, source="A", kind="thread", lang="en")) + "\n")
    index.add(file, source="B", kind="release", lang="de")
    index.add(post(2, source="A", kind="thread", lang="en"), source="B", kind="release", lang="de")
    index.add([kb.Document("x", source="A", lang="en")], source="B", kind="release", lang="de")
    index.commit()
    for document in kb.Searcher(path):
        assert (document.source, document.kind, document.lang) == ("B", "release", "de")


@pytest.mark.parametrize("as_of", ["2023-11-29", date(2023, 11, 29), datetime(2023, 11, 29),
                                   datetime(2023, 11, 29, tzinfo=timezone.utc)])
def test_ages_count_back_from_as_of(index, path, tmp_path, as_of):
    river = tmp_path / "river.txt"
    river.write_text("A short note\n2 days ago\nIts text, one line long.\n")
    index.add(river, format="river", as_of=as_of)
    (document,) = kb.Searcher(path)
    assert document.published == datetime(2023, 11, 27, tzinfo=timezone.utc)


@pytest.mark.parametrize(("name", "value"), [("format", "docx"), ("format", None), ("kind", "poem"), ("lang", 5),
                                             ("as_of", "soon"), ("as_of", 5), ("jobs", -1), ("jobs", "two"),
                                             ("source", b"x")])
def test_a_wrong_option_is_refused_by_name(index, corpus, name, value):
    with pytest.raises(kb.InvalidArgumentError, match=f"^{name}: "):
        index.add(corpus / "jsonl", **{name: value})


def test_a_missing_file_raises_alone_and_is_reported_among_others(index, tmp_path, corpus):
    missing = tmp_path / "missing.txt"
    with pytest.raises(kb.NotFoundError, match="missing.txt") as raised:
        index.add(missing)
    assert str(raised.value).startswith(f"{missing}: ")
    for many in ([missing, corpus / "jsonl"], iter([missing, corpus / "jsonl"])):
        report = index.add(many)
        assert report.added + report.unchanged > 0
        assert [error.input for error in report.errors] == [str(missing)]


def test_bad_lines_are_reported_with_their_number(index, tmp_path):
    file = tmp_path / "posts.jsonl"
    file.write_text(json.dumps(post(1)) + "\n{\n" + json.dumps(post(2)) + "\n")
    report = index.add(file)
    assert (report.added, report.failed) == (2, 1)
    assert report.errors[0].input == str(file)
    assert report.errors[0].message.startswith("line 2: ")


def test_a_name_that_is_no_utf8_is_a_path_like_any_other(index, tmp_path):
    file = os.fsencode(tmp_path) + b"/caf\xe9.jsonl"
    with open(file, "wb") as out:
        out.write(b"{}\n" + json.dumps(post(1)).encode())
    report = index.add(os.fsdecode(file))
    assert (report.added, report.failed) == (1, 1)
    assert os.fsencode(report.errors[0].input) == file


def test_hostile_files_are_reported_not_raised(index, path, corpus):
    report = index.add(corpus / "hostile", as_of=AS_OF)
    assert report.failed > 0
    assert len(kb.Searcher(path)) == report.added > 0


def test_a_generator_is_consumed_one_item_at_a_time(index, path):
    seen = []

    def posts():
        for number in range(5):
            seen.append(index.add(post(100 + number)).added)  # the index may be used in between
            yield post(number)
            assert index.add(post(number)).unchanged == 1

    assert index.add(posts()).added == 5
    index.commit()
    assert seen == [1] * 5
    assert len(kb.Searcher(path)) == 10


def test_a_generator_may_yield_files_that_live_for_a_moment(index, path):
    def files():
        for number in range(3):
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
                file.write(json.dumps(post(number)))
                file.flush()
                yield file.name
            yield post(10 + number)

    assert index.add(files()).added == 6
    assert len(kb.Searcher(path)) == 6  # files are committed, and what came before them


def test_an_exception_of_a_generator_passes_through(index, path):
    def posts():
        yield post(1)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="^mine$"):
        index.add(posts())
    index.discard()
    index.commit()
    assert ids(path) == []


def test_delete_takes_one_id_or_many_and_counts_those_that_were_there(index, path):
    index.add([post(number) for number in range(5)])
    assert index.delete("post:00000") == 1
    assert index.delete("post:00000") == 0
    assert index.delete(f"post:{number:05}" for number in (1, 2, 9)) == 2
    assert index.delete([]) == 0
    index.commit()
    assert ids(path) == ["post:00003", "post:00004"]
    with pytest.raises(TypeError):
        index.delete(5)
    with pytest.raises(kb.InvalidArgumentError):
        index.delete([5])


def test_documents_are_normalised_and_the_one_given_is_left_alone(index, path):
    document = kb.Document("x", title="  Cafe\u0301 \n au lait ", url="HTTPS://Example.org/a?utm_source=b#c")
    before = document.to_json()
    index.add(document)
    index.commit()
    assert document.to_json() == before
    stored = kb.Searcher(path).document("x")
    assert stored.title == "Café au lait"
    assert stored.url == "https://example.org/a"


def test_path_and_repr(path):
    with kb.Index(path, create=True) as index:
        assert index.path == str(path)
        assert repr(index) == f"kb.Index({str(path)!r})"
    assert repr(index) == f"kb.Index({str(path)!r}, closed)"
