"""The Cash sheet: capital by machine and year, which follows the start years of Decisions and the prices of Inputs."""

import pandas as pd

from capplan.columns import (
    ACTION,
    ASSET_CLASS,
    ASSET_ID,
    CAPITAL_GBP,
    CLASS_TITLE,
    NETWORK,
    PRICE_BASE_YEAR,
    START_YEAR,
    YEAR,
)
from capplan.reporting.case import Case
from capplan.reporting.fund_sheets import donated_share
from capplan.reporting.funds import not_donated, open_to_row
from capplan.reporting.grid import (
    NOT_APPLICABLE,
    ONE_TABLE,
    Cell,
    Formula,
    Grid,
    GridColumn,
    cells_of,
    first_data_row,
    number_in,
)
from capplan.reporting.live import is_kept, lines, price_change, rate_change, start_now
from capplan.reporting.revenue import OWNED
from capplan.reporting.unpacked import EQUIPMENT, UNDER_VAT, WORKS, price_parts

_SHEET, _TITLE = "Cash", "Capital by machine and financial year"
_SAYS = (
    "Capital is cash of its year. Year and capital follow Decisions (action, start) and Inputs (inflation, VAT, "
    f"optimism bias); the columns after them are as the plan was solved. {ONE_TABLE}"
)
_LINES = (_SAYS,)
_COLUMNS = (
    GridColumn(label=ASSET_ID.label),
    GridColumn(label=NETWORK.label, width=26),
    GridColumn(label=CLASS_TITLE.label, width=26, name="Cash_class"),
    GridColumn(label="Year starts in", form="year", width=10, name="Cash_year"),
    GridColumn(label=CAPITAL_GBP.label, form="pounds", width=14, name="Cash_capital"),
    GridColumn(label="Funds open to it", width=12, name="Cash_open"),
    GridColumn(label="Years after the start", form="whole", width=12),
    GridColumn(label="Year as solved", form="year", width=10),
    GridColumn(label="Capital as solved (£)", form="pounds", width=14, name="Cash_solved"),
    GridColumn(label="Of it equipment", form="ratio", width=12),
    GridColumn(label="Of it works", form="ratio", width=10),
    GridColumn(label="Of it under VAT", form="ratio", width=10),
    GridColumn(label="Prices of", form="year", width=10),
    GridColumn(label="Line in Decisions", form="whole", width=11, name="Cash_line"),
    GridColumn(label="Of it in net assets (£)", form="pounds", width=14, name="Cash_public"),
)


def cash(case: Case) -> Grid:
    """Capital by machine and year; year and capital are formulas."""
    frame = case.scenario.plan.cash
    frame = frame[pd.to_numeric(frame[CAPITAL_GBP]) != 0]
    titles = frame[ASSET_CLASS].map(case.scenario.policy.reference.classes["title"]).fillna(frame[ASSET_CLASS])
    ordered = frame.assign(**{CLASS_TITLE: titles}).sort_values([YEAR, ASSET_ID])
    nothing = ("none", "none", "none", NOT_APPLICABLE, 0, "none", 0, NOT_APPLICABLE, 0, 0, 0, 0, NOT_APPLICABLE, 0, 0)
    empty = Grid(sheet=_SHEET, title=_TITLE, lines=_LINES, columns=_COLUMNS, rows=(nothing,))
    if ordered.empty:
        return empty
    start = pd.to_numeric(case.schedule.set_index(ASSET_ID)[START_YEAR])
    parts = price_parts(case).loc[ordered[ASSET_ID]]
    is_bought = ordered[ASSET_ID].map(case.schedule.set_index(ASSET_ID)[ACTION]).isin(OWNED)
    ours = pd.to_numeric(ordered[CAPITAL_GBP]) * not_donated(case.scenario).loc[ordered.index] * is_bought
    donated = donated_share(case)
    told = zip(
        *(cells_of(ordered[column]) for column in (ASSET_ID, NETWORK, CLASS_TITLE)),
        open_to_row(ordered, case.scenario),
        (ordered[YEAR].to_numpy(int) - start.loc[ordered[ASSET_ID]].to_numpy(int)).tolist(),
        ordered[YEAR].to_numpy(int).tolist(),
        ordered[CAPITAL_GBP].to_numpy("int64").tolist(),
        *(parts[name].tolist() for name in (EQUIPMENT, WORKS, UNDER_VAT, PRICE_BASE_YEAR)),
        lines(case).loc[ordered[ASSET_ID]].tolist(),
        strict=True,
    )
    rows = tuple(
        (*_row(cells, row), _in_net_assets(row, str(cells[3]), amount, donated) if is_ours else 0)
        for row, (cells, amount, is_ours) in enumerate(
            zip(told, ours.tolist(), is_bought.tolist(), strict=True), start=first_data_row(empty)
        )
    )
    return Grid(sheet=_SHEET, title=_TITLE, lines=_LINES, columns=_COLUMNS, rows=rows)


def _row(cells: tuple[Cell, ...], row: int) -> tuple[Cell, ...]:
    """A row from what it was solved on, with its year and capital put in as formulas."""
    asset, network, title, open_to, after, year, capital, *rest = cells
    line, prices = f"N{row}", price_change(f"D{row}", f"H{row}", f"M{row}")
    biased = (
        f"(1+J{row}*((100+Optimism_bias_equipment_percent)/(100+Optimism_bias_equipment_percent_solved)-1)"
        f"+K{row}*((100+Optimism_bias_works_percent)/(100+Optimism_bias_works_percent_solved)-1))"
    )
    now = f"ROUND(I{row}*{biased}*{rate_change('VAT_percent', f'L{row}')}*{prices},0)"
    live_year = Formula(text=f'=IFERROR({start_now(line)}+G{row},"{NOT_APPLICABLE}")', value=number_in(year))
    live_capital = Formula(text=f"=IF(OR(NOT(ISNUMBER(D{row})),{is_kept(line)}),0,{now})", value=number_in(capital))
    return (asset, network, title, live_year, live_capital, open_to, after, year, capital, *rest)


def _in_net_assets(row: int, open_to: str, amount: float, donated: dict[str, str]) -> Formula:
    """What of a row's capital bears dividend: all that no donated fund pays."""
    share = donated.get(open_to)
    text = f"=E{row}" if share is None else f"=IF(ISNUMBER(D{row}),E{row}*(1-MIN(1,{share.format(year=f'D{row}')})),0)"
    return Formula(text=text, value=amount)
