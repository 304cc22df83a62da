"""Whatever call of an operation goes wrong, the index holds what it held before, or all of the batch."""

import os

import pytest

import faults

pytestmark = pytest.mark.skipif(not faults.SHIM, reason="preloading does not go together with sanitizers")

ROUNDS = int(os.environ.get("KB_FAULT_ROUNDS", "5"))  # a call each; 0: all calls


@pytest.fixture(scope="module")
def web():
    with faults.Server() as server:
        yield server


@pytest.fixture(scope="module", params=[*faults.operations(), None],
                ids=lambda operation: operation.name if operation else "update")
def bench(request, tmp_path_factory, web):
    operation = request.param or faults.update_of(web)
    return faults.Bench(tmp_path_factory.mktemp(operation.name) / "bench", operation)


def places(bench, numbers, offset):
    """All, or ROUNDS of them spread evenly, other ones for each offset; and the last."""
    rounds = 1 if ROUNDS and bench.operation.large else ROUNDS
    if not rounds or len(numbers) <= rounds:
        return numbers
    step = len(numbers) / rounds
    chosen = {numbers[int((i + offset) * step)] for i in range(rounds)}
    return sorted(chosen if bench.operation.large else chosen | {numbers[-1]})


def calls_of(bench, *names):
    return [i for i, call in enumerate(bench.calls, 1) if not names or call.name in names]


def test_killed_before_a_call(bench):
    for at in places(bench, calls_of(bench), 0.9):
        bench.fault("kill", at)


def test_killed_amid_a_write(bench):
    for at in places(bench, calls_of(bench, "write"), 0.5):
        bench.fault("torn", at)


@pytest.mark.parametrize("how, offset", [("enospc", 0.2), ("eio", 0.7)])
def test_a_call_fails(bench, how, offset):
    for at in places(bench, calls_of(bench), offset):
        bench.fault(how, at)


def test_half_a_write_is_done_and_said_so(bench):
    for at in places(bench, calls_of(bench, "write"), 0.1):
        bench.fault("short", at)


def test_nothing_can_be_written_at_all(bench):
    bench.fault("readonly", 1)
