"""Each rule about amounts, dates and use, both ways: it finds its fault, and says nothing of what is sound."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

BASE = {c.ASSET_ID: "A1", c.ASSET_CLASS: "ct", c.INSTALL_DATE: dt.date(2015, 6, 20),
    c.ORGANISATION: "Ashmere Hospitals",
        c.NETWORK: "North", c.STATUS: "in_use"}  # fmt: skip


def register_of(read: Read, *rows: dict[str, Any]) -> Register:
    """A register of assets in order, but for these cells."""
    columns = list(dict.fromkeys([*map(str, BASE), *(str(name) for row in rows for name in row)]))
    usual = {str(column): value for column, value in BASE.items()}
    filled = [
        usual | {"asset_id": f"A{number}"} | {str(name): value for name, value in row.items()}
        for number, row in enumerate(rows, 1)
    ]
    return read([columns, *([row.get(column) for column in columns] for row in filled)])


ONE_ROW = [
    ("R012", c.PURCHASE_COST_GBP, {c.PURCHASE_COST_GBP: 525}, {c.PURCHASE_COST_GBP: 525_000}),
    ("R012", c.MAINTENANCE_GBP_PER_YEAR, {c.MAINTENANCE_GBP_PER_YEAR: 60}, {c.MAINTENANCE_GBP_PER_YEAR: 60_000}),
    ("R012", c.WORKS_COST_GBP, {c.WORKS_COST_GBP: 190}, {c.WORKS_COST_GBP: 190_000}),
    ("R012", c.BOOK_VALUE_GBP, {c.BOOK_VALUE_GBP: 300_000_000}, {c.BOOK_VALUE_GBP: 1}),
    ("R012", c.REPLACEMENT_COST_GBP, {c.ASSET_CLASS: "vehicle_light", c.REPLACEMENT_COST_GBP: 25},
     {c.ASSET_CLASS: "vehicle_light", c.REPLACEMENT_COST_GBP: 25_000}),
    ("R011", c.REPLACEMENT_COST_GBP, {c.REPLACEMENT_COST_GBP: 75_000}, {c.REPLACEMENT_COST_GBP: 500_000}),
    ("R044", c.DOWNTIME_HOURS_PER_YEAR, {c.DOWNTIME_HOURS_PER_YEAR: 9_000}, {c.DOWNTIME_HOURS_PER_YEAR: 90}),
    ("R085", c.PURCHASE_DATE, {c.PURCHASE_DATE: dt.date(2019, 1, 2)}, {c.PURCHASE_DATE: dt.date(2015, 9, 2)}),
    ("R085", c.REFURBISHED_DATE, {c.REFURBISHED_DATE: dt.date(2014, 1, 2)},
        {c.REFURBISHED_DATE: dt.date(2021, 1, 2)}),
    ("R085", c.REFURBISHED_DATE, {c.REFURBISHED_DATE: dt.date(2027, 1, 2)},
        {c.REFURBISHED_DATE: dt.date(2026, 1, 2)}),
    ("R085", c.MANUFACTURE_YEAR, {c.MANUFACTURE_YEAR: 2041}, {c.MANUFACTURE_YEAR: 2015}),
    ("R086", c.ACTIVITY_PER_YEAR, {c.ACTIVITY_PER_YEAR: 90_000}, {c.ACTIVITY_PER_YEAR: 20_000}),
    ("R086", c.ACTIVITY_PER_YEAR, {c.ACTIVITY_PER_YEAR: 20_000, c.HOURS_USED_PER_YEAR: 1_000},
     {c.ACTIVITY_PER_YEAR: 20_000, c.HOURS_USED_PER_YEAR: 5_000}),
    ("R087", c.PURCHASE_COST_GBP, {c.PURCHASE_COST_GBP: 525_000, c.FINANCE_METHOD: "managed_service"},
     {c.PURCHASE_COST_GBP: 525_000, c.FINANCE_METHOD: "owned"}),
    ("R088", c.PLANNED_REPLACEMENT_DATE, {c.PLANNED_REPLACEMENT_DATE: dt.date(2028, 4, 1), c.STATUS: "disposed"},
     {c.PLANNED_REPLACEMENT_DATE: dt.date(2028, 4, 1)}),
    ("R088", c.LOCKED_YEAR, {c.LOCKED_YEAR: 2028, c.STATUS: "disposed"}, {c.LOCKED_YEAR: 2028}),
    ("R089", c.PLANNED_REPLACEMENT_DATE, {c.PLANNED_REPLACEMENT_DATE: dt.date(2023, 4, 1)},
     {c.PLANNED_REPLACEMENT_DATE: dt.date(2028, 4, 1)}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "column", "faulty", "sound"), ONE_ROW)
def test_a_row_is_found_and_a_sound_one_is_not(
    read: Read, found: Found, code: str, column: Column, faulty: dict[Column, Any], sound: dict[Column, Any]
) -> None:
    """The fault is found at its cell; the same row in order has no finding at all under the rule."""
    columns = [*BASE, *(name for name in faulty if name not in BASE)]
    assert found(register_of(read, faulty), code) == ["ABCDEFGHI"[columns.index(column)] + "2"]
    assert found(register_of(read, sound), code) == []


def test_a_cost_unlike_the_others_of_its_class_is_found(read: Read, found: Found) -> None:
    """Among eight or more, one far from the middle on a scale of ratios is found; few tell nothing."""
    costs = [700_000 + 10_000 * number for number in range(10)]
    rows = [{c.REPLACEMENT_COST_GBP: cost} for cost in (*costs, 2_600_000)]
    assert found(register_of(read, *rows), "R078") == ["G12"]
    assert found(register_of(read, *rows[:-1]), "R078") == []
    assert found(register_of(read, *rows[-4:]), "R078") == []


def test_a_column_in_thousands_is_held_and_never_scaled(read: Read, found: Found) -> None:
    """Amounts in thousands under a heading that does not say so are blank, each found; one that fits stays."""
    rows = [{c.REPLACEMENT_COST_GBP: cost} for cost in (750, 800, 650, 90, 720_000)]
    register = register_of(read, *rows)
    assert register.assets[c.REPLACEMENT_COST_GBP].fillna(-1).tolist() == [-1, -1, -1, -1, 720_000]
    assert found(register, "R077") == ["G2", "G3", "G4", "G5"]
    assert found(register_of(read, *[{c.REPLACEMENT_COST_GBP: cost * 1_000} for cost in (750, 800, 650)]), "R077") == []


def test_pounds_under_a_heading_in_thousands_are_held(read: Read, found: Found) -> None:
    """Amounts that a heading makes a thousand times too large are blank, each found."""
    rows = [["Asset No", "Modality", "Installed", "Purchase price (£k)"]]
    register = read(
        [*rows, *([f"A{number}", "CT", 2014, cost] for number, cost in enumerate((520_000, 610_000, 480_000)))]
    )
    assert register.assets[c.PURCHASE_COST_GBP].isna().all()
    assert found(register, "R077") == ["D2", "D3", "D4"]


def test_activity_of_a_month_is_found_by_the_column(read: Read, found: Found) -> None:
    """A column far below what its classes do in a year is found at its heading; a quiet asset is not."""
    monthly = [{c.ACTIVITY_PER_YEAR: 500 + 10 * number} for number in range(6)]
    yearly = [{c.ACTIVITY_PER_YEAR: 6_000 + 100 * number} for number in range(6)]
    assert found(register_of(read, *monthly), "R076") == ["G1"]
    assert found(register_of(read, *yearly, {c.ACTIVITY_PER_YEAR: 500}), "R076") == []


def test_dates_filled_in_by_a_migration_are_found(read: Read, found: Found) -> None:
    """More than three in ten on 1 January or 1 April is noted; dates known to the year alone are not."""
    days = [dt.date(2010 + number, 4, 1) for number in range(5)] + [
        dt.date(2010 + number, 9, 7 + number) for number in range(7)
    ]
    assert found(register_of(read, *({c.INSTALL_DATE: day} for day in days)), "R084") == ["C1"]
    assert found(register_of(read, *({c.INSTALL_DATE: day} for day in days[4:])), "R084") == []
    assert found(register_of(read, *({c.INSTALL_DATE: f"Apr {day.year}"} for day in days)), "R084") == []


def test_one_price_for_a_whole_class_is_found(read: Read, found: Found) -> None:
    """Five of a class at one price look filled in; two prices do not."""
    rows = [{c.REPLACEMENT_COST_GBP: 750_000}] * 5
    assert found(register_of(read, *rows), "R084") == ["G1"]
    assert found(register_of(read, *rows, {c.REPLACEMENT_COST_GBP: 760_000}), "R084") == []


def test_dates_turned_round_by_a_spreadsheet_are_found(read: Read, found: Found) -> None:
    """Real dates with days up to 12 beside text with days over 12 are doubted; with one day over 12 they are not."""
    rows = [["Asset No", "Modality", "Installed"], ["A", "CT", "25/12/2014"]]
    real = [dt.date(2014, 3, 9), dt.date(2013, 4, 11), dt.date(2012, 1, 8), dt.date(2011, 5, 5)]
    doubted = read([*rows, *([f"B{number}", "CT", day] for number, day in enumerate(real))])
    assert found(doubted, "R074") == ["C3", "C4", "C5"]
    assert (
        found(
            read([*rows, *([f"B{number}", "CT", day] for number, day in enumerate([*real, dt.date(2010, 5, 20)]))]),
            "R074",
        )
        == []
    )


def test_the_odd_date_of_a_column_is_found_at_its_cell(read: Read, found: Found) -> None:
    """One date in the other order from many is read as it must be, and doubted at its own cell."""
    rows = [
        ["Asset No", "Modality", "Installed"],
        *([f"A{number}", "CT", f"{13 + number}/12/2014"] for number in range(12)),
    ]
    register = read([*rows, ["B", "CT", "01/13/2014"]])
    assert register.assets[c.INSTALL_DATE].iloc[-1] == dt.datetime(2014, 1, 13)
    assert (found(register, "R006"), found(register, "R074")) == (["C1"], ["C14"])


def test_an_age_is_counted_at_the_registers_own_date(read: Read) -> None:
    """The day that stands above the headings is the one that ages are of; else the plan's."""
    rows = [["Asset No", "Modality", "Age"], ["A", "CT", 10]]
    own = read([["Register"], ["As at", dt.date(2024, 3, 31)], [], *rows]).assets[c.INSTALL_DATE]
    assert own.tolist() == [dt.datetime(2014, 3, 31)]
    assert read(rows).assets[c.INSTALL_DATE].tolist() == [dt.datetime(2016, 10, 31)]


