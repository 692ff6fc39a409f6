"""HiGHS, quiet and on one thread: the linear programme of a bound, and what PuLP's solver needs settled.

HiGHS greets the process's standard output when its first object is made, whatever its options say,
and returns nothing at all if the number of threads changes within a process. Both are settled here.
"""

import contextlib
import functools
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan.errors import Problem, SolverError

try:
    import highspy
except ImportError:  # told to the user by `ready`, when a solve is asked for
    highspy = None  # type: ignore[assignment]

THREADS = 1
LEAST_SECONDS = 0.1
OPTIMAL, INFEASIBLE, STOPPED = "optimal", "infeasible", "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearProgramme:
    """Maximise `worth @ x`, `lower <= rows @ x <= upper`, `0 <= x <= most`."""

    worth: NDArray[np.float64]
    rows: sp.csr_array
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    most: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearAnswer:
    """How a linear programme ended (`OPTIMAL`, `INFEASIBLE` or `STOPPED`), its point and its row prices
    (above 0 where an upper limit binds)."""

    ended: str
    values: NDArray[np.float64]
    prices: NDArray[np.float64]


def ready() -> None:
    """Make HiGHS usable in this process without a word on standard output.

    Raises SolverError if it is not installed.
    """
    if highspy is None:
        raise SolverError(
            Problem(where="solver", what="HiGHS is not installed", mend="Install it: python -m pip install highspy")
        )
    _greet_nowhere()
    highspy.Highs.resetGlobalScheduler(True)


def version() -> str:
    """The version of HiGHS in use."""
    ready()
    return str(_new().version())


def solve_linear(programme: LinearProgramme, *, seed: int, time_limit_s: float) -> LinearAnswer:
    """Solve a linear programme by the simplex method."""
    return solve_again(open_linear(programme, seed=seed), time_limit_s=time_limit_s)


def open_linear(programme: LinearProgramme, *, seed: int) -> Any:
    """A linear programme handed to HiGHS and kept open, so that limits can change between solves."""
    ready()
    highs = _new()
    options: dict[str, bool | float | str] = {
        "output_flag": False,
        "threads": THREADS,
        "solver": "simplex",
        "random_seed": seed,
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    columns = programme.rows.tocsc()
    count = len(programme.worth)
    highs.passModel(
        count,
        columns.shape[0],
        columns.nnz,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        programme.worth,
        np.zeros(count),
        programme.most,
        programme.lower,
        programme.upper,
        columns.indptr.astype(np.int32),
        columns.indices.astype(np.int32),
        columns.data.astype(np.float64),
        np.zeros(count, dtype=np.int32),
    )
    return highs


def solve_again(highs: Any, *, time_limit_s: float) -> LinearAnswer:
    """Solve an open linear programme, from where its last solve ended; each solve has the whole time limit."""
    # HiGHS counts its limit over every solve since the programme was opened.
    highs.setOptionValue("time_limit", highs.getRunTime() + max(time_limit_s, LEAST_SECONDS))
    highs.run()
    if highs.getModelStatus() in (highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kSolveError):
        # Presolving and scaling can leave a point outside a limit by more than the tolerance, and no verdict.
        highs.setOptionValue("presolve", "off")
        highs.setOptionValue("simplex_scale_strategy", 0)
        highs.clearSolver()
        highs.run()
    status = highs.getModelStatus()
    solution = highs.getSolution()
    endings = {highspy.HighsModelStatus.kOptimal: OPTIMAL, highspy.HighsModelStatus.kInfeasible: INFEASIBLE}
    return LinearAnswer(
        ended=endings.get(status, STOPPED), values=np.array(solution.col_value), prices=np.array(solution.row_dual)
    )


def _new() -> Any:
    return highspy.Highs()  # type: ignore[no-untyped-call]  # highspy types its core, not this class


@functools.cache
def _greet_nowhere() -> None:
    with _standard_output_closed():
        _new()


@contextlib.contextmanager
def _standard_output_closed() -> Iterator[None]:
    """Send what is written to the process's standard output, by any library, nowhere."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # a process without a standard output
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)
