"""The Leases sheet: what leasing, sharing or retiring a machine adds to revenue, for each year it could start in."""

from dataclasses import replace

import pandas as pd

from capplan.columns import (
    ACTION,
    ASSET_ID,
    CLASS_TITLE,
    DEPRECIATION_GBP,
    DIVIDEND_GBP,
    OPTION_ID,
    RENT_GBP,
    REVENUE_GBP,
    START_YEAR,
    YEAR,
)
from capplan.reporting.case import Case
from capplan.reporting.grid import ONE_TABLE, Cell, Formula, Grid, GridColumn, cells_of, first_data_row, number_in
from capplan.reporting.live import is_kept, lines, price_change, start_now
from capplan.reporting.revenue import CAUSES, LEASE_RENT, OF_REVENUE, OWNED, of_other_actions

_NAMES = ("Leases_depreciation", "Leases_dividend", "Leases_maintenance", "Leases_rent")
# What the leases, shares and retirements that are taken add to each cause of revenue.
OF_LEASES = {
    cause: f"SUMIFS({name},Leases_year,{{year}},Leases_taken,1)"
    for cause, name in zip((*CAUSES, LEASE_RENT), _NAMES, strict=True)
}
_NOTHING: tuple[Cell, ...] = ("none", "none", "none", *(0 for _ in range(10)))
_MAINTENANCE, _TAKEN = "maintenance", "taken"

_COLUMNS = (
    GridColumn(label=ASSET_ID.label),
    GridColumn(label=CLASS_TITLE.label, width=26),
    GridColumn(label=ACTION.label, width=12),
    GridColumn(label="If it starts in", form="year", width=12),
    GridColumn(label="Year starts in", form="year", width=12, name="Leases_year"),
    *(
        GridColumn(label=f"{cause} (£)", form="pounds", name=name)
        for cause, name in zip((*CAUSES, LEASE_RENT), _NAMES, strict=True)
    ),
    GridColumn(label="Taken (1 yes, 0 no)", form="whole", width=12, name="Leases_taken"),
    GridColumn(label="Maintenance as solved (£)", form="pounds"),
    GridColumn(label="Lease rent as solved (£)", form="pounds"),
    GridColumn(label="Line in Decisions", form="whole", width=12),
)


def leases(case: Case) -> Grid:
    """The revenue of each machine that is leased, shared or retired, by the year it starts in; 1 where it is taken."""
    says = (
        "Pounds in cash of the year, rent with VAT. Taken follows Decisions; maintenance and rent follow inflation, "
        f"charges on what is bought stay as solved. {ONE_TABLE}"
    )
    grid = Grid(
        sheet="Leases",
        title="What leases, sharing and retirement add to revenue, by start year",
        lines=(says,),
        columns=_COLUMNS,
        rows=(_NOTHING,),
    )
    drawn = _drawn(case)
    if drawn is None or drawn.empty:
        return grid
    base = case.scenario.policy.plan.price_base
    told = (
        ASSET_ID, CLASS_TITLE, ACTION, START_YEAR, YEAR, DEPRECIATION_GBP, DIVIDEND_GBP, _MAINTENANCE, RENT_GBP, _TAKEN,
    )  # fmt: skip
    columns = [cells_of(drawn[name]) for name in told]
    rows = []
    for row, (*labels, maintained, rent, taken, line) in enumerate(
        zip(*columns, lines(case).loc[drawn[ASSET_ID]].tolist(), strict=True), start=first_data_row(grid)
    ):
        prices = price_change(f"E{row}", f"E{row}", str(base))
        moved = (
            Formula(text=f"=ROUND({letter}{row}*{prices},0)", value=number_in(amount))
            for letter, amount in (("K", maintained), ("L", rent))
        )
        is_taken = f"IFERROR(AND({start_now(f'M{row}')}=D{row},NOT({is_kept(f'M{row}')})),FALSE)"
        now = Formula(text=f"=IF({is_taken},1,0)", value=number_in(taken))
        rows.append((*labels, *moved, now, maintained, rent, line))
    return replace(grid, rows=tuple(rows))


def _drawn(case: Case) -> pd.DataFrame | None:
    """One row a start and a year for each machine whose action is not owned; None where its options do not say what
    they draw on revenue."""
    told, cash = of_other_actions(case), case.scenario.option_cash
    if told is None or cash is None or not told.assets:
        return None
    others = case.funded[~case.funded[ACTION].isin(OWNED)]
    chosen = others[[ASSET_ID, ACTION, CLASS_TITLE]].astype("str")
    options = case.scenario.options[[OPTION_ID, ASSET_ID, ACTION, START_YEAR]]
    amounts = cash[[OPTION_ID, YEAR, REVENUE_GBP, *OF_REVENUE]]
    drawn = options.merge(chosen, on=[ASSET_ID, ACTION]).merge(amounts, on=OPTION_ID)
    taken = set(case.scenario.plan.decisions[OPTION_ID].dropna())
    maintained = drawn[REVENUE_GBP] - drawn[list(OF_REVENUE)].sum(axis=1)
    drawn = drawn.astype({START_YEAR: int, YEAR: int}).assign(
        **{_MAINTENANCE: maintained, _TAKEN: drawn[OPTION_ID].isin(taken).astype(int)}
    )
    return drawn.sort_values([ASSET_ID, START_YEAR, YEAR], ignore_index=True)
