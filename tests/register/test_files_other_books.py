"""What the workbooks that are not .xlsx hide: the same truths for .xlsb, .xls and .ods."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.styles import Font

from capplan import columns as c
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import read_registers
from tests.register.other_books import Described, write_ods, write_xls, write_xlsb

HEADINGS = ["Trust", "Asset No", "Modality", "Installed", "Replacement cost", "Site"]
ROWS = [
    ["Ashmere Hospitals", "A1", "CT", 2015, 650_000, "North"],
    [None, "A2", "MRI", 2016, "#DIV/0!", "North"],
    [None, "A3", "CT", "#N/A", 700_000, "South"],
    ["Bramford Hospitals", "A4", "CT", 2018, "#REF!", "South"],
    [None, "A5", "CT", 2019, 720_000, "South"],
]
DESCRIBED = Described(
    rows=[HEADINGS, *ROWS], hidden_rows={3}, hidden_columns={5}, merges=[((1, 0), (3, 0)), ((4, 0), (5, 0))]
)
WRITERS = {"register.xlsb": write_xlsb, "register.xls": write_xls, "register.ods": write_ods}

type Found = Callable[..., list[str]]


@pytest.fixture(params=WRITERS)
def register(request: pytest.FixtureRequest, policy: Policy, tmp_path: Path) -> Register:
    """The same register read from each kind of workbook."""
    path = WRITERS[request.param](tmp_path / request.param, DESCRIBED)
    return read_registers([path], policy, base=tmp_path)


def test_every_readable_cell_is_read(register: Register) -> None:
    """What is not at fault comes out the same from every kind of workbook."""
    assets = register.assets
    assert assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3", "A4", "A5"]
    assert assets[c.ASSET_CLASS].tolist() == ["ct", "mri", "ct", "ct", "ct"]
    assert assets[c.REPLACEMENT_COST_GBP].dropna().tolist() == [650_000, 700_000, 720_000]


def test_an_error_is_found_and_never_a_value(register: Register, found: Found) -> None:
    """A cell that came to an error is found at its address and read as blank, not as 0."""
    assert found(register, "R060") == ["E3", "D4", "E5"]
    assert register.assets[c.REPLACEMENT_COST_GBP].isna().tolist() == [False, True, False, True, False]
    assert register.findings.set_index(c.CODE).loc["R060", c.VALUE_SEEN].tolist() == ["#DIV/0!", "#N/A", "#REF!"]


def test_what_is_hidden_is_read_and_said(register: Register, found: Found) -> None:
    """Hidden rows and columns with data are read, and each is named."""
    assert found(register, "R062") == ["F1", "A4"]
    assert register.assets[c.SITE].tolist() == ["North", "North", "South", "South", "South"]


def test_a_merged_owner_is_the_owner_of_every_row(register: Register) -> None:
    """A trust merged down its rows owns each of them."""
    assert register.assets[c.ORGANISATION].tolist() == ["Ashmere Hospitals"] * 3 + ["Bramford Hospitals"] * 2


def write_xlsx(path: Path, sheet: Described) -> Path:
    """The same as the other writers for .xlsx, of what is formatted and struck out alone."""
    book = openpyxl.Workbook()
    cells = book.worksheets[0]
    for row in sheet.rows:
        cells.append(row)
    for (row, column), code in sheet.formats.items():
        cells.cell(row + 1, column + 1).number_format = code
    for row, column in sheet.struck:
        cells.cell(row + 1, column + 1).font = Font(strike=True)
    book.save(path)
    return path


FORMATTED = Described(
    rows=[
        ["Asset No", "Modality", "Installed", "Replacement cost", "Works cost", "Dose (% of DRL)"],
        [42, "CT", 2015, 640_000, 50_000, 0.985],
        [43, "CT", 2016, 0.45, 60_000, 0.97],
        [44, "MRI", 2017, 900_000, 70_000, 0.96],
        ["S9", "CT", 2018, 500_000, 80_000, 90],
    ],
    formats={
        (1, 0): "00000",
        (2, 0): '"IMG-"0000',
        (1, 3): "[$€-2] #,##0",
        (2, 3): '0.00"m"',
        (3, 3): '0,"k"',
        (1, 4): '"£"#,##0',
        **{(row, 5): "0%" for row in range(1, 4)},
    },
    struck={(4, column) for column in range(6)},
)


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_xlsb, write_ods], ids=("xlsx", "xls", "xlsb", "ods"))
def test_a_cell_is_read_as_its_format_shows_it(
    write: Callable[[Path, Described], Path],
    policy: Policy,
    tmp_path: Path,
    found: Found,
    request: pytest.FixtureRequest,
) -> None:
    """Zeros before an id, a price in euros or millions and a struck-out asset are told by formats alone."""
    path = write(tmp_path / f"register.{request.node.callspec.id}", FORMATTED)
    register = read_registers([path], policy, base=tmp_path)
    assets = register.assets
    assert assets[c.ASSET_ID].tolist() == ["00042", "IMG-0043", "44", "S9"]
    costs = assets[c.REPLACEMENT_COST_GBP]
    assert costs.astype("object").where(costs.notna(), None).tolist() == [None, 450_000, 900_000, 500_000]
    assert assets[c.DOSE_RATIO].tolist() == [0.985, 0.97, 0.96, 0.9]
    assert assets[c.WORKS_COST_GBP].tolist() == [50_000, 60_000, 70_000, 80_000]
    foreign = register.findings[register.findings[c.CELL] == "D2"]
    assert foreign[c.VALUE_SEEN].tolist() == ["€640000"]
    assert found(register, "R104") == ["A5"]


@pytest.mark.parametrize("name", WRITERS)
def test_a_formula_left_to_be_worked_out_is_found(name: str, policy: Policy, tmp_path: Path, found: Found) -> None:
    """A program that writes formulas may leave them at 0 for Excel to work out; that is no value, and no blank."""
    rows = [HEADINGS, ["Ashmere", "A1", "CT", 2015, "=", "North"], ["Ashmere", "A2", "CT", 2015, 5e5, "North"]]
    path = WRITERS[name](tmp_path / name, Described(rows=rows))
    register = read_registers([path], policy, base=tmp_path)
    assert found(register, "R061") == ["E2"]
    assert pd.isna(register.assets.loc[0, c.REPLACEMENT_COST_GBP])
