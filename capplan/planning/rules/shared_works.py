"""Works that several assets share are paid in each year in which any of them starts, once."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block, Flags, Whole
from capplan.planning.case import Case
from capplan.planning.rules.rule import AT_LEAST, Ledger, Rule, RuleFault, audited, count, in_rules
from capplan.planning.words import financial_year
from capplan.planning.works import members, works_id
from capplan.policy.rules import Rules


def _needing(case: Case, rules: Rules) -> Iterator[tuple[str, int, Whole]]:
    """For each works and year: what it is called, the position of its option, and those of the options that
    need it, all of one asset together."""
    position = pd.Series(case.options.index, index=case.options[c.OPTION_ID])
    start = case.start
    for works in rules.shared_works:
        needs = members(case.options, works).to_numpy(dtype=bool) & ~case.is_works
        for year in np.unique(start[needs]).tolist():
            scope = f"{works.name}, {financial_year(year)}"
            yield scope, int(position[works_id(works, year)]), np.flatnonzero(needs & (start == year))


def with_works_needed(case: Case, rules: Rules, chosen: Flags) -> Flags:
    """A choice of options together with those of the works that they need, and no others."""
    complete = chosen & ~case.is_works
    for _, works, needing in _needing(case, rules):
        complete[works] = chosen[needing].any()
    return complete


def block(case: Case, rules: Rules) -> Block | None:
    """`sum of an asset's options that start in y <= works of y` for each asset that needs them, and `works of y <=
    sum of all of them`: nothing is paid for nothing, such as to reach a floor."""
    rows, scopes = [], []
    for scope, works, needing in _needing(case, rules):
        owners = case.asset_of[needing]
        for owner in np.unique(owners).tolist():
            mine = needing[owners == owner]
            rows.append((np.append(mine, works), np.append(np.ones(len(mine)), -1.0)))
            scopes.append(f"{scope}, {case.assets[owner]}")
        rows.append((np.append(needing, works), np.append(-np.ones(len(needing)), 1.0)))
        scopes.append(scope)
    if not rows:
        return None
    columns, signs = (np.concatenate(part) for part in zip(*rows, strict=True))
    ends = np.cumsum([0, *(len(columns_of) for columns_of, _ in rows)])
    return Block(
        rule=SHARED_WORKS.name,
        scopes=tuple(scopes),
        rows=sp.csr_array((signs, columns, ends), shape=(len(rows), len(case.options))),
        lower=np.full(len(rows), -np.inf),
        upper=np.zeros(len(rows)),
        in_pounds=False,
    )


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """For each works and year in which an asset that needs them starts: whether they are paid, in pounds."""
    rows = []
    for works in rules.shared_works:
        needing = ledger.starts[members(ledger.starts, works)]
        for year in sorted(needing[c.START_YEAR].unique()):
            paid = works.works_gbp * (works_id(works, int(year)) in ledger.works)
            rows.append((f"{works.name}, {financial_year(int(year))}", works.works_gbp, paid))
    if not rows:
        return None
    scopes, limits, values = zip(*rows, strict=True)
    return audited(list(scopes), AT_LEAST, limits, values)


def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """Works whose assets or site no option has."""
    for number, works in enumerate(rules.shared_works):
        setting, known = ("shared_works", number), set(case.treatable)
        for asset in works.assets:
            if asset not in known:
                what = f"asset {asset!r} has no options"
                yield RuleFault(setting=(*setting, "assets"), what=what, mend="Correct its id, or take it out.")
        if works.site is not None and not members(case.options, works).any():
            what = f"no option has the site {works.site!r}"
            yield RuleFault(setting=(*setting, "site"), what=what, mend="Correct its name, or take it out.")


SHARED_WORKS = Rule(
    name="shared works",
    block=block,
    audit=audit,
    faults=faults,
    limit_said=lambda scope, limit: f"the shared works {scope}",
    mend="do without the shared works",
    places=in_rules("shared_works"),
    ties=True,
    amount_said=count,
)
