"""What makes need differ between machines, part by part and field by field: an audit of double counting."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import class_facts
from capplan.scoring.evaluation import Evaluation, evaluate, hours_used
from capplan.scoring.inputs import ASKED_FOR, Completions, Inputs, completions
from capplan.scoring.robustness import weights_of
from capplan.scoring.values import Numbers
from capplan.scoring.widest import some_rows

Row = tuple[str, str, float]
PARTS = {"age": "age_value", "utilisation": "utilisation_value", "risk": "risk_value"}
# A change smaller than this is rounding.
_TOLERANCE = 1e-9


def variance_shares(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Which parts and fields make need differ over a register: columns `VARIANCES`, the three parts, then
    each field that moves need, the strongest first.

    Takes columns `ASSETS`; assets without need are left out, and what is missing stands at its middle. A
    part's share is its weight times the covariance of its value with need, over the variance of need: the
    three add up to 1. A field's is Jansen's (1999) total effect: half the mean square of how need moves
    when the field is dealt anew among machines of its class (by the plan's seed), over the variance.
    Fields act together, so theirs need not add up. `PARTS_MOVED` says which parts moved: more than one is
    a field that counts twice.
    """
    register = assets.reindex(columns=list(c.ASSETS)).reset_index(drop=True)
    facts = class_facts(register, policy.reference)
    inputs = _following(completions(register, facts, policy))
    scored = np.flatnonzero(~np.isnan(evaluate(inputs, facts, policy).need))
    register, inputs, facts = register.iloc[scored], some_rows(inputs, scored), some_rows(facts, scored)
    found = evaluate(inputs, facts, policy)
    deal = dealt(register[c.ASSET_CLASS], np.random.default_rng(policy.solver.seed))
    dealt_anew = (
        (column.heading, evaluate(replace(inputs, **{name: _dealt(inputs, name, deal)}), facts, policy))
        for name, column in ASKED_FOR.items()
    )
    rows = [*_of_parts(found, policy), *sorted(_of_fields(found, dealt_anew), key=lambda row: (-row[2], row[0]))]
    return pd.DataFrame(rows, columns=list(c.VARIANCES))


def _following(known: Completions) -> Inputs:
    """The middle of every field, but hours used left to follow from activity where they do."""
    middle = known.middle
    follows = ~known.given["hours_used_per_year"] & ~np.isnan(middle.activity_per_year * middle.minutes)
    return replace(middle, hours_used_per_year=np.where(follows, np.nan, middle.hours_used_per_year))


def _of_parts(found: Evaluation, policy: Policy) -> Iterator[Row]:
    whole = _variance(found.need)
    for (part, name), weight in zip(PARTS.items(), weights_of(policy), strict=True):
        value = getattr(found, name)
        together = float(((value - value.mean()) * (found.need - found.need.mean())).mean()) if len(value) else 0.0
        yield f"All of {part}", part, weight * together / whole if whole > 0 else float("nan")


def _of_fields(found: Evaluation, dealt_anew: Iterator[tuple[str, Evaluation]]) -> Iterator[Row]:
    whole = _variance(found.need)
    for heading, other in dealt_anew:
        moved = [part for part, name in PARTS.items() if _differ(getattr(found, name), getattr(other, name))]
        if moved and whole > 0:
            yield heading, ", ".join(moved), float(((other.need - found.need) ** 2).mean() / 2 / whole)


def _variance(values: Numbers) -> float:
    """The variance, 0 where there is nothing to vary."""
    return float(values.var()) if len(values) else 0.0


def dealt(classes: pd.Series, draws: np.random.Generator) -> npt.NDArray[np.intp]:
    """For each machine, another of its class at random: a shuffle of places within each class."""
    places, order = np.arange(len(classes)), np.argsort(classes.to_numpy(dtype="object"), kind="stable")
    shuffled = np.lexsort((draws.random(len(classes)), classes.astype("category").cat.codes))
    deal = places.copy()
    deal[order] = shuffled
    return deal


def _dealt(inputs: Inputs, name: str, deal: npt.NDArray[np.intp]) -> Numbers:
    """The field as dealt anew; hours that follow from activity stay with their machine where hours are dealt."""
    values = hours_used(inputs) if name == "hours_used_per_year" else getattr(inputs, name)
    return np.asarray(values[deal])


def _differ(before: Numbers, after: Numbers) -> bool:
    return bool((np.abs(before - after) > _TOLERANCE).any())
