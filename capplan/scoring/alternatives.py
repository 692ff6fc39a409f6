"""What would become of each asset if it were upgraded or replaced: cost and maintenance by year, need, rating."""

import dataclasses

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import ClassFacts, class_facts
from capplan.scoring.evaluation import evaluate, rating, utilisation_ratio
from capplan.scoring.hazard import hazard_growth
from capplan.scoring.inputs import Inputs, completions
from capplan.scoring.projection import (
    class_maintenance,
    equipment_in_plan_prices,
    grown,
    growth_ends,
    known_of,
    years_to_start,
)
from capplan.scoring.ranges import positive
from capplan.scoring.values import Numbers, per_asset


def alternatives(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Cost and maintenance of each asset if upgraded, and maintenance if kept or new, in each year of the appraisal.

    Takes columns `ASSETS` and `SCORES`, one row an asset in each. Gives columns `ALTERNATIVES`, in the order
    of `deferral_cost`; real pounds a year, NaN where something that is needed is missing, and in what is said
    of upgrading where the class has no upgrade.

    An upgrade takes `upgrade_years` (y) off the age and touches nothing else:

        E'(t) = rate G(t - y) consequence + safety + cyber + M(t - y)

    with G and M those of `deferral_cost`, both exact for any hazard model. No machine becomes younger than
    new, nor comes under its warranty again. The maintenance of a new one is that of a successor bought in
    the plan's first year; one bought s years later costs in a year what this one costs s years earlier.
    """
    known = known_of(assets, scores)
    facts = class_facts(known, policy.reference)
    years = np.arange(policy.plan.start, policy.plan.start + policy.prices.appraisal_years)
    elapsed = np.asarray(years - policy.plan.start + years_to_start(policy), dtype=np.float64)[np.newaxis, :]
    off = _upgrade_years(known, policy)
    kept, upgraded = _ageing(known, facts, elapsed, policy), _ageing(known, facts, elapsed - off, policy)
    other_risk = per_asset(known[c.SAFETY_COST_GBP_PER_YEAR] + known[c.CYBER_COST_GBP_PER_YEAR])
    failures = per_asset(known[c.FAULT_RATE_PER_YEAR] * known[c.CONSEQUENCE_USED_GBP])
    equipment, _ = equipment_in_plan_prices(known, policy)
    ends = growth_ends(known[c.LIFE_YEARS], policy)
    age_of_new = np.broadcast_to(np.arange(len(years), dtype=np.float64), kept.upkeep.shape)
    return pd.DataFrame(
        {
            c.ASSET_ID: known[c.ASSET_ID].repeat(len(years)).reset_index(drop=True),
            c.YEAR: np.tile(years, len(known)),
            c.UPGRADED_COST_GBP: (failures * upgraded.growth + other_risk + upgraded.upkeep).ravel(),
            c.KEPT_UPKEEP_GBP: kept.upkeep.ravel(),
            c.UPGRADED_UPKEEP_GBP: upgraded.upkeep.ravel(),
            c.NEW_UPKEEP_GBP: class_maintenance(age_of_new, equipment, ends, facts).ravel(),
            c.UPGRADED_FAULTS_RATIO: (upgraded.growth / kept.growth).ravel(),
        }
    )


def renewed(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Need and rating of each asset's successor, and its need if upgraded: columns `RENEWED`, in order.

    Takes columns `ASSETS`. The successor does the same work at the same place; it is new, at its class's
    fault rate, supported, in quality, without a notice and with supported software. An upgraded machine is
    what it was, `upgrade_years` younger. Utilisation is given only where the register says what it rests on.
    """
    register = assets.reindex(columns=list(c.ASSETS)).reset_index(drop=True)
    facts = class_facts(register, policy.reference)
    told = completions(register, facts, policy)
    now = told.middle
    new = _as_new(now, facts)
    off = _upgrade_years(register, policy)[:, 0]
    younger = dataclasses.replace(now, age_years=np.maximum(now.age_years - off, 0.0))
    as_new = evaluate(new, facts, policy)
    likelihood, consequence = rating(new, as_new, facts, policy)
    used = told.given["hours_used_per_year"] | told.given["activity_per_year"]
    is_told = used & told.given["hours_available_per_year"]
    return pd.DataFrame(
        {
            c.ASSET_ID: register[c.ASSET_ID],
            c.NEED_AS_NEW: as_new.need,
            c.NEED_UPGRADED: evaluate(younger, facts, policy).need,
            c.RATING_AS_NEW: likelihood * consequence,
            c.UTILISATION_KNOWN_RATIO: np.where(is_told, utilisation_ratio(now), np.nan),
        }
    )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Ageing:
    """What age does to a machine, assets x years: faults over today's, maintenance in pounds a year."""

    growth: Numbers
    upkeep: Numbers


def _ageing(known: pd.DataFrame, facts: ClassFacts, elapsed: Numbers, policy: Policy) -> _Ageing:
    """Faults and maintenance when each machine is `elapsed` years older than today (younger below 0)."""
    age, life = per_asset(known[c.AGE_USED_YEARS]), per_asset(known[c.LIFE_YEARS])
    then = np.maximum(age + elapsed, 0.0)
    equipment, _ = equipment_in_plan_prices(known, policy)
    own = per_asset(positive(known[c.MAINTENANCE_GBP_PER_YEAR]))
    ends = growth_ends(known[c.LIFE_YEARS], policy)
    # A machine that is out of warranty stays out of it.
    in_force = np.where(then < age, np.maximum(then, np.minimum(age, per_asset(facts.warranty_years))), then)
    of_class = class_maintenance(in_force, equipment, ends, facts)
    upkeep = np.where(np.isnan(own), of_class, grown(own, age, then, ends, facts))
    return _Ageing(growth=hazard_growth(then / life, age / life, policy), upkeep=upkeep)


def _as_new(now: Inputs, facts: ClassFacts) -> Inputs:
    sound = np.ones(len(now.age_years))
    return dataclasses.replace(
        now,
        age_years=0.0 * sound,
        fault_rate_per_year=facts.faults_per_year_mid,
        downtime_factor=sound,
        support_factor=sound,
        os_likelihood=sound,
        quality_likelihood=sound,
        notice_likelihood=sound,
        dose_likelihood=sound,
    )


def _upgrade_years(assets: pd.DataFrame, policy: Policy) -> Numbers:
    """How many years an upgrade takes off each asset's age, assets x 1; NaN where its class has none."""
    return per_asset(policy.reference.classes["upgrade_years"].reindex(assets[c.ASSET_CLASS]))
