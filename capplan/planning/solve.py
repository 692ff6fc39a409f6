"""From a programme to a plan and the proof of how good it is.

Every programme is priced by its relaxation, which gives a bound for the whole of it. A small one then goes
to the solver whole; a large one by cores.
"""

import time
from dataclasses import dataclass

import numpy as np

from capplan.errors import SolverError
from capplan.model import Step
from capplan.planning import highs
from capplan.planning.blocks import Flags, Programme, Units, in_units, solver_units
from capplan.planning.bound import Priced, price, relax
from capplan.planning.own import worth_of
from capplan.planning.search import (
    STAGE,
    NoPlanError,
    OnStep,
    Search,
    out_of_time,
    relative_gap,
    solve_by_cores,
    solve_whole,
)
from capplan.policy.schema import Solver

WHOLE_AT_MOST = 4_000
FROM_LP = "linear relaxation of the whole programme"
FROM_BRANCHING = "branch and bound on the whole programme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The options chosen, the bound on what any plan is worth (pounds) and where it comes from, the
    programme at the relaxation's prices (pounds a pound), and how many options the solver was given."""

    chosen: Flags
    objective: float
    bound: float
    bound_from: str
    priced: Priced
    options_in_core: int

    @property
    def gap(self) -> float:
        """(bound - objective) / |objective|; 1 where nothing is gained and the bound allows something."""
        return relative_gap(self.objective, self.bound)


def solve(programme: Programme, settings: Solver, on_step: OnStep) -> Solution:
    """Solve a programme (whole pounds) to the gap asked for, within the time limit.

    Raises NoPlanError where no plan keeps every rule, SolverError where the solver is missing or the time ran
    out before any plan was found.
    """
    ends_at = time.monotonic() + settings.time_limit_s
    on_step(Step(stage=STAGE, done=0, total=3, detail="pricing"))
    units = solver_units(programme)
    scaled = in_units(programme, units)
    relaxed = relax(scaled, seed=settings.seed, time_limit_s=settings.time_limit_s)
    if relaxed.ended == highs.INFEASIBLE:
        raise NoPlanError
    if relaxed.ended != highs.OPTIMAL:
        raise SolverError(out_of_time(settings))
    priced = price(scaled, relaxed.prices[: len(scaled.rules)])
    search = Search(pounds=programme, scaled=scaled, units=units, priced=priced, settings=settings, ends_at=ends_at)
    on_step(Step(stage=STAGE, done=1, total=3, detail="choosing"))
    if len(programme.benefit) <= WHOLE_AT_MOST:
        found = solve_whole(search)
    else:
        found = solve_by_cores(search, relaxed.values, on_step)
    on_step(Step(stage=STAGE, done=3, total=3))
    objective = worth_of(programme, found.chosen)
    return Solution(
        chosen=found.chosen,
        objective=objective,
        bound=max(objective, found.bound * units.benefit),
        bound_from=FROM_LP if found.bound == priced.bound else FROM_BRANCHING,
        priced=_in_pounds(programme, priced, units),
        options_in_core=found.size,
    )


def _in_pounds(programme: Programme, priced: Priced, units: Units) -> Priced:
    prices = priced.prices * units.benefit / np.where(programme.in_pounds, units.capital, 1.0)
    return price(programme, prices)
