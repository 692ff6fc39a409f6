"""Which styles of an .xlsx workbook's cells say more than the values in them: formats of numbers, struck-out text."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from capplan.register.facts import Shows
from capplan.register.shown import shows
from capplan.register.xml_events import open_parser, parse_part

_STYLES = "xl/styles.xml"
# The one telling format that has a number and no code of its own (ECMA-376 part 1, 18.8.30).
_BUILT_IN = {"17": "mmm-yy"}
_FALSE = frozenset(("0", "false", "off", "none"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """By a style's number, as cells give it: how its values are shown, and whether its text is struck out."""

    shows: Mapping[str, Shows] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()


def styles_of(archive: zipfile.ZipFile) -> Styles:
    """The telling styles of a workbook; none where it has no styles."""
    if _STYLES not in archive.namelist():
        return Styles()
    reader = _StyleReader()
    parse_part(archive, _STYLES, open_parser(reader.start))
    formats = {
        number: shown for number, code in (_BUILT_IN | reader.codes).items() if (shown := shows(code)) is not None
    }
    cells = list(enumerate(reader.cells))
    return Styles(
        shows={str(place): formats[number] for place, (number, _) in cells if number in formats},
        struck=frozenset(str(place) for place, (_, font) in cells if font in reader.struck),
    )


class _StyleReader:
    """Gathers the codes of number formats, the fonts that are struck out, and the two of each cell style."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.struck: set[str] = set()
        self.cells: list[tuple[str, str]] = []
        self._part, self._fonts = "", 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Takes note of an element."""
        tag = name.rpartition(":")[2]
        if tag in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            self._part = tag
        elif tag == "numFmt" and self._part == "numFmts":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "font" and self._part == "fonts":
            self._fonts += 1
        elif tag == "strike" and self._part == "fonts" and attributes.get("val", "1") not in _FALSE:
            self.struck.add(str(self._fonts - 1))
        elif tag == "xf" and self._part == "cellXfs":
            self.cells.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
