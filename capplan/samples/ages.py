"""How old each machine is, and the dates that follow from it."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.reference.calendar import DAYS_A_YEAR
from capplan.samples.chance import by_organisation, stream
from capplan.samples.fleet import fleet

AS_AT = dt.date(2026, 10, 31)
OLD_YEARS = 10.0
ORGANISATION_WEIGHT = 0.5
YOUNGEST_DAYS = 14
REFURBISHED_CLASSES = ("mri", "mri_3t", "fluoroscopy", "gamma_camera", "angiography")


def add_ages(assets: pd.DataFrame, seed: int) -> pd.DataFrame:
    """`assets` with `AGE_YEARS` at `AS_AT` and the dates of installation, purchase, manufacture and refurbishment.

    Within a class the ages are spread evenly over its Weibull distribution, so that the share of 10
    years or older is the one in `fleet.toml` at every seed. Organisations differ: where one machine is
    old, others tend to be. Every machine has been in service for at least two weeks.
    """
    rng = stream(seed, "dates")
    days = np.maximum((_ages(assets, seed) * DAYS_A_YEAR).round(), YOUNGEST_DAYS)
    installed = pd.Timestamp(AS_AT) - pd.to_timedelta(days, unit="D")
    purchased = installed - pd.to_timedelta(rng.integers(30, 180, len(assets)), unit="D")
    made = purchased - pd.to_timedelta(rng.integers(0, 120, len(assets)), unit="D")
    kept = rng.uniform(0.45, 0.85, len(assets))
    refurbished = installed + pd.to_timedelta((days * kept).round(), unit="D")
    is_refurbished = (
        assets[c.ASSET_CLASS].isin(REFURBISHED_CLASSES) & (days > 8 * DAYS_A_YEAR) & (rng.random(len(assets)) < 0.12)
    )
    added: dict[str, Any] = {
        c.AGE_YEARS: days / DAYS_A_YEAR,
        c.INSTALL_DATE: installed,
        c.PURCHASE_DATE: purchased,
        c.MANUFACTURE_YEAR: made.year,
        c.REFURBISHED_DATE: pd.Series(refurbished).where(is_refurbished.to_numpy()).to_numpy(),
    }
    return assets.assign(**added)


def _ages(assets: pd.DataFrame, seed: int) -> np.ndarray:
    """Ages in years, Weibull by class: P(age >= 10) = share_over_10, so scale = 10 / (-ln share)^(1 / shape)."""
    rng = stream(seed, "ages")
    older = ORGANISATION_WEIGHT * by_organisation(assets[c.ORGANISATION_CODE], rng) + rng.standard_normal(len(assets))
    ranked = pd.Series(older, index=assets.index).groupby(assets[c.ASSET_CLASS])
    shares = ((ranked.rank(method="first") - rng.random(len(assets))) / ranked.transform("size")).to_numpy()
    rows = fleet().loc[assets[c.ASSET_CLASS]]
    shape = rows["age_shape"].to_numpy(dtype="float64")
    scale = OLD_YEARS / (-np.log(rows["share_over_10"].to_numpy(dtype="float64"))) ** (1 / shape)
    ages = scale * (-np.log1p(-shares)) ** (1 / shape)
    return np.minimum(ages, rows["age_max_years"].to_numpy(dtype="float64") - rng.random(len(assets)))
