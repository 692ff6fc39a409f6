"""Scenarios side by side in sentences, and those of a run that a person names."""

from collections.abc import Iterator, Sequence

import pandas as pd

from capplan import columns as c
from capplan.columns import CHANGE, SCENARIO
from capplan.comparison.changes import IN, MOVES, OUT, between, gains_and_losses
from capplan.comparison.measures import is_treated
from capplan.errors import InputError, Problem
from capplan.model import Scenario
from capplan.planning.words import money

THEY = {OUT: "drop out", IN: "come in"}


def told(scenarios: Sequence[Scenario], base: Scenario) -> tuple[str, ...]:
    """A sentence for each scenario: capital and machines against `base`, what moves, and the networks that gain and
    lose most."""
    gains = gains_and_losses(scenarios, base)
    return tuple(
        " ".join(_sentences(scenario, base, gains[gains[SCENARIO] == scenario.name]))
        for scenario in scenarios
        if scenario is not base
    )


def _sentences(scenario: Scenario, base: Scenario, gains: pd.DataFrame) -> Iterator[str]:
    capital = _total(scenario) - _total(base)
    machines = int(is_treated(scenario.plan.decisions).sum() - is_treated(base.plan.decisions).sum())
    moved = between(scenario, base)
    moves = (moved[CHANGE] == MOVES).sum()
    yield (
        f"{scenario.title}, against {base.title}: {_more(capital)} capital, "
        f"{_machines(machines)}; {_with_largest(moved, OUT, base)}, "
        f"{_with_largest(moved, IN, base)}, {moves:,} move to another year."
    )
    largest, least = gains.iloc[-1] if len(gains) else None, gains.iloc[0] if len(gains) else None
    if least is not None and least[c.DIFFERENCE_GBP] < 0:
        yield f"{least[c.NETWORK]} loses most, {money(-least[c.DIFFERENCE_GBP])}."
    if largest is not None and largest[c.DIFFERENCE_GBP] > 0:
        yield f"{largest[c.NETWORK]} gains most, {money(largest[c.DIFFERENCE_GBP])}."


def _with_largest(moved: pd.DataFrame, change: str, base: Scenario) -> str:
    """How many drop out or come in, and which has the most capital."""
    rows = moved[moved[CHANGE] == change]
    if rows.empty:
        return f"none {change}"
    first = rows.iloc[int(rows[c.DIFFERENCE_GBP].abs().to_numpy().argmax())]
    kind = base.policy.reference.classes["title"].get(first[c.ASSET_CLASS], "class not stated")
    verb = change if len(rows) == 1 else THEY[change]
    largest = f"the largest {first[c.ASSET_ID]}, {kind}, {money(abs(first[c.DIFFERENCE_GBP]))}"
    return f"{len(rows):,} {verb} ({largest})"


def _total(scenario: Scenario) -> int:
    return int(scenario.plan.decisions[c.CAPITAL_GBP].sum())


def _machines(more: int) -> str:
    if more == 0:
        return "as many machines"
    return f"{abs(more):,} {'fewer' if more < 0 else 'more'} machine{'s' if abs(more) > 1 else ''}"


def _more(pounds: int) -> str:
    if pounds == 0:
        return "the same"
    return f"{money(abs(pounds))} {'less' if pounds < 0 else 'more'}"


def pick(scenarios: Sequence[Scenario], names: Sequence[str]) -> tuple[Scenario, ...]:
    """The scenarios with these names (none: all).

    Raises InputError where the run has no such scenario.
    """
    by_name = {scenario.name: scenario for scenario in scenarios}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        mend = f"It has: {', '.join(by_name)}."
        raise InputError(
            [Problem(where="the run", what=f"no scenario is called {name!r}", mend=mend) for name in unknown]
        )
    return tuple(by_name[name] for name in names) or tuple(scenarios)
