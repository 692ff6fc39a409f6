"""Planning again from where things stand: what is delivered stays, what slipped may move, later years are open."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from capplan import columns as c
from capplan.comparison.changes import IN, MOVES, OUT, between
from capplan.comparison.measures import is_treated
from capplan.errors import InputError, Problem
from capplan.model import Register, Scenario
from capplan.planning.words import financial_year, money


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """Where things stand: decisions of years up to `after` are made; those that start in `years`, and those of
    `assets`, were not delivered. `carried` is the share of their money that the year after may still spend."""

    after: int
    years: tuple[int, ...] = ()
    assets: tuple[str, ...] = ()
    carried: float = 0.0


def standing(scenario: Scenario, slip: Slip) -> dict[str, Any]:
    """Settings, as in a plan file, that hold a finished plan to what is delivered: decisions up to `slip.after` are
    locked but for those that slipped, and their years have no money beyond what these spend. A duty that slipped past
    the year by which duties begin begins in the first year that is open.

    Raises InputError where a year is not one of the plan's or slips after `slip.after`, or an asset is not planned
    by then.
    """
    _refuse_what_cannot_be(scenario, slip)
    years, plan = scenario.policy.years, scenario.plan
    begun = plan.decisions[is_treated(plan.decisions) & (plan.decisions[c.START_YEAR] <= slip.after)]
    late = begun[c.ASSET_ID].isin(slipped(scenario, slip))
    done = begun[~late]
    spent, lost = (_spent(plan.cash, rows) for rows in (done, begun[late]))
    envelopes = dict(scenario.policy.envelopes)
    left = sum(int(lost.get(year, 0)) for year in years if year <= slip.after)
    for year in years:
        if year <= slip.after:
            envelopes[year] = int(spent.get(year, 0))
    if slip.after + 1 in envelopes:
        envelopes[slip.after + 1] += round(slip.carried * left)
    locked = [
        {"asset": asset, "year": int(year), "action": action}
        for asset, year, action in zip(done[c.ASSET_ID], done[c.START_YEAR], done[c.ACTION], strict=True)
    ]
    later = [
        one.model_dump()
        for one in scenario.policy.rules.locked
        if one.year > slip.after and one.asset not in set(done[c.ASSET_ID])
    ]
    return {
        "rules": {"locked": [*locked, *later], **_duties_by(scenario, slip, any_late=bool(late.any()))},
        "budget": {str(year): amount for year, amount in envelopes.items()},
        "scale": {"budget": 1.0},
    }


def _duties_by(scenario: Scenario, slip: Slip, *, any_late: bool) -> dict[str, int]:
    """The first year that is still open, where what slipped had to begin by a year that is past."""
    by, next_year = scenario.policy.rules.duties_by, slip.after + 1
    is_past = any_late and by is not None and by < next_year
    return {"duties_by": next_year} if is_past and next_year in scenario.policy.years else {}


def unbound(register: Register, before: Scenario, slip: Slip) -> Register:
    """The register with what slipped free of the year that it was committed to there: it must be done still, in
    whatever year."""
    late = slipped(before, slip)
    assets = register.assets
    freed = assets[c.ASSET_ID].isin(late) & assets[c.LOCKED_YEAR].notna()
    must = assets[c.MUST_TREAT].mask(freed, True)
    free = assets.assign(**{c.LOCKED_YEAR: assets[c.LOCKED_YEAR].mask(freed), c.MUST_TREAT: must})
    return replace(register, assets=free)


def slipped(before: Scenario, slip: Slip) -> "pd.Series[Any]":
    """The assets that were to be done by now and were not delivered."""
    decisions = before.plan.decisions
    begun = decisions[decisions[c.START_YEAR].le(slip.after).fillna(False).astype(bool)]
    late = begun[c.START_YEAR].isin(slip.years) | begun[c.ASSET_ID].isin(slip.assets)
    return begun.loc[late, c.ASSET_ID]


def _spent(cash: pd.DataFrame, decisions: pd.DataFrame) -> "pd.Series[Any]":
    return cash[cash[c.ASSET_ID].isin(decisions[c.ASSET_ID])].groupby(c.YEAR)[c.CAPITAL_GBP].sum()


def _refuse_what_cannot_be(scenario: Scenario, slip: Slip) -> None:
    years, decisions = scenario.policy.years, scenario.plan.decisions
    begun = decisions[decisions[c.START_YEAR].le(slip.after).fillna(False)]
    problems = [
        Problem(where="replan", what=f"{year} is not a year of the plan", mend=f"It runs {years[0]} to {years[-1]}.")
        for year in dict.fromkeys((slip.after, *slip.years))
        if year not in years
    ]
    problems += [
        Problem(where="replan", what=f"{year} slips, but is after {slip.after}", mend=f"Give --after {year}.")
        for year in slip.years
        if year in years and year > slip.after
    ]
    problems += [
        Problem(where="replan", what=f"asset {asset!r} is not planned by {slip.after}", mend="Name one that is.")
        for asset in slip.assets
        if asset not in set(begun[c.ASSET_ID])
    ]
    if problems:
        raise InputError(problems)


def told(now: Scenario, before: Scenario, slip: Slip) -> tuple[str, ...]:
    """What planning again comes to, in sentences: what slipped and where it went, and what it costs."""
    moved = between(now, before).set_index(c.ASSET_ID)
    late = slipped(before, slip)
    of_late = moved.reindex(late)[c.CHANGE].value_counts()
    others = moved[~moved.index.isin(late)][c.CHANGE].value_counts()
    worth = now.plan.report.objective_gbp - before.plan.report.objective_gbp
    moves, out = _count(of_late, MOVES), _count(of_late, OUT)
    counts = [_count(others, change) for change in (MOVES, OUT, IN)]
    of_others = f"{counts[0]} move to another year, {counts[1]} drop out and {counts[2]} come in."
    machines = "machine" if len(late) == 1 else "machines"
    what = [f"No delivery slipped: {of_others}"]
    if len(late):
        slips = f"{len(late):,} {machines} slipped: {moves} move to another year, {out} drop out of the plan."
        what = [slips, f"Of the others, {of_others}"]
    return (
        *_money_told(now, before, slip),
        *what,
        f"The plan is worth {money(abs(worth))} {'less' if worth < 0 else 'more'} than before.",
    )


def _money_told(now: Scenario, before: Scenario, slip: Slip) -> tuple[str, ...]:
    """What of the money of the years that are still open was cut or added, where any was."""
    was, is_now = before.policy.envelopes, now.policy.envelopes
    changed = {year: is_now[year] - was[year] for year in is_now if year > slip.after and is_now[year] != was[year]}
    if not changed:
        return ()
    parts = [
        f"{money(abs(amount))} {'less' if amount < 0 else 'more'} in {financial_year(year)}"
        for year, amount in changed.items()
    ]
    return (f"Money of the years still open: {', '.join(parts)}.",)


def _count(counts: "pd.Series[Any]", change: str) -> str:
    return f"{counts.get(change, 0):,}"
