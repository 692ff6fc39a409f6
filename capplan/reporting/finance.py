"""The finance scenario paper: what each scenario costs by year, what it does to revenue, and what would change it."""

from capplan.columns import YEAR
from capplan.model import Study
from capplan.reporting.board import numbered
from capplan.reporting.case import Case, case_of, run_id
from capplan.reporting.content import Block, Callout, KeyFigure, KeyFigures, Paper, Paragraph, Section, Table
from capplan.reporting.exhibits import outcome_exhibit, spend_exhibit
from capplan.reporting.formats import financial_year, money, number, year_span
from capplan.reporting.fund_table import fund_table
from capplan.reporting.measures import money_heading, outcome, spend
from capplan.reporting.money_exhibits import Profile, profile_exhibit
from capplan.reporting.proven import gap_at_most, how_good
from capplan.reporting.revenue import revenue
from capplan.reporting.revenue_assumptions import revenue_assumptions
from capplan.reporting.sections.assumptions import plan_file_table
from capplan.reporting.sections.comparison import what_scenarios_change
from capplan.reporting.sections.cover import asks_for_money, short_cover
from capplan.reporting.sections.money import (
    affordability,
    revenue_change,
    what_each_budget_buys,
    what_would_change_it,
)
from capplan.reporting.sections.proposal import spend_table
from capplan.reporting.tables import plain_table
from capplan.reporting.unpacked import capital_parts_table


def finance_paper(study: Study) -> Paper:
    """The finance paper for a study's recommended scenario, beside every other scenario."""
    case = case_of(study, study.recommended)
    policy = case.scenario.policy
    return Paper(
        title=policy.plan.title,
        subtitle=f"Finance paper: {case.scenario.title}, {year_span(case.years)}",
        author=policy.plan.owner,
        as_at=policy.plan.as_at,
        cover=short_cover(case),
        asks_heading="The finance committee is asked to",
        asks=(*asks_for_money(case), _revenue_ask(case)),
        sections=numbered(
            case,
            (
                _in_figures,
                _scenarios,
                what_scenarios_change,
                _profiles,
                _capital,
                affordability,
                what_would_change_it,
                _assumptions,
            ),
            (),
        ),
        footer=f"{policy.plan.title}, finance paper · run {run_id(study)}",
    )


def _revenue_ask(case: Case) -> str:
    if case.funded.empty:
        return "Note that revenue cost does not change."
    return f"Note that {revenue_change(case)}."


def _in_figures(case: Case) -> Section:
    ours, by_year, charges = outcome(case.scenario), spend(case.scenario), revenue(case)
    left = sum(by_year.envelopes) - sum(by_year.from_envelope)
    figures = (
        KeyFigure(value=case.money(by_year.total), label=f"of capital, {year_span(case.years)}"),
        KeyFigure(value=case.money(left), label=f"of {case.money(sum(by_year.envelopes))} of envelopes not used"),
        KeyFigure(
            value=case.money(charges.by_year[-1]),
            label=f"a year of revenue cost added by {financial_year(charges.years[-1])}",
        ),
        KeyFigure(value=case.money(ours.benefit_gbp), label="net present benefit, after its own cost"),
    )
    callout = Callout(heading="How good is this plan?", text=how_good(case))
    return Section(id="in-figures", heading="In figures", blocks=(KeyFigures(figures=figures), callout))


def _scenarios(case: Case) -> Section:
    outcomes = [outcome(scenario) for scenario in case.study.scenarios]
    rows = [
        (
            one.title,
            case.money(one.money_gbp),
            case.money(one.capital_gbp),
            number(one.machines),
            case.money(one.benefit_gbp),
            money(one.risk_left_gbp),
            gap_at_most(one.gap),
        )
        for one in outcomes
    ]
    headings = (
        "Scenario",
        money_heading(case.study),
        "Capital",
        "Machines",
        "Net benefit",
        "Risk cost of machines kept",
        "Gap",
    )
    note = (
        "Risk cost is a year's, at today's rates. The gap is the most by which a better plan under the same rules "
        "could beat this one."
    )
    table = plain_table("scenarios", "The scenarios side by side", headings, rows, numbers=range(1, 9), note=note)
    refused = [
        Callout(heading=f"{one.title}: no plan keeps every rule", text=one.why) for one in case.study.without_plan
    ]
    blocks: list[Block] = [table, *refused]
    if len(outcomes) > 1 and any(one.machines for one in outcomes):
        blocks.append(outcome_exhibit(outcomes, "outcomes", case.money))
    return Section(id="scenarios", heading="The scenarios", blocks=(*blocks, *what_each_budget_buys(case)))


def _profiles(case: Case) -> Section | None:
    """Capital by year of every scenario, on one scale; nothing to compare with one alone, or where none spends."""
    if len(case.study.scenarios) == 1 or not any(len(one.plan.cash) for one in case.study.scenarios):
        return None
    profiles = []
    for scenario in case.study.scenarios:
        by_year = spend(scenario)
        profiles.append(Profile(title=scenario.title, years=by_year.years, by_year=by_year.by_year))
    return Section(
        id="profiles", heading="When the money is spent", blocks=(profile_exhibit(profiles, "profiles", case.money),)
    )


def _capital(case: Case) -> Section:
    by_year = spend(case.scenario)
    text = (
        "All of it is counted against the capital departmental expenditure limit in the year it is spent, before any "
        "credit for donations or disposals; confirm the treatment. Capital is with VAT and optimism bias, in cash of "
        "the year."
    )
    spent = (spend_exhibit(by_year, "spend", case.money), spend_table(case, by_year)) if by_year.total else ()
    blocks = (Paragraph(text=text), _limit_table(case), *fund_table(case), *spent, *capital_parts_table(case))
    return Section(id="capital", heading="Capital against the envelope", blocks=blocks)


def _limit_table(case: Case) -> Table:
    by_year = spend(case.scenario)
    rows, so_far, limit = [], 0, 0
    for year, spent, envelope in zip(by_year.years, by_year.from_envelope, by_year.envelopes, strict=True):
        so_far, limit = so_far + spent, limit + envelope
        status = "indicative" if year in by_year.indicative_years else "firm"
        amounts = (envelope, spent, envelope - spent, so_far, limit - so_far)
        rows.append((financial_year(year), status, *map(case.money, amounts)))
    capital = "Capital from it" if by_year.of_funds else "Capital"
    headings = (
        YEAR.heading, "Envelope is", "Envelope", capital, "Headroom", "Capital to date", "Headroom to date",
    )  # fmt: skip
    return plain_table("limits", "Capital and headroom, year by year", headings, rows, numbers=range(2, 7))


def _assumptions(case: Case) -> Section:
    several = len(case.study.scenarios)
    scenarios = {1: "the one scenario", 2: "both scenarios"}.get(several, f"all {number(several)} scenarios")
    text = (
        f"The finance workbook (finance.xlsx) holds every figure here for {scenarios}, with named inputs and live "
        "sums by year. The board paper's annex gives each reference figure with its source and status, and its proof "
        "says how estimates are made."
    )
    return Section(
        id="assumptions",
        heading="Assumptions",
        blocks=(Paragraph(text=text), plan_file_table(case.scenario.policy), *revenue_assumptions(case)),
    )
