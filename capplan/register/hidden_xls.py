"""What an old workbook (.xls) hides: errors, hidden rows and columns.

It is a run of records, each a number, a length and its bytes. Layouts: Microsoft, [MS-XLS] sections
2.1.4 (record) and 2.4 (Row, ColInfo, BoolErr, Formula, BoundSheet8, Date1904).
"""

import struct
from collections.abc import Callable, Iterator

from capplan.register.compound import stream_bytes, stream_names
from capplan.register.facts import MOST_COLUMNS, BookFacts, Facts, Spot, numbered_error

_BEGIN, _END, _SHEET, _COUNTS_FROM_1904 = 0x0809, 0x000A, 0x0085, 0x0022
_SINCE_1997 = 0x0600
_HIDDEN_ROW, _HIDDEN_COLUMN, _TWO_BYTES_A_LETTER = 0x20, 1, 1
_NO_NUMBER, _AN_ERROR = 0xFFFF, 2
_MACROS = "_VBA_PROJECT"


def xls_facts(data: bytes, name: str) -> BookFacts:
    """What an .xls workbook hides. A damaged one tells as much as can be read of it."""
    book = stream_bytes(data, "Workbook") or stream_bytes(data, "Book")
    starts: dict[str, int] = {}
    is_recent, counts_from_1904 = True, False
    for number, body in _records(book, 0):
        if number == _BEGIN and len(body) >= 2:
            is_recent = _first(body) >= _SINCE_1997
        elif number == _SHEET and len(body) >= 8:
            starts[_sheet_name(body, is_recent)] = struct.unpack_from("<I", body)[0]
        elif number == _COUNTS_FROM_1904:
            counts_from_1904 = body[:1] == b"\x01"
    sheets = {sheet: _facts(book, start) for sheet, start in starts.items()}
    return BookFacts(sheets=sheets, counts_from_1904=counts_from_1904, has_macros=_MACROS in stream_names(data))


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the book, without those of the charts within it."""
    depth, at = 0, start
    while at + 4 <= len(book):
        number, length = struct.unpack_from("<HH", book, at)
        depth += (number == _BEGIN) - (number == _END)
        if depth < 1:
            return
        if depth == 1:
            yield number, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_name(body: bytes, is_recent: bool) -> str:
    count = body[6]
    if not is_recent:
        return body[7 : 7 + count].decode("cp1252", errors="replace")
    if body[7] & _TWO_BYTES_A_LETTER:
        return body[8 : 8 + 2 * count].decode("utf-16-le", errors="replace")
    return body[8 : 8 + count].decode("latin-1")


def _first(body: bytes) -> int:
    number: int = struct.unpack_from("<H", body)[0]
    return number


class _Sheet:
    """Gathers the facts of a sheet from its records."""

    def __init__(self) -> None:
        self.faults: dict[Spot, str] = {}
        self.rows: set[int] = set()
        self.columns: set[int] = set()

    def row(self, body: bytes) -> None:
        if body[12] & _HIDDEN_ROW:
            self.rows.add(_first(body))

    def column(self, body: bytes) -> None:
        first, last, width, _, options = struct.unpack_from("<5H", body)
        if options & _HIDDEN_COLUMN or not width:
            self.columns.update(range(first, min(last + 1, MOST_COLUMNS)))

    def error(self, body: bytes) -> None:
        row, column, _, code, is_error = struct.unpack_from("<HHHBB", body)
        if is_error:
            self.faults[row, column] = numbered_error(code)

    def formula(self, body: bytes) -> None:
        row, column, _, kind, _, code, _, _, mark = struct.unpack_from("<HHHBBBBHH", body)
        if mark == _NO_NUMBER and kind == _AN_ERROR:
            self.faults[row, column] = numbered_error(code)


# By number of record: its handler, and the fewest bytes that it must have. Formulas changed their number twice.
_HANDLERS: dict[int, tuple[Callable[[_Sheet, bytes], None], int]] = {
    0x0208: (_Sheet.row, 16),
    0x007D: (_Sheet.column, 10),
    0x0205: (_Sheet.error, 8),
    0x0006: (_Sheet.formula, 14),
    0x0206: (_Sheet.formula, 14),
    0x0406: (_Sheet.formula, 14),
}


def _facts(book: bytes, start: int) -> Facts:
    sheet = _Sheet()
    for number, body in _records(book, start):
        handler, fewest = _HANDLERS.get(number, (None, 0))
        if handler is not None and len(body) >= fewest:
            handler(sheet, body)
    return Facts(faults=sheet.faults, rows=frozenset(sheet.rows), columns=frozenset(sheet.columns))
