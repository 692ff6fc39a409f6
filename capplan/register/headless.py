"""Sheets without a row of headings, read by the places of their columns where a saved mapping says so.

Such a sheet is given a row of headings, `Column A`, `Column B`, ..., which a mapping names as it names
any heading; data is never taken for headings.
"""

from collections.abc import Iterable
from dataclasses import replace

from capplan.register.findings import Finding
from capplan.register.tables import Table
from capplan.register.wording import letters
from capplan.register.workbook import Sheet, Spot


def with_headings(sheet: Sheet) -> Sheet:
    """The sheet with a row of headings above its first; all that is told of its cells is one row lower."""
    names = tuple(f"Column {letters(place)}" for place in range(len(sheet.rows[0]) if sheet.rows else 0))
    return replace(
        sheet,
        rows=(names, *sheet.rows),
        faults={_moved(spot, 1): fault for spot, fault in sheet.faults.items()},
        hidden_rows=frozenset(row + 1 for row in sheet.hidden_rows),
        notes={_moved(spot, 1): note for spot, note in sheet.notes.items()},
        merges=tuple((_moved(first, 1), _moved(last, 1)) for first, last in sheet.merges),
    )


def in_file(table: Table) -> Table:
    """A table of such a sheet, with the numbers of its rows as the file has them."""
    faults = {_moved(spot, -1): fault for spot, fault in table.sheet.faults.items()}
    rows = tuple((number - 1, row) for number, row in table.rows)
    hidden = frozenset(row - 1 for row in table.sheet.hidden_rows)
    return replace(table, sheet=replace(table.sheet, faults=faults, hidden_rows=hidden), rows=rows)


def found_in_file(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of such a sheet, with their rows as the file has them; one of a heading is at the first row."""
    return [replace(one, row=max(one.row - 1, 1)) if one.row else one for one in findings]


def _moved(spot: Spot, rows: int) -> Spot:
    return spot[0] + rows, spot[1]
