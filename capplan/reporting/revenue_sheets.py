"""The sheets of charges: revenue by year and cause from each machine's own figures, capital by class, the checks."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from capplan.columns import (
    ASSET_CLASS,
    ASSET_ID,
    CAPITAL_GBP,
    CLASS_TITLE,
    KEPT,
    LIFE_YEARS,
    REASON,
    START_YEAR,
    YEAR,
)
from capplan.reporting.budget_sheets import carried
from capplan.reporting.case import Case
from capplan.reporting.courses import courses
from capplan.reporting.formats import financial_year
from capplan.reporting.grid import ONE_TABLE, Cell, Formula, Grid, GridColumn, cells_of, first_data_row, letters
from capplan.reporting.lease_sheets import OF_LEASES
from capplan.reporting.live import is_kept, lines, start_now
from capplan.reporting.revenue import LEASE_RENT, charged, net_assets, revenue, upkeep, upkeep_change

_AGE = "({year}-Charges_year)"
_LEFT = f"(Charges_life-{_AGE})"
# Of a year's depreciation, all while a full year of life is left, then what is left, then nothing.
_PART = f"(({_LEFT}>=1)+({_LEFT}<1)*({_LEFT}>0)*{_LEFT})"
DEPRECIATION_OF = f"SUMPRODUCT((Charges_year<={{year}})*{{what}}/Charges_life*{_PART})"
_RATE_NOW = "PDC_dividend_percent"
_ON_LEASES = f"IF({_RATE_NOW}_solved=0,0,{OF_LEASES['PDC dividend']}*{_RATE_NOW}/{_RATE_NOW}_solved)"
_CAUSES = {
    "Depreciation": f"={DEPRECIATION_OF.replace('{what}', 'Charges_capital')}+{OF_LEASES['Depreciation']}",
    "PDC dividend": f"={_RATE_NOW}/100*INDEX(Net_assets_average,{{place}})+{_ON_LEASES}",
    "Maintenance": f"=SUM(Upkeep_{{number}})+{OF_LEASES['Maintenance']}",
    LEASE_RENT: f"={OF_LEASES[LEASE_RENT]}",
}


def revenue_by_year(case: Case) -> Grid:
    """Change of revenue by year and cause; all formulas over the Charges, Net assets and Leases sheets."""
    ours = revenue(case)
    rows: list[tuple[Cell, ...]] = []
    lines = (f"Against keeping every machine; in cash of the year. {ONE_TABLE}",)
    first = len(lines) + 4
    for row, (year, *amounts) in enumerate(zip(ours.years, *ours.by_cause, strict=True), start=first):
        texts = (_CAUSES[cause].format(year=f"B{row}", number=year, place=row - first + 1) for cause in ours.causes)
        cells = tuple(Formula(text=text, value=value) for text, value in zip(texts, amounts, strict=True))
        last = letters(len(amounts) + 1)
        total = Formula(text=f"=SUM(C{row}:{last}{row})", value=sum(amounts))
        rows.append((financial_year(year), year, *cells, total))
    return Grid(
        sheet="Revenue",
        title="Change of revenue by year and cause",
        lines=lines,
        columns=(
            GridColumn(label="Financial year", width=18),
            GridColumn(label="Year starts in", form="year", width=14),
            *(GridColumn(label=f"{cause} (£)", form="pounds", width=18) for cause in ours.causes),
            GridColumn(label="All causes (£)", form="pounds", width=18),
        ),
        rows=tuple(rows),
    )


def charges(case: Case) -> Grid:
    """What each machine that is bought is charged on; year, capital and maintenance by year are formulas."""
    bought, years = charged(case), list(case.years)
    says = (
        "Maintenance is the new machine's less the old one's, in cash of the year; 0 until in use. The columns after "
        f"it are as the plan was solved, in prices of {case.scenario.policy.plan.price_base}. {ONE_TABLE}"
    )
    grid = Grid(
        sheet="Charges",
        title="What each machine that is bought or upgraded is charged on",
        lines=(says,),
        columns=_charge_columns(years),
        rows=(_no_charges(years),),
    )
    if bought.empty:
        return grid
    ours, change = upkeep(bought, case), np.nan_to_num(upkeep_change(bought, case), nan=0.0)
    rates = np.nan_to_num(np.column_stack([ours.full_gbp, ours.growth, ours.warranty_years, ours.ends_years]))
    public = net_assets(bought, case).added.sum(axis=1)
    is_known = ~np.isnan(ours.full_gbp + ours.growth + ours.warranty_years)
    wait = (bought[YEAR] - bought[START_YEAR]).astype(int).tolist()
    columns = [cells_of(bought[name]) for name in (ASSET_ID, CLASS_TITLE, YEAR, CAPITAL_GBP, LIFE_YEARS)]
    told = zip(
        zip(*columns, strict=True),
        change.tolist(),
        zip(rates.tolist(), wait, columns[2], lines(case).loc[bought[ASSET_ID]].tolist(), public.tolist(), strict=True),
        ours.old_gbp.tolist(),
        is_known.tolist(),
        strict=True,
    )
    rows = []
    for row, (
        (asset, title, year, capital, life), amounts, (rate, after, solved, line, in_assets), old, known,
    ) in enumerate(told, start=first_data_row(grid)):  # fmt: skip
        texts = _charge_formulas(case, row)
        in_use, spent, *upkeeps = (
            Formula(text=text, value=value) for text, value in zip(texts, (year, capital, *amounts), strict=True)
        )
        rows.append(
            (asset, title, in_use, spent, life, *(upkeeps if known else amounts), *rate, after, solved, line, *old,
             Formula(text=f"=SUMIFS(Cash_public,Cash_line,{line})", value=in_assets))
        )  # fmt: skip
    return replace(grid, rows=tuple(rows))


def _no_charges(years: Sequence[int]) -> tuple[Cell, ...]:
    nothing = [0 for _ in years]
    return ("none", "none", years[0], 0, 1, *nothing, 0, 0, 0, 0, 0, years[0], 0, *nothing, 0)


def _charge_columns(years: Sequence[int]) -> tuple[GridColumn, ...]:
    return (
        GridColumn(label=ASSET_ID.label),
        GridColumn(label=CLASS_TITLE.label, width=26),
        GridColumn(label="In use from (year starts in)", form="year", width=14, name="Charges_year"),
        GridColumn(label=CAPITAL_GBP.label, form="pounds", width=14, name="Charges_capital"),
        GridColumn(label=LIFE_YEARS.label, form="number", width=14, name="Charges_life"),
        *(
            GridColumn(label=f"Maintenance {financial_year(year)} (£)", form="pounds", width=14, name=f"Upkeep_{year}")
            for year in years
        ),
        GridColumn(label="New machine, out of warranty (£ a year)", form="pounds", width=16),
        GridColumn(label="Growth a year", form="ratio", width=10),
        GridColumn(label="Warranty (years)", form="number", width=11),
        GridColumn(label="Growth ends at age (years)", form="number", width=12),
        GridColumn(label="Years from start to use", form="whole", width=12),
        GridColumn(label="In use as solved", form="year", width=10),
        GridColumn(label="Line in Decisions", form="whole", width=11),
        *(GridColumn(label=f"Old machine {financial_year(year)} (£)", form="pounds", width=14) for year in years),
        GridColumn(label="Capital in net assets (£)", form="pounds", width=14, name="Charges_public"),
    )


def _charge_formulas(case: Case, row: int) -> tuple[str, ...]:
    """The year in use, the capital, and the maintenance of each year, for a row of the sheet."""
    years, base = list(case.years), case.scenario.policy.plan.price_base
    full, growth, warranty, ends, after, solved, line = (f"{letters(5 + len(years) + at)}{row}" for at in range(7))
    maintained = []
    for at, year in enumerate(years):
        age = f"({year}-C{row})"
        new = f"IF({age}<{warranty},0,{full}*(1+{growth})^MAX(0,MIN({age},{ends})-{warranty}))"
        old = f"{letters(12 + len(years) + at)}{row}"
        prices = f"(1+Inflation_percent/100)^{year - base}"
        maintained.append(f"=IF(OR({year}<C{row},{is_kept(line)}),0,({new}-{old})*{prices})")
    return (
        f"=IFERROR({start_now(line)}+{after},{solved})",
        f"=SUMIFS(Cash_capital,Cash_line,{line})",
        *maintained,
    )


def net_assets_by_year(case: Case) -> Grid:
    """The net book value of what the plan buys, rolled forward year by year; formulas over Cash and Charges."""
    ours = net_assets(charged(case), case)
    sums = [one.sum(axis=0).tolist() for one in (ours.opening, ours.added, ours.depreciation, ours.closing)]
    says = (
        "The dividend is charged on the average: a machine that is bought in a year has no opening value. What donated "
        f"funds pay, and what is leased, is left out. {ONE_TABLE}"
    )
    first = first_data_row(Grid(sheet="", title="", lines=(says,), columns=(), rows=()))
    rows: list[tuple[Cell, ...]] = []
    for row, (year, opening, added, charge, closing) in enumerate(zip(case.years, *sums, strict=True), start=first):
        depreciated = DEPRECIATION_OF.format(year=f"B{row}", what="Charges_public")
        rows.append(
            (
                financial_year(year),
                year,
                0 if row == first else Formula(text=f"=F{row - 1}", value=opening),
                Formula(text=f"=SUMIFS(Cash_public,Cash_year,B{row})", value=added),
                Formula(text=f"={depreciated}", value=charge),
                Formula(text=f"=C{row}+D{row}-E{row}", value=closing),
                Formula(text=f"=(C{row}+F{row})/2", value=(opening + closing) / 2),
            )
        )
    return Grid(
        sheet="Net assets",
        title="Net book value of what the plan buys, and its average",
        lines=(says,),
        columns=(
            GridColumn(label="Financial year", width=18),
            GridColumn(label="Year starts in", form="year", width=14),
            GridColumn(label="Opening (£)", form="pounds"),
            GridColumn(label="Added (£)", form="pounds"),
            GridColumn(label="Depreciation (£)", form="pounds"),
            GridColumn(label="Closing (£)", form="pounds"),
            GridColumn(label="Average of opening and closing (£)", form="pounds", width=20, name="Net_assets_average"),
        ),
        rows=tuple(rows),
    )


def capital_by_class(case: Case) -> Grid:
    """Capital by class and year; all formulas over the Cash sheet."""
    cash, years = case.scenario.plan.cash, list(case.years)
    classes = case.scenario.policy.reference.classes["title"]
    titles = cash[ASSET_CLASS].map(classes).fillna(cash[ASSET_CLASS])
    table = pd.crosstab(titles, cash[YEAR].astype(int), values=pd.to_numeric(cash[CAPITAL_GBP]), aggfunc="sum")
    table = table.reindex(columns=years).fillna(0)
    first = 5
    rows: list[tuple[Cell, ...]] = []
    for row, (title, amounts) in enumerate(table.iterrows(), start=first):
        sums = tuple(
            Formula(text=f"=SUMIFS(Cash_capital,Cash_class,A{row},Cash_year,{year})", value=int(amount))
            for year, amount in zip(years, amounts, strict=True)
        )
        last = letters(len(years))
        rows.append((str(title), *sums, Formula(text=f"=SUM(B{row}:{last}{row})", value=int(sum(amounts)))))
    nothing: tuple[Cell, ...] = ("none", *(0 for _ in years), 0)
    return Grid(
        sheet="Capital",
        title="Capital by class and year",
        lines=(f"Capital is cash of the year in which it is spent. {ONE_TABLE}",),
        columns=(
            GridColumn(label=CLASS_TITLE.label, width=30),
            *(GridColumn(label=f"{financial_year(year)} (£)", form="pounds") for year in years),
            GridColumn(label="All years (£)", form="pounds", name="Capital_total"),
        ),
        rows=tuple(rows) or (nothing,),
    )


def options(case: Case) -> Grid:
    """The options open to the board."""
    rows = tuple(
        (one.title, one.capital_gbp, one.machines, one.benefit_gbp, one.risk_left_gbp, one.why) for one in courses(case)
    )
    return Grid(
        sheet="Options",
        title="The options open to the board",
        lines=(f"Net benefit is a present value; risk cost is at today's rates. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Option", width=26),
            GridColumn(label="Capital (£)", form="pounds"),
            GridColumn(label="Machines", form="whole", width=12),
            GridColumn(label="Net present benefit (£)", form="pounds", width=18),
            GridColumn(label="Risk cost of machines kept (£ a year)", form="pounds", width=22),
            GridColumn(label="What it is", width=80),
        ),
        rows=rows,
    )


_CHECKS: Sequence[tuple[str, str]] = (
    ("Cash less decisions", "=SUM(Cash_capital)-SUM(Decisions_capital)"),
    ("Capital by class less cash", "=SUM(Capital_total)-SUM(Cash_capital)"),
    ("Capital now less capital as solved (what changes here add)", "=SUM(Cash_capital)-SUM(Cash_solved)"),
    ("What years take over their envelopes, with what is carried forward (£)", "=SUM(Budget_over)"),
)
_NOT_BOUND = "any: envelopes do not bind this plan"


def _may_pass_envelopes(case: Case) -> tuple[bool, ...]:
    return (*(False for _ in _CHECKS[:-1]), case.scenario.policy.plan.objective == "least_capital")


def checks(case: Case) -> Grid:
    """Sums that must come to nothing; live."""
    spent, decided = int(case.scenario.plan.cash[CAPITAL_GBP].sum()), int(case.funded[CAPITAL_GBP].sum())
    values = (spent - decided, 0, 0, sum(carried(case)[1]))
    rows: list[tuple[Cell, ...]] = [
        (name, Formula(text=text, value=value), _NOT_BOUND if is_free else "0")
        for (name, text), value, is_free in zip(_CHECKS, values, _may_pass_envelopes(case), strict=True)
    ]
    broken = int((~case.scenario.plan.audit[KEPT].astype(bool)).sum()) if len(case.scenario.plan.audit) else 0
    rows.append(("Rules broken, by the audit", broken, "0"))
    rows.append(("Machines with no reason", int(case.schedule[REASON].isna().sum()), "0"))
    return Grid(
        sheet="Checks",
        title="Checks, each of which must be 0",
        lines=(f"The first four are worked out again whenever a cell changes. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Check", width=66),
            GridColumn(label="Comes to", form="whole"),
            GridColumn(label="Must be", width=12),
        ),
        rows=tuple(rows),
    )
