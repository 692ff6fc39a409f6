"""Writes grids to an Excel workbook: one marked-up table a sheet, no merged cells, no empty ones.

Text is written as text, so a name that begins with `=` is never a formula.
"""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from capplan.reporting.formats import is_missing
from capplan.reporting.grid import NOT_AVAILABLE, Formula, Grid, Styled, first_data_row, letters

_FONT: dict[str, Any] = {"font_name": "Arial", "font_size": 11}
_INPUT, _RATES = "#FFF6D6", "[>=1000]#,##0;[=0]0;0.00"
_FORMS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@", "align": "left", "indent": 1},
    "long_text": {"num_format": "@", "align": "left", "indent": 1, "text_wrap": True},
    "pounds": {"num_format": "£#,##0;-£#,##0", "align": "right"},
    "whole": {"num_format": "#,##0", "align": "right"},
    "number": {"num_format": "#,##0.0", "align": "right"},
    "ratio": {"num_format": "0.00%", "align": "right"},
    "year": {"num_format": "0", "align": "right"},
    "as_solved": {"num_format": _RATES, "align": "right"},
    "input": {"num_format": _RATES, "align": "right", "bg_color": _INPUT},
    "input_text": {"num_format": "@", "align": "left", "indent": 1, "bg_color": _INPUT},
    "input_year": {"num_format": "0", "align": "right", "bg_color": _INPUT},
}
_HEADING: dict[str, Any] = {"bold": True, "bg_color": "#EEF2F5", "text_wrap": True, "valign": "bottom"}
_LONGEST_TEXT = 32_767
_FILTERED_FROM = 20
# A sheet of so few rows is printed on one page.
_FITS_A_PAGE = 45
# In rows and characters: a long list keeps a line to a row, so that it can be run down by eye.
_WRAPPED_TO, _LONG_FROM, _FITS_A4 = 400, 40, 220
# Excel's numbers for sizes of paper.
_A4, _A3 = 9, 8
CONTENTS = "Contents"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The properties of the file."""

    title: str
    author: str
    created: dt.date


def workbook(grids: Sequence[Grid], about: About) -> bytes:
    """The grids as a workbook, opening on the first; the same grids give the same bytes."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(_FONT),
    }
    book = xlsxwriter.Workbook(target, options)
    created = dt.datetime.combine(about.created, dt.time())
    book.set_properties({"title": about.title, "author": about.author, "created": created})
    forms = {name: book.add_format(_FONT | form | {"valign": "top"}) for name, form in _FORMS.items()}
    styles = {
        "title": book.add_format(_FONT | {"bold": True, "font_size": 16, "font_color": "#12436D"}),
        "text_heading": book.add_format(_FONT | _HEADING | {"align": "left", "indent": 1}),
        "number_heading": book.add_format(_FONT | _HEADING | {"align": "right"}),
        "link": book.add_format(_FONT | {"underline": 1, "font_color": "#005EB8", "indent": 1}),
        "line": book.add_format(_FONT),
    }
    for grid in grids:
        _write(book, grid, forms, styles)
    book.close()
    return target.getvalue()


def _write(book: Any, grid: Grid, forms: dict[str, Format], styles: dict[str, Format]) -> None:
    sheet = book.add_worksheet(grid.sheet)
    sheet.write_string(0, 0, grid.title, styles["title"])
    for place, line in enumerate(grid.lines, start=1):
        sheet.write_string(place, 0, line, styles["line"])
    back = len(grid.lines) + 1
    sheet.write_url(back, 0, f"internal:'{CONTENTS}'!A1", styles["link"], CONTENTS)
    _table(sheet, grid, styles)
    start = first_data_row(grid) - 1
    wraps = len(grid.rows) <= _WRAPPED_TO
    styled = [
        forms["long_text" if wraps and one.form == "text" and one.width >= _LONG_FROM else one.form]
        for one in grid.columns
    ]
    for row, cells in enumerate(grid.rows, start=start):
        for place, (cell, form) in enumerate(zip(cells, styled, strict=True)):
            if isinstance(cell, Styled):
                _cell(sheet, row, place, cell.value, forms[cell.form], None)
                _limit(sheet, row, place, cell.choices)
            else:
                _cell(sheet, row, place, cell, form, styles["link"] if _is_link(grid, place) else None)
    _names(book, grid)
    for place, column in enumerate(grid.columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(start, 1)
    sheet.hide_gridlines(2)
    _page(sheet, grid, start - 1)


def _limit(sheet: Worksheet, row: int, place: int, choices: tuple[str | int, ...]) -> None:
    """Let a cell be one of its choices alone."""
    if choices:
        told = f"One of: {', '.join(map(str, choices))}"
        limits = {"validate": "list", "source": list(choices), "error_title": "Not one of its choices"}
        sheet.data_validation(row, place, row, place, limits | {"error_message": told[:255]})


def _page(sheet: Worksheet, grid: Grid, heading_row: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4 if sum(column.width for column in grid.columns) <= _FITS_A4 else _A3)
    sheet.fit_to_pages(1, 1 if len(grid.rows) <= _FITS_A_PAGE else 0)
    sheet.repeat_rows(heading_row)
    sheet.set_footer("&L&A&RPage &P of &N")


def _table(sheet: Worksheet, grid: Grid, styles: dict[str, Format]) -> None:
    start = first_data_row(grid) - 2
    sheet.add_table(
        start,
        0,
        start + len(grid.rows),
        len(grid.columns) - 1,
        {
            "name": f"{grid.sheet.replace(' ', '_')}_table",
            "style": "Table Style Light 1",
            "banded_rows": False,
            "autofilter": len(grid.rows) >= _FILTERED_FROM,
            "columns": [
                {
                    "header": column.label,
                    "header_format": styles["text_heading" if column.form.endswith("text") else "number_heading"],
                }
                for column in grid.columns
            ],
        },
    )


def _is_link(grid: Grid, place: int) -> bool:
    return grid.sheet == CONTENTS and place == 0


def _cell(
    sheet: Worksheet, row: int, place: int, cell: str | float | Formula | None, form: Format, link: Format | None
) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, place, cell.text, form, cell.value)
    elif is_missing(cell):
        sheet.write_string(row, place, NOT_AVAILABLE, form)
    elif isinstance(cell, str):
        text = cell[:_LONGEST_TEXT]
        if link is not None:
            sheet.write_url(row, place, f"internal:'{text}'!A1", link, text)
        else:
            sheet.write_string(row, place, text, form)
    else:
        sheet.write_number(row, place, cell, form)


def _names(book: Any, grid: Grid) -> None:
    first = first_data_row(grid)
    last = first + len(grid.rows) - 1
    for place, column in enumerate(grid.columns):
        letter = letters(place)
        if column.name:
            book.define_name(column.name, f"='{grid.sheet}'!${letter}${first}:${letter}${last}")
        if column.row_suffix is not None:
            for row, name in enumerate(grid.row_names, start=first):
                if name:
                    book.define_name(name + column.row_suffix, f"='{grid.sheet}'!${letter}${row}")
