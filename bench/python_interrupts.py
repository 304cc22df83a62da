#!/usr/bin/env python3
"""How soon Ctrl-C ends what goes on: the milliseconds from a signal to KeyboardInterrupt, for each
long operation of the Python package, and those that processors were busy for it meanwhile, which is
what counts on a machine that has other work to do.

    PYTHONPATH=build/release/python python3 bench/python_interrupts.py [--documents 50000] [--rounds 20]
"""

import argparse
import itertools
import json
import pathlib
import random
import shutil
import signal
import statistics
import tempfile
import time
from typing import Any, Callable, Dict, Iterator, List, Tuple

import kb

WORDS = [f"w{number}" for number in range(20_000)]


def posts(count: int) -> Iterator[Dict[str, Any]]:
    order = random.Random(1)
    for number in range(count):
        text = " ".join(order.choices(WORDS, k=150))
        yield {"id": f"post:{number}", "title": f"Post {number}", "text": text, "lang": "en"}


def write_posts(path: pathlib.Path, count: int) -> None:
    with open(path, "w", encoding="utf-8") as file:
        for post in posts(count):
            file.write(json.dumps(post) + "\n")


class Pressed(KeyboardInterrupt):
    """Ctrl-C, with the time that processors had been busy when Python handled it."""

    def __init__(self) -> None:
        self.busy = time.process_time()


def press(*_: Any) -> None:
    raise Pressed


def milliseconds_to_end(work: Callable[[], object], after: float) -> Tuple[float, float]:
    """By the clock, and of processors."""
    signal.setitimer(signal.ITIMER_REAL, after)
    # The timer's end is what counts: the handler itself only runs once somebody looks for signals.
    due = time.monotonic() + after
    try:
        while True:
            work()
    except Pressed as pressed:
        return (time.monotonic() - due) * 1000, (time.process_time() - pressed.busy) * 1000
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def operations(folder: pathlib.Path, documents: int) -> Dict[str, Callable[[], object]]:
    file, path = folder / "posts.jsonl", folder / "index"
    write_posts(file, documents)
    with kb.Index(path, create=True) as index:
        index.add(file)
    searcher = kb.Searcher(path)
    many_words = " ".join(f'"w{number} w{number + 1}"~9' for number in range(2000))
    queries = {str(number): f"w{number} w{number + 1}" for number in range(5000)}
    numbers = itertools.count()

    def add(what: Callable[[], Any]) -> None:
        with kb.Index(folder / f"new{next(numbers)}", create=True) as index:
            index.add(what())

    def update_documents() -> None:
        with kb.Index(path) as index:
            index.add(file, source=str(next(numbers)))

    def wait() -> None:
        with kb.Index(path):
            kb.Index(path, wait=60)

    return {
        "add a file": lambda: add(lambda: file),
        "add a generator": lambda: add(lambda: posts(documents)),
        "replace documents": update_documents,
        "search, 2000 phrases": lambda: searcher.search(many_words),
        "search, 5000 hits": lambda: searcher.search("w1*", limit=5000, snippet_length=1000, fragments=5),
        "iterate": lambda: [None for _ in searcher],
        "parse": lambda: [None for _ in kb.parse(file)],
        "evaluate": lambda: kb.evaluate(path, queries, {"1": {"post:1": 1}}),
        "wait for a writer": wait,
        "check": lambda: kb.check(path),
        "backup": lambda: kb.backup(path, folder / f"copy{next(numbers)}"),
        "compact": lambda: kb.compact(path),
        "rebuild": lambda: kb.rebuild(path),
    }


def clear(folder: pathlib.Path) -> None:
    for made in itertools.chain(folder.glob("new*"), folder.glob("copy*")):
        shutil.rmtree(made)


def main() -> None:
    parser = argparse.ArgumentParser(description="How soon Ctrl-C ends what goes on.")
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", help="operations whose names hold this")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, press)
    moments = random.Random(2)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        print(f"{options.documents} documents, milliseconds\n{'':24}{'median':>8}{'most':>8}{'busy: median':>14}{'most':>8}")
        for operation, work in operations(folder, options.documents).items():
            if options.only and options.only not in operation:
                continue
            taken: List[float] = []
            busy: List[float] = []
            for _ in range(options.rounds):
                clock, processors = milliseconds_to_end(work, moments.uniform(0.02, 2.0))
                taken.append(clock)
                busy.append(processors)
                clear(folder)
            print(
                f"{operation:24}{statistics.median(taken):8.1f}{max(taken):8.1f}"
                f"{statistics.median(busy):14.1f}{max(busy):8.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
