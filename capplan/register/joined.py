"""Headings that take more than one row: groups above headings, and units above the table."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from capplan.register.findings import Finding
from capplan.register.heading_row import Row, filled_count, is_filled, is_heading_row, known_columns
from capplan.register.heading_terms import VAT_NOTES
from capplan.register.headings import Heading, HeadingReader
from capplan.register.wording import Cell, clean, is_blank, letters, normalised, seen
from capplan.register.workbook import Sheet

_ROWS_ABOVE, _ROWS_SCANNED = 10, 25
_OWN_UNIT = re.compile(r"£|\bgbp\b|\bpounds\b|\(\s*(?:k|000s?)\s*\)|['’]000", re.I)
# An amount straight after the unit is a sum of its own, not the unit of the table.
_NO_SUM = r"(?!\W{0,4}\d)"
_UNITS_ABOVE = (
    (re.compile(rf"(?:£|\bgbp)\s*['’]?\s*(?:000|k)['’]?s?\b{_NO_SUM}|['’]000s?\b{_NO_SUM}", re.I), "£k"),
    (re.compile(r"\bthousands? of pounds\b|\bin\s+(?:£\s*)?thousands\b", re.I), "£k"),
    (re.compile(rf"(?:£|\bgbp)\s*(?:m|mn|millions?)\b{_NO_SUM}|\bmillions? of pounds\b", re.I), "£m"),
)
_IN_WORDS = {
    "£k": "thousands of pounds", "£m": "millions of pounds", "ex VAT": "without VAT", "inc VAT": "with VAT",
}  # fmt: skip
_ABOUT_AMOUNTS = re.compile(r"\b(?:all|costs?|values?|figures|amounts|prices|money)\b", re.I)

type Noted = tuple[str, str]


def with_one_heading_row(sheet: Sheet, heading_at: int, reads: HeadingReader) -> tuple[Sheet, int, list[Finding]]:
    """A sheet whose headings all stand in one row, the index of that row, and what was found.

    A group heading above (merged, or followed by blanks) is put before the headings under it where the
    two together are known, or where two headings would else be the same. An amount whose heading has
    no unit or VAT takes what stands above it: in its group, or in a note over the table (R069).
    """
    at, is_grouped = _lowest_row(sheet, heading_at, reads)
    headings = list(sheet.rows[at])
    if is_grouped:
        groups, headings = _groups(sheet, at - 1), _together(sheet, at, reads)
    else:
        groups = [""] * len(headings)
    above = [row for row in sheet.rows[: at - is_grouped] if is_filled(row)][-_ROWS_ABOVE:]
    notes = list(_notes(above))[::-1]
    findings = []
    for position, group in enumerate(groups):
        heading = _read(headings[position], reads)
        if heading is None or "£" not in heading.column.unit:
            continue
        unit = "" if _OWN_UNIT.search(str(headings[position])) else _unit_in([group]) or _unit_in(notes)
        vat = "" if heading.vat else _vat_in([group]) or _vat_in(notes)
        if said := ", ".join(filter(None, (unit, vat))):
            headings[position] = f"{headings[position]} ({said})"
            findings.append(_unit_finding(sheet, at, position, heading, said))
    if tuple(headings) == sheet.rows[at]:
        return sheet, at, []
    return replace(sheet, rows=(*sheet.rows[:at], tuple(headings), *sheet.rows[at + 1 :])), at, findings


def paired_index(sheet: Sheet, reads: HeadingReader) -> int | None:
    """The lower of two rows that are headings only together, or None where the first rows have no such."""
    filled = (index for index, row in enumerate(sheet.rows) if index and is_filled(row))
    for lower in islice(filled, _ROWS_SCANNED):
        if _has_numbers(sheet.rows[lower]) or not is_filled(sheet.rows[lower - 1]):
            continue
        together = _together(sheet, lower, reads)
        if is_heading_row(known_columns(together, reads), filled_count(together)):
            return lower
    return None


def _together(sheet: Sheet, lower: int, reads: HeadingReader) -> list[Cell]:
    """The headings of a row, each with its group in the row above where that is needed."""
    row = sheet.rows[lower]
    return [_joined(group, cell, row, reads) for group, cell in zip(_groups(sheet, lower - 1), row, strict=True)]


def _lowest_row(sheet: Sheet, heading_at: int, reads: HeadingReader) -> tuple[int, bool]:
    """The lower row of the headings, and whether the row above it belongs to them."""
    best = len(known_columns(sheet.rows[heading_at], reads))
    for lower in (heading_at + 1, heading_at):
        if 1 <= lower < len(sheet.rows) and not _has_numbers(sheet.rows[lower]):
            is_more = len(known_columns(_together(sheet, lower, reads), reads)) > best
            is_needed = lower == heading_at and _repeats(sheet.rows[lower]) and filled_count(sheet.rows[lower - 1]) > 1
            if is_more or is_needed:
                return lower, True
    return heading_at, False


def _has_numbers(row: Row) -> bool:
    return any(not isinstance(cell, str) for cell in row)


def _repeats(row: Row) -> bool:
    texts = [normalised(cell) for cell in row if isinstance(cell, str) and cell]
    return len(texts) > len(set(texts))


def _groups(sheet: Sheet, at: int) -> list[Cell]:
    """The group heading over each column: across the cells it is merged over, or, where nothing is
    merged, across the blanks that follow it."""
    row = list(sheet.rows[at])
    merges = [(left, right) for (top, left), (bottom, right) in sheet.merges if top <= at <= bottom]
    groups: list[Cell] = []
    for position, cell in enumerate(row):
        spans = [left for left, right in merges if left < position <= right]
        if not is_blank(cell):
            groups.append(cell)
        elif spans:
            groups.append(row[spans[0]])
        else:
            groups.append("" if merges or not groups else groups[-1])
    return groups


def _joined(group: Cell, heading: Cell, headings: Row, reads: HeadingReader) -> Cell:
    if is_blank(heading):
        return group if isinstance(group, str) and _read(group, reads) else ""
    if not isinstance(heading, str) or not isinstance(group, str) or is_blank(group):
        return heading
    together = f"{clean(group)} {clean(heading)}"
    joined, alone = _read(together, reads), _read(heading, reads)
    if joined is not None:
        is_same = alone is not None and (alone.column == joined.column) and bool(_unit_in([group]))
        return heading if is_same else together
    is_repeated = sum(normalised(other) == normalised(heading) for other in headings if isinstance(other, str)) > 1
    return together if is_repeated else heading


def _read(text: Cell, reads: HeadingReader) -> Heading | None:
    return reads(text) if isinstance(text, str) and text else None


def _notes(rows: Sequence[Row]) -> Iterator[Cell]:
    """What is said of a whole table in the rows above it: alone in its row, or about amounts in general."""
    for row in rows:
        is_alone = filled_count(row) == 1
        yield from (cell for cell in row if is_alone or (isinstance(cell, str) and _ABOUT_AMOUNTS.search(cell)))


def amounts_noted(rows: Sequence[Row]) -> Noted:
    """What notes over a table say of all its amounts: their unit and their VAT, as a heading writes them, or ""."""
    notes = list(_notes(rows))[::-1]
    return _unit_in(notes), _vat_in(notes)


def _unit_in(cells: Iterable[Cell]) -> str:
    """The unit of money that some cells speak of, as a heading writes it, or ""."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return next((unit for text in texts for pattern, unit in _UNITS_ABOVE if pattern.search(text)), "")


def _vat_in(cells: Iterable[Cell]) -> str:
    """What some cells say of the VAT in amounts, as a heading writes it, or ""; nothing where they say both."""
    text = " ; ".join(cell.casefold() for cell in cells if isinstance(cell, str))
    bases = set()
    for pattern, basis in VAT_NOTES:
        text, count = pattern.subn(" ", text)
        bases |= {basis} if count else set()
    return f"{bases.pop()} VAT" if len(bases) == 1 else ""


def _unit_finding(sheet: Sheet, at: int, position: int, heading: Heading, unit: str) -> Finding:
    return Finding(
        code="R069",
        file=sheet.file,
        sheet=sheet.name,
        row=at + 1,
        position=letters(position),
        column=heading.column,
        seen=seen(sheet.rows[at][position]),
        used=unit,
        detail=", ".join(_IN_WORDS[part] for part in unit.split(", ")),
    )
