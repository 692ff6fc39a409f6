"""The cover sheet: who is asked what, and the recommendation itself."""

from collections.abc import Callable

import pandas as pd

from capplan.columns import RISK_COST_GBP_PER_YEAR, START_YEAR
from capplan.errors import InputError, Problem
from capplan.model import Study, WithoutPlan
from capplan.reporting.case import Case, case_of, need_ends, run_id
from capplan.reporting.formats import NOT_SUPPLIED, count, long_date, money, number, year_span
from capplan.reporting.measures import Spend, spend

REPLACE_NOW_SCORE = 75.0


def _meeting_date(case: Case) -> str:
    date = case.scenario.policy.report.meeting_date
    return long_date(date) if date else NOT_SUPPLIED


def _held_in(case: Case) -> str:
    stated = case.scenario.policy.report.held_in
    return stated if stated == NOT_SUPPLIED else stated.capitalize()


def _financial(case: Case) -> str:
    by_year = spend(case.scenario)
    return f"{case.money(by_year.total)} of capital against envelopes of {case.money(sum(by_year.envelopes))}"


def _register(case: Case) -> str:
    files = count(len(case.study.register.files), "file")
    return f"{count(len(case.schedule), 'machine')} from {files}, as at {long_date(case.scenario.policy.plan.as_at)}"


def _recommended_without_plan(case: Case) -> tuple[WithoutPlan, ...]:
    """The scenario that the plan file recommends, where no plan can keep it."""
    named = case.scenario.policy.report.recommend
    return tuple(one for one in case.study.without_plan if one.name == named)


COVER_FIELDS: tuple[tuple[str, Callable[[Case], str]], ...] = (
    ("Meeting", lambda case: case.scenario.policy.report.meeting),
    ("Date", _meeting_date),
    ("Agenda item", lambda case: case.scenario.policy.report.agenda_item),
    ("Public or private", _held_in),
    ("Purpose", lambda case: "For discussion" if _recommended_without_plan(case) else "For approval"),
    ("Executive sponsor", lambda case: case.scenario.policy.report.sponsor),
    ("Author", lambda case: case.scenario.policy.report.author),
    ("Prepared for", lambda case: case.scenario.policy.plan.owner),
    ("Scenario", lambda case: case.scenario.title),
    ("Financial years", lambda case: year_span(case.years)),
    ("Register", _register),
    (
        "Prices",
        lambda case: f"Capital in cash of the year; other sums in {case.scenario.policy.plan.price_base} prices",
    ),
    ("Previously considered by", lambda case: case.scenario.policy.report.previously_considered_by),
    ("Strategic objective", lambda case: case.scenario.policy.report.strategic_objective),
    ("Risk register entry", lambda case: case.scenario.policy.report.risk_register),
    ("Financial", _financial),
    ("Commercial", lambda case: case.scenario.policy.report.commercial),
    ("Legal and regulatory", lambda case: case.scenario.policy.report.legal),
    ("Quality and safety", lambda case: case.scenario.policy.report.quality_and_safety),
    ("Equality impact", lambda case: case.scenario.policy.report.equality),
    ("Sustainability", lambda case: case.scenario.policy.report.sustainability),
    ("Conflicts of interest", lambda case: case.scenario.policy.report.conflicts),
    ("Engagement", lambda case: case.scenario.policy.report.engagement),
    ("Next steps", lambda case: case.scenario.policy.report.next_steps),
    ("Run", lambda case: run_id(case.study)),
)


SHORT_COVER = ("Meeting", "Date", "Prepared for", "Author", "Scenario", "Financial years", "Register", "Prices", "Run")


def short_cover(case: Case) -> tuple[tuple[str, str], ...]:
    """The fields that every paper needs, without those of the board's own cover sheet."""
    return tuple((name, value) for name, value in cover_fields(case) if name in SHORT_COVER)


def require_full_cover(study: Study) -> None:
    """Raises InputError naming every field of the board's cover sheet that was not supplied."""
    case = case_of(study, study.recommended)
    mend = "Give it under [report] in the plan file, or write the papers without --strict."
    missing = [name for name, value in cover_fields(case) if value == NOT_SUPPLIED]
    if missing:
        raise InputError([Problem(where="cover sheet", what=f"{name}: not supplied", mend=mend) for name in missing])


def cover_fields(case: Case) -> tuple[tuple[str, str], ...]:
    """The fields of the cover sheet, each with its value or "not supplied"."""
    return tuple((name, value(case).strip() or NOT_SUPPLIED) for name, value in COVER_FIELDS)


def asks(case: Case) -> tuple[str, ...]:
    """What the board is asked to do, one verb a sentence: three, or four where the recommendation has no plan."""
    money_by_year = spend(case.scenario)
    instead = tuple(
        f"Consider this scenario in place of the one recommended, {one.title}, which no plan can keep."
        for one in _recommended_without_plan(case)
    )
    return (*instead, *_money_asks(case, money_by_year), _note(case.kept))


def _note(kept: pd.DataFrame) -> str:
    if kept.empty:
        return "Note that the plan treats every machine."
    carried, stay = money(kept[RISK_COST_GBP_PER_YEAR].sum()), count(len(kept), "machine stays", "machines stay")
    return f"Note that {stay} in service, at a risk cost of {carried} a year at today's rates{urgent_words(kept)}."


def urgent_words(kept: pd.DataFrame) -> str:
    """How many of the machines kept are in highest need, and how many more may be by what the register leaves out."""
    low, high = need_ends(kept)
    surely, at_most = (int((ends >= REPLACE_NOW_SCORE).sum()) for ends in (low, high))
    score = f"a need score of {number(REPLACE_NOW_SCORE)} or more"
    if surely == at_most:
        return f"; {number(surely)} of them {'has' if surely == 1 else 'have'} {score}" if surely else ""
    sure = f"{number(surely) if surely else 'none'} of them {'are' if surely > 1 else 'is'} sure to have {score}"
    return f"; {sure}, and up to {number(at_most)} may, for data missing"


def _money_asks(case: Case, by_year: Spend) -> tuple[str, ...]:
    """Firm years to approve, indicative years to endorse; a kind that spends nothing has no sentence, unless nothing
    is done at all."""
    if case.funded.empty:
        return (f"Agree that no machine is treated over {year_span(by_year.years)}.",)
    firm = tuple(year for year in by_year.years if year not in by_year.indicative_years)
    in_firm = int(case.funded[START_YEAR].isin(firm).sum())
    firm_gbp, later_gbp = sum(by_year.by_year[: len(firm)]), sum(by_year.by_year[len(firm) :])
    later = count(len(case.funded) - in_firm, "machine")
    sentences = []
    if firm_gbp:
        machines = count(in_firm, "machine")
        sentences.append(f"Approve {case.money(firm_gbp)} of capital over {year_span(firm)} to treat {machines}.")
    if later_gbp:
        span = year_span(by_year.indicative_years)
        sentences.append(
            f"Endorse {case.money(later_gbp)} for {later} in {span}, indicative until the envelope is firm."
        )
    return tuple(sentences)
