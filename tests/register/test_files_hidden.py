"""What values alone do not tell: errors, formulas not worked out, hidden parts, merges, other calendars."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from capplan import columns as c
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import read_registers

HEADINGS = ["Asset No", "Trust", "Modality", "Site", "Department", "Installed", "Replacement cost"]
ROWS = [
    ["A1", "Ashmere", "CT", "North", "Radiology", 2014, 750_000],
    ["A2", "Ashmere", "MRI", "North", "Radiology", 2015, 950_000],
    ["A3", "Ashmere", "CT", "South", "Theatres", 2016, 700_000],
]
type Made = Callable[..., Register]


@pytest.fixture
def made(policy: Policy, tmp_path: Path) -> Made:
    """Reads a sheet of three assets after `change` has been at it."""

    def make(change: Callable[[Worksheet], Any], *, epoch: dt.datetime | None = None) -> Register:
        book = openpyxl.Workbook()
        if epoch is not None:
            book.epoch = epoch
        sheet = book.worksheets[0]
        sheet.title = "Equipment"
        for row in [HEADINGS, *ROWS]:
            sheet.append(row)
        change(sheet)
        book.save(tmp_path / "register.xlsx")
        return read_registers([tmp_path / "register.xlsx"], policy, base=tmp_path)

    return make


def detail(register: Register, code: str) -> str:
    (mend,) = register.findings.loc[register.findings[c.CODE] == code, c.MEND]
    return str(mend)


def test_an_error_is_found_at_its_cell_and_left_blank(made: Made, found: Callable[..., list[str]]) -> None:
    """A formula that came to #REF! gives no value, and is never silently a blank."""

    def break_cost(sheet: Worksheet) -> None:
        sheet["G3"].value, sheet["G3"].data_type = "#REF!", "e"
        sheet["B4"].value, sheet["B4"].data_type = "#N/A", "e"

    register = made(break_cost)
    assert found(register, "R060") == ["G3", "B4"]
    assert register.assets[c.REPLACEMENT_COST_GBP].isna().tolist() == [False, True, False]
    assert register.findings.set_index(c.CODE).loc["R060", c.VALUE_SEEN].tolist() == ["#REF!", "#N/A"]
    assert register.assets.loc[2, c.ORGANISATION] != "#N/A"


def test_a_row_of_nothing_but_errors_is_still_a_row(made: Made, found: Callable[..., list[str]]) -> None:
    """An asset whose every cell is an error is kept, with a finding for each cell."""

    def break_row(sheet: Worksheet) -> None:
        for cell in sheet[3]:
            cell.value, cell.data_type = "#REF!", "e"

    register = made(break_row)
    assert len(register.assets) == 3
    assert found(register, "R060") == ["A3", "B3", "C3", "D3", "E3", "F3", "G3"]


def test_a_formula_that_was_never_worked_out_is_found(made: Made, found: Callable[..., list[str]]) -> None:
    """A workbook written by a program and never calculated holds formulas without values."""
    register = made(lambda sheet: sheet.__setitem__("G2", "=500000+250000"))
    assert found(register, "R061") == ["G2"]
    assert pd.isna(register.assets.loc[0, c.REPLACEMENT_COST_GBP])


def test_errors_in_text_files_are_errors_too(read_text: Made, found: Callable[..., list[str]]) -> None:
    """A workbook saved as CSV writes its errors out as words; they are no names of anything."""
    register = read_text(b"Asset No,Modality,Make,Installed\nA1,CT,#N/A,2014\n")
    assert found(register, "R060") == ["C2"]
    assert pd.isna(register.assets.loc[0, c.MANUFACTURER])


