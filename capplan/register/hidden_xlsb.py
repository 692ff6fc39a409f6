"""What a binary workbook (.xlsb) hides: errors, hidden rows and columns, merged cells.

Its parts are runs of records, each a number, a length and its bytes. Layouts: Microsoft, [MS-XLSB]
sections 2.1.4 (record) and 2.4 (BrtRowHdr, BrtColInfo, BrtCellError, BrtFmlaError, BrtMergeCell,
BrtBundleSh, BrtWbProp).
"""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

from capplan.errors import InputError, Problem
from capplan.register.archive import DAMAGES
from capplan.register.facts import MOST_COLUMNS, BookFacts, Facts, Range, Spot, numbered_error
from capplan.register.template_mark import template_version
from capplan.register.xml_events import linked_parts

_BOOK, _LINKS, _MACROS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/vbaProject.bin"
_ROW, _SETTINGS, _SHEET = 0, 153, 156
_COUNTS_FROM_1904, _HIDDEN_ROW, _HIDDEN_COLUMN = 1, 0x10, 1
_SEVEN_BITS, _MORE, _LENGTH_BYTES = 0x7F, 0x80, 4


def xlsb_facts(data: bytes, name: str) -> BookFacts:
    """What an .xlsb workbook hides. Raises InputError where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            targets = linked_parts(archive, _LINKS)
            parts, counts_from_1904 = _sheets(archive.read(_BOOK), targets)
            names = frozenset(archive.namelist())
            return BookFacts(
                sheets={sheet: _facts(archive.read(part)) for sheet, part in parts.items() if part in names},
                counts_from_1904=counts_from_1904,
                has_macros=_MACROS in names,
                template_version=template_version(archive),
            )
    except (*DAMAGES, expat.ExpatError, struct.error, LookupError):
        mend = "Open it in Excel, let it repair the file, and save it."
        raise InputError(Problem(where=name, what="is a damaged workbook", mend=mend)) from None


def _sheets(book: bytes, targets: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """The part of each sheet by its name, and whether days count from 1904."""
    parts: dict[str, str] = {}
    counts_from_1904 = False
    for number, at, _ in _records(book):
        if number == _SETTINGS:
            counts_from_1904 = bool(book[at] & _COUNTS_FROM_1904)
        elif number == _SHEET:
            link, after = _text(book, at + 8)
            parts[_text(book, after)[0]] = targets.get(link, "")
    return parts, counts_from_1904


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text that begins with its length, and where it ends."""
    (count,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * count
    return data[at + 4 : end].decode("utf-16-le", errors="replace"), end


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The number of each record, and where its bytes begin and end."""
    at, size = 0, len(data)
    while at < size:
        number = data[at]
        at += 1
        if number & _MORE:
            number = number & _SEVEN_BITS | (data[at] & _SEVEN_BITS) << 7
            at += 1
        length = 0
        for place in range(_LENGTH_BYTES):
            byte = data[at]
            at += 1
            length |= (byte & _SEVEN_BITS) << 7 * place
            if not byte & _MORE:
                break
        yield number, at, min(at + length, size)
        at += length


class _Sheet:
    """Gathers the facts of a sheet from its records."""

    def __init__(self) -> None:
        self.faults: dict[Spot, str] = {}
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.merges: list[Range] = []
        self._row = -1

    def row(self, data: bytes, at: int) -> None:
        (self._row,) = struct.unpack_from("<I", data, at)
        if data[at + 11] & _HIDDEN_ROW:
            self.rows.add(self._row)

    def column(self, data: bytes, at: int) -> None:
        first, last, width, _, options = struct.unpack_from("<IIIIH", data, at)
        if options & _HIDDEN_COLUMN or not width:
            self.columns.update(range(first, min(last + 1, MOST_COLUMNS)))

    def error(self, data: bytes, at: int) -> None:
        (column,) = struct.unpack_from("<I", data, at)
        self.faults[self._row, column] = numbered_error(data[at + 8])

    def merge(self, data: bytes, at: int) -> None:
        top, bottom, left, right = struct.unpack_from("<4I", data, at)
        self.merges.append(((top, left), (bottom, right)))


# By number of record: its handler, and the fewest bytes that it must have.
_HANDLERS: dict[int, tuple[Callable[[_Sheet, bytes, int], None], int]] = {
    _ROW: (_Sheet.row, 12),
    3: (_Sheet.error, 9),
    11: (_Sheet.error, 9),
    60: (_Sheet.column, 18),
    176: (_Sheet.merge, 16),
}


def _facts(data: bytes) -> Facts:
    sheet = _Sheet()
    for number, at, end in _records(data):
        handler, fewest = _HANDLERS.get(number, (None, 0))
        if handler is not None and end - at >= fewest:
            handler(sheet, data, at)
    return Facts(
        faults=sheet.faults,
        rows=frozenset(sheet.rows),
        columns=frozenset(sheet.columns),
        merges=tuple(sheet.merges),
    )
