"""The five cases in half a page: each answered from the plan, with where to read on."""

from collections.abc import Callable

from capplan.reporting.age_guide import age_guide
from capplan.reporting.case import Case
from capplan.reporting.content import Section
from capplan.reporting.formats import (
    NOT_SUPPLIED,
    count,
    listing,
    money,
    number,
    percent,
    year_span,
)
from capplan.reporting.measures import age_profile, outcome, spend
from capplan.reporting.proven import best_words
from capplan.reporting.purses import inside_the_envelope, purses
from capplan.reporting.sections.money import revenue_rise
from capplan.reporting.tables import plain_table


def _strategic(case: Case) -> str:
    profile, objective = age_profile(case.schedule, "All"), case.scenario.policy.report.strategic_objective
    guide = age_guide(case.scenario.policy, case.schedule)
    against = "" if guide is None else f", against a guide of at most {percent(guide.oldest)}"
    told = f"Of the machines, {percent(profile.shares[-1])} are over 10 years old{against}."
    return told + ("" if objective == NOT_SUPPLIED else f" Serves: {objective}.")


def _economic(case: Case) -> str:
    ours, rate = outcome(case.scenario), percent(case.scenario.policy.prices.discount_rate, 1)
    said = best_words(case.scenario.plan.report)
    worth = f"Net present benefit of {case.money(ours.benefit_gbp)} at {rate} a year, real"
    return f"{worth}; {said[0].lower()}{said[1:]}"


def _commercial(case: Case) -> str:
    classes = case.funded["class_title"].value_counts()
    route = case.scenario.policy.report.commercial
    told = "There is nothing to buy."
    if len(classes):
        lots = listing(f"{name} ({number(times)})" for name, times in classes.head(3).items())
        told = f"The largest lots are {lots}."
    return f"{told} Route to market: {route}."


def _financial(case: Case) -> str:
    if case.funded.empty:
        return "Nothing is spent, and revenue cost does not change."
    by_year = spend(case.scenario)
    return f"The plan takes {purses(case, by_year)}, {inside_the_envelope(by_year)}; {revenue_rise(case)}."


def _management(case: Case) -> str:
    kept, schemes = outcome(case.scenario), count(len(case.funded), "scheme starts", "schemes start")
    work = f"Over {year_span(case.years)}, {schemes}, inside the limits of delivery in the rules"
    return (
        f"{'There is nothing to deliver' if case.funded.empty else work}; risk cost of {money(kept.risk_left_gbp)} a "
        "year stays and is to be managed. The plan is made anew when the registers are."
    )


CASES: tuple[tuple[str, Callable[[Case], str], str], ...] = (
    ("Strategic: is it needed?", _strategic, "Why now"),
    ("Economic: is it the best value?", _economic, "The options"),
    ("Commercial: can it be bought?", _commercial, "Delivery"),
    ("Financial: can it be afforded?", _financial, "What we propose; revenue"),
    ("Management: can it be delivered?", _management, "Delivery"),
)


def five_cases(case: Case) -> Section:
    """The five cases of the Green Book, a row each."""
    rows = [(name, answer(case), where) for name, answer, where in CASES]
    table = plain_table("five-cases", "One answer to each case", ("Case", "In short", "Read on in"), rows)
    return Section(id="five-cases", heading="The five cases", blocks=(table,))
