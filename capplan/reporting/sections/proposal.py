"""What is proposed, what it does to risk, and how fairly it falls."""

import math
from collections.abc import Sequence

from capplan.reporting.case import Case
from capplan.reporting.content import Block, Bullets, Chart, Paragraph, Section, Table
from capplan.reporting.exhibits import equity_exhibit, outlook_exhibit, spend_exhibit
from capplan.reporting.fairness import NetworkShare, network_shares
from capplan.reporting.formats import count, financial_year, millions, money, number, percent, year_span
from capplan.reporting.measures import Spend, outlook, spend
from capplan.reporting.tables import plain_table


def what_we_propose(case: Case) -> Section:
    """Spend by year and class group, and the rules that it keeps."""
    by_year = spend(case.scenario)
    text = (
        f"The plan treats {count(len(case.funded), 'machine')} for {millions(by_year.total)} over "
        f"{year_span(by_year.years)}. Capital is cash of the year in which it is spent, works, VAT and optimism bias "
        "included."
    )
    if by_year.indicative_years:
        text += f" The envelope is firm to {financial_year(by_year.firm_to)}; later years are indicative."
    return Section(
        id="proposal",
        heading="What we propose",
        blocks=(Paragraph(text=text), *_rules(case), spend_exhibit(by_year, "spend"), _spend_table(by_year)),
    )


def _spend_table(by_year: Spend) -> Table:
    headroom = tuple(envelope - spent for envelope, spent in zip(by_year.envelopes, by_year.by_year, strict=True))
    lines = (*zip(by_year.groups, by_year.by_group, strict=True),)
    lines += (("All capital", by_year.by_year), ("Envelope", by_year.envelopes), ("Headroom", headroom))
    rows = [(name, *map(millions, amounts), millions(sum(amounts))) for name, amounts in lines]
    headings = ("Class group", *map(financial_year, by_year.years), "Total")
    note = "Totals are of whole pounds, so printed figures may not add up to the last decimal."
    places = range(1, len(headings))
    return plain_table("spend-table", "Capital by year and class group", headings, rows, numbers=places, note=note)


def _rules(case: Case) -> tuple[Bullets, ...]:
    rules = case.scenario.policy.rules
    said = (
        (rules.network_floor, "Every network gets at least {} of its share of what all options would cost."),
        (rules.network_cap, "No network gets more than {} of its share of what all options would cost."),
    )
    items = [sentence.format(percent(value)) for value, sentence in said if value is not None]
    limits = rules.max_installs
    installs = (
        (limits.per_network, "No network installs more than {} in a year."),
        (limits.per_site_and_class, "No site installs more than {} of one class in a year."),
    )
    items += [sentence.format(count(value, "machine")) for value, sentence in installs if value is not None]
    items += [f"Must be treated: {condition}." for condition in rules.must_replace]
    items += [f"Left to others to replace: {condition}." for condition in rules.not_replaced]
    if rules.gates:
        items.append("Machines that a duty of safety requires to be treated are treated first.")
    return (Bullets(items=tuple(items)),) if items else ()


def what_it_does_to_risk(case: Case) -> Section:
    """Running and risk cost by year, with the plan and without."""
    text = (
        "The lines show expected maintenance, failure, harm and cyber cost in the policy's prices. New machines are "
        "not free of cost or risk: their own is in the plan's line. These are expectations, not promises; the "
        "assumptions that drive them are in the annex, and most carry no published source."
    )
    return Section(
        id="effect",
        heading="What it does to risk",
        blocks=(outlook_exhibit(outlook(case.scenario), "outlook"), Paragraph(text=text)),
    )


def fairness_between_networks(case: Case) -> Section:
    """Each network's share of value, need and money."""
    shares = network_shares(case.schedule)
    text = (
        "A network's share here is of the whole estate, by replacement value. Need differs, so money does. Floors and "
        "caps in the rules go by what each network's options would cost, so a network may stand outside them here."
    )
    blocks: tuple[Block, ...] = (Paragraph(text=text), *_charted(shares), _share_table(shares))
    return Section(id="fairness", heading="Fairness between networks", blocks=blocks)


def _charted(shares: Sequence[NetworkShare]) -> tuple[Chart, ...]:
    drawable = (
        len(shares) > 1 and any(one.money_share for one in shares) and all(not math.isnan(one.ratio) for one in shares)
    )
    return (equity_exhibit(shares, "equity"),) if drawable else ()


def _share_table(shares: Sequence[NetworkShare]) -> Table:
    rows = [
        (
            one.network,
            number(one.machines),
            number(one.funded),
            millions(one.capital_gbp),
            percent(one.value_share, 1),
            percent(one.need_share, 1),
            percent(one.money_share, 1),
            number(one.ratio, 2),
            money(one.risk_left_gbp),
        )
        for one in shares
    ]
    headings = (
        "Network",
        "Machines",
        "Treated",
        "Capital",
        "Share of value",
        "Share of need",
        "Share of money",
        "Money over value",
        "Risk cost left",
    )
    note = (
        "Share of need is by the sum of need scores. Risk cost left is of the machines kept, a year, at today's rates."
    )
    return plain_table("networks", "Networks side by side", headings, rows, numbers=range(1, 9), note=note)
