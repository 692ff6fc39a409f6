"""A live table of scenarios on a terminal, a line for each where it is none."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from capplan.cli.console import OnStep, is_quiet, tell, tried_again
from capplan.model import Step

if TYPE_CHECKING:
    from rich.table import Table

    from capplan.scenarios.many import Attempt

OnAttempt = Callable[["Attempt"], None]
HEADINGS = ("Scenario", "State", "Capital", "Machines", "Net benefit", "Proven within")
WAITING, SOLVING, SOLVED, NO_PLAN = "waiting", "solving", "solved", "no plan"


@contextmanager
def scenario_table(titles: Mapping[str, str], workers: int) -> Iterator[tuple[OnStep, OnAttempt]]:
    """What to tell of steps and of scenarios (titles by name) that `workers` solve at once."""
    if is_quiet():
        yield (lambda step: None), (lambda attempt: None)
    elif not sys.stderr.isatty():
        yield _tell_of_tries, (lambda attempt: tell(_line(attempt)))
    else:
        with _table(titles, workers) as told:
            yield told


@contextmanager
def _table(titles: Mapping[str, str], workers: int) -> Iterator[tuple[OnStep, OnAttempt]]:
    from rich.console import Console
    from rich.live import Live

    done: dict[str, tuple[str, ...]] = {}
    detail = ""
    with Live(console=Console(stderr=True), refresh_per_second=8) as live:

        def on_step(step: Step) -> None:
            nonlocal detail
            detail = step.detail
            _tell_of_tries(step)
            live.update(_drawn(titles, done, workers, detail))

        def on_attempt(attempt: "Attempt") -> None:
            done[attempt.name] = standing(attempt)
            live.update(_drawn(titles, done, workers, detail))

        yield on_step, on_attempt


def _tell_of_tries(step: Step) -> None:
    if step.done == step.total and step.tried_again:
        tell(f"{step.stage}:{tried_again(step)}")


def _drawn(titles: Mapping[str, str], done: Mapping[str, tuple[str, ...]], workers: int, detail: str) -> "Table":
    """The table: scenarios are handed out in order, so the first that are not done are those being solved."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading in HEADINGS[:2] else "right")
    running = [name for name in titles if name not in done][:workers]
    for name, title in titles.items():
        state = SOLVING + (f" {detail.partition(': ')[2]}" if workers == 1 else "") if name in running else WAITING
        table.add_row(title, *done.get(name, (state,)))
    return table


def standing(attempt: "Attempt") -> tuple[str, ...]:
    """What is said of a scenario that is done: its state; capital, machines, net benefit and gap of its plan."""
    if attempt.scenario is None:
        return (NO_PLAN,)
    from capplan import columns as c
    from capplan.planning.words import money

    decisions, report = attempt.scenario.plan.decisions, attempt.scenario.plan.report
    return (
        SOLVED,
        money(decisions[c.CAPITAL_GBP].sum()),
        f"{int(decisions[c.START_YEAR].notna().sum()):,}",
        money(report.objective_gbp),
        f"{report.gap:.2%}".replace("%", " %"),
    )


def _line(attempt: "Attempt") -> str:
    """What is said of a scenario that is done where there is no table with headings."""
    state, *figures = standing(attempt)
    if not figures:
        return f"{attempt.title}: {state}"
    capital, machines, benefit, gap = figures
    noun = "machine" if machines == "1" else "machines"
    return f"{attempt.title}: {state}, {capital}, {machines} {noun}, {benefit} net benefit, {gap} gap"
