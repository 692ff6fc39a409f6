"""How old each asset is at the plan's as-at date, and how exactly that is known."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.reference.calendar import DAYS_A_YEAR
from capplan.scoring.ranges import Range, number
from capplan.scoring.values import Numbers

# The calendar period that a date of each precision may fall in; any other date is exact to the day.
PERIODS = {"month": "M", "quarter": "Q", "year": "Y", "approximate": "Y"}


def age_range(assets: pd.DataFrame, policy: Policy) -> Range:
    """Age in years: (as-at date - install date) / 365.25, never below 0.

    An `AGE_YEARS` that the register gives is taken as the exact number. A date known to the month,
    quarter or year only may fall on any day of it, and its middle is half way. With neither, the age
    runs from 0 to `age_unknown_years`. A refurbishment does not make a machine younger.
    """
    first, last = _days_it_may_be(assets[c.INSTALL_DATE], assets[c.INSTALL_PRECISION])
    as_at = pd.Timestamp(policy.plan.as_at)
    told = number(assets[c.AGE_YEARS])
    youngest = np.where(np.isnan(told), _years(as_at - last), told)
    oldest = np.where(np.isnan(told), _years(as_at - first), told)
    given = ~np.isnan(oldest)
    best = np.where(given, youngest, 0.0)
    worst = np.where(given, oldest, policy.reference.parameters["age_unknown_years"])
    return Range(best=best, middle=(best + worst) / 2, worst=worst, given=given)


def _days_it_may_be(dates: pd.Series, precision: pd.Series) -> tuple[pd.Series, pd.Series]:
    first = pd.to_datetime(dates)
    last = first
    for name, period in PERIODS.items():
        periods = pd.to_datetime(dates).dt.to_period(period)
        among = precision == name
        first = first.mask(among, periods.dt.start_time)
        last = last.mask(among, periods.dt.end_time.dt.normalize())
    return first, last


def _years(elapsed: pd.Series) -> Numbers:
    days = elapsed.dt.total_seconds().to_numpy() / 86_400
    return np.asarray(np.maximum(days / DAYS_A_YEAR, 0.0))
