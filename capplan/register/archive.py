"""Whether a zipped workbook is safe to open: its size, its parts and its cells, before it is parsed."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal

from capplan.errors import InputError, Problem

type Zipped = Literal["xlsx", "xlsb", "ods"]

UNPACKED_LIMIT_BYTES = 600_000_000
RATIO_LIMIT = 200
PART_LIMIT = 2_000
SHEET_LIMIT = 200
CELL_LIMIT = 20_000_000
_RATIO_FROM_BYTES = 10_000_000
_MB = 1_000_000
_CHUNK_BYTES = 8 * _MB
_LONGEST_CELL_TAG = 200
_LETTERS, _MOST_COLUMNS = 26, 16_384

_KINDS: dict[str, Zipped] = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.(?:xml|bin)", re.IGNORECASE)
_XML_PART = re.compile(r".+\.(?:xml|rels|vml)", re.IGNORECASE)
_ROW = re.compile(rb'<(?:\w+:)?row\s(?:[^>]*?\s)?r=["\'](\d{1,9})["\']')
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r=["\']([A-Za-z]{1,3})(\d{1,7})["\'][^>]*(?<!/)>')
_BARE_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^>]*\sr=)[^>]*(?<!/)>")
# The forms that spreadsheet programs write: found many times faster than any form that is allowed.
_USUAL_ROW, _USUAL_CELL = b'<row r="', b'<c r="'
_USUAL_LAST_ROW = re.compile(rb'<row r="(\d{1,9})"')
_THREE_LETTERS, _TWO_LETTERS = re.compile(rb'<c r="[A-Z]{3}'), re.compile(rb'<c r="[A-Z]{2}')
_WORDS_SAID = re.compile(rb'uniqueCount\s*=\s*["\'](\d{1,30})["\']')
_WORDS_UNCHECKED = 1_000_000
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_SAVE_ALONE = "Save the register sheet alone in a new workbook."
_REPAIR = "Open it in Excel, let it repair the file, and save it."
DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def archive_kind(data: bytes, name: str) -> Zipped:
    """What kind of workbook a zip archive is.

    Every part that a reader would parse is unpacked once, a piece at a time, so that no header is
    taken at its word. Raises InputError where it is no workbook, is damaged, unpacks to more than 600
    MB or 200 times its size, has over 2,000 parts, 200 sheets or 20 million cells, or declares
    entities of its own.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            kind = next((_KINDS[part.filename] for part in parts if part.filename in _KINDS), None)
            if kind is None:
                raise _refused(name, "is a zip archive, but not a workbook", "Take the workbook out of it first.")
            _check_sizes(parts, len(data), name)
            for part in parts:
                if _XML_PART.fullmatch(part.filename) or part.filename.startswith("xl/"):
                    _check_part(archive, part, name)
            return kind
    except DAMAGES:
        raise _refused(name, "is a damaged workbook", _REPAIR) from None


def chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo | str, *, overlap: int) -> Iterator[bytes]:
    """A part's bytes, unpacked 8 MB at a time; each piece begins with the last `overlap` bytes of the
    one before, so that nothing shorter is missed where they join."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield tail + chunk
            tail = chunk[-overlap:]


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    is_swollen = unpacked > _RATIO_FROM_BYTES and unpacked > RATIO_LIMIT * packed
    if unpacked > UNPACKED_LIMIT_BYTES or is_swollen:
        what = f"unpacks from {packed / _MB:,.1f} MB to {unpacked / _MB:,.0f} MB, more than is safe to open"
        raise _refused(name, what, _SAVE_ALONE)
    sheets = sum(_SHEET_PART.fullmatch(part.filename) is not None for part in parts)
    if sheets > SHEET_LIMIT:
        raise _refused(name, f"has {sheets:,} sheets; the most that are read is {SHEET_LIMIT}", _SAVE_ALONE)
    if len(parts) > PART_LIMIT:
        raise _refused(name, f"has {len(parts):,} parts inside; the most that are read is {PART_LIMIT:,}", _SAVE_ALONE)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    is_sheet = _SHEET_PART.fullmatch(part.filename) is not None and part.filename.endswith(".xml")
    rows, columns, words, said = 1, 1, 0, 0
    for chunk in chunks(archive, part, overlap=_LONGEST_CELL_TAG):
        if part.filename.endswith(".bin"):
            continue
        plain = chunk.replace(b"\x00", b"") if b"\x00" in chunk[:8] else chunk
        if any(mark in plain for mark in _FORBIDDEN):
            what = "declares entities of its own, which no spreadsheet program writes: it may be hostile"
            raise _refused(name, what, "Ask its sender how it was made; save it anew in Excel.")
        if is_sheet:
            deep, wide = _extent_at_most(plain)
            rows, columns = max(rows, deep), max(columns, wide)
        words += plain.count(b"si>")
        said = max(said, *map(int, _WORDS_SAID.findall(plain)), 0)
    # The reader makes room for as many words as the part says it has.
    if said > max(words, _WORDS_UNCHECKED):
        raise _refused(name, "is a damaged workbook: it says that it has more words than it has", _REPAIR)
    # The reader lays a sheet out in full, so two cells in far corners would take all memory there is.
    if rows * columns > CELL_LIMIT:
        rows, columns = _extent(archive, part)
    if rows * columns > CELL_LIMIT:
        what = f"has a sheet that reaches to row {rows:,} and column {columns:,}, more than is safe to open"
        raise _refused(name, what, "Delete what stands far below or to the right of the register, and save it.")


def _is_usual(chunk: bytes) -> bool:
    rows, cells = chunk.count(b"<row ") + chunk.count(b"<row>"), chunk.count(b"<c ") + chunk.count(b"<c>")
    is_all = rows == chunk.count(_USUAL_ROW) and cells == chunk.count(_USUAL_CELL)
    return is_all and b":row" not in chunk and b":c " not in chunk


def _extent_at_most(chunk: bytes) -> tuple[int, int]:
    """Numbers of rows and columns that are cheap to tell, and not less than there are."""
    if not _is_usual(chunk):
        return _last_row(chunk), _MOST_COLUMNS
    rows = max(map(int, _USUAL_LAST_ROW.findall(chunk)), default=1)
    if _THREE_LETTERS.search(chunk):
        return rows, _MOST_COLUMNS
    return rows, _LETTERS + _LETTERS**2 if _TWO_LETTERS.search(chunk) else _LETTERS


def _last_row(chunk: bytes) -> int:
    return max(map(int, _ROW.findall(chunk)), default=1)


def _extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """The last row and column of a sheet that hold anything; a cell without an address could be in any
    column that there are so many cells for."""
    rows, columns, bare = 1, 1, 0
    for chunk in chunks(archive, part, overlap=_LONGEST_CELL_TAG):
        places = _FILLED_CELL.findall(chunk)
        rows = max(rows, max((int(row) for _, row in places), default=1))
        columns = max(columns, max(map(_position, {column for column, _ in places}), default=1))
        found = len(_BARE_CELL.findall(chunk))
        if found:
            bare, rows = bare + found, max(rows, _last_row(chunk))
    return rows, max(columns, min(bare, _MOST_COLUMNS))


def _position(letters: bytes) -> int:
    position = 0
    for letter in letters.upper():
        position = position * _LETTERS + letter - ord("A") + 1
    return position


def _refused(name: str, what: str, mend: str) -> InputError:
    return InputError(Problem(where=name, what=what, mend=mend))
