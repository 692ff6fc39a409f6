"""The mark by which a template says its version, read from a workbook that was made from one."""

import zipfile

from capplan.register.xml_events import open_parser, parse_part

SCHEMA_PROPERTY, SCHEMA_VERSION = "capplan_schema", 1
_PROPERTY_PARTS = ("docProps/custom.xml", "meta.xml")
_NAMES = ("name", "meta:name")


def template_version(archive: zipfile.ZipFile) -> int | None:
    """The version of the template that a workbook (.xlsx, .xlsb, .ods) was made from; None where it was not
    made from one. Raises the errors of the archive and of expat as they are."""
    found = _Mark()
    parts = frozenset(archive.namelist())
    for part in _PROPERTY_PARTS:
        if part in parts:
            parser = open_parser(found.start)
            parser.EndElementHandler, parser.CharacterDataHandler = found.end, found.text
            parse_part(archive, part, parser)
    said = "".join(found.words).strip()
    try:
        return int(float(said)) if said else None
    except (ValueError, OverflowError):
        return None


class _Mark:
    """Gathers the text of the property that is the mark."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth or any(attributes.get(key) == SCHEMA_PROPERTY for key in _NAMES):
            self._depth += 1

    def end(self, name: str) -> None:
        self._depth = max(0, self._depth - 1)

    def text(self, text: str) -> None:
        if self._depth:
            self.words.append(text)
