"""Processes that are begun for a plan, beside those of the program that asks for it."""

import multiprocessing
import time

import pytest

from capplan.model import Step
from capplan.scenarios.executor import Where, run_tasks
from tests.scenarios import work


def test_a_stop_ends_no_process_but_its_own() -> None:
    """A program that has other processes at work keeps them when its plan is stopped."""
    theirs = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    theirs.start()

    def stop(step: Step) -> None:
        if step.done:
            raise KeyboardInterrupt

    try:
        with pytest.raises(KeyboardInterrupt):
            run_tasks(work.slow, 0.0, [0.0, 30.0, 30.0], where=Where(workers=2), stage="", on_step=stop)
        ends = time.monotonic() + 10
        while multiprocessing.active_children() != [theirs] and time.monotonic() < ends:
            time.sleep(0.1)
        assert multiprocessing.active_children() == [theirs]
    finally:
        theirs.kill()
        theirs.join()
