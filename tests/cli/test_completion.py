"""Completion of command lines: what the programs say, and what bash, zsh and fish make of it."""

import os
import shutil
import subprocess

import pytest

from conftest import BIN, Programs, forbidden_characters

SOURCE = os.environ["KB_COMPLETIONS"]

HOSTILE = ["$(touch owned)", "`touch owned`", "; touch owned", "a'b", "two words", "a\\b", "!x", "*", "~root", "-rf"]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index whose sources, tags and ids try to be run."""
    folder = tmp_path_factory.mktemp("completion")
    programs = Programs(folder, folder / "db")
    documents = [{"id": f"{chr(97 + number)}{value}", "title": "lantern", "kind": "readme", "tags": [value], "source": value}
                 for number, value in enumerate([*HOSTILE, "plain", 'quo"te'])]
    documents.append({"id": "zesc", "title": "lantern harbour", "tags": ["\x1b[31mred", "bidi\u202e"], "kind": "thread"})
    programs.add_documents(*documents)
    return programs


def completions(programs, program, *words):
    """The candidates without their descriptions, and the first line."""
    outcome = programs.run(program, "--complete", *words)
    assert outcome.code == 0 and outcome.err == ""
    first, *rest = outcome.lines()
    return first, [line.split("\t")[0] for line in rest]


def test_options_commands_and_words_of_options_are_completed(index):
    assert completions(index, "kbsearch", "--so") == ("words", ["--sort"])
    assert completions(index, "kbsearch", "--sort", "n") == ("words", ["newest"])
    assert completions(index, "kbsearch", "--sort=n") == ("words", ["--sort=newest"])
    assert completions(index, "kbsearch", "--facets", "kind,l") == ("words", ["kind,lang"])
    assert completions(index, "kbsearch", "--profile", "cl") == ("words", ["classic"])
    assert completions(index, "kbindex", "una") == ("words", [])
    assert completions(index, "kbindex", "uns") == ("words", ["unsubscribe"])
    assert completions(index, "kbindex", "stats", "--fo") == ("words", ["--format"])
    assert completions(index, "kbindex", "stats", "--format", "") == ("words", ["text", "json"])
    assert completions(index, "kbindex", "add", "--kind", "r") == ("words", ["readme", "release"])
    assert completions(index, "kbeval", "--compare", "def") == ("words", ["default"])


def test_names_of_files_are_left_to_the_shell(index):
    assert completions(index, "kbindex", "add", "x") == ("files", [])
    assert completions(index, "kbindex", "--db", "x") == ("directories", [])
    assert completions(index, "kbeval", "--qrels", "") == ("files", [])


def test_a_query_is_completed_by_fields_their_values_and_words(index):
    assert completions(index, "kbsearch", "ki") == ("words", ["kind:"])
    assert completions(index, "kbsearch", "kind:") == ("words", ["kind:readme", "kind:thread"])
    assert completions(index, "kbsearch", "async -kind:t") == ("words", ["async -kind:thread"])
    assert completions(index, "kbsearch", "-kind:t") == ("words", ["-kind:thread"])
    assert completions(index, "kbsearch", "tag:pl") == ("words", ["tag:plain"])
    assert completions(index, "kbsearch", "tag:tw") == ("words", ['tag:"two words"'])
    assert completions(index, "kbsearch", 'tag:"tw') == ("words", ['tag:"two words"'])
    assert completions(index, "kbsearch", "harb") == ("words", ["harbour"])
    assert completions(index, "kbsearch", "id:ze") == ("words", ["id:zesc"])
    assert completions(index, "kbsearch", "--similar", "ze") == ("words", ["zesc"])
    assert completions(index, "kbindex", "delete", "ze") == ("words", ["zesc"])
    assert completions(index, "kbindex", "add", "--source", "pl") == ("words", ["plain"])


def test_every_value_completes_to_a_query_that_finds_it(index):
    _, values = completions(index, "kbsearch", "tag:")
    assert len(values) == len(HOSTILE) + 3  # all but the one with a quote
    for value in values:
        assert index.search("--count", "--strict", value).out == "1\n", value


def test_no_candidate_holds_what_no_terminal_may_see(index):
    for words in (["tag:"], ["--similar", ""], ["id:"]):
        outcome = index.run("kbsearch", "--complete", *words)
        assert len(outcome.lines()) > 5 and forbidden_characters(outcome.out.replace("\t", "")) == []


def test_without_an_index_there_is_nothing_to_complete_with_and_no_complaint(kb):
    assert completions(kb, "kbsearch", "kind:") == ("words", [])
    assert completions(kb, "kbindex", "delete", "") == ("words", [])
    assert completions(kb, "kbsearch", "--db", "/nowhere", "source:") == ("words", [])
    assert not kb.db.exists()


def run_shell(index, folder, *command):
    done = subprocess.run(command, text=True, capture_output=True, cwd=folder, timeout=120,
                          env=index.environment(PATH=f"{BIN}:/usr/bin:/bin", HOME=str(folder)))
    assert done.stderr == "", done.stderr
    return done.stdout


def needs(shell):
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


# As bash calls a completion function: the line, cut at COMP_WORDBREAKS; then what is inserted is read
# as bash would read it, behind the quote that was open.
BASH = """
compopt() { :; }
source "$1/kb.bash"; shift
COMP_LINE=$1 quote=$2; shift 2
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_kb_complete "$1"
for insertion in "${COMPREPLY[@]}"; do
    eval "words=($quote$insertion$quote)"
    printf '%s\\n' "${#words[@]} ${words[0]}"
