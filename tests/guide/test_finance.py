"""The finance page: from the sample plan file to a compared set, each command with the output that it shows."""

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from capplan.cli import app
from capplan.guide import page
from capplan.policy import load_plan_file
from capplan.samples.shipped import copy_sample

CHECKED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
COMMAND = re.compile(r"```console\n\$ capplan (.*?)\n(.*?)```", re.DOTALL)


@pytest.mark.slow
def test_each_command_prints_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in order in the sample project, with the scenario that the page adds."""
    plan = copy_sample(tmp_path / "demo")
    added = re.findall(r"```toml\n(.*?)```", page("finance"), re.DOTALL)
    plan.chmod(0o644)
    plan.write_text(plan.read_text(encoding="utf-8") + "\n" + added[0], encoding="utf-8")
    monkeypatch.chdir(plan.parent)
    commands = COMMAND.findall(page("finance"))
    assert len(commands) == 10
    for asked, shown in commands:
        said = CliRunner().invoke(app, asked.split())
        assert said.exit_code in (0, None), f"{asked}\n{said.output}"
        got = re.sub(r" +$", "", said.stdout, flags=re.MULTILINE)
        assert doctest.OutputChecker().check_output(shown, got, CHECKED), f"{asked}\n{got[:2000]}"


def test_what_the_page_adds_is_a_plan_file(tmp_path: Path) -> None:
    """Every piece of a plan file on it can be pasted."""
    plan = copy_sample(tmp_path / "demo")
    plan.chmod(0o644)
    pieces = "\n".join(re.findall(r"```toml\n(.*?)```", page("finance"), re.DOTALL))
    plan.write_text(plan.read_text(encoding="utf-8") + "\n" + pieces, encoding="utf-8")
    assert load_plan_file(plan).base["sweep"]["mri_price"]["title"] == "Price of an MRI"
