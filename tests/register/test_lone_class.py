"""A column headed no more than Type or Equipment: the class where its values are classes, and else not."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register
from capplan.policy import Policy
from capplan.register.mapping import RegisterMapping
from capplan.register.read import read_mapped

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

DAY = dt.date(2015, 3, 20)
CLASSES = ["CT", "CT scanner", "MRI", "Ultrasound", "Infusion pump"]
MODELS = ["Aquilion ONE", "Vexa 3T", "CT-510", "Logiq E9", "DR 3000"]


def rows(*headed: tuple[str, Sequence[object]]) -> list[list[object]]:
    """A register with an id, a make and a date in each row, and columns of these headings and cells beside them."""
    cells = zip(*(cells for _, cells in headed), strict=True)
    body = [[f"A{number}", "Siemens", DAY, *row] for number, row in enumerate(cells)]
    return [["Asset no", "Make", "Installed", *(heading for heading, _ in headed)], *body]


def values(register: Register, column: Column) -> list[object]:
    held = register.assets[column]
    return held.astype("object").where(held.notna(), None).tolist()


@pytest.mark.parametrize("heading", ["Type", "TYPE:", "Equipment", "Equip.", "Machine", "Asset"])
def test_classes_below_a_wide_heading_are_the_class(read: Read, found: Found, heading: str) -> None:
    """Most values are words for classes: they are read as such, and the share is told at the heading."""
    register = read(rows((heading, CLASSES), ("Model", MODELS)))
    assert values(register, c.ASSET_CLASS) == ["ct", "ct", "mri", "ultrasound", None]
    assert values(register, c.MODEL) == MODELS
    assert (found(register, "R118"), found(register, "R002")) == (["D1"], ["D6"])
    note = register.findings.set_index(c.CODE).loc["R118"]
    assert "80 % of its values are classes that capplan knows" in note[c.MEND]
    assert not {"R028", "R090"} & set(register.findings[c.CODE])


@pytest.mark.parametrize("heading", ["Type", "Equipment"])
@pytest.mark.parametrize(
    "cells",
    [
        MODELS,
        ["Owned", "Leased", "Owned", "MES", "PFI"],
        ["Static", "Mobile", "Static", "Portable", "Mobile"],
        ["CT injector", "MRI coil", "Ultrasound probe", "CT", "MRI"],
        ["Siemens CT of ward 4", "MRI, GE, level 2", "ultrasound by the door", "CT", "MRI"],
        [1, 2, 3, 4, 5],
        ["TBC", "-", None, "n/a", None],
    ],
    ids=("models", "tenures", "mounts", "parts", "descriptions", "numbers", "blanks"),
)
def test_other_things_below_a_wide_heading_are_no_class(
    read: Read, found: Found, heading: str, cells: Sequence[object]
) -> None:
    """A model, a tenure, a part or a description is never taken for it."""
    register = read(rows((heading, cells)))
    assert values(register, c.ASSET_CLASS) == [None] * 5
    assert found(register, "R118") == []


@pytest.mark.parametrize(
    "beside",
    [("Equipment", CLASSES), ("Modalty", CLASSES), ("Type", ["Owned", "Leased", "Owned", "MES", "PFI"])],
    ids=("both wide", "another that is not known", "the same heading twice"),
)
def test_two_columns_that_may_be_the_class_are_asked_for(
    read: Read, found: Found, beside: tuple[str, Sequence[object]]
) -> None:
    """Which of two columns is the class is for a person to say."""
    register = read(rows(("Type", CLASSES), beside))
    assert values(register, c.ASSET_CLASS) == [None] * 5
    assert (found(register, "R118"), found(register, "R090")[:1]) == ([], ["D1"])


def test_a_wide_heading_beside_what_is_no_class_is_enough(read: Read) -> None:
    """Equipment may hold the models and Type the classes."""
    assert values(read(rows(("Equipment", MODELS), ("Type", CLASSES))), c.ASSET_CLASS)[:4] == [
        "ct", "ct", "mri", "ultrasound"]  # fmt: skip


def test_a_column_of_the_class_comes_first(read: Read, found: Found) -> None:
    """Where a heading names the class, a Type with classes in it stays text."""
    register = read(rows(("Modality", ["MRI"] * 5), ("Type", CLASSES)))
    assert values(register, c.ASSET_CLASS) == ["mri"] * 5
    assert found(register, "R118") == []


def test_what_a_person_said_of_the_heading_stands(
    book: Callable[..., Path], policy: Policy, found: Found, tmp_path: Path
) -> None:
    """A saved mapping that keeps it as text is not overruled, and its words for classes are read."""
    path = book("register.xlsx", {"Equipment": rows(("Type", CLASSES))})
    known = {"Asset no": {"field": "asset_id"}, "Installed": {"field": "install_date"},
             "Make": {"field": "manufacturer"}}  # fmt: skip

    def read(**said: object) -> Register:
        return read_mapped([path], policy, [RegisterMapping.model_validate(said)], base=tmp_path)

    kept = read(columns={**known, "Type": {"extra": True}})
    assert (values(kept, c.ASSET_CLASS), found(kept, "R118")) == ([None] * 5, [])
    worded = read(columns=known, values={"asset_class": {"Infusion pump": "DXA"}})
    assert values(worded, c.ASSET_CLASS) == ["ct", "ct", "mri", "ultrasound", "dxa"]


def test_classes_below_a_heading_of_something_else_are_only_suggested(read: Read, found: Found) -> None:
    """What a heading other than these may mean is for a person to say."""
    register = read(rows(("Colour", CLASSES)))
    assert (values(register, c.ASSET_CLASS), found(register, "R090")) == ([None] * 5, ["D1"])


@pytest.mark.parametrize("heading", ["Equipment Description", "Description", "Asset description"])
def test_descriptions_that_name_a_class_are_the_class_too(read: Read, found: Found, heading: str) -> None:
    """As asset systems keep them, with more than the class in each: read where no other column is of classes."""
    cells = ["CT Scanner 64 slice", "MRI Scanner 1.5 Tesla", "Ultrasound (x2)", "Bone densitometer", "Lithotripter"]
    register = read(rows((heading, cells), ("Model", MODELS)))
    assert values(register, c.ASSET_CLASS) == ["ct", "mri", "ultrasound", "ultrasound", "dxa", None]
    assert values(register, c.DESCRIPTION)[0] == cells[0]
    assert (found(register, "R118"), found(register, "R002"), found(register, "R001")) == (["D1"], ["D6"], [])
    assert "80 % of its values name a class" in register.findings.set_index(c.CODE).loc["R118", c.MEND]


def test_descriptions_of_which_few_name_a_class_are_not_the_class(read: Read, found: Found) -> None:
    """Parts and models say nothing of the class."""
    cells = ["CT injector", "MRI coil", "Ultrasound probe", "Somatom", "CT scanner"]
    register = read(rows(("Description", cells), ("Model", MODELS)))
    assert (found(register, "R118"), len(found(register, "R001"))) == ([], 5)


def test_a_class_above_the_rows_is_used_before_their_descriptions(read: Read, found: Found) -> None:
    """A section's heading says it of all its rows, and a description may be of anything."""
    headings, *body = rows(("Description", ["CT 64 slice", "CT wide bore"]))
    register = read([headings, ["CT scanners"], *body])
    assert values(register, c.ASSET_CLASS) == ["ct", "ct"]
    assert (found(register, "R118"), found(register, "R102")) == ([], ["A2"])
