"""Workbooks of the kinds that openpyxl does not write (.xlsb, .xls, .ods), made by code from one description.

Layouts: Microsoft, [MS-XLSB] 2.1.4 and 2.4; [MS-XLS] 2.1.4 and 2.4; [MS-CFB] 2.2 to 2.6; OASIS, OpenDocument
1.3 part 3, section 9.1.
"""

import struct
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from capplan.register.facts import Range, Spot

type Value = str | float | None

_SHEET = "Imaging"
_FIRST_FORMAT, _STRUCK = 164, 0x08
_ERRORS = {"#DIV/0!": 0x07, "#REF!": 0x17, "#N/A": 0x2A}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A sheet's cells, the errors among them, and what of it is hidden, merged, formatted, struck out
    or commented on (counted from 0). The formats are among `OPEN_FORMATS`."""

    rows: Sequence[Sequence[Value]]
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    merges: Sequence[Range] = ()
    formats: Mapping[Spot, str] = field(default_factory=dict)
    struck: Collection[Spot] = ()
    notes: Mapping[Spot, str] = field(default_factory=dict)

    def codes(self) -> list[str]:
        """Its number formats; the style of the first has number 1 among those of cells."""
        return sorted(set(self.formats.values()))

    def style(self, spot: Spot) -> int:
        """The number of a cell's style: 0 is plain, the last is struck out."""
        if spot in self.struck:
            return len(self.codes()) + 1
        return self.codes().index(self.formats[spot]) + 1 if spot in self.formats else 0


_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/></Types>"""
_LINKS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="{target}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>"""


def write_xlsb(path: Path, sheet: Described) -> Path:
    """A workbook of one sheet at `path`, which is given back."""
    book = _record_12(131) + _record_12(143)
    book += (
        _record_12(156, struct.pack("<II", 0, 1) + _text_12("rId1") + _text_12(_SHEET))
        + _record_12(144)
        + _record_12(132)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _LINKS.format(target="xl/workbook.bin", kind="officeDocument"))
        archive.writestr("xl/_rels/workbook.bin.rels", _LINKS.format(target="worksheets/sheet1.bin", kind="worksheet"))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/styles.bin", b"".join(_styles_12(sheet)))
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(_records_12(sheet)))
        archive.writestr(
            "xl/worksheets/_rels/sheet1.bin.rels", _LINKS.format(target="../comments1.bin", kind="comments")
        )
        archive.writestr("xl/comments1.bin", b"".join(_notes_12(sheet)))
    return path


def _notes_12(sheet: Described) -> Iterator[bytes]:
    yield _record_12(628) + _record_12(630) + _record_12(632, _text_12("J. Example")) + _record_12(631)
    yield _record_12(633)
    for (row, column), text in sheet.notes.items():
        yield _record_12(635, struct.pack("<5I16x", 0, row, row, column, column))
        yield _record_12(637, b"\0" + _text_12(text)) + _record_12(636)
    yield _record_12(634) + _record_12(629)


def _styles_12(sheet: Described) -> Iterator[bytes]:
    codes = sheet.codes()
    yield _record_12(278) + _record_12(615, struct.pack("<I", len(codes)))
    for number, code in enumerate(codes, _FIRST_FORMAT):
        yield _record_12(44, struct.pack("<H", number) + _text_12(code))
    yield _record_12(616) + _record_12(611, struct.pack("<I", 2))
    for look in (0, _STRUCK):
        yield _record_12(
            43, struct.pack("<HHHHBBBB8sB", 220, look, 400, 0, 0, 2, 0, 0, bytes(8), 2) + _text_12("Arial")
        )
    yield _record_12(612) + _record_12(626, struct.pack("<I", 1)) + _style_12(0, 0) + _record_12(627)
    yield _record_12(617, struct.pack("<I", len(codes) + 2)) + _style_12(0, 0)
    for number, _ in enumerate(codes, _FIRST_FORMAT):
        yield _style_12(number, 0)
    yield _style_12(0, 1) + _record_12(618) + _record_12(279)


def _style_12(number: int, font: int) -> bytes:
    return _record_12(47, struct.pack("<8H", 0, number, font, 0, 0, 0, 0, 0))


def _records_12(sheet: Described) -> Iterator[bytes]:
    height, width = len(sheet.rows), max(map(len, sheet.rows))
    yield _record_12(129)
    yield _record_12(148, struct.pack("<4I", 0, height - 1, 0, width - 1))
    yield _record_12(390)
    for column in sheet.hidden_columns:
        yield _record_12(60, struct.pack("<4IH", column, column, 2_304, 0, 1))
    yield _record_12(391)
    yield _record_12(145)
    for index, row in enumerate(sheet.rows):
        flags = 0x10 if index in sheet.hidden_rows else 0
        yield _record_12(0, struct.pack("<IIHBBBI", index, 0, 300, 0, flags, 0, 0))
        cells = ((column, value) for column, value in enumerate(row) if value is not None)
        yield from (_cell_12(column, value, sheet.style((index, column))) for column, value in cells)
    yield _record_12(146)
    if sheet.merges:
        yield _record_12(177, struct.pack("<I", len(sheet.merges)))
        yield from (
            _record_12(176, struct.pack("<4I", top, bottom, left, right))
            for (top, left), (bottom, right) in sheet.merges
        )
        yield _record_12(178)
    yield _record_12(130)


