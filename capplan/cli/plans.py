"""`demo`, `run` and `report`: from a plan file to plans and papers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.comparing_text import give_side_by_side
from capplan.cli.console import give, give_table, progress, tell
from capplan.cli.exits import FOUND, OK, show
from capplan.cli.live import scenario_table
from capplan.cli.options import (
    FilePath,
    executor_option,
    format_option,
    plan_option,
    require_plan,
    set_option,
    workers_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from capplan.errors import CapplanError

DEMO_FOLDER = Path("outputs") / "demo"
DEMO_RUN = "run"


@click.command(short_help="The whole story on a synthetic national estate.")
@click.argument("folder", type=FilePath, default=DEMO_FOLDER)
def demo(folder: Path) -> int:
    """Copy the sample registers and plan file to FOLDER (default outputs/demo), check, score, solve every
    scenario and write the papers."""
    from capplan import runs
    from capplan.policy import load_plan_file
    from capplan.reporting import FORMATS, headlines
    from capplan.samples.shipped import copy_sample
    from capplan.scenarios import many

    plan_file = load_plan_file(copy_sample(folder))
    with progress() as on_step:
        result = many.run(plan_file, (), on_step)
        path = runs.save(result.study, folder / DEMO_RUN, plan_file)
        runs.write_papers(path, result.study, tuple(FORMATS), on_step)
    papers = path / result.study.recommended.name
    for name in ("board.pdf", "board.html", "networks", "finance.xlsx"):
        give(f"{papers / name}")
    for line in headlines(result.study):
        give(line)
    tell("Your own register next: capplan check YOUR-REGISTER.xlsx")
    return _told_of(result.errors)


@click.command(short_help="Solve scenarios and write a run folder.")
@click.argument("scenarios", nargs=-1)
@plan_option
@set_option
@click.option(
    "--out", type=FilePath, metavar="FOLDER", help="Where the run goes. Default: outputs/ beside the plan file."
)
@workers_option
@executor_option
@format_option("text", "json", "csv")
def run(
    scenarios: tuple[str, ...],
    plan_path: Path | None,
    given: tuple[str, ...],
    out: Path | None,
    workers: int | None,
    executor: str,
    output_format: str,
) -> int:
    """Solve SCENARIOS (default: those that the plan file reports), several at once, and write a run folder.

    Exits with 1 where a scenario has no plan; the others are still written.
    """
    from capplan import runs
    from capplan.comparison.measures import comparison
    from capplan.scenarios import many
    from capplan.scenarios.executor import Where

    where = Where.of(executor, workers)
    plan_file = require_plan(plan_path, given)
    with progress() as on_step:
        prepared = many.prepare(plan_file, scenarios, on_step)
    where = where.at_most(len(prepared.policies))
    titles = {name: policy.title or name for name, policy in prepared.policies.items()}
    with scenario_table(titles, where.workers) as (on_step, on_attempt):
        result = many.solve_all(prepared, where, on_step, on_attempt)
    if result.study.scenarios:
        path = runs.save(result.study, out or runs.default_folder(plan_file, result.study), plan_file)
        compared = comparison(result.study.scenarios)
        if output_format == "text":
            give_side_by_side(compared)
        else:
            give_table(compared, output_format, command="run", beside={"folder": str(path)})
        tell(f"Run folder {path}. Papers: capplan report {path}")
    return _told_of(result.errors)


def _told_of(errors: "Sequence[CapplanError]") -> int:
    """Say why scenarios have no plan; the exit code that follows."""
    for error in errors:
        show(error)
    return FOUND if errors else OK


@click.command(short_help="Write the papers of a finished run.")
@click.argument("run_folder", type=FilePath, required=False)
@plan_option
@click.option(
    "--formats", metavar="LIST", default="html,pdf,xlsx", show_default=True, help="Which papers, with commas between."
)
@click.option("--strict", is_flag=True, help="Refuse papers whose cover sheet has a field that was not supplied.")
def report(run_folder: Path | None, plan_path: Path | None, formats: str, strict: bool) -> None:
    """Write the board paper, the finance paper, a paper for each network and the finance workbook of each scenario
    of RUN_FOLDER (default: the latest run)."""
    from capplan import runs
    from capplan.reporting import FORMATS, require_full_cover

    wanted = tuple(name.strip() for name in formats.split(",") if name.strip())
    if not wanted or not set(wanted) <= set(FORMATS):
        raise click.UsageError(f"--formats takes {', '.join(FORMATS)} with commas between, not {formats!r}.")
    path = folder_of_run(run_folder, plan_path)
    study = runs.load(path)
    if strict:
        require_full_cover(study)
    with progress() as on_step:
        written = runs.write_papers(path, study, wanted, on_step)
    give("\n".join(str(name) for name in written))


def folder_of_run(given: Path | None, plan_path: Path | None) -> Path:
    """The run folder given, else the latest of the plan file's project; says which one it is.

    Raises InputError where there is none.
    """
    from capplan import runs
    from capplan.outputs import is_finished

    if given is not None:
        return run_folder_named(given)
    folder = require_plan(plan_path, mend="Name a run folder, or a plan file with --plan.").folder
    shown = folder / DEMO_RUN
    path = shown if is_finished(shown) and not (folder / runs.OUTPUTS).is_dir() else runs.latest(folder)
    tell(f"Run folder {path}")
    return path


def run_folder_named(path: Path) -> Path:
    """The run folder of that name; an InputError where there is no folder."""
    from capplan.errors import InputError, Problem

    if path.is_dir():
        return path
    what = "is a file, not a run folder" if path.exists() else "there is no such folder"
    raise InputError(Problem(where=str(path), what=what, mend="Check the name, or make a run with `capplan run`."))
