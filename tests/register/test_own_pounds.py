"""An amount with a pound sign of its own under a heading of thousands is taken for what its class costs."""

from collections.abc import Callable

import pytest

from capplan import columns as c
from capplan.model import Register

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset No", "Modality", "Installed", "Replacement cost £k"]


def priced(*prices: object) -> list[list[object]]:
    return [HEADINGS, *(["A" + str(place), "Ultrasound", 2015, price] for place, price in enumerate(prices))]


def test_whole_pounds_typed_in_a_column_of_thousands_are_pounds(read: Read, found: Found) -> None:
    """£70,000 of thousands is no price of an ultrasound scanner and £70,000 is: read so, and said."""
    register = read(priced(65, "£70,000", "70,500 GBP"))
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [65_000, 70_000, 70_500]
    assert found(register, "R124") == ["D3", "D4"]
    assert found(register, "R012") == []


def test_a_whole_column_of_them_is_no_slip(read: Read, found: Found) -> None:
    """Where every cell carries its sign the heading is the one that is wrong."""
    register = read(priced("£65,000", "£70,000", "£80,000", "£75,000"))
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [65_000, 70_000, 80_000, 75_000]
    assert found(register, "R077") == []


def test_thousands_with_a_sign_stay_thousands(read: Read, found: Found) -> None:
    """£70 under a heading of thousands is what the class costs, sign or no sign."""
    register = read(priced("£70", "£70k"))
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [70_000, 70_000]
    assert found(register, "R124") == []


@pytest.mark.parametrize("price", ["70,000", "£7,000,000"])
def test_what_is_neither_is_left_blank_and_said_to_be(read: Read, found: Found, price: str) -> None:
    """Without a sign, or with an amount that no scanner costs, nothing is read, and the finding says so."""
    register = read(priced(65, price))
    assert register.assets[c.REPLACEMENT_COST_GBP].isna().tolist() == [False, True]
    assert found(register, "R012") == ["D3"]
    assert "left blank" in register.findings.set_index(c.CODE).loc["R012", c.MESSAGE]
