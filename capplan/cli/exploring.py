"""`frontier` and `rules`: what more money buys, and what each rule costs, from a finished run."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan import columns as c
from capplan.cli.comparing_text import class_titles, give_changed
from capplan.cli.conditions import conditions_met
from capplan.cli.console import Short, give, give_short, give_table, progress
from capplan.cli.kinds import Number, Whole
from capplan.cli.options import FilePath, format_option, plan_option
from capplan.cli.picturing import chart_option, write_chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from capplan.model import Scenario, Study
    from capplan.planning.again import Settled
    from capplan.planning.frontier import NextMillion

run_option = click.option(
    "--run", "run_folder", type=FilePath, metavar="FOLDER", help="The run folder. Default: the latest run."
)
CURVE = (
    Short(name=c.BUDGET_SHARE, heading="Share of the budget (%)", unit=0.01),
    Short(name=c.CAPITAL_GBP, heading="Money (£m)", unit=1e6, decimals=1),
    Short(name=c.BOUND_GBP, heading="At most worth (£m)", unit=1e6, decimals=1),
    Short(name=c.VALUE_GBP, heading="Plan worth (£m)", unit=1e6, decimals=1),
    Short(name=c.GAP_GBP, heading="To within (£m)", unit=1e6, decimals=2),
)
EXCHANGED = (
    Short(name=c.CAPITAL_GBP, heading="£m", unit=1e6, decimals=2),
    Short(name=c.BENEFIT_GBP, heading="Worth £m", unit=1e6, decimals=2),
)
scenario_option = click.option(
    "--scenario", metavar="NAME", help="A scenario of the run. Default: the recommended one."
)


def study_of(run_folder: Path | None, plan_path: Path | None) -> "Study":
    """The study of a run folder, the latest where none is named."""
    from capplan import runs
    from capplan.cli.plans import folder_of_run

    return runs.load(folder_of_run(run_folder, plan_path))


def scenario_of(study: "Study", name: str | None) -> "Scenario":
    """The scenario of a study that was asked for, the recommended one where none is named."""
    from capplan.scenarios.compare import pick

    return pick(study.scenarios, (name,))[0] if name else study.recommended


def _settled(scenario: "Scenario") -> "Settled":
    from capplan.errors import InputError, Problem
    from capplan.planning.again import settle
    from capplan.planning.explore import IN_MONEY

    if scenario.policy.plan.objective != IN_MONEY:
        what = f"its plan makes the most of {scenario.policy.plan.objective!r}, not of net benefit in pounds"
        raise InputError(
            Problem(where=f"scenario {scenario.name}", what=what, mend="Name one whose objective is value.")
        )
    return settle(scenario)


@click.command(short_help="Budget against value, and what the next £1m buys.")
@run_option
@scenario_option
@click.option(
    "--from",
    "least",
    type=Number(0, 10),
    default=0.55,
    show_default=True,
    help="The least share of the budget: 0.55 is 55 %.",
)
@click.option("--to", "most", type=Number(0, 10), default=1.5, show_default=True, help="The greatest.")
@click.option("--points", type=Whole(2, 200), default=20, show_default=True, help="How many shares.")
@click.option("--solve", "solved", type=Whole(0, 20), default=2, show_default=True, help="Plans solved among them.")
@chart_option
@plan_option
@format_option("text", "json", "csv")
def frontier(
    run_folder: Path | None,
    scenario: str | None,
    least: float,
    most: float,
    points: int,
    solved: int,
    chart_path: Path | None,
    plan_path: Path | None,
    output_format: str,
) -> None:
    """Draw what the best plan of a finished run could be worth with less money and with more, and name what the
    next £1m would buy.

    "At most worth" is the bound of the linear relaxation: no plan with that money is worth more. "Plan worth" is
    what a plan solved with it is worth, "To within" how much more the best one may be.
    """
    from capplan.planning import frontier as curves

    if least >= most:
        raise click.UsageError(f"--from {least:g} is not below --to {most:g}.")
    chosen = scenario_of(study_of(run_folder, plan_path), scenario)
    settled = _settled(chosen)
    with progress() as on_step:
        curve = curves.frontier(settled, curves.shares(least, most, points))
        curve = curves.solve_at(settled, curve, curves.points_to_solve(curve, solved), on_step)
        buys = curves.next_million(settled)
    if output_format == "text":
        give(chosen.title)
        give_short(curve, CURVE)
        if short := curves.not_proven(curve, settled.settings.gap):
            give(f"Not solved to the gap asked for: {'; '.join(short)}.")
        _give_next(buys, class_titles(chosen))
    else:
        give_table(curve, output_format, command="frontier", beside=_beside(chosen, buys))
    if chart_path is not None:
        _draw(chart_path, curve, chosen, plan_path)


def _draw(chart_path: Path, curve: "pd.DataFrame", scenario: "Scenario", plan_path: Path | None) -> None:
    """Write the curve as a chart, where any budget is worth anything."""
    from capplan.cli.options import find_plan
    from capplan.errors import InputError, Problem
    from capplan.reporting.curve_chart import curve_exhibit

    chart = curve_exhibit(curve, scenario)
    if chart is None:
        what = "no two of these budgets have a plan that is worth anything"
        raise InputError(Problem(where=str(chart_path), what=what, mend="Widen --from and --to."))
    plan_file = find_plan(plan_path)
    folder = Path.cwd() if plan_file is None else plan_file.folder
    write_chart(chart_path, chart, scenario.policy, "What each budget buys", folder)


def _give_next(buys: "NextMillion | None", titles: "Mapping[str, str]") -> None:
    from capplan.planning.words import financial_year, pounds

    if buys is None:
        give("\nMore money would buy nothing: no envelope binds.")
        return
    found = f"the plan found with it is worth {pounds(buys.found)} more than the best found without it"
    give(f"\nThe next £1m, in {financial_year(buys.year)}: {pounds(buys.by_prices)} by the LP; {found}.")
    give_changed(buys.exchange, titles, EXCHANGED)


def _beside(scenario: "Scenario", buys: "NextMillion | None") -> dict[str, object]:
    from capplan import frames

    said = buys and {
        "year": buys.year,
        "by_prices_gbp": buys.by_prices,
        "found_gbp": buys.found,
        "exchange": frames.to_records(buys.exchange),
    }
    return {"scenario": scenario.name, "next_million": said}


@click.command(short_help="What each rule costs the plan.")
@click.argument("names", metavar="[RULE]...", nargs=-1)
@run_option
@scenario_option
@click.option("--solve", "by_solving", is_flag=True, help="Solve without each rule: slower, and exact.")
@plan_option
@format_option("text", "json", "csv")
def rules(
    names: tuple[str, ...],
    run_folder: Path | None,
    scenario: str | None,
    by_solving: bool,
    plan_path: Path | None,
    output_format: str,
) -> None:
    """Say how much more the best plan of a finished run could be worth without each RULE (default: all), the
    others kept: the price of equity, of delivery limits, of duties.

    `capplan rules` lists them; a name of several words goes in quotes, as in `capplan rules "network floor"`. By the
    linear relaxation; with --solve by solving again, which takes seconds a rule and names the assets that change.
    Below stand the conditions that hold machines out of the plan or make them a duty, with how many meet each.
    """
    from capplan import frames
    from capplan.planning.rule_prices import rule_prices, rules_let_go, solve_without

    chosen = scenario_of(study_of(run_folder, plan_path), scenario)
    settled = _settled(chosen)
    known = [without.rule for without in rules_let_go(settled.programme)]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.UsageError(f"This plan has no rule {unknown[0]!r}. It has: {', '.join(known) or 'none'}.")
    conditions = conditions_met(chosen)
    if not known and output_format == "text":
        give(f"This plan has no rules but its money{' and the conditions below' if conditions else ''}.")
        _give_conditions(conditions)
        return
    exchanges: dict[str, object] = {}
    if by_solving:
        with progress() as on_step:
            found = solve_without(settled, names, on_step)
        table = found.prices
        exchanges = {rule: frames.to_records(frame) for rule, frame in found.exchanges.items()}
    else:
        table = rule_prices(settled)
        table = table[table[table.columns[0]].isin(names)] if names else table
    beside = {"scenario": chosen.name, "exchanges": exchanges, "conditions": conditions}
    give_table(table, output_format, command="rules", beside=beside)
    if output_format == "text" and not names:
        _give_conditions(conditions)
    if output_format == "text" and by_solving and len(names) == 1:
        give("\nWithout it:")
        give_changed(found.exchanges[names[0]], class_titles(chosen), EXCHANGED)


def _give_conditions(conditions: "list[dict[str, object]]") -> None:
    for one in conditions:
        machines = "machine is" if one["machines"] == 1 else "machines are"
        give(f"{one['machines']:,} {machines} {one['are']}: {one['by']}.")
