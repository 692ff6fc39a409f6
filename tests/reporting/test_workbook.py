"""The finance workbook: its sums are live, its stored values are Python's, its text is only text."""

import dataclasses
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from capplan.columns import ACTION, ASSET_ID, CAPITAL_GBP, YEAR
from capplan.reporting import board_paper, finance_workbook, render_html
from capplan.reporting.formats import millions

SHEETS = [
    "Cover", "Contents", "Inputs", "Budget", "Funds", "Capital", "Revenue", "Options", "Decisions", "Cash", "Charges",
    "Scenarios", "Baselines", "Audit", "Checks", "Assumptions",
]  # fmt: skip


def opened(data: bytes, *, values: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def rows(sheet) -> list[tuple]:
    """The cells of a sheet's table, its heading row first."""
    (table,) = sheet.tables.values()
    return [tuple(cell.value for cell in row) for row in sheet[table.ref]]


@pytest.fixture(scope="module")
def data(national) -> bytes:
    return finance_workbook(national)


@pytest.fixture(scope="module")
def book(data) -> openpyxl.Workbook:
    return opened(data, values=True)


def test_the_sheets_are_in_order_and_it_opens_on_the_cover(book) -> None:
    """The workbook opens on its cover, then leads through the sheets in order."""
    assert book.sheetnames == SHEETS
    assert book.active.title == "Cover"


def test_each_sheet_is_one_table_with_nothing_merged_or_empty(book) -> None:
    """A title in A1, one marked-up table of unique headings, no merged cell, no empty cell."""
    for sheet in book:
        assert sheet["A1"].value
        assert len(sheet.tables) == 1
        assert not sheet.merged_cells.ranges
        heading, *body = rows(sheet)
        assert len(set(heading)) == len(heading)
        assert body
        assert all(cell not in (None, "") for row in body for cell in row), sheet.title


def test_every_machine_has_its_decision(book, national) -> None:
    """The workbook lists the whole register, treated or not, and the capital adds up."""
    heading, *body = rows(book["Decisions"])
    decisions = national.recommended.plan.decisions
    assert sorted(row[0] for row in body) == sorted(decisions[ASSET_ID])
    assert sum(row[heading.index(CAPITAL_GBP.label)] for row in body) == decisions[CAPITAL_GBP].sum()


def test_stored_values_are_pythons(book, national) -> None:
    """What a preview shows of a formula is what the plan comes to, year by year."""
    spent = national.recommended.plan.cash.groupby(YEAR)[CAPITAL_GBP].sum()
    _, *body = rows(book["Budget"])
    for label, year, envelope, capital, headroom, _machines, _status in body[:5]:
        assert label.startswith(str(year))
        assert envelope == national.recommended.policy.envelopes[year]
        assert capital == spent.get(year, 0)
        assert headroom == envelope - capital
    assert body[5][3] == spent.sum()


def test_the_check_is_zero(book) -> None:
    """Cash less decisions is nothing."""
    assert rows(book["Budget"])[-1][3] == 0


def test_sums_are_formulas_over_named_ranges(data) -> None:
    """Budget cells are live: they hold formulas, and every name that they use is defined."""
    book = opened(data, values=False)
    formulas = [cell for row in rows(book["Budget"]) for cell in row if str(cell).startswith("=")]
    assert len(formulas) == 5 * 4 + 4 + 1
    assert {
        "Cash_capital",
        "Cash_year",
        "Decisions_capital",
        "Decisions_start",
        "Budget_scale",
        "Envelope_2027",
    } <= set(book.defined_names)


def test_figures_agree_with_the_board_paper(book, national) -> None:
    """Capital in the workbook is the capital in the page."""
    total = rows(book["Budget"])[-2][3]
    assert f"<dd>{millions(total)}</dd>" in render_html(board_paper(national))


def test_text_is_never_a_formula(hostile) -> None:
    """A name that begins like a formula is written as text, as it stands."""
    book = opened(finance_workbook(hostile), values=False)
    for sheet in ("Decisions", "Cash"):
        for row in book[sheet].iter_rows(min_row=5):
            assert all(cell.data_type != "f" for cell in row)
    assert "=1+1" in {row[0] for row in rows(book["Decisions"])}


def test_what_is_not_known_is_marked(data, study) -> None:
    """A missing age is [x], the start year of a machine that is kept [z]."""
    heading, *body = rows(opened(finance_workbook(study), values=True)["Decisions"])
    by_asset = {row[0]: dict(zip(heading, row, strict=True)) for row in body}
    assert by_asset["A-00004"]["Age (years)"] == "[x]"
    assert by_asset["A-00003"]["Start (financial year)"] == "[z]"


def test_the_workbook_repeats_to_the_byte(data, national) -> None:
    """The same study gives the same file, dated by the policy."""
    assert finance_workbook(national) == data
    assert opened(data, values=True).properties.created.date() == national.recommended.policy.plan.as_at


def test_an_empty_plan_has_a_workbook(study) -> None:
    """A plan that funds nothing still gives every sheet."""
    empty = dataclasses.replace(
        study.recommended.plan,
        decisions=study.recommended.plan.decisions.assign(**{ACTION: "keep", CAPITAL_GBP: 0}),
        cash=study.recommended.plan.cash.iloc[:0],
        baselines=study.recommended.plan.baselines.iloc[:0],
        audit=study.recommended.plan.audit.iloc[:0],
    )
    scenario = dataclasses.replace(study.recommended, plan=empty)
    book = opened(finance_workbook(dataclasses.replace(study, scenarios=(scenario,))), values=True)
    assert book.sheetnames == SHEETS


def test_nothing_in_the_workbook_reaches_out(data) -> None:
    """No macro, no link to another file, no connection."""
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not [name for name in names if "externalLink" in name or "vba" in name.lower() or "connections" in name]


def recalculated(data: bytes, folder: Path) -> openpyxl.Workbook:
    """The workbook as LibreOffice saves it, every formula worked out again."""
    source = folder / "finance.xlsx"
    source.write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "ods"]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)
    subprocess.run(
        [*command[:-1], "xlsx", "--outdir", str(folder / "again"), str(folder / "finance.ods")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return openpyxl.load_workbook(folder / "again" / "finance.xlsx", data_only=True)


needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
LIVE = ("Budget", "Capital", "Revenue", "Checks")


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_recalculates_the_same(data, tmp_path) -> None:
    """A spreadsheet program that works every formula out again comes to the stored values."""
    again, stored = recalculated(data, tmp_path), opened(data, values=True)
    for name in LIVE:
        for ours, theirs in zip(stored[name].iter_rows(), again[name].iter_rows(), strict=True):
            for one, other in zip(ours, theirs, strict=True):
                if isinstance(one.value, int | float):
                    assert other.value == pytest.approx(one.value, abs=0.05), (name, one.coordinate)


@pytest.mark.slow
@needs_libreoffice
def test_a_changed_input_moves_the_totals(data, tmp_path) -> None:
    """Twice the dividend rate is twice the dividend in every year, and the totals follow."""
    book = opened(data, values=False)
    sheet, cell = book.defined_names["PDC_dividend_percent"].attr_text.replace("$", "").split("!")
    place = book[sheet.strip("'")][cell]
    place.value = place.value * 2
    changed = io.BytesIO()
    book.save(changed)
    again, stored = recalculated(changed.getvalue(), tmp_path)["Revenue"], opened(data, values=True)["Revenue"]
    before, after = ([row for row in one.iter_rows(min_row=5, values_only=True) if row[1]] for one in (stored, again))
    for ours, theirs in zip(before, after, strict=True):
        assert theirs[3] == pytest.approx(2 * ours[3], abs=0.05)
        assert theirs[5] == pytest.approx(ours[5] + ours[3], abs=0.05)
