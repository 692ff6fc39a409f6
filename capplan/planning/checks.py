"""Faults in options, cash and budget that make them no programme, all of them at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.errors import Problem
from capplan.policy.setting import MOST_POUNDS

MOST_YEAR = 9_999

# The frames, by their field in `Brought` and `Places`.
OPTIONS, CASH, BUDGET = "options", "cash", "budget"
YEARS = (c.START_YEAR, c.YEAR)
REQUIRED = {OPTIONS: c.OPTIONS_REQUIRED, CASH: c.CASH, BUDGET: c.BUDGET}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What the three frames are called in a problem's address, and the number of their first row."""

    options: str = OPTIONS
    cash: str = CASH
    budget: str = BUDGET
    first_row: int = 0

    def at(self, frame: str, row: int, column: str) -> str:
        """The address of a cell.

        >>> Places(first_row=2).at("cash.csv", 0, "year")
        'cash.csv, row 2, column year'
        """
        return f"{frame}, row {row + self.first_row}, column {column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The three frames as they were brought; cells that could not be read are missing.

    `unread` names the frames of which nothing could be read: no column is missed in them.
    """

    options: pd.DataFrame
    cash: pd.DataFrame
    budget: pd.DataFrame
    places: Places
    unread: frozenset[str] = frozenset()

    def frame(self, name: str) -> pd.DataFrame:
        """One of the three, by its name."""
        frame: pd.DataFrame = getattr(self, name)
        return frame

    def called(self, name: str) -> str:
        """What one of the three is called in an address."""
        return str(getattr(self.places, name))


Needs = tuple[tuple[str, c.Column], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One kind of fault: the columns that it looks at, and its problems where they are all there."""

    needs: Needs
    find: Callable[[Brought], Iterator[Problem]]


def missing_columns(brought: Brought) -> list[Problem]:
    """A problem for each required column that a frame lacks."""
    return [
        Problem(where=brought.called(name), what=f"no column {column}", mend=f"Add it ({column.meaning}).")
        for name, columns in REQUIRED.items()
        if name not in brought.unread
        for column in columns
        if column not in brought.frame(name).columns
    ]


def faults(brought: Brought) -> list[Problem]:
    """Every fault in the values of the columns that are there; missing cells are passed over."""
    return [
        problem
        for check in CHECKS
        if all(column in brought.frame(name).columns for name, column in check.needs)
        for problem in check.find(brought)
    ]


def _each(brought: Brought, place: tuple[str, c.Column], bad: pd.Series, what: str, mend: str) -> Iterator[Problem]:
    """A problem for each bad row of a frame's column; `what` may name the value."""
    name, column = place
    values = brought.frame(name)[column]
    for row in np.flatnonzero(bad.fillna(False).to_numpy(dtype=bool)).tolist():
        where = brought.places.at(brought.called(name), row, column)
        yield Problem(where=where, what=what.format(_said(values.iloc[row])), mend=mend)


