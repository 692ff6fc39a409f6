"""The comments on cells of an .xlsx workbook: notes, and the threads that newer programs write.

A cell with a thread has a note as well, which tells older programs that there is one: the thread's words are taken.
Layouts: ECMA-376 part 1, 18.7 (comments); Microsoft, [MS-XLSX] 2.6 (CT_ThreadedComment).
"""

import re
import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from capplan.register.facts import Spot
from capplan.register.note_texts import NoteTexts
from capplan.register.wording import position_of_letters
from capplan.register.xml_events import linked_parts, open_parser, parse_part, rels_of

_NOTES, _THREADS = "/comments", "/threadedComment"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_MOST_PIECES = 100


def has_notes(archive: zipfile.ZipFile) -> bool:
    """Whether any part of a workbook holds comments."""
    return any("comment" in part.casefold() for part in archive.namelist())


def notes_of(archive: zipfile.ZipFile, sheet: str) -> Mapping[Spot, str]:
    """The comments on the cells of one sheet, by its part; of a damaged part, those before the damage."""
    return {**_notes(archive, sheet, _NOTES), **threads_of(archive, sheet)}


def threads_of(archive: zipfile.ZipFile, sheet: str) -> Mapping[Spot, str]:
    """The threads of comments on the cells of one sheet, in the same way."""
    return _notes(archive, sheet, _THREADS)


def _notes(archive: zipfile.ZipFile, sheet: str, kind: str) -> Mapping[Spot, str]:
    reader = _NoteReader()
    try:
        for part in linked_parts(archive, rels_of(sheet), kind).values():
            parser = open_parser(reader.start)
            parser.EndElementHandler, parser.CharacterDataHandler = reader.end, reader.text
            parse_part(archive, part, parser)
    except (expat.ExpatError, ValueError, LookupError):
        # A program shows such a workbook without its comments; its values are as good as ever.
        pass
    return reader.notes.told()


class _NoteReader:
    """Gathers comments: their cells, and the words between the marks of how they look."""

    def __init__(self) -> None:
        self.notes = NoteTexts()
        self._spot = (-1, -1)
        self._words: list[str] = []
        self._is_heard = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "comment" | "threadedComment":
                self._spot = _spot(attributes.get("ref", ""))
            case "text":
                self._is_heard, self._words = True, []

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "text":
            self.notes.add(self._spot, "".join(self._words))
            self._is_heard = False

    def text(self, text: str) -> None:
        if self._is_heard and len(self._words) < _MOST_PIECES:
            self._words.append(text)


def _spot(address: str) -> Spot:
    """The row and column of an address, from 0. Raises ValueError where it is none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(address)
    return int(found[2]) - 1, position_of_letters(found[1])
