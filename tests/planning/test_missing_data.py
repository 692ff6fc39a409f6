"""Decisions that what the registers leave out could turn, held against prices that can be told by hand."""

import pandas as pd

from capplan.model import Plan
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import option, problem

# Money for three: A and B are worth 3.00 and 1.20 a pound, C at the margin half fits at 0.90, D is below it.
ROWS = [
    option("A", 2028, 300.0, 100),
    option("B", 2028, 120.0, 100),
    option("C", 2028, 90.0, 100),
    option("D", 2028, 40.0, 100),
    option("E", 2028, -70.0, 100, must_treat=True),
]


def plan_with(ends: dict[str, tuple[float, float]], rules: dict | None = None) -> Plan:
    """The plan for 350 where assets are worth this at either end, with two fields missing each."""
    case = problem(ROWS, {2028: 350})
    rows = [(f"{asset}/replace/2028", low, high, 2) for asset, (low, high) in ends.items()]
    told = pd.DataFrame(rows, columns=["option_id", "benefit_low_gbp", "benefit_high_gbp", "fields_missing"])
    rules_set = Rules.model_validate(rules or {})
    return allocate(case.options, case.cash, case.budget, rules_set, Solver(gap=0.0), ends=told)


def turned(plan: Plan) -> dict[str, str]:
    """The assets whose decision could turn."""
    return plan.decisions.set_index("asset_id")["missing_data"].dropna().to_dict()


def test_funded_machine_that_would_not_pay_its_price_at_its_low_end_is_told() -> None:
    """B has to be worth the £90 that its money is worth elsewhere; A is at either end."""
    plan = plan_with({"A": (95.0, 400.0), "B": (85.0, 150.0)})
    assert turned(plan) == {"B": "could drop out"}
    said = plan.decisions.set_index("asset_id")["reason"]
    assert said["B"].endswith(" 2 fields are missing: at the low end of its need it would drop out.")
    assert "missing" not in said["A"]


def test_machine_that_is_out_and_would_pay_its_price_at_its_high_end_is_told() -> None:
    """D comes in above the margin of 0.90 and not below it."""
    assert turned(plan_with({"D": (0.0, 91.0)})) == {"D": "could come in"}
    assert turned(plan_with({"D": (0.0, 89.0)})) == {}


def test_duties_and_locked_decisions_do_not_hang_on_data() -> None:
    """Whatever is missing, a machine that must be treated is, and a decision that is made stands."""
    locked = {"locked": [{"asset": "B", "year": 2028}]}
    assert turned(plan_with({"E": (-900.0, 0.0), "B": (0.0, 150.0)}, locked)) == {}


def test_option_that_is_not_open_at_an_end_does_not_count_there() -> None:
    """An asset whose only option goes when its need is low could drop out."""
    assert turned(plan_with({"A": (float("nan"), 400.0)})) == {"A": "could drop out"}


def test_nothing_is_told_where_nothing_is_missing() -> None:
    """Ends that are the middle turn nothing, the machine at the margin included."""
    worth = {row["asset_id"]: (row["benefit_gbp"], row["benefit_gbp"]) for row in ROWS}
    assert turned(plan_with(worth)) == {}
    assert turned(plan_with({})) == {}
