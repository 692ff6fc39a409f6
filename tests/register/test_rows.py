"""What rows mean together: classes, dates that stand in, owners, ids, checks."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register
from capplan.policy import Policy
from capplan.reference import load_reference
from capplan.register import read_registers
from capplan.register.classes import class_words
from capplan.register.wording import normalised

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

BASE = {c.ASSET_ID: "A1", c.ASSET_CLASS: "ct", c.INSTALL_DATE: dt.date(2015, 6, 1), c.ORGANISATION: "Ashmere Hospitals"}


def one(read: Read, **cells: Any) -> Register:
    """A register of one asset in order, but for these cells; None leaves a cell empty."""
    values = {str(column): value for column, value in BASE.items()} | cells
    return read([list(values), list(values.values())])


@pytest.mark.parametrize(
    ("word", "key"), [("CT", "ct"), ("CT Scanners", "ct"), ("X-RAY ROOM", "xray_room"), ("Cone beam CT", "cbct"),
                      ("SPECT/CT", "spect_ct"), ("mri_3t", "mri_3t"), ("us", "ultrasound")]
)  # fmt: skip
def test_a_class_is_known_by_any_of_its_words(read: Read, word: str, key: str) -> None:
    """Keys, aliases, titles and plurals count, without case or punctuation; the owner's word is kept."""
    assets = one(read, asset_class=word).assets
    assert assets[[c.ASSET_CLASS, c.ASSET_CLASS_RAW]].values.tolist() == [[key, word]]


def test_no_word_means_two_classes() -> None:
    """Taking punctuation away never makes one word of two classes."""
    reference = load_reference()
    words = class_words(reference)
    assert all(words[normalised(alias)] == key for alias, key in reference.class_aliases.items())


def test_an_unknown_class_is_blank_with_suggestions(read: Read) -> None:
    """A misspelt class is an error that names the nearest; it is never taken for one."""
    register = one(read, asset_class="CT Scaner")
    error = register.findings.set_index(c.CODE).loc["R002"]
    assert register.assets[c.ASSET_CLASS].isna().all()
    assert (error[c.CELL], error[c.VALUE_SEEN], error[c.VALUE_USED]) == ("B2", "CT Scaner", "")
    assert "perhaps CT scanner" in error[c.MEND]


def test_no_class_is_an_error_once(read: Read, found: Found) -> None:
    """A blank class is said to be missing, not unknown."""
    register = one(read, asset_class=None)
    assert found(register, "R001") == ["B2"]
    assert found(register, "R002") == []


@pytest.mark.parametrize(
    ("cells", "date", "precision"),
    [
        ({"purchase_date": dt.date(2013, 4, 2), "manufacture_year": 2012}, "2013-04-02", "approximate"),
        ({"manufacture_year": 2012, "age_years": 9.5}, "2012-07-01", "year"),
        ({"age_years": 9.5}, "2017-05-01", "year"),
    ],
)
def test_other_dates_stand_in_for_the_install_date(
    read: Read, cells: dict[str, Any], date: str, precision: str
) -> None:
    """Purchase, then the middle of the year of manufacture, then the age; each marked and found."""
    register = one(read, install_date=None, status="In use", **cells)
    (asset,) = register.assets[[c.INSTALL_DATE, c.INSTALL_PRECISION, c.ASSUMED]].itertuples(index=False, name=None)
    assert (asset[0].date().isoformat(), *asset[1:]) == (date, precision, "install_date")
    warning = register.findings.set_index(c.CODE).loc["R033"]
    assert (warning[c.CELL], warning[c.VALUE_USED]) == ("C2", date)


def test_an_age_is_kept_exactly(read: Read) -> None:
    """An age is a number of its own, and moves no date that is given."""
    assets = one(read, age_years=11.4).assets
    assert assets[[c.AGE_YEARS, c.INSTALL_DATE]].values.tolist() == [[11.4, dt.datetime(2015, 6, 1)]]


def test_no_date_at_all_is_one_error(read: Read, found: Found) -> None:
    """Missing is R003, unreadable R004, never both."""
    assert found(one(read, install_date=None), "R003") == ["C2"]
    unreadable = one(read, install_date="ages ago")
    assert (found(unreadable, "R003"), found(unreadable, "R004")) == ([], ["C2"])


