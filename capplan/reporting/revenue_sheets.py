"""The sheets of charges: revenue by year and cause from each machine's own figures, capital by class, the checks."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from capplan.columns import ASSET_CLASS, ASSET_ID, CAPITAL_GBP, CLASS_TITLE, KEPT, LIFE_YEARS, REASON, YEAR
from capplan.reporting.case import Case
from capplan.reporting.courses import courses
from capplan.reporting.formats import financial_year
from capplan.reporting.grid import ONE_TABLE, Cell, Formula, Grid, GridColumn, cells_of
from capplan.reporting.revenue import charged, revenue, upkeep_change

_AGE = "({year}-Charges_year)"
_LEFT = f"(Charges_life-{_AGE})"
# Of a year's depreciation, all while a full year of life is left, then what is left, then nothing.
_PART = f"(({_LEFT}>=1)+({_LEFT}<1)*({_LEFT}>0)*{_LEFT})"
_DEPRECIATION = f"=SUMPRODUCT((Charges_year<={{year}})*Charges_capital/Charges_life*{_PART})"
_DIVIDEND = (
    "=PDC_dividend_percent/100*SUMPRODUCT((Charges_year<={year})*Charges_capital*"
    f"({_AGE}+0.5<Charges_life)*(1-({_AGE}+0.5)/Charges_life))"
)
_UPKEEP = "=SUM(Upkeep_{year})"


def revenue_by_year(case: Case) -> Grid:
    """Change of revenue by year and cause; all formulas over the Charges sheet."""
    ours = revenue(case)
    rows: list[tuple[Cell, ...]] = []
    lines = (f"Against keeping every machine; in cash of the year. {ONE_TABLE}",)
    for row, (year, *amounts) in enumerate(zip(ours.years, *ours.by_cause, strict=True), start=len(lines) + 4):
        texts = (one.format(year=f"B{row}") for one in (_DEPRECIATION, _DIVIDEND))
        formulas = (*texts, _UPKEEP.format(year=year))
        cells = tuple(Formula(text=text, value=value) for text, value in zip(formulas, amounts, strict=False))
        last = "CDEFGH"[len(amounts) - 1]
        total = Formula(text=f"=SUM(C{row}:{last}{row})", value=sum(amounts))
        rows.append((financial_year(year), year, *cells, *amounts[len(formulas) :], total))
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
    """What each machine that is bought is charged on: capital, life, year in use, and maintenance by year."""
    bought, years = charged(case), list(case.years)
    upkeep = np.nan_to_num(upkeep_change(bought, case), nan=0.0).round(2)
    columns = [cells_of(bought[name]) for name in (ASSET_ID, CLASS_TITLE, YEAR, CAPITAL_GBP, LIFE_YEARS)]
    rows = tuple(zip(*columns, *upkeep.T.tolist(), strict=True))
    nothing: tuple[tuple[Cell, ...], ...] = (("none", "none", years[0], 0, 1, *(0 for _ in years)),)
    return Grid(
        sheet="Charges",
        title="What each machine that is bought or upgraded is charged on",
        lines=(
            f"Maintenance is the new machine's less the old one's, in cash of the year; 0 until in use. {ONE_TABLE}",
        ),
        columns=(
            GridColumn(label=ASSET_ID.label),
            GridColumn(label=CLASS_TITLE.label, width=24),
            GridColumn(label="In use from (year starts in)", form="year", name="Charges_year"),
            GridColumn(label=CAPITAL_GBP.label, form="pounds", name="Charges_capital"),
            GridColumn(label=LIFE_YEARS.label, form="number", name="Charges_life"),
            *(
                GridColumn(label=f"Maintenance {financial_year(year)} (£)", form="pounds", name=f"Upkeep_{year}")
                for year in years
            ),
        ),
        rows=rows or nothing,
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
        last = _letter(len(years))
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


def _letter(place: int) -> str:
    """A column's letters by its place from 0.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    letters = ""
    while place >= 0:
        letters, place = chr(65 + place % 26) + letters, place // 26 - 1
    return letters


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
)


def checks(case: Case) -> Grid:
    """Sums that must come to nothing; live."""
    spent, decided = int(case.scenario.plan.cash[CAPITAL_GBP].sum()), int(case.funded[CAPITAL_GBP].sum())
    values = (spent - decided, 0)
    rows: list[tuple[Cell, ...]] = [
        (name, Formula(text=text, value=value), "0") for (name, text), value in zip(_CHECKS, values, strict=True)
    ]
    broken = int((~case.scenario.plan.audit[KEPT].astype(bool)).sum()) if len(case.scenario.plan.audit) else 0
    rows.append(("Rules broken, by the audit", broken, "0"))
    rows.append(("Machines with no reason", int(case.schedule[REASON].isna().sum()), "0"))
    return Grid(
        sheet="Checks",
        title="Checks, each of which must be 0",
        lines=(f"The first two are worked out again whenever a cell changes. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Check", width=46),
            GridColumn(label="Comes to", form="whole"),
            GridColumn(label="Must be", width=12),
        ),
        rows=tuple(rows),
    )
