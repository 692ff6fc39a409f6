"""From a plan file to validated policies: the file's own settings, and each scenario's differences."""

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from capplan.errors import CapplanError, PolicyError, Problem
from capplan.policy.action_faults import action_faults
from capplan.policy.checks import reference_faults
from capplan.policy.faults import said, setting_names
from capplan.policy.given import is_given, laid_over, read_given
from capplan.policy.schema import Policy
from capplan.policy.setting import Setting as Section
from capplan.policy.toml import Setting, TomlFile, read_toml
from capplan.reference import load_reference

PLAN_FILE_NAME = "capplan.toml"
PLAN_VARIABLE = "CAPPLAN_PLAN"
_NOT_SETTINGS = ("scenarios",)
SCENARIO_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_RESERVED_NAME = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan file, read: its text and places, the differences that each scenario makes, and what was given
    beside the file (`--set`) and goes over all of it.

    Settings are laid over each other in this order: capplan's defaults, the file, the scenario's parents, the
    scenario, `given`.
    """

    toml: TomlFile
    base: Mapping[str, Any]
    scenarios: Mapping[str, Mapping[str, Any]]
    given: Mapping[str, Any] = MappingProxyType({})

    @property
    def path(self) -> Path:
        """The plan file's path."""
        return self.toml.path

    @property
    def folder(self) -> Path:
        """The folder that paths in the plan file are relative to."""
        return self.toml.path.parent


def find_plan_file(given: Path | None, *, start: Path) -> Path | None:
    """The plan file to use: the one given, else `CAPPLAN_PLAN`, else `capplan.toml` in `start` or a
    parent of it; None if there is none."""
    if given is not None:
        return given
    if named := os.environ.get(PLAN_VARIABLE):
        return Path(named)
    folders = (start, *start.parents)
    return next((folder / PLAN_FILE_NAME for folder in folders if (folder / PLAN_FILE_NAME).is_file()), None)


def default_policy(*, as_at: dt.date | None = None) -> Policy:
    """The policy of someone who has no plan file: every default, optionally at another date.

    >>> default_policy(as_at=dt.date(2026, 3, 31)).plan.as_at.isoformat()
    '2026-03-31'
    """
    return Policy.model_validate({} if as_at is None else {"plan": {"as_at": as_at}})


def load_plan_file(path: Path, *, given: Sequence[str] = ()) -> PlanFile:
    """Read a plan file and validate it with each of its scenarios.

    `given` are settings beside the file, `KEY=VALUE` each (`prices.discount_rate=0.03`), the last of two of
    one key counting. Raises InputError where the file cannot be read, and PolicyError with every fault found,
    each at its line and column or as it was given, where it is not a valid plan.
    """
    over = read_given(given)
    toml = read_toml(path)
    scenarios = toml.data.get("scenarios", {})
    if not isinstance(scenarios, Mapping) or not all(isinstance(value, Mapping) for value in scenarios.values()):
        raise PolicyError(toml.problem(("scenarios",), "scenarios are not tables", "Write [scenarios.NAME] headings."))
    problems = [*_scenario_problems(toml, scenarios)]
    base = {name: value for name, value in toml.data.items() if name not in _NOT_SETTINGS}
    plan_file = PlanFile(toml=toml, base=base, scenarios=scenarios, given=over)
    problems = list(dict.fromkeys([*problems, *_all_problems(plan_file)]))
    if problems:
        raise PolicyError(problems)
    return plan_file


def load_policy(plan_file: PlanFile, scenario: str | None = None, *, as_at: dt.date | None = None) -> Policy:
    """The policy of one scenario of a plan file that was read (None: the file as it stands).

    Raises PolicyError where the scenario is unknown or not valid.
    """
    settings = _resolved(plan_file, scenario)
    if as_at is not None:
        settings = laid_over(settings, {"plan": {"as_at": as_at}})
    try:
        return Policy.model_validate(settings)
    except ValidationError as error:
        raise PolicyError(list(_located(plan_file, scenario, error))) from None


