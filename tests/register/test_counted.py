"""A quantity beside the class is read, and said; no machine is lost in silence."""

from collections.abc import Callable

import pytest

from capplan import columns as c
from capplan.model import Register

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset No", "Modality", "Installed", "Replacement cost (£)"]


@pytest.mark.parametrize(
    ("written", "count", "asset_class"),
    [("Mobile x-ray x3", 3, "xray_mobile"), ("Ultrasound (x4)", 4, "ultrasound"), ("3 x ultrasound", 3, "ultrasound"),
     ("CT scanner (2 no.)", 2, "ct"), ("2 no. CT scanners", 2, "ct"), ("MRI - qty 2", 2, "mri")],
)  # fmt: skip
def test_a_number_beside_the_class_is_the_quantity(
    read: Read, found: Found, written: str, count: int, asset_class: str
) -> None:
    """Without a column for it the row becomes that many assets, and the finding says what each is taken to cost."""
    register = read([HEADINGS, ["A1", written, 2015, 95_000]])
    assert register.assets[c.ASSET_CLASS].tolist() == [asset_class] * count
    assert found(register, "R122") == ["B2"]
    assert f"{count} at £95,000 each" in register.findings.set_index(c.CODE).loc["R122", c.MEND]
    assert found(register, "R079") == []


def test_a_quantity_of_its_own_stands_and_the_two_are_said(read: Read, found: Found) -> None:
    """The column decides; where the words say another number both are told, and where they agree neither."""
    headings = [*HEADINGS, "Qty"]
    register = read([headings, ["A1", "Ultrasound (x4)", 2015, 95_000, 1], ["A2", "CT x2", 2015, 800_000, 2]])
    assert register.assets[c.ASSET_CLASS].tolist() == ["ultrasound", "ct", "ct"]
    assert found(register, "R123") == ["E2"]
    assert "the class says 4, the quantity 1" in register.findings.set_index(c.CODE).loc["R123", c.MEND]
    assert found(register, "R122") == []


@pytest.mark.parametrize("written", ["CT scanner", "X-ray room", "Ultrasound x1", "X-ray room 2"])
def test_other_numbers_beside_a_class_are_no_quantity(read: Read, found: Found, written: str) -> None:
    """A room's number, and one of a kind, are one asset."""
    register = read([HEADINGS, ["A1", written, 2015, 95_000]])
    assert len(register.assets) == 1
    assert found(register, "R122") == []
