"""The solver's process: it keeps to its time, tells what it finds, and never outlives who asked."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from capplan.model import Step
from capplan.planning.blocks import Programme
from capplan.planning.found import NoPlanError
from capplan.planning.solve import solve
from capplan.policy.schema import Solver
from tests.interrupts import interruptible
from tests.planning.programmes import hard_knapsack, synthetic

ASKS = """
from tests.planning.programmes import hard_knapsack
from capplan.planning.solve import solve
from capplan.policy.schema import Solver
solve(hard_knapsack(6_000, 30), Solver(gap=0.0, time_limit_s=60), lambda step: print(step.gap, flush=True))
"""
ROOT = Path(__file__).parents[2]


def workers_of(session_parent: int) -> list[int]:
    """Processes whose parent is, or was when they began, the given one: told by their command line and parent."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == session_parent and fields[0] != "Z":
                found.append(int(status.parent.name))
    return found


def is_running(process: int) -> bool:
    """Whether a process lives."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def test_the_time_limit_holds_within_two_seconds() -> None:
    """A hard programme given three seconds has a plan and a true bound soon after them, and claims no proof."""
    programme = hard_knapsack(4_500, 15)
    began = time.monotonic()
    solution = solve(programme, Solver(gap=0.0, time_limit_s=3.0), lambda step: None)
    assert time.monotonic() - began < 5
    assert 0 < solution.gap < 0.05


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_one_that_asked(how: signal.Signals) -> None:
    """Whatever ends the parent ends the solver's process, in the middle of a solve."""
    command = [sys.executable, "-c", ASKS]
    with interruptible():
        asking = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        for _ in range(2):
            assert asking.stdout is not None
            asking.stdout.readline()
        workers = workers_of(asking.pid)
        assert workers
        os.kill(asking.pid, how)
        asking.wait(timeout=10)
        ended_by = time.monotonic() + 10
        while any(map(is_running, workers)) and time.monotonic() < ended_by:
            time.sleep(0.05)
        assert not any(map(is_running, workers))
    finally:
        asking.kill()
        asking.wait()
        assert asking.stdout is not None
        asking.stdout.close()


def test_the_gap_is_told_on_the_way() -> None:
    """Progress carries how near the best plan so far is known to be."""
    steps: list[Step] = []
    solution = solve(synthetic(600, 4), Solver(gap=0.01, time_limit_s=30), steps.append)
    gaps = [step.gap for step in steps if step.gap is not None]
    assert gaps
    assert solution.gap <= 0.01
    assert gaps == sorted(gaps, reverse=True)


def _beyond_all_money() -> Programme:
    programme = synthetic(600, 4)
    return replace(programme, lower=programme.lower * 100)


def test_the_worker_tells_that_no_plan_exists() -> None:
    """What is impossible is said to be, from the other process as from this one."""
    with pytest.raises(NoPlanError):
        solve(_beyond_all_money(), Solver(time_limit_s=30), lambda step: None)


def test_a_plan_says_that_the_search_for_a_better_one_died(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that ends without an answer leaves the plan made meanwhile, which says so beside its bound."""
    monkeypatch.setattr("capplan.planning.worker.BEGIN", [sys.executable, "-c", "raise SystemExit(1)"])
    solution = solve(hard_knapsack(4_500, 15), Solver(gap=0.0, time_limit_s=10.0), lambda step: None)
    assert solution.bound_from.endswith("the solver's process ended without an answer")
