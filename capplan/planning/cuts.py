"""The solver's answer made good to the pound: it keeps rows to a tolerance, and a plan keeps its limits.

What the solver took to be within its limits and is not is ruled out by rows that lose no plan that is.
"""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from capplan.planning import handover
from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.exact import breaches
from capplan.planning.handover import Answer, Core
from capplan.planning.own import settling
from capplan.planning.search import Search
from capplan.planning.solvers import Effort

RULED_OUT = "ruled out"
# How often a plan that is over by pounds is ruled out, in cores small enough; and how often rows are tightened.
CUTS, CUT_AT_MOST, TIGHTER = 12, 500, 3


def solved_exactly(search: Search, core: Core, effort: Effort, start: Flags | None) -> Answer:
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


def ruled_out(programme: Programme, chosen: Flags, over: Floats) -> Programme:
    """The programme with a row more for each that a plan breaks (`over`, one a row, above 0).

    Let T be the options that draw on a row. Whatever chooses the same of T breaks it too, so
    `sum of x over T chosen - sum of x over T not chosen <= (number of T chosen) - 1`. Where more of an option
    only adds to the row, options left out need not count when it is over its upper limit (a cover
    inequality; Balas 1975, Mathematical Programming 8, 146-164), nor options chosen when it is below its
    lower one. For a year of money that is carried on, T is all that draws on any year.
    """
    signs = [_sign_row(programme, chosen, row) for row in np.flatnonzero(over > 0).tolist()]
    rows = sp.csr_array(np.vstack(signs))
    count = len(signs)
    upper = (rows > 0).sum(axis=1) - 1.0
    own = programme.own
    return replace(
        programme,
        rules=np.append(programme.rules, [RULED_OUT] * count),
        scopes=np.append(programme.scopes, [""] * count),
        rows=sp.csr_array(sp.vstack([programme.rows, rows], format="csr")),
        lower=np.append(programme.lower, np.full(count, -np.inf)),
        upper=np.append(programme.upper, np.asarray(upper, dtype=np.float64).ravel()),
        in_pounds=np.append(programme.in_pounds, np.zeros(count, dtype=bool)),
        own=replace(own, rows=sp.csr_array(sp.vstack([own.rows, sp.csr_array((count, len(own.upper)))], format="csr"))),
    )


def _sign_row(programme: Programme, chosen: Flags, row: int) -> Floats:
    """1 for an option chosen, -1 for one left out, 0 where it does not count."""
    rows = _shared_with(programme, row)
    part = programme.rows[rows]
    draws = np.asarray(abs(part).sum(axis=0)).ravel() > 0
    signs = np.where(draws, np.where(chosen, 1.0, -1.0), 0.0)
    if part.nnz and part.data.min() < 0:
        return signs
    below = (programme.rows[[row]] @ chosen.astype(np.float64))[0] < programme.lower[row]
    return np.minimum(signs, 0.0) if below else np.maximum(signs, 0.0)


def _shared_with(programme: Programme, row: int) -> Whole:
    """The row and, where it passes money on, every other that does."""
    passing = settling(programme).money.rows
    return passing if row in passing else np.array([row], dtype=np.int64)
