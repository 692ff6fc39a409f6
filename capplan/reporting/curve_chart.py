"""The frontier of budgets as a chart of its own, from the curve that `capplan frontier` draws."""

import pandas as pd

from capplan.columns import BOUND_GBP, BUDGET_SHARE, CAPITAL_GBP
from capplan.model import Scenario
from capplan.reporting.content import Chart
from capplan.reporting.formats import unit_for
from capplan.reporting.measures import outcome
from capplan.reporting.money_exhibits import Frontier, frontier_exhibit


def curve_exhibit(curve: pd.DataFrame, scenario: Scenario) -> Chart | None:
    """The chart of a curve (columns `FRONTIER`) with the scenario's plan on it; None where fewer than two budgets have
    a bound, or none is worth anything."""
    known = curve.dropna(subset=[BOUND_GBP])
    if len(known) < 2 or not (known[BOUND_GBP] > 0).any():
        return None
    ours = outcome(scenario)
    shares, capital, bounds = (
        tuple(known[name].astype("float64").tolist()) for name in (BUDGET_SHARE, CAPITAL_GBP, BOUND_GBP)
    )
    frontier = Frontier(
        shares=shares, capital_gbp=capital, bound_gbp=bounds, plan_gbp=(float(ours.capital_gbp), ours.benefit_gbp)
    )
    return frontier_exhibit(frontier, "frontier", unit_for(max(capital)))
