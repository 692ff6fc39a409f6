"""What would have to be otherwise for an asset to come into a plan: its benefit, its capital, or the budget.

How far each would have to go follows from what the wish costs and from the linear relaxation's prices; a plan is
then solved with the figure there, to see whether whole options follow.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.again import Settled, solve_near
from capplan.planning.blocks import Programme
from capplan.planning.relaxation import Relaxation
from capplan.planning.words import amount, financial_year, pounds

# A lever is tried a little beyond the point at which the plan would be indifferent.
BEYOND = 1.02
# The most extra money that is looked for, as a share of all envelopes, and in how many halvings.
MOST_MORE, HALVINGS = 1.0, 9
NO_MONEY = "no amount up to twice the budget"
NOT_KNOWN = "not known: the relaxation was not solved in time"
COMES_IN, AT_MARGIN, NOT_TRIED = "comes in", "at the margin: not in the plan found", "not tried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One figure that could be another: what it is, how far it would have to go, and what solving with it
    there came to, in words."""

    what: str
    by: str
    tried: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What an option lacks: `short` is how much more it would have to be worth, and `charge` what its capital
    is charged at the relaxation's prices."""

    option: int
    short: float
    charge: float


def levers(settled: Settled, option: int, cost: float) -> pd.DataFrame:
    """What would bring an option that is out into the plan: columns `LEVERS`. Each stands alone, everything else
    as it is.

    `cost` is what the plan with it is worth less than without, by solving: so much more benefit brings it in.
    """
    lacking = _lacking(settled, option, cost)
    rows = [(lever.what, lever.by, lever.tried) for make in LEVERS for lever in make(settled, lacking)]
    return pd.DataFrame(rows, columns=list(c.LEVERS)).astype("str")


def _lacking(settled: Settled, option: int, cost: float) -> Lacking:
    priced, unit = settled.priced, settled.units.benefit
    money = settled.scaled.in_pounds
    draws = settled.scaled.rows[:, [option]].toarray()[:, 0]
    by_prices = float(priced.best[settled.case.asset_of[option]] - priced.reduced[option]) * unit
    return Lacking(
        option=option,
        short=max(cost, by_prices, 0.0) * BEYOND,
        charge=float((draws * priced.prices)[money].sum()) * unit,
    )


def _benefit(settled: Settled, lacking: Lacking) -> Iterator[Lever]:
    worth = float(settled.programme.benefit[lacking.option])
    enough = worth + lacking.short
    share = f", {lacking.short / worth:.0%} more" if worth > 0 else ""
    by = f"{amount(enough, settled.objective)} instead of {amount(worth, settled.objective)}{share}"
    yield Lever(what="benefit", by=by.replace("%", " %"), tried=COMES_IN)


def _capital(settled: Settled, lacking: Lacking) -> Iterator[Lever]:
    """A lower price, the benefit as it stands."""
    now = settled.case.total_capital[lacking.option]
    if lacking.charge <= 0 or now <= 0:
        return
    less = lacking.short / lacking.charge
    if less >= 1:
        yield Lever(what="price", by="not even for nothing, its benefit as it is", tried=NOT_TRIED)
        return
    programme = settled.programme
    scale = np.ones((len(programme.rules), 1))
    scale[programme.in_pounds] = 1 - less
    keep = np.ones(len(programme.benefit))
    keep[lacking.option] = 0.0
    column = sp.csr_array(np.floor(programme.rows[:, [lacking.option]].toarray() * scale))
    place = sp.csr_array(([1.0], ([0], [lacking.option])), shape=(1, len(programme.benefit)))
    rows = sp.csr_array(programme.rows @ sp.diags_array(keep) + column @ place)
    by = f"{pounds(now * (1 - less))} instead of {pounds(now)}, {less:.0%} less".replace("%", " %")
    yield Lever(what="price", by=by, tried=_tried(settled, replace(programme, rows=rows), lacking.option))


def _budget(settled: Settled, lacking: Lacking) -> Iterator[Lever]:
    """More money in the year in which the option starts; the least found at which the relaxation takes it."""
    start = int(settled.case.start[lacking.option])
    rows = settled.money_rows(int(np.searchsorted(settled.case.years, start)))
    if not len(rows):
        return
    relaxation = Relaxation(settled.scaled, seed=settled.settings.seed)
    most = MOST_MORE * float(settled.case.envelopes.sum())

    def takes(more: float) -> bool | None:
        upper = settled.scaled.upper.copy()
        upper[rows] += more / settled.units.capital
        eased = relaxation.solve(settled.scaled.lower, upper)
        return bool(eased.answer.values[lacking.option] > 1 - 1e-6) if eased.is_solved else None

    what, enough = f"budget of {financial_year(start)}", _least_taken(takes, most)
    if enough is None:
        yield Lever(what=what, by=NO_MONEY if takes(most) is False else NOT_KNOWN, tried=NOT_TRIED)
        return
    upper = settled.programme.upper.copy()
    upper[rows] += np.ceil(enough)
    tried = _tried(settled, replace(settled.programme, upper=upper), lacking.option)
    yield Lever(what=what, by=f"about {pounds(round(enough, -5) or enough)} more", tried=tried)


def _least_taken(takes: Callable[[float], bool | None], most: float) -> float | None:
    """The least money, up to `most`, that `takes`, by halving; None where not even `most`, or one is not known."""
    if not takes(most):
        return None
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        taken = takes(middle)
        if taken is None:
            return None
        low, high = (low, middle) if taken else (middle, high)
    return high


LEVERS: tuple[Callable[[Settled, Lacking], Iterator[Lever]], ...] = (_benefit, _capital, _budget)


def _tried(settled: Settled, changed: Programme, option: int) -> str:
    found = solve_near(settled, changed, np.array([option])).chosen
    its = settled.case.asset_of == settled.case.asset_of[option]
    return COMES_IN if found is not None and found[its].any() else AT_MARGIN
