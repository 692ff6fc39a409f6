"""`check` and `sample`: registers read, and registers made."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import give, give_table, progress, tell
from capplan.cli.exits import FOUND, OK
from capplan.cli.kinds import Whole
from capplan.cli.options import FilePath, find_plan, format_option, plan_option, policy_of
from capplan.errors import InputError, Problem

if TYPE_CHECKING:
    from capplan.cli.checked import Checked
    from capplan.model import Register
    from capplan.policy import PlanFile, Policy


@click.command(short_help="Read registers and report every doubtful cell.")
@click.argument("files", nargs=-1, type=FilePath)
@plan_option
@click.option("--assets", "assets_path", type=FilePath, metavar="FILE", help="Write the canonical assets here, as CSV.")
@click.option(
    "--findings",
    "findings_path",
    type=FilePath,
    metavar="FILE",
    help="Write the findings here, as JSON or CSV by the name.",
)
@click.option(
    "--annotated",
    "copies_folder",
    type=FilePath,
    metavar="FOLDER",
    help="Write each workbook here again, its findings marked.",
)
@click.option("--all", "every", is_flag=True, help="Show every kind of finding, not the first few of each register.")
@click.option("--no-input", is_flag=True, help="Never ask; report instead.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", show_default=True)
@format_option("text", "json", "csv")
def check(
    files: tuple[Path, ...],
    plan_path: Path | None,
    assets_path: Path | None,
    findings_path: Path | None,
    copies_folder: Path | None,
    every: bool,
    no_input: bool,
    fail_on: str,
    output_format: str,
) -> int:
    """Read registers (FILES, else the plan file's) and report what is wrong, cell by cell.

    Each register gets a score for its quality. Where the plan file's registers are checked, a copy of each
    workbook with its findings marked goes to outputs/check beside the plan file; for FILES, to the folder
    of --annotated. Exits with 1 where there are findings at or above --fail-on.
    """
    from capplan import columns, pipeline
    from capplan.cli.checked import KINDS_SHOWN, checked, give_checked

    plan_file = find_plan(plan_path)
    policy = policy_of(plan_file)
    paths = pipeline.register_paths(files, plan_file, policy)
    _refuse_inputs(paths, (assets_path, findings_path))
    with progress() as on_step:
        register = pipeline.read(files, plan_file, policy, on_step)
    told = checked(register, policy)
    _write_asked_for(register, assets_path, findings_path)
    if output_format == "text":
        give_checked(told, None if every else KINDS_SHOWN)
    else:
        give_table(register.findings, output_format, command="check", beside=told.beside())
    _write_copies(told, files, plan_file, policy, copies_folder)
    at_fault = register.findings[columns.SEVERITY].isin(["error"] if fail_on == "error" else ["error", "warning"])
    return FOUND if at_fault.any() else OK


def _refuse_inputs(inputs: Sequence[Path], results: Sequence[Path | None]) -> None:
    """Raises InputError where a result would land on a register that is being read."""
    read = set(map(os.path.realpath, inputs))
    problems = [
        Problem(where=str(path), what="one of the registers being checked", mend="Choose another name for the result.")
        for path in results
        if path is not None and os.path.realpath(path) in read
    ]
    if problems:
        raise InputError(problems)


def _write_asked_for(register: "Register", assets_path: Path | None, findings_path: Path | None) -> None:
    """Write the results that were asked for by name; an earlier result there is known by its headings."""
    from capplan import columns, frames
    from capplan.outputs import replace_own

    if assets_path is not None:
        data = frames.to_csv(register.assets[[*columns.ASSETS, *columns.SOURCE]])
        replace_own(assets_path, data, is_own=_with_headings_of(data))
    if findings_path is not None:
        if findings_path.suffix.lower() == ".csv":
            data = frames.to_csv(register.findings)
            replace_own(findings_path, data, is_own=_with_headings_of(data))
        else:
            data = frames.to_json(frames.to_records(register.findings))
            replace_own(findings_path, data, is_own=_holds_findings)


def _with_headings_of(data: bytes) -> Callable[[bytes], bool]:
    headings = data.split(b"\n", 1)[0]
    return lambda there: there.split(b"\n", 1)[0] == headings


def _holds_findings(there: bytes) -> bool:
    from capplan import columns

    try:
        findings = json.loads(there)
    except ValueError:
        return False
    return isinstance(findings, list) and all(
        isinstance(finding, dict) and list(finding) == list(columns.FINDINGS) for finding in findings
    )


def _write_copies(
    told: "Checked", files: tuple[Path, ...], plan_file: "PlanFile | None", policy: "Policy", folder: Path | None
) -> None:
    """Write annotated copies where they were asked for, or beside the plan file whose registers these are."""
    from capplan import pipeline
    from capplan.cli.checked import COPIES_FOLDER, write_copies
    from capplan.register import named

    base = Path.cwd() if plan_file is None else plan_file.folder
    if folder is None and not files:
        folder = base / COPIES_FOLDER
    if folder is not None:
        paths = named(files or pipeline.register_files(policy, base), base)
        for line in write_copies(told, paths, folder):
            tell(line)
    elif len(told.register.findings):
        tell("--annotated FOLDER writes each workbook again with these cells marked.")


@click.command(short_help="Make a synthetic register of any size.")
@click.argument("file", type=FilePath)
@click.option("--assets", type=Whole(1, 200_000), default=1000, show_default=True)
@click.option("--seed", type=Whole(0), default=1, show_default=True)
def sample(file: Path, assets: int, seed: int) -> None:
    """Write a synthetic register to FILE (.xlsx or .csv). The same size and seed give the same file."""
    from capplan.outputs import refuse_to_replace
    from capplan.samples import write_single

    refuse_to_replace(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_single(file, assets=assets, seed=seed)
    give(str(file))
    tell(f"{assets:,} synthetic assets.")
