"""`template`: a blank register to fill in."""

from pathlib import Path

import click

from capplan.cli.console import give, tell
from capplan.cli.options import FilePath, find_plan, plan_option, policy_of


@click.command(short_help="A blank register workbook to fill in.")
@click.argument("file", type=FilePath)
@plan_option
def template(file: Path, plan_path: Path | None) -> None:
    """Write a blank register to FILE (.xlsx): headings with their meanings, lists to choose from. Filled in, it
    is read without a mapping. The plan file's own classes are among those to choose from."""
    from capplan import register
    from capplan.outputs import write_new

    if file.suffix.lower() != ".xlsx":
        raise click.UsageError(f"The name of a template ends in .xlsx, not {file.suffix or 'nothing'!r}.")
    plan_file = find_plan(plan_path)
    write_new(file, register.template(policy_of(plan_file).reference))
    give(str(file))
    tell(f"Fill it in, then: capplan check {file}")
