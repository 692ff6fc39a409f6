"""The nearer bound of a programme that falls into parts: never below the best plan, and no choice of it ruled out."""

import time

import numpy as np
import pytest

from capplan.planning.blocks import in_units, solver_units
from capplan.planning.engine import _relaxed
from capplan.planning.own import worth_of
from capplan.planning.parts import fallen_apart, gains
from capplan.planning.solve import solve
from capplan.planning.solvers import Effort
from capplan.policy.schema import Solver
from tests.planning.programmes import NETWORKS, hard_knapsack, synthetic

EFFORT = Effort(target=None, gap=1e-6, nodes=200, seconds=20.0, seed=1, solver="highs")
SEEDS = range(4)


def bounds(seed: int) -> tuple[float, float, float]:
    """The relaxation's bound, that of its parts and the best plan of a small estate, where every choice of the best
    plan is still open by the parts' bound."""
    programme = synthetic(120, 2, seed=seed, money=0.3)
    best = solve(programme, Solver(gap=0.0, time_limit_s=60), lambda step: None)
    scaled = in_units(programme, solver_units(programme))
    relaxed = _relaxed(scaled, Solver(), time.monotonic() + 60)
    value, bound = worth_of(scaled, best.chosen), relaxed.priced.bound
    gained = gains(scaled, relaxed, bound - value + 1e-6, EFFORT)
    slack = bound - gained.total - value + gained.of_asset + 1e-6
    assert (relaxed.priced.loss <= slack[programme.asset_of])[best.chosen].all()
    return bound, bound - gained.total, value


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_is_worth_more_than_the_parts_say(seed: int) -> None:
    """The relaxation is above the parts, and they are above the best plan, proved by branch and bound."""
    relaxation, parts, best = bounds(seed)
    assert relaxation >= parts >= best - 1e-6


def test_parts_bring_the_bound_nearer() -> None:
    """In some of the estates; a bound that never moved would be no use."""
    assert any(parts < relaxation - 1e-6 for relaxation, parts, _ in map(bounds, SEEDS))


def test_every_part_is_whole_networks() -> None:
    """Once money and classes are paid for, assets that share a row of a network stand in one part."""
    programme = synthetic(240, 2)
    found = fallen_apart(programme)
    assert found is not None
    linking, of_asset, of_row, _ = found
    for row in np.flatnonzero(~linking):
        assets = programme.asset_of[programme.rows[[row]].indices]
        assert (of_asset[assets] == of_row[row]).all()
    assert len(np.unique(of_asset)) >= NETWORKS


def test_programme_under_one_limit_does_not_fall_apart() -> None:
    """A single rule that ties everything together leaves nothing to gain."""
    assert fallen_apart(hard_knapsack(200, 3)) is None
