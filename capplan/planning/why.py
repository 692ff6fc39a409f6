"""Why one asset is in a plan or out of it, by solving again: what the other choice costs, what leaves and what
comes in, and what would have to change."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.model import Scenario
from capplan.planning.again import Outcome, Rebuilt, Settled, rebuild, settle, solve_near, with_row
from capplan.planning.blocks import Flags, Programme, Whole
from capplan.planning.case import Case
from capplan.planning.closing import breaks_said, closed_options
from capplan.planning.core import base_options
from capplan.planning.levers import levers
from capplan.planning.words import financial_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a wish costs, in the unit of the plan's objective.

    - `found`: by how much the best plan found near the finished one is worth less with the wish than without.
    - `by_prices`: the same by the linear relaxation.
    - `least`, `most`: between these the true cost lies, by the bounds of both programmes.
    - `against_plan`: what the wish's plan is worth less than the plan as it stands; below 0 where it is more.
    """

    found: float
    by_prices: float
    least: float
    most: float
    against_plan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The other choice for an asset, solved.

    `option` (its position in the case) and `year` are those in which the asset starts with the wish granted, None
    where it is to stay out; `cost` is None
    where no plan that grants it was found, and `cannot_be` says whether there is none; `breaks` says which limit
    its options break by themselves, if they all do. `exchange` (columns `EXCHANGE`) is what its plan does otherwise
    than the plan as it stands.
    """

    asset_id: str
    into: bool
    option: int | None
    year: int | None
    cost: Cost | None
    cannot_be: bool
    exchange: pd.DataFrame
    breaks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """An asset's decision with its reason, the other choice solved, and what would have to change.

    `wish` is None for an asset without options; `levers` has the columns `LEVERS`. `gap` is how far the plan
    may be from the best, `objective` what it makes the most of, `duty` whether the asset must be treated.
    """

    decision: pd.Series
    duty: bool
    objective: str
    gap: float
    wish: Wish | None
    levers: pd.DataFrame


def why(scenario: Scenario, asset_id: str, year: int | None = None) -> Why:
    """Ask of a finished scenario why an asset is in its plan or out of it.

    An asset that is in is solved without; one that is out is solved with it, in `year` or its best one.
    Raises InputError where the scenario has no such asset, or the asset no option in `year`.
    """
    decisions = scenario.plan.decisions
    found = decisions[decisions[c.ASSET_ID] == asset_id]
    if found.empty:
        raise InputError(Problem(where=asset_id, what="the plan has no such asset", mend="Check its number."))
    decision, report = found.iloc[0], scenario.plan.report
    at_once = Why(
        decision=decision, duty=False, objective=report.objective, gap=0.0, wish=None,
        levers=pd.DataFrame(columns=list(c.LEVERS)),
    )  # fmt: skip
    if asset_id not in set(scenario.options[c.ASSET_ID]):
        return at_once
    rebuilt = rebuild(scenario)
    asset = int(np.searchsorted(rebuilt.case.assets.astype(str), asset_id))
    wanted = _wanted(rebuilt.case, asset, asset_id, year)
    impossible = _impossible(rebuilt, asset_id, wanted)
    if impossible is not None:
        return replace(at_once, wish=impossible)
    settled = settle(scenario, rebuilt)
    is_in = bool(settled.chosen[settled.case.asset_of == asset].any())
    into = year is not None or not is_in
    gap = report.gap * abs(settled.value)
    wish = _granted(settled, asset, wanted, into=into, gap=gap)
    needs = at_once.levers
    if wish.cost is not None and wish.option is not None and not is_in:
        needs = levers(settled, wish.option, wish.cost.found)
    return replace(at_once, duty=bool(settled.programme.must[asset]), gap=gap, wish=wish, levers=needs)


def _impossible(rebuilt: Rebuilt, asset_id: str, wanted: Whole) -> Wish | None:
    """The wish that no plan can grant, for each of these options breaks a limit by itself; None where one does not."""
    closed = closed_options(rebuilt.programme)
    if not closed.options[wanted].all():
        return None
    nearest = int(wanted[np.argmin(closed.beyond[wanted])])
    return Wish(
        asset_id=asset_id, into=True, option=None, year=None, cost=None, cannot_be=True,
        exchange=pd.DataFrame(columns=list(c.EXCHANGE)),
        breaks=breaks_said(rebuilt.case, rebuilt.programme, nearest, int(closed.row[nearest])),
    )  # fmt: skip


def _wanted(case: Case, asset: int, asset_id: str, year: int | None) -> Whole:
    """The asset's options, or those that start in `year`."""
    options = np.flatnonzero(case.asset_of == asset)
    if year is None:
        return options
    within = options[case.start[options] == year]
    if not len(within):
        years = sorted({financial_year(int(start)) for start in case.start[options]})
        mend = f"It has options in {', '.join(years)}."
        raise InputError(Problem(where=asset_id, what=f"it has no option that starts in {year}", mend=mend))
    return np.asarray(within)


