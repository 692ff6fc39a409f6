"""A small project of one's own: a register, a plan file, and a way to run commands on them."""

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from capplan.cli import main
from capplan.samples import write_single

PLAN = """
schema = 1
[plan]
title = "Two-year plan"
start = 2027
years = 2
as_at = 2026-10-31
[[register]]
file = "registers/*.csv"
[budget]
2027 = 6_000_000
2028 = 6_000_000
firm_to = 2027
[scale]
consequence = 3.0
[rules]
max_installs = { per_site_and_class = 1 }
[scenarios.base]
title = "As allocated"
[scenarios.cut]
title = "Half the money"
scale.budget = 0.5
[report]
scenarios = ["base", "cut"]
recommend = "base"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture(scope="session")
def command() -> Command:
    """Run `capplan` with these arguments, as a person would."""

    def run(*arguments: object) -> Said:
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out.flush()
        text = out.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]
        return Said(code=int(left.value.code or 0), out=text, err=err.getvalue())

    return run


def make_project(folder: Path, plan: str = PLAN) -> Path:
    """A project folder with a register of 120 machines; returns its plan file."""
    (folder / "registers").mkdir(parents=True)
    write_single(folder / "registers" / "register.csv", assets=120, seed=3)
    path = folder / "capplan.toml"
    path.write_text(plan, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The plan file of a small project."""
    return make_project(tmp_path / "project")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    """The run folder of a small project, with its papers; not to be changed."""
    plan = make_project(tmp_path_factory.mktemp("finished") / "project")
    folder = plan.parent / "run"
    assert command("run", "--plan", plan, "--out", folder).code == 0
    assert command("report", folder).code == 0
    return folder
