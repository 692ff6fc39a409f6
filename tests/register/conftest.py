"""Small workbooks and text files, written and read back."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from capplan import columns as c
from capplan.model import Register
from capplan.policy import Policy, default_policy
from capplan.register import read_registers

AS_AT = dt.date(2026, 10, 31)

type Rows = Sequence[Sequence[Any]]
type Sheets = Mapping[str, Rows]
type Read = Callable[..., Register]


@pytest.fixture
def policy() -> Policy:
    """Every default, at the end of October 2026."""
    return default_policy(as_at=AS_AT)


@pytest.fixture
def book(tmp_path: Path) -> Callable[[str, Sheets], Path]:
    """Writes a workbook of these sheets (rows from cell A1, None for an empty cell) and gives its path."""

    def write(name: str, sheets: Sheets) -> Path:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(tmp_path / name, options) as workbook:
            as_date = workbook.add_format({"num_format": "dd/mm/yyyy"})
            for title, rows in sheets.items():
                sheet = workbook.add_worksheet(title)
                for row, cells in enumerate(rows):
                    for column, cell in enumerate(cells):
                        if isinstance(cell, dt.date):
                            sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), as_date)
                        elif cell is not None:
                            sheet.write(row, column, cell)
        return tmp_path / name

    return write


@pytest.fixture
def read(book: Callable[[str, Sheets], Path], policy: Policy, tmp_path: Path) -> Read:
    """Reads one sheet called Equipment with these rows, or a whole mapping of sheets."""

    def read_book(rows: Rows | Sheets, name: str = "register.xlsx") -> Register:
        sheets = rows if isinstance(rows, Mapping) else {"Equipment": rows}
        return read_registers([book(name, sheets)], policy, base=tmp_path)

    return read_book


@pytest.fixture
def read_text(policy: Policy, tmp_path: Path) -> Read:
    """Reads one text file of these bytes."""

    def read_bytes(data: bytes, name: str = "register.csv") -> Register:
        (tmp_path / name).write_bytes(data)
        return read_registers([tmp_path / name], policy, base=tmp_path)

    return read_bytes


@pytest.fixture
def found() -> Callable[[Register, str], list[str]]:
    """The cells at which a register has findings under a code."""

    def cells(register: Register, code: str) -> list[str]:
        findings: pd.DataFrame = register.findings
        return findings.loc[findings[c.CODE] == code, c.CELL].tolist()

    return cells
