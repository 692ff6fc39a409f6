"""Text files as rows of cells: CSV in every form that spreadsheet programs write."""

import csv
import io
import re
import statistics
from collections.abc import Iterator, Sequence

from capplan.errors import InputError, Problem
from capplan.register.sniff import Contents, utf16_order

ROW_LIMIT = 2_000_000
CELL_LIMIT = 20_000_000
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS, _SAMPLE_LENGTH = 25, 1_000_000
# Excel obeys a first line that names the delimiter.
_NAMED_DELIMITER = re.compile(r"\s*\"?sep=([,;\t|])\"?[ ]*(?=[\r\n]|$)", re.IGNORECASE)
# `capplan check` writes text that a spreadsheet would take for a formula with an apostrophe before it.
_GUARDED = ("'=", "'+", "'-", "'@", "''")
_LINE_END = re.compile(r"\r\n|\r|\n")
_FEWEST_DELIMITERS = 2
_SAVE_AGAIN = "Open it in Excel and save it again as CSV UTF-8."


def read_text(contents: Contents) -> tuple[tuple[str, ...], ...]:
    """The rows of a text file, all of one length; the delimiter is the one that gives most columns.

    UTF-8 with or without a mark, UTF-16, else Windows-1252; any line end; blank lines are rows, so that
    row numbers are those that a spreadsheet shows. Raises InputError where there are more rows or cells
    than may be read, or a quotation mark that is opened is not closed.
    """
    text = _decoded(contents.data)
    _check_size(contents.name, text)
    named = _NAMED_DELIMITER.match(text)
    delimiter = named[1] if named else max(_DELIMITERS, key=lambda candidate: _usual_width(text, candidate))
    if named:
        text = text[named.end() :]
    try:
        rows = [[_unguarded(cell) for cell in row] for row in _reader(text, delimiter)]
    except csv.Error:
        raise _refused(contents.name, "is not a table: its quotation marks do not pair up", _SAVE_AGAIN) from None
    _check_quotes(contents.name, rows, delimiter)
    width = max(map(len, rows), default=0)
    if len(rows) * width > CELL_LIMIT:
        what = f"has {len(rows):,} rows and a row of {width:,} cells, more than is safe to open"
        raise _refused(contents.name, what, _SAVE_AGAIN)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def _decoded(data: bytes) -> str:
    """Text in the encoding that spreadsheets save it in; a byte that has no meaning comes as U+FFFD,
    which the readers of cells report."""
    order = utf16_order(data)
    if order is not None:
        return data.decode(order, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _usual_width(text: str, delimiter: str) -> float:
    """The median number of cells in the first rows, if they are parted by this delimiter."""
    reader = _reader(text[:_SAMPLE_LENGTH], delimiter)
    try:
        widths = [len(row) for row, _ in zip(reader, range(_SAMPLE_ROWS), strict=False) if row]
    except csv.Error:
        return 0
    return statistics.median(widths) if widths else 0


def _check_size(name: str, text: str) -> None:
    lines = max(text.count("\n"), text.count("\r"))
    separators = max(map(text.count, _DELIMITERS))
    if lines > ROW_LIMIT or separators > CELL_LIMIT:
        what = f"has {lines:,} lines and {separators:,} separators, more than is safe to open"
        raise _refused(name, what, "Leave only the register in it.")


def _check_quotes(name: str, rows: Sequence[Sequence[str]], delimiter: str) -> None:
    """A quotation mark that is never closed takes the rows below it into one cell, in silence."""
    usual = statistics.median(map(len, rows)) if rows else 0
    fewest = max(_FEWEST_DELIMITERS, usual - 1)
    swallowed = [
        number
        for number, row in enumerate(rows, 1)
        if any(
            any(line.count(delimiter) >= fewest for line in _LINE_END.split(cell)[1:])
            for cell in row
            if "\n" in cell or "\r" in cell
        )
    ]
    if swallowed:
        what = f"has a quotation mark that is opened and not closed, at or after row {swallowed[0]}"
        raise _refused(name, what, "Close it or take it out; else the rows below it are lost in one cell.")


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARDED) else cell


def _refused(name: str, what: str, mend: str) -> InputError:
    return InputError(Problem(where=name, what=what, mend=mend))
