#!/usr/bin/env python3
"""Updates an index from many feeds on loopback and says what it takes.

Usage: update_feeds.py BIN_DIR [FEEDS [ITEMS]]     (default: 1000 feeds of 20 items)

Every feed has a host of its own (an address of 127.0.0.0/8), as feeds do; the server runs in another
process. Three updates are measured: the first, one of nothing new, and one where every tenth feed has
a new item; then what adding the same documents takes without feeds.
"""

import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "cli"))
from web import Page, Server, rss  # noqa: E402

WORDS = ("harbour lantern index query merge segment latency replica snapshot compaction pipeline parser token "
         "beacon quorum ledger schema migration deadlock vacuum planner cursor buffer cache shard").split()


def text(seed):
    return " ".join(WORDS[(seed * 7 + i * i * 3 + i) % len(WORDS)] + str((seed + i) % 97) for i in range(150))


def item(feed, number):
    return {"guid": f"tag:example.org,2024:{feed}-{number}", "title": f"Post {number} of feed {feed}",
            "link": f"https://blog{feed}.example.org/post/{number}", "text": text(feed * 1000 + number),
            "date": "Wed, 01 May 2024 10:00:00 GMT"}


def serve(feeds, items, pipe):
    with Server() as server:
        connections = [0]
        accept = server.listener.get_request

        def counted():
            connections[0] += 1
            return accept()

        server.listener.get_request = counted
        for feed in range(feeds):
            server.pages[f"/{feed}"] = Page(rss(f"Feed {feed}", [item(feed, i) for i in range(items)]))
        pipe.send(server.port)
        while (order := pipe.recv()) != "end":
            if order == "change":
                for feed in range(0, feeds, 10):
                    entries = [item(feed, i) for i in range(items, 0, -1)]
                    server.pages[f"/{feed}"] = Page(rss(f"Feed {feed}", entries))
            statuses = {}
            for request in server.log:
                statuses[request.status] = statuses.get(request.status, 0) + 1
            pipe.send((connections[0], statuses, server.most_active))
            connections[0] = 0
            server.most_active = 0
            server.log.clear()
        pipe.send(None)


def run(*command, input=None):
    """Wall and CPU seconds and the largest resident size in MB of a program, and what it said last."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    if input:
        process.stdin.write(input)
    process.stdin.close()
    error = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, error
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, error.splitlines()[-1]


def main():
    programs = pathlib.Path(sys.argv[1])
    feeds = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    items = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    pipe, other = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(feeds, items, other))
    server.start()
    port = pipe.recv()
    outlines = "".join(f'<outline text="Feed {n}" xmlUrl="http://127.1.{n // 250}.{n % 250 + 1}:{port}/{n}"/>'
                       for n in range(feeds))
    with tempfile.TemporaryDirectory() as folder:
        kbindex = [programs / "kbindex", "--db", f"{folder}/db"]
        took = run(*kbindex, "subscribe", "-", input=f"<opml version='2.0'><body>{outlines}</body></opml>".encode())
        print(f"subscribe to {feeds} feeds: {took[0]:.2f} s")
        for name, order in [("first update", ""), ("nothing new", ""), ("a tenth has changed", "change")]:
            if order:
                pipe.send(order)
                pipe.recv()
            wall, cpu, memory, said = run(*kbindex, "update", "--allow-private")
            pipe.send("report")
            connections, statuses, together = pipe.recv()
            print(f"{name}: {wall:.2f} s wall, {cpu:.2f} s CPU, {memory:.0f} MB, {connections} connections, "
                  f"at most {together} requests together, answers {statuses}\n  {said}")
        posts = subprocess.run([*kbindex, "export"], capture_output=True, check=True).stdout
        wall, cpu, memory, said = run(programs / "kbindex", "--db", f"{folder}/other", "add", "--format", "jsonl", "-",
                                      input=posts)
        print(f"the same documents by add, from JSON Lines: {wall:.2f} s wall, {cpu:.2f} s CPU, {memory:.0f} MB")
    pipe.send("end")
    pipe.recv()
    server.join(10)


if __name__ == "__main__":
    main()