@pytest.mark.parametrize(
    ("sheet", "organisation"),
    [("Ashmere Hospitals", "Ashmere Hospitals"), ("Sheet1", "Trust register"), ("Equipment 2026", "Trust register"),
     ("MRI", "Trust register")],
)  # fmt: skip
def test_the_sheet_or_the_file_stands_in_for_the_organisation(read: Read, sheet: str, organisation: str) -> None:
    """A sheet's name is the owner's, unless it is general or a class; then the file's is. It is said."""
    rows = [["Asset No", "Modality", "Installed"], ["A", "MRI", 2014], ["B", "MRI", 2014]]
    register = read({sheet: rows}, "Trust register.xlsx")
    assert register.assets[c.ORGANISATION].tolist() == [organisation] * 2
    assert register.assets[c.ASSUMED].str.contains("organisation").all()
    assert (register.findings[c.CODE] == "R030").sum() == 1


def test_an_id_is_made_where_there_is_none(read: Read, found: Found) -> None:
    """The serial number stands in, else file, sheet and row; said, marked, and never blank."""
    register = read(
        [["Asset No", "Serial No", "Modality", "Installed"], [None, "S9", "CT", 2014], ["N/A", None, "CT", 2015]]
    )
    assert register.assets[c.ASSET_ID].tolist() == ["S9", "register-Equipment-row3"]
    assert register.assets[c.ASSUMED].str.contains("asset_id").all()
    assert found(register, "R031") == ["A2", "A3"]


def test_duplicate_ids_are_told_apart_across_files(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """The later asset of an id gets a number and an error that says where the first is; both are kept."""
    headings = ["Asset No", "Modality", "Installed"]
    first = book("a.xlsx", {"S": [headings, ["A", "CT", 2014], ["A", "CT", 2015], ["A (2)", "CT", 2016]]})
    second = book("b.xlsx", {"S": [headings, ["A", "CT", 2017]]})
    register = read_registers([first, second], policy, base=tmp_path)
    assert register.assets[c.ASSET_ID].tolist() == ["A", "A (3)", "A (2)", "A (4)"]
    errors = register.findings[register.findings[c.CODE] == "R014"]
    assert errors[c.ASSET_ID].tolist() == ["A (3)", "A (4)"]
    assert errors[c.VALUE_SEEN].tolist() == ["A", "A"]
    assert errors[c.MEND].str.contains("a.xlsx, S!A2").all()


def test_the_same_row_again_is_left_out_and_listed(read: Read, found: Found) -> None:
    """Only a row that is the same cell for cell and has an id is a copy; others may be twins."""
    register = read(
        [["Asset No", "Modality", "Installed", "Colour"], ["A", "CT", 2014, "red"], ["A", "CT", 2014, "red"],
         ["A", "CT", 2014, "blue"], [None, "US", 2015, "x"], [None, "US", 2015, "x"]]
    )  # fmt: skip
    assert len(register.assets) == 4
    assert (found(register, "R015"), found(register, "R014"), found(register, "R049")) == (["A3"], ["A4"], ["A6"])
    assert register.findings.set_index(c.CODE).loc["R015", c.ASSET_ID] == "A"


def test_rows_that_differ_in_one_number_are_no_copies(read: Read, found: Found) -> None:
    """Floors -1 and -2 are two rows, although a computer's shorthand for both is the same."""
    register = read([["Asset No", "Modality", "Installed", "Floor"], ["A", "CT", 2014, -1], ["A", "CT", 2014, -2]])
    assert len(register.assets) == 2
    assert found(register, "R015") == []


def test_a_quantity_becomes_so_many_assets(read: Read, found: Found) -> None:
    """A row of three is three assets of one each, with numbered ids, and it is said."""
    register = one(read, quantity=3, replacement_cost_gbp=750_000)
    assert register.assets[c.ASSET_ID].tolist() == ["A1-1", "A1-2", "A1-3"]
    assert register.assets[c.QUANTITY].tolist() == [1, 1, 1]
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000] * 3
    assert found(register, "R032") == ["E2"]


