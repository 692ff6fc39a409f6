"""What a register itself says of its classes' fault rates: a suggestion for the plan file, never used silently.

An asset's score must not move when others are added, so the class's rate is a setting and stays one.
"""

import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.ranges import number, positive


def fitted_rates(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Unplanned losses a year by class: columns `FITTED`, a row a class that has a record.

    Takes columns `ASSETS`. The rate is all losses over all years observed, of the assets that give both:
    the most likely rate if every asset of the class failed alike.
    """
    record = pd.DataFrame(
        {
            c.ASSET_CLASS: assets[c.ASSET_CLASS].to_numpy(),
            c.UNPLANNED_EVENTS: number(assets[c.UNPLANNED_EVENTS]),
            c.OBSERVATION_YEARS: positive(assets[c.OBSERVATION_YEARS]),
        }
    ).dropna()
    by = record.assign(**{c.ASSET_COUNT: 1}).groupby(c.ASSET_CLASS, as_index=False).sum()
    in_tables = policy.reference.classes["faults_per_year_mid"].reindex(by[c.ASSET_CLASS])
    rates = pd.DataFrame(
        {
            c.FAULT_RATE_PER_YEAR: by[c.UNPLANNED_EVENTS] / by[c.OBSERVATION_YEARS],
            c.CLASS_RATE_PER_YEAR: in_tables.to_numpy(),
        }
    )
    return by.join(rates)[list(c.FITTED)]
