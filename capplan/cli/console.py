"""Results go to stdout, everything else to stderr; tables in three formats; bars only on a terminal."""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from capplan.columns import Column, column_named, label_of
from capplan.model import Step

if TYPE_CHECKING:
    import pandas as pd
    from rich.progress import TaskID

OnStep = Callable[[Step], None]
# Columns of text where stdout is no terminal and COLUMNS does not say.
WIDE = 160
NOT_THERE = "-"
# The units of columns whose numbers name years.
YEARS = ("financial year", "calendar year", "year")
# Columns of text between two columns of a table; and the longest word that is never broken.
BETWEEN, LONGEST_WORD = 2, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the command line speaks: kept on click's context for every command."""

    quiet: bool = False
    may_ask: bool = True
    debug: bool = False


def is_quiet() -> bool:
    """Whether results and errors alone are printed."""
    return _manner().quiet


def is_debugging() -> bool:
    """Whether a fault in capplan itself is shown with where it arose."""
    return _manner().debug


def _manner() -> Manner:
    context = click.get_current_context(silent=True)
    return context.obj if context is not None and isinstance(context.obj, Manner) else Manner()


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

    names = [str(name) for name in frame.columns]
    headings = [(label_of(name), pd.api.types.is_numeric_dtype(frame[name])) for name in names]
    give_rows(headings, zip(*(_cells(frame, name) for name in names), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A column of a frame as text has it: its short heading and, of a number, the size of the unit that is printed
    and the decimals. Without a unit it is printed as it stands."""

    name: str
    heading: str
    unit: float = 0
    decimals: int = 0
    is_signed: bool = False

    def cells(self, frame: "pd.DataFrame") -> list[str]:
        """The column's cells, printed."""
        if not self.unit:
            return _cells(frame, self.name)
        return [in_unit(value, self.unit, self.decimals, is_signed=self.is_signed) for value in frame[self.name]]


def give_short(frame: "pd.DataFrame", shown: Sequence[Short]) -> None:
    """Some columns of a frame on stdout as an aligned table, under short headings."""
    import pandas as pd

    headings = [(one.heading, bool(one.unit) or pd.api.types.is_numeric_dtype(frame[one.name])) for one in shown]
    give_rows(headings, zip(*(one.cells(frame) for one in shown), strict=True))


def in_unit(value: float, unit: float, decimals: int, *, is_signed: bool = False) -> str:
    """A number in the unit that is printed; what is not there as a dash.

    >>> in_unit(199_780_898, 1e6, 1), in_unit(float("nan"), 1, 0), in_unit(4_000_000, 1e6, 1, is_signed=True)
    ('199.8', '-', '+4.0')
    >>> in_unit(-3, 1e6, 1, is_signed=True)
    '0.0'
    """
    import pandas as pd

    if pd.isna(value):
        return NOT_THERE
    if round(value / unit, decimals) == 0:
        return f"{0:.{decimals}f}"
    return f"{value / unit:+,.{decimals}f}" if is_signed else f"{value / unit:,.{decimals}f}"


def without_common_ending(names: Iterable[str]) -> tuple[dict[str, str], str]:
    """Names by what is left of each without the words that all of them end in; and those words.

    >>> without_common_ending(["North imaging network", "South and East imaging network"])
    ({'North imaging network': 'North', 'South and East imaging network': 'South and East'}, 'imaging network')
    >>> without_common_ending(["North"])
    ({'North': 'North'}, '')
    """
    words = {name: name.split() for name in names}
    most = min((len(one) for one in words.values()), default=1) - 1 if len(words) > 1 else 0
    shared = 0
    while shared < most and len({one[-1 - shared] for one in words.values()}) == 1:
        shared += 1
    ending = " ".join(next(iter(words.values()))[-shared:]) if shared else ""
    return {name: " ".join(one[: len(one) - shared]) for name, one in words.items()}, ending


def give_rows(headings: Sequence[tuple[str, bool]], rows: Iterable[Iterable[str]]) -> None:
    """Rows of text on stdout as an aligned table; each heading says whether its column is of numbers, which stand
    to the right.

    Where the table is wider than a line of stdout, text is set in narrower columns, but no number and no word is
    broken: a table that cannot be narrower is wider than the line.
    """
    from rich.console import Console
    from rich.table import Table

    cells = [tuple(row) for row in rows]
    widths = _widths(headings, cells)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for (heading, is_number), width in zip(headings, widths, strict=True):
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold", width=width)
    for row in cells:
        table.add_row(*row)
    line = max(text_width(), sum(widths) + BETWEEN * len(widths))
    Console(file=sys.stdout, width=line, highlight=False, markup=False).print(table)


def _widths(headings: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> list[int]:
    """The widths of a table's columns: what each would take, the widest lowered until the table fits, headings that
    are wider than what is under them before any cell is set in more lines."""
    columns = [[row[place] for row in rows] for place in range(len(headings))]
    least, widths, under = [], [], []
    for (heading, is_number), cells in zip(headings, columns, strict=True):
        words = [*heading.split(), *(cells if is_number else " ".join(cells).split())]
        least.append(min(LONGEST_WORD, max(map(len, words), default=0)))
        under.append(max(least[-1], *map(len, cells), 0))
        widths.append(max(map(len, (heading, *cells))))
    room = text_width() - BETWEEN * (len(headings) - 1)
    while sum(widths) > room and widths != least:
        by_heading = [place for place, width in enumerate(widths) if width > under[place]]
        may = by_heading or [place for place, width in enumerate(widths) if width > least[place]]
        widest = max(may, key=lambda place: (widths[place], place))
        widths[widest] -= 1
    return widths


def text_width() -> int:
    """How many columns a line of stdout has: what COLUMNS says, else the terminal, else `WIDE`."""
    return shutil.get_terminal_size((WIDE, 24)).columns


def _cells(frame: "pd.DataFrame", name: str) -> list[str]:
    """A column's cells as they stand; the years of a column of years have no comma."""
    values = [_cell(value) for value in frame[name]]
    return [value.replace(",", "") for value in values] if _holds_years(name) else values


def _holds_years(name: str) -> bool:
    """Whether a column's numbers are years.

    >>> import capplan.columns
    >>> _holds_years("start_year"), _holds_years("exams_per_year"), _holds_years("no such column")
    (True, False, False)
    """
    column = column_named(name)
    return isinstance(column, Column) and column.unit in YEARS


def _cell(value: Any) -> str:
    import numpy as np
    import pandas as pd

    if pd.isna(value):
        return NOT_THERE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, int | float | np.integer):
        return f"{int(value):,}"
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
    from rich.table import Column

    def whole() -> Column:
        """A column that a narrow terminal does not cut short."""
        return Column(no_wrap=True, min_width=7)

    shape = (
        TextColumn("{task.description:<20}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(table_column=whole()),
        TimeElapsedColumn(table_column=whole()),
        TextColumn("{task.fields[detail]}", table_column=Column(no_wrap=True, overflow="ellipsis")),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*shape, console=Console(stderr=True)) as bars:

        def on_step(step: Step) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(step.stage, total=step.total, detail="")
            detail = tried_again(step) if step.done == step.total else step.detail[:48]
            bars.update(tasks[step.stage], completed=step.done, total=step.total, detail=detail)

        yield on_step


def tried_again(step: Step) -> str:
    """What is said of tasks that failed, or whose worker died, and were done at another try.

    >>> tried_again(Step(stage="Sweeping", done=9, total=9, tried_again=1))
    ' (1 tried again)'
    """
    return f" ({step.tried_again} tried again)" if step.tried_again else ""


def _lines() -> OnStep:
    def on_step(step: Step) -> None:
        if step.done == step.total:
            tell(f"{step.stage}: {step.done} of {step.total}{tried_again(step)}")

    return on_step
