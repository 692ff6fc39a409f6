"""The finance workbook: its sums are live, its stored values are Python's, its text is only text."""

import dataclasses
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from capplan.columns import (
    ACTION,
    ASSET_ID,
    CAPITAL_GBP,
    CLASS_TITLE,
    NETWORK,
    ORGANISATION,
    REASON,
    SITE,
    START_YEAR,
    YEAR,
)
from capplan.model import Study
from capplan.planning.funding import from_funds
from capplan.policy.rules import Fund
from capplan.reporting import board_paper, finance_workbook, render_html
from capplan.reporting.case import KEEP
from capplan.reporting.formats import financial_year, unit_for
from capplan.reporting.funds import FUNDS_RULE

SHEETS = [
    "Cover", "Contents", "Inputs", "Budget", "Funds", "Capital parts", "Capital", "Revenue", "Net assets", "Who pays",
    "Options", "Decisions", "Cash", "Charges", "Leases", "Scenarios", "Scenario differences", "Scenario years",
    "Scenario classes", "Scenario networks", "Scenario changes", "Baselines", "Audit", "Checks", "Assumptions",
]  # fmt: skip

TEXT_HEADINGS = {column.label for column in (ASSET_ID, ORGANISATION, SITE, NETWORK, CLASS_TITLE, REASON)}


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
    for label, year, envelope, capital, headroom, _machines, _status, brought, over in body[:5]:
        assert label.startswith(str(year))
        assert envelope == national.recommended.policy.envelopes[year]
        assert capital == spent.get(year, 0)
        assert headroom == envelope - capital
        assert (brought, over) == (0, 0)
    assert body[5][3] == spent.sum()


def test_the_check_is_zero(book) -> None:
    """Cash less decisions is nothing."""
    assert rows(book["Budget"])[-1][3] == 0


def test_sums_are_formulas_over_named_ranges(data) -> None:
    """Budget cells are live: they hold formulas, and every name that they use is defined."""
    book = opened(data, values=False)
    formulas = [cell for row in rows(book["Budget"]) for cell in row if str(cell).startswith("=")]
    assert len(formulas) == 5 * 5 + 4 + 4 + 1
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
    assert f"<dd>{unit_for(total)(total)}</dd>" in render_html(board_paper(national))