def test_the_same_serial_number_of_a_maker_is_found(read: Read, found: Found) -> None:
    """Two makers may use one number; one maker does not, and a blank maker is no other."""
    rows = [["Asset No", "Modality", "Installed", "Serial no", "Make"], ["A", "CT", 2014, "S1", "Zyntrel"]]
    rows += [["B", "CT", 2014, "S1", "Brannoth"], ["C", "CT", 2014, "s1", "ZYNTREL"], ["D", "CT", 2014, "S1", None]]
    assert found(read(rows), "R016") == ["D4", "D5"]


def test_what_is_not_in_service_stays_in_the_register(read: Read, found: Found) -> None:
    """Ordered, out of use and disposed assets are kept and noted; a blank status is in use, marked."""
    rows = [
        ["Asset No", "Modality", "Installed", "Status"],
        ["A", "CT", 2014, "Disposed of"],
        ["B", "CT", 2028, "On order"],
    ]
    register = read([*rows, ["C", "CT", 2014, None]])
    assert register.assets[c.STATUS].tolist() == ["disposed", "ordered", "in_use"]
    assert found(register, "R020") == ["D2", "D3"]
    assert found(register, "R007") == []
    assert register.assets[c.ASSUMED].str.contains("status").tolist() == [False, False, True]


CHECKS = [
    ("R007", c.INSTALL_DATE, dt.date(2062, 3, 14), {}),
    ("R008", c.INSTALL_DATE, dt.date(2012, 5, 1), {"manufacture_year": 2014}),
    ("R009", c.INSTALL_DATE, dt.date(1980, 5, 1), {"asset_class": "xray_room"}),
    ("R010", c.INSTALL_DATE, dt.date(1999, 5, 1), {}),
    ("R011", c.REPLACEMENT_COST_GBP, 20_000, {}),
    ("R012", c.REPLACEMENT_COST_GBP, 750, {}),
    ("R012", c.REPLACEMENT_COST_GBP, 750_000_000, {}),
    ("R013", c.RISK_LIKELIHOOD, 7, {}),
    ("R013", c.RISK_CONSEQUENCE, 0, {}),
    ("R017", c.REPLACEMENT_COST_GBP, -5, {}),
    ("R017", c.ACTIVITY_PER_YEAR, -4_200, {}),
    ("R018", c.ACTIVITY_PER_YEAR, 31_000, {"capacity_per_year": 9_000}),
    ("R019", c.EXPECTED_LIFE_YEARS, 40, {}),
    ("R022", c.REPLACEMENT_COST_GBP, "$750,000", {}),
    ("R022", c.REPLACEMENT_COST_GBP, 750_000, {"currency": "USD"}),
    ("R042", c.PLANNED_REPLACEMENT_DATE, dt.date(2014, 1, 1), {}),
    ("R043", c.END_OF_SUPPORT_DATE, dt.date(2014, 1, 1), {}),
    ("R044", c.HOURS_USED_PER_YEAR, 12_000, {}),
    ("R045", c.AGE_YEARS, 4, {}),
    ("R046", c.MAINTENANCE_GBP_PER_YEAR, 400_000, {"replacement_cost_gbp": 750_000}),
]
BLANKED = ("R012", "R013", "R017", "R022")


@pytest.mark.parametrize(("code", "column", "value", "others"), CHECKS)
def test_each_check_finds_its_fault_at_its_cell(
    read: Read, found: Found, code: str, column: Column, value: Any, others: dict[str, Any]
) -> None:
    """A value that cannot be right is found at its address; it is blanked only where it is of no use."""
    register = one(read, **{str(column): value}, **others)
    cell = "ABCDE"[[*BASE, column].index(column)] + "2"
    assert found(register, code) == [cell]
    assert register.assets[column].isna().all() == (code in BLANKED)


def test_an_asset_in_order_has_no_findings(read: Read) -> None:
    """What is sound raises nothing but the missing network."""
    register = one(
        read, status="in_use", network="North", replacement_cost_gbp=750_000, activity_per_year=11_000,
        capacity_per_year=14_000, expected_life_years=10, risk_likelihood=5, risk_consequence=1, age_years=11.4,
        manufacture_year=2015, maintenance_gbp_per_year=60_000, hours_used_per_year=3_000, currency="GBP",
    )  # fmt: skip
    assert register.findings.empty, register.findings.to_string()
    assert register.assets[c.ASSUMED].tolist() == [""]
