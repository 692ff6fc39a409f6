"""A second table below the first has headings of its own, and units of its own, wherever it says them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from capplan import columns as c
from capplan.model import Register

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset No", "Modality", "Installed"]
CT, MRI = ["A1", "CT", 2015], ["A2", "MRI", 2014]
ROOM, DXA = ["A3", "X-ray room", 2013], ["A4", "DXA", 2011]


def two_tables(first: str, amounts: list[Any], second: str, others: list[Any]) -> list[list[Any]]:
    above = [[*row, amount] for row, amount in zip((CT, MRI), amounts, strict=True)]
    below = [[*row, amount] for row, amount in zip((ROOM, DXA), others, strict=True)]
    return [[*HEADINGS, first], *above, [], ["X-ray"], [*HEADINGS, second], *below]


def test_scans_of_a_month_below_scans_of_a_week_are_of_a_month(read: Read, found: Found) -> None:
    """The second table's 900 a month are 10,800 a year, not 46,800, and each table says what was multiplied."""
    register = read(two_tables("Scans per week", [250, 110], "Scans per month", [900, 300]))
    assert register.assets[c.ACTIVITY_PER_YEAR].tolist() == [13_000, 5_720, 10_800, 3_600]
    assert found(register, "R096") == ["D1", "D6"]
    assert found(register, "R026") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Replacement cost (£m)", "Replacement cost (£k)"),
        ("Replacement cost £m ex VAT", "Replacement cost £000 ex VAT"),
    ],
)
def test_prices_in_thousands_below_prices_in_millions_are_in_thousands(read: Read, first: str, second: str) -> None:
    """Each table's prices are in the unit of its own heading."""
    register = read(two_tables(first, [1.05, 1.3], second, [230, 70]))
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [1_050_000, 1_300_000, 230_000, 70_000]


def test_vat_in_the_second_heading_is_the_second_tables(read: Read) -> None:
    """Prices with VAT below prices without are each taken as their heading says."""
    register = read(
        two_tables("Replacement cost ex VAT", [750_000, 950_000], "Replacement cost inc VAT", [240_000] * 2)
    )
    assert register.assets[c.VAT_BASIS].tolist() == ["ex", "ex", "inc", "inc"]


def test_the_same_headings_in_other_words_are_the_headings_again(read: Read, found: Found) -> None:
    """A page's headings, however they are written, begin no table where they say the same."""
    register = read(
        [
            [*HEADINGS, "Replacement cost (£k)"],
            [*CT, 800],
            [],
            ["Asset number", "Equipment type", "Install\ndate", "Repl. cost £000"],
            [*ROOM, 230],
        ]
    )
    assert found(register, "R026") == ["A4"]
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [800_000, 230_000]


def test_a_heading_that_is_not_known_may_begin_a_table_too(read: Read) -> None:
    """Two tables that differ only in a heading that capplan does not know keep each its own."""
    register = read(two_tables("Guide sum (£m)", [1.05, 1.3], "Guide sum (£k)", [230, 70]))
    named = [list(json.loads(extra)) for extra in register.assets[c.EXTRA]]
    assert named == [["Guide sum (£m)"]] * 2 + [["Guide sum (£k)"]] * 2


def test_a_row_of_units_below_the_headings_again_is_the_second_tables(read: Read) -> None:
    """The headings are the same and the units below them are not."""
    headings, price = [*HEADINGS, "Replacement cost"], [None, None, "date"]
    rows = [headings, [*price, "£m"], [*CT, 1.05], [*MRI, 1.3], [], headings, [*price, "£k"], [*ROOM, 230], [*DXA, 70]]
    register = read(rows)
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [1_050_000, 1_300_000, 230_000, 70_000]


def test_the_same_units_below_the_headings_again_are_left_out(read: Read, found: Found) -> None:
    """Headings and units that are printed again on each page are no assets."""
    headings, units = [*HEADINGS, "Replacement cost"], [None, None, "date", "£k"]
    register = read([headings, units, [*CT, 750], [], headings, units, [*ROOM, 230]])
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 230_000]
    assert found(register, "R026") == ["C2", "A5", "C6"]


def test_a_unit_in_the_title_of_the_second_table_is_the_second_tables(read: Read, found: Found) -> None:
    """The headings are the same, and a note over the second table says another unit."""
    headings = [*HEADINGS, "Replacement cost"]
    rows = [["All costs in £m"], headings, [*CT, 1.05], [*MRI, 1.3], [], ["All costs in £k"], headings, [*ROOM, 230]]
    register = read(rows)
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [1_050_000, 1_300_000, 230_000]
    assert found(register, "R069") == ["D2", "D7"]
