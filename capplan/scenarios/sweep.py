"""Sweeps: each assumption moved to its low and its high end, the others held, to see what matters most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from capplan import columns as c
from capplan import pipeline
from capplan.errors import AuditError, CapplanError, PolicyError, Problem
from capplan.model import Register, Scenario
from capplan.planning.words import known_within, money
from capplan.policy import PlanFile, Policy, load_policy
from capplan.policy.given import laid_over
from capplan.policy.sweep import Lever
from capplan.reference import load_reference
from capplan.scenarios.executor import OnStep, Where, run_tasks

STAGE = "Sweeping"
TORNADO = (
    c.SWEPT, c.SETTING, c.LOW_SETTING, c.HIGH_SETTING, c.SWING_GBP, c.VALUE_LOW_GBP, c.VALUE_HIGH_GBP, c.MACHINES_LOW,
    c.MACHINES_HIGH, c.CAPITAL_LOW_GBP, c.CAPITAL_HIGH_GBP, c.MOVED_LOW, c.MOVED_HIGH,
)  # fmt: skip
FRONTIERS = (c.SWEPT, c.SET_TO, *c.FRONTIER)
# Ends without a source are capplan's own; a plan file has others under [sweep].
LEVERS: dict[str, Lever] = {
    "budget": Lever(title="Budget", setting="scale.budget", low=0.9, high=1.1),
    "network_floor": Lever(title="Network floor", setting="rules.network_floor", low=0.0, high=0.75),
    "discount_rate": Lever(title="Discount rate", setting="prices.discount_rate", low=0.015, high=0.05),
    "inflation": Lever(title="Inflation", setting="prices.inflation", low=0.02, high=0.05),
    "hazard_exponent": Lever(
        title="Growth of faults", setting="reference.parameters.hazard_exponent.value", low=1.0, high=3.0
    ),
    "hazard_model": Lever(title="Hazard model", setting="hazard.model", low="constant", high="cnaim"),
    "consequence": Lever(title="Cost of a failure", setting="scale.consequence", low=0.5, high=2.0),
    "horizon": Lever(title="Years of the appraisal", setting="prices.appraisal_years", low=8, high=15),
    "weights": Lever(
        title="Weights of need",
        setting="weights",
        low={"age": 0.60, "utilisation": 0.15, "risk": 0.25},
        high={"age": 0.10, "utilisation": 0.10, "risk": 0.80},
    ),
}
Task = tuple[str, Policy]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What every end of a sweep is solved from; `explores` asks for the frontier of each."""

    register: Register
    folder: Path
    explores: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a plan at one end comes to; `years` is each asset's start year (columns `ASSET_ID, ACTION, START_YEAR`).
    `short` is its gap, a share of its worth, where that is more than was asked for; where there is no plan, `failure`
    says why."""

    value_gbp: float = float("nan")
    machines: int | None = None
    capital_gbp: int | None = None
    years: pd.DataFrame | None = None
    frontier: pd.DataFrame | None = None
    short: float | None = None
    failure: str = ""


def levers(policy: Policy, names: Sequence[str] = ()) -> dict[str, Lever]:
    """The levers named (none: all), capplan's own with what the plan file says of them, then its further ones.

    Raises PolicyError where one is unknown, or says no setting.
    """
    known = dict(LEVERS)
    for name, one in policy.sweep.items():
        known[name] = LEVERS[name].model_copy(update=_said(one)) if name in LEVERS else one
    mend = f"Name one of: {', '.join(known)}; or add it under [sweep] in the plan file."
    problems = [
        Problem(where="sweep", what=f"no lever is called {name!r}", mend=f"{_meant(name, known)}{mend}")
        for name in names
        if name not in known
    ]
    problems += [
        Problem(where=f"sweep.{name}", what="it says no setting", mend="Add setting, as in setting = 'scale.budget'.")
        for name, lever in known.items()
        if not lever.setting
    ]
    if problems:
        raise PolicyError(problems)
    return {name: known[name] for name in names or known}


def _meant(name: str, known: Iterable[str]) -> str:
    """What a misspelt name may stand for.

    >>> _meant("budgte", ["budget", "weights"])
    "Did you mean 'budget'? "
    """
    close = get_close_matches(name, list(known), n=1)
    return f"Did you mean {close[0]!r}? " if close else ""


def _said(lever: Lever) -> dict[str, Any]:
    return {name: getattr(lever, name) for name in lever.model_fields_set}


def ends(plan_file: PlanFile, scenario: str | None, chosen: Mapping[str, Lever]) -> list[tuple[str, str, Policy]]:
    """The policy of each lever's low and high end: `(lever, "low" or "high", policy)`.

    Raises PolicyError for every value that its setting does not take.
    """
    found, problems = [], []
    for name, lever in chosen.items():
        for end in ("low", "high"):
            over = _nested(lever.setting, getattr(lever, end))
            moved = replace(plan_file, given=laid_over(plan_file.given, over))
            try:
                policy = load_policy(moved, scenario)
                # Reference figures are read when they are asked for, so that a misspelt one is told of here.
                load_reference(policy.reference_overrides)
                found.append((name, end, policy))
            except PolicyError as error:
                problems += [replace(one, where=f"sweep.{name}.{end} ({one.where})") for one in error.problems]
    if problems:
        raise PolicyError(problems)
    return found


def _nested(setting: str, value: Any) -> dict[str, Any]:
    """A dotted setting as tables within tables.

    >>> _nested("scale.budget", 0.9)
    {'scale': {'budget': 0.9}}
    """
    first, _, rest = setting.partition(".")
    return {first: _nested(rest, value) if rest else value}


def sweep(shared: Shared, policies: Sequence[Policy], where: Where, on_step: OnStep) -> list[Swept]:
    """A plan for each policy, in their order, the same wherever they are made."""
    tasks = [(str(number), policy) for number, policy in enumerate(policies)]
    done = run_tasks(sweep_one, shared, tasks, where=where, stage=STAGE, on_step=on_step)
    return [one.result or Swept(failure=one.failure) for one in done]


def sweep_one(shared: Shared, task: Task) -> Swept:
    """One plan, in a few numbers."""
    name, policy = task
    make = pipeline.solve if shared.explores else pipeline.planned
    try:
        return swept(make(shared.register, name, policy, shared.folder, lambda step: None))
    except AuditError:
        raise
    except CapplanError as error:
        return Swept(failure=" ".join(problem.what for problem in error.problems))


def swept(scenario: Scenario) -> Swept:
    """A scenario's plan in a few numbers."""
    decisions, report = scenario.plan.decisions, scenario.plan.report
    return Swept(
        value_gbp=round(report.objective_gbp, 2),
        machines=int(decisions[c.START_YEAR].notna().sum()),
        capital_gbp=int(decisions[c.CAPITAL_GBP].sum()),
        years=decisions[[c.ASSET_ID, c.ACTION, c.START_YEAR]],
        frontier=scenario.plan.frontier,
        short=None if report.proven else report.gap,
    )


