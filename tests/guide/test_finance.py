"""The finance page: from the sample plan file to a compared set, each command with the output that it shows."""

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from capplan import runs
from capplan.cli import COMMANDS, app
from capplan.columns import ASSET_ID, START_YEAR
from capplan.guide import page
from capplan.policy import load_plan_file
from capplan.samples.shipped import copy_sample

CHECKED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
COMMAND = re.compile(r"```console\n\$ capplan (.*?)\n(.*?)```", re.DOTALL)


# What stands within a sentence, as it is run: a command, or options with the command that they are of.
WITHIN = (
    ("uncertainty --reoptimise 100", "uncertainty --run outputs/finance --draws 20 --reoptimise 2"),
    (
        "--format csv --table best-mean",
        "uncertainty --run outputs/finance --draws 20 --reoptimise 2 --format csv --table best-mean",
    ),
    ("--format json", "compare --run outputs/finance --format json"),
    ("--format csv", "consolidation --run outputs/finance --scenario eighteen --format csv"),
    ("frontier", "frontier --run outputs/finance --points 3 --solve 0 --chart outputs/frontier.svg"),
    ("report", "report outputs/finance --formats xlsx"),
    ("--workers 1", "run base --workers 1 --set solver.gap=0.05 --out outputs/one"),
    ("--carried 0.5", "replan --run outputs/finance --after 2028 --slip 2028 --carried 0.5 --set solver.gap=0.05"),
    ("--slip-asset ID", "replan --run outputs/finance --after 2028 --slip-asset {late} --set solver.gap=0.05"),
    (
        "--set budget.2029=30_000_000",
        "replan --run outputs/finance --after 2028 --set budget.2029=30_000_000 --set solver.gap=0.05",
    ),
)
# The first makes the page's project, which takes minutes with its papers; the second needs a cluster.
NOT_RUN = {"demo", "--executor dask://HOST:PORT"}
IN_CODE = re.compile(r"`([^`\n]+)`")


@pytest.mark.slow
def test_each_command_prints_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in order in the sample project, with the scenario that the page adds."""
    plan = copy_sample(tmp_path / "demo")
    added = re.findall(r"```toml\n(.*?)```", page("finance"), re.DOTALL)
    plan.chmod(0o644)
    plan.write_text(plan.read_text(encoding="utf-8") + "\n" + added[0], encoding="utf-8")
    monkeypatch.chdir(plan.parent)
    monkeypatch.setenv("COLUMNS", "160")
    commands = COMMAND.findall(page("finance"))
    assert len(commands) == 10
    for asked, shown in commands:
        said = CliRunner().invoke(app, asked.split())
        assert said.exit_code in (0, None), f"{asked}\n{said.output}"
        got = re.sub(r" +$", "", said.stdout, flags=re.MULTILINE)
        assert doctest.OutputChecker().check_output(shown, got, CHECKED), f"{asked}\n{got[:2000]}"
    decisions = runs.load(Path("outputs/finance")).recommended.plan.decisions
    late = decisions.loc[decisions[START_YEAR] == 2028, ASSET_ID].iloc[0]
    for _, asked in WITHIN:
        said = CliRunner().invoke(app, asked.format(late=late).split())
        assert said.exit_code in (0, None), f"{asked}\n{said.output}"


def test_every_command_within_a_sentence_is_run() -> None:
    """Whatever the page names in code type as a command or an option is in one of those that the test above runs."""
    words = re.sub(r"```.*?```", "", page("finance"), flags=re.DOTALL)
    commands = {str(command.name) for command in COMMANDS}
    named = {name.removeprefix("capplan ") for name in IN_CODE.findall(words)} - NOT_RUN
    asked = {name for name in named if name.startswith("--") or name.split(" ")[0] in commands}
    within = {name for name, _ in WITHIN}
    assert within <= asked
    shown = " ".join(command for command, _ in COMMAND.findall(page("finance")))
    assert all(name in shown for name in asked - within)


def test_what_the_page_adds_is_a_plan_file(tmp_path: Path) -> None:
    """Every piece of a plan file on it can be pasted."""
    plan = copy_sample(tmp_path / "demo")
    plan.chmod(0o644)
    pieces = "\n".join(re.findall(r"```toml\n(.*?)```", page("finance"), re.DOTALL))
    plan.write_text(plan.read_text(encoding="utf-8") + "\n" + pieces, encoding="utf-8")
    assert load_plan_file(plan).base["sweep"]["mri_price"]["title"] == "Price of an MRI"
