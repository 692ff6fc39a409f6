"""Who pays: what each ring-fenced fund pays by year, as the audit added it up, and the envelope for the rest."""

import pandas as pd

from capplan.columns import ASSET_CLASS, ASSET_ID, NETWORK, RULE, SCOPE, SITE, VALUE, Column
from capplan.model import Scenario
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
