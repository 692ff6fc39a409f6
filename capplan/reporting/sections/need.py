"""Why now, and where the risk sits."""

import pandas as pd

from capplan.columns import ACTION, REASON, RISK_CONSEQUENCE, RISK_COST_GBP_PER_YEAR, RISK_LIKELIHOOD
from capplan.comparison.measures import is_out_of_use
from capplan.reporting.age_guide import age_guide
from capplan.reporting.case import KEEP, Case
from capplan.reporting.content import Block, Paragraph, Section, Table
from capplan.reporting.exhibits import age_exhibit
from capplan.reporting.formats import count, listing, money, number, percent
from capplan.reporting.measures import HIGH_RISK_RATING, age_profile, age_profiles, risk_matrix
from capplan.reporting.risk_grid import risk_exhibit
from capplan.reporting.standing import kinds, risk_cost
from capplan.reporting.tables import ASSET, CLASS, IN_SHORT, OWNER, RISK, START, table_of
from capplan.reporting.verbs import verb_of

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
        text += f" The chart leaves out {count(unknown, 'machine')} of unknown age."
    if not overall.total:
        return Section(id="why-now", heading="Why now", blocks=(Paragraph(text=_NO_AGES),))
    chart = age_exhibit(overall, groups, "age", guide=age_guide(case.scenario.policy, case.schedule))
    return Section(id="why-now", heading="Why now", blocks=(chart, Paragraph(text=text)))


_NO_AGES = "No machine in the register has a known age, so no age profile can be drawn."


def where_the_risk_sits(case: Case) -> Section:
    """The 5 x 5 counts, and the machines with most at stake: ten, or all where there are no more."""
    matrix = risk_matrix(case.schedule)
    rated = int(matrix.sum())
    serving = case.schedule[~is_out_of_use(case.schedule)]
    top = serving.sort_values(RISK_COST_GBP_PER_YEAR, ascending=False, kind="stable").head(TOP_TEN)
    is_all = len(serving) <= TOP_TEN
    told = [_RATING_WORDS, rated_high(case)] if rated else []
    told.append(_cost_words(risk_cost(serving), risk_cost(top), is_all=is_all))
    if unrated := len(case.schedule) - rated:
        told.append(f"No rating could be given to {count(unrated, 'machine')}.")
    grid: tuple[Block, ...] = (risk_exhibit(matrix, "risk-grid"),) if rated else ()
    table = _top_table(top, is_all=is_all)
    return Section(
        id="risk", heading="Where the risk sits", blocks=(*grid, Paragraph(text=" ".join(filter(None, told))), table)
    )


def rated_high(case: Case) -> str:
    """What becomes of the machines that the risk rating puts highest, in a sentence; nothing where there are none."""
    schedule = case.schedule
    rated = schedule[schedule[RISK_LIKELIHOOD] * schedule[RISK_CONSEQUENCE] >= HIGH_RISK_RATING]
    if rated.empty:
        return ""
    kept, past = rated[rated[ACTION] == KEEP], verb_of(case.scenario).past
    done = len(rated) - len(kept)
    counted = ((done, f"is {past}", f"are {past}"), *kinds(kept))
    if len(rated) == 1:
        return f"The one machine rated {HIGH_RISK_RATING} or more {kinds(kept)[0][1] if len(kept) else counted[0][1]}."
    told = [count(*kind) for kind in counted if kind[0]]
    return f"Of the {number(len(rated))} machines rated {HIGH_RISK_RATING} or more for risk, {listing(told)}."


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
