"""The command line: `capplan --help`.

Each module here holds a few commands; each command imports the rooms it needs when it runs, so that
help answers at once.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from capplan.cli import (
    about,
    allocation,
    asking,
    comparing,
    exploring,
    guides,
    plans,
    projects,
    registers,
    replanning,
    scenarios,
    scores,
    services,
    sweeping,
    templates,
    uncertain,
)
from capplan.cli.console import Manner, survive_old_consoles
from capplan.cli.exits import faults_traced, run_safely

COMMANDS = (
    plans.demo,
    projects.init,
    templates.template,
    registers.check,
    asking.explain,
    asking.why,
    scores.score,
    services.services,
    scenarios.scenario,
    plans.run,
    plans.report,
    comparing.compare,
    exploring.frontier,
    exploring.rules,
    sweeping.sweep,
    uncertain.uncertainty,
    replanning.consolidation,
    replanning.replan,
    allocation.allocate,
    registers.sample,
    scores.reference,
    guides.guide,
    about.columns,
    about.doctor,
)


class InOrder(click.Group):
    """A group that lists its commands in the order in which people meet them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names, in the order of `COMMANDS`."""
        return [str(command.name) for command in COMMANDS]

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        with faults_traced():
            return super().invoke(ctx)


@click.group(cls=InOrder, commands=list(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="capplan", message="capplan %(version)s")
@click.option("--quiet", is_flag=True, help="Print results and errors only.")
@click.option("--no-input", is_flag=True, help="Never ask; report instead.")
@click.option("--debug", is_flag=True, help="Show where a fault in capplan itself arose.")
@click.pass_context
def app(context: click.Context, quiet: bool, no_input: bool, debug: bool) -> None:
    """Capital equipment replacement planning: asset registers in, board-ready plans out.

    Start with `capplan demo`. Results go to stdout, news to stderr. Exit codes: 0 ok; 1 findings, or
    no plan keeps the rules; 2 usage or an unreadable file; 3 the solver failed; 70 a fault in capplan.
    """
    context.obj = Manner(quiet=quiet, may_ask=not no_input, debug=debug)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave the process with its exit code."""
    survive_old_consoles()
    sys.exit(run_safely(lambda: _run(arguments)))


def _run(arguments: Sequence[str] | None) -> int | None:
    try:
        code: int | None = app.main(arguments, "capplan", standalone_mode=False, auto_envvar_prefix="CAPPLAN")
    except click.NoSuchOption as error:
        raise _in_its_place(error) from error
    return code


def _in_its_place(error: click.NoSuchOption) -> click.UsageError:
    """The error, with where the option goes if it is one of capplan itself."""
    if error.ctx is None or not any(error.option_name in parameter.opts for parameter in app.params):
        return error
    before = f"capplan {error.option_name} {error.ctx.info_name}"
    return click.UsageError(f"{error.option_name} goes before the command: {before} ...", error.ctx)
