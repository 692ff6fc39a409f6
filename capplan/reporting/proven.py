"""How good a plan is, in words that claim no more than was proven: the sums are sure, the data are not."""

import math

from capplan.columns import ASSET_ID, CAPITAL_GBP, COMPLETENESS_RATIO, MISSING_DATA
from capplan.model import SolveReport
from capplan.reporting.case import Case
from capplan.reporting.formats import NBSP, is_missing, listing, number, percent

_NO_MORE = {
    "value": ("no plan under these rules is worth", "more"),
    "need": ("no plan under these rules removes", "more need"),
    "least_capital": ("no plan that keeps these rules needs", "less capital"),
}
_LEAST_GAP = 1e-9


def gap_at_most(gap: float) -> str:
    """A gap as a percentage that it does not pass: rounded up, never down.

    >>> gap_at_most(0.000537) == "0.06\u00a0%", gap_at_most(0.0004) == "0.04\u00a0%", gap_at_most(0.0) == "0.00\u00a0%"
    (True, True, True)
    """
    hundredths = 0 if gap <= _LEAST_GAP else math.ceil(gap * 1e4 - 1e-6)
    return f"{number(hundredths / 100, 2)}{NBSP}%"


def best_words(report: SolveReport) -> str:
    """What was proven of a plan, as a sentence that begins "For the data given"."""
    worth, more = _NO_MORE[report.objective]
    by = "" if report.gap <= _LEAST_GAP else f"over {gap_at_most(report.gap)} "
    aims = ", less the price of what its aims miss" if report.objective == "value" and _misses_aims(report) else ""
    return f"For the data given, {worth} {by}{more}{aims}."


def _misses_aims(report: SolveReport) -> bool:
    return is_missing(report.bound_gbp)


def data_words(case: Case) -> str:
    """How far what the registers leave out could turn the plan; nothing where the decisions do not say."""
    decisions = case.scenario.plan.decisions
    if MISSING_DATA not in decisions or decisions[MISSING_DATA].isna().all():
        return ""
    drops_out, comes_in = (decisions[decisions[MISSING_DATA] == kind] for kind in MISSING_DATA.choices)
    told = []
    if len(drops_out):
        capital = case.money(drops_out[CAPITAL_GBP].astype(float).sum())
        told.append(f"{number(len(drops_out))} of the machines chosen ({capital}) might drop out")
    if len(comes_in):
        told.append(f"{number(len(comes_in))} {'left out' if told else 'of those left out'} might come in")
    scores = case.scenario.scores
    filled = scores.loc[scores[ASSET_ID].isin(decisions[ASSET_ID]), COMPLETENESS_RATIO].astype(float).mean()
    opening = (
        "Data are missing" if is_missing(filled) else f"On average {percent(filled)} of the scoring fields are filled"
    )
    return f"{opening}: {listing(told)}."


def how_good(case: Case) -> str:
    """The proof, then what it does not reach."""
    return f"{best_words(case.scenario.plan.report)} {data_words(case)}".rstrip()
