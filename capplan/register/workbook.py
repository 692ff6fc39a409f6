"""Sheets as rows of cells, from workbooks and from text files."""

import csv
import io
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

import python_calamine as calamine

from capplan.errors import InputError, Problem
from capplan.register.sniff import Contents
from capplan.register.wording import Cell

_DELIMITERS = (",", ";", "\t")
_SAMPLE_ROWS = 25
# `capplan check` writes text that a spreadsheet would take for a formula with an apostrophe before it.
_GUARDED = ("'=", "'+", "'-", "'@", "''")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its file, name ("" for a text file) and cells, all rows of one length, from cell A1."""

    file: str
    stem: str
    name: str
    is_hidden: bool
    rows: tuple[tuple[Cell, ...], ...]


def read_sheets(contents: Contents) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, in its order, or the one table of a text file.

    Formulas come as the values last worked out; macros are never run. Raises InputError where the
    file is protected or damaged.
    """
    return _text_sheets(contents) if contents.kind == "text" else _workbook_sheets(contents)


def _workbook_sheets(contents: Contents) -> tuple[Sheet, ...]:
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(contents.data)) as book:
            return tuple(
                Sheet(
                    file=contents.name,
                    stem=contents.stem,
                    name=about.name,
                    is_hidden=about.visible != calamine.SheetVisibleEnum.Visible,
                    rows=tuple(map(tuple, book.get_sheet_by_name(about.name).to_python(skip_empty_area=False))),
                )
                for about in book.sheets_metadata
                if about.typ == calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError:
        problem = Problem(
            where=contents.name,
            what="is protected by a password",
            mend="Open it in Excel, take the password off (File, Info, Protect Workbook), and save a copy.",
        )
        raise InputError(problem) from None
    except BaseException as error:
        if not _is_of_the_reader(error):
            raise
        mend = "Open it in Excel, let it repair the file, and save it."
        raise InputError(Problem(where=contents.name, what="is a damaged workbook", mend=mend)) from None


def _is_of_the_reader(error: BaseException) -> bool:
    # A panic of the reader's own language comes through as a BaseException of no importable type.
    known = calamine.CalamineError | OSError | ValueError | OverflowError
    return isinstance(error, known) or type(error).__name__ == "PanicException"


def _text_sheets(contents: Contents) -> tuple[Sheet, ...]:
    text = _decoded(contents.data)
    delimiter = max(_DELIMITERS, key=lambda candidate: _usual_width(text, candidate))
    try:
        rows = [[_unguarded(cell) for cell in row] for row in _reader(text, delimiter)]
    except csv.Error:
        problem = Problem(
            where=contents.name,
            what="is not a table: its quotation marks do not pair up",
            mend="Open it in Excel and save it again as CSV UTF-8.",
        )
        raise InputError(problem) from None
    width = max(map(len, rows), default=0)
    padded = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return (Sheet(file=contents.name, stem=contents.stem, name="", is_hidden=False, rows=padded),)


def _decoded(data: bytes) -> str:
    """Text in the encoding that spreadsheets save it in; a byte that has no meaning comes as U+FFFD,
    which the readers of cells report."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _usual_width(text: str, delimiter: str) -> float:
    """The median number of cells in the first rows, if they are parted by this delimiter."""
    reader = _reader(text, delimiter)
    try:
        widths = [len(row) for row, _ in zip(reader, range(_SAMPLE_ROWS), strict=False) if row]
    except csv.Error:
        return 0
    return statistics.median(widths) if widths else 0


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARDED) else cell
