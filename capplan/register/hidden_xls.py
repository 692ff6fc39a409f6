"""What an old workbook (.xls) hides: errors, hidden rows and columns, what the formats of cells show, comments.

It is a run of records, each a number, a length and its bytes. Layouts: Microsoft, [MS-XLS] sections
2.1.4 (record) and 2.4 (Row, ColInfo, BoolErr, Formula, MulRk, BoundSheet8, Date1904).
"""

import struct
from collections.abc import Callable, Iterator

from capplan.register.compound import stream_bytes, stream_names
from capplan.register.facts import MOST_COLUMNS, UNCACHED, BookFacts, Facts, Shows, Spot, numbered_error
from capplan.register.styles import Styles
from capplan.register.xls_notes import XlsNotes
from capplan.register.xls_styles import XlsStyles, decoded

_BEGIN, _END, _SHEET, _COUNTS_FROM_1904 = 0x0809, 0x000A, 0x0085, 0x0022
_SINCE_1997 = 0x0600
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 1
_NO_NUMBER, _AN_ERROR, _NO_TEXT = 0xFFFF, 2, 3
# Set by programs that leave a formula to be worked out when the workbook is opened.
_TO_BE_WORKED_OUT = 2
_MACROS = "_VBA_PROJECT"


def xls_facts(data: bytes, name: str) -> BookFacts:
    """What an .xls workbook hides. A damaged one tells as much as can be read of it."""
    book = stream_bytes(data, "Workbook") or stream_bytes(data, "Book")
    starts: dict[str, int] = {}
    styles, is_recent, counts_from_1904 = XlsStyles(), True, False
    for number, body in _records(book, 0):
        if number == _BEGIN and len(body) >= 2:
            is_recent = _first(body) >= _SINCE_1997
        elif number == _SHEET and len(body) >= 8:
            starts[decoded(body[7:], body[6], is_recent)] = struct.unpack_from("<I", body)[0]
        elif number == _COUNTS_FROM_1904:
            counts_from_1904 = body[:1] == b"\x01"
        else:
            styles.take(number, body, is_recent)
    telling = styles.telling()
    sheets = {sheet: _facts(book, start, telling) for sheet, start in starts.items()}
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


def _first(body: bytes) -> int:
    number: int = struct.unpack_from("<H", body)[0]
    return number


class _Sheet:
    """Gathers the facts of a sheet from its records."""

    def __init__(self, styles: Styles[int]) -> None:
        self.faults: dict[Spot, str] = {}
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.shown: dict[Spot, Shows] = {}
        self.struck: set[Spot] = set()
        self.notes = XlsNotes()
        self._styles = styles

    def styled(self, row: int, column: int, style: int) -> None:
        """Takes note of a cell's style."""
        if style in self._styles.shows:
            self.shown[row, column] = self._styles.shows[style]
        if style in self._styles.struck:
            self.struck.add((row, column))

    def cell(self, body: bytes) -> None:
        self.styled(*struct.unpack_from("<HHH", body))

    def cells(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for place in range((len(body) - 6) // 6):
            self.styled(row, first + place, struct.unpack_from("<H", body, 4 + 6 * place)[0])

    def row(self, body: bytes) -> None:
        if body[12] & _HIDDEN_ROW:
            self.rows.add(_first(body))

    def column(self, body: bytes) -> None:
        first, last, width, _, options = struct.unpack_from("<5H", body)
        if options & _HIDDEN_COLUMN or not width:
            self.columns.update(range(first, min(last + 1, MOST_COLUMNS)))

    def error(self, body: bytes) -> None:
        row, column, style, code, is_error = struct.unpack_from("<HHHBB", body)
        self.styled(row, column, style)
        if is_error:
            self.faults[row, column] = numbered_error(code)

    def formula(self, body: bytes) -> None:
        row, column, style, kind, _, code, _, _, mark, options = struct.unpack_from("<HHHBBBBHHH", body)
        self.styled(row, column, style)
        if mark == _NO_NUMBER and kind == _AN_ERROR:
            self.faults[row, column] = numbered_error(code)
        elif options & _TO_BE_WORKED_OUT and (not any(body[6:14]) or (mark == _NO_NUMBER and kind == _NO_TEXT)):
            self.faults[row, column] = UNCACHED


# By number of record: its handler, and the fewest bytes that it must have. Formulas changed their number twice.
_HANDLERS: dict[int, tuple[Callable[[_Sheet, bytes], None], int]] = {
    0x0208: (_Sheet.row, 16),
    0x007D: (_Sheet.column, 10),
    0x0205: (_Sheet.error, 8),
    0x0006: (_Sheet.formula, 16),
    0x0206: (_Sheet.formula, 16),
    0x0406: (_Sheet.formula, 16),
    0x0203: (_Sheet.cell, 6),
    0x0204: (_Sheet.cell, 6),
    0x00D6: (_Sheet.cell, 6),
    0x00FD: (_Sheet.cell, 6),
    0x027E: (_Sheet.cell, 6),
    0x00BD: (_Sheet.cells, 12),
    0x005D: (lambda sheet, body: sheet.notes.box(body), 8),
    0x01B6: (lambda sheet, body: sheet.notes.text(body), 12),
    0x003C: (lambda sheet, body: sheet.notes.letters(body), 1),
    0x001C: (lambda sheet, body: sheet.notes.cell(body), 8),
}


def _facts(book: bytes, start: int, styles: Styles[int]) -> Facts:
    sheet = _Sheet(styles)
    for number, body in _records(book, start):
        handler, fewest = _HANDLERS.get(number, (None, 0))
        if handler is not None and len(body) >= fewest:
            handler(sheet, body)
    return Facts(
        faults=sheet.faults,
        rows=frozenset(sheet.rows),
        columns=frozenset(sheet.columns),
        shown=sheet.shown,
        struck=frozenset(sheet.struck),
        notes=sheet.notes.told(),
    )
