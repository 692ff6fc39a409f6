"""What the plan is made for: every asset in service, its age when the plan begins, its need and its value."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.model import Estate
from capplan.planning.eligibility import IN_SERVICE
from capplan.policy import Policy
from capplan.reference.calendar import DAYS_A_YEAR


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
    rows[[c.PEOPLE_PER_MACHINE, c.DEMAND_GROWTH]] = np.nan
    return Estate(
        assets=rows[list(c.ESTATE)].reset_index(drop=True),
        members=pd.DataFrame(columns=list(c.MEMBERS)),
        approved=pd.DataFrame(columns=list(c.APPROVED)),
    )


def with_figures(estate: Estate, assets: pd.DataFrame, organisations: pd.DataFrame) -> Estate:
    """The estate with `PEOPLE_PER_MACHINE`, the people whom each machine's organisation serves, shared equally by
    its machines in service, so that those of a network add up to its people; and its `DEMAND_GROWTH`.

    Takes the assets (columns `ASSETS`) and what is told of their organisations (`ORGANISATIONS`), which are
    matched by code, else by name. Missing where an organisation or its figure is not known.
    """
    named = [
        organisations.dropna(subset=[name]).set_index(organisations[name].dropna().str.casefold())
        for name in (c.ORGANISATION_CODE, c.ORGANISATION)
    ]
    told = pd.concat(named)[[c.POPULATION, c.DEMAND_GROWTH]]
    told = told[~told.index.duplicated()]
    by_id = assets.set_index(c.ASSET_ID).loc[estate.assets[c.ASSET_ID]]
    code, name = (by_id[column].astype("str").str.casefold() for column in (c.ORGANISATION_CODE, c.ORGANISATION))
    serving = code.where(code.isin(told.index), name)
    people = serving.map(told[c.POPULATION]) / serving.map(serving.value_counts())
    growth = serving.map(told[c.DEMAND_GROWTH])
    figures = {c.PEOPLE_PER_MACHINE: people.to_numpy(), c.DEMAND_GROWTH: growth.to_numpy()}
    return replace(estate, assets=estate.assets.assign(**figures))


def wait_years(policy: Policy) -> float:
    """Years from the as-at date to the first day of the plan; 0 for one that has begun."""
    return max((dt.date(policy.plan.start, 4, 1) - policy.plan.as_at).days / DAYS_A_YEAR, 0.0)
