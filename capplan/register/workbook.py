"""Sheets as rows of cells, from every kind of file, with what their values alone do not tell."""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from capplan.errors import InputError, Problem
from capplan.register import child
from capplan.register.facts import ERRORS, BookFacts, Facts, Range, Spot
from capplan.register.hidden_ods import ods_facts
from capplan.register.hidden_xls import xls_facts
from capplan.register.hidden_xlsb import xlsb_facts
from capplan.register.hidden_xlsx import xlsx_facts
from capplan.register.shown import as_shown
from capplan.register.sniff import Contents, Kind
from capplan.register.text import read_text
from capplan.register.wording import Cell, letters

if TYPE_CHECKING:
    from pyarrow import parquet

type Rows = tuple[tuple[Cell, ...], ...]

_REPAIR = "Open it in Excel, let it repair the file, and save it."
_ALONE = "Save the register sheet alone in a new workbook."
_CHILD_PROBLEMS = {
    child.PROTECTED: (
        "is protected by a password",
        "Open it in Excel, take the password off (File, Info, Protect Workbook), and save a copy.",
    ),
    child.TOO_MANY_SHEETS: (f"has more than {child.SHEET_LIMIT} sheets, the most that are read", _ALONE),
    child.TOO_MANY_CELLS: ("has a sheet with more cells than is safe to open", _ALONE),
}
_FACTS: Mapping[Kind, Callable[[bytes, str], BookFacts]] = {
    "xlsx": xlsx_facts,
    "xlsb": xlsb_facts,
    "xls": xls_facts,
    "ods": ods_facts,
}
_BATCH_ROWS, _MOST_BYTES = 2_000, 500_000_000
_DAMAGED = ("is a damaged workbook", _REPAIR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its file, name ("" for a text file) and cells, all rows of one length, from cell A1.

    `faults` gives, by row and column from 0, the error that a cell holds or "" for a formula that was
    not worked out; the value of such a cell is "". `hidden_rows` and `hidden_columns` count from 0, as
    do the corners of `merges`, the cells whose text is `struck` out and, in the file as it stands, those with
    comments (`notes`). Values are as the formats of their
    cells show them (`shown`). `span` has the columns, from and to before, of a table that stands beside another;
    all else is blank. A sheet that `is_turned` stands on its side: its rows are the columns of
    the file.
    """

    file: str
    stem: str
    name: str
    is_hidden: bool
    rows: Rows
    faults: Mapping[Spot, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[Spot] = frozenset()
    notes: Mapping[Spot, str] = field(default_factory=dict)
    merges: tuple[Range, ...] = ()
    counts_from_1904: bool = False
    has_macros: bool = False
    template_version: int | None = None
    is_turned: bool = False
    span: tuple[int, int] | None = None

    @property
    def block(self) -> str:
        """The column that its table begins in (the row, on a sheet on its side), if another stands to its left."""
        start = 0 if self.span is None else self.span[0]
        return "" if not start else str(start + 1) if self.is_turned else letters(start)


def read_sheets(contents: Contents) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, in its order, or the one table of a text or Parquet file.

    Formulas come as the values last worked out; macros are never run. Workbooks are parsed in a process
    of their own (`child`). Raises InputError where the file is protected, damaged or too
    large.
    """
    match contents.kind:
        case "text":
            return (_table(contents, read_text(contents)),)
        case "parquet":
            return (_table(contents, _parquet_rows(contents)),)
        case kind:
            facts = _FACTS[kind](contents.data, contents.name)
            return tuple(_sheet(contents, raw, facts) for raw in _raw_sheets(contents))


def _raw_sheets(contents: Contents) -> Iterable[child.RawSheet]:
    try:
        return child.read_in_child(contents.data)
    except child.ChildError as error:
        raise _refused(contents, *_CHILD_PROBLEMS.get(error.code, _DAMAGED)) from None


def _sheet(contents: Contents, raw: child.RawSheet, book: BookFacts) -> Sheet:
    name, is_hidden, cells, merges = raw
    facts = book.sheets.get(name, Facts())
    plain, errors = _without_errors(_blanked(cells, facts.faults))
    rows = as_shown(plain, facts.shown) if facts.shown else plain
    return Sheet(
        file=contents.name,
        stem=contents.stem,
        name=name,
        is_hidden=is_hidden,
        rows=rows,
        faults={**facts.faults, **errors},
        hidden_rows=facts.rows,
        hidden_columns=facts.columns,
        struck=facts.struck,
        notes=facts.notes,
        merges=_merges(merges or facts.merges, rows),
        counts_from_1904=book.counts_from_1904,
        has_macros=book.has_macros,
        template_version=book.template_version,
    )


def _blanked(cells: child.Cells, faults: Iterable[Spot]) -> child.Cells:
    """The cells with a blank wherever the reader gave a value for one that is at fault."""
    at_fault = {(row, column) for row, column in faults if row < len(cells) and column < len(cells[row])}
    rows = {row: list(cells[row]) for row, _ in at_fault}
    for row, column in at_fault:
        rows[row][column] = ""
    return [rows.get(row, line) for row, line in enumerate(cells)]


def _merges(merges: Iterable[Range], rows: Rows) -> tuple[Range, ...]:
    """Merged ranges as far as the rows go; none where they overlap, as no program merges cells."""
    height, width = len(rows), len(rows[0]) if rows else 0
    within = tuple(
        ((top, left), (min(bottom, height - 1), min(right, width - 1)))
        for (top, left), (bottom, right) in merges
        if top < height and left < width
    )
    area = sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in within)
    return within if area <= height * width else ()


