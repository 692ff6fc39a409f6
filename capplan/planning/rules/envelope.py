"""Each year's capital stays within its envelope and what earlier years carried forward."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan import columns as c
from capplan.planning.blocks import Block, OwnColumns
from capplan.planning.case import Case
from capplan.planning.rules.linked import works_charged
from capplan.planning.rules.rule import AT_MOST, Ledger, Rule, audited, no_faults
from capplan.planning.words import financial_year, pounds
from capplan.policy.schema import Rules


def carry_limits(case: Case, rules: Rules) -> NDArray[np.int64]:
    """The most that each year may carry into the next, whole pounds; nothing leaves the last year."""
    limits = np.floor(rules.carry_forward * case.envelopes + 1e-6).astype(np.int64)
    limits[-1] = 0
    return limits


def block(case: Case, rules: Rules) -> Block:
    """`sum c_oy x_o + w_y - w_(y-1) <= B_y`, with `0 <= w_y <= carry_forward * B_y` carried out of year y."""
    years = len(case.years)
    limits = carry_limits(case, rules)
    carrying = np.flatnonzero(limits)
    width = len(carrying)
    ones = np.ones(width)
    leaves = sp.coo_array((ones, (carrying, np.arange(width))), shape=(years, width))
    arrives = sp.coo_array((ones, (carrying + 1, np.arange(width))), shape=(years, width))
    return Block(
        rule=ENVELOPE.name,
        scopes=tuple(map(financial_year, case.years.tolist())),
        rows=sp.csr_array(case.capital + works_charged(case, rules)),
        lower=np.full(years, -np.inf),
        upper=case.envelopes.astype(np.float64),
        in_pounds=True,
        own=OwnColumns(
            rows=sp.csr_array(leaves - arrives), upper=limits[carrying].astype(np.float64), worth=np.zeros(width)
        ),
    )


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame:
    """Spend of each year against its envelope plus what was left and could be carried into it."""
    spent = ledger.spend.groupby(c.YEAR)[c.CAPITAL_GBP].sum()
    rows, carried = [], 0
    for year, envelope in zip(ledger.case.years.tolist(), ledger.case.envelopes.tolist(), strict=True):
        limit, value = envelope + carried, int(spent.get(year, 0))
        rows.append((financial_year(year), limit, value))
        carried = min(max(limit - value, 0), int(rules.carry_forward * envelope + 1e-6))
    scope, limits, values = zip(*rows, strict=True)
    return audited(list(scope), AT_MOST, limits, values)


ENVELOPE = Rule(
    name="envelope",
    block=block,
    audit=audit,
    faults=no_faults,
    limit_said=lambda scope, limit: f"the {scope} envelope of {pounds(limit)}",
    mend="raise it, or let other years take the work",
)
