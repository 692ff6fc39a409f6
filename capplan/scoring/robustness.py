"""How far the standing of each asset hangs on weights that nobody can prove.

SMAA-2: weightings are drawn over the whole triangle of weights and over the part where risk counts at
least as much as age and age as utilisation; what is missing is drawn in the same draw. An asset is
among the neediest where, taken from the neediest down, the money still reaches it. The same seed gives
the same answer.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.reference import Reference
from capplan.reference.prices import priced
from capplan.scoring.classes import class_facts
from capplan.scoring.evaluation import Evaluation, evaluate
from capplan.scoring.inputs import completions
from capplan.scoring.values import Numbers
from capplan.scoring.weightings import EVERY_WEIGHTING, drawn, ordered_weightings

# Draws at a time times assets: what keeps the memory of a national register under a gigabyte.
_CELLS_AT_A_TIME = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The assets that have a need: their values (assets x age, utilisation, risk) in the middle and at
    both ends of what is missing, what each takes of the money, and how much of it there is."""

    rows: npt.NDArray[np.intp]
    low: Numbers
    middle: Numbers
    high: Numbers
    takes: Numbers
    money: float


def robustness(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """How robust each asset's standing is: columns `ROBUSTNESS`, one row an asset, on the same index.

    Takes columns `ASSETS`. `TOP_RATIO` is the share of all weightings under which it is among the
    neediest: those that the plan's whole budget replaces, in order of need; without a budget, the share
    `neediest_share`. It is robust where `robust_ratio` of the weightings agree, in or out; likely where
    `likely_ratio` do. NaN for an asset that has no need.
    """
    field = field_of(assets, policy)
    ordered = ordered_weightings(policy.reference.parameters["least_weight"])
    top, rank = _sampled(field, EVERY_WEIGHTING, policy)
    top_ordered, _ = _sampled(field, ordered, policy)
    sets = weight_sets(policy.reference)
    by_set = np.mean([in_top(field.middle @ weights, field) for weights in sets.values()], axis=0)
    own = field.middle @ weights_of(policy)
    words = words_of(top, policy)
    frame = pd.DataFrame(
        {
            c.NEED_SCORE: own,
            c.MEAN_RANK: rank,
            c.TOP_RATIO: top,
            c.TOP_ORDERED_RATIO: top_ordered,
            c.TOP_SETS_RATIO: by_set,
            c.ROBUSTNESS_WORD: pd.array(words, dtype="str"),
        },
        index=field.rows,
    )
    frame = frame.reindex(range(len(assets)))
    frame.insert(0, c.ASSET_ID, assets[c.ASSET_ID].to_numpy())
    return frame.set_axis(assets.index)


def field_of(assets: pd.DataFrame, policy: Policy) -> Field:
    """The assets that have a need, with their values and what they would take of the money."""
    register = assets.reindex(columns=list(c.ASSETS))
    facts = class_facts(register, policy.reference)
    inputs = completions(register, facts, policy)
    best, central, worst = (evaluate(end, facts, policy) for end in (inputs.best, inputs.middle, inputs.worst))
    low, middle, high = map(_parts, (best, central, worst))
    rows = np.flatnonzero(~np.isnan(low + middle + high).any(axis=1))
    # By life consumed and number, so that neither draws nor ties hang on the order of the register.
    rows = rows[by_wear(central.life_consumed[rows], register[c.ASSET_ID].iloc[rows])]
    prices = priced(register, policy.reference, vat=policy.prices.vat)
    bias = policy.prices.optimism_bias
    cost = prices[c.EQUIPMENT_GBP_EX_VAT] * (1 + bias.equipment) + prices[c.WORKS_GBP_EX_VAT] * (1 + bias.works)
    budget = float(sum(policy.envelopes.values()))
    if budget > 0:
        # VAT is cash, whoever it goes to; an asset without a price cannot be bought.
        takes, money = (cost * (1 + policy.prices.vat)).fillna(np.inf).to_numpy()[rows], budget
    else:
        takes, money = np.ones(len(rows)), np.ceil(policy.reference.parameters["neediest_share"] * len(rows))
    return Field(rows=rows, low=low[rows], middle=middle[rows], high=high[rows], takes=takes, money=float(money))


def by_wear(life_consumed: Numbers, asset_ids: pd.Series) -> npt.NDArray[np.intp]:
    """The order of assets of equal need: the most worn first, then by number."""
    by_number = np.argsort(asset_ids.astype("object").to_numpy(), kind="stable")
    return by_number[np.argsort(-np.nan_to_num(life_consumed[by_number]), kind="stable")]


def weight_sets(reference: Reference) -> dict[str, Numbers]:
    """The weight sets of the reference table, each as weights of age, utilisation and risk."""
    return {
        name: np.array([row["age"], row["utilisation"], row["risk"]]) for name, row in reference.weight_sets.items()
    }


def in_top(need: Numbers, field: Field) -> npt.NDArray[np.bool_]:
    """Which assets are among the neediest, need on the last axis; ties go to the one that comes first."""
    order = np.argsort(-need, axis=-1, kind="stable")
    reached = np.cumsum(field.takes[order], axis=-1) <= field.money
    top = np.zeros(need.shape, dtype=bool)
    np.put_along_axis(top, order, reached, axis=-1)
    return top


def _parts(result: Evaluation) -> Numbers:
    return np.stack([result.age_value, result.utilisation_value, result.risk_value], axis=1)


def _sampled(field: Field, triangle: Numbers, policy: Policy) -> tuple[Numbers, Numbers]:
    """Share of draws in which each asset is among the neediest, and its mean rank.

    What is missing moves each part of need between its ends; the parts are drawn evenly between them.
    """
    draws = np.random.default_rng(policy.solver.seed)
    count, assets = int(policy.reference.parameters["weight_draws"]), len(field.rows)
    at_a_time = max(1, _CELLS_AT_A_TIME // max(assets, 1))
    top, ranks = np.zeros(assets), np.zeros(assets)
    is_open = np.flatnonzero((field.high > field.low).any(axis=1))
    spread = field.high[is_open] - field.low[is_open]
    for start in range(0, count, at_a_time):
        weights = drawn(min(at_a_time, count - start), draws, triangle)
        need = weights @ field.middle.T
        for part, weight in enumerate(weights.T[..., np.newaxis]):
            place = field.low[is_open, part] + draws.random((len(weights), len(is_open))) * spread[:, part]
            need[:, is_open] += weight * (place - field.middle[is_open, part])
        order = np.argsort(-need, axis=1, kind="stable")
        reached = np.cumsum(field.takes[order], axis=1) <= field.money
        top += np.bincount(order[reached], minlength=assets)
        place_of = np.broadcast_to(np.arange(1.0, assets + 1), order.shape)
        ranks += np.bincount(order.ravel(), weights=place_of.ravel(), minlength=assets)
    return top / count, ranks / count


def words_of(favoured: Numbers, policy: Policy) -> list[str]:
    """How robust each finding is, by the share of weightings in favour of it: those that agree count,
    in favour or against."""
    parameters = policy.reference.parameters
    agree = np.maximum(favoured, 1 - favoured)
    names = c.ROBUSTNESS_WORD.choices
    by_share = [agree >= parameters["robust_ratio"], agree >= parameters["likely_ratio"]]
    return list(np.select(by_share, names[:2], names[2]))


def weights_of(policy: Policy) -> Numbers:
    """The plan's own weights of age, utilisation and risk."""
    return np.array([policy.weights.age, policy.weights.utilisation, policy.weights.risk])