def _said(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _empty(name: str) -> Check:
    def find(brought: Brought) -> Iterator[Problem]:
        if brought.frame(name).empty:
            yield Problem(where=brought.called(name), what="no rows", mend="Add at least one.")

    return Check(needs=((name, REQUIRED[name][0]),), find=find)


def _limit_of_nothing(column: c.Column, limit: c.Column) -> Check:
    """A limit in the budget has something to limit."""

    def find(brought: Brought) -> Iterator[Problem]:
        is_limited = brought.budget[limit].notna().any() and CASH not in brought.unread
        if is_limited and column not in brought.cash.columns:
            what = f"no column {column}, which the budget limits"
            yield Problem(where=brought.called(CASH), what=what, mend=f"Add it ({column.meaning}).")

    return Check(needs=((BUDGET, limit),), find=find)


def _twice(name: str, keys: tuple[c.Column, ...], what: str, mend: str) -> Check:
    """No two rows of a frame have the same keys; the last key is where it is told."""

    def find(brought: Brought) -> Iterator[Problem]:
        values = brought.frame(name)[list(keys)]
        numbered = pd.DataFrame({key: pd.factorize(values[key])[0] for key in keys}, index=values.index)
        twice = numbered.duplicated() & (numbered >= 0).all(axis=1)
        return _each(brought, (name, keys[-1]), twice, what, mend)

    return Check(needs=tuple((name, key) for key in keys), find=find)


def _stranger(name: str, column: c.Column, known: tuple[str, c.Column], what: str, mend: str) -> Check:
    """Every value of a column stands in the `known` one."""

    def find(brought: Brought) -> Iterator[Problem]:
        values = brought.frame(name)[column]
        if column in YEARS:  # what is no year is told as that alone
            values = values.mask(_no_year(values))
        there = brought.frame(known[0])[known[1]].dropna()
        return _each(brought, (name, column), ~_are_among(values, there) & values.notna(), what, mend)

    return Check(needs=((name, column), known), find=find)


def _are_among(values: pd.Series, known: pd.Series) -> pd.Series:
    """Which values are among those known; `Series.isin` would turn millions of ids into Python's own text first."""
    numbers = pd.factorize(pd.concat([known, values], ignore_index=True))[0]
    last = numbers[: len(known)].max(initial=-1)
    return pd.Series(numbers[len(known) :] <= last, index=values.index)


def _never(name: str, column: c.Column, bad: Callable[[pd.Series], pd.Series], what: str, mend: str) -> Check:
    """No value of a column is `bad`."""

    def find(brought: Brought) -> Iterator[Problem]:
        return _each(brought, (name, column), bad(brought.frame(name)[column]), what, mend)

    return Check(needs=((name, column),), find=find)


def _numbers(values: pd.Series) -> pd.Series:
    """Values as floats, those that are missing or without end as missing."""
    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    return pd.Series(np.where(np.isfinite(numbers), numbers, np.nan), index=values.index)


def _has_fraction(values: pd.Series) -> pd.Series:
    numbers = _numbers(values)
    return numbers.notna() & (numbers % 1 != 0)


def _no_year(values: pd.Series) -> pd.Series:
    return _has_fraction(values) | (_numbers(values).abs() > MOST_YEAR)


def _below_nothing(values: pd.Series) -> pd.Series:
    return values < 0


def _too_much(values: pd.Series) -> pd.Series:
    return values > MOST_POUNDS


def _too_far(values: pd.Series) -> pd.Series:
    return values.abs() > MOST_POUNDS


def _finer_than_kilograms(values: pd.Series) -> pd.Series:
    """Tonnes that are no whole kilograms, as near as floating point can tell."""
    kilograms = _numbers(values) * 1000
    return kilograms.notna() & ((kilograms - kilograms.round()).abs() > 1e-4)


def _too_many_tonnes(values: pd.Series) -> pd.Series:
    return values.abs() > MOST_POUNDS / 1000


_MOST_TONNES = f"Give tonnes, not kilograms: no amount may be above {MOST_POUNDS // 1000:,} tonnes."
_MOST = f"Give pounds, not pence: no amount may be above £{MOST_POUNDS:,}."
_ADD_YEAR = "Add the year to the budget (0 is an amount), or leave the row out."
CHECKS: tuple[Check, ...] = (
    _empty(OPTIONS),
    _empty(BUDGET),
    _twice(OPTIONS, (c.OPTION_ID,), "option {} twice", "Give each option its own id."),
    _twice(BUDGET, (c.YEAR,), "year {} twice", "Add its envelopes up into one row."),
    _twice(CASH, (c.OPTION_ID, c.YEAR), "the option's year {} twice", "Add its amounts up into one row for the year."),
    _stranger(
        CASH, c.OPTION_ID, (OPTIONS, c.OPTION_ID), "no option is called {}", "Correct the id, or add the option."
    ),
    _stranger(OPTIONS, c.START_YEAR, (BUDGET, c.YEAR), "the budget has no year {}", _ADD_YEAR),
    _stranger(CASH, c.YEAR, (BUDGET, c.YEAR), "the budget has no year {}", _ADD_YEAR),
    *(
        _never(name, column, _no_year, "{} is not a year", f"Give a whole number up to {MOST_YEAR}.")
        for name, column in ((OPTIONS, c.START_YEAR), (CASH, c.YEAR), (BUDGET, c.YEAR))
    ),
    *(
        _never(name, column, bad, what, mend)
        for name, column in ((CASH, c.CAPITAL_GBP), (BUDGET, c.ENVELOPE_GBP))
        for bad, what, mend in (
            (_has_fraction, "{} has pence", "Give whole pounds."),
            (_below_nothing, "{} is below 0", "Add receipts to the year's envelope."),
            (_too_much, "{} is too large", _MOST),
        )
    ),
    *(_limit_of_nothing(column, limit) for column, limit in c.RESOURCES),
    _never(OPTIONS, c.BENEFIT_GBP, _too_far, "{} is too large", _MOST),
    *(
        _never(name, column, bad, what, mend)
        for name, column in ((CASH, c.REVENUE_GBP), (BUDGET, c.REVENUE_ENVELOPE_GBP))
        for bad, what, mend in (
            (_has_fraction, "{} has pence", "Give whole pounds."),
            (_too_far, "{} is too large", _MOST),
        )
    ),
    *(
        _never(name, column, bad, what, mend)
        for name, column in ((CASH, c.CARBON_TONNES), (BUDGET, c.CARBON_LIMIT_TONNES))
        for bad, what, mend in (
            (_finer_than_kilograms, "{} is finer than a kilogram", "Give tonnes with three decimals at most."),
            (_too_many_tonnes, "{} is too large", _MOST_TONNES),
        )
    ),
)
