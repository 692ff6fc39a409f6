"""Options and small helpers that several commands share."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from capplan.cli.console import tell
from capplan.cli.kinds import Whole
from capplan.errors import InputError, Problem

if TYPE_CHECKING:
    from capplan.policy import PlanFile, Policy

FilePath = click.Path(path_type=Path)
plan_option = click.option(
    "--plan",
    "plan_path",
    type=FilePath,
    metavar="FILE",
    help="The plan file. Default: CAPPLAN_PLAN, else capplan.toml here or above.",
)

set_option = click.option(
    "--set",
    "given",
    multiple=True,
    metavar="KEY=VALUE",
    help="A setting over the plan file's and every scenario's, such as scale.budget=0.9. May be repeated.",
)


workers_option = click.option("--workers", type=Whole(1, 256), help="Processes at once. Default: one for each core.")
executor_option = click.option(
    "--executor",
    default="processes",
    show_default=True,
    metavar="WHERE",
    help="Where the work is done: processes, or dask://HOST:PORT.",
)


def format_option(*formats: str, default: str = "text") -> Callable[[Any], Any]:
    """An option `--format` with these choices."""
    return click.option("--format", "output_format", type=click.Choice(formats), default=default, show_default=True)


def find_plan(plan_path: Path | None, given: Sequence[str] = ()) -> "PlanFile | None":
    """The plan file to use, read and validated, or None; says which one it is."""
    plan_file = _plan_there_is(plan_path, given)
    tell("No plan file: every setting has its default." if plan_file is None else f"Plan file {plan_file.path}")
    return plan_file


def require_plan(
    plan_path: Path | None, given: Sequence[str] = (), *, mend: str = "Name one with --plan."
) -> "PlanFile":
    """The plan file to use; where there is none an InputError that says the `mend`, and how one is made."""
    plan_file = _plan_there_is(plan_path, given)
    if plan_file is None:
        made = "`capplan init DIR --from REGISTER...` makes one of your own, `capplan demo` an example."
        what = "no plan file: no capplan.toml here or above"
        raise InputError(Problem(where=str(Path.cwd()), what=what, mend=f"{mend} {made}"))
    tell(f"Plan file {plan_file.path}")
    return plan_file


def _plan_there_is(plan_path: Path | None, given: Sequence[str]) -> "PlanFile | None":
    from capplan.policy import find_plan_file, load_plan_file

    path = find_plan_file(plan_path, start=Path.cwd())
    return None if path is None else load_plan_file(path, given=given)


def policy_of(plan_file: "PlanFile | None", *, as_at: dt.date | None = None) -> "Policy":
    """The plan file's own policy, or every default; optionally at another date."""
    from capplan.policy import default_policy, load_policy

    return default_policy(as_at=as_at) if plan_file is None else load_policy(plan_file, as_at=as_at)
