"""A row of units below the headings: given to the headings, and not taken for an asset."""

import re
from collections.abc import Sequence
from dataclasses import replace

from capplan.register.findings import Finding
from capplan.register.heading_row import Row
from capplan.register.headings import HeadingReader
from capplan.register.wording import Cell, clean, is_blank, letters, seen
from capplan.register.workbook import Sheet

# What a column holds, which changes no number.
_KINDS = re.compile(
    r"text|free text|date|number|numeric|integer|currency|no\.?|#|list|drop-?down|choice|code|name|"
    r"d{1,2}[/.-]m{1,3}[/.-]y{2,4}|m{1,3}[/. -]y{2,4}|yyyy|exams|scans|examinations|miles|"
    r"events|faults|ratio|mandatory|optional|required"
)
_UNITS = re.compile(
    r"[£$€]|(?:£|gbp)\s*(?:k|m|mn|['’]?000s?)?(?:\s*(?:p\.?a\.?|per (?:annum|year)|/\s*(?:year|yr)))?|k|'?000s?|"
    r"years?|yrs?|months?|mths?|weeks?|days?|hours?|hrs?|h|%|kw|kva|"
    r"(?:exams?|scans?|hours?|hrs?|miles|no\.?|£)?\s*(?:p\.?a\.?|(?:per|a|/)\s*(?:annum|year|yr|month|week|day))|"
    r"y\s*/\s*n|yes\s*/\s*no|a\s*(?:-|–|to)\s*[c-f]|1\s*(?:-|–|to)\s*5"
)
_COUNTED = re.compile(r"^(?:exams?|scans?|hours?|hrs?|miles|no\.?)\s*(?=\S)")


def with_units_below(sheet: Sheet, heading_at: int, reads: HeadingReader) -> tuple[Sheet, list[Finding]]:
    """A sheet without the row of units below its headings, each unit in its heading's brackets, and a
    finding for the row (R026); the same sheet where it has no such row.

    A heading that with its unit is not known stays so: its numbers would be read in the wrong unit.
    """
    below = heading_at + 1
    if below >= len(sheet.rows) or not is_of_units(sheet.rows[below]):
        return sheet, []
    pairs = zip(sheet.rows[heading_at], sheet.rows[below], strict=True)
    headings = tuple(_with_unit(heading, unit, reads) for heading, unit in pairs)
    blank = ("",) * len(headings)
    rows = (*sheet.rows[:heading_at], headings, blank, *sheet.rows[below + 1 :])
    first = next(place for place, cell in enumerate(sheet.rows[below]) if not is_blank(cell))
    finding = Finding(
        code="R026",
        file=sheet.file,
        sheet=sheet.name,
        row=below + 1,
        position=letters(first),
        seen=seen(sheet.rows[below][first]),
    )
    return replace(sheet, rows=rows), [finding]


def is_of_units(row: Row) -> bool:
    """Whether a row says only units and kinds of value, as one below the headings may."""
    texts: Sequence[str] = [_bare(cell) for cell in row if not is_blank(cell)]
    return bool(texts) and all(_KINDS.fullmatch(text) or _UNITS.fullmatch(text) for text in texts)


def _bare(cell: Cell) -> str:
    return clean(cell).casefold().strip("()[] ") if isinstance(cell, str) else "0"


def _with_unit(heading: Cell, unit: Cell, reads: HeadingReader) -> Cell:
    if is_blank(unit) or not isinstance(heading, str) or is_blank(heading) or _KINDS.fullmatch(_bare(unit)):
        return heading
    plain = f"{heading} ({_COUNTED.sub('', _bare(unit))})"
    return f"{heading} ({_bare(unit)})" if reads(plain) is None else plain
