"""Reads dates as British registers write them, without ever guessing in silence.

The order of day and month is settled by the whole column. A date's precision is kept: a month is
read as its first day, a calendar year as 1 July, a financial year as 1 October, the middle of each
year.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from capplan import columns as c
from capplan.columns import Column
from capplan.register.reading import NOUGHT, UNREADABLE, Read
from capplan.register.wording import Cell, clean

Order = Literal["day first", "month first", "either"]
type Reader = Callable[[Cell], Read]

_FIRST_YEAR, _LAST_YEAR = 1930, 2100
_FIRST_SERIAL, _LAST_SERIAL = 10_959, 73_415  # 1930 to 2100, as spreadsheets count days
_SERIAL_START = dt.date(1899, 12, 30)
_YEARS_BACK, _YEARS_BACK_FORWARD = 79, 49
_FORWARD = frozenset((c.END_OF_SUPPORT_DATE, c.PLANNED_REPLACEMENT_DATE, c.CONTRACT_END_DATE, c.LOCKED_YEAR))
_FEW_SHARE = 0.1
_FINANCIAL_YEAR_STARTS = 4

_MONTHS = {name: month for month, names in enumerate(
    ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
     "sep sept september", "oct october", "nov november", "dec december"), 1) for name in names.split()}  # fmt: skip
_TIME = r"(?:(?:\s+|t)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?(?:z|[+-]\d{2}:?\d{2})?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_PART, _MARK, _ANY_YEAR = r"\d{1,2}", r"\s*[/.\- ]\s*", r"(?P<year>\d{4}|\d{2})"
_NUMERIC = re.compile(rf"(?P<first>{_PART}){_MARK}(?P<second>{_PART}){_MARK}{_ANY_YEAR}{_TIME}")
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<month>[a-z]+)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What a column settles for its cells: the order, and the first year of the century that
    two-digit years fall in."""

    order: Order
    century_start: int


def _ymd(found: re.Match[str], context: _Context) -> Read:
    return _dated(int(found["year"]), int(found["month"]), int(found["day"]))


def _numeric(found: re.Match[str], context: _Context) -> Read:
    first, second, year = int(found["first"]), int(found["second"]), _year(found["year"], context)
    is_month_first = context.order == "month first"
    if first > 12 or second > 12:
        is_month_first = second > 12
    elif context.order == "either" and first != second:
        return UNREADABLE
    return _dated(year, first, second) if is_month_first else _dated(year, second, first)


def _named_month(found: re.Match[str], context: _Context) -> Read:
    return _dated(_year(found["year"], context), _MONTHS.get(found["month"], 0), int(found["day"]))


def _month(found: re.Match[str], context: _Context) -> Read:
    month = found["month"]
    return _dated(_year(found["year"], context), _MONTHS.get(month, int(month) if month.isdigit() else 0), 1, "month")


def _two_parts(found: re.Match[str], context: _Context) -> Read:
    """`2015/16` is a financial year, `2015-11` a month; `2009-10` could be either and is said."""
    start, second = _year(found["year"], context), found["second"]
    if int(second) == (start + 1) % (10_000 if len(second) == 4 else 100):
        return Read(value=dt.date(start, 10, 1), aside="year", code="R037") if _in_bounds(start) else UNREADABLE
    return _dated(start, int(second), 1, "month") if len(second) == 2 else UNREADABLE


def _calendar_year(found: re.Match[str], context: _Context) -> Read:
    return _dated(int(found["year"]), 7, 1, "year")


def _serial(found: re.Match[str], context: _Context) -> Read:
    return _from_number(float(found[0]))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Context], Read]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?P<year>\d{{4}})[-/. ](?P<month>\d{{1,2}})[-/. ](?P<day>\d{{1,2}}){_TIME}", _ymd),
        (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _ymd),
        (_NUMERIC.pattern, _numeric),
        (rf"{_WEEKDAY}{_NTH}[\s\-/.,]*(?:of )?{_NAME}[\s\-/.,']*{_ANY_YEAR}{_TIME}", _named_month),
        (rf"{_WEEKDAY}{_NAME}\.?\s+{_NTH}(?:,\s*|\s+)(?P<year>\d{{4}}){_TIME}", _named_month),
        (rf"{_NAME}[\s\-/.,']*{_ANY_YEAR}", _month),
        (r"(?P<month>\d{1,2})[/.\-](?P<year>\d{4})", _month),
        (r"(?:f\.?/?y\.?)?\s*(?P<year>\d{4})\s*[-/–]\s*(?P<second>\d{4}|\d{2})", _two_parts),
        (r"f\.?/?y\.?\s*(?P<year>\d{2})\s*[-/–]\s*(?P<second>\d{2})", _two_parts),
        (r"(?P<year>(?:19|20)\d{2})", _calendar_year),
        (r"\d{5}(?:\.\d+)?", _serial),
    )
)  # fmt: skip


