"""`services`: the picture of services that a strategy starts from."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import give, give_table, give_text_table, progress, tell
from capplan.cli.options import FilePath, find_plan, format_option, plan_option, policy_of

if TYPE_CHECKING:
    import pandas as pd

    from capplan.policy import Policy

VIEWS = ("spread", "services", "ages", "missing")


@click.command(short_help="Age, units, staff, cost and downtime of services, and who differs.")
@click.argument("files", nargs=-1, type=FilePath)
@click.option(
    "--organisations",
    "organisations_path",
    type=FilePath,
    metavar="FILE",
    help="CSV of organisations: population, staff, cost.",
)
@click.option(
    "--show", type=click.Choice(VIEWS), help="Only this table. Default: spread, ages by network and by class, missing."
)
@plan_option
@format_option("text", "json", "csv")
def services(
    files: tuple[Path, ...],
    organisations_path: Path | None,
    show: str | None,
    plan_path: Path | None,
    output_format: str,
) -> None:
    """The picture of services in registers (FILES, else the plan file's): ages against the 60/30/10 guide;
    units, exams, vacancies, pay, non-pay and downtime with their spread between organisations and
    networks; outliers by funnel limits; and what is missing, which is never counted as 0."""
    from capplan import columns, frames, pipeline, scoring
    from capplan.organisations import read_organisations
    from capplan.register import attach_networks

    plan_file = find_plan(plan_path)
    policy = policy_of(plan_file)
    told = frames.empty(columns.ORGANISATIONS) if organisations_path is None else read_organisations(organisations_path)
    with progress() as on_step:
        register = pipeline.read(files, plan_file, policy, on_step)
    assets = attach_networks(register.assets, policy, Path.cwd() if plan_file is None else plan_file.folder).assets
    measured = scoring.services(assets, told, policy)
    tables = {
        "spread": scoring.spread(measured),
        "services": measured,
        "ages": scoring.age_profile(assets, policy),
        "missing": scoring.not_compared(assets, told),
    }
    if organisations_path is None:
        tell("No --organisations file: what needs population, staff or cost is missing.")
    if show is not None or output_format != "text":
        give_table(tables[show or "services"], output_format, command="services")
        return
    for sentence in scoring.picture(tables["ages"], tables["spread"], tables["missing"], policy):
        give(sentence)
    _give_tables(tables, policy)


def _give_tables(tables: dict[str, "pd.DataFrame"], policy: "Policy") -> None:
    from capplan import columns, scoring

    ages = tables["ages"]
    by_one = (ages[columns.NETWORK] == scoring.ALL) | (ages[columns.ASSET_CLASS] == scoring.ALL)
    shown = (
        ("Spread", tables["spread"]),
        ("Ages, by network and by class", _to_read(ages[by_one], policy)),
        ("Missing", tables["missing"]),
    )
    for title, table in shown:
        give("")
        give(title)
        give_text_table(table)


def _to_read(ages: "pd.DataFrame", policy: "Policy") -> "pd.DataFrame":
    """The profile with what classes are called, and its shares in per cent."""
    from capplan import columns

    titles = policy.reference.classes["title"].to_dict()
    shares = [column for column in columns.AGE_PROFILE if column.unit == "ratio"]
    percent = {column: (100 * ages[column]).round() for column in shares}
    read = ages.assign(**percent, **{columns.ASSET_CLASS: ages[columns.ASSET_CLASS].replace(titles)})
    headings = {column: f"{column.heading} (%)" for column in shares}
    labels = {column: column.label for column in columns.AGE_PROFILE}
    return read.rename(columns=labels | headings)
