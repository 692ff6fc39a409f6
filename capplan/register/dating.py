"""The install date: as given, else from the best of what else tells an asset's age."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.register.draft import Draft, flagged, found_at

_DAYS_A_YEAR = 365.25
_OLDEST_YEARS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A column that stands in for the install date: how, how exactly, and what to call it."""

    column: Column
    date: Callable[[pd.Series, dt.date], pd.Series]
    precision: str
    title: str


def _as_it_is(dates: pd.Series, as_at: dt.date) -> pd.Series:
    return dates


def _mid_year(years: pd.Series, as_at: dt.date) -> pd.Series:
    return pd.to_datetime(years.astype("str") + "-07-01", format="%Y-%m-%d", errors="coerce")


def _before(ages: pd.Series, as_at: dt.date) -> pd.Series:
    days = (ages.where(ages <= _OLDEST_YEARS) * _DAYS_A_YEAR).round()
    return pd.Timestamp(as_at) - pd.to_timedelta(days, unit="D")


STANDS = (
    Stand(column=c.PURCHASE_DATE, date=_as_it_is, precision="approximate", title="the purchase date"),
    Stand(column=c.MANUFACTURE_YEAR, date=_mid_year, precision="year", title="the year of manufacture"),
    Stand(column=c.AGE_YEARS, date=_before, precision="year", title="the age"),
)


def with_install_dates(draft: Draft, policy: Policy) -> Draft:
    """The draft with an install date wherever something tells the age, the first of: the date
    itself, the purchase date, the middle of the year of manufacture, `plan.as_at` less the age.

    A date that was assumed is marked and found (R033); an asset with none is an error (R003), unless
    its install date was already found to be unreadable.
    """
    for stand in STANDS:
        assets = draft.assets
        dates = stand.date(assets[stand.column], policy.plan.as_at).astype("datetime64[us]")
        rows = assets[c.INSTALL_DATE].isna() & dates.notna()
        values = {
            c.INSTALL_DATE: assets[c.INSTALL_DATE].where(~rows, dates),
            c.INSTALL_PRECISION: assets[c.INSTALL_PRECISION].where(~rows, stand.precision),
        }
        draft = draft.having(values).assuming(c.INSTALL_DATE, rows)
        titles = pd.Series(stand.title, index=assets.index)
        draft = draft.noting(flagged(draft, "R033", c.INSTALL_DATE, rows, titles))
    missing = draft.assets[c.INSTALL_DATE].isna() & ~found_at(draft, "R004", c.INSTALL_DATE)
    return draft.noting(flagged(draft, "R003", c.INSTALL_DATE, missing))
