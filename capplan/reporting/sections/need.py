"""Why now, and where the risk sits."""

import numpy as np
import pandas as pd

from capplan.columns import REASON, RISK_COST_GBP_PER_YEAR
from capplan.reporting.case import Case
from capplan.reporting.content import Paragraph, Section, Table
from capplan.reporting.exhibits import age_exhibit
from capplan.reporting.formats import count, money, number, percent
from capplan.reporting.measures import HIGH_RISK_RATING, age_profile, age_profiles, risk_matrix
from capplan.reporting.tables import AGE, ASSET, CLASS, IN_SHORT, OWNER, RISK, plain_table, table_of

_LIKELIHOODS = ("1 Rare", "2 Unlikely", "3 Possible", "4 Likely", "5 Almost certain")
_CONSEQUENCES = ("1 Negligible", "2 Minor", "3 Moderate", "4 Major", "5 Catastrophic")
TOP_TEN = 10


def why_now(case: Case) -> Section:
    """Ages against the guide."""
    overall, groups = age_profile(case.schedule, "All machines"), age_profiles(case.schedule)
    unknown = len(case.schedule) - overall.total
    text = (
        "Age alone is a weak guide to what a machine costs its service, so it is one of three parts of the need "
        "score, beside use and risk. It is still the plainest sign of a fleet that is not being renewed."
    )
    if unknown:
        text += f" {count(unknown, 'machine')} of unknown age {'is' if unknown == 1 else 'are'} left out of the chart."
    blocks = (
        (age_exhibit(overall, groups, "age"), Paragraph(text=text)) if overall.total else (Paragraph(text=_NO_AGES),)
    )
    return Section(id="why-now", heading="Why now", blocks=blocks)


_NO_AGES = "No machine in the register has a known age, so no age profile can be drawn."


def where_the_risk_sits(case: Case) -> Section:
    """The 5 x 5 counts, and the ten machines with most at stake."""
    matrix = risk_matrix(case.schedule)
    high = sum(int(matrix[i, j]) for i in range(5) for j in range(5) if (i + 1) * (j + 1) >= HIGH_RISK_RATING)
    rated = int(matrix.sum())
    top = case.schedule.sort_values(RISK_COST_GBP_PER_YEAR, ascending=False, kind="stable").head(TOP_TEN)
    total = case.schedule[RISK_COST_GBP_PER_YEAR].sum()
    share = percent(top[RISK_COST_GBP_PER_YEAR].sum() / total if total else None)
    unrated = len(case.schedule) - rated
    text = (
        f"{count(high, 'machine')} of {number(rated)} rated carry a risk rating (likelihood times consequence) of "
        f"{HIGH_RISK_RATING} or more. The ten machines below carry {share} of the whole risk cost of {money(total)} "
        "a year. The rating is shown because boards know it; the plan weighs the cost in pounds, which does not "
        "bunch at the top."
    )
    if unrated:
        text += f" {count(unrated, 'machine')} could not be rated."
    return Section(
        id="risk", heading="Where the risk sits", blocks=(Paragraph(text=text), _matrix_table(matrix), _top_table(top))
    )


def _matrix_table(matrix: np.ndarray) -> Table:
    rows = [(_LIKELIHOODS[i], *(number(count) for count in matrix[i])) for i in reversed(range(5))]
    return plain_table(
        "matrix",
        "Machines by likelihood (down) and consequence (across)",
        ("Likelihood", *_CONSEQUENCES),
        rows,
        numbers=range(1, 9),
        note="Each machine stands where the worst of its three scenarios (service loss, harm, cyber) puts it.",
    )


def _top_table(top: pd.DataFrame) -> Table:
    return table_of(
        top,
        (ASSET, OWNER, CLASS, AGE, RISK, IN_SHORT),
        key="top-risk",
        caption="The ten machines with the highest risk cost, and what the plan does with them",
        details=REASON,
    )
