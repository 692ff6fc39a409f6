"""Finding a plan within the gap asked for: the whole of a small programme, the cores of a large one.

A core of what the relaxation's prices leave open is solved first. If its plan is not yet
near enough to the bound, all that a better plan could change is solved to proof as soon as it is little enough;
until then a wider core is, and then small cores round the best plan until the time is out.
"""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from capplan.errors import Problem, SolverError
from capplan.model import Step
from capplan.planning import handover
from capplan.planning.blocks import Flags, Floats, Programme, Units
from capplan.planning.bound import Priced, Relaxed
from capplan.planning.core import Width, base_options, cheapest, pick, undecided
from capplan.planning.cuts import ruled_out
from capplan.planning.exact import breaches, improve
from capplan.planning.first import mended
from capplan.planning.handover import NOTHING, Answer, Core
from capplan.planning.own import worth_of
from capplan.planning.parts import Gains, gains
from capplan.planning.solvers import Effort
from capplan.policy.schema import Solver

OnStep = Callable[[Step], None]

FROM_LP = "linear relaxation of the whole programme"
FROM_PARTS = "branch and bound on each part of the programme"
FROM_BRANCHING = "branch and bound on the whole programme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How wide a core to open, how far its losses are perturbed, and after how many nodes to leave it.

    Nodes, not seconds: the same problem gives the same plan on a slow machine, unless its time runs out.
    """

    width: Width
    noise: float
    nodes: int


# The first core is opened round the relaxation's choices; it is mostly enough. Small cores round the best plan
# follow, and a wider one where they were not enough, or where the first holds no plan.
FIRST = Round(width=Width(least=500, per_class=4), noise=0.0, nodes=60)
WIDE = Round(width=Width(least=4_000, per_class=16), noise=0.0, nodes=1_000)
SMALL = (
    Round(width=Width(least=100, per_class=1), noise=2.0, nodes=500),
    Round(width=Width(least=100, per_class=1), noise=2.0, nodes=500),
    Round(width=Width(least=300, per_class=2), noise=2.0, nodes=500),
)
UNDECIDED_AT_MOST = 20_000
IMPROVED_AMONG = 20_000
# A core is left when its own gap is this share of the gap asked for: no better plan in it would count.
CORE_GAP_SHARE = 0.5
PART_GAP, PART_NODES = 1e-5, 200
# How often a plan that is over by pounds is ruled out, in cores small enough; and how often rows are tightened.
CUTS, CUT_AT_MOST, TIGHTER = 12, 500, 3


class NoPlanError(Exception):
    """No plan keeps every rule; `capplan.planning.repair` says why."""


def relative_gap(objective: float, bound: float) -> float:
    """How far a plan may be from the best, as a share of its value.

    >>> relative_gap(200.0, 201.0), relative_gap(0.0, 0.0)
    (0.005, 0.0)
    """
    if bound <= objective:
        return 0.0
    return (bound - objective) / abs(objective) if objective else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A plan, what it is worth, the best bound known for the whole and where that is from (all in solver units,
    as the prices on the coupling rows), and the size of the core it came from."""

    chosen: Flags
    value: float
    bound: float
    bound_from: str
    prices: Floats
    size: int

    @property
    def gap(self) -> float:
        """How far the plan may be from the best, as a share of its value."""
        return relative_gap(self.value, self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What stays the same through one solve: the programme in pounds and in solver units, and its limits."""

    pounds: Programme
    scaled: Programme
    units: Units
    priced: Priced
    gains: Gains
    settings: Solver
    ends_at: float
    on_found: Callable[[Found], None]

    def seconds_left(self) -> float:
        """Seconds until the time limit; below 0 once it is past."""
        return self.ends_at - time.monotonic()

    @property
    def target(self) -> float:
        """A value within the gap asked for of the bound (solver units)."""
        gap = self.settings.gap
        return self.bound - gap / (1 + gap) * abs(self.bound)

    @property
    def bound(self) -> float:
        """No plan is worth more (solver units)."""
        return self.priced.bound - self.gains.total

    def value(self, chosen: Flags) -> float:
        """What a plan is worth (solver units)."""
        return worth_of(self.scaled, chosen)

    def is_done(self, found: Found) -> bool:
        """Whether a plan is as near to the best as was asked, or the time is out."""
        return found.gap <= self.settings.gap or self.seconds_left() <= 0

    def improved(self, chosen: Flags) -> Flags:
        """A plan that no single move to one of the options of least loss betters."""
        return improve(self.pounds, chosen, cheapest(self.priced.loss, IMPROVED_AMONG))

    def found(self, chosen: Flags, bound: float, core: Core) -> Found:
        """A plan from a core, with the better of a bound that was proved and the priced one."""
        return Found(
            chosen=chosen,
            value=self.value(chosen),
            bound=min(bound, self.bound),
            bound_from=FROM_BRANCHING if bound < self.bound else FROM_PARTS if self.gains.total else FROM_LP,
            prices=self.priced.prices,
            size=len(core.open),
        )

    def undecided(self, found: Found) -> Core:
        """The core of all that a better plan could change."""
        slack = self.bound - found.value + self.gains.of_asset
        return undecided(self.scaled, self.priced, base_options(self.scaled, found.chosen), slack)

    def towards_target(self, round_: Round) -> Effort:
        """Stop at a plan that is good enough, judged by the bound of the whole, or when the core has little
        more to give."""
        settings = self.settings
        return Effort(
            target=self.target,
            gap=settings.gap * CORE_GAP_SHARE,
            nodes=round_.nodes,
            seconds=self.seconds_left() / 2,
            seed=settings.seed,
            solver=settings.name,
        )

    def of_a_part(self) -> Effort:
        """Stop when a nearer proof of one part would not count in the whole."""
        settings = self.settings
        return Effort(
            target=None,
            gap=PART_GAP,
            nodes=PART_NODES,
            seconds=self.seconds_left() / 4,
            seed=settings.seed,
            solver=settings.name,
        )

    def towards_proof(self) -> Effort:
        """Stop when the solver's own bound is near enough."""
        settings = self.settings
        return Effort(
            target=None,
            gap=settings.gap,
            nodes=None,
            seconds=self.seconds_left(),
            seed=settings.seed,
            solver=settings.name,
        )


def solve_whole(search: Search, relaxed: Relaxed) -> Found:
    """The whole programme by branch and bound, to the gap asked for or until the time is out: then at worst the
    mended choices of the relaxation.

    Raises NoPlanError where the solver proves that there is none, SolverError where it found none in time.
    """
    core = handover.whole(search.scaled)
    answer = _solved_exactly(search, core, search.towards_proof(), None)
    if answer.impossible:
        raise NoPlanError
    chosen = answer.chosen
    if chosen is None:
        chosen = mended(search.pounds, search.priced, relaxed.outright)
    if chosen is None:
        raise SolverError(out_of_time(search.settings))
    return search.found(search.improved(chosen), answer.bound, core)


def solve_by_cores(search: Search, relaxed: Relaxed) -> Found:
    """A large programme by cores, from its relaxation; raises as `solve_whole` does."""
    found = _round_the_relaxation(search, relaxed)
    if not search.is_done(found):
        search = replace(search, gains=gains(search.scaled, relaxed, search.bound - found.value, search.of_a_part()))
        found = search.found(found.chosen, search.bound, NOTHING)
        search.on_found(found)
    random = np.random.default_rng(search.settings.seed)
    for round_ in itertools.chain(SMALL, [WIDE], itertools.cycle(SMALL)):
        if search.is_done(found):
            break
        base = base_options(search.scaled, found.chosen)
        last = search.undecided(found)
        if len(last.open) <= UNDECIDED_AT_MOST:
            return _finish(search, found, last)
        kept = found.chosen & ~relaxed.outright | relaxed.partly if round_ is WIDE else np.zeros_like(found.chosen)
        loss = search.priced.loss
        if round_.noise:
            loss = loss * (1 + round_.noise * random.exponential(size=len(loss)))
        core = pick(search.scaled, search.priced, base, kept, round_.width, loss)
        answer = _solved_exactly(search, core, search.towards_target(round_), found.chosen)
        found = _better(search, found, answer, core) or found
    return found


def _round_the_relaxation(search: Search, relaxed: Relaxed) -> Found:
    """A plan from a core round the relaxation's choices; where it holds none, a wider one, then the whole."""
    base = base_options(search.scaled, relaxed.outright)
    held = _held(search, relaxed)
    for round_ in (FIRST, WIDE):
        core = pick(search.scaled, search.priced, base, relaxed.partly, round_.width, search.priced.loss)
        answer = _solved_exactly(search, core, search.towards_target(round_), None)
        found = _better(search, held, answer, core)
        if found is not None:
            return found
    return solve_whole(search, relaxed)


def _held(search: Search, relaxed: Relaxed) -> Found | None:
    """Something to hold before the first core is solved: the relaxation's choices mended."""
    chosen = mended(search.pounds, search.priced, relaxed.outright)
    if chosen is None:
        return None
    held = search.found(chosen, np.inf, NOTHING)
    search.on_found(held)
    return held


def _finish(search: Search, found: Found, core: Core) -> Found:
    """Solve all that a better plan could change: what is proved of it is proved of the whole."""
    answer = _solved_exactly(search, core, search.towards_proof(), found.chosen)
    better = _better(search, found, answer, core) or found
    return search.found(better.chosen, max(answer.bound, better.value), core)


def _better(search: Search, found: Found | None, answer: Answer, core: Core) -> Found | None:
    """The better of the best plan so far and the answer's, improved; None where there is neither."""
    if answer.chosen is None:
        return found
    improved = search.improved(answer.chosen)
    if found is not None and search.value(improved) <= found.value:
        return found
    better = search.found(improved, search.bound, core)
    search.on_found(better)
    return better


def _solved_exactly(search: Search, core: Core, effort: Effort, start: Flags | None) -> Answer:
    """The solver's answer, its plan within every limit to the pound.

    The solver keeps rows to a tolerance. Where its plan is over by pounds, a small core is solved again with
    that plan ruled out, which loses no plan within the limits. A large one, or one in which there are many
    such plans, is solved again with the row that much tighter; the bound stays that of the true limits.
    Where nothing is within tighter rows, the core counts as impossible: all that was found in it was over.
    """
    answer = handover.solve(search.scaled, core, effort, start)
    bound, limits = answer.bound, search.scaled
    cuts = CUTS if len(core.open) <= CUT_AT_MOST else 0
    for attempt in range(cuts + TIGHTER):
        if answer.chosen is None or not (over := breaches(search.pounds, answer.chosen)).any():
            return replace(answer, bound=bound)
        limits = ruled_out(limits, answer.chosen, over) if attempt < cuts else _tighter(search, limits, over)
        answer = handover.solve(limits, core, effort, None)
        bound = min(bound, answer.bound) if attempt < cuts else bound
    if answer.chosen is not None and breaches(search.pounds, answer.chosen).any():
        answer = replace(answer, chosen=None)
    return replace(answer, bound=bound)


def _tighter(search: Search, limits: Programme, over: Floats) -> Programme:
    """Limits with the rows that were broken tighter by as much as they were."""
    more = np.zeros(len(limits.rules))
    more[: len(over)] = over / np.where(search.pounds.in_pounds, search.units.capital, 1.0)
    free = limits.lower < limits.upper
    return replace(
        limits,
        upper=np.where(free, limits.upper - more, limits.upper),
        lower=np.where(free, limits.lower + more, limits.lower),
    )


def out_of_time(settings: Solver) -> Problem:
    """What is told when the time ran out before any plan was found."""
    return Problem(
        where="solver",
        what=f"no plan was found in {settings.time_limit_s:g} seconds",
        mend="Give it more time (solver.time_limit_s, or --time-limit), or loosen the rules.",
    )
