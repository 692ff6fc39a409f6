"""A sheet for each site of one body is read so; where nothing says whose the sheets are, the doubt is a warning."""

from collections.abc import Callable

import pytest

from capplan import columns as c
from capplan.model import Register

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset No", "Modality", "Installed"]
CT, MRI = ["A1", "CT", 2015], ["A2", "MRI", 2016]
TRUST = "Eastmere Hospitals NHS Trust"
SUMMARY = [[TRUST], ["Site", "No. of items"], ["General", 1], ["Cottage", 1]]


def places(register: Register) -> list[list[str]]:
    return register.assets[[c.ORGANISATION, c.SITE]].fillna("").to_numpy().tolist()


def test_sheets_under_the_name_of_one_body_are_its_sites(read: Read, found: Found) -> None:
    """The summary names the trust, and the sheets 'General' and 'Cottage' are not named as bodies are."""
    register = read({"Summary": SUMMARY, "General": [HEADINGS, CT], "Cottage": [HEADINGS, MRI]})
    assert places(register) == [[TRUST, "General"], [TRUST, "Cottage"]]
    assert len(found(register, "R125")) == 2
    assert set(register.findings.set_index(c.CODE).loc["R125", c.SEVERITY]) == {"warning"}
    assert register.assets[c.ASSUMED].str.contains("site").all()


def test_a_title_over_the_table_names_the_body_too(read: Read) -> None:
    """The sheet's own title is as good as that of another."""
    register = read({"Cottage": [[f"{TRUST} - imaging"], [], HEADINGS, CT], "General": [HEADINGS, MRI]})
    assert places(register) == [[TRUST, "Cottage"], [TRUST, "General"]]


def test_a_site_in_the_row_stands(read: Read) -> None:
    """Rows that name their own site keep it, whatever their sheet is called."""
    register = read({"Summary": SUMMARY, "North": [[*HEADINGS, "Site"], [*CT, "Royal"], [*MRI, None]]})
    assert places(register) == [[TRUST, "Royal"], [TRUST, "North"]]


@pytest.mark.parametrize("name", ["Ashmere Hospitals", "Ashmere NHS FT", "RXX"])
def test_sheets_that_are_named_as_bodies_are_theirs(read: Read, found: Found, name: str) -> None:
    """A sheet for each trust, as networks keep them, whatever trust the notes speak of."""
    register = read({"Notes": [[f"Kept by {TRUST}"]], name: [HEADINGS, CT]})
    assert places(register) == [[name, ""]]
    assert (len(found(register, "R030")), found(register, "R125"), found(register, "R126")) == (1, [], [])


def test_a_name_that_may_be_a_sites_is_a_warning_where_nothing_else_says(read: Read, found: Found) -> None:
    """Money and floors go by organisation, so a wrong one is not told in a note."""
    register = read({"General": [HEADINGS, CT], "Cottage": [HEADINGS, MRI]})
    assert places(register) == [["General", ""], ["Cottage", ""]]
    assert len(found(register, "R126")) == 2
    assert found(register, "R030") == []


def test_two_bodies_in_one_file_settle_nothing(read: Read, found: Found) -> None:
    """Sheets are not given to either."""
    register = read({"Notes": [[TRUST], ["Westport NHS Trust"]], "General": [HEADINGS, CT]})
    assert places(register) == [["General", ""]]
    assert len(found(register, "R126")) == 1
