"""A workbook's table of formats, with a coloured twin of each format that a marked cell has."""

from copy import deepcopy

from lxml import etree

from capplan.register.annotate.marks import FILLS
from capplan.register.annotate.package import MAIN, UnpatchableError, parsed, written

_FONTS = {
    "title": {"b": {}, "sz": {"val": "14"}},
    "heading": {"b": {}, "sz": {"val": "11"}},
    "link": {"u": {}, "sz": {"val": "11"}, "color": {"rgb": "FF0B5394"}},
    "plain": {"sz": {"val": "11"}},
}
_BLACK = "FF000000"
# The light colours of a theme: its background and its second background.
_LIGHT_THEME = ("0", "2")
_LIGHT_FROM = 160
_WRAPPED = ("plain", "heading", "link", *FILLS)


class Styles:
    """A workbook's formats while they are added to: `marked` gives the number of a coloured twin of a
    format, `named` that of a format of the findings sheet."""

    def __init__(self, data: bytes) -> None:
        self._root = parsed(data)
        self._formats = self._table("cellXfs")
        self._fills = {severity: self._added_fill(colour) for severity, colour in FILLS.items()}
        self._fonts = {name: self._added_font(parts) for name, parts in _FONTS.items()}
        self._known: dict[tuple[int, str], int] = {}
        self._black: dict[int, int] = {}

    def marked(self, base: int, severity: str) -> int:
        """The number of the format `base` with the colour of a severity."""
        key = (base, severity)
        if key not in self._known:
            twin = deepcopy(self._formats[base if base < len(self._formats) else 0])
            twin.set("fillId", str(self._fills[severity]))
            twin.set("applyFill", "1")
            twin.set("fontId", str(self._dark(int(twin.get("fontId", "0")))))
            self._known[key] = self._added(self._formats, twin)
        return self._known[key]

    def _dark(self, font: int) -> int:
        """The number of a font, or of its black twin where its colour is too light for a mark's."""
        fonts = self._table("fonts")
        colour = fonts[font].find(f"{{{MAIN}}}color") if font < len(fonts) else None
        if colour is None or not _is_light(colour):
            return font
        if font not in self._black:
            twin = deepcopy(fonts[font])
            twin.replace(twin.find(f"{{{MAIN}}}color"), etree.Element(f"{{{MAIN}}}color", rgb=_BLACK))
            self._black[font] = self._added(fonts, twin)
        return self._black[font]

    def named(self, name: str) -> int:
        """The number of a format of the findings sheet: `title`, `plain`, `heading`, `link` or a severity."""
        key = (-1, name)
        if key not in self._known:
            font = self._fonts.get(name, self._fonts["plain"])
            one = etree.Element(f"{{{MAIN}}}xf", numFmtId="0", fontId=str(font), borderId="0", xfId="0", applyFont="1")
            one.set("fillId", str(self._fills.get(name, 0)))
            one.set("applyFill", "1")
            if name in _WRAPPED:
                one.set("applyAlignment", "1")
                etree.SubElement(one, f"{{{MAIN}}}alignment", vertical="top", wrapText="1")
            self._known[key] = self._added(self._formats, one)
        return self._known[key]

    def written(self) -> bytes:
        """The part's bytes."""
        return written(self._root)

    def _table(self, name: str) -> etree._Element:
        table = self._root.find(f"{{{MAIN}}}{name}")
        if table is None or not len(table):
            raise UnpatchableError(f"no {name} among the formats")
        return table

    @staticmethod
    def _added(table: etree._Element, one: etree._Element) -> int:
        table.append(one)
        table.set("count", str(len(table)))
        return len(table) - 1

    def _added_fill(self, colour: str) -> int:
        fill = etree.Element(f"{{{MAIN}}}fill")
        pattern = etree.SubElement(fill, f"{{{MAIN}}}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{{{MAIN}}}fgColor", rgb=f"FF{colour}")
        etree.SubElement(pattern, f"{{{MAIN}}}bgColor", indexed="64")
        return self._added(self._table("fills"), fill)

    def _added_font(self, parts: dict[str, dict[str, str]]) -> int:
        font = etree.Element(f"{{{MAIN}}}font")
        for name, attributes in parts.items():
            etree.SubElement(font, f"{{{MAIN}}}{name}", attributes)
        etree.SubElement(font, f"{{{MAIN}}}name", val="Calibri")
        return self._added(self._table("fonts"), font)


def _is_light(colour: etree._Element) -> bool:
    rgb = colour.get("rgb", "")[-6:]
    if len(rgb) == 6:
        red, green, blue = bytes.fromhex(rgb)
        # Weights of lightness: ITU-R BT.601, section 2.5.1.
        return 0.299 * red + 0.587 * green + 0.114 * blue > _LIGHT_FROM
    return colour.get("theme") in _LIGHT_THEME or colour.get("indexed") in ("1", "9")
