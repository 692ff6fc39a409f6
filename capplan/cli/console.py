"""Results go to stdout, everything else to stderr; tables in three formats; bars only on a terminal."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from capplan.columns import label_of
from capplan.model import Step

if TYPE_CHECKING:
    import pandas as pd
    from rich.progress import TaskID

OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the command line speaks: kept on click's context for every command."""

    quiet: bool = False
    may_ask: bool = True


def is_quiet() -> bool:
    """Whether results and errors alone are printed."""
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.obj, Manner) and context.obj.quiet


def survive_old_consoles() -> None:
    """Print a stand-in for what the console's encoding (cp1252, say) cannot show, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """A line of error on stderr, even when quiet."""
    click.echo(text, err=True)


def tell(text: str = "") -> None:
    """A line of news on stderr, unless quiet."""
    if not is_quiet():
        click.echo(text, err=True)


def give(text: str) -> None:
    """A line of result on stdout."""
    click.echo(text)


def give_bytes(data: bytes) -> None:
    """A result that is a whole file, on stdout."""
    click.echo(data, nl=False)


def give_table(
    frame: "pd.DataFrame", output_format: str, *, command: str, beside: Mapping[str, Any] | None = None
) -> None:
    """A frame on stdout as `text`, `json` (with its schema, and `beside` it whatever else is said) or
    `csv`."""
    from capplan import frames

    if output_format == "csv":
        give_bytes(frames.to_csv(frame))
    elif output_format == "json":
        give_bytes(
            frames.to_json({"schema": f"capplan/{command}/1", **(beside or {}), "rows": frames.to_records(frame)})
        )
    else:
        give_text_table(frame)


def give_text_table(frame: "pd.DataFrame") -> None:
    """A frame on stdout as an aligned table, numbers to the right."""
    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in frame.columns:
        heading = label_of(str(name))
        numeric = pd.api.types.is_numeric_dtype(frame[name])
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(_cell(value) for value in row))
    width = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=width, highlight=False, markup=False).print(table)


def _cell(value: Any) -> str:
    import numpy as np
    import pandas as pd

    if pd.isna(value):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, int | float | np.integer):
        return str(int(value)) if 1900 <= value <= 2200 else f"{int(value):,}"
    return str(value)


@contextmanager
def progress() -> Iterator[OnStep]:
    """A bar for each stage of long work on stderr; a line for each stage where it is no terminal."""
    if is_quiet():
        yield lambda step: None
    elif sys.stderr.isatty():
        with _bars() as on_step:
            yield on_step
    else:
        yield _lines()


@contextmanager
def _bars() -> Iterator[OnStep]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    shape = (
        TextColumn("{task.description:<20}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*shape, console=Console(stderr=True)) as bars:

        def on_step(step: Step) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(step.stage, total=step.total, detail="")
            detail = "" if step.done == step.total else step.detail[:48]
            bars.update(tasks[step.stage], completed=step.done, total=step.total, detail=detail)

        yield on_step


def _lines() -> OnStep:
    def on_step(step: Step) -> None:
        if step.done == step.total:
            tell(f"{step.stage}: {step.done} of {step.total}")

    return on_step
