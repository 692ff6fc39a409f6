"""Expected life at each asset's own rate of use (CAR 2013, reprinted in ESR 2014)."""

from collections.abc import Callable

import numpy as np

from capplan.scoring.classes import ClassFacts
from capplan.scoring.values import Numbers


def interpolated_life(activity: Numbers, facts: ClassFacts) -> Numbers:
    """Life in years, linear between three points of use, flat outside.

    With T_low and T_high the table's thresholds, w = T_high - T_low and M their mean, the points are
    (max(0, M - w), low-use life), (M, mid-use life), (M + w, high-use life). At a threshold it is the
    mean of the table's two steps, so no machine's life falls off a cliff.
    """
    width = facts.use_high_per_year - facts.use_low_per_year
    middle = (facts.use_low_per_year + facts.use_high_per_year) / 2
    start = np.maximum(middle - width, 0.0)
    to_middle = _share_of_way(activity, start, middle)
    past_middle = _share_of_way(activity, middle, middle + width)
    return (
        facts.life_low_years
        + (facts.life_mid_years - facts.life_low_years) * to_middle
        + (facts.life_high_years - facts.life_mid_years) * past_middle
    )


def step_life(activity: Numbers, facts: ClassFacts) -> Numbers:
    """Life in years as the table prints it: low use below its lower threshold, high use above its
    upper one, mid use between them and at both."""
    life = np.where(activity < facts.use_low_per_year, facts.life_low_years, facts.life_mid_years)
    life = np.where(activity > facts.use_high_per_year, facts.life_high_years, life)
    return np.where(np.isnan(activity), np.nan, life)


LIFE_MODES: dict[str, Callable[[Numbers, ClassFacts], Numbers]] = {
    "interpolated": interpolated_life,
    "step": step_life,
}


def expected_life(activity: Numbers, owner_life: Numbers, facts: ClassFacts, *, mode: str) -> Numbers:
    """Life in years: the owner's own where there is one, else the class's at this activity a year.

    Neither is longer than the cap on imaging devices; other classes have none. NaN where there is no
    owner's life and the class has no row of lives, or no activity.
    """
    of_class = LIFE_MODES[mode](activity, facts)
    return np.minimum(np.where(np.isnan(owner_life), of_class, owner_life), facts.life_cap_years)


def _share_of_way(x: Numbers, start: Numbers, end: Numbers) -> Numbers:
    """How far x is from start (0) to end (1); a step where they coincide; NaN where any is."""
    distance = np.where(end > start, end - start, 1.0)
    share = np.where(end > start, np.clip((x - start) / distance, 0.0, 1.0), x >= end)
    return np.where(np.isnan(x) | np.isnan(start) | np.isnan(end), np.nan, share)
