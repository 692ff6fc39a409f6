"""Delivery: what starts where and when, firm and indicative years apart."""

from collections.abc import Sequence

import pandas as pd

from capplan.columns import ASSET_ID, CAPITAL_GBP, CLASS_TITLE, NETWORK, SITE, START_YEAR, Column
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Chart, Paragraph, Section, Table
from capplan.reporting.fairness import UNASSIGNED
from capplan.reporting.formats import NOT_STATED, count, financial_year, listing, number
from capplan.reporting.money_exhibits import calendar_exhibit
from capplan.reporting.sections.delivery_risks import risks_to_delivery
from capplan.reporting.tables import plain_table

ROWS_SHOWN = 24


def delivery(case: Case) -> Section:
    """The calendar by network, and each year's work in figures."""
    if case.funded.empty:
        return Section(id="delivery", heading="Delivery", blocks=(Paragraph(text="There is nothing to deliver."),))
    blocks: tuple[Block, ...] = (
        Paragraph(text=_words(case)),
        _year_table(case),
        *_calendars(case),
        risks_to_delivery(case),
    )
    return Section(id="delivery", heading="Delivery", blocks=blocks)


def _calendars(case: Case) -> tuple[Chart, ...]:
    """The calendar by network, or by site where there is one network; none where one machine is all."""
    if len(case.funded) == 1:
        return ()
    is_one_network = case.schedule[NETWORK].nunique() <= 1
    return (calendar(case, *((SITE, "site") if is_one_network else (NETWORK, "network")), "calendar"),)


def _words(case: Case) -> str:
    limits = case.scenario.policy.rules.max_installs
    told = [
        f"no {where} has more than {count(most, 'machine')}{of}"
        for where, most, of in (
            ("network", limits.per_network, ""),
            ("site", limits.per_site_and_class, " of one class"),
        )
        if most is not None
    ]
    kept = f"In any year {listing(told)}. " if told else "No limit of delivery is set in the plan file. "
    return (
        f"{kept}A year is when a scheme's capital begins; the plan is by financial year, so months, works and "
        "temporary capacity are each site's to settle before it starts."
    )


def calendar(case: Case, by: Column, what: str, key: str) -> Chart:
    """Machines that start by year in each of the busiest rows of a column; the rest are added up."""
    names = case.funded[by].fillna(UNASSIGNED if by == NETWORK else NOT_STATED).astype(str)
    years = list(case.years)
    starts = case.funded[START_YEAR].astype(int)
    counted = pd.crosstab(names, starts).reindex(columns=years, fill_value=0)
    totals = counted.sum(axis=1)
    order = sorted(counted.index, key=lambda name: (-int(totals[name]), name))
    shown = order[:ROWS_SHOWN] if len(order) > ROWS_SHOWN + 1 else order
    rows = [(name, tuple(map(int, counted.loc[name]))) for name in shown]
    if rest := order[len(shown) :]:
        rows.append((f"{len(rest)} others", tuple(map(int, counted.loc[rest].sum()))))
    return calendar_exhibit(rows, years, case.scenario.policy.budget.firm_to, what, key)


def _year_table(case: Case) -> Table:
    firm_to = case.scenario.policy.budget.firm_to
    rows = [_year_row(case, year, firm_to) for year in case.years]
    headings = ("Year", "Envelope", "Machines", "Capital committed", "Networks", "Sites", "Most at one site")
    note = "Capital committed is the whole cost of what starts in the year, in cash of the years in which it is spent."
    return plain_table("delivery-table", "Each year's work", headings, rows, numbers=range(2, 7), note=note)


def _year_row(case: Case, year: int, firm_to: int | None) -> tuple[str, ...]:
    starting = case.funded[case.funded[START_YEAR] == year]
    at_site: Sequence[int] = starting.groupby([NETWORK, SITE])[ASSET_ID].size().tolist()
    return (
        financial_year(year),
        "indicative" if firm_to is not None and year > firm_to else "firm",
        number(len(starting)),
        case.money(starting[CAPITAL_GBP].sum()),
        number(starting[NETWORK].nunique()),
        number(len(at_site)),
        number(max(at_site, default=0)),
    )


def network_calendar(case: Case) -> Section:
    """One network's machines by year: by site, and by class in a table."""
    if case.funded.empty:
        return Section(id="delivery", heading="When", blocks=(Paragraph(text="Nothing starts in these years."),))
    counted = pd.crosstab(case.funded[CLASS_TITLE], case.funded[START_YEAR].astype(int))
    counted = counted.reindex(columns=list(case.years), fill_value=0)
    rows = [(str(name), *map(number, row), number(row.sum())) for name, row in counted.iterrows()]
    headings = ("Class", *map(financial_year, case.years), "All years")
    table = plain_table("by-class", "Machines by class and year", headings, rows, numbers=range(1, 40))
    return Section(id="delivery", heading="When", blocks=(*_calendars(case), table))
