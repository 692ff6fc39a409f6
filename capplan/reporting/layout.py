"""How wide each column of a printed table is, and how tall the table is then.

Widths are in ems of the table's own type. Where a table does not fit as it is, its columns of words share the
page so that its rows take the fewest lines in all.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from capplan.reporting.content import Table
from capplan.reporting.fonts import width_em

# No line breaks for a rounding.
_SLACK: Final = 0.15
# Headings, and the first cell of a row, are bold.
_BOLD_IS_WIDER: Final = 1.09
# A heading may take two lines, and a third for what is left over.
_HEADING_LINES: Final = 2.2
# A table that fills this much of the page is spread over it; a narrower one keeps its figures near their headings.
_FILLS_THE_PAGE: Final = 0.5
# A longer word is broken wherever it is, and a column needs no room for more of it.
LONG_WORD: Final = 25
# A line of several ends about half a word early.
_LEFT_AT_A_LINE_END: Final = 1.6
_STEPS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
_SETTING_OUT: Final = (0.25, 0.5, 0.75, 1.0)
_LESS_THAN_IN_PROPORTION, _A_LITTLE = 0.65, 0.05
_ROWS_WEIGHED: Final = 400
_ROWS_AT_FULL_SIZE: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The type of a table, in points: its size, and the room that cells keep beside and above their text."""

    size: float
    beside: float
    above: float

    def room_em(self, columns: int) -> float:
        """The ems that the text of a row of so many columns has."""
        return (_TEXT_WIDE_PT - 2 * self.beside * columns) / self.size


FULL: Final = Setting(size=8.0, beside=6.0, above=3.8)
COMPACT: Final = Setting(size=6.8, beside=3.5, above=2.6)
# Between the margins; a line to the next, in sizes; the tallest table worth moving to a page of its own.
_TEXT_WIDE_PT, _LINE_HIGH, _WHOLE_PT = 470.0, 1.15, 360.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """How wide a column is: `ems` or, where it `grows`, that share of what the others leave."""

    ems: float
    grows: bool


def setting_of(table: Table) -> Setting:
    """Small for a register, or another table of many rows, which are looked up and not read."""
    return COMPACT if table.is_register or len(table.rows) > _ROWS_AT_FULL_SIZE else FULL


def column_widths(table: Table) -> tuple[Width, ...]:
    """The width of each column.

    A table that fits keeps each cell on one line; of one that does not, columns of numbers and of single words do,
    and the others share what is left so that the rows take the fewest lines.

    >>> from capplan.reporting.content import TableColumn
    >>> columns = (TableColumn(label="Asset"), TableColumn(label="Reason"))
    >>> column_widths(Table(id="t", caption="", columns=columns, rows=(("A-1", "Worth it. " * 19),)))
    (Width(ems=2.73, grows=False), Width(ems=53.02, grows=True))
    """
    cells = _Cells(table)
    room = setting_of(table).room_em(len(table.columns))
    natural = _numbers_alike(table, cells.natural, room)
    if sum(natural) <= room:
        grows = sum(natural) > room * _FILLS_THE_PAGE
        return tuple(Width(ems=round(ems, 2), grows=grows) for ems in natural)
    may_break = tuple(
        column.kind == "text" and wide > least
        for column, wide, least in zip(table.columns, natural, cells.least, strict=True)
    )
    start = tuple(
        least if breaks else wide for breaks, wide, least in zip(may_break, natural, cells.least, strict=True)
    )
    if sum(start) > room or not any(may_break):
        return tuple(Width(ems=round(ems, 2), grows=True) for ems in start)
    shared = cells.fewest_lines(start, may_break, room - sum(start))
    return tuple(Width(ems=round(ems, 2), grows=breaks) for ems, breaks in zip(shared, may_break, strict=True))


def is_whole(table: Table, widths: Sequence[Width]) -> bool:
    """Whether the table is kept on one page: its height, by the room that `widths` give its cells, is at most half."""
    setting = setting_of(table)
    left = setting.room_em(len(widths)) - sum(width.ems for width in widths if not width.grows)
    growing = sum(width.ems for width in widths if width.grows) or 1.0
    ems = tuple(width.ems * (left / growing if width.grows else 1.0) for width in widths)
    lines = _Cells(table).lines(ems).max(axis=1, initial=1)
    return bool((lines * setting.size * _LINE_HIGH + 2 * setting.above).sum() <= _WHOLE_PT)


