"""What the estate is expected to cost to keep, year by year, with the plan and without it."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.prospects import Outcomes

# What a machine costs in a year once the action is done: a successor its levelised running cost, an upgraded
# one its own; one that leaves nothing, save the risk that goes with its work to another.
COST_AFTER: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "replace": lambda row: row[c.SUCCESSOR_RUNNING_GBP_PER_YEAR],
    "lease": lambda row: row[c.SUCCESSOR_RUNNING_GBP_PER_YEAR],
    "upgrade": lambda row: row[c.UPGRADED_COST_GBP],
    "share": lambda row: row[c.DEFERRAL_COST_GBP] - row[c.KEPT_UPKEEP_GBP],
    "retire": lambda row: 0.0 * row[c.DEFERRAL_COST_GBP],
}


def outlook(decisions: pd.DataFrame, options: pd.DataFrame, outcomes: Outcomes, years: range) -> pd.DataFrame:
    """Expected running and risk cost in each year of the plan (columns `YEAR, KEEP_ALL_GBP,
    DO_MINIMUM_GBP, WITH_PLAN_GBP`, pounds of the price base, undiscounted).

    Takes the plan's decisions with their `OPTION_ID`, the options they were chosen from, and what scoring said.
    An asset costs what keeping it costs until the year in which its action is done, and from then on what
    `COST_AFTER` says; rent and capital are no part of it. `DO_MINIMUM_GBP` is of the plan's duties (`MUST_TREAT`)
    alone. Only assets with options are counted, in every column.
    """
    done = decisions[[c.ASSET_ID, c.ACTION, c.OPTION_ID]].merge(
        options[[c.OPTION_ID, c.IN_USE_YEAR, c.MUST_TREAT]], on=c.OPTION_ID, how="left", validate="many_to_one"
    )
    running = outcomes.challenger[[c.ASSET_ID, c.SUCCESSOR_RUNNING_GBP_PER_YEAR]]
    kept = outcomes.deferral[outcomes.deferral[c.YEAR].isin(years)]
    kept = kept[kept[c.ASSET_ID].isin(options[c.ASSET_ID])]
    rows = kept.merge(done, on=c.ASSET_ID, validate="many_to_one")
    rows = rows.merge(running, on=c.ASSET_ID, validate="many_to_one")
    rows = rows.merge(outcomes.alternatives, on=[c.ASSET_ID, c.YEAR], how="left", validate="one_to_one")
    treated = (rows[c.IN_USE_YEAR] <= rows[c.YEAR]).fillna(False).astype(bool)
    after = np.select(
        [(rows[c.ACTION] == action).to_numpy() for action in COST_AFTER],
        [cost(rows).to_numpy(dtype=np.float64, na_value=np.nan) for cost in COST_AFTER.values()],
        default=np.nan,
    )
    duty = treated & rows[c.MUST_TREAT].fillna(False).astype(bool)
    keep, done_gbp = rows[c.DEFERRAL_COST_GBP], pd.Series(after, index=rows.index)
    yearly = pd.DataFrame(
        {
            c.YEAR: rows[c.YEAR],
            c.KEEP_ALL_GBP: keep,
            c.DO_MINIMUM_GBP: keep.mask(duty, done_gbp),
            c.WITH_PLAN_GBP: keep.mask(treated, done_gbp),
        }
    )
    return yearly.groupby(c.YEAR).sum().round(2).reset_index()
