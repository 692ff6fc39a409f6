"""Tables are found however they are laid out, and every address is the file's own."""

from collections.abc import Callable
from typing import Any

import openpyxl
import pandas as pd
import pytest

from capplan import columns as c
from capplan.errors import InputError
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import read_registers
from capplan.register.headings import read_heading
from capplan.register.layout import is_on_its_side, straightened
from capplan.register.workbook import Sheet

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset No", "Modality", "Make", "Installed", "Replacement cost"]
CT = ["A1", "CT", "GE", 2014, 750_000]
MRI = ["A2", "MRI", "Siemens", 2015, 950_000]


def sheet_of(rows: list[list[Any]]) -> Sheet:
    width = max(map(len, rows))
    padded = tuple(tuple("" if cell is None else cell for cell in [*row, *[""] * (width - len(row))]) for row in rows)
    return Sheet(file="a.xlsx", stem="a", name="S", is_hidden=False, rows=padded)


def test_titles_and_notes_above_the_headings_are_passed_over(read: Read) -> None:
    """A cover of any length above the table does not hide it."""
    rows = [["Imaging register"], [], ["Owner:", "Estates"], ["Version", 3.1, "Draft"], [], [], HEADINGS, CT, MRI]
    assert read(rows).assets[c.ASSET_ID].tolist() == ["A1", "A2"]


def test_two_rows_of_headings_are_read_as_one(read: Read, found: Found) -> None:
    """A group stands before the headings under it: 'Purchase' over 'Date' and 'Cost'."""
    register = read(
        [
            ["Asset", None, "Purchase", None, "Replacement", None],
            ["No", "Modality", "Date", "Cost", "Cost", "Year"],
            ["A1", "CT", "03/09/2014", 600_000, 750_000, 2028],
            ["A2", "CT", "never", 600_000, 750_000, 2029],
        ]
    )
    assets = register.assets
    assert assets[c.ASSET_ID].tolist() == ["A1", "A2"]
    assert assets[c.PURCHASE_DATE].tolist()[0] == pd.Timestamp(2014, 9, 3)
    assert assets[c.PURCHASE_COST_GBP].tolist() == [600_000] * 2
    assert assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000] * 2
    assert assets[c.PLANNED_REPLACEMENT_DATE].dt.year.tolist() == [2028, 2029]
    assert found(register, "R005") == ["C4"]


def test_merged_headings_of_two_rows_are_read(policy: Policy, tmp_path: Any) -> None:
    """Headings merged down over both rows, and groups merged across."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Asset No", "Modality", "Installed", "Costs (£k)", None])
    sheet.append([None, None, None, "Replacement cost", "Works"])
    sheet.append(["A1", "CT", 2014, 750, 200])
    for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:E1"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    register = read_registers([tmp_path / "a.xlsx"], policy, base=tmp_path)
    assert len(register.assets) == 1
    assert register.assets.loc[0, [c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP]].tolist() == [750_000, 200_000]
    assert register.findings.loc[register.findings[c.CODE] == "R069", c.CELL].tolist() == ["D2", "E2"]


def test_a_group_is_not_joined_where_headings_are_known_without_it(read: Read) -> None:
    """'Equipment details' over 'Model' adds nothing."""
    register = read(
        [
            ["Equipment details", None, None, "Age"],
            ["Asset No", "Modality", "Model", "Installed"],
            ["A1", "CT", "M", 2014],
        ]
    )
    assert register.assets.loc[0, [c.ASSET_ID, c.MODEL]].tolist() == ["A1", "M"]
    assert register.assets[c.INSTALL_DATE].dt.year.tolist() == [2014]


@pytest.mark.parametrize("note", ["All costs in £000", "Costs are in thousands of pounds", "£'000", "Values £k"])
def test_a_unit_above_the_table_is_the_unit_of_its_amounts(read: Read, found: Found, note: str) -> None:
    """A note over the table says thousands: read so, and said at each heading."""
    register = read([["Register"], [note], HEADINGS, [*CT[:4], 750], [*MRI[:4], 950]])
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 950_000]
    assert found(register, "R069") == ["E3"]


@pytest.mark.parametrize("note", ["Assets over £5k", "Total value £m 12.5", "Items above £1,000", "Updated 31/03/2026"])
def test_what_is_no_unit_of_the_table_changes_nothing(read: Read, found: Found, note: str) -> None:
    """A threshold or a sum in a title is not the unit of the amounts below it."""
    register = read([[note], HEADINGS, CT, MRI])
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 950_000]
    assert found(register, "R069") == []


def test_a_heading_with_its_own_unit_keeps_it(read: Read, found: Found) -> None:
    """The heading's own unit is nearer than a note above it."""
    register = read([["All costs in £000"], [*HEADINGS[:4], "Replacement cost (£)"], CT])
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000]
    assert found(register, "R069") == []


