"""Risks to delivery: what in this plan could slip, by how much, what is done about it and by whom."""

from collections.abc import Callable

from capplan.columns import NETWORK, START_YEAR
from capplan.reporting.case import WIDTH_SHOWN, Case, need_is_open
from capplan.reporting.content import Table
from capplan.reporting.formats import count, financial_year, number, percent
from capplan.reporting.measures import spend
from capplan.reporting.tables import plain_table


def _too_much_at_once(case: Case) -> str:
    starts = case.funded.groupby([NETWORK, START_YEAR]).size()
    most, limit = int(starts.max()) if len(starts) else 0, case.scenario.policy.rules.max_installs.per_network
    if limit is None:
        return f"{count(most, 'machine')} in one network and year at most; no limit is set"
    full = int((starts >= limit).sum())
    at_limit = count(full, "time") if full else "never"
    return f"{number(most)} in one network and year at most, of {number(limit)} allowed; {at_limit} at the limit"


def _money_not_firm(case: Case) -> str:
    by_year = spend(case.scenario)
    later = (
        sum(by_year.by_year[len(by_year.years) - len(by_year.indicative_years) :]) if by_year.indicative_years else 0
    )
    if not later:
        return "every year's envelope is firm"
    return (
        f"{case.money(later)} of capital falls after {financial_year(by_year.firm_to)}, where envelopes are indicative"
    )


def _prices(case: Case) -> str:
    by_year, bias = spend(case.scenario), case.scenario.policy.prices.optimism_bias
    return (
        f"{case.money(sum(by_year.envelopes) - sum(by_year.from_envelope))} of headroom, beside optimism bias of "
        f"{percent(bias.equipment)} on equipment and {percent(bias.works)} on works"
    )


def _data(case: Case) -> str:
    widest = case.scenario.policy.reference.parameters[WIDTH_SHOWN]
    wide = int(need_is_open(case.funded, widest).sum())
    has = "has" if wide == 1 else "have"
    treated = count(len(case.funded), "machine")
    return f"{number(wide)} of {treated} treated {has} need open by over {number(widest)} points"


RISKS: tuple[tuple[str, Callable[[Case], str], str, str], ...] = (
    ("Too much at once", _too_much_at_once, "Settle works and temporary capacity before a year begins", "Networks"),
    ("Money not yet firm", _money_not_firm, "Order nothing for these years until the envelope is", "Finance"),
    ("Prices rise", _prices, "Plan again with each year's quotes", "Procurement"),
    ("Data prove wrong", _data, "Check a machine's condition before its order", "Estates"),
)


def risks_to_delivery(case: Case) -> Table:
    """A row a risk: how large it is in this plan, what is done, and who does it."""
    rows = [(name, size(case), done, owner) for name, size, done, owner in RISKS]
    headings = ("Risk", "How large it is here", "What is done about it", "Who")
    return plain_table("delivery-risks", "Risks to delivery", headings, rows)
