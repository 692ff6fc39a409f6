"""What stands around the cells of a register: sections, titles, names of sheets, notes, formats, neighbours."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.styles import Font

from capplan import columns as c
from capplan.columns import Column
from capplan.errors import InputError
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import read_registers
from capplan.register.headings import read_heading

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset no", "Make", "Model", "Installed"]
DAY = dt.date(2015, 3, 20)


def row(asset: str) -> list[object]:
    return [asset, "Hologic", "Selenia", DAY]


def values(register: Register, column: Column) -> list[object]:
    held = register.assets[column]
    return held.astype("object").where(held.notna(), None).tolist()


def test_the_heading_of_a_section_gives_its_class(read: Read, found: Found) -> None:
    """A row of one word for a class heads those below it, until another heading ends it; each is told once."""
    register = read(
        [HEADINGS, ["CT SCANNERS"], row("A"), row("B"), ["MRI scanners (2)"], row("C"), ["To be reviewed"], row("D")]
    )
    assert values(register, c.ASSET_CLASS) == ["ct", "ct", "mri", None]
    assert (found(register, "R102"), found(register, "R025"), len(found(register, "R001"))) == (["A2", "A5"], ["A7"], 1)


def test_a_row_keeps_its_own_class(read: Read) -> None:
    """The heading of a section is for rows that say nothing themselves."""
    rows = [[*HEADINGS, "Modality"], ["CT scanners"], [*row("A"), "MRI"], [*row("B"), None], [*row("C"), "gadget"]]
    assert values(read(rows), c.ASSET_CLASS) == ["mri", "ct", None]


def test_what_goes_with_a_machine_is_not_of_its_section(read: Read) -> None:
    """A coil among MRI scanners, or another machine, keeps to what its description says: no class is given."""
    items = ["Main scanner", "MRI 3T", "Knee coil", "CT scanner", "Contrast injector", None]
    rows = [
        ["Asset no", "Item", "Installed"],
        ["MRI SCANNERS"],
        *([f"A{i}", item, DAY] for i, item in enumerate(items)),
    ]
    assert values(read(rows), c.ASSET_CLASS) == ["mri", "mri_3t", None, None, None, "mri"]


def test_two_ratings_in_a_cell_are_no_decimal(read_text: Read, found: Found) -> None:
    """Likelihood "4,3" says nothing of how the table writes its numbers."""
    lines = ["Asset no;Modality;Installed;Likelihood;Exams", "A;CT;2015;4,3;1.250", "B;CT;2015;5,3;900"]
    register = read_text("\n".join(lines).encode())
    assert values(register, c.ACTIVITY_PER_YEAR) == [None, 900]
    assert found(register, "R103") == []


def test_the_name_of_a_sheet_or_its_title_gives_the_class(read: Read) -> None:
    """Registers with a sheet for each class have no column for it, and such a sheet is not an organisation."""
    register = read(
        {
            "Mammography 2026": [HEADINGS, row("A")],
            "Data": [["Ultrasound"], HEADINGS, row("B")],
            "North": [HEADINGS, row("C")],
        }
    )
    assert values(register, c.ASSET_CLASS) == ["mammography", "ultrasound", None]
    assert values(register, c.ORGANISATION) == ["register", "register", "North"]


def test_a_title_names_the_organisation(read: Read) -> None:
    """The only health body in the rows above the headings, before the name of the file."""
    rows = [["Equipment register of Eastmere and Westport NHS Foundation Trust: imaging"], HEADINGS, row("A")]
    register = read(rows)
    assert values(register, c.ORGANISATION) == ["Eastmere and Westport NHS Foundation Trust"]
    told = register.findings.set_index(c.CODE).loc["R030", c.MEND]
    assert told.startswith("Nothing, if it is right")


@pytest.mark.parametrize(
    ("note", "basis"),
    [
        ("Costs shown include VAT at 20%", "inc"),
        ("All prices are inclusive of VAT", "inc"),
        ("All costs exclude VAT", "ex"),
        ("Prices do not include VAT", "ex"),
        ("Costs shown: VAT to be added", "ex"),
        ("Costs include VAT for works and exclude VAT for kit", None),
    ],
)
def test_a_note_above_the_headings_says_the_vat(read: Read, note: str, basis: str | None) -> None:
    """It holds for every price without a note of its own; a note that says both says nothing."""
    rows = [[note], ["Asset no", "Modality", "Installed", "Replacement cost"], ["A", "CT", DAY, 720_000],
            ["B", "CT", DAY, "£600,000 ex VAT"]]  # fmt: skip
    assert values(read(rows), c.VAT_BASIS) == [basis, "ex"]


@pytest.mark.parametrize(
    ("heading", "cells", "column"),
    [
        ("Service", [4_500, "£3,200", 9_000], c.DEPARTMENT),
        ("Service", ["Yes", "Siemens", "In-house"], c.DEPARTMENT),
        ("Owner", ["Dr A. Example", "J. Example", "K Other"], c.ORGANISATION),
        ("Company", ["Siemens", "GE Healthcare", "Philips"], c.ORGANISATION),
        ("Provider", ["J. Example", "K. Other", "someone@example.org"], c.ORGANISATION),
    ],
)
def test_a_heading_with_two_meanings_is_held_to_its_cells(
    read: Read, found: Found, heading: str, cells: list[object], column: Column
) -> None:
    """Contracts are no department, and people and makers no organisation: told, and kept as text."""
    rows = [["Asset no", "Modality", "Installed", heading], *([cell, "CT", DAY, cell] for cell in cells)]
    register = read(rows)
    assert values(register, column) == [None if column == c.DEPARTMENT else "register"] * 3
    assert found(register, "R101") == ["D1"]
    assert register.assets[c.EXTRA].str.contains(heading).all()


@pytest.mark.parametrize(
    ("heading", "cells", "column"),
    [("Service", ["Radiology", "Cardiology", "Breast screening"], c.DEPARTMENT),
     ("Owner", ["Eastmere NHS Trust", "RXX", "Westport Council"], c.ORGANISATION),
     ("Company", ["Alpha", "Eastmere", "Westport"], c.ORGANISATION)],
)  # fmt: skip
def test_a_heading_with_two_meanings_is_read_where_its_cells_agree(
    read: Read, heading: str, cells: list[str], column: Column
) -> None:
    """What looks like departments and bodies is read as them."""
    rows = [["Asset no", "Modality", "Installed", heading], *([cell, "CT", DAY, cell] for cell in cells)]
    assert values(read(rows), column) == cells


def test_a_decimal_comma_is_read_where_the_table_shows_it(read_text: Read, found: Found) -> None:
    """Two numbers that can only have a decimal comma, and none with a point, settle it for all."""
    lines = ["Asset no;Modality;Installed;Replacement cost;Useful life;Exams",
             "A;CT;20.03.2015;702.000,00;7,5;4.500", "B;CT;20.03.2015;€1.250.000,00;10;900"]  # fmt: skip
    register = read_text("\ufeff".encode() + "\r\n".join(lines).encode())
    assert values(register, c.REPLACEMENT_COST_GBP) == [702_000, None]
    assert (values(register, c.EXPECTED_LIFE_YEARS), values(register, c.ACTIVITY_PER_YEAR)) == ([7.5, 10], [4_500, 900])
    assert len(found(register, "R103")) == 1


def test_no_decimal_comma_beside_decimal_points(read_text: Read, found: Found) -> None:
    """Where numbers of one table are written both ways, those with a comma are found and not read."""
    lines = ["Asset no;Modality;Installed;Useful life", "A;CT;2015;7,5", "B;CT;2015;8,5", "C;CT;2015;9.5"]
    register = read_text("\n".join(lines).encode())
    assert values(register, c.EXPECTED_LIFE_YEARS) == [None, None, 9.5]
    assert found(register, "R005") == ["D2", "D3"]


@pytest.mark.parametrize("heading", ["Age (months)", "Life (months)", "Expected life in months", "Asset age (mths)"])
def test_months_in_a_heading_are_made_years(heading: str) -> None:
    """Ages and lives are kept in years."""
    read = read_heading(heading)
    assert read is not None
    assert read.scale * 120 == pytest.approx(10)


def test_ages_in_months_are_read(read: Read) -> None:
    """120 months are ten years."""
    register = read(
        [["Asset no", "Modality", "Age (months)", "Life (months)"], ["A", "CT", 30, 120], ["B", "CT", "6", "84"]]
    )
    assert values(register, c.AGE_YEARS) == [2.5, 0.5]
    assert values(register, c.EXPECTED_LIFE_YEARS) == [10, 7]


@pytest.mark.parametrize(
    "word", ["Carried forward", "Brought forward", "Page total", "c/f", "Total b/fwd", "Running total"]
)
def test_totals_at_the_turn_of_a_page_are_no_assets(read: Read, found: Found, word: str) -> None:
    """Printed registers carry their totals from page to page."""
    register = read([["Asset no", "Modality", "Installed", "Replacement cost"], ["A", "CT", DAY, 700_000],
                     [word, None, None, 900_000], ["B", "CT", DAY, 650_000]])  # fmt: skip
    assert values(register, c.ASSET_ID) == ["A", "B"]
    assert found(register, "R024") == ["A3"]


def test_an_apostrophe_before_digits_is_none_of_them(read_text: Read) -> None:
    """It marks text in a spreadsheet, and other programs keep it."""
    register = read_text(b"Asset no,Modality,Installed,Replacement cost\n'00045,CT,2015,'555000\n")
    assert (values(register, c.ASSET_ID), values(register, c.REPLACEMENT_COST_GBP)) == (["00045"], [555_000])


def test_part_of_a_pound_is_no_price(read: Read, found: Found) -> None:
    """0.45 under a heading in pounds is a price in millions: found, not rounded to nothing."""
    register = read([["Asset no", "Modality", "Installed", "Purchase cost"], ["A", "CT", DAY, 0.45]])
    assert values(register, c.PURCHASE_COST_GBP) == [None]
    assert found(register, "R005") == ["D2"]


def test_opening_hours_of_a_day_are_told(read: Read, found: Found) -> None:
    """10 hours open are those of a day, not of a year."""
    register = read(
        [["Asset no", "Modality", "Installed", "Opening hours"], ["A", "CT", DAY, 10], ["B", "CT", DAY, 2_500]]
    )
    assert found(register, "R106") == ["D2"]


@pytest.mark.parametrize(("written", "count"), [("x4", 4), ("4x", 4), ("2 off", 2), ("× 3", 3)])
def test_how_many_are_written_in_several_ways(read: Read, written: str, count: int) -> None:
    """Each is an asset of its own."""
    register = read([["Asset no", "Modality", "Installed", "Qty"], ["A", "Ultrasound", DAY, written]])
    assert len(register.assets) == count


def test_a_price_for_each_is_the_price(read: Read) -> None:
    """Beside a quantity, a price is given for one."""
    register = read(
        [["Asset no", "Modality", "Installed", "Qty", "Replacement cost (each)"], ["A", "CT", DAY, 2, 700_000]]
    )
    assert values(register, c.REPLACEMENT_COST_GBP) == [700_000, 700_000]


def test_a_year_before_the_make_is_of_manufacture(read: Read, found: Found) -> None:
    """Registers of vehicles give year, make and model; elsewhere "Year" says nothing."""
    register = read([["Fleet no", "Year", "Make", "Model"], ["A", 2014, "Ford", "Transit"]])
    assert values(register, c.MANUFACTURE_YEAR) == [2014]
    assert found(register, "R105") == ["B1"]
    elsewhere = read([["Fleet no", "Make", "Model", "Year"], ["A", "Ford", "Transit", 2014]])
    assert values(elsewhere, c.MANUFACTURE_YEAR) == [None]


def test_lost_digits_are_found_in_a_column_that_lost_its_place(read_text: Read, found: Found) -> None:
    """A model number such as 6.37E+15 is told of, though the model's name is used."""
    data = b"Asset no,Model name,Model number,Installed\nA,Alpha,6.37702E+15,2015\nB,Beta,12,2015\n"
    assert found(read_text(data), "R038") == ["C2"]


