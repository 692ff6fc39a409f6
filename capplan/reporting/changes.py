"""What another scenario does otherwise than the recommended one: machines, money, who gains and who loses."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from capplan.columns import ACTION, ASSET_CLASS, ASSET_ID, CHANGE, DIFFERENCE_GBP, NETWORK
from capplan.comparison.changes import IN, MOVES, OUT, between, gains_and_losses
from capplan.comparison.measures import NO_NETWORK
from capplan.model import Scenario
from capplan.reporting.case import KEEP, UNKNOWN_CLASS
from capplan.reporting.fairness import UNASSIGNED


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
    moved = between(other, base).set_index(ASSET_ID)
    gains = gains_and_losses((base, other), base)
    is_out, is_in, moves = (moved[CHANGE] == change for change in (OUT, IN, MOVES))
    return Changed(
        title=other.title,
        capital_gbp=int(gains[DIFFERENCE_GBP].sum()),
        machines=int(is_in.sum() - is_out.sum()),
        drops_out=_largest(-moved.loc[is_out, DIFFERENCE_GBP]),
        comes_in=_largest(moved.loc[is_in, DIFFERENCE_GBP]),
        moves=int(moves.sum()),
        by_network=gains.set_index(gains[NETWORK].replace(NO_NETWORK, UNASSIGNED))[DIFFERENCE_GBP],
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


def _largest(capital: pd.Series) -> pd.Series:
    return capital.sort_values(ascending=False, kind="stable")
