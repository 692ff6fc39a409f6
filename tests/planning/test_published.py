"""Published capital-rationing problems, through the public layer."""

import numpy as np
import pandas as pd
import pytest

from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import Problem, option, problem
from tests.planning.knapsacks import (
    KINDS,
    KREHER_STINSON,
    PETERSEN_LIMITS,
    PETERSEN_USES,
    PETERSEN_WORTH,
    highs_alone,
    projects,
)

# Lorie and Savage (1955), Journal of Business 28: nine projects, outlays in two periods of 50 and 20.
WORTH = (14, 17, 17, 15, 40, 12, 14, 10, 12)
FIRST_OUTLAY = (12, 54, 6, 6, 30, 6, 48, 36, 18)
SECOND_OUTLAY = (3, 7, 6, 2, 35, 6, 4, 3, 3)


def lorie_savage() -> Problem:
    rows = [
        option(f"project {number}", 1, float(worth), {1: first, 2: second}, action="invest")
        for number, (worth, first, second) in enumerate(zip(WORTH, FIRST_OUTLAY, SECOND_OUTLAY, strict=True), start=1)
    ]
    case = problem(rows, {1: 50, 2: 20})
    required = ["option_id", "asset_id", "action", "start_year", "benefit_gbp"]
    return Problem(options=case.options[required], cash=case.cash, budget=case.budget)


def test_lorie_and_savage_projects_are_worth_70() -> None:
    """The integer optimum takes projects 1, 3, 4, 6 and 9 and is proven."""
    case = lorie_savage()
    plan = allocate(case.options, case.cash, case.budget, Rules(), Solver(gap=0.0))
    chosen = plan.decisions.loc[plan.decisions["action"] == "invest", "asset_id"]
    assert list(chosen) == [f"project {number}" for number in (1, 3, 4, 6, 9)]
    assert plan.report.objective_gbp == 70.0
    assert plan.report.bound_gbp == pytest.approx(70.0)
    assert plan.report.proven


def test_lorie_and_savage_prices_are_those_of_the_linear_programme() -> None:
    """Weingartner (1963): the relaxation prices a pound of the first period at 0.136 and of the second at 1.864."""
    case = lorie_savage()
    plan = allocate(case.options, case.cash, case.budget, Rules(), Solver(gap=0.0))
    expected = pd.DataFrame({"year": [1, 2], "price": [3 / 22, 41 / 22]})
    pd.testing.assert_frame_equal(plan.prices, expected, check_dtype=False)


def test_petersen_s_six_projects_are_worth_3800() -> None:
    """Ten limits on six projects: the published optimum, proven."""
    report = projects(list(PETERSEN_WORTH), np.array(PETERSEN_USES), list(PETERSEN_LIMITS)).plan(Rules()).report
    assert report.objective_gbp == 3800.0
    assert report.proven


@pytest.mark.parametrize(("weights", "worth", "capacity", "optimum"), KREHER_STINSON)
def test_kreher_and_stinson_s_knapsacks_reach_their_optimum(
    weights: tuple[int, ...], worth: tuple[int, ...], capacity: int, optimum: int
) -> None:
    """Published 0/1 knapsacks of 5, 15 and 24 items, proven."""
    report = projects(list(worth), np.array([weights]), [capacity]).plan(Rules()).report
    assert report.objective_gbp == optimum
    assert report.proven


# Of each kind those that HiGHS ends in a second or so; all thirty of each are in the benchmarks.
QUICK = [("multidimensional knapsack", 0), ("multiple-choice knapsack", 0), ("multiple-choice knapsack", 1)]
QUICK += [("capital budgeting", seed) for seed in (0, 3)]


@pytest.mark.parametrize(("kind", "seed"), QUICK)
def test_a_problem_by_a_published_recipe_reaches_the_optimum_that_highs_proves(kind: str, seed: int) -> None:
    """Same worth as HiGHS alone where it proves it, a true bound, every rule kept."""
    case = KINDS[kind](seed)
    alone = highs_alone(case, Rules(), 10.0)
    plan = case.plan(Rules())
    assert plan.audit["kept"].all()
    assert plan.report.bound_gbp >= alone.worth - 1e-6
    if alone.proved:
        assert plan.report.objective_gbp == pytest.approx(alone.worth, abs=1e-4)
