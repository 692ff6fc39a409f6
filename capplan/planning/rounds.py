"""Finding a plan within the gap asked for: the whole of a small programme, the cores of a large one.

A core of what the relaxation's prices leave open is solved first. If its plan is not yet
near enough to the bound, all that a better plan could change is solved to proof as soon as it is little enough;
until then a wider core is, and then small cores round the best plan until the time is out.
"""

import itertools
from dataclasses import dataclass, replace

import numpy as np

from capplan.errors import SolverError
from capplan.planning import handover
from capplan.planning.bound import Relaxed
from capplan.planning.core import Width, base_options, pick
from capplan.planning.cuts import solved_exactly
from capplan.planning.first import mended
from capplan.planning.found import Found, NoPlanError, out_of_time
from capplan.planning.handover import NOTHING, Answer, Core
from capplan.planning.parts import gains
from capplan.planning.search import Search


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


def solve_whole(search: Search, relaxed: Relaxed) -> Found:
    """The whole programme by branch and bound, to the gap asked for or until the time is out: then at worst the
    mended choices of the relaxation.

    Raises NoPlanError where the solver proves that there is none, SolverError where it found none in time.
    """
    core = handover.whole(search.scaled)
    answer = solved_exactly(search, core, search.towards_proof(), None)
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
        answer = solved_exactly(search, core, search.towards_target(round_.nodes), found.chosen)
        found = _better(search, found, answer, core) or found
    return found


def _round_the_relaxation(search: Search, relaxed: Relaxed) -> Found:
    """A plan from a core round the relaxation's choices; where it holds none, a wider one, then the whole."""
    base = base_options(search.scaled, relaxed.outright)
    held = _held(search, relaxed)
    for round_ in (FIRST, WIDE):
        core = pick(search.scaled, search.priced, base, relaxed.partly, round_.width, search.priced.loss)
        answer = solved_exactly(search, core, search.towards_target(round_.nodes), None)
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
    answer = solved_exactly(search, core, search.towards_proof(), found.chosen)
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
