"""After a power cut the index holds what it held before, or all of the batch; and all of it, once the
operation has ended."""

import copy
import os

import pytest

import faults

pytestmark = pytest.mark.skipif(not faults.SHIM, reason="preloading does not go together with sanitizers")

ROUNDS = int(os.environ.get("KB_FAULT_ROUNDS", "5"))
SEEDS = range(int(os.environ.get("KB_POWER_SEEDS", "1")))


def cut(bench, at, seed):
    """Cuts the power after `at` calls and looks at what is left."""
    disk = copy.deepcopy(bench.disk)
    for call in bench.calls[:at]:
        disk.apply(call)
    left = bench.folder / "left"
    disk.write_after_cut(left, seed)
    kb = faults.Programs(bench.home, left / "db")
    try:
        if at == len(bench.calls):
            assert bench.export(kb) == bench.after, "what was committed is lost"
        bench.verify(None, kb)
    except AssertionError as error:
        call = bench.calls[min(at, len(bench.calls) - 1)]
        raise AssertionError(f"{bench.operation.name}: cut before call {at + 1} ({call.name} {call.path}), "
                             f"seed {seed}: {error}") from error


@pytest.mark.parametrize("operation",
                         [operation for operation in faults.operations() if not (operation.large and ROUNDS)],
                         ids=lambda operation: operation.name)
def test_the_power_is_cut(operation, tmp_path):
    bench = faults.Bench(tmp_path / "bench", operation)
    last = len(bench.calls)
    step = max(1, last // ROUNDS) if ROUNDS else 1
    for at in [*range(0, last, step), last]:
        for seed in SEEDS:
            cut(bench, at, seed * 1000 + at)