def _scenario_problems(toml: TomlFile, scenarios: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """Scenarios whose names cannot be folders on every system, and settings that no scenario may change."""
    taken: set[str] = set()
    for name, settings in scenarios.items():
        place = ("scenarios", name)
        if not SCENARIO_NAME.fullmatch(name) or _RESERVED_NAME.fullmatch(name):
            mend = "Use letters, digits, - and _, at most 60, beginning with a letter or digit."
            yield toml.problem(place, f"{name[:80]!r} cannot be a scenario's name, which is a folder's too", mend)
        if name.casefold() in taken:
            yield toml.problem(place, f"two scenarios are called {name!r}, but for capitals", "Rename one of them.")
        taken.add(name.casefold())
        if "register" in settings:
            mend = "Registers are read once for all scenarios: name them outside the scenarios."
            yield toml.problem((*place, "register"), "a scenario with registers of its own", mend)


def _all_problems(plan_file: PlanFile) -> Iterator[Problem]:
    for scenario in (None, *plan_file.scenarios):
        try:
            policy = load_policy(plan_file, scenario)
        except PolicyError as error:
            yield from error.problems
        else:
            for setting, what, mend in _disagreements(policy, plan_file.scenarios):
                yield plan_file.toml.problem(spelt(plan_file, scenario, setting), what, mend)
    yield from _reference_problems(plan_file.toml, (), plan_file.base.get("reference", {}))
    for name, settings in plan_file.scenarios.items():
        yield from _reference_problems(plan_file.toml, ("scenarios", name), settings.get("reference", {}))


def _reference_problems(toml: TomlFile, above: Setting, overrides: Any) -> Iterator[Problem]:
    if not isinstance(overrides, Mapping):
        return  # told of by the policy's own validation
    try:
        load_reference(overrides)
    except CapplanError as error:
        for problem in error.problems:
            yield toml.problem((*above, *problem.where.split(".")), problem.what, problem.mend)


def _disagreements(policy: Policy, scenarios: Mapping[str, Any]) -> Iterator[tuple[Setting, str, str]]:
    """Settings that are valid alone but not together."""
    missing = [year for year in policy.years if year not in policy.budget.envelopes]
    if policy.budget.envelopes and missing:
        what = f"no budget for {', '.join(map(str, missing))}: the plan runs {policy.years[0]} to {policy.years[-1]}"
        yield ("budget",), what, "Give each year of the plan an amount; 0 is an amount."
    if policy.prices.appraisal_years < policy.plan.years:
        what = f"an appraisal of {policy.prices.appraisal_years} years for a plan of {policy.plan.years}"
        yield ("prices", "appraisal_years"), what, "Give at least as many years as the plan has."
    named = [("report", "scenarios", name) for name in policy.report.scenarios]
    if policy.report.recommend is not None:
        named.append(("report", "recommend", policy.report.recommend))
    for section, setting, name in named:
        if name not in scenarios:
            known = ", ".join(scenarios) or "none"
            yield (section, setting), f"no scenario is called {name!r}", f"The scenarios here are: {known}."
    with suppress(CapplanError):  # an override that cannot be read is told of by `_reference_problems`
        yield from reference_faults(policy.reference)
        yield from action_faults(policy)


def _resolved(plan_file: PlanFile, scenario: str | None) -> dict[str, Any]:
    settings = dict(plan_file.base)
    for name in () if scenario is None else lineage(plan_file, scenario):
        changes = {key: value for key, value in plan_file.scenarios[name].items() if key != "extends"}
        settings = laid_over(settings, changes)
    return laid_over(settings, plan_file.given)


def lineage(plan_file: PlanFile, scenario: str) -> list[str]:
    """The scenario's parents, oldest first, then itself."""
    youngest_first: list[str] = []
    name: Any = scenario
    while name is not None:
        if not isinstance(name, str) or name not in plan_file.scenarios or name in youngest_first:
            loops = name in youngest_first
            what = f"scenario {name!r} extends itself" if loops else f"no scenario is called {name!r}"
            known = ", ".join(plan_file.scenarios) or "none"
            setting = ("scenarios", youngest_first[-1], "extends") if youngest_first else ("scenarios",)
            raise PolicyError(plan_file.toml.problem(setting, what, f"The scenarios here are: {known}."))
        youngest_first.append(name)
        name = plan_file.scenarios[name].get("extends")
    return youngest_first[::-1]


def _located(plan_file: PlanFile, scenario: str | None, error: ValidationError) -> Iterator[Problem]:
    known = setting_names(Section.__subclasses__())
    of_scenario = known if scenario is None else [*known, "extends"]
    for fault in error.errors(include_url=False):
        what, mend = said(fault, of_scenario if len(fault["loc"]) == 1 else known)
        setting = tuple(part for part in fault["loc"] if part != "envelopes")
        if is_given(plan_file.given, setting):
            yield Problem(where=f"--set {'.'.join(map(str, setting))}", what=what, mend=mend)
        else:
            yield plan_file.toml.problem(spelt(plan_file, scenario, fault["loc"]), what, mend)


def spelt(plan_file: PlanFile, scenario: str | None, setting: Setting) -> Setting:
    """Where a setting was written: in the scenario, else in the nearest parent that spells it, else in
    the file's own settings."""
    nearest_first = [] if scenario is None else lineage(plan_file, scenario)[::-1]
    spelling = (name for name in nearest_first if _spells(plan_file.scenarios[name], setting))
    name = next(spelling, None)
    return setting if name is None else ("scenarios", name, *setting)


def _spells(settings: Any, setting: Setting) -> bool:
    """Whether settings say this one; a list is said whole, with all that is in it.

    >>> _spells({"rules": {"together": [{"name": "A"}]}}, ("rules", "together", 0, "assets"))
    True
    >>> _spells({"rules": {"network_cap": 1.5}}, ("rules", "network_floor"))
    False
    """
    for part in setting:
        if isinstance(settings, list):
            return True
        if not isinstance(settings, Mapping) or part not in settings:
            return False
        settings = settings[part]
    return True
