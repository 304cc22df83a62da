"""Reads feeds with python3-feedparser and with kb in turn: MB and items a second of each.

Usage: feedparser_bench.py KBINDEX FEED... [--rounds N]

Each reads every file as one input, N times in turn (default 5); the median of the processor time is
printed. kb's includes the start of its process, language detection and writing JSON Lines,
feedparser's none of them.
"""

import argparse
import os
import pathlib
import statistics
import subprocess

import feedparser


def timed(read) -> tuple[float, int]:
    start = os.times()
    items = read()
    return sum(os.times()[:4]) - sum(start[:4]), items


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("kbindex")
    arguments.add_argument("feeds", nargs="+", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()

    def with_kb(path: pathlib.Path) -> int:
        parsed = subprocess.run([options.kbindex, "parse", "--format", "feed", str(path)], check=True,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return parsed.stdout.count(b"\n")

    def with_feedparser(path: pathlib.Path) -> int:
        return len(feedparser.parse(path.read_bytes()).entries)

    for path in options.feeds:
        megabytes = path.stat().st_size / 1e6
        times: dict[str, list[float]] = {"kb": [], "feedparser": []}
        items = {}
        for _ in range(options.rounds):
            for name, read in (("kb", with_kb), ("feedparser", with_feedparser)):
                seconds, items[name] = timed(lambda: read(path))
                times[name].append(seconds)
        medians = {name: statistics.median(seconds) for name, seconds in times.items()}
        for name, seconds in medians.items():
            print(f"{path.name}: {name:10} {megabytes / seconds:8.2f} MB/s {items[name] / seconds:10.0f} items/s "
                  f"({items[name]} items, {megabytes:.1f} MB)")
        print(f"{path.name}: ratio {medians['feedparser'] / medians['kb']:.1f}")


if __name__ == "__main__":
    main()
