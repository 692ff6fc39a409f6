"""Numbers written with a decimal comma, as spreadsheets of other countries save them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from capplan import columns as c
from capplan.register.findings import Finding
from capplan.register.tables import Table
from capplan.register.wording import Cell, clean

_KINDS = ("whole", "number")
_FEWEST = 2
_RATED = c.RISK_LIKELIHOOD.unit  # "4,3" there is two ratings
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
# A comma before one or two last digits, or behind thousands that are marked by points, or behind a first nought.
_COMMA = re.compile(r"\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+,\d+|0,\d+")
# As Britain writes numbers. Three digits behind one point or comma could be either.
_POINT = re.compile(r"\d+\.\d{1,2}|\d{1,3}(?:,\d{3})+(?:\.\d+)|\d{1,3}(?:,\d{3}){2,}|0\.\d+")


def has_decimal_commas(cells: Iterable[Cell]) -> bool:
    """Whether text among the cells of a table's columns of numbers shows a decimal comma, at least twice, and
    none a decimal point.

    >>> has_decimal_commas(["1.250.000,00", "7,5"]), has_decimal_commas(["7,5", "7.5", "8,5"])
    (True, False)
    >>> has_decimal_commas(["1,250", "2,500"])
    False
    """
    texts = {cell for cell in cells if isinstance(cell, str) and ("," in cell or "." in cell)}
    numbers = [number for text in texts for number in _NUMBER.findall(clean(text))]
    commas = sum(_COMMA.fullmatch(number) is not None for number in numbers)
    return commas >= _FEWEST and not any(map(_POINT.fullmatch, numbers))


def with_decimal_marks(table: Table) -> tuple[Table, list[Finding]]:
    """A table that knows whether its numbers are written with a decimal comma, and a finding where they are (R103)."""
    numbers = [field for field in table.fields if field.column.kind in _KINDS and field.column.unit != _RATED]
    places = [field.position for field in numbers]
    if not has_decimal_commas(row[place] for _, row in table.rows for place in places):
        return table, []
    found = Finding(code="R103", file=table.sheet.file, sheet=table.sheet.name)
    return replace(table, has_decimal_commas=True), [found]


def with_decimal_points(cell: Cell) -> Cell:
    """A cell whose text has a decimal comma, with a decimal point instead and no mark of thousands.

    >>> with_decimal_points("€ 1.250.000,50"), with_decimal_points("1.250"), with_decimal_points(1.25)
    ('€ 1250000.50', '1250', 1.25)
    """
    if not isinstance(cell, str):
        return cell
    return _NUMBER.sub(lambda found: found[0].replace(".", "").replace(",", "."), clean(cell))
