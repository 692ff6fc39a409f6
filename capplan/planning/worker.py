"""The search in a process of its own, which can be stopped when the time is out, whatever the solver is doing.

The programme goes to it once, plans come back as they are found. It ends with its parent, however that ends:
it watches the pipe on which it was sent its work.
"""

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO, Any

from capplan.errors import Problem, SolverError
from capplan.planning.blocks import Programme
from capplan.planning.engine import early_plan, search_plan
from capplan.planning.found import Found, NoPlanError, out_of_time
from capplan.policy.schema import Solver

# The solver is asked to stop at the time limit, and is stopped this many seconds after it.
GRACE_S = 0.5
CUT_SHORT = "the solver's process ended without an answer"
BEGIN = [sys.executable, "-c", "from capplan.planning.worker import work; work()"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the worker is to do."""

    programme: Programme
    settings: Solver
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the work ended: with a plan, without one (`found` None), or with problems."""

    found: Found | None = None
    problems: tuple[Problem, ...] = ()


def search_apart(programme: Programme, settings: Solver, ends_at: float, on_found: Callable[[Found], None]) -> Found:
    """As `engine.search_plan`, and never later than `ends_at` by more than a second: then the best plan that
    the worker told of is returned, or one made here while the worker began. Where the worker died, the plan says so
    beside its bound."""
    process = subprocess.Popen(
        BEGIN,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )
    told: queue.SimpleQueue[Any] = queue.SimpleQueue()
    seconds = ends_at - time.monotonic()
    work = Work(programme=programme, settings=settings, seconds=seconds)
    threading.Thread(target=_exchange, args=(process, work, told), daemon=True).start()
    try:
        best = early_plan(programme, settings, ends_at)
        if best is not None:
            on_found(best)
        while (message := _next(told, ends_at + GRACE_S)) is not None:
            if isinstance(message, Ended):
                return _settled(message, best)
            if best is None or message.value > best.value or message.bound < best.bound:
                best = _joined(message, best)
                on_found(best)
    finally:
        _end(process)
    if best is None:
        raise SolverError(out_of_time(settings))
    return best


def _joined(found: Found, before: Found | None) -> Found:
    """The better of two plans, with the better of their bounds and the prices that gave it."""
    if before is None:
        return found
    plan, proof = max(before, found, key=lambda one: one.value), min(before, found, key=lambda one: one.bound)
    return replace(
        plan, bound=max(proof.bound, plan.value), bound_from=proof.bound_from, prices=proof.prices, size=found.size
    )


def _next(told: queue.SimpleQueue[Any], until: float) -> Any:
    try:
        return told.get(timeout=max(until - time.monotonic(), 0.0))
    except queue.Empty:
        return None


def _settled(ended: Ended, best: Found | None) -> Found:
    if ended.found is not None:
        return _joined(ended.found, best)
    if best is not None:
        return replace(best, bound_from=f"{best.bound_from}; {CUT_SHORT}") if ended.problems else best
    if ended.problems:
        raise SolverError(ended.problems)
    raise NoPlanError


def _exchange(process: subprocess.Popen[bytes], work: Work, told: queue.SimpleQueue[Any]) -> None:
    """Send the work, then pass on what the worker says until it says no more."""
    try:
        pickle.dump(work, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)  # type: ignore[arg-type]
        process.stdin.flush()  # type: ignore[union-attr]
        while True:
            told.put(pickle.load(process.stdout))  # type: ignore[arg-type]
    except (OSError, EOFError, ValueError, pickle.UnpicklingError):
        mend = "Run it again, with more memory."
        told.put(Ended(problems=(Problem(where="solver", what=CUT_SHORT, mend=mend),)))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop the worker and whatever it began."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def work() -> None:
    """The worker's whole life: read the work, search, tell."""
    telling = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    asked: Work = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _tell(telling, _searched(asked, lambda found: _tell(telling, found)))


def _searched(asked: Work, on_found: Callable[[Found], None]) -> Ended:
    try:
        return Ended(found=search_plan(asked.programme, asked.settings, time.monotonic() + asked.seconds, on_found))
    except NoPlanError:
        return Ended()
    except SolverError as error:
        return Ended(problems=tuple(error.problems))


def _tell(telling: IO[bytes], message: Found | Ended) -> None:
    pickle.dump(message, telling, protocol=pickle.HIGHEST_PROTOCOL)
    telling.flush()


def _end_with_parent() -> None:
    """Nothing more is ever sent: the pipe ends when the parent does."""
    os.read(0, 1)
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)
