"""What is proposed, and what it does to risk."""

import math
from dataclasses import replace

import pandas as pd

from capplan.columns import ASSET_ID, MUST_REASON, MUST_TREAT, OPTION_ID
from capplan.comparison.measures import over_age_share
from capplan.policy.rules import MaxInstalls, Rules
from capplan.reporting.case import Case
from capplan.reporting.conditions import in_words
from capplan.reporting.content import Bullets, Paragraph, Section, Table
from capplan.reporting.exhibits import outlook_exhibit, spend_exhibit
from capplan.reporting.fairness import share_measure
from capplan.reporting.formats import count, financial_year, listing, number, percent, year_span
from capplan.reporting.measures import Spend, outlook, spend
from capplan.reporting.tables import plain_table
from capplan.reporting.verbs import verb_of

_COMMITTED, _RULE = "committed for ", "the plan's rule: "


def what_we_propose(case: Case) -> Section:
    """Spend by year and class group, and the rules that it keeps."""
    by_year, does = spend(case.scenario), verb_of(case.scenario).third
    if case.funded.empty:
        told = Paragraph(text=f"The plan {does} no machine over {year_span(by_year.years)}, and spends nothing.")
        return Section(id="proposal", heading="What we propose", blocks=(told, *_rules(case)))
    text = (
        f"The plan {does} {count(len(case.funded), 'machine')} for {case.money(by_year.total)} over "
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
    items = [*_fair_shares(rules), *_install_limits(rules.max_installs), *_duties(case)]
    items += [f"Left to others to replace: {in_words(condition)}." for condition in rules.not_replaced]
    return (Bullets(items=tuple(items)),) if items else ()


def _duties(case: Case) -> list[str]:
    """What must be done: the machines by ground, and the plan's own rule for it."""
    rules, past = case.scenario.policy.rules, verb_of(case.scenario).past
    items = []
    if grounds := grounds_of_duty(case):
        told = listing(f"{ground} ({number(times)})" for ground, times in grounds.items())
        by = (
            "by the end of the plan"
            if rules.duties_by is None
            else f"by {financial_year(rules.duties_by)}, commitments apart"
        )
        machines = count(sum(grounds.values()), "machine")
        items.append(f"Must be {past} {by}: {machines}, each counted by its first ground, {told}.")
    if rules.must_replace:
        conditions = "; ".join(map(in_words, rules.must_replace))
        items.append(f"The plan's own rule for what must be {past}: {conditions}.")
    return items


def grounds_of_duty(case: Case) -> dict[str, int]:
    """Why machines must be dealt with, and how many by each ground, the most first; a duty that the options do not
    name is "a duty"."""
    options = case.scenario.options
    duties = options[options[MUST_TREAT].fillna(False).astype(bool) & options[ASSET_ID].isin(case.schedule[ASSET_ID])]
    duties = duties.drop_duplicates(ASSET_ID)
    named = duties[MUST_REASON] if MUST_REASON in duties else pd.Series(pd.NA, index=duties.index)
    counted = named.map(_ground, na_action="ignore").fillna("a duty").value_counts()
    return {str(ground): int(times) for ground, times in counted.items()}


def _ground(reason: str) -> str:
    if reason.startswith(_COMMITTED):
        return "committed already"
    return in_words(reason.removeprefix(_RULE)) if reason.startswith(_RULE) else reason


def _fair_shares(rules: Rules) -> list[str]:
    floor, cap = rules.network_floor, rules.network_cap
    share = f"of its share, which goes by {share_measure(rules)}"
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
    """Running and risk cost by year and old machines at the end, with the plan and without."""
    text = (
        "The lines show expected maintenance, failure, harm and cyber cost in the policy's prices, the columns what is "
        "saved of it. New machines are "
        "not free of cost or risk: their own is in the plan's line. These are expectations, not promises; the "
        "assumptions that drive them are in the annex, and most carry no published source."
    )
    chart = outlook_exhibit(outlook(case.scenario), "outlook", case.money)
    ages = () if (told := _old_at_the_end(case)) is None else (Paragraph(text=told),)
    return Section(id="effect", heading="What it does to risk", blocks=(chart, Paragraph(text=text), *ages))


def _old_at_the_end(case: Case) -> str | None:
    shares = old_at_the_end(case)
    if shares is None:
        return None
    with_plan, without = map(percent, shares)
    return (
        f"At the end of {financial_year(case.years[-1])}, if nothing else were replaced, {with_plan} of the machines "
        f"in service would be over 10 years old with the plan, and {without} without it."
    )


def old_at_the_end(case: Case) -> tuple[float, float] | None:
    """The share of machines in service, of known age, that are over 10 years old when the plan's last year ends, with
    the plan and without; None where the run does not say what it was made for."""
    scenario = case.scenario
    decisions = scenario.plan.decisions
    idle = decisions.assign(**{OPTION_ID: pd.Series(pd.NA, index=decisions.index, dtype="str")})
    nothing = replace(scenario, plan=replace(scenario.plan, decisions=idle))
    with_plan, without = over_age_share(scenario), over_age_share(nothing)
    return None if math.isnan(with_plan) or math.isnan(without) else (with_plan, without)
