"""Fresh workbooks, for files that cannot be patched: the same values at the same addresses."""

import datetime as dt
import io
import re
import warnings
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlsxwriter

from capplan.register.wording import Cell, seen
from capplan.register.workbook import Sheet

ONLY_SHEET = "Register"
_FORMATS = {dt.datetime: "dd/mm/yyyy hh:mm", dt.date: "dd/mm/yyyy", dt.time: "hh:mm", dt.timedelta: "[h]:mm"}
_LONGEST_TEXT, _LONGEST_TITLE = 32_767, 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FIRST_YEAR = 1900
_WIDEST_COLUMN = 250
_AS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "nan_inf_to_errors": True,
}


def rewritten(data: bytes) -> bytes:
    """An Excel workbook loaded and saved again: formats and formulas stay, but not the values that
    formulas last gave, sparklines or other late additions of Excel."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        has_macros = b"vbaProject.bin" in data
        book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=has_macros)
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def fresh(sheets: Sequence[Sheet]) -> tuple[bytes, dict[str, str]]:
    """A new workbook with the values of some sheets at their own addresses, all text as text; and what
    each sheet is called in it."""
    out, titles = io.BytesIO(), _titles(sheets)
    with xlsxwriter.Workbook(out, {**_AS_TEXT, "default_date_format": _FORMATS[dt.date]}) as book:
        book.set_properties({"created": dt.datetime(1980, 1, 1)})
        formats = {kind: book.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()}
        for sheet in sheets:
            page = book.add_worksheet(titles[sheet.name])
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    if cell != "":
                        _write(page, row, column, cell, formats)
            for (row, column), fault in sheet.faults.items():
                page.write_string(row, column, fault)
            page.autofit(_WIDEST_COLUMN)
    return out.getvalue(), titles


def _titles(sheets: Sequence[Sheet]) -> dict[str, str]:
    """A title that Excel takes for each sheet: 31 characters at most, some not allowed, no two alike."""
    titles: dict[str, str] = {}
    for sheet in sheets:
        plain = _NOT_IN_TITLES.sub(" ", sheet.name).strip("' ") or ONLY_SHEET
        choices = (plain[:_LONGEST_TITLE], *(f"{plain[: _LONGEST_TITLE - 5]} {number}" for number in range(2, 10_000)))
        taken = {title.casefold() for title in titles.values()}
        titles[sheet.name] = next(title for title in choices if title.casefold() not in taken)
    return titles


def _write(page: Any, row: int, column: int, cell: Cell, formats: dict[type, Any]) -> None:
    match cell:
        case str():
            page.write_string(row, column, cell[:_LONGEST_TEXT])
        case bool():
            page.write_boolean(row, column, cell)
        case dt.date() if cell.year < _FIRST_YEAR:
            page.write_string(row, column, seen(cell))
        case dt.datetime():
            page.write_datetime(row, column, cell, formats[dt.date if cell.time() == dt.time() else dt.datetime])
        case dt.date() | dt.time() | dt.timedelta():
            page.write_datetime(row, column, cell, formats[type(cell)])
        case _:
            page.write(row, column, cell)
