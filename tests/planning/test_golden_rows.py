"""Each rule's rows, as PuLP writes them, against a file that a person has read."""

from pathlib import Path

import pytest

from capplan.planning.case import make_case
from capplan.planning.handover import whole, write
from capplan.planning.programme import make_programme
from capplan.planning.rules import RULES
from capplan.policy.schema import Rules
from tests.planning.estates import Problem, option, problem

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
}


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


def file_name(rule: str) -> str:
    return rule.replace(" ", "_").replace("/", "_") + ".lp"


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_rows_of_each_rule_are_those_of_its_golden_file(rule: str, tmp_path: Path) -> None:
    """A rule's rows change only when somebody means them to."""
    case = small_estate()
    made = make_case(case.options, case.cash, case.budget)
    programme = make_programme(made, Rules.model_validate(SETTINGS[rule]))
    written = tmp_path / "programme.lp"
    write(programme, whole(programme)).problem.writeLP(str(written))
    assert written.read_text() == (GOLDEN / file_name(rule)).read_text()


def test_every_rule_has_a_golden_file_and_no_file_is_left_over() -> None:
    """A new rule comes with its rows written out."""
    assert {file_name(rule.name) for rule in RULES} == {path.name for path in GOLDEN.glob("*.lp")}
