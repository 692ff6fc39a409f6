"""Registers from outside come out as is known of them. They are no part of the project: see `FOLDER`."""

import os
from pathlib import Path

import pytest

from capplan import columns as c
from capplan.errors import InputError
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import read_registers

FOLDER = Path(os.environ.get("CAPPLAN_REAL_REGISTERS", "not given"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="CAPPLAN_REAL_REGISTERS names no folder")


def read(name: str, policy: Policy) -> Register:
    return read_registers([FOLDER / name], policy, base=FOLDER)


def codes(register: Register) -> set[str]:
    return set(register.findings[c.CODE])


def test_a_factory_register_in_two_languages(policy: Policy) -> None:
    """147 machines; a section row and six more with a word beside them, and signatures, are left out."""
    register = read("nanoco_equipment_register.xlsx", policy)
    assert register.assets[c.SOURCE_ROW].nunique() == 147
    assert (register.findings[c.CODE] == "R068").sum() == 9
    assert register.assets[[c.DESCRIPTION, c.ROOM]].notna().mean().min() > 0.99
    first = register.assets.iloc[0]
    assert (first[c.INSTALL_DATE].isoformat(), first[c.MANUFACTURER]) == ("2021-06-01T00:00:00", "Intech")


def test_a_register_on_its_side_beside_the_same_upright(policy: Policy) -> None:
    """Both sheets are read; the one row that is on both is read once; the summary is left out."""
    register = read("it_assets_transposed.xlsx", policy)
    assert register.assets[c.SOURCE_SHEET].value_counts().to_dict() == {"Sheet1": 7, "Sheet2": 6}
    assert register.assets[c.PURCHASE_DATE].notna().all()
    assert codes(register) >= {"R048", "R015", "R040"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hospital_plant_export.xls", "no row of headings"),
        ("drm_wrapped.xlsx", "document protection"),
        ("ods_trusts.csv", "published list of organisations"),
    ],
)
def test_what_cannot_be_read_is_refused(policy: Policy, name: str, said: str) -> None:
    """No headings, or locked: a sentence says which."""
    with pytest.raises(InputError, match=said):
        read(name, policy)


def test_a_file_with_old_line_ends_and_american_dates(policy: Policy) -> None:
    """200 rows, headings said twice, ids that have lost their digits."""
    register = read("snipeit_bad.csv", policy)
    assert len(register.assets) == 200
    assert codes(register) >= {"R029", "R034", "R038"}


def test_a_city_fleet(policy: Policy) -> None:
    """4,109 vehicles, none lost to an id used twice."""
    register = read("seattle_active_fleet_2015.csv", policy)
    assert len(register.assets) == 4_109
    assert register.assets[c.INSTALL_DATE].notna().sum() >= 4_090
