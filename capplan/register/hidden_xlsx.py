"""What an .xlsx workbook does not show with its values: errors, formulas not worked out, hidden rows and columns.

The reader of values gives an empty cell for `#REF!` and for a formula that no program has worked out,
and says nothing of what is hidden, nor of what the formats of cells show. This pass over the same XML finds
them, and the comments on cells. A sheet that has none of their marks in its bytes is not parsed, unless the workbook
has styles that tell.
"""

import io
import zipfile
from dataclasses import replace
from xml.parsers import expat

from capplan.errors import InputError, Problem
from capplan.register.archive import chunks
from capplan.register.facts import MOST_COLUMNS, UNCACHED, BookFacts, Facts, Shows, Spot
from capplan.register.struck_texts import is_strike, struck_texts
from capplan.register.styles import Styles
from capplan.register.template_mark import template_version
from capplan.register.xlsx_notes import has_notes, notes_of
from capplan.register.xlsx_styles import styles_of
from capplan.register.xml_events import linked_parts, open_parser, parse_part

_WORKBOOK, _LINKS, _MACROS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/vbaProject.bin"
_MARKS = (b"<f", b":f>", b":f ", b't="e"', b"t='e'", b"hidden=", b'ht="0"', b'width="0"', b"strike")
_LONGEST_MARK = 12
_TRUE = frozenset(("1", "true", "on"))


def xlsx_facts(data: bytes, name: str) -> BookFacts:
    """What an .xlsx or .xlsm workbook hides. Raises InputError where its XML is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = _Book()
            parse_part(archive, _WORKBOOK, open_parser(book.start))
            targets = linked_parts(archive, _LINKS)
            styles, struck = styles_of(archive), struck_texts(archive)
            parts = {sheet: targets.get(link, "") for sheet, link in book.links.items()}
            facts = _noted if has_notes(archive) else _facts
            return BookFacts(
                sheets={
                    sheet: facts(archive, part, styles, struck)
                    for sheet, part in parts.items()
                    if part in archive.namelist()
                },
                counts_from_1904=book.counts_from_1904,
                has_macros=_MACROS in archive.namelist(),
                template_version=template_version(archive),
            )
    except (expat.ExpatError, zipfile.BadZipFile, ValueError, LookupError):
        mend = "Open it in Excel, let it repair the file, and save it."
        raise InputError(Problem(where=name, what="is a damaged workbook", mend=mend)) from None


def _is_marked(archive: zipfile.ZipFile, part: str) -> bool:
    return any(mark in chunk for chunk in chunks(archive, part, overlap=_LONGEST_MARK) for mark in _MARKS)


def _noted(archive: zipfile.ZipFile, part: str, styles: Styles[str], struck: frozenset[str]) -> Facts:
    """What a sheet hides, with the comments on its cells."""
    return replace(_facts(archive, part, styles, struck), notes=notes_of(archive, part))


def _facts(archive: zipfile.ZipFile, part: str, styles: Styles[str], struck: frozenset[str]) -> Facts:
    if not (styles or struck or _is_marked(archive, part)):
        return Facts()
    sheet = _SheetFacts(styles, struck)
    sheet.parser = open_parser(sheet.start)
    parse_part(archive, part, sheet.parser)
    sheet.settle()
    return Facts(
        faults=sheet.faults,
        rows=frozenset(sheet.rows),
        columns=frozenset(sheet.columns),
        shown=sheet.shown,
        struck=frozenset(sheet.struck),
    )


class _Book:
    """Gathers the names of the sheets, with their links, and how days are counted."""

    def __init__(self) -> None:
        self.links: dict[str, str] = {}
        self.counts_from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "sheet":
                link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                self.links[attributes.get("name", "")] = link
            case "workbookPr":
                self.counts_from_1904 = attributes.get("date1904", "0") in _TRUE


class _SheetFacts:
    """Gathers a sheet's facts. A cell is judged when the next begins, which spares a call at each end."""

    def __init__(self, styles: Styles[str], struck_texts: frozenset[str]) -> None:
        self.faults: dict[Spot, str] = {}
        self.shown: dict[Spot, Shows] = {}
        self.struck: set[Spot] = set()
        self._shows, self._struck = styles.shows, styles.struck
        self._struck_texts = struck_texts
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.parser: expat.XMLParserType | None = None
        self._row, self._column, self._last_column = -1, -1, 0
        self._kind, self._has_formula = "", False
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.settle()
            address = attributes.get("r")
            self._column = self._column + 1 if address is None else _column(address)
            self._kind = attributes.get("t", "n")
            style = attributes.get("s", "")
            if style in self._shows:
                self.shown[self._row, self._column] = self._shows[style]
            if style in self._struck:
                self.struck.add((self._row, self._column))
        elif tag == "v":
            is_asked = self._has_formula or self._kind == "e" or (self._kind == "s" and self._struck_texts)
            if self.parser is not None and is_asked:
                self.parser.CharacterDataHandler = self._value.append
        elif is_strike(tag, attributes):
            self.struck.add((self._row, self._column))
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self.settle()
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
            if attributes.get("hidden") in _TRUE or attributes.get("ht") == "0":
                self.rows.add(self._row)
        elif tag == "col" and (attributes.get("hidden") in _TRUE or attributes.get("width") == "0"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), MOST_COLUMNS)
            self.columns.update(range(max(first - 1, self._last_column), last))
            self._last_column = max(self._last_column, last)
        elif tag not in ("is", "t", "r", "rPr"):
            self.settle()

    def settle(self) -> None:
        """Judges the last cell, if it could be at fault."""
        if self._kind == "e":
            self.faults[self._row, self._column] = "".join(self._value).strip() or "#N/A"
        elif self._has_formula and self._kind != "str" and not "".join(self._value).strip():
            self.faults[self._row, self._column] = UNCACHED
        elif self._kind == "s" and "".join(self._value).strip() in self._struck_texts:
            self.struck.add((self._row, self._column))
        if self._value or self._has_formula:
            self._value = []
            if self.parser is not None:
                self.parser.CharacterDataHandler = None
        self._kind, self._has_formula = "", False


def _column(address: str) -> int:
    position = 0
    for letter in address:
        if not letter.isalpha():
            break
        position = position * 26 + ord(letter.upper()) - ord("A") + 1
    return position - 1
