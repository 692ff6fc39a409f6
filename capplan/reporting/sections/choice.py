"""The options: nothing, the least, the plan and the most; every scenario; what simple methods would have done."""

from typing import Any

import pandas as pd

from capplan.columns import ASSET_COUNT, BENEFIT_GBP, CAPITAL_GBP, METHOD, RULES_BROKEN
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Callout, Paragraph, Section, Table
from capplan.reporting.courses import courses
from capplan.reporting.formats import financial_year, is_missing, listing, money, number, percent
from capplan.reporting.measures import Outcome, money_heading, outcome, outlook
from capplan.reporting.proven import gap_at_most
from capplan.reporting.sections.comparison import change_table, changes_of
from capplan.reporting.sections.money import what_each_budget_buys
from capplan.reporting.tables import plain_table


def options_compared(case: Case) -> Section:
    """The options, the scenarios, what each budget buys, then the simple methods beside the plan."""
    outcomes = [outcome(scenario) for scenario in case.study.scenarios]
    blocks: list[Block] = [Paragraph(text=_introduction(case)), course_table(case), _scenario_table(case, outcomes)]
    if len(outcomes) > 1:
        blocks.append(change_table(case, changes_of(case)))
    blocks += [
        Callout(heading=f"{one.title}: no plan keeps every rule", text=one.why) for one in case.study.without_plan
    ]
    blocks += what_each_budget_buys(case)
    if len(case.scenario.plan.baselines):
        blocks += [Paragraph(text=_baseline_words(case)), _baseline_table(case)]
    return Section(id="options", heading="The options", blocks=tuple(blocks))


def _introduction(case: Case) -> str:
    prices = case.scenario.policy.prices
    rate = percent(prices.discount_rate, 1)
    return (
        f"Net benefit is a present value over {number(prices.appraisal_years)} years at {rate} a year, real and "
        "without VAT, against keeping every machine. It is the maintenance avoided, which is cash, and the failure, "
        "harm and cyber cost avoided, which is risk valued in pounds, less what the plan puts in their place. "
        "Each scenario is a full plan under its own money and rules; the recommended one stands first."
    )


def course_table(case: Case) -> Table:
    """Do nothing, do minimum, preferred, do maximum."""
    made = courses(case)
    rows = [
        (
            one.title,
            case.money(one.capital_gbp),
            number(one.machines),
            case.money(one.benefit_gbp),
            money(one.risk_left_gbp),
            "yes" if one.capital_gbp <= one.money_gbp else "no",
        )
        for one in made
    ]
    headings = ("Option", "Capital", "Machines", "Net benefit", "Risk cost of machines kept", "Within the money")
    note = " ".join(f"{one.title.split(':')[0]}: {one.why}" for one in made)
    note += " Risk cost is a year's, at today's rates, without that of new machines."
    return plain_table("courses", "The options open to the board", headings, rows, numbers=range(1, 5), note=note)


def _scenario_table(case: Case, outcomes: list[Outcome]) -> Table:
    ahead = outlook(case.scenario)
    nothing = ("Do nothing", "–", case.money(0), "0", case.money(0), case.money(ahead.keep_all_gbp[-1]), "–")
    rows = [
        (
            one.title,
            case.money(one.money_gbp),
            case.money(one.capital_gbp),
            number(one.machines),
            case.money(one.benefit_gbp),
            case.money(one.last_cost_gbp),
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
        f"Running and risk cost, {financial_year(ahead.years[-1])}",
        "Gap to the best possible",
    )
    note = (
        "The gap is the most by which a better plan under the same rules could beat this one, as the solver proved it."
    )
    return plain_table(
        "scenarios", "The scenarios side by side", headings, [nothing, *rows], numbers=range(1, 9), note=note
    )


def _baseline_words(case: Case) -> str:
    baselines, ours = case.scenario.plan.baselines, outcome(case.scenario)
    clean = baselines[[not _breaks_a_rule(value) for value in baselines[RULES_BROKEN]]]
    text = (
        "Simple methods are easy to explain. The table shows what each would do here, under the same money."
        + _better_by_breaking_rules(case)
    )
    if clean.empty:
        return f"{text} None of them keeps every rule that the plan must keep, so their sums are not like for like."
    best = clean.sort_values(BENEFIT_GBP, ascending=False, kind="stable").iloc[0]
    if best[BENEFIT_GBP] <= 0:
        return f"{text} None of those that keep every rule is worth more than doing nothing."
    return (
        f"{text} Of those that keep every rule, {best[METHOD]} does best, with {case.money(best[BENEFIT_GBP])} of net "
        f"benefit against {case.money(ours.benefit_gbp)} for the plan."
    )


def _better_by_breaking_rules(case: Case) -> str:
    """Why a method that shows a higher benefit is not the one proposed; nothing where none does."""
    ours = outcome(case.scenario).benefit_gbp
    broken = case.scenario.plan.baselines
    broken = broken[broken[RULES_BROKEN].map(_breaks_a_rule) & (broken[BENEFIT_GBP] > ours)]
    if broken.empty:
        return ""
    told = listing(f"{row[METHOD]} ({case.money(row[BENEFIT_GBP])})" for _, row in broken.iterrows())
    shows, it_is = ("shows", "it is") if len(broken) == 1 else ("show", "they are")
    return (
        f" {told} {shows} more net benefit than the plan ({case.money(ours)}), but only by breaking rules that the "
        f"plan must keep, so {it_is} not recommended."
    )


def _baseline_table(case: Case) -> Table:
    ours = outcome(case.scenario)
    capital, worth = map(case.money, (ours.capital_gbp, ours.benefit_gbp))
    plan = ("The plan proposed", capital, number(ours.machines), worth, "none")
    rows = [_baseline_row(case, row) for _, row in case.scenario.plan.baselines.iterrows()]
    headings = ("Method", "Capital", "Machines", "Net benefit", "Rules broken")
    return plain_table("baselines", "The plan beside simple methods", headings, [plan, *rows], numbers=range(1, 4))


def _baseline_row(case: Case, row: pd.Series) -> tuple[str, ...]:
    broken = str(row[RULES_BROKEN]) if _breaks_a_rule(row[RULES_BROKEN]) else "none"
    capital, worth = map(case.money, (row[CAPITAL_GBP], row[BENEFIT_GBP]))
    return (str(row[METHOD]), capital, number(row[ASSET_COUNT]), worth, broken)


def _breaks_a_rule(value: Any) -> bool:
    return not is_missing(value) and str(value).strip() not in ("0", "none")
