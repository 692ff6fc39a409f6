"""The number formats, fonts and styles of cells of an .xlsx workbook."""

import zipfile

from capplan.register.struck_texts import is_strike
from capplan.register.styles import BUILT_IN, Styles, telling
from capplan.register.xml_events import open_parser, parse_part

_STYLES = "xl/styles.xml"


def styles_of(archive: zipfile.ZipFile) -> Styles[str]:
    """The telling styles of a workbook; none where it has no styles."""
    if _STYLES not in archive.namelist():
        return Styles()
    reader = _StyleReader()
    parse_part(archive, _STYLES, open_parser(reader.start))
    cells = {str(place): style for place, style in enumerate(reader.cells)}
    built_in = {str(number): code for number, code in BUILT_IN.items()}
    return telling(cells, built_in | reader.codes, reader.struck)


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
        elif self._part == "fonts" and is_strike(tag, attributes):
            self.struck.add(str(self._fonts - 1))
        elif tag == "xf" and self._part == "cellXfs":
            self.cells.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
