"""What each rule does to a plan, in cases small enough to see."""

import pytest
from pydantic import ValidationError

from capplan.errors import PolicyError
from capplan.model import Plan
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import Problem, option, problem


def plan_of(case: Problem, rules: dict) -> Plan:
    return allocate(case.options, case.cash, case.budget, Rules.model_validate(rules), Solver(gap=0.0))


def treated(plan: Plan) -> list[str]:
    return list(plan.decisions.loc[plan.decisions["action"] != "keep", "asset_id"])


def test_money_left_moves_on_by_no_more_than_the_carry_forward() -> None:
    """A scheme of 105 in the second year needs 5 of the first year's 100, and 5 % may move on."""
    case = problem([option("A", 2028, 10.0, 105)], {2027: 100, 2028: 100})
    assert treated(plan_of(case, {})) == []
    assert treated(plan_of(case, {"carry_forward": 0.05})) == ["A"]
    assert treated(plan_of(case, {"carry_forward": 0.04})) == []


def test_carried_money_does_not_pile_up_beyond_one_year_s_share() -> None:
    """Each year may pass on at most its own 10 %, however much came in."""
    case = problem([option("A", 2029, 10.0, 115)], {2027: 100, 2028: 100, 2029: 100})
    assert treated(plan_of(case, {"carry_forward": 0.10})) == []


def test_scheme_over_two_years_draws_on_both_envelopes() -> None:
    """A scheme fits only if every year it spends in has room."""
    case = problem([option("A", 2027, 10.0, {2027: 50, 2028: 60})], {2027: 100, 2028: 59})
    assert treated(plan_of(case, {})) == []


def test_bundle_pays_its_shared_works_once() -> None:
    """Two assets of 40 with works of 20 need exactly 100."""
    rows = [option("A", 2027, 10.0, 40), option("B", 2027, 10.0, 40)]
    rules = {"together": [{"name": "lab", "assets": ["A", "B"], "shared_works_gbp": 20}]}
    assert treated(plan_of(problem(rows, {2027: 100}), rules)) == ["A", "B"]
    assert treated(plan_of(problem(rows, {2027: 99}), rules)) == []
    assert plan_of(problem(rows, {2027: 100}), rules).decisions["capital_gbp"].tolist() == [60, 40]


def test_bundle_whose_assets_share_no_year_is_told() -> None:
    """What could never be done together is a fault of the rule, not a plan that quietly keeps both."""
    rows = [option("A", 2027, 10.0, 1), option("B", 2028, 10.0, 1)]
    bundle = {"together": [{"name": "lab", "assets": ["A", "B"]}]}
    with pytest.raises(PolicyError, match=r"no year suits all of its assets .A in 2027/28 and B in 2028/29"):
        plan_of(problem(rows, {2027: 9, 2028: 9}), bundle)


def test_bundle_with_an_asset_locked_for_another_year_is_told() -> None:
    """A locked decision that the bundle cannot follow is a fault."""
    rows = [option("A", 2027, 10.0, 1), option("A", 2028, 9.0, 1), option("B", 2028, 10.0, 1)]
    rules = {"together": [{"name": "lab", "assets": ["A", "B"]}], "locked": [{"asset": "A", "year": 2027}]}
    with pytest.raises(PolicyError, match="no year suits all"):
        plan_of(problem(rows, {2027: 9, 2028: 9}), rules)


def test_network_floor_buys_what_is_worth_less_elsewhere() -> None:
    """A fair share goes to the network whose machine is worth less."""
    rows = [option("A", 2027, 10.0, 60, network="North"), option("B", 2027, 5.0, 60, network="Coast")]
    case = problem(rows, {2027: 100})
    assert treated(plan_of(case, {})) == ["A"]
    assert treated(plan_of(case, {"network_floor_gbp": {"Coast": 50}})) == ["B"]


def test_must_treat_is_done_even_at_a_loss() -> None:
    """A duty is not weighed."""
    rows = [option("A", 2027, 10.0, 60), option("B", 2027, -5.0, 60, must_treat=True)]
    assert treated(plan_of(problem(rows, {2027: 100}), {})) == ["B"]


