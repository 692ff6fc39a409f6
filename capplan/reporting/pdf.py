"""The content model as a tagged PDF/A-2a and PDF/UA-1, set by Typst.

Typst refuses a chart without alternative text, a skipped heading level or a missing title, so a
paper that builds has passed that gate. Content goes in as data, never as markup. What Typst cannot
say yet (that the first cell of a row is its heading) is put in afterwards.
"""

import dataclasses
import datetime as dt
import io
import itertools
import json
import math
import operator
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pikepdf
import typst

from capplan.reporting import fonts
from capplan.reporting.content import Block, Chart, Paper, Section, Switch, Table
from capplan.reporting.formats import NOT_SUPPLIED
from capplan.reporting.templating import SHIPPED, Templates

STANDARDS: Final = ("a-2a", "ua-1")
TEMPLATE: Final = "paper.typ"
_LONG_WORD = re.compile(r"[^\s/-]{25,}")
_BREAK_EVERY = 20
# Running text gets room by its length to this power: in proportion would starve the shorter of two columns.
_CAPITAL_IS_WIDER, _WIDEST_IS_WIDER = 0.25, 0.5
_GROWTH = 0.65
# A name of hundreds of letters would starve every other column, or fill a cover sheet and a foot by itself.
_COUNTS_MOST, _TITLE_MOST, _FOOTER_MOST = 120.0, 160, 150
# In characters of table text; a page on its end holds about 100 of them.
_SHORT, _FITS, _FILLS_MOST, _TOO_MUCH, _ALIKE_MOST, _HEADING_LINES = 22, 72, 48, 95, 72, 2.2
# Points: between the margins, a line to the next, and the tallest table that is worth moving to a page of its own.
_TEXT_WIDE_PT, _LINE_HIGH, _WHOLE_PT = 470.0, 1.15, 360.0
_MOST_NAMES, _LONG_REASON = 0.9, 90
_ROWS_AT_FULL_SIZE = 12
# A register is set smaller, and its names are kept on one line where they can be.
_SHORT_IN_REGISTER, _FITS_IN_REGISTER, _TOO_MUCH_IN_REGISTER = 32, 116, 116


def render_pdf(paper: Paper, templates: Templates = SHIPPED) -> bytes:
    """The paper as a PDF; the same paper and templates give the same bytes.

    Raises RuntimeError where the typeface is missing from the result, `typst.TypstError` where the content breaks a
    rule of the standards, and InputError where the organisation's own template is at fault.
    """
    midnight = dt.datetime.combine(paper.as_at, dt.time(), tzinfo=dt.UTC)
    content = json.dumps(_paper(paper), ensure_ascii=False)
    try:
        made = typst.compile(
            templates.source(TEMPLATE).encode(),
            format="pdf",
            font_paths=typefaces(),
            ignore_system_fonts=True,
            sys_inputs={"paper": content},
            pdf_standards=[*STANDARDS],
            timestamp=int(midnight.timestamp()),
        )
    except typst.TypstError as error:
        raise templates.fault_in(TEMPLATE, error) from error
    with pikepdf.open(io.BytesIO(made)) as pdf:
        _require_typeface(pdf)
        _mark_row_headings(pdf)
        # It says no more than its absence does, and some readers report it as a fault.
        if "/Suspects" in pdf.Root.MarkInfo and not bool(pdf.Root.MarkInfo.Suspects):
            del pdf.Root.MarkInfo["/Suspects"]
        target = io.BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


