"""The solvers that can be asked for by name: a row each."""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import numpy as np
import pulp

from capplan.errors import Problem, SolverError
from capplan.planning import highs

# A core's rows may be kept to within this; plans are added up again in whole pounds afterwards.
FEASIBILITY = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """When the solver may stop: at a value, at a relative gap to its own bound, after a number of nodes,
    after seconds; and which solver, by name."""

    target: float | None
    gap: float
    nodes: int | None
    seconds: float
    seed: int
    solver: str = "highs"


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverRow:
    """A solver: the module it needs and the requirement that installs it, how it is set up for an effort
    (and from a plan to start at, if `warm`), and the bound it proved (None where it tells none)."""

    name: str
    title: str
    module: str
    requirement: str
    make: Callable[[Effort, bool], Any]
    bound: Callable[[pulp.LpProblem, Any], float | None]

    @property
    def version(self) -> str:
        """Its version, as its package states it."""
        return highs.version() if self.name == "highs" else metadata.version(self.module)


def solver_of(name: str) -> SolverRow:
    """The row of a solver.

    Raises SolverError where it is not installed.
    """
    row = SOLVERS[name]
    if row.name == "highs":
        highs.ready()
    elif importlib.util.find_spec(row.module) is None:
        mend = f'Install it: python -m pip install "{row.requirement}". Or choose another solver.name.'
        raise SolverError(Problem(where="solver", what=f"{row.title} is not installed", mend=mend))
    return row


def _highs(effort: Effort, warm: bool) -> Any:
    further: dict[str, Any] = {}
    if effort.target is not None:
        further["objective_target"] = effort.target
    if effort.nodes is not None:
        further["mip_max_nodes"] = effort.nodes
    return pulp.HiGHS(
        msg=False,
        output_flag=False,
        threads=highs.THREADS,
        timeLimit=max(effort.seconds, 0.1),
        gapRel=effort.gap,
        gapAbs=0.0,
        random_seed=effort.seed,
        mip_feasibility_tolerance=FEASIBILITY,
        warmStart=warm,
        **further,
    )


def _scip(effort: Effort, warm: bool) -> Any:
    settings = [f"randomization/randomseedshift={effort.seed % 2**31}", f"numerics/feastol={FEASIBILITY}"]
    if effort.target is not None:
        settings.append(f"limits/primal={effort.target!r}")
    return pulp.SCIP_PY(  # type: ignore[no-untyped-call]
        msg=False,
        timeLimit=max(effort.seconds, 0.1),
        gapRel=effort.gap,
        gapAbs=0.0,
        maxNodes=effort.nodes,
        warmStart=warm,
        options=settings,
    )


def _cbc(effort: Effort, warm: bool) -> Any:
    return pulp.COIN_CMD(  # type: ignore[no-untyped-call]
        msg=False,
        threads=1,
        timeLimit=max(effort.seconds, 0.1),
        gapRel=effort.gap,
        gapAbs=0.0,
        maxNodes=effort.nodes,
        randomSeed=effort.seed % 2**31,
        warmStart=warm,
        options=[f"primalTolerance {FEASIBILITY}"],
    )


def _said_bound(problem: pulp.LpProblem, said: Any) -> float | None:
    bound: float | None = said.best_bound
    return bound


def _scip_bound(problem: pulp.LpProblem, said: Any) -> float | None:
    """SCIP's own bound, which PuLP does not pass on; PuLP leaves the objective's constant to SCIP too."""
    model: Any = problem.solverModel
    bound = float(model.getDualbound())
    return bound if np.isfinite(bound) and abs(bound) < model.infinity() else None


def _no_bound(problem: pulp.LpProblem, said: Any) -> float | None:
    return None


SOLVERS = {
    row.name: row
    for row in (
        SolverRow(name="highs", title="HiGHS", module="highspy", requirement="highspy", make=_highs, bound=_said_bound),
        SolverRow(
            name="scip", title="SCIP", module="pyscipopt", requirement="capplan[scip]", make=_scip, bound=_scip_bound
        ),
        SolverRow(name="cbc", title="CBC", module="cbcbox", requirement="capplan[cbc]", make=_cbc, bound=_no_bound),
    )
}
