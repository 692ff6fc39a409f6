"""The records that the parts of a binary workbook (.xlsb) are runs of.

Layout: Microsoft, [MS-XLSB] sections 2.1.4 (record) and 2.5.168 (XLWideString).
"""

import struct
from collections.abc import Iterator

_SEVEN_BITS, _MORE, _LENGTH_BYTES = 0x7F, 0x80, 4


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The number of each record of a part, and where its bytes begin and end. Raises IndexError where the
    part ends within the head of a record.

    >>> list(records(bytes([131, 1, 0, 5, 2, 7, 7])))
    [(131, 3, 3), (5, 5, 7)]
    """
    at, size = 0, len(data)
    while at < size:
        number = data[at]
        at += 1
        if number & _MORE:
            number = number & _SEVEN_BITS | (data[at] & _SEVEN_BITS) << 7
            at += 1
        length = 0
        for place in range(_LENGTH_BYTES):
            byte = data[at]
            at += 1
            length |= (byte & _SEVEN_BITS) << 7 * place
            if not byte & _MORE:
                break
        yield number, at, min(at + length, size)
        at += length


def text_at(data: bytes, at: int) -> tuple[str, int]:
    """A text that begins with its length, and where it ends. Raises struct.error beyond the end.

    >>> text_at(bytes([1, 0, 0, 0, 65, 0]), 0)
    ('A', 6)
    """
    (count,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * count
    return data[at + 4 : end].decode("utf-16-le", errors="replace"), end
