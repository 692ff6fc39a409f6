"""The audit sees what is wrong, by itself."""

from dataclasses import replace

import pytest

from capplan.errors import AuditError
from capplan.planning.audit import audit, make_ledger, require_kept, rules_broken
from capplan.planning.case import make_case
from capplan.policy.schema import Rules
from tests.planning.estates import estate_of, keeps_rules, option, problem, sums, tiny

ROWS = [
    option("A", 2027, 1.0, 60),
    option("A", 2028, 1.0, 60),
    option("B", 2027, 1.0, 50, network="Coast", asset_class="mri", site="S2"),
    option("C", 2028, 1.0, 10, must_treat=True),
    option("D", 2027, 1.0, 40),
    option("D", 2028, 1.0, 40, site="S3"),
]
MACHINES = [
    {"asset_id": "A", "age_used_years": 12.0, "need_score": 9.0},
    {"asset_id": "B", "age_used_years": 1.0, "need_score": 1.0, "network": "Coast", "asset_class": "mri"},
    {"asset_id": "C", "age_used_years": 2.0, "need_score": 1.0},
    {"asset_id": "D", "age_used_years": 11.0, "need_score": 5.0},
    {"asset_id": "E", "age_used_years": 5.0, "need_score": 2.0},
]
PLACE = {"network": "North", "asset_class": "ct", "activity_per_year": 10, "capacity_per_year": 10}
BARE = problem(ROWS, {2027: 100, 2028: 100})
CASE = replace(
    BARE,
    options=BARE.options.assign(renews=True, removes=False, capacity_after_per_year=[9, 9, 9, 9, 10, 10]),
    cash=BARE.cash.assign(revenue_gbp=[5, 5, 5, 4, 0, 0], carbon_tonnes=[1.0, 1.0, 1.0, 2.0, 0.0, 0.0]),
    estate=estate_of([PLACE | row for row in MACHINES], approved=[("A", "keep", None), ("D", "replace", 2027)]),
)
A27, A28, B27, C28, D27, D28 = (row["option_id"] for row in ROWS)


@pytest.mark.parametrize(
    ("rules", "chosen", "broken"),
    [
        ({}, [A27, C28], ()),
        ({}, [A27, A28, C28], ("one action",)),
        ({}, [A27], ("one action",)),
        ({}, [A27, B27, C28], ("envelope",)),
        ({"network_floor_gbp": {"Coast": 1}}, [A27, C28], ("network floor",)),
        ({"network_cap_gbp": {"North": 69}}, [A27, C28], ("network cap",)),
        ({"class_floor_gbp": {"mri": 51}}, [B27, C28], ("class floor",)),
        ({"class_cap_gbp": {"ct": 69}}, [A27, C28], ("class cap",)),
        ({"max_installs": {"per_network": 1}}, [A28, C28], ("installs by network",)),
        ({"max_installs": {"per_site_and_class": 1}}, [A28, C28], ("installs by site and class",)),
        ({"together": [{"name": "x", "assets": ["A", "C"]}]}, [A27, C28], ("together",)),
        ({"together": [{"name": "x", "assets": ["A", "B"]}]}, [A27, C28], ("together",)),
        ({"together": [{"name": "x", "assets": ["A", "C"], "shared_works_gbp": 31}]}, [A28, C28], ("envelope",)),
        ({"either_or": [["A", "C"]]}, [A28, C28], ("either/or",)),
        ({"shared_works": [{"name": "x", "assets": ["A", "C"], "works_gbp": 5}]}, [A28, C28], ("shared works",)),
        ({"locked": [{"asset": "B", "action": "replace", "year": 2027}]}, [A27, C28], ("locked",)),
        ({"limits": {"revenue_gbp": {"horizon": 8}}}, [A27, C28], ("revenue",)),
        ({"limits": {"carbon_tonnes": {"last_year": 1.999}}}, [A27, C28], ("carbon",)),
        ({"max_share_over_10_years": {2028: 0.4}}, [B27, C28], ("over age",)),
        ({"max_share_over_10_years": {2028: 0.4, "soft": True}}, [B27, C28], ()),
        ({"capacity": {"share": 1.0}}, [A28, C28], ("capacity",)),
        ({"oldest_first": "enforce"}, [D27, C28], ("oldest first",)),
        ({"stay_close": {"plan": "last", "most_changes": 1}}, [A28, C28], ("stay close",)),
        ({"stay_close": {"plan": "last", "price_gbp": 1}}, [A28, C28], ()),
        ({"funds": [{"name": "x", "2028": 60, "asset_class": ["mri"]}]}, [A28, D28, C28], ("envelope",)),
        ({"funds": [{"name": "x", "2028": 60, "asset_class": ["ct"]}]}, [A28, D28, C28], ()),
    ],
)
def test_each_rule_is_seen_to_be_broken(rules: dict, chosen: list[str], broken: tuple[str, ...]) -> None:
    """Plans made to break one rule are caught breaking that one."""
    settings = Rules.model_validate(rules)
    made = CASE.case(settings)
    found = audit(make_ledger(made, settings, chosen), settings)
    assert rules_broken(found) == broken


def test_a_plan_of_our_own_that_breaks_a_rule_stops_the_run() -> None:
    """A breach is a fault of capplan, told with the rule, the plan's figure and the limit."""
    made = make_case(CASE.options, CASE.cash, CASE.budget)
    with pytest.raises(AuditError, match=r"envelope, 2027/28.*110.*at most 100"):
        require_kept(audit(make_ledger(made, Rules(), [A27, B27, C28]), Rules()))


@pytest.mark.parametrize("seed", range(40))
def test_audit_agrees_with_plain_arithmetic(seed: int) -> None:
    """For any choice of options, the audit finds a breach exactly where adding up by hand does."""
    case, rules = tiny(seed)
    by_asset = case.options.sample(frac=1, random_state=seed).drop_duplicates("asset_id")
    picked = by_asset.sample(frac=0.6, random_state=seed)
    must = set(case.options.loc[case.options["must_treat"], "asset_id"])
    by_hand = keeps_rules(picked.to_dict("records"), sums(case), rules) and must <= set(picked["asset_id"])
    made = make_case(case.options, case.cash, case.budget)
    found = audit(make_ledger(made, rules, picked["option_id"]), rules)
    assert found["kept"].all() == by_hand