@cache
def typefaces() -> typst.Fonts:
    """The fonts that Typst may use: those that are shipped, and no others."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
    if fonts.FAMILY not in found.families():
        raise RuntimeError(
            f"the typeface {fonts.FAMILY} was not found in {fonts.FOLDER}; install fontpkg-open-sans again"
        )
    return found


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "title": _set(cut(paper.title, _TITLE_MOST)),
        "subtitle": _set(cut(paper.subtitle, _TITLE_MOST)),
        "author": paper.author,
        "as_at": {"year": paper.as_at.year, "month": paper.as_at.month, "day": paper.as_at.day},
        "cover": _set(paper.cover),
        "asks_heading": _set(paper.asks_heading),
        "asks": _set(paper.asks),
        "contents_heading": "Contents",
        "missing": NOT_SUPPLIED,
        "footer": _set(cut(paper.footer, _FOOTER_MOST)),
        "runs": [
            {"is_annex": is_annex, "sections": [_section(section) for section in sections]}
            for is_annex, sections in itertools.groupby(paper.sections, key=operator.attrgetter("is_annex"))
        ],
    }


def cut(text: str, most: int) -> str:
    """The text, with its middle left out where it is longer than `most` characters.

    >>> cut("North East imaging network, run 1234", 20)
    'North East…, run 1234'
    """
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 :]}"


def _section(section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "heading": _set(section.heading),
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Switch):
        return _block(block.choices[0][1])
    fields: dict[str, Any] = _set({field.name: getattr(block, field.name) for field in dataclasses.fields(block)})
    match block:
        case Table():
            fields["is_compact"] = is_compact(block)
            fields["widths"] = column_widths(block)
            fields["is_whole"] = is_whole(block, fields["widths"])
            del fields["details"]
        case Chart():
            fields = {name: fields[name] for name in ("title", "subtitle", "alt")} | {"svg": block.svg}
    return {"kind": block.kind} | fields


def is_compact(table: Table) -> bool:
    """Whether the table is set small: a register, or another of many rows, which are looked up and not read."""
    return table.is_register or len(table.rows) > _ROWS_AT_FULL_SIZE


def column_widths(table: Table) -> list[dict[str, Any]]:
    """How wide each column is to be: `chars` characters, or (`grows`) a share of what is left.

    A column of short cells takes what its longest cell or heading word needs; columns of running
    text share the rest. A table of short columns only is spread over the page if that fills most of
    it, and else left narrow, so that figures stay near their headings.

    >>> from capplan.reporting.content import TableColumn
    >>> columns = (TableColumn(label="Asset"), TableColumn(label="Reason"))
    >>> column_widths(Table(id="t", caption="", columns=columns, rows=(("A-1", "Worth it." * 9),)))
    [{'chars': 5.5, 'grows': False}, {'chars': 18.3, 'grows': True}]
    """
    longest = [_longest(table, place) for place in range(len(table.columns))]
    if table.is_register and longest and longest[-1] > _LONG_REASON:
        # Its rows take several lines whatever the names do, so the names may take two.
        longest = [max(cell / 1.7, _longest_word(table, place)) if _is_name(table, place) else cell
                   for place, cell in enumerate(longest)]  # fmt: skip
    short, fits, too_much = _SHORT, _FITS, _TOO_MUCH
    if table.is_register:
        short, fits, too_much = _SHORT_IN_REGISTER, _FITS_IN_REGISTER, _TOO_MUCH_IN_REGISTER
    fits_as_it_is = sum(longest) <= fits
    widths = []
    for column, cell in zip(table.columns, longest, strict=True):
        heading = max(_longest_word_of(column.label), len(column.label) / _HEADING_LINES * 1.1)
        grows = cell > short and not fits_as_it_is
        share = max(min(cell, _COUNTS_MOST) ** _GROWTH, _longest_word_of(column.label))
        widths.append({"chars": round(share if grows else max(cell, heading), 1), "grows": grows})
    widths = _numbers_alike(table, widths)
    fixed = sum(width["chars"] for width in widths if not width["grows"])
    all_short = not any(width["grows"] for width in widths)
    if (all_short and fixed > _FILLS_MOST) or fixed > too_much:
        return [{"chars": width["chars"], "grows": True} for width in widths]
    return widths


def is_whole(table: Table, widths: list[dict[str, Any]]) -> bool:
    """Whether the table is kept on one page: its height, by the room that `widths` give its cells, is at most half."""
    size, gap, padding = (6.8, 7.0, 5.2) if is_compact(table) else (8.0, 12.0, 7.6)
    room = (_TEXT_WIDE_PT - gap * len(widths)) / (size * (0.54 if is_compact(table) else 0.6))
    growing = sum(width["chars"] for width in widths if width["grows"]) or 1.0
    left = room - sum(width["chars"] for width in widths if not width["grows"])
    chars = [width["chars"] * (left / growing if width["grows"] else 1.0) for width in widths]
    height = 0.0
    for row in table.rows:
        lines = max(
            (math.ceil(_breadth(cell) / max(wide, 1.0)) for cell, wide in zip(row, chars, strict=True)), default=1
        )
        height += lines * size * _LINE_HIGH + padding
        if height > _WHOLE_PT:
            return False
    return True


def _longest(table: Table, place: int) -> float:
    """The widest cell of a column; in a register, of nine in ten of its names, so that a few that are long may take
    two lines."""
    breadths = sorted(_breadth(row[place]) for row in table.rows)
    if not breadths:
        return 0
    return breadths[int((len(breadths) - 1) * (_MOST_NAMES if _is_name(table, place) else 1))]


def _is_name(table: Table, place: int) -> bool:
    return table.is_register and table.columns[place].kind == "text" and 0 < place < len(table.columns) - 1


def _longest_word(table: Table, place: int) -> float:
    return max((_breadth(word) for row in table.rows for word in row[place].split()), default=0)


def _longest_word_of(heading: str) -> float:
    """The characters that a heading's longest word is as wide as: headings are bold."""
    return max(map(len, heading.split(" "))) * 1.1


