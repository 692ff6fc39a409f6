"""Cells that stand for what is above them: ditto marks, and names given once for a block of rows."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from capplan import columns as c
from capplan.columns import Column
from capplan.register.findings import Finding
from capplan.register.heading_row import Row
from capplan.register.wording import Cell, clean, is_blank, letters, seen
from capplan.register.workbook import Sheet

type Numbered = tuple[int, Row]

_DITTO = frozenset(('"', "”", "“", "''", "〃", "ditto", "do.", "-do-", '-"-', "as above", "same as above", "^", "↑"))
_LONGEST = 20
_SHARED_KINDS = frozenset(("text", "choice", "date", "flag"))
_OF_ONE_ASSET = frozenset((c.ASSET_ID, c.SERIAL_NUMBER, c.NOTES))
# What a register gives once for a block of rows.
_OF_BLOCKS = (
    c.ORGANISATION, c.ORGANISATION_CODE, c.SITE, c.SITE_CODE, c.DEPARTMENT, c.ASSET_CLASS,
)  # fmt: skip
_BLANK_SHARE = 0.5


def filled_from_above(
    sheet: Sheet, assets: Sequence[Numbered], places: Mapping[Column, int]
) -> tuple[list[Numbered], list[Finding]]:
    """Rows with the value above in every cell that stands for it, and a finding for each (R099)."""
    rows = {number: list(row) for number, row in assets}
    findings: list[Finding] = []
    for column, position in places.items():
        cells = [row[position] for _, row in assets]
        standing = _ditto_marks(cells) if _takes_ditto(column) else set()
        standing |= {""} if column in _OF_BLOCKS and _names_blocks(cells) else set()
        above: Cell = ""
        for (number, _), cell in zip(assets, cells, strict=True) if standing else ():
            if cell not in standing:
                above = cell
            elif not is_blank(above):
                rows[number][position] = above
                findings.append(_finding(sheet, number, position, column, cell, above))
    return ([(number, tuple(row)) for number, row in rows.items()] if findings else list(assets)), findings


def _names_blocks(cells: Sequence[Cell]) -> bool:
    """Whether cells name blocks: the first is filled, at least half are empty, none is said twice, and only
    the last may have no empty one below it."""
    filled = [seen(cell) for cell in cells if not is_blank(cell)]
    is_first = bool(cells) and not is_blank(cells[0])
    if not is_first or len(filled) > _BLANK_SHARE * len(cells) or not 1 < len(filled) == len(set(filled)):
        return False
    return all(is_blank(cell) or is_blank(below) for cell, below in pairwise(cells))


def _takes_ditto(column: Column) -> bool:
    return column.kind in _SHARED_KINDS and column not in _OF_ONE_ASSET


def _ditto_marks(cells: Sequence[Cell]) -> set[Cell]:
    texts = {cell for cell in cells if isinstance(cell, str) and len(cell) <= _LONGEST}
    return {text for text in texts if clean(text).casefold() in _DITTO}


def _finding(sheet: Sheet, number: int, position: int, column: Column, cell: Cell, above: Cell) -> Finding:
    return Finding(
        code="R099",
        file=sheet.file,
        sheet=sheet.name,
        row=number,
        position=letters(position),
        column=column,
        seen=seen(cell),
        used=seen(above),
    )
