"""What a plan rests on, drawn again and again: lives, prices, hazard, cost of failure, weights, and what is missing.

A draw comes from a seed of its own (`SeedSequence.spawn`), so that it is the same on whichever worker and in
whichever order it is made, and the same for every plan that is held against it (common random numbers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import class_facts
from capplan.scoring.evaluation import evaluate, value_of_age, value_of_risk
from capplan.scoring.inputs import completions
from capplan.scoring.stress import varied
from capplan.scoring.weightings import EVERY_WEIGHTING, drawn

Numbers = npt.NDArray[np.float64]
# What is known of each asset within a range only, as the scores name it.
UNCERTAIN = (
    c.AGE_USED_YEARS, c.LIFE_YEARS, c.FAULT_RATE_PER_YEAR, c.CONSEQUENCE_USED_GBP, c.SAFETY_COST_GBP_PER_YEAR,
    c.CYBER_COST_GBP_PER_YEAR,
)  # fmt: skip
AGE, LIFE, FAULTS, CONSEQUENCE, SAFETY, CYBER = range(len(UNCERTAIN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of each asset: its score's figures (assets x `UNCERTAIN`) in the middle and at both ends of
    what is missing, the longest that it may live, its class as a place among the classes, and its place by id."""

    low: Numbers
    middle: Numbers
    high: Numbers
    life_cap: Numbers
    class_at: npt.NDArray[np.int64]
    rank: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One state of the world: factors on each class's life and on the cost of a failure, by how much equipment and
    works cost more than their price, the growth of the fault rate, weights of age, utilisation and risk, and the
    figures of each asset (assets x `UNCERTAIN`)."""

    life: Numbers
    consequence: float
    equipment_bias: float
    works_bias: float
    exponent: float
    weights: Numbers
    figures: Numbers


def known_of(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> Known:
    """What is known of assets (columns `ASSETS`; their `SCORES` in the same order)."""
    register = assets.reindex(columns=list(c.ASSETS)).reset_index(drop=True)
    facts = class_facts(register, policy.reference)
    told = completions(register, facts, policy)
    ends = []
    for inputs in (told.best, told.worst):
        result = evaluate(inputs, facts, policy)
        safety, cyber = result.safety_gbp_per_year, result.cyber_gbp_per_year
        life, faults = result.life_years, result.fault_rate_per_year
        ends.append(np.stack([inputs.age_years, life, faults, inputs.consequence_gbp, safety, cyber], axis=1))
    classes = pd.Series(np.arange(len(policy.reference.classes)), index=policy.reference.classes.index)
    ids = register[c.ASSET_ID].astype("object").to_numpy()
    return Known(
        low=np.asarray(ends[0]),
        middle=scores[list(UNCERTAIN)].to_numpy(dtype=np.float64, na_value=np.nan),
        high=np.asarray(ends[1]),
        life_cap=facts.life_cap_years,
        class_at=register[c.ASSET_CLASS].map(classes).fillna(0).to_numpy(dtype=np.int64),
        rank=np.argsort(np.argsort(ids, kind="stable"), kind="stable"),
    )


def seeds(policy: Policy, count: int) -> list[np.random.SeedSequence]:
    """A seed for each draw, from the plan's own; the first of many are the same as of few."""
    return np.random.SeedSequence(policy.solver.seed).spawn(count)


