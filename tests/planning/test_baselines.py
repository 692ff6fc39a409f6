"""The simple methods beside the plan, and the rules they break."""

import pandas as pd

from capplan import columns as c
from capplan.model import Estate
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import option, problem

ROWS = [
    option("old", 2027, 1.0, 60),
    option("worn", 2027, 5.0, 60),
    option("worn", 2028, 4.0, 60),
    option("dear", 2027, 9.0, 90),
    option("must", 2028, -1.0, 30, must_treat=True),
]
MACHINES = pd.DataFrame(
    {
        c.ASSET_ID: ["old", "worn", "dear", "must"],
        c.AGE_USED_YEARS: [20.0, 10.0, 5.0, 1.0],
        c.NEED_SCORE: [10.0, 90.0, 50.0, 1.0],
    }
)
ESTATE = Estate(assets=MACHINES, members=pd.DataFrame(), approved=pd.DataFrame())


def baselines(rules: dict) -> pd.DataFrame:
    case = problem(ROWS, {2027: 100, 2028: 100})
    plan = allocate(case.options, case.cash, case.budget, Rules.model_validate(rules), Solver(gap=0.0), estate=ESTATE)
    return plan.baselines.set_index("method")


def test_rank_and_cut_buys_down_the_list_in_the_first_year_that_has_room() -> None:
    """By age: the duty, then the oldest in 2027, the worn one a year later, nothing for the dear one."""
    by_age = baselines({}).loc["Age, rank and cut"]
    assert by_age["capital_gbp"] == 150
    assert by_age["benefit_gbp"] == 4.0
    assert by_age["assets"] == 3


def test_each_rank_is_a_method_and_the_ratio_needs_none() -> None:
    """Age, need and benefit per pound stand side by side."""
    assert list(baselines({}).index) == ["Age, rank and cut", "Need score, rank and cut", "Benefit per pound"]


def test_benefit_per_pound_takes_the_best_ratio_first() -> None:
    """9 for 90 is a better ratio than 5 for 60, and then 2027 is full."""
    assert baselines({}).loc["Benefit per pound", "benefit_gbp"] == 9.0 + 4.0 - 1.0


def test_rules_that_a_simple_method_breaks_are_named() -> None:
    """They keep to the money; of the other rules they know nothing."""
    broken = baselines({"network_cap_gbp": {"North": 130}})["rules_broken"]
    assert broken["Age, rank and cut"] == "network cap"
    assert broken["Benefit per pound"] == "network cap"
    assert set(baselines({})["rules_broken"]) == {"none"}
