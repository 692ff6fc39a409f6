"""The table of contents of a compound file, the container of old workbooks and of locked new ones.

Layout: Microsoft, [MS-CFB] Compound File Binary File Format, sections 2.2 (header), 2.3 (chains of
sectors) and 2.6 (directory entries).
"""

import struct
from collections.abc import Iterator

COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_BYTES, _SHIFT_AT, _DIRECTORY_AT, _TABLE_AT, _TABLE_SLOTS = 512, 30, 48, 76, 109
_SHIFTS = (9, 12)
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY_BYTES, _NAME_BYTES, _LENGTH_AT, _TYPE_AT = 128, 64, 64, 66
_USED = (1, 2, 5)
_MOST_SECTORS = 10_000


def stream_names(data: bytes) -> frozenset[str]:
    """The names of every stream and storage in a compound file; none where it is too damaged to list.

    >>> stream_names(COMPOUND_MARK)
    frozenset()
    """
    if len(data) < _HEADER_BYTES:
        return frozenset()
    (shift,) = struct.unpack_from("<H", data, _SHIFT_AT)
    if shift not in _SHIFTS:
        return frozenset()
    return frozenset(name for sector in _directory(data, 1 << shift) for name in _names(sector))


def _directory(data: bytes, size: int) -> Iterator[bytes]:
    """The sectors of the directory, in the order of their chain; a chain that turns back ends there."""
    (sector,) = struct.unpack_from("<I", data, _DIRECTORY_AT)
    tables = struct.unpack_from(f"<{_TABLE_SLOTS}I", data, _TABLE_AT)
    passed: set[int] = set()
    while sector < _LAST_SECTOR and sector not in passed and len(passed) < _MOST_SECTORS:
        passed.add(sector)
        yield data[(sector + 1) * size : (sector + 2) * size]
        table, place = divmod(sector, size // 4)
        at = (tables[table] + 1) * size + place * 4 if table < _TABLE_SLOTS else len(data)
        if at + 4 > len(data):
            return
        (sector,) = struct.unpack_from("<I", data, at)


def _names(sector: bytes) -> Iterator[str]:
    for start in range(0, len(sector) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        entry = sector[start : start + _ENTRY_BYTES]
        (length,) = struct.unpack_from("<H", entry, _LENGTH_AT)
        if entry[_TYPE_AT] in _USED and 2 <= length <= _NAME_BYTES:
            yield entry[: length - 2].decode("utf-16-le", errors="replace")
