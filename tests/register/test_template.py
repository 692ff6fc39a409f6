"""The blank register: filled in, it is read with nothing to ask and nothing to find."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.register import read_registers, template
from capplan.register.headings import read_heading
from capplan.register.template import COLUMNS, SCHEMA_PROPERTY, SHEET, choice_words, heading_of

FILLED: dict[Column, Any] = {
    c.ASSET_ID: "007",
    c.ORGANISATION: "Example Trust",
    c.ORGANISATION_CODE: "ZZ1",
    c.SITE: "North Hospital",
    c.SITE_CODE: "ZZ101",
    c.NETWORK: "East",
    c.SERIAL_NUMBER: "000123",
    c.INSTALL_DATE: dt.date(2015, 5, 4),
    c.PURCHASE_DATE: dt.date(2015, 2, 1),
    c.MANUFACTURE_YEAR: 2014,
    c.REFURBISHED_DATE: dt.date(2020, 1, 6),
    c.END_OF_SUPPORT_DATE: dt.date(2028, 3, 31),
    c.PLANNED_REPLACEMENT_DATE: dt.date(2029, 4, 1),
    c.CONTRACT_END_DATE: dt.date(2027, 3, 31),
    c.EXPECTED_LIFE_YEARS: 10,
    c.ACTIVITY_PER_YEAR: 9_000,
    c.CAPACITY_PER_YEAR: 12_000,
    c.HOURS_USED_PER_YEAR: 2_900,
    c.HOURS_AVAILABLE_PER_YEAR: 3_200,
    c.UNPLANNED_EVENTS: 3,
    c.OBSERVATION_YEARS: 2,
    c.DOWNTIME_HOURS_PER_YEAR: 40,
    c.DOSE_RATIO: 0.9,
    c.OUTAGE_DAYS_PER_EVENT: 2,
    c.RISK_LIKELIHOOD: 3,
    c.RISK_CONSEQUENCE: 4,
    c.REPLACEMENT_COST_GBP: 750_000,
    c.WORKS_COST_GBP: 150_000,
    c.PURCHASE_COST_GBP: 600_000,
    c.BOOK_VALUE_GBP: 100_000,
    c.MAINTENANCE_GBP_PER_YEAR: 60_000,
    c.CONSEQUENCE_GBP_PER_EVENT: 5_000,
    c.PRICE_BASE_YEAR: 2026,
    c.LOCKED_YEAR: 2028,
    c.FINANCE_METHOD: "owned",
    c.STATUS: "in use",
}


def filled(policy: Policy, folder: Path, **own: Any) -> Path:
    """The template with one row filled in, as a person would, and saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(template(policy.reference)))
    for place, column in enumerate(COLUMNS, 1):
        words = choice_words(column, policy.reference)
        value = own.get(str(column), FILLED.get(column, words[0] if words else f"some {column.heading.lower()}"))
        book[SHEET].cell(2, place).value = value
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"


def test_a_filled_template_has_no_findings(policy: Policy, tmp_path: Path) -> None:
    """Every column filled in as it says is read with its value and without a word."""
    register = read_registers([filled(policy, tmp_path)], policy, base=tmp_path)
    asset = register.assets.iloc[0]
    assert register.findings.empty
    assert len(register.assets) == 1
    for column in COLUMNS:
        assert asset[column] is not None
        assert asset[column] == asset[column], column
    assert (asset[c.ASSET_ID], asset[c.SERIAL_NUMBER], asset[c.ASSUMED]) == ("007", "000123", "")
    assert asset[c.INSTALL_DATE].date() == dt.date(2015, 5, 4)
    assert (asset[c.REPLACEMENT_COST_GBP], asset[c.MAINTENANCE_GBP_PER_YEAR]) == (750_000, 60_000)


def test_every_word_to_choose_from_is_read_as_its_own_choice(policy: Policy, tmp_path: Path) -> None:
    """Each entry of each list comes back as the choice it stands for."""
    listed = {column: words for column in COLUMNS if (words := choice_words(column, policy.reference))}
    book = openpyxl.load_workbook(io.BytesIO(template(policy.reference)))
    for row in range(2, 2 + max(map(len, listed.values()))):
        for column, value in ((c.ASSET_ID, f"A-{row}"), (c.ORGANISATION, "Example")):
            book[SHEET].cell(row, COLUMNS.index(column) + 1).value = value
    for column, words in listed.items():
        for row, word in enumerate(words, 2):
            book[SHEET].cell(row, COLUMNS.index(column) + 1).value = word
    book.save(tmp_path / "words.xlsx")
    assets = read_registers([tmp_path / "words.xlsx"], policy, base=tmp_path).assets
    classes = {c.ASSET_CLASS: tuple(policy.reference.classes.index), c.MUST_TREAT: (True, False)}
    for column, words in listed.items():
        assert assets[column].tolist()[: len(words)] == list(classes.get(column, column.choices)), column


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_heading_is_read_as_its_column_as_it_stands(column: Column) -> None:
    """No heading of the template needs a mapping, and none scales its numbers."""
    heading = read_heading(heading_of(column))
    assert heading is not None
    assert (heading.column, heading.scale) == (column, 1)


def test_lists_dates_and_money_are_held_to_in_plain_words(policy: Policy) -> None:
    """Classes come from a list with a name of its own, dates and pounds have limits, and each says why."""
    sheet = openpyxl.load_workbook(io.BytesIO(template(policy.reference)))[SHEET]
    rules = {str(one.sqref).split(":")[0][:-1]: one for one in sheet.data_validations.dataValidation}
    letter = {column: sheet.cell(1, place).column_letter for place, column in enumerate(COLUMNS, 1)}
    assert rules[letter[c.ASSET_CLASS]].formula1 == "list_asset_class"
    assert rules[letter[c.INSTALL_DATE]].type == "date"
    assert "day/month/year" in rules[letter[c.INSTALL_DATE]].error
    assert "whole pounds" in rules[letter[c.REPLACEMENT_COST_GBP]].error
    assert sheet.column_dimensions["A"].number_format in ("@", "General")
    assert sheet.cell(1, 1).comment is not None


def test_a_template_says_its_version(policy: Policy) -> None:
    """A custom property tells a template of this version from any other workbook."""
    book = openpyxl.load_workbook(io.BytesIO(template(policy.reference)))
    assert book.custom_doc_props[SCHEMA_PROPERTY].value == 1


def test_the_same_tables_give_the_same_template(policy: Policy) -> None:
    """Nothing in a template depends on when it was made."""
    assert template(policy.reference) == template(policy.reference)


def test_a_blank_template_holds_no_assets(policy: Policy, tmp_path: Path) -> None:
    """A template that nobody has filled in is read as a table without rows."""
    (tmp_path / "blank.xlsx").write_bytes(template(policy.reference))
    register = read_registers([tmp_path / "blank.xlsx"], policy, base=tmp_path)
    assert register.assets.empty
    assert register.findings[c.CODE].tolist() == ["R050"]


@pytest.mark.parametrize("version", [0, 2])
def test_a_template_of_another_version_is_read_and_said(policy: Policy, tmp_path: Path, version: int) -> None:
    """A register made from an older or newer template is read by its headings, and the version is noted."""
    path = filled(policy, tmp_path)
    book = openpyxl.load_workbook(path)
    book.custom_doc_props[SCHEMA_PROPERTY].value = version
    book.save(path)
    register = read_registers([path], policy, base=tmp_path)
    assert register.findings[c.CODE].tolist() == ["R100"]
    (mend,) = register.findings[c.MEND]
    assert ("newer capplan" in mend) == (version > 1)
    assert len(register.assets) == 1
