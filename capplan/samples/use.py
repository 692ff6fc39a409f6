"""What each machine is, and how hard it works."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.reference import load_reference
from capplan.samples.chance import around_one, by_organisation, stream
from capplan.samples.fleet import fleet
from capplan.samples.geography import geography

ORGANISATION_SPREAD = 0.20
MACHINE_SPREAD = 0.22
# Staffed hours a year that rotas commonly give: part of a week, 50 hours a week, 12 hours every day, and so on.
ROTAS_HOURS = np.array([1040, 1560, 2080, 2600, 3120, 3640, 4368, 5096, 5824, 6552])
PRESSURE_MEAN, PRESSURE_SPREAD = 0.72, 0.14
EXAM_LENGTH = 0.3  # how far from the class's shortest examination to its longest the mean one lies


def add_identity(assets: pd.DataFrame, seed: int) -> pd.DataFrame:
    """`assets` with an invented serial number, maker and model (`MANUFACTURER` holds no real maker)."""
    rng = stream(seed, "makers")
    makers = np.asarray(geography().makers, dtype=object)
    preferred = np.abs(by_organisation(assets[c.ORGANISATION_CODE], rng) * 10).astype("int64")
    other = rng.integers(0, len(makers), len(assets))
    chosen = np.where(rng.random(len(assets)) < 0.5, preferred % len(makers), other)
    generation = np.clip((assets[c.MANUFACTURE_YEAR] - 1990) // 4, 1, 9).astype("str")
    shorts = pd.Series(fleet().loc[assets[c.ASSET_CLASS], "short"].to_numpy(), index=assets.index, dtype="str")
    serials = pd.Series(rng.permutation(900_000)[: len(assets)] + 100_000, index=assets.index).astype("str")
    return assets.assign(
        **{
            c.SERIAL_NUMBER: shorts + serials,
            c.MANUFACTURER: pd.Series(makers[chosen], index=assets.index, dtype="str"),
            c.MODEL: shorts + " series " + generation,
        }
    )


def add_use(assets: pd.DataFrame, seed: int) -> pd.DataFrame:
    """`assets` with examinations a year, capacity, and hours used and staffed a year.

    Activity is around the class's national mean; organisations differ by about a fifth either way and
    machines within them by about a quarter. Hours used follow from activity and the length of an
    examination; hours available are the rota that leaves the organisation's usual pressure.
    """
    rng = stream(seed, "use")
    size = len(assets)
    busy = np.exp(ORGANISATION_SPREAD * by_organisation(assets[c.ORGANISATION_CODE], rng) - ORGANISATION_SPREAD**2 / 2)
    mean = fleet().loc[assets[c.ASSET_CLASS], "activity_mean"].to_numpy(dtype="float64")
    activity = (mean * busy * around_one(MACHINE_SPREAD, rng, size) / 10).round() * 10
    bounds = load_reference().classes.loc[assets[c.ASSET_CLASS], ["minutes_low", "minutes_high"]].to_numpy()
    minutes = bounds[:, 0] + EXAM_LENGTH * (bounds[:, 1] - bounds[:, 0]) * rng.uniform(0.5, 1.5, size)
    needed = activity * minutes / 60
    pressure = np.clip(PRESSURE_MEAN + PRESSURE_SPREAD * rng.standard_normal(size), 0.3, 1.05)
    nearest = np.searchsorted((ROTAS_HOURS[1:] + ROTAS_HOURS[:-1]) / 2, needed / pressure)
    available = ROTAS_HOURS[nearest].astype("float64")
    used = np.floor(np.minimum(needed, available) / 10) * 10
    capacity = np.ceil(activity * available / np.maximum(used, 10) / 100) * 100
    return assets.assign(
        **{
            c.ACTIVITY_PER_YEAR: activity,
            c.CAPACITY_PER_YEAR: capacity,
            c.HOURS_USED_PER_YEAR: used,
            c.HOURS_AVAILABLE_PER_YEAR: available,
        }
    )
