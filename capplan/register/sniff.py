"""What a file really is, told by its bytes and not by its name, before anything is parsed."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from capplan.errors import InputError, Problem

Kind = Literal["workbook", "text"]

FILE_LIMIT_BYTES = 50_000_000
UNPACKED_LIMIT_BYTES = 600_000_000
RATIO_LIMIT = 200
CELL_LIMIT = 20_000_000
_MB = 1_000_000
_CHUNK_BYTES = 8 * _MB

_SAVE_AS = "Open it in the program it came from and save it as an Excel workbook (.xlsx) or as CSV."
_REPAIR = "Open it in Excel, let it repair the file, and save it."
_NOT_REGISTERS = (
    (b"<## NASCA DRM", "is locked by document protection (DRM), which only its own program can open",
     "Ask its owner for an unprotected copy."),
    (b"%PDF", "is a PDF, whatever its name says", "Ask for the spreadsheet it was made from."),
    (b"{\\rtf", "is a text document (RTF)", _SAVE_AS),
    (b"\x89PNG", "is a picture", "Ask for the spreadsheet it was made from."),
    (b"\xff\xd8\xff", "is a picture", "Ask for the spreadsheet it was made from."),
    (b"<!doctype html", "is a web page, whatever its name says", _SAVE_AS),
    (b"<html", "is a web page, whatever its name says", _SAVE_AS),
    (b"<table", "is a web page, whatever its name says", _SAVE_AS),
    (b"<?xml", "is an XML document, not a workbook", _SAVE_AS),
)  # fmt: skip
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _OLD_BOOKS = "EncryptedPackage".encode("utf-16-le"), ("Workbook", "Book")
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_LONGEST_CELL_TAG = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A file's bytes, with what they are: a workbook (`xlsx`, `xlsm`, `xls`, `xlsb`, `ods`) or text."""

    name: str
    stem: str
    kind: Kind
    data: bytes

    @property
    def sha256(self) -> str:
        """The bytes' SHA-256, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def read_contents(path: Path, name: str) -> Contents:
    """A file's bytes and kind; `name` is what to call it in messages.

    Raises InputError, saying what the file is and how to mend it, where it is missing, empty, too
    large, locked, protected, or neither a workbook nor text.
    """
    data = _bytes(path, name)
    return Contents(name=name, stem=path.stem, kind=_kind(data, path.suffix.lower(), name), data=data)


def _bytes(path: Path, name: str) -> bytes:
    if not path.exists():
        raise _refused(name, "there is no such file", "Check the name and the folder.")
    if path.is_dir():
        raise _refused(name, "is a folder, not a file", "Name the registers in it, for example FOLDER/*.xlsx.")
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT_BYTES:
            what = f"is {size / _MB:,.0f} MB; the most that is read is {FILE_LIMIT_BYTES / _MB:.0f} MB"
            raise _refused(name, what, "Take out pictures and unused sheets, or save the register sheet as CSV.")
        data = path.read_bytes()
    except OSError as error:
        what = f"cannot be opened ({error.strerror or 'the system gives no reason'})"
        raise _refused(name, what, "Close it in other programs, and check that you may read it.") from None
    if not data.strip():
        raise _refused(name, "is empty", "Save the register again, or ask for another copy.")
    return data


def _kind(data: bytes, suffix: str, name: str) -> Kind:
    start = data[:256].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, what, mend in _NOT_REGISTERS:
        if start.startswith(signature.lower()):
            raise _refused(name, what, mend)
    if data.startswith(_ZIP):
        _check_zip(data, name)
        return "workbook"
    if data.startswith(_COMPOUND):
        _check_compound(data, name)
        return "workbook"
    if b"\x00" in data and not data.startswith(_UTF16_MARKS):
        raise _refused(name, "is neither a workbook nor text: it may be damaged or encrypted", _SAVE_AS)
    if suffix in _WORKBOOK_SUFFIXES:
        raise _refused(name, f"is plain text, though its name ends in {suffix}", "Rename it to end in .csv.")
    return "text"


def _check_zip(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if not any(part.filename in _WORKBOOK_PARTS for part in parts):
                raise _refused(name, "is a zip archive, but not a workbook", "Take the workbook out of it first.")
            unpacked = sum(part.file_size for part in parts)
            if unpacked > UNPACKED_LIMIT_BYTES or unpacked > RATIO_LIMIT * len(data):
                what = f"unpacks from {len(data) / _MB:,.1f} MB to {unpacked / _MB:,.0f} MB, more than is safe to open"
                raise _refused(name, what, "Save the register sheet alone in a new workbook.")
            for part in parts:
                if _SHEET_PART.fullmatch(part.filename):
                    _check_extent(archive, part, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise _refused(name, "is a damaged workbook", _REPAIR) from None


def _check_extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    # The reader lays a sheet out in full, so two cells in far corners would take all memory there is.
    rows, columns = 1, 1
    for chunk in _chunks(archive, part):
        places = _FILLED_CELL.findall(chunk)
        rows = max(rows, max((int(row) for _, row in places), default=1))
        columns = max(columns, max((_position(column) for column in {column for column, _ in places}), default=1))
    if rows * columns > CELL_LIMIT:
        what = f"has a sheet that reaches to row {rows:,} and column {columns:,}, more than is safe to open"
        raise _refused(name, what, "Delete what stands far below or to the right of the register, and save it.")


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield tail + chunk
            tail = chunk[-_LONGEST_CELL_TAG:]


def _position(letters: bytes) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + letter - ord("A") + 1
    return position


def _check_compound(data: bytes, name: str) -> None:
    if _ENCRYPTED in data:
        mend = "Open it in Excel, take the password off (File, Info, Protect Workbook), and save a copy."
        raise _refused(name, "is protected by a password", mend)
    if not any(book.encode("utf-16-le") in data for book in _OLD_BOOKS):
        raise _refused(name, "is an Office file, but not a workbook", _SAVE_AS)


def _refused(name: str, what: str, mend: str) -> InputError:
    return InputError(Problem(where=name, what=what, mend=mend))
