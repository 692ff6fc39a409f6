"""The blocks of columns that a sheet falls into, where tables and lists stand side by side on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TypeGuard

from capplan import columns as c
from capplan.columns import Column
from capplan.register.heading_row import (
    OF_ONE_ITEM,
    Row,
    filled_count,
    first_heading_index,
    is_heading_row,
    known_columns,
)
from capplan.register.headings import HeadingReader
from capplan.register.wording import Cell, is_blank, normalised, seen
from capplan.register.workbook import Sheet

_FEWEST_SHARED, _FEWEST_AGAIN = 2, 3
_ROWS_OF_TITLE = 3
_TOTALS = ("total", "grand total", "all", "sum")
_HAD_ONCE = OF_ONE_ITEM | {c.ASSET_CLASS}
# What a summary or a legend is a list of: each once.
_LISTED = frozenset(
    (c.ORGANISATION, c.ORGANISATION_CODE, c.SITE, c.SITE_CODE, c.DEPARTMENT, c.NETWORK, c.ASSET_CLASS, c.MANUFACTURER,
     c.SUPPLIER, c.RISK_LIKELIHOOD, c.RISK_CONSEQUENCE, *(column for column in c.GIVEN if column.choices))
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some columns of a sheet, from `start` and to before `end`, and how they would read alone."""

    sheet: Sheet
    start: int
    end: int
    reads: HeadingReader

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its cells, row by row."""
        return tuple(row[self.start : self.end] for row in self.sheet.rows)

    @cached_property
    def heading_at(self) -> int | None:
        """The index of its own row of headings, as a table of assets has; None where it is no such table."""
        return first_heading_index(self.rows, self.reads)

    @cached_property
    def top(self) -> int:
        """The index of its row of headings, else of the first of its first rows that names anything."""
        if self.heading_at is not None:
            return self.heading_at
        first = first_heading_index(self.sheet.rows, self.reads) or 0
        filled = [index for index, row in enumerate(self.rows[first:], first) if filled_count(row)][:_ROWS_OF_TITLE]
        return next((index for index in filled if known_columns(self.rows[index], self.reads)), first)

    @cached_property
    def names(self) -> dict[int, Column]:
        """The columns that its headings name, by place within it."""
        headings = {place: self.reads(cell) for place, cell in enumerate(self.rows[self.top]) if _is_text(cell)}
        return {place: heading.column for place, heading in headings.items() if heading is not None}

    @cached_property
    def known(self) -> frozenset[Column]:
        """The columns that its headings name."""
        return frozenset(self.names.values())

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The indices of its rows below the headings that hold anything."""
        return tuple(index for index, row in enumerate(self.rows) if index > self.top and filled_count(row))

    def values(self, columns: Iterable[Column]) -> set[str]:
        """What stands below the headings of some columns, made comparable."""
        wanted = set(columns)
        places = [place for place, column in self.names.items() if column in wanted]
        cells = (self.rows[index][place] for index in self.filled for place in places)
        return {normalised(seen(cell)) for cell in cells if not is_blank(cell)}

    @cached_property
    def gap(self) -> int:
        """How many blank columns it ends in."""
        blanks = (all(is_blank(row[place]) for row in self.rows) for place in reversed(range(self.end - self.start)))
        return sum(1 for _ in takewhile(bool, blanks))

    def has_rows_of(self, other: "Block") -> bool:
        """Whether it sets out at the same row as another block, and has nothing in a row that the other has not."""
        return self.top == other.top and set(self.filled) <= set(other.filled)

    def with_next(self, other: "Block") -> "Block":
        """The two as one."""
        return Block(sheet=self.sheet, start=self.start, end=other.end, reads=self.reads)


def blocks_of(sheet: Sheet, reads: HeadingReader, only_gaps: bool) -> list[Block]:
    """The blocks of a sheet that are tables or lists of their own."""
    first = first_heading_index(sheet.rows, reads)
    if first is None:
        return []
    starts = _starts(sheet, first, None if only_gaps else reads)
    ends = [*starts[1:], len(sheet.rows[0])]
    pieces = [Block(sheet=sheet, start=start, end=end, reads=reads) for start, end in zip(starts, ends, strict=True)]
    return _joined(_joined(_with_next(pieces), _may_begin), _is_apart)


def _with_next(pieces: Sequence[Block]) -> list[Block]:
    """Columns that are no table and set out with the rows of those to their right, and not with those to their left,
    or stand nearer to them, made one with them: the first column of a table may stand apart."""
    joined: list[Block] = []
    left: Block | None = None
    for piece, before, behind in zip(pieces, (None, *pieces), (*pieces[1:], None), strict=False):
        one = piece if left is None else left.with_next(piece)
        is_of_next = behind is not None and piece.heading_at is None and piece.has_rows_of(behind)
        left = one if is_of_next and not _is_nearer(piece, before, behind) else None
        joined += [] if left is not None else [one]
    return joined


