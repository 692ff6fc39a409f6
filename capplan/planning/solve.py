"""A programme solved: here where it is small, in a process of its own where the solver might overrun its time."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from capplan.model import Step
from capplan.planning.blocks import Flags, Floats, Programme, Units, solver_units
from capplan.planning.bound import Priced
from capplan.planning.closing import Closed, what_is_left
from capplan.planning.engine import WHOLE_AT_MOST, search_plan
from capplan.planning.found import Found, relative_gap
from capplan.planning.own import worth_of
from capplan.planning.solvers import solver_of
from capplan.planning.ties import by_preference
from capplan.planning.worker import search_apart
from capplan.policy.schema import Solver

OnStep = Callable[[Step], None]
OnFound = Callable[[Found], None]
Searching = Callable[[Programme, Solver, float, OnFound], Found]

STAGE = "Choosing"
IN_THIS_PROCESS = "highs"
# What is done after the search takes so long for each option: a second for four million.
CLOSING_S = 2.5e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The options chosen, the bound on what any plan is worth (pounds) and where it comes from, the
    programme at the relaxation's prices (pounds a pound), the options that no plan can hold, and how many options
    the solver was given."""

    chosen: Flags
    objective: float
    bound: float
    bound_from: str
    priced: Priced
    closed: Closed
    options_in_core: int

    @property
    def gap(self) -> float:
        """(bound - objective) / |objective|; 1 where nothing is gained and the bound allows something."""
        return relative_gap(self.objective, self.bound)


def solve(programme: Programme, settings: Solver, on_step: OnStep) -> Solution:
    """Solve a programme (whole pounds) to the gap asked for, within the time limit and a second.

    Raises NoPlanError where no plan keeps every rule, SolverError where the solver is missing or the time ran
    out before any plan was found.
    """
    return _solved(programme, settings, on_step, _search_in_time)


def solve_here(programme: Programme, settings: Solver, on_step: OnStep) -> Solution:
    """As `solve`, in this process whatever the size: for one that has a process of its own already. The solver may
    overrun its time."""
    return _solved(programme, settings, on_step, search_plan)


def _search_in_time(programme: Programme, settings: Solver, ends_at: float, on_found: OnFound) -> Found:
    """Here or apart: the solver keeps its time on small programmes, and a process takes most of a second to begin."""
    is_small = len(programme.benefit) <= WHOLE_AT_MOST and settings.name == IN_THIS_PROCESS
    return (search_plan if is_small else search_apart)(programme, settings, ends_at, on_found)


def _solved(programme: Programme, settings: Solver, on_step: OnStep, search: Searching) -> Solution:
    """What is left of the programme once no plan can hold the rest, searched, and told in the whole one's terms."""
    closing_s = CLOSING_S * len(programme.benefit)
    ends_at = time.monotonic() + max(settings.time_limit_s - closing_s, settings.time_limit_s / 2)
    solver_of(settings.name)
    on_step(Step(stage=STAGE, done=0, total=2, detail="pricing"))

    def on_found(found: Found) -> None:
        detail = f"within {found.gap:.2%} of the best possible"
        on_step(Step(stage=STAGE, done=1, total=2, detail=detail, gap=found.gap))

    left = what_is_left(programme)
    found = search(left.programme, settings, ends_at, on_found)
    chosen = by_preference(programme, left.in_whole(found.chosen))
    on_step(Step(stage=STAGE, done=2, total=2))
    units = solver_units(left.programme)
    objective = worth_of(programme, chosen)
    return Solution(
        chosen=chosen,
        objective=objective,
        bound=max(objective, found.bound * units.benefit),
        bound_from=found.bound_from,
        priced=left.price(_in_pounds(programme, found.prices, units)),
        closed=left.closed,
        options_in_core=found.size,
    )


def _in_pounds(programme: Programme, prices: Floats, units: Units) -> Floats:
    in_pounds: Floats = prices * units.benefit / np.where(programme.in_pounds, units.capital, 1.0)
    return in_pounds
