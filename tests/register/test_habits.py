"""Habits of registers kept elsewhere: how headings, rows and cells are written, each read or reported."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register
from capplan.policy import default_policy
from capplan.register.headings import read_heading
from capplan.register.suggest import suggested

type Read = Callable[..., Register]

HEADINGS = [
    ("EBME No", c.ASSET_ID, 1),
    ("Asset No\n(EBME)", c.ASSET_ID, 1),
    ("Loc", c.SITE, 1),
    ("Ward/Dept", c.DEPARTMENT, 1),
    ("Make / Manufacturer", c.MANUFACTURER, 1),
    ("Scanner model", c.MODEL, 1),
    ("Equip. Type", c.ASSET_CLASS, 1),
    ("2. Modality\n(e.g. CT, MRI)", c.ASSET_CLASS, 1),
    ("Yr Inst", c.INSTALL_DATE, 1),
    ("Comm. date", c.INSTALL_DATE, 1),
    ("Installation (mm/yyyy)", c.INSTALL_DATE, 1),
    ("Installation / commissioning date", c.INSTALL_DATE, 1),
    ("Date installed¹", c.INSTALL_DATE, 1),
    ("Dyddiad gosod\nDate installed", c.INSTALL_DATE, 1),
    ("Life (yrs)", c.EXPECTED_LIFE_YEARS, 1),
    ("Exams 2024/25", c.ACTIVITY_PER_YEAR, 1),
    ("Exams last 12 months", c.ACTIVITY_PER_YEAR, 1),
    ("Scans per month", c.ACTIVITY_PER_YEAR, 12),
    ("Slots per week", c.CAPACITY_PER_YEAR, 52),
    ("Breakdowns (last 12 months)", c.UNPLANNED_EVENTS, 1),
    ("Condition (A-D)", c.CONDITION, 1),
    ("Must replace (Y/N)", c.MUST_TREAT, 1),
    ("Risk rating (LxC)", c.RISK_RATING, 1),
    ("Repl £k", c.REPLACEMENT_COST_GBP, 1_000),
    ("Replacement cost (in £000s)", c.REPLACEMENT_COST_GBP, 1_000),
    ("Replacement cost (2025 prices)", c.REPLACEMENT_COST_GBP, 1),
    ("Works (£k)", c.WORKS_COST_GBP, 1_000),
    ("NBV at 31/03/2026 (£)", c.BOOK_VALUE_GBP, 1),
    ("Svc £k", c.MAINTENANCE_GBP_PER_YEAR, 1_000),
    ("Owned/Leased", c.FINANCE_METHOD, 1),
    ("VAT inc/exc", c.VAT_BASIS, 1),
]
OTHERS = [
    "Svc", "Replacement", "Works %", "Equipment", "Machine cost", "Device owner", "VAT (£)", "Scans per day",
    "Purchase / replacement cost", "Make / model no", "Tube install date",
    "Total cost inc VAT", "Condition date", "Mileage at 31/03/2026", "Risk owner", "Rhif cyfresol",
]  # fmt: skip


@pytest.mark.parametrize(("heading", "column", "scale"), HEADINGS)
def test_headings_of_other_trusts_are_known(heading: str, column: Column, scale: int) -> None:
    """Abbreviations, two names for one column, footnotes, periods, Welsh halves and units do not hide a heading."""
    read = read_heading(heading)
    assert read is not None
    assert (read.column, read.scale) == (column, scale)


@pytest.mark.parametrize("heading", OTHERS)
def test_headings_that_could_mean_another_thing_are_not(heading: str) -> None:
    """A word that needs its unit, a unit that is not known, or two columns in one heading is not read."""
    assert read_heading(heading) is None


def test_ages_count_from_the_day_that_their_heading_gives(read: Read) -> None:
    """'Age at 31/03/2024' is counted back from that day, not from the plan's."""
    register = read([["Asset no", "Modality", "Age at 31/03/2024"], ["A1", "CT", 10]])
    assert register.assets[c.INSTALL_DATE].tolist() == [pd.Timestamp(2014, 3, 31)]


def test_prices_of_a_year_that_their_heading_gives(read: Read) -> None:
    """'2019/20 prices' in the heading of the cost is the price base of every row that gives none."""
    headings = ["Asset no", "Modality", "Installed", "Replacement cost (2019/20 prices)"]
    register = read([headings, ["A1", "CT", 2014, 750_000]])
    assert register.assets[c.PRICE_BASE_YEAR].tolist() == [2019]


