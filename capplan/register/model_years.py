"""A heading "Year" that stands before the make: the year of manufacture, as registers of vehicles give it."""

from dataclasses import replace

from capplan import columns as c
from capplan.register.findings import Finding
from capplan.register.headings import HeadingReader
from capplan.register.wording import Cell, letters, normalised
from capplan.register.workbook import Sheet

_YEAR = "year"


def with_model_years(sheet: Sheet, heading_at: int, reads: HeadingReader) -> tuple[Sheet, list[Finding]]:
    """A sheet whose heading "Year", where it stands straight before the make, is that of the year of manufacture,
    and a finding (R105); the same sheet where another column gives that year, or "Year" is known."""
    headings = sheet.rows[heading_at]
    named = [_named(cell, reads) for cell in headings]
    places = [
        place
        for place, (cell, after) in enumerate(zip(headings, named[1:], strict=False))
        if isinstance(cell, str) and normalised(cell) == _YEAR and named[place] is None and after == c.MANUFACTURER
    ]
    if len(places) != 1 or c.MANUFACTURE_YEAR in named:
        return sheet, []
    place = places[0]
    row = (*headings[:place], c.MANUFACTURE_YEAR.heading, *headings[place + 1 :])
    finding = Finding(
        code="R105",
        file=sheet.file,
        sheet=sheet.name,
        row=heading_at + 1,
        position=letters(place),
        column=c.MANUFACTURE_YEAR,
        seen=str(headings[place]),
    )
    return replace(sheet, rows=(*sheet.rows[:heading_at], row, *sheet.rows[heading_at + 1 :])), [finding]


def _named(cell: Cell, reads: HeadingReader) -> str | None:
    heading = reads(cell) if isinstance(cell, str) and cell else None
    return None if heading is None else heading.column