def draw(seed: np.random.SeedSequence, known: Known, policy: Policy) -> Draw:
    """The draw of a seed.

    Factors are triangular between the ends in the reference table (`drawn_...`), the plan's own figure being the
    likeliest; that of the cost of failure on a log scale. A figure that is missing is below the plan's middle as
    often as above it, evenly between the middle and either end. Weights are drawn evenly over all weightings.
    """
    random, at = np.random.default_rng(seed), policy.reference.parameters
    bias = policy.prices.optimism_bias

    def between(name: str, likeliest: float, size: int | None = None) -> Any:
        low, high = (min(at[f"{name}_low"], likeliest), max(at[f"{name}_high"], likeliest))
        return random.triangular(low, likeliest, high, size) if low < high else np.full(size or (), likeliest)

    life = between("drawn_life", 1.0, len(policy.reference.classes))
    low, high = np.log(at["drawn_consequence_low"]), np.log(at["drawn_consequence_high"])
    consequence = float(np.exp(random.triangular(low, np.clip(0.0, low, high), high))) if low < high else 1.0
    equipment, works = (between(f"drawn_{part}_bias", getattr(bias, part)) for part in ("equipment", "works"))
    exponent = between("drawn_hazard_exponent", at["hazard_exponent"])
    weights = drawn(1, random, EVERY_WEIGHTING)[0]
    place = random.random((len(known.rank), len(UNCERTAIN)))[known.rank]
    return Draw(
        life=np.asarray(life),
        consequence=consequence,
        equipment_bias=float(equipment),
        works_bias=float(works),
        exponent=float(exponent),
        weights=weights,
        figures=_figures(known, place, np.asarray(life), consequence),
    )


def undrawn(known: Known, policy: Policy) -> Draw:
    """The world as the plan takes it to be."""
    bias, weights = policy.prices.optimism_bias, policy.weights
    return Draw(
        life=np.ones(len(policy.reference.classes)),
        consequence=1.0,
        equipment_bias=bias.equipment,
        works_bias=bias.works,
        exponent=policy.reference.parameters["hazard_exponent"],
        weights=np.array([weights.age, weights.utilisation, weights.risk]),
        figures=known.middle,
    )


def _figures(known: Known, place: Numbers, life: Numbers, consequence: float) -> Numbers:
    below = known.low + 2 * place * (known.middle - known.low)
    above = known.middle + (2 * place - 1) * (known.high - known.middle)
    figures = np.where(place < 0.5, below, above)
    figures[:, LIFE] = np.minimum(figures[:, LIFE] * life[known.class_at], known.life_cap)
    figures[:, CONSEQUENCE] *= consequence
    return np.asarray(figures)


def drawn_policy(policy: Policy, draw: Draw) -> Policy:
    """The policy as a draw has it."""
    age, utilisation, risk = (float(weight) for weight in draw.weights)
    changes: Mapping[str, Any] = {
        "prices": {"optimism_bias": {"equipment": draw.equipment_bias, "works": draw.works_bias}},
        "reference": {"parameters": {"hazard_exponent": {"value": draw.exponent}}},
        "weights": {"age": age, "utilisation": utilisation, "risk": risk},
    }
    return varied(policy, changes)


def drawn_scores(scores: pd.DataFrame, draw: Draw, policy: Policy) -> pd.DataFrame:
    """Scores with the figures of a draw, `policy` being that of the draw. Utilisation stays as it was."""
    figures = dict(zip(UNCERTAIN, draw.figures.T, strict=True))
    risk = (
        figures[c.FAULT_RATE_PER_YEAR] * figures[c.CONSEQUENCE_USED_GBP]
        + figures[c.SAFETY_COST_GBP_PER_YEAR]
        + figures[c.CYBER_COST_GBP_PER_YEAR]
    )
    consumed = figures[c.AGE_USED_YEARS] / figures[c.LIFE_YEARS]
    age_value, risk_value = value_of_age(consumed, policy), value_of_risk(risk, policy)
    parts = np.stack([age_value, scores[c.UTILISATION_VALUE].to_numpy(dtype=np.float64), risk_value], axis=1)
    return scores.assign(
        **figures,
        **{
            c.LIFE_CONSUMED_RATIO: consumed,
            c.RISK_COST_GBP_PER_YEAR: risk,
            c.AGE_VALUE: age_value,
            c.RISK_VALUE: risk_value,
            c.NEED_SCORE: parts @ draw.weights,
        },
    )
