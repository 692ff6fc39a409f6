"""The bound: true at any prices, and as good as the linear relaxation at its own."""

import numpy as np
import pytest

from capplan.errors import InfeasibleError
from capplan.planning import allocate
from capplan.planning.blocks import in_units, solver_units
from capplan.planning.bound import price, relax
from capplan.planning.case import make_case
from capplan.planning.programme import make_programme
from capplan.policy.schema import Solver
from tests.planning.estates import tiny


@pytest.mark.parametrize("seed", range(30))
def test_no_prices_give_a_bound_below_the_best_plan(seed: int) -> None:
    """Weak duality: whatever the prices, no plan is worth more than the bound."""
    case, rules = tiny(seed)
    programme = make_programme(make_case(case.options, case.cash, case.budget), rules)
    try:
        best = allocate(case.options, case.cash, case.budget, rules, Solver(gap=0.0)).report.objective_gbp
    except InfeasibleError:
        return
    random = np.random.default_rng(seed)
    for _ in range(5):
        assert price(programme, random.normal(0, 1, len(programme.rules))).bound >= best - 1e-9


@pytest.mark.parametrize("seed", range(30))
def test_bound_at_the_relaxation_s_prices_is_the_relaxation_s_value(seed: int) -> None:
    """Strong duality: the pass over the options gives back the linear programme's optimum."""
    case, rules = tiny(seed)
    programme = make_programme(make_case(case.options, case.cash, case.budget), rules)
    scaled = in_units(programme, solver_units(programme))
    relaxed = relax(scaled, seed=1, time_limit_s=10)
    if relaxed.ended != "optimal":
        return
    value = np.concatenate([scaled.benefit, scaled.own.worth]) @ relaxed.values
    assert price(scaled, relaxed.prices[: len(scaled.rules)]).bound == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_whole_pounds_stay_whole_in_the_solver_s_units() -> None:
    """Units are powers of two, so going there and back changes no pound."""
    case, rules = tiny(3)
    programme = make_programme(make_case(case.options, case.cash, case.budget), rules)
    units = solver_units(programme)
    there = in_units(programme, units)
    back = there.rows.data * np.where(programme.in_pounds, units.capital, 1.0)[there.rows.tocoo().coords[0]]
    assert (np.sort(back) == np.sort(programme.rows.data)).all()
