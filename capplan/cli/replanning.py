"""`replan` and `consolidation`: what slips, and what merging networks does."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan import columns as c
from capplan.cli.comparing_text import class_titles, give_changed
from capplan.cli.console import Short, give, give_bytes, give_short, give_table, progress, tell, without_common_ending
from capplan.cli.exits import FOUND, show
from capplan.cli.exploring import run_option, scenario_of, scenario_option, study_of
from capplan.cli.kinds import FinancialYear, Number
from capplan.cli.options import FilePath, format_option, plan_option, require_plan, set_option

if TYPE_CHECKING:
    import pandas as pd

    from capplan.model import Scenario, Study
    from capplan.policy import PlanFile
    from capplan.scenarios.replan import Slip

# What text shows of each network; all of it is in CSV and JSON.
MEMBERS = (
    Short(name=c.NETWORK, heading="Network"),
    Short(name=c.FORMER, heading="Made of"),
    Short(name=c.ORGANISATION_COUNT, heading="Members"),
    Short(name=c.OWNED_COUNT, heading="Machines owned"),
)
MONEY = (
    Short(name=c.NETWORK, heading="Network"),
    Short(name=c.ASSET_COUNT, heading="Treated"),
    Short(name=c.BASE_GBP, heading="Before", unit=1e6, decimals=1),
    Short(name=c.CAPITAL_GBP, heading="After", unit=1e6, decimals=1),
    Short(name=c.DIFFERENCE_GBP, heading="More", unit=1e6, decimals=1, is_signed=True),
    Short(name=c.BASE_FLOOR_GBP, heading="Floor before", unit=1e6, decimals=1),
    Short(name=c.FLOOR_GBP, heading="Floor after", unit=1e6, decimals=1),
    Short(name=c.BASE_RISK_GBP, heading="Risk before", unit=1e6, decimals=1),
    Short(name=c.RISK_LEFT_GBP, heading="Risk after", unit=1e6, decimals=1),
)
MOVES = (
    Short(name=c.ORGANISATION, heading="Organisation"),
    Short(name=c.NETWORK, heading="From"),
    Short(name=c.SUCCESSOR, heading="To"),
    Short(name=c.OWNED_COUNT, heading="Machines"),
)
CHANGE_OF_CAPITAL = (Short(name=c.DIFFERENCE_GBP, heading="£m", unit=1e6, decimals=2, is_signed=True),)


@click.command(short_help="Plan again when a year's delivery slips or money is cut.")
@click.option(
    "--after",
    type=FinancialYear(),
    required=True,
    help="The last year whose decisions are made, as 2028/29 or 2028; later years are open.",
)
@click.option(
    "--slip",
    "years",
    type=FinancialYear(),
    multiple=True,
    help="A year whose deliveries slipped, as 2028/29 or 2028: whole years, as a plan has no months. May be repeated.",
)
@click.option(
    "--slip-asset",
    "assets",
    metavar="ASSET",
    multiple=True,
    help="One asset that was not delivered, where not all of a year slipped. May be repeated.",
)
@click.option(
    "--carried",
    type=Number(0, 1),
    default=0.0,
    show_default=True,
    help="Share of their money that the next year gets: 0.5 is half.",
)
@run_option
@scenario_option
@click.option(
    "--out", type=FilePath, metavar="FOLDER", help="Where the new run goes. Default: outputs/ beside the plan file."
)
@plan_option
@set_option
@format_option("text", "json", "csv")
def replan(
    after: int,
    years: tuple[int, ...],
    assets: tuple[str, ...],
    carried: float,
    run_folder: Path | None,
    scenario: str | None,
    out: Path | None,
    plan_path: Path | None,
    given: tuple[str, ...],
    output_format: str,
) -> int | None:
    """Plan again from a finished run: what it decided up to year AFTER is held, but for what slipped, and its years
    have no more money; later years are planned anew. Writes a run folder.

    A fund that is cut mid-year: --after the year before, with --set budget.2029=30_000_000 for what is left.
    """
    from dataclasses import replace

    from capplan import runs
    from capplan.policy.given import laid_over
    from capplan.scenarios import replan as again

    before = scenario_of(study_of(run_folder, plan_path), scenario)
    slip = again.Slip(after=after, years=years, assets=assets, carried=carried)
    plan_file = require_plan(plan_path, given)
    held = replace(plan_file, given=laid_over(again.standing(before, slip), plan_file.given))
    study = _planned_again(held, before, slip)
    if not study.scenarios:
        return FOUND
    path = runs.save(study, out or runs.default_folder(held, study), held)
    _give_again(study.recommended, before, slip, path, output_format)
    tell(f"Run folder {path}. Papers: capplan report {path}")
    return None


def _planned_again(held: "PlanFile", before: "Scenario", slip: "Slip") -> "Study":
    """The scenario solved anew under a plan file that holds what is done; what went wrong is shown."""
    from dataclasses import replace

    from capplan.scenarios import many
    from capplan.scenarios import replan as again
    from capplan.scenarios.executor import Where

    with progress() as on_step:
        prepared = many.prepare(held, (before.name,), on_step)
        prepared = replace(prepared, register=again.unbound(prepared.register, before, slip))
        result = many.solve_all(prepared, Where(), on_step, lambda attempt: None)
    for error in result.errors:
        show(error)
    return result.study


def _give_again(now: "Scenario", before: "Scenario", slip: "Slip", path: Path, output_format: str) -> None:
    """What the plan made again says, and what it decides otherwise than before."""
    from capplan.comparison.changes import between
    from capplan.scenarios import replan as again

    table, sentences = between(now, before), again.told(now, before, slip)
    if output_format == "text":
        give("\n".join((now.title, *sentences, "")))
        give_changed(table, class_titles(now), CHANGE_OF_CAPITAL)
    else:
        beside = {"folder": str(path), "sentences": list(sentences), "rows_are": "what differs from the run before"}
        give_table(table, output_format, command="replan", beside=beside)


@click.command(short_help="What merging networks does to each: money, floors and risk.")
@run_option
@click.option("--scenario", metavar="NAME", help="The scenario that merges networks. Default: the first that does.")
@click.option("--against", metavar="NAME", help="The scenario to compare with. Default: the recommended one.")
@plan_option
@format_option("text", "json", "csv")
def consolidation(
    run_folder: Path | None, scenario: str | None, against: str | None, plan_path: Path | None, output_format: str
) -> None:
    """Set a scenario that merges networks beside one that does not: for each network who belongs to it, what it
    owns and gets, its floor and the risk left, before and after; who moves; and what pooling is worth."""
    from capplan import frames
    from capplan.scenarios import consolidation as merging
    from capplan.scenarios.compare import pick

    study = study_of(run_folder, plan_path)
    before = pick(study.scenarios, (against,))[0] if against else study.recommended
    count = before.assets[c.NETWORK].nunique()
    fewer = [one for one in study.scenarios if one.assets[c.NETWORK].nunique() < count]
    after = pick(study.scenarios, (scenario,))[0] if scenario else (fewer or [before])[0]
    table, moves = merging.consolidation(before, after), merging.who_moves(before, after)
    sentences = list(merging.told(before, after))
    if output_format == "text":
        give(f"{after.title}, against {before.title}")
        give("\n".join(sentences))
        _give_merged(table, moves)
    elif output_format == "csv":
        give_table(table, output_format, command="consolidation")
    else:
        records = {"rows": frames.to_records(table), "moves": frames.to_records(moves)}
        head = {"schema": "capplan/consolidation/1", "scenario": after.name, "against": before.name}
        give_bytes(frames.to_json({**head, "sentences": sentences, **records}))


def _give_merged(table: "pd.DataFrame", moves: "pd.DataFrame") -> None:
    """Who belongs to each merged network, the money of all, and who moves; names without the words they all end in."""
    names = [*table[c.NETWORK], *moves[c.NETWORK], *moves[c.SUCCESSOR]]
    short, ending = without_common_ending(names)
    made_of = table[c.FORMER].map(lambda former: ", ".join(short.get(one, one) for one in former.split(", ")))
    networks = table.assign(**{c.NETWORK: table[c.NETWORK].map(short), c.FORMER: made_of})
    moved = moves.assign(**{name: moves[name].map(short) for name in (c.NETWORK, c.SUCCESSOR)})
    left_out = f' (names without "{ending}")' if ending else ""
    is_merged = table[c.FORMER].str.contains(", ")
    give(f"\nWho the merged networks are made of{left_out}")
    give_short(networks[is_merged], MEMBERS)
    give("\nMoney of every network, £m: capital before and after, its floor, and the risk cost left a year")
    give_short(networks, MONEY)
    give("\nWho comes to another network")
    give_short(moved, MOVES)
