"""Options that break a limit by themselves are closed, and no plan that keeps every rule is lost by it."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan.errors import InfeasibleError
from capplan.planning import allocate, told, why
from capplan.planning.blocks import Flags
from capplan.planning.closing import closed_options
from capplan.planning.exact import breaches
from capplan.planning.programme import make_programme
from capplan.planning.solve import solve_here
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import Problem, best_by_hand, option, problem, tiny
from tests.planning.solved import scenario
from tests.test_layers import MODULES, imports_of


def tight(seed: int) -> tuple[Problem, Rules]:
    """A tiny problem with so little money that many options cost more than a year has."""
    case, rules = tiny(seed)
    by = int(np.random.default_rng([seed, 3]).integers(1, 6))
    return replace(case, budget=case.budget.assign(envelope_gbp=case.budget["envelope_gbp"] // by)), rules


def every_plan(case: Problem, rules: Rules) -> Iterator[Flags]:
    """Every choice of at most one option an asset that keeps the rows of the programme."""
    made = case.case(rules)
    programme = make_programme(made, rules)
    assets = [
        [*np.flatnonzero(programme.asset_of == asset), *([] if must else [-1])]
        for asset, must in enumerate(programme.must)
    ]
    for plan in itertools.product(*assets):
        chosen = np.zeros(len(programme.benefit), dtype=bool)
        chosen[[one for one in plan if one >= 0]] = True
        if not breaches(programme, chosen).any():
            yield chosen


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_that_keeps_every_rule_holds_a_closed_option(seed: int) -> None:
    """Trying every plan, each option that is closed is in none."""
    case, rules = tight(seed)
    closed = closed_options(make_programme(case.case(rules), rules)).options
    assert not any((chosen & closed).any() for chosen in every_plan(case, rules))


@pytest.mark.parametrize("seed", range(60))
def test_plan_is_worth_what_the_best_plan_by_hand_is_worth(seed: int) -> None:
    """Where much is closed, the plan is still the best, and there is none only where there is none."""
    case, rules = tight(seed)
    best = best_by_hand(case, rules)
    if best is None:
        with pytest.raises(InfeasibleError):
            case.plan(rules)
        return
    report = case.plan(rules).report
    assert report.objective_gbp == pytest.approx(best, abs=1e-6)
    assert report.proven


def is_closed(case: Problem, rules: dict | None = None) -> list[str]:
    """The ids of the options that are closed."""
    asked = Rules.model_validate(rules or {})
    made = case.case(asked)
    return made.options.loc[closed_options(make_programme(made, asked)).options, "option_id"].tolist()


def test_money_carried_into_a_year_keeps_an_option_open() -> None:
    """£105 fit a year of £100 into which £5 may be carried, and not the first, nor £106 any."""
    rows = [option(asset, year, 1.0, cost) for asset, cost in (("A", 105), ("B", 106)) for year in (2027, 2028)]
    case = problem(rows, {2027: 100, 2028: 100})
    assert is_closed(case, {"carry_forward": 0.05}) == ["A/replace/2027", "B/replace/2027", "B/replace/2028"]


def test_shortfall_at_a_price_closes_nothing() -> None:
    """No plan reaches a floor of £400; where each pound short has a price, every plan keeps it."""
    case, floor = problem([option("A", 2027, 1.0, 50)], {2027: 100}), {"network_floor_gbp": {"North": 400}}
    assert is_closed(case, floor) == ["A/replace/2027"]
    assert is_closed(case, floor | {"floor_price_gbp": 2.0}) == []


def test_works_that_no_year_can_pay_close_what_needs_them() -> None:
    """The works cost more than the year has, so none of their assets can start in it."""
    rows = [option("A", year, 1.0, 10) for year in (2027, 2028)]
    works = {"shared_works": [{"name": "Power supply", "assets": ["A"], "works_gbp": 60}]}
    case = problem(rows, {2027: 50, 2028: 100})
    assert is_closed(case, works) == ["A/replace/2027", "shared works: Power supply, 2027/28"]


def test_bundle_of_which_one_is_too_large_is_closed_whole() -> None:
    """What must be done together with the impossible is impossible."""
    case = problem([option("A", 2027, 1.0, 10), option("B", 2027, 1.0, 101)], {2027: 100})
    bundle = {"together": [{"name": "Cath lab", "assets": ["A", "B"]}]}
    assert is_closed(case, bundle) == ["A/replace/2027", "B/replace/2027"]


LIMITS = (
    ({}, "more than the 2028/29 envelope of £100"),
    ({"carry_forward": 0.05}, "more than the 2028/29 envelope of £100 and the £4 that may be carried into it"),
    ({"network_cap_gbp": {"Coast": 40}}, "more than the cap of £40 for Coast"),
    ({"class_cap_gbp": {"mri": 30}}, "more than the cap of £30 for mri"),
)


@pytest.mark.parametrize(("rules", "limit"), LIMITS)
def test_asset_with_only_closed_options_says_which_limit(rules: dict, limit: str) -> None:
    """Its reason and `why` name the limit that it breaks by itself, and money has no price because of it."""
    cost = 45 if "cap_gbp" in str(rules) else 130
    rows = [
        option("A", 2028, 300.0, 50),
        option("B", 2027, 900.0, cost, network="Coast", asset_class="mri"),
        option("B", 2028, 900.0, cost - 1, network="Coast", asset_class="mri"),
    ]
    done = scenario(problem(rows, {2027: 90, 2028: 100}), rules)
    decision = done.plan.decisions.set_index("asset_id").loc["B"]
    takes = f"to replace it in 2028/29 takes £{cost - 1}, {limit}"
    assert (decision["reason_code"], decision["reason"]) == ("too_large", f"Too large: {takes}.")
    assert done.plan.prices["price"].eq(0).all()
    assert done.plan.report.bound_gbp == pytest.approx(300.0)
    asked = why(done, "B")
    assert told(asked)[-1] == "No plan keeps every rule with it in."
    assert told(why(done, "B", 2027))[-1].startswith("No plan keeps every rule with it in: to replace it in 2027/28")
    assert asked.wish is not None
    assert asked.wish.cannot_be


def test_money_that_can_buy_nothing_has_no_price() -> None:
    """Where every option is too large, the best plan is known to be worth nothing."""
    plan = problem([option("A", 2028, 300.0, 900)], {2028: 100}).plan(Rules())
    assert plan.decisions["reason_code"].tolist() == ["too_large"]
    assert (plan.report.bound_gbp, plan.prices["price"].tolist()) == (0.0, [0.0])


def test_asset_with_an_option_left_is_looked_at_through_that_one() -> None:
    """Too large for one year, it is priced out of the other."""
    rows = [option("A", 2028, 300.0, 100), option("B", 2027, 900.0, 60), option("B", 2028, 50.0, 60)]
    plan = problem(rows, {2027: 50, 2028: 100}).plan(Rules())
    assert plan.decisions.set_index("asset_id").loc["B", "reason_code"] == "priced_out"


def test_machine_not_worth_its_cost_is_not_due_whatever_its_size() -> None:
    """What would not be done with all the money in the world is not held back by its size."""
    plan = problem([option("A", 2028, 9.0, 1), option("B", 2028, -5.0, 200)], {2028: 100}).plan(Rules())
    assert plan.decisions.set_index("asset_id").loc["B", "reason_code"] == "not_due"


def test_missing_data_cannot_bring_in_what_is_too_large() -> None:
    """At the high end of its need it would still break the year's envelope."""
    case = problem([option("A", 2028, 9.0, 50), option("B", 2028, 5.0, 200)], {2028: 100})
    ends = pd.DataFrame(
        [("B/replace/2028", 1.0, 5_000.0, 2)],
        columns=[c.OPTION_ID, c.BENEFIT_LOW_GBP, c.BENEFIT_HIGH_GBP, c.FIELDS_MISSING],
    )
    plan = allocate(case.options, case.cash, case.budget, Rules(), Solver(gap=0.0), ends=ends)
    assert plan.decisions[c.MISSING_DATA].isna().all()


