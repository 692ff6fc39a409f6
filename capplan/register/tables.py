"""Finds the table of assets on a sheet: its heading row, its columns, and the rows that are assets."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from capplan.columns import Column
from capplan.register.blocks import filled_from_above
from capplan.register.filling import dated_from_1904, filled_down, filled_right
from capplan.register.findings import Finding
from capplan.register.heading_row import Row, filled_count, heading_index, is_filled
from capplan.register.headings import Heading, HeadingReader, read_heading
from capplan.register.leftovers import parted
from capplan.register.likeness import is_like
from capplan.register.tenure import method_asked
from capplan.register.untold import untold
from capplan.register.wording import Cell, is_blank, letters, normalised, seen
from capplan.register.workbook import Sheet

# A row of so many cells could be an asset; a sheet of so many such rows, a register.
_WIDE_ROW, _ENOUGH_ROWS = 4, 3
_OF_A_QUESTION = 0.05
_TENTHS = 10  # two columns for a field are about as full where they are of one tenth
_FINANCIAL_YEAR = re.compile(r"(?:20)?(\d{2})\s*[/-]\s*(?:20)?\d{2}")


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
class Above:
    """A value that stands above a row and not in it: what it is, the text that gives it, where that is written
    (`row` 0: in no cell), and what it is, for a sentence."""

    value: str
    row: int
    position: str
    text: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The assets of one sheet: recognised columns, and each row's cells with its number from 1.

    - `extra`: the position and heading of each column that is kept as text, since no field holds it.
    - `owner`: whose assets they are, as a code or a name, where a saved mapping says so, for rows that do not.
    - `as_at`: the day at which the register stood, where a saved mapping says so.
    - `accepted`: by asset id and rule code, who accepted a finding and when.
    - `above`: by column and row, what stands above the rows that do not say it themselves.
    - `has_decimal_commas`: whether its numbers are written 1.250,50.
    - `book_body`: the only health body that its file names beside tables, on any sheet; "" where there is none.
    """

    sheet: Sheet
    heading_row: int
    fields: tuple[Field, ...]
    rows: tuple[tuple[int, Row], ...]
    extra: tuple[tuple[int, str], ...] = ()
    owner: tuple[Column, str] | None = None
    as_at: dt.date | None = None
    accepted: Mapping[tuple[str, str], str] = field(default=MappingProxyType({}), hash=False)
    above: Mapping[Column, Mapping[int, Above]] = field(default=MappingProxyType({}), hash=False)
    has_decimal_commas: bool = False
    book_body: str = ""


def find_table(sheet: Sheet, reads: HeadingReader = read_heading) -> tuple[Table | None, list[Finding]]:
    """The table of assets on a plain sheet (`layout.straightened`), or None where it has none, with
    findings about what was left out and what its values alone do not tell.

    `reads` says which column a heading names. The heading row is that of the first 25 rows with the
    most known headings: three, or two that are more than half of its cells. Merged cells give their
    value to the rows they span; a row that holds only errors is a row.
    """
    heading_at = heading_index(sheet.rows, reads)
    if heading_at is None:
        return None, _no_table(sheet)
    if sheet.is_hidden:
        return None, [Finding(code="R027", file=sheet.file, sheet=sheet.name)]
    at_fault = {row for row, _ in sheet.faults}
    body: list[tuple[int, Row]] = [
        (index + 1, row)
        for index, row in enumerate(sheet.rows[heading_at + 1 :], heading_at + 1)
        if index in at_fault or is_filled(row)
    ]
    fields, findings = _fields(sheet, heading_at, [row for _, row in body], reads)
    places = {field.column: field.position for field in fields}
    body, merged = filled_down(sheet, body, places)
    if sheet.counts_from_1904:
        body, counted = dated_from_1904(body, places)
        findings += [_at_heading("R066", sheet, heading_at, places[column], column) for column in counted]
    assets, others = parted(body, sheet.rows[heading_at], places, reads)
    findings += [_row_finding(code, sheet, number, row) for code, (number, row) in others]
    assets, beside = filled_right(sheet, assets, places)
    assets, above = filled_from_above(sheet, assets, places)
    read = {number for number, _ in assets}
    findings += [finding for finding in (*merged, *beside, *above) if finding.row in read]
    findings += untold(sheet, heading_at, places, assets)
    if not assets:
        findings.append(Finding(code="R050", file=sheet.file, sheet=sheet.name))
    return Table(sheet=sheet, heading_row=heading_at + 1, fields=fields, rows=tuple(assets)), findings