def test_hidden_rows_and_columns_are_read_and_said(made: Made, found: Callable[..., list[str]]) -> None:
    """A filter hides rows for a while; their assets are no less there."""

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["G"].hidden = True

    register = made(hide)
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3"]
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 950_000, 700_000]
    assert found(register, "R062") == ["G1", "A3"]
    mends = register.findings.set_index(c.CODE).loc["R062", c.MEND].tolist()
    assert "column G" in mends[0]
    assert "rows 3 to 4" in mends[1]


def test_a_merged_word_is_true_of_every_row(made: Made, found: Callable[..., list[str]]) -> None:
    """A site, class or date merged over rows is given to each of them, and noted."""

    def merge(sheet: Worksheet) -> None:
        for column in "BCDF":
            sheet.merge_cells(f"{column}2:{column}4")

    register = made(merge)
    assert register.assets[c.SITE].tolist() == ["North"] * 3
    assert register.assets[c.ASSET_CLASS].tolist() == ["ct"] * 3
    assert register.assets[c.INSTALL_DATE].dt.year.tolist() == [2014] * 3
    assert found(register, "R064") == ["B2", "C2", "D2", "F2"]


def test_a_merged_amount_is_given_to_the_first_row_only(made: Made, found: Callable[..., list[str]]) -> None:
    """One amount over three rows may be their sum: it is never multiplied in silence."""
    register = made(lambda sheet: sheet.merge_cells("G2:G4"))
    assert register.assets[c.REPLACEMENT_COST_GBP].sum() == 750_000
    assert found(register, "R065") == ["G2"]
    assert "rows 2 to 4" in detail(register, "R065")


def test_a_merged_id_is_never_given_twice(made: Made, found: Callable[..., list[str]]) -> None:
    """Two rows under one merged id are two assets with one id between them: the second is asked for."""
    register = made(lambda sheet: sheet.merge_cells("A2:A3"))
    assert found(register, "R065") == ["A2"]
    assert len(register.assets) == 3
    assert found(register, "R031") == ["A3"]


def test_words_merged_across_columns_are_true_of_each(made: Made, found: Callable[..., list[str]]) -> None:
    """A cell merged over site and department says both."""
    register = made(lambda sheet: sheet.merge_cells("D3:E3"))
    assert register.assets.loc[1, [c.SITE, c.DEPARTMENT]].tolist() == ["North", "North"]
    assert found(register, "R064") == ["D3"]


def test_a_section_merged_across_the_table_is_no_asset(made: Made, found: Callable[..., list[str]]) -> None:
    """The heading of a section, merged over every column, is listed and left out."""

    def section(sheet: Worksheet) -> None:
        sheet.insert_rows(3)
        sheet["A3"] = "Second floor"
        sheet.merge_cells("A3:G3")

    register = made(section)
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3"]
    assert found(register, "R025") == ["A3"]


def test_days_counted_from_1904_are_not_four_years_early(made: Made, found: Callable[..., list[str]]) -> None:
    """A bare day number in a workbook of the 1904 calendar is counted from its own start."""

    def bare(sheet: Worksheet) -> None:
        sheet["F2"] = (dt.date(2014, 9, 3) - dt.date(1904, 1, 1)).days
        sheet["F3"] = dt.date(2015, 9, 3)

    register = made(bare, epoch=CALENDAR_MAC_1904)
    dates = register.assets[c.INSTALL_DATE]
    assert dates[:2].tolist() == [pd.Timestamp(2014, 9, 3), pd.Timestamp(2015, 9, 3)]
    assert dates.dt.year[2] == 2016
    assert found(register, "R066") == ["F1"]


def test_a_sheet_that_is_hidden_is_said(made: Made, policy: Policy, tmp_path: Path) -> None:
    """A hidden sheet's table is left out with a warning beside the one that shows."""

    def add(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("Old")
        for row in [HEADINGS, *ROWS]:
            other.append(row)
        other.sheet_state = "veryHidden"

    register = made(add)
    assert register.findings.loc[register.findings[c.CODE] == "R027", c.SHEET].tolist() == ["Old"]
    assert len(register.assets) == 3
