"""From findings to marks: what to colour and what to say at each cell of each sheet."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from capplan import columns as c
from capplan.errors import Severity

SEVERITIES = tuple(str(severity) for severity in Severity)
FILLS: Mapping[str, str] = MappingProxyType({"error": "F4A6A0", "warning": "FFDF80", "note": "CFE2F3"})
COMMENTS_LIMIT = 2_000
_SAID_LIMIT = 6
# The first and the last cell of a range that is merged; what is said at a cell, each with its severity.
type Merge = tuple[str, str]
type Said = list[tuple[str, str]]
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One cell to mark: its row and column from 1, the worst severity found there, and what to say.

    `is_told` where the cell gets a comment; the others stand on the findings sheet only.
    """

    row: int
    column: int
    severity: str
    text: str
    is_told: bool

    @property
    def address(self) -> str:
        """The cell's address, such as `F17`."""
        return f"{_letters(self.column)}{self.row}"


def marks_of(findings: pd.DataFrame, merges: Mapping[str, Sequence[Merge]]) -> dict[str, tuple[Mark, ...]]:
    """Marks by sheet, in the order of rows and columns, from findings of one file (columns `FINDINGS`).

    Findings without a cell make no mark. Those inside merged cells (`merges`, by sheet) are marked at the first of
    these, the only one that a spreadsheet program shows. At most 2,000 cells of a sheet get a comment, those with
    errors first.
    """
    told: dict[str, dict[str, Said]] = {}
    wanted = findings[[c.SHEET, c.CELL, c.SEVERITY, c.CODE, c.MESSAGE, c.MEND, c.VALUE_USED]]
    for sheet, cell, severity, code, message, mend, used in wanted.itertuples(index=False, name=None):
        if _CELL.fullmatch(cell):
            told.setdefault(sheet, {}).setdefault(cell, []).append(
                (severity, _said(severity, code, message, mend, used))
            )
    return {sheet: _marks(_at_first(cells, merges.get(sheet, ()))) for sheet, cells in told.items()}


def _at_first(cells: Mapping[str, Said], merges: Sequence[Merge]) -> dict[str, Said]:
    """The same with what is said inside merged cells at the first of them, with the cell it is of."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for cell in cells:
        row, column = place_of(cell)
        by_row.setdefault(row, []).append((column, cell))
    rows, first_of = sorted(by_row), dict[str, str]()
    for first, last in merges:
        (top, left), (bottom, right) = place_of(first), place_of(last)
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            first_of |= {cell: first for column, cell in by_row[row] if left <= column <= right}
    moved: dict[str, Said] = {}
    for cell, said in cells.items():
        first = first_of.get(cell, cell)
        where = "" if cell == first else f"{cell}, merged with this cell: "
        moved.setdefault(first, []).extend((severity, where + text) for severity, text in said)
    return moved


def place_of(cell: str) -> tuple[int, int]:
    """The row and column, from 1, of an address.

    >>> place_of("AA17")
    (17, 27)
    """
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError(f"{cell!r} is no address of a cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _said(severity: str, code: str, message: str, mend: str, used: str) -> str:
    taken = f" Used: {used}." if used else ""
    stop = "" if message.endswith(("?", ".")) else "."
    return f"[{severity} {code}] {message}{stop} {mend}{taken}"


def _marks(cells: Mapping[str, Said]) -> tuple[Mark, ...]:
    drafts = []
    for cell, said in cells.items():
        row, column = place_of(cell)
        ranked = sorted(said, key=lambda one: SEVERITIES.index(one[0]))
        lines = list(dict.fromkeys(text for _, text in ranked))
        more = [f"... and {len(lines) - _SAID_LIMIT} more: see the findings sheet"] if len(lines) > _SAID_LIMIT else []
        drafts.append((SEVERITIES.index(ranked[0][0]), row, column, "\n\n".join(lines[:_SAID_LIMIT] + more)))
    drafts.sort()
    marks = [
        Mark(row=row, column=column, severity=SEVERITIES[rank], text=text, is_told=number < COMMENTS_LIMIT)
        for number, (rank, row, column, text) in enumerate(drafts)
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.row, mark.column)))


def _letters(column: int) -> str:
    name = ""
    while column:
        column, last = divmod(column - 1, 26)
        name = chr(ord("A") + last) + name
    return name
