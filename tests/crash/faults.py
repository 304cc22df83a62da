"""Operations on an index that are cut off or fail at any of their system calls, and what must hold
afterwards. The calls are watched by tests/support/fault_shim.cpp.

KB_FAULT_SHIM names the built shim.
"""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))

from conftest import Outcome, Programs, post  # noqa: E402
from power import Disk  # noqa: E402
from web import Page, Server, rss  # noqa: E402

SHIM = os.environ.get("KB_FAULT_SHIM", "")


def lines(documents):
    return "".join(json.dumps(document) + "\n" for document in documents)


@dataclass
class Call:
    """One line of the shim's log."""

    name: str
    inode: int
    offset: int
    path: str
    second: str
    data: bytes


def read_log(path):
    calls = []
    content = path.read_bytes()
    at = 0
    while at < len(content):
        end = content.index(b"\n", at)
        name, inode, offset, size, first, second = content[at:end].decode().split("\t")
        at = end + 1 + int(size)
        calls.append(Call(name, int(inode), int(offset), first, second, content[end + 1:at]))
    return calls


@dataclass
class Operation:
    """A command, and the index that it works on."""

    name: str
    words: tuple  # "COPY" stands for a directory beside the index
    base: tuple = ()  # commands that make the index, each with its input
    input: str = ""
    harm: object = None  # called with the index: what it does to it beforehand
    large: bool = False  # so that few rounds must do


def export_of(kb):
    outcome = kb.index("export")
    if outcome.code == 2 and "there is no index" in outcome.err:
        return ""
    assert outcome.code == 0, outcome.err
    return outcome.out


class Bench:
    """An operation on its index: made once, copied for each run."""

    def __init__(self, folder, operation):
        self.folder = Path(folder)
        self.operation = operation
        self.base = self.folder / "base"
        self.base.mkdir(parents=True)
        self.work = self.folder / "work"
        self.home = self.folder / "home"
        self.home.mkdir()
        made = Programs(self.home, self.base / "db")
        for batch in operation.base:
            outcome = made.index(*batch[0], input=batch[1])
            assert outcome.code == 0, outcome.err
        self.before = export_of(made)
        self.kb = Programs(self.home, self.work / "db")
        self.reset()
        self.disk = Disk(self.work)  # as it is before the calls
        log = self.folder / "log"
        outcome = self.run(log=log)
        assert outcome.code == 0, outcome.err
        self.calls = read_log(log)
        self.after = self.export()

    def reset(self):
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.base, self.work)
        if self.operation.harm:
            self.operation.harm(self.work / "db")

    def run(self, how=None, at=0, log=None):
        environment = {"LD_PRELOAD": SHIM, "KB_FAULT_UNDER": str(self.work)}
        if how:
            environment.update(KB_FAULT=how, KB_FAULT_AT=str(at))
        if log:
            environment.update(KB_FAULT_LOG=str(log))
        words = [str(self.work / "copy") if word == "COPY" else word for word in self.operation.words]
        return self.kb.index(*words, input=self.operation.input, env=environment)

    def export(self, kb=None):
        return export_of(kb or self.kb)

    def verify(self, outcome, kb=None):
        """What must hold whatever went wrong, given how the operation ended; none: it was killed."""
        kb = kb or self.kb
        if self.operation.harm:
            self.verify_repair(kb)
        if "COPY" in self.operation.words:
            self.verify_copy(kb)
        now = self.was = self.export(kb)
        if outcome is not None and outcome.code == 0:
            assert now == self.after, "a success that is not there"
        assert now in (self.before, self.after), "neither what was before nor what should be after"
        if (kb.db / "XAPIANDB").exists():
            check = kb.index("check")
            assert check.code == 0, check.err
        extra = post(77_000)
        added = kb.index("add", "-", "--format", "jsonl", input=json.dumps(extra))
        assert added.code == 0 and added.err.startswith("added 1, updated 0"), added.err
        ids = [json.loads(line)["id"] for line in self.export(kb).splitlines()]
        assert ids == sorted([json.loads(line)["id"] for line in now.splitlines()] + [extra["id"]])

    def verify_repair(self, kb):
        """A repair that was cut off is done again; one that was not is nothing to do."""
        again = kb.index("check", "--repair")
        assert again.code == 0, again.err

    def verify_copy(self, kb):
        """A copy is a whole one, or no index at all."""
        copy = Programs(self.home, kb.db.parent / "copy")
        if (copy.db / "XAPIANDB").exists():
            assert copy.index("check").code == 0
            assert self.export(copy) == self.before, "a backup of something else"
        else:
            assert copy.index("export").code == 2

    def fault(self, how, at):
        """Lets the call `at` go wrong and looks at what is left."""
        self.reset()
        outcome = self.run(how, at)
        killed = outcome.code == -9
        if not killed:
            assert outcome.code in (0, 2), (outcome.code, outcome.err)
            most = 3 if self.operation.harm else 1  # it says first what is damaged
            assert outcome.err.count("\n") <= most or outcome.code == 0, outcome.err
        try:
            self.verify(None if killed else outcome)
        except AssertionError as error:
            call = self.calls[at - 1] if at <= len(self.calls) else None
            where = f"{call.name} {call.path}" if call else "?"
            raise AssertionError(f"{self.operation.name}: {how} at call {at} ({where}): {error}") from error


def base_of(count, **fields):
    return (("add", "-", "--format", "jsonl"), lines(post(i, **fields) for i in range(count)))


def operations():
    """All operations that need no server and no large index."""
    small = (base_of(30),)
    update = lines([post(3, text="another harbour"), post(4, title="Renamed"), post(5), post(40), post(41)])
    add = ("add", "-", "--format", "jsonl")
    gaps = small + ((("delete", *(post(i)["id"] for i in range(5, 25))), ""),)
    return [
        Operation("new", add, (), lines(post(i) for i in range(20))),
        Operation("add", add, small, update),
        Operation("delete", ("delete", post(3)["id"], post(4)["id"]), small),
        Operation("subscribe", ("subscribe", "--no-fetch", "https://example.org/feed.xml"), small),
        Operation("compact", ("compact",), gaps),
        Operation("rebuild", ("rebuild",), gaps),
        Operation("backup", ("backup", "COPY"), small),
        Operation("repair", ("check", "--repair"), small, harm=lose_version_file),
        Operation("first-ranking", add, (short_posts(4_995),), short_posts(10, first=4_995)[1], large=True),
        # The second batch is too small for another ranking file; with the third one is due.
        Operation("ranking", add, (short_posts(5_000), short_posts(998, first=5_000)),
                  short_posts(10, first=5_998)[1], large=True),
    ]


def lose_version_file(db):
    for generation in db.glob("g*"):
        (generation / "iamglass").unlink()


def short_posts(count, first=0):
    """Enough of them have a ranking file, which is made anew when many more come."""
    return (("add", "-", "--format", "jsonl"),
            lines({"id": f"{i:06}", "title": "Post", "text": f"lantern {i % 97}"}
                  for i in range(first, first + count)))


def update_of(server):
    """Fetches a feed of some posts, of which one is in the index already."""
    def item(number):
        return {"guid": f"tag:example.org,2024:{number}", "title": f"Post {number}",
                "link": f"https://blog.example.org/{number}", "text": f"lantern {number} of the harbour",
                "date": "Wed, 01 May 2024 10:00:00 GMT"}
    server.pages["/feed.xml"] = Page(rss("Blog", [item(number) for number in range(12)]))
    subscribe = (("subscribe", "--no-fetch", "--allow-private", server.url("/feed.xml")), "")
    return Operation("update", ("update", "--allow-private"), (base_of(30), subscribe))
