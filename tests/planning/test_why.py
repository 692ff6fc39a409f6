"""Solving again for one asset: the cost of the other choice, what leaves and comes in, what would bring it in."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.errors import InfeasibleError, InputError
from capplan.planning import told, why
from capplan.policy.schema import Rules
from tests.planning.estates import Problem, best_by_hand, option, problem, tiny
from tests.planning.solved import scenario

ROWS = [
    option("A", 2028, 300.0, 100),
    option("B", 2028, 120.0, 100),
    option("C", 2028, 90.0, 100),
    option("D", 2028, -40.0, 100),
    option("E", 2028, -70.0, 100, must_treat=True),
]
MONEY = {2028: 300}


def test_bringing_one_in_costs_what_leaves_for_it() -> None:
    """C instead of B, at £100 each: £30 less, and nothing else moves."""
    asked = why(scenario(problem(ROWS, MONEY)), "C")
    assert asked.wish is not None
    assert asked.wish.cost is not None
    assert asked.wish.cost.found == pytest.approx(30)
    assert (asked.wish.into, asked.wish.year) == (True, 2028)
    changes = asked.wish.exchange
    assert list(zip(changes["change"], changes["asset_id"], strict=True)) == [("comes in", "C"), ("leaves", "B")]
    assert changes["from_year"].isna().tolist() == [True, False]


def test_leaving_one_out_gives_its_money_to_the_next() -> None:
    """Without B, C takes its £100."""
    asked = why(scenario(problem(ROWS, MONEY)), "B")
    assert asked.wish is not None
    assert asked.wish.cost is not None
    assert asked.wish.cost.found == pytest.approx(30)
    assert not asked.wish.into
    assert set(asked.wish.exchange["asset_id"]) == {"B", "C"}
    assert asked.levers.empty


def test_what_would_bring_it_in_is_solved() -> None:
    """C comes in for B's worth, for two thirds of its price or less, or for £100 more."""
    levers = why(scenario(problem(ROWS, MONEY)), "C").levers.set_index("lever")
    assert levers.loc["benefit", "lever_by"].startswith("£121 instead of £90")
    assert levers.loc["budget of 2028/29", "lever_by"].startswith("about £1")
    assert levers["confirmed"].tolist()[0] == "comes in"


def test_duty_is_left_aside_and_said_so() -> None:
    """Without the duty E would go, and the plan be worth £160 more: it costs nothing to leave it out."""
    asked = why(scenario(problem(ROWS, MONEY)), "E")
    assert asked.duty
    assert asked.wish is not None
    assert asked.wish.cost is not None
    assert asked.wish.cost.found == pytest.approx(-160)
    assert any("duty" in line for line in told(asked))


def test_wish_that_no_plan_can_grant_is_told_so() -> None:
    """Two of an either/or of which one is a duty."""
    asked = why(scenario(problem(ROWS, MONEY), {"either_or": [["C", "E"]]}), "C")
    assert asked.wish is not None
    assert asked.wish.cost is None
    assert any(line.startswith("No plan") for line in told(asked))


def test_year_can_be_named() -> None:
    """The wish is for that year alone; a year without an option is refused with those there are."""
    rows = [option("A", year, 50.0 - year + 2027, 100) for year in (2027, 2028)]
    done = scenario(problem(rows, {2027: 100, 2028: 100}))
    asked = why(done, "A", 2028)
    assert asked.wish is not None
    assert asked.wish.cost is not None
    assert (asked.wish.year, asked.wish.cost.found) == (2028, pytest.approx(1))
    with pytest.raises(InputError, match="options in 2027/28, 2028/29"):
        why(done, "A", 2031)


def test_asset_without_options_has_its_reason_alone() -> None:
    """Nothing can be solved for what the programme may not treat."""
    done = scenario(problem(ROWS, MONEY))
    extra = done.plan.decisions.iloc[[0]].assign(asset_id="Z", reason="Left out: no price.", start_year=None)
    plan = dataclasses.replace(done.plan, decisions=extra)
    asked = why(dataclasses.replace(done, plan=plan), "Z")
    assert asked.wish is None
    assert "Left out: no price." in told(asked)


def test_difference_below_the_gap_is_said_to_be_so() -> None:
    """What the plan itself may be from the best is more than the wish costs."""
    done = scenario(problem(ROWS, MONEY))
    loose = dataclasses.replace(done, plan=dataclasses.replace(done.plan, report=dataclasses.replace(
        done.plan.report, gap=0.5
    )))  # fmt: skip
    assert not any("may cost nothing" in line for line in told(why(done, "C")))
    assert any("may cost nothing" in line for line in told(why(loose, "C")))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=100_000))
def test_cost_lies_between_the_bounds_whatever_the_problem(seed: int) -> None:
    """Forced in or out, the true cost by trying every plan lies between `least` and `most`."""
    case, rules = tiny(seed)
    try:
        done = scenario(case, rules.model_dump(exclude_unset=True))
    except InfeasibleError:
        return
    asset = str(done.plan.decisions["asset_id"].iloc[0])
    is_in = bool(done.plan.decisions["start_year"].notna().iloc[0])
    wish = why(done, asset).wish
    assert wish is not None
    best = _best_with(case, rules, asset, out=is_in)
    if wish.cost is None:
        assert best is None
        return
    assert best is not None
    true = done.plan.report.objective_gbp - best
    assert wish.cost.least - 1e-6 <= max(true, 0.0)
    assert true <= wish.cost.most + 1e-6
    assert wish.cost.found == pytest.approx(true, abs=1e-3 * max(abs(best), 1.0))


def _best_with(case: Problem, rules: Rules, asset: str, *, out: bool) -> float | None:
    """The best of all plans with the asset left out (its duty aside), or with it in."""
    options = case.options
    its = options["asset_id"] == asset
    if not out:
        must = options["must_treat"] | its
        return best_by_hand(dataclasses.replace(case, options=options.assign(must_treat=must)), rules)
    # Its options stay in the sums by network, and are made too dear to choose.
    free = options.assign(must_treat=options["must_treat"] & ~its, benefit_gbp=options["benefit_gbp"].mask(its, -1e9))
    best = best_by_hand(dataclasses.replace(case, options=free), rules)
    return None if best is None or best < -1e8 else best
