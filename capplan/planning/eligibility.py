"""Which assets the programme may treat, which it must, and why the others are left out.

Each test is a row: a reason code, a function from the asset facts to a boolean series, and the
sentence that the paper prints. The first test that an asset fails gives its reason.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.model import Plan
from capplan.planning.words import financial_year
from capplan.policy import Policy

Facts = pd.DataFrame
KEEP = "keep"
IN_SERVICE = ("in_use", "spare")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A reason to leave an asset out of the programme."""

    code: str
    applies: Callable[[Facts, Policy], pd.Series]
    sentence: str


def _not_in_service(facts: Facts, policy: Policy) -> pd.Series:
    return ~facts[c.STATUS].fillna("in_use").isin(IN_SERVICE)


def _no_class(facts: Facts, policy: Policy) -> pd.Series:
    return facts[c.ASSET_CLASS].isna()


def _replaced_by_others(facts: Facts, policy: Policy) -> pd.Series:
    met = pd.Series(False, index=facts.index)
    for condition in policy.not_replaced:
        met |= condition.holds(facts)
    return met


def _no_age(facts: Facts, policy: Policy) -> pd.Series:
    undated = facts[c.INSTALL_DATE].isna() & ~facts[c.AGE_GIVEN]
    return undated | facts[c.LIFE_CONSUMED_RATIO].isna()


def _committed_elsewhen(facts: Facts, policy: Policy) -> pd.Series:
    locked = facts[c.LOCKED_YEAR]
    return locked.notna() & ~locked.isin(list(policy.years))


def _no_price(facts: Facts, policy: Policy) -> pd.Series:
    return facts[c.EQUIPMENT_GBP_EX_VAT].isna()


LEFT_OUT = (
    LeftOut(
        code="not_in_service", applies=_not_in_service, sentence="Left out: the register says it is not in service."
    ),
    LeftOut(
        code="no_class", applies=_no_class, sentence="Left out: its class is not known, so it has no life or price."
    ),
    LeftOut(
        code="replaced_by_others",
        applies=_replaced_by_others,
        sentence="Left out: its contract or the plan's rules leave its replacement to others.",
    ),
    LeftOut(
        code="no_age",
        applies=_no_age,
        sentence="Left out: neither its age nor its expected life can be told from the register.",
    ),
    LeftOut(
        code="no_price", applies=_no_price, sentence="Left out: it has no replacement cost and its class has no price."
    ),
    LeftOut(
        code="committed_elsewhen",
        applies=_committed_elsewhen,
        sentence="Left out: its replacement is already committed outside the years of this plan.",
    ),
)


def asset_facts(assets: pd.DataFrame, scores: pd.DataFrame, prices: pd.DataFrame) -> Facts:
    """Assets, scores and prices side by side, one row an asset; `age_years` is the age that was used, and
    `risk_rating` the score's."""
    facts = assets.merge(
        scores.drop(columns=[name for name in scores.columns if name in assets.columns and name != c.ASSET_ID]),
        on=c.ASSET_ID,
        validate="one_to_one",
    ).merge(prices, on=c.ASSET_ID, validate="one_to_one")
    rating = (scores[c.RISK_LIKELIHOOD] * scores[c.RISK_CONSEQUENCE]).set_axis(scores[c.ASSET_ID])
    return facts.assign(
        **{
            c.AGE_GIVEN: facts[c.AGE_YEARS].notna(),
            c.AGE_YEARS: facts[c.AGE_USED_YEARS],
            c.RISK_RATING: facts[c.ASSET_ID].map(rating),
        }
    )


def left_out(facts: Facts, policy: Policy) -> pd.DataFrame:
    """The assets that no option is made for: columns `ASSET_ID, REASON_CODE, REASON`."""
    code = pd.Series(pd.NA, index=facts.index, dtype="str")
    sentence = code.copy()
    for test in LEFT_OUT:
        newly = code.isna() & test.applies(facts, policy)
        code, sentence = code.mask(newly, test.code), sentence.mask(newly, test.sentence)
    frame = pd.DataFrame({c.ASSET_ID: facts[c.ASSET_ID], c.REASON_CODE: code, c.REASON: sentence})
    return frame[code.notna()].reset_index(drop=True)


NO_ACTION = LeftOut(
    code="no_action",
    applies=lambda facts, policy: pd.Series(False, index=facts.index),
    sentence="Left out: none of the plan's actions is open to it within the plan's years.",
)


def without_action(ids: pd.Series) -> pd.DataFrame:
    """The same for assets that may be treated but to which no action is open."""
    return pd.DataFrame({c.ASSET_ID: ids, c.REASON_CODE: NO_ACTION.code, c.REASON: NO_ACTION.sentence})


def must_reasons(facts: Facts, policy: Policy) -> pd.Series:
    """The duty that makes each asset must-treat, in words, or missing; on the index of `facts`.

    In order: a commitment already made, a hard gate of the score, the register's own mark, a
    `must_replace` condition of the plan file.
    """
    reasons = pd.Series(pd.NA, index=facts.index, dtype="str")
    locked = facts[c.LOCKED_YEAR].dropna()
    reasons.loc[locked.index] = [f"committed for {financial_year(int(year))}" for year in locked]
    if policy.rules.gates:
        gated = facts[c.GATE].fillna("") != ""
        reasons = reasons.mask(gated & reasons.isna(), facts[c.GATE])
    marked = facts[c.MUST_TREAT].fillna(False).astype(bool)
    reasons = reasons.mask(marked & reasons.isna(), "marked in the register as what must be done")
    for condition in policy.must_replace:
        reasons = reasons.mask(condition.holds(facts) & reasons.isna(), f"the plan's rule: {condition.text}")
    return reasons


def complete_decisions(plan: Plan, out: pd.DataFrame, assets: pd.DataFrame) -> Plan:
    """The plan with a decision for every asset: those left out are kept, and say why.

    Decisions come out in the order of `assets`.
    """
    kept = out.copy()
    kept[c.ACTION], kept[c.CAPITAL_GBP], kept[c.BENEFIT_GBP] = KEEP, 0, 0.0
    every = pd.concat([plan.decisions, kept], ignore_index=True)
    ordered = assets[[c.ASSET_ID]].merge(every, on=c.ASSET_ID, how="left", validate="one_to_one")
    return dataclasses.replace(plan, decisions=ordered)
