"""Finds the table of assets on a sheet: its heading row, its columns, and the rows that are assets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from capplan import columns as c
from capplan.columns import Column
from capplan.register.findings import Finding
from capplan.register.headings import Heading, read_heading, suggestion
from capplan.register.wording import Cell, clean, is_blank, letters, normalised, seen
from capplan.register.workbook import Sheet

_ROWS_SCANNED = 25
_ENOUGH_HEADINGS, _FEWEST_HEADINGS = 3, 2
# A table needs one of these, or it is a summary: so many of each class, not assets.
_OF_ONE_ITEM = frozenset(
    (c.ASSET_ID, c.SERIAL_NUMBER, c.MODEL, c.INSTALL_DATE, c.PURCHASE_DATE, c.MANUFACTURE_YEAR, c.AGE_YEARS)
)
# A row of totals has none of these.
_NEVER_IN_TOTALS = frozenset((c.SERIAL_NUMBER, c.INSTALL_DATE, c.PURCHASE_DATE, c.MANUFACTURE_YEAR))
_TOTAL_WORD = re.compile(r"(?:(?:grand|sub|overall|site|trust|sheet)[\s-]*)?(?:totals?|sum|average|mean)\s*:?", re.I)
_TOTAL_START = re.compile(r"(?:(?:grand|sub|overall)[\s-]*)?totals?\b", re.I)
_AMOUNT = re.compile(r"\(?[-−]?\s*£?\s*\d[\d,. ]*\s*[km]?\)?", re.I)
_FIRST_CELLS = 3

type Row = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a sheet that was recognised: where it stands, and what its heading says."""

    position: int
    heading: Heading

    @property
    def column(self) -> Column:
        """The canonical column."""
        return self.heading.column


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The assets of one sheet: recognised columns, and each row's cells with its number from 1."""

    sheet: Sheet
    heading_row: int
    fields: tuple[Field, ...]
    rows: tuple[tuple[int, Row], ...]


def find_table(sheet: Sheet) -> tuple[Table | None, list[Finding]]:
    """The table of assets on a sheet, or None where it has none, with findings about what was left out.

    The heading row is that of the first 25 rows with the most known headings: three, or two that
    are more than half of its cells.
    """
    heading_at = _heading_index(sheet.rows)
    if heading_at is None:
        return None, _no_table(sheet)
    if sheet.is_hidden:
        return None, [Finding(code="R027", file=sheet.file, sheet=sheet.name)]
    headings = sheet.rows[heading_at]
    body = [(number, row) for number, row in enumerate(sheet.rows[heading_at + 1 :], heading_at + 2) if _is_filled(row)]
    fields, findings = _fields(sheet, heading_at, [row for _, row in body])
    assets = []
    for number, row in body:
        code = _left_out(row, headings, fields)
        if code is None:
            assets.append((number, row))
        else:
            findings.append(_row_finding(code, sheet, number, row))
    if not assets:
        findings.append(Finding(code="R050", file=sheet.file, sheet=sheet.name))
    return Table(sheet=sheet, heading_row=heading_at + 1, fields=fields, rows=tuple(assets)), findings


def _heading_index(rows: Sequence[Row]) -> int | None:
    scores = [_known(row) for row in rows[:_ROWS_SCANNED]]
    best = max(range(len(scores)), key=lambda index: len(scores[index]), default=None)
    if best is None or not _is_heading_row(scores[best], sum(not is_blank(cell) for cell in rows[best])):
        return None
    return best


def _known(cells: Row) -> set[Column]:
    headings = (read_heading(cell) for cell in cells if isinstance(cell, str) and cell)
    return {heading.column for heading in headings if heading is not None}


def _is_heading_row(known: set[Column], filled: int) -> bool:
    enough = len(known) >= _ENOUGH_HEADINGS or (len(known) >= _FEWEST_HEADINGS and len(known) > filled / 2)
    return enough and not known.isdisjoint(_OF_ONE_ITEM)


