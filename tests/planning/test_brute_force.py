"""The programme against every plan there is, tried one by one."""

import pytest

from capplan.errors import InfeasibleError
from capplan.planning import allocate
from capplan.planning import solve as solving
from capplan.policy.schema import Solver
from tests.planning.estates import best_by_hand, tiny

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
    monkeypatch.setattr(solving, "WHOLE_AT_MOST", 0)
    case, rules = tiny(seed)
    best = best_by_hand(case, rules)
    if best is None:
        with pytest.raises(InfeasibleError):
            allocate(case.options, case.cash, case.budget, rules, EXACT)
        return
    plan = allocate(case.options, case.cash, case.budget, rules, EXACT)
    assert plan.report.objective_gbp == pytest.approx(best, abs=1e-6)
    assert plan.report.proven
