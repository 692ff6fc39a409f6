"""The sample registers, read: nothing but what was planted differs from the estate they were made from."""

from pathlib import Path

import pandas as pd
import pytest

from capplan import columns as c
from capplan.model import Register
from capplan.policy.load import default_policy, load_plan_file, load_policy
from capplan.register import read_registers
from capplan.samples import make_estate, write_sample, write_single
from capplan.samples.faults import FAULTS
from capplan.samples.files import STYLES
from capplan.samples.geography import geography
from capplan.samples.layouts import LAYOUTS

# Columns that reading fills where a register is blank: the date from others, the status by default.
FILLED = (c.INSTALL_DATE, c.STATUS)
# A finding that each kind of fault must raise.
CODES = {
    "future date": "R007", "unknown class": "R002", "misspelt class": "R002", "missing class": "R001",
    "cost a thousand times too large": "R012", "total row": "R024", "impossible rating": "R013", "duplicate id": "R014",
    "negative cost": "R017", "negative activity": "R017", "negative dose": "R017", "age 61": "R009",
    "installed before it was made": "R008", "activity over capacity": "R018", "more hours than a year has": "R044",
    "VAT note in a cost": "R021", "remark among the rows": "R025", "day number for a date": "R036",
    "financial year for a date": "R037", "support ended before it was installed": "R043",
    "duplicate serial number": "R016",
}  # fmt: skip


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    policy = load_policy(load_plan_file(folder / "capplan.toml"))
    return read_registers(tuple(sorted((folder / "registers").glob("*.xlsx"))), policy, base=folder)


def differences(truth: pd.DataFrame, read: pd.DataFrame) -> set[tuple[str, str]]:
    """The cells (asset, column) in which what was read differs from the truth, both indexed by asset."""
    differs = set()
    for column in truth.columns:
        before, after = truth[column].astype("str"), read[column].astype("str")
        unequal = (before != after) & ~(truth[column].isna() & read[column].isna())
        if column in FILLED:
            unequal &= truth[column].notna()
        differs |= {(asset, column) for asset in truth.index[unequal]}
    return differs


@pytest.mark.parametrize("style", STYLES)
def test_every_style_reads_back_to_the_truth(register: Register, style: str) -> None:
    """In each style, every cell that no fault was planted in comes back as it was made."""
    styles = {network: STYLES[position % len(STYLES)] for position, network in enumerate(geography().networks)}
    truth = make_estate(seed=1).set_index(c.ASSET_ID)
    truth = truth[truth[c.NETWORK].map(styles) == style]
    renamed = {fault.asset for fault in FAULTS if fault.column == c.ASSET_ID}
    truth = truth.drop(index=[asset for asset in renamed if asset in truth.index])
    columns = [name for name in truth.columns if name in LAYOUTS[style].headings or name in (c.ORGANISATION, c.NETWORK)]
    read = register.assets.set_index(c.ASSET_ID).loc[truth.index]
    planted = {(fault.asset, str(fault.column)) for fault in FAULTS}
    assert len(truth) > 1000
    assert differences(truth[columns], read[columns]) <= planted


def test_every_asset_comes_back_once(register: Register) -> None:
    """No row is lost or doubled: total rows and remarks are left out, duplicate ids are told apart."""
    assert len(register.assets) == len(make_estate(seed=1))
    assert register.assets[c.ASSET_ID].is_unique


def test_planted_faults_are_found(register: Register) -> None:
    """Each kind of fault that breaks a rule is found, in the workbook where it was planted."""
    found = set(register.findings[[c.FILE, c.CODE]].itertuples(index=False, name=None))
    names = {number: f"{number:02} {network}.xlsx" for number, network in enumerate(geography().networks, start=1)}
    files = {file.rpartition("/")[2]: file for file in register.findings[c.FILE]}
    missed = [
        fault
        for fault in FAULTS
        if fault.kind in CODES and (files[names[fault.workbook]], CODES[fault.kind]) not in found
    ]
    assert missed == []


def test_few_findings_that_nobody_planted(register: Register) -> None:
    """Errors come from planted faults alone."""
    errors = register.findings[register.findings[c.SEVERITY] == "error"]
    assert len(errors) <= len(FAULTS)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_single_register_reads_back(tmp_path: Path, name: str) -> None:
    """A register of any size, as CSV or as a workbook, comes back as it was made, without an error."""
    write_single(tmp_path / name, assets=400, seed=5)
    register = read_registers((tmp_path / name,), default_policy(), base=tmp_path)
    truth = make_estate(seed=5, assets=400).set_index(c.ASSET_ID)
    assert differences(truth, register.assets.set_index(c.ASSET_ID).loc[truth.index]) == set()
    assert "error" not in set(register.findings[c.SEVERITY])
