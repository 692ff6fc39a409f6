"""What a plan comes to, as frames that the command line, the workbook and the paper can all print."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.model import Scenario

OVER_AGE_YEARS = 10
# The kind of reason of a machine that the register says is not in service.
OUT_OF_USE = "not_in_service"
NO_NETWORK = "not stated"


def comparison(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """One row a scenario: money, machines, net benefit, what is left, and how well it is proven.

    Revenue has a column where the plans draw on it. Risk left is the yearly risk cost, at today's rates, of the
    machines that are kept in use.
    """
    frame = pd.DataFrame([_row(scenario) for scenario in scenarios])
    return frame.dropna(axis="columns", how="all")


def _row(scenario: Scenario) -> dict[c.Column, object]:
    decisions, report = scenario.plan.decisions, scenario.plan.report
    return {
        c.SCENARIO: scenario.name,
        c.TITLE: scenario.title,
        c.NETWORK_COUNT: scenario.assets[c.NETWORK].nunique(),
        c.ENVELOPE_GBP: int(scenario.budget[c.ENVELOPE_GBP].sum()),
        c.CAPITAL_GBP: int(decisions[c.CAPITAL_GBP].sum()),
        c.ASSET_COUNT: int(is_treated(decisions).sum()),
        c.OBJECTIVE_GBP: round(report.objective_gbp, 2),
        c.RISK_LEFT_GBP: round(float(risk_left(scenario).sum()), 2),
        c.OVER_AGE_RATIO: round(over_age_share(scenario), 4),
        c.COST_LEFT_GBP: float(scenario.outlook[c.WITH_PLAN_GBP].iloc[-1]),
        c.REVENUE_LAST_GBP: revenue_of_last_year(scenario),
        c.GAP_PERCENT: round(100 * report.gap, 4),
    }


def is_treated(decisions: pd.DataFrame) -> pd.Series:
    """Which decisions do something."""
    return decisions[c.START_YEAR].notna()


def risk_left(scenario: Scenario) -> pd.Series:
    """The yearly risk cost of each asset that is kept, 0 of one that is treated, out of use or of unknown risk; by
    asset."""
    risk = scenario.scores.set_index(c.ASSET_ID)[c.RISK_COST_GBP_PER_YEAR].astype("float64").fillna(0.0)
    decisions = scenario.plan.decisions
    at_rest = is_treated(decisions) | is_out_of_use(decisions)
    return risk.mask(risk.index.isin(decisions.loc[at_rest, c.ASSET_ID]), 0.0)


def is_out_of_use(decisions: pd.DataFrame) -> pd.Series:
    """Which decisions, or rows that carry them, are of machines that are not in service: they put nobody at risk."""
    return decisions[c.REASON_CODE].astype("object") == OUT_OF_USE


def over_age_share(scenario: Scenario) -> float:
    """The share of machines in service, of known age, that are over ten years old at the end of the plan; NaN
    where the run does not say what it was made for."""
    if scenario.estate is None or scenario.estate.assets.empty:
        return float("nan")
    chosen = scenario.options.merge(scenario.plan.decisions[[c.OPTION_ID]].dropna(), on=c.OPTION_ID)
    since = chosen.set_index(c.ASSET_ID)[c.IN_USE_YEAR].astype("float64")
    renews, removes = (chosen.loc[_flag(chosen[name]), c.ASSET_ID] for name in (c.RENEWS, c.REMOVES))
    ids = scenario.estate.assets[c.ASSET_ID]
    end = scenario.policy.years[-1] + 1
    age = scenario.estate.assets[c.AGE_USED_YEARS].astype("float64") + len(scenario.policy.years)
    age = age.where(~ids.isin(renews), end - ids.map(since))
    counted = age[~ids.isin(removes)].dropna()
    return float((counted > OVER_AGE_YEARS).mean()) if len(counted) else float("nan")


def _flag(values: pd.Series) -> np.ndarray:
    return values.fillna(False).to_numpy(dtype=bool)


def revenue_of_last_year(scenario: Scenario) -> int | None:
    """What the plan draws on revenue in its last year, pounds; None where its options draw nothing on it."""
    cash = scenario.option_cash
    if cash is None or c.REVENUE_GBP not in cash:
        return None
    last = cash[cash[c.YEAR] == scenario.policy.years[-1]]
    return int(last.loc[last[c.OPTION_ID].isin(scenario.plan.decisions[c.OPTION_ID].dropna()), c.REVENUE_GBP].sum())


def capital_by_year(scenarios: Iterable[Scenario]) -> pd.DataFrame:
    """One row a scenario and year: its envelope and its capital (`SCENARIO, YEAR, ENVELOPE_GBP, CAPITAL_GBP`)."""
    frames = []
    for scenario in scenarios:
        spent = scenario.plan.cash.groupby(c.YEAR)[c.CAPITAL_GBP].sum()
        years = scenario.budget[[c.YEAR, c.ENVELOPE_GBP]].astype("int64")
        capital = years[c.YEAR].map(spent).fillna(0).astype("int64")
        years.insert(0, c.SCENARIO, scenario.name)
        frames.append(years.assign(**{c.CAPITAL_GBP: capital}))
    return pd.concat(frames, ignore_index=True)


def machines_by(scenarios: Iterable[Scenario], group: c.Column) -> pd.DataFrame:
    """One row a scenario and network or class (`group`): machines treated and their capital, in order of both."""
    frames = [
        groups_of(scenario, group)
        .reset_index()
        .assign(**{c.SCENARIO: scenario.name})[[c.SCENARIO, group, c.ASSET_COUNT, c.CAPITAL_GBP]]
        for scenario in scenarios
    ]
    return pd.concat(frames, ignore_index=True)


def groups_of(scenario: Scenario, group: c.Column, of_asset: pd.Series | None = None) -> pd.DataFrame:
    """Machines treated and their capital by network or class (`ASSET_COUNT, CAPITAL_GBP`), by the asset's own or
    by what `of_asset` gives for each asset id."""
    own = scenario.assets.set_index(c.ASSET_ID)[group] if of_asset is None else of_asset
    decisions = scenario.plan.decisions
    named = decisions[c.ASSET_ID].map(own).fillna(NO_NETWORK).rename(group)
    frame = pd.DataFrame(
        {
            c.ASSET_COUNT: is_treated(decisions).astype("int64"),
            c.CAPITAL_GBP: decisions[c.CAPITAL_GBP].fillna(0).astype("int64"),
        }
    )
    return frame.groupby(named).sum()
