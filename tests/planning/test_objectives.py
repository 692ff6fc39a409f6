"""What a plan may make the most of: value, need, or the least capital that keeps the rules."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan import columns as c
from capplan.errors import PolicyError
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import Problem, option, problem

EXACT = Solver(gap=0.0)
# Each machine: benefit, need points, pounds.
MACHINES = {"A": (50.0, 1.0, 10), "B": (10.0, 9.0, 10), "C": (-5.0, 6.0, 4)}


def three(envelope: int = 10, **labels: object) -> Problem:
    """Three machines, one year, and money for less than all."""
    rows = [
        option(name, 2027, benefit, cost, need_removed=need, must_treat=name in str(labels.get("must", "")))
        | {"need_removed": need}
        for name, (benefit, need, cost) in MACHINES.items()
    ]
    return problem(rows, {2027: envelope})


def chosen(plan_decisions: pd.DataFrame) -> list[str]:
    return plan_decisions.loc[plan_decisions[c.ACTION] != "keep", c.ASSET_ID].tolist()


def test_value_and_need_choose_differently_and_both_say_the_money() -> None:
    """Need buys the points that value leaves; the benefit of each decision stays pounds."""
    case = three()
    value = allocate(case.options, case.cash, case.budget, Rules(), EXACT)
    need = allocate(case.options, case.cash, case.budget, Rules(), EXACT, objective="need")
    assert (chosen(value.decisions), chosen(need.decisions)) == (["A"], ["B"])
    assert need.decisions[c.BENEFIT_GBP].sum() == need.report.objective_gbp == 10.0
    assert (need.report.reached, need.report.reached_bound, need.report.unit) == (9.0, 9.0, "points")
    assert math.isnan(need.report.bound_gbp)
    assert "need" in need.report.sentence


def test_least_capital_lets_the_envelopes_go_and_says_what_each_year_needs() -> None:
    """What must be treated is, at the least cost, whatever the budget; the audit knows no envelope."""
    case = three(envelope=1, must="AC")
    plan = allocate(case.options, case.cash, case.budget, Rules(), EXACT, objective="least_capital")
    assert chosen(plan.decisions) == ["A", "C"]
    assert plan.cash.groupby(c.YEAR)[c.CAPITAL_GBP].sum().to_dict() == {2027: 14}
    assert (plan.report.reached, plan.report.reached_bound) == (14.0, 14.0)
    assert plan.report.objective_gbp == 45.0
    assert "envelope" not in set(plan.audit[c.RULE])
    assert plan.prices[c.PRICE].tolist() == [0.0]


def test_least_capital_meets_a_floor_with_the_cheapest_fit() -> None:
    """£12 of work in the class is least met by £14, not by £20."""
    case = three()
    rules = Rules.model_validate({"class_floor_gbp": {"ct": 12}})
    plan = allocate(case.options, case.cash, case.budget, rules, EXACT, objective="least_capital")
    assert plan.report.reached == 14.0


def test_least_capital_counts_the_shared_works_of_a_bundle() -> None:
    """Works that a bundle shares are capital too."""
    case = three(must="A")
    rules = Rules.model_validate({"together": [{"name": "AB", "assets": ["A", "B"], "shared_works_gbp": 3}]})
    plan = allocate(case.options, case.cash, case.budget, rules, EXACT, objective="least_capital")
    assert plan.report.reached == 23.0


def test_need_asks_for_the_points() -> None:
    """Options that do not say what need they remove cannot be chosen by it."""
    case = three()
    with pytest.raises(PolicyError, match="need_removed"):
        allocate(case.options.drop(columns=c.NEED_REMOVED), case.cash, case.budget, Rules(), EXACT, objective="need")


@settings(max_examples=20)
@given(
    needs=st.lists(st.integers(0, 20), min_size=5, max_size=5),
    costs=st.lists(st.integers(1, 20), min_size=5, max_size=5),
    envelope=st.integers(1, 60),
)
def test_need_matches_trying_every_plan(needs: list[int], costs: list[int], envelope: int) -> None:
    """The plan removes as much need as the best of all 32."""
    rows = [
        option(f"A{n}", 2027, 0.0, cost) | {"need_removed": float(need)}
        for n, (need, cost) in enumerate(zip(needs, costs, strict=True))
    ]
    case = problem(rows, {2027: envelope})
    plan = allocate(case.options, case.cash, case.budget, Rules(), EXACT, objective="need")
    best = max(
        sum(need for need, taken in zip(needs, picks, strict=True) if taken)
        for picks in itertools.product([False, True], repeat=5)
        if sum(cost for cost, taken in zip(costs, picks, strict=True) if taken) <= envelope
    )
    assert plan.report.reached == pytest.approx(best)
