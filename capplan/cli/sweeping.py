"""`sweep`: each assumption moved from end to end, to see what a plan hangs on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli import uncertain_text as words
from capplan.cli.console import give, give_short, give_table, progress
from capplan.cli.options import executor_option, format_option, plan_option, require_plan, set_option, workers_option
from capplan.cli.picturing import chart_option, write_chart
from capplan.cli.units import worded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from capplan.policy import PlanFile, Policy
    from capplan.policy.sweep import Lever
    from capplan.scenarios.executor import Where
    from capplan.scenarios.sweep import Swept


@click.command(short_help="Move each assumption to its low and its high end: what matters most.")
@click.argument("names", metavar="[LEVER]...", nargs=-1)
@click.option("--scenario", metavar="NAME", help="A scenario of the plan file. Default: the recommended one.")
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

    Levers: budget, network_floor, discount_rate, inflation, hazard_exponent, hazard_model, consequence, horizon,
    weights; and those of the plan file.

    Ends are capplan's own unless [sweep] in the plan file gives others, as in `budget = { low = 0.8, high = 1.2 }`;
    a lever of your own also says its setting. Text and charts have each end in its unit, CSV and JSON as the plan
    file has it.
    """
    from capplan.scenarios.executor import Where

    where = Where.of(executor, workers)
    plan_file = require_plan(plan_path, given)
    found = _swept(plan_file, scenario, names, where, explores=explores)
    if output_format == "text":
        _give(found)
    else:
        give_table(found.table(found.levers), output_format, command="sweep", beside=_beside(found))
    if chart_path is not None:
        _draw(chart_path, found, plan_file.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A sweep of a scenario: its levers as they are set and as people say it, the plan as it stands, and the plan
    at each end."""

    scenario: str
    policy: "Policy"
    levers: "Mapping[str, Lever]"
    worded: "Mapping[str, Lever]"
    base: "Swept"
    ends: "Mapping[tuple[str, str], Swept]"

    def table(self, levers: "Mapping[str, Lever]") -> "pd.DataFrame":
        """What each lever does, its ends as `levers` has them."""
        from capplan.scenarios.sweep import tornado

        return tornado(levers, self.base, self.ends)

    def curves(self, levers: "Mapping[str, Lever]") -> "pd.DataFrame":
        """The frontier at each end, its ends as `levers` has them."""
        from capplan.scenarios.sweep import frontiers

        return frontiers(levers, self.ends)

    def not_proven(self, levers: "Mapping[str, Lever]") -> tuple[str, ...]:
        """The plans that did not reach the gap asked for, their ends as `levers` has them."""
        from capplan.scenarios.sweep import not_proven

        return not_proven(levers, self.base, self.ends)

    @property
    def sentence(self) -> str:
        """What matters most."""
        from capplan.scenarios.sweep import told

        return told(self.base, self.table(self.worded))


def _swept(
    plan_file: "PlanFile", scenario: str | None, names: "Sequence[str]", where: "Where", *, explores: bool
) -> _Found:
    """The plan of a scenario as it stands and at each end of the levers named."""
    from capplan import pipeline
    from capplan.scenarios import many
    from capplan.scenarios import sweep as sweeps

    name = pipeline.scenario_names(plan_file, (scenario,) if scenario else ())[0]
    with progress() as on_step:
        prepared = many.prepare(plan_file, (name,), on_step)
        policy = prepared.policies[name]
        levers = sweeps.levers(policy, names)
        ends = sweeps.ends(plan_file, name if plan_file.scenarios else None, levers)
        shared = sweeps.Shared(register=prepared.register, folder=plan_file.folder, explores=explores)
        policies = [policy, *(policy_of_end for _, _, policy_of_end in ends)]
        base, *others = sweeps.sweep(shared, policies, where, on_step)
    plans = {(lever, end): one for (lever, end, _), one in zip(ends, others, strict=True)}
    return _Found(scenario=name, policy=policy, levers=levers, worded=worded(levers, ends), base=base, ends=plans)


def _give(found: _Found) -> None:
    give(found.sentence)
    words.give_tornado(found.table(found.worded))
    curves = found.curves(found.worded)
    if len(curves):
        give("\nFrontier at each end")
        give_short(curves, words.CURVES)
    if short := found.not_proven(found.worded):
        give(f"Not solved to the gap asked for: {'; '.join(short)}.")
    for (lever, end), one in found.ends.items():
        if one.failure:
            at = found.worded[lever]
            give(f"No plan where {at.title or lever} is {getattr(at, end)}: {one.failure}")


def _beside(found: _Found) -> dict[str, object]:
    """What JSON says beside the table."""
    from capplan import frames

    return {
        "scenario": found.scenario,
        "value_gbp": found.base.value_gbp,
        "sentence": found.sentence,
        "without_plan": [f"{lever} {end}: {one.failure}" for (lever, end), one in found.ends.items() if one.failure],
        "not_proven": list(found.not_proven(found.levers)),
        "frontiers": frames.to_records(found.curves(found.levers)),
    }


def _draw(chart_path: Path, found: _Found, folder: Path) -> None:
    """Write the sweep as a chart, where there is a plan to move."""
    from capplan.errors import InputError, Problem
    from capplan.reporting.swing_chart import swing_exhibit

    failures = [one.failure for one in found.ends.values()]
    failure = found.base.failure or (all(failures) and failures[0])
    if failure:
        raise InputError(Problem(where=str(chart_path), what=failure, mend="Mend the plan file, then draw it."))
    chart = swing_exhibit(found.table(found.worded), found.base.value_gbp, "sweep")
    write_chart(chart_path, chart, found.policy, "What the plan hangs on", folder)
