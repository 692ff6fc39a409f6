"""Many scenarios at once: each stands alone, and comes to the same wherever it is solved."""

import json
from pathlib import Path
from typing import Any

from capplan import columns as c
from capplan import runs
from capplan.model import Scenario, Study
from capplan.policy import PlanFile
from capplan.scenarios import many
from capplan.scenarios.executor import Where
from tests.scenarios import project

BROKEN = (
    project.PLAN
    + """
[scenarios.impossible]
rules.network_floor_gbp = { North = 9_000_000, South = 9_000_000 }
[scenarios.wrong]
rules.locked = [{ asset = "nothing", year = 2027 }]
"""
)


def solved(plan_file: PlanFile, where: Where, *names: str) -> many.Result:
    prepared = many.prepare(plan_file, names, lambda step: None)
    return many.solve_all(prepared, where, lambda step: None, lambda attempt: None)


def files(folder: Path, scenario: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / scenario).glob("*.csv"))}


def test_a_scenario_that_changes_nothing_is_the_base(run_folder: Path) -> None:
    """Every frame of it is the same, byte for byte."""
    base, same = files(run_folder, "base"), files(run_folder, "same")
    assert base == same
    assert {"decisions.csv", "options.csv", "audit.csv", "cash.csv"} <= set(base)


def test_the_run_is_the_same_however_many_work_at_it(plan_file: PlanFile, run_folder: Path, tmp_path: Path) -> None:
    """Two processes write the folder that one does, and tell of each scenario once."""
    told: list[str] = []
    prepared = many.prepare(plan_file, (), lambda step: None)
    result = many.solve_all(prepared, Where(workers=2), lambda step: None, lambda attempt: told.append(attempt.name))
    assert sorted(told) == sorted(prepared.policies)
    again = runs.save(result.study, tmp_path / "run", plan_file)
    for path in sorted(run_folder.rglob("*.*")):
        assert (again / path.relative_to(run_folder)).read_bytes() == path.read_bytes(), path.name
    assert c.label_of(next(iter(result.study.scenarios[0].plan.decisions))) == c.ASSET_ID.label


def test_scenarios_without_a_plan_stop_no_other(tmp_path: Path) -> None:
    """One that no plan can keep and one that is wrong are told of; the rest have their plans."""
    result = solved(project.write(tmp_path, BROKEN), Where(), "impossible", "base", "wrong", "less")
    assert [scenario.name for scenario in result.study.scenarios] == ["base", "less"]
    assert [one.name for one in result.study.without_plan] == ["impossible", "wrong"]
    said = [str(error) for error in result.errors]
    assert "scenario impossible" in said[0]
    assert "scenario wrong" in said[1]
    assert "nothing" in said[1]


def test_the_nearest_setting_counts(tmp_path: Path) -> None:
    """File, then the scenario that it extends, then the scenario, then what is given beside the file."""
    plan_file = project.write(tmp_path, project.PLAN, "rules.network_floor=0.2", "budget.2029=1_000_000")
    policies = many.prepare(plan_file, ("base", "less", "least"), lambda step: None).policies
    assert policies["least"].rules.network_floor == 0.2
    assert policies["least"].envelopes == {2027: 2_400_000, 2028: 2_400_000, 2029: 800_000}
    assert policies["base"].envelopes[2029] == 1_000_000


def test_every_plan_keeps_its_rules(scenarios: dict[str, Scenario]) -> None:
    """Added up again in whole pounds."""
    for scenario in scenarios.values():
        assert scenario.plan.audit[c.KEPT].all(), scenario.name


def test_what_was_given_is_in_the_manifest(study: Study, tmp_path: Path) -> None:
    """A run says what was set beside its plan file, dates and all."""
    plan_file = project.write(tmp_path, project.PLAN, "scale.budget=0.9", "plan.as_at=2026-09-30")
    manifest: dict[str, Any] = json.loads(json.dumps(runs.manifest_of(study, plan_file)))
    assert manifest["given"] == {"scale": {"budget": 0.9}, "plan": {"as_at": "2026-09-30"}}
