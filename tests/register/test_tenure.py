"""Columns of yes and no that ask how a machine is held, and headings that say no more than what it costs."""

from collections.abc import Callable

import pytest

from capplan import columns as c
from capplan.model import Register

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset No", "Modality", "Installed"]
CT, MRI = ["A1", "CT", 2015], ["A2", "MRI", 2016]


@pytest.mark.parametrize(
    ("heading", "yes", "method"),
    [("Managed service?", "Y", "managed_service"), ("MES (Y/N)", "Yes", "managed_service"), ("PFI?", True, "pfi"),
     ("Leased?", "yes", "lease"), ("Managed service?", "Yes - MES", "managed_service"), ("Leased", "PFI", "pfi")],
)  # fmt: skip
def test_a_yes_below_a_way_of_financing_is_that_way(
    read: Read, found: Found, heading: str, yes: object, method: str
) -> None:
    """And a no leaves it open, for the machine may be owned, given or leased."""
    register = read([[*HEADINGS, heading], [*CT, yes], [*MRI, "N"]])
    assert register.assets[c.FINANCE_METHOD].fillna("").tolist() == [method, ""]
    assert found(register, "R005") == []


def test_a_column_of_the_ways_themselves_is_used_before_one_of_yes_and_no(read: Read, found: Found) -> None:
    """Even where it is less full; the other is told of."""
    register = read([[*HEADINGS, "Leased?", "Funding"], [*CT, "N", "Charity"], [*MRI, "Y", None]])
    assert register.assets[c.FINANCE_METHOD].fillna("").tolist() == ["charity", ""]
    assert found(register, "R029") == ["D1"]


def test_numbers_of_leases_are_no_answers(read: Read, found: Found) -> None:
    """A column headed Lease that holds anything else is kept as text, and said."""
    register = read([[*HEADINGS, "Lease"], [*CT, "L-204"], [*MRI, "L-205"]])
    assert register.assets[c.FINANCE_METHOD].isna().all()
    assert found(register, "R101") == ["D1"]


@pytest.mark.parametrize("heading", ["Cost (£m)", "Cost", "Cost £k"])
def test_a_cost_and_no_more_is_first_taken_for_the_replacement_cost(read: Read, heading: str) -> None:
    """It is suggested, never applied, and before the cost of a failure."""
    register = read([[*HEADINGS, heading], [*CT, 1.05], [*MRI, 1.3]])
    [told] = register.findings[register.findings[c.CODE] == "R090"].to_dict("records")
    assert "Replacement cost" in told[c.MESSAGE]
    assert register.assets[c.REPLACEMENT_COST_GBP].isna().all()


@pytest.mark.parametrize("heading", ["Lease end", "End of lease", "Lease expiry"])
def test_the_end_of_a_lease_is_not_taken_for_the_end_of_support(read: Read, found: Found, heading: str) -> None:
    """No column holds it, and it is not suggested as another date."""
    register = read([[*HEADINGS, heading], [*CT, "31/03/2029"], [*MRI, "31/03/2030"]])
    assert (found(register, "R090"), found(register, "R028")) == ([], ["D1"])
