"""The options open to the board: nothing, the duties alone, the plan, and all that is worth its cost."""

from dataclasses import dataclass

import pandas as pd

from capplan.columns import (
    ASSET_ID,
    BENEFIT_GBP,
    CAPITAL_GBP,
    LOCKED_YEAR,
    MUST_TREAT,
    OPTION_ID,
)
from capplan.reporting.case import Case
from capplan.reporting.formats import count, listing
from capplan.reporting.funds import money_of_funds
from capplan.reporting.standing import risk_cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One option in a few sums: pounds, capital in cash of the years in which it is spent.

    `risk_left_gbp` is the yearly risk cost, at today's rates, of the machines that it keeps in service; that of new
    machines is no part of it. `money_gbp` is all there is to spend: envelopes, and funds where there are any.
    """

    title: str
    capital_gbp: int
    machines: int
    benefit_gbp: float
    risk_left_gbp: float
    money_gbp: int
    why: str


_NOTHING = "nothing is replaced; the base of every other option."
_NO_DUTIES = "nothing, for the plan has no duty and no commitment."
_PLAN = "the most net benefit found under the money and every rule."
_MOST = "each machine's best option taken alone, with no limit of money or delivery: a bound, not a plan."


def courses(case: Case) -> tuple[Course, ...]:
    """Do nothing, do minimum, preferred, and do maximum where the options' cash is at hand."""
    schedule, funded = case.schedule, case.funded
    options = case.scenario.options
    ours = options[options[ASSET_ID].isin(schedule[ASSET_ID])]
    is_duty = ours[MUST_TREAT].fillna(False).astype(bool)
    duties = funded[funded[ASSET_ID].isin(ours.loc[is_duty, ASSET_ID])]
    made = [
        _course(case, "Do nothing", funded.iloc[:0], _NOTHING),
        _course(case, "Do minimum", duties, _least(duties)),
        _course(case, "Preferred: this plan", funded, _PLAN),
    ]
    cash = case.scenario.option_cash
    if cash is not None:
        best = ours.sort_values([BENEFIT_GBP, OPTION_ID], ascending=[False, True]).drop_duplicates(ASSET_ID)
        duty_ids = set(ours.loc[is_duty, ASSET_ID])
        taken = best[(pd.to_numeric(best[BENEFIT_GBP]) > 0) | best[ASSET_ID].isin(duty_ids)]
        drawn = cash[cash[OPTION_ID].isin(taken[OPTION_ID])].groupby(OPTION_ID)[CAPITAL_GBP].sum()
        priced = taken.assign(**{CAPITAL_GBP: taken[OPTION_ID].map(drawn).fillna(0)})
        made.append(_course(case, "Do maximum", priced, _MOST))
    return tuple(made)


def _least(duties: pd.DataFrame) -> str:
    """What do minimum is made of: commitments are decisions already made, duties follow from rules."""
    committed = int(duties[LOCKED_YEAR].notna().sum()) if LOCKED_YEAR in duties else 0
    counted = ((len(duties) - committed, "duty", "duties"), (committed, "commitment", "commitments"))
    told = [count(*kind) for kind in counted if kind[0]]
    return f"{listing(told)} alone, in the years and at the prices of the plan." if told else _NO_DUTIES


def _course(case: Case, title: str, taken: pd.DataFrame, why: str) -> Course:
    left = case.schedule[~case.schedule[ASSET_ID].isin(taken[ASSET_ID])]
    return Course(
        title=title,
        capital_gbp=int(taken[CAPITAL_GBP].sum()),
        machines=len(taken),
        benefit_gbp=float(taken[BENEFIT_GBP].sum()),
        risk_left_gbp=risk_cost(left),
        money_gbp=sum(case.scenario.policy.envelopes.values()) + sum(map(sum, money_of_funds(case.scenario).values())),
        why=why,
    )
