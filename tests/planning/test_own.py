"""Money carried on: the largest carries decide exactly whether a plan can be paid for."""

import numpy as np
import pytest
import scipy.sparse as sp

from capplan.planning import highs
from capplan.planning.blocks import OwnColumns, Programme
from capplan.planning.exact import breaches, improve
from capplan.planning.highs import LinearProgramme, solve_linear
from tests.planning.programmes import programme_of

YEARS = 4


def competing(seed: int) -> Programme:
    """Nine projects that spend in several years, out of money that up to three sets of funds a year limit, all of
    which share the year's carry."""
    random = np.random.default_rng(seed)
    sets = random.integers(1, 4, YEARS)
    year = np.concatenate([np.arange(YEARS), np.repeat(np.arange(YEARS), sets - 1)])
    spend = random.integers(0, 30, (YEARS, 9)) * (random.random((YEARS, 9)) < 0.6)
    counts = np.where((np.arange(len(year)) < YEARS)[:, None], 1, random.random((len(year), 9)) < 0.6)
    draws = sp.csr_array((spend[year] * counts).astype(np.float64))
    money = random.integers(15, 60, len(year)).astype(np.float64)
    most = random.integers(0, 25, YEARS - 1).astype(np.float64)
    rows = [
        ("envelope", sp.csr_array(draws[:YEARS]), np.full(YEARS, -np.inf), money[:YEARS], True),
        ("funds", sp.csr_array(draws[YEARS:]), np.full(len(year) - YEARS, -np.inf), money[YEARS:], True),
    ]
    made = programme_of(random.normal(5, 3, 9), np.arange(9), np.zeros(9, dtype=bool), rows, most)
    carries = np.arange(YEARS - 1)
    signs = (year[:, None] == carries).astype(float) - (year[:, None] == carries + 1)
    own = OwnColumns(rows=sp.csr_array(signs), upper=most, worth=np.zeros(YEARS - 1))
    return Programme(**{name: getattr(made, name) for name in Programme.__dataclass_fields__} | {"own": own})


def can_be_paid(programme: Programme, chosen: np.ndarray) -> bool:
    """Whether any carries at all keep every row, by a linear programme."""
    activity = programme.rows @ chosen.astype(float)
    answer = solve_linear(
        LinearProgramme(
            worth=np.zeros(len(programme.own.upper)),
            rows=programme.own.rows,
            lower=np.full(len(activity), -np.inf),
            upper=programme.upper - activity,
            most=programme.own.upper,
        ),
        seed=0,
        time_limit_s=10,
    )
    return answer.ended == highs.OPTIMAL


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_is_within_the_money_exactly_if_some_carries_keep_every_row(seed: int) -> None:
    """No plan that could be paid for is turned down, and none that could not is let through."""
    programme = competing(seed)
    verdicts = set()
    for number in range(60):
        chosen = np.random.default_rng(1000 * seed + number).random(9) < 0.5
        kept = not breaches(programme, chosen).any()
        assert kept == can_be_paid(programme, chosen)
        verdicts.add(kept)
    assert verdicts == {True, False}


def test_works_that_nothing_needs_are_switched_off() -> None:
    """An option that is worth nothing leaves the plan, and its money goes to one that is."""
    rows = [
        ("envelope", sp.csr_array(np.array([[50.0, 60.0]])), np.array([-np.inf]), np.array([100.0]), True),
    ]
    programme = programme_of(np.array([0.0, 7.0]), np.arange(2), np.zeros(2, dtype=bool), rows, np.empty(0))
    better = improve(programme, np.array([True, False]), np.arange(2))
    assert list(better) == [False, True]


def test_what_a_floor_needs_stays() -> None:
    """An option that is worth nothing stays where a rule would be broken without it."""
    rows = [
        ("envelope", sp.csr_array(np.array([[50.0, 60.0]])), np.array([-np.inf]), np.array([100.0]), True),
        ("network floor", sp.csr_array(np.array([[50.0, 0.0]])), np.array([40.0]), np.array([np.inf]), True),
    ]
    programme = programme_of(np.array([0.0, 7.0]), np.arange(2), np.zeros(2, dtype=bool), rows, np.empty(0))
    assert list(improve(programme, np.array([True, False]), np.arange(2))) == [True, False]
