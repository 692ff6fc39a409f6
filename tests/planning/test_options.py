"""From scores to options: who is in the programme, what it costs, and what it is worth."""

from typing import Any

import pandas as pd
import pytest

from capplan import columns as c
from capplan import frames
from capplan.planning.eligibility import asset_facts, left_out, must_reasons
from capplan.planning.options import build_options, capital, net_benefit
from capplan.policy import Policy

PRICES = (c.ASSET_ID, c.EQUIPMENT_GBP_EX_VAT, c.WORKS_GBP_EX_VAT)


def policy_with(**settings: Any) -> Policy:
    return Policy.model_validate(settings)


def rows(names: tuple[c.Column, ...], *given: dict[str, Any]) -> pd.DataFrame:
    return pd.concat([frames.empty(names), pd.DataFrame(list(given))])[list(names)].astype(frames.empty(names).dtypes)


def facts_of(*given: dict[str, Any]) -> pd.DataFrame:
    """Asset facts: each asset a sound CT scanner but for what is given."""
    sound = {"asset_class": "ct", "age_years": 9.0, "status": "in_use", "finance_method": "owned"}
    assets = rows(c.ASSETS, *({"asset_id": f"A-{n}", **sound, **one} for n, one in enumerate(given)))
    ids = assets[c.ASSET_ID]
    scores = rows(c.SCORES, *({"asset_id": i, "life_consumed_ratio": 1.1, "age_used_years": 9.0} for i in ids))
    for position, one in enumerate(given):
        scores.loc[position, c.GATE] = one.get("gate")
    prices = pd.DataFrame({c.ASSET_ID: ids, c.EQUIPMENT_GBP_EX_VAT: 750_000.0, c.WORKS_GBP_EX_VAT: 100_000.0})
    return asset_facts(assets, scores, prices)


def test_capital_is_the_cash_of_the_year() -> None:
    """Equipment and works each carry their optimism bias once, then VAT, then inflation from the price base."""
    treatable = pd.DataFrame(
        {c.EQUIPMENT_GBP_EX_VAT: [100_000.0], c.WORKS_GBP_EX_VAT: [50_000.0], c.PRICE_BASE_YEAR: [None]}
    )
    assert capital(treatable, 2026, policy_with()).tolist() == [round((110_000 + 62_000) * 1.2)]
    assert capital(treatable, 2028, policy_with()).tolist() == [round((110_000 + 62_000) * 1.2 * 1.032**2)]


def test_net_benefit_of_the_worked_scanner() -> None:
    """The worked scanner (fault rate 1.77333 at £60,600, maintenance £70,000 growing 5 %, beta 2.1, successor
    £210,294 a year) is worth most replaced in the third year."""
    kept = [1.773333333 * 60_600 * ((9 + t) / 9) ** 1.1 + 70_000 * 1.05**t for t in range(10)]
    kept_cost = pd.DataFrame([kept], columns=range(2027, 2037))
    successor = pd.DataFrame({c.EQUIVALENT_ANNUAL_COST_GBP: [210_294.0]})
    policy = policy_with(plan={"years": 7})
    expected = [352_601, 385_432, 401_012, 400_183, 383_761, 352_537, 307_269]
    assert net_benefit(kept_cost, successor, policy)[0].tolist() == pytest.approx(expected, abs=10)


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
        "marked as must be treated in the register",
        "the plan's rule: age_years >= 9",
    ]


def test_gates_can_be_switched_off() -> None:
    """Where the plan file says so, a gate is no duty."""
    assert must_reasons(facts_of({"gate": "use suspended"}), policy_with(rules={"gates": False})).isna().all()


def test_a_committed_asset_has_one_option() -> None:
    """An asset committed to a year has that year's option alone, and must be treated."""
    facts = facts_of({"locked_year": 2028}, {})
    assets = facts[[*c.ASSETS]]
    deferral = pd.DataFrame(
        [(i, year, 100_000.0) for i in facts[c.ASSET_ID] for year in range(2027, 2037)],
        columns=[c.ASSET_ID, c.YEAR, c.DEFERRAL_COST_GBP],
    )
    successor = pd.DataFrame({c.ASSET_ID: facts[c.ASSET_ID], c.EQUIVALENT_ANNUAL_COST_GBP: 90_000.0})
    scores = facts[[*c.SCORES]]
    made = build_options(assets, scores, facts[[*PRICES]], deferral, successor, policy_with())
    by_asset = made.options.groupby(c.ASSET_ID)[c.START_YEAR].apply(list).to_dict()
    assert by_asset == {"A-0": [2028], "A-1": [2027, 2028, 2029, 2030, 2031]}
    assert made.options.groupby(c.ASSET_ID)[c.MUST_TREAT].all().to_dict() == {"A-0": True, "A-1": False}
    assert len(made.cash) == len(made.options)
