"""What the estate is expected to cost to keep, year by year, with the plan and without it."""

import pandas as pd

from capplan import columns as c


def outlook(
    decisions: pd.DataFrame, deferral: pd.DataFrame, challenger: pd.DataFrame, treatable: pd.Series, years: range
) -> pd.DataFrame:
    """Expected running and risk cost in each year of the plan (columns `YEAR, KEEP_ALL_GBP,
    WITH_PLAN_GBP`, pounds of the price base, undiscounted).

    An asset costs what keeping it costs until the year in which it is treated, and its successor's
    levelised running cost from then on. Only the assets in `treatable` (ids) are counted, in both
    columns.
    """
    kept = deferral[deferral[c.YEAR].isin(years) & deferral[c.ASSET_ID].isin(treatable)]
    rows = kept.merge(decisions[[c.ASSET_ID, c.START_YEAR]], on=c.ASSET_ID, validate="many_to_one").merge(
        challenger[[c.ASSET_ID, c.SUCCESSOR_RUNNING_GBP_PER_YEAR]], on=c.ASSET_ID, validate="many_to_one"
    )
    treated = (rows[c.START_YEAR] <= rows[c.YEAR]).fillna(False).astype(bool)
    with_plan = rows[c.DEFERRAL_COST_GBP].mask(treated, rows[c.SUCCESSOR_RUNNING_GBP_PER_YEAR])
    yearly = rows.assign(**{c.KEEP_ALL_GBP: rows[c.DEFERRAL_COST_GBP], c.WITH_PLAN_GBP: with_plan})
    return yearly.groupby(c.YEAR)[[c.KEEP_ALL_GBP, c.WITH_PLAN_GBP]].sum().round(2).reset_index()
