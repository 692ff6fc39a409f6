"""Need in words: the band of a score, or the bands it may lie in. For display; nothing is decided by it."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy


def need_bands(scores: pd.DataFrame, policy: Policy) -> pd.Series:
    """What each asset's need calls for, in words, on the same index; missing where it has no need.

    Takes `NEED_SCORE, NEED_LOW, NEED_HIGH`. Where need `is_open`, the band of the high and that of the
    low; else that of the score.
    """
    low, middle, high = (_band(scores[need], policy) for need in (c.NEED_LOW, c.NEED_SCORE, c.NEED_HIGH))
    ranged = high.where(high == low, high + ", or " + low)
    return middle.mask(is_open(scores, policy), ranged).mask(scores[c.NEED_SCORE].isna())


def need_figures(scores: pd.DataFrame, policy: Policy) -> pd.Series:
    """Each asset's need as it is printed, on the same index: its score, or low to high where it `is_open`.

    Takes `NEED_SCORE, NEED_LOW, NEED_HIGH`; "not known" where an asset has no need.
    """
    low, middle, high = (
        scores[need].map("{:.0f}".format, na_action="ignore").astype("str")
        for need in (c.NEED_LOW, c.NEED_SCORE, c.NEED_HIGH)
    )
    return middle.mask(is_open(scores, policy), low + " to " + high).mask(scores[c.NEED_SCORE].isna(), "not known")


def is_open(scores: pd.DataFrame, policy: Policy) -> pd.Series:
    """Whether what is missing leaves need open by more than `need_width_shown` points."""
    return scores[c.NEED_HIGH] - scores[c.NEED_LOW] > policy.reference.parameters["need_width_shown"]


def _band(need: pd.Series, policy: Policy) -> pd.Series:
    bands = sorted(policy.reference.levels["need_bands"].items(), key=lambda row: row[1])
    names = np.array([name.replace("_", " ") for name, _ in bands], dtype=object)
    place = np.digitize(need.fillna(0.0), [least for _, least in bands[1:]])
    return pd.Series(names[place], index=need.index, dtype="str")
