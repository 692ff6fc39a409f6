"""The problem of `capplan allocate`'s files planned; where no plan is possible, the line or row that asks for too much
is named."""

from dataclasses import replace

import numpy as np

from capplan import columns as c
from capplan.errors import InfeasibleError, Problem
from capplan.model import Plan
from capplan.planning.allocate import allocate
from capplan.planning.files import FIRST_ROW, AllocationFiles
from capplan.planning.rules.rule import Setting
from capplan.planning.solve import OnStep
from capplan.policy.schema import Solver


def allocate_files(files: AllocationFiles, solver: Solver, *, progress: OnStep | None = None) -> Plan:
    """The plan of a problem read from files.

    Raises as `allocate` does; an InfeasibleError stands at the line of the rules file, or the row of the budget, that
    sets the nearest of what would have to give way.
    """
    try:
        return allocate(files.options, files.cash, files.budget, files.rules, solver, progress=progress)
    except InfeasibleError as error:
        raise InfeasibleError([_placed(files, problem) for problem in error.problems]) from None


def _placed(files: AllocationFiles, problem: Problem) -> Problem:
    placed = (_at(files, setting, problem) for setting in problem.settings)
    return next((found for found in placed if found is not None), problem)


def _at(files: AllocationFiles, setting: Setting, problem: Problem) -> Problem | None:
    """The problem where a file sets this, None where none does."""
    if setting[0] == "budget":
        rows = np.flatnonzero(files.budget[c.YEAR].astype("int64").astype("str") == setting[-1])
        where = f"{files.budget_name}, row {rows[0] + FIRST_ROW}" if len(rows) else files.budget_name
        return replace(problem, where=where)
    toml = files.rules_toml
    if toml is None or setting not in toml.places:
        return None
    return toml.problem(setting, problem.what, problem.mend)
