"""The electricity networks' common method of asset health (CNAIM v2.1, Ofgem, 1 April 2021), as equations.

Here it is one hazard model among others (`capplan.scoring.hazard`), and what the others are checked
against. Health runs from 0.5 (as new) through 5.5 (end of expected life) to 15. Arrays in, arrays out.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from capplan.scoring.values import Numbers, per_asset

NEW, END_OF_LIFE, WORST_NOW, WORST_EVER = 0.5, 5.5, 10.0, 15.0
CURVE = 1.087
# Below this health the probability of failure is level.
KNEE = 4.0
CONDITION_DIVISOR = 1.5
RATE = 0.035

BAND_CUTS = (3.0, 5.5, 6.5, 8.0)
TYPICAL_HEALTH = (1.23, 4.25, 6.0, 7.25, 9.0)
CRITICALITY_CUTS = (0.75, 1.25, 2.0)
CRITICALITY_FACTORS = (0.7, 1.0, 1.5, 2.5)


def expected_life(normal_years: Numbers, duty: Numbers, location: Numbers) -> Numbers:
    """Expected life in years: normal life over duty and location factor (6.1.3).

    >>> expected_life(60.0, 0.9, 1.1).round(7)
    np.float64(60.6060606)
    """
    return np.divide(normal_years, np.multiply(duty, location))


def initial_ageing_rate(life_years: Numbers) -> Numbers:
    """Beta 1: the rate that takes health from as new to the end of life in `life_years` (6.1.4).

    >>> initial_ageing_rate(10.0).round(9)
    np.float64(0.239789527)
    """
    return np.asarray(np.log(END_OF_LIFE / NEW) / np.asarray(life_years, dtype="float64"))


def initial_health(ageing_rate: Numbers, age_years: Numbers) -> Numbers:
    """Health that age alone gives, at most that of the end of life (6.1.5).

    >>> initial_health(1.0, 2.0).round(6)
    np.float64(3.694528)
    """
    aged = np.minimum(np.multiply(ageing_rate, age_years), np.log(END_OF_LIFE / NEW))
    return NEW * np.exp(aged)


def health_factor(observed: Numbers, measured: Numbers) -> Numbers:
    """The two condition factors as one (6.7): the greater, moved by what the lesser says.

    >>> health_factor(np.array([1.5, 1.5, 0.9]), np.array([1.2, 0.8, 0.8])).round(4).tolist()
    [1.6333, 1.5, 0.7333]
    """
    greater, lesser = np.maximum(observed, measured), np.minimum(observed, measured)
    above = np.where(lesser > 1, greater + (lesser - 1) / CONDITION_DIVISOR, greater)
    return np.where(greater > 1, above, lesser + (greater - 1) / CONDITION_DIVISOR)


def current_health(
    initial: Numbers, factor: Numbers, *, reliability: float = 1.0, collar: float = NEW, cap: float = WORST_NOW
) -> Numbers:
    """Health now: what age gives, times condition and reliability, within collar and cap (6.1.6)."""
    return np.clip(np.multiply(initial, factor) * reliability, collar, cap)


def forecast_ageing_rate(health: Numbers, age_years: Numbers, initial_rate: Numbers) -> Numbers:
    """Beta 2: the rate that explains health at this age, at most twice beta 1; beta 1 for one as new (6.1.8).

    >>> forecast_ageing_rate(1.0, 25.0, 0.05).round(8)
    np.float64(0.02772589)
    """
    explained = np.log(np.divide(health, NEW)) / age_years
    return np.where(np.equal(health, NEW), initial_rate, np.minimum(explained, np.multiply(2.0, initial_rate)))


def ageing_reduction(health: Numbers) -> Numbers:
    """What slows ageing once a machine shows it: 1 below 2, 1.5 above 5.5, in line between (6.1.9).

    >>> ageing_reduction(np.array([1.0, 3.75, 9.0])).tolist()
    [1.0, 1.25, 1.5]
    """
    return np.clip((np.asarray(health) - 2) / 7 + 1, 1.0, 1.5)


def future_health(health: Numbers, ageing_rate: Numbers, years: Numbers) -> Numbers:
    """Health after `years`: H exp(beta 2 t / reduction), at most 15 (6.1.10)."""
    return np.minimum(health * np.exp(np.multiply(ageing_rate, years) / ageing_reduction(health)), WORST_EVER)


def failure_curve(health: Numbers) -> Numbers:
    """1 + CH + (CH)^2 / 2 + (CH)^3 / 6, level below health 4 (6.1.2): failure, up to the constant K."""
    x = CURVE * np.maximum(health, KNEE)
    return 1 + x + x**2 / 2 + x**3 / 6


def failures_per_year(health: Numbers, k: float) -> Numbers:
    """Failures a year: K times the curve.

    >>> failures_per_year(np.array([4.0, 15.0]), 0.000454).round(9).tolist()
    [0.012939205, 0.396199947]
    """
    return k * failure_curve(health)


def band(health: Numbers) -> npt.NDArray[np.intp]:
    """Health band, 1 to 5 (table 5); a health at a cut belongs to the band above it.

    >>> band(np.array([0.5, 3.0, 5.5, 9.0])).tolist()
    [1, 2, 3, 5]
    """
    return np.digitize(health, BAND_CUTS) + 1


def consequence_factor(relative: Numbers) -> Numbers:
    """Typical consequence of a criticality band, by consequence over its class's average (tables 6 and 8A).

    >>> consequence_factor(np.array([0.5, 1.0, 3.0])).tolist()
    [0.7, 1.0, 2.5]
    """
    return np.asarray(CRITICALITY_FACTORS)[np.digitize(relative, CRITICALITY_CUTS)]


def cumulative_discounted_failures(
    health: Numbers, ageing_rate: Numbers, k: float, *, years: int = 30, rate: float = RATE
) -> Numbers:
    """Failures expected over this year and the next `years`, this year undiscounted (5.5).

    The terms run t = 0 .. `years`: the convention that fits table 240. `health` and `ageing_rate` are
    one number a machine.
    """
    elapsed = np.arange(years + 1.0)
    forecast = future_health(per_asset(health), per_asset(ageing_rate), elapsed)
    return (failures_per_year(forecast, k) * (1 + rate) ** -elapsed).sum(axis=-1)


def failures_by_band(k: float) -> Numbers:
    """Failures a year of a machine of typical health, for each of the five bands (table 7 into 6.1.2).

    >>> failures_by_band(0.000454).round(4).tolist()
    [0.0129, 0.0149, 0.0341, 0.0552, 0.0975]
    """
    return failures_per_year(np.array(TYPICAL_HEALTH), k)


def discounted_failures_by_band(k: float, life_years: float) -> Numbers:
    """Failures to come of a machine of typical health, for each band, ageing at the rate of its life."""
    health = np.array(TYPICAL_HEALTH)
    rates = np.full(len(health), initial_ageing_rate(np.array(life_years)))
    return cumulative_discounted_failures(health, rates, k)


def present_value_of_risk(failures: Sequence[float], consequence_gbp: float, *, rate: float = RATE) -> float:
    """Present value of yearly failures times consequence, the first year discounted once (5.5).

    >>> round(present_value_of_risk((0.1, 0.2, 0.5), 100), 2)
    73.43
    """
    yearly = np.asarray(failures) * consequence_gbp
    return float((yearly * (1 + rate) ** -np.arange(1.0, len(yearly) + 1)).sum())
