"""The options: the four courses, every scenario, and what the simple methods would have done."""

from typing import Any

import pandas as pd

from capplan.columns import ASSET_COUNT, BENEFIT_GBP, CAPITAL_GBP, METHOD, RULES_BROKEN
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Callout, Paragraph, Section, Table
from capplan.reporting.courses import courses
from capplan.reporting.formats import NBSP, financial_year, is_missing, money, number
from capplan.reporting.measures import Outcome, outcome, outlook
from capplan.reporting.sections.comparison import change_table, changes_of
from capplan.reporting.sections.money import what_each_budget_buys
from capplan.reporting.tables import plain_table


def options_compared(case: Case) -> Section:
    """The four courses, the scenarios, what each budget buys, then the simple methods beside the plan."""
    outcomes = [outcome(scenario) for scenario in case.study.scenarios]
    blocks: list[Block] = [Paragraph(text=_INTRODUCTION), course_table(case), _scenario_table(case, outcomes)]
    if len(outcomes) > 1:
        blocks.append(change_table(case, changes_of(case)))
    blocks += [
        Callout(heading=f"{one.title}: no plan keeps every rule", text=one.why) for one in case.study.without_plan
    ]
    blocks += what_each_budget_buys(case)
    if len(case.scenario.plan.baselines):
        blocks += [Paragraph(text=_baseline_words(case)), _baseline_table(case)]
    return Section(id="options", heading="The options", blocks=tuple(blocks))


_INTRODUCTION = (
    "Net benefit is the present value of running, failure, harm and cyber cost avoided, less the plan's own cost. "
    "Each scenario is a full plan under its own money and rules; the recommended one stands first."
)


def course_table(case: Case) -> Table:
    """Business as usual, do minimum, preferred, do maximum."""
    made = courses(case)
    rows = [
        (
            one.title,
            case.money(one.capital_gbp),
            number(one.machines),
            case.money(one.benefit_gbp),
            money(one.risk_left_gbp),
            "yes" if one.capital_gbp <= one.envelope_gbp else "no",
        )
        for one in made
    ]
    headings = ("Course", "Capital", "Machines", "Net benefit", "Risk cost left a year", "Within the money")
    note = " ".join(f"{one.title.split(':')[0]}: {one.why}" for one in made)
    return plain_table("courses", "The courses open to the board", headings, rows, numbers=range(1, 5), note=note)


def _scenario_table(case: Case, outcomes: list[Outcome]) -> Table:
    ahead = outlook(case.scenario)
    nothing = ("Do nothing", "–", case.money(0), "0", case.money(0), case.money(ahead.keep_all_gbp[-1]), "–")
    rows = [
        (
            one.title,
            case.money(one.envelope_gbp),
            case.money(one.capital_gbp),
            number(one.machines),
            case.money(one.benefit_gbp),
            case.money(one.last_cost_gbp),
            f"{number(one.gap * 100, 2)}{NBSP}%",
        )
        for one in outcomes
    ]
    headings = (
        "Option",
        "Envelope",
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
        "Simple methods are easy to explain, and on one year's money with no other rules they come close. The table "
        "shows what each would do here, under the same money."
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