def test_a_risk_score_is_read_into_its_two_ratings(read: Read, found: Found) -> None:
    """A score alone says nothing of either; one that no two ratings make is an error."""
    rows = [
        ["Asset No", "Modality", "Installed", "Risk score"],
        ["A", "CT", 2014, "4x3=12"],
        ["B", "CT", 2014, 12],
        ["C", "CT", 2014, 7],
    ]
    register = read([*rows, ["D", "CT", 2014, "C3 x L4"]])
    ratings = register.assets[[c.RISK_LIKELIHOOD, c.RISK_CONSEQUENCE]].fillna(0).values.tolist()
    assert ratings == [[4, 3], [0, 0], [0, 0], [4, 3]]
    assert [found(register, code) for code in ("R075", "R073", "R013")] == [["D2"], ["D3"], ["D4"]]


def test_high_scores_of_the_owners_own_are_told_and_kept(read: Read, found: Found) -> None:
    """How many rows have 15 or more is a warning at the heading; each score stays as text; a pair is no such score."""
    rows = [
        ["Asset No", "Modality", "Installed", "RAG", "Risk score"],
        ["A", "CT", 2014, "R", 16],
        ["B", "CT", 2014, "R", "15 (High)"],
        ["C", "CT", 2014, "A", "12"],
        ["D", "CT", 2014, None, "5x4"],
        ["E", "CT", 2014, None, None],
    ]
    register = read(rows)
    assert found(register, "R129") == ["E1"]
    [said] = register.findings[register.findings[c.CODE] == "R129"].to_dict("records")
    assert said[c.SEVERITY] == "warning"
    assert said[c.MESSAGE].startswith("2 of 3 scores are 15 or more")
    extra = register.assets[c.EXTRA].fillna("{}").map(json.loads).tolist()
    assert extra[:3] == [{"RAG": "R", "Risk score": score} for score in ("16", "15 (High)")] + [
        {"RAG": "A", "Risk score": "12"}
    ]
    assert extra[3:] == [{}, {}]
    assert found(read([rows[0], rows[3]]), "R129") == []
