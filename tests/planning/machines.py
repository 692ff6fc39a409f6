"""Machines worked by hand, for the tests of what could be done to them."""

from typing import Any

import pandas as pd

from capplan import columns as c
from capplan import frames
from capplan.planning.eligibility import asset_facts
from capplan.planning.options import OptionSet, build_options
from capplan.planning.prospects import Outcomes
from capplan.policy import Policy

PRICES = (c.ASSET_ID, c.EQUIPMENT_GBP_EX_VAT, c.WORKS_GBP_EX_VAT)


def policy_with(**settings: Any) -> Policy:
    return Policy.model_validate(settings)


def rows(names: tuple[c.Column, ...], *given: dict[str, Any]) -> pd.DataFrame:
    return pd.concat([frames.empty(names), pd.DataFrame(list(given))])[list(names)].astype(frames.empty(names).dtypes)


def facts_of(*given: dict[str, Any]) -> pd.DataFrame:
    """Asset facts: each asset a sound CT scanner but for what is given."""
    sound = {"asset_class": "ct", "age_years": 9.0, "status": "in_use", "finance_method": "owned"}
    assets = rows(c.ASSETS, *({"asset_id": f"A-{n}", **sound, **one} for n, one in enumerate(given)))
    ids = assets[c.ASSET_ID]
    scores = rows(c.SCORES, *({"asset_id": i, "life_consumed_ratio": 1.1, "age_used_years": 9.0} for i in ids))
    for position, one in enumerate(given):
        scores.loc[position, c.GATE] = one.get("gate")
    prices = pd.DataFrame({c.ASSET_ID: ids, c.EQUIPMENT_GBP_EX_VAT: 750_000.0, c.WORKS_GBP_EX_VAT: 100_000.0})
    return asset_facts(assets, scores, prices)


def outcomes_of(
    facts: pd.DataFrame, kept: list[float], successor: dict[str, float], **others: float | list[float]
) -> Outcomes:
    """What scoring says of some assets alike: the cost of keeping them by year, and of their successor; any of
    the columns `ALTERNATIVES` and `RENEWED`, the same in every year or one an asset."""
    ids = facts[c.ASSET_ID]
    deferral = pd.DataFrame(
        [(i, 2027 + year, cost) for i in ids for year, cost in enumerate(kept)], columns=list(c.DEFERRAL)
    )
    return Outcomes(
        deferral=deferral,
        challenger=pd.DataFrame({c.ASSET_ID: ids}).assign(**successor).reindex(columns=list(c.CHALLENGER)),
        alternatives=deferral[[c.ASSET_ID, c.YEAR]]
        .assign(**{name: value for name, value in others.items() if name in c.ALTERNATIVES})
        .reindex(columns=list(c.ALTERNATIVES)),
        renewed=facts[[c.ASSET_ID]]
        .assign(**{name: value for name, value in others.items() if name in c.RENEWED})
        .reindex(columns=list(c.RENEWED)),
    )


def options_of(facts: pd.DataFrame, outcomes: Outcomes, policy: Policy) -> OptionSet:
    return build_options(facts[[*c.ASSETS]], facts[[*c.SCORES]], facts[[*PRICES]], outcomes, policy)
