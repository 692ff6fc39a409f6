"""Where cells stand in the file, on sheets that were turned or that hold several tables.

A table is read with an asset in each row. Of a sheet on its side that is turned about: row 2 of the
table is column B of the file. There, a finding's `position` holds the row in digits in place of the
letters of a column, and its `row` the number of the column; `wording.cell_name` tells them apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from capplan.columns import Column
from capplan.register.draft import Draft
from capplan.register.findings import Finding, Place
from capplan.register.tables import Table
from capplan.register.wording import letters, position_of_letters
from capplan.register.workbook import Sheet

type Positions = Mapping[Column, str]


def placed(findings: Iterable[Finding], sheet: Sheet) -> list[Finding]:
    """Findings of one sheet with their places as the file has them."""
    return [_turned(finding) for finding in findings] if sheet.is_turned else list(findings)


def with_places(draft: Draft, tables: Sequence[Table]) -> Draft:
    """A draft with the place of every column as the file has it, for each table where a sheet has several."""
    first: dict[tuple[str, str], Table] = {}
    by_row: dict[Place, Positions] = {}
    for table in tables:
        sheet = (table.sheet.file, table.sheet.name)
        if first.setdefault(sheet, table) is not table:
            positions = _positions(table)
            by_row |= {(*sheet, number, table.sheet.block): positions for number, _ in table.rows}
    turned = {sheet for sheet, table in first.items() if table.sheet.is_turned}
    findings = (_turned(one) if (one.file, one.sheet) in turned else one for one in draft.findings)
    return replace(
        draft,
        positions={sheet: _positions(table) for sheet, table in first.items()},
        row_positions=by_row,
        heading_rows={sheet: table.heading_row for sheet, table in first.items()},
        findings=tuple(findings),
    )


def _positions(table: Table) -> Positions:
    if table.sheet.is_turned:
        return {field.column: str(field.position + 1) for field in table.fields}
    return {field.column: letters(field.position) for field in table.fields}


def _turned(finding: Finding) -> Finding:
    if not finding.position.isalpha():
        return finding
    return replace(finding, position=str(position_of_letters(finding.position) + 1))
