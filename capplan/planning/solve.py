"""From a programme to a plan and the proof of how good it is.

A small programme goes to the solver whole. A large one is priced by its relaxation, which gives a bound
for the whole of it; a core of what the prices leave open is solved, then better cores round the best
plan, until the plan is within the gap asked for or the time is out.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from capplan.errors import Problem, SolverError
from capplan.model import Step
from capplan.planning import handover, highs
from capplan.planning.blocks import Flags, Floats, Programme, Units, in_units, solver_units
from capplan.planning.bound import Priced, price, relax, whole_choices
from capplan.planning.core import Width, base_options, pick, undecided
from capplan.planning.exact import breaches, improve
from capplan.planning.handover import Answer, Core, Effort
from capplan.policy.schema import Solver

OnStep = Callable[[Step], None]

WHOLE_AT_MOST = 4_000
FIRST_CORES = (Width(least=500, per_class=4), Width(least=2_000, per_class=16), Width(least=8_000, per_class=64))
ROUND = Width(least=100, per_class=1)
WIDE_ROUND = Width(least=300, per_class=2)
NODES = 20_000
ROUND_NODES = 500
ROUND_SECONDS = 4.0
UNDECIDED_AT_MOST = 20_000
STAGE = "Choosing"
FROM_LP = "linear relaxation of the whole programme"
FROM_BRANCHING = "branch and bound on the whole programme"


class NoPlanError(Exception):
    """No plan keeps every rule; `capplan.planning.repair` says why."""


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


def relative_gap(objective: float, bound: float) -> float:
    """How far a plan may be from the best, as a share of its value.

    >>> relative_gap(200.0, 201.0), relative_gap(0.0, 0.0)
    (0.005, 0.0)
    """
    if bound <= objective:
        return 0.0
    return (bound - objective) / abs(objective) if objective else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """What stays the same through one solve: the programme in pounds and in solver units, and its limits."""

    pounds: Programme
    scaled: Programme
    units: Units
    priced: Priced
    settings: Solver
    ends_at: float

    def seconds_left(self) -> float:
        return self.ends_at - time.monotonic()

    @property
    def target(self) -> float:
        """A value within the gap asked for of the bound (solver units)."""
        bound, gap = self.priced.bound, self.settings.gap
        return bound - gap / (1 + gap) * abs(bound)

    def value(self, chosen: Flags) -> float:
        """What a plan is worth (solver units)."""
        return math.fsum(self.scaled.benefit[chosen])

    def towards_target(self, *, nodes: int, seconds: float) -> Effort:
        """Stop at a plan that is good enough, judged by the bound of the whole."""
        seconds = min(seconds, self.seconds_left())
        return Effort(target=self.target, gap=0.0, nodes=nodes, seconds=seconds, seed=self.settings.seed)

    def towards_proof(self) -> Effort:
        """Stop when the solver's own bound is near enough."""
        settings = self.settings
        return Effort(target=None, gap=settings.gap, nodes=None, seconds=self.seconds_left(), seed=settings.seed)


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
        raise SolverError(_out_of_time(settings))
    priced = price(scaled, relaxed.prices[: len(scaled.rules)])
    search = _Search(pounds=programme, scaled=scaled, units=units, priced=priced, settings=settings, ends_at=ends_at)
    on_step(Step(stage=STAGE, done=1, total=3, detail="choosing"))
    if len(programme.benefit) <= WHOLE_AT_MOST:
        chosen, bound, size = _solve_whole(search)
    else:
        chosen, bound, size = _solve_by_cores(search, relaxed.values, on_step)
    on_step(Step(stage=STAGE, done=3, total=3))
    objective = math.fsum(programme.benefit[chosen])
    return Solution(
        chosen=chosen,
        objective=objective,
        bound=max(objective, min(priced.bound, bound) * units.benefit),
        bound_from=FROM_LP if priced.bound <= bound else FROM_BRANCHING,
        priced=_in_pounds(programme, priced, units),
        options_in_core=size,
    )


def _solve_whole(search: _Search) -> tuple[Flags, float, int]:
    """The plan, the bound that branching proved (solver units), and the size of the programme."""
    core = handover.whole(search.scaled)
    answer = _solved_exactly(search, core, search.towards_proof(), None)
    if answer.impossible:
        raise NoPlanError
    if answer.chosen is None:
        raise SolverError(_out_of_time(search.settings))
    return improve(search.pounds, answer.chosen), answer.bound, len(core.open)


