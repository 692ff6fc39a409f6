"""The sheets that add up: the inputs by name, capital by machine and year, and the budget over both."""

from collections.abc import Iterable

import pandas as pd

from capplan.columns import ASSET_CLASS, ASSET_ID, CAPITAL_GBP, CLASS_TITLE, NETWORK, START_YEAR, YEAR
from capplan.policy import Policy
from capplan.reporting.case import Case
from capplan.reporting.formats import financial_year
from capplan.reporting.grid import NOT_APPLICABLE, ONE_TABLE, Cell, Formula, Grid, GridColumn, cells_of
from capplan.reporting.measures import spend
from capplan.reporting.revenue import DIVIDEND_RATE


def inputs(case: Case) -> Grid:
    """The policy's numbers, each value a named cell."""
    policy = case.scenario.policy
    rows = (*_rates(policy), *_envelopes(policy))
    return Grid(
        sheet="Inputs",
        title="Inputs, each with the name its value goes by",
        lines=("Input cells are shaded, in the second column. " + ONE_TABLE,),
        columns=(
            GridColumn(label="Input", width=40),
            GridColumn(label="Value (unit in the next column)", form="input", width=22),
            GridColumn(label="Unit", width=22),
            GridColumn(label="Name", width=28),
        ),
        rows=tuple((title, value, unit, name) for title, value, unit, name in rows),
        row_names=tuple(name for *_, name in rows),
    )


def _rates(policy: Policy) -> tuple[tuple[str, float, str, str], ...]:
    prices = policy.prices
    return (
        ("Envelope scaled by", policy.scale.budget, "ratio", "Budget_scale"),
        ("Inflation of prices", prices.inflation * 100, "% a year", "Inflation_percent"),
        ("Discount rate, real", prices.discount_rate * 100, "% a year", "Discount_rate_percent"),
        ("Optimism bias, equipment", prices.optimism_bias.equipment * 100, "%", "Optimism_bias_equipment_percent"),
        ("Optimism bias, works", prices.optimism_bias.works * 100, "%", "Optimism_bias_works_percent"),
        ("VAT", prices.vat * 100, "%", "VAT_percent"),
        (
            "Dividend on public dividend capital",
            policy.reference.parameters[DIVIDEND_RATE] * 100,
            "% a year of net book value",
            "PDC_dividend_percent",
        ),
    )


def _envelopes(policy: Policy) -> Iterable[tuple[str, float, str, str]]:
    for year in policy.years:
        amount = policy.budget.envelopes.get(year, 0)
        yield f"Envelope of {financial_year(year)} before scaling", amount, "£, cash of the year", f"Envelope_{year}"


def budget(case: Case) -> Grid:
    """Envelope, capital and headroom by year, a total, and a check that must be zero; all formulas."""
    policy, plan = case.scenario.policy, case.scenario.plan
    years = list(policy.years)
    spent = (
        pd.to_numeric(plan.cash[CAPITAL_GBP]).groupby(plan.cash[YEAR].astype(int)).sum().reindex(years, fill_value=0)
    )
    starts = case.funded[START_YEAR].value_counts()
    from_envelope = spend(case.scenario).from_envelope
    first = len(_BUDGET_LINES) + 4
    rows: list[tuple[Cell, ...]] = []
    for row, year in enumerate(years, start=first):
        envelope, capital = policy.envelopes[year], int(spent[year])
        by_funds = capital - from_envelope[row - first]
        firm = "indicative" if policy.budget.firm_to is not None and year > policy.budget.firm_to else "firm"
        rows.append(
            (
                financial_year(year),
                year,
                Formula(text=f"=ROUND(Envelope_{year}*Budget_scale,0)", value=envelope),
                Formula(text=f"=SUMIFS(Cash_capital,Cash_year,B{row})", value=capital),
                Formula(
                    text=f"=C{row}-D{row}" + (f"+{by_funds}" if by_funds else ""), value=envelope - capital + by_funds
                ),
                Formula(text=f"=COUNTIFS(Decisions_start,B{row})", value=int(starts.get(year, 0))),
                firm,
            )
        )
    rows += _budget_totals(case, first, first + len(years) - 1, int(spent.sum()), sum(from_envelope))
    return Grid(
        sheet="Budget",
        title="Capital by year against the envelope",
        lines=_BUDGET_LINES,
        columns=(
            GridColumn(label="Financial year", width=34),
            GridColumn(label="Year starts in", form="year", width=14),
            GridColumn(label="Envelope (£)", form="pounds"),
            GridColumn(label="Capital (£)", form="pounds"),
            GridColumn(label="Headroom (£)", form="pounds"),
            GridColumn(label="Machines started", form="whole"),
            GridColumn(label="Status of the envelope", width=22),
        ),
        rows=tuple(rows),
    )


