"""The scores: need in the middle and at both ends of what is missing, with the rating and the gates.

An asset whose class is missing, or whose life neither its class nor its owner gives, keeps its row
with NaN need. Where the register gives no age, `AGE_USED_YEARS` and `LIFE_CONSUMED_RATIO` are NaN:
they are facts of the machine, which a range does not tell. Other assets of the register change an
asset's rating alone, and only where its resilience has to be told from them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import class_facts
from capplan.scoring.evaluation import Evaluation, evaluate, rating
from capplan.scoring.flags import flags
from capplan.scoring.inputs import Inputs, completions
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
            **_told(inputs.middle, middle, has_age),
            c.ASSET_ID: register[c.ASSET_ID],
            c.NEED_LOW: low,
            c.NEED_HIGH: high,
            **_overlay(*grades, policy).set_axis(assets.index),
            c.COMPLETENESS_RATIO: np.mean(list(inputs.given.values()), axis=0),
            c.WIDEST_FIELD: widest_field(inputs, high - low, facts, policy).set_axis(assets.index),
            c.GATE: gates(register),
            c.FLAGS: flags(register, inputs, policy),
        },
        index=assets.index,
        columns=list(c.SCORES),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Scores with all that is missing at its best (`low` need) and at its worst (`high`), and how many of the fields
    that scoring asks for are not given, one number an asset."""

    low: pd.DataFrame
    high: pd.DataFrame
    missing: pd.Series


def score_ends(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> Ends:
    """What we would think of each asset at either end of what its row leaves open.

    Takes the assets with their scores. Need, its parts and what they follow from are those of the end; the rating,
    gates and flags stay as they are.
    """
    register = assets.reindex(columns=list(c.ASSETS))
    facts = class_facts(register, policy.reference)
    inputs = completions(register, facts, policy)
    low, high = (
        scores.assign(**_told(end, evaluate(end, facts, policy), inputs.given["age_years"]))
        for end in (inputs.best, inputs.worst)
    )
    missing = pd.Series(np.sum([~given for given in inputs.given.values()], axis=0), index=assets.index)
    return Ends(low=low, high=high, missing=missing)


def _told(inputs: Inputs, result: Evaluation, has_age: npt.NDArray[np.bool_]) -> dict[str, Numbers]:
    """The columns that follow from one completion of the inputs."""
    return {
        c.LIFE_YEARS: result.life_years,
        c.LIFE_CONSUMED_RATIO: np.where(has_age, result.life_consumed, np.nan),
        c.AGE_VALUE: result.age_value,
        c.UTILISATION_VALUE: result.utilisation_value,
        c.RISK_VALUE: result.risk_value,
        c.NEED_SCORE: result.need,
        c.RISK_COST_GBP_PER_YEAR: result.risk_gbp_per_year,
        c.AGE_USED_YEARS: np.where(has_age, inputs.age_years, np.nan),
        c.FAULT_RATE_PER_YEAR: result.fault_rate_per_year,
        c.CONSEQUENCE_USED_GBP: inputs.consequence_gbp,
        c.SAFETY_COST_GBP_PER_YEAR: result.safety_gbp_per_year,
        c.CYBER_COST_GBP_PER_YEAR: result.cyber_gbp_per_year,
    }


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
