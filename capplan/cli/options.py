"""Options and small helpers that several commands share."""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from capplan.cli.console import tell
from capplan.errors import InputError, Problem

if TYPE_CHECKING:
    from capplan.policy import PlanFile, Policy

FilePath = click.Path(path_type=Path)
SENSIBLE_YEARS = range(1950, 2101)
plan_option = click.option(
    "--plan", "plan_path", type=FilePath, help="The plan file. Default: CAPPLAN_PLAN, else capplan.toml here or above."
)

set_option = click.option(
    "--set",
    "given",
    multiple=True,
    metavar="KEY=VALUE",
    help="A setting over the plan file's and every scenario's, such as scale.budget=0.9. May be repeated.",
)


workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes at once. Default: one for each core."
)
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


class Date(click.ParamType[dt.date]):
    """A date given as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date, or a usage error."""
        try:
            date = value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date like 2026-10-31", param, ctx)
        if date.year not in SENSIBLE_YEARS:
            self.fail(f"{value} is not in {SENSIBLE_YEARS[0]} to {SENSIBLE_YEARS[-1]}", param, ctx)
        return date


class Number(click.FloatRange):
    """A number within a range; "nan" is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a number", param, ctx)
        return number


def find_plan(plan_path: Path | None, given: Sequence[str] = ()) -> "PlanFile | None":
    """The plan file to use, read and validated, or None; says which one it is."""
    from capplan.policy import find_plan_file, load_plan_file

    path = find_plan_file(plan_path, start=Path.cwd())
    if path is None:
        tell("No plan file: every setting has its default.")
        return None
    plan_file = load_plan_file(path, given=given)
    tell(f"Plan file {path}")
    return plan_file


def require_plan(plan_path: Path | None, given: Sequence[str] = ()) -> "PlanFile":
    """The plan file to use; an InputError if there is none."""
    plan_file = find_plan(plan_path, given)
    if plan_file is None:
        raise InputError(
            Problem(
                where=str(Path.cwd()),
                what="no plan file: no capplan.toml here or above",
                mend="Name one with --plan, or make an example with `capplan demo`.",
            )
        )
    return plan_file


def policy_of(plan_file: "PlanFile | None", *, as_at: dt.date | None = None) -> "Policy":
    """The plan file's own policy, or every default; optionally at another date."""
    from capplan.policy import default_policy, load_policy

    return default_policy(as_at=as_at) if plan_file is None else load_policy(plan_file, as_at=as_at)
