"""What a binary workbook (.xlsb) hides: errors, formulas not worked out, hidden rows and columns, merged cells,
what the formats of cells show, comments.

Layouts: Microsoft, [MS-XLSB] sections 2.4 (BrtRowHdr, BrtColInfo, BrtCellError, BrtFmlaString, BrtFmlaNum,
BrtFmlaError, BrtMergeCell, BrtBundleSh, BrtWbProp), 2.5.9 (Cell) and 2.5.70 (GrbitFmla).
"""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.parsers import expat

from capplan.errors import InputError, Problem
from capplan.register.archive import DAMAGES
from capplan.register.bin_records import records, text_at
from capplan.register.facts import MOST_COLUMNS, UNCACHED, BookFacts, Facts, Range, Shows, Spot, numbered_error
from capplan.register.styles import Styles
from capplan.register.template_mark import template_version
from capplan.register.xlsb_notes import notes_of
from capplan.register.xlsb_styles import styles_of
from capplan.register.xml_events import linked_parts

_BOOK, _LINKS, _MACROS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/vbaProject.bin"
_ROW, _SETTINGS, _SHEET = 0, 153, 156
_COUNTS_FROM_1904, _HIDDEN_ROW, _HIDDEN_COLUMN = 1, 0x10, 1
_STYLE_BITS = 0xFFFFFF
# Set by programs that leave a formula to be worked out when the workbook is opened.
_TO_BE_WORKED_OUT = 2


def xlsb_facts(data: bytes, name: str) -> BookFacts:
    """What an .xlsb workbook hides. Raises InputError where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            targets = linked_parts(archive, _LINKS)
            parts, counts_from_1904 = _sheets(archive.read(_BOOK), targets)
            names, styles = frozenset(archive.namelist()), styles_of(archive)
            return BookFacts(
                sheets={
                    sheet: replace(_facts(archive.read(part), styles), notes=notes_of(archive, part))
                    for sheet, part in parts.items()
                    if part in names
                },
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
    for number, at, _ in records(book):
        if number == _SETTINGS:
            counts_from_1904 = bool(book[at] & _COUNTS_FROM_1904)
        elif number == _SHEET:
            link, after = text_at(book, at + 8)
            parts[text_at(book, after)[0]] = targets.get(link, "")
    return parts, counts_from_1904


class _Sheet:
    """Gathers the facts of a sheet from its records."""

    def __init__(self, styles: Styles[int]) -> None:
        self.faults: dict[Spot, str] = {}
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.merges: list[Range] = []
        self.shown: dict[Spot, Shows] = {}
        self.struck: set[Spot] = set()
        self._styles = styles
        self._row = -1

    def row(self, data: bytes, at: int) -> None:
        (self._row,) = struct.unpack_from("<I", data, at)
        if data[at + 11] & _HIDDEN_ROW:
            self.rows.add(self._row)

    def column(self, data: bytes, at: int) -> None:
        first, last, width, _, options = struct.unpack_from("<IIIIH", data, at)
        if options & _HIDDEN_COLUMN or not width:
            self.columns.update(range(first, min(last + 1, MOST_COLUMNS)))

    def cell(self, data: bytes, at: int) -> None:
        column, style = struct.unpack_from("<II", data, at)
        style &= _STYLE_BITS
        if style in self._styles.shows:
            self.shown[self._row, column] = self._styles.shows[style]
        if style in self._styles.struck:
            self.struck.add((self._row, column))

    def error(self, data: bytes, at: int) -> None:
        self.cell(data, at)
        (column,) = struct.unpack_from("<I", data, at)
        self.faults[self._row, column] = numbered_error(data[at + 8])

    def number(self, data: bytes, at: int) -> None:
        """Takes note of a formula whose value is a number."""
        self.cell(data, at)
        self._formula(data, at, value=data[at + 8 : at + 16], options=at + 16)

    def text(self, data: bytes, at: int) -> None:
        """Takes note of a formula whose value is a text."""
        self.cell(data, at)
        text, end = text_at(data, at + 8)
        self._formula(data, at, value=text.encode(), options=end)

    def _formula(self, data: bytes, at: int, *, value: bytes, options: int) -> None:
        if not any(value) and data[options] & _TO_BE_WORKED_OUT:
            (column,) = struct.unpack_from("<I", data, at)
            self.faults[self._row, column] = UNCACHED

    def merge(self, data: bytes, at: int) -> None:
        top, bottom, left, right = struct.unpack_from("<4I", data, at)
        self.merges.append(((top, left), (bottom, right)))


# By number of record: its handler, and the fewest bytes that it must have.
_HANDLERS: dict[int, tuple[Callable[[_Sheet, bytes, int], None], int]] = {
    _ROW: (_Sheet.row, 12),
    **dict.fromkeys((3, 11), (_Sheet.error, 9)),
    **dict.fromkeys((2, 4, 5, 6, 7, 10, 62), (_Sheet.cell, 8)),
    8: (_Sheet.text, 14),
    9: (_Sheet.number, 18),
    60: (_Sheet.column, 18),
    176: (_Sheet.merge, 16),
}


def _facts(data: bytes, styles: Styles[int]) -> Facts:
    sheet = _Sheet(styles)
    for number, at, end in records(data):
        handler, fewest = _HANDLERS.get(number, (None, 0))
        if handler is not None and end - at >= fewest:
            handler(sheet, data, at)
    return Facts(
        faults=sheet.faults,
        rows=frozenset(sheet.rows),
        columns=frozenset(sheet.columns),
        merges=tuple(sheet.merges),
        shown=sheet.shown,
        struck=frozenset(sheet.struck),
    )
