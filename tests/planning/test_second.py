"""The second stage: plans worth the same are told apart."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from capplan.planning.blocks import Programme
from capplan.planning.solve import solve
from capplan.policy.schema import Solver
from tests.planning.programmes import programme_of


def choices(worth: list[float], cost: list[float], money: float, age: list[float]) -> Programme:
    """One option an asset, one envelope."""
    rows = [("envelope", sp.csr_array(np.array([cost])), np.array([-np.inf]), np.array([money]), True)]
    made = programme_of(np.array(worth), np.arange(len(worth)), np.zeros(len(worth), dtype=bool), rows, np.empty(0))
    return replace(made, preference=np.array(age))


def chosen(programme: Programme) -> list[int]:
    return np.flatnonzero(solve(programme, Solver(gap=0.0), lambda step: None).chosen).tolist()


def test_of_plans_worth_the_same_the_older_assets_are_treated() -> None:
    """Assets that differ in cost, so are not identical, but are worth the same: the oldest that fits goes first."""
    assert chosen(choices([8, 8, 8], [40, 50, 60], 60, [3, 9, 4])) == [1]
    assert chosen(choices([8, 8, 8], [40, 50, 60], 60, [3, 4, 9])) == [2]


def test_what_is_worth_more_goes_before_what_is_older() -> None:
    """Age decides nothing but ties."""
    assert chosen(choices([8, 8.01], [50, 50], 60, [30, 1])) == [1]


def test_nothing_is_added_that_is_worth_nothing() -> None:
    """An old asset whose treatment gains nothing is left alone, though money is left."""
    assert chosen(choices([8, 0], [50, 5], 60, [1, 30])) == [0]


@pytest.mark.parametrize("seed", range(5))
def test_equal_plans_are_told_apart_alike_whatever_the_solver_s_seed(seed: int) -> None:
    """Many plans of one worth and age: the same comes out for every seed."""
    random = np.random.default_rng(seed)
    programme = choices([5.0] * 12, random.integers(20, 30, 12).tolist(), 150, [7.0] * 12)
    plans = {
        tuple(np.flatnonzero(solve(programme, Solver(gap=0.0, seed=number), lambda step: None).chosen))
        for number in range(4)
    }
    assert len(plans) == 1