def test_headings_in_two_languages_are_known_by_either_half(read: Read) -> None:
    """A line in each language in one cell."""
    rows = [
        ["Mã tài sản\nAsset No", "Phân loại\nModality", "Ngày lắp đặt\nInstallation date"],
        ["A1", "CT", "01/06/2021"],
    ]
    register = read(rows)
    assert register.assets[c.INSTALL_DATE].tolist() == [pd.Timestamp(2021, 6, 1)]


def test_headings_said_again_are_left_out_however_they_are_said(read: Read, found: Found) -> None:
    """At each printed page, in other words, or as the names of the fields."""
    again = ["asset_id", "asset_class", "manufacturer", "install_date", "replacement_cost_gbp"]
    register = read([HEADINGS, again, CT, HEADINGS, ["Asset number", "Class", "Make", "Installed", "Repl. cost"], MRI])
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2"]
    assert found(register, "R026") == ["A2", "A4", "A5"]


def test_totals_without_the_word_are_known_by_their_sum(read: Read, found: Found) -> None:
    """A row that names a class and gives the sum of the rows above it is no asset."""
    register = read(
        [
            HEADINGS,
            CT,
            ["A3", "CT", "GE", 2016, 700_000],
            [None, "CT", None, None, 1_450_000],
            MRI,
            ["A4", "MRI", "GE", 2016, 900_000],
            [None, "MRI", None, None, "£1,850,000"],
            [None, "All", None, None, 3_300_000],
        ]
    )
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A3", "A2", "A4"]
    assert found(register, "R024") == ["B4", "B7", "B8"]


def test_an_asset_without_an_id_is_no_total(read: Read, found: Found) -> None:
    """A row with an amount that is no sum, or with a date of its own, is kept."""
    register = read([HEADINGS, CT, MRI, [None, "CT", None, None, 800_000], [None, "CT", None, 2014, 1_700_000]])
    assert len(register.assets) == 4
    assert found(register, "R024") == []


def test_remarks_below_the_table_are_left_out_and_listed(read: Read, found: Found) -> None:
    """Signatures and notes below a blank row are no assets, wherever they stand."""
    headings = ["Asset No", "Modality", "Description", "Room", "Installed", "Replacement cost"]
    register = read(
        [
            headings,
            ["A1", "CT", "Scanner", "1", 2014, 750_000],
            ["A2", "CT", "Scanner", "2", 2014, 750_000],
            [],
            [None, None, "Prepared by", "Approved by"],
            [None, None, "The estates team", "The board"],
        ]
    )
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2"]
    assert found(register, "R068") == ["C5", "C6"]


def test_a_sparse_asset_below_a_blank_row_is_kept(read: Read, found: Found) -> None:
    """An id is enough to be an asset, however little else is known."""
    register = read([HEADINGS, CT, MRI, [], ["A3", "CT"], [None, "MRI"]])
    assert register.assets[c.ASSET_CLASS].tolist() == ["ct", "mri", "ct"]
    assert found(register, "R068") == []
    assert found(register, "R025") == ["B6"]


