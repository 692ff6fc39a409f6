"""The sample estate: a synthetic register of imaging equipment, of any size."""

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.errors import InputError, Problem
from capplan.samples.ages import add_ages
from capplan.samples.behaviour import add_behaviour
from capplan.samples.fleet import class_counts
from capplan.samples.habits import as_recorded
from capplan.samples.money import add_money
from capplan.samples.places import place_assets
from capplan.samples.safety import add_safety
from capplan.samples.use import add_identity, add_use

MOST_ASSETS = 200_000
SYNTHETIC = "Synthetic: not a real machine"
NOT_RECORDED = (c.AGE_YEARS, c.LIFE_CONSUMED_RATIO, c.FAULT_RATE_PER_YEAR)
STEPS = (add_ages, add_identity, add_use, add_behaviour, add_safety, add_money, as_recorded)
DTYPES = {"text": "str", "choice": "str", "whole": "Int64", "number": "float64", "date": "datetime64[us]"}


def make_estate(*, seed: int = 1, assets: int | None = None) -> pd.DataFrame:
    """A synthetic register: one row a machine, canonical columns, money in whole pounds ex VAT.

    Without `assets` it is the national estate: 24 networks, 137 organisations, 516 CT, 425 MRI and
    6,701 machines in all. With `assets` (1 to 200,000) it has the same mix at that size. The columns
    are those of `capplan.columns.ASSETS` that it fills, in that order; every row's notes say that it is
    synthetic. The same seed and size give the same rows.

    Raises InputError where the size is out of range.

    >>> make_estate(seed=1, assets=3)[["asset_id", "asset_class"]].to_numpy().tolist()
    [['ZA1-XR-001', 'xray_room'], ['ZA1-XM-001', 'xray_mobile'], ['ZA1-US-001', 'ultrasound']]
    """
    if assets is not None and not 1 <= assets <= MOST_ASSETS:
        raise InputError(
            Problem(
                where="assets",
                what=f"a sample of {assets:,} machines cannot be made",
                mend=f"Ask for 1 to {MOST_ASSETS:,}.",
            )
        )
    estate = place_assets(class_counts(assets), seed)
    for step in STEPS:
        estate = step(estate, seed)
    estate = estate.drop(columns=list(NOT_RECORDED)).assign(**{c.NOTES: SYNTHETIC})
    kept = [column for column in c.ASSETS if column in estate.columns]
    return estate[kept].astype({column: _dtype(column) for column in kept})


def _dtype(column: Column) -> str:
    return DTYPES[column.kind]
