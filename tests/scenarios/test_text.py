"""What the commands print of many plans: it fits a terminal of 80 columns, in words that a finance director knows."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from capplan.cli import app
from capplan.cli.console import without_common_ending
from capplan.policy import PlanFile
from tests.scenarios import project

WIDTH = 80
CODES = ("xray_room", "hazard_exponent", "drawn_", "(ratio)", "mean of the draws")


def said(*asked: str) -> str:
    """What a command prints on stdout, on a terminal of 80 columns."""
    result = CliRunner().invoke(app, asked, env={"COLUMNS": str(WIDTH)})
    assert result.exit_code in (0, None), result.output
    return result.stdout


def tables_of(text: str) -> list[str]:
    """The lines that are no sentence: those of tables, which have columns two blanks apart."""
    return [line for line in text.splitlines() if "  " in line]


@pytest.mark.parametrize(
    "asked",
    [
        ("consolidation", "--scenario", "merged"),
        ("uncertainty", "--draws", "20", "--reoptimise", "3"),
        ("frontier", "--points", "4", "--solve", "1"),
        ("compare", "base", "less", "merged"),
    ],
    ids=lambda asked: asked[0],
)
def test_every_table_fits_and_has_no_code(run_folder: Path, asked: tuple[str, ...]) -> None:
    """Classes and what is drawn go by name, money is in millions, and no line of a table is wider than the screen."""
    text = said(*asked, "--run", str(run_folder))
    lines = tables_of(text)
    assert lines
    assert max(map(len, lines)) <= WIDTH
    assert not [code for code in CODES if code in text]


def test_csv_has_every_figure_in_pounds(run_folder: Path) -> None:
    """What text leaves out of a merger."""
    heading = said("consolidation", "--scenario", "merged", "--run", str(run_folder), "--format", "csv").split("\n")[0]
    assert heading.startswith("network,former_networks,organisations,owned_machines,assets,base_gbp,capital_gbp")


def test_networks_are_named_without_the_words_they_all_end_in() -> None:
    """One word of each is kept, whatever they share."""
    assert without_common_ending(["imaging network", "North imaging network"])[1] == "network"
    assert without_common_ending([]) == ({}, "")


def test_a_cut_of_money_is_told_as_one(run_folder: Path, plan_file: PlanFile, tmp_path: Path) -> None:
    """How much, in which year, and what it does; that nothing slipped is said in words."""
    asked = ["replan", "--plan", str(plan_file.path), "--run", str(run_folder), "--after", "2028"]
    text = said(*asked, "--set", "budget.2029=1_000_000", "--out", str(tmp_path / "cut"))
    assert "Money of the years still open: £2.0m less in 2029/30.\nNo delivery slipped: " in text
    assert "machines slipped" not in text
    assert max(map(len, tables_of(text))) <= WIDTH


def test_a_sweep_is_drawn_where_it_is_asked_for(tmp_path: Path) -> None:
    """Its table fits, its chart is a new file, and a second one never replaces the first."""
    plan = project.write(tmp_path)
    drawn = tmp_path / "sweep.svg"
    asked = ("sweep", "budget", "weights", "--plan", str(plan.path), "--workers", "1", "--chart", str(drawn))
    text = said(*asked)
    assert max(map(len, tables_of(text))) <= WIDTH
    made = drawn.read_bytes()
    assert b"Budget matters most" in made
    again = CliRunner().invoke(app, asked)
    assert again.exit_code == 2
    assert "already there" in again.output
    assert drawn.read_bytes() == made


def test_a_chart_of_another_kind_is_refused_before_any_work(run_folder: Path, tmp_path: Path) -> None:
    """With the endings that there are."""
    asked = ("frontier", "--run", str(run_folder), "--chart", str(tmp_path / "frontier.pdf"))
    refused = CliRunner().invoke(app, asked)
    assert refused.exit_code == 2
    assert ".html, .svg or .png" in refused.output


def test_a_frontier_is_drawn_as_a_picture(run_folder: Path, plan_file: PlanFile, tmp_path: Path) -> None:
    """Beside its table."""
    asked = ("frontier", "--run", str(run_folder), "--plan", str(plan_file.path), "--points", "4", "--solve", "0")
    said(*asked, "--chart", str(tmp_path / "frontier.png"))
    assert (tmp_path / "frontier.png").read_bytes().startswith(b"\x89PNG")
