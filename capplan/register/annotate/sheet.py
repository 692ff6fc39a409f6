"""Marks one sheet: coloured cells, and comments with the boxes that show them."""

from collections.abc import Sequence

from lxml import etree

from capplan.register.annotate.cells import SheetParts, marked_rows, parted
from capplan.register.annotate.comments import with_boxes, with_comments, with_larger_boxes
from capplan.register.annotate.marks import Mark
from capplan.register.annotate.package import (
    MAIN,
    RELATION_ID,
    Package,
    UnpatchableError,
    parsed,
    related,
    relations,
    unused,
    with_types,
)
from capplan.register.annotate.styles import Styles

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What may stand after a sheet's reference to its comment boxes (ECMA-376, part 1, CT_Worksheet).
_AFTER_BOXES = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MOST_COLUMNS = 16_384


def with_marks(package: Package, part: str, marks: Sequence[Mark], styles: Styles) -> Package:
    """The package with one of its sheets marked."""
    package, boxes_id = _with_boxes_of(package, part, [mark for mark in marks if mark.is_told])
    parts = parted(package.read(part))
    frame = _frame(parts)
    rows = marked_rows(parts, marks, styles.marked, _column_formats(frame))
    before, after = (parts.before, parts.after) if boxes_id is None else _with_reference(frame, boxes_id, parts)
    prefix = parts.prefix
    opened, closed = b"<" + prefix + b"sheetData>", b"</" + prefix + b"sheetData>"
    return package.having({part: before + opened + rows + closed + after})


def _with_boxes_of(package: Package, part: str, marks: Sequence[Mark]) -> tuple[Package, str | None]:
    """The package with the comments of a sheet, and the id by which the sheet must name their boxes;
    None where it names them already, or there are none."""
    if not marks:
        return package, None
    known = {one.kind: one for one in relations(package, part)}
    listed = known.get("comments")
    texts = listed.target if listed else unused(package, "xl/commentsCapplan{}.xml")
    content, new = with_comments(package.read(texts) if listed else None, marks)
    package = package.having({texts: content})
    if not listed:
        package, _ = related(package, part, "comments", texts)
        package = with_types(package, {texts: _COMMENTS_TYPE}, {"vml": _VML_TYPE})
    reference = _frame(parted(package.read(part))).find(f"{{{MAIN}}}legacyDrawing")
    if reference is not None:
        boxes = next((one for one in relations(package, part) if one.id == reference.get(RELATION_ID)), None)
        if boxes is None:
            raise UnpatchableError("comment boxes that are not there")
        added_to = set(marks).difference(new)
        larger = with_larger_boxes(package.read(boxes.target), added_to)
        return package.having({boxes.target: with_boxes(larger, new)}), None
    name = unused(package, "xl/drawings/vmlDrawingCapplan{}.vml")
    package = package.having({name: with_boxes(None, marks)})
    return related(with_types(package, {}, {"vml": _VML_TYPE}), part, "vmlDrawing", name)


def _frame(parts: SheetParts) -> etree._Element:
    """The sheet without its rows."""
    root = parsed(parts.before + b"<" + parts.prefix + b"sheetData/>" + parts.after)
    if root.tag != f"{{{MAIN}}}worksheet":
        raise UnpatchableError("not a sheet of the usual kind")
    return root


def _column_formats(frame: etree._Element) -> dict[int, int]:
    formats: dict[int, int] = {}
    for one in frame.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        first, last = int(one.get("min", "1")), min(int(one.get("max", "0")), _MOST_COLUMNS)
        formats |= dict.fromkeys(range(first, last + 1), int(one.get("style", "0")))
    return formats


def _with_reference(frame: etree._Element, boxes_id: str, parts: SheetParts) -> tuple[bytes, bytes]:
    """What comes before and after the rows, with a reference to the comment boxes at its place."""
    after = {f"{{{MAIN}}}{name}" for name in _AFTER_BOXES}
    seen_rows = False
    place = len(frame)
    for number, one in enumerate(frame):
        seen_rows = seen_rows or one.tag == f"{{{MAIN}}}sheetData"
        if seen_rows and (one.tag in after or one.tag == _COMPATIBLE):
            place = number
            break
    frame.insert(place, etree.Element(f"{{{MAIN}}}legacyDrawing", {RELATION_ID: boxes_id}))
    text = etree.tostring(frame, xml_declaration=True, encoding="UTF-8", standalone=True)
    before, gap, rest = text.partition(b"<" + parts.prefix + b"sheetData/>")
    if not gap:
        raise UnpatchableError("rows that cannot be found again")
    return before, rest