def test_figures_of_a_month_are_made_into_a_year_and_said(read: Read) -> None:
    """Scans a month are multiplied by twelve, with a warning at the heading (R096)."""
    register = read([["Asset no", "Modality", "Installed", "Scans per month"], ["A1", "CT", 2014, 900]])
    assert register.assets[c.ACTIVITY_PER_YEAR].tolist() == [10_800]
    assert register.findings.set_index(c.CODE).loc["R096", c.CELL] == "D1"


def test_of_two_columns_the_later_year_and_the_usual_name_are_read(read: Read) -> None:
    """Two as full: last year's activity gives way to this year's, a registration to the fleet number."""
    register = read(
        [
            ["Registration no", "Fleet no", "Vehicle type", "Installed", "Exams 2023/24", "Exams 2024/25"],
            ["AB12 CDE", "V1", "Van", 2014, 100, 200],
            ["AB12 CDF", "V2", "Van", 2015, 300, 400],
        ]
    )
    assert register.assets[c.ASSET_ID].tolist() == ["V1", "V2"]
    assert register.assets[c.ACTIVITY_PER_YEAR].tolist() == [200, 400]
    assert set(register.findings.loc[register.findings[c.CODE] == "R029", c.CELL]) == {"A1", "E1"}


def test_a_row_of_units_goes_to_its_headings(read: Read) -> None:
    """Units below the headings are no asset; £k makes thousands, and an unknown unit leaves a column unread."""
    register = read(
        [
            ["Asset no", "Modality", "Installed", "Exams", "Replacement cost", "Downtime"],
            ["text", "", "dd/mm/yyyy", "per week", "£k", "days"],
            ["A1", "CT", "03/09/2014", 100, 750, 5],
        ]
    )
    asset = register.assets.iloc[0]
    assert len(register.assets) == 1
    assert (asset[c.ACTIVITY_PER_YEAR], asset[c.REPLACEMENT_COST_GBP]) == (5_200, 750_000)
    assert pd.isna(asset[c.DOWNTIME_HOURS_PER_YEAR])
    assert {("R026", "A2"), ("R096", "D1")} <= _found(register)
    assert any(cell == "F1" for _, cell in _found(register))


def test_names_given_once_for_a_block_are_true_of_its_rows(read: Read) -> None:
    """An organisation at the head of its rows, and ditto marks, stand for the value above (R099)."""
    register = read(
        [
            ["Trust", "Asset no", "Modality", "Make", "Installed"],
            ["Ash", "A1", "CT", "Vexa", 2014],
            [None, "A2", "MRI", '"', 2015],
            ["Birch", "A3", "CT", "Orla", 2016],
            [None, "A4", "CT", "ditto", 2017],
        ]
    )
    assert register.assets[c.ORGANISATION].tolist() == ["Ash", "Ash", "Birch", "Birch"]
    assert register.assets[c.MANUFACTURER].tolist() == ["Vexa", "Vexa", "Orla", "Orla"]
    assert {("R099", cell) for cell in ("A3", "A5", "D3", "D5")} <= _found(register)


def test_a_blank_among_names_is_not_filled(read: Read) -> None:
    """A column that names the same twice, or most rows, is no column of blocks."""
    rows = [[site, f"A{place}", "CT", 2014] for place, site in enumerate(["Ash", None, "Birch", "Ash"])]
    assert read([["Site", "Asset no", "Modality", "Installed"], *rows]).assets[c.SITE].isna().tolist() == [
        False, True, False, False,
    ]  # fmt: skip


def test_ids_that_were_numbers_lose_their_point(read_text: Read) -> None:
    """'74659.0' is the id 74659, as a program wrote it, and it is said (R097)."""
    register = read_text(b"Asset no,Modality,Installed\n74659.0,CT,2014\n")
    assert register.assets[c.ASSET_ID].tolist() == ["74659"]
    assert ("R097", "A2") in _found(register)


def test_question_marks_say_that_a_value_is_unknown(read: Read) -> None:
    """'???' is a blank that is said, as TBC is."""
    register = read([["Asset no", "Modality", "Installed", "Replacement cost"], ["A1", "CT", 2014, "???"]])
    assert ("R052", "D2") in _found(register)


def test_a_total_is_one_whatever_column_it_stands_in(read: Read) -> None:
    """'Total' under the date, with nothing but amounts beside it, is a row of totals."""
    rows = [["Installed", "Asset no", "Modality", "Replacement cost"], [dt.date(2014, 1, 1), "A1", "CT", 750_000]]
    register = read([*rows, ["Sub-total", None, None, 750_000]])
    assert register.assets[c.ASSET_ID].tolist() == ["A1"]
    assert ("R024", "A3") in _found(register)


