"""What each rule costs, by prices and by solving without it; and the frontier of budget against value."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan import columns as c
from capplan.errors import InfeasibleError
from capplan.model import Step
from capplan.planning import levers, relaxation, solve
from capplan.planning.again import settle
from capplan.planning.explore import explored
from capplan.planning.frontier import frontier, next_million, not_proven, points_to_solve, shares, solve_at
from capplan.planning.rule_prices import DUTIES, rule_prices, solve_without
from tests.planning.estates import best_by_hand, option, problem, tiny
from tests.planning.solved import scenario

ROWS = [
    option("A", 2028, 300.0, 100),
    option("B", 2028, 120.0, 100),
    option("C", 2028, 50.0, 100, network="Coast"),
    option("E", 2028, -70.0, 100, must_treat=True),
]
EQUITY = {"network_floor_gbp": {"Coast": 100}, "network_cap_gbp": {"North": 200}}


def nothing(step: object) -> None:
    """No progress is shown."""


def test_rule_costs_what_the_plan_would_gain_without_it() -> None:
    """E and C stand where B would: the duty costs £190, the floor and the cap £70 together, neither alone."""
    settled = settle(scenario(problem(ROWS, {2028: 300}), EQUITY))
    by_lp = rule_prices(settled).set_index(c.RULE)[c.RULE_PRICE_GBP]
    by_solving = solve_without(settled, (), nothing)
    prices = by_solving.prices.set_index(c.RULE)[c.RULE_PRICE_GBP]
    assert prices.to_dict() == pytest.approx(
        {DUTIES: 190, "equity (network floor and cap)": 70, "network cap": 0, "network floor": 0}
    )
    assert by_lp.to_dict() == pytest.approx(prices.to_dict())
    exchange = by_solving.exchanges["equity (network floor and cap)"]
    assert list(zip(exchange["change"], exchange["asset_id"], strict=True)) == [("comes in", "B"), ("leaves", "C")]


def test_only_the_rule_named_is_solved() -> None:
    """Solving takes seconds a rule on a large estate, so one can be asked for."""
    settled = settle(scenario(problem(ROWS, {2028: 300}), EQUITY))
    assert solve_without(settled, (DUTIES,), nothing).prices[c.RULE].tolist() == [DUTIES]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=100_000))
def test_no_price_is_below_what_solving_gives(seed: int) -> None:
    """The relaxation without a rule is worth at least the best plan without it."""
    case, rules = tiny(seed)
    try:
        settled = settle(scenario(case, rules.model_dump(exclude_unset=True)))
    except InfeasibleError:
        return
    relaxed = rule_prices(settled).set_index(c.RULE)[c.WITHOUT_RULE_GBP]
    solved = solve_without(settled, (), nothing).prices.set_index(c.RULE)[c.WITHOUT_RULE_GBP]
    assert (relaxed[solved.index] >= solved - 1e-6).all()


def test_frontier_rises_and_bounds_what_is_solved() -> None:
    """More money never lowers it; no plan solved lies above it; the plan as it stands is its point at 1."""
    settled = settle(scenario(problem(ROWS, {2028: 300})))
    curve = frontier(settled, shares())
    assert curve[c.BUDGET_SHARE].tolist() == sorted(curve[c.BUDGET_SHARE])
    assert len(curve) == 20
    assert (curve[c.BOUND_GBP].diff().dropna() >= -1e-6).all()
    solved = solve_at(settled, curve, points_to_solve(curve, 3), nothing)
    known = solved[solved[c.VALUE_GBP].notna()]
    assert len(known) == 4
    assert (known[c.VALUE_GBP] <= known[c.BOUND_GBP] + 1e-6).all()
    assert float(known.loc[known[c.BUDGET_SHARE] == 1.0, c.VALUE_GBP].iloc[0]) == settled.value


@settings(max_examples=20, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=100_000), share=st.sampled_from([0.5, 0.75, 1.25, 1.5]))
def test_frontier_is_a_bound_whatever_the_problem(seed: int, share: float) -> None:
    """The best plan by hand with that share of every envelope is worth no more than the curve says."""
    case, rules = tiny(seed)
    try:
        settled = settle(scenario(case, rules.model_dump(exclude_unset=True)))
    except InfeasibleError:
        return
    bound = float(frontier(settled, np.array([share]))[c.BOUND_GBP].iloc[0])
    envelopes = (case.budget[c.ENVELOPE_GBP] * share).astype(int)
    best = best_by_hand(dataclasses.replace(case, budget=case.budget.assign(**{c.ENVELOPE_GBP: envelopes})), rules)
    assert best is None or bound >= best - 1e-6


def test_money_too_short_for_the_duties_has_no_point() -> None:
    """Below what the rules ask for there is no plan, and nothing is drawn."""
    curve = frontier(settle(scenario(problem(ROWS, {2028: 300}))), np.array([0.2, 1.0]))
    assert curve[c.BOUND_GBP].isna().tolist() == [True, False]


def test_work_on_several_points_is_told_as_one_stage() -> None:
    """However many plans are solved, their end is told once."""
    settled = settle(scenario(problem(ROWS, {2028: 300}), EQUITY))
    curve = frontier(settled, np.array([0.9, 1.0, 1.1, 1.2]))
    steps: list[Step] = []
    solve_at(settled, curve, [1.1, 1.2], steps.append)
    solve_without(settled, (), steps.append)
    assert len({step.stage for step in steps}) == 2
    assert sum(step.done == step.total for step in steps) == 2


def test_next_million_names_what_comes_in() -> None:
    """With £1m more, what was too dear by itself comes in."""
    rows = [option("A", 2028, 300.0, 900_000), option("B", 2028, 120.0, 1_000_000)]
    buys = next_million(settle(scenario(problem(rows, {2028: 900_000}))))
    assert buys is not None
    assert buys.found == pytest.approx(120)
    assert buys.exchange[c.ASSET_ID].tolist() == ["B"]
    assert next_million(settle(scenario(problem(rows, {2028: 9_000_000})))) is None


def test_run_carries_both_and_leaves_them_out_where_value_is_not_the_aim() -> None:
    """Prices in pounds say nothing of a plan that makes the most of need."""
    done = scenario(problem(ROWS, {2028: 300}), EQUITY)
    plan = explored(done).plan
    assert plan.rule_prices is not None
    assert plan.frontier is not None
    assert list(plan.rule_prices.columns) == list(c.RULE_PRICES)
    assert list(plan.frontier.columns) == list(c.FRONTIER)
    plan_settings = done.policy.plan.model_copy(update={"objective": "least_capital"})
    other = dataclasses.replace(done, policy=done.policy.model_copy(update={"plan": plan_settings}))
    assert explored(other).plan.rule_prices is None


def test_ring_fence_has_a_price_and_the_frontier_keeps_its_money() -> None:
    """£100 for MRI alone: without the fence it buys the better CT; at half the budget the fund is whole."""
    rows = [
        option("A", 2028, 300.0, 100),
        option("B", 2028, 200.0, 100),
        option("M", 2028, 50.0, 100, asset_class="mri"),
    ]
    rules = {"funds": [{"name": "Imaging", "asset_class": ["mri"], "2028": 100}]}
    settled = settle(scenario(problem(rows, {2028: 100}), rules))
    assert settled.value == pytest.approx(350)
    prices = rule_prices(settled).set_index(c.RULE)[c.RULE_PRICE_GBP]
    assert prices["ring-fenced funds"] == pytest.approx(150)
    curve = frontier(settled, np.array([0.0, 1.0, 2.0]))[c.BOUND_GBP]
    assert curve.tolist() == pytest.approx([50, 350, 550])


def test_each_solve_of_a_relaxation_has_the_whole_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit that the solver is given grows by what it has spent; it does not stay while the spending adds up."""
    settled = settle(scenario(problem(ROWS, {2028: 300}), EQUITY))
    opened = relaxation.Relaxation(settled.scaled, seed=1)
    monkeypatch.setattr(type(opened._highs), "getRunTime", lambda highs: 3_600.0)
    opened.solve(settled.scaled.lower, settled.scaled.upper)
    _, limit = opened._highs.getOptionValue("time_limit")
    assert limit == 3_600.0 + relaxation.MOST_SECONDS