def tornado(chosen: Mapping[str, Lever], base: Swept, found: Mapping[tuple[str, str], Swept]) -> pd.DataFrame:
    """What each lever does, the one that moves the net benefit most first: columns `TORNADO`.

    `found` has each lever's plan at "low" and at "high". Decisions moved are assets whose action or year is not
    that of `base`. An end without a plan is blank.
    """
    rows = []
    for name, lever in chosen.items():
        low, high = found[name, "low"], found[name, "high"]
        values = [one.value_gbp for one in (low, high, base) if one.value_gbp == one.value_gbp]
        rows.append(
            {
                c.SWEPT: lever.title or name,
                c.SETTING: lever.setting,
                c.LOW_SETTING: _shown(lever.low),
                c.HIGH_SETTING: _shown(lever.high),
                c.SWING_GBP: round(max(values) - min(values), 2) if values else float("nan"),
                c.VALUE_LOW_GBP: low.value_gbp,
                c.VALUE_HIGH_GBP: high.value_gbp,
                c.MACHINES_LOW: low.machines,
                c.MACHINES_HIGH: high.machines,
                c.CAPITAL_LOW_GBP: low.capital_gbp,
                c.CAPITAL_HIGH_GBP: high.capital_gbp,
                c.MOVED_LOW: moved(low, base),
                c.MOVED_HIGH: moved(high, base),
            }
        )
    frame = pd.DataFrame(rows, columns=list(TORNADO))
    whole = {name: "Int64" for name in TORNADO if name.kind == "whole"}
    return frame.astype(whole).sort_values([c.SWING_GBP, c.SWEPT], ascending=[False, True], ignore_index=True)


def moved(one: Swept, base: Swept) -> int | None:
    """How many assets one plan decides otherwise than another; None where there is no plan."""
    if one.years is None or base.years is None:
        return None
    both = one.years.merge(base.years, on=c.ASSET_ID, how="outer", suffixes=(" now", " was"))
    differ = [
        both[f"{name} now"].astype("object").fillna("") != both[f"{name} was"].astype("object").fillna("")
        for name in (c.ACTION, c.START_YEAR)
    ]
    return int((differ[0] | differ[1]).sum())


def frontiers(chosen: Mapping[str, Lever], found: Mapping[tuple[str, str], Swept]) -> pd.DataFrame:
    """The frontier at each lever's ends: columns `FRONTIERS`."""
    frames = [
        curve.assign(**{c.SWEPT: lever.title or name, c.SET_TO: _shown(getattr(lever, end))})
        for name, lever in chosen.items()
        for end in ("low", "high")
        if (curve := found[name, end].frontier) is not None
    ]
    return pd.concat(frames, ignore_index=True)[list(FRONTIERS)] if frames else pd.DataFrame(columns=list(FRONTIERS))


def not_proven(chosen: Mapping[str, Lever], base: Swept, found: Mapping[tuple[str, str], Swept]) -> tuple[str, ...]:
    """The plans of a sweep that did not come as near the best as was asked for, in words: their time ran out, or the
    search ended early."""
    plans = {"the plan as it stands": base} | {
        f"{chosen[name].title or name} {_shown(getattr(chosen[name], end))}": one for (name, end), one in found.items()
    }
    return tuple(f"{what} ({known_within(one.short)})" for what, one in plans.items() if one.short is not None)


def told(base: Swept, table: pd.DataFrame) -> str:
    """What matters most, in a sentence."""
    if base.failure or table.empty or not table.iloc[0][c.SWING_GBP] > 0:
        return base.failure or "None of these moves the plan's net benefit."
    first = table.iloc[0]
    return (
        f"The plan is worth {money(base.value_gbp)}. {first[c.SWEPT]} matters most: from "
        f"{first[c.LOW_SETTING]} to {first[c.HIGH_SETTING]} it moves that by {money(first[c.SWING_GBP])}."
    )


def _shown(value: Any) -> str:
    """A value for people.

    >>> _shown({"age": 0.6, "risk": 0.4})
    'age 0.6, risk 0.4'
    """
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return str(value)
