"""What a table's values alone do not tell, as findings: errors, formulas not worked out, what is hidden."""

from collections.abc import Iterator, Mapping, Sequence

from capplan.columns import Column
from capplan.register.facts import UNCACHED, ranges
from capplan.register.findings import Finding
from capplan.register.heading_row import Row
from capplan.register.template_mark import SCHEMA_VERSION
from capplan.register.wording import is_blank, letters, seen
from capplan.register.workbook import Sheet

type Numbered = tuple[int, Row]


def untold(sheet: Sheet, heading_at: int, places: Mapping[Column, int], assets: Sequence[Numbered]) -> list[Finding]:
    """Findings about a table's recognised columns and its rows of assets: cells that hold an error (R060)
    or a formula never worked out (R061), hidden rows and columns (R062), rows and cells struck out (R104, R109),
    cells beyond the headings of a text file (R059); and about its sheet: that it was turned (R048), that its
    workbook has macros (R063) or is made from a template of another version (R100)."""
    return [
        *_about_sheet(sheet),
        *_faults(sheet, heading_at, places, assets),
        *_hidden(sheet, heading_at, places, assets),
        *_struck(sheet, places, assets),
        *_long_rows(sheet, heading_at, assets),
    ]


def _about_sheet(sheet: Sheet) -> Iterator[Finding]:
    if sheet.is_turned:
        yield Finding(code="R048", file=sheet.file, sheet=sheet.name)
    if sheet.has_macros:
        yield Finding(code="R063", file=sheet.file, sheet=sheet.name)
    if sheet.template_version not in (None, SCHEMA_VERSION):
        is_older = sheet.template_version < SCHEMA_VERSION
        newer = "Take a newer capplan, or check that no column was left out"
        mend = "Nothing, if every column was read; `capplan template` makes one of today" if is_older else newer
        yield Finding(code="R100", file=sheet.file, sheet=sheet.name, seen=str(sheet.template_version), detail=mend)


def _faults(
    sheet: Sheet, heading_at: int, places: Mapping[Column, int], assets: Sequence[Numbered]
) -> Iterator[Finding]:
    columns = {position: column for column, position in places.items()}
    rows = {number for number, _ in assets} | {heading_at + 1}
    for (row, position), fault in sorted(sheet.faults.items()):
        if row + 1 in rows and position in columns:
            yield Finding(
                code="R061" if fault == UNCACHED else "R060",
                file=sheet.file,
                sheet=sheet.name,
                row=row + 1,
                position=letters(position),
                column=columns[position],
                seen=fault,
            )


def _hidden(
    sheet: Sheet, heading_at: int, places: Mapping[Column, int], assets: Sequence[Numbered]
) -> Iterator[Finding]:
    rows = [number for number, _ in assets if number - 1 in sheet.hidden_rows]
    if rows:
        listed = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in ranges(rows))
        first = letters(min(places.values(), default=0))
        word = "row" if len(rows) == 1 else "rows"
        yield Finding(
            code="R062", file=sheet.file, sheet=sheet.name, row=rows[0], position=first, detail=f"{word} {listed}"
        )
    for column, position in places.items():
        if position in sheet.hidden_columns:
            yield Finding(
                code="R062",
                file=sheet.file,
                sheet=sheet.name,
                row=heading_at + 1,
                position=letters(position),
                column=column,
                detail=f"column {letters(position)}",
            )


def _struck(sheet: Sheet, places: Mapping[Column, int], assets: Sequence[Numbered]) -> Iterator[Finding]:
    """Rows most of whose filled cells are struck out, and cells of recognised columns that are in other rows."""
    columns = {position: column for column, position in places.items()}
    for number, row in assets if sheet.struck else ():
        filled = [position for position, cell in enumerate(row) if not is_blank(cell)]
        struck = [position for position in filled if (number - 1, position) in sheet.struck]
        if len(struck) > len(filled) / 2:
            yield Finding(code="R104", file=sheet.file, sheet=sheet.name, row=number, position=letters(struck[0]))
            continue
        for position in struck:
            if position in columns:
                yield Finding(
                    code="R109",
                    file=sheet.file,
                    sheet=sheet.name,
                    row=number,
                    position=letters(position),
                    column=columns[position],
                    seen=seen(row[position]),
                )


def _long_rows(sheet: Sheet, heading_at: int, assets: Sequence[Numbered]) -> Iterator[Finding]:
    """Rows of a text file with something beyond the last heading, where most have nothing there."""
    if sheet.name:
        return
    headings = sheet.rows[heading_at]
    width = max((position + 1 for position, cell in enumerate(headings) if not is_blank(cell)), default=0)
    long = [number for number, row in assets if not all(map(is_blank, row[width:]))]
    if len(long) < len(assets) / 2 or len(assets) == 1:
        for number in long:
            yield Finding(code="R059", file=sheet.file, sheet=sheet.name, row=number, position=letters(width))
