"""Risks to delivery: what in this plan could slip, by how much, what is done about it and by whom."""

from collections.abc import Callable

from capplan.columns import LIMIT, NETWORK, RULE, START_YEAR, VALUE
from capplan.reporting.case import WIDTH_SHOWN, Case, need_is_open
from capplan.reporting.content import Table
from capplan.reporting.formats import count, financial_year, number, percent
from capplan.reporting.measures import spend
from capplan.reporting.tables import plain_table
from capplan.reporting.verbs import verb_of

BY_SITE_AND_CLASS = "installs by site and class"


def _too_much_at_once(case: Case) -> str:
    starts = case.funded.groupby([NETWORK, START_YEAR]).size()
    most, limit = int(starts.max()) if len(starts) else 0, case.scenario.policy.rules.max_installs.per_network
    if limit is None:
        return f"At most {count(most, 'machine')} in one network and year; no limit is set{_by_site(case)}"
    full = int((starts >= limit).sum())
    at_limit = count(full, "time") if full else "never"
    by_network = f"At most {number(most)} in one network and year, of {number(limit)} allowed"
    return f"{by_network}; {at_limit} at that limit{_by_site(case)}"


def _by_site(case: Case) -> str:
    """How often the limit by site and class is reached, as the audit has it; nothing where there is none."""
    audit = case.scenario.plan.audit
    checks = audit[audit[RULE] == BY_SITE_AND_CLASS]
    limit = case.scenario.policy.rules.max_installs.per_site_and_class
    if checks.empty or limit is None:
        return ""
    full, of = int((checks[VALUE] >= checks[LIMIT]).sum()), len(checks)
    reached = f"reached in {number(full)} of {count(of, 'case')} of a site, class and year"
    return f"; the limit of {number(limit)} a site and class is {reached}"


def _money_not_firm(case: Case) -> str:
    by_year = spend(case.scenario)
    later = (
        sum(by_year.by_year[len(by_year.years) - len(by_year.indicative_years) :]) if by_year.indicative_years else 0
    )
    if not later:
        return ""
    return (
        f"Of the capital, {case.money(later)} falls after {financial_year(by_year.firm_to)}, where envelopes are "
        "indicative"
    )


def _prices(case: Case) -> str:
    by_year, bias = spend(case.scenario), case.scenario.policy.prices.optimism_bias
    return (
        f"Headroom is {case.money(sum(by_year.envelopes) - sum(by_year.from_envelope))}, beside optimism bias of "
        f"{percent(bias.equipment)} on equipment and {percent(bias.works)} on works"
    )


def _data(case: Case) -> str:
    widest = case.scenario.policy.reference.parameters[WIDTH_SHOWN]
    wide = int(need_is_open(case.funded, widest).sum())
    machines = count(len(case.funded), "machine")
    return (
        f"Need is open by over {number(widest)} points for {number(wide)} of {machines} {verb_of(case.scenario).past}"
    )


RISKS: tuple[tuple[str, Callable[[Case], str], str, str], ...] = (
    ("Too much at once", _too_much_at_once, "Settle works and temporary capacity before a year begins", "Networks"),
    ("Money not yet firm", _money_not_firm, "Order nothing for these years until the envelope is", "Finance"),
    ("Prices rise", _prices, "Plan again with each year's quotes", "Procurement"),
    ("Data prove wrong", _data, "Check a machine's condition before its order", "Estates"),
)


def risks_to_delivery(case: Case) -> Table:
    """A row a risk that this plan has: how large it is, what is done, and who does it."""
    rows = [(name, told, done, owner) for name, size, done, owner in RISKS if (told := size(case))]
    headings = ("Risk", "How large it is here", "What is done about it", "Who")
    return plain_table("delivery-risks", "Risks to delivery", headings, rows)
