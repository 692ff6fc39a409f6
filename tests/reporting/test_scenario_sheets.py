"""The sheets of scenarios: what they hold adds up, agrees with the plans, and is only text and numbers."""

import dataclasses

import pytest

from capplan.columns import ASSET_CLASS, ASSET_ID, CAPITAL_GBP, NETWORK
from capplan.comparison.changes import IN, MOVES, OUT, between, gains_and_losses
from capplan.model import Study
from capplan.reporting import scenario_sheets as sheets
from capplan.reporting.case import Case, case_of
from capplan.reporting.grid import Formula, Grid

ALL = (
    sheets.scenarios,
    sheets.scenario_differences,
    sheets.scenario_years,
    sheets.scenario_classes,
    sheets.scenario_networks,
    sheets.scenario_changes,
)


def cells(grid: Grid) -> dict[object, dict[str, object]]:
    """A grid's rows by their first cell, each by the heading of its column."""
    headings = [column.label for column in grid.columns]
    return {row[0]: dict(zip(headings, row, strict=True)) for row in grid.rows}


@pytest.fixture(scope="module")
def case(national: Study) -> Case:
    """A large study's recommended scenario, beside the others."""
    return case_of(national, national.recommended)


@pytest.mark.parametrize(
    ("sheet", "last"),
    [
        (sheets.scenario_years, "All years"),
        (sheets.scenario_classes, "All classes"),
        (sheets.scenario_networks, "All networks"),
    ],
)
def test_the_rows_of_a_sheet_add_up_to_each_plans_capital(case: Case, sheet, last: str) -> None:  # type: ignore[no-untyped-def]
    """By year, by class and by network, and the row for all of them is their sum."""
    by_name = cells(sheet(case))
    for scenario in case.study.scenarios:
        heading = f"{scenario.title}: capital (£)"
        amounts = [row[heading] for name, row in by_name.items() if name != last]
        assert sum(amounts) == by_name[last][heading] == scenario.plan.decisions[CAPITAL_GBP].sum()


def test_what_changes_is_counted_as_the_comparison_counts_it(case: Case) -> None:
    """Drop out, come in, move, gain and lose are those of `capplan compare`, a row for each other scenario."""
    by_title, base = cells(sheets.scenario_differences(case)), case.scenario
    assert set(by_title) == {one.title for one in case.study.scenarios} - {base.title}
    for scenario in case.study.scenarios[1:]:
        row, found = by_title[scenario.title], between(scenario, base)["change"].tolist()
        shown = [row[f"{heading} (machines)"] for heading in ("Drop out", "Come in", "Move to another year")]
        assert shown == [found.count(change) for change in (OUT, IN, MOVES)]
        least = gains_and_losses([scenario], base).iloc[0]
        lost = (least[NETWORK], -least["difference_gbp"]) if least["difference_gbp"] < 0 else ("none", 0)
        assert (row["Loses most (network)"], row["Its loss (£)"]) == lost
        totals = [one.plan.decisions[CAPITAL_GBP].sum() for one in (scenario, base)]
        assert row["Difference of capital (£)"] == totals[0] - totals[1]


def test_every_machine_that_changes_has_a_row(case: Case) -> None:
    """With its class by name and both its years, the largest change of each scenario first."""
    grid = sheets.scenario_changes(case)
    others = case.study.scenarios[1:]
    assert len(grid.rows) == sum(len(between(one, case.scenario)) for one in others)
    codes = set(case.scenario.assets[ASSET_CLASS])
    assert not codes & {row[6] for row in grid.rows}
    largest = [abs(row[8]) for row in grid.rows if row[0] == others[0].title]
    assert largest == sorted(largest, reverse=True)
    assert {row[1] for row in grid.rows} <= set(case.scenario.assets[ASSET_ID])


def test_the_recommended_plan_has_no_column_of_differences(case: Case) -> None:
    """It would hold only 0."""
    labels = [column.label for column in sheets.scenario_networks(case).columns]
    assert sum("difference" in label for label in labels) == len(case.study.scenarios) - 1


def test_scenarios_of_one_title_have_columns_of_their_own(national: Study) -> None:
    """No two headings of a table are alike, whatever the titles."""
    base, other, *_ = national.scenarios
    policy = other.policy.model_copy(update={"title": base.title.upper()})
    twins = dataclasses.replace(national, scenarios=(base, dataclasses.replace(other, policy=policy)))
    for sheet in ALL:
        labels = [column.label.casefold() for column in sheet(case_of(twins, base)).columns]
        assert len(set(labels)) == len(labels)


def test_one_scenario_alone_has_every_sheet(national: Study) -> None:
    """And none of them is empty."""
    alone = dataclasses.replace(national, scenarios=(national.recommended,))
    assert all(sheet(case_of(alone, alone.recommended)).rows for sheet in ALL)


def test_values_are_plain(case: Case) -> None:
    """Text and numbers only, each figure's unit in its heading, no cell that is left to be worked out."""
    for sheet in ALL:
        grid = sheet(case)
        assert not any(isinstance(cell, Formula) for row in grid.rows for cell in row)
        money = [column.label for column in grid.columns if column.form == "pounds"]
        assert all("(£" in label for label in money)
