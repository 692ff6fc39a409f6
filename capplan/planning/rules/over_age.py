"""At the end of a year no more than a share of each network's machines is over ten years old.

One in ten, by COCIR's golden rules (auntminnie.com, 26 May 2022), which also ask for 60 % of five years or less.
All machines in service count, with options or not; those whose age is not known count neither way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block, OwnColumns, Whole
from capplan.planning.case import Case
from capplan.planning.rules.machines import (
    PART,
    flag,
    in_use,
    machine_of,
    machines,
    membership,
    needs_machines,
    number,
    parts_by_network,
    parts_of_one,
)
from capplan.planning.rules.rule import AT_MOST, Ledger, Rule, RuleFault, aimed, audited, count, in_rules
from capplan.planning.words import financial_year
from capplan.policy.rules import Rules

SETTING = "max_share_over_10_years"
YEARS = 10
_OVER, _SERVES = "over", "serves"


def _machines(case: Case, year: int) -> pd.DataFrame:
    """Machines in service of known age, a row for each network: `ASSET_ID, NETWORK, parts`, and whether one is
    over age at the end of the year if nothing is done."""
    assets = machines(case)
    ages = pd.Series(number(assets, c.AGE_USED_YEARS) + (year + 1 - int(case.years[0])), index=assets[c.ASSET_ID])
    rows = parts_by_network(case, year)
    age = rows[c.ASSET_ID].map(ages)
    return rows.assign(**{_OVER: age > YEARS})[age.notna()].reset_index(drop=True)


def _after(options: pd.DataFrame, year: int) -> pd.DataFrame:
    """What each option that is in use by the end of a year makes of its machine: `_OVER` (1 if what stands there
    is over age, 0 if not, NaN as it was), `_SERVES`."""
    since = in_use(options)
    removes, renews = flag(options, c.REMOVES), flag(options, c.RENEWS)
    over = np.where(removes, 0.0, np.where(renews, year + 1 - since > YEARS, np.nan))
    frame = options[[c.ASSET_ID]].assign(**{_OVER: over, _SERVES: ~removes})
    return frame[since <= year]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A network's row in a year, in whole units: options and their entries, the limit, how many units one
    machine is, and by how much the limit could be passed at most."""

    scope: str
    options: Whole
    entries: Whole
    limit: float
    machine: float
    most: float


def _rows_of_year(case: Case, year: int, share: Fraction) -> Iterator[_Row]:
    """`q (over + sum change x) <= p (serving - sum gone x)` for a share of p in q and each network that it may
    bind, in the largest whole unit: whole machines, wherever each belongs to one network."""
    p, q = share.numerator, share.denominator
    assets = machines(case)
    age = number(assets, c.AGE_USED_YEARS) + (year + 1 - int(case.years[0]))
    over = (age > YEARS).astype(np.int64)
    belongs = membership(case, year)
    parts = sp.csr_array(sp.diags_array(~np.isnan(age), dtype=np.int64) @ belongs.parts)
    limits = p * parts.sum(axis=0) - q * (over @ parts)
    place = machine_of(case, case.options)
    removes, renews = flag(case.options, c.REMOVES), flag(case.options, c.RENEWS)
    since = in_use(case.options)
    was = over[place]
    becomes = np.where(removes, 0, np.where(renews, year + 1 - since > YEARS, was))
    change = np.where((since <= year) & (place >= 0), q * (becomes - was) + p * removes, 0)
    moving = np.flatnonzero(change)
    entries = sp.csc_array(sp.diags_array(change[moving], dtype=np.int64) @ parts[place[moving]])
    for column, network in enumerate(belongs.networks):
        part = slice(entries.indptr[column], entries.indptr[column + 1])
        inside = entries.data[part]
        limit, unit = int(limits[column]), int(np.gcd.reduce(inside)) or 1
        if limit < 0 or (inside > 0).any():
            yield _Row(
                scope=f"{network}, {financial_year(year)}",
                options=moving[entries.indices[part]],
                entries=inside // unit,
                limit=limit / unit,
                machine=q * parts_of_one(case) / unit,
                most=float(q * parts.sum(axis=0)[column] // unit),
            )


def block(case: Case, rules: Rules) -> Block | None:
    """A row for each network and year that has a share, with a shortfall at a price where it is soft."""
    asked = rules.max_share_over_10_years
    if asked is None:
        return None
    rows = [
        row
        for year, share in sorted(asked.shares.items())
        if year in case.years
        for row in _rows_of_year(case, year, Fraction(str(share)))
    ]
    if not rows:
        return None
    ends = np.cumsum([0, *(len(row.options) for row in rows)])
    entries, options = (np.concatenate([getattr(row, name) for row in rows]) for name in ("entries", "options"))
    own = None
    if asked.soft:
        own = OwnColumns(
            rows=sp.csr_array(-sp.eye_array(len(rows))),
            upper=np.array([row.most for row in rows]),
            worth=-float(asked.price_gbp) / np.array([row.machine for row in rows]),
        )
    return Block(
        rule=OVER_AGE.name,
        scopes=tuple(row.scope for row in rows),
        rows=sp.csr_array((entries.astype(np.float64), options, ends), shape=(len(rows), len(case.options))),
        lower=np.full(len(rows), -np.inf),
        upper=np.array([row.limit if asked.soft else np.floor(row.limit) for row in rows]),
        in_pounds=False,
        own=own,
    )


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """Machines over age in each network and year against the share of those in service then, in machines; in
    ten-thousandths of one where machines belong to several networks."""
    asked = rules.max_share_over_10_years
    if asked is None:
        return None
    found = []
    for year, share in sorted(asked.shares.items()):
        if year not in ledger.case.years:
            continue
        part = Fraction(str(share))
        after = _after(ledger.starts, year).drop_duplicates(c.ASSET_ID).set_index(c.ASSET_ID)
        rows = _machines(ledger.case, year)
        serves = rows[c.ASSET_ID].map(after[_SERVES]).fillna(True).astype(bool)
        over = rows[c.ASSET_ID].map(after[_OVER]).fillna(rows[_OVER].astype("float64"))
        counted = rows[PART].where(serves, 0)
        in_service = counted.groupby(rows[c.NETWORK]).sum()
        old = (counted * over.astype("int64")).groupby(rows[c.NETWORK]).sum()
        for network in in_service.index:
            limit = part.numerator * int(in_service[network]) // part.denominator
            found.append((f"{network}, {financial_year(year)}", limit, int(old[network])))
    if not found:
        return None
    scopes, limits, values = zip(*found, strict=True)
    kept = audited(list(scopes), AT_MOST, limits, values)
    return aimed(kept) if asked.soft else kept


def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """It needs the estate's ages and what options do; a share is for a year of the plan."""
    asked = rules.max_share_over_10_years
    if asked is None:
        return
    yield from needs_machines(case, (c.RENEWS, c.REMOVES), SETTING)
    if not asked.shares:
        mend = "Give a share for a year, such as 2031 = 0.10."
        yield RuleFault(setting=(SETTING,), what="it gives no year a share", mend=mend)
    for year in asked.shares:
        if year not in case.years:
            what = f"the plan has no year {year}"
            yield RuleFault(setting=(SETTING, str(year)), what=what, mend="Give a year of the plan.")


OVER_AGE = Rule(
    name="over age",
    block=block,
    audit=audit,
    faults=faults,
    limit_said=lambda scope, limit: f"the share of machines over {YEARS} years old in {scope}",
    mend="allow more machines over ten years old",
    places=in_rules("max_share_over_10_years"),
    amount_said=count,
)
