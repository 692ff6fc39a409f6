"""`demo`, `run`, `report` and `compare`: from a plan file to plans and papers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import give, give_table, give_text_table, progress, tell
from capplan.cli.exits import FOUND, OK, show
from capplan.cli.options import FilePath, format_option, plan_option, require_plan

if TYPE_CHECKING:
    from capplan.pipeline import Result

DEMO_FOLDER = Path("outputs") / "demo"


@click.command(short_help="The whole story on a synthetic national estate.")
@click.argument("folder", type=FilePath, default=DEMO_FOLDER)
def demo(folder: Path) -> int:
    """Copy the sample registers and plan file to FOLDER (default outputs/demo), check, score, solve every
    scenario and write the papers."""
    from capplan import pipeline, runs
    from capplan.policy import load_plan_file
    from capplan.reporting import FORMATS, headlines
    from capplan.samples.shipped import copy_sample

    plan_file = load_plan_file(copy_sample(folder))
    with progress() as on_step:
        result = pipeline.run(plan_file, (), on_step)
        path = runs.save(result.study, folder / "run", plan_file)
        runs.write_papers(path, result.study, tuple(FORMATS), on_step)
    papers = path / result.study.recommended.name
    for name in ("board.pdf", "board.html", "networks", "finance.xlsx"):
        give(f"{papers / name}")
    for line in headlines(result.study):
        give(line)
    tell("Your own register next: capplan check YOUR-REGISTER.xlsx")
    return _told_of(result)


@click.command(short_help="Solve scenarios and write a run folder.")
@click.argument("scenarios", nargs=-1)
@plan_option
@click.option("--out", type=FilePath, help="The run folder. Default: outputs/ beside the plan file.")
@format_option("text", "json", "csv")
def run(scenarios: tuple[str, ...], plan_path: Path | None, out: Path | None, output_format: str) -> int:
    """Solve SCENARIOS (default: those that the plan file reports) and write a run folder.

    Exits with 1 where a scenario has no plan that keeps every rule; the others are still written.
    """
    from capplan import pipeline, runs
    from capplan.scenarios.compare import comparison

    plan_file = require_plan(plan_path)
    with progress() as on_step:
        result = pipeline.run(plan_file, scenarios, on_step)
    if result.study.scenarios:
        path = runs.save(result.study, out or runs.default_folder(plan_file, result.study), plan_file)
        give_table(comparison(result.study.scenarios), output_format, command="run", beside={"folder": str(path)})
        tell(f"Run folder {path}. Papers: capplan report {path}")
    return _told_of(result)


def _told_of(result: "Result") -> int:
    """Say why scenarios have no plan; the exit code that follows."""
    for error in result.infeasible:
        show(error)
    return FOUND if result.infeasible else OK


@click.command(short_help="Write the papers of a finished run.")
@click.argument("run_folder", type=FilePath, required=False)
@plan_option
@click.option("--formats", default="html,pdf,xlsx", show_default=True, help="Which papers, with commas between.")
def report(run_folder: Path | None, plan_path: Path | None, formats: str) -> None:
    """Write the board paper, a paper for each network and the finance workbook of each scenario of
    RUN_FOLDER (default: the latest run)."""
    from capplan import runs
    from capplan.reporting import FORMATS

    wanted = tuple(name.strip() for name in formats.split(",") if name.strip())
    if not wanted or not set(wanted) <= set(FORMATS):
        raise click.UsageError(f"--formats takes {', '.join(FORMATS)} with commas between, not {formats!r}.")
    path = folder_of_run(run_folder, plan_path)
    with progress() as on_step:
        written = runs.write_papers(path, runs.load(path), wanted, on_step)
    give("\n".join(str(name) for name in written))


def folder_of_run(given: Path | None, plan_path: Path | None) -> Path:
    """The run folder given, else the latest of the plan file's project."""
    from capplan import runs

    return given or runs.latest(require_plan(plan_path).folder)


@click.command(short_help="Compare the scenarios of a run.")
@click.argument("scenarios", nargs=-1)
@click.option("--run", "run_folder", type=FilePath, help="The run folder. Default: the latest run.")
@click.option("--against", help="The scenario to compare with. Default: the recommended one.")
@plan_option
@format_option("text", "json", "csv")
def compare(
    scenarios: tuple[str, ...], run_folder: Path | None, against: str | None, plan_path: Path | None, output_format: str
) -> None:
    """Compare SCENARIOS (default: all) of a run: spend, machines, benefit, risk left; then what drops out
    of the plan and what comes in, against one of them."""
    from capplan import frames, runs
    from capplan.scenarios.compare import changes, comparison, pick

    study = runs.load(folder_of_run(run_folder, plan_path))
    chosen = pick(study.scenarios, scenarios)
    base = pick(study.scenarios, (against,))[0] if against else study.recommended
    table, moved = comparison(chosen), changes(chosen, base)
    if output_format == "text":
        give_text_table(table)
        give("")
        give_text_table(moved)
    else:
        give_table(table, output_format, command="compare", beside={"changes": frames.to_records(moved)})
