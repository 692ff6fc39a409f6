"""Writes a register as a workbook in one of the four styles; the same frame gives the same bytes."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import xlsxwriter

from capplan import columns as c
from capplan.samples.ages import AS_AT
from capplan.samples.faults import Fault, planted
from capplan.samples.layouts import LAYOUTS, UK_DATE, Layout, Style, laid_out

CREATED = dt.datetime(2026, 10, 31, 9, 0)  # fixed, so that the same register is the same bytes
INVENTED = "Synthetic data: every organisation and machine here is invented"
SHEET_NAME = "Equipment"
ROWS_HELD = 20_000  # a longer register is written row by row, to save memory
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_NARROW, _WIDE = 13, 30
_WIDE_COLUMNS = (c.ORGANISATION, c.NETWORK, c.SITE, c.NOTES)


def write_register(
    frame: pd.DataFrame,
    path: Path,
    style: Style,
    *,
    title: str = "Equipment register",
    faults: Iterable[Fault] = (),
) -> None:
    """Write `frame` (columns of `ASSETS`) to `path` as an Excel workbook in the given style.

    - `plain`: canonical headings in row 1 of one sheet, dates as dates, pounds.
    - `titled`: three title rows, with the as-at date, and a blank row above human headings.
    - `thousands`: a sheet for each organisation, which is in no column; costs in £k; a Notes sheet.
    - `uk_text`: dates as dd/mm/yyyy and money as £750,000, both text.

    Only the columns that the style has are written. `faults` are planted in the cells.
    """
    layout = LAYOUTS[style]
    cells = planted(laid_out(frame, layout), faults, sheet_for=layout.sheet_for)
    options = _OPTIONS | {"constant_memory": len(cells) > ROWS_HELD}
    with xlsxwriter.Workbook(path, options) as workbook:
        workbook.set_properties({"title": title, "comments": INVENTED, "created": CREATED})
        bold = workbook.add_format({"bold": True})
        words = {"title": title, "invented": INVENTED, "as_at": AS_AT.strftime(UK_DATE)}
        for name, rows in _sheets(cells, layout):
            _write_sheet(workbook.add_worksheet(name), rows, layout, words, bold)
        if layout.notes:
            notes = workbook.add_worksheet("Notes")
            for number, line in enumerate(layout.notes):
                notes.write_string(number, 0, line.format_map(words))


def _sheets(cells: pd.DataFrame, layout: Layout) -> Iterator[tuple[str, pd.DataFrame]]:
    if layout.sheet_for is None:
        yield SHEET_NAME, cells
        return
    for name, rows in cells.groupby(layout.sheet_for, sort=False):
        yield str(name), rows


def _write_sheet(
    sheet: "xlsxwriter.worksheet.Worksheet", cells: pd.DataFrame, layout: Layout, words: dict[str, str], bold: object
) -> None:
    columns = [column for column in layout.headings if column in cells.columns]
    for position, column in enumerate(columns):
        sheet.set_column(position, position, _WIDE if column in _WIDE_COLUMNS else _NARROW)
    for number, line in enumerate(layout.title):
        sheet.write_string(number, 0, line.format_map(words))
    first = len(layout.title) + 1 if layout.title else 0
    sheet.write_row(first, 0, [layout.headings[column] for column in columns], bold)
    sheet.freeze_panes(first + 1, 0)
    sheet.autofilter(first, 0, first + len(cells), len(columns) - 1)
    for number, row in enumerate(zip(*(cells[column] for column in columns), strict=True), start=first + 1):
        sheet.write_row(number, 0, row)
