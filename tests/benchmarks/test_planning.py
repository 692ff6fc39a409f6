"""Planning at national size, beside the same programme written plainly: ratios, printed (run with -s)."""

import resource
import time
from collections.abc import Callable

import highspy
import numpy as np
import pulp
import pytest

from capplan.planning import highs
from capplan.planning.blocks import Programme, in_units, solver_units
from capplan.planning.bound import linear
from capplan.planning.solve import solve
from capplan.policy.schema import Solver
from tests.planning.programmes import synthetic
from tests.planning.structured import structured

pytestmark = pytest.mark.slow

# A programme, the gap asked, the seconds allowed. Times are for two cores that do nothing else.
NATIONAL = [
    pytest.param(lambda: synthetic(10_000, 5, money=0.1), 0.001, 10, id="10,000 x 5"),
    pytest.param(lambda: synthetic(10_000, 10, money=0.05), 0.003, 60, id="10,000 x 10, tight"),
    pytest.param(lambda: synthetic(200_000, 10, money=0.1), 0.002, 60, id="200,000 x 10"),
    # List prices and whole years: many machines are alike in every number.
    pytest.param(lambda: synthetic(200_000, 10, tied=True), 0.002, 60, id="200,000 x 10, alike"),
    # Shared works, bundles and oldest first: rows of single sites by the thousand.
    pytest.param(lambda: structured(2_000, 5), 0.005, 20, id="2,000 x 5, tied together"),
    pytest.param(lambda: structured(10_000, 5), 0.005, 60, id="10,000 x 5, tied together"),
]
PEAK_GB = 4.0


@pytest.mark.parametrize(("make", "gap", "seconds"), NATIONAL)
def test_national_programmes_are_near_proven_in_time(make: Callable[[], Programme], gap: float, seconds: float) -> None:
    """Within the gap asked for, in the seconds and memory that a board's machine has."""
    programme = make()
    began = time.perf_counter()
    solution = solve(programme, Solver(gap=gap, time_limit_s=seconds), lambda step: None)
    took, peak = time.perf_counter() - began, peak_gb()
    print(f"\ngap {solution.gap:.3%} in {took:.1f} s, {peak:.1f} GB")  # noqa: T201  # the measure is what is asked for
    assert solution.gap <= gap
    assert took < seconds + 1
    assert peak < PEAK_GB


def peak_gb() -> float:
    """The most memory that this process and its children have held."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1e6


def plainly(programme: Programme, gap: float, seconds: float) -> float:
    """PuLP and HiGHS, every option a variable and every row a sum: the gap to HiGHS's own bound."""
    problem = pulp.LpProblem("plain", pulp.LpMaximize)
    scaled = in_units(programme, solver_units(programme))
    whole = linear(scaled)
    options = len(scaled.benefit)
    columns = [
        problem.add_variable(f"x{j}", 0, most, "Integer" if j < options else "Continuous")
        for j, most in enumerate(whole.most)
    ]
    problem += pulp.lpSum(worth * x for worth, x in zip(whole.worth, columns, strict=True))
    for row in range(whole.rows.shape[0]):
        part = slice(whole.rows.indptr[row], whole.rows.indptr[row + 1])
        total = pulp.lpSum(v * columns[j] for j, v in zip(whole.rows.indices[part], whole.rows.data[part], strict=True))
        if np.isfinite(whole.upper[row]):
            problem += total <= whole.upper[row]
        if np.isfinite(whole.lower[row]):
            problem += total >= whole.lower[row]
    said = problem.solve(pulp.HiGHS(msg=False, threads=1, timeLimit=seconds, gapRel=gap))
    return (said.best_bound - said.objective) / abs(said.objective) if said.has_solution else np.inf


def as_arrays(programme: Programme, gap: float, seconds: float) -> float:
    """HiGHS alone, given the arrays."""
    whole = linear(in_units(programme, solver_units(programme)))
    opened = highs.open_linear(whole, seed=1)
    options = len(programme.benefit)
    kinds = np.full(options, highspy.HighsVarType.kInteger)
    opened.changeColsIntegrality(options, np.arange(options, dtype=np.int32), kinds)
    opened.setOptionValue("time_limit", seconds)
    opened.setOptionValue("mip_rel_gap", gap)
    opened.run()
    return opened.getInfo().mip_gap


def test_beside_the_same_programme_written_plainly() -> None:
    """2,000 x 5 to 0.5 %: no slower than half as fast as either plain way, and as a rule faster."""
    programme, gap, seconds = synthetic(2_000, 5), 0.005, 60.0
    times, gaps = {}, {}
    ways = {
        "capplan": lambda: solve(programme, Solver(gap=gap, time_limit_s=seconds), lambda step: None).gap,
        "PuLP and HiGHS, plainly": lambda: plainly(programme, gap, seconds),
        "HiGHS on arrays": lambda: as_arrays(programme, gap, seconds),
    }
    for name, way in ways.items():
        began = time.perf_counter()
        gaps[name] = way()
        times[name] = time.perf_counter() - began
    for name, took in times.items():
        print(f"\n{name}: {took:.1f} s, gap {gaps[name]:.3%}, {took / times['capplan']:.1f} x capplan's time")  # noqa: T201  # the measure is what is asked for
    assert gaps["capplan"] <= gap
    assert times["capplan"] < 2 * min(times.values()) + 1
