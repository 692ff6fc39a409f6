"""`allocate`: any capital-rationing problem, from three CSV files."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import give, give_bytes, progress
from capplan.cli.kinds import Number, Whole
from capplan.cli.options import FilePath, format_option

if TYPE_CHECKING:
    from capplan.model import Plan


@click.command(short_help="Share a budget among options: any capital-rationing problem.")
@click.argument("options_file", metavar="OPTIONS.csv", type=FilePath)
@click.option(
    "--cash", "cash_file", required=True, type=FilePath, metavar="FILE", help="CSV: option_id, year, capital_gbp."
)
@click.option("--budget", "budget_file", required=True, type=FilePath, metavar="FILE", help="CSV: year, envelope_gbp.")
@click.option("--rules", "rules_file", type=FilePath, metavar="FILE", help="TOML with a table [rules].")
@click.option(
    "--gap",
    type=Number(0, 1),
    default=0.0001,
    show_default=True,
    help="How near to the best possible to stop: 0.0001 is 0.01 %.",
)
@click.option(
    "--time-limit",
    type=Number(0, 86_400, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds after which the best plan so far is given.",
)
@click.option("--seed", type=Whole(0), default=1, show_default=True, help="Of the solver's own choices.")
@format_option("json", "text", default="json")
def allocate(
    options_file: Path,
    cash_file: Path,
    budget_file: Path,
    rules_file: Path | None,
    gap: float,
    time_limit: float,
    seed: int,
    output_format: str,
) -> None:
    """Choose the options that are worth most within yearly envelopes, one action an asset.

    OPTIONS.csv holds option_id, asset_id, action, start_year, benefit_gbp and, where rules need them,
    network, asset_class, site, must_treat.
    """
    from capplan.planning import allocate_files, read_allocation_files
    from capplan.policy.schema import Solver

    files = (options_file, cash_file, budget_file, rules_file)
    problem = read_allocation_files(*files)
    settings = Solver(gap=gap, time_limit_s=time_limit, seed=seed)
    with progress() as on_step:
        plan = allocate_files(problem, settings, progress=on_step)
    if output_format == "text":
        _give_text(plan)
    else:
        _give_json(plan, [path for path in files if path is not None])


def _chosen(plan: "Plan") -> list[str]:
    from capplan.columns import OPTION_ID

    return sorted(plan.decisions[OPTION_ID].dropna())


def _give_text(plan: "Plan") -> None:
    give(f"Worth £{plan.report.objective_gbp:,.2f}. {plan.report.sentence}")
    give("\n".join(_chosen(plan)))


def _give_json(plan: "Plan", files: list[Path]) -> None:
    from capplan.frames import to_json, to_records
    from capplan.outputs import sha256

    said = plan.report
    result = {
        "schema": "capplan/allocate/1",
        "objective_gbp": said.objective_gbp,
        "bound_gbp": said.bound_gbp,
        "gap": said.gap,
        "proven": said.proven,
        "chosen": _chosen(plan),
        "runtime_s": round(said.runtime_s, 3),
        "solver": f"{said.solver} {said.solver_version}",
        "bound_from": said.bound_from,
        "gap_asked": said.gap_asked,
        "seed": said.seed,
        "prices": to_records(plan.prices),
        "inputs": {path.name: sha256(path.read_bytes()) for path in files},
    }
    give_bytes(to_json(result))
