"""Where each value came from: its cell, what the cell holds, and the rule that read or assumed it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from capplan import columns as c
from capplan.errors import InputError
from capplan.policy import Policy
from capplan.register import asset_named, provenance, read_registers

ROWS = [
    ("Imaging register",),
    ("Asset No", "Trust", "Modality", "Installed", "Repl. cost (£k, ex VAT)", "Year of manufacture", "QA", "Notes"),
    ("007", "Example", "CT scanner", "2012/13", 700, 2012, "Passed", "-"),
    ("008", "Example", "MRI scanner", None, "lots", 2013, None, None),
    ("009", "Example", "X-ray", dt.date(2015, 3, 2), 95.5, None, None, "dusty"),
]

type Trace = Callable[[str], pd.DataFrame]


@pytest.fixture
def trace(book: Any, policy: Policy, tmp_path: Path) -> Trace:
    """The provenance of an asset of the register above, by the heading of each column."""
    path = book("register.xlsx", {"Equipment": ROWS})

    def traced(asset_id: str) -> pd.DataFrame:
        register = read_registers([path], policy, base=tmp_path)
        found = asset_named(register, asset_id)
        return provenance(found, register, [path], policy, base=tmp_path).set_index(c.COLUMN)

    return traced


def test_each_value_knows_its_cell_and_its_raw_text(trace: Trace) -> None:
    """A value comes with the sheet and cell that it was read from, and what the cell holds."""
    told = trace("007")
    cost = told.loc["Replacement cost"]
    assert (cost[c.VALUE_USED], cost[c.RAW_TEXT], cost[c.SHEET], cost[c.CELL]) == ("700000", "700", "Equipment", "E3")
    assert cost[c.HOW_READ] == "a number, times 1,000 as the heading says, ex VAT as the heading says"
    assert told.loc["Quality assurance", c.HOW_READ] == "a word for this choice"
    assert told.loc["Notes", c.HOW_READ] == "says nothing: left blank"


def test_a_value_names_the_rule_that_read_it(trace: Trace) -> None:
    """Where a rule had a say, its code and title stand beside the value."""
    assert "R037 A date given as a financial year" in trace("007").loc["Installed", c.HOW_READ]


def test_an_assumed_value_says_so_and_from_what(trace: Trace) -> None:
    """A date that was made from the year of manufacture is marked as assumed, and the status too."""
    told = trace("008")
    assert told.loc["Installed", c.HOW_READ] == "assumed; R033 Install date assumed"
    assert told.loc["Status", c.HOW_READ].startswith("assumed: the register does not say")


def test_a_cell_that_was_not_used_is_shown(trace: Trace) -> None:
    """What a person wrote and capplan could not read is listed with nothing used."""
    cost = trace("008").loc["Replacement cost"]
    assert (cost[c.VALUE_USED], cost[c.RAW_TEXT], cost[c.HOW_READ]) == (
        "",
        "lots",
        "left blank; R005 A cell cannot be read",
    )


def test_an_id_is_found_whatever_its_case(trace: Trace, book: Any, policy: Policy, tmp_path: Path) -> None:
    """An id that differs in case or punctuation alone is found; one that does not exist names its likes."""
    path = book("ids.xlsx", {"Equipment": [("Asset No", "Trust", "Modality", "Installed"), ("CT-01", "E", "CT", 2012)]})
    register = read_registers([path], policy, base=tmp_path)
    assert asset_named(register, "ct 01")[c.ASSET_ID] == "CT-01"
    with pytest.raises(InputError, match="CT-01"):
        asset_named(register, "CT-02")


def test_a_file_that_has_changed_since_is_refused(book: Any, policy: Policy, tmp_path: Path) -> None:
    """Provenance is never told from a file other than the one that was read."""
    path = book("register.xlsx", {"Equipment": ROWS})
    register = read_registers([path], policy, base=tmp_path)
    book("register.xlsx", {"Equipment": [*ROWS, ("010", "Example", "CT", "2015", 1, 2014, None, None)]})
    with pytest.raises(InputError, match="changed"):
        provenance(asset_named(register, "007"), register, [path], policy, base=tmp_path)
