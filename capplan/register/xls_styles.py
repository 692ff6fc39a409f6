"""The number formats, fonts and styles of cells of an old workbook (.xls).

Layouts: Microsoft, [MS-XLS] sections 2.4.126 (Format), 2.4.122 (Font) and 2.4.353 (XF).
"""

import struct

from capplan.register.styles import BUILT_IN, Styles, telling

_FONT, _FORMAT, _STYLE = 0x0031, 0x041E, 0x00E0
_STRUCK, _TWO_BYTES_A_LETTER = 0x08, 1
# No font has this number.
_SKIPPED = 4


class XlsStyles:
    """Gathers the styles of a book from its records."""

    def __init__(self) -> None:
        self._codes = dict(BUILT_IN)
        self._struck: set[int] = set()
        self._fonts = 0
        self._cells: list[tuple[int, int]] = []

    def take(self, number: int, body: bytes, is_recent: bool) -> None:
        """Takes note of a record; one that is none of styles, or too short, is passed over."""
        if len(body) < 4:
            return
        first, second = struct.unpack_from("<HH", body)
        if number == _FONT:
            if second & _STRUCK:
                self._struck.add(self._fonts)
            self._fonts += 2 if self._fonts == _SKIPPED - 1 else 1
        elif number == _FORMAT:
            start = 4 if is_recent else 3
            self._codes[first] = decoded(body[start:], second if is_recent else body[2], is_recent)
        elif number == _STYLE:
            self._cells.append((second, first))

    def telling(self) -> Styles[int]:
        """The telling styles of cells, by their number."""
        return telling(dict(enumerate(self._cells)), self._codes, self._struck)


def decoded(text: bytes, count: int, is_recent: bool) -> str:
    """A text of some letters; since 1997 its first byte says how many bytes each has.

    >>> decoded(b"0000", 4, False), decoded(bytes([1]) + "€0".encode("utf-16-le"), 2, True)
    ('0000', '€0')
    """
    if not is_recent:
        return text[:count].decode("cp1252", errors="replace")
    if text[:1] and text[0] & _TWO_BYTES_A_LETTER:
        return text[1 : 1 + 2 * count].decode("utf-16-le", errors="replace")
    return text[1 : 1 + count].decode("latin-1")
