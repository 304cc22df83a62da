"""What the commands can, Python can: by the same names, with the same defaults."""

import inspect
import json
import os
import pathlib
import re
import subprocess

import pytest

import kb

BIN = pathlib.Path(os.environ.get("KB_BIN", "/nonexistent"))

pytestmark = pytest.mark.skipif(not (BIN / "kbsearch").exists(), reason="KB_BIN names no programs")

# Options about the process and its output, or that Python says in another way.
ELSEWHERE = {
    "db": "the object", "color": "", "quiet": "", "verbose": "", "help": "", "help-query": "", "version": "",
    "report": "the returned report", "no-collapse": "collapse", "no-fetch": "fetch", "count": "Searcher.count",
    "suggest": "Searcher.suggest", "compare": "two evaluations and kb.randomisation_test",
}


def options(program, *command):
    help = subprocess.run([BIN / program, *command, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", help, re.MULTILINE)) - set(ELSEWHERE)


def keywords(function):
    return set(inspect.signature(function).parameters) - {"self"}


@pytest.mark.parametrize("function, program", [
    (kb.Searcher.search, ["kbsearch"]), (kb.Index.add, ["kbindex", "add"]), (kb.parse, ["kbindex", "parse"]),
    (kb.Index.delete, ["kbindex", "delete"]), (kb.Index.subscribe, ["kbindex", "subscribe"]),
    (kb.Index.unsubscribe, ["kbindex", "unsubscribe"]), (kb.Index.update, ["kbindex", "update"]),
    (kb.check, ["kbindex", "check"]), (kb.compact, ["kbindex", "compact"]), (kb.rebuild, ["kbindex", "rebuild"]),
    (kb.backup, ["kbindex", "backup"]), (kb.evaluate, ["kbeval"])])
def test_the_options_of_a_command_are_arguments(function, program):
    names = {name.replace("-", "_") for name in options(*program)}
    if function in (kb.Searcher.search, kb.evaluate):
        names -= {"format"}  # of the output
    if function is kb.parse:
        names -= {"jobs", "wait"}  # parsing is lazy, and takes no index
    if function in vars(kb.Index).values():
        names -= keywords(kb.Index.__init__)  # who has an Index has waited
    assert names <= keywords(function)


def test_every_command_has_its_function():
    help = subprocess.run([BIN / "kbindex", "--help"], capture_output=True, text=True, check=True).stdout
    commands = set(re.findall(r"^  ([a-z]+)  ", help.split("Options of all commands")[0], re.MULTILINE))
    assert len(commands) >= 13
    known = {*vars(kb), *vars(kb.Index), *vars(kb.Searcher)}
    assert commands - known == {"export"}  # iteration over a Searcher


def default(function, name):
    parameter = inspect.signature(function).parameters.get(name)
    return "" if parameter is None else str(parameter.default)


@pytest.mark.parametrize("program, function", [
    (["kbsearch"], kb.Searcher.search), (["kbindex", "add"], kb.Index.add), (["kbeval"], kb.evaluate)])
def test_defaults_are_those_of_the_commands(program, function):
    help = subprocess.run([BIN / program[0], *program[1:], "--help"], capture_output=True, text=True, check=True).stdout
    checked = 0
    for entry in re.split(r"\n +(?:-\w, )?--", help):
        stated = re.search(r"\(default: ([\w]+)\)", entry)
        name = re.match(r"[a-z-]+", entry)
        if stated and name and default(function, name[0].replace("-", "_")):
            assert default(function, name[0].replace("-", "_")) == stated[1]
            checked += 1
    assert checked >= 1


def test_the_results_are_those_of_the_command(corpus_path):
    command = subprocess.run([BIN / "kbsearch", "--db", corpus_path, "--format", "json", "--facets", "kind,year",
                              "--profile", "fresh", "pool database"], capture_output=True, text=True)
    results = kb.Searcher(corpus_path).search("pool database", facets="kind,year", profile="fresh")
    without_time = re.compile(r'"took_ms": ?[\d.]+')
    assert without_time.sub("", results.to_json().strip()) == without_time.sub("", command.stdout.strip())


def test_the_statistics_are_those_of_the_command(path):
    with kb.Index(path, create=True) as index:
        index.add({"id": str(number), "title": f"lantern {number}"} for number in range(5500))
    (ranking,) = path.glob("g*/ranking-*")
    ranking.write_bytes(b"damaged" + ranking.read_bytes()[7:])
    stats = kb.Searcher(path).stats()
    command = subprocess.run([BIN / "kbindex", "--db", path, "stats", "--format", "json"], capture_output=True, text=True)
    told = json.loads(command.stdout)
    assert "ranking file" in stats.warnings[0] and told["warnings"] == stats.warnings
    assert (told["documents"], told["terms"], told["bytes"]) == (stats.documents, stats.terms, stats.bytes)
    assert kb.Searcher(path).count("lantern", collapse=False) == 5500
