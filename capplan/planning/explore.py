"""What a run says beyond its plan, by prices alone: the price of each rule, and the frontier."""

import dataclasses

from capplan import columns as c
from capplan.model import Scenario
from capplan.planning.again import settle
from capplan.planning.frontier import frontier, shares
from capplan.planning.rule_prices import rule_prices

# Beyond this many options one relaxation takes longer than a run should wait for.
OPTIONS_AT_MOST = 150_000
IN_MONEY = "value"


def explored(scenario: Scenario) -> Scenario:
    """The scenario, its plan with the price of every rule and the frontier, both by the linear relaxation.

    Only shares of the budget at which there is a plan are in the frontier. Both are left out where the plan makes
    the most of something else than money, or the estate is so large that they would take minutes.
    """
    if scenario.policy.plan.objective != IN_MONEY or len(scenario.options) > OPTIONS_AT_MOST:
        return scenario
    settled = settle(scenario)
    curve = frontier(settled, shares()).dropna(subset=[c.BOUND_GBP]).reset_index(drop=True)
    plan = dataclasses.replace(scenario.plan, rule_prices=rule_prices(settled), frontier=curve)
    return dataclasses.replace(scenario, plan=plan)