_BUDGET_LINES = (
    f"Capital is cash of the year; headroom adds what ring-fenced funds pay. The last row must be 0. {ONE_TABLE}",
)


def _budget_totals(case: Case, first: int, last: int, spent: int, own: int) -> list[tuple[Cell, ...]]:
    envelope, decided = sum(case.scenario.policy.envelopes.values()), int(case.funded[CAPITAL_GBP].sum())
    values = {"C": envelope, "D": spent, "E": envelope - own, "F": len(case.funded)}
    sums = tuple(Formula(text=f"=SUM({letter}{first}:{letter}{last})", value=value) for letter, value in values.items())
    check = Formula(text="=SUM(Cash_capital)-SUM(Decisions_capital)", value=spent - decided)
    return [
        ("All years", NOT_APPLICABLE, *sums, NOT_APPLICABLE),
        ("Check: cash less decisions", NOT_APPLICABLE, NOT_APPLICABLE, check, *(NOT_APPLICABLE,) * 3),
    ]


def funds(case: Case) -> Grid:
    """Capital by year and who pays: each ring-fenced fund, then the envelope for the rest."""
    by_year = spend(case.scenario)
    purses = (*by_year.by_fund.items(), ("Envelope", by_year.from_envelope))
    return Grid(
        sheet="Funds",
        title="Capital by fund and year",
        lines=(f"Capital is cash of the year; the envelope pays what no ring-fenced fund does. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Paid by", width=34),
            *(GridColumn(label=f"{financial_year(year)} (£)", form="pounds") for year in by_year.years),
            GridColumn(label="All years (£)", form="pounds"),
        ),
        rows=tuple((name, *amounts, sum(amounts)) for name, amounts in purses),
    )


def cash(case: Case) -> Grid:
    """Capital by machine and year."""
    frame = case.scenario.plan.cash
    titles = frame[ASSET_CLASS].map(case.scenario.policy.reference.classes["title"]).fillna(frame[ASSET_CLASS])
    ordered = frame.assign(**{CLASS_TITLE: titles}).sort_values([YEAR, ASSET_ID])
    cells = [cells_of(ordered[column]) for column in (ASSET_ID, NETWORK, CLASS_TITLE, YEAR, CAPITAL_GBP)]
    rows = tuple(zip(*cells, strict=True)) or (("none", "none", "none", NOT_APPLICABLE, 0),)
    return Grid(
        sheet="Cash",
        title="Capital by machine and financial year",
        lines=(f"Capital is cash of the year in which it is spent. {ONE_TABLE}",),
        columns=(
            GridColumn(label=ASSET_ID.label),
            GridColumn(label=NETWORK.label, width=24),
            GridColumn(label=CLASS_TITLE.label, width=24, name="Cash_class"),
            GridColumn(label="Year starts in", form="year", name="Cash_year"),
            GridColumn(label=CAPITAL_GBP.label, form="pounds", name="Cash_capital"),
        ),
        rows=rows,
    )
