"""The proof: what the solver said, every rule added up again, and where age was passed over."""

from collections.abc import Iterator

import pandas as pd

from capplan.columns import AGE_USED_YEARS, ASSET_ID, KEPT, NEED_FIGURE, REASON, RULE, START_YEAR
from capplan.model import SolveReport
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Callout, Paragraph, Section, Table, TableColumn
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
from capplan.reporting.proven import how_good
from capplan.reporting.tables import in_short, plain_table

EXAMPLES = 10


def proof(case: Case) -> Section:
    """Bound, gap, solver, audit and the price of each year's money."""
    blocks: tuple[Block, ...] = (
        Callout(heading="What is proven", text=how_good(case)),
        _solver_table(case),
        Paragraph(text=_AUDIT_WORDS),
        _audit_table(case),
        Paragraph(lead="The next best use of money.", text=_PRICES_WORDS),
    )
    return Section(id="proof", heading="Proof", blocks=blocks)


_PRICES_WORDS = (
    "Reasons say what a year's money returns here and in its next best use. For that the plan is worked out once more "
    "with machines that may be bought in part (the linear relaxation of the programme): what the last pound of a year "
    "buys there is its price, and what a machine's money comes to at those prices is its next best use. Estimates of "
    "what a rule costs, of what other money would do and of what missing data could turn are made in the same way. "
    "They are near what whole plans would give, and not the same."
)
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
    headings = (
        "Older machine", "Age", "Need", "Year", "Reason",
        "Younger machine", "Its age", "Its need", "Its year", "Its reason",
    )  # fmt: skip
    pairs = list(zip(_first(found.older), _first(found.younger), strict=True))
    rows = [(*_cells(older), *_cells(younger)) for older, younger in pairs]
    caption = f"The {number(EXAMPLES)} oldest of them" if len(found.older) > EXAMPLES else "Each of them"
    details = tuple(f"{_whole(older)} {_whole(younger)}" for older, younger in pairs)
    columns = [
        TableColumn(label=label, kind="number" if label.lower().endswith("age") else "text") for label in headings
    ]
    return Table(
        id="inversions",
        caption=caption,
        columns=tuple(columns),
        rows=tuple(rows),
        note="Age is in years at the register's date, need on a scale of 0 to 100.",
        is_register=True,
        details=details,
    )


def _first(frame: pd.DataFrame) -> Iterator[pd.Series]:
    return (row for _, row in frame.head(EXAMPLES).iterrows())


def _cells(row: pd.Series) -> tuple[str, ...]:
    when = "kept" if is_missing(row[START_YEAR]) else financial_year(row[START_YEAR])
    return (text(row[ASSET_ID]), number(row[AGE_USED_YEARS], 1), row[NEED_FIGURE], when, in_short(row[REASON]))


def _whole(row: pd.Series) -> str:
    return f"{text(row[ASSET_ID])}: {text(row[REASON])}"
