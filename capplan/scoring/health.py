"""Health at risk, in quality-adjusted life years: beside the money, never in it."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import class_facts
from capplan.scoring.economics import annuity_factor
from capplan.scoring.values import at_level


def health_effects(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Expected health lost by harm, and what a successor would save: columns `HEALTH`, on the same index.

    Takes columns `ASSETS` and `SCORES`, the same assets in the same order. Health lost in a year is the
    probability of harm (of its likelihood, at the midpoint) times the QALYs of its consequence. The
    successor stands at likelihood 1; what it avoids runs over the appraisal, discounted at the rate for
    health. NaN without a class. None of it is cash, and none of it enters risk cost, benefit or plan.
    """
    reference = policy.reference
    consequence = class_facts(assets, reference).safety_consequence
    event_gbp = at_level(consequence, reference.points["consequence_midpoints"])
    chance = scores[c.SAFETY_COST_GBP_PER_YEAR].to_numpy() / event_gbp
    as_new = at_level(np.ones(len(assets)), reference.points["probability_midpoints"])
    lost = at_level(consequence, reference.points["harm_qalys"])
    years = annuity_factor(reference.parameters["health_discount_rate"], policy.prices.appraisal_years)
    avoided = np.maximum(chance - as_new, 0.0) * lost * years
    return pd.DataFrame(
        {
            c.ASSET_ID: assets[c.ASSET_ID],
            c.QALYS_PER_YEAR: chance * lost,
            c.QALYS_AVOIDED: avoided,
            c.HEALTH_GBP: avoided * reference.parameters["qaly_gbp"],
        },
        index=assets.index,
    )
