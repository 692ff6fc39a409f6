"""Reads dates as British registers write them, without ever guessing in silence.

The order of day and month is settled by the whole column (`date_order`), the forms in which text
gives a date are rows of `date_forms`. A date's precision is kept beside it.
"""

import datetime as dt
import re
from collections.abc import Callable

from capplan import columns as c
from capplan.columns import Column
from capplan.register.date_forms import FIRST_DAY, FIRST_YEAR, LAST_YEAR, Context, dated, read_date_text
from capplan.register.date_order import Order
from capplan.register.reading import NOUGHT, UNREADABLE, Read
from capplan.register.wording import Cell, clean

type Reader = Callable[[Cell], Read]

_FIRST_SERIAL, _LAST_SERIAL = 10_959, 73_415  # 1930 to 2100, as spreadsheets count days
_SERIAL_TEXT = re.compile(r"\d{5}(?:\.\d+)?")
_YEARS_BACK, _YEARS_BACK_FORWARD = 79, 49
# Columns of what is to come; all others are of what is past.
FORWARD = frozenset((c.END_OF_SUPPORT_DATE, c.PLANNED_REPLACEMENT_DATE, c.CONTRACT_END_DATE, c.LOCKED_YEAR))
_FINANCIAL_YEAR_STARTS = 4
_MONTH_FIRST: dict[Order, bool | None] = {"day first": False, "month first": True, "either": None, "year first": None}


def date_reader(column: Column, order: Order, as_at: dt.date) -> Reader:
    """A reader of dates for a column whose order of day and month is settled.

    Values are `datetime.date`; `aside` is the precision. Two-digit years fall in the century that
    suits the column: up to 20 years after `as_at` for the past, 50 for what lies ahead.

    >>> read = date_reader(c.INSTALL_DATE, "day first", dt.date(2026, 10, 31))
    >>> [read(cell).value.isoformat() for cell in ("03/09/2014", "Mar-09", "2009", "2015/16", 39904.0)]
    ['2014-09-03', '2009-03-01', '2009-07-01', '2015-10-01', '2009-04-01']
    >>> read("31/02/2014").code, read("10 years").code, read("2014-05-01 00:00:00").value.month
    ('R071', 'R070', 5)
    """
    years_back = _YEARS_BACK_FORWARD if column in FORWARD else _YEARS_BACK
    context = Context(
        month_first=_MONTH_FIRST[order], century_start=as_at.year - years_back, year_first=order == "year first"
    )

    def read(cell: Cell) -> Read:
        match cell:
            case bool() | dt.time() | dt.timedelta():
                return NOUGHT if cell == dt.time() else UNREADABLE
            case dt.date():
                # A nought formatted as a date shows as the first day of 1900, or the day before.
                is_nought = (cell.year, cell.month) in ((1899, 12), (1900, 1))
                return NOUGHT if is_nought else dated(cell.year, cell.month, cell.day)
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


def _from_text(text: str, context: Context) -> Read:
    if text == "0":
        return NOUGHT
    return _from_number(float(text)) if _SERIAL_TEXT.fullmatch(text) else read_date_text(text, context)


def _from_number(number: float) -> Read:
    if number == 0:
        return NOUGHT
    if number.is_integer() and _in_bounds(int(number)):
        return dated(int(number), 7, 1, "year")
    if number.is_integer() and _in_bounds(int(number // 10_000)):
        return dated(int(number // 10_000), int(number // 100 % 100), int(number % 100))
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return Read(value=FIRST_DAY + dt.timedelta(days=int(number)), aside="day", code="R036")
    return UNREADABLE


def _in_bounds(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR
