#!/usr/bin/env python3
"""Makes of the stubs a header with what help() shows: the signature and the documentation of each
class, function, method and property, so that they stand in one place.

    make_docs.py kb/_kb.pyi stub_docs.hpp
"""

import ast
import pathlib
import sys
from typing import Iterator, List, Optional, Tuple, Union

DELIMITER = "kb_doc"


def is_marked(node: ast.FunctionDef, marks: str) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id in marks.split() for mark in node.decorator_list)


def is_shown(node: Union[ast.FunctionDef, ast.ClassDef]) -> bool:
    """Neither a setter nor what operators call."""
    is_setter = any(isinstance(mark, ast.Attribute) for mark in node.decorator_list)
    return not is_setter and (node.name == "__init__" or not node.name.startswith("__"))


def parameters(node: ast.FunctionDef) -> str:
    """As inspect reads them of functions written in C: without types."""
    arguments = node.args
    bare: List[ast.arg] = [*arguments.args, *arguments.kwonlyargs]
    for argument in bare + [extra for extra in (arguments.vararg, arguments.kwarg) if extra]:
        argument.annotation = None
    return ast.unparse(arguments)


def text_of(node: Union[ast.FunctionDef, ast.ClassDef], name: str) -> Optional[str]:
    text = ast.get_docstring(node)
    if isinstance(node, ast.ClassDef) or is_marked(node, "property"):
        return text
    # A line of two dashes ends the signature.
    return f"{name}({parameters(node)})\n--\n\n{text or ''}"


def documented(body: List[ast.stmt], prefix: str = "") -> Iterator[Tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from documented(node.body, node.name + ".")
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and is_shown(node):
            text = text_of(node, node.name)
            if text is not None:
                yield prefix + node.name, text


def main() -> None:
    stubs, header = map(pathlib.Path, sys.argv[1:])
    entries = [
        f'    {{"{name}", R"{DELIMITER}({text}){DELIMITER}"}},\n'
        for name, text in documented(ast.parse(stubs.read_text(encoding="utf-8")).body)
    ]
    header.write_text(
        "#pragma once\n\n#include <string_view>\n\n"
        "namespace kb::python {\n\n"
        "struct StubDoc {\n    std::string_view name;\n    const char* text;\n};\n\n"
        f"inline constexpr StubDoc stub_docs[] = {{\n{''.join(entries)}}};\n\n"
        "}  // namespace kb::python\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
