"""Cells as a workbook shows them, where that says more than the values in them: by the formats of numbers.

A price may say that it is in euros, an id may have zeros before it, a date may be a year, by nothing but
the format of its cell. The reader of values gives none of it.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import TypeGuard

from capplan.register.facts import Shows, Spot
from capplan.register.wording import Cell, seen

_CURRENCY = re.compile(r"\[\$(?P<given>[^\]\-]+)(?:-[^\]]*)?\]|(?P<bare>€|\$|¥|\bUSD\b|\bEUR\b)")
_NO_CURRENCY = re.compile(r"\[\$-[^\]]*\]")
_LOCALE = re.compile(r"\[[A-Za-z]+\d*\]|[\\\"@_*;]|\s")
# Zeros for the digits of a whole number, with letters and marks around them: "AB-"0000, 000\\-000.
_WORDS = r'(?:"[^"]*"|\\.|[-A-Z])'
_NUMBERED = re.compile(rf"(?P<before>{_WORDS}*)(?P<digits>0(?:{_WORDS}*0)+)(?P<after>{_WORDS}*)")
_LETTERED = re.compile(r'(?P<before>"[A-Z]{2,}[-/ ]?"|[A-Z]{2,}-?)(?P<digits>[0#])(?P<after>)')
_SUFFIX = re.compile(r"[0#](?P<scaled>,*)\s*[\"\\]\s*(?P<suffix>[km]\b|%)", re.I)
_SHARE = re.compile(r"[#,]*[0#]+(?:\.[0#?]+)?\s*%")
_YEAR, _MONTH = re.compile(r"y{2,4}", re.I), re.compile(r"m{3,5}[-/.,']*y{2,4}", re.I)
_PLACES = 8  # beyond these a share has no more than the noise of its binary form
_POUNDS = frozenset(("£", "GBP"))


def shows(code: str) -> Shows | None:
    r"""How cells of a number format are shown, or None where the value says as much.

    >>> shows("[$€-2] #,##0")(640000.0), shows("00000000")(123456.0), shows('0.00"m"')(0.45)
    ('€640000', '00123456', '0.45m')
    >>> shows('"IMG-"0')(12.0), shows(r"000\-000")(12345.0), shows("00-0")(9876)
    ('IMG-12', '012-345', '987-6')
    >>> shows("0.0%")(0.985), shows('0"%"')(85.0)
    ('98.5%', '85%')
    >>> shows("yyyy")(dt.datetime(2014, 1, 1)), shows("mmm-yy")(dt.datetime(2014, 3, 1))
    (2014, 'Mar 2014')
    >>> shows("#,##0.00"), shows('"£"#,##0'), shows("[$-409]d-mmm-yy;@"), shows('#,##0,"k"')
    (None, None, None, None)
    """
    positive = _NO_CURRENCY.sub("", code).partition(";")[0]
    dated, digits = _LOCALE.sub("", positive), _NUMBERED.fullmatch(positive) or _LETTERED.fullmatch(positive)
    currency, suffix = _CURRENCY.search(positive), _SUFFIX.search(positive)
    if _YEAR.fullmatch(dated) or _MONTH.fullmatch(dated):
        return _year if _YEAR.fullmatch(dated) else _month
    if digits:
        return _numbered(*map(_plain, digits.group("before", "digits", "after")))
    if currency and (symbol := (currency["given"] or currency["bare"]).strip()) not in _POUNDS:
        return lambda cell: f"{symbol}{seen(cell)}" if _is_number(cell) else cell
    if _SHARE.fullmatch(positive):
        return lambda cell: f"{seen(round(cell * 100, _PLACES))}%" if _is_number(cell) else cell
    if suffix and not suffix["scaled"]:
        return lambda cell: f"{seen(cell)}{suffix['suffix']}" if _is_number(cell) else cell
    return None


def as_shown(rows: tuple[tuple[Cell, ...], ...], formats: Mapping[Spot, Shows]) -> tuple[tuple[Cell, ...], ...]:
    """Rows with each cell that has one of these formats as it is shown."""
    within = {(row, column) for row, column in formats if row < len(rows) and column < len(rows[row])}
    changed = {row: list(rows[row]) for row, _ in within}
    for row, column in within:
        changed[row][column] = formats[row, column](rows[row][column])
    return tuple(tuple(changed[row]) if row in changed else line for row, line in enumerate(rows))


def _plain(words: str) -> str:
    """The words of a format without the marks that quote them."""
    return re.sub(r'["\\]', "", words)


def _numbered(before: str, digits: str, after: str) -> Shows:
    """Whole numbers with zeros before them and words around and between their digits."""
    parts = re.split(r"[0#]", digits)
    between = parts[1:-1]

    def show(cell: Cell) -> Cell:
        if not _is_whole(cell):
            return cell
        number = seen(cell).zfill(digits.count("0"))
        first = len(number) - len(between)
        rest = (mark + digit for mark, digit in zip(between, number[first:], strict=True))
        return f"{before}{number[:first]}{''.join(rest)}{after}"

    return show


def _year(cell: Cell) -> Cell:
    """The year of its first day; any other day is known better than it is shown."""
    return cell.year if isinstance(cell, dt.date) and (cell.month, cell.day) == (1, 1) else cell


def _month(cell: Cell) -> Cell:
    return f"{cell:%b %Y}" if isinstance(cell, dt.date) and cell.day == 1 else cell


def _is_number(cell: Cell) -> TypeGuard[int | float]:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _is_whole(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell >= 0 and float(cell).is_integer()