def test_audit_has_a_row_for_every_limit_that_was_set() -> None:
    """Each rule is added up again and shows its limit beside what the plan comes to."""
    rows = [option("A", 2027, 10.0, 60, network="North"), option("B", 2028, 5.0, 30, network="Coast")]
    rules = {"network_cap_gbp": {"North": 70}, "max_installs": {"per_network": 1}}
    audit = plan_of(problem(rows, {2027: 100, 2028: 100}), rules).audit
    kept = audit.set_index(["rule", "scope"])[["side", "limit", "value"]].to_dict("index")
    assert kept["envelope", "2027/28"] == {"side": "at most", "limit": 100, "value": 60}
    assert kept["network cap", "North"] == {"side": "at most", "limit": 70, "value": 60}
    assert kept["installs by network", "Coast, 2028/29"] == {"side": "at most", "limit": 1, "value": 1}


@pytest.mark.parametrize("unknown", [None, "not stated"])
def test_assets_without_a_network_have_no_share(unknown: str | None) -> None:
    """What has no network is under no floor and no cap, and the networks' shares add up without it."""
    rows = [option("A", 2027, 1.0, 30), option("B", 2027, 9.0, 60, network=unknown)]
    plan = plan_of(problem(rows, {2027: 100}), {"network_floor": 0.3, "network_cap": 0.5})
    limits = plan.audit[plan.audit["rule"].isin(["network floor", "network cap"])]
    assert limits[["scope", "limit"]].values.tolist() == [["North", 30], ["North", 50]]
    assert treated(plan) == ["A", "B"]


@pytest.mark.parametrize(
    "settings",
    [
        {"either_or": [[]]},
        {"either_or": [["A"]]},
        {"network_cap": float("inf")},
        {"network_cap": float("nan")},
        {"max_installs": {"per_network": True}},
        {"max_installs": {"per_site_and_class": "9"}},
        {"network_cap_gbp": {"North": 10_000_000_001}},
        {"class_floor_gbp": {"ct": 10_000_000_001}},
        {"together": [{"name": "x", "assets": ["A", "B"], "shared_works_gbp": 10_000_000_001}]},
    ],
)
def test_settings_that_no_rule_could_carry_out_are_refused(settings: dict) -> None:
    """A choice is between two or more, a limit is a number that ends, and a count is a whole number."""
    with pytest.raises(ValidationError):
        Rules.model_validate(settings)


@pytest.mark.parametrize("seconds", [0.0, 86_401.0, float("inf"), float("nan")])
def test_time_limit_is_at_most_a_day(seconds: float) -> None:
    """A solve ends some time."""
    with pytest.raises(ValidationError):
        Solver(time_limit_s=seconds)


def test_locked_decision_that_several_offers_suit_takes_the_best_of_them() -> None:
    """A decision names an action and a year; which of two offers for it is bought stays open."""
    rows = [option("A", 2027, 10.0, 40), option("A", 2027, 30.0, 50) | {"option_id": "A/second offer"}]
    plan = plan_of(problem(rows, {2027: 100}), {"locked": [{"asset": "A", "action": "replace", "year": 2027}]})
    assert plan.decisions["benefit_gbp"].tolist() == [30.0]


def test_floor_with_a_price_falls_short_where_that_is_worth_more() -> None:
    """A floor of 40 costs 25 of worth; at 50p a pound short that is 20, so it is missed and shown as an aim."""
    rows = [option("A", 2027, 30.0, 100), option("B", 2027, 5.0, 40, network="Coast")]
    rules = {"network_floor_gbp": {"Coast": 40}}
    case = problem(rows, {2027: 100})
    assert treated(plan_of(case, rules)) == ["B"]
    short = plan_of(case, rules | {"floor_price_gbp": 0.5})
    assert treated(short) == ["A"]
    assert short.report.reached == pytest.approx(10.0)
    floors = short.audit[short.audit["rule"] == "network floor"]
    assert floors[["side", "limit", "value", "kept"]].to_numpy().tolist() == [["aim: at least", 40, 0, True]]
    assert treated(plan_of(case, rules | {"floor_price_gbp": 0.7})) == ["B"]


def test_fund_that_names_assets_pays_for_them_alone() -> None:
    """Money given for B buys B, beside what the envelope buys, and never A."""
    case = problem([option("A", 2027, 30.0, 100), option("B", 2027, 5.0, 40)], {2027: 100})
    fund = {"name": "Gift", "assets": ["B"], "2027": 40}
    assert treated(plan_of(case, {"funds": [fund]})) == ["A", "B"]
    assert treated(plan_of(case, {"funds": [fund | {"assets": ["A"]}]})) == ["A", "B"]
    assert treated(plan_of(case, {"funds": [fund | {"2027": 39}]})) == ["A"]
    with pytest.raises(PolicyError, match="nothing has the asset_id 'C'"):
        plan_of(case, {"funds": [fund | {"assets": ["C"]}]})
