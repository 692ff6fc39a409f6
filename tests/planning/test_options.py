"""From scores to options: who is in the programme, what it costs, and what it is worth."""

from typing import Any

import pytest

from capplan import columns as c
from capplan.planning.eligibility import left_out, must_reasons
from tests.planning.machines import facts_of, options_of, outcomes_of, policy_with


def test_capital_is_the_cash_of_the_year() -> None:
    """Equipment and works each carry their optimism bias once, then VAT, then inflation from the price base."""
    facts = facts_of({})
    made = options_of(facts, outcomes_of(facts, [1.0] * 10, {c.EQUIVALENT_ANNUAL_COST_GBP: 1.0}), policy_with())
    base = (750_000 * 1.10 + 100_000 * 1.24) * 1.2
    assert made.cash[c.CAPITAL_GBP].tolist() == [round(base * 1.032**later) for later in range(1, 6)]


def test_net_benefit_of_the_worked_scanner() -> None:
    """The worked scanner (fault rate 1.77333 at £60,600, maintenance £70,000 growing 5 %, beta 2.1, successor
    £210,294 a year) is worth most replaced in the third year."""
    kept = [1.773333333 * 60_600 * ((9 + t) / 9) ** 1.1 + 70_000 * 1.05**t for t in range(10)]
    facts = facts_of({})
    successor = {c.EQUIVALENT_ANNUAL_COST_GBP: 210_294.0}
    made = options_of(facts, outcomes_of(facts, kept, successor), policy_with(plan={"years": 7}))
    expected = [352_601, 385_432, 401_012, 400_183, 383_761, 352_537, 307_269]
    assert made.options[c.BENEFIT_GBP].tolist() == pytest.approx(expected, abs=10)


@pytest.mark.parametrize(
    ("asset", "code"),
    [
        ({"status": "disposed"}, "not_in_service"),
        ({"asset_class": None}, "no_class"),
        ({"finance_method": "pfi"}, "replaced_by_others"),
        ({"age_years": None}, "no_age"),
        ({"locked_year": 2040}, "committed_elsewhen"),
    ],
)
def test_what_cannot_be_planned_is_left_out_and_says_why(asset: dict[str, Any], code: str) -> None:
    """An asset without what a plan needs, or that others replace, is left out with its reason."""
    out = left_out(facts_of(asset, {}), policy_with())
    assert out[c.REASON_CODE].tolist() == [code]
    assert out[c.REASON].iloc[0].startswith("Left out: ")


def test_duties_come_in_order() -> None:
    """A commitment comes before a gate, a gate before the register's mark, a mark before the plan's rule."""
    policy = policy_with(rules={"must_replace": ["age_years >= 9"]})
    facts = facts_of(
        {"locked_year": 2028, "gate": "use suspended"}, {"gate": "use suspended"}, {"must_treat": True}, {}
    )
    assert must_reasons(facts, policy).tolist() == [
        "committed for 2028/29",
        "use suspended",
        "marked in the register as what must be done",
        "the plan's rule: age_years >= 9",
    ]


def test_gates_can_be_switched_off() -> None:
    """Where the plan file says so, a gate is no duty."""
    assert must_reasons(facts_of({"gate": "use suspended"}), policy_with(rules={"gates": False})).isna().all()


def test_a_committed_asset_has_one_option() -> None:
    """An asset committed to a year has that year's option alone, and must be treated."""
    facts = facts_of({"locked_year": 2028}, {})
    outcomes = outcomes_of(facts, [100_000.0] * 10, {c.EQUIVALENT_ANNUAL_COST_GBP: 90_000.0})
    made = options_of(facts, outcomes, policy_with())
    by_asset = made.options.groupby(c.ASSET_ID)[c.START_YEAR].apply(list).to_dict()
    assert by_asset == {"A-0": [2028], "A-1": [2027, 2028, 2029, 2030, 2031]}
    assert made.options.groupby(c.ASSET_ID)[c.MUST_TREAT].all().to_dict() == {"A-0": True, "A-1": False}
    assert len(made.cash) == len(made.options)


def test_a_duty_begins_by_its_year() -> None:
    """What must be treated is offered no later start than the plan file allows; commitments and the rest are free."""
    facts = facts_of({"gate": "use suspended"}, {"locked_year": 2030}, {})
    outcomes = outcomes_of(facts, [100_000.0] * 10, {c.EQUIVALENT_ANNUAL_COST_GBP: 90_000.0})
    made = options_of(facts, outcomes, policy_with(rules={"duties_by": 2028}))
    by_asset = made.options.groupby(c.ASSET_ID)[c.START_YEAR].apply(list).to_dict()
    assert by_asset == {"A-0": [2027, 2028], "A-1": [2030], "A-2": [2027, 2028, 2029, 2030, 2031]}
