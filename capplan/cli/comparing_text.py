"""Scenarios side by side in text: money in millions, and as many scenarios in a row as the width takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from capplan import columns as c
from capplan.cli.console import Short, give, give_rows, give_short, in_unit, text_width, without_common_ending

if TYPE_CHECKING:
    import pandas as pd

    from capplan.model import Scenario

# What is compared: its column, its heading, the size of the unit that is printed, and the decimals.
MEASURES = (
    (c.NETWORK_COUNT, "Networks", 1, 0),
    (c.ENVELOPE_GBP, "Capital envelope (£m)", 1e6, 1),
    (c.CAPITAL_GBP, "Capital planned (£m)", 1e6, 1),
    (c.ASSET_COUNT, "Machines chosen", 1, 0),
    (c.OBJECTIVE_GBP, "Net present benefit (£m)", 1e6, 1),
    (c.RISK_LEFT_GBP, "Risk left (£m a year)", 1e6, 1),
    (c.OVER_AGE_RATIO, "Over 10 years old at the end (%)", 0.01, 1),
    (c.COST_LEFT_GBP, "Running and risk cost, last year (£m)", 1e6, 1),
    (c.REVENUE_LAST_GBP, "Revenue drawn, last year (£m)", 1e6, 1),
    (c.GAP_PERCENT, "Proven within (% of the best)", 1, 2),
)
GAP = 2
# The networks named at each end, and the machines named of each scenario; the rest are in CSV and JSON.
ENDS, LISTED = 3, 5


def give_side_by_side(table: "pd.DataFrame") -> None:
    """Rows of `measures.comparison` on stdout: which scenario is which, then a column for each."""
    give_rows([("Scenario", False), ("What it is", False)], zip(table[c.SCENARIO], table[c.TITLE], strict=True))
    give("")
    shown = [measure for measure in MEASURES if measure[0] in table]
    by_scenario = {
        str(row[c.SCENARIO]): [in_unit(row[name], unit, decimals) for name, _, unit, decimals in shown]
        for row in _records(table)
    }
    give_beside("", [label for _, label, _, _ in shown], by_scenario)


def give_beside(first: str, labels: Sequence[str], by_scenario: Mapping[str, Sequence[str]]) -> None:
    """A column for each scenario, in as many tables below each other as the width asks for."""
    room = text_width() - max(map(len, (first, *labels)))
    for number, names in enumerate(_fitting(by_scenario, room)):
        if number:
            give("")
        columns = [by_scenario[name] for name in names]
        give_rows([(first, False), *((name, True) for name in names)], zip(labels, *columns, strict=True))


def _fitting(by_scenario: Mapping[str, Sequence[str]], room: int) -> Iterator[list[str]]:
    names: list[str] = []
    left = room
    for name, values in by_scenario.items():
        width = GAP + max(map(len, (name, *values)))
        if names and width > left:
            yield names
            names, left = [], room
        names.append(name)
        left -= width
    if names:
        yield names


def give_comparison(
    chosen: "Sequence[Scenario]", base: "Scenario", tables: "Mapping[str, pd.DataFrame]", sentences: Sequence[str]
) -> None:
    """What each scenario comes to against `base`: first in a sentence each, then the figures."""
    from capplan.planning.words import financial_year

    titles = class_titles(base)
    for sentence in sentences:
        give(f"{sentence}\n")
    give_side_by_side(tables["scenarios"])
    _give_group("Capital by year (£m)", tables["years"], c.CAPITAL_GBP, 1e6, financial_year)
    _give_group("Machines by class", tables["classes"], c.ASSET_COUNT, 1, lambda code: titles.get(str(code), str(code)))
    _give_group("Machines by network", tables["networks"], c.ASSET_COUNT, 1, str)
    if len(tables["gains"]):
        _give_gains(tables["gains"])
    if len(tables["changes"]):
        _give_changes(tables["changes"], titles)


def class_titles(scenario: "Scenario") -> dict[str, str]:
    """What each class of machine is called, by its code."""
    return {str(code): str(title) for code, title in scenario.policy.reference.classes["title"].items()}


def _give_group(heading: str, table: "pd.DataFrame", value: str, unit: float, label: Callable[..., str]) -> None:
    group = table.columns[1]
    wide = table.pivot(index=group, columns=c.SCENARIO, values=value)
    used = wide[(wide.fillna(0) != 0).any(axis="columns")]
    decimals = 1 if unit > 1 else 0
    by_scenario = {
        str(name): [in_unit(one, unit, decimals) for one in used[name]] for name in table[c.SCENARIO].unique()
    }
    give(f"\n{heading}")
    give_beside("", [label(one) for one in used.index], by_scenario)


def _give_gains(gains: "pd.DataFrame") -> None:
    """The ends of each scenario's list, which has the largest loss first."""
    headings = ("Scenario", "Network", "Was (£m)", "Is (£m)", "More (£m)", "Machines")
    rows = []
    for scenario, of_one in gains.groupby(c.SCENARIO, sort=False):
        difference = of_one[c.DIFFERENCE_GBP]
        for row in (*_records(of_one[difference < 0].head(ENDS)), *_records(of_one[difference > 0].tail(ENDS))):
            money = [in_unit(row[name], 1e6, 1) for name in (c.BASE_GBP, c.CAPITAL_GBP)]
            signed = f"{row[c.DIFFERENCE_GBP] / 1e6:+,.2f}"
            rows.append((str(scenario), row[c.NETWORK], *money, signed, f"{row[c.DIFFERENCE_COUNT]:+,}"))
    give(f"\nWho loses and who gains most (the {ENDS} furthest either way; all: --format csv --table gains)")
    give_rows([(name, number > 1) for number, name in enumerate(headings)], rows)


