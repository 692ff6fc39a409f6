"""How failure grows with age: CNAIM's published figures, and the models one may choose."""

import datetime as dt
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan import columns as c
from capplan.policy import Policy
from capplan.policy.schema import Hazard
from capplan.scoring import challenger, cnaim, deferral_cost, score
from capplan.scoring.hazard import HAZARDS, hazard_growth


def policy_of(model: str) -> Policy:
    return Policy.model_validate({"plan": {"as_at": dt.date(2027, 4, 1)}, "hazard": {"model": model}})


def test_ageing_rates_and_lives() -> None:
    """CNAIM 6.1.3 and 6.1.4: expected life from duty and location, and the rate that fits it."""
    rates = cnaim.initial_ageing_rate(np.array([10.0, 5.0]))
    lives = cnaim.expected_life(60.0, np.array([1.0, 0.9]), 1.1)
    assert rates.tolist() == pytest.approx([0.239789527, 0.479579055], abs=5e-10)
    assert lives.tolist() == pytest.approx([54.5454545, 60.6060606], abs=5e-8)
    assert cnaim.initial_ageing_rate(lives).tolist() == pytest.approx([0.0439614133, 0.0395652720], abs=5e-11)


def test_health_from_age() -> None:
    """CNAIM 6.1.5: health at 40 years of both lives; it never passes the end of life by age alone."""
    rates = cnaim.initial_ageing_rate(cnaim.expected_life(60.0, np.array([1.0, 0.9]), 1.1))
    assert cnaim.initial_health(rates, 40.0).tolist() == pytest.approx([2.90173651, 2.43382404], abs=5e-9)
    assert cnaim.initial_health(np.array([1.0, 100.0]), np.array([2.0, 200.0])).tolist() == pytest.approx(
        [3.694528, 5.5], abs=5e-7
    )


def test_forecast_ageing() -> None:
    """CNAIM 6.1.8: the rate that explains health, at most twice the first, and the first for one as new."""
    assert cnaim.forecast_ageing_rate(1.0, 25.0, 1.0) == pytest.approx(0.02772589, abs=5e-9)
    assert cnaim.forecast_ageing_rate(9.0, 5.0, 0.1) == pytest.approx(0.2)
    assert cnaim.forecast_ageing_rate(0.5, 5.0, 0.1) == pytest.approx(0.1)


@pytest.mark.parametrize(("health", "failures"), [(0.5, 0.012939205), (4.0, 0.012939205), (15.0, 0.396199947)])
def test_failures_of_a_132_kv_transformer(health: float, failures: float) -> None:
    """CNAIM 6.1.2 with K of 0.0454 %: level to health 4, and 0.396 a year at 15."""
    assert cnaim.failures_per_year(np.array([health]), 0.000454)[0] == pytest.approx(failures, abs=5e-10)


def test_present_value_of_risk() -> None:
    """CNAIM 5.5: 0.1, 0.2 and 0.5 failures a year at £100 are worth £73.43 now."""
    assert cnaim.present_value_of_risk((0.1, 0.2, 0.5), 100) == pytest.approx(73.43, abs=0.005)


def test_failures_to_come_start_with_this_year_undiscounted() -> None:
    """With no ageing, 31 terms of a level rate: this year whole, the thirtieth worth 1.035 ^ -30."""
    level = cnaim.cumulative_discounted_failures(np.array([1.0]), np.array([0.0]), 0.001)[0]
    assert level == pytest.approx(
        cnaim.failures_per_year(np.array([1.0]), 0.001)[0] * sum(1.035**-t for t in range(31))
    )


def test_bands_and_their_typical_health() -> None:
    """CNAIM tables 5, 6, 7 and 8A: each band's typical health lies in it; criticality has four factors."""
    assert cnaim.band(np.array(cnaim.TYPICAL_HEALTH)).tolist() == [1, 2, 3, 4, 5]
    assert cnaim.consequence_factor(np.array([0.74, 0.75, 1.25, 2.0])).tolist() == [0.7, 1.0, 1.5, 2.5]


