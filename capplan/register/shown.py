"""Cells as a workbook shows them, where that says more than the values in them: by the formats of numbers.

A price may say that it is in euros, an id may have zeros before it, a date may be a year, by nothing but
the format of its cell. The reader of values gives none of it.
"""

import datetime as dt
import re
from collections.abc import Mapping

from capplan.register.facts import Shows, Spot
from capplan.register.wording import Cell, seen

_CURRENCY = re.compile(r"\[\$(?P<given>[^\]\-]+)(?:-[^\]]*)?\]|(?P<bare>€|\$|¥|\bUSD\b|\bEUR\b)")
_NO_CURRENCY = re.compile(r"\[\$-[^\]]*\]")
_LOCALE = re.compile(r"\[[A-Za-z]+\d*\]|[\\\"@_*;]|\s")
_PADDED = re.compile(r"(?P<before>(?:\"[^\"]*\"|\\.|[A-Z]-?)*)(?P<zeros>0{2,})")
_SUFFIX = re.compile(r"[0#](?P<scaled>,*)\s*[\"\\]\s*(?P<suffix>[km])\b", re.I)
_YEAR, _MONTH = re.compile(r"y{2,4}", re.I), re.compile(r"m{3,5}[-/.,']*y{2,4}", re.I)
_POUNDS = frozenset(("£", "GBP"))


def shows(code: str) -> Shows | None:
    """How cells of a number format are shown, or None where the value says as much.

    >>> shows("[$€-2] #,##0")(640000.0), shows("00000000")(123456.0), shows('0.00"m"')(0.45)
    ('€640000', '00123456', '0.45m')
    >>> shows("yyyy")(dt.datetime(2014, 1, 1)), shows("mmm-yy")(dt.datetime(2014, 3, 1))
    (2014, 'Mar 2014')
    >>> shows("#,##0.00"), shows('"£"#,##0'), shows("[$-409]d-mmm-yy;@"), shows('#,##0,"k"')
    (None, None, None, None)
    """
    positive = _NO_CURRENCY.sub("", code).partition(";")[0]
    dated, padded = _LOCALE.sub("", positive), _PADDED.fullmatch(positive)
    currency, suffix = _CURRENCY.search(positive), _SUFFIX.search(positive)
    if _YEAR.fullmatch(dated) or _MONTH.fullmatch(dated):
        return _year if _YEAR.fullmatch(dated) else _month
    if padded:
        before, width = re.sub(r"[\"\\]", "", padded["before"]), len(padded["zeros"])
        return lambda cell: f"{before}{seen(cell).zfill(width)}" if _is_whole(cell) else cell
    if currency and (symbol := (currency["given"] or currency["bare"]).strip()) not in _POUNDS:
        return lambda cell: f"{symbol}{seen(cell)}" if _is_number(cell) else cell
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


def _year(cell: Cell) -> Cell:
    """The year of its first day; any other day is known better than it is shown."""
    return cell.year if isinstance(cell, dt.date) and (cell.month, cell.day) == (1, 1) else cell


def _month(cell: Cell) -> Cell:
    return f"{cell:%b %Y}" if isinstance(cell, dt.date) and cell.day == 1 else cell


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _is_whole(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell >= 0 and float(cell).is_integer()
