"""What a file really is, told by its bytes and not by its name, before anything is parsed."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from capplan.errors import InputError, Problem
from capplan.register.archive import archive_kind
from capplan.register.compound import COMPOUND_MARK, stream_names

Kind = Literal["xlsx", "xlsb", "ods", "xls", "parquet", "text"]

FILE_LIMIT_BYTES = 50_000_000
_MB = 1_000_000

_SAVE_AS = "Open it in the program it came from and save it as an Excel workbook (.xlsx) or as CSV."
_REPAIR = "Open it in Excel, let it repair the file, and save it."
_UNLOCK = "Open it in Excel, take the password off (File, Info, Protect Workbook), and save a copy."
_UNPROTECT = "Ask its owner for an unprotected copy."
_ASK = "Ask for the spreadsheet it was made from."
_DRM = "is locked by document protection (DRM), which only its own program can open"
_WEB_PAGE = "is a web page, whatever its name says"
_PICTURE = "is a picture"
_PACKED = "is a packed archive, not a workbook"
_UNPACK = "Take the workbook out of it first."
_NOT_REGISTERS = (
    (b"<## NASCA DRM", _DRM, _UNPROTECT),
    (b"\x9b\x20DRMONE", _DRM, _UNPROTECT),
    (b"SCDSA00", _DRM, _UNPROTECT),
    (b"%PDF", "is a PDF, whatever its name says", _ASK),
    (b"{\\rtf", "is a text document (RTF)", _SAVE_AS),
    (b"\x89PNG", _PICTURE, _ASK),
    (b"\xff\xd8\xff", _PICTURE, _ASK),
    (b"GIF8", _PICTURE, _ASK),
    (b"7z\xbc\xaf\x27\x1c", _PACKED, _UNPACK),
    (b"Rar!\x1a", _PACKED, _UNPACK),
    (b"\x1f\x8b", _PACKED, _UNPACK),
    (b"<!doctype html", _WEB_PAGE, _SAVE_AS),
    (b"<html", _WEB_PAGE, _SAVE_AS),
    (b"<head", _WEB_PAGE, _SAVE_AS),
    (b"<meta", _WEB_PAGE, _SAVE_AS),
    (b"<style", _WEB_PAGE, _SAVE_AS),
    (b"<table", _WEB_PAGE, _SAVE_AS),
    (b"mime-version:", _WEB_PAGE, _SAVE_AS),
    (b"<?xml", "is an XML document, not a workbook", _SAVE_AS),
)  # fmt: skip
_OWNER_FILES = ("~$", ".~lock.")
_ZIP_START, _ZIP_MARK, _PARQUET_MARK = b"PK", b"PK\x03\x04", b"PAR1"
# Streams of a compound file that tell what it is; the first that is there decides.
_LOCKED_STREAMS = (
    ("EncryptedPackage", "is protected by a password", _UNLOCK),
    ("\x09DRMContent", "is locked by rights management, which only its own organisation can open", _UNPROTECT),
)
_OLD_BOOKS = frozenset(("Workbook", "Book"))
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SAMPLE_BYTES = 4_096
_MOSTLY = 0.7
_HTML_COMMENT = re.compile(rb"^(?:\s*<!--.*?-->)+\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A file's bytes, with what they are: a kind of workbook, a Parquet table, or text.

    A macro workbook (.xlsm) is of the kind `xlsx`.
    """

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

    Text under the name of a workbook is text. Raises InputError, saying what the file is and how to
    mend it, where it is missing, empty, too large, locked, protected, damaged, unsafe to unpack, or
    neither a workbook nor a table.
    """
    if path.name.startswith(_OWNER_FILES):
        raise _refused(name, "is what a program keeps beside a workbook while it is open there", "Name the workbook.")
    data = _bytes(path, name)
    return Contents(name=name, stem=path.stem, kind=_kind(data, name), data=data)


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.exists() and path.is_symlink():
            raise _refused(name, "is a link that leads to no file", "Name the register itself, or make the link again.")
        if not path.exists():
            raise _refused(name, "there is no such file", "Check the name and the folder.")
        if path.is_dir():
            raise _refused(name, "is a folder, not a file", "Name the registers in it, for example FOLDER/*.xlsx.")
        if not path.is_file():
            raise _refused(name, "is not a file that can be read", "Copy the register to a folder and name it there.")
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


def _kind(data: bytes, name: str) -> Kind:
    start = _HTML_COMMENT.sub(b"", data[:_SAMPLE_BYTES].removeprefix(_BYTE_ORDER_MARK)).lstrip().lower()
    for signature, what, mend in _NOT_REGISTERS:
        if start.startswith(signature.lower()):
            raise _refused(name, what, mend)
    if data.startswith(_ZIP_MARK):
        return archive_kind(data, name)
    if data.startswith(COMPOUND_MARK):
        _check_compound(data, name)
        return "xls"
    if data.startswith(_PARQUET_MARK):
        return "parquet"
    if is_biff(data) and utf16_order(data) is None:
        return "xls"
    if (b"\x00" in data and utf16_order(data) is None) or _is_cut_short(data):
        raise _refused(name, "is neither a workbook nor text: it may be damaged or encrypted", _SAVE_AS)
    return "text"


def is_biff(data: bytes) -> bool:
    r"""Whether the bytes are the records of a workbook of Excel 2 to 4, which had no container.

    >>> is_biff(b"\x09\x08\x08\x00\x00\x05"), is_biff(b"Asset No,Model")
    (True, False)
    """
    return data[:1] == b"\x09" and data[1:2] in (b"\x00", b"\x02", b"\x04", b"\x08") and data[3:4] == b"\x00"


def utf16_order(data: bytes) -> Literal["utf-16", "utf-16-le", "utf-16-be"] | None:
    r"""The codec for text of two bytes a letter, or None where it is not that.

    >>> utf16_order("Asset No".encode("utf-16-le")), utf16_order(b"Asset No")
    ('utf-16-le', None)
    """
    if data.startswith(_UTF16_MARKS):
        return "utf-16"
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[0::2], sample[1::2]
    if odd and odd.count(0) > _MOSTLY * len(odd) and even.count(0) < len(even) / 10:
        return "utf-16-le"
    if odd and even.count(0) > _MOSTLY * len(even) and odd.count(0) < len(odd) / 10:
        return "utf-16-be"
    return None


def _is_cut_short(data: bytes) -> bool:
    return data.startswith(_ZIP_START) and not data[:_SAMPLE_BYTES].isascii()


def _check_compound(data: bytes, name: str) -> None:
    names = stream_names(data) or _names_somewhere(data)
    for stream, what, mend in _LOCKED_STREAMS:
        if stream in names:
            raise _refused(name, what, mend)
    if _OLD_BOOKS.isdisjoint(names):
        raise _refused(name, "is an Office file, but not a workbook", _SAVE_AS)


def _names_somewhere(data: bytes) -> frozenset[str]:
    """The telling names that stand anywhere in a compound file whose table of contents is damaged."""
    told = (*(stream for stream, _, _ in _LOCKED_STREAMS), *_OLD_BOOKS)
    return frozenset(name for name in told if name.encode("utf-16-le") in data)


def _refused(name: str, what: str, mend: str) -> InputError:
    return InputError(Problem(where=name, what=what, mend=mend))
