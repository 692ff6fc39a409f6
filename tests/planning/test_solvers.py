"""Solvers by name: the same optimum whichever is asked, no false claim, a clear word where one is missing."""

import importlib.util
import subprocess
import sys

import numpy as np
import pytest
import scipy.optimize
import scipy.sparse as sp

from capplan.errors import SolverError
from capplan.planning.exact import breaches
from capplan.planning.solve import solve
from capplan.planning.solvers import SOLVERS, solver_of
from capplan.policy.schema import Solver
from tests.planning.programmes import hard_knapsack

TWICE = """
import hashlib
from capplan.planning import highs
highs.THREADS = {threads}
from capplan.planning.solve import solve
from capplan.policy.schema import Solver
from tests.planning.programmes import hard_knapsack
chosen = solve(hard_knapsack(60, 5), Solver(gap=0.0, time_limit_s=60), lambda step: None).chosen
print(hashlib.sha256(chosen.tobytes()).hexdigest())
"""


def optimum(items: int, limits: int, seed: int) -> float:
    """The optimum that scipy's own HiGHS proves from plain arrays."""
    programme = hard_knapsack(items, limits, seed=seed)
    rows = scipy.optimize.LinearConstraint(sp.csr_matrix(programme.rows), ub=programme.upper)
    said = scipy.optimize.milp(
        -programme.benefit,
        constraints=rows,
        integrality=np.ones(items),
        bounds=scipy.optimize.Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    assert said.status == 0
    return -said.fun


@pytest.mark.parametrize("seed", range(30))
def test_every_optimum_is_reached_that_highs_proves(seed: int) -> None:
    """Random multidimensional knapsacks: the proven optimum, kept to the pound."""
    items, limits = 15 + seed, 2 + seed % 5
    programme = hard_knapsack(items, limits, seed=seed)
    solution = solve(programme, Solver(gap=0.0, time_limit_s=30), lambda step: None)
    assert solution.objective == pytest.approx(optimum(items, limits, seed), abs=1e-6)
    assert solution.bound == pytest.approx(solution.objective, rel=1e-9)
    assert not breaches(programme, solution.chosen).any()


@pytest.mark.parametrize("name", sorted(SOLVERS))
def test_any_solver_installed_finds_the_same_optimum(name: str) -> None:
    """Another solver gives another route to the same value, and a bound that is true."""
    if importlib.util.find_spec(SOLVERS[name].module) is None:
        pytest.skip(f"{name} is not installed")
    programme = hard_knapsack(40, 4)
    solution = solve(programme, Solver(name=name, gap=0.0, time_limit_s=60), lambda step: None)
    best = optimum(40, 4, 0)
    assert solution.objective == pytest.approx(best, abs=1e-6)
    assert solution.bound >= best - 1e-6


def test_a_solver_that_is_missing_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, with the command."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SolverError, match=r"SCIP is not installed.*capplan\[scip\]"):
        solver_of("scip")


def test_one_thread_and_two_give_the_same_plan() -> None:
    """Solved to proof with one seed, the plan does not depend on the number of threads."""
    said = {
        subprocess.run(
            [sys.executable, "-c", TWICE.format(threads=threads)], capture_output=True, text=True, check=True
        ).stdout
        for threads in (1, 2)
    }
    assert len(said) == 1
