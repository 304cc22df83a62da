"""The stubs say what the extension holds, and everything exported is documented."""

import ast
import inspect
import pathlib
import re

import pytest

import kb
import kb._kb

PACKAGE = pathlib.Path(kb.__file__).parent
STUB = ast.parse((PACKAGE / "_kb.pyi").read_text(encoding="utf-8"))
# What pybind11 gives every class, and what only pickle calls.
IGNORED = {"__getstate__", "__setstate__", "__ne__"}


def is_public(name):
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


def stub_members(node):
    for item in node.body:
        if isinstance(item, (ast.FunctionDef, ast.ClassDef)):
            yield item.name
        elif isinstance(item, ast.AnnAssign):
            yield item.target.id


def stub_classes():
    return {node.name: node for node in STUB.body if isinstance(node, ast.ClassDef)}


def own_members(cls):
    inherited = set(dir(cls.__mro__[1])) - {"__init__", "__eq__", "__repr__"}
    return {name for name in vars(cls) if is_public(name) and name not in inherited | IGNORED} - {
        "__module__", "__doc__", "__repr__"}


def test_the_package_is_typed():
    assert (PACKAGE / "py.typed").exists()


def test_the_stub_names_what_the_extension_holds():
    assert {name for name in stub_members(STUB) if is_public(name)} == {
        name for name in vars(kb._kb)
        if is_public(name) and name not in {"__name__", "__doc__", "__package__", "__loader__", "__spec__", "__file__"}}


@pytest.mark.parametrize("name", stub_classes())
def test_the_stub_names_the_members_of(name):
    declared = set(stub_members(stub_classes()[name]))
    if "__eq__" in declared:
        declared.add("__hash__")  # set to None by Python itself
    actual = own_members(getattr(kb._kb, name))
    assert declared - {"__init__"} - {"__hash__"} == actual - {"__init__"} - {"__hash__"}


def stub_keywords(function):
    return [argument.arg for argument in function.args.args + function.args.kwonlyargs]


def functions_with_arguments():
    """Of the module and its classes: mypy cannot see the signatures of an extension's functions."""
    for name, node in {"": STUB, **stub_classes()}.items():
        for item in node.body:
            if isinstance(item, ast.FunctionDef) and not item.name.startswith("__") and not item.decorator_list:
                where = f"{name}.{item.name}" if name else item.name
                if where not in {"Searcher.similar", "Searcher.count"}:  # take **options
                    yield where


@pytest.mark.parametrize("where", functions_with_arguments())
def test_the_stub_names_the_arguments_of(where):
    *owner, name = where.split(".")
    body = stub_classes()[owner[0]].body if owner else STUB.body
    (function,) = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]
    target = getattr(getattr(kb._kb, owner[0]), name) if owner else getattr(kb._kb, name)
    with pytest.raises(TypeError) as mistake:
        target(no_such_argument=1)
    signature = re.search(r"\n +1\. (.*)", str(mistake.value))[1]
    assert re.findall(r"[(,] ?(\w+): ", signature) == stub_keywords(function)
    for argument, value in zip(function.args.kwonlyargs, function.args.kw_defaults):
        stated = re.search(rf"[( ]{argument.arg}: \S+ = ([^,)]+\)?)", signature)
        assert stated, argument.arg
        assert ast.literal_eval(stated[1].rstrip(")") if "(" not in stated[1] else stated[1]) == ast.literal_eval(value)


def parameters(signature):
    return [(p.name, p.kind, p.default) for p in signature.parameters.values()]


@pytest.mark.parametrize("where", [*functions_with_arguments(), "Searcher.similar", "Searcher.count"])
def test_help_shows_the_signature_and_the_documentation_of(where):
    *owner, name = where.split(".")
    body = stub_classes()[owner[0]].body if owner else STUB.body
    (function,) = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]
    target = getattr(getattr(kb, owner[0]), name) if owner else getattr(kb, name)
    assert inspect.getdoc(target) == ast.get_docstring(function)
    stated = {}
    function.returns = None
    for argument in function.args.args + function.args.kwonlyargs:
        argument.annotation = None
    exec(ast.unparse(function), stated)
    assert parameters(inspect.signature(target)) == parameters(inspect.signature(stated[name]))


def test_signatures_of_constructors_and_of_bound_methods_are_those_to_call_them_by(path):
    assert list(inspect.signature(kb.Index).parameters) == ["path", "create", "wait"]
    assert inspect.signature(kb.Document).parameters["id"].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    with kb.Index(path, create=True) as index:
        assert list(inspect.signature(index.delete).parameters) == ["ids", "query"]
        inspect.signature(index.add).bind([], jobs=2)


def test_everything_exported_is_there_and_documented():
    assert kb.__all__ == sorted(kb.__all__)
    for name in kb.__all__:
        thing = getattr(kb, name)
        if name != "__version__":
            assert thing.__doc__
        if isinstance(thing, type):
            assert thing.__module__ == "kb"
