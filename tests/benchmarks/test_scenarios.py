"""Many plans in the time that a meeting allows, and sooner on two cores than on one.

Run with `-m benchmark -s` on an idle machine: speed-up is of the clock, so other work on it counts.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from capplan import runs
from capplan.cli import app
from capplan.model import Scenario, Step
from capplan.policy import PlanFile, load_plan_file
from capplan.samples.shipped import copy_sample
from capplan.scenarios import draws, many, reoptimise, uncertainty
from capplan.scenarios.executor import Where

pytestmark = pytest.mark.benchmark
TEN = """
[scenarios.cut20]
scale.budget = 0.80
[scenarios.more10]
scale.budget = 1.10
[scenarios.no_floor]
rules.network_floor = 0.0
[scenarios.high_floor]
rules.network_floor = 0.75
[scenarios.dear]
prices.inflation = 0.05
[scenarios.costly]
scale.consequence = 2.0
[scenarios.constant]
hazard.model = "constant"
"""
NAMES = (
    "base", "cut10", "eighteen", "cut20", "more10", "no_floor", "high_floor", "dear", "costly", "constant",
)  # fmt: skip


def quietly(step: Step) -> None:
    """Progress that nobody looks at."""


def busy() -> bool:
    """Whether fewer than two cores are idle."""
    return (os.cpu_count() or 1) - os.getloadavg()[0] < 1.5


def seconds_since(began: float, what: str) -> float:
    """How long that has been by the clock, printed."""
    taken = time.perf_counter() - began
    sys.stdout.write(f"\n{what}: {taken:.1f} s\n")
    return taken


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> PlanFile:
    """The sample project with ten scenarios."""
    path = copy_sample(tmp_path_factory.mktemp("sample") / "project")
    path.chmod(0o644)
    path.write_text(path.read_text(encoding="utf-8") + TEN, encoding="utf-8")
    return load_plan_file(path)


@pytest.fixture(scope="module")
def scenario(plan_file: PlanFile) -> Scenario:
    """The sample's recommended plan."""
    return solved(plan_file, ("base",), 1).study.recommended


def solved(plan_file: PlanFile, names: Sequence[str], workers: int) -> many.Result:
    prepared = many.prepare(plan_file, names, quietly)
    return many.solve_all(prepared, Where(workers=workers), quietly, lambda attempt: None)


@pytest.mark.skipif(busy(), reason="needs two idle cores")
def test_ten_scenarios_are_compared_within_two_minutes(plan_file: PlanFile, tmp_path: Path) -> None:
    """One command solves them, one compares them."""
    from click.testing import CliRunner

    folder = str(tmp_path / "run")
    began = time.perf_counter()
    run = CliRunner().invoke(app, ["run", *NAMES, "--plan", str(plan_file.path), "--out", folder])
    compared = CliRunner().invoke(app, ["compare", "--run", folder, "--format", "json"])
    assert seconds_since(began, "ten scenarios, solved and compared") < 120
    assert run.exit_code == 0, run.output
    assert compared.stdout.count('"title"') == len(runs.load(Path(folder)).scenarios) == len(NAMES)


@pytest.mark.skipif(busy(), reason="needs two idle cores")
def test_two_workers_are_faster_than_one(scenario: Scenario) -> None:
    """Twenty-four plans made again, by one process and by two."""
    known = draws.known_of(scenario.assets, scenario.scores, scenario.policy)
    shared, seeds = reoptimise.lean(scenario, known), draws.seeds(scenario.policy, 24)
    taken, found = {}, {}
    for workers in (1, 2):
        began = time.perf_counter()
        found[workers] = reoptimise.reoptimise(shared, seeds, Where(workers=workers), quietly)
        taken[workers] = time.perf_counter() - began
    times = taken[1] / taken[2]
    sys.stdout.write(f"\none worker {taken[1]:.1f} s, two {taken[2]:.1f} s: {times:.2f} times as fast\n")
    assert found[1] == found[2]
    assert times > 1.4


def test_a_thousand_draws_of_a_plan_take_seconds(scenario: Scenario) -> None:
    """Drawn, worth and cost in each."""
    began = time.perf_counter()
    known, worlds = uncertainty.drawn_worlds(scenario, 1_000)
    uncertainty.how_it_fares(scenario, known, worlds)
    assert seconds_since(began, "1,000 draws of the plan") < 10


def test_a_hundred_plans_are_made_again_within_ten_minutes(scenario: Scenario) -> None:
    """On two cores."""
    known = draws.known_of(scenario.assets, scenario.scores, scenario.policy)
    shared, seeds = reoptimise.lean(scenario, known), draws.seeds(scenario.policy, 100)
    began = time.perf_counter()
    plans = reoptimise.reoptimise(shared, seeds, Where(workers=2), quietly)
    assert seconds_since(began, "100 plans made again") < 600
    assert not any(plan.failure for plan in plans)
