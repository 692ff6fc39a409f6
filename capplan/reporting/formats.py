"""How numbers, money, years and dates are printed, and what is printed where one is missing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

DASH = "–"
NOT_STATED = "not stated"
NOT_SUPPLIED = "not supplied"
NBSP = "\u00a0"
_MINUS = "−"


def is_missing(value: Any) -> bool:
    """Whether there is nothing to print: None, NaN, NaT, NA or blank text.

    >>> [is_missing(value) for value in (None, float("nan"), pd.NaT, pd.NA, " ", 0)]
    [True, True, True, True, True, False]
    """
    return bool(pd.isna(value)) or (isinstance(value, str) and not value.strip())


def text(value: Any) -> str:
    """A value as text, "not stated" where it is missing.

    >>> text("Ward 4"), text(None)
    ('Ward 4', 'not stated')
    """
    return NOT_STATED if is_missing(value) else str(value).strip()


def number(value: Any, places: int = 0) -> str:
    """A number with thousands separated, a dash where it is missing.

    >>> number(4212), number(-3.14159, 1), number(float("nan"))
    ('4,212', '−3.1', '–')
    """
    if is_missing(value):
        return DASH
    printed = f"{abs(float(value)):,.{places}f}"
    is_negative = float(value) < 0 and printed.strip("0.,") != ""
    return f"{_MINUS}{printed}" if is_negative else printed


def pounds(value: Any) -> str:
    """Money to the pound.

    >>> pounds(1234567), pounds(-5), pounds(None)
    ('£1,234,567', '−£5', '–')
    """
    return _with_pound_sign(number(value))


def millions(value: Any) -> str:
    """Money in millions of pounds, to one decimal place.

    >>> millions(40_000_000), millions(-49_999), millions(None)
    ('£40.0m', '£0.0m', '–')
    """
    return DASH if is_missing(value) else _with_pound_sign(number(float(value) / 1e6, 1)) + "m"


def money(value: Any) -> str:
    """Money for running text: millions, else thousands, else pounds.

    >>> money(40_000_000), money(250_400), money(999_960), money(812)
    ('£40.0m', '£250k', '£1.0m', '£812')
    """
    if is_missing(value):
        return DASH
    size = abs(float(value))
    if size >= 999_500:
        return millions(value)
    return _with_pound_sign(number(float(value) / 1e3)) + "k" if size >= 999.5 else pounds(value)


def percent(ratio: Any, places: int = 0) -> str:
    """A ratio as a percentage, the sign held to the number.

    >>> percent(0.124) == "12\u00a0%", percent(None)
    (True, '–')
    """
    return DASH if is_missing(ratio) else f"{number(float(ratio) * 100, places)}{NBSP}%"


def financial_year(year: Any) -> str:
    """A financial year by the calendar year in which it starts.

    >>> financial_year(2027), financial_year(2099), financial_year(None)
    ('2027/28', '2099/00', '–')
    """
    return DASH if is_missing(year) else f"{int(year)}/{(int(year) + 1) % 100:02d}"


def year_span(years: Sequence[int]) -> str:
    """The first and last of some financial years.

    >>> year_span(range(2027, 2032)), year_span([2027])
    ('2027/28 to 2031/32', '2027/28')
    """
    if len(years) == 1:
        return financial_year(years[0])
    return f"{financial_year(years[0])} to {financial_year(years[-1])}"


def long_date(value: dt.date | None) -> str:
    """A date in words.

    >>> long_date(dt.date(2026, 10, 31)), long_date(None)
    ('31 October 2026', 'not stated')
    """
    return NOT_STATED if is_missing(value) else f"{value.day} {value:%B} {value.year}"  # type: ignore[union-attr]


def count(value: int, singular: str, plural: str = "") -> str:
    """A count with its noun.

    >>> count(1, "machine"), count(1200, "machine"), count(2, "body", "bodies")
    ('1 machine', '1,200 machines', '2 bodies')
    """
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def listing(items: Iterable[str]) -> str:
    """Items as a sentence lists them.

    >>> listing(["CT"]), listing(["CT", "MRI", "X-ray"])
    ('CT', 'CT, MRI and X-ray')
    """
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def _with_pound_sign(printed: str) -> str:
    if printed == DASH:
        return DASH
    return f"{_MINUS}£{printed[1:]}" if printed.startswith(_MINUS) else f"£{printed}"
