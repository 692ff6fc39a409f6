"""At most one action for each asset; exactly one where it must be treated."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block
from capplan.planning.case import Case
from capplan.planning.rules.rule import AT_LEAST, AT_MOST, Ledger, Rule, RuleFault, audited, count, in_rules
from capplan.policy.schema import Rules


def block(case: Case, rules: Rules) -> Block:
    """`sum over an asset's options <= 1`, and `= 1` where the asset must be treated."""
    options = len(case.options)
    rows = sp.csr_array((np.ones(options), np.arange(options), np.append(case.first, options)))
    return Block(
        rule=ONE_ACTION.name,
        scopes=tuple(case.assets),
        rows=rows,
        lower=case.must.astype(np.float64),
        upper=np.ones(len(case.assets)),
        in_pounds=False,
    )


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame:
    """The most actions that any asset has, and how many of the must-treat assets are treated."""
    most = ledger.starts[c.ASSET_ID].value_counts().max() if len(ledger.starts) else 0
    duties = ledger.case.assets[ledger.case.must]
    treated = len(set(duties) & set(ledger.starts[c.ASSET_ID]))
    actions = audited(["actions for one asset"], AT_MOST, [1], [most])
    if not len(duties):
        return actions
    return pd.concat([actions, audited(["must-treat assets"], AT_LEAST, [len(duties)], [treated])])


def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """Duties have a year of the plan to begin by."""
    if rules.duties_by is not None and rules.duties_by not in case.years:
        what = f"the plan has no year {rules.duties_by}"
        yield RuleFault(setting=("duties_by",), what=what, mend="Give a year of the plan.")


ONE_ACTION = Rule(
    name="one action",
    block=block,
    audit=audit,
    faults=faults,
    limit_said=lambda scope, limit: f"one action for {scope}",
    mend="take must_treat off some of the assets, or let duties begin later",
    places=in_rules("duties_by", "must_replace"),
    amount_said=count,
)
