"""What an OpenDocument spreadsheet (.ods) hides: errors, formulas not worked out, hidden rows and
columns, merged cells, what the formats of cells show, comments.

Layout: OASIS, OpenDocument 1.3 part 3, sections 9.1 (tables), 14.1 (annotations), 19.597 to 19.749 (their attributes).
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice, product
from xml.parsers import expat

from capplan.errors import InputError, Problem
from capplan.register.archive import CELL_LIMIT, DAMAGES
from capplan.register.facts import ERRORS, MOST_COLUMNS, UNCACHED, BookFacts, Facts, Range, Shows, Spot
from capplan.register.note_texts import NoteTexts
from capplan.register.ods_styles import OdsStyles
from capplan.register.shown import shows
from capplan.register.styles import Styles
from capplan.register.template_mark import template_version
from capplan.register.xml_events import open_parser, parse_part

_CONTENT, _STYLES = "content.xml", "styles.xml"
_SHEET, _COLUMN, _ROW = "table:table", "table:table-column", "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_TEXT, _CALENDAR, _NOTE = "text:p", "table:null-date", "office:annotation"
_HIDDEN = ("collapse", "filter")
_USUAL_STYLE, _CURRENCY, _POUNDS = "table:default-cell-style-name", "office:currency", "GBP"
_MOST_REPEATS = 10_000
# The errors that only OpenDocument programs have; a cell that is broken in no other way shows one.
_OWN_ERROR = re.compile(r"Err:5\d\d")


def ods_facts(data: bytes, name: str) -> BookFacts:
    """What an .ods workbook hides. Raises InputError where its XML is damaged."""
    book = _Book()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _STYLES in archive.namelist():
                _parse(archive, _STYLES, book.styles)
            _parse(archive, _CONTENT, book)
            version = template_version(archive)
            has_macros = any(part.startswith("Basic/") for part in archive.namelist())
    except (*DAMAGES, expat.ExpatError, LookupError):
        mend = "Open it in the program it came from, let it repair the file, and save it."
        raise InputError(Problem(where=name, what="is a damaged workbook", mend=mend)) from None
    if any(sheet.height * sheet.width > CELL_LIMIT for sheet in book.sheets):
        what = "has a sheet with more cells than is safe to open"
        raise InputError(Problem(where=name, what=what, mend="Save the register sheet alone in a new workbook."))
    sheets = {sheet.name: sheet.facts() for sheet in book.sheets}
    return BookFacts(
        sheets=sheets,
        counts_from_1904=book.counts_from_1904,
        has_macros=has_macros,
        template_version=version,
    )


def _parse(archive: zipfile.ZipFile, part: str, reader: "_Book | OdsStyles") -> None:
    parser = open_parser(reader.start)
    parser.EndElementHandler, parser.CharacterDataHandler = reader.end, reader.text
    parse_part(archive, part, parser)


class _Sheet:
    """Gathers a sheet's facts. Rows are told of only where they hold something, for a sheet may end with a
    million hidden ones that do not."""

    def __init__(self, name: str, styles: Styles[str]) -> None:
        self.name = name
        self.shown: dict[Spot, Shows] = {}
        self.struck: set[Spot] = set()
        self.notes = NoteTexts()
        self._styles = styles
        self._usual: dict[int, str] = {}
        self._usual_of_row: str | None = None
        self.faults: dict[Spot, str] = {}
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.merges: list[Range] = []
        self.height, self.width = 0, 0
        self.row, self.column, self.next_row, self._described = 0, 0, 0, 0
        self._rows, self._is_hidden = 1, False

    def facts(self) -> Facts:
        rows, columns = frozenset(self.rows), frozenset(self.columns)
        return Facts(
            faults=self.faults,
            rows=rows,
            columns=columns,
            merges=tuple(self.merges),
            shown=self.shown,
            struck=frozenset(self.struck),
            notes=self.notes.told(),
        )

    def describe(self, attributes: dict[str, str]) -> None:
        after = self._described + _times(attributes, "columns")
        columns, usual = range(self._described, min(after, MOST_COLUMNS)), attributes.get(_USUAL_STYLE, "")
        if attributes.get("table:visibility") in _HIDDEN:
            self.columns.update(columns)
        if self._styles.tell(usual):
            self._usual.update(dict.fromkeys(columns, usual))
        self._described = after

    def begin_row(self, attributes: dict[str, str]) -> None:
        self.row, self.column = self.next_row, 0
        self._rows = _times(attributes, "rows")
        self.next_row += self._rows
        self._is_hidden = attributes.get("table:visibility") in _HIDDEN
        self._usual_of_row = attributes.get(_USUAL_STYLE)

    def end_cell(self, attributes: dict[str, str], shown: str) -> None:
        left, columns = self.column, _times(attributes, "columns")
        self.column += columns
        tall, wide = (int(attributes.get(f"table:number-{side}-spanned", 1)) for side in ("rows", "columns"))
        if tall > 1 or wide > 1:
            self.merges.append(((self.row, left), (self.row + tall - 1, left + wide - 1)))
        if shown:
            self.height, self.width = max(self.height, self.next_row), max(self.width, self.column)
        if self._is_hidden and shown:
            self.rows.update(range(self.row, self.row + min(self._rows, _MOST_REPEATS)))
        fault = _fault(attributes, shown)
        if fault is not None:
            self.faults.update(dict.fromkeys(self._spots(left, columns), fault))
        if shown and (self._styles or attributes.get(_CURRENCY, _POUNDS) != _POUNDS):
            self._note_style(attributes, left, columns)

    def _spots(self, left: int, columns: int) -> Iterator[Spot]:
        """The cells that one is repeated in."""
        rows, width = min(self._rows, _MOST_REPEATS), min(columns, MOST_COLUMNS)
        return islice(product(range(self.row, self.row + rows), range(left, left + width)), _MOST_REPEATS)

    def _note_style(self, attributes: dict[str, str], left: int, columns: int) -> None:
        usual = self._usual.get(left, "") if self._usual_of_row is None else self._usual_of_row
        style, currency = attributes.get("table:style-name", usual), attributes.get(_CURRENCY, _POUNDS)
        shown = self._styles.shows.get(style) or (shows(f"[${currency}]0") if currency != _POUNDS else None)
        if shown is not None:
            self.shown.update(dict.fromkeys(self._spots(left, columns), shown))
        if style in self._styles.struck:
            self.struck.update(self._spots(left, columns))


def _times(attributes: dict[str, str], what: str) -> int:
    return int(attributes.get(f"table:number-{what}-repeated", 1))


def _fault(attributes: dict[str, str], shown: str) -> str | None:
    """The error that a cell shows, `UNCACHED` for a formula without a value, None where nothing is wrong."""
    if shown in ERRORS or _OWN_ERROR.fullmatch(shown):
        return shown
    return UNCACHED if "table:formula" in attributes and "office:value-type" not in attributes else None


class _Book:
    """Gathers the facts of every sheet as the parts of the document begin and end."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.styles = OdsStyles()
        self.counts_from_1904 = False
        self._telling: Styles[str] | None = None
        self._depth = 0
        self._cell: dict[str, str] | None = None
        self._words: list[str] = []
        self._note: list[str] = []
        # Where the text that comes now belongs, if anywhere.
        self._heard: list[str] | None = None
        self._in_note = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _SHEET:
            self._depth += 1
            if self._depth == 1:
                if self._telling is None:
                    self._telling = self.styles.telling()
                self.sheets.append(_Sheet(attributes.get("table:name", ""), self._telling))
        elif name == _CALENDAR:
            self.counts_from_1904 = attributes.get("table:date-value", "").startswith("1904")
        elif self._depth == 1:
            self._start_inside(name, attributes)
        elif self._telling is None:
            self.styles.start(name, attributes)

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell, self._words = attributes, []
        elif name == _TEXT:
            self._heard = self._note if self._in_note else self._words
        elif name == _NOTE:
            self._in_note, self._note = True, []
        elif name == _ROW:
            self.sheets[-1].begin_row(attributes)
        elif name == _COLUMN:
            self.sheets[-1].describe(attributes)

    def end(self, name: str) -> None:
        if name == _SHEET:
            self._depth -= 1
        elif name == _TEXT:
            self._heard = None
            if self._in_note:
                self._note.append(" ")
        elif name == _NOTE:
            self._end_note()
        elif name in _CELLS and self._depth == 1 and self._cell is not None:
            self.sheets[-1].end_cell(self._cell, "".join(self._words).strip())
            self._cell = None
        elif self._telling is None:
            self.styles.end(name)

    def _end_note(self) -> None:
        if self._in_note:
            sheet = self.sheets[-1]
            sheet.notes.add((sheet.row, sheet.column), "".join(self._note))
        self._in_note = False

    def text(self, text: str) -> None:
        if self._heard is not None:
            self._heard.append(text)
        elif self._telling is None:
            self.styles.text(text)
