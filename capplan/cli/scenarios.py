"""`scenario`: which scenarios a plan file has, and what each comes to, setting by setting."""

from pathlib import Path

import click

from capplan.cli.console import give_table
from capplan.cli.options import format_option, plan_option, require_plan, set_option


@click.command(short_help="The scenarios of a plan file; one of them, setting by setting.")
@click.argument("name", required=False)
@click.option("--changed", is_flag=True, help="Leave out what has its default.")
@plan_option
@set_option
@format_option("text", "json", "csv")
def scenario(
    name: str | None, changed: bool, plan_path: Path | None, given: tuple[str, ...], output_format: str
) -> None:
    """List the scenarios of the plan file; or print scenario NAME resolved: each setting, its value, and the
    line that says it.

    Settings are laid over each other in this order: capplan's defaults, the file, the scenario that it
    extends, the scenario, --set.
    """
    from capplan.columns import ORIGIN
    from capplan.policy import resolved, scenario_list
    from capplan.policy.origins import DEFAULT

    plan_file = require_plan(plan_path, given)
    if name is None:
        give_table(scenario_list(plan_file), output_format, command="scenario")
        return
    settings = resolved(plan_file, name)
    give_table(settings[settings[ORIGIN] != DEFAULT] if changed else settings, output_format, command="scenario")
