"""The sheets that add up: the inputs by name, and the budget over them and the plan's cash."""

from collections.abc import Iterable

import pandas as pd

from capplan.columns import CAPITAL_GBP, START_YEAR, YEAR
from capplan.policy import Policy
from capplan.reporting.case import KEEP, Case
from capplan.reporting.formats import financial_year
from capplan.reporting.fund_sheets import from_envelope, fund_money_name
from capplan.reporting.funds import fund_number
from capplan.reporting.grid import NOT_APPLICABLE, ONE_TABLE, Cell, Formula, Grid, GridColumn, Styled
from capplan.reporting.measures import spend
from capplan.reporting.revenue import DIVIDEND_RATE


def inputs(case: Case) -> Grid:
    """The policy's numbers, each value a named cell."""
    policy = case.scenario.policy
    rows = (*_rates(policy), *_envelopes(policy), *_fund_money(policy))
    return Grid(
        sheet="Inputs",
        title="Inputs, each with the name its value goes by",
        lines=("Input cells are shaded, in the second column; formulas follow each of them. " + ONE_TABLE,),
        columns=(
            GridColumn(label="Input", width=40),
            GridColumn(label="Value (unit beside it)", form="input", width=18, row_suffix=""),
            GridColumn(label="Value as solved", form="as_solved", width=18, row_suffix="_solved"),
            GridColumn(label="Unit", width=26),
            GridColumn(label="Name", width=28),
        ),
        rows=(*((title, value, value, unit, name) for title, value, unit, name in rows), _discount_rate(policy)),
        row_names=(*(name for *_, name in rows), _TOLD_ONLY),
    )


def _rates(policy: Policy) -> tuple[tuple[str, float, str, str], ...]:
    prices = policy.prices
    return (
        ("Envelope scaled by", policy.scale.budget, "ratio", "Budget_scale"),
        ("Inflation of prices", prices.inflation * 100, "% a year", "Inflation_percent"),
        ("Carried forward, at most", policy.allocation_rules.carry_forward * 100, "% of an envelope", CARRIED),
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


CARRIED = "Carry_forward_percent"
# Told and not for changing: net benefit is not worked out in the workbook.
_TOLD_ONLY = "Discount_rate_percent"


def _discount_rate(policy: Policy) -> tuple[Cell, ...]:
    rate, title = policy.prices.discount_rate * 100, "Discount rate, real (net benefit stays as it was solved)"
    return (title, Styled(value=rate, form="as_solved"), rate, "% a year", _TOLD_ONLY)


def _envelopes(policy: Policy) -> Iterable[tuple[str, float, str, str]]:
    for year in policy.years:
        amount = policy.budget.envelopes.get(year, 0)
        yield f"Envelope of {financial_year(year)} before scaling", amount, "£, cash of the year", f"Envelope_{year}"


def _fund_money(policy: Policy) -> Iterable[tuple[str, float, str, str]]:
    for place, fund in enumerate(policy.allocation_rules.funds):
        for year in policy.years:
            title = f"{fund_number(place)}, {fund.name}, {financial_year(year)}"
            yield title, fund.money.get(year, 0), "£, cash of the year", fund_money_name(place, year)


def budget(case: Case) -> Grid:
    """Envelope, capital and headroom by year, a total, and a check that must be zero; all formulas."""
    policy, plan = case.scenario.policy, case.scenario.plan
    years = list(policy.years)
    spent = (
        pd.to_numeric(plan.cash[CAPITAL_GBP]).groupby(plan.cash[YEAR].astype(int)).sum().reindex(years, fill_value=0)
    )
    starts = case.funded[START_YEAR].value_counts()
    ours = spend(case.scenario).from_envelope
    brought, over = carried(case)
    first = len(_BUDGET_LINES) + 4
    rows: list[tuple[Cell, ...]] = []
    for row, year in enumerate(years, start=first):
        envelope, capital, own = policy.envelopes[year], int(spent[year]), ours[row - first]
        paid, started = from_envelope(case, year), int(starts.get(year, 0))
        firm = "indicative" if policy.budget.firm_to is not None and year > policy.budget.firm_to else "firm"
        rows.append(
            (
                financial_year(year),
                year,
                Formula(text=f"=ROUND(Envelope_{year}*Budget_scale,0)", value=envelope),
                Formula(text=f"=SUMIFS(Cash_capital,Cash_year,B{row})", value=capital),
                Formula(text=f"=C{row}-{paid}", value=envelope - own),
                Formula(text=_STARTED.format(row=row), value=started),
                firm,
                _brought_forward(row, first, brought[row - first]),
                Formula(text=f"=MAX(0,ROUND(-E{row}-H{row},0))", value=over[row - first]),
            )
        )
    rows += _budget_totals(case, first, first + len(years) - 1, int(spent.sum()), sum(ours))
    return Grid(
        sheet="Budget",
        title="Capital by year against the envelope",
        lines=_BUDGET_LINES,
        columns=_BUDGET_COLUMNS,
        rows=tuple(rows),
    )


def carried(case: Case) -> tuple[list[int], list[int]]:
    """What each year's envelope is brought from the year before, and by how much what it pays is over both."""
    policy, brought, over = case.scenario.policy, [], []
    share, spare = policy.allocation_rules.carry_forward, 0
    for envelope, spent in zip(policy.envelopes.values(), spend(case.scenario).from_envelope, strict=True):
        brought.append(spare)
        over.append(max(0, spent - envelope - spare))
        spare = max(0, min(round(share * envelope), envelope + spare - spent))
    return brought, over


# A start may stand as 2029 or as 2029/30.
_STARTED = "=" + "+".join(
    f'COUNTIFS(Decisions_start,B{{row}}{text},Decisions_action,"<>{KEEP}")' for text in ("", '&"/*"')
)


def _brought_forward(row: int, first: int, value: int) -> Cell:
    before = row - 1
    text = f"=MAX(0,MIN(ROUND({CARRIED}/100*C{before},0),E{before}+H{before}))"
    return 0 if row == first else Formula(text=text, value=value)


_BUDGET_COLUMNS = (
    GridColumn(label="Financial year", width=34),
    GridColumn(label="Year starts in", form="year", width=14),
    GridColumn(label="Envelope (£)", form="pounds"),
    GridColumn(label="Capital (£)", form="pounds"),
    GridColumn(label="Headroom (£)", form="pounds"),
    GridColumn(label="Machines started", form="whole"),
    GridColumn(label="Status of the envelope", width=22),
    GridColumn(label="Brought forward (£)", form="pounds", width=16),
    GridColumn(label="Over the envelope (£)", form="pounds", width=16, name="Budget_over"),
)
_BUDGET_LINES = (
    f"Capital is cash of the year; headroom adds what ring-fenced funds pay. Last row, last column: 0. {ONE_TABLE}",
)


def _budget_totals(case: Case, first: int, last: int, spent: int, own: int) -> list[tuple[Cell, ...]]:
    envelope, decided = sum(case.scenario.policy.envelopes.values()), int(case.funded[CAPITAL_GBP].sum())
    values = {"C": envelope, "D": spent, "E": envelope - own, "F": len(case.funded)}
    sums = tuple(Formula(text=f"=SUM({letter}{first}:{letter}{last})", value=value) for letter, value in values.items())
    check = Formula(text="=SUM(Cash_capital)-SUM(Decisions_capital)", value=spent - decided)
    return [
        ("All years", NOT_APPLICABLE, *sums, *(NOT_APPLICABLE,) * 3),
        ("Check: cash less decisions", NOT_APPLICABLE, NOT_APPLICABLE, check, *(NOT_APPLICABLE,) * 5),
    ]
