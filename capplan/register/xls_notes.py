"""The comments on cells of an old workbook (.xls).

A comment is a drawn box (Obj) with a text (TxO, and Continue records behind it), and a Note that says which cell the
box is of. Layouts: Microsoft, [MS-XLS] sections 2.4 (Note, Obj, TxO, Continue) and 2.5 (NoteSh).
"""

import struct
from collections.abc import Mapping

from capplan.register.facts import Spot
from capplan.register.note_texts import MOST_NOTES, NoteTexts
from capplan.register.xls_styles import decoded

_A_COMMENT, _NO_BOX = 0x19, -1


class XlsNotes:
    """Gathers the comments of a sheet from its records, in their order."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._cells: list[tuple[Spot, int]] = []
        self._box, self._letters_left = _NO_BOX, 0

    def told(self) -> Mapping[Spot, str]:
        """What each comment says, by its cell."""
        notes = NoteTexts()
        for spot, box in self._cells:
            notes.add(spot, self._texts.get(box, ""))
        return notes.told()

    def box(self, body: bytes) -> None:
        """Takes note of the number of a drawn thing, if it is a comment's box."""
        kind, number = struct.unpack_from("<HH", body, 4)
        is_wanted = kind == _A_COMMENT and len(self._texts) < MOST_NOTES
        self._box, self._letters_left = number if is_wanted else _NO_BOX, 0

    def text(self, body: bytes) -> None:
        """Takes note of how many letters stand in the records behind it."""
        (self._letters_left,) = struct.unpack_from("<H", body, 10)

    def letters(self, body: bytes) -> None:
        """Takes some of those letters."""
        if self._box != _NO_BOX and self._letters_left:
            said = decoded(body, self._letters_left, True)
            self._letters_left -= len(said)
            self._texts[self._box] = self._texts.get(self._box, "") + said

    def cell(self, body: bytes) -> None:
        """Takes note of the cell that a box is of."""
        row, column, _, box = struct.unpack_from("<4H", body)
        if len(self._cells) < MOST_NOTES:
            self._cells.append(((row, column), box))
