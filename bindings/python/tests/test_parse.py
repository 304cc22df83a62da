import warnings

import pytest

import kb
from conftest import AS_OF


def test_yields_the_documents_of_a_file_or_directory_or_several(corpus, searcher):
    notes = list(kb.parse(corpus / "jsonl" / "notes.jsonl"))
    assert notes and all(isinstance(document, kb.Document) for document in notes)
    directory = list(kb.parse(str(corpus / "jsonl")))
    assert [document for document in directory if document in notes] == notes
    several = list(kb.parse([corpus / "river", corpus / "jsonl"], as_of=AS_OF))
    assert {document.id for document in several} == {document.id for document in searcher}
    assert list(kb.parse([])) == []


def test_documents_come_one_at_a_time(corpus):
    parser = kb.parse(corpus / "jsonl")
    assert iter(parser) is parser
    first = next(parser)
    rest = list(parser)
    assert first not in rest and len(rest) > 10
    with pytest.raises(StopIteration):
        next(parser)


def test_options_are_those_of_add(corpus, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("A title\n\nAnd its text.\n")
    (document,) = kb.parse(file, format="text", source="S", kind="newsletter", lang="de")
    assert (document.source, document.kind, document.lang) == ("S", "newsletter", "de")
    with pytest.raises(kb.InvalidArgumentError, match="^format: 'docx' is none of auto, "):
        kb.parse(file, format="docx")


def broken(tmp_path):
    file = tmp_path / "posts.jsonl"
    file.write_text('{"id":"1","title":"One"}\n{"title":"no id"}\n{"id":"2","title":"Two"}\n')
    return file


def test_problems_go_to_on_problem(tmp_path):
    problems = []
    file = broken(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        documents = list(kb.parse(file, on_problem=problems.append))
    assert [document.id for document in documents] == ["1", "2"]
    (problem,) = problems
    assert (problem.severity, problem.input, problem.line) == ("failure", str(file), 2)
    assert problem["message"] == problem.message
    assert str(problem) == f"{file}:2: {problem.message}"


def test_problems_are_warned_of_otherwise(tmp_path):
    with pytest.warns(kb.ParseWarning, match="posts.jsonl:2: id: missing") as caught:
        assert len(list(kb.parse(broken(tmp_path)))) == 2
    assert [warning.filename for warning in caught] == [__file__]


def test_a_warning_made_an_error_ends_the_iteration(tmp_path):
    parser = kb.parse(broken(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert next(parser).id == "1"
        with pytest.raises(kb.ParseWarning):
            next(parser)
    with pytest.raises(StopIteration):
        next(parser)


def test_an_exception_of_on_problem_passes_through(tmp_path):
    def refuse(problem):
        raise LookupError(problem.line)

    parser = kb.parse(broken(tmp_path), on_problem=refuse)
    assert next(parser).id == "1"
    with pytest.raises(LookupError, match="^2$"):
        next(parser)
    assert list(parser) == []


def test_on_problem_may_not_use_the_parser_that_calls_it(tmp_path):
    parser = kb.parse(broken(tmp_path), on_problem=lambda problem: next(parser))
    assert next(parser).id == "1"
    with pytest.raises(kb.InvalidArgumentError, match="at work"):
        next(parser)


def test_a_missing_input_raises_only_if_nothing_else_is_there(tmp_path, corpus):
    missing = tmp_path / "missing.txt"
    for paths in (missing, [missing], [missing, tmp_path / "neither"]):
        with pytest.raises(FileNotFoundError, match="missing.txt") as raised:
            kb.parse(paths)
        assert isinstance(raised.value, kb.NotFoundError)
    problems = []
    assert list(kb.parse([missing, corpus / "jsonl"], on_problem=problems.append))
    assert [problem.input for problem in problems] == [str(missing)]


def test_what_is_no_path_is_a_type_error(corpus):
    with open(corpus / "jsonl" / "notes.jsonl", encoding="utf-8") as file:
        for attempt in (lambda: kb.parse(file), lambda: kb.parse({"id": "1"}, on_problem=5), lambda: kb.parse(None)):
            with pytest.raises(TypeError):
                attempt()


def test_hostile_inputs_are_problems(corpus):
    problems = []
    documents = list(kb.parse(corpus / "hostile", as_of=AS_OF, on_problem=problems.append))
    assert documents and problems
    for document in documents:
        document.to_json().encode()
        repr(document)
