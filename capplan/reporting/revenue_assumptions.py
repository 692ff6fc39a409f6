"""What the sums of capital and revenue take for granted, line by line, each with its figures."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from capplan.columns import (
    ACTION,
    CAPITAL_GBP,
    ECONOMIC_LIFE_YEARS,
    FINANCE_METHOD,
    LIFE_YEARS,
    OPTION_ID,
    REPLACEMENT_COST_GBP,
    VAT_BASIS,
)
from capplan.reporting.case import Case
from capplan.reporting.content import Table
from capplan.reporting.formats import count, number, percent
from capplan.reporting.revenue import DIVIDEND_RATE, GROWS_TO, charged, has_capital_charges
from capplan.reporting.tables import plain_table


def revenue_assumptions(case: Case) -> tuple[Table, ...]:
    """The assumptions as a table; nothing where the plan treats no machine."""
    if case.funded.empty:
        return ()
    rows = [(name, told) for name, say in _LINES if (told := say(case))]
    caption = "What the sums of capital and revenue take for granted"
    return (plain_table("revenue-assumptions", caption, ("Subject", "Taken for granted"), rows),)


def _no_charges(case: Case) -> str:
    if has_capital_charges(case):
        return ""
    return (
        "Left out by the plan file (`actions.capital_charges`): neither depreciation nor a dividend is counted, in the "
        "plan or in its papers."
    )


def _depreciation(case: Case) -> str:
    if not has_capital_charges(case):
        return ""
    return (
        "A full year's, in equal parts, from the financial year in which a machine is in use. Works depreciate over "
        "the machine's own life."
    )


def _dividend(case: Case) -> str:
    if not has_capital_charges(case):
        return ""
    rate = case.scenario.policy.reference.parameters[DIVIDEND_RATE]
    return (
        f"{percent(rate, 1)} of the mean of the year's opening and closing net book value, so half the closing value "
        "in the year of purchase. None on leased equipment, nor on what a donated fund pays for."
    )


def _maintenance(case: Case) -> str:
    lives = case.scenario.policy.reference.parameters[GROWS_TO]
    return (
        f"Grows with age by its class's rate until a machine is {number(lives, 1)} expected lives old, and then stays: "
        "an assumption. What it costs to end a contract early is left out."
    )


def _lives(case: Case) -> str:
    bought = charged(case)
    text = f"Accounts spread capital over expected lives, {_spread(bought[LIFE_YEARS])}"
    options, decisions = case.scenario.options, case.scenario.plan.decisions
    if ECONOMIC_LIFE_YEARS not in options or OPTION_ID not in decisions:
        return f"{text}. Net benefit spreads it over the life at which a machine costs least a year."
    chosen = options[options[OPTION_ID].isin(decisions[OPTION_ID].dropna())]
    economic = pd.to_numeric(chosen[ECONOMIC_LIFE_YEARS])
    if not (economic > 0).any():
        return f"{text}."
    told = _spread(economic[economic > 0])
    return f"{text}; net benefit over economic lives, at which a machine costs least a year, {told}."


def _spread(years: pd.Series) -> str:
    known = pd.to_numeric(years).dropna()
    if known.empty:
        return "not known"
    return f"{number(known.mean(), 1)} years on average ({number(known.min())} to {number(known.max())})"


def _leases(case: Case) -> str:
    if FINANCE_METHOD not in case.funded:
        return ""
    leased = int((case.funded[FINANCE_METHOD] == "lease").sum())
    if not leased:
        return ""
    return (
        f"{count(leased, 'machine')} that the plan treats {'is' if leased == 1 else 'are'} on lease today: the rent "
        "that ends, and what ending early costs, are left out."
    )


def _rent(case: Case) -> str:
    if not (case.funded[ACTION] == "lease").any():
        return ""
    return (
        "A lease's term is the machine's expected life (an assumption). Rent has VAT, which is not recovered; it is "
        "dearer than buying by the class's lease premium in present value, and rises with inflation."
    )


def _vat(case: Case) -> str:
    funded = case.funded
    given = pd.to_numeric(funded.get(REPLACEMENT_COST_GBP, pd.Series(np.nan, index=funded.index))) > 0
    untold = given & funded.get(VAT_BASIS, pd.Series(pd.NA, index=funded.index)).isna()
    rate = percent(case.scenario.policy.prices.vat)
    start = f"Added at {rate} to every price but those that the register gives with VAT; none is recovered."
    if not untold.any():
        return start
    worth = case.money(float(funded.loc[untold, CAPITAL_GBP].sum()))
    return (
        f"{start} Of {count(int(untold.sum()), 'machine')} ({worth} of capital) the register does not say whether its "
        "price has VAT: it is taken to be without."
    )


_LINES: tuple[tuple[str, Callable[[Case], str]], ...] = (
    ("Capital charges", _no_charges),
    ("Depreciation", _depreciation),
    ("PDC dividend", _dividend),
    ("Maintenance", _maintenance),
    ("Two lives", _lives),
    ("Leases of today", _leases),
    ("Lease rent", _rent),
    ("VAT", _vat),
)
