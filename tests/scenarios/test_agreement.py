"""A figure of a scenario is the same wherever it is printed: terminal, JSON, workbook, paper."""

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from capplan import columns as c
from capplan import runs
from capplan.cli import app
from capplan.cli.comparing_text import give_beside
from capplan.cli.console import give_rows
from capplan.model import Study
from capplan.policy import PlanFile


@pytest.fixture(scope="module")
def written(study: Study, plan_file: PlanFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder with the board paper and the workbook."""
    folder = runs.save(study, tmp_path_factory.mktemp("papers") / "run", plan_file)
    runs.write_papers(folder, study, ("html", "xlsx"), lambda step: None)
    return folder


@pytest.fixture(scope="module")
def compared(written: Path) -> dict[str, Any]:
    """What `compare --format json` says."""
    asked = ["compare", "--run", str(written), "--format", "json"]
    said: dict[str, Any] = json.loads(CliRunner().invoke(app, asked).stdout)
    return said


def text(folder: Path, columns: int) -> str:
    asked = ["compare", "--run", str(folder)]
    return CliRunner().invoke(app, asked, env={"COLUMNS": str(columns)}).stdout


def test_the_terminal_prints_what_json_says(written: Path, compared: dict[str, Any]) -> None:
    """Each total, year by year and in all, in millions."""
    names = [row["scenario"] for row in compared["rows"]]
    lines = text(written, 160).splitlines()
    for label, field, unit in (("Capital planned", "capital_gbp", 1e6), ("Net present", "objective_gbp", 1e6)):
        (line,) = (one for one in lines if one.startswith(label))
        assert line.split()[-len(names) :] == [f"{row[field] / unit:,.1f}" for row in compared["rows"]]
    for year, label in ((2027, "2027/28"), (2028, "2028/29"), (2029, "2029/30")):
        (line,) = (one for one in lines if one.startswith(label))
        capital = {row["scenario"]: row["capital_gbp"] for row in compared["years"] if row["year"] == year}
        assert line.split()[1:] == [f"{capital[name] / 1e6:,.1f}" for name in names]


def test_the_workbook_holds_what_json_says(written: Path, compared: dict[str, Any]) -> None:
    """Title, networks, envelope, capital and machines in a row of its sheet of scenarios, to the pound."""
    path = written / compared["against"] / "finance.xlsx"
    rows = [row[:5] for row in openpyxl.load_workbook(path, read_only=True)["Scenarios"].iter_rows(values_only=True)]
    said = ("title", "networks", "envelope_gbp", "capital_gbp", c.ASSET_COUNT)
    for row in compared["rows"]:
        assert tuple(row[name] for name in said) in rows


def test_the_paper_prints_what_json_says(written: Path, compared: dict[str, Any]) -> None:
    """What drops out and comes in of each scenario, and the network that loses most."""
    path = written / compared["against"] / "board.html"
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))
    for row in compared["rows"]:
        if row["scenario"] == compared["against"]:
            continue
        changes = [one["change"] for one in compared["changes"] if one["scenario"] == row["scenario"]]
        gains = [one for one in compared["gains"] if one["scenario"] == row["scenario"]]
        dropped, came = changes.count("drops out"), changes.count("comes in")
        least = min(gains, key=lambda one: one["difference_gbp"])
        loses = least["network"] if least["difference_gbp"] <= -500 else "none"
        drop, come = (rf"{number} £[\d.,]+[km]?" if number else "0 £0" for number in (dropped, came))
        moved = changes.count("moves")
        assert re.search(rf"{re.escape(row['title'])} {drop} {come} {moved} .{{0,60}}?{loses}", page), row["scenario"]


@pytest.mark.parametrize("columns", [80, 120])
def test_tables_fit_the_terminal(written: Path, columns: int) -> None:
    """No line of a table is wider than the terminal, and no heading is broken inside a word."""
    printed = text(written, columns)
    tables = printed[printed.index("Scenario  What it is") :].splitlines()
    assert max(len(line.rstrip()) for line in tables if "--format csv" not in line) <= columns
    assert "Capital envelope (£m)" in printed


def test_many_scenarios_stand_in_several_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten of them at 80 columns: each has its column once, whole."""
    monkeypatch.setenv("COLUMNS", "80")
    give_beside("", ["Net present benefit (£m)"], {f"scenario{number:02}": ["1,234.5"] for number in range(10)})
    said = capsys.readouterr().out
    assert [len(re.findall(f"scenario{number:02}", said)) for number in range(10)] == [1] * 10
    assert max(map(len, said.splitlines())) <= 80


def test_no_number_is_broken(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a table has no room, its text is narrower, or the table is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", "40")
    cells = ("Northmarch imaging network", *["199,780,898"] * 4)
    give_rows([("Network", False), *[("Running and risk cost", True)] * 4], [cells])
    said = capsys.readouterr().out
    assert said.count("199,780,898") == 4
    assert all(word in said for word in ("Northmarch", "imaging", "network"))
