"""Findings where nobody sees them: in rows and columns that the file hides."""

from collections.abc import Mapping, Sequence

import pandas as pd

from capplan import columns as c
from capplan.register.tables import Table
from capplan.register.wording import cell_place

IN_ROW, IN_COLUMN = "Its row is hidden in the file.", "Its column is hidden in the file."
_ABOUT_HIDDEN = "R062"

type Hidden = Mapping[tuple[str, str], tuple[frozenset[int], frozenset[int]]]


def hidden_of(tables: Sequence[Table]) -> Hidden:
    """By file and sheet, the rows and the columns that are hidden there, counted from 0, as the file has them."""
    hidden: dict[tuple[str, str], tuple[frozenset[int], frozenset[int]]] = {}
    for sheet in (table.sheet for table in tables):
        rows, columns = hidden.get((sheet.file, sheet.name), (frozenset(), frozenset()))
        here = (sheet.hidden_rows, sheet.hidden_columns)
        more = here[::-1] if sheet.is_turned else here
        hidden[sheet.file, sheet.name] = rows | more[0], columns | more[1]
    return hidden


def with_hidden_told(findings: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """The findings (columns `FINDINGS`) with a last sentence of the mend where their cell is hidden."""
    if not any(rows or columns for rows, columns in hidden.values()):
        return findings
    places = findings[[c.CODE, c.FILE, c.SHEET, c.CELL]].itertuples(index=False, name=None)
    told = [_told(code, cell, hidden.get((file, sheet))) for code, file, sheet, cell in places]
    return findings.assign(**{c.MEND: (findings[c.MEND] + pd.Series(told, index=findings.index)).astype("str")})


def are_hidden(findings: pd.DataFrame) -> pd.Series:
    """Which findings stand in a hidden row or column (boolean)."""
    return findings[c.MEND].str.endswith((IN_ROW, IN_COLUMN))


def _told(code: str, cell: str, here: tuple[frozenset[int], frozenset[int]] | None) -> str:
    place = cell_place(cell) if cell else None
    if here is None or place is None or code == _ABOUT_HIDDEN:
        return ""
    row, column = place
    return f" {IN_ROW}" if row in here[0] else f" {IN_COLUMN}" if column in here[1] else ""
