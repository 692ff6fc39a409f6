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
import operator
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import pikepdf
import typst

from capplan.reporting import fonts
from capplan.reporting.content import Block, Chart, Paper, Section, Switch, Table
from capplan.reporting.formats import NOT_SUPPLIED
from capplan.reporting.layout import LONG_WORD, column_widths, is_whole, setting_of
from capplan.reporting.templating import SHIPPED, Templates

STANDARDS: Final = ("a-2a", "ua-1")
TEMPLATE: Final = "paper.typ"
_LONG_WORD = re.compile(rf"[^\s/-]{{{LONG_WORD},}}")
_BREAK_EVERY = 20
# The words by which Typst takes in other code, or makes code of text: even in a comment, so that none is overlooked.
_TAKES_IN = re.compile(r"\b(?:import|include|eval|std)\b")
# A name of hundreds of letters would fill a cover sheet or a foot by itself.
_TITLE_MOST, _FOOTER_MOST = 160, 150
# Annexes of so few rows run on from the paper.
_ANNEX_RUNS_ON = 250


def render_pdf(paper: Paper, templates: Templates = SHIPPED) -> bytes:
    """The paper as a PDF; the same paper and templates give the same bytes.

    Raises RuntimeError where the typeface is missing from the result, `typst.TypstError` where the content breaks a
    rule of the standards, and InputError where the organisation's own template is at fault.
    """
    midnight = dt.datetime.combine(paper.as_at, dt.time(), tzinfo=dt.UTC)
    content = json.dumps(content_of(paper), ensure_ascii=False)
    with alone(templates, TEMPLATE) as template:
        made = typst.compile(
            template,
            root=template.parent,
            package_path=template.parent,
            package_cache_path=template.parent,
            format="pdf",
            font_paths=typefaces(),
            ignore_system_fonts=True,
            sys_inputs={"paper": content},
            pdf_standards=[*STANDARDS],
            timestamp=int(midnight.timestamp()),
        )
    with pikepdf.open(io.BytesIO(made)) as pdf:
        _require_typeface(pdf)
        _mark_row_headings(pdf)
        # It says no more than its absence does, and some readers report it as a fault.
        if "/Suspects" in pdf.Root.MarkInfo and not bool(pdf.Root.MarkInfo.Suspects):
            del pdf.Root.MarkInfo["/Suspects"]
        target = io.BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


@contextmanager
def alone(templates: Templates, name: str) -> Iterator[Path]:
    """Typst's template of that name in a folder of its own, for as long as it is set: it sees no other file, and
    nothing is fetched for it where the folder is its root and that of its packages.

    Raises InputError where the organisation's own template is at fault, within this as well.
    """
    source = templates.source(name)
    try:
        _require_alone(source)
        with tempfile.TemporaryDirectory(prefix="capplan-") as root:
            path = Path(root, name)
            path.write_text(source, encoding="utf-8")
            yield path
    except (typst.TypstError, ValueError) as error:
        raise templates.fault_in(name, error) from error


def _require_alone(source: str) -> None:
    """Raises ValueError where a template could take in a package: Typst would fetch it from the network."""
    for number, line in enumerate(source.splitlines(), start=1):
        if found := _TAKES_IN.search(line):
            raise ValueError(f"line {number}: {found.group()!r} may not be used, as a template takes in nothing")


@cache
def typefaces() -> typst.Fonts:
    """The fonts that Typst may use: those that are shipped, and no others."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
    if fonts.FAMILY not in found.families():
        raise RuntimeError(
            f"the typeface {fonts.FAMILY} was not found in {fonts.FOLDER}; install fontpkg-open-sans again"
        )
    return found


def content_of(paper: Paper) -> dict[str, Any]:
    """A paper as its template takes it: text, numbers and lists alone."""
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
            _run(is_annex, tuple(sections))
            for is_annex, sections in itertools.groupby(paper.sections, key=operator.attrgetter("is_annex"))
        ],
    }


def _run(is_annex: bool, sections: tuple[Section, ...]) -> dict[str, Any]:
    """Sections under one kind of margin: annexes with long lists start a new page with narrower ones."""
    rows = sum(len(block.rows) for section in sections for block in section.blocks if isinstance(block, Table))
    return {"is_wide": is_annex and rows > _ANNEX_RUNS_ON, "sections": list(map(_section, sections))}


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
            widths = column_widths(block)
            fields["setting"] = dataclasses.asdict(setting_of(block))
            fields["widths"] = [dataclasses.asdict(width) for width in widths]
            fields["is_whole"] = is_whole(block, widths)
            del fields["details"]
        case Chart():
            fields = {name: fields[name] for name in ("title", "subtitle", "alt")} | {"svg": block.svg}
    return {"kind": block.kind} | fields


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
