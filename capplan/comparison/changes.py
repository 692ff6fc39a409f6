"""What moves between two plans, who gains and who loses."""

from collections.abc import Sequence

import pandas as pd

from capplan import columns as c
from capplan.columns import CHANGE, FROM_YEAR, SCENARIO, TO_YEAR
from capplan.comparison.measures import groups_of
from capplan.model import Scenario

CHANGED = (SCENARIO, c.ASSET_ID, CHANGE, FROM_YEAR, TO_YEAR, c.NETWORK, c.ASSET_CLASS, c.CAPITAL_GBP, c.DIFFERENCE_GBP)
GAINS = (SCENARIO, c.NETWORK, c.BASE_GBP, c.CAPITAL_GBP, c.DIFFERENCE_GBP, c.DIFFERENCE_COUNT)
OUT, IN, MOVES = "drops out", "comes in", "moves"


def changes(scenarios: Sequence[Scenario], base: Scenario) -> pd.DataFrame:
    """Every asset that another scenario treats otherwise than `base` does: comes in, drops out, or moves to
    another year. Columns `CHANGED`, sorted by scenario, then asset; the network is that in `base`."""
    found = [between(scenario, base) for scenario in scenarios if scenario is not base]
    if not found:
        return pd.DataFrame(columns=list(CHANGED))
    return pd.concat(found, ignore_index=True)


def between(now: Scenario, base: Scenario) -> pd.DataFrame:
    """What one plan decides otherwise than another: columns `CHANGED`, sorted by asset."""
    both = _decided(base, FROM_YEAR, c.BASE_GBP).join(_decided(now, TO_YEAR, c.CAPITAL_GBP), how="outer").sort_index()
    amounts = both[[c.BASE_GBP, c.CAPITAL_GBP]].fillna(0).astype("int64")
    same = (both[FROM_YEAR] == both[TO_YEAR]).fillna(False) | (both[FROM_YEAR].isna() & both[TO_YEAR].isna())
    change = pd.Series(MOVES, index=both.index).mask(both[FROM_YEAR].isna(), IN).mask(both[TO_YEAR].isna(), OUT)
    place = pd.concat([base.assets, now.assets]).drop_duplicates(c.ASSET_ID).set_index(c.ASSET_ID)
    frame = pd.DataFrame(
        {
            SCENARIO: now.name,
            CHANGE: change,
            FROM_YEAR: both[FROM_YEAR],
            TO_YEAR: both[TO_YEAR],
            c.NETWORK: place[c.NETWORK].reindex(both.index),
            c.ASSET_CLASS: place[c.ASSET_CLASS].reindex(both.index),
            c.CAPITAL_GBP: amounts[c.CAPITAL_GBP],
            c.DIFFERENCE_GBP: amounts[c.CAPITAL_GBP] - amounts[c.BASE_GBP],
        }
    )
    return frame[~same.astype(bool)].rename_axis(c.ASSET_ID).reset_index()[list(CHANGED)]


def _decided(scenario: Scenario, year: c.Column, capital: c.Column) -> pd.DataFrame:
    decisions = scenario.plan.decisions.set_index(c.ASSET_ID)
    return decisions[[c.START_YEAR, c.CAPITAL_GBP]].set_axis([year, capital], axis=1)


def gains_and_losses(scenarios: Sequence[Scenario], base: Scenario) -> pd.DataFrame:
    """Capital of each network against `base`, by the networks that assets belong to there: columns `GAINS`, the
    largest loss first within each scenario."""
    own = base.assets.set_index(c.ASSET_ID)[c.NETWORK]
    was = groups_of(base, c.NETWORK, own)
    frames = []
    for scenario in scenarios:
        if scenario is base:
            continue
        now = groups_of(scenario, c.NETWORK, own)
        both = now.join(was.add_suffix(" was"), how="outer").fillna(0).astype("int64")
        frame = pd.DataFrame(
            {
                SCENARIO: scenario.name,
                c.BASE_GBP: both[f"{c.CAPITAL_GBP} was"],
                c.CAPITAL_GBP: both[c.CAPITAL_GBP],
                c.DIFFERENCE_GBP: both[c.CAPITAL_GBP] - both[f"{c.CAPITAL_GBP} was"],
                c.DIFFERENCE_COUNT: both[c.ASSET_COUNT] - both[f"{c.ASSET_COUNT} was"],
            }
        )
        rows = frame.rename_axis(c.NETWORK).reset_index().sort_values([c.DIFFERENCE_GBP, c.NETWORK])
        frames.append(rows[list(GAINS)])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(GAINS))
