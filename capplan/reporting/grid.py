"""A sheet of a workbook before it is written: a title, a few lines, and one table of typed cells."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
ONE_TABLE = "This sheet holds one table."

CellForm = Literal[
    "text", "pounds", "whole", "number", "ratio", "year", "as_solved", "input", "input_text", "input_year"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A live formula with the value it has now, so that previews and readers without a calculator
    show the same number."""

    text: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Styled:
    """A cell whose form is not its column's. Where it has `choices`, a spreadsheet program lets it be nothing else."""

    value: str | int | float
    form: CellForm
    choices: tuple[str | int, ...] = ()


Cell = str | int | float | None | Formula | Styled


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """A column of a sheet: its heading with the unit, the form of its cells, and its width in
    characters. `name` makes the column's cells a named range; `row_suffix` each of them one, named as its row with
    this after it."""

    label: str
    form: CellForm = "text"
    width: int = 16
    name: str = ""
    row_suffix: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet: its name, title and lines, and one table.

    A missing cell (None or NaN) is written as "[x]". `row_names` gives the name of each row, where it has one (see
    `GridColumn.row_suffix`).
    """

    sheet: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_names: tuple[str, ...] = ()


# Above the table stand the title, the lines, and a way back to the contents.
def first_data_row(grid: Grid) -> int:
    """The row, counted from 1 as a spreadsheet does, of a grid's first row of data."""
    return len(grid.lines) + 4


def cells_of(series: pd.Series) -> list[Cell]:
    """A column as plain cells, missing ones as None."""
    return [None if pd.isna(value) else value for value in series.astype("object")]


def letters(place: int) -> str:
    """A column's letters by its place from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    told = ""
    while place >= 0:
        told, place = chr(65 + place % 26) + told, place // 26 - 1
    return told


def number_in(cell: Cell) -> float:
    """The number that a cell holds; 0 for one that holds none, as a sum over it has it."""
    return float(cell) if isinstance(cell, int | float) else 0.0
