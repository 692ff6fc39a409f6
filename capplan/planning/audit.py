"""Adds every rule up again in whole pounds from the options chosen, without the solver or its rows."""

from collections.abc import Iterable

import pandas as pd

from capplan import columns as c
from capplan.errors import AuditError, Problem
from capplan.planning.case import OPTIONAL, Case
from capplan.planning.objectives import OBJECTIVES
from capplan.planning.rules import MONEY, RULES
from capplan.planning.rules.rule import AUDIT, Ledger
from capplan.planning.works import paid_by
from capplan.policy.schema import Rules


def make_ledger(case: Case, rules: Rules, chosen: Iterable[str]) -> Ledger:
    """What the chosen options (ids) start and spend; a bundle's works are spent by its first asset, shared works
    by the first asset that starts in their year."""
    labels = [
        c.OPTION_ID,
        c.ASSET_ID,
        c.ACTION,
        c.START_YEAR,
        *(name for name in OPTIONAL if name in case.options.columns),
    ]
    picked = case.options.loc[case.options[c.OPTION_ID].isin(list(chosen)), labels]
    is_works = case.is_works[picked.index]
    starts = picked[~is_works]
    own = picked.merge(case.cash, on=c.OPTION_ID, validate="one_to_many")
    own[c.ASSET_ID] = own[c.ASSET_ID].replace(paid_by(starts, rules))
    works = pd.DataFrame(
        {
            c.ASSET_ID: [bundle.assets[0] for bundle in rules.together],
            c.CAPITAL_GBP: [bundle.shared_works_gbp for bundle in rules.together],
        }
    ).astype({c.ASSET_ID: "str", c.CAPITAL_GBP: "int64"})
    shared = starts.merge(works, on=c.ASSET_ID)
    shared = shared[shared[c.CAPITAL_GBP] > 0]
    spend = pd.concat([own, shared.assign(**{c.YEAR: shared[c.START_YEAR]})], ignore_index=True)
    return Ledger(case=case, starts=starts, spend=spend, works=frozenset(picked.loc[is_works, c.OPTION_ID]))


def audit(ledger: Ledger, rules: Rules, objective: str = "value") -> pd.DataFrame:
    """One row a rule and scope, columns `AUDIT`: the limit, what the plan comes to, and whether it is kept.

    Where the objective lets the envelopes go, they are no rule.
    """
    asked = [rule for rule in RULES if OBJECTIVES[objective].keeps_envelopes or rule not in MONEY]
    parts = [
        added_up.assign(**{c.RULE: rule.name}) for rule in asked if (added_up := rule.audit(ledger, rules)) is not None
    ]
    return pd.concat(parts, ignore_index=True)[list(AUDIT)]


def require_kept(audited: pd.DataFrame) -> None:
    """Raise AuditError if any rule is broken: a plan that the programme made must keep them all."""
    broken = audited[~audited[c.KEPT]]
    if len(broken):
        raise AuditError(
            [
                Problem(
                    where=f"audit of {row[c.RULE]}, {row[c.SCOPE]}",
                    what=f"the plan comes to {row[c.VALUE]:,}, the limit is {row[c.SIDE]} {row[c.LIMIT]:,}",
                    mend="This is a fault in capplan: please report it with the input files.",
                )
                for row in broken.to_dict("records")
            ]
        )


def rules_broken(audited: pd.DataFrame) -> tuple[str, ...]:
    """The names of the rules that are broken anywhere, in the order of the rules."""
    return tuple(audited.loc[~audited[c.KEPT], c.RULE].unique())
