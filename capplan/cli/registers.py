"""`check`, `score` and `sample`: from registers to findings and scores."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import give, give_table, progress, tell
from capplan.cli.exits import FOUND, OK
from capplan.cli.options import Date, FilePath, find_plan, format_option, plan_option, policy_of

if TYPE_CHECKING:
    import pandas as pd

    from capplan.model import Register


@click.command(short_help="Read registers and report every doubtful cell.")
@click.argument("files", nargs=-1, type=FilePath)
@plan_option
@click.option("--assets", "assets_path", type=FilePath, help="Write the canonical assets here, as CSV.")
@click.option("--findings", "findings_path", type=FilePath, help="Write the findings here, as JSON.")
@click.option("--no-input", is_flag=True, help="Never ask; report instead.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", show_default=True)
@format_option("text", "json", "csv")
def check(
    files: tuple[Path, ...],
    plan_path: Path | None,
    assets_path: Path | None,
    findings_path: Path | None,
    no_input: bool,
    fail_on: str,
    output_format: str,
) -> int:
    """Read registers (FILES, else the plan file's) and report what is wrong, cell by cell.

    Exits with 1 where there are findings at or above --fail-on.
    """
    from capplan import columns, frames, pipeline
    from capplan.outputs import replace_own

    plan_file = find_plan(plan_path)
    with progress() as on_step:
        register = pipeline.read(files, plan_file, policy_of(plan_file), on_step)
    if assets_path is not None:
        replace_own(
            assets_path, frames.to_csv(register.assets[[*columns.ASSETS, *columns.SOURCE]]), begins=b"asset_id,"
        )
    if findings_path is not None:
        replace_own(findings_path, frames.to_json(frames.to_records(register.findings)), begins=b"[")
    if output_format == "text":
        _give_summary(register)
    else:
        give_table(register.findings, output_format, command="check")
    at_fault = register.findings[columns.SEVERITY].isin(["error"] if fail_on == "error" else ["error", "warning"])
    return FOUND if at_fault.any() else OK


def _give_summary(register: "Register") -> None:
    from capplan.cli.console import give_text_table
    from capplan.register import grouped

    for source in register.files:
        give(f"Register  {source.name}  ({source.assets:,} assets)")
    if register.findings.empty:
        give("No findings.")
        return
    give_text_table(grouped(register.findings))
    give(f"{len(register.findings):,} findings in {len(register.assets):,} assets. --findings FILE writes them all.")


@click.command(short_help="Score every asset by age, utilisation and risk.")
@click.argument("files", nargs=-1, type=FilePath)
@click.option("--as-at", type=Date(), help="The date at which to take ages. Default: the plan file's.")
@plan_option
@click.option("--top", type=click.IntRange(min=1), help="Only this many, the highest need first.")
@format_option("text", "csv", "json")
def score(
    files: tuple[Path, ...], as_at: dt.date | None, plan_path: Path | None, top: int | None, output_format: str
) -> None:
    """Score every asset of registers (FILES, else the plan file's): age, utilisation, risk and need,
    need with its low and high where data is missing."""
    from capplan import columns, pipeline

    plan_file = find_plan(plan_path)
    policy = policy_of(plan_file, as_at=as_at)
    with progress() as on_step:
        register = pipeline.read(files, plan_file, policy, on_step)
    scores = pipeline.score_register(register, policy)[list(columns.SCORE_CONTRACT)]
    if top is not None:
        scores = scores.sort_values([columns.NEED_SCORE, columns.ASSET_ID], ascending=[False, True]).head(top)
    give_table(scores, output_format, command="score")
    _tell_of_errors(register.findings)


def _tell_of_errors(findings: "pd.DataFrame") -> None:
    from capplan import columns

    errors = int((findings[columns.SEVERITY] == "error").sum())
    if errors:
        tell(f"{errors:,} findings are errors: `capplan check` lists them.")


@click.command(short_help="Make a synthetic register of any size.")
@click.argument("file", type=FilePath)
@click.option("--assets", type=click.IntRange(1, 200_000), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
def sample(file: Path, assets: int, seed: int) -> None:
    """Write a synthetic register to FILE (.xlsx or .csv). The same size and seed give the same file."""
    from capplan.outputs import refuse_to_replace
    from capplan.samples import write_single

    refuse_to_replace(file)
    write_single(file, assets=assets, seed=seed)
    give(str(file))
    tell(f"{assets:,} synthetic assets.")
