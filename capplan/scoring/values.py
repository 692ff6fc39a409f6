"""Value functions and levels: from a quantity to a value of 0 to 100, or to a level of 1 to 5."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]


def per_asset(values: pd.Series | Numbers) -> Numbers:
    """One number an asset, shaped to meet one number a year.

    >>> per_asset(np.array([1.0, 2.0])).tolist()
    [[1.0], [2.0]]
    """
    return np.asarray(values, dtype="float64")[:, np.newaxis]


def curve_value(x: Numbers, points: Sequence[tuple[float, float]]) -> Numbers:
    """The value at `x` on the line through `points`, flat beyond both ends; NaN stays NaN.

    >>> curve_value(np.array([0.75, 3.0]), [(0.5, 10), (1.0, 70), (2.0, 100)]).tolist()
    [40.0, 100.0]
    """
    places, values = zip(*points, strict=True)
    return np.asarray(np.interp(x, places, values))


def log_value(gbp: Numbers, *, floor_gbp: float, ceiling_gbp: float) -> Numbers:
    """Pounds on a log scale, 0 at the floor or below and 100 at the ceiling or above.

    The scale is fixed, so that adding assets never changes another's value.

    >>> log_value(np.array([10.0, 1_000.0, 10_000.0]), floor_gbp=100, ceiling_gbp=1_000_000).tolist()
    [0.0, 25.0, 50.0]
    """
    above_floor = np.log10(np.maximum(gbp, floor_gbp)) - np.log10(floor_gbp)
    return np.asarray(np.minimum(100 * above_floor / (np.log10(ceiling_gbp) - np.log10(floor_gbp)), 100))


def level_between(x: Numbers, cuts: Sequence[float], *, reached: int) -> Numbers:
    """The level of `x`, from 1, among ascending `cuts`; NaN stays NaN.

    At one of the first `reached` cuts `x` is already at the level above ("less than 8 hours: 1"); at
    a later one it is still at the level below ("up to 7 days: 3").

    >>> level_between(np.array([0.2, 1.0, 7.0, 7.1]), [0.5, 1, 7], reached=2).tolist()
    [1.0, 3.0, 3.0, 4.0]
    """
    level = np.ones_like(x)
    for number, cut in enumerate(cuts):
        level += x >= cut if number < reached else x > cut
    return np.where(np.isnan(x), np.nan, level)


def at_level(level: Numbers, values: Sequence[float]) -> Numbers:
    """The value that stands for each level, from 1; NaN stays NaN.

    >>> at_level(np.array([2.0, np.nan]), [0.0003, 0.003, 0.03]).tolist()
    [0.003, nan]
    """
    return np.interp(level, np.arange(1, len(values) + 1), values)
