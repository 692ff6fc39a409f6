"""One small study that many tests look at."""

from pathlib import Path

import pytest

from capplan.model import Scenario, Study
from capplan.policy import PlanFile
from capplan.scenarios import many
from capplan.scenarios.executor import Where
from tests.scenarios import project


@pytest.fixture(scope="session")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> PlanFile:
    """The small project's plan file."""
    return project.write(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def study(plan_file: PlanFile) -> Study:
    """Its scenarios, solved here."""
    prepared = many.prepare(plan_file, (), lambda step: None)
    return many.solve_all(prepared, Where(), lambda step: None, lambda attempt: None).study


@pytest.fixture(scope="session")
def scenarios(study: Study) -> dict[str, Scenario]:
    """The same by name."""
    return {scenario.name: scenario for scenario in study.scenarios}


@pytest.fixture(scope="session")
def run_folder(study: Study, plan_file: PlanFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a run folder."""
    from capplan import runs

    return runs.save(study, tmp_path_factory.mktemp("runs") / "run", plan_file)
