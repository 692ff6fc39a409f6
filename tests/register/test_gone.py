"""A machine that is gone is left out where its status says so, and told of where only other words do."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from capplan import columns as c
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import grouped, read_registers

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]

HEADINGS = ["Asset No", "Modality", "Installed", "Status", "Comments"]
CT = ["A1", "CT", 2015]


@pytest.mark.parametrize(
    ("written", "status"),
    [("Archived", "out_of_use"), ("Undeployable", "out_of_use"), ("Awaiting disposal", "out_of_use"),
     ("Lost", "disposed"), ("Lost/Stolen", "disposed"), ("Retired", "disposed")],
)  # fmt: skip
def test_words_for_machines_that_are_gone_are_known(read: Read, found: Found, written: str, status: str) -> None:
    """Words of asset systems for what is out of use or disposed of take it out of the plan."""
    register = read([HEADINGS, [*CT, written]])
    assert register.assets[c.STATUS].tolist() == [status]
    assert found(register, "R020") == ["D2"]


def test_a_status_that_is_not_known_is_said_to_be_counted_as_in_use(read: Read, found: Found) -> None:
    """What is not known never takes a machine out of the plan, and its finding says what was made of it."""
    register = read([HEADINGS, [*CT, "Pending"]])
    assert register.assets[c.STATUS].tolist() == ["in_use"]
    assert found(register, "R120") == ["D2"]
    assert "counted as in use" in register.findings.set_index(c.CODE).loc["R120", c.MESSAGE]


@pytest.mark.parametrize("status", [None, "In use", "Pending"])
def test_words_in_a_remark_that_say_it_is_gone_are_a_warning(read: Read, found: Found, status: str | None) -> None:
    """A remark cannot take a machine out, so a person is asked; what the status says itself is enough."""
    register = read([HEADINGS, [*CT, status, "DECOMMISSIONED - awaiting removal"]])
    assert found(register, "R121") == ["E2"]
    assert found(read([HEADINGS, [*CT, "Decommissioned", "Decommissioned in May"]]), "R121") == []


@pytest.mark.parametrize(
    "remark",
    ["To be decommissioned 2028", "Not decommissioned", "Replaces scrapped unit A0", "Tube scrapped", "Cover removed"],
)
def test_words_of_other_machines_parts_and_plans_are_no_warning(read: Read, found: Found, remark: str) -> None:
    """What is planned, or of a part or another machine, says nothing of this one."""
    assert found(read([HEADINGS, [*CT, None, remark]]), "R121") == []


def test_a_column_that_is_not_read_may_say_it_too(read: Read, found: Found) -> None:
    """Free text under any heading, but not under one of a plan or a price; one finding for each row."""
    headings = [*HEADINGS[:3], "Estates view", "Disposal route"]
    register = read([headings, [*CT, "Scrapped, replaced by A7", "Sold"], ["A2", "CT", 2016, "fine", "Scrapped"]])
    assert found(register, "R121") == ["D2"]


def test_a_comment_or_a_hidden_row_may_say_it(policy: Policy, tmp_path: Path) -> None:
    """A comment on any cell of the row counts, and the finding says that the row is hidden."""
    rows = [HEADINGS, [*CT, "", ""], ["A2", "MRI", 2016, "", "scrapped"]]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    sheet["B2"].comment = Comment("removed from site", "J. Example")
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    findings = read_registers([tmp_path / "a.xlsx"], policy, base=tmp_path).findings
    gone = findings[findings[c.CODE] == "R121"]
    assert gone[[c.CELL, c.VALUE_SEEN]].to_numpy().tolist() == [["B2", "removed from site"], ["E3", "scrapped"]]
    assert ["hidden" in mend for mend in gone[c.MEND]] == [False, True]


def test_machines_that_may_be_gone_are_told_before_other_warnings(read: Read) -> None:
    """However many of another warning there are, the one machine that may be gone stands above them."""
    rows = [[f"A{place}", "CT", "2014/15", None, None] for place in range(9)]
    kinds = grouped(read([HEADINGS, *rows, [*CT, None, "scrapped"]]).findings)
    warnings = kinds.loc[kinds[c.SEVERITY] == "warning", c.CODE].tolist()
    assert (warnings[0], warnings[1]) == ("R121", "R037")
