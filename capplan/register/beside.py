"""A second table beside the first on a sheet: taken out, and each of its rows said to be so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from capplan.columns import Column
from capplan.register.findings import Finding
from capplan.register.heading_row import OF_ONE_ITEM, Row, filled_count, is_heading_row, known_columns
from capplan.register.headings import HeadingReader
from capplan.register.wording import is_blank, letters, seen
from capplan.register.workbook import Sheet

_FEWEST_SHARED = 2


def without_table_beside(sheet: Sheet, heading_at: int, reads: HeadingReader) -> tuple[Sheet, list[Finding]]:
    """A sheet without the table that stands to the right of its first, and an error for each row of that
    table (R098): a row of a sheet is read as one asset. The same sheet where there is no such table."""
    start = _start(sheet.rows[heading_at], reads)
    if start is None:
        return sheet, []
    findings = [
        Finding(
            code="R098",
            file=sheet.file,
            sheet=sheet.name,
            row=number,
            position=letters(start + _first(row[start:])),
            seen=seen(row[start + _first(row[start:])]),
            detail=f"from column {letters(start)}",
        )
        for number, row in enumerate(sheet.rows[heading_at + 1 :], heading_at + 2)
        if filled_count(row[start:])
    ]
    blank = ("",) * (len(sheet.rows[heading_at]) - start)
    rows = (row if index < heading_at else (*row[:start], *blank) for index, row in enumerate(sheet.rows))
    return replace(sheet, rows=tuple(rows)), findings


def _start(headings: Row, reads: HeadingReader) -> int | None:
    """Where headings begin again behind a blank one, naming what tells one asset from another a second time."""
    for position, column in _named(headings, reads):
        left, right = known_columns(headings[:position], reads), known_columns(headings[position:], reads)
        is_second = column in left and is_blank(headings[position - 1]) and len(left & right) >= _FEWEST_SHARED
        if is_second and left & right & OF_ONE_ITEM and is_heading_row(right, filled_count(headings[position:])):
            return position
    return None


def _named(headings: Row, reads: HeadingReader) -> Iterator[tuple[int, Column]]:
    for position, cell in enumerate(headings):
        heading = reads(cell) if isinstance(cell, str) and cell else None
        if heading is not None:
            yield position, heading.column


def _first(cells: Sequence[object]) -> int:
    return next(place for place, cell in enumerate(cells) if cell != "")