def _is_nearer(piece: Block, before: Block | None, behind: Block | None) -> bool:
    """Whether columns that could be of the block behind them are of the one before them."""
    if before is None or behind is None:
        return before is None
    is_as_long = piece.filled == behind.filled != before.filled
    return piece.has_rows_of(before) and before.gap <= piece.gap and not is_as_long


def _joined(blocks: Sequence[Block], is_next: Callable[[Block, Sequence[Block]], bool]) -> list[Block]:
    """Blocks with each that `is_next` does not part from those before it made one with the last of them."""
    joined: list[Block] = []
    for block in blocks:
        if not joined or is_next(block, joined):
            joined.append(block)
        else:
            joined[-1] = joined[-1].with_next(block)
    return joined


def _may_begin(block: Block, before: Sequence[Block]) -> bool:
    """Whether a block may be the first columns of another table or list than those before it: it names again what
    no table has twice, or one of the two is a list."""
    last = before[-1]
    tables = [other for other in before if other.heading_at is not None]
    again = block.known & _HAD_ONCE
    is_behind_list = any(_is_list_beside(last, other) and not again.isdisjoint(other.known) for other in tables)
    return not again.isdisjoint(last.known) or is_behind_list or _is_list_apart(block, last, tables)


def _starts(sheet: Sheet, first: int, reads: HeadingReader | None) -> list[int]:
    """Where a block may begin: behind a blank column; by what `reads` says of headings, if it is given, also
    behind a blank heading where something is named again, or where all headings so far come again."""
    headings = sheet.rows[first]
    is_gap = [
        is_blank(cell) and all(is_blank(row[place]) for row in sheet.rows[first:])
        for place, cell in enumerate(headings)
    ]
    behind = {place for place in range(1, len(headings)) if is_gap[place - 1] and not is_gap[place]}
    again = {place for place in range(1, len(headings)) if reads and _begins_again(headings, place, reads)}
    return sorted({0} | behind | again)


def _begins_again(headings: Row, place: int, reads: HeadingReader) -> bool:
    here = known_columns(headings[place : place + 1], reads)
    if not here:
        return False
    is_named = not here.isdisjoint(known_columns(headings[:place], reads))
    return is_named and (is_blank(headings[place - 1]) or _is_whole_again(headings, place))


def _is_whole_again(headings: Row, place: int) -> bool:
    """Whether from here on the first three headings or more, all up to where they first come again, come again."""
    widths = range(_FEWEST_AGAIN, len(headings) // 2 + 1)
    width = next((one for one in widths if headings[one : 2 * one] == headings[:one]), 0)
    return bool(width) and not place % width and headings[place : place + width] == headings[:width]


def _is_apart(block: Block, before: Sequence[Block]) -> bool:
    """Whether a block is a table or list of its own beside those to its left."""
    tables = [other for other in before if other.heading_at is not None]
    if any(_is_table_beside(block, other) for other in tables):
        return True
    return _is_list_apart(block, before[-1], tables)


def _is_list_apart(block: Block, last: Block, tables: Sequence[Block]) -> bool:
    """Whether a block is a list beside the table straight before it, or a table beside the list before it."""
    if tables:
        return last is tables[-1] and _is_list_beside(block, last)
    return block.heading_at is not None and _is_list_beside(last, block)


def _is_table_beside(block: Block, other: Block) -> bool:
    """Whether a block names again what tells one asset of another block from the next."""
    shared = block.known & other.known
    is_own = block.heading_at is not None and is_heading_row(block.known, filled_count(block.rows[block.top]))
    return is_own and len(shared) >= _FEWEST_SHARED and not shared.isdisjoint(OF_ONE_ITEM)


def _is_list_beside(block: Block, table: Block) -> bool:
    """Whether a block lists something, each once but for totals: where the table has no column of the same,
    without a gap and over other rows than its assets."""
    if block.heading_at is not None or not block.names or not block.filled:
        return False
    place = min(block.names)
    keys = {index: normalised(seen(block.rows[index][place])) for index in block.filled}
    rows = [index for index, key in keys.items() if not key.startswith(_TOTALS)]
    is_each_once = len(rows) == len({keys[index] for index in rows} - {""})
    is_run = rows == list(range(block.top + 1, block.top + 1 + len(rows)))
    is_another = block.names[place] in table.known or (is_run and block.filled != table.filled)
    return block.names[place] in _LISTED and is_each_once and is_another


def _is_text(cell: Cell) -> TypeGuard[str]:
    return isinstance(cell, str) and cell != ""
