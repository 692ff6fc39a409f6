"""The frontier: what a plan could be worth with more money or less, and what the next million buys."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.model import Step
from capplan.planning.again import Settled, solve_near
from capplan.planning.blocks import Floats, Programme, in_units
from capplan.planning.found import NoPlanError
from capplan.planning.programme import make_programme
from capplan.planning.relaxation import Relaxation, priced_by
from capplan.planning.solve import OnStep, solve
from capplan.planning.why import exchange
from capplan.planning.words import known_within

LEAST, MOST, POINTS = 0.55, 1.5, 20
MILLION = 1_000_000
# Gaps that differ by less are the same.
LITTLE = 1e-9
STAGE = "Solving with other budgets"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMillion:
    """What £1m more in the year where money is worth most would buy.

    `by_prices` is what it gains by the price of the year's last pound; `found` what the plan found near the
    finished one gains over the best found without it; `exchange` (columns `EXCHANGE`) what it does otherwise.
    """

    year: int
    by_prices: float
    found: float
    exchange: pd.DataFrame


def shares(least: float = LEAST, most: float = MOST, points: int = POINTS) -> Floats:
    """Even steps from `least` to `most`, 1 (the budget as it is) among them.

    >>> shares(0.9, 1.1, 3).tolist()
    [0.9, 1.0, 1.1]
    """
    even = np.round(np.linspace(least, most, points), 4)
    even[np.argmin(np.abs(even - 1.0))] = 1.0
    return even


def frontier(settled: Settled, at: Floats) -> pd.DataFrame:
    """What a plan is worth at most with every envelope times each of `at`, by the linear relaxation: columns
    `FRONTIER`, ascending.

    Limits that are shares of the budget move with it; those in pounds stay. Where not even shares of options
    keep the rules, the bound is missing. The plan as it stands is the one value at 1.
    """
    limits = _moving_limits(settled)
    relaxation = Relaxation(settled.scaled, seed=settled.settings.seed)
    rows = []
    for share in sorted(set(at.tolist())):
        bound = _bound(relaxation, in_units(limits.at(share), settled.units)) * settled.units.benefit
        capital = round(float(settled.case.envelopes.sum()) * share)
        rows.append((share, capital, bound, settled.value if share == 1.0 else np.nan))
    return pd.DataFrame(rows, columns=list(c.FRONTIER))


def _bound(relaxation: Relaxation, moved: Programme) -> float:
    """What no plan is worth more than under these limits; missing where none is found."""
    try:
        eased = relaxation.solve(moved.lower, moved.upper, moved.own.upper)
    except NoPlanError:
        return np.nan
    return eased.priced.bound if eased.is_solved else np.nan


def solve_at(settled: Settled, curve: pd.DataFrame, points: Sequence[float], on_step: OnStep) -> pd.DataFrame:
    """The frontier with a plan solved at these shares of the budget, to the scenario's own gap and time limit, and with
    `GAP_GBP`, how much more the best plan there may be worth; missing where none was solved here."""
    values, gaps = curve[c.VALUE_GBP].copy(), pd.Series(np.nan, index=curve.index)
    for number, share in enumerate(points):
        at = Step(stage=STAGE, done=number, total=len(points), detail=f"{share:.0%} of the budget")
        envelopes = np.round(settled.case.envelopes * share).astype(np.int64)
        programme = make_programme(replace(settled.case, envelopes=envelopes), settled.rules, settled.objective)
        try:
            found = solve(programme, settled.settings, at.around(on_step))
        except NoPlanError:
            continue
        values[curve[c.BUDGET_SHARE] == share] = found.objective
        gaps[curve[c.BUDGET_SHARE] == share] = max(found.bound - found.objective, 0.0)
    if points:
        on_step(Step(stage=STAGE, done=len(points), total=len(points)))
    return curve.assign(**{c.VALUE_GBP: values, c.GAP_GBP: gaps})


def not_proven(curve: pd.DataFrame, gap_asked: float) -> tuple[str, ...]:
    """The solved points of a frontier (`solve_at`) that did not come as near the best as was asked for, in words: their
    time ran out, or the search ended early."""
    gaps = curve[c.GAP_GBP] / curve[c.VALUE_GBP].abs()
    return tuple(
        f"{100 * share:.0f} % of the budget ({known_within(gap)})"
        for share, gap in zip(curve[c.BUDGET_SHARE], gaps, strict=True)
        if gap > gap_asked + LITTLE
    )


def points_to_solve(curve: pd.DataFrame, number: int) -> list[float]:
    """Shares of the budget to solve a plan at: spread over those that have a bound, 1 being solved already."""
    open_to = curve.loc[curve[c.BOUND_GBP].notna() & (curve[c.BUDGET_SHARE] != 1.0), c.BUDGET_SHARE].tolist()
    if number <= 0 or not open_to:
        return []
    places = np.linspace(0, len(open_to) - 1, min(number, len(open_to)) + 2)[1:-1]
    return sorted({open_to[round(place)] for place in places})


def next_million(settled: Settled) -> NextMillion | None:
    """What the next £1m buys, and named: None where no envelope binds."""
    worth = _worth_of_more(settled)
    year = int(np.argmax(worth))
    if worth[year] <= 0:
        return None
    nothing = np.empty(0, dtype=np.int64)
    richer = solve_near(settled, _richer(settled, year), nothing)
    as_it_is = solve_near(settled, settled.programme, nothing)
    return NextMillion(
        year=int(settled.case.years[year]),
        by_prices=settled.bound_gain(richer.bound),
        found=max(richer.value - max(as_it_is.value, settled.value), 0.0),
        exchange=exchange(settled, richer.chosen),
    )


def _worth_of_more(settled: Settled) -> Floats:
    """What more money in each year is worth by its price; where none has one, by the bound with £1m more, with which a
    plan may hold what is too large for the year as it is."""
    years = range(len(settled.case.years))
    prices = np.array([settled.priced.prices[settled.money_rows(year)].sum() for year in years])
    if prices.max() > 0:
        return prices
    richer = [priced_by(in_units(_richer(settled, year), settled.units), settled.settings) for year in years]
    return np.array([0.0 if priced is None else priced.bound - settled.priced.bound for priced in richer])


def _richer(settled: Settled, year: int) -> Programme:
    """The programme with £1m more in a year (its position)."""
    upper = settled.programme.upper.copy()
    upper[settled.money_rows(year)] += MILLION
    return replace(settled.programme, upper=upper)


@dataclass(frozen=True, slots=True, kw_only=True)
class _MovingLimits:
    """The programme with the budget as it is, and with twice as much: between and beyond, limits lie on the
    line through both."""

    once: Programme
    twice: Programme

    def at(self, share: float) -> Programme:
        """The programme at a share of the budget, its limits rounded outwards to whole pounds."""

        def along(once: Floats, twice: Floats) -> Floats:
            same = (once == twice) | np.isinf(once)
            step = np.subtract(twice, once, out=np.zeros_like(once), where=~same)
            return np.where(same, once, once + (share - 1) * step)

        once, twice = self.once, self.twice
        return replace(
            once,
            lower=np.floor(along(once.lower, twice.lower) + 1e-6),
            upper=np.ceil(along(once.upper, twice.upper) - 1e-6),
            own=replace(once.own, upper=along(once.own.upper, twice.own.upper)),
        )


def _moving_limits(settled: Settled) -> _MovingLimits:
    twice = make_programme(
        replace(settled.case, envelopes=2 * settled.case.envelopes), settled.rules, settled.objective
    )
    return _MovingLimits(once=settled.programme, twice=twice)
