"""Who pays: what each ring-fenced fund pays by year, as the audit added it up, and the envelope for the rest."""

from collections.abc import Sequence

import pandas as pd

from capplan.columns import ASSET_CLASS, ASSET_ID, CAPITAL_GBP, NETWORK, RULE, SCOPE, SITE, VALUE, YEAR, Column
from capplan.model import Scenario
from capplan.policy.rules import Fund
from capplan.reporting.formats import financial_year

FUNDS_RULE = "ring-fenced funds"
NO_FUND = "none"
# The settings of a fund that name what it pays for, and the column each goes by.
_SCOPES: tuple[tuple[str, Column], ...] = (
    ("asset_class", ASSET_CLASS), ("network", NETWORK), ("site", SITE), ("assets", ASSET_ID),
)  # fmt: skip


def paid_by_fund(scenario: Scenario) -> dict[str, tuple[int, ...]]:
    """Whole pounds that each fund of the plan file pays, a value a year of the plan, in the order of the file."""
    audit = scenario.plan.audit
    ours = audit[audit[RULE] == FUNDS_RULE]
    paid = {str(scope): int(value) for scope, value in zip(ours[SCOPE], ours[VALUE], strict=True)}
    return {
        fund.name: tuple(paid.get(f"{fund.name}, {financial_year(year)}", 0) for year in scenario.policy.years)
        for fund in scenario.policy.allocation_rules.funds
    }


def money_of_funds(scenario: Scenario) -> dict[str, tuple[int, ...]]:
    """Whole pounds that each fund of the plan file has, a value a year of the plan, in the order of the file."""
    years = scenario.policy.years
    return {
        fund.name: tuple(int(fund.money.get(year, 0)) for year in years)
        for fund in scenario.policy.allocation_rules.funds
    }


def not_donated(scenario: Scenario) -> pd.Series:
    """The share of each row of a plan's cash that no donated fund pays, on its index."""
    return not_paid_by(scenario, [fund for fund in scenario.policy.allocation_rules.funds if fund.donated])


def not_paid_by(scenario: Scenario, payers: Sequence[Fund]) -> pd.Series:
    """The share of each row of a plan's cash that none of these funds pays, on its index: what a fund pays in a year
    falls evenly on all that it may pay for."""
    cash, funds = scenario.plan.cash, scenario.policy.allocation_rules.funds
    if not payers:
        return pd.Series(1.0, index=cash.index)
    open_to = pd.Series(open_to_row(cash, scenario), index=cash.index, dtype="str").str.split("+")
    year, capital = cash[YEAR].astype(int), pd.to_numeric(cash[CAPITAL_GBP]).astype("float64")
    given = pd.Series(0.0, index=cash.index)
    for place, (fund, paid) in enumerate(zip(funds, paid_by_fund(scenario).values(), strict=True)):
        if fund in payers:
            may = pd.Series([fund_number(place) in scope for scope in open_to], index=cash.index)
            spent = capital.where(may, 0.0).groupby(year).transform("sum")
            by_year = year.map(dict(zip(scenario.policy.years, paid, strict=True))).astype("float64")
            given += (by_year / spent.where(spent > 0)).fillna(0.0).where(may, 0.0)
    return 1.0 - given.clip(upper=1.0)


def fund_number(place: int) -> str:
    """What a fund goes by in the workbook, where its name might be taken for a pattern: its place in the plan file,
    from 0.

    >>> fund_number(0)
    'F1'
    """
    return f"F{place + 1}"


def open_to_row(cash: pd.DataFrame, scenario: Scenario) -> list[str]:
    """The funds that may pay for each row of a plan's cash: their numbers with `+` between, or `NO_FUND`."""
    rows = cash
    if SITE not in rows and SITE in scenario.options:
        sites = scenario.options.drop_duplicates(ASSET_ID).set_index(ASSET_ID)[SITE]
        rows = rows.assign(**{SITE: rows[ASSET_ID].map(sites)})
    told = pd.Series("", index=rows.index)
    for place, fund in enumerate(scenario.policy.allocation_rules.funds):
        may = pd.Series(True, index=rows.index)
        for setting, column in _SCOPES:
            if named := getattr(fund, setting):
                may &= rows[column].isin(named) if column in rows else False
        told = told.mask(may, told + "+" + fund_number(place))
    return [one.removeprefix("+") or NO_FUND for one in told]
