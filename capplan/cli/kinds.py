"""Kinds of value that options take, with their names and faults in plain words."""

import datetime as dt
import math
import re
from typing import Any

import click

SENSIBLE_YEARS = range(1950, 2101)
_FINANCIAL_YEAR = re.compile(r"(\d{4})(?:[/-](?:\d\d)?(\d\d))?")


class Date(click.ParamType[dt.date]):
    """A date given as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date, or a usage error."""
        try:
            date = value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date like 2026-10-31.", param, ctx)
        if date.year not in SENSIBLE_YEARS:
            self.fail(f"{value} is not in {SENSIBLE_YEARS[0]} to {SENSIBLE_YEARS[-1]}.", param, ctx)
        return date


class FinancialYear(click.ParamType[int]):
    """A financial year, given as 2028 or as 2028/29: the calendar year in which it starts.

    >>> FinancialYear()("2028/29"), FinancialYear()("2099-2100")
    (2028, 2099)
    """

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year, or a usage error."""
        found = _FINANCIAL_YEAR.fullmatch(str(value).strip())
        if found is None or (found[2] and int(found[2]) != (int(found[1]) + 1) % 100):
            self.fail(f"{value!r} is not a financial year like 2028/29, or 2028 for short.", param, ctx)
        return int(found[1])


def _told(kind: click.IntRange | click.FloatRange) -> str:
    """A range in words."""
    low = f"{'more than' if kind.min_open else 'from'} {kind.min:,}"
    return low if kind.max is None else f"{low} to {kind.max:,}"


class Whole(click.IntRange):
    """A whole number within a range that has a least."""

    name = "whole number"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands for it in help."""
        return "NUMBER"

    def _describe_range(self) -> str:
        return _told(self)


class Number(click.FloatRange):
    """A number within a range that has a least; "nan" is none."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error."""
        if str(value).strip().endswith("%"):
            self.fail(f"{value!r} is not a number: write 50 % as 0.5.", param, ctx)
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number

    def _describe_range(self) -> str:
        return _told(self)