def test_text_is_never_a_formula(hostile) -> None:
    """A name that begins like a formula is written as text, as it stands."""
    book = opened(finance_workbook(hostile), values=False)
    for sheet in ("Decisions", "Cash"):
        heading, *body = rows(book[sheet])
        names = [place for place, label in enumerate(heading) if label in TEXT_HEADINGS]
        assert len(names) >= 2
        assert all(
            book[sheet].cell(row, place + 1).data_type == "s" for place in names for row in range(5, 5 + len(body))
        )
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
    # Saved without stored values, so that none of them can be taken for a result.
    opened(data, values=False).save(source)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(folder / "again"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(folder / "again" / "finance.xlsx", data_only=True)


needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
LIVE = {"Budget", "Funds", "Capital", "Revenue", "Net assets", "Decisions", "Cash", "Charges", "Checks"}
FUNDS = (
    Fund(name='Cancer "fund" =1+1', money={2027: 900_000, 2029: 5_000_000}, asset_class=("ct", "mri")),
    Fund(name="Charity*", donated=True, money={2027: 400_000, 2028: 250_000}, asset_class=("mri", "ultrasound")),
)


@pytest.fixture(scope="module")
def funded(national) -> Study:
    """The national study with two funds that may both pay for MRI scanners, and what they pay in its audit."""
    ours = national.recommended
    policy = ours.policy.model_copy(update={"fund": FUNDS})
    paid = from_funds(ours.plan.cash, policy.allocation_rules)
    rows = [
        (
            FUNDS_RULE,
            f"{fund.name}, {financial_year(year)}",
            fund.money.get(year, 0),
            paid.get((fund.name, year), 0),
            True,
        )
        for fund in FUNDS
        for year in policy.years
    ]
    added = pd.DataFrame(rows, columns=list(ours.plan.audit.columns))
    audit = pd.concat([ours.plan.audit, added], ignore_index=True)
    scenario = dataclasses.replace(ours, policy=policy, plan=dataclasses.replace(ours.plan, audit=audit))
    return dataclasses.replace(national, scenarios=(scenario, *national.scenarios[1:]))


def test_what_funds_pay_is_live(funded) -> None:
    """Each fund's payments are formulas, and what the envelope pays with them is all the capital."""
    live, stored = (opened(finance_workbook(funded), values=values)["Funds"] for values in (False, True))
    assert all(str(cell).startswith("=") for row in rows(live)[1:] for cell in row[2:])
    _, *purses = rows(stored)
    assert [row[0] for row in purses] == [FUNDS[0].name, FUNDS[1].name, "Envelope"]
    assert sum(row[-1] for row in purses) == funded.recommended.plan.cash[CAPITAL_GBP].sum()
    assert purses[0][-1] > 900_000
    assert purses[1][2] == 400_000


def test_headroom_leaves_out_what_funds_pay(funded) -> None:
    """A year's headroom is its envelope less what the envelope pays, not less all capital."""
    book = opened(finance_workbook(funded), values=True)
    _, *years = rows(book["Budget"])
    envelope = rows(book["Funds"])[-1]
    assert [row[2] - row[4] for row in years[:5]] == list(envelope[2:7])


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_recalculates_the_same(funded, tmp_path) -> None:
    """A spreadsheet program that works every formula out again comes to the stored values."""
    data = finance_workbook(funded)
    again, stored, formulas = recalculated(data, tmp_path), opened(data, values=True), opened(data, values=False)
    found = set()
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            found.add(sheet.title)
            there = (sheet.title, cell.coordinate)
            ours, theirs = (one[sheet.title][cell.coordinate].value for one in (stored, again))
            assert theirs == pytest.approx(ours, abs=0.05), there
    assert found == LIVE


def place(book: openpyxl.Workbook, name: str):
    """The cell that a name stands for."""
    sheet, cell = book.defined_names[name].attr_text.replace("$", "").split("!")
    return book[sheet.strip("'")][cell]


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.slow
@needs_libreoffice
def test_a_changed_input_moves_the_totals(data, tmp_path) -> None:
    """Twice the dividend rate is twice the dividend in every year, and the totals follow."""
    book = opened(data, values=False)
    rate = place(book, "PDC_dividend_percent")
    rate.value *= 2
    again, stored = recalculated(saved(book), tmp_path)["Revenue"], opened(data, values=True)["Revenue"]
    for ours, theirs in zip(rows(stored)[1:], rows(again)[1:], strict=True):
        assert theirs[3] == pytest.approx(2 * ours[3], abs=0.05)
        assert theirs[5] == pytest.approx(ours[5] + ours[3], abs=0.05)


@pytest.mark.slow
@needs_libreoffice
def test_a_machine_moved_and_a_machine_kept_are_followed(funded, tmp_path) -> None:
    """A machine moved a year on is paid for then, at prices a year dearer; one that is kept costs nothing; a fund
    with no money left pays no more."""
    data = finance_workbook(funded)
    book = opened(data, values=False)
    sheet = book["Decisions"]
    heading, *cells = list(sheet[next(iter(sheet.tables.values())).ref])
    action, start, capital = ([cell.value for cell in heading].index(one.label)
                              for one in (ACTION, START_YEAR, CAPITAL_GBP))  # fmt: skip
    in_2027 = [row for row in cells if row[start].value == 2027]
    moved, kept = in_2027[0], in_2027[1]
    moved[start].value, kept[action].value = 2028, KEEP
    stored, again = opened(data, values=True), recalculated(saved(book), tmp_path)
    cost = [stored["Decisions"][row[capital].coordinate].value for row in (moved, kept)]
    dearer = round(cost[0] * (1 + funded.recommended.policy.prices.inflation))
    before, after = (rows(one["Budget"]) for one in (stored, again))
    assert [after[1][3] - before[1][3], after[2][3] - before[2][3]] == [-sum(cost), dearer]
    assert after[1][5] == before[1][5] - 2
    assert again["Decisions"][moved[capital].coordinate].value == dearer
    assert again["Decisions"][kept[capital].coordinate].value == 0
    assert rows(again["Checks"])[3][1] == dearer - sum(cost)
    assert rows(again["Checks"])[4][1] == max(0, -after[2][4])
    assert [row[1] for row in rows(again["Checks"])[1:3]] == [0, 0]
    assert all(paid[2] <= fund.money[2027] for paid, fund in zip(rows(again["Funds"])[1:], FUNDS, strict=False))


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize(("typed", "is_read"), [("2029/30", True), ("next year", False)])
def test_no_sum_follows_a_start_that_another_does_not(data, tmp_path, typed, is_read) -> None:
    """A start as the papers write it is that year; what is no year leaves the machine out of capital, depreciation and
    maintenance alike."""
    book = opened(data, values=False)
    heading, *cells = list(book["Decisions"][next(iter(book["Decisions"].tables.values())).ref])
    start = [cell.value for cell in heading].index(START_YEAR.label)
    moved = next(row for row in cells if row[start].value == 2027)
    moved[start].value = typed
    again = recalculated(saved(book), tmp_path)
    asset = moved[0].value
    spent = [(row[3], row[4]) for row in rows(again["Cash"])[1:] if row[0] == asset]
    (charge,) = (row for row in rows(again["Charges"])[1:] if row[0] == asset)
    if is_read:
        assert [year for year, _ in spent] == [2029]
        assert charge[2] == 2029
        assert charge[3] == sum(amount for _, amount in spent) > 0
        assert [charge[5], charge[6]] == [0, 0]
        assert charge[7] != 0
    else:
        assert sum(amount for _, amount in spent) == charge[3] == 0
        assert set(charge[5:10]) == {0}


@pytest.mark.slow
@needs_libreoffice
def test_a_year_over_its_envelope_breaks_a_check(data, tmp_path) -> None:
    """An envelope cut to £1m leaves what its year spends over that; where a tenth may be carried forward, what the year
    before did not spend meets some of it."""
    book = opened(data, values=False)
    place(book, "Envelope_2028").value = 1_000_000
    place(book, "Carry_forward_percent").value = 10
    again, stored = recalculated(saved(book), tmp_path), rows(opened(data, values=True)["Budget"])
    brought = min(round(0.1 * stored[1][2]), stored[1][4])
    over = stored[2][3] - 1_000_000 - brought
    assert rows(again["Budget"])[2][8] == over > 0
    assert rows(again["Checks"])[4][1] == over + sum(row[8] for row in rows(again["Budget"])[3:6])


def test_only_what_formulas_follow_is_shaded(data) -> None:
    """The discount rate is told and not shaded; a machine that is kept has no shaded start, one that is treated may
    have any year of the plan."""
    book = opened(data, values=False)
    shaded = place(book, "Inflation_percent").fill.fgColor.rgb
    assert place(book, "Discount_rate_percent").fill.fgColor.rgb != shaded
    sheet = book["Decisions"]
    heading, *cells = list(sheet[next(iter(sheet.tables.values())).ref])
    start, action = ([cell.value for cell in heading].index(one.label) for one in (START_YEAR, ACTION))
    for row in cells:
        assert (row[start].fill.fgColor.rgb == shaded) == (row[action].value != KEEP)
    limits = {str(limit.sqref): limit.formula1 for limit in sheet.data_validations.dataValidation}
    treated = next(row for row in cells if row[action].value != KEEP)
    assert limits[treated[start].coordinate] == '"2027,2028,2029,2030,2031"'
    assert limits[treated[action].coordinate] == '"replace,keep"'


def test_every_input_is_used(data) -> None:
    """Each shaded value of the Inputs stands in a formula somewhere."""
    book = opened(data, values=False)
    formulas = " ".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    )
    shaded = place(book, "Inflation_percent").fill.fgColor.rgb
    for row in list(book["Inputs"][next(iter(book["Inputs"].tables.values())).ref])[1:]:
        assert (row[4].value in formulas) == (row[1].fill.fgColor.rgb == shaded), row[4].value


