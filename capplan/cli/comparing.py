"""`compare`: scenarios of a run side by side, or against a plan that was made before."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.comparing_text import give_comparison
from capplan.cli.console import give, give_bytes, give_table, give_text_table
from capplan.cli.exploring import run_option, study_of
from capplan.cli.options import FilePath, format_option, plan_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from capplan.model import Scenario, Study

# The tables that may be asked for alone, as CSV.
TABLES = ("scenarios", "years", "networks", "classes", "changes", "gains")


@click.command(short_help="Compare the scenarios of a run, or a run with one before it.")
@click.argument("scenarios", nargs=-1)
@run_option
@click.option("--against", metavar="NAME", help="The scenario to compare with. Default: the recommended one.")
@click.option(
    "--against-run", type=FilePath, metavar="FOLDER", help="A run folder of before, such as the last approved plan's."
)
@click.option("--table", type=click.Choice(TABLES), default=TABLES[0], show_default=True, help="Which, with CSV.")
@plan_option
@format_option("text", "json", "csv")
def compare(
    scenarios: tuple[str, ...],
    run_folder: Path | None,
    against: str | None,
    against_run: Path | None,
    table: str,
    plan_path: Path | None,
    output_format: str,
) -> None:
    """Compare SCENARIOS (default: all) of a run: capital, machines, benefit, risk left, over-age machines; then
    who gains and who loses, and what drops out of the plan and comes in, against one of them.

    With --against-run: against a plan that was made before, what changed since (data, money, rules, prices), and
    for each decision that differs what it follows from.
    """
    from capplan.scenarios.compare import pick, told

    study = study_of(run_folder, plan_path)
    chosen = pick(study.scenarios, scenarios)
    if against_run is not None:
        _since(study, chosen if scenarios else (study.recommended,), (against_run, against), output_format)
        return
    base = pick(study.scenarios, (against,))[0] if against else study.recommended
    frames_of = _tables(chosen, base)
    if output_format == "csv":
        give_table(frames_of[table], output_format, command="compare")
    elif output_format == "json":
        give_bytes(_as_json(chosen, base, frames_of))
    else:
        give_comparison(chosen, base, frames_of, told(chosen, base))


def _tables(chosen: "Sequence[Scenario]", base: "Scenario") -> "dict[str, pd.DataFrame]":
    from capplan import columns as c
    from capplan.comparison import measures
    from capplan.comparison.changes import changes, gains_and_losses

    return {
        "scenarios": measures.comparison(chosen),
        "years": measures.capital_by_year(chosen),
        "networks": measures.machines_by(chosen, c.NETWORK),
        "classes": measures.machines_by(chosen, c.ASSET_CLASS),
        "changes": changes(chosen, base),
        "gains": gains_and_losses(chosen, base),
    }


def _as_json(chosen: "Sequence[Scenario]", base: "Scenario", tables: "Mapping[str, pd.DataFrame]") -> bytes:
    from capplan import frames
    from capplan.scenarios.compare import told

    records = {name: frames.to_records(table) for name, table in tables.items()}
    head = {"schema": "capplan/compare/1", "against": base.name, "sentences": list(told(chosen, base))}
    return frames.to_json({**head, "rows": records.pop("scenarios"), **records})


def _since(study: "Study", chosen: "Sequence[Scenario]", before: tuple[Path, str | None], output_format: str) -> None:
    import pandas as pd

    from capplan import columns as c
    from capplan import frames
    from capplan.scenarios import since
    from capplan.scenarios.compare import pick

    folder, name = before
    earlier = study_of(folder, None)
    parts = []
    for scenario in chosen:
        names = [one.name for one in earlier.scenarios]
        same = name or (scenario.name if scenario.name in names else earlier.recommended.name)
        base = pick(earlier.scenarios, (same,))[0]
        what = pd.concat([since.data_changed(study, earlier), since.settings_changed(scenario, base)])
        parts.append((what, since.changed_because((study, scenario), (earlier, base))))
    if output_format == "text":
        for scenario, (what, because) in zip(chosen, parts, strict=True):
            give(f"{scenario.title}: {since.told(what, because)}")
            for table in (what, because.drop(columns=c.SCENARIO)):
                if len(table):
                    give("")
                    give_text_table(table)
        return
    what, because = (pd.concat(list(frames_of), ignore_index=True) for frames_of in zip(*parts, strict=True))
    beside = {"against_run": str(folder), "changed": frames.to_records(what)}
    give_table(because, output_format, command="compare", beside=beside)
