"""`guide`: pages for people, offline."""

from pathlib import Path

import click

from capplan.cli.console import give
from capplan.cli.options import find_plan, plan_option, policy_of


@click.command(short_help="Print a page of the guide: how scores and prices are worked out.")
@click.argument("name", default="method")
@plan_option
def guide(name: str, plan_path: Path | None) -> None:
    """Print the page NAME (default: method), in Markdown, with the figures that the plan file gives."""
    from capplan.guide import page, renewed
    from capplan.guide.pages import PAGES

    if name not in PAGES:
        raise click.UsageError(f"There is no page {name!r}. These are: {', '.join(PAGES)}.")
    give(renewed(page(name), policy_of(find_plan(plan_path)).reference))
