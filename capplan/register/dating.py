"""The install date: as given, else from the best of what else tells an asset's age."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.reference.calendar import DAYS_A_YEAR
from capplan.register.draft import Draft, flagged, unread_at

_AGE_GAP_YEARS = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A column that stands in for the install date: how, how exactly, and what to call it."""

    column: Column
    date: Callable[[pd.Series, pd.Series], pd.Series]
    precision: str
    title: str


def _as_it_is(dates: pd.Series, as_at: pd.Series) -> pd.Series:
    return dates


def _mid_year(years: pd.Series, as_at: pd.Series) -> pd.Series:
    return pd.to_datetime(years.astype("str") + "-07-01", format="%Y-%m-%d", errors="coerce")


def _before(ages: pd.Series, as_at: pd.Series) -> pd.Series:
    """The same day of the year so many whole years before, less the days of what is over; 28 February
    for the 29th."""
    whole = np.floor(ages)
    day = as_at.dt.day.where((as_at.dt.month != 2) | (as_at.dt.day < 29), 28)
    parts = pd.DataFrame({"year": as_at.dt.year - whole, "month": as_at.dt.month, "day": day})
    over = pd.to_timedelta(((ages - whole) * DAYS_A_YEAR).round(), unit="D")
    dates: pd.Series = pd.to_datetime(parts, errors="coerce") - over
    return dates


STANDS = (
    Stand(column=c.PURCHASE_DATE, date=_as_it_is, precision="approximate", title="the purchase date"),
    Stand(column=c.MANUFACTURE_YEAR, date=_mid_year, precision="year", title="the year of manufacture"),
    Stand(column=c.AGE_YEARS, date=_before, precision="year", title="the age"),
)


def with_install_dates(draft: Draft, policy: Policy) -> Draft:
    """The draft with an install date wherever something tells the age, the first of: the date
    itself, the purchase date, the middle of the year of manufacture, or the age, counted back from the
    day at which its sheet says that it stood (else `plan.as_at`).

    A date that was assumed is marked and found (R033); an asset with none is an error (R003), unless
    its install date was already found to be unreadable. An age that disagrees with the date is found
    (R045).
    """
    as_at = _as_at(draft, policy)
    for stand in STANDS:
        assets = draft.assets
        dates = stand.date(assets[stand.column], as_at).astype("datetime64[us]")
        rows = assets[c.INSTALL_DATE].isna() & dates.notna()
        values = {
            c.INSTALL_DATE: assets[c.INSTALL_DATE].where(~rows, dates),
            c.INSTALL_PRECISION: assets[c.INSTALL_PRECISION].where(~rows, stand.precision),
        }
        draft = draft.having(values).assuming(c.INSTALL_DATE, rows)
        titles = pd.Series(stand.title, index=assets.index)
        draft = draft.noting(flagged(draft, "R033", c.INSTALL_DATE, rows, titles))
    missing = draft.assets[c.INSTALL_DATE].isna() & ~unread_at(draft, c.INSTALL_DATE)
    ages = (as_at - draft.assets[c.INSTALL_DATE]).dt.days / DAYS_A_YEAR
    disagrees = (ages - draft.assets[c.AGE_YEARS]).abs() > _AGE_GAP_YEARS
    return draft.noting(
        [*flagged(draft, "R003", c.INSTALL_DATE, missing), *flagged(draft, "R045", c.AGE_YEARS, disagrees)]
    )


def _as_at(draft: Draft, policy: Policy) -> pd.Series:
    """The day at which each row's register stood, as it says itself, else `plan.as_at`."""
    places = draft.assets[[c.SOURCE_FILE, c.SOURCE_SHEET]].itertuples(index=False, name=None)
    days = [draft.stood.get(place, policy.plan.as_at) for place in places]
    return pd.Series(pd.to_datetime(pd.Series(days, dtype="object")), dtype="datetime64[us]").set_axis(
        draft.assets.index
    )
