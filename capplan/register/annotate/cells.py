"""Gives cells of a sheet another format, in the sheet's own bytes: what is not marked is not touched."""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from capplan.register.annotate.marks import Mark
from capplan.register.annotate.package import UnpatchableError

type Restyle = Callable[[int, str], int]  # (format, severity) -> format

_OPENING = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData\b[^>]*?(/?)>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})\d+["']""")
_FORMAT = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_MERGED = re.compile(rb"""<(?:[A-Za-z_][\w.-]*:)?mergeCell\s[^>]*?\bref\s*=\s*["']([A-Z]+\d+):([A-Z]+\d+)["']""")
_SPANS = re.compile(rb"""\sspans\s*=\s*["'][^"']*["']""")
_OWN_FORMAT = re.compile(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetParts:
    """A sheet's bytes in three: up to its rows, the rows, and what follows; `prefix` is that of its tags."""

    before: bytes
    rows: bytes
    after: bytes
    prefix: bytes


def parted(sheet: bytes) -> SheetParts:
    """The parts of a sheet. Raises UnpatchableError where it is not plain UTF-8 XML of the usual shape."""
    if sheet.startswith((b"\xff\xfe", b"\xfe\xff")) or re.match(rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", sheet, re.I):
        raise UnpatchableError("not UTF-8")
    opening = _OPENING.search(sheet)
    if opening is None:
        raise UnpatchableError("no rows")
    prefix, before = opening[1], sheet[: opening.start()]
    if opening[2]:
        return SheetParts(before=before, rows=b"", after=sheet[opening.end() :], prefix=prefix)
    closing = b"</" + prefix + b"sheetData>"
    end = sheet.rfind(closing)
    rows = sheet[opening.end() : end]
    if end < 0 or b"<!" in rows or b"<?" in rows:
        raise UnpatchableError("rows hold something other than cells")
    return SheetParts(before=before, rows=rows, after=sheet[end + len(closing) :], prefix=prefix)


def merged(parts: SheetParts) -> list[tuple[str, str]]:
    """The first and the last cell of each range that the sheet merges."""
    return [(first.decode(), last.decode()) for first, last in _MERGED.findall(parts.after)]


def marked_rows(parts: SheetParts, marks: Sequence[Mark], restyle: Restyle, column_formats: Mapping[int, int]) -> bytes:
    """The rows with each marked cell in another format; cells and rows that are not there are added.

    A new cell is made from the format of its row, else of its column (`column_formats`). `marks` come
    in the order of rows. Raises UnpatchableError where rows or cells do not say where they stand.
    """
    return b"".join(_pieces(parts, _by_row(marks), restyle, column_formats))


def _by_row(marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    rows: dict[int, list[Mark]] = {}
    for mark in marks:
        rows.setdefault(mark.row, []).append(mark)
    return rows


def _pieces(
    parts: SheetParts, marks: dict[int, list[Mark]], restyle: Restyle, column_formats: Mapping[int, int]
) -> Iterator[bytes]:
    prefix, rows = parts.prefix, parts.rows
    tag = re.compile(b"<" + prefix + rb"row\b([^>]*?)(/?)>")
    closing = b"</" + prefix + b"row>"
    waiting, position, last = deque(sorted(marks)), 0, 0
    for opening in tag.finditer(rows):
        number = _number(opening[1])
        if number <= last:
            raise UnpatchableError("rows out of order")
        last = number
        if not waiting or waiting[0] > number:
            continue
        yield rows[position : opening.start()]
        position = opening.start()
        while waiting and waiting[0] < number:
            row = waiting.popleft()
            yield _new_row(row, marks[row], prefix, restyle, column_formats)
        if waiting and waiting[0] == number:
            waiting.popleft()
            end = opening.end() if opening[2] else rows.index(closing, opening.end())
            own = _FORMAT.search(opening[1]) if _OWN_FORMAT.search(opening[1]) else None
            base = {mark.column: int(own[1]) if own else column_formats.get(mark.column, 0) for mark in marks[number]}
            cells = _marked_cells(rows[opening.end() : end], marks[number], prefix, restyle, base)
            yield b"<" + prefix + b"row" + _SPANS.sub(b"", opening[1]) + b">" + cells + closing
            position = end if opening[2] else end + len(closing)
    yield rows[position:]
    yield from (_new_row(row, marks[row], prefix, restyle, column_formats) for row in waiting)


def _number(attributes: bytes) -> int:
    found = _NUMBER.search(attributes)
    if found is None:
        raise UnpatchableError("a row without a number")
    return int(found[1])


def _new_row(
    row: int, marks: Sequence[Mark], prefix: bytes, restyle: Restyle, column_formats: Mapping[int, int]
) -> bytes:
    base = {mark.column: column_formats.get(mark.column, 0) for mark in marks}
    cells = _marked_cells(b"", marks, prefix, restyle, base)
    return b'<%srow r="%d">' % (prefix, row) + cells + b"</" + prefix + b"row>"


def _marked_cells(
    cells: bytes, marks: Sequence[Mark], prefix: bytes, restyle: Restyle, base: Mapping[int, int]
) -> bytes:
    """The cells of one row, the marked ones in another format, in the order of columns."""
    tag = re.compile(b"<" + prefix + rb"c\b([^>]*?)(/?)>")
    pieces: list[bytes] = []
    waiting, position, last = list(marks), 0, 0
    for opening in tag.finditer(cells):
        column = _column(opening[1])
        if column <= last:
            raise UnpatchableError("cells out of order")
        last = column
        if not waiting or waiting[0].column > column:
            continue
        pieces.append(cells[position : opening.start()])
        position = opening.start()
        while waiting and waiting[0].column < column:
            pieces.append(_new_cell(waiting.pop(0), prefix, restyle, base))
        if waiting and waiting[0].column == column:
            mark = waiting.pop(0)
            own = _FORMAT.search(opening[1])
            style = b' s="%d"' % restyle(int(own[1]) if own else 0, mark.severity)
            pieces.append(b"<" + prefix + b"c" + _FORMAT.sub(b"", opening[1]) + style + opening[2] + b">")
            position = opening.end()
    pieces.append(cells[position:])
    pieces += [_new_cell(mark, prefix, restyle, base) for mark in waiting]
    return b"".join(pieces)


def _column(attributes: bytes) -> int:
    found = _ADDRESS.search(attributes)
    if found is None:
        raise UnpatchableError("a cell without an address")
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - ord("A") + 1
    return column


def _new_cell(mark: Mark, prefix: bytes, restyle: Restyle, base: Mapping[int, int]) -> bytes:
    style = restyle(base[mark.column], mark.severity)
    return b'<%sc r="%s" s="%d"/>' % (prefix, mark.address.encode(), style)
