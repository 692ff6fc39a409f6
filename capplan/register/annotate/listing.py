"""The findings sheet: every finding of a file in rows, each with a link to its cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from capplan import columns as c
from capplan.columns import COLUMN
from capplan.register.annotate.marks import FILLS
from capplan.register.annotate.package import MAIN, xml_text
from capplan.register.annotate.styles import Styles
from capplan.register.own import own_title

TITLE = "capplan findings"
_LINKS_LIMIT = 60_000
_ROWS_LIMIT = 1_000_000
_HEADINGS = (c.SEVERITY, c.CODE, c.SHEET, c.CELL, c.ASSET_ID, c.COLUMN, c.VALUE_SEEN, c.VALUE_USED, c.MESSAGE, c.MEND)
_LETTERS = "ABCDEFGHIJ"
_WIDTHS = (10, 8, 18, 9, 16, 20, 24, 20, 52, 64)
_LINE_POINTS, _MOST_LINES = 15, 8
_HEADING_ROW = 5
_DEFAULT_FORMAT = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the findings sheet says: one headline, and findings of one file (columns `FINDINGS`).

    `sheets` gives what each sheet of the findings is called in the workbook.
    """

    headline: str
    findings: pd.DataFrame
    sheets: Mapping[str, str]


def listing_sheet(listing: Listing, styles: Styles) -> bytes:
    """The sheet as an XML part. All of it is text, so nothing in it can become a formula."""
    findings = listing.findings.head(_ROWS_LIMIT)
    rows = [
        _row(1, [own_title("Findings of capplan check")], [styles.named("title")]),
        _row(2, [listing.headline], [_DEFAULT_FORMAT]),
        _row(3, list(FILLS), [styles.named(severity) for severity in FILLS]),
        _row(_HEADING_ROW, [heading.heading for heading in _HEADINGS], [styles.named("heading")] * len(_HEADINGS)),
        *_finding_rows(findings, styles),
    ]
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(_WIDTHS, 1)
    )
    last = _HEADING_ROW + len(findings)
    links = "".join(_links(listing, findings))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FF{FILLS["error"]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{_HEADING_ROW}" topLeftCell="A{_HEADING_ROW + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A{_HEADING_ROW}:{_LETTERS[-1]}{last}"/>'
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _finding_rows(findings: pd.DataFrame, styles: Styles) -> Iterator[str]:
    plain, link = styles.named("plain"), styles.named("link")
    headings = dict(_column_headings())
    values = findings[list(_HEADINGS)]
    for number, row in enumerate(values.itertuples(index=False, name=None), _HEADING_ROW + 1):
        texts = [
            headings.get(text, text) if name is COLUMN else text for name, text in zip(_HEADINGS, row, strict=True)
        ]
        formats = [
            styles.named(text) if name is c.SEVERITY else link if name is c.CELL and text else plain
            for name, text in zip(_HEADINGS, texts, strict=True)
        ]
        yield _row(number, texts, formats)


def _column_headings() -> Iterator[tuple[str, str]]:
    return ((str(column), column.heading) for column in c.ASSETS)


def _row(number: int, texts: Sequence[str], formats: Sequence[int]) -> str:
    lines = max((-(-len(text) // width) for text, width in zip(texts, _WIDTHS, strict=False)), default=1)
    is_tall = lines > 1 and number > _HEADING_ROW
    height = f' ht="{min(lines, _MOST_LINES) * _LINE_POINTS}" customHeight="1"' if is_tall else ""
    cells = "".join(
        f'<c r="{_LETTERS[place]}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(xml_text(text))}</t></is></c>"
        for place, (text, style) in enumerate(zip(texts, formats, strict=True))
        if text
    )
    return f'<row r="{number}"{height}>{cells}</row>'


def _links(listing: Listing, findings: pd.DataFrame) -> Iterator[str]:
    letter = _LETTERS[_HEADINGS.index(c.CELL)]
    places = zip(findings[c.SHEET], findings[c.CELL], strict=True)
    for number, (sheet, cell) in enumerate(places, _HEADING_ROW + 1):
        title = listing.sheets.get(sheet)
        if cell and title is not None and number <= _LINKS_LIMIT:
            location = "'{}'!{}".format(title.replace("'", "''"), cell)
            yield f'<hyperlink ref="{letter}{number}" location={quoteattr(location)} display={quoteattr(cell)}/>'
