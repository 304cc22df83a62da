"""Checks kbindex against the expectations that feedparser's test files state about themselves.

Usage: check_expectations.py KBINDEX FOLDER [--verbose] [--min PERCENT]

A file of feedparser's tests begins with a comment: "Expect: not bozo and entries[0]['title'] == 'x'".
Comparisons of what kb keeps too (id, link, title, author, tags, dates, text, language, the feed's
title) are checked, the others passed over. Prints how many hold and, with --verbose, which do not.
Exits 1 if fewer than --min percent hold, 77 (skipped) if the folder is missing.
"""

import argparse
import ast
import calendar
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from compare_feedparser import canonical_link, is_unique, our_entry, words_of  # noqa: E402

TEXTS = {"title", "summary", "description", "content", "title_detail", "summary_detail"}


def expectation_of(content: bytes) -> str:
    match = re.search(r"Expect:\s*(.*?)\s*(?:-->|\n\w+:)", decoded(content), re.DOTALL)
    return " ".join(match[1].split()) if match else ""


def decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "Expect:" in text:
            return text
    return content.decode("latin-1")


def comparisons(expectation: str):
    """The comparisons that must all hold: (path, expected value)."""
    try:
        tree = ast.parse(expectation, mode="eval").body
    except SyntaxError:
        return
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    for part in parts:
        if not isinstance(part, ast.Compare) or not all(isinstance(op, ast.Eq) for op in part.ops):
            continue
        try:
            expected = ast.literal_eval(part.comparators[-1])
        except ValueError:
            continue
        for operand in [part.left, *part.comparators[:-1]]:
            path = path_of(operand)
            if path:
                yield path, expected


def path_of(node) -> list:
    """["entries", 0, "title"] of entries[0]['title']; empty for anything else."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        base = path_of(node.value)
        return [*base, node.slice.value] if base else []
    if isinstance(node, ast.Attribute):
        base = path_of(node.value)
        return [*base, node.attr] if base else []
    return []


def holds(path: list, expected, entries: list, documents: list):
    """True, False, or None where kb keeps no such thing."""
    if path[:1] != ["entries"] or len(path) < 3 or not isinstance(path[1], int):
        return None
    key, rest = path[2], path[3:]
    in_texts = key in TEXTS and (not rest or rest[-1] == "value")
    kept = in_texts or (not rest and key in {"id", "guid", "link", "author", "category", "language", "published_parsed"}) \
        or (key == "tags" and rest[-1:] == ["term"]) or (key in ("author_detail", "authors") and rest[-1:] == ["name"])
    if not kept:
        return None
    if path[1] >= len(entries):
        return False
    entry, document = entries[path[1]], documents[path[1]]
    if in_texts:
        mine = entry["title"] if key.startswith("title") else entry["text"]
        return not isinstance(expected, str) or mine in (words_of(expected, True), words_of(expected, False))
    if key in ("id", "guid"):
        return entry["id"] == expected if is_unique(expected) else entry["id"].endswith("#" + expected)
    if key == "link":
        return entry["link"] == canonical_link(expected)
    if key == "author":
        name = re.sub(r"\s*\([^()]*@[^()]*\)$", "", expected)
        return any(author in (name, expected) for author in entry["authors"])
    if key in ("author_detail", "authors"):
        return expected in entry["authors"]
    if key == "category":
        return words_of(expected, True) in entry["tags"]
    if key == "tags":
        return words_of(expected, True) in entry["tags"]
    if key == "language":
        return document.get("lang", "") == re.split("[-_]", expected)[0].lower()
    return entry["published"] == calendar.timegm(expected)


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("kbindex")
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--verbose", action="store_true")
    arguments.add_argument("--min", type=float, default=0.0)
    options = arguments.parse_args()
    if not options.folder.is_dir():
        print("skipped: no such folder:", options.folder)
        return 77
    checked = held = 0
    for path in sorted(p for p in options.folder.rglob("*.xml")):
        content = path.read_bytes()
        # What depends on HTTP headers needs a server.
        wanted = [] if re.search(rb"Header:", content[:2000]) else list(comparisons(expectation_of(content)))
        if not any(holds(p, e, [], []) is not None for p, e in wanted):
            continue
        result = subprocess.run([options.kbindex, "parse", "--format", "feed", str(path)], capture_output=True, check=False)
        documents = [json.loads(line) for line in result.stdout.decode("utf-8").splitlines()]
        entries = [our_entry(d) for d in documents]
        for where, expected in wanted:
            outcome = holds(where, expected, entries, documents)
            if outcome is None:
                continue
            checked += 1
            held += outcome
            if options.verbose and not outcome:
                print(f"{path}: {where} == {expected!r}: ours {entries}")
    percent = 100.0 * held / checked if checked else 100.0
    print(f"{held} of {checked} expectations hold ({percent:.1f} %)")
    return 0 if percent >= options.min else 1


if __name__ == "__main__":
    sys.exit(main())
