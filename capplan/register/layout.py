"""Sheets made plain: upright, one table each, its headings in one row; every cell keeps its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from capplan.register.beside import side_by_side
from capplan.register.findings import Finding
from capplan.register.heading_row import (
    Row,
    filled_count,
    heading_index,
    heading_indices,
    is_heading_row,
    known_columns,
)
from capplan.register.headings import Heading, HeadingReader, read_heading
from capplan.register.joined import Noted, amounts_noted, paired_index, with_one_heading_row
from capplan.register.model_years import with_model_years
from capplan.register.units_below import is_of_units, with_units_below
from capplan.register.wording import Cell, is_blank, seen
from capplan.register.workbook import Range, Sheet, Spot

_MOST_ROWS_TURNED, _COLUMNS_SCANNED = 200, 3
_DATA_SHARE = 0.6
_ROWS_OF_TITLE = 3


def straightened(
    sheet: Sheet, reads: HeadingReader = read_heading, beside: bool | None = None
) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """A sheet as plain sheets, one for each table on it, and what was found in making them so.

    A table on its side is turned: rows become columns, and `is_turned` is set. A second row of
    headings further down begins a sheet of its own, on which the rows of the other table are blank.
    So does a table beside another (`side_by_side`, which takes `beside`). Two rows of headings become one, and take in
    a row of units below. `reads` says which column a heading names.
    """
    upright = turned(sheet) if is_on_its_side(sheet, reads) else sheet
    plain: list[Sheet] = []
    parts, findings = _tables(upright, reads, beside)
    for part in parts:
        heading_at = heading_index(part.rows, reads)
        if heading_at is None:
            heading_at = paired_index(part, reads)
        if heading_at is not None:
            part, lowest, found = with_one_heading_row(part, heading_at, reads)
            part, below = with_units_below(part, lowest, reads)
            part, years = with_model_years(part, lowest, reads)
            findings += [replace(one, block=part.block) for one in (*found, *below, *years)]
        plain.append(part)
    return tuple(plain), findings


def _tables(sheet: Sheet, reads: HeadingReader, beside: bool | None) -> tuple[list[Sheet], list[Finding]]:
    """The sheet, once for each of its tables, below or beside one another, and what was found beside one."""
    columns, findings = side_by_side(sheet, reads, beside, only_gaps=True)
    tables: list[Sheet] = []
    for part in (part for column in columns for part in _apart(column, reads)):
        blocks, found = ([part], []) if len(columns) > 1 else side_by_side(part, reads, beside)
        tables += blocks
        findings += found
    return tables, findings


def is_on_its_side(sheet: Sheet, reads: HeadingReader = read_heading) -> bool:
    """Whether headings run down one of the first columns: more of them than any row has, with values of
    their kinds beside them (a list that explains headings has words there)."""
    if not 1 < len(sheet.rows) <= _MOST_ROWS_TURNED:
        return False
    columns = list(zip(*sheet.rows, strict=True))
    widest = max(len(known_columns(row, reads)) for row in sheet.rows)
    for position, column in enumerate(columns[:_COLUMNS_SCANNED]):
        known = known_columns(column, reads)
        if len(known) > widest and is_heading_row(known, filled_count(column)):
            return _is_data(column, columns[position + 1 :], reads)
    return False


def turned(sheet: Sheet) -> Sheet:
    """A sheet with its rows as columns, and all that is told of its cells turned with them."""
    return replace(
        sheet,
        rows=tuple(zip(*sheet.rows, strict=True)),
        faults={(column, row): fault for (row, column), fault in sheet.faults.items()},
        hidden_rows=sheet.hidden_columns,
        hidden_columns=sheet.hidden_rows,
        struck=frozenset((column, row) for row, column in sheet.struck),
        merges=tuple(map(_turned_range, sheet.merges)),
        is_turned=not sheet.is_turned,
    )


def _turned_range(merge: Range) -> Range:
    (top, left), (bottom, right) = merge
    return (left, top), (right, bottom)


def _is_data(headings: Row, columns: Sequence[Row], reads: HeadingReader) -> bool:
    """Whether the cells beside dates and numbers (beside all headings, if none is of those) have digits."""
    kinds = [heading.column.kind if (heading := _read(cell, reads)) is not None else "" for cell in headings]
    counted = {place for place, kind in enumerate(kinds) if kind in ("date", "whole", "number")}
    places = counted or {place for place, kind in enumerate(kinds) if kind}
    cells = [column[place] for column in columns for place in places if not is_blank(column[place])]
    telling = sum(not isinstance(cell, str) or any(map(str.isdigit, cell)) for cell in cells)
    return bool(cells) and telling >= (_DATA_SHARE if counted else _DATA_SHARE / 3) * len(cells)


def _read(cell: Cell, reads: HeadingReader) -> Heading | None:
    return reads(cell) if isinstance(cell, str) and cell else None


def _apart(sheet: Sheet, reads: HeadingReader) -> Iterator[Sheet]:
    """The sheet, once for each of its tables; titles above the first are above each."""
    starts = _starts(sheet.rows, reads)
    if len(starts) < 2:
        yield sheet
        return
    first, blank = starts[0], ("",) * len(sheet.rows[0])
    bounds = [0, *(_with_titles(sheet.rows, start) for start in starts[1:]), len(sheet.rows)]
    for start, end in pairwise(bounds):
        rows = tuple(
            row if index < first or start <= index < end else blank for index, row in enumerate(sheet.rows[:end])
        )
        yield _only(replace(sheet, rows=rows), start, end)


def _starts(rows: Sequence[Row], reads: HeadingReader) -> list[int]:
    """The heading rows of a sheet, without those that say again what the one before them says, in these or other
    words, and without those that have another straight below them."""
    best = heading_index(rows, reads)
    if best is None:
        return []
    starts: list[int] = []
    layout: Mapping[Spot, Heading | str] = {}
    noted: Noted = ("", "")
    for index in sorted({best, *heading_indices(rows, reads)}):
        own, own_noted = _layout(rows, index, reads), amounts_noted(rows[_with_titles(rows, index) : index])
        if starts and not any(map(filled_count, rows[starts[-1] + 1 : index])):
            starts.pop()
        elif own == layout and own_noted in (noted, ("", "")):
            continue
        starts.append(index)
        layout, noted = own, own_noted
    return starts


def _layout(rows: Sequence[Row], index: int, reads: HeadingReader) -> dict[Spot, Heading | str]:
    """What each heading says, its column with the unit or its text where it is not known, and each unit in a row
    of units below."""
    below = rows[index + 1] if index + 1 < len(rows) else ()
    said = [rows[index], below if is_of_units(below) else ()]
    return {
        (row, place): _read(cell, reads) or seen(cell).casefold()
        for row, cells in enumerate(said)
        for place, cell in enumerate(cells)
        if not is_blank(cell)
    }


def _with_titles(rows: Sequence[Row], start: int) -> int:
    """Where a table begins with its titles: the few rows above its headings, down from a blank one."""
    for index in range(start - 1, max(0, start - 1 - _ROWS_OF_TITLE) - 1, -1):
        if not filled_count(rows[index]):
            return index + 1
    return start


def _only(sheet: Sheet, start: int, end: int) -> Sheet:
    """The sheet with only what is told of these rows."""

    def is_in(spot: Spot) -> bool:
        return start <= spot[0] < end

    return replace(
        sheet,
        faults={spot: fault for spot, fault in sheet.faults.items() if is_in(spot)},
        hidden_rows=frozenset(row for row in sheet.hidden_rows if start <= row < end),
        merges=tuple(merge for merge in sheet.merges if is_in(merge[0])),
    )
