"""A national estate: the proof and the time that a board would wait for."""

import numpy as np
import pandas as pd
import pytest

from capplan.model import Plan
from capplan.planning import allocate
from capplan.policy.schema import Rules, Solver
from tests.planning.estates import Problem

ASSETS, NETWORKS, START, SPAN = 6_000, 24, 2027, 5
PRICES = np.array([2300, 1250, 1000, 800, 480, 300, 250, 90, 80, 60]) * 1000
SHARES = np.array([0.01, 0.07, 0.03, 0.09, 0.05, 0.06, 0.41, 0.10, 0.13, 0.05])


def national() -> Problem:
    """Six thousand machines of ten classes in 24 networks, each replaceable in five years; £40m a year."""
    random = np.random.default_rng(5)
    kind = random.choice(len(PRICES), ASSETS, p=SHARES / SHARES.sum())
    network = random.integers(0, NETWORKS, ASSETS)
    site = network * 12 + random.integers(0, 12, ASSETS)
    price = (PRICES[kind] * random.lognormal(0, 0.2, ASSETS)).round(-2)
    loss = price * (0.05 + 0.04 * random.gamma(2.6, 1.2, ASSETS)) * random.lognormal(0, 0.4, ASSETS)
    year = np.tile(np.arange(SPAN), ASSETS)
    asset = np.repeat(np.arange(ASSETS), SPAN)
    growing = loss[asset] * 1.06**year * (10 - year) / (1.035**year)
    ids = np.array([f"A{number:05d}" for number in range(ASSETS)])[asset]
    option_ids = [f"{name}|{START + number}" for name, number in zip(ids, year, strict=True)]
    options = pd.DataFrame(
        {
            "option_id": option_ids,
            "asset_id": ids,
            "action": "replace",
            "start_year": START + year,
            "benefit_gbp": (growing - 1.1 * price[asset] * (10 - year) / 10).round(2),
            "network": np.array([f"Network {number:02d}" for number in range(NETWORKS)])[network[asset]],
            "asset_class": np.array([f"class {number}" for number in range(len(PRICES))])[kind[asset]],
            "site": np.array([f"Site {number:03d}" for number in range(NETWORKS * 12)])[site[asset]],
            "must_treat": (random.random(ASSETS) < 0.01)[asset],
        }
    )
    cash = pd.DataFrame(
        {
            "option_id": option_ids,
            "year": START + year,
            "capital_gbp": (price[asset] * 1.3 * 1.032 ** (year + 1)).round().astype(int),
        }
    )
    budget = pd.DataFrame({"year": START + np.arange(SPAN), "envelope_gbp": 40_000_000})
    return Problem(options=options, cash=cash, budget=budget)


RULES = Rules.model_validate(
    {
        "network_floor": 0.6,
        "network_cap": 1.5,
        "carry_forward": 0.02,
        "max_installs": {"per_network": 12, "per_site_and_class": 1},
        "together": [{"name": "suite", "assets": ["A00001", "A00002"], "shared_works_gbp": 400_000}],
        "either_or": [["A00003", "A00004"]],
    }
)


def solved(case: Problem) -> Plan:
    return allocate(case.options, case.cash, case.budget, RULES, Solver(gap=0.001, time_limit_s=30))


@pytest.mark.slow
def test_national_estate_is_proven_to_a_thousandth_and_twice_alike() -> None:
    """30,000 options under every kind of rule: within 0.1 % of the bound, the same decisions on every run."""
    case = national()
    plan = solved(case)
    assert plan.report.proven
    assert plan.report.gap <= 0.001
    assert plan.audit["kept"].all()
    again = solved(case)
    pd.testing.assert_frame_equal(plan.decisions, again.decisions)
    assert again.report.bound_gbp == plan.report.bound_gbp