def test_two_tables_on_a_sheet_are_both_read_with_their_own_addresses(read: Read, found: Found) -> None:
    """One below the other, with their columns in another order: each finding is at its own cell."""
    register = read(
        [
            ["CT"],
            ["Asset No", "Modality", "Installed"],
            ["A1", "CT", "never"],
            [],
            ["MRI"],
            ["Installed", "Make", "Modality", "Asset No"],
            ["never", "GE", "MRI", "A2"],
            [2015, "GE", "Magic", "A2"],
        ]
    )
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2", "A2 (2)"]
    assert found(register, "R004") == ["C3", "A7"]
    assert found(register, "R002") == ["C8"]
    assert found(register, "R014") == ["D8"]


TURNED = [
    ["Equipment", None, None, None],
    ["Asset No", "A1", "A2", "A3"],
    ["Modality", "CT", "MRI", "Magic"],
    ["Installed", "03/09/2014", "never", 2015],
    ["Replacement cost", 750_000, 950_000, 800_000],
]


def test_a_table_on_its_side_is_read_turned_with_its_own_addresses(read: Read, found: Found) -> None:
    """Headings down a column, an asset in each column beside it; every address is the file's."""
    register = read(TURNED)
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3"]
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 950_000, 800_000]
    assert found(register, "R004") == ["C4"]
    assert found(register, "R002") == ["D3"]
    assert found(register, "R048") == [""]


def test_addresses_in_sentences_are_turned_too(read: Read) -> None:
    """The first asset of an id used twice is named by the cell that a person can go to."""
    rows = [["Asset No", "A1", "A1"], ["Modality", "CT", "CT"], ["Installed", 2014, 2015]]
    again = read(rows).findings.set_index(c.CODE).loc["R014"]
    assert again[c.CELL] == "C1"
    assert "Equipment!B1" in again[c.MEND]


def test_a_list_that_explains_headings_is_no_table_on_its_side() -> None:
    """Words stand beside its dates and numbers."""
    rows = [["Asset No", "The number on the tag"], ["Modality", "What it is"], ["Installed", "When it began"]]
    assert not is_on_its_side(sheet_of(rows))
    assert is_on_its_side(sheet_of([row[:2] for row in TURNED[1:]]))


def test_an_upright_table_is_left_as_it_is() -> None:
    """The same sheet comes back, cell for cell."""
    sheet = sheet_of([["Register"], HEADINGS, CT, MRI])
    (plain,), findings = straightened(sheet, read_heading)
    assert plain is sheet
    assert findings == []


def test_a_sheet_of_rows_without_headings_is_a_warning(read: Read, found: Found) -> None:
    """A second page without its headings may hold assets: it is never passed over as a mere note."""
    register = read({"One": [HEADINGS, CT], "Two": [MRI, ["A3", *CT[1:]], ["A4", *CT[1:]]]})
    assert register.findings.loc[register.findings[c.CODE] == "R067", c.SHEET].tolist() == ["Two"]
    assert len(register.assets) == 1


def test_a_file_without_headings_shows_what_it_begins_with(read: Read) -> None:
    """The person is asked, with a row to judge by; no row of data is ever made into headings."""
    with pytest.raises(InputError, match=r"a row of it reads 'A1', 'CT', 'GE', '2014'"):
        read([CT, MRI])


def test_a_file_with_only_a_hidden_table_says_so(policy: Policy, tmp_path: Any) -> None:
    """The sentence names the sheet that is hidden."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Cover"])
    hidden = book.create_sheet("Register")
    for row in (HEADINGS, CT):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="only on a hidden sheet, 'Register'"):
        read_registers([tmp_path / "a.xlsx"], policy, base=tmp_path)


def test_sheets_by_class_and_a_summary_are_told_apart(read: Read) -> None:
    """Each register sheet is read; the look-up and the summary are not."""
    register = read(
        {
            "Summary": [["Modality", "Number", "Replacement cost"], ["CT", 1, 750_000], ["MRI", 1, 950_000]],
            "Lists": [["Modality"], ["CT"], ["MRI"]],
            "CT": [HEADINGS, CT],
            "MRI": [["Imaging"], [], HEADINGS, MRI],
        }
    )
    assert register.assets[[c.ASSET_ID, c.SOURCE_SHEET, c.SOURCE_ROW]].values.tolist() == [
        ["A1", "CT", 2],
        ["A2", "MRI", 4],
    ]
