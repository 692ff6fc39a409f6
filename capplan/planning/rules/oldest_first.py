"""Within a network and class no younger machine is treated before an older one whose need is no lower.

The rows stand for neighbours alone: pairs between which no third machine stands in both age and need. The others
follow from these.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block, Flags, Floats, Whole
from capplan.planning.case import Case
from capplan.planning.rules.machines import machines, needs_machines, number
from capplan.planning.rules.rule import AT_MOST, Ledger, Rule, RuleFault, audited, count, in_rules
from capplan.planning.words import financial_year
from capplan.policy.rules import Rules

ENFORCE = "enforce"
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Neighbours in age and need, positions among the case's assets: `older[i]` goes before `younger[i]`."""

    older: Whole
    younger: Whole
    groups: tuple[str, ...]


def pairs(case: Case, rules: Rules) -> Pairs:
    """The neighbouring pairs of every network and class, among assets that have options, age and need.

    An asset that is bound already, by a locked decision or a duty, stands in no pair: its year is not the
    plan's to choose.
    """
    known = machines(case).set_index(c.ASSET_ID).reindex(case.assets)
    age, need = number(known, c.AGE_USED_YEARS), number(known, c.NEED_SCORE)
    counts = np.isfinite(age) & np.isfinite(need) & ~_bound(case, rules)
    groups = known[counts].groupby([c.NETWORK, c.ASSET_CLASS], sort=True)
    place = np.flatnonzero(counts)
    older, younger, names = [np.empty(0, np.int64)], [np.empty(0, np.int64)], list[str]()
    for key, inside in groups.indices.items():
        network, kind = key if isinstance(key, tuple) else (key, "")
        of_group = place[inside]
        first, second = neighbours(age[of_group], need[of_group])
        older.append(of_group[first])
        younger.append(of_group[second])
        names += [f"{network}, {kind}"] * len(first)
    return Pairs(older=np.concatenate(older), younger=np.concatenate(younger), groups=tuple(names))


def neighbours(age: Floats, need: Floats) -> tuple[Whole, Whole]:
    """Positions of older and younger of each pair where the older's need is no lower and nothing stands between.

    >>> neighbours(np.array([3.0, 2.0, 1.0]), np.array([9.0, 8.0, 7.0]))
    (array([0, 1]), array([1, 2]))
    """
    rising = np.lexsort((need, age))
    older, younger = [], []
    for position, one in enumerate(rising.tolist()):
        after = rising[position + 1 :]
        after = after[(age[after] > age[one]) & (need[after] >= need[one])]
        # Sorted by age, then need: those below every need before them; of one age and need, all.
        lowest = np.minimum.accumulate(need[after])
        before = np.searchsorted(age[after], age[after], side="left")
        least = np.where(before > 0, lowest[np.maximum(before - 1, 0)], np.inf)
        nearest = after[need[after] < least] if len(after) else after
        older += nearest.tolist()
        younger += [one] * len(nearest)
    order = np.lexsort((younger, older))
    return np.array(older, dtype=np.int64)[order], np.array(younger, dtype=np.int64)[order]


def _bound(case: Case, rules: Rules) -> Flags:
    locked = {one.asset for one in rules.locked}
    return np.asarray(case.must | np.isin(case.assets, list(locked)))


def block(case: Case, rules: Rules) -> Block | None:
    """`sum of the younger's options that start by y <= sum of the older's that do`, for each year y."""
    if rules.oldest_first != ENFORCE:
        return None
    found = pairs(case, rules)
    ends = np.append(case.first, len(case.options))
    start = case.start
    rows, scopes = [], []
    for old, young, group in zip(found.older.tolist(), found.younger.tolist(), found.groups, strict=True):
        mine, others = np.arange(ends[young], ends[young + 1]), np.arange(ends[old], ends[old + 1])
        for year in np.unique(start[mine]).tolist():
            signed = (mine[start[mine] <= year], others[start[others] <= year])
            rows.append(signed)
            scopes.append(f"{case.assets[old]} before {case.assets[young]}, {group}, {financial_year(year)}")
    if not rows:
        return None
    columns = np.concatenate([np.concatenate(row) for row in rows])
    signs = np.concatenate([np.repeat([1.0, -1.0], [len(mine), len(others)]) for mine, others in rows])
    indptr = np.cumsum([0, *(len(mine) + len(others) for mine, others in rows)])
    return Block(
        rule=OLDEST_FIRST.name,
        scopes=tuple(scopes),
        rows=sp.csr_array((signs, columns, indptr), shape=(len(rows), len(case.options))),
        lower=np.full(len(rows), -np.inf),
        upper=np.zeros(len(rows)),
        in_pounds=False,
    )


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """In each network and class, in how many neighbouring pairs the younger goes before the older."""
    if rules.oldest_first != ENFORCE:
        return None
    found = pairs(ledger.case, rules)
    begins = ledger.starts.groupby(c.ASSET_ID)[c.START_YEAR].min()
    year = begins.reindex(ledger.case.assets).fillna(NEVER).to_numpy()
    passed = pd.Series(year[found.younger] < year[found.older]).groupby(list(found.groups)).sum()
    if not len(passed):
        return None
    return audited(list(passed.index), AT_MOST, [0] * len(passed), passed.to_numpy())


def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """It needs the ages and need of the machines."""
    if rules.oldest_first == ENFORCE:
        yield from needs_machines(case, (), "oldest_first")


OLDEST_FIRST = Rule(
    name="oldest first",
    block=block,
    audit=audit,
    faults=faults,
    limit_said=lambda scope, limit: f"the older machine first ({scope})",
    mend='report where a younger machine goes first instead (oldest_first = "report")',
    places=in_rules("oldest_first"),
    ties=True,
    amount_said=count,
)
