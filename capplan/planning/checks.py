"""Faults in options, cash and budget that make them no programme, all of them at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.errors import Problem

# Beyond this, whole pounds are no longer exact in the solver's floating point.
MOST_POUNDS = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What the three frames are called in a problem's address, and the number of their first row."""

    options: str = "options"
    cash: str = "cash"
    budget: str = "budget"
    first_row: int = 0

    def at(self, frame: str, row: int, column: str) -> str:
        """The address of a cell.

        >>> Places(first_row=2).at("cash.csv", 0, "year")
        'cash.csv, row 2, column year'
        """
        return f"{frame}, row {row + self.first_row}, column {column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The three frames as they were brought; cells that could not be read are missing."""

    options: pd.DataFrame
    cash: pd.DataFrame
    budget: pd.DataFrame
    places: Places


def missing_columns(brought: Brought) -> list[Problem]:
    """A problem for each required column that a frame lacks."""
    places = brought.places
    wanted = (
        (places.options, brought.options, c.OPTIONS_REQUIRED),
        (places.cash, brought.cash, c.CASH),
        (places.budget, brought.budget, c.BUDGET),
    )
    return [
        Problem(where=name, what=f"no column {column}", mend=f"Add it ({column.meaning}).")
        for name, frame, columns in wanted
        for column in columns
        if column not in frame.columns
    ]


def faults(brought: Brought) -> list[Problem]:
    """Every fault in the values of three frames that have all their columns; missing cells are passed over."""
    return [problem for check in CHECKS for problem in check(brought)]


def _each(brought: Brought, frame: str, bad: pd.Series, column: str, what: str, mend: str) -> Iterator[Problem]:
    """A problem for each bad row; `what` may name the value."""
    values = getattr(brought, frame)[column]
    where = brought.places
    for row in np.flatnonzero(bad.fillna(False).to_numpy(dtype=bool)).tolist():
        place = where.at(getattr(where, frame), row, column)
        yield Problem(where=place, what=what.format(_said(values.iloc[row])), mend=mend)


def _said(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _emptiness(brought: Brought) -> Iterator[Problem]:
    for name, frame in ((brought.places.options, brought.options), (brought.places.budget, brought.budget)):
        if frame.empty:
            yield Problem(where=name, what="no rows", mend="Add at least one.")


def _repeats(brought: Brought) -> Iterator[Problem]:
    options, cash, budget = brought.options, brought.cash, brought.budget
    twice = options[c.OPTION_ID].duplicated() & options[c.OPTION_ID].notna()
    yield from _each(brought, "options", twice, c.OPTION_ID, "option {} twice", "Give each option its own id.")
    twice = budget[c.YEAR].duplicated() & budget[c.YEAR].notna()
    yield from _each(brought, "budget", twice, c.YEAR, "year {} twice", "Add its envelopes up into one row.")
    keys = [c.OPTION_ID, c.YEAR]
    twice = cash.duplicated(keys) & cash[keys].notna().all(axis=1)
    mend = "Add its amounts up into one row for the year."
    yield from _each(brought, "cash", twice, c.YEAR, "the option's year {} twice", mend)


def _strangers(brought: Brought) -> Iterator[Problem]:
    options, cash, budget = brought.options, brought.cash, brought.budget
    unknown = ~cash[c.OPTION_ID].isin(options[c.OPTION_ID]) & cash[c.OPTION_ID].notna()
    mend = "Correct the id, or add the option."
    yield from _each(brought, "cash", unknown, c.OPTION_ID, "no option is called {}", mend)
    mend = "Add the year to the budget (0 is an amount), or leave the row out."
    for frame, column in (("options", c.START_YEAR), ("cash", c.YEAR)):
        years = getattr(brought, frame)[column]
        outside = ~years.isin(budget[c.YEAR].dropna()) & years.notna()
        yield from _each(brought, frame, outside, column, "the budget has no year {}", mend)


def _years(brought: Brought) -> Iterator[Problem]:
    for frame, column in (("options", c.START_YEAR), ("cash", c.YEAR), ("budget", c.YEAR)):
        broken = _has_fraction(getattr(brought, frame)[column])
        yield from _each(brought, frame, broken, column, "{} is not a year", "Give a whole number.")


def _amounts(brought: Brought) -> Iterator[Problem]:
    for frame, column in (("cash", c.CAPITAL_GBP), ("budget", c.ENVELOPE_GBP)):
        values = getattr(brought, frame)[column]
        yield from _each(brought, frame, _has_fraction(values), column, "{} has pence", "Give whole pounds.")
        yield from _each(brought, frame, values < 0, column, "{} is below 0", "Add receipts to the year's envelope.")
        yield from _each(brought, frame, values > MOST_POUNDS, column, "{} is too large", "Give pounds, not pence.")
    worth = brought.options[c.BENEFIT_GBP]
    yield from _each(brought, "options", worth.abs() > MOST_POUNDS, c.BENEFIT_GBP, "{} is too large", "Give pounds.")


def _has_fraction(values: pd.Series) -> pd.Series:
    return values.notna() & (values % 1 != 0)


CHECKS: tuple[Callable[[Brought], Iterator[Problem]], ...] = (
    _emptiness,
    _repeats,
    _strangers,
    _years,
    _amounts,
)
