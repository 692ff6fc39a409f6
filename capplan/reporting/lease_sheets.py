"""The Leases sheet: what leasing, sharing or retiring a machine adds to revenue, for each year it could start in."""

import math

import pandas as pd

from capplan.columns import ACTION, ASSET_ID, CLASS_TITLE, OPTION_ID, REVENUE_GBP, START_YEAR, YEAR
from capplan.reporting.case import Case
from capplan.reporting.grid import ONE_TABLE, Cell, Formula, Grid, GridColumn, cells_of, first_data_row
from capplan.reporting.live import is_kept, lines, price_change, start_now
from capplan.reporting.revenue import OWNED, of_other_actions

REVENUE_FORMULA = "=SUMIFS(Leases_revenue,Leases_year,{year},Leases_taken,1)"
_NOTHING: tuple[Cell, ...] = ("none", "none", "none", 0, 0, 0, 0, 0, 0)


def leases(case: Case) -> Grid:
    """The revenue of each machine that is leased, shared or retired, by the year it starts in; 1 where it is taken."""
    grid = Grid(
        sheet="Leases",
        title="What leases, sharing and retirement add to revenue, by start year",
        lines=(f"Rent and the change of maintenance, in cash of the year. Taken follows Decisions. {ONE_TABLE}",),
        columns=(
            GridColumn(label=ASSET_ID.label),
            GridColumn(label=CLASS_TITLE.label, width=26),
            GridColumn(label=ACTION.label, width=12),
            GridColumn(label="If it starts in", form="year", width=12),
            GridColumn(label="Year starts in", form="year", width=12, name="Leases_year"),
            GridColumn(label="Revenue (£)", form="pounds", name="Leases_revenue"),
            GridColumn(label="Taken (1 yes, 0 no)", form="whole", width=12, name="Leases_taken"),
            GridColumn(label="Revenue as solved (£)", form="pounds"),
            GridColumn(label="Line in Decisions", form="whole", width=12),
        ),
        rows=(_NOTHING,),
    )
    drawn = _drawn(case)
    if drawn is None:
        return grid
    base, moves = case.scenario.policy.plan.price_base, not case.scenario.policy.actions.capital_charges
    columns = [cells_of(drawn[name]) for name in (ASSET_ID, CLASS_TITLE, ACTION, START_YEAR, YEAR, REVENUE_GBP)]
    told = zip(*columns, drawn[_TAKEN].tolist(), lines(case).loc[drawn[ASSET_ID]].tolist(), strict=True)
    rows = []
    for row, (*labels, amount, taken, line) in enumerate(told, start=first_data_row(grid)):
        prices = f"*{price_change(f'E{row}', f'E{row}', str(base))}" if moves else ""
        revenue = Formula(text=f"=ROUND(H{row}{prices},0)", value=float(amount))
        is_taken = f"AND({start_now(f'I{row}')}=D{row},NOT({is_kept(f'I{row}')}))"
        rows.append((*labels, revenue, Formula(text=f"=IF({is_taken},1,0)", value=int(taken)), amount, line))
    return Grid(sheet=grid.sheet, title=grid.title, lines=grid.lines, columns=grid.columns, rows=tuple(rows))


_TAKEN = "taken"


def _drawn(case: Case) -> pd.DataFrame | None:
    """One row a start and a year for each machine whose action is not owned; None where there is none, or its options
    do not say what they draw on revenue."""
    told, cash = of_other_actions(case), case.scenario.option_cash
    if told is None or cash is None or any(map(math.isnan, told)):
        return None
    others = case.funded[~case.funded[ACTION].isin(OWNED)]
    chosen = others[[ASSET_ID, ACTION, CLASS_TITLE]].astype("str")
    options = case.scenario.options[[OPTION_ID, ASSET_ID, ACTION, START_YEAR]]
    drawn = options.merge(chosen, on=[ASSET_ID, ACTION]).merge(cash[[OPTION_ID, YEAR, REVENUE_GBP]], on=OPTION_ID)
    taken = set(case.scenario.plan.decisions[OPTION_ID].dropna())
    drawn = drawn.astype({START_YEAR: int, YEAR: int}).assign(**{_TAKEN: drawn[OPTION_ID].isin(taken)})
    return drawn.sort_values([ASSET_ID, START_YEAR, YEAR], ignore_index=True)
