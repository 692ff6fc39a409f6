"""The figures behind one asset's score, each with where it is from: a small table for a manager."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.bands import need_bands
from capplan.scoring.classes import class_facts
from capplan.scoring.evaluation import Evaluation, condition_factor, evaluate, rating, utilisation_ratio
from capplan.scoring.flags import MEANINGS, flags
from capplan.scoring.inputs import ASKED_FOR, Completions, completions
from capplan.scoring.pairs import standing
from capplan.scoring.risk import rating_band
from capplan.scoring.values import Numbers
from capplan.scoring.words import figure, pounds, share

Row = tuple[str, str, str]
# What stands in for every input the register may give, in the order in which a reader meets them.
INPUTS: dict[str, tuple[str, str]] = {
    "age_years": ("Age", "years"),
    "activity_per_year": ("Activity", "a year"),
    "hours_used_per_year": ("Hours used", "a year"),
    "hours_available_per_year": ("Hours staffed", "a year"),
    "fault_rate_per_year": ("Faults, its own and its class's record", "a year"),
    "support_factor": ("Support, factor on faults", ""),
    "downtime_factor": ("Downtime, factor on faults", ""),
    "consequence_gbp": ("Cost of a failure", "£"),
    "quality_likelihood": ("Quality assurance, likelihood of harm", "of 5"),
    "notice_likelihood": ("Safety notice, likelihood of harm", "of 5"),
    "dose_likelihood": ("Dose, likelihood of harm", "of 5"),
    "os_likelihood": ("Operating system, likelihood of a cyber event", "of 5"),
    "outage_days": ("Outage", "days an event"),
    "redundancy_step": ("What stands in, moves consequence by", "steps"),
}


def facts_of(assets: pd.DataFrame, asset_id: str, policy: Policy) -> pd.DataFrame:
    """The figures behind the score of one asset of a register: columns `FACTS`, a row a figure.

    Takes columns `ASSETS`; the asset is the first of that number, and the others are needed only where
    its resilience is told from them. An input that is not in the register says over what range it was
    taken. Raises KeyError where the register has no such asset.
    """
    register = assets.reindex(columns=list(c.ASSETS)).reset_index(drop=True)
    places = np.flatnonzero(register[c.ASSET_ID] == asset_id)
    if not len(places):
        raise KeyError(asset_id)
    of_class = class_facts(register, policy.reference)
    inputs = completions(register, of_class, policy)
    middle, low, high = (evaluate(end, of_class, policy) for end in (inputs.middle, inputs.best, inputs.worst))
    grades = rating(inputs.middle, middle, of_class, policy)
    at = int(places[0])
    raised = flags(register, inputs, policy).iloc[at]
    rows = [
        *_inputs(inputs, at),
        *_follows(inputs, middle, grades, at, policy),
        *_need(middle, low, high, at, policy),
        *standing(assets, asset_id, policy),
        *(("Flag", name, MEANINGS[name]) for name in ("" if pd.isna(raised) else raised).split()),
    ]
    return pd.DataFrame(rows, columns=list(c.FACTS), dtype="str")


def _inputs(inputs: Completions, at: int) -> Iterator[Row]:
    for name, (title, unit) in INPUTS.items():
        middle, best, worst = (float(getattr(end, name)[at]) for end in (inputs.middle, inputs.best, inputs.worst))
        if inputs.given[name][at]:
            basis = "the register" if best == worst else f"the register, {_range(best, worst, unit)}"
        elif name == "hours_used_per_year" and np.isnan(worst):
            basis = "assumed: activity times the minutes its class takes"
        elif best == worst:
            basis = f"assumed: as where nothing is recorded; column {ASKED_FOR[name]}"
        else:
            basis = f"assumed: {_range(best, worst, unit)}; column {ASKED_FOR[name]}"
        yield title, _shown(middle, unit), basis


def _follows(
    inputs: Completions, middle: Evaluation, grades: tuple[Numbers, Numbers], at: int, policy: Policy
) -> Iterator[Row]:
    life_basis = "its own use and its class's lives" if np.isnan(inputs.middle.owner_life_years[at]) else "its owner"
    yield "Expected life", _shown(middle.life_years[at], "years"), life_basis
    yield "Life consumed", share(middle.life_consumed[at]), "age over expected life"
    yield "Utilisation", share(utilisation_ratio(inputs.middle)[at]), "hours used over hours staffed"
    factor = condition_factor(inputs.middle, policy)[at]
    yield (
        "Faults to expect",
        _shown(middle.fault_rate_per_year[at], "a year"),
        f"record times {factor:.2f} for condition",
    )
    loss = middle.fault_rate_per_year[at] * inputs.middle.consequence_gbp[at]
    for title, gbp in (
        ("Loss of service", loss),
        ("Harm", middle.safety_gbp_per_year[at]),
        ("Cyber event", middle.cyber_gbp_per_year[at]),
        ("Risk cost, all three", middle.risk_gbp_per_year[at]),
    ):
        yield title, _pounds_a_year(gbp), "expected: likelihood times consequence"
    likelihood, consequence = (grade[at : at + 1] for grade in grades)
    band = rating_band(likelihood * consequence, policy.reference)[0]
    if band is not None:
        shown = f"{likelihood[0]:.0f} x {consequence[0]:.0f} = {likelihood[0] * consequence[0]:.0f}, {band}"
        yield "5 x 5 rating", shown, "likelihood times consequence of the worst of the three"


def _need(middle: Evaluation, low: Evaluation, high: Evaluation, at: int, policy: Policy) -> Iterator[Row]:
    parts = (
        ("Age value", middle.age_value, policy.weights.age),
        ("Utilisation value", middle.utilisation_value, policy.weights.utilisation),
        ("Risk value", middle.risk_value, policy.weights.risk),
    )
    for title, value, weight in parts:
        counts = f"counts {share(weight)}"
        yield (
            title,
            _shown(value[at], ""),
            counts + ("" if np.isnan(value[at]) else f": {weight * value[at]:.1f} points"),
        )
    if np.isnan(middle.need[at]):
        yield "Need score", "not known", "needs a class, and a life"
        return
    one = pd.DataFrame({c.NEED_SCORE: middle.need[[at]], c.NEED_LOW: low.need[[at]], c.NEED_HIGH: high.need[[at]]})
    width = high.need[at] - low.need[at]
    ends = f"{low.need[at]:.1f} to {high.need[at]:.1f}"
    if width > policy.reference.parameters["need_width_shown"]:
        yield "Need score", ends, f"{middle.need[at]:.1f} with what is missing at its middle"
    else:
        yield (
            "Need score",
            f"{middle.need[at]:.1f}",
            f"{ends} over what is missing" if width > 0 else "nothing is missing",
        )
    yield "What it calls for", need_bands(one, policy).iloc[0], "the plan's bands of need"


def _shown(value: float, unit: str) -> str:
    if np.isnan(value):
        return "not known"
    if unit == "£":
        return pounds(value)
    shown = figure(value) if value >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{shown} {unit}".rstrip()


def _range(best: float, worst: float, unit: str) -> str:
    low, high = sorted((best, worst))
    if np.isnan(low) or np.isnan(high):
        return "not known"
    if np.isinf(high):
        return f"{_shown(low, unit)} or more"
    return f"{_shown(low, unit if unit == '£' else '')} to {_shown(high, unit)}"


def _pounds_a_year(gbp: float) -> str:
    return "not known" if np.isnan(gbp) else f"{pounds(gbp)} a year"
