"""Comments on cells: the text in one part, the yellow boxes in another (VML, as Excel writes them)."""

import re
from collections.abc import Collection, Mapping, Sequence

from lxml import etree

from capplan.register.annotate.marks import Mark, place_of
from capplan.register.annotate.package import MAIN, UnpatchableError, parsed, written, xml_text

AUTHOR = "capplan"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_SHAPE_END = b"</v:shape>"
_BOX_PLACE = re.compile(rb"<x:(Row|Column)>\s*(\d+)\s*</x:")
_ANCHOR = re.compile(rb"(<x:Anchor>)([\d\s,]+)(</x:Anchor>)")
_LINE_LENGTH, _BOX_COLUMNS = 38, 4
_PREFIXES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_NO_BOXES = (
    b"""<xml%s><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
</o:shapelayout></xml>"""
    % _PREFIXES
)
_SHAPE_TYPE = b"""<v:shapetype%s id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_SHAPE = """<v:shape{prefixes} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;\
margin-top:2pt;width:260pt;height:{height}pt;z-index:{layer};visibility:hidden" fillcolor="#ffffe1" \
o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>\
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>\
</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>\
<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>\
<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""


def with_comments(part: bytes | None, marks: Sequence[Mark]) -> tuple[bytes, list[Mark]]:
    """A part of comments with those of `marks` added, and the marks whose cell had none before.

    Where a cell has a comment already, what it says stays and the mark's text goes below.
    """
    root = parsed(part) if part is not None else _no_comments()
    authors, listed = root.find(f"{{{MAIN}}}authors"), root.find(f"{{{MAIN}}}commentList")
    if authors is None or listed is None:
        raise UnpatchableError("comments of an unusual shape")
    author = str(len(authors))
    etree.SubElement(authors, f"{{{MAIN}}}author").text = AUTHOR
    known = {one.get("ref"): one for one in listed}
    new = [mark for mark in marks if mark.address not in known]
    for mark in marks:
        if mark.address in known:
            _append(known[mark.address], mark.text)
    for mark in new:
        one = etree.SubElement(listed, f"{{{MAIN}}}comment", ref=mark.address, authorId=author)
        _add_run(etree.SubElement(one, f"{{{MAIN}}}text"), mark.text)
    listed[:] = sorted(listed, key=lambda one: place_of(one.get("ref", "A1")))
    return written(root), new


def with_boxes(part: bytes | None, marks: Sequence[Mark]) -> bytes:
    """A VML part with a hidden box for each of `marks`. What it holds already is not touched."""
    before = _NO_BOXES if part is None else part
    end = before.rfind(b"</xml>")
    if end < 0:
        raise UnpatchableError("drawings of an unusual shape")
    has_prefixes = all(b"xmlns:" + name in before for name in (b"v=", b"o=", b"x="))
    prefixes = b"" if has_prefixes else _PREFIXES
    kind = b"" if b'id="_x0000_t202"' in before else _SHAPE_TYPE % prefixes
    taken = [int(number) for number in _SHAPE_ID.findall(before)]
    first = max(taken, default=1024) + 1
    shapes = "".join(_shape(mark, first + number, prefixes.decode()) for number, mark in enumerate(marks))
    return before[:end] + kind + shapes.encode() + before[end:]


def with_larger_boxes(part: bytes, marks: Collection[Mark]) -> bytes:
    """A VML part in which the boxes of cells of `marks` have room below for what the marks say. A box
    that has no anchor of the usual shape stays as it is."""
    lines = {(mark.row - 1, mark.column - 1): _lines(mark) for mark in marks}
    shapes = part.split(_SHAPE_END) if lines else [part]
    return _SHAPE_END.join(_larger(shape, lines) for shape in shapes)


def _larger(shape: bytes, lines: Mapping[tuple[int, int], int]) -> bytes:
    place = {name: int(number) for name, number in _BOX_PLACE.findall(shape)}
    anchor = _ANCHOR.search(shape)
    room = lines.get((place.get(b"Row", -1), place.get(b"Column", -1)))
    corners = [int(number) for number in anchor[2].split(b",") if number.strip()] if anchor else []
    if room is None or len(corners) != 8:
        return shape
    corners[4], corners[6] = max(corners[4], corners[0] + _BOX_COLUMNS), corners[6] + room
    return _ANCHOR.sub(rb"\g<1>" + ", ".join(map(str, corners)).encode() + rb"\g<3>", shape, count=1)


def _no_comments() -> etree._Element:
    root = etree.Element(f"{{{MAIN}}}comments", nsmap={None: MAIN})
    etree.SubElement(root, f"{{{MAIN}}}authors")
    etree.SubElement(root, f"{{{MAIN}}}commentList")
    return root


def _append(comment: etree._Element, text: str) -> None:
    held = comment.find(f"{{{MAIN}}}text")
    if held is None:
        held = etree.SubElement(comment, f"{{{MAIN}}}text")
    plain = held.find(f"{{{MAIN}}}t")
    if plain is not None:
        held.remove(plain)
        _add_run(held, plain.text or "")
    _add_run(held, f"\n\n{text}")


def _add_run(held: etree._Element, text: str) -> None:
    run = etree.SubElement(held, f"{{{MAIN}}}r")
    properties: Mapping[str, Mapping[str, str]] = {"sz": {"val": "9"}, "rFont": {"val": "Tahoma"}}
    manner = etree.SubElement(run, f"{{{MAIN}}}rPr")
    for name, attributes in properties.items():
        etree.SubElement(manner, f"{{{MAIN}}}{name}", dict(attributes))
    one = etree.SubElement(run, f"{{{MAIN}}}t")
    one.set(_SPACE, "preserve")
    one.text = xml_text(text)


def _shape(mark: Mark, number: int, prefixes: str) -> str:
    lines = _lines(mark)
    top = max(mark.row - 2, 0)
    return _SHAPE.format(
        prefixes=prefixes,
        number=number,
        layer=number % 10_000,
        height=lines * 13,
        left=mark.column,
        right=mark.column + _BOX_COLUMNS,
        top=top,
        bottom=top + max(lines, 3),
        row=mark.row - 1,
        column=mark.column - 1,
    )


def _lines(mark: Mark) -> int:
    """How many lines a box needs for what a mark says, with one to spare."""
    return sum(1 + len(line) // _LINE_LENGTH for line in mark.text.split("\n")) + 1
