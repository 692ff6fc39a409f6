"""One seam for work that is many independent tasks: this process, processes beside it, or a Dask cluster.

What all tasks share is sent once to each worker. A task that fails is tried once more; workers that die are
replaced. Results come out by the order of the tasks, whatever the number of workers and whichever was first.
"""

import multiprocessing
import multiprocessing.connection
import os
import pickle
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from capplan.errors import InputError, Problem
from capplan.model import Step

OnStep = Callable[[Step], None]

DASK = "dask://"
# Tasks handed over for each worker, so that none waits and memory stays bounded however many there are.
AHEAD = 2
TRIES = 2
# A task is given up when so many workers died with it.
DEATHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where work is done: `workers` processes on this machine (1: in this process), or a cluster at an
    `address` such as `dask://scheduler:8786`."""

    workers: int = 1
    address: str = ""

    @property
    def is_here(self) -> bool:
        """Whether the work is done in this process."""
        return self.workers == 1 and not self.address

    def at_most(self, tasks: int) -> "Where":
        """The same with no more processes than there are tasks.

        >>> Where(workers=8).at_most(3).workers
        3
        """
        return self if self.address else replace(self, workers=max(1, min(self.workers, tasks)))

    @classmethod
    def of(cls, executor: str, workers: int | None) -> "Where":
        """From what a person wrote: `processes`, or `dask://HOST:PORT`; by default a process for each core.

        >>> Where.of("dask://scheduler:8786", None).address
        'scheduler:8786'

        Raises InputError for anything else.
        """
        if executor.startswith(DASK) and len(executor) > len(DASK):
            return cls(workers=workers or 0, address=executor.removeprefix(DASK))
        if executor != "processes":
            mend = f"Give processes, or {DASK}HOST:PORT."
            raise InputError(Problem(where="--executor", what=f"{executor!r} is no place to work", mend=mend))
        return cls(workers=workers or _cores())


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Done[Result]:
    """What became of a task: its result, or (`failure`) what went wrong both times; and how often it was
    tried."""

    result: Result | None
    failure: str
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """An executor, how to hand a task to it with what all tasks share, and how many tasks to hand over."""

    executor: Executor
    submit: Callable[[Any], "Future[Any]"]
    at_once: int


def run_tasks[Shared, Task, Result](
    function: Callable[[Shared, Task], Result],
    shared: Shared,
    tasks: Sequence[Task],
    *,
    where: Where,
    stage: str,
    on_step: OnStep,
    on_done: Callable[[int, Done[Result]], None] = lambda position, done: None,
) -> list[Done[Result]]:
    """What `function(shared, task)` gives for each task, in their order; `on_done` is told of each as it comes.

    `function` stands at the top of a module, and it, `shared`, tasks and results can be pickled. It gives the
    same for the same task wherever it runs: randomness comes with the task as a seed. Raises InputError where
    the cluster does not answer.
    """
    done: dict[int, Done[Result]] = {}

    def finished(position: int, one: Done[Result]) -> None:
        done[position] = one
        on_done(position, one)
        again = sum(one.tries > 1 for one in done.values())
        on_step(Step(stage=stage, done=len(done), total=len(tasks), tried_again=again))

    on_step(Step(stage=stage, done=0, total=len(tasks)))
    if where.is_here:
        for position, task in enumerate(tasks):
            finished(position, _tried_here(function, shared, task))
    else:
        queue = _Queue(tasks=tasks, finished=finished, waiting=list(reversed(range(len(tasks)))))
        while queue.waiting:
            with _pool(function, shared, where) as pool:
                _drain(queue, pool)
    return [done[position] for position in range(len(tasks))]


def _tried_here[Shared, Task, Result](
    function: Callable[[Shared, Task], Result], shared: Shared, task: Task
) -> Done[Result]:
    failure = ""
    for attempt in range(1, TRIES + 1):
        try:
            return Done(result=function(shared, task), failure="", tries=attempt)
        except Exception as error:
            failure = _said(error)
    return Done(result=None, failure=failure, tries=TRIES)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


@dataclass(slots=True, kw_only=True)
class _Queue:
    """The tasks that wait, the next one last; how often each was tried, and how often its worker died."""

    tasks: Sequence[Any]
    finished: Callable[[int, Done[Any]], None]
    waiting: list[int]
    tries: Counter[int] = field(default_factory=Counter)
    deaths: Counter[int] = field(default_factory=Counter)

    def ended(self, position: int, error: BaseException | None, result: Any) -> None:
        """A task came back: it is done, or waits for another try."""
        self.tries[position] += 1
        tries = self.tries[position]
        if error is None:
            self.finished(position, Done(result=result, failure="", tries=tries + self.deaths[position]))
        elif tries < TRIES:
            self.waiting.append(position)
        else:
            self.finished(position, Done(result=None, failure=_said(error), tries=tries))

    def is_suspect(self, running: Iterable[int]) -> bool:
        """Whether the next task, or one that runs, may have been the death of a worker: such run alone."""
        return any(self.deaths[position] for position in (self.waiting[-1], *running))

    def lost(self, positions: Iterable[int]) -> None:
        """Tasks whose worker died: each waits for a new one, unless too many died of it."""
        self.deaths.update(positions)
        for position in sorted(positions, reverse=True):
            if self.deaths[position] < DEATHS:
                self.waiting.append(position)
            else:
                self.finished(position, Done(result=None, failure="its worker died", tries=self.deaths[position]))


def _drain(queue: _Queue, pool: _Pool) -> None:
    """Hand tasks over until all are done or the pool is broken."""
    running: dict[Future[Any], int] = {}
    while queue.waiting or running:
        while queue.waiting and len(running) < (1 if queue.is_suspect(running.values()) else pool.at_once):
            position = queue.waiting.pop()
            running[pool.submit(queue.tasks[position])] = position
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        if any(_is_lost(future) for future in ended):
            queue.lost(running.values())
            return
        for future in ended:
            error = future.exception()
            queue.ended(running.pop(future), error, None if error else future.result())


def _is_lost(future: "Future[Any]") -> bool:
    return future.cancelled() or isinstance(future.exception(), BrokenExecutor)


def _pool(function: Callable[[Any, Any], Any], shared: Any, where: Where) -> AbstractContextManager[_Pool]:
    return _cluster(function, shared, where) if where.address else _processes(function, shared, where)


@contextmanager
def _processes(function: Callable[[Any, Any], Any], shared: Any, where: Where) -> Iterator[_Pool]:
    """Processes that end with this one, however it ends, and leave Ctrl-C to it."""
    executor = ProcessPoolExecutor(
        where.workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin_worker,
        initargs=(pickle.dumps((function, shared)),),
    )
    try:
        yield _Pool(executor=executor, submit=lambda task: executor.submit(_work, task), at_once=AHEAD * where.workers)
    except BaseException:
        # `terminate_workers` is public from Python 3.14 on. Whatever else this process has begun is not ours to end.
        for process in list(executor._processes.values()):
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


_worker: tuple[Callable[[Any, Any], Any], Any] | None = None


def _begin_worker(sent: bytes) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _worker = pickle.loads(sent)


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def _work(task: Any) -> Any:
    if _worker is None:
        raise RuntimeError("the worker has not been given its work")
    function, shared = _worker
    return function(shared, task)


@contextmanager
def _cluster(function: Callable[[Any, Any], Any], shared: Any, where: Where) -> Iterator[_Pool]:
    """A Dask cluster, with what all tasks share on every worker."""
    try:
        import distributed
    except ImportError:
        mend = 'Install it: pip install "capplan[cluster]".'
        raise InputError(Problem(where="--executor", what="Dask is not installed", mend=mend)) from None
    try:
        connect: Any = distributed.Client  # typed in part only
        client = connect(where.address, timeout="5s", set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"no Dask scheduler answers at {where.address} ({_said(error)})"
        raise InputError(Problem(where="--executor", what=what, mend="Start one, or check the address.")) from None
    with client:
        client.wait_for_workers(max(where.workers, 1), timeout=30)
        executor = client.get_executor(pure=False)
        sent = client.scatter(shared, broadcast=True)
        cores = sum(client.nthreads().values())
        try:
            yield _Pool(
                executor=executor,
                submit=lambda task: executor.submit(function, sent, task),
                at_once=AHEAD * cores,
            )
        finally:
            executor.shutdown(wait=False)
