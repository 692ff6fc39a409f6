"""Many independent tasks: the same results wherever they run, whatever fails on the way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from capplan.errors import InfeasibleError, InputError, Problem
from capplan.model import Step
from capplan.scenarios.executor import Where, run_tasks
from tests.interrupts import interruptible
from tests.scenarios import work

SEEDS = np.random.SeedSequence(7).spawn(12)
STAGE = "Testing"


def quietly(step: Step) -> None:
    """Progress that nobody looks at."""


def numbers(where: Where) -> list[float | None]:
    return [done.result for done in run_tasks(work.scaled, 10.0, SEEDS, where=where, stage=STAGE, on_step=quietly)]


@pytest.mark.parametrize("workers", [2, 4])
def test_results_do_not_depend_on_the_number_of_workers(workers: int) -> None:
    """A task's randomness comes with it."""
    assert numbers(Where(workers=workers)) == numbers(Where(workers=1))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_fails_is_tried_once_more(workers: int, tmp_path: Path) -> None:
    """What works the second time counts, and says that it took two tries."""
    done = run_tasks(work.fails_once, tmp_path, [1, 2, 3], where=Where(workers=workers), stage=STAGE, on_step=quietly)
    assert [(one.result, one.tries) for one in done] == [(2, 2), (4, 2), (6, 2)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_fails_twice_is_reported_and_the_others_stand(workers: int) -> None:
    """Its place in the results says what went wrong."""
    done = run_tasks(work.fails, 5, [0, 1, 2], where=Where(workers=workers), stage=STAGE, on_step=quietly)
    assert [one.result for one in done] == [5, None, 7]
    assert done[1].failure == "ValueError: never works"


def test_work_goes_on_when_a_worker_dies(tmp_path: Path) -> None:
    """Its tasks go to another, and progress says that they were tried again."""
    steps: list[Step] = []
    done = run_tasks(work.dies_once, tmp_path, range(6), where=Where(workers=2), stage=STAGE, on_step=steps.append)
    assert [one.result for one in done] == list(range(6))
    assert steps[-1].tried_again == sum(one.tries > 1 for one in done) > 0


def test_a_task_that_kills_every_worker_is_given_up() -> None:
    """The others are done."""
    done = run_tasks(work.always_dies, 0, range(4), where=Where(workers=2), stage=STAGE, on_step=quietly)
    assert done[1].failure == "its worker died"
    assert [one.result for one in done if not one.failure] == [0, 2, 3]


def test_several_processes_share_the_work() -> None:
    """None of them is this one."""
    done = run_tasks(work.where_it_runs, 0, range(6), where=Where(workers=2), stage=STAGE, on_step=quietly)
    assert len({one.result for one in done}) == 2
    assert os.getpid() not in {one.result for one in done}


def test_progress_counts_to_the_end() -> None:
    """From none done to all done, one at a time."""
    steps: list[Step] = []
    run_tasks(work.fails, 5, [0, 2, 3], where=Where(workers=1), stage=STAGE, on_step=steps.append)
    assert [(step.done, step.total) for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("wrong", ["threads", "dask://", "http://x"])
def test_a_place_that_is_none_is_refused(wrong: str) -> None:
    """With what may be written."""
    with pytest.raises(InputError, match="is no place to work"):
        Where.of(wrong, None)


def test_faults_keep_their_problems_between_processes() -> None:
    """An error that crosses to another process and back is the same."""
    import pickle

    error = InfeasibleError(Problem(where="rules", what="too much", mend="Less."))
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_parent(end: signal.Signals) -> None:
    """Stopped or killed, the process leaves none behind."""
    script = (
        "from capplan.scenarios.executor import Where, run_tasks\n"
        "from tests.scenarios import work\n"
        "if __name__ == '__main__':\n"
        "    run_tasks(work.slow, 0, [60.0] * 4, where=Where(workers=2), stage='',\n"
        "              on_step=lambda step: print('.', flush=True))\n"
    )
    command = [sys.executable, "-c", script]
    with interruptible():
        parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    parent.stdout.readline()
    children = _wait_for_children(parent.pid)
    parent.send_signal(end)
    parent.wait(timeout=20)
    deadline = time.monotonic() + 20
    while any(map(_lives, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(_lives, children))


def _wait_for_children(pid: int) -> list[int]:
    children: list[int] = []
    deadline = time.monotonic() + 30
    while len(children) < 3 and time.monotonic() < deadline:  # two workers and the tracker of resources
        found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
        children = [int(line) for line in found.split()]
        time.sleep(0.2)
    return children


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A Dask scheduler and workers, each a process of its own."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    file = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    started = [subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)]
    try:
        deadline = time.monotonic() + 30
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        address = __import__("json").loads(file.read_text())["address"]
        for _ in range(workers):
            options = [address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
            worker = [sys.executable, "-m", "distributed.cli.dask_worker", *options]
            started.append(subprocess.Popen(worker, stderr=subprocess.DEVNULL, cwd=Path.cwd()))
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_comes_to_the_same(tmp_path: Path) -> None:
    """Scheduler and workers are processes; one worker is killed midway."""
    pytest.importorskip("distributed")
    with cluster(tmp_path, workers=2) as (address, workers):
        killed = False

        def kill_one(step: Step) -> None:
            nonlocal killed
            if step.done == 3 and not killed:
                killed = True
                workers[0].kill()

        tasks = [0.2 + number / 100 for number in range(16)]
        where = Where(workers=2, address=address)
        done = run_tasks(work.slow, 1.0, tasks, where=where, stage=STAGE, on_step=kill_one)
    assert killed
    assert [one.result for one in done] == [1.0 + task for task in tasks]
    assert {one.failure for one in done} == {""}


def test_a_cluster_that_does_not_answer_is_told() -> None:
    """With its address."""
    pytest.importorskip("distributed")
    with pytest.raises(InputError, match=r"no Dask scheduler answers at 127\.0\.0\.1:1"):
        run_tasks(work.slow, 1.0, [0.0], where=Where(address="127.0.0.1:1"), stage=STAGE, on_step=quietly)
