"""Scenarios side by side, and what moves between two of them."""

from collections.abc import Sequence

import pandas as pd

from capplan import columns as c
from capplan.columns import CHANGE, FROM_YEAR, SCENARIO, TITLE, TO_YEAR, Column
from capplan.errors import InputError, Problem
from capplan.model import Scenario

NETWORKS = Column("networks", "Networks", "whole", "How many networks share the money")
OBJECTIVE_GBP = Column("objective_gbp", "Net benefit", "number", "Net present benefit of the plan", unit="£")
GAP_PERCENT = Column("gap_percent", "Gap", "number", "Distance to the best possible plan", unit="%")
COST_LEFT_GBP = Column(
    "cost_left_gbp", "Running and risk cost, last year", "number", "With the plan, in its last year", unit="£"
)


def comparison(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """One row a scenario: money, machines, net benefit, what is left, and how well it is proven."""
    rows = []
    for scenario in scenarios:
        decisions, report = scenario.plan.decisions, scenario.plan.report
        rows.append(
            {
                SCENARIO: scenario.name,
                TITLE: scenario.title,
                NETWORKS: scenario.assets[c.NETWORK].nunique(),
                c.ENVELOPE_GBP: int(scenario.budget[c.ENVELOPE_GBP].sum()),
                c.CAPITAL_GBP: int(decisions[c.CAPITAL_GBP].sum()),
                c.ASSET_COUNT: int(decisions[c.START_YEAR].notna().sum()),
                OBJECTIVE_GBP: round(report.objective_gbp, 2),
                COST_LEFT_GBP: float(scenario.outlook[c.WITH_PLAN_GBP].iloc[-1]),
                GAP_PERCENT: round(100 * report.gap, 4),
            }
        )
    return pd.DataFrame(rows)


def changes(scenarios: Sequence[Scenario], base: Scenario) -> pd.DataFrame:
    """Every asset that another scenario treats otherwise than `base` does: comes in, drops out, or
    moves to another year. Sorted by scenario, then asset."""
    was = base.plan.decisions[[c.ASSET_ID, c.START_YEAR]].rename(columns={c.START_YEAR: FROM_YEAR})
    found = []
    for scenario in scenarios:
        if scenario.name == base.name:
            continue
        now = scenario.plan.decisions[[c.ASSET_ID, c.START_YEAR, c.CAPITAL_GBP]].rename(columns={c.START_YEAR: TO_YEAR})
        both = was.merge(now, on=c.ASSET_ID, how="outer", validate="one_to_one")
        same = (both[FROM_YEAR] == both[TO_YEAR]).fillna(False) | (both[FROM_YEAR].isna() & both[TO_YEAR].isna())
        both.insert(0, SCENARIO, scenario.name)
        change = pd.Series("moves", index=both.index).mask(both[FROM_YEAR].isna(), "comes in")
        both.insert(2, CHANGE, change.mask(both[TO_YEAR].isna(), "drops out"))
        found.append(both[~same.astype(bool)])
    if not found:
        return pd.DataFrame(columns=[SCENARIO, c.ASSET_ID, CHANGE, FROM_YEAR, TO_YEAR, c.CAPITAL_GBP])
    return pd.concat(found, ignore_index=True)


def pick(scenarios: Sequence[Scenario], names: Sequence[str]) -> tuple[Scenario, ...]:
    """The scenarios with these names (none: all).

    Raises InputError where the run has no such scenario.
    """
    by_name = {scenario.name: scenario for scenario in scenarios}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        mend = f"It has: {', '.join(by_name)}."
        raise InputError(
            [Problem(where="the run", what=f"no scenario is called {name!r}", mend=mend) for name in unknown]
        )
    return tuple(by_name[name] for name in names) or tuple(scenarios)