def _no_table(sheet: Sheet) -> list[Finding]:
    counts = [count for row in sheet.rows if (count := filled_count(row))]
    if not counts:
        return []
    wide = sum(count >= _WIDE_ROW for count in counts)
    could_be_assets = wide >= _ENOUGH_ROWS and wide > len(counts) / 2
    return [Finding(code="R067" if could_be_assets else "R040", file=sheet.file, sheet=sheet.name)]


def _fields(
    sheet: Sheet, heading_at: int, body: Sequence[Row], reads: HeadingReader
) -> tuple[tuple[Field, ...], list[Finding]]:
    """The recognised columns, the fuller where two give the same (a column's own name counts double); of
    those about as full the later year's, then the more usual name; and findings about the others."""
    headings = [cell if isinstance(cell, str) else "" for cell in sheet.rows[heading_at]]
    columns = list(zip(*body, strict=True)) or [()] * len(headings)
    filled = [sum(not is_blank(cell) for cell in cells) for cells in columns]
    best: dict[Column, Field] = {}
    named = [reads(heading) for heading in headings]
    unlike = [_is_unlike(*one) for one in zip(headings, named, columns, strict=True)]
    findings = [
        _at_heading("R101", sheet, heading_at, place, heading.column)
        for place, heading in enumerate(named)
        if heading is not None and unlike[place]
    ]
    named = [None if is_unlike else heading for is_unlike, heading in zip(unlike, named, strict=True)]
    weights = [count * _worth(text, heading) for count, text, heading in zip(filled, headings, named, strict=True)]
    most = max(weights, default=0) or 1
    ranks = [
        (-round(_TENTHS * weight / most), -_year_in(text), _rank(text, heading), position)
        for position, (weight, text, heading) in enumerate(zip(weights, headings, named, strict=True))
    ]
    for *_, position in sorted(ranks):
        heading = named[position]
        if heading is not None and heading.column not in best:
            best[heading.column] = Field(position=position, heading=heading)
        elif (heading is not None or filled[position]) and not unlike[position]:
            kept = best.get(heading.column) if heading is not None else None
            findings.append(_unused(sheet, heading_at, position, kept))
    return tuple(sorted(best.values(), key=lambda field: field.position)), findings


def _is_unlike(text: str, heading: Heading | None, cells: Sequence[Cell]) -> bool:
    """Whether cells are not what their heading is taken to mean, where no person has said that they are."""
    return heading is not None and not heading.is_agreed and not is_like(text, cells)


def _year_in(text: str) -> int:
    """The year that a heading speaks of, as the last two digits of a financial year's first; 0 for none."""
    years = _FINANCIAL_YEAR.findall(text)
    return max(map(int, years), default=0)


def _rank(text: str, heading: Heading | None) -> int:
    """How far down a column's names a heading stands: the more usual come first."""
    if heading is None:
        return 0
    aliases = [normalised(alias) for alias in heading.column.aliases]
    name = normalised(text)
    return aliases.index(name) if name in aliases else len(aliases) // 2


def _worth(text: str, heading: Heading | None) -> float:
    """What a filled cell counts for: most below a column's own name, least below a question of yes or no."""
    if method_asked(text):
        return _OF_A_QUESTION
    return 2 if heading is not None and _is_own_name(text, heading.column) else 1


def _is_own_name(text: str, column: Column) -> bool:
    return any(normalised(line) == normalised(column.heading) for line in text.splitlines())


def _unused(sheet: Sheet, heading_at: int, position: int, kept: Field | None) -> Finding:
    """A finding about a column that was not read: not known, or less full than `kept`."""
    return Finding(
        code="R028" if kept is None else "R029",
        file=sheet.file,
        sheet=sheet.name,
        row=heading_at + 1,
        position=letters(position),
        column=kept.column if kept is not None else None,
        seen=seen(sheet.rows[heading_at][position]),
        detail="" if kept is None else f"column {letters(kept.position)}",
    )


def _at_heading(code: str, sheet: Sheet, heading_at: int, position: int, column: Column) -> Finding:
    return Finding(
        code=code,
        file=sheet.file,
        sheet=sheet.name,
        row=heading_at + 1,
        position=letters(position),
        column=column,
        seen=seen(sheet.rows[heading_at][position]),
    )


def _row_finding(code: str, sheet: Sheet, number: int, row: Row) -> Finding:
    first = next((position for position, cell in enumerate(row) if not is_blank(cell)), 0)
    return Finding(
        code=code, file=sheet.file, sheet=sheet.name, row=number, position=letters(first), seen=seen(row[first])
    )
