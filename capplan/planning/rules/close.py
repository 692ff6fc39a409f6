"""Staying close to the last approved plan: so many changed decisions at most, or a price for each."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block, Floats, OwnColumns
from capplan.planning.case import Case
from capplan.planning.eligibility import KEEP
from capplan.planning.rules.rule import AT_MOST, Ledger, Rule, RuleFault, audited, count, in_rules
from capplan.policy.schema import Rules

SCOPE = "the last approved plan"


def approved_decisions(case: Case) -> pd.DataFrame:
    """What the last approved plan decided of the assets that have options now: columns `APPROVED`, by asset."""
    if case.estate is None:
        return pd.DataFrame(columns=list(c.APPROVED))
    approved = case.estate.approved
    return approved[approved[c.ASSET_ID].isin(case.assets)].sort_values(c.ASSET_ID, ignore_index=True)


def changes(case: Case) -> tuple[Floats, int]:
    """What choosing each option adds to the number of changed decisions, and how many there are if nothing is
    chosen: `sum of options of assets that were kept + sum over assets that were treated of (1 - the option that
    was approved)`."""
    approved = approved_decisions(case)
    keys = case.options[[c.ASSET_ID, c.ACTION, c.START_YEAR]].merge(
        approved, on=c.ASSET_ID, how="left", suffixes=("", "_was"), validate="many_to_one"
    )
    was, when = keys[f"{c.ACTION}_was"], keys[f"{c.START_YEAR}_was"]
    is_same = (was == keys[c.ACTION]) & (when == keys[c.START_YEAR]).fillna(False)
    adds = np.where(was == KEEP, 1.0, np.where(is_same.to_numpy(dtype=bool), -1.0, 0.0))
    return adds, int((approved[c.ACTION] != KEEP).sum())


def block(case: Case, rules: Rules) -> Block | None:
    """`changes - s <= N`, s at the price of a change; without a price no s, without a number N = 0."""
    close = rules.stay_close
    if close is None:
        return None
    adds, treated = changes(case)
    most = np.inf if close.most_changes is None else float(close.most_changes)
    rows, upper = [adds], [most - treated]
    own = None
    if close.price_gbp is not None:
        rows, upper = [adds, adds], [most - treated, -float(treated)]
        own = OwnColumns(
            rows=sp.csr_array(np.array([[0.0], [-1.0]])),
            upper=np.array([float(len(case.assets))]),
            worth=np.array([-float(close.price_gbp)]),
        )
    kept = [number for number, limit in enumerate(upper) if np.isfinite(limit)]
    if own is not None:
        own = OwnColumns(rows=sp.csr_array(own.rows[kept]), upper=own.upper, worth=own.worth)
    return Block(
        rule=STAY_CLOSE.name,
        scopes=tuple(SCOPE for _ in kept),
        rows=sp.csr_array(np.array([rows[number] for number in kept])),
        lower=np.full(len(kept), -np.inf),
        upper=np.array([upper[number] for number in kept]),
        in_pounds=False,
        own=own,
    )


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """How many decisions differ from the last approved plan's."""
    close = rules.stay_close
    if close is None or close.most_changes is None:
        return None
    approved = approved_decisions(ledger.case).set_index(c.ASSET_ID)
    now = ledger.starts.set_index(c.ASSET_ID)[[c.ACTION, c.START_YEAR]].reindex(approved.index)
    same_action = now[c.ACTION].fillna(KEEP) == approved[c.ACTION]
    same_year = (now[c.START_YEAR] == approved[c.START_YEAR]).fillna(False) | (approved[c.ACTION] == KEEP)
    changed = int((~(same_action & same_year)).sum())
    return audited([SCOPE], AT_MOST, [close.most_changes], [changed])


def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """Staying close needs something to stay close to."""
    if rules.stay_close is not None and not len(approved_decisions(case)):
        what = "the last approved plan has no asset that has options now"
        yield RuleFault(setting=("stay_close", "plan"), what=what, mend="Name that plan's run folder.")


STAY_CLOSE = Rule(
    name="stay close",
    block=block,
    audit=audit,
    faults=faults,
    limit_said=lambda scope, limit: "the most changes from the last approved plan",
    mend="allow more changes from the last approved plan",
    places=in_rules("stay_close"),
    amount_said=count,
)
