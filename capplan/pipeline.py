"""The whole story on one page: workbooks -> assets -> scores -> options -> a plan for each scenario.

The four rooms meet only here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from capplan import columns as c
from capplan.errors import CapplanError, InfeasibleError, InputError, PolicyError, Problem
from capplan.model import Estate, Register, Scenario, Step
from capplan.organisations import read_organisations
from capplan.planning import (
    OptionSet,
    Outcomes,
    allocate,
    build_options,
    complete_decisions,
    effects,
    explored,
    make_estate,
    outlook,
    with_figures,
)
from capplan.planning.approved import read_approved
from capplan.policy import PlanFile, Policy, load_policy
from capplan.policy.given import is_given
from capplan.policy.load import spelt
from capplan.reference.prices import priced
from capplan.register import attach_networks, memberships, merger_findings, read_registers
from capplan.scoring import alternatives, challenger, deferral_cost, renewed, score, score_ends

OnStep = Callable[[Step], None]
ONLY_SCENARIO = "plan"


def read(files: Sequence[Path], plan_file: PlanFile | None, policy: Policy, on_step: OnStep) -> Register:
    """Read the files given, else the plan file's registers, with their networks."""
    folder = Path.cwd() if plan_file is None else plan_file.folder
    paths = register_paths(files, plan_file, policy)
    done = 0

    def on_file(name: str) -> None:
        nonlocal done
        on_step(Step(stage="Reading registers", done=done, total=len(paths), detail=name))
        done += 1

    register = read_registers(paths, policy, base=folder, progress=on_file)
    on_step(Step(stage="Reading registers", done=len(paths), total=len(paths)))
    return register


def register_paths(files: Sequence[Path], plan_file: PlanFile | None, policy: Policy) -> tuple[Path, ...]:
    """The registers to read: the files given, else the plan file's."""
    return tuple(files) or register_files(policy, Path.cwd() if plan_file is None else plan_file.folder)


def score_register(register: Register, policy: Policy) -> pd.DataFrame:
    """The scores of a register's assets (columns `SCORES`)."""
    return score(register.assets, policy)


