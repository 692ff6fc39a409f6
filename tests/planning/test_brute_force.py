"""The programme against every plan there is, tried one by one."""

import numpy as np
import pytest

from capplan.errors import InfeasibleError
from capplan.planning import allocate, engine
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import YEARS, Problem, best_by_hand, option, problem, tiny

EXACT = Solver(gap=0.0)


@pytest.mark.parametrize("seed", range(90))
def test_plan_is_worth_what_the_best_plan_by_hand_is_worth(seed: int) -> None:
    """No plan under any mix of rules is worth more, and one is found exactly where one exists."""
    case, rules = tiny(seed)
    best = best_by_hand(case, rules)
    if best is None:
        with pytest.raises(InfeasibleError):
            allocate(case.options, case.cash, case.budget, rules, EXACT)
        return
    plan = allocate(case.options, case.cash, case.budget, rules, EXACT)
    assert plan.report.objective_gbp == pytest.approx(best, abs=1e-6)
    assert plan.report.proven
    assert plan.report.bound_gbp >= plan.report.objective_gbp
    assert plan.audit["kept"].all()


@pytest.mark.parametrize("seed", range(90, 130))
def test_cores_find_what_the_whole_programme_finds(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Solving by cores, as large estates are, misses nothing when it is asked for proof to the end."""
    monkeypatch.setattr(engine, "WHOLE_AT_MOST", 0)
    case, rules = tiny(seed)
    best = best_by_hand(case, rules)
    if best is None:
        with pytest.raises(InfeasibleError):
            allocate(case.options, case.cash, case.budget, rules, EXACT)
        return
    plan = allocate(case.options, case.cash, case.budget, rules, EXACT)
    assert plan.report.objective_gbp == pytest.approx(best, abs=1e-6)
    assert plan.report.proven


LARGE = 10_000_000_000
# What each option is worth and spends, and the envelopes, where the solver's tolerance alone would decide.
NARROW = (
    (
        [
            option("A0", 2028, 1.58, 8),
            option("A0", 2027, 6.45, {2027: LARGE, 2029: LARGE - 2}),
            option("A1", 2028, -0.5, {2028: LARGE - 1, 2029: LARGE - 1}),
            option("A2", 2029, 5.0, LARGE - 1),
            option("A3", 2028, 1.56, 4),
            option("A3", 2029, 1.7, 3),
        ],
        {2027: LARGE, 2028: LARGE, 2029: LARGE},
    ),
    (
        [
            option("A0", 2028, 8.16, {2028: LARGE - 2, 2029: LARGE - 2}, must_treat=True),
            option("A0", 2027, 1.0, {2027: 7, 2028: LARGE, 2029: 2_293_210_106}),
            option("A1", 2028, 3.0, {2028: 6, 2029: LARGE - 1}),
            option("A2", 2028, 2.0, 7_871_341_196),
            option("A3", 2029, 1.0, 2),
        ],
        {2027: LARGE, 2028: LARGE - 2, 2029: LARGE - 1},
    ),
)


@pytest.mark.parametrize(("rows", "envelopes"), NARROW)
def test_the_largest_amounts_are_kept_to_the_pound(rows: list[dict], envelopes: dict[int, int]) -> None:
    """A pound beside ten thousand million is neither overspent nor left lying because of it."""
    case = problem(rows, envelopes)
    plan = allocate(case.options, case.cash, case.budget, Rules(), EXACT)
    assert plan.report.objective_gbp == pytest.approx(best_by_hand(case, Rules()), abs=1e-6)
    assert plan.report.proven


def random_large(seed: int) -> Problem:
    """A few options whose amounts are all near the most that is admitted, or a few pounds."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(int(random.integers(2, 7))):
        for year in random.choice(YEARS, size=2, replace=False):
            amounts = random.choice([LARGE - 1, LARGE - 2, LARGE // 2, 5, 3], size=2)
            cash = {int(year): int(amounts[0])} | ({int(year) + 1: int(amounts[1])} if year < YEARS[-1] else {})
            rows.append(option(f"A{number}", int(year), round(float(random.normal(2, 3)), 2), cash))
    return problem(rows, {year: LARGE - int(random.integers(0, 3)) for year in YEARS})


@pytest.mark.parametrize("seed", range(20))
def test_large_amounts_find_what_trying_every_plan_finds(seed: int) -> None:
    """Nothing is lost to the solver's tolerance, up to the most that is admitted."""
    case = random_large(seed)
    plan = allocate(case.options, case.cash, case.budget, Rules(), EXACT)
    assert plan.report.objective_gbp == pytest.approx(best_by_hand(case, Rules()), abs=1e-6)
