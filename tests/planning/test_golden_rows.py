"""Each rule's rows, as PuLP writes them, against a file that a person has read."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from capplan.planning.handover import whole, write
from capplan.planning.programme import make_programme
from capplan.planning.rules import RULES
from capplan.policy.schema import Rules
from tests.planning.estates import Problem, estate_of, option, problem

GOLDEN = Path(__file__).parent / "golden"

# What turns each rule on, by its name; the file is named after it.
SETTINGS: dict[str, dict] = {
    "one action": {},
    "envelope": {"carry_forward": 0.05},
    "network floor": {"network_floor": 0.6},
    "network cap": {"network_cap": 1.5, "network_cap_gbp": {"Coast": 500}},
    "class floor": {"class_floor_gbp": {"mri": 300}},
    "class cap": {"class_cap_gbp": {"ct": 900}},
    "installs by network": {"max_installs": {"per_network": 1}},
    "installs by site and class": {"max_installs": {"per_site_and_class": 1}},
    "together": {"together": [{"name": "Cath lab", "assets": ["A", "B"], "shared_works_gbp": 50}]},
    "either/or": {"either_or": [["B", "C"]]},
    "ring-fenced funds": {
        "carry_forward": 0.05,
        "funds": [
            {"name": "MRI", "asset_class": ["mri"], "2027": 150},
            {"name": "North's", "network": ["North"], "2027": 80, "2028": 90},
        ],
    },
    "revenue": {"limits": {"revenue_gbp": {"horizon": 60}}},
    "carbon": {"limits": {"carbon_tonnes": {"last_year": 1.5}}},
    "shared works": {"shared_works": [{"name": "Power", "assets": ["A", "C"], "works_gbp": 70}]},
    "over age": {"max_share_over_10_years": {"2028": 0.5, "soft": True, "price_gbp": 40}},
    "capacity": {"capacity": {"share": 0.9, "growth": 0.03}},
    "oldest first": {"oldest_first": "enforce"},
    "locked": {"locked": [{"asset": "A", "action": "replace", "year": 2028}]},
    "stay close": {"stay_close": {"plan": "last", "most_changes": 1, "price_gbp": 25}},
}


# The rules that speak of more than options and money.
NEEDS_MACHINES = ("over age", "capacity", "oldest first", "stay close")
NEEDS_DRAWS = ("revenue", "carbon")


def small_estate() -> Problem:
    """Three assets, two years; B must be treated, C spends over two years."""
    return problem(
        [
            option("A", 2027, 90.0, 400),
            option("A", 2028, 80.0, 410),
            option("B", 2027, 70.5, 500, must_treat=True),
            option("B", 2028, 60.5, 520, must_treat=True),
            option("C", 2027, 30.0, {2027: 200, 2028: 100}, network="Coast", asset_class="mri", site="S2"),
        ],
        {2027: 1000, 2028: 600},
    )


def with_machines(case: Problem) -> Problem:
    """The same with five machines, two of them without options, and a plan before that kept A and replaced C."""
    effects = {"renews": [True, True, True, True, False], "removes": [False, False, False, False, True]}
    machines = [
        ("A", "North", "ct", 12.0, 70.0, 5000, 8000),
        ("B", "North", "ct", 9.5, 60.0, 4000, None),
        ("C", "Coast", "mri", 4.0, 20.0, 3000, 6000),
        ("D", "Coast", "mri", 8.5, 40.0, 3000, 3500),
        ("E", "North", "ct", 1.0, 5.0, 6000, 9000),
    ]
    names = (
        "asset_id", "network", "asset_class", "age_used_years", "need_score", "activity_per_year", "capacity_per_year",
    )  # fmt: skip
    younger = {
        "option_id": "E/replace/2027", "asset_id": "E", "action": "replace", "start_year": 2027, "benefit_gbp": 9.0,
        "network": "North", "asset_class": "ct", "site": "S1", "must_treat": False,
    }  # fmt: skip
    options = pd.concat([case.options.assign(**effects), pd.DataFrame([younger | {"renews": True, "removes": False}])])
    return replace(
        case,
        options=options.assign(capacity_after_per_year=[8500, 8500, 8500, None, 0, 9500]),
        estate=estate_of(
            [dict(zip(names, row, strict=True)) for row in machines],
            approved=[("A", "keep", None), ("C", "replace", 2027)],
        ),
    )


def with_draws(case: Problem) -> Problem:
    """The same with revenue and carbon, limited in one year."""
    return replace(
        case,
        cash=case.cash.assign(revenue_gbp=[20, 20, -5, -5, 8, 8], carbon_tonnes=[0.5, 0.5, -0.25, 0, 1.25, 1.25]),
        budget=case.budget.assign(revenue_envelope_gbp=[30, None], carbon_limit_tonnes=[None, 1.0]),
    )


def file_name(rule: str) -> str:
    return rule.replace(" ", "_").replace("/", "_").replace("-", "_") + ".lp"


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_rows_of_each_rule_are_those_of_its_golden_file(rule: str, tmp_path: Path) -> None:
    """A rule's rows change only when somebody means them to."""
    case = small_estate()
    case = with_machines(case) if rule in NEEDS_MACHINES else case
    case = with_draws(case) if rule in NEEDS_DRAWS else case
    rules = Rules.model_validate(SETTINGS[rule])
    programme = make_programme(case.case(rules), rules)
    written = tmp_path / "programme.lp"
    write(programme, whole(programme)).problem.writeLP(str(written))
    assert written.read_text() == (GOLDEN / file_name(rule)).read_text()


def test_every_rule_has_a_golden_file_and_no_file_is_left_over() -> None:
    """A new rule comes with its rows written out."""
    assert {file_name(rule.name) for rule in RULES} == {path.name for path in GOLDEN.glob("*.lp")}