def _granted(settled: Settled, asset: int, wanted: Whole, *, into: bool, gap: float) -> Wish:
    programme = _without_duty(settled.programme, asset)
    changed = with_row(programme, wanted, (1.0, 1.0) if into else (0.0, 0.0))
    options = np.flatnonzero(settled.case.asset_of == asset)
    with_it = solve_near(settled, changed, options)
    # The same search without the wish, so that what searching finds is not put down to the wish.
    without = solve_near(settled, settled.programme, options)
    started = wanted[:0] if with_it.chosen is None else wanted[with_it.chosen[wanted]]
    return Wish(
        asset_id=str(settled.case.assets[asset]),
        into=into,
        option=int(started[0]) if into and len(started) else None,
        year=int(settled.case.start[started[0]]) if into and len(started) else None,
        cost=None if with_it.chosen is None else _cost(settled, with_it, without, gap),
        cannot_be=bool(np.isneginf(with_it.bound)),
        exchange=exchange(settled, with_it.chosen),
    )


def _cost(settled: Settled, with_it: Outcome, without: Outcome, gap: float) -> Cost:
    best_known = max(without.value, settled.value)
    return Cost(
        found=best_known - with_it.value,
        by_prices=settled.bound - with_it.bound,
        least=max(best_known - with_it.bound, 0.0),
        most=max(min(settled.bound, settled.value + gap) - with_it.value, 0.0),
        against_plan=settled.value - with_it.value,
    )


def _without_duty(programme: Programme, asset: int) -> Programme:
    must, lower = programme.must.copy(), programme.choice.lower.copy()
    must[asset], lower[asset] = False, 0.0
    return replace(programme, must=must, choice=replace(programme.choice, lower=lower))


def exchange(settled: Settled, chosen: Flags | None) -> pd.DataFrame:
    """What another plan does otherwise than the finished one: columns `EXCHANGE`, sorted by change and asset.

    Capital and benefit are those of the option that comes in, or of the one that leaves.
    """
    if chosen is None:
        return pd.DataFrame(columns=list(c.EXCHANGE))
    before, after = base_options(settled.programme, settled.chosen), base_options(settled.programme, chosen)
    is_works = settled.case.is_works[settled.case.first]
    differ = np.flatnonzero((before != after) & ~is_works)
    was, now = before[differ], after[differ]
    shown = np.where(now >= 0, now, was)
    options = settled.case.options.iloc[shown].reset_index(drop=True)
    start = settled.case.start
    frame = pd.DataFrame(
        {
            c.CHANGE: np.select([was < 0, now < 0], ["comes in", "leaves"], "moves"),
            c.ASSET_ID: options[c.ASSET_ID],
            c.NETWORK: options.get(c.NETWORK),
            c.ASSET_CLASS: options.get(c.ASSET_CLASS),
            c.FROM_YEAR: pd.array(np.where(was >= 0, start[was], -1), dtype="Int64"),
            c.TO_YEAR: pd.array(np.where(now >= 0, start[now], -1), dtype="Int64"),
            c.CAPITAL_GBP: settled.case.total_capital[shown].astype(np.int64),
            c.BENEFIT_GBP: options[c.BENEFIT_GBP],
        }
    )
    for column in (c.FROM_YEAR, c.TO_YEAR):
        frame[column] = frame[column].mask(frame[column] < 0)
    return frame.sort_values([c.CHANGE, c.ASSET_ID], ignore_index=True)
