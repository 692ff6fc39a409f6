"""The sheets that set scenarios side by side: in all, by year, by class, by network, and machine by machine.

The measures are those of `capplan compare`. Every scenario is held against that of the case, whose networks and
class titles the rows go by, so that a merger of networks does not read as a gain.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from capplan.columns import (
    ASSET_CLASS,
    ASSET_COUNT,
    ASSET_ID,
    CAPITAL_GBP,
    CHANGE,
    CLASS_TITLE,
    DIFFERENCE_GBP,
    ENVELOPE_GBP,
    FROM_YEAR,
    NETWORK,
    SCENARIO,
    TO_YEAR,
    YEAR,
)
from capplan.comparison.changes import IN, MOVES, OUT, between, gains_and_losses
from capplan.comparison.measures import capital_by_year, groups_of, over_age_share
from capplan.model import Scenario
from capplan.reporting.case import Case
from capplan.reporting.formats import financial_year
from capplan.reporting.grid import NOT_APPLICABLE, ONE_TABLE, Cell, CellForm, Grid, GridColumn, cells_of
from capplan.reporting.measures import outcome

_LONGEST_TITLE = 60
_ALL_YEARS, _ALL_CLASSES, _ALL_NETWORKS = "All years", "All classes", "All networks"
_TOTALS = (
    GridColumn(label="Scenario", width=34),
    GridColumn(label="Networks", form="whole", width=12),
    GridColumn(label="Envelope (£)", form="pounds"),
    GridColumn(label="Capital (£)", form="pounds"),
    GridColumn(label="Machines", form="whole", width=12),
    GridColumn(label="Net present benefit (£)", form="pounds", width=18),
    GridColumn(label="Risk cost of machines kept (£ a year)", form="pounds", width=20),
    GridColumn(label="Over 10 years old as the plan ends (% of machines)", form="ratio", width=24),
    GridColumn(label="Running and risk cost, last year (£)", form="pounds", width=20),
    GridColumn(label="Gap to the best possible (%)", form="ratio"),
)
_DIFFERENCES = (
    GridColumn(label="Scenario", width=34),
    GridColumn(label="Difference of capital (£)", form="pounds"),
    GridColumn(label="Difference of machines", form="whole"),
    GridColumn(label="Drop out (machines)", form="whole", width=12),
    GridColumn(label="Come in (machines)", form="whole", width=12),
    GridColumn(label="Move to another year (machines)", form="whole", width=20),
    GridColumn(label="Gains most (network)", width=28),
    GridColumn(label="Its gain (£)", form="pounds"),
    GridColumn(label="Loses most (network)", width=28),
    GridColumn(label="Its loss (£)", form="pounds"),
)


def scenarios(case: Case) -> Grid:
    """What every scenario comes to, the recommended one first."""
    return Grid(
        sheet="Scenarios",
        title="The scenarios side by side",
        lines=(f"The recommended scenario is first. {ONE_TABLE}",),
        columns=_TOTALS,
        rows=tuple(_totals(one) for one in case.study.scenarios),
    )


def _totals(scenario: Scenario) -> tuple[Cell, ...]:
    one = outcome(scenario)
    return (
        one.title,
        int(scenario.assets[NETWORK].nunique()),
        one.envelope_gbp,
        one.capital_gbp,
        one.machines,
        one.benefit_gbp,
        one.risk_left_gbp,
        over_age_share(scenario),
        one.last_cost_gbp,
        one.gap,
    )


def scenario_differences(case: Case) -> Grid:
    """What each other scenario changes: machines that drop out, come in and move, who gains most and who loses most."""
    rows = tuple(_against(one, case.scenario) for one in case.study.scenarios if one is not case.scenario)
    nothing: tuple[Cell, ...] = ("none", *(NOT_APPLICABLE for _ in _DIFFERENCES[1:]))
    return Grid(
        sheet="Scenario differences",
        title="What each scenario changes against the recommended one",
        lines=(f"Networks are those of the recommended scenario. {ONE_TABLE}",),
        columns=_DIFFERENCES,
        rows=rows or (nothing,),
    )


def _against(scenario: Scenario, base: Scenario) -> tuple[Cell, ...]:
    moved = between(scenario, base)
    counts = moved[CHANGE].value_counts()
    out, comes_in, moves = (int(counts.get(change, 0)) for change in (OUT, IN, MOVES))
    gains = gains_and_losses([scenario], base).set_index(NETWORK)[DIFFERENCE_GBP]
    difference = int(gains.sum())
    return (scenario.title, difference, comes_in - out, out, comes_in, moves, *_end(gains, -1), *_end(-gains, 0))


def _end(amounts: "pd.Series[int]", place: int) -> tuple[Cell, Cell]:
    """The network at one end of a list and its amount, where that is above nothing."""
    if amounts.empty or amounts.iloc[place] <= 0:
        return "none", 0
    return str(amounts.index[place]), int(amounts.iloc[place])


def scenario_years(case: Case) -> Grid:
    """The envelope and the capital of each year, scenario by scenario."""
    measures: tuple[_Measure, ...] = (("envelope (£)", "pounds", ENVELOPE_GBP), ("capital (£)", "pounds", CAPITAL_GBP))
    tables = [capital_by_year([one]).set_index(YEAR) for one in case.study.scenarios]
    return Grid(
        sheet="Scenario years",
        title="Capital by year, scenario by scenario",
        lines=(f"Capital is cash of the year in which it is spent. {ONE_TABLE}",),
        columns=(GridColumn(label="Year"), *_headings(case, tables, measures)),
        rows=_side_by_side(tables, measures, financial_year, _ALL_YEARS),
    )


def scenario_classes(case: Case) -> Grid:
    """The machines treated of each class and their capital, scenario by scenario."""
    titles = _class_titles(case)
    tables = [groups_of(one, ASSET_CLASS) for one in case.study.scenarios]
    return Grid(
        sheet="Scenario classes",
        title="Machines chosen by class, scenario by scenario",
        lines=(f"Capital is over all years of the plan. {ONE_TABLE}",),
        columns=(GridColumn(label=CLASS_TITLE.label, width=30), *_headings(case, tables, _TREATED)),
        rows=_side_by_side(tables, _TREATED, lambda code: titles.get(code, code), _ALL_CLASSES),
    )


def scenario_networks(case: Case) -> Grid:
    """The machines treated of each network, their capital, and how much more or less that is than in the case's."""
    base = case.scenario
    own = base.assets.set_index(ASSET_ID)[NETWORK]
    ours = groups_of(base, NETWORK, own)[CAPITAL_GBP]
    tables = [groups_of(one, NETWORK, own) for one in case.study.scenarios]
    tables = [
        table if one is base else table.assign(**{DIFFERENCE_GBP: table[CAPITAL_GBP].sub(ours, fill_value=0)})
        for one, table in zip(case.study.scenarios, tables, strict=True)
    ]
    more: tuple[_Measure, ...] = (*_TREATED, ("difference (£)", "pounds", DIFFERENCE_GBP))
    return Grid(
        sheet="Scenario networks",
        title="Machines chosen by network, scenario by scenario",
        lines=(f"Networks are those of the recommended scenario, and differences are from its plan. {ONE_TABLE}",),
        columns=(GridColumn(label=NETWORK.label, width=30), *_headings(case, tables, more)),
        rows=_side_by_side(tables, more, str, _ALL_NETWORKS),
    )


