"""Small problems as finished scenarios, to be solved again."""

import pandas as pd

from capplan import columns as c
from capplan.model import Scenario
from capplan.planning import allocate
from capplan.policy.schema import Policy
from tests.planning.estates import Problem


def scenario(case: Problem, rules: dict | None = None, gap: float = 0.0) -> Scenario:
    """The problem solved, as a run leaves it."""
    policy = Policy.model_validate({"rules": rules or {}, "solver": {"gap": gap}})
    plan = allocate(case.options, case.cash, case.budget, policy.allocation_rules, policy.solver)
    nothing = pd.DataFrame()
    return Scenario(
        name="base",
        policy=policy,
        assets=nothing,
        scores=nothing,
        options=case.options,
        budget=case.budget,
        outlook=nothing,
        plan=plan,
        option_cash=case.cash[list(c.CASH)],
    )
