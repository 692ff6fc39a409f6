"""The scenarios beside the one recommended: what drops out and comes in, who gains and who loses."""

import pandas as pd

from capplan.columns import ASSET_CLASS, ASSET_ID
from capplan.reporting.case import Case
from capplan.reporting.changes import Changed, changed, machines_by_class
from capplan.reporting.content import Block, Paragraph, Section, Table
from capplan.reporting.formats import DASH, number, text
from capplan.reporting.tables import plain_table
from capplan.reporting.verbs import verb_of

NAMED = 3


def what_scenarios_change(case: Case) -> Section | None:
    """What each other scenario changes, machine by machine; None where there is one scenario alone."""
    if len(case.study.scenarios) == 1:
        return None
    found = changes_of(case)
    blocks: tuple[Block, ...] = (
        change_table(case, found),
        *_largest_tables(case, found),
        _class_table(case),
        Paragraph(text=_WORDS.format(does=verb_of(*case.study.scenarios).third)),
    )
    return Section(id="changes-by-scenario", heading="What each scenario changes", blocks=blocks)


_WORDS = (
    "A machine drops out where the recommended plan {does} it and the scenario does not, and comes in where it is the "
    "other way round. Networks are those of the recommended scenario, so that a merger does not read as a gain."
)


def changes_of(case: Case) -> tuple[Changed, ...]:
    """Every other scenario of the study against the case's own."""
    ours = case.scenario
    return tuple(changed(other, ours) for other in case.study.scenarios if other.name != ours.name)


def change_table(case: Case, found: tuple[Changed, ...]) -> Table:
    """A row a scenario: what drops out, comes in and moves, and the networks furthest apart."""
    rows = [
        (
            one.title,
            number(len(one.drops_out)),
            case.money(one.drops_out.sum()),
            number(len(one.comes_in)),
            case.money(one.comes_in.sum()),
            number(one.moves),
            _network(case, one.by_network, -1),
            _network(case, one.by_network, 0),
        )
        for one in found
    ]
    headings = (
        "Scenario", "Drop out", "Capital out", "Come in", "Capital in", "Change year", "Gains most", "Loses most",
    )  # fmt: skip
    note = "Machines, each number with its capital; then the network whose capital changes most, either way."
    return plain_table(
        "change-table", "Each scenario against the plan recommended", headings, rows, numbers=range(1, 6), note=note
    )


def _network(case: Case, by_network: pd.Series, place: int) -> str:
    amount = float(by_network.iloc[place]) if len(by_network) else 0.0
    is_right_way = amount > 0 if place else amount < 0
    is_told = is_right_way and not case.money.rounds_to_nothing(amount)
    return f"{by_network.index[place]}, {case.money(abs(amount))}" if is_told else "none"


def _largest_tables(case: Case, found: tuple[Changed, ...]) -> tuple[Table, ...]:
    """The largest machines that leave or join; no table where none does."""
    if not any(len(one.drops_out) or len(one.comes_in) for one in found):
        return ()
    assets = pd.concat([scenario.assets[[ASSET_ID, ASSET_CLASS]] for scenario in case.study.scenarios])
    classes = assets.drop_duplicates(ASSET_ID).set_index(ASSET_ID)[ASSET_CLASS]
    titles = classes.map(case.scenario.policy.reference.classes["title"]).fillna(classes)
    rows = [(one.title, _named(case, one.drops_out, titles), _named(case, one.comes_in, titles)) for one in found]
    headings = ("Scenario", "Largest that drop out", "Largest that come in")
    return (plain_table("change-named", f"The largest {number(NAMED)} machines of each", headings, rows),)


def _named(case: Case, capital: pd.Series, titles: pd.Series) -> str:
    first = capital.head(NAMED).items()
    return "; ".join(f"{asset}, {text(titles.get(asset))}, {case.money(amount)}" for asset, amount in first) or DASH


def _class_table(case: Case) -> Table:
    scenarios = case.study.scenarios
    counted = machines_by_class(scenarios)
    rows = [(str(group), *map(number, row)) for group, row in counted.iterrows()]
    rows.append(("All machines", *map(number, counted.sum())))
    headings = ("Class group", *(scenario.title for scenario in scenarios))
    past = verb_of(*scenarios).past
    return plain_table(
        "change-classes", f"Machines {past} by class group", headings, rows, numbers=range(1, len(headings))
    )
