"""The board paper: what is asked, why, against what, and how one can be sure."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from capplan.model import Study
from capplan.reporting.case import Case, case_of, run_id
from capplan.reporting.content import Paper, Section
from capplan.reporting.formats import year_span
from capplan.reporting.sections.assumptions import assumptions
from capplan.reporting.sections.choice import options_compared
from capplan.reporting.sections.cover import asks, cover_fields
from capplan.reporting.sections.delivery import delivery
from capplan.reporting.sections.equity import fairness_between_networks
from capplan.reporting.sections.evidence import data_quality
from capplan.reporting.sections.five_case import five_cases
from capplan.reporting.sections.money import affordability, what_would_change_it
from capplan.reporting.sections.need import where_the_risk_sits, why_now
from capplan.reporting.sections.patients import what_users_get
from capplan.reporting.sections.proof import oldest_first, proof
from capplan.reporting.sections.proposal import what_it_does_to_risk, what_we_propose
from capplan.reporting.sections.schedule import every_funded_machine, neediest_and_every_reason
from capplan.reporting.sections.summary import executive_summary

# A section that has nothing to say of a case gives None, and is not in its paper.
Build = Callable[[Case], Section | None]

BODY: tuple[Build, ...] = (
    executive_summary,
    why_now,
    where_the_risk_sits,
    options_compared,
    what_we_propose,
    what_it_does_to_risk,
    what_users_get,
    fairness_between_networks,
    affordability,
    delivery,
    five_cases,
    what_would_change_it,
    proof,
    oldest_first,
)
APPENDICES: tuple[Build, ...] = (every_funded_machine, neediest_and_every_reason, data_quality, assumptions)


def board_paper(study: Study) -> Paper:
    """The board paper for a study's recommended scenario, every other scenario compared with it."""
    case = case_of(study, study.recommended)
    policy = case.scenario.policy
    return Paper(
        title=policy.plan.title,
        subtitle=f"{case.scenario.title}, {year_span(case.years)}",
        author=policy.plan.owner,
        as_at=policy.plan.as_at,
        cover=cover_fields(case),
        asks_heading="The board is asked to",
        asks=asks(case),
        sections=numbered(case, BODY, APPENDICES),
        footer=f"{policy.plan.title} · run {run_id(study)}",
    )


def numbered(case: Case, body: Sequence[Build], appendices: Sequence[Build]) -> tuple[Section, ...]:
    """The sections built and numbered: 1, 2, 3 for the body, A, B, C for appendices, which start on a new page."""
    main, after = ([one for build in builds if (one := build(case))] for builds in (body, appendices))
    numbers = (*(str(place) for place in range(1, len(main) + 1)), *"ABCDEFGHIJ"[: len(after)])
    sections = (*main, *(replace(one, is_annex=True) for one in after))
    return tuple(replace(one, number=number) for one, number in zip(sections, numbers, strict=True))
