"""The comments on cells of a binary workbook (.xlsb).

Layouts: Microsoft, [MS-XLSB] sections 2.4 (BrtBeginComment, BrtCommentText) and 2.5 (RichStr). Its
threads of comments are as those of an .xlsx workbook.
"""

import struct
import zipfile
from collections.abc import Mapping

from capplan.register.bin_records import records, text_at
from capplan.register.facts import Spot
from capplan.register.note_texts import NoteTexts
from capplan.register.xlsx_notes import threads_of
from capplan.register.xml_events import linked_parts, rels_of

_KIND = "/comments"
_COMMENT, _TEXT = 635, 637


def notes_of(archive: zipfile.ZipFile, sheet: str) -> Mapping[Spot, str]:
    """The comments on the cells of one sheet, by its part; of a damaged part, those before the damage."""
    notes = NoteTexts()
    for part in linked_parts(archive, rels_of(sheet), _KIND).values():
        try:
            _gather(archive.read(part), notes)
        except (struct.error, LookupError):
            # The values of such a workbook are as good as ever.
            continue
    return {**notes.told(), **threads_of(archive, sheet)}


def _gather(data: bytes, notes: NoteTexts) -> None:
    spot = (-1, -1)
    for number, at, _ in records(data):
        if number == _COMMENT:
            row, _, column = struct.unpack_from("<3I", data, at + 4)
            spot = (row, column)
        elif number == _TEXT:
            notes.add(spot, text_at(data, at + 1)[0])
