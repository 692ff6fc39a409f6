"""How each machine behaves: breakdowns, downtime, condition, resilience, and the owner's own risk rating."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.reference import load_reference
from capplan.samples.chance import around_one, by_organisation, stream

# Unplanned losses a year by life consumed: floor + slope x ratio ^ power, chosen so that the whole estate has
# about 0.5 a year (capplan planning assumption), and machines past their life 1 to 2 or more.
RATE_FLOOR, RATE_SLOPE, RATE_POWER = 0.12, 0.43, 2.2
ORGANISATION_SPREAD, MACHINE_SPREAD = 0.20, 0.45
RISING_FROM, UNACCEPTABLE_FROM = 1.1, 2.0
WORKING_DAY_HOURS = 9
CONDITION_CUTS = (0.25, 0.5, 0.8, 1.1, 1.5)
LIKELIHOOD_CUTS = (0.15, 0.35, 0.8, 1.6)
EMERGENCY_CLASSES = ("ct", "angiography", "cardiac_cath")


def add_behaviour(assets: pd.DataFrame, seed: int) -> pd.DataFrame:
    """`assets` with its true fault rate and life consumed, and all that an owner would see of them.

    Adds `LIFE_CONSUMED_RATIO` (age over the class's middle life) and `FAULT_RATE_PER_YEAR`, which
    registers do not show, and the columns of breakdowns, downtime, condition, resilience and rating.
    """
    rng = stream(seed, "behaviour")
    size = len(assets)
    classes = load_reference().classes.loc[assets[c.ASSET_CLASS]]
    consumed = assets[c.AGE_YEARS].to_numpy() / classes["life_mid_years"].to_numpy()
    care = np.exp(ORGANISATION_SPREAD * by_organisation(assets[c.ORGANISATION_CODE], rng))
    rate = (RATE_FLOOR + RATE_SLOPE * np.minimum(consumed, 2) ** RATE_POWER) * care
    rate = rate * around_one(MACHINE_SPREAD, rng, size)
    observed = np.minimum(rng.choice([1.0, 2.0, 3.0, 3.0, 5.0], size), _half_years(assets[c.AGE_YEARS]))
    events = rng.poisson(rate * observed)
    outage = (classes["outage_days_mid"].to_numpy() * around_one(0.4, rng, size) * 2).round() / 2
    hours = (events / observed * outage * WORKING_DAY_HOURS).round()
    trend = np.digitize(rate * around_one(0.2, rng, size), (RISING_FROM, UNACCEPTABLE_FROM))
    cost = classes["consequence_mid_gbp"].to_numpy() * around_one(0.25, rng, size)
    return assets.assign(
        **{
            c.LIFE_CONSUMED_RATIO: consumed,
            c.FAULT_RATE_PER_YEAR: rate,
            c.UNPLANNED_EVENTS: events,
            c.OBSERVATION_YEARS: observed,
            c.DOWNTIME_TREND: np.asarray(c.DOWNTIME_TREND.choices, dtype=object)[trend],
            c.DOWNTIME_HOURS_PER_YEAR: hours,
            c.OUTAGE_DAYS_PER_EVENT: np.maximum(outage, 0.5),
            c.REDUNDANCY: _redundancy(assets),
            c.CONSEQUENCE_GBP_PER_EVENT: (cost / 100).round() * 100,
            c.CONDITION: np.asarray(c.CONDITION.choices, dtype=object)[np.digitize(consumed, CONDITION_CUTS)],
            c.RISK_LIKELIHOOD: 1 + np.digitize(rate, LIKELIHOOD_CUTS),
            c.RISK_CONSEQUENCE: classes["safety_consequence"].to_numpy().astype("int64") + rng.integers(0, 2, size),
        }
    )


def _half_years(ages: pd.Series) -> np.ndarray:
    """Ages rounded up to half years: nobody has watched a machine for longer than it has stood."""
    return np.maximum(np.ceil(ages.to_numpy() * 2) / 2, 0.5)


def _redundancy(assets: pd.DataFrame) -> np.ndarray:
    """What stands in on the same site: three or more of the class, two, or one (of an emergency class or not)."""
    units = assets.groupby([c.SITE_CODE, c.ASSET_CLASS])[c.ASSET_ID].transform("size")
    emergency = assets[c.ASSET_CLASS].isin(EMERGENCY_CLASSES)
    return np.select(
        [units >= 3, units == 2, emergency], ["n_plus_1", "limited", "single_emergency"], default="single"
    ).astype(object)
