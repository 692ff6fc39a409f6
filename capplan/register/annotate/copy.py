"""A person's own workbook back, marked: the story of one annotated copy."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

import pandas as pd
from lxml import etree

from capplan import columns as c
from capplan.register.annotate.cells import merged, parted
from capplan.register.annotate.listing import TITLE, Listing, listing_sheet
from capplan.register.annotate.marks import marks_of
from capplan.register.annotate.package import (
    MAIN,
    RELATION_ID,
    Package,
    UnpatchableError,
    opened,
    parsed,
    related,
    relations,
    unused,
    with_types,
    written,
)
from capplan.register.annotate.rewrite import fresh, rewritten
from capplan.register.annotate.sheet import with_marks
from capplan.register.annotate.styles import Styles
from capplan.register.sniff import Contents
from capplan.register.workbook import read_sheets

How = Literal["patched", "rewritten", "fresh"]
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_OWN_SHEET = "xl/worksheets/sheetCapplan{}.xml"
_EXCEL = (".xlsx", ".xlsm")
_SPREADSHEETS = f"{{{MAIN}}}sheets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An annotated copy: its bytes, the ending its name needs, and how it was made.

    `patched`: the person's file with nothing lost. `rewritten`: loaded and saved again, so that values
    that formulas last gave, sparklines and the like are lost. `fresh`: a new workbook of the values.
    """

    data: bytes
    suffix: str
    how: How


def annotated(contents: Contents, findings: pd.DataFrame, headline: str) -> Copy:
    """A copy of a register as an Excel workbook with its findings marked.

    Cells are coloured by severity (error, warning, note), with a comment that says what is wrong and
    how to mend it (at most 2,000 a sheet); a sheet at the end lists every finding, with links, below
    `headline`. `findings` has the columns `FINDINGS`, of this file alone. Everything else stays as it
    was where the file is patched; where it cannot be, `how` says so. Text stays text.
    """
    suffix = PurePath(contents.name).suffix.lower()
    if suffix in _EXCEL:
        try:
            return Copy(data=_marked(contents.data, findings, headline), suffix=suffix, how="patched")
        except UnpatchableError:
            pass
        try:
            return Copy(data=_marked(rewritten(contents.data), findings, headline), suffix=suffix, how="rewritten")
        except Exception:  # openpyxl raises whatever its parts raise; values alone can always be given
            pass
    book, titles = fresh(read_sheets(contents))
    renamed = findings.assign(**{c.SHEET: findings[c.SHEET].replace(titles)})
    return Copy(data=_marked(book, renamed, headline), suffix=".xlsx", how="fresh")


def is_untouched(data: bytes) -> bool:
    """Whether these bytes are an annotated copy as capplan wrote it. A spreadsheet program that saves the
    copy gives its parts other names, so one that a person has worked in is not untouched."""
    try:
        return opened(data).has(_OWN_SHEET.format(1))
    except UnpatchableError:
        return False


def _marked(data: bytes, findings: pd.DataFrame, headline: str) -> bytes:
    package = opened(data)
    book = _target(package, "", "officeDocument")
    formats = _target(package, book, "styles")
    root = parsed(package.read(book))
    sheets = _sheets(package, book, root)
    styles = Styles(package.read(formats))
    told = [sheet for sheet in findings[c.SHEET].unique() if sheet in sheets]
    merges = {sheet: merged(parted(package.read(sheets[sheet]))) for sheet in told}
    for sheet, marks in marks_of(findings, merges).items():
        if sheet in sheets:
            package = with_marks(package, sheets[sheet], marks, styles)
    listing = Listing(headline=headline, findings=findings, sheets={name: name for name in sheets})
    package = _with_sheet(package, book, root, listing_sheet(listing, styles))
    return package.having({formats: styles.written()}).packed()


def _target(package: Package, part: str, kind: str) -> str:
    for one in relations(package, part):
        if one.kind == kind:
            return one.target
    raise UnpatchableError(f"no {kind}")


def _sheets(package: Package, book: str, root: etree._Element) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    targets = {one.id: one.target for one in relations(package, book) if one.kind == "worksheet"}
    listed = root.find(_SPREADSHEETS)
    if listed is None:
        raise UnpatchableError("no sheets")
    named = {one.get("name", ""): one.get(RELATION_ID) for one in listed}
    return {name: targets[relation] for name, relation in named.items() if relation in targets}


def _with_sheet(package: Package, book: str, root: etree._Element, content: bytes) -> Package:
    """The package with one more sheet, the last."""
    listed = root.find(_SPREADSHEETS)
    if listed is None:
        raise UnpatchableError("no sheets")
    taken = {one.get("name", "").casefold() for one in listed}
    titles = (TITLE, *(f"{TITLE} {number}" for number in range(2, len(taken) + 3)))
    title = next(title for title in titles if title not in taken)
    part = unused(package, _OWN_SHEET)
    package, relation = related(package.having({part: content}), book, "worksheet", part)
    number = 1 + max((int(one.get("sheetId", "0")) for one in listed), default=0)
    etree.SubElement(listed, f"{{{MAIN}}}sheet", {"name": title, "sheetId": str(number), RELATION_ID: relation})
    return with_types(package.having({book: written(root)}), {part: _SHEET_TYPE}, {})