@pytest.mark.slow
@needs_libreoffice
def test_dearer_prices_are_followed(data, tmp_path) -> None:
    """Inflation and VAT as they would be: every pound of capital moves with them."""
    book = opened(data, values=False)
    for name, percent in (("Inflation_percent", 5.0), ("VAT_percent", 0.0)):
        place(book, name).value = percent
    stored, again = opened(data, values=True), recalculated(saved(book), tmp_path)
    for ours, theirs in zip(rows(stored["Cash"])[1:], rows(again["Cash"])[1:], strict=True):
        year, capital, base = ours[3], ours[4], ours[12]
        now = capital / 1.2 * (1.05 / 1.032) ** (year - base)
        assert theirs[4] == pytest.approx(now, abs=1)


def test_a_short_sheet_prints_on_one_page(study: Study) -> None:
    """The cover sheet and every other short table take one page of paper; a long one is as wide as a page."""
    book = openpyxl.load_workbook(io.BytesIO(finance_workbook(study)))
    assert all(sheet.sheet_properties.pageSetUpPr.fitToPage for sheet in book)
    heights = {sheet.title: sheet.page_setup.fitToHeight for sheet in book}
    assert heights["Cover"] is None, "one page, which a file leaves out"
    assert heights["Assumptions"] == 0, "as many as it takes"