def test_a_date_that_never_was_does_not_tell_the_order(read: Read) -> None:
    """'31/02/2015' in a column that is month first leaves the others to be read so."""
    rows = [[f"A{place}", "CT", day] for place, day in enumerate(("6/28/2014", "31/02/2015", "3/9/2016"))]
    register = read([["Asset no", "Modality", "Installed"], *rows])
    assert register.assets[c.INSTALL_DATE].tolist() == [pd.Timestamp(2014, 6, 28), pd.NaT, pd.Timestamp(2016, 3, 9)]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Image Intensifier - Theatres", "c_arm_mobile"),
        ("Fluoroscopic X-ray", "fluoroscopy"),
        ("Interventional X-ray", "angiography"),
        ("Gamma camera (SPECT-CT)", "spect_ct"),
        ("Dental X-ray (OPG)", "dental_panoramic"),
        ("Portable DR", "xray_mobile"),
        ("Cardiac angiography", "cardiac_cath"),
        ("Interventional ultrasound", None),
    ],
)
def test_labels_of_other_trusts(read: Read, label: str, key: str | None) -> None:
    """Two names for one class are that class; a word that makes another of it is not passed over."""
    register = read([["Asset no", "Modality", "Installed"], ["A1", label, 2014]])
    assert register.assets[c.ASSET_CLASS].replace({float("nan"): None}).tolist() == [key]


@pytest.mark.parametrize(
    ("heading", "written", "column", "value"),
    [
        ("Installed", "Installed 2010", c.INSTALL_DATE, pd.Timestamp(2010, 7, 1)),
        ("Installed", "(2010)", c.INSTALL_DATE, pd.Timestamp(2010, 7, 1)),
        ("Installed", "13/14 FY", c.INSTALL_DATE, pd.Timestamp(2013, 10, 1)),
        ("Replacement cost", "£850k + 20% VAT", c.VAT_BASIS, "ex"),
        ("Replacement cost", "£850k incl VAT @ 20%", c.VAT_BASIS, "inc"),
        ("Annual exams", "12,000 patients", c.ACTIVITY_PER_YEAR, 12_000),
        ("Risk score", "3C x 4L", c.RISK_LIKELIHOOD, 4),
        ("Risk score", "Likelihood 4, Consequence 3", c.RISK_CONSEQUENCE, 3),
        ("Funding", "PDC", c.FINANCE_METHOD, "owned"),
        ("Supported?", "Y", c.SUPPORT_STATUS, "supported"),
    ],
)
def test_cells_as_other_trusts_write_them(
    read: Read, heading: str, written: str, column: Column, value: object
) -> None:
    """Words that add nothing, letters behind their ratings, and the usual short words are read."""
    register = read([["Asset no", "Modality", heading], ["A1", "CT", written]])
    assert register.assets[column].tolist() == [value]


def test_a_heading_like_that_of_a_risk_score_is_suggested() -> None:
    """A suggestion may be any column that a register gives, also one that is read into two others."""
    found = suggested("Risk scores", ["12 (High)", "8 (Moderate)"], (), default_policy())
    assert found is not None
    assert found.heading.column == c.RISK_RATING


def test_a_cross_says_no(read: Read) -> None:
    """✓ and ✗ are yes and no; x, which is as often a tick, is asked about."""
    rows = [[f"A{place}", "CT", 2014, mark] for place, mark in enumerate(("✓", "✗", "x"))]
    register = read([["Asset no", "Modality", "Installed", "Must replace?"], *rows])
    assert register.assets[c.MUST_TREAT].tolist()[:2] == [True, False]
    assert ("R005", "D4") in _found(register)


def _found(register: Register) -> set[tuple[str, str]]:
    return set(zip(register.findings[c.CODE], register.findings[c.CELL], strict=True))


@pytest.mark.parametrize("heading", ["Dose (% of DRL)", "% DRL", "% of DRL", "Dose % of DRL", "Dose as % of DRL"])
def test_a_dose_in_per_cent_is_a_ratio(read: Read, found: Callable[..., list[str]], heading: str) -> None:
    """A heading in per cent gives hundredths; a share under it could be either, so it is asked for."""
    rows = [["Asset no", "Modality", "Installed", heading], *([f"A{i}", "CT", 2015, cell] for i, cell in enumerate(
        [85, "110%", "92.5", 0.85]))]  # fmt: skip
    register = read(rows)
    ratios = register.assets[c.DOSE_RATIO]
    assert ratios.astype("object").where(ratios.notna(), None).tolist() == [0.85, 1.1, pytest.approx(0.925), None]
    assert found(register, "R005") == ["D5"]
