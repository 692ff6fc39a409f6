"""Which missing field is worth chasing: the one whose answer would narrow need the most."""

from dataclasses import fields, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import ClassFacts
from capplan.scoring.evaluation import evaluate
from capplan.scoring.inputs import ASKED_FOR, Completions, Inputs
from capplan.scoring.values import Numbers

Rows = npt.NDArray[np.intp]
# These move the rating's consequence and never need.
_RATING_ONLY = (c.OUTAGE_DAYS_PER_EVENT, c.REDUNDANCY)
# Narrowing by less than this is rounding.
_TOLERANCE = 1e-9


def widest_field(inputs: Completions, width: Numbers, facts: ClassFacts, policy: Policy) -> pd.Series:
    """The column that would narrow each asset's need most, were it known; missing where none would.

    `width` is high less low. Each field in turn is fixed at its middle and need worked out again at
    both ends. An asset without a class needs that first; one without a life needs its owner's.
    """
    asked = [(name, column) for name, column in ASKED_FOR.items() if column not in _RATING_ONLY]
    best_yet = np.full(len(width), _TOLERANCE)
    winner = np.full(len(width), "", dtype=object)
    for name, column in asked:
        is_open = getattr(inputs.best, name) != getattr(inputs.worst, name)
        rows = np.flatnonzero(is_open & (width > _TOLERANCE))
        narrower = width[rows] - _width_with(name, inputs, rows, facts, policy)
        wins = rows[narrower > best_yet[rows]]
        best_yet[wins] = narrower[narrower > best_yet[rows]]
        winner[wins] = str(column)
    no_life = np.isnan(width) & np.isnan(inputs.middle.owner_life_years) & np.isnan(facts.life_mid_years)
    winner[no_life] = str(c.EXPECTED_LIFE_YEARS)
    winner[np.isnan(facts.safety_consequence)] = str(c.ASSET_CLASS)
    return pd.Series(winner, dtype="str").mask(lambda names: names == "")


def _width_with(name: str, inputs: Completions, rows: Rows, facts: ClassFacts, policy: Policy) -> Numbers:
    """The width of need, for these rows, with one input fixed at its middle."""
    fixed = {name: getattr(inputs.middle, name)[rows]}
    low, high = (
        evaluate(replace(_some(end, rows), **fixed), _some(facts, rows), policy).need
        for end in (inputs.best, inputs.worst)
    )
    return high - low


def _some[Arrays: (Inputs, ClassFacts)](arrays: Arrays, rows: Rows) -> Arrays:
    return replace(arrays, **{field.name: getattr(arrays, field.name)[rows] for field in fields(arrays)})
