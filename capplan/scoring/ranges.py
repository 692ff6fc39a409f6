"""What an input may be: known exactly, or anywhere between its best and its worst."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan.scoring.values import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An input of every asset: at its best (least need), in the middle, and at its worst.

    All three are equal where the input is known exactly. `given` says where the register says
    something of it, be it exact or not.
    """

    best: Numbers
    middle: Numbers
    worst: Numbers
    given: npt.NDArray[np.bool_]


def between(values: Numbers, best: Numbers | float, middle: Numbers | float, worst: Numbers | float) -> Range:
    """The values that are given, and the range for those that are missing (NaN).

    >>> between(np.array([3.0, np.nan]), 1.0, 2.0, 9.0).worst.tolist()
    [3.0, 9.0]
    """
    given = ~np.isnan(values)
    return Range(
        best=np.where(given, values, best),
        middle=np.where(given, values, middle),
        worst=np.where(given, values, worst),
        given=given,
    )


def number(values: pd.Series, *, at_least: float = 0.0) -> Numbers:
    """A column as numbers; what is missing, or below what the field allows, is NaN.

    >>> number(pd.Series([5, -1, None], dtype="Int64")).tolist()
    [5.0, nan, nan]
    """
    numbers = np.asarray(values.to_numpy(dtype="float64", na_value=np.nan))
    return np.where(numbers >= at_least, numbers, np.nan)


def positive(values: pd.Series) -> Numbers:
    """A column as numbers above 0; a 0 in it stands for a blank.

    >>> positive(pd.Series([5, 0, None], dtype="Int64")).tolist()
    [5.0, nan, nan]
    """
    numbers = number(values)
    return np.where(numbers > 0, numbers, np.nan)
