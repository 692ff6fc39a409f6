"""Every rule together, against every plan there is."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan import columns as c
from capplan.errors import InfeasibleError
from capplan.model import Plan
from capplan.planning import engine
from capplan.planning.audit import audit, make_ledger
from capplan.planning.funding import ENVELOPE_PAYS, payments
from capplan.planning.rules.shared_works import with_works_needed
from capplan.policy.schema import Rules
from tests.planning.all_rules import ByHand, any_rules, best_of_all
from tests.planning.estates import Problem


@pytest.mark.parametrize("seed", range(70))
def test_plan_is_worth_what_the_best_plan_by_hand_is_worth(seed: int) -> None:
    """No plan under any mix of all rules is worth more, and one is found exactly where one exists."""
    made, rules = any_rules(seed)
    best = best_of_all(made, rules)
    if best is None:
        with pytest.raises(InfeasibleError):
            made.plan(rules)
        return
    plan = made.plan(rules)
    assert plan.report.reached == pytest.approx(best, abs=1e-6)
    assert plan.report.proven
    assert plan.report.objective_gbp == pytest.approx(plan.decisions["benefit_gbp"].sum())
    assert plan.audit["kept"].all()
    assert set(plan.decisions["asset_id"]) == set(made.options["asset_id"])
    assert plan.cash["capital_gbp"].sum() == plan.decisions["capital_gbp"].sum()


@pytest.mark.parametrize("seed", range(335, 350))
def test_cores_find_what_the_whole_programme_finds(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Solving by cores, as large estates are, misses nothing under any rule, nor where a core has nothing open."""
    monkeypatch.setattr(engine, "WHOLE_AT_MOST", 0)
    made, rules = any_rules(seed)
    best = best_of_all(made, rules)
    plan = planned(made, rules)
    assert (plan is None) == (best is None)
    if plan is not None:
        assert plan.report.reached == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("seed", range(150, 200))
def test_audit_agrees_with_plain_arithmetic(seed: int) -> None:
    """For any choice of options, the audit finds a breach exactly where adding up by hand does."""
    made, rules = any_rules(seed)
    by_asset = made.options.sample(frac=1, random_state=seed).drop_duplicates("asset_id")
    picked = by_asset.sample(frac=0.5, random_state=seed)
    must = set(made.options.loc[made.options["must_treat"], "asset_id"])
    by_hand = ByHand(made, rules).keeps(picked.to_dict("records")) and must <= set(picked["asset_id"])
    case = made.case(rules)
    chosen = case.options[c.OPTION_ID].isin(picked["option_id"]).to_numpy()
    complete = case.options.loc[with_works_needed(case, rules, chosen), c.OPTION_ID]
    assert audit(make_ledger(case, rules, complete), rules)["kept"].all() == by_hand


SEEDS = st.integers(min_value=0, max_value=100_000)
A_FEW = settings(max_examples=5, deadline=None, derandomize=True)


def planned(made: Problem, rules: Rules) -> Plan | None:
    """The plan; None where none keeps the rules."""
    try:
        return made.plan(rules)
    except InfeasibleError:
        return None


def worth(made: Problem, rules: Rules) -> float:
    """What the best plan is worth; minus infinity where there is none."""
    plan = planned(made, rules)
    return float("-inf") if plan is None else plan.report.reached


@A_FEW
@given(seed=SEEDS, more=st.integers(min_value=1, max_value=50))
def test_more_money_never_makes_a_worse_plan(seed: int, more: int) -> None:
    """A larger envelope or fund can only help, where no limit is a share of it."""
    made, rules = any_rules(seed)
    rules = rules.model_copy(update={"network_floor": None, "network_cap": None})
    richer = replace(made, budget=made.budget.assign(envelope_gbp=made.budget["envelope_gbp"] + more))
    funds = [fund.model_copy(update={"money": {year: most + more for year, most in fund.money.items()}})
             for fund in rules.funds]  # fmt: skip
    assert worth(richer, rules) >= worth(made, rules) - 1e-6
    assert worth(made, rules.model_copy(update={"funds": tuple(funds)})) >= worth(made, rules) - 1e-6