def _table(contents: Contents, cells: Iterable[Iterable[Cell]]) -> Sheet:
    rows, errors = _without_errors(cells)
    return Sheet(file=contents.name, stem=contents.stem, name="", is_hidden=False, rows=rows, faults=errors)


def _without_errors(cells: Iterable[Iterable[Cell]]) -> tuple[Rows, dict[Spot, str]]:
    """Rows with a blank for every error that was written out as text, and where those were."""
    rows = tuple(map(tuple, cells))
    errors = {
        (row, column): str(cell)
        for row, line in enumerate(rows)
        if not ERRORS.isdisjoint(line)
        for column, cell in enumerate(line)
        if cell in ERRORS
    }
    at_fault = {row for row, _ in errors}
    blanked = (
        tuple("" if cell in ERRORS else cell for cell in line) if row in at_fault else line
        for row, line in enumerate(rows)
    )
    return tuple(blanked) if errors else rows, errors


def _parquet_rows(contents: Contents) -> Iterable[tuple[Cell, ...]]:
    from pyarrow import parquet

    try:
        source = parquet.ParquetFile(io.BytesIO(contents.data))
        if source.metadata.num_rows * source.metadata.num_columns > child.CELL_LIMIT:
            raise _refused(contents, *_CHILD_PROBLEMS[child.TOO_MANY_CELLS])
        frame = _within_memory(source, contents)
    except InputError:
        raise
    except Exception:  # The package's errors are many, and it is not there to name them.
        raise _refused(contents, "is a damaged Parquet file", "Write it again from where it came from.") from None
    plain = frame.astype("object").where(frame.notna(), "")
    body = ([_plain(cell) for cell in row] for row in plain.itertuples(index=False, name=None))
    return [tuple(map(str, frame.columns)), *map(tuple, body)]


def _within_memory(source: "parquet.ParquetFile", contents: Contents) -> pd.DataFrame:
    """The table, read a batch at a time: a small file may unfold to more than memory holds."""
    from pyarrow import Table

    batches, unfolded = [], 0
    for batch in source.iter_batches(batch_size=_BATCH_ROWS):
        batches.append(batch)
        unfolded += batch.nbytes
        if unfolded > _MOST_BYTES:
            what = f"unfolds to more than {_MOST_BYTES // 10**6} MB, the most that is read"
            raise _refused(contents, what, "Keep the columns of the register alone.")
    frame: pd.DataFrame = Table.from_batches(batches, source.schema_arrow).to_pandas()
    return frame


def _plain(cell: Any) -> Cell:
    match cell:
        case pd.Timestamp():
            return cell.tz_localize(None).to_pydatetime()
        case np.generic():
            value: Cell = cell.item()
            return value
        case str() | float() | int() | dt.date() | dt.time() | dt.timedelta():
            return cell
        case _:
            return str(cell)


def _refused(contents: Contents, what: str, mend: str) -> InputError:
    return InputError(Problem(where=contents.name, what=what, mend=mend))
