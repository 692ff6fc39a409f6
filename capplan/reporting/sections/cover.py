"""The cover sheet: who is asked what, and the recommendation itself."""

from collections.abc import Callable

from capplan.columns import ASSET_ID, SOURCE_FILE, START_YEAR
from capplan.comparison.measures import is_out_of_use
from capplan.errors import InputError, Problem
from capplan.model import Study, WithoutPlan
from capplan.reporting.case import Case, case_of, run_id
from capplan.reporting.formats import NOT_SUPPLIED, count, long_date, money, year_span
from capplan.reporting.measures import Spend, spend
from capplan.reporting.purses import purses
from capplan.reporting.sections.money import revenue_rise
from capplan.reporting.sections.need import rated_high
from capplan.reporting.standing import kept_words, risk_cost
from capplan.reporting.verbs import verb_of

MOST_ASKS = 4


def _meeting_date(case: Case) -> str:
    date = case.scenario.policy.report.meeting_date
    return long_date(date) if date else NOT_SUPPLIED


def _held_in(case: Case) -> str:
    stated = case.scenario.policy.report.held_in
    return stated if stated == NOT_SUPPLIED else stated.capitalize()


def _financial(case: Case) -> str:
    return f"Capital, {purses(case, spend(case.scenario))}"


def _register(case: Case) -> str:
    """The machines, and the files that they come from where their rows say."""
    assets = case.scenario.assets
    rows = assets[assets[ASSET_ID].isin(case.schedule[ASSET_ID])]
    files = rows[SOURCE_FILE].nunique() if SOURCE_FILE in rows else 0
    source = f" from {count(files, 'file')}" if files else ""
    return f"{count(len(case.schedule), 'machine')}{source}, as at {long_date(case.scenario.policy.plan.as_at)}"


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
        lambda case: (
            f"Capital and revenue in cash of the year; other sums in {case.scenario.policy.plan.price_base} prices"
        ),
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
    """What the board is asked to do, one verb a sentence, `MOST_ASKS` at most: where there are more, the two things to
    note become one."""
    sought, notes = asks_for_money(case), _notes(case)
    if len(sought) + len(notes) > MOST_ASKS:
        notes = (" and that ".join(notes),)
    return (*sought, *(f"Note that {note}.{_rated(case, place)}" for place, note in enumerate(notes)))


def asks_for_money(case: Case) -> tuple[str, ...]:
    """The scenario to consider, where the one recommended has no plan, and the money."""
    instead = tuple(
        f"Consider this scenario in place of the one recommended, {one.title}, which no plan can keep."
        for one in _recommended_without_plan(case)
    )
    return (*instead, *_money_asks(case, spend(case.scenario)))


def _notes(case: Case) -> tuple[str, ...]:
    """What stays, at what risk, and what the plan does to revenue, each as a clause."""
    kept = case.kept
    those = "; those in use carry" if is_out_of_use(kept).any() else ", with"
    stays = (
        f"{kept_words(kept)}{those} a risk cost of {money(risk_cost(kept))} a year at today's rates"
        if len(kept)
        else f"the plan {verb_of(case.scenario).third} every machine"
    )
    return (stays,) if case.funded.empty else (stays, revenue_rise(case))


def _rated(case: Case, place: int) -> str:
    """What becomes of the machines rated highest, after the first of the notes."""
    return f" {rated_high(case)}".rstrip() if place == 0 and len(case.kept) else ""


def _money_asks(case: Case, by_year: Spend) -> tuple[str, ...]:
    """Firm years to approve, indicative years to endorse; a kind that spends nothing has no sentence, unless nothing
    is done at all."""
    verb = verb_of(case.scenario)
    if case.funded.empty:
        return (f"Agree that no machine is {verb.past} over {year_span(by_year.years)}.",)
    firm = tuple(year for year in by_year.years if year not in by_year.indicative_years)
    in_firm = int(case.funded[START_YEAR].isin(firm).sum())
    firm_gbp, later_gbp = sum(by_year.by_year[: len(firm)]), sum(by_year.by_year[len(firm) :])
    later = count(len(case.funded) - in_firm, "machine")
    sentences = []
    if firm_gbp:
        machines = count(in_firm, "machine")
        sentences.append(f"Approve {case.money(firm_gbp)} of capital over {year_span(firm)} to {verb.base} {machines}.")
    if later_gbp:
        span = year_span(by_year.indicative_years)
        sentences.append(
            f"Endorse {case.money(later_gbp)} for {later} in {span}, indicative until the envelope is firm."
        )
    return tuple(sentences)