def test_the_published_list_is_no_register(read_text: Read) -> None:
    """Who gives it as a register is told where it belongs."""
    line = 'RXX,"EASTMERE NHS TRUST",Y62,QOP,"1 ROAD",,TOWN,,,AB1 2CD,20171001,,,,,,,,,,,,,,,,\n'
    with pytest.raises(InputError, match="published list of organisations"):
        read_text((line * 3).encode())


@pytest.fixture
def formatted(tmp_path: Path, policy: Policy) -> Callable[[Column, object, str], Register]:
    """Reads a workbook whose one asset has a cell of a number format."""

    def read_one(column: Column, cell: object, code: str) -> Register:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["asset_id", "asset_class", "manufacturer", column])
        sheet.append(["A", "CT", "Hologic", cell])
        sheet["A2" if column == c.ASSET_ID else "D2"].number_format = code
        if column == c.ASSET_ID:
            sheet.delete_cols(4)
            sheet["A2"] = cell
        book.save(tmp_path / "formats.xlsx")
        return read_registers([tmp_path / "formats.xlsx"], policy, base=tmp_path)

    return read_one


@pytest.mark.parametrize(
    ("column", "cell", "code", "value"),
    [
        (c.REPLACEMENT_COST_GBP, 640_000, "[$€-2] #,##0", None),
        (c.REPLACEMENT_COST_GBP, 640_000, "[$$-409]#,##0.00", None),
        (c.REPLACEMENT_COST_GBP, 640_000, '#,##0" USD"', None),
        (c.REPLACEMENT_COST_GBP, 640_000, "[$£-809]#,##0", 640_000),
        (c.REPLACEMENT_COST_GBP, 640_000, '£#,##0,"k"', 640_000),
        (c.REPLACEMENT_COST_GBP, 0.64, '£0.00"m"', 640_000),
        (c.ASSET_ID, 123_456, "00000000", "00123456"),
        (c.ASSET_ID, 45, '"EQ"0000', "EQ0045"),
        (c.INSTALL_DATE, dt.date(2014, 1, 1), "yyyy", pd.Timestamp(2014, 7, 1)),
        (c.INSTALL_DATE, dt.date(2014, 5, 20), "yyyy", pd.Timestamp(2014, 5, 20)),
        (c.INSTALL_PRECISION, "day", "@", "day"),
    ],
)
def test_the_format_of_a_cell_speaks(
    formatted: Callable[[Column, object, str], Register], column: Column, cell: object, code: str, value: object
) -> None:
    """Another currency, zeros before an id, thousands and mere years are what a person sees in the cell."""
    assert values(formatted(column, cell, code), column) == [value]


