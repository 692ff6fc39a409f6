"""The executive summary: four numbers, and a paragraph each on need, plan, money and risk."""

from capplan.columns import AGE_USED_YEARS, RISK_COST_GBP_PER_YEAR
from capplan.model import Scenario, Study
from capplan.reporting.case import Case, case_of
from capplan.reporting.content import Callout, KeyFigure, KeyFigures, Paragraph, Section, Switch
from capplan.reporting.formats import count, financial_year, millions, money, number, percent, year_span
from capplan.reporting.measures import AGE_GUIDE, age_profile, outcome, outlook, spend


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
            KeyFigure(value=millions(ours.capital_gbp), label=f"of capital, {year_span(case.years)}"),
            KeyFigure(value=number(ours.machines), label=f"machines treated, of {number(len(case.schedule))}"),
            KeyFigure(value=millions(ours.benefit_gbp), label="net present benefit, after its own cost"),
            KeyFigure(
                value=millions(saved),
                label=f"a year less running and risk cost by {financial_year(ahead.years[-1])} than doing nothing",
            ),
        )
    )


def _need(case: Case) -> str:
    profile = age_profile(case.schedule, "All")
    risk = case.schedule[RISK_COST_GBP_PER_YEAR].sum()
    return (
        f"{percent(profile.shares[-1])} of the {count(profile.total, 'machine')} of known age are over 10 years old, "
        f"against a guide of at most {percent(AGE_GUIDE[-1])}. Failure, harm and cyber risk in the whole register are "
        f"expected to cost {money(risk)} a year at today's rates."
    )


def _plan(case: Case) -> str:
    funded = case.funded
    median = funded[AGE_USED_YEARS].median()
    return (
        f"{count(len(funded), 'machine')} are treated over {year_span(case.years)}; half of them are older than "
        f"{number(median, 1)} years today. Each was chosen for what it is worth against its cost, under the rules "
        "the board has set, and each has its reason in the schedule at the end of this paper."
    )


def _money(case: Case) -> str:
    by_year = spend(case.scenario)
    envelope = sum(by_year.envelopes)
    kept = "inside the envelope in every year" if not by_year.over_envelope else "above the envelope in some years"
    text = f"The plan spends {millions(by_year.total)} of an envelope of {millions(envelope)}, {kept}."
    if by_year.indicative_years:
        text += f" The envelope after {financial_year(by_year.firm_to)} is indicative."
    return text


def _risk(case: Case) -> str:
    ahead, ours = outlook(case.scenario), outcome(case.scenario)
    direction = "below" if ahead.last_change < 0 else "above"
    return (
        f"With the plan, running and risk cost in {financial_year(ahead.years[-1])} is expected to be "
        f"{percent(abs(ahead.last_change))} {direction} what it would be if nothing were replaced. The machines that "
        f"stay carry a risk cost of {money(ours.risk_left_gbp)} a year at today's rates."
    )


def headlines(study: Study) -> tuple[str, str, str]:
    """The three figures to tell someone who has no paper in hand, a sentence each."""
    case = case_of(study, study.recommended)
    ours, ahead = outcome(case.scenario), outlook(case.scenario)
    direction = "below" if ahead.last_change < 0 else "above"
    change = f"{percent(abs(ahead.last_change))} {direction} doing nothing"
    return (
        f"{millions(ours.capital_gbp)} treats {count(ours.machines, 'machine')} over {year_span(case.years)}.",
        f"Net present benefit {millions(ours.benefit_gbp)}. {case.scenario.plan.report.sentence}",
        f"Running and risk cost in {financial_year(ahead.years[-1])}: {change}.",
    )
