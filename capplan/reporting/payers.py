"""Who bears the change of revenue: each organisation's machines, capital and charges."""

import numpy as np
import pandas as pd

from capplan.columns import ASSET_ID, CAPITAL_GBP, NETWORK, ORGANISATION
from capplan.reporting.case import Case
from capplan.reporting.formats import financial_year
from capplan.reporting.grid import NOT_APPLICABLE, ONE_TABLE, Cell, Grid, GridColumn
from capplan.reporting.revenue import CAUSES, LEASE_RENT, by_machine, charged, of_other_actions

_CAUSES = (*CAUSES, LEASE_RENT)


def by_payer(case: Case) -> pd.DataFrame:
    """Revenue by organisation and network: machines, capital, each cause in the plan's last year, and all causes of
    each year (by its number); pounds in cash. What leased, shared or retired machines draw is in it where known."""
    bought, others = charged(case), of_other_actions(case)
    ids, parts = bought[ASSET_ID].tolist(), [*by_machine(bought, case), np.zeros((len(bought), len(case.years)))]
    if others is not None:
        ids = [*ids, *others.assets]
        parts = [np.concatenate(pair) for pair in zip(parts, others.by_cause, strict=True)]
    amounts = pd.DataFrame(
        {cause: part[:, -1] for cause, part in zip(_CAUSES, parts, strict=True)}
        | dict(zip(case.years, np.sum(parts, axis=0).T, strict=True)),
        index=pd.Index(ids, dtype="str"),
    )
    funded = case.funded.set_index(ASSET_ID)
    told = funded[[ORGANISATION, NETWORK, CAPITAL_GBP]].assign(machines=1).join(amounts)
    return told.groupby([ORGANISATION, NETWORK], dropna=False, sort=True).sum().reset_index()


def revenue_by_payer(case: Case) -> Grid:
    """The revenue that each organisation bears, with a total."""
    frame, last = by_payer(case), financial_year(case.years[-1])
    numbers = ["machines", CAPITAL_GBP, *_CAUSES, *case.years]
    rows: list[tuple[Cell, ...]] = [
        (*(None if pd.isna(name) else str(name) for name in names), *map(float, amounts))
        for names, amounts in zip(
            frame[[ORGANISATION, NETWORK]].to_numpy().tolist(), frame[numbers].to_numpy().tolist(), strict=True
        )
    ]
    rows.append(("All organisations", NOT_APPLICABLE, *map(float, frame[numbers].sum())))
    return Grid(
        sheet="Who pays",
        title="Change of revenue by organisation",
        lines=(f"By the owner of each machine, against keeping it; in cash of the year, as solved. {ONE_TABLE}",),
        columns=(
            GridColumn(label=ORGANISATION.label, width=34),
            GridColumn(label=NETWORK.label, width=28),
            GridColumn(label="Machines", form="whole", width=12),
            GridColumn(label=CAPITAL_GBP.label, form="pounds"),
            *(GridColumn(label=f"{cause} {last} (£)", form="pounds", width=18) for cause in _CAUSES),
            *(GridColumn(label=f"All causes {financial_year(year)} (£)", form="pounds") for year in case.years),
        ),
        rows=tuple(rows),
    )
