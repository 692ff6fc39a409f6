"""What the plan is made for: every asset in service, its age when the plan begins, its need and its value."""

import datetime as dt

import pandas as pd

from capplan import columns as c
from capplan.model import Estate
from capplan.planning.eligibility import IN_SERVICE
from capplan.policy import Policy

DAYS_A_YEAR = 365.25


def make_estate(assets: pd.DataFrame, scores: pd.DataFrame, prices: pd.DataFrame, policy: Policy) -> Estate:
    """The estate of a register: assets in service (columns `ASSETS`), their scores (`SCORES`) and prices
    (`PRICES`), one row each in all three."""
    facts = assets.merge(
        scores[[c.ASSET_ID, c.AGE_USED_YEARS, c.NEED_SCORE]], on=c.ASSET_ID, validate="one_to_one"
    ).merge(prices, on=c.ASSET_ID, validate="one_to_one")
    facts = facts[facts[c.STATUS].fillna(IN_SERVICE[0]).isin(IN_SERVICE)]
    then = facts[c.AGE_USED_YEARS] + wait_years(policy)
    value = facts[c.EQUIPMENT_GBP_EX_VAT] + facts[c.WORKS_GBP_EX_VAT].fillna(0)
    rows = facts.assign(**{c.AGE_USED_YEARS: then, c.REPLACEMENT_VALUE_GBP: value})
    return Estate(
        assets=rows[list(c.ESTATE)].reset_index(drop=True),
        members=pd.DataFrame(columns=list(c.MEMBERS)),
        approved=pd.DataFrame(columns=list(c.APPROVED)),
    )


def wait_years(policy: Policy) -> float:
    """Years from the as-at date to the first day of the plan; 0 for one that has begun."""
    return max((dt.date(policy.plan.start, 4, 1) - policy.plan.as_at).days / DAYS_A_YEAR, 0.0)
