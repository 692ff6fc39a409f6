"""An owner's own risk scores that are one number: kept as text, and told of where many are high."""

import json
from collections.abc import Sequence

from capplan.register.findings import Finding
from capplan.register.ratings import single_score
from capplan.register.reading import Read
from capplan.register.tables import Field, Table
from capplan.register.wording import Cell, is_blank, letters, seen

# The least of the matrix's highest band: NPSA, "A risk matrix for risk managers", January 2008.
HIGH = 15


def with_unread_scores(extra: Sequence[object], table: Table, field: Field, reads: Sequence[Read]) -> list[object]:
    """Each row's other columns as JSON, with the score of a row whose two ratings are not told by it."""
    heading = _heading(table, field)
    rows = zip(extra, (row[field.position] for _, row in table.rows), reads, strict=True)
    return [held if read.value or is_blank(cell) else _with(held, heading, cell) for held, cell, read in rows]


def high_scores(table: Table, field: Field, cells: Sequence[Cell]) -> list[Finding]:
    """A finding (R129) where scores of a column that are one number are 15 or more, with how many are."""
    scores = [score for cell in cells if (score := single_score(cell)) is not None]
    high = sum(score >= HIGH for score in scores)
    if not high:
        return []
    return [
        Finding(
            code="R129",
            file=table.sheet.file,
            sheet=table.sheet.name,
            row=table.heading_row,
            position=letters(field.position),
            column=field.column,
            seen=_heading(table, field),
            detail=f"{high:,} of {len(scores):,}",
        )
    ]


def _with(held: object, heading: str, cell: Cell) -> str:
    return json.dumps({**(json.loads(str(held)) if held else {}), heading: seen(cell)}, ensure_ascii=False)


def _heading(table: Table, field: Field) -> str:
    return seen(table.sheet.rows[table.heading_row - 1][field.position])