done
"""


@needs("bash")
@pytest.mark.parametrize("line, cut, inserted", [
    ("kbsearch kind:th", ["kbsearch", "kind", ":", "th"], ["thread"]),
    ("kbsearch kind:", ["kbsearch", "kind", ":"], ["readme", "thread"]),
    ("kbsearch 'kind:th", ["kbsearch", "'kind:th"], ["kind:thread"]),
    ('kbsearch "harbour kind:th', ["kbsearch", '"harbour kind:th'], ["harbour kind:thread"]),
    ("kbsearch tag:tw", ["kbsearch", "tag", ":", "tw"], ['"two words"']),
    ("kbsearch --sort=new", ["kbsearch", "--sort", "=", "new"], ["newest"]),
    ("kbsearch --sort new", ["kbsearch", "--sort", "new"], ["newest"]),
    ("kbsearch id:a", ["kbsearch", "id", ":", "a"], [f'"a{HOSTILE[0]}"']),
    ("kbindex uns", ["kbindex", "uns"], ["unsubscribe"]),
    ("kbsearch $(touch owned) kind:", ["kbsearch", "$(touch owned)", "kind", ":"], []),
] + [(f"kbindex delete {chr(97 + n)}", ["kbindex", "delete", chr(97 + n)], [f"{chr(97 + n)}{value}"])
     for n, value in enumerate(HOSTILE)])
def test_bash_inserts_one_word_that_means_the_value_and_runs_nothing(index, tmp_path, line, cut, inserted):
    quote = next((word[0] for word in cut[-1:] if word[0] in "'\""), "")
    out = run_shell(index, tmp_path, "bash", "--norc", "-c", BASH, "bash", SOURCE, line, quote, *cut)
    assert out.splitlines() == [f"1 {value}" for value in inserted]
    assert list(tmp_path.iterdir()) == []


@needs("bash")
def test_bash_leaves_out_what_the_open_quote_would_let_run(index, tmp_path):
    for quote in "\"'":
        line = f"kbindex delete {quote}a"
        out = run_shell(index, tmp_path, "bash", "--norc", "-c", BASH, "bash", SOURCE, line, quote, "kbindex", "delete",
                        f"{quote}a")
        assert out.splitlines() == ([] if quote == '"' else [f"1 a{HOSTILE[0]}"])


# As zsh calls a completion function; compadd, which quotes, is stood in for.
ZSH = """
compadd() { local -a given; while [[ $1 != -a ]]; do shift; done; given=("${(@P)2}"); print -rl -- "${given[@]}" }
_files() { print FILES }
file=$1; shift
PREFIX=$@[-1] CURRENT=$#; words=("$@")
source "$file"
"""


@needs("zsh")
@pytest.mark.parametrize("words, offered", [
    (["kbsearch", "kind:th"], ["kind:thread"]),
    (["kbsearch", "ki"], ["kind:"]),
    (["kbsearch", "tag:tw"], ['tag:"two words"']),
    (["kbsearch", "--sort", "new"], ["newest"]),
    (["kbsearch", "$(touch owned)", "kind:th"], ["kind:thread"]),
    (["kbindex", "add", "x"], ["FILES"]),
] + [(["kbindex", "delete", chr(97 + n)], [f"{chr(97 + n)}{value}"]) for n, value in enumerate(HOSTILE)])
def test_zsh_is_offered_what_the_programs_say_and_runs_nothing(index, tmp_path, words, offered):
    out = run_shell(index, tmp_path, "zsh", "-f", "-c", ZSH, "zsh", f"{SOURCE}/_kb", *words)
    assert out.splitlines() == offered
    assert list(tmp_path.iterdir()) == []


@needs("fish")
@pytest.mark.parametrize("line, offered", [
    ("kbsearch kind:", ["kind:readme", "kind:thread"]),
    ("kbsearch --so", ["--sort"]),
    ("kbsearch 'harbour kind:th", ["harbour kind:thread"]),
    ("kbindex uns", ["unsubscribe"]),
    ("kbindex delete a", [f"a{HOSTILE[0]}"]),
    ("kbindex delete b", [f"b{HOSTILE[1]}"]),
])
def test_fish_offers_what_the_programs_say_and_runs_nothing(index, tmp_path, line, offered):
    files = os.environ["KB_FISH_COMPLETIONS"]
    out = run_shell(index, tmp_path, "fish", "--no-config", "-c",
                    "source $argv[1]/kbsearch.fish; source $argv[1]/kbindex.fish; complete -C $argv[2]", files, line)
    shown = [text.split("\t")[0] for text in out.splitlines()]
    assert shown == offered
    assert not (tmp_path / "owned").exists()
