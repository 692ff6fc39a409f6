"""The executive summary: four numbers, and a paragraph each on need, plan, money and risk."""

from capplan.columns import AGE_USED_YEARS, REASON_CODE
from capplan.model import Scenario, Study
from capplan.reporting.age_guide import AgeGuide, age_guide
from capplan.reporting.case import Case, case_of
from capplan.reporting.content import Callout, KeyFigure, KeyFigures, Paragraph, Section, Switch
from capplan.reporting.formats import (
    against,
    count,
    financial_year,
    is_missing,
    listing,
    money,
    number,
    percent,
    sentence,
    year_span,
)
from capplan.reporting.measures import AgeProfile, age_profile, outcome, outlook, spend
from capplan.reporting.proven import best_words, how_good
from capplan.reporting.purses import inside_the_envelope, purses
from capplan.reporting.sections.money import revenue_change
from capplan.reporting.standing import risk_cost
from capplan.reporting.verbs import TREAT, Verb, verb_of


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
            Callout(heading="How good is this plan?", text=how_good(case)),
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
            machines_treated(ours.machines, len(case.schedule), verb_of(scenario)),
            KeyFigure(value=case.money(ours.benefit_gbp), label="net present benefit, after its own cost"),
            KeyFigure(
                value=case.money(saved),
                label=f"a year less running and risk cost by {financial_year(ahead.years[-1])} than doing nothing",
            ),
        )
    )


def machines_treated(treated: int, of: int, verb: Verb = TREAT) -> KeyFigure:
    """How many machines the plan deals with, by the verb for what it does, as a figure in large type."""
    noun = "machine" if treated == 1 else "machines"
    return KeyFigure(value=number(treated), label=f"{noun} {verb.past}, of {number(of)}")


def _need(case: Case) -> str:
    ages = _ages(age_profile(case.schedule, "All"), age_guide(case.scenario.policy, case.schedule))
    return (
        f"{ages} Failure, harm and cyber risk of all machines in service are "
        f"expected to cost {money(risk_cost(case.schedule))} a year at today's rates."
    )


def _ages(profile: AgeProfile, guide: AgeGuide | None) -> str:
    if not profile.total:
        return "No machine has a known age."
    if profile.total == 1:
        return f"The one machine of known age is {'' if profile.counts[-1] else 'not '}over 10 years old."
    against_guide = "" if guide is None else f", against a guide of at most {percent(guide.oldest)}"
    machines, share = count(profile.total, "machine"), percent(profile.shares[-1])
    return f"Of the {machines} of known age {share} are over 10 years old{against_guide}."


def _plan(case: Case) -> str:
    funded, verb = case.funded, verb_of(case.scenario)
    if funded.empty:
        idle = f"The plan {verb.third} no machine over {year_span(case.years)}."
        return f"{idle} Each machine's reason is in the last pages of this paper."
    opening = f"The plan {verb.third} {count(len(funded), 'machine')} over {year_span(case.years)}"
    median = funded[AGE_USED_YEARS].median()
    ages = "" if is_missing(median) else f"{number(median, 1)} years"
    if len(funded) == 1:
        told, reason = f"{ages and f', {ages} old today'}", "Its reason is"
    else:
        told, reason = f"{ages and f'; half of them are older than {ages} today'}", "Each has its reason"
    return f"{opening}{told}.{_grounds(case)} {reason} in the schedule at the end of this paper."


_WORTH = "worth against {} cost, under the rules set for the plan"
# Codes of reasons, and why such a machine, and such machines, were chosen.
_GROUNDS = (
    (("worth_it",), f"for what it is {_WORTH.format('its')}", f"for what they are {_WORTH.format('their')}"),
    (
        ("must_do", "rule_asks"),
        "because a rule or a commitment required it",
        "because a rule or a commitment required them",
    ),
    (("fills",), "so that the whole plan fits", "so that the whole plan fits"),
)


def _grounds(case: Case) -> str:
    """Why the machines of the plan were chosen, the kinds of reason counted; nothing where reasons have no kind."""
    codes = case.funded[REASON_CODE]
    counted = [(int(codes.isin(kinds).sum()), one, several) for kinds, one, several in _GROUNDS]
    counted = [kind for kind in counted if kind[0]]
    if not counted:
        return ""
    (first, one, several), *others = counted
    if not others:
        return f" {'It' if len(codes) == 1 else 'Each'} was chosen {one}."
    opening = f"{number(first)} {f'was chosen {one}' if first == 1 else f'were chosen {several}'}"
    told = [f"{number(times)} {one if times == 1 else several}" for times, one, several in others]
    return f" Of these, {listing([opening, *told])}."


def _money(case: Case) -> str:
    by_year = spend(case.scenario)
    envelope = sum(by_year.envelopes)
    if not by_year.total:
        return f"The plan spends nothing of an envelope of {case.money(envelope)}."
    text = f"The plan spends {purses(case, by_year)}, {inside_the_envelope(by_year)}."
    if by_year.indicative_years:
        text += f" The envelope after {financial_year(by_year.firm_to)} is indicative."
    return f"{text} {sentence(revenue_change(case))}."


def _risk(case: Case) -> str:
    ahead, ours = outlook(case.scenario), outcome(case.scenario)
    told = (
        f"With the plan, running and risk cost in {financial_year(ahead.years[-1])} is expected to be "
        f"{against(ahead.last_change)} what it would be if nothing were replaced."
    )
    if case.kept.empty:
        return told
    those = "The machine kept carries" if len(case.kept) == 1 else "The machines kept in service carry"
    return f"{told} {those} a risk cost of {money(ours.risk_left_gbp)} a year at today's rates."


def headlines(study: Study) -> tuple[str, str, str]:
    """The three figures to tell someone who has no paper in hand, a sentence each."""
    case = case_of(study, study.recommended)
    ours, ahead, verb = outcome(case.scenario), outlook(case.scenario), verb_of(case.scenario)
    does = f"{case.money(ours.capital_gbp)} {verb.third} {count(ours.machines, 'machine')}"
    return (
        f"{does if ours.machines else f'The plan {verb.third} no machine'} over {year_span(case.years)}.",
        f"Net present benefit {case.money(ours.benefit_gbp)}. {best_words(case.scenario.plan.report)}",
        f"Running and risk cost in {financial_year(ahead.years[-1])}: {against(ahead.last_change)} doing nothing.",
    )
