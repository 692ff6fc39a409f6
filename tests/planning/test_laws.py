"""What must be true of any plan, whatever the problem: laws tried on random cases."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.errors import InfeasibleError
from capplan.model import Plan
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import Problem, tiny

SEEDS = st.integers(min_value=0, max_value=100_000)
A_FEW = settings(max_examples=25, deadline=None, derandomize=True)


def worth(case: Problem, rules: Rules) -> float:
    """What the best plan is worth; minus infinity where there is none."""
    plan = planned(case, rules)
    return float("-inf") if plan is None else plan.report.objective_gbp


def planned(case: Problem, rules: Rules) -> Plan | None:
    try:
        return allocate(case.options, case.cash, case.budget, rules, Solver(gap=0.0))
    except InfeasibleError:
        return None


@A_FEW
@given(seed=SEEDS, more=st.integers(min_value=1, max_value=50))
def test_more_money_never_makes_a_worse_plan(seed: int, more: int) -> None:
    """A larger envelope can only help, where no limit is a share of it."""
    case, rules = tiny(seed)
    rules = rules.model_copy(update={"network_floor": None, "network_cap": None})
    richer = Problem(
        options=case.options,
        cash=case.cash,
        budget=case.budget.assign(envelope_gbp=case.budget["envelope_gbp"] + more),
    )
    assert worth(richer, rules) >= worth(case, rules) - 1e-6


@A_FEW
@given(seed=SEEDS)
def test_dropping_a_rule_never_makes_a_worse_plan(seed: int) -> None:
    """Without its rules, what lets money roll over kept, a plan is worth at least as much."""
    case, rules = tiny(seed)
    without = Rules(carry_forward=rules.carry_forward, funds=rules.funds)
    assert worth(case, without) >= worth(case, rules) - 1e-6


@A_FEW
@given(seed=SEEDS)
def test_order_of_rows_does_not_matter(seed: int) -> None:
    """Shuffled files give the same plan, row for row."""
    case, rules = tiny(seed)
    shuffled = Problem(
        options=case.options.sample(frac=1, random_state=seed),
        cash=case.cash.sample(frac=1, random_state=seed),
        budget=case.budget.sample(frac=1, random_state=seed),
    )
    first, second = planned(case, rules), planned(shuffled, rules)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        for name in ("decisions", "cash", "audit", "baselines", "prices"):
            pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


@A_FEW
@given(seed=SEEDS)
def test_thousandfold_pounds_give_the_same_choice_of_worth(seed: int) -> None:
    """A problem in thousands of pounds and the same in pounds are worth the same."""
    case, rules = tiny(seed)
    works = tuple(
        bundle.model_copy(update={"shared_works_gbp": 1000 * bundle.shared_works_gbp}) for bundle in rules.together
    )
    rules_k = rules.model_copy(update={"together": works})
    larger = Problem(
        options=case.options.assign(benefit_gbp=case.options["benefit_gbp"] * 1000),
        cash=case.cash.assign(capital_gbp=case.cash["capital_gbp"] * 1000),
        budget=case.budget.assign(envelope_gbp=case.budget["envelope_gbp"] * 1000),
    )
    if rules.carry_forward or rules.network_floor or rules.network_cap:
        return  # limits by share are whole pounds, so a thousandth of one is not the other
    assert worth(larger, rules_k) == pytest.approx(1000 * worth(case, rules))


@A_FEW
@given(seed=SEEDS)
def test_bound_stands_above_the_plan_and_gap_says_by_how_much(seed: int) -> None:
    """The proof never claims more than it has."""
    case, rules = tiny(seed)
    plan = planned(case, rules)
    if plan is not None:
        said = plan.report
        assert said.bound_gbp >= said.objective_gbp
        assert said.proven == (said.gap <= said.gap_asked + 1e-9)
        assert said.objective_gbp == pytest.approx(plan.decisions["benefit_gbp"].sum())


@A_FEW
@given(seed=SEEDS)
def test_decisions_name_one_option_of_each_asset_at_most(seed: int) -> None:
    """Every asset has one decision, and its option is one of its own."""
    case, rules = tiny(seed)
    plan = planned(case, rules)
    if plan is not None:
        decisions = plan.decisions
        assert sorted(decisions["asset_id"]) == sorted(case.options["asset_id"].unique())
        chosen = decisions.dropna(subset="option_id").merge(case.options, on="option_id", suffixes=("", "_brought"))
        assert (chosen["asset_id"] == chosen["asset_id_brought"]).all()
        kept = decisions[decisions["option_id"].isna()]
        assert (kept["action"] == "keep").all()
        assert kept["start_year"].isna().all()
        assert (kept["capital_gbp"] == 0).all()
        assert plan.cash["capital_gbp"].sum() == decisions["capital_gbp"].sum()