def date_reader(column: Column, order: Order, as_at: dt.date) -> Reader:
    """A reader of dates for a column whose order of day and month is settled.

    Values are `datetime.date`; `aside` is the precision. Two-digit years fall in the century that
    suits the column: up to 20 years after `as_at` for the past, 50 for what lies ahead.

    >>> read = date_reader(c.INSTALL_DATE, "day first", dt.date(2026, 10, 31))
    >>> [read(cell).value.isoformat() for cell in ("03/09/2014", "Mar-09", "2009", "2015/16", 39904.0)]
    ['2014-09-03', '2009-03-01', '2009-07-01', '2015-10-01', '2009-04-01']
    >>> read("31/02/2014").code, read("10 years").code, read("2014-05-01 00:00:00").value.month
    ('R005', 'R005', 5)
    """
    years_back = _YEARS_BACK_FORWARD if column in _FORWARD else _YEARS_BACK
    context = _Context(order=order, century_start=as_at.year - years_back)

    def read(cell: Cell) -> Read:
        match cell:
            case bool() | dt.time() | dt.timedelta():
                return NOUGHT if cell == dt.time() else UNREADABLE
            case dt.date():
                # A nought formatted as a date shows as the first day of 1900, or the day before.
                is_nought = (cell.year, cell.month) in ((1899, 12), (1900, 1))
                return NOUGHT if is_nought else _dated(cell.year, cell.month, cell.day)
            case int() | float():
                return _from_number(float(cell))
            case _:
                return _from_text(clean(cell).casefold(), context)

    return read


def year_reader(column: Column, order: Order, as_at: dt.date) -> Reader:
    """A reader of years, for a column whose unit is a calendar or a financial year.

    A date counts for the year it falls in; financial year 2027 runs from 1 April 2027.

    >>> read = year_reader(c.LOCKED_YEAR, "day first", dt.date(2026, 10, 31))
    >>> read("2027/28").value, read("Feb 2027").value, read(2027.0).value
    (2027, 2026, 2027)
    """
    read_date = date_reader(column, order, as_at)
    is_financial = column.unit == "financial year"

    def read(cell: Cell) -> Read:
        found = read_date(cell)
        if found.value is None:
            return found
        year = found.value.year - (is_financial and found.value.month < _FINANCIAL_YEAR_STARTS)
        return Read(value=year, code="" if is_financial and found.code == "R037" else found.code)

    return read


def _from_text(text: str, context: _Context) -> Read:
    if text == "0":
        return NOUGHT
    for form, read in _FORMS:
        if found := form.fullmatch(text):
            return read(found, context)
    return UNREADABLE


def _from_number(number: float) -> Read:
    if number == 0:
        return NOUGHT
    if number.is_integer() and _in_bounds(int(number)):
        return _dated(int(number), 7, 1, "year")
    if number.is_integer() and _in_bounds(int(number // 10_000)):
        return _dated(int(number // 10_000), int(number // 100 % 100), int(number % 100))
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return Read(value=_SERIAL_START + dt.timedelta(days=int(number)), aside="day", code="R036")
    return UNREADABLE


def _year(text: str, context: _Context) -> int:
    if len(text) == 4:
        return int(text)
    return context.century_start + (int(text) - context.century_start) % 100


def _in_bounds(year: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR


def _dated(year: int, month: int, day: int, precision: str = "day") -> Read:
    if not _in_bounds(year):
        return UNREADABLE
    try:
        return Read(value=dt.date(year, month, day), aside=precision)
    except ValueError:
        return UNREADABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """How a column orders day and month: the order to read by, the rule to report (if any), and
    which of its cells are in the rarer order."""

    order: Order
    code: str = ""
    odd: tuple[int, ...] = ()


def vote(cells: Sequence[Cell]) -> Vote:
    """Settle the order of day and month by every text date of a column.

    Only day first, or nothing that tells: day first. Only month first: month first, reported. Both:
    reported; where at most a tenth of those that tell are odd, the others settle the order, else a
    date that could be either is not read.

    >>> vote(["03/09/2014", "25/12/2014"]).order, vote(["12/25/2014"]).order, vote(["25/12/14", "12/25/14"]).order
    ('day first', 'month first', 'either')
    """
    parts = [(place, *_parts(cell)) for place, cell in enumerate(cells) if isinstance(cell, str) and _parts(cell)]
    day_first = tuple(place for place, first, second in parts if first > 12 >= second)
    month_first = tuple(place for place, first, second in parts if second > 12 >= first)
    if not day_first and not month_first:
        undecided = any(first != second for _, first, second in parts)
        return Vote(order="day first", code="R035" if undecided else "")
    if not month_first:
        return Vote(order="day first")
    if not day_first:
        return Vote(order="month first", code="R034")
    few, many = sorted((day_first, month_first), key=len)
    if len(few) > _FEW_SHARE * (len(few) + len(many)):
        return Vote(order="either", code="R006", odd=few)
    return Vote(order="day first" if many is day_first else "month first", code="R006", odd=few)


def _parts(cell: str) -> tuple[int, ...]:
    found = _NUMERIC.fullmatch(clean(cell).casefold())
    return (int(found["first"]), int(found["second"])) if found else ()
