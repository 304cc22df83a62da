"""What the tests of the programs share: clean environments and runners.

KB_BIN names the folder of the programs, KB_CORPUS the sample corpus.
"""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

BIN = Path(os.environ["KB_BIN"])
CORPUS = Path(os.environ["KB_CORPUS"])
AS_OF = ("--as-of", "2024-06-01")


@dataclass
class Outcome:
    code: int
    out: str
    err: str

    def json(self):
        return json.loads(self.out)

    def lines(self):
        return self.out.splitlines()


class Programs:
    """Runs kbindex and kbsearch on one index, in an environment without surprises."""

    def __init__(self, home, db):
        self.home = Path(home)
        self.db = Path(db)

    def environment(self, **changes):
        env = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "KB_DB": str(self.db),
               "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm-256color",
               "PAGER": "cat"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                env[name] = os.environ[name]
        env.update(changes)
        return {name: value for name, value in env.items() if value is not None}

    def run(self, program, *args, input=None, env=None, text=True, **options):
        if isinstance(input, str):
            input = input.encode()
        done = subprocess.run([BIN / program, *map(str, args)], input=input or b"",
                              capture_output=True, timeout=120,
                              env=self.environment(**(env or {})), **options)
        decode = (lambda b: b.decode("utf-8")) if text else (lambda b: b)
        return Outcome(done.returncode, decode(done.stdout), decode(done.stderr))

    def index(self, *args, **options):
        return self.run("kbindex", *args, **options)

    def search(self, *args, **options):
        return self.run("kbsearch", *args, **options)

    def add_documents(self, *documents):
        """Adds documents given as dicts."""
        lines = "".join(json.dumps(document) + "\n" for document in documents)
        outcome = self.index("add", "-", "--format", "jsonl", input=lines)
        assert outcome.code == 0, outcome.err

    def start(self, program, *args, env=None, **options):
        return subprocess.Popen([BIN / program, *map(str, args)],
                                env=self.environment(**(env or {})), **options)


def has_sanitizer():
    """Whether the programs are built so that they take more memory than is theirs."""
    program = (BIN / "kbindex").read_bytes()
    return b"__asan_init" in program or b"__tsan_init" in program


def peak_megabytes(process):
    """Waits for the end of a process that start() began; the most memory that it took."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / 1024


@pytest.fixture
def kb(tmp_path):
    """Programs on an index that does not exist yet."""
    home = tmp_path / "home"
    home.mkdir()
    return Programs(home, tmp_path / "db")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Programs on an index of the sample corpus; not to be changed."""
    folder = tmp_path_factory.mktemp("corpus")
    programs = Programs(folder, folder / "db")
    outcome = programs.index("add", CORPUS / "river", CORPUS / "jsonl", *AS_OF)
    assert outcome.code == 0, outcome.err
    return programs


def post(number, **fields):
    """A small document."""
    document = {"id": f"https://example.org/{number:05}", "url": f"https://example.org/{number:05}",
                "title": f"Post {number}", "text": f"lantern number {number} of the harbour",
                "published": "2024-05-01T00:00:00Z"}
    document.update(fields)
    return document


def forbidden_characters(text):
    """The control characters of a program's output that are not its own line ends and tabs."""
    unwanted = set(range(0x20)) - {0x09, 0x0A} | set(range(0x7F, 0xA0))
    unwanted |= set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A))
    return sorted({f"U+{ord(c):04X}" for c in text if ord(c) in unwanted})


def one_line(text):
    """Whether it is exactly one line with a line end."""
    return text.count("\n") == 1 and text.endswith("\n") and len(text) > 1
