"""What each network's machines of a class can do in a year covers a share of demand, which grows.

Demand is what the machines do now. A machine whose capacity is not known counts with what it does now, which it can
do at least; one of which neither is known counts in neither. The scope of each row says how many these are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block, Floats, OwnColumns, Whole
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
from capplan.planning.rules.rule import AT_LEAST, Ledger, Rule, RuleFault, aimed, audited, count, in_rules
from capplan.planning.words import financial_year
from capplan.policy.rules import Capacity, Rules

SETTING = "capacity"
BY_ORGANISATION = "organisations"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """The machines of a class in a network in a year: who (rows of the estate) and how many parts of each, what
    they can do if nothing is done and how much they must be able to do, both in exams times the parts of one."""

    key: tuple[str, str]
    scope: str
    assets: Whole
    parts: Whole
    supply: int
    least: int


def _exams(assets: pd.DataFrame) -> Floats:
    """Exams that each machine can do in a year, whole; NaN where neither capacity nor activity is known."""
    able, does = number(assets, c.CAPACITY_PER_YEAR), number(assets, c.ACTIVITY_PER_YEAR)
    return np.asarray(np.floor(np.where(np.isnan(able), does, able)))


def _growth(case: Case, asked: Capacity) -> Floats:
    """How fast the demand on each machine grows, a ratio a year; NaN where it is its organisation's to tell, and
    that is not known. A class that is not named does not grow."""
    assets = machines(case)
    if asked.growth == BY_ORGANISATION:
        return number(assets.reindex(columns=[c.DEMAND_GROWTH]), c.DEMAND_GROWTH)
    if isinstance(asked.growth, Mapping):
        named = assets[c.ASSET_CLASS].map(dict(asked.growth))
        return np.asarray(named.fillna(0.0).to_numpy(dtype=np.float64))
    return np.full(len(assets), asked.growth)


def _groups(case: Case, asked: Capacity, year: int) -> Iterator[_Group]:
    """Every network and class that has demand. What must be covered is never more than there is if nothing is
    done, unless it may be missed at a price."""
    assets = machines(case)
    exams, does = _exams(assets), number(assets, c.ACTIVITY_PER_YEAR)
    classes, names = pd.factorize(assets[c.ASSET_CLASS], sort=True)
    is_guess = np.isnan(number(assets, c.CAPACITY_PER_YEAR))
    one = parts_of_one(case)
    demands = does * (1 + _growth(case, asked)) ** (year - int(case.years[0]))
    belongs = membership(case, year)
    columns = belongs.parts.tocsc()
    for column, network in enumerate(belongs.networks):
        inside = slice(columns.indptr[column], columns.indptr[column + 1])
        rows, parts = columns.indices[inside].astype(np.int64), columns.data[inside]
        kinds = classes[rows]
        for kind in np.unique(kinds[kinds >= 0]).tolist():
            name, mine, part = str(names[kind]), rows[kinds == kind], parts[kinds == kind]
            known = ~np.isnan(exams[mine])
            supply = int(exams[mine][known].astype(np.int64) @ part[known])
            demand = float(np.nan_to_num(demands[mine]) @ part) / one
            least = one * int(np.ceil(asked.share * demand - 1e-9))
            if demand > 0:
                guessed = int(is_guess[mine].sum())
                told = f" ({guessed} of {len(mine)} by what they do now)" if guessed else ""
                yield _Group(
                    key=(network, name),
                    scope=f"{network}, {name}, {financial_year(year)}{told}",
                    assets=mine[known],
                    parts=part[known],
                    supply=supply,
                    least=least if asked.price_gbp is not None else min(least, supply),
                )


def _changes(case: Case, options: pd.DataFrame, year: int) -> Floats:
    """How many exams a year more each option's machine can do by then; 0 where it is not known."""
    place = machine_of(case, options)
    exams = _exams(machines(case))
    before = exams[place]
    after = np.floor(number(options, c.CAPACITY_AFTER))
    after = np.where(np.isnan(after), before, after)
    after = np.where(flag(options, c.REMOVES), 0.0, after)
    counts = (place >= 0) & (in_use(options) <= year) & ~np.isnan(before)
    return np.where(counts, after - np.nan_to_num(before), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A group's row, in whole units: options and entries, the least they must come to, and units an exam."""

    group: _Group
    options: Whole
    entries: Whole
    least: float
    exam: float


def _rows(case: Case, asked: Capacity) -> Iterator[_Row]:
    """`supply + sum change x >= least` for every group that any option could take below it, or is below it."""
    if machines(case).empty:
        return
    place = machine_of(case, case.options)
    for year in case.years.tolist():
        change = _changes(case, case.options, year).astype(np.int64)
        moving = np.flatnonzero(change)
        moving = moving[np.argsort(place[moving], kind="stable")]
        at = place[moving]
        for group in _groups(case, asked, year):
            order = np.argsort(group.assets)
            mine, part = group.assets[order], group.parts[order]
            first, last = np.searchsorted(at, mine, side="left"), np.searchsorted(at, mine, side="right")
            lengths = last - first
            options = np.concatenate([np.empty(0, np.int64), *(moving[a:b] for a, b in zip(first, last, strict=True))])
            entries = change[options] * np.repeat(part, lengths)
            unit = int(np.gcd.reduce(entries)) or 1
            short = group.least - group.supply
            if short > 0 or (entries < 0).any():
                yield _Row(
                    group=group,
                    options=options,
                    entries=entries // unit,
                    least=short / unit,
                    exam=parts_of_one(case) / unit,
                )


def block(case: Case, rules: Rules) -> Block | None:
    """A row for each network, class and year that it could bind, with a shortfall where it has a price."""
    asked = rules.capacity
    rows = [] if asked is None else list(_rows(case, asked))
    if asked is None or not rows:
        return None
    own = None
    if asked.price_gbp is not None:
        own = OwnColumns(
            rows=sp.csr_array(sp.eye_array(len(rows))),
            upper=np.array([row.exam * row.group.least + 1 for row in rows]),
            worth=-asked.price_gbp / np.array([row.exam for row in rows]),
        )
    entries, options = (np.concatenate([getattr(row, name) for row in rows]) for name in ("entries", "options"))
    ends = np.cumsum([0, *(len(row.options) for row in rows)])
    return Block(
        rule=CAPACITY.name,
        scopes=tuple(row.group.scope for row in rows),
        rows=sp.csr_array((entries.astype(np.float64), options, ends), shape=(len(rows), len(case.options))),
        lower=np.array([row.least if own is not None else np.ceil(row.least) for row in rows]),
        upper=np.full(len(rows), np.inf),
        in_pounds=False,
        own=own,
    )


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """What the machines of each network and class can do in each year, and the least they must; in exams (in
    ten-thousandths of one where machines belong to several networks)."""
    asked = rules.capacity
    if asked is None:
        return None
    found = []
    assets = machines(ledger.case)
    facts = assets[[c.ASSET_ID, c.ASSET_CLASS]].assign(**{c.CAPACITY_PER_YEAR: _exams(assets)})
    for year in ledger.case.years.tolist():
        gained = pd.Series(_changes(ledger.case, ledger.starts, year), index=ledger.starts[c.ASSET_ID])
        gained = gained.groupby(level=0).sum()
        rows = parts_by_network(ledger.case, year).merge(facts, on=c.ASSET_ID, validate="many_to_one")
        able = rows[c.CAPACITY_PER_YEAR] + rows[c.ASSET_ID].map(gained).fillna(0)
        exams = (able.fillna(0).astype("int64") * rows[PART]).groupby([rows[c.NETWORK], rows[c.ASSET_CLASS]]).sum()
        found += [(group.scope, group.least, int(exams[group.key])) for group in _groups(ledger.case, asked, year)]
    if not found:
        return None
    scopes, limits, values = zip(*found, strict=True)
    kept = audited(list(scopes), AT_LEAST, limits, values)
    return aimed(kept) if asked.price_gbp is not None else kept


def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """It needs what the machines do, and what options make of it."""
    if rules.capacity is None:
        return
    yield from needs_machines(case, (c.REMOVES, c.CAPACITY_AFTER), SETTING)
    if case.estate is not None and not (number(machines(case), c.ACTIVITY_PER_YEAR) > 0).any():
        what = "no machine's activity is known, so there is no demand to cover"
        yield RuleFault(setting=(SETTING,), what=what, mend="Give exams a year in the registers, or take it out.")
    yield from _growth_faults(case, rules.capacity)


def _growth_faults(case: Case, asked: Capacity) -> Iterator[RuleFault]:
    """Growth of classes that no machine has, and machines with demand whose organisation's growth is not known."""
    assets = machines(case)
    if isinstance(asked.growth, Mapping):
        for name in sorted(set(asked.growth) - set(assets[c.ASSET_CLASS].dropna())):
            what = f"no machine has the asset class {name!r}"
            yield RuleFault(setting=(SETTING, "growth", name), what=what, mend="Correct the name, or take it out.")
    if asked.growth == BY_ORGANISATION:
        unknown = int((np.isnan(_growth(case, asked)) & (number(assets, c.ACTIVITY_PER_YEAR) > 0)).sum())
        if unknown:
            what = f"how fast demand grows is not known of the organisations of {unknown:,} machines"
            mend = "Give demand_growth in the file that networks.figures names (0 is a number)."
            yield RuleFault(setting=(SETTING, "growth"), what=what, mend=mend)


CAPACITY = Rule(
    name="capacity",
    block=block,
    audit=audit,
    faults=faults,
    limit_said=lambda scope, limit: f"the exams that must stay possible in {scope}",
    mend="ask for less capacity, or give what is missing a price",
    places=in_rules("capacity"),
    amount_said=lambda amount: f"{count(amount)} exams a year",
)