def test_what_was_not_solved_in_time_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A relaxation that was stopped prices no rule and no lever: neither its bound nor its point is taken."""
    settled = settle(scenario(problem(ROWS, {2028: 300}), EQUITY))
    left = int(np.flatnonzero(~settled.chosen)[0])
    assert rule_prices(settled)[c.RULE_PRICE_GBP].notna().all()
    monkeypatch.setattr(relaxation.Eased, "is_solved", property(lambda eased: False))
    prices = rule_prices(settled)
    assert prices[c.RULE_PRICE_GBP].isna().all()
    assert prices[c.WITHOUT_RULE_GBP].isna().all()
    found = levers.levers(settled, left, 10.0)
    (by,) = found.loc[found[found.columns[0]].str.startswith("budget"), found.columns[1]]
    assert by == levers.NOT_KNOWN


def test_a_point_that_was_not_solved_to_its_gap_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan whose search was cut short has its distance from the best beside it, and is named; one that was proven
    has none, and is not."""
    settled = settle(scenario(problem(ROWS, {2028: 300})))
    curve = frontier(settled, np.array([0.7, 1.0, 1.4]))
    proven = solve_at(settled, curve, [0.7, 1.4], nothing)
    assert proven[c.GAP_GBP].dropna().tolist() == pytest.approx([0.0, 0.0], abs=1e-6)
    assert not_proven(proven, settled.settings.gap) == ()

    def cut_short(*given: object) -> object:
        found = solve.solve(*given)  # type: ignore[arg-type]
        return dataclasses.replace(found, bound=found.objective * 1.25)

    monkeypatch.setattr("capplan.planning.frontier.solve", cut_short)
    short = solve_at(settled, curve, [0.7], nothing)
    assert short[c.GAP_GBP].notna().tolist() == [True, False, False]
    assert not_proven(short, settled.settings.gap) == ("70 % of the budget (known to within 25.00 %)",)
