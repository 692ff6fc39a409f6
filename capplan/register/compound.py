"""The contents of a compound file, the container of old workbooks and of locked new ones.

Layout: Microsoft, [MS-CFB] Compound File Binary File Format, sections 2.2 (header), 2.3 to 2.5 (chains
of sectors, small and large) and 2.6 (directory entries).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_BYTES, _SHIFT_AT, _DIRECTORY_AT, _SMALL_AT, _MORE_AT, _TABLE_AT, _TABLE_SLOTS = 512, 30, 48, 60, 68, 76, 109
_SHIFTS = (9, 12)
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY_BYTES, _NAME_BYTES, _LENGTH_AT, _TYPE_AT, _START_AT, _SIZE_AT = 128, 64, 64, 66, 116, 120
_USED, _ROOT = (1, 2, 5), 5
_SMALL_BYTES, _SMALL_BELOW = 64, 4_096


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the directory."""

    name: str
    kind: int
    start: int
    size: int


def stream_names(data: bytes) -> frozenset[str]:
    """The names of every stream and storage in a compound file; none where it is too damaged to list.

    >>> stream_names(COMPOUND_MARK)
    frozenset()
    """
    return frozenset(entry.name for entry in _entries(data))


def stream_bytes(data: bytes, name: str) -> bytes:
    """The bytes of the stream of a name, as far as they can be followed; none where there is no such stream.

    >>> stream_bytes(COMPOUND_MARK, "Workbook")
    b''
    """
    entries = list(_entries(data))
    sought = next((entry for entry in entries if entry.name == name and entry.kind != _ROOT), None)
    if sought is None:
        return b""
    size, sectors = _sector_size(data), _sectors(data)
    if sought.size >= _SMALL_BELOW:
        return _joined(data, size, 1, _chain(data, size, sectors, sought.start))[: sought.size]
    root = next((entry for entry in entries if entry.kind == _ROOT), None)
    if root is None:
        return b""
    small = _joined(data, size, 1, _chain(data, size, sectors, root.start))
    table = _chain(data, size, sectors, _number(data, _SMALL_AT))
    return _joined(small, _SMALL_BYTES, 0, _chain(data, size, list(table), sought.start))[: sought.size]


def _sector_size(data: bytes) -> int:
    """How many bytes a sector has; 0 for what is no compound file."""
    if len(data) < _HEADER_BYTES:
        return 0
    (shift,) = struct.unpack_from("<H", data, _SHIFT_AT)
    return 1 << shift if shift in _SHIFTS else 0


def _number(data: bytes, at: int) -> int:
    number: int = struct.unpack_from("<I", data, at)[0] if at + 4 <= len(data) else _LAST_SECTOR
    return number


def _sectors(data: bytes) -> list[int]:
    """The sectors of the table of chains: the first 109 in the header, more in a chain of their own."""
    size = _sector_size(data)
    sectors = list(struct.unpack_from(f"<{_TABLE_SLOTS}I", data, _TABLE_AT))
    more, passed = _number(data, _MORE_AT), set[int]()
    while more < _LAST_SECTOR and more not in passed:
        passed.add(more)
        start = (more + 1) * size
        sectors += [_number(data, start + 4 * slot) for slot in range(size // 4 - 1)]
        more = _number(data, start + size - 4)
    return sectors


def _chain(data: bytes, size: int, table: list[int], sector: int) -> Iterator[int]:
    """The sectors of a chain in order; one that turns back or leaves the file ends there."""
    passed: set[int] = set()
    while sector < _LAST_SECTOR and sector not in passed:
        passed.add(sector)
        yield sector
        part, place = divmod(sector, size // 4)
        if part >= len(table):
            return
        sector = _number(data, (table[part] + 1) * size + place * 4)


def _joined(data: bytes, size: int, header: int, sectors: Iterator[int]) -> bytes:
    return b"".join(data[(sector + header) * size : (sector + header + 1) * size] for sector in sectors)


def _entries(data: bytes) -> Iterator[_Entry]:
    size = _sector_size(data)
    if not size:
        return
    directory = _joined(data, size, 1, _chain(data, size, _sectors(data), _number(data, _DIRECTORY_AT)))
    for start in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        entry = directory[start : start + _ENTRY_BYTES]
        (length,) = struct.unpack_from("<H", entry, _LENGTH_AT)
        if entry[_TYPE_AT] in _USED and 2 <= length <= _NAME_BYTES:
            name = entry[: length - 2].decode("utf-16-le", errors="replace")
            yield _Entry(name, entry[_TYPE_AT], _number(entry, _START_AT), _number(entry, _SIZE_AT))