@A_FEW
@given(seed=SEEDS, pick=st.integers(min_value=0, max_value=100))
def test_dropping_a_rule_never_makes_a_worse_plan(seed: int, pick: int) -> None:
    """Without any one of its rules a plan is worth at least as much; money that only funds bring is no rule."""
    made, rules = any_rules(seed)
    names = sorted(rules.model_fields_set - {"funds", "carry_forward", "network_share_by", "floor_price_gbp"})
    name = names[pick % len(names)]
    without = rules.model_copy(update={name: Rules.model_fields[name].get_default(call_default_factory=True)})
    assert worth(made, without) >= worth(made, rules) - 1e-6


@A_FEW
@given(seed=SEEDS)
def test_order_of_rows_does_not_matter(seed: int) -> None:
    """Shuffled frames, the estate's too, give the same plan, row for row."""
    made, rules = any_rules(seed)

    def mixed(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sample(frac=1, random_state=seed)

    estate = replace(
        made.estate,
        assets=mixed(made.estate.assets),
        members=mixed(made.estate.members),
        approved=mixed(made.estate.approved),
    )
    shuffled = Problem(options=mixed(made.options), cash=mixed(made.cash), budget=mixed(made.budget), estate=estate)
    first, second = planned(made, rules), planned(shuffled, rules)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        for name in ("decisions", "cash", "audit"):
            pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


@A_FEW
@given(seed=SEEDS)
def test_no_asset_is_given_two_options(seed: int) -> None:
    """Whatever the rules, an asset has one decision, and works that are shared have none."""
    made, rules = any_rules(seed)
    plan = planned(made, rules)
    if plan is not None:
        assert sorted(plan.decisions["asset_id"]) == sorted(made.options["asset_id"].unique())
        assert set(plan.decisions["option_id"].dropna()) <= set(made.options["option_id"])


@A_FEW
@given(seed=SEEDS)
def test_thousandfold_pounds_are_worth_a_thousand_times_as_much(seed: int) -> None:
    """Nothing but the unit changes; limits by share of the money are whole pounds, so they are left out."""
    made, rules = any_rules(seed)
    rules = rules.model_copy(
        update={"carry_forward": 0.0, "network_floor": None, "network_cap": None, "class_cap_gbp": {}, "together": ()}
        | {"stay_close": None, "max_share_over_10_years": None, "capacity": None}
    )
    members = made.estate.members.iloc[:0]
    made = replace(made, estate=replace(made.estate, members=members))
    larger_rules = rules.model_copy(
        update={
            "funds": tuple(fund.model_copy(update={"money": {y: 1000 * most for y, most in fund.money.items()}})
                           for fund in rules.funds),
            "shared_works": tuple(works.model_copy(update={"works_gbp": 1000 * works.works_gbp})
                                  for works in rules.shared_works),
        }
    )  # fmt: skip
    larger = replace(
        made,
        options=made.options.assign(benefit_gbp=made.options["benefit_gbp"] * 1000),
        cash=made.cash.assign(capital_gbp=made.cash["capital_gbp"] * 1000),
        budget=made.budget.assign(envelope_gbp=made.budget["envelope_gbp"] * 1000),
    )
    assert worth(larger, larger_rules) == pytest.approx(1000 * worth(made, rules))


def test_payments_pay_for_everything_once() -> None:
    """What funds and the envelope pay is what is spent, each fund within its money and scope."""
    made, rules = next(one for seed in range(200) if (one := any_rules(seed))[1].funds and worth(*one) > 0)
    plan = made.plan(rules)
    labels = made.options.drop_duplicates("asset_id")[["asset_id", "site"]]
    paid = payments(plan.cash.merge(labels, on="asset_id"), rules)
    assert paid.groupby(["asset_id", "year"])["capital_gbp"].sum().sum() == plan.cash["capital_gbp"].sum()
    money = {(fund.name, year): most for fund in rules.funds for year, most in fund.money.items()}
    for (name, year), amount in paid.groupby(["fund", "year"])["capital_gbp"].sum().items():
        assert name == ENVELOPE_PAYS or amount <= money.get((name, year), 0)