def test_condition_moves_health_within_its_limits() -> None:
    """Condition and reliability multiply health, from a collar of 0.5 to a cap of 10."""
    factors = cnaim.health_factor(np.array([1.5, 0.9]), np.array([1.2, 0.8]))
    assert cnaim.current_health(np.array([4.0, 0.5]), factors).tolist() == pytest.approx([4 * (1.5 + 0.2 / 1.5), 0.5])
    assert cnaim.current_health(np.array([5.5]), np.array([2.0]), reliability=1.5) == 10


@pytest.mark.parametrize(
    ("model", "growth"),
    [("power_law", [1.68, 2.14, 2.74, 3.35, 4.60]), ("constant", [1] * 5), ("cnaim", [1.00, 2.12, 5.89, 17.35, 30.6])],
)
def test_growth_from_a_new_machine(model: str, growth: list[float]) -> None:
    """Each model over 0.8, 1, 1.25, 1.5 and 2 lives."""
    consumed = np.array([0.8, 1.0, 1.25, 1.5, 2.0])
    assert hazard_growth(consumed, np.zeros(5), policy_of(model)).tolist() == pytest.approx(growth, abs=0.03)


def test_the_plan_file_offers_every_model() -> None:
    """The models of the plan file and those of the table are the same."""
    assert get_args(Hazard.model_fields["model"].annotation) == tuple(HAZARDS)


@given(
    model=st.sampled_from(list(HAZARDS)), now=st.floats(0, 3), years=st.lists(st.floats(0, 3), min_size=2, max_size=6)
)
@settings(max_examples=60, deadline=None)
def test_no_model_gets_younger(model: str, now: float, years: list[float]) -> None:
    """Growth is 1 now, never falls with age, and what is not known stays so."""
    consumed = now + np.array(sorted(years))
    growth = hazard_growth(consumed, np.full(len(consumed), now), policy_of(model))
    assert (np.diff(growth) >= -1e-9).all()
    assert growth[0] >= 1 - 1e-9
    assert hazard_growth(np.array([now]), np.array([now]), policy_of(model))[0] == pytest.approx(1)
    assert np.isnan(hazard_growth(np.array([np.nan]), np.array([now]), policy_of(model))[0])


def test_the_model_moves_old_machine_and_successor_alike(ct: pd.DataFrame) -> None:
    """Under constant failure an old machine is cheaper to keep than under ageing, and so is its successor."""
    costs = {}
    for model in HAZARDS:
        policy = policy_of(model)
        scores = score(ct, policy)
        kept = deferral_cost(ct, scores, policy)[c.DEFERRAL_COST_GBP].iloc[-1]
        costs[model] = kept, challenger(ct, scores, policy)[c.EQUIVALENT_ANNUAL_COST_GBP].item()
    assert costs["constant"][0] < costs["power_law"][0] < costs["cnaim"][0]
    assert costs["constant"][1] < costs["power_law"][1] < costs["cnaim"][1]


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_a_scenario_may_halve_or_double_what_failure_costs(scale: float, ct: pd.DataFrame) -> None:
    """The consequence of a failure scales, the register's own figure too; harm and cyber risk stay."""
    policy = Policy.model_validate({"plan": {"as_at": dt.date(2027, 4, 1)}, "scale": {"consequence": scale}})
    row = score(ct, policy).iloc[0]
    assert row[c.CONSEQUENCE_USED_GBP] == 60_600 * scale
    assert row[c.RISK_COST_GBP_PER_YEAR] == pytest.approx(107_464 * scale + 7_049.6, abs=0.5)


def test_worse_bands_fail_more_now_and_later() -> None:
    """By health band failures rise, and so do those to come; both go with the constant of the class."""
    now, later = cnaim.failures_by_band(0.000078), cnaim.discounted_failures_by_band(0.000078, 60.0)
    assert (np.diff(now) > 0).all()
    assert (np.diff(later) > 0).all()
    assert (later > now).all()
    assert cnaim.discounted_failures_by_band(0.000156, 60.0).tolist() == pytest.approx((2 * later).tolist())
