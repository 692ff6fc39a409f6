"""Why now, and where the risk sits."""

import pandas as pd

from capplan.columns import REASON, RISK_COST_GBP_PER_YEAR
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Paragraph, Section, Table
from capplan.reporting.exhibits import age_exhibit
from capplan.reporting.formats import count, money, percent
from capplan.reporting.measures import age_profile, age_profiles, risk_matrix
from capplan.reporting.risk_grid import risk_exhibit
from capplan.reporting.tables import ASSET, CLASS, IN_SHORT, OWNER, RISK, START, table_of

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
        left_out = count(unknown, "machine of unknown age is", "machines of unknown age are")
        text += f" {left_out} left out of the chart."
    blocks = (
        (age_exhibit(overall, groups, "age"), Paragraph(text=text)) if overall.total else (Paragraph(text=_NO_AGES),)
    )
    return Section(id="why-now", heading="Why now", blocks=blocks)


_NO_AGES = "No machine in the register has a known age, so no age profile can be drawn."


def where_the_risk_sits(case: Case) -> Section:
    """The 5 x 5 counts, and the machines with most at stake: ten, or all where there are no more."""
    matrix = risk_matrix(case.schedule)
    rated = int(matrix.sum())
    top = case.schedule.sort_values(RISK_COST_GBP_PER_YEAR, ascending=False, kind="stable").head(TOP_TEN)
    costs = case.schedule[RISK_COST_GBP_PER_YEAR]
    is_all = len(costs) <= TOP_TEN
    told = [_RATING_WORDS] if rated else []
    told.append(_cost_words(costs.sum(), top[RISK_COST_GBP_PER_YEAR].sum(), is_all=is_all))
    if unrated := len(case.schedule) - rated:
        told.append(f"{count(unrated, 'machine')} could not be rated.")
    grid: tuple[Block, ...] = (risk_exhibit(matrix, "risk-grid"),) if rated else ()
    table = _top_table(top, is_all=is_all)
    return Section(id="risk", heading="Where the risk sits", blocks=(*grid, Paragraph(text=" ".join(told)), table))


_RATING_WORDS = (
    "The rating is shown because boards know it; the plan weighs the cost in pounds, which does not bunch at the top."
)


def _cost_words(total: float, shown: float, *, is_all: bool) -> str:
    """The whole risk cost, and what the machines shown carry of it where they are not all."""
    if is_all:
        return f"The whole risk cost is {money(total)} a year."
    share = percent(shown / total if total else None)
    return f"The ten machines below carry {share} of the whole risk cost of {money(total)} a year."


def _top_table(top: pd.DataFrame, *, is_all: bool) -> Table:
    those = "Every machine by its risk cost" if is_all else "The ten machines with the highest risk cost"
    return table_of(
        top,
        (ASSET, OWNER, CLASS, RISK, START, IN_SHORT),
        key="top-risk",
        caption=f"{those}, and what the plan does with {'it' if is_all else 'them'}",
        details=REASON,
    )
