"""The scores: need in the middle and at both ends of what is missing, with the rating and the gates.

An asset whose class is missing, or whose life neither its class nor its owner gives, keeps its row
with NaN need. Where the register gives no age, `AGE_USED_YEARS` and `LIFE_CONSUMED_RATIO` are NaN:
they are facts of the machine, which a range does not tell. Other assets of the register change an
asset's rating alone, and only where its resilience has to be told from them.
"""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import class_facts
from capplan.scoring.evaluation import evaluate, rating
from capplan.scoring.flags import flags
from capplan.scoring.inputs import completions
from capplan.scoring.risk import gates, rating_band
from capplan.scoring.values import Numbers
from capplan.scoring.widest import widest_field


def score(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """What we think of each asset: columns `SCORES`, one row an asset, on the same index and in the
    same order.

    Takes columns `ASSETS`; one that is absent counts as missing throughout. `NEED_SCORE` and its parts
    are those of the middle completion, `NEED_LOW` and `NEED_HIGH` those of the best and the worst, so
    that low <= score <= high and every completion of what is missing lies between.
    """
    register = assets.reindex(columns=list(c.ASSETS))
    facts = class_facts(register, policy.reference)
    inputs = completions(register, facts, policy)
    middle = evaluate(inputs.middle, facts, policy)
    low, high = (evaluate(end, facts, policy).need for end in (inputs.best, inputs.worst))
    grades = rating(inputs.middle, middle, facts, policy)
    has_age = inputs.given["age_years"]
    return pd.DataFrame(
        {
            c.ASSET_ID: register[c.ASSET_ID],
            c.LIFE_YEARS: middle.life_years,
            c.LIFE_CONSUMED_RATIO: np.where(has_age, middle.life_consumed, np.nan),
            c.AGE_VALUE: middle.age_value,
            c.UTILISATION_VALUE: middle.utilisation_value,
            c.RISK_VALUE: middle.risk_value,
            c.NEED_SCORE: middle.need,
            c.NEED_LOW: low,
            c.NEED_HIGH: high,
            **_overlay(*grades, policy).set_axis(assets.index),
            c.RISK_COST_GBP_PER_YEAR: middle.risk_gbp_per_year,
            c.AGE_USED_YEARS: np.where(has_age, inputs.middle.age_years, np.nan),
            c.FAULT_RATE_PER_YEAR: middle.fault_rate_per_year,
            c.CONSEQUENCE_USED_GBP: inputs.middle.consequence_gbp,
            c.SAFETY_COST_GBP_PER_YEAR: middle.safety_gbp_per_year,
            c.CYBER_COST_GBP_PER_YEAR: middle.cyber_gbp_per_year,
            c.COMPLETENESS_RATIO: np.mean(list(inputs.given.values()), axis=0),
            c.WIDEST_FIELD: widest_field(inputs, high - low, facts, policy).set_axis(assets.index),
            c.GATE: gates(register),
            c.FLAGS: flags(register, inputs, policy),
        },
        index=assets.index,
        columns=list(c.SCORES),
    )


def ranking(scores: pd.DataFrame) -> pd.Index:
    """The index of `scores` in order of need, the highest first and those without need last; of equal
    need the most worn stands first (`LIFE_CONSUMED_RATIO`), then the lower `ASSET_ID`."""
    by = [c.NEED_SCORE, c.LIFE_CONSUMED_RATIO, c.ASSET_ID]
    return scores.sort_values(by, ascending=[False, False, True], kind="stable").index


def _overlay(likelihood: Numbers, consequence: Numbers, policy: Policy) -> pd.DataFrame:
    """The rating on the 5 x 5 matrix and its band, one row an asset."""
    return pd.DataFrame(
        {
            c.RISK_LIKELIHOOD: pd.Series(likelihood).astype("Int64"),
            c.RISK_CONSEQUENCE: pd.Series(consequence).astype("Int64"),
            c.RISK_BAND: pd.Series(rating_band(likelihood * consequence, policy.reference), dtype="str"),
        }
    )
