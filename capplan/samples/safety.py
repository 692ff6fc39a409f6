"""The evidence that ages a machine from outside: makers' support, software, quality assurance, notices, dose."""

from typing import Any

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.samples.ages import AS_AT, DAYS_A_YEAR
from capplan.samples.chance import around_one, pick, stream

SUPPORT_YEARS, SUPPORT_SPREAD = 11.0, 2.0
SPARES_LAST_YEARS = 3.0
# Weights of OS_STATUS by the age a machine has reached, in the order of the column's choices.
SOFTWARE = (
    (0.0, (0.95, 0.04, 0.01, 0.0, 0.0)),
    (6.0, (0.45, 0.35, 0.15, 0.05, 0.0)),
    (9.0, (0.05, 0.23, 0.45, 0.269, 0.001)),
)
# Weights by life consumed: multiplied by the ratio, between 0.3 and 2.5; what is left over is the first choice.
QUALITY = (0.055, 0.006, 0.0010)
NOTICES = (0.02, 0.0008)
NON_IONISING = ("mri", "mri_3t", "ultrasound")


def add_safety(assets: pd.DataFrame, seed: int) -> pd.DataFrame:
    """`assets` with makers' support, software, quality assurance, safety notices and dose.

    A suspended machine, an unmitigated notice or exploited software is rare: a handful in the whole
    estate. The dose ratio is given for ionising classes only. Needs `AGE_YEARS`, `INSTALL_DATE` and
    `LIFE_CONSUMED_RATIO`.
    """
    rng = stream(seed, "safety")
    size = len(assets)
    ages, consumed = assets[c.AGE_YEARS].to_numpy(), assets[c.LIFE_CONSUMED_RATIO].to_numpy()
    strain = np.clip(consumed, 0.3, 2.5)[:, None]
    bands = np.array([weights for _, weights in SOFTWARE])[np.digitize(ages, [start for start, _ in SOFTWARE]) - 1]
    dose = (0.78 * (1 + 0.08 * np.minimum(consumed, 2)) * around_one(0.15, rng, size)).round(2)
    support_ends = _support_ends(assets[c.INSTALL_DATE], rng)
    added: dict[str, Any] = {
        c.END_OF_SUPPORT_DATE: support_ends,
        c.SUPPORT_STATUS: support_status(support_ends),
        c.OS_STATUS: pick(c.OS_STATUS.choices, bands, rng),
        c.QA_STATUS: pick(c.QA_STATUS.choices, _with_rest(strain * QUALITY), rng),
        c.SAFETY_NOTICE: pick(c.SAFETY_NOTICE.choices, _with_rest(strain * NOTICES), rng),
        c.DOSE_RATIO: np.where(assets[c.ASSET_CLASS].isin(NON_IONISING), np.nan, dose),
    }
    return assets.assign(**added)


def support_status(support_ends: pd.Series) -> np.ndarray:
    """The status that follows from the date support ends: spares are to be had for three years more.

    >>> support_status(pd.Series(pd.to_datetime(["2030-03-31", "2027-06-30", "2025-12-31", "2019-12-31"]))).tolist()
    ['supported', 'ends_24m', 'ended_spares', 'ended_no_spares']
    """
    years_left = ((support_ends - pd.Timestamp(AS_AT)).dt.days / DAYS_A_YEAR).to_numpy()
    position = np.digitize(-years_left, (-2.0, 0.0, SPARES_LAST_YEARS))
    return np.asarray(c.SUPPORT_STATUS.choices, dtype=object)[position]


def _support_ends(installed: pd.Series, rng: np.random.Generator) -> pd.Series:
    years = np.clip(SUPPORT_YEARS + SUPPORT_SPREAD * rng.standard_normal(len(installed)), 6, 16)
    days = pd.Series(pd.to_timedelta((years * DAYS_A_YEAR).round(), unit="D"), index=installed.index)
    return pd.Series(installed + days + pd.offsets.MonthEnd(0))


def _with_rest(weights: np.ndarray) -> np.ndarray:
    return np.column_stack([1 - weights.sum(axis=1), weights])