def _breadth(text: str) -> float:
    """How many average characters a text is as wide as: capitals are wider, and an asset's number, which is
    mostly capitals, must never break."""
    widest = sum(map(text.count, "MW"))
    return len(text) + _CAPITAL_IS_WIDER * sum(map(str.isupper, text)) + _WIDEST_IS_WIDER * widest


def _numbers_alike(table: Table, widths: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Columns of numbers, where there are several and little else, as wide as the widest of them."""
    numbers = [place for place, column in enumerate(table.columns) if column.kind == "number"]
    widest = max((widths[place]["chars"] for place in numbers), default=0)
    if len(numbers) < len(widths) - 1 or widest * len(numbers) > _ALIKE_MOST:
        return widths
    return [width | {"chars": widest} if place in numbers else width for place, width in enumerate(widths)]


def _set(value: Any) -> Any:
    """The value with all its text made fit for the typeface and the line."""
    match value:
        case str():
            return _LONG_WORD.sub(_with_breaks, fonts.printable(value))
        case dict():
            return {name: _set(one) for name, one in value.items()}
        case list() | tuple():
            return [_set(one) for one in value]
        case _ if dataclasses.is_dataclass(value):
            return {field.name: _set(getattr(value, field.name)) for field in dataclasses.fields(value)}
        case _:
            return value


def _with_breaks(word: re.Match[str]) -> str:
    text = word.group()
    return "\u200b".join(text[start : start + _BREAK_EVERY] for start in range(0, len(text), _BREAK_EVERY))


def _require_typeface(pdf: pikepdf.Pdf) -> None:
    # Every page has the footer, so the first has the typeface if any has.
    names = [str(font.get("/BaseFont", "")) for font in pdf.pages[0].resources.get("/Font", {}).values()]
    wanted = fonts.FAMILY.replace(" ", "")
    if not any(wanted in name for name in names):
        raise RuntimeError(f"the PDF does not hold the typeface {fonts.FAMILY}")


def _mark_row_headings(pdf: pikepdf.Pdf) -> None:
    """Make the first cell of each body row a heading of its row (ISO 14289-1, 7.5)."""
    scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    for row in _elements(pdf.Root.StructTreeRoot, "/TR"):
        first = _children(row)[0]
        if first.get("/S") == pikepdf.Name.TD:
            first.S = pikepdf.Name.TH
            first.A = scope


def _elements(root: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    stack = _children(root)
    while stack:
        element = stack.pop()
        if element.get("/S") == kind:
            yield element
        else:
            stack.extend(_children(element))


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    listed = kids.as_list() if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary)]
