"""`uncertainty` and `sweep`: what a plan hangs on."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli import uncertain_text as words
from capplan.cli.comparing_text import class_titles
from capplan.cli.console import give, give_bytes, give_short, give_table, progress
from capplan.cli.exploring import run_option, scenario_of, scenario_option, study_of
from capplan.cli.options import (
    executor_option,
    format_option,
    plan_option,
    require_plan,
    set_option,
    workers_option,
)
from capplan.cli.picturing import chart_option, write_chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from capplan.model import Scenario
    from capplan.policy import Policy
    from capplan.scenarios.sweep import Swept

TABLES = ("fares", "core", "plans", "best-mean", "best-worst", "drawn")


@click.command(short_help="How a plan fares if its assumptions are wrong, and which machines are in every plan.")
@run_option
@scenario_option
@click.option("--draws", type=click.IntRange(2, 100_000), default=1_000, show_default=True, help="Draws of the plan.")
@click.option(
    "--reoptimise", type=click.IntRange(0, 10_000), default=0, show_default=True, help="Plans made again, a draw each."
)
@click.option("--table", type=click.Choice(TABLES), default=TABLES[0], show_default=True, help="Which, with CSV.")
@workers_option
@executor_option
@plan_option
@format_option("text", "json", "csv")
def uncertainty(
    run_folder: Path | None,
    scenario: str | None,
    draws: int,
    reoptimise: int,
    table: str,
    workers: int | None,
    executor: str,
    plan_path: Path | None,
    output_format: str,
) -> None:
    """Draw lives, prices, growth of faults, costs of failure, weights and what is missing; say what the plan of a
    finished run is worth and costs in each draw if it is kept.

    With --reoptimise the plan is made again for so many of the draws: which machines are in every plan (core), in
    some (borderline) or in none (out), and which plan fares best; `--format csv --table best-mean` gives its
    decisions, as rules.stay_close takes them.
    """
    from capplan.scenarios import uncertainty as fares
    from capplan.scenarios.executor import Where

    chosen = scenario_of(study_of(run_folder, plan_path), scenario)
    where = Where.of(executor, workers)
    known, worlds = fares.drawn_worlds(chosen, draws)
    tables = {"fares": fares.how_it_fares(chosen, known, worlds), "drawn": fares.drawn_from(chosen.policy)}
    sentences = list(fares.told(tables["fares"], draws))
    if reoptimise:
        from capplan.scenarios import reoptimise as again

        seeds = fares.seeds(chosen.policy, reoptimise)
        with progress() as on_step:
            plans = again.reoptimise(again.lean(chosen, known), seeds, where, on_step)
        tables["core"] = again.core(chosen, plans)
        robust = again.robust_plans(chosen, known, seeds, plans)
        tables["plans"] = robust.table
        if len(robust.keeping):
            tables["best-mean"] = again.decisions_of(chosen, robust.chosen[robust.best_mean])
            tables["best-worst"] = again.decisions_of(chosen, robust.chosen[robust.best_worst])
        sentences += again.told(tables["core"], robust, plans)
    if output_format == "text":
        _give(chosen, sentences, tables)
    elif output_format == "csv":
        if table not in tables:
            raise click.UsageError(f"--table {table} needs --reoptimise.")
        give_table(tables[table], output_format, command="uncertainty")
    else:
        give_bytes(_as_json(chosen.name, draws, sentences, tables))


def _give(scenario: "Scenario", sentences: list[str], tables: "Mapping[str, pd.DataFrame]") -> None:
    from capplan.scenarios.reoptimise import SOME

    give(scenario.title)
    for sentence in sentences:
        give(sentence)
    words.give_fares(tables["fares"])
    if "core" in tables:
        words.give_core(tables["core"], class_titles(scenario), SOME)
        words.give_plans(tables["plans"])
    words.give_drawn(tables["drawn"])


def _as_json(name: str, draws: int, sentences: list[str], tables: "Mapping[str, pd.DataFrame]") -> bytes:
    from capplan import frames

    records = {key: frames.to_records(frame) for key, frame in tables.items()}
    head = {"schema": "capplan/uncertainty/1", "scenario": name, "draws": draws, "sentences": sentences}
    return frames.to_json({**head, "rows": records.pop("fares"), **records})


@click.command(short_help="Move each assumption to its low and its high end: what matters most.")
@click.argument("names", metavar="[LEVER]...", nargs=-1)
@click.option("--scenario", help="A scenario of the plan file. Default: the recommended one.")
@click.option("--frontier", "explores", is_flag=True, help="Draw the frontier at each end too.")
@chart_option
@workers_option
@executor_option
@plan_option
@set_option
@format_option("text", "json", "csv")
def sweep(
    names: tuple[str, ...],
    scenario: str | None,
    explores: bool,
    chart_path: Path | None,
    workers: int | None,
    executor: str,
    plan_path: Path | None,
    given: tuple[str, ...],
    output_format: str,
) -> None:
    """Make the plan again with each LEVER (default: all) at its low and at its high end, the others held, and list
    them by how far they move the net benefit.

    Ends are capplan's own unless [sweep] in the plan file gives others, as in `budget = { low = 0.8, high = 1.2 }`;
    a lever of your own also says its setting.
    """
    from capplan import frames, pipeline
    from capplan.scenarios import many
    from capplan.scenarios import sweep as sweeps
    from capplan.scenarios.executor import Where

    plan_file = require_plan(plan_path, given)
    name = pipeline.scenario_names(plan_file, (scenario,) if scenario else ())[0]
    with progress() as on_step:
        prepared = many.prepare(plan_file, (name,), on_step)
        policy = prepared.policies[name]
        chosen = sweeps.levers(policy, names)
        ends = sweeps.ends(plan_file, name if plan_file.scenarios else None, chosen)
        shared = sweeps.Shared(register=prepared.register, folder=plan_file.folder, explores=explores)
        policies = [policy, *(policy_of_end for _, _, policy_of_end in ends)]
        base, *others = sweeps.sweep(shared, policies, Where.of(executor, workers), on_step)
    found = {(lever, end): one for (lever, end, _), one in zip(ends, others, strict=True)}
    table, curves = sweeps.tornado(chosen, base, found), sweeps.frontiers(chosen, found)
    if chart_path is not None:
        _draw(chart_path, table, base, policy, plan_file.folder)
    failures = [f"{lever} {end}: {one.failure}" for (lever, end), one in found.items() if one.failure]
    if output_format == "text":
        give(sweeps.told(base, table))
        words.give_tornado(table)
        if explores:
            give("\nFrontier at each end")
            give_short(curves, words.CURVES)
        for failure in failures:
            give(f"No plan at {failure}")
    else:
        beside = {
            "scenario": name,
            "value_gbp": base.value_gbp,
            "sentence": sweeps.told(base, table),
            "without_plan": failures,
            "frontiers": frames.to_records(curves),
        }
        give_table(table, output_format, command="sweep", beside=beside)


def _draw(chart_path: Path, table: "pd.DataFrame", base: "Swept", policy: "Policy", folder: Path) -> None:
    """Write the sweep as a chart, where there is a plan to move."""
    from capplan.errors import InputError, Problem
    from capplan.reporting.swing_chart import swing_exhibit

    if base.failure:
        raise InputError(Problem(where=str(chart_path), what=base.failure, mend="Mend the plan file, then draw it."))
    write_chart(chart_path, swing_exhibit(table, base.value_gbp, "sweep"), policy, "What the plan hangs on", folder)
