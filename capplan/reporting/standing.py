"""How the machines that a plan leaves alone stand: in service, for others to replace, or out of use."""

import pandas as pd

from capplan.columns import REASON_CODE, RISK_COST_GBP_PER_YEAR
from capplan.comparison.measures import is_out_of_use
from capplan.reporting.formats import count, listing

FOR_OTHERS = "replaced_by_others"
Kind = tuple[int, str, str]


def risk_cost(rows: pd.DataFrame) -> float:
    """The yearly risk cost at today's rates, pounds, of a schedule's rows: a machine out of use puts nobody at risk."""
    return float(rows.loc[~is_out_of_use(rows), RISK_COST_GBP_PER_YEAR].fillna(0.0).sum())


def kinds(kept: pd.DataFrame) -> tuple[Kind, ...]:
    """The machines kept by kind: how many, and what one and several of them do; kinds without machines left out."""
    others, idle = int((kept[REASON_CODE] == FOR_OTHERS).sum()), int(is_out_of_use(kept).sum())
    counted = (
        (len(kept) - others - idle, "stays in service", "stay in service"),
        (others, "is for others to replace", "are for others to replace"),
        (idle, "is out of use", "are out of use"),
    )
    return tuple(kind for kind in counted if kind[0])


def kept_words(kept: pd.DataFrame) -> str:
    """The machines kept, each kind by its own name; nothing where there are none."""
    if kept.empty:
        return ""
    (first, one, several), *others = kinds(kept)
    opening = count(first, f"machine {one}", f"machines {several}")
    return listing([opening, *(count(*kind) for kind in others)])
