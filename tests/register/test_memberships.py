"""Dated, shared memberships and the merger, year by year."""

from pathlib import Path

import pandas as pd
import pytest

from capplan.errors import InputError
from capplan.policy.schema import Policy
from capplan.register.memberships import memberships

ASSETS = pd.DataFrame(
    {
        "asset_id": ["A", "B", "C"],
        "organisation_code": ["X1", None, None],
        "organisation": ["One", "Two", "Three"],
        "network": ["North", "North", "Vale"],
    }
).astype("str")
HEADING = "organisation_code,organisation,network,primary,from,to,share\n"


def members(folder: Path, rows: str, merge: dict | None = None) -> pd.DataFrame:
    (folder / "networks.csv").write_text(HEADING + rows)
    (folder / "merge.csv").write_text("network,successor\nNorth,Great North\nCoast,Great North\nVale,Vale\n")
    networks = {"file": "networks.csv", **({"merge": {"file": "merge.csv", **merge}} if merge else {})}
    policy = Policy.model_validate({"plan": {"start": 2027, "years": 3}, "networks": networks})
    return memberships(ASSETS, policy, folder)


def test_one_network_all_through_needs_no_memberships(tmp_path: Path) -> None:
    """Where nothing changes and nothing is shared, the network of the row says it all."""
    assert members(tmp_path, "X1,One,North,yes,,,\nX1,One,Coast,no,,,\n,Two,North,yes,2020-04-01,,\n").empty


def test_membership_goes_by_the_first_day_of_each_year(tmp_path: Path) -> None:
    """An organisation that moves in May is of its new network from the next April."""
    found = members(tmp_path, "X1,One,North,yes,,2028-05-01,\nX1,One,Coast,yes,2028-05-02,,\n")
    by_year = found[found["asset_id"] == "A"].set_index("year")["network"].to_dict()
    assert by_year == {2027: "North", 2028: "North", 2029: "Coast"}


def test_shared_asset_counts_in_both_networks(tmp_path: Path) -> None:
    """Shares are those of the file and add up to 1."""
    found = members(tmp_path, "X1,One,North,yes,,,0.7\nX1,One,Coast,no,,,0.3\n")
    shares = found[(found["asset_id"] == "A") & (found["year"] == 2028)].set_index("network")["share"].to_dict()
    assert shares == {"Coast": 0.3, "North": 0.7}
    assert (found.groupby(["asset_id", "year"])["share"].sum() == 1).all()


def test_networks_merge_in_their_year(tmp_path: Path) -> None:
    """Until then they go by their old names; shares in two that merge add up."""
    found = members(tmp_path, "X1,One,North,yes,,,0.7\nX1,One,Coast,no,,,0.3\n", {"year": 2028})
    mine = found[found["asset_id"] == "A"]
    assert set(mine.loc[mine["year"] == 2027, "network"]) == {"North", "Coast"}
    assert mine.loc[mine["year"] > 2027, ["network", "share"]].values.tolist() == [["Great North", 1.0]] * 2


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("X1,One,North,yes,,,0.7\nX1,One,Coast,no,,,0.2\n", "add up to 0.9 on 2027-04-01"),
        ("X1,One,North,yes,,,most\n", "share is 'most'"),
        ("X1,One,North,yes,soon,,\n", "'soon', which is no date"),
    ],
)
def test_shares_that_cannot_be_meant_are_told_with_their_row(tmp_path: Path, rows: str, told: str) -> None:
    """Each fault names the file and the row."""
    with pytest.raises(InputError, match=told) as caught:
        members(tmp_path, rows)
    assert caught.value.problems[0].where == "networks.csv, row 2"
