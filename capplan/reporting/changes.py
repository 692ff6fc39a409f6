"""What another scenario does otherwise than the recommended one: machines, money, who gains and who loses."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from capplan.columns import ACTION, ASSET_CLASS, ASSET_ID, CAPITAL_GBP, NETWORK, START_YEAR
from capplan.model import Scenario
from capplan.reporting.case import KEEP, UNKNOWN_CLASS
from capplan.reporting.fairness import UNASSIGNED

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One scenario against the recommended one, whole pounds.

    `drops_out` and `comes_in` are capital by asset id, the largest first: what the recommended plan pays for those
    that leave, and what the other pays for those that join. `moves` counts those that start in another year.
    `by_network` is the change of capital of each network, as networks stand in the recommended scenario, the
    largest loss first.
    """

    title: str
    capital_gbp: int
    machines: int
    drops_out: pd.Series
    comes_in: pd.Series
    moves: int
    by_network: pd.Series


def changed(other: Scenario, base: Scenario) -> Changed:
    """Compare the decisions of two scenarios over the assets of either."""
    start = pd.DataFrame({OURS: _of(base, START_YEAR), THEIRS: _of(other, START_YEAR)}).sort_index()
    capital = pd.DataFrame({OURS: _of(base, CAPITAL_GBP), THEIRS: _of(other, CAPITAL_GBP)}).sort_index()
    capital = capital.fillna(0).astype("int64")
    treated = start.notna()
    difference = capital[THEIRS] - capital[OURS]
    network = base.assets.set_index(ASSET_ID)[NETWORK].reindex(difference.index).fillna(UNASSIGNED)
    return Changed(
        title=other.title,
        capital_gbp=int(difference.sum()),
        machines=int(treated[THEIRS].sum() - treated[OURS].sum()),
        drops_out=_largest(capital.loc[treated[OURS] & ~treated[THEIRS], OURS]),
        comes_in=_largest(capital.loc[treated[THEIRS] & ~treated[OURS], THEIRS]),
        moves=int((treated.all(axis="columns") & (start[OURS] != start[THEIRS])).sum()),
        by_network=difference.groupby(network).sum().sort_values(kind="stable"),
    )


def machines_by_class(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Machines treated by class group (rows, in order of name) and scenario (columns, in the order given)."""
    counts = {}
    for scenario in scenarios:
        decisions = scenario.plan.decisions
        treated = decisions.loc[decisions[ACTION] != KEEP, ASSET_ID]
        kinds = scenario.assets.set_index(ASSET_ID)[ASSET_CLASS].reindex(treated)
        groups = kinds.map(scenario.policy.reference.classes["group"]).fillna(UNKNOWN_CLASS)
        counts[scenario.name] = groups.value_counts()
    return pd.DataFrame(counts).fillna(0).astype("int64").sort_index()


def _of(scenario: Scenario, what: str) -> pd.Series:
    return pd.to_numeric(scenario.plan.decisions.set_index(ASSET_ID)[what]).astype("float64")


def _largest(capital: pd.Series) -> pd.Series:
    return capital.sort_values(ascending=False, kind="stable")
