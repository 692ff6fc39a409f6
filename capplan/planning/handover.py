"""The programme, whole or a core of it, as a PuLP problem: PuLP lives here only."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pulp
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan.planning.blocks import Flags, Floats, Programme
from capplan.planning.solvers import Effort, solver_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The part of a programme that is still open: positions of the options that may be chosen, and of
    those that are chosen outright. Every other asset is kept."""

    open: NDArray[np.int64]
    fixed: NDArray[np.int64]


NOTHING = Core(open=np.empty(0, dtype=np.int64), fixed=np.empty(0, dtype=np.int64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the solver really said: the options chosen (None if it has no plan), the bound it proved for
    the part it was given (inf if none), and whether it proved that no plan exists."""

    chosen: Flags | None
    bound: float
    impossible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A PuLP problem with its option variables, in the order of the core's open options."""

    problem: pulp.LpProblem
    options: list[Any]
    impossible: bool


def whole(programme: Programme) -> Core:
    """The core that leaves everything open."""
    return Core(open=np.arange(len(programme.benefit)), fixed=np.empty(0, dtype=np.int64))


def write(programme: Programme, core: Core) -> Written:
    """The core as a PuLP problem; variables are named by option number, rows by rule and number.

    Rows without an open option are left out; `impossible` tells whether one of them is broken already.
    """
    problem = pulp.LpProblem("capplan", pulp.LpMaximize)
    options = problem.add_variable_matrix("x", core.open.tolist(), 0, 1, "Integer")
    own = [problem.add_variable(f"w_{j}", 0, most) for j, most in enumerate(_finite(programme.own.upper))]
    worth = zip(options, programme.benefit[core.open].tolist(), strict=True)
    own_worth = ((w, v) for w, v in zip(own, programme.own.worth.tolist(), strict=True) if v)
    objective = pulp.lpSum_vars_coefs([*worth, *own_worth])
    objective.constant = float(programme.benefit[core.fixed].sum())
    problem.setObjective(objective)
    rows = sp.csr_array(sp.hstack([programme.rows[:, core.open], programme.own.rows], format="csr"))
    used = np.asarray(programme.rows[:, core.fixed].sum(axis=1)).ravel()
    lower, upper = programme.lower - used, programme.upper - used
    possible = _add_rows(problem, _row_names(programme), rows, (lower, upper), [*options, *own])
    _add_choices(problem, programme, core, options)
    return Written(problem=problem, options=options, impossible=not possible)


def solve(programme: Programme, core: Core, effort: Effort, start: Flags | None = None) -> Answer:
    """Solve the core by branch and bound, from `start` (all options) if one is given.

    Values and bounds are of the whole programme with the core's fixed options counted in; the bound
    holds for the core alone.
    """
    solver = solver_of(effort.solver)
    written = write(programme, core)
    if written.impossible:
        return Answer(chosen=None, bound=-np.inf, impossible=True)
    if start is not None:
        for variable, value in zip(written.options, start[core.open].tolist(), strict=True):
            variable.setInitialValue(int(value))
    said = written.problem.solve(solver.make(effort, start is not None))
    proved = solver.bound(written.problem, said)
    bound = np.inf if proved is None else proved
    if not said.has_solution:
        impossible = said.status == pulp.const.LpSolveStatus.Infeasible
        return Answer(chosen=None, bound=-np.inf if impossible else bound, impossible=impossible)
    chosen = np.zeros(len(programme.benefit), dtype=bool)
    chosen[core.fixed] = True
    chosen[core.open] = [variable.varValue > 0.5 for variable in written.options]
    return Answer(chosen=chosen, bound=bound, impossible=False)


def _add_rows(
    problem: pulp.LpProblem, names: list[str], rows: sp.csr_array, limits: tuple[Floats, Floats], variables: list[Any]
) -> bool:
    """Add the coupling rows; False if a row without any open column is out of its limits."""
    possible = True
    for name, terms, lower, upper in zip(names, _terms(rows, variables), *map(np.ndarray.tolist, limits), strict=True):
        if not terms:
            possible &= lower <= 1e-6 and upper >= -1e-6
        elif lower == upper:
            problem.addConstraint(pulp.lpSum_vars_coefs(terms) == lower, name)
        else:
            if upper < np.inf:
                problem.addConstraint(pulp.lpSum_vars_coefs(terms) <= upper, name)
            if lower > -np.inf:
                problem.addConstraint(pulp.lpSum_vars_coefs(terms) >= lower, f"{name}_low" if upper < np.inf else name)
    return possible


def _add_choices(problem: pulp.LpProblem, programme: Programme, core: Core, options: list[Any]) -> None:
    """One action for each asset that is open: options stand by asset, so each row is a slice."""
    asset = programme.asset_of[core.open]
    begins = np.flatnonzero(np.diff(asset, prepend=-1))
    ends = np.append(begins[1:], len(asset))[: len(begins)]  # a core may have nothing open
    must = programme.must[asset[begins]] if len(begins) else np.empty(0, dtype=bool)
    rows = zip(asset[begins].tolist(), begins.tolist(), ends.tolist(), must.tolist(), strict=True)
    for number, begin, end, due in rows:
        total = pulp.lpSum_vars(options[begin:end])
        if due:
            problem.addConstraint(total == 1, f"one_action_{number}")
        elif end - begin > 1:
            problem.addConstraint(total <= 1, f"one_action_{number}")


def _terms(rows: sp.csr_array, variables: list[Any]) -> Iterator[list[tuple[Any, float]]]:
    ends, columns, entries = rows.indptr.tolist(), rows.indices.tolist(), rows.data.tolist()
    for begin, end in itertools.pairwise(ends):
        yield [(variables[j], value) for j, value in zip(columns[begin:end], entries[begin:end], strict=True)]


def _row_names(programme: Programme) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for rule in programme.rules:
        seen[rule] = seen.get(rule, -1) + 1
        names.append(f"{rule.replace(' ', '_').replace('/', '_')}_{seen[rule]}")
    return names


def _finite(upper: Floats) -> list[float | None]:
    return [None if np.isinf(most) else most for most in upper.tolist()]
