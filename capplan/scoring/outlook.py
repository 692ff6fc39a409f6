"""The years ahead of each asset if it is kept: need, rating and cost, and what replacing it then would be worth."""

from dataclasses import replace

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import class_facts
from capplan.scoring.economics import challenger, net_benefit
from capplan.scoring.evaluation import Evaluation, evaluate, rating, value_of_age, value_of_risk, weighted
from capplan.scoring.hazard import hazard_growth
from capplan.scoring.inputs import completions
from capplan.scoring.need import score
from capplan.scoring.projection import deferral_cost, years_to_start
from capplan.scoring.values import Numbers


def outlook(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """What keeping each asset comes to, year by year: columns `OUTLOOK`, a row an asset and financial
    year of the appraisal, years in order within each asset, assets in the order of `assets`.

    Takes columns `ASSETS`. Need and rating are worked out anew for each year: the machine is older and
    fails more often; its use and its condition stay. `BENEFIT_GBP` is the net present benefit of replacing
    it in that year. NaN where the age, class, life or a price that is needed is missing.
    """
    scores = score(assets, policy)
    aged = _by_year(assets, scores, policy)
    kept = deferral_cost(assets, scores, policy)
    successor = challenger(assets, scores, policy)[c.EQUIVALENT_ANNUAL_COST_GBP].to_numpy()
    years = policy.prices.appraisal_years
    worth = net_benefit(kept[c.DEFERRAL_COST_GBP].to_numpy().reshape(-1, years), successor, policy)
    found = pd.concat([kept, aged], axis=1)
    return found.assign(**{c.EQUIVALENT_ANNUAL_COST_GBP: np.repeat(successor, years), c.BENEFIT_GBP: worth.ravel()})[
        list(c.OUTLOOK)
    ]


def _by_year(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Need, rating and risk cost of each asset in each year, assets in order and years in order within each."""
    register = assets.reindex(columns=list(c.ASSETS))
    facts = class_facts(register, policy.reference)
    inputs = completions(register, facts, policy).middle
    now = evaluate(inputs, facts, policy)
    age = scores[c.AGE_USED_YEARS].to_numpy()
    years = []
    for year in range(policy.prices.appraisal_years):
        then = _aged(now, inputs.consequence_gbp, age, year + years_to_start(policy), policy)
        likelihood, consequence = rating(inputs, then, facts, policy)
        unknown = np.isnan(then.need)
        years.append(
            pd.DataFrame(
                {
                    c.NEED_SCORE: then.need,
                    c.RISK_LIKELIHOOD: pd.Series(np.where(unknown, np.nan, likelihood)).astype("Int64"),
                    c.RISK_CONSEQUENCE: pd.Series(np.where(unknown, np.nan, consequence)).astype("Int64"),
                    c.RISK_COST_GBP_PER_YEAR: then.risk_gbp_per_year,
                }
            )
        )
    by_year = pd.concat(years)
    return by_year.sort_index(kind="stable").reset_index(drop=True)


def _aged(now: Evaluation, consequence: Numbers, age: Numbers, years: float, policy: Policy) -> Evaluation:
    """The evaluation so many years from now: G times the fault rate, at an age that much greater."""
    consumed = (age + years) / now.life_years
    rate = now.fault_rate_per_year * hazard_growth(consumed, age / now.life_years, policy)
    cost = rate * consequence + now.safety_gbp_per_year + now.cyber_gbp_per_year
    value, risk = value_of_age(consumed, policy), value_of_risk(cost, policy)
    return replace(
        now,
        life_consumed=consumed,
        age_value=value,
        fault_rate_per_year=rate,
        risk_gbp_per_year=cost,
        risk_value=risk,
        need=weighted(value, now.utilisation_value, risk, policy),
    )
