"""Kills operations on an index at random moments and looks at what is left.

Usage: random_kills.py ROUNDS [SEED]        in the environment of the tests (see CMakeLists.txt):
    KB_BIN, KB_CORPUS, KB_FAULT_SHIM
All system calls instead of random moments: KB_FAULT_ROUNDS=0 with test_faults.py and test_power.py.
"""

import collections
import random
import sys
import tempfile
import time
from pathlib import Path

import faults


def kill_once(bench, dice, longest):
    """Returns how it ended."""
    bench.reset()
    words = [str(bench.work / "copy") if word == "COPY" else word for word in bench.operation.words]
    source = bench.folder / "input"
    source.write_text(bench.operation.input)
    with source.open() as lines:
        process = bench.kb.start("kbindex", *words, stdin=lines, stdout=-3, stderr=-3)
        time.sleep(dice.random() * longest * 1.1)
        process.kill()
        code = process.wait()
    bench.verify(faults.Outcome(0, "", "") if code == 0 else None)
    if code == 0:
        return "ended before"
    return "killed, batch there" if bench.was == bench.after else "killed, nothing done"


def main():
    rounds = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    dice = random.Random(seed)
    endings = collections.defaultdict(collections.Counter)
    with tempfile.TemporaryDirectory() as folder, faults.Server() as server:
        benches = []
        for operation in [*faults.operations(), faults.update_of(server)]:
            bench = faults.Bench(Path(folder) / operation.name, operation)
            bench.reset()
            begin = time.monotonic()
            bench.run()
            benches.append((bench, time.monotonic() - begin))
        for number in range(rounds):
            bench, longest = benches[number % len(benches)]
            try:
                endings[bench.operation.name][kill_once(bench, dice, longest)] += 1
            except AssertionError as error:
                sys.exit(f"round {number} of seed {seed}, {bench.operation.name}: {error}")
    for name, counts in endings.items():
        print(f"{name}: " + ", ".join(f"{count} {ending}" for ending, count in sorted(counts.items())))
    print(f"{rounds} rounds, all well")


if __name__ == "__main__":
    main()
