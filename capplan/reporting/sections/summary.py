"""The executive summary: four numbers, and a paragraph each on need, plan, money and risk."""

from capplan.columns import AGE_USED_YEARS, RISK_COST_GBP_PER_YEAR
from capplan.model import Scenario, Study
from capplan.reporting.case import Case, case_of
from capplan.reporting.content import Callout, KeyFigure, KeyFigures, Paragraph, Section, Switch
from capplan.reporting.formats import (
    against,
    count,
    count_or_no,
    financial_year,
    is_missing,
    money,
    number,
    percent,
    sentence,
    year_span,
)
from capplan.reporting.measures import AGE_GUIDE, AgeProfile, age_profile, outcome, outlook, spend


def executive_summary(case: Case) -> Section:
    """Need, plan, money and risk on one page."""
    return Section(
        id="summary",
        heading="Executive summary",
        blocks=(
            _figures_by_scenario(case),
            Paragraph(lead="Need.", text=_need(case)),
            Paragraph(lead="Plan.", text=_plan(case)),
            Paragraph(lead="Money.", text=_money(case)),
            Paragraph(lead="Risk.", text=_risk(case)),
            Callout(heading="How good is this plan?", text=case.scenario.plan.report.sentence),
        ),
    )


def _figures_by_scenario(case: Case) -> Switch | KeyFigures:
    """The four numbers, to be switched between scenarios where there are several."""
    scenarios = case.study.scenarios
    if len(scenarios) == 1:
        return _key_figures(case, case.scenario)
    choices = tuple((scenario.title, _key_figures(case, scenario)) for scenario in scenarios)
    return Switch(id="scenario-figures", label="Show the figures of", choices=choices)


def _key_figures(case: Case, scenario: Scenario) -> KeyFigures:
    ours, ahead = outcome(scenario), outlook(scenario)
    saved = ahead.keep_all_gbp[-1] - ahead.with_plan_gbp[-1]
    return KeyFigures(
        figures=(
            KeyFigure(value=case.money(ours.capital_gbp), label=f"of capital, {year_span(case.years)}"),
            machines_treated(ours.machines, len(case.schedule)),
            KeyFigure(value=case.money(ours.benefit_gbp), label="net present benefit, after its own cost"),
            KeyFigure(
                value=case.money(saved),
                label=f"a year less running and risk cost by {financial_year(ahead.years[-1])} than doing nothing",
            ),
        )
    )


def machines_treated(treated: int, of: int) -> KeyFigure:
    """How many machines are treated, as a figure in large type."""
    return KeyFigure(
        value=number(treated), label=f"{'machine' if treated == 1 else 'machines'} treated, of {number(of)}"
    )


def _need(case: Case) -> str:
    profile = age_profile(case.schedule, "All")
    risk = case.schedule[RISK_COST_GBP_PER_YEAR].sum()
    return (
        f"{_ages(profile)} Failure, harm and cyber risk in the whole register are "
        f"expected to cost {money(risk)} a year at today's rates."
    )


def _ages(profile: AgeProfile) -> str:
    if not profile.total:
        return "No machine has a known age."
    if profile.total == 1:
        return f"The one machine of known age is {'' if profile.counts[-1] else 'not '}over 10 years old."
    return (
        f"{percent(profile.shares[-1])} of the {count(profile.total, 'machine')} of known age are over 10 years old, "
        f"against a guide of at most {percent(AGE_GUIDE[-1])}."
    )


def _plan(case: Case) -> str:
    funded = case.funded
    treated = sentence(count_or_no(len(funded), "machine is", "machines are"))
    opening = f"{treated} treated over {year_span(case.years)}"
    median = funded[AGE_USED_YEARS].median()
    ages = "" if is_missing(median) else f"{number(median, 1)} years"
    if funded.empty:
        return f"{opening}. Each machine's reason is in the last pages of this paper."
    if len(funded) == 1:
        return (
            f"{opening}{ages and f', {ages} old today'}. It was chosen for what it is worth against its cost, under "
            "the rules the board has set; its reason is in the schedule at the end of this paper."
        )
    return (
        f"{opening}{ages and f'; half of them are older than {ages} today'}. Each was chosen for what it is worth "
        "against its cost, under the rules the board has set, and each has its reason in the schedule at the end of "
        "this paper."
    )


def _money(case: Case) -> str:
    by_year = spend(case.scenario)
    envelope = sum(by_year.envelopes)
    if not by_year.total:
        return f"The plan spends nothing of an envelope of {case.money(envelope)}."
    kept = "inside the envelope in every year" if not by_year.over_envelope else "above the envelope in some years"
    text = f"The plan spends {case.money(by_year.total)} of an envelope of {case.money(envelope)}, {kept}."
    if by_year.indicative_years:
        text += f" The envelope after {financial_year(by_year.firm_to)} is indicative."
    return text


def _risk(case: Case) -> str:
    ahead, ours = outlook(case.scenario), outcome(case.scenario)
    told = (
        f"With the plan, running and risk cost in {financial_year(ahead.years[-1])} is expected to be "
        f"{against(ahead.last_change)} what it would be if nothing were replaced."
    )
    if case.kept.empty:
        return told
    those = "The machine that stays carries" if len(case.kept) == 1 else "The machines that stay carry"
    return f"{told} {those} a risk cost of {money(ours.risk_left_gbp)} a year at today's rates."


def headlines(study: Study) -> tuple[str, str, str]:
    """The three figures to tell someone who has no paper in hand, a sentence each."""
    case = case_of(study, study.recommended)
    ours, ahead = outcome(case.scenario), outlook(case.scenario)
    treats = f"{case.money(ours.capital_gbp)} treats {count(ours.machines, 'machine')}"
    return (
        f"{treats if ours.machines else 'The plan treats no machine'} over {year_span(case.years)}.",
        f"Net present benefit {case.money(ours.benefit_gbp)}. {case.scenario.plan.report.sentence}",
        f"Running and risk cost in {financial_year(ahead.years[-1])}: {against(ahead.last_change)} doing nothing.",
    )
