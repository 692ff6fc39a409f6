"""What is proposed, and what it does to risk."""

from capplan.policy.rules import MaxInstalls
from capplan.reporting.case import Case
from capplan.reporting.conditions import in_words
from capplan.reporting.content import Bullets, Paragraph, Section, Table
from capplan.reporting.exhibits import outlook_exhibit, spend_exhibit
from capplan.reporting.formats import count, financial_year, listing, percent, year_span
from capplan.reporting.measures import Spend, outlook, spend
from capplan.reporting.tables import plain_table


def what_we_propose(case: Case) -> Section:
    """Spend by year and class group, and the rules that it keeps."""
    by_year = spend(case.scenario)
    if case.funded.empty:
        told = Paragraph(text=f"The plan treats no machine over {year_span(by_year.years)}, and spends nothing.")
        return Section(id="proposal", heading="What we propose", blocks=(told, *_rules(case)))
    text = (
        f"The plan treats {count(len(case.funded), 'machine')} for {case.money(by_year.total)} over "
        f"{year_span(by_year.years)}. Capital is cash of the year in which it is spent, works, VAT and optimism bias "
        "included."
    )
    if by_year.indicative_years:
        text += f" The envelope is firm to {financial_year(by_year.firm_to)}; later years are indicative."
    return Section(
        id="proposal",
        heading="What we propose",
        blocks=(
            Paragraph(text=text),
            *_rules(case),
            spend_exhibit(by_year, "spend", case.money),
            spend_table(case, by_year),
        ),
    )


def spend_table(case: Case, by_year: Spend) -> Table:
    """Capital by class group and year, with the envelope and what is left of it."""
    headroom = tuple(envelope - spent for envelope, spent in zip(by_year.envelopes, by_year.from_envelope, strict=True))
    lines = (*zip(by_year.groups, by_year.by_group, strict=True),)
    lines += (("All capital", by_year.by_year), *((f"Paid by {name}", paid) for name, paid in by_year.by_fund.items()))
    lines += (("Envelope", by_year.envelopes), ("Headroom", headroom))
    rows = [(name, *map(case.money, amounts), case.money(sum(amounts))) for name, amounts in lines]
    headings = ("Class group", *map(financial_year, by_year.years), "Total")
    note = "Totals are of whole pounds, so printed figures may not add up to the last decimal."
    places = range(1, len(headings))
    return plain_table("spend-table", "Capital by year and class group", headings, rows, numbers=places, note=note)


def _rules(case: Case) -> tuple[Bullets, ...]:
    rules = case.scenario.policy.rules
    items = [*_fair_shares(rules.network_floor, rules.network_cap), *_install_limits(rules.max_installs)]
    items += [f"Must be treated: {in_words(condition)}." for condition in rules.must_replace]
    items += [f"Left to others to replace: {in_words(condition)}." for condition in rules.not_replaced]
    if rules.gates:
        items.append("Machines that a duty of safety requires to be treated are treated first.")
    return (Bullets(items=tuple(items)),) if items else ()


def _fair_shares(floor: float | None, cap: float | None) -> list[str]:
    share = "of its share of what all options would cost"
    if floor is not None and cap is not None:
        return [f"Every network gets from {percent(floor)} to {percent(cap)} {share}."]
    at_least = [] if floor is None else [f"Every network gets at least {percent(floor)} {share}."]
    return at_least + ([] if cap is None else [f"No network gets more than {percent(cap)} {share}."])


def _install_limits(limits: MaxInstalls) -> list[str]:
    said = (
        (limits.per_network, "no network installs more than {}"),
        (limits.per_site_and_class, "no site more than {} of one class"),
    )
    told = [sentence.format(count(value, "machine")) for value, sentence in said if value is not None]
    return [f"In any year {listing(told)}."] if told else []


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
        blocks=(outlook_exhibit(outlook(case.scenario), "outlook", case.money), Paragraph(text=text)),
    )