def _cell_12(column: int, value: str | float, style: int) -> bytes:
    start = struct.pack("<II", column, style)
    if value == "=":
        # To be worked out when it is opened (2), from the number 1.
        return _record_12(9, start + struct.pack("<dHIBHI", 0, 2, 3, 0x1E, 1, 0))
    if isinstance(value, float | int):
        return _record_12(5, start + struct.pack("<d", value))
    if value in _ERRORS:
        return _record_12(3, start + bytes([_ERRORS[value]]))
    return _record_12(6, start + _text_12(value))


def _text_12(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record_12(number: int, body: bytes = b"") -> bytes:
    kind = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    length, size = len(body), b""
    while length > 127:
        size, length = size + bytes([length & 127 | 128]), length >> 7
    return kind + size + bytes([length]) + body


def write_xls(path: Path, sheet: Described) -> Path:
    """A workbook of one sheet at `path`, which is given back."""
    begin, end = _record_8(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6)), _record_8(0x0A)
    page = _record_8(0x42, struct.pack("<H", 1_200))
    name = bytes([len(_SHEET), 0]) + _SHEET.encode("latin-1")
    styles = b"".join(_styles_8(sheet))
    start = len(begin) + len(page) + len(styles) + 4 + 6 + len(name) + len(end)
    book = begin + page + styles + _record_8(0x85, struct.pack("<IBB", start, 0, 0) + name) + end
    book += begin.replace(struct.pack("<HH", 0x600, 5), struct.pack("<HH", 0x600, 16), 1)
    path.write_bytes(_compound("Workbook", book + b"".join(_records_8(sheet)) + end))
    return path


def _styles_8(sheet: Described) -> Iterator[bytes]:
    codes = sheet.codes()
    for look in (0, 0, 0, 0, _STRUCK):
        yield _record_8(0x31, struct.pack("<5HBBBB", 200, look, 0x7FFF, 400, 0, 0, 2, 0, 0) + b"\x05\x00Arial")
    for number, code in enumerate(codes, _FIRST_FORMAT):
        yield _record_8(0x41E, struct.pack("<HHB", number, len(code), 1) + code.encode("utf-16-le"))
    plain = [(0, 0xFFF5)] * 15 + [(0, 1)]
    for number, kind in (*plain, *((number, 1) for number, _ in enumerate(codes, _FIRST_FORMAT))):
        yield _record_8(0xE0, struct.pack("<3H14x", 0, number, kind))
    # The fifth font has the number 5, for none has the number 4.
    yield _record_8(0xE0, struct.pack("<3H14x", 5, 0, 1))