def _solve_by_cores(search: _Search, relaxed: Floats, on_step: OnStep) -> tuple[Flags, float, int]:
    chosen, bound, size = _first_plan(search, relaxed)
    random = np.random.default_rng(search.settings.seed)
    number = 0
    while (gap := relative_gap(search.value(chosen), bound)) > search.settings.gap and search.seconds_left() > 0:
        on_step(Step(stage=STAGE, done=2, total=3, detail=f"within {gap:.2%} of the best possible"))
        base = base_options(search.scaled, chosen)
        last = undecided(search.scaled, search.priced, base, search.priced.bound - search.value(chosen))
        if len(last.open) <= UNDECIDED_AT_MOST and number >= 2:
            return _finish(search, chosen, last)
        noise = 1 + 2 * random.exponential(size=len(search.priced.loss))
        width = WIDE_ROUND if number % 3 == 2 else ROUND
        nothing = np.zeros_like(chosen)
        core = pick(search.scaled, search.priced, base, nothing, width, search.priced.loss * noise)
        answer = _solved_exactly(search, core, search.towards_target(nodes=ROUND_NODES, seconds=ROUND_SECONDS), chosen)
        chosen = _better(search, chosen, answer)
        number += 1
    return chosen, bound, size


def _first_plan(search: _Search, relaxed: Floats) -> tuple[Flags, float, int]:
    """A plan from the core round the relaxation's choices, from wider cores, at last from the whole."""
    outright, partly = whole_choices(search.scaled, relaxed)
    base = base_options(search.scaled, outright)
    for width in FIRST_CORES:
        core = pick(search.scaled, search.priced, base, partly, width, search.priced.loss)
        effort = search.towards_target(nodes=NODES, seconds=search.seconds_left() / 2)
        answer = _solved_exactly(search, core, effort, None)
        if answer.chosen is not None:
            return improve(search.pounds, answer.chosen), search.priced.bound, len(core.open)
    return _solve_whole(search)


def _finish(search: _Search, chosen: Flags, core: Core) -> tuple[Flags, float, int]:
    """Solve all that a better plan could change: what is proved of it is proved of the whole."""
    answer = _solved_exactly(search, core, search.towards_proof(), chosen)
    better = _better(search, chosen, answer)
    proved = max(answer.bound, search.value(better))
    return better, min(proved, search.priced.bound), len(core.open)


def _better(search: _Search, chosen: Flags, answer: Answer) -> Flags:
    if answer.chosen is None:
        return chosen
    improved = improve(search.pounds, answer.chosen)
    return improved if search.value(improved) > search.value(chosen) else chosen


def _solved_exactly(search: _Search, core: Core, effort: Effort, start: Flags | None) -> Answer:
    """The solver's answer, its plan within every limit to the pound.

    The solver keeps rows to a tolerance. Where its plan is over by pounds, the row is made that much
    tighter and the core solved again; the bound stays that of the true limits.
    """
    said = answer = handover.solve(search.scaled, core, effort, start)
    tightened = search.scaled
    for _ in range(3):
        if answer.chosen is None:
            break
        over = breaches(search.pounds, answer.chosen)
        if not over.any():
            break
        over = over / np.where(search.pounds.in_pounds, search.units.capital, 1.0)
        free = tightened.lower < tightened.upper
        tightened = replace(
            tightened,
            upper=np.where(free, tightened.upper - over, tightened.upper),
            lower=np.where(free, tightened.lower + over, tightened.lower),
        )
        answer = handover.solve(tightened, core, effort, None)
    return replace(answer, bound=said.bound, impossible=said.impossible)


def _in_pounds(programme: Programme, priced: Priced, units: Units) -> Priced:
    prices = priced.prices * units.benefit / np.where(programme.in_pounds, units.capital, 1.0)
    return price(programme, prices)


def _out_of_time(settings: Solver) -> Problem:
    return Problem(
        where="solver",
        what=f"no plan was found in {settings.time_limit_s:g} seconds",
        mend="Give it more time (solver.time_limit_s, or --time-limit), or loosen the rules.",
    )
