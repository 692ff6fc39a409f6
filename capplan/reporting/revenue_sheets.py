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
from capplan.reporting.case import Case
from capplan.reporting.courses import courses
from capplan.reporting.formats import financial_year
from capplan.reporting.grid import ONE_TABLE, Cell, Formula, Grid, GridColumn, cells_of, first_data_row, letters
from capplan.reporting.lease_sheets import REVENUE_FORMULA
from capplan.reporting.live import is_kept, lines, start_now
from capplan.reporting.revenue import charged, revenue, upkeep, upkeep_change

_AGE = "({year}-Charges_year)"
_LEFT = f"(Charges_life-{_AGE})"
# Of a year's depreciation, all while a full year of life is left, then what is left, then nothing.
_PART = f"(({_LEFT}>=1)+({_LEFT}<1)*({_LEFT}>0)*{_LEFT})"
_DEPRECIATION = f"=SUMPRODUCT((Charges_year<={{year}})*Charges_capital/Charges_life*{_PART})"
_DIVIDEND = (
    "=PDC_dividend_percent/100*SUMPRODUCT((Charges_year<={year})*Charges_capital*"
    f"({_AGE}+0.5<Charges_life)*(1-({_AGE}+0.5)/Charges_life))"
)
_UPKEEP = "=SUM(Upkeep_{number})"
_CAUSES = (_DEPRECIATION, _DIVIDEND, _UPKEEP, REVENUE_FORMULA)


def revenue_by_year(case: Case) -> Grid:
    """Change of revenue by year and cause; all formulas over the Charges and Leases sheets."""
    ours = revenue(case)
    rows: list[tuple[Cell, ...]] = []
    lines = (f"Against keeping every machine; in cash of the year. {ONE_TABLE}",)
    for row, (year, *amounts) in enumerate(zip(ours.years, *ours.by_cause, strict=True), start=len(lines) + 4):
        texts = (one.format(year=f"B{row}", number=year) for one in _CAUSES)
        cells = tuple(Formula(text=text, value=value) for text, value in zip(texts, amounts, strict=False))
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
    rates = np.nan_to_num(np.column_stack([ours.full_gbp, ours.growth, ours.warranty_years]))
    is_known = ~np.isnan(ours.full_gbp + ours.growth + ours.warranty_years)
    wait = (bought[YEAR] - bought[START_YEAR]).astype(int).tolist()
    columns = [cells_of(bought[name]) for name in (ASSET_ID, CLASS_TITLE, YEAR, CAPITAL_GBP, LIFE_YEARS)]
    told = zip(
        zip(*columns, strict=True),
        change.tolist(),
        zip(rates.tolist(), wait, columns[2], lines(case).loc[bought[ASSET_ID]].tolist(), strict=True),
        ours.old_gbp.tolist(),
        is_known.tolist(),
        strict=True,
    )
    rows = []
    for row, ((asset, title, year, capital, life), amounts, (rate, after, solved, line), old, known) in enumerate(
        told, start=first_data_row(grid)
    ):
        texts = _charge_formulas(case, row)
        in_use, spent, *upkeeps = (
            Formula(text=text, value=value) for text, value in zip(texts, (year, capital, *amounts), strict=True)
        )
        rows.append(
            (asset, title, in_use, spent, life, *(upkeeps if known else amounts), *rate, after, solved, line, *old)
        )
    return replace(grid, rows=tuple(rows))


def _no_charges(years: Sequence[int]) -> tuple[Cell, ...]:
    nothing = [0 for _ in years]
    return ("none", "none", years[0], 0, 1, *nothing, 0, 0, 0, 0, years[0], 0, *nothing)


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
        GridColumn(label="Years from start to use", form="whole", width=12),
        GridColumn(label="In use as solved", form="year", width=10),
        GridColumn(label="Line in Decisions", form="whole", width=11),
        *(GridColumn(label=f"Old machine {financial_year(year)} (£)", form="pounds", width=14) for year in years),
    )


def _charge_formulas(case: Case, row: int) -> tuple[str, ...]:
    """The year in use, the capital, and the maintenance of each year, for a row of the sheet."""
    years, base = list(case.years), case.scenario.policy.plan.price_base
    full, growth, warranty, after, solved, line = (f"{letters(5 + len(years) + at)}{row}" for at in range(6))
    maintained = []
    for at, year in enumerate(years):
        age = f"({year}-C{row})"
        new = f"IF({age}<{warranty},0,{full}*(1+{growth})^({age}-{warranty}))"
        old = f"{letters(11 + len(years) + at)}{row}"
        prices = f"(1+Inflation_percent/100)^{year - base}"
        maintained.append(f"=IF(OR({year}<C{row},{is_kept(line)}),0,({new}-{old})*{prices})")
    return (
        f"=IFERROR({start_now(line)}+{after},{solved})",
        f"=SUMIFS(Cash_capital,Cash_line,{line})",
        *maintained,
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
    """The courses open to the board."""
    rows = tuple(
        (one.title, one.capital_gbp, one.machines, one.benefit_gbp, one.risk_left_gbp, one.why) for one in courses(case)
    )
    return Grid(
        sheet="Options",
        title="The courses open to the board",
        lines=(f"Net benefit is a present value; risk cost is at today's rates. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Course", width=26),
            GridColumn(label="Capital (£)", form="pounds"),
            GridColumn(label="Machines", form="whole", width=12),
            GridColumn(label="Net present benefit (£)", form="pounds", width=18),
            GridColumn(label="Risk cost left (£ a year)", form="pounds", width=18),
            GridColumn(label="What it is", width=80),
        ),
        rows=rows,
    )


_CHECKS: Sequence[tuple[str, str]] = (
    ("Cash less decisions", "=SUM(Cash_capital)-SUM(Decisions_capital)"),
    ("Capital by class less cash", "=SUM(Capital_total)-SUM(Cash_capital)"),
    ("Capital now less capital as solved (what changes here add)", "=SUM(Cash_capital)-SUM(Cash_solved)"),
)


def checks(case: Case) -> Grid:
    """Sums that must come to nothing; live."""
    spent, decided = int(case.scenario.plan.cash[CAPITAL_GBP].sum()), int(case.funded[CAPITAL_GBP].sum())
    values = (spent - decided, 0, 0)
    rows: list[tuple[Cell, ...]] = [
        (name, Formula(text=text, value=value), "0") for (name, text), value in zip(_CHECKS, values, strict=True)
    ]
    broken = int((~case.scenario.plan.audit[KEPT].astype(bool)).sum()) if len(case.scenario.plan.audit) else 0
    rows.append(("Rules broken, by the audit", broken, "0"))
    rows.append(("Machines with no reason", int(case.schedule[REASON].isna().sum()), "0"))
    return Grid(
        sheet="Checks",
        title="Checks, each of which must be 0",
        lines=(f"The first three are worked out again whenever a cell changes. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Check", width=56),
            GridColumn(label="Comes to", form="whole"),
            GridColumn(label="Must be", width=12),
        ),
        rows=tuple(rows),
    )