def _records_8(sheet: Described) -> Iterator[bytes]:
    width = max(map(len, sheet.rows))
    for column in sheet.hidden_columns:
        yield _record_8(0x7D, struct.pack("<6H", column, column, 2_304, 15, 1, 0))
    yield _record_8(0x200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0))
    for index, row in enumerate(sheet.rows):
        flags = 0x120 if index in sheet.hidden_rows else 0x100
        yield _record_8(0x208, struct.pack("<8H", index, 0, width, 255, 0, 0, flags, 15))
        for column, value in enumerate(row):
            place = struct.pack("<3H", index, column, 15 + sheet.style((index, column)))
            if isinstance(value, float | int):
                yield _record_8(0x203, place + struct.pack("<d", value))
            elif value in _ERRORS:
                yield _record_8(0x205, place + bytes([_ERRORS[value], 1]))
            elif value == "=":
                # To be worked out when it is opened (2), from the number 1.
                yield _record_8(0x06, place + struct.pack("<dHIHBH", 0, 2, 0, 3, 0x1E, 1))
            elif value:
                yield _record_8(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    for number, text in enumerate(sheet.notes.values(), 1):
        yield _record_8(0x5D, struct.pack("<5H16x", 0x15, 0x12, 0x19, number, 0x4011))
        yield _record_8(0x1B6, struct.pack("<HH6xHH4x", 0x0212, 0, len(text), 16))
        # A long text goes on in a record more.
        for part in (text[:8], text[8:]):
            yield _record_8(0x3C, b"\1" + part.encode("utf-16-le")) if part else b""
        yield _record_8(0x3C, bytes(16))
    for number, (row, column) in enumerate(sheet.notes, 1):
        yield _record_8(0x1C, struct.pack("<5H", row, column, 0, number, 10) + b"\0J. Example\0")
    if sheet.merges:
        corners = (struct.pack("<4H", *_corners(merge)) for merge in sheet.merges)
        yield _record_8(0xE5, struct.pack("<H", len(sheet.merges)) + b"".join(corners))


def _corners(merge: Range) -> tuple[int, int, int, int]:
    (top, left), (bottom, right) = merge
    return top, bottom, left, right


def _record_8(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _compound(name: str, stream: bytes) -> bytes:
    """A compound file of one stream: header, one sector of the table, one of the directory, the stream."""
    sectors = max(8, -(-len(stream) // 512))
    stream = stream.ljust(sectors * 512, b"\0")
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    header += struct.pack("<108I", *[0xFFFFFFFF] * 108)
    root = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    return header + table + root + _entry(name, 2, 0xFFFFFFFF, 2, len(stream)) + bytes(256) + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    about = struct.pack("<HBBIII36xIQ", len(letters), kind, 1, none, none, child, start, size)
    return letters.ljust(64, b"\0") + about


_CONTENT = """<?xml version="1.0"?><office:document-content office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"><office:automatic-styles>{styles}
</office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="{name}">{inside}</table:table></office:spreadsheet></office:body></office:document-content>"""


_DIGITS = '<number:number number:min-integer-digits="{}" number:decimal-places="0"/>'
# Number formats as Excel writes them, and what is within the element that is the same for OpenDocument.
OPEN_FORMATS = {
    "00000": ("number", _DIGITS.format(5)),
    '"IMG-"0000': ("number", "<number:text>IMG-</number:text>" + _DIGITS.format(4)),
    "[$€-2] #,##0": (
        "currency",
        "<number:currency-symbol>€</number:currency-symbol>" + _DIGITS.format(1),
    ),
    '"£"#,##0': ("currency", "<number:currency-symbol>£</number:currency-symbol>" + _DIGITS.format(1)),
    '0.00"m"': (
        "number",
        '<number:number number:min-integer-digits="1" number:decimal-places="2"/><number:text>m</number:text>',
    ),
    '0,"k"': (
        "number",
        '<number:number number:min-integer-digits="1" number:display-factor="1000"/><number:text>k</number:text>',
    ),
    "0%": ("percentage", _DIGITS.format(1) + "<number:text>%</number:text>"),
}


def _styles_of_ods(sheet: Described) -> str:
    styles = ""
    for code in sheet.codes():
        kind, inside = OPEN_FORMATS[code]
        name = sheet.codes().index(code) + 1
        styles += f'<number:{kind}-style style:name="N{name}">{inside}</number:{kind}-style>'
        styles += f'<style:style style:name="c{name}" style:family="table-cell" style:data-style-name="N{name}"/>'
    look = '<style:text-properties style:text-line-through-style="solid"/>'
    last = len(sheet.codes()) + 1
    return styles + f'<style:style style:name="c{last}" style:family="table-cell">{look}</style:style>'


def write_ods(path: Path, sheet: Described) -> Path:
    """A workbook of one sheet at `path`, which is given back; a cell "=" is a formula never worked out."""
    spans = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in sheet.merges}
    inside = "".join(
        f"<table:table-column{_shown(column in sheet.hidden_columns)}/>" for column in range(max(map(len, sheet.rows)))
    )
    for index, row in enumerate(sheet.rows):
        spots = ((value, (index, column)) for column, value in enumerate(row))
        cells = (
            _with_note(_cell_of_ods(value, spans.get(spot), sheet.style(spot)), sheet.notes.get(spot))
            for value, spot in spots
        )
        inside += f"<table:table-row{_shown(index in sheet.hidden_rows)}>{''.join(cells)}</table:table-row>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", _CONTENT.format(name=_SHEET, inside=inside, styles=_styles_of_ods(sheet)))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def _shown(is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def _with_note(cell: str, text: str | None) -> str:
    """A cell with a comment within it, a paragraph for each line."""
    if text is None:
        return cell
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.splitlines())
    note = f"<office:annotation><dc:creator>J. Example</dc:creator>{lines}</office:annotation>"
    open_cell = cell.replace("/>", "></table:table-cell>", 1) if cell.endswith("/>") else cell
    return open_cell.replace(">", f">{note}", 1)


def _cell_of_ods(value: Value, span: tuple[int, int] | None, style: int) -> str:
    spread = "" if span is None else f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    if style:
        spread += f' table:style-name="c{style}"'
    if value is None:
        return f"<table:table-cell{spread}/>"
    if value == "=":
        return f'<table:table-cell{spread} table:formula="of:=1+1"/>'
    if isinstance(value, float | int):
        about = f'office:value-type="float" office:value="{value}"'
    elif value in _ERRORS:
        # As Excel writes an error: a number beside the words that it shows.
        about = 'office:value-type="float" office:value="0" table:formula="of:=1/0"'
    else:
        about = 'office:value-type="string"'
    return f"<table:table-cell{spread} {about}><text:p>{escape(str(value))}</text:p></table:table-cell>"