def _give_changes(changes: "pd.DataFrame", titles: Mapping[str, str]) -> None:
    """The machines of each scenario whose money differs most."""
    rows = []
    for scenario, of_one in changes.groupby(c.SCENARIO, sort=False):
        order = of_one[c.DIFFERENCE_GBP].abs().sort_values(ascending=False, kind="stable").index
        for row in _records(of_one.loc[order].head(LISTED)):
            named = titles.get(row[c.ASSET_CLASS], "not stated")
            what = _change(row[c.CHANGE], row[c.FROM_YEAR], row[c.TO_YEAR])
            signed = f"{row[c.DIFFERENCE_GBP] / 1e6:+,.2f}"
            rows.append((str(scenario), row[c.ASSET_ID], named, str(row[c.NETWORK]), what, signed))
    headings = ("Scenario", "Machine", "Class", "Network", "What changes", "£m")
    give(f"\nThe {LISTED} largest changes of each (all {len(changes):,}: --format csv --table changes)")
    give_rows([(name, name == headings[-1]) for name in headings], rows)


def give_changed(frame: "pd.DataFrame", titles: Mapping[str, str], money: Sequence[Short]) -> None:
    """Decisions that differ, a row a machine: its class and network by name, what changes, and some of its money."""
    networks, ending = without_common_ending(frame[c.NETWORK].dropna().astype(str))
    what = [_change(*row) for row in frame[[c.CHANGE, c.FROM_YEAR, c.TO_YEAR]].itertuples(index=False)]
    printed = frame.copy()
    printed[c.ASSET_CLASS] = frame[c.ASSET_CLASS].map(titles).fillna("not stated")
    printed[c.NETWORK] = frame[c.NETWORK].map(networks).fillna("not stated")
    printed[c.CHANGE] = what
    head = (
        Short(name=c.ASSET_ID, heading="Machine"),
        Short(name=c.ASSET_CLASS, heading="Class"),
        Short(name=c.NETWORK, heading="Network"),
        Short(name=c.CHANGE, heading="What changes"),
    )
    if ending:
        give(f'Networks are without "{ending}".')
    give_short(printed, (*head, *money))


def _change(change: str, from_year: object, to_year: object) -> str:
    """A change and its years.

    >>> _change("moves", 2029, 2031), _change("drops out", 2031, float("nan"))
    ('moves, 2029 to 2031', 'drops out, 2031')
    """
    years = [str(year) for year in (from_year, to_year) if str(year) not in ("<NA>", "nan", "None")]
    return f"{change}, {' to '.join(years)}"


def _records(frame: "pd.DataFrame") -> "list[dict[str, Any]]":
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