# What takes a programme as it is given, closed options and all, and the modules that may use it.
DOORS = {
    "capplan.planning.engine.search_plan": {"solve.py", "worker.py"},
    "capplan.planning.engine.early_plan": {"worker.py"},
    "capplan.planning.worker.search_apart": {"solve.py"},
    "capplan.planning.bound.relax": {"relaxation.py", "engine.py", "giving_way.py"},
}


@pytest.mark.parametrize("name", DOORS)
def test_nothing_is_solved_or_relaxed_with_options_that_no_plan_can_hold(name: str) -> None:
    """Programmes are solved by `solve` and relaxed by `relaxation`, which leave such options out; what is below them
    is theirs, and `giving_way` relaxes the limits themselves."""
    assert {path.name for path in MODULES if name in imports_of(path)} == DOORS[name]


def test_plan_made_in_this_process_leaves_out_what_no_plan_can_hold() -> None:
    """As where it is made in one of its own: what is too large for its year gives the year's money no price."""
    case = problem([option("A", 2028, 300.0, 50), option("B", 2028, 900.0, 130)], {2028: 100})
    here = solve_here(make_programme(case.case(Rules()), Rules()), Solver(gap=0.0), lambda step: None)
    assert here.objective == 300.0
    assert here.priced.prices.tolist() == [0.0]
    assert here.closed.options.tolist() == [False, True]