def _no_table(sheet: Sheet) -> list[Finding]:
    if not any(map(_is_filled, sheet.rows)):
        return []
    first_column = [row[0] for row in sheet.rows if row]
    is_on_its_side = _is_heading_row(_known(first_column), len(first_column))
    return [Finding(code="R048" if is_on_its_side else "R040", file=sheet.file, sheet=sheet.name)]


def _fields(sheet: Sheet, heading_at: int, body: Sequence[Row]) -> tuple[tuple[Field, ...], list[Finding]]:
    """The recognised columns, the fuller where two give the same, and findings about the others."""
    headings = [cell if isinstance(cell, str) else "" for cell in sheet.rows[heading_at]]
    filled = [sum(not is_blank(cell) for cell in cells) for cells in zip(*body, strict=True)] or [0] * len(headings)
    best: dict[Column, Field] = {}
    findings: list[Finding] = []
    for position in sorted(range(len(headings)), key=lambda position: (-filled[position], position)):
        heading = read_heading(headings[position])
        if heading is not None and heading.column not in best:
            best[heading.column] = Field(position=position, heading=heading)
        elif heading is not None or filled[position]:
            kept = best.get(heading.column) if heading is not None else None
            findings.append(_unused(sheet, heading_at, position, kept))
    return tuple(sorted(best.values(), key=lambda field: field.position)), findings


def _unused(sheet: Sheet, heading_at: int, position: int, kept: Field | None) -> Finding:
    """A finding about a column that was not read: not known, or less full than `kept`."""
    text = seen(sheet.rows[heading_at][position])
    close = suggestion(text)
    detail = f"; it looks like '{close}'" if close else ""
    return Finding(
        code="R028" if kept is None else "R029",
        file=sheet.file,
        sheet=sheet.name,
        row=heading_at + 1,
        position=letters(position),
        column=kept.column if kept is not None else None,
        seen=text,
        detail=detail if kept is None else f"column {letters(kept.position)}",
    )


def _is_filled(row: Row) -> bool:
    return not all(map(is_blank, row))


def _left_out(row: Row, headings: Row, fields: Sequence[Field]) -> str | None:
    """The code of the rule that tells why a row is not an asset, or None if it is one."""
    filled = [position for position, cell in enumerate(row) if not is_blank(cell)]
    if all(normalised(seen(row[position])) == normalised(seen(headings[position])) for position in filled):
        return "R026"
    columns = {field.column: field.position for field in fields if not is_blank(row[field.position])}
    if _is_total(row, filled, columns):
        return "R024"
    return "R025" if len(filled) == 1 and len(fields) > 1 else None


def _is_total(row: Row, filled: Sequence[int], columns: dict[Column, int]) -> bool:
    texts = {position: clean(cell) for position in filled if isinstance(cell := row[position], str)}
    if not _NEVER_IN_TOTALS.isdisjoint(columns):
        return False
    named = {columns.get(c.ASSET_ID), columns.get(c.ASSET_CLASS), filled[0]}
    if any(_TOTAL_WORD.fullmatch(texts.get(position, "")) for position in named if position is not None):
        return True
    starts = {position for position in filled[:_FIRST_CELLS] if _TOTAL_START.match(texts.get(position, ""))}
    has_own_id = c.ASSET_ID in columns and columns[c.ASSET_ID] not in starts
    only_amounts = c.ASSET_ID not in columns and all(_AMOUNT.fullmatch(clean(seen(row[at]))) for at in filled)
    return only_amounts or (bool(starts) and not has_own_id)


def _row_finding(code: str, sheet: Sheet, number: int, row: Row) -> Finding:
    first = next(position for position, cell in enumerate(row) if not is_blank(cell))
    return Finding(
        code=code, file=sheet.file, sheet=sheet.name, row=number, position=letters(first), seen=seen(row[first])
    )
