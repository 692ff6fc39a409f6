"""`uncertainty`: how a plan fares where its assumptions are wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli import uncertain_text as words
from capplan.cli.comparing_text import class_titles
from capplan.cli.console import give, give_bytes, give_table, progress
from capplan.cli.exploring import run_option, scenario_of, scenario_option, study_of
from capplan.cli.kinds import Whole
from capplan.cli.options import executor_option, format_option, plan_option, workers_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from capplan.model import Scenario
    from capplan.scenarios.draws import Known
    from capplan.scenarios.executor import Where

OF_PLANS = ("core", "plans", "best-mean", "best-worst")
TABLES = ("fares", *OF_PLANS, "drawn")


@click.command(short_help="How a plan fares if its assumptions are wrong, and which machines are in every plan.")
@run_option
@scenario_option
@click.option("--draws", type=Whole(2, 100_000), default=1_000, show_default=True, help="Draws of the plan.")
@click.option(
    "--reoptimise", type=Whole(0, 10_000), default=0, show_default=True, help="Plans made again, a draw each."
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
    from capplan.scenarios.executor import Where

    if output_format == "csv" and table in OF_PLANS and not reoptimise:
        raise click.UsageError(f"--table {table} needs --reoptimise, as in --reoptimise 100.")
    where = Where.of(executor, workers)
    chosen = scenario_of(study_of(run_folder, plan_path), scenario)
    found = _drawn(chosen, draws, reoptimise, where)
    if output_format == "text":
        _give(chosen, found)
    elif output_format == "csv":
        give_table(found.table(table), output_format, command="uncertainty")
    else:
        give_bytes(_as_json(chosen.name, draws, found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the draws say: sentences, and tables by their names in `TABLES`."""

    sentences: "tuple[str, ...]"
    tables: "Mapping[str, pd.DataFrame]"

    def table(self, name: str) -> "pd.DataFrame":
        """The table of that name; an InputError where no plan was found to fill it."""
        from capplan.errors import InputError, Problem

        if name not in self.tables:
            mend = "Draw more plans with --reoptimise, or see --table plans."
            raise InputError(Problem(where=f"--table {name}", what="none of the plans keeps every rule", mend=mend))
        return self.tables[name]


def _drawn(scenario: "Scenario", draws: int, reoptimise: int, where: "Where") -> _Found:
    """How the plan fares over so many draws, and over `reoptimise` of them the plans made again."""
    from capplan.scenarios import uncertainty as fares

    known, worlds = fares.drawn_worlds(scenario, draws)
    kept = fares.how_it_fares(scenario, known, worlds)
    again = _made_again(scenario, known, reoptimise, where) if reoptimise else _Found(sentences=(), tables={})
    return _Found(
        sentences=(*fares.told(kept, draws), *again.sentences),
        tables={"fares": kept, "drawn": fares.drawn_from(scenario.policy), **again.tables},
    )


def _made_again(scenario: "Scenario", known: "Known", count: int, where: "Where") -> _Found:
    """The plan made again for so many draws: how often each machine is in it, and which plan fares best."""
    from capplan.scenarios import reoptimise as again
    from capplan.scenarios.uncertainty import seeds

    drawn = seeds(scenario.policy, count)
    with progress() as on_step:
        plans = again.reoptimise(again.lean(scenario, known), drawn, where, on_step)
    core, robust = again.core(scenario, plans), again.robust_plans(scenario, known, drawn, plans)
    tables = {"core": core, "plans": robust.table}
    if len(robust.keeping):
        tables["best-mean"] = again.decisions_of(scenario, robust.chosen[robust.best_mean])
        tables["best-worst"] = again.decisions_of(scenario, robust.chosen[robust.best_worst])
    return _Found(sentences=tuple(again.told(core, robust, plans)), tables=tables)


def _give(scenario: "Scenario", found: _Found) -> None:
    from capplan.scenarios.reoptimise import SOME

    give("\n".join((scenario.title, *found.sentences)))
    tables = found.tables
    words.give_fares(tables["fares"])
    if "core" in tables:
        words.give_core(tables["core"], class_titles(scenario), SOME)
        words.give_plans(tables["plans"])
    words.give_drawn(tables["drawn"])


def _as_json(name: str, draws: int, found: _Found) -> bytes:
    from capplan import frames

    records = {key: frames.to_records(frame) for key, frame in found.tables.items()}
    head = {"schema": "capplan/uncertainty/1", "scenario": name, "draws": draws, "sentences": list(found.sentences)}
    return frames.to_json({**head, "rows": records.pop("fares"), **records})