def test_a_month_by_its_format_is_no_day(formatted: Callable[[Column, object, str], Register]) -> None:
    """The first of a month that is shown as a month is known to the month."""
    register = formatted(c.INSTALL_DATE, dt.date(2014, 5, 1), "mmm-yy")
    assert values(register, c.INSTALL_PRECISION) == ["month"]


def test_a_row_struck_out_is_read_and_told(tmp_path: Path, policy: Policy, found: Found) -> None:
    """A line through most of a row may say that the asset is gone, one through a cell that it no longer holds:
    a person decides."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (HEADINGS, row("A"), row("B"), row("C")):
        sheet.append(line)
    for cell in (*sheet[3][1:], sheet["B4"]):
        cell.font = Font(strike=True)
    book.save(tmp_path / "struck.xlsx")
    register = read_registers([tmp_path / "struck.xlsx"], policy, base=tmp_path)
    assert values(register, c.ASSET_ID) == ["A", "B", "C"]
    assert found(register, "R104") == ["B3"]
    assert found(register, "R109") == ["B4"]


def test_letters_struck_out_within_a_cell_are_told(tmp_path: Path, policy: Policy, found: Found) -> None:
    """A new model written behind an old one that is struck out is read with it, so it is found."""
    with xlsxwriter.Workbook(tmp_path / "struck.xlsx") as book:
        sheet, strike = book.add_worksheet(), book.add_format({"font_strikeout": True})
        for number, line in enumerate((HEADINGS, row("A"), row("B"))):
            sheet.write_row(number, 0, line[:3])
        sheet.write_rich_string("C3", strike, "Vexa ", "Selenia")
    register = read_registers([tmp_path / "struck.xlsx"], policy, base=tmp_path)
    assert found(register, "R109") == ["C3"]


def test_a_column_of_what_is_gone_is_told_at_each_asset(read: Read, found: Found) -> None:
    """A date of disposal says that the asset is gone; it is planned for until a status says so."""
    headings = [*HEADINGS, "Date disposed", "Disposal cost"]
    register = read([headings, [*row("A"), None, 500], [*row("B"), "12/03/2024", 500], [*row("C"), "No", 500]])
    assert found(register, "R110") == ["E3"]
    assert values(register, c.STATUS) == ["in_use"] * 3
