"""How the solver behaves in a process that has other things to say."""

import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from capplan.errors import SolverError
from capplan.planning import allocate, highs
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import option, problem

SOLVES = """
import pandas as pd
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
one = {"option_id": ["a"], "asset_id": ["a"], "action": ["x"], "start_year": [1], "benefit_gbp": [2.0]}
options = pd.DataFrame(one)
cash = pd.DataFrame({"option_id": ["a"], "year": [1], "capital_gbp": [1]})
budget = pd.DataFrame({"year": [1], "envelope_gbp": [1]})
print(allocate(options, cash, budget, Rules(), Solver()).report.objective_gbp)
"""


def test_standard_output_holds_nothing_but_results() -> None:
    """The solver greets nobody on the stream that scripts read."""
    ran = subprocess.run([sys.executable, "-c", SOLVES], capture_output=True, text=True, check=True)
    assert ran.stdout == "2.0\n"


def test_missing_solver_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without HiGHS there is one clear message and no traceback."""
    monkeypatch.setattr(highs, "highspy", None)
    case = problem([option("A", 2027, 1.0, 1)], {2027: 1})
    with pytest.raises(SolverError, match="pip install highspy"):
        allocate(case.options, case.cash, case.budget, Rules(), Solver())


def test_time_limit_holds_and_the_gap_is_told_as_it_is() -> None:
    """A hard problem stopped after two seconds has a plan, a bound above it, and no claim of proof."""
    random = np.random.default_rng(0)
    count, years = 400, 20
    draws = random.integers(1, 1000, (count, years))
    ids = [f"p{number}" for number in range(count)]
    options = pd.DataFrame(
        {
            "option_id": ids,
            "asset_id": ids,
            "action": "invest",
            "start_year": 2000,
            "benefit_gbp": (draws.mean(axis=1) + 500 * random.random(count)).round(),
        }
    )
    cash = pd.DataFrame(
        {
            "option_id": np.repeat(ids, years),
            "year": np.tile(2000 + np.arange(years), count),
            "capital_gbp": draws.ravel(),
        }
    )
    budget = pd.DataFrame({"year": 2000 + np.arange(years), "envelope_gbp": draws.sum(axis=0) // 2})
    began = time.monotonic()
    said = allocate(options, cash, budget, Rules(), Solver(gap=0.0, time_limit_s=2.0)).report
    assert time.monotonic() - began < 10
    assert not said.proven
    assert 0 < said.gap < 0.05
    assert said.bound_gbp > said.objective_gbp