def scenario_changes(case: Case) -> Grid:
    """Every machine that another scenario decides otherwise, the largest change of capital first within each."""
    titles, base = _class_titles(case), case.scenario
    rows = [
        row
        for scenario in case.study.scenarios
        if scenario is not base
        for row in _changed(scenario, between(scenario, base), titles)
    ]
    nothing: tuple[Cell, ...] = ("none", *(NOT_APPLICABLE for _ in _CHANGES[1:]))
    return Grid(
        sheet="Scenario changes",
        title="Every machine that a scenario decides otherwise than the recommended one",
        lines=(f"The capital is that of the machine in each plan, over all its years. {ONE_TABLE}",),
        columns=tuple(column for _, column in _CHANGES),
        rows=tuple(rows) or (nothing,),
    )


def _changed(scenario: Scenario, found: pd.DataFrame, titles: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    """A row for each decision that differs, in the order of `_CHANGES`."""
    shown = found.loc[found[DIFFERENCE_GBP].abs().sort_values(ascending=False, kind="stable").index].copy()
    shown[SCENARIO] = scenario.title
    shown[ASSET_CLASS] = shown[ASSET_CLASS].map(titles).fillna(shown[ASSET_CLASS])
    for year in (FROM_YEAR, TO_YEAR):
        shown[year] = shown[year].astype("object").where(shown[year].notna(), NOT_APPLICABLE)
    return zip(*(cells_of(shown[name]) for name, _ in _CHANGES), strict=True)


_CHANGES = (
    (SCENARIO, GridColumn(label="Scenario", width=34)),
    (ASSET_ID, GridColumn(label=ASSET_ID.label)),
    (CHANGE, GridColumn(label="What changes", width=14)),
    (FROM_YEAR, GridColumn(label="Recommended start (financial year)", form="year", width=20)),
    (TO_YEAR, GridColumn(label="Start in the scenario (financial year)", form="year", width=22)),
    (NETWORK, GridColumn(label=NETWORK.label, width=28)),
    (ASSET_CLASS, GridColumn(label=CLASS_TITLE.label, width=28)),
    (CAPITAL_GBP, GridColumn(label="Capital in the scenario (£)", form="pounds", width=18)),
    (DIFFERENCE_GBP, GridColumn(label="Difference (£)", form="pounds", width=18)),
)
# What stands in a column for each scenario: the end of its heading, the form of its cells, the column of the frame.
_Measure = tuple[str, CellForm, str]
_TREATED: tuple[_Measure, ...] = (("machines", "whole", ASSET_COUNT), ("capital (£)", "pounds", CAPITAL_GBP))


def _headings(case: Case, tables: Sequence[pd.DataFrame], measures: Sequence[_Measure]) -> list[GridColumn]:
    """A column for each measure that a scenario's table has, under the scenario's title."""
    titles = unlike([one.title for one in case.study.scenarios])
    return [
        GridColumn(label=f"{title}: {ending}", form=form, width=22)
        for title, table in zip(titles, tables, strict=True)
        for ending, form, name in measures
        if name in table
    ]


def unlike(titles: Sequence[str]) -> list[str]:
    """Titles as headings of one table have them: not too long, and no two alike whatever their capitals.

    >>> unlike(["As it is", "Less", "as it is"])
    ['As it is', 'Less', 'as it is 2']
    """
    made: list[str] = []
    for title in titles:
        short = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
        taken = {one.casefold() for one in made}
        number, name = 1, short
        while name.casefold() in taken:
            number += 1
            name = f"{short} {number}"
        made.append(name)
    return made


def _side_by_side(
    tables: Sequence[pd.DataFrame], measures: Sequence[_Measure], named: Callable[[Any], Any], in_all: str
) -> tuple[tuple[Cell, ...], ...]:
    """A row for each year, class or network of any table, then their sum; the measures that each has, in turn."""
    keys = sorted({key for table in tables for key in table.index})
    wide = [
        table[name].reindex(keys).fillna(0).astype("int64")
        for table in tables
        for *_, name in measures
        if name in table
    ]
    rows: list[tuple[Cell, ...]] = [(str(named(key)), *(int(column[key]) for column in wide)) for key in keys]
    return (*sorted(rows, key=lambda row: str(row[0])), (in_all, *(int(column.sum()) for column in wide)))


def _class_titles(case: Case) -> dict[str, str]:
    return {str(code): str(title) for code, title in case.scenario.policy.reference.classes["title"].items()}