@dataclass(frozen=True)
class _Cells:
    """The cells of a table as breadths."""

    table: Table

    @cached_property
    def breadths(self) -> npt.NDArray[np.float64]:
        """A row for each of the table's, or for some hundreds of a longer one; a column for each column."""
        every = max(len(self.table.rows) // _ROWS_WEIGHED, 1)
        rows = [list(map(width_em, row)) for row in self.table.rows[::every]]
        return np.array(rows, dtype=float).reshape(len(rows), len(self.table.columns)) * self._weights

    @cached_property
    def natural(self) -> tuple[float, ...]:
        """What each column needs to keep each of its cells on one line, and its heading on two."""
        return tuple(
            max(self._widest(place, (row[place] for row in self.table.rows)), _heading(column.label))
            for place, column in enumerate(self.table.columns)
        )

    @cached_property
    def least(self) -> tuple[float, ...]:
        """What each column needs to break no word."""
        words = (
            self._widest(place, (word[:LONG_WORD] for row in self.table.rows for word in row[place].split()))
            for place in range(len(self.table.columns))
        )
        return tuple(
            max(word, _heading_word(column.label)) for word, column in zip(words, self.table.columns, strict=True)
        )

    @property
    def _weights(self) -> npt.NDArray[np.float64]:
        return np.array([_BOLD_IS_WIDER if place == 0 else 1.0 for place in range(len(self.table.columns))])

    def _widest(self, place: int, texts: Iterable[str]) -> float:
        return max(map(width_em, texts), default=0.0) * float(self._weights[place]) + _SLACK

    def lines(self, ems: Sequence[float]) -> npt.NDArray[np.float64]:
        """The lines that each cell takes in columns so wide."""
        return np.stack([self._lines_in(place, wide) for place, wide in enumerate(ems)], axis=1)

    def _lines_in(self, place: int, ems: float) -> npt.NDArray[np.float64]:
        cells = self.breadths[:, place]
        return np.where(cells <= ems, 1.0, np.ceil(cells / max(ems - _LEFT_AT_A_LINE_END, 1.0)))

    def fewest_lines(self, start: tuple[float, ...], may_break: tuple[bool, ...], left: float) -> tuple[float, ...]:
        """Widths of `start` and `left` more among the columns that may break, for the fewest lines that a search finds.

        It sets out from several shares and moves a few ems from one column to another while that helps.
        """
        places = [place for place, breaks in enumerate(may_break) if breaks]
        found = []
        for quantile in _SETTING_OUT:
            wanted = np.quantile(self.breadths[:, places], quantile, axis=0) - [start[place] for place in places]
            shares = np.maximum(wanted, 1.0) ** _LESS_THAN_IN_PROPORTION
            ems = np.array(start)
            ems[places] += left * shares / shares.sum()
            found.append(self._improved(ems, start, places))
        return min(found)[1]

    def _improved(
        self, ems: npt.NDArray[np.float64], least: tuple[float, ...], places: list[int]
    ) -> tuple[float, tuple[float, ...]]:
        """The height that moving ems between columns comes to, and the widths."""
        lines = self.lines(tuple(ems))
        height = _height(lines)
        moved = True
        while moved:
            moved = False
            for giver, taker, step in itertools.product(places, places, _STEPS):
                if giver == taker or ems[giver] - step < least[giver]:
                    continue
                tried = lines.copy()
                tried[:, giver] = self._lines_in(giver, ems[giver] - step)
                tried[:, taker] = self._lines_in(taker, ems[taker] + step)
                if (now := _height(tried)) < height:
                    height, lines, moved = now, tried, True
                    ems[giver] -= step
                    ems[taker] += step
        return height, tuple(map(float, ems))


def _height(lines: npt.NDArray[np.float64]) -> float:
    """The lines of all rows, and a little for each line of any cell, so that less is better among equals."""
    return float(lines.max(axis=1).sum() + _A_LITTLE * lines.sum())


def _heading(label: str) -> float:
    return max(_heading_word(label), width_em(label) / _HEADING_LINES * _BOLD_IS_WIDER)


def _heading_word(label: str) -> float:
    return max(map(width_em, label.split(" "))) * _BOLD_IS_WIDER


def _numbers_alike(table: Table, natural: tuple[float, ...], room: float) -> tuple[float, ...]:
    """Columns of numbers, where there is little else and they fit so, as wide as the widest of them."""
    is_number = [column.kind == "number" for column in table.columns]
    widest = max((ems for ems, counts in zip(natural, is_number, strict=True) if counts), default=0.0)
    alike = tuple(widest if counts else ems for ems, counts in zip(natural, is_number, strict=True))
    return alike if sum(is_number) >= len(natural) - 1 and sum(alike) <= room else natural
