"""Tasks for the tests of the executor: functions that a worker process can import."""

import os
import time
from pathlib import Path

import numpy as np


def scaled(shared: float, task: np.random.SeedSequence) -> float:
    """A number that hangs on the task's seed alone."""
    return shared * float(np.random.default_rng(task).random())


def slow(shared: float, task: float) -> float:
    """A task that takes its time."""
    time.sleep(task)
    return shared + task


def fails_once(folder: Path, task: int) -> int:
    """A task that fails the first time that it is tried, anywhere."""
    mark = folder / f"{task}.tried"
    if not mark.exists():
        mark.touch()
        raise OSError("the first time")
    return task * 2


def fails(shared: int, task: int) -> int:
    """A task of which number 1 always fails."""
    if task == 1:
        raise ValueError("never works")
    return shared + task


def dies_once(folder: Path, task: int) -> int:
    """A task of which number 2 takes its worker with it, the first time."""
    mark = folder / "died"
    if task == 2 and not mark.exists():
        mark.touch()
        os._exit(1)
    return task


def always_dies(shared: int, task: int) -> int:
    """A task of which number 1 always takes its worker with it."""
    if task == 1:
        os._exit(1)
    return task


def where_it_runs(shared: int, task: int) -> int:
    """The process that does it."""
    time.sleep(0.2)
    return os.getpid()