def with_merger_findings(register: Register, policies: Iterable[Policy], folder: Path) -> Register:
    """The register with what the scenarios' merge maps leave out among its findings."""
    found = [merger_findings(register.assets, policy, folder) for policy in policies]
    findings = pd.concat([register.findings, *found], ignore_index=True).drop_duplicates(ignore_index=True)
    return replace(register, findings=findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a plan is made from: the options and their cash, what scoring said of the years to come, the money, and
    what the plan is made for."""

    options: OptionSet
    outcomes: Outcomes
    budget: pd.DataFrame
    estate: Estate


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One scenario's assets with their networks and scores, and the choices that a plan is made from."""

    assets: pd.DataFrame
    scores: pd.DataFrame
    choices: Choices


def solve(register: Register, name: str, policy: Policy, folder: Path, on_step: OnStep) -> Scenario:
    """One scenario: scores, options, the plan and its proof, which decisions missing data could turn, the price of
    each rule and the frontier."""
    ready = _prepare(register, policy, folder)
    return explored(_planned(ready, name, policy, _option_ends(ready, policy), on_step))


def planned(register: Register, name: str, policy: Policy, folder: Path, on_step: OnStep) -> Scenario:
    """One scenario: scores, options, the plan and its proof."""
    return _planned(_prepare(register, policy, folder), name, policy, None, on_step)


def _prepare(register: Register, policy: Policy, folder: Path) -> Prepared:
    assets = attach_networks(register.assets, policy, folder).assets
    scores = score(assets, policy)
    made = choices(assets, scores, policy)
    if made.options.options.empty:
        raise InputError(_nothing_to_plan(made.options.left_out))
    estate = replace(
        _with_figures(made.estate, assets, policy, folder),
        members=memberships(register.assets, policy, folder),
        approved=_last_approved(policy, folder, made.estate.approved),
    )
    return Prepared(assets=assets, scores=scores, choices=replace(made, estate=estate))


def _planned(ready: Prepared, name: str, policy: Policy, ends: pd.DataFrame | None, on_step: OnStep) -> Scenario:
    made = ready.choices
    options = made.options.options
    allocated = allocate(
        options,
        made.options.cash,
        made.budget,
        policy.allocation_rules,
        policy.solver,
        estate=made.estate,
        ends=ends,
        objective=policy.plan.objective,
        progress=on_step,
    )
    decided = complete_decisions(allocated, made.options.left_out, ready.assets)
    plan = replace(decided, effects=effects(decided.decisions, options, policy.years))
    return Scenario(
        name=name,
        policy=policy,
        assets=ready.assets,
        scores=ready.scores,
        options=options,
        budget=made.budget,
        outlook=outlook(plan.decisions, options, made.outcomes, policy.years),
        plan=plan,
        option_cash=made.options.cash,
        estate=made.estate,
    )


def choices(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> Choices:
    """What could be done to assets that have their networks and scores, and for how much money."""
    prices = priced(assets, policy.reference, vat=policy.prices.vat)
    outcomes = _outcomes(assets, scores, policy)
    return Choices(
        options=build_options(assets, scores, prices, outcomes, policy),
        outcomes=outcomes,
        budget=pd.DataFrame({c.YEAR: list(policy.envelopes), c.ENVELOPE_GBP: list(policy.envelopes.values())}),
        estate=make_estate(assets, scores, prices, policy),
    )


def _outcomes(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> Outcomes:
    return Outcomes(
        deferral=deferral_cost(assets, scores, policy),
        challenger=challenger(assets, scores, policy),
        alternatives=alternatives(assets, scores, policy),
        renewed=renewed(assets, policy),
    )


def _option_ends(ready: Prepared, policy: Policy) -> pd.DataFrame:
    """What each option would be worth at either end of what its asset's row leaves open: columns `OPTION_ENDS`."""
    assets, options = ready.assets, ready.choices.options.options
    prices = priced(assets, policy.reference, vat=policy.prices.vat)
    ends = score_ends(assets, ready.scores, policy)

    def worth(end: pd.DataFrame) -> pd.Series:
        made = build_options(assets, end, prices, _outcomes(assets, end, policy), policy).options
        return options[c.OPTION_ID].map(made.set_index(c.OPTION_ID)[c.BENEFIT_GBP])

    return pd.DataFrame(
        {
            c.OPTION_ID: options[c.OPTION_ID],
            c.BENEFIT_LOW_GBP: worth(ends.low),
            c.BENEFIT_HIGH_GBP: worth(ends.high),
            c.FIELDS_MISSING: options[c.ASSET_ID].map(ends.missing.set_axis(assets[c.ASSET_ID])),
        }
    )


def _with_figures(estate: Estate, assets: pd.DataFrame, policy: Policy, folder: Path) -> Estate:
    """The estate with its organisations' people and growth, where the plan file names the file that tells."""
    told = policy.networks.figures
    return estate if told is None else with_figures(estate, assets, read_organisations(folder / told))


def _last_approved(policy: Policy, folder: Path, none: pd.DataFrame) -> pd.DataFrame:
    """What the last approved plan decided, where the rules name one to stay close to; else `none`."""
    close = policy.rules.stay_close
    return none if close is None else read_approved(folder / close.plan, close.scenario)


def scenario_names(plan_file: PlanFile, names: Sequence[str]) -> tuple[str, ...]:
    """The scenarios to solve, the recommended one first: those named, else those that the plan file
    reports, else all it has, else the file as it stands.

    Raises PolicyError where one is unknown.
    """
    known = tuple(plan_file.scenarios)
    report = load_policy(plan_file).report
    chosen = tuple(dict.fromkeys(names)) or report.scenarios or known or (ONLY_SCENARIO,)
    unknown = [name for name in chosen if name not in (known or (ONLY_SCENARIO,))]
    if unknown:
        mend = f"The scenarios here are: {', '.join(known) or ONLY_SCENARIO}."
        raise PolicyError(
            [Problem(where=plan_file.path.name, what=f"no scenario is called {name!r}", mend=mend) for name in unknown]
        )
    return tuple(sorted(chosen, key=lambda name: name != report.recommend))


def register_files(policy: Policy, folder: Path) -> tuple[Path, ...]:
    """The files that the plan file's `[[register]]` entries name, in order of name.

    Raises InputError where an entry matches no file, or there is no entry.
    """
    if not policy.register_sources:
        raise InputError(
            Problem(where="[[register]]", what="no registers", mend="Name files, or add [[register]] to the plan file.")
        )
    found: list[Path] = []
    problems = []
    for source in policy.register_sources:
        matches = _matches(folder, source.file)
        if not matches:
            what = f"no file matches {source.file!r}"
            problems.append(Problem(where=str(folder), what=what, mend="Check [[register]] file in the plan file."))
        found.extend(matches)
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys(found))


def _matches(folder: Path, pattern: str) -> list[Path]:
    """The files that a path or pattern names, relative to `folder` or absolute, in order of name."""
    start = Path(pattern).anchor
    inside = pattern.removeprefix(start)
    if not inside.strip("./"):
        return []
    found = (Path(start) if start else folder).glob(inside)
    return sorted(path for path in found if path.is_file() and not path.name.startswith(("~$", ".")))


def scenario_policy(plan_file: PlanFile, name: str) -> Policy:
    """A scenario's policy, or the file's own where it has no scenarios.

    Raises PolicyError where it has no budget.
    """
    policy = load_policy(plan_file, name if plan_file.scenarios else None)
    if not policy.budget.envelopes:
        mend = f"Add [budget] with an amount for each year {policy.years[0]} to {policy.years[-1]}."
        raise PolicyError(Problem(where=plan_file.path.name, what="no budget", mend=mend))
    return policy


def naming[Fault: CapplanError](plan_file: PlanFile, scenario: str, error: Fault) -> Fault:
    """The same error, each problem saying which scenario it is of, and the line that sets it where one does,
    or that it was given beside the file."""
    return type(error)([_placed(plan_file, scenario, error, problem) for problem in error.problems])


def _placed(plan_file: PlanFile, scenario: str, error: CapplanError, problem: Problem) -> Problem:
    where = f"scenario {scenario}"
    name = scenario if plan_file.scenarios else None
    for setting in problem.settings:
        if is_given(plan_file.given, setting):
            # Replanning and sweeping lay settings over the file just as --set does.
            given = f"{'.'.join(map(str, setting))} (given by --set or by the command)"
            return replace(problem, where=f"{where}, {given}")
        written = spelt(plan_file, name, setting)
        if written in plan_file.toml.places:
            line = plan_file.toml.problem(written, problem.what, problem.mend)
            return replace(problem, where=f"{where}, {line.where}", context=line.context)
    is_place = not isinstance(error, InfeasibleError)
    return replace(problem, where=f"{where}, {problem.where}" if is_place else where)


def _nothing_to_plan(left_out: pd.DataFrame) -> Problem:
    """Why no asset of the registers can be planned, by reason."""
    counted = left_out[c.REASON].str.removeprefix("Left out: ").str.rstrip(".").value_counts()
    reasons = "; ".join(f"{number:,} because {reason}" for reason, number in counted.items())
    what = f"none of the {len(left_out):,} assets can be planned" + (f": {reasons}" if reasons else "")
    return Problem(where="the registers", what=what, mend="`capplan check` says what to mend.")
