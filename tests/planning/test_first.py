"""A plan to hold early: soon, and within every rule."""

import time
from dataclasses import replace

import numpy as np
import pytest

from capplan.planning.blocks import Programme, in_units, solver_units
from capplan.planning.engine import early_plan
from capplan.planning.exact import breaches
from capplan.planning.first import leading, mended
from capplan.planning.found import Found
from capplan.planning.prices import sample_prices
from capplan.planning.solve import solve
from capplan.policy.schema import Solver
from tests.planning.programmes import synthetic


def found_early(programme: Programme) -> Found | None:
    return early_plan(programme, Solver(), time.monotonic() + 30)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("money", [0.03, 0.1, 0.4])
def test_the_first_plan_keeps_every_rule_and_its_bound_is_true(seed: int, money: float) -> None:
    """Whole pounds, floors, caps and duties are kept, and the plan is worth no more than the bound."""
    programme = synthetic(1_700, 3, seed=seed, money=money)
    found = found_early(programme)
    assert found is not None
    assert not breaches(programme, found.chosen).any()
    treated = np.add.reduceat(found.chosen.astype(int), programme.first)
    assert treated.max() == 1
    assert (treated[programme.must] == 1).all()
    assert 0 < found.value <= found.bound
    assert found.gap < 0.25


def test_a_start_within_the_rules_is_left_as_it_is() -> None:
    """Only what breaks a rule is mended."""
    programme = synthetic(600, 3)
    scaled = in_units(programme, solver_units(programme))
    priced = sample_prices(scaled, seed=1, ends_at=time.monotonic() + 30)
    once = mended(programme, priced, leading(scaled, priced))
    assert once is not None
    again = mended(programme, priced, once)
    assert again is not None
    assert (again == once).all()


def test_no_plan_is_made_up_where_there_is_none() -> None:
    """Floors beyond all money: nothing is returned."""
    programme = synthetic(600, 3)
    assert found_early(replace(programme, lower=programme.lower * 100)) is None


@pytest.mark.slow
@pytest.mark.parametrize(("assets", "years", "limit_s"), [(10_000, 5, 3.0), (200_000, 10, 10.0)])
def test_a_short_limit_holds_and_there_is_a_plan(assets: int, years: int, limit_s: float) -> None:
    """However little time is given, a plan comes back near to it, even on a busy machine (twice the time), with
    an honest gap."""
    programme = synthetic(assets, years)
    began = time.monotonic()
    solution = solve(programme, Solver(gap=0.0, time_limit_s=limit_s), lambda step: None)
    assert time.monotonic() - began < 2 * limit_s
    assert solution.gap < 0.25
    assert not breaches(programme, solution.chosen).any()
