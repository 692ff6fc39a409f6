"""Who pays: what each ring-fenced fund pays by year, as the audit added it up, and the envelope for the rest."""

from capplan.columns import RULE, SCOPE, VALUE
from capplan.model import Scenario
from capplan.reporting.formats import financial_year

FUNDS_RULE = "ring-fenced funds"


def paid_by_fund(scenario: Scenario) -> dict[str, tuple[int, ...]]:
    """Whole pounds that each fund of the plan file pays, a value a year of the plan, in the order of the file."""
    audit = scenario.plan.audit
    ours = audit[audit[RULE] == FUNDS_RULE]
    paid = {str(scope): int(value) for scope, value in zip(ours[SCOPE], ours[VALUE], strict=True)}
    return {
        fund.name: tuple(paid.get(f"{fund.name}, {financial_year(year)}", 0) for year in scenario.policy.years)
        for fund in scenario.policy.rules.funds
    }
