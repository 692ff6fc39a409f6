"""What keeping each asset costs in each coming year: its risk grows with age, and so does upkeep."""

import datetime as dt

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.reference.calendar import DAYS_A_YEAR
from capplan.reference.prices import priced
from capplan.scoring.classes import ClassFacts, class_facts
from capplan.scoring.hazard import hazard_growth
from capplan.scoring.ranges import number, positive
from capplan.scoring.values import Numbers, per_asset

_FROM_SCORES = (
    c.ASSET_ID, c.AGE_USED_YEARS, c.LIFE_YEARS, c.FAULT_RATE_PER_YEAR, c.CONSEQUENCE_USED_GBP,
    c.SAFETY_COST_GBP_PER_YEAR, c.CYBER_COST_GBP_PER_YEAR,
)  # fmt: skip
_FROM_ASSETS = (
    c.ASSET_ID, c.ASSET_CLASS, c.MAINTENANCE_GBP_PER_YEAR, c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP, c.VAT_BASIS,
    c.PRICE_BASE_YEAR,
)  # fmt: skip


def deferral_cost(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """E_i(t): expected risk and running cost of keeping each asset, in each year of the appraisal.

    Takes columns `ASSETS` and `SCORES`, one row an asset in each. Gives columns `DEFERRAL`, one row an
    asset and financial year from `plan.start`, years in order within each asset, assets in the order
    of `assets`; real pounds a year, NaN where the class, age, life or a price that is needed is missing.

        E(t) = rate G(t) consequence + safety + cyber + M(t)

    t counts years from the as-at date to 1 April of the year (0 for a plan that has begun already), so
    that a machine's age in a year of the plan is its age when that year starts. See `capplan.scoring.hazard`
    for G. M(t) is the register's maintenance, growing by the class's rate from now on until the age at which
    upkeep stops growing (`growth_ends`); where the register gives none, it is where an average machine of that
    age stands on the class's own curve (`class_maintenance`), the same that its successor will follow.
    """
    known = known_of(assets, scores)
    facts = class_facts(known, policy.reference)
    years = np.arange(policy.plan.start, policy.plan.start + policy.prices.appraisal_years)
    elapsed = np.asarray(years - policy.plan.start + years_to_start(policy), dtype=np.float64)
    failures = per_asset(known[c.FAULT_RATE_PER_YEAR] * known[c.CONSEQUENCE_USED_GBP]) * _growth(known, elapsed, policy)
    other_risk = per_asset(known[c.SAFETY_COST_GBP_PER_YEAR] + known[c.CYBER_COST_GBP_PER_YEAR])
    cost = failures + other_risk + _maintenance(known, facts, elapsed, policy)
    return pd.DataFrame(
        {
            c.ASSET_ID: known[c.ASSET_ID].repeat(len(years)).reset_index(drop=True),
            c.YEAR: np.tile(years, len(known)),
            c.DEFERRAL_COST_GBP: cost.ravel(),
        }
    )


def growth_ends(life_years: pd.Series, policy: Policy) -> Numbers:
    """The age at which each asset's upkeep stops growing: `upkeep_grows_to_lives` expected lives; inf where the life is
    not known."""
    lives = policy.reference.parameters["upkeep_grows_to_lives"]
    return np.nan_to_num(lives * number(life_years), nan=np.inf)


def grown(gbp: Numbers, age: Numbers, then: Numbers, ends: Numbers, facts: ClassFacts) -> Numbers:
    """A machine's own maintenance from one age to another (assets x years), by the class's growth until `ends`."""
    years = np.minimum(then, per_asset(ends)) - np.minimum(age, per_asset(ends))
    return np.asarray(gbp * (1 + per_asset(facts.maintenance_growth)) ** years)


def class_maintenance(age: Numbers, equipment_gbp: Numbers, ends: Numbers, facts: ClassFacts) -> Numbers:
    """Maintenance a year of an average machine at each age (assets x years), real pounds.

    A share of the equipment price in the first year after the warranty, growing every year from then until the age
    `ends` (`growth_ends`); nothing before.
    """
    since_warranty = np.minimum(age, per_asset(ends)) - per_asset(facts.warranty_years)
    first_year = per_asset(facts.maintenance_share_mid * equipment_gbp)
    risen = first_year * (1 + per_asset(facts.maintenance_growth)) ** np.maximum(since_warranty, 0.0)
    return np.where(age < per_asset(facts.warranty_years), 0.0 * risen, risen)


def kept_maintenance(
    own_gbp: Numbers, age: Numbers, elapsed: Numbers, equipment_gbp: Numbers, ends: Numbers, facts: ClassFacts
) -> Numbers:
    """Maintenance of the machine that is kept when `elapsed` years have gone (assets x years), real pounds a year: its
    own figure now (`own_gbp`) grown on, and its class's where it has none (NaN)."""
    then = per_asset(age) + elapsed
    own = grown(per_asset(own_gbp), per_asset(age), then, ends, facts)
    return np.where(np.isnan(own), class_maintenance(then, equipment_gbp, ends, facts), own)


def years_to_start(policy: Policy) -> float:
    """Years from the as-at date to the plan's first day, 1 April of its first year; never below 0."""
    first_day = dt.date(policy.plan.start, 4, 1)
    return max((first_day - policy.plan.as_at).days / DAYS_A_YEAR, 0.0)


def known_of(assets: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """What projection needs of each asset, side by side, in the order of `assets`."""
    wanted = assets.reindex(columns=list(_FROM_ASSETS)).reset_index(drop=True)
    told = scores[list(_FROM_SCORES)].reset_index(drop=True)
    if wanted[c.ASSET_ID].is_unique and wanted[c.ASSET_ID].equals(told[c.ASSET_ID]):
        # The same assets in the same order, as they mostly are: nothing to look up.
        return pd.concat([wanted, told.drop(columns=c.ASSET_ID)], axis=1)
    return wanted.merge(told, on=c.ASSET_ID, how="left", validate="one_to_one")


def equipment_in_plan_prices(known: pd.DataFrame, policy: Policy) -> tuple[Numbers, Numbers]:
    """Equipment and works without VAT, brought from the row's price base to the plan's."""
    prices = priced(known, policy.reference, vat=policy.prices.vat)
    base = positive(known[c.PRICE_BASE_YEAR])
    base_year = np.where(np.isnan(base), policy.plan.price_base, base)
    to_plan = (1 + policy.prices.inflation) ** (policy.plan.price_base - base_year)
    return prices[c.EQUIPMENT_GBP_EX_VAT].to_numpy() * to_plan, prices[c.WORKS_GBP_EX_VAT].to_numpy() * to_plan


def _growth(known: pd.DataFrame, elapsed: Numbers, policy: Policy) -> Numbers:
    age, life = per_asset(known[c.AGE_USED_YEARS]), per_asset(known[c.LIFE_YEARS])
    return hazard_growth((age + elapsed) / life, age / life, policy)


def _maintenance(known: pd.DataFrame, facts: ClassFacts, elapsed: Numbers, policy: Policy) -> Numbers:
    own, age = positive(known[c.MAINTENANCE_GBP_PER_YEAR]), np.asarray(known[c.AGE_USED_YEARS], dtype=np.float64)
    equipment, _ = equipment_in_plan_prices(known, policy)
    return kept_maintenance(own, age, elapsed, equipment, growth_ends(known[c.LIFE_YEARS], policy), facts)
