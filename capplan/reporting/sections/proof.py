"""The proof: what the solver said, every rule added up again, and where age was passed over."""

from collections.abc import Iterator

import pandas as pd

from capplan.columns import AGE_USED_YEARS, ASSET_ID, KEPT, NEED_FIGURE, REASON, RULE, START_YEAR
from capplan.model import SolveReport
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Callout, Paragraph, Section, Table
from capplan.reporting.fairness import Inversions, inversions
from capplan.reporting.formats import (
    NBSP,
    count,
    financial_year,
    is_missing,
    number,
    pounds,
    sentence,
    text,
)
from capplan.reporting.tables import plain_table

EXAMPLES = 10


def proof(case: Case) -> Section:
    """Bound, gap, solver, audit and the price of each year's money."""
    report = case.scenario.plan.report
    blocks: tuple[Block, ...] = (
        Callout(heading="What is proven", text=report.sentence),
        _solver_table(case),
        Paragraph(text=_AUDIT_WORDS),
        _audit_table(case),
    )
    return Section(id="proof", heading="Proof", blocks=blocks)


_AUDIT_WORDS = (
    "Every rule is added up again from the decisions, in whole pounds, by code that knows nothing of the solver."
)


def _solver_table(case: Case) -> Table:
    report = case.scenario.plan.report
    rows = (
        ("Net benefit of the plan", pounds(report.objective_gbp)),
        *_best_possible(report),
        ("Gap between the two, and asked for", f"{_percent(report.gap)}, {_percent(report.gap_asked)}"),
        ("Where the bound comes from", text(report.bound_from)),
        ("Solver", f"{report.solver} {report.solver_version}, seed {report.seed}"),
        ("Options weighed; in the last programme", f"{number(report.options)}; {number(report.options_in_core)}"),
    )
    return plain_table("solver", "What the solver said", ("Question", "Answer"), rows)


def _best_possible(report: SolveReport) -> list[tuple[str, str]]:
    """The bound, in what the plan makes the most of."""
    if report.objective == "value" and is_missing(report.bound_gbp):
        return [
            ("Less the price of what its aims miss", pounds(report.reached)),
            ("No plan can be worth more, less that, than", pounds(report.reached_bound)),
        ]
    if report.objective == "value":
        return [("No plan can be worth more than", pounds(report.bound_gbp))]
    if report.objective == "need":
        return [
            ("Need removed, in points", number(report.reached, 1)),
            ("No plan can remove more than", number(report.reached_bound, 1)),
        ]
    return [
        ("Capital to keep every rule but the envelopes", pounds(report.reached)),
        ("No plan can keep them with less than", pounds(report.reached_bound)),
    ]


def _percent(ratio: float) -> str:
    return f"{number(ratio * 100, 3)}{NBSP}%"


def _audit_table(case: Case) -> Table:
    audit = case.scenario.plan.audit
    rows = [
        (
            sentence(text(rule)),
            number(len(checks)),
            number(checks[KEPT].astype(bool).sum()),
            number((~checks[KEPT].astype(bool)).sum()),
        )
        for rule, checks in audit.groupby(RULE, sort=True)
    ]
    headings = ("Rule", "Limits checked", "Kept", "Broken")
    rows = rows or [("No rule binds", "0", "0", "0")]
    return plain_table("audit", "Every rule, added up again", headings, rows, numbers=range(1, 4))


def oldest_first(case: Case) -> Section:
    """Every place where a younger machine goes before an older one with no less need."""
    found = inversions(case.schedule)
    heading = "Is the oldest first?"
    if not found.pairs:
        told = (
            "In each network and class the oldest machine goes first wherever its need is as high, with no exception."
        )
        return Section(id="oldest-first", heading=heading, blocks=(Paragraph(text=told),))
    pairs = count(found.pairs, "pair, which passes", "pairs, which pass")
    told = (
        "Within a network and class, a younger machine with no higher need goes before an older one in "
        f"{pairs} over {count(len(found.older), 'older machine')}. Price, the year's other calls on money and delivery "
        "limits make it so; each machine's own reason stands beside it."
    )
    return Section(id="oldest-first", heading=heading, blocks=(Paragraph(text=told), _inversion_table(found)))


def _inversion_table(found: Inversions) -> Table:
    headings = ("Older machine", "What becomes of it", "Younger machine", "What becomes of it")
    rows = [
        (_told(older), text(older[REASON]), _told(younger), text(younger[REASON]))
        for older, younger in zip(_first(found.older), _first(found.younger), strict=True)
    ]
    caption = f"The {number(EXAMPLES)} oldest of them" if len(found.older) > EXAMPLES else "Each of them"
    return plain_table("inversions", caption, headings, rows)


def _first(frame: pd.DataFrame) -> Iterator[pd.Series]:
    return (row for _, row in frame.head(EXAMPLES).iterrows())


def _told(row: pd.Series) -> str:
    when = "kept" if is_missing(row[START_YEAR]) else financial_year(row[START_YEAR])
    return f"{text(row[ASSET_ID])}: {number(row[AGE_USED_YEARS], 1)} years, need {row[NEED_FIGURE]}, {when}"
