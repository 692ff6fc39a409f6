"""Networks: the dated file first, then the row's own, then "not stated"; merged where the plan says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from capplan import columns as c
from capplan.errors import InputError
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import attach_networks, read_networks, read_registers

NETWORKS = """organisation_code,organisation,network,primary,from,to
ZA1,Ashmere Hospitals,North,yes,2022-04-01,
ZA1,Ashmere Hospitals,East,no,2022-04-01,
ZA2,Brackmoor Trust,Old North,yes,2019-04-01,2026-03-31
ZA2,Brackmoor Trust,North,yes,01/04/2026,
ZB1,Coldwick Trust,West,yes,2027-04-01,
"""
MERGE = "network,successor,notes\nNorth,Great North,x\nWest,Great North,x\n"
ROWS = [
    ["Asset No", "Modality", "Installed", "Trust", "Trust code", "Network"],
    ["A", "CT", 2014, None, "za1", "Elsewhere"],
    ["B", "CT", 2014, "BRACKMOOR  trust", None, None],
    ["C", "CT", 2014, "Coldwick Trust", "ZB1", "South"],
    ["D", "CT", 2014, "Nobody's Trust", None, None],
]


def with_files(policy: Policy, **networks: object) -> Policy:
    settings = policy.model_dump(by_alias=True) | {"networks": networks}
    return Policy.model_validate(settings)


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


@pytest.fixture
def listed(policy: Policy, tmp_path: Path) -> Policy:
    return with_files(policy, file=write(tmp_path, "networks.csv", NETWORKS))


def register_of(policy: Policy, book: Callable[..., Path], folder: Path) -> Register:
    return read_registers([book("r.xlsx", {"S": ROWS})], policy, base=folder)


def test_the_file_goes_before_the_row(listed: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """By code, then by exact name, at the plan's date; an organisation not in it keeps the row's own."""
    register = register_of(listed, book, tmp_path)
    assert register.assets[c.NETWORK].tolist() == ["North", "North", "South", "not stated"]
    assert register.assets[c.ORGANISATION].tolist()[0] == "Ashmere Hospitals"
    missing = register.findings[register.findings[c.CODE] == "R023"]
    assert missing[[c.CELL, c.ASSET_ID, c.VALUE_USED]].values.tolist() == [["F5", "D", "not stated"]]


def test_without_a_file_the_row_is_believed(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """A policy that names no file leaves each row its own network."""
    register = register_of(policy, book, tmp_path)
    assert register.assets[c.NETWORK].tolist() == ["Elsewhere", "not stated", "South", "not stated"]


def test_a_merger_in_the_plan_renames_networks(listed: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """A merger by the plan's last year gives every network its successor's name; a later one none."""
    merge_file = write(tmp_path, "merge.csv", MERGE)
    merged = with_files(listed, file="networks.csv", merge={"year": listed.years[-1], "file": merge_file})
    register = register_of(merged, book, tmp_path)
    assert register.assets[c.NETWORK].tolist() == ["Great North", "Great North", "South", "not stated"]
    note = register.findings.set_index(c.CODE).loc["R047"]
    assert (note[c.FILE], note[c.VALUE_SEEN]) == ("merge.csv", "South")
    later = with_files(listed, file="networks.csv", merge={"year": listed.years[-1] + 1, "file": merge_file})
    before = register_of(later, book, tmp_path).assets
    assert before[c.NETWORK].tolist() == ["North", "North", "South", "not stated"]
    assert attach_networks(before, merged, tmp_path).assets[c.NETWORK].tolist() == register.assets[c.NETWORK].tolist()


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("", "networks.csv", "is empty"),
        ("organisation_code,organisation\nZA1,A\n", "networks.csv, row 1", "no column network"),
        ("organisation_code,network\n,North\n", "networks.csv, row 2", "no organisation"),
        ("organisation_code,network\nZA1,\n", "networks.csv, row 2", "no network"),
        ("organisation_code,network,primary\nZA1,N,perhaps\n", "networks.csv, row 2", "primary is 'perhaps'"),
        ("organisation_code,network,from\nZA1,N,soon\n", "networks.csv, row 2", "from is 'soon'"),
        ("organisation_code,network\nZA1,N\n\nZA1,S\n", "networks.csv, row 4", "two primary networks"),
    ],
)
def test_a_malformed_networks_file_is_refused_at_its_row(
    policy: Policy, tmp_path: Path, text: str, where: str, said: str
) -> None:
    """Each fault has its row and its mend."""
    listed = with_files(policy, file=write(tmp_path, "networks.csv", text))
    with pytest.raises(InputError) as caught:
        read_networks(listed, base=tmp_path)
    (problem,) = caught.value.problems
    assert problem.where == where
    assert said in problem.what
    assert problem.mend


def test_missing_files_are_named(policy: Policy, tmp_path: Path) -> None:
    """A networks file or merge map that is not there is an error, never passed over."""
    for networks in ({"file": "none.csv"}, {"merge": {"year": 2027, "file": "none.csv"}}):
        with pytest.raises(InputError, match=r"none.csv: there is no such file"):
            read_networks(with_files(policy, **networks), base=tmp_path)


def test_a_network_with_two_successors_is_refused(policy: Policy, tmp_path: Path) -> None:
    """A merge map sends each network to one place."""
    merge_file = write(tmp_path, "merge.csv", "network,successor\nA,B\nA,C\nD,\n")
    with pytest.raises(InputError) as caught:
        read_networks(with_files(policy, merge={"year": 2027, "file": merge_file}), base=tmp_path)
    assert [problem.where for problem in caught.value.problems] == ["merge.csv, row 3", "merge.csv, row 4"]
