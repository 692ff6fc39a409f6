"""Which missing field is worth chasing: the one whose answer would narrow need the most."""

from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import ClassFacts, class_facts
from capplan.scoring.evaluation import evaluate
from capplan.scoring.inputs import ASKED_FOR, Completions, Inputs, completions
from capplan.scoring.values import Numbers

Rows = npt.NDArray[np.intp]
# These move the rating's consequence and never need.
_RATING_ONLY = (c.OUTAGE_DAYS_PER_EVENT, c.REDUNDANCY)
# Narrowing by less than this is rounding.
_TOLERANCE = 1e-9
NOT_SAID = "not said"


def widest_field(inputs: Completions, width: Numbers, facts: ClassFacts, policy: Policy) -> pd.Series:
    """The column that would narrow each asset's need most, were it known; missing where none would.

    `width` is high less low. An asset without a class needs that first; one without a life needs its
    owner's.
    """
    best_yet = np.full(len(width), _TOLERANCE)
    winner = np.full(len(width), "", dtype=object)
    for column, rows, narrower in narrowing(inputs, width, facts, policy):
        wins = narrower > best_yet[rows]
        best_yet[rows[wins]] = narrower[wins]
        winner[rows[wins]] = str(column)
    no_life = np.isnan(width) & np.isnan(inputs.middle.owner_life_years) & np.isnan(facts.life_mid_years)
    winner[no_life] = str(c.EXPECTED_LIFE_YEARS)
    winner[np.isnan(facts.safety_consequence)] = str(c.ASSET_CLASS)
    return pd.Series(winner, dtype="str").mask(lambda names: names == "")


def worth_knowing(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """What each missing field is worth: columns `WORTH_KNOWING`, a row an asset and field that would
    narrow need, assets in order and the field worth most first.

    Takes columns `ASSETS`. `WIDTH_REMOVED` is the part of the interval of need, in points, that goes if
    the field is known and stands at its middle.
    """
    register = assets.reindex(columns=list(c.ASSETS)).reset_index(drop=True)
    facts = class_facts(register, policy.reference)
    inputs = completions(register, facts, policy)
    low, high = (evaluate(end, facts, policy).need for end in (inputs.best, inputs.worst))
    found = [
        pd.DataFrame({"place": rows, c.COLUMN: str(column), c.WIDTH_REMOVED: narrower})
        for column, rows, narrower in narrowing(inputs, high - low, facts, policy)
    ]
    worth = pd.concat(found, ignore_index=True)
    worth = worth[worth[c.WIDTH_REMOVED] > _TOLERANCE].sort_values(
        ["place", c.WIDTH_REMOVED, c.COLUMN], ascending=[True, False, True], ignore_index=True
    )
    said = register.loc[worth["place"], [c.ASSET_ID, c.ORGANISATION]].reset_index(drop=True)
    return pd.concat([said, worth[[c.COLUMN, c.WIDTH_REMOVED]]], axis=1)[list(c.WORTH_KNOWING)]


def data_to_collect(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The data-collection list: columns `DATA_TO_COLLECT`, a row an organisation and field.

    Takes columns `ASSETS`. Organisations are in order of name and, within each, the field that narrows
    need most over all its assets comes first.
    """
    worth = worth_knowing(assets, policy)
    by = worth.assign(**{c.ORGANISATION: worth[c.ORGANISATION].fillna(NOT_SAID)}).groupby(
        [c.ORGANISATION, c.COLUMN], as_index=False
    )
    listed = by.agg(
        **{
            c.ASSET_COUNT: (c.WIDTH_REMOVED, "size"),
            c.MEAN_WIDTH_REMOVED: (c.WIDTH_REMOVED, "mean"),
            c.WIDTH_REMOVED: (c.WIDTH_REMOVED, "sum"),
        }
    )
    headings = {str(column): column.heading for column in ASKED_FOR.values()}
    listed[c.FIELD_HEADING] = listed[c.COLUMN].map(headings)
    order = [c.ORGANISATION, c.WIDTH_REMOVED, c.COLUMN]
    return listed.sort_values(order, ascending=[True, False, True], ignore_index=True)[list(c.DATA_TO_COLLECT)]


def narrowing(
    inputs: Completions, width: Numbers, facts: ClassFacts, policy: Policy
) -> Iterator[tuple[c.Column, Rows, Numbers]]:
    """For each field, the assets on which it is open and by how much need narrows with it at its middle."""
    for name, column in ASKED_FOR.items():
        if column not in _RATING_ONLY:
            is_open = getattr(inputs.best, name) != getattr(inputs.worst, name)
            rows = np.flatnonzero(is_open & (width > _TOLERANCE))
            yield column, rows, width[rows] - _width_with(name, inputs, rows, facts, policy)


def _width_with(name: str, inputs: Completions, rows: Rows, facts: ClassFacts, policy: Policy) -> Numbers:
    """The width of need, for these rows, with one input fixed at its middle."""
    fixed = {name: getattr(inputs.middle, name)[rows]}
    low, high = (
        evaluate(replace(some_rows(end, rows), **fixed), some_rows(facts, rows), policy).need
        for end in (inputs.best, inputs.worst)
    )
    return high - low


def some_rows[Arrays: (Inputs, ClassFacts)](arrays: Arrays, rows: Rows) -> Arrays:
    """The same fields for some of the assets."""
    return replace(arrays, **{field.name: getattr(arrays, field.name)[rows] for field in fields(arrays)})
