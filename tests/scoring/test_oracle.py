"""Hundreds of random assets, complete and incomplete, against a second scorer written from the method alone."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring import challenger, deferral_cost, score
from tests.scoring import oracle
from tests.scoring.random_assets import AS_AT, frame_of, random_assets


def figures(found: pd.Series) -> np.ndarray:
    return found.to_numpy(dtype="float64", na_value=np.nan)


def expected(told: list[dict[str, Any]], name: str) -> np.ndarray:
    return np.array([np.nan if row[name] is None else row[name] for row in told], dtype="float64")


def policy_of(hazard: str = "power_law", mode: str = "interpolated") -> Policy:
    return Policy.model_validate({"plan": {"as_at": AS_AT}, "hazard": {"model": hazard}, "life": {"mode": mode}})


@pytest.mark.parametrize(("seed", "mode"), [(1, "interpolated"), (2, "step")])
def test_every_published_score_agrees_with_the_second_scorer(seed: int, mode: str) -> None:
    """Value, need with its low and high, rating and cost of 500 random assets, to nine figures."""
    assets = list(random_assets(seed))
    told = [oracle.score_of(asset, AS_AT, mode) for asset in assets]
    scores = score(frame_of(assets), policy_of(mode=mode))
    for column in c.SCORE_CONTRACT[1:]:
        np.testing.assert_allclose(
            figures(scores[column]), expected(told, column), rtol=1e-9, atol=1e-9, err_msg=column
        )


@pytest.mark.parametrize("hazard", ["power_law", "constant", "cnaim"])
def test_every_year_of_deferral_agrees_with_the_second_scorer(hazard: str) -> None:
    """Cost of keeping by year, the successor's life and cost, and net benefit by start year, to the penny."""
    assets, policy = list(random_assets(3)), policy_of(hazard)
    frame = frame_of(assets)
    scores = score(frame, policy)
    years = policy.prices.appraisal_years
    kept = figures(deferral_cost(frame, scores, policy)[c.DEFERRAL_COST_GBP]).reshape(len(frame), years)
    successors = challenger(frame, scores, policy)
    for place, asset in enumerate(assets):
        costs = oracle.deferral_of(asset, AS_AT, policy.plan.start, years, hazard)
        np.testing.assert_allclose(kept[place], np.array(costs, dtype="float64"), rtol=1e-9, err_msg=str(asset))
        found = oracle.successor_of(asset, AS_AT, hazard)
        row = successors.iloc[place]
        if found is None:
            assert pd.isna(row[c.EQUIVALENT_ANNUAL_COST_GBP])
            continue
        assert row[c.ECONOMIC_LIFE_YEARS] == found[0]
        names = (c.EQUIVALENT_ANNUAL_COST_GBP, c.SUCCESSOR_RUNNING_GBP_PER_YEAR, c.SUCCESSOR_CAPITAL_GBP_PER_YEAR)
        np.testing.assert_allclose(row[list(names)].astype("float64"), found[1:], rtol=1e-9)


def test_the_second_scorer_gives_the_worked_example(worked: pd.DataFrame) -> None:
    """The scorer that checks the other is itself checked by the four assets worked by hand."""
    rows = [{k: None if pd.isna(v) else v for k, v in row.items()} for row in worked.to_dict("records")]
    needs = [oracle.score_of(row, AS_AT)["need_score"] for row in rows]
    assert needs == pytest.approx([78.0963, 66.4108, 41.5906, 38.8777], abs=5e-5)
