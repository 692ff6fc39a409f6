"""What a successor costs a year over its best life: the yardstick for keeping what is there."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.reference import Reference
from capplan.scoring.classes import ClassFacts, class_facts
from capplan.scoring.hazard import hazard_growth
from capplan.scoring.projection import class_maintenance, equipment_in_plan_prices, growth_ends, known_of
from capplan.scoring.ranges import number
from capplan.scoring.risk import level_cost
from capplan.scoring.values import Numbers, per_asset


def annuity_factor(rate: float, years: Numbers | float) -> Numbers:
    """Present value of £1 at the end of each of `years` years: (1 - (1 + r)^-n) / r; n at a rate of 0.

    >>> annuity_factor(0.035, 10).round(4)
    np.float64(8.3166)
    """
    count = np.asarray(years, dtype="float64")
    return count if rate == 0 else -np.expm1(-count * np.log1p(rate)) / rate


def equivalent_annual_factor(rate: float, years: Numbers | float) -> Numbers:
    """What £1 now is worth as a yearly sum over `years` years, paid at the end of each (Green Book).

    >>> equivalent_annual_factor(0.035, 7).round(4)
    np.float64(0.1635)
    """
    return 1 / annuity_factor(rate, years)


def levelised(yearly_gbp: Numbers, capital_gbp: Numbers, *, rate: float) -> tuple[Numbers, Numbers, Numbers]:
    """Economic life in years, and running and capital cost levelised over it (pounds a year).

    `yearly_gbp` (assets x years) is spent at the start of years 0, 1, 2, ...; the economic life n is
    the one for which [P + sum E(u) d^u] / sum d^u, u = 0 .. n-1, d = 1 / (1 + rate), is least: that
    least is the equivalent annual cost, the sum of the two. NaN where any of it is.
    """
    count = np.arange(1, yearly_gbp.shape[1] + 1)
    # Paid at the start of each year, so worth a year's interest more than at the end.
    annuity = annuity_factor(rate, count) * (1 + rate)
    running = np.cumsum(yearly_gbp * (1 + rate) ** -(count - 1.0), axis=1) / annuity
    capital = capital_gbp[:, np.newaxis] / annuity
    best = np.argmin(running + capital, axis=1)[:, np.newaxis]
    running_best, capital_best = (np.take_along_axis(cost, best, axis=1)[:, 0] for cost in (running, capital))
    unknown = np.isnan(running_best + capital_best)
    return np.where(unknown, np.nan, best[:, 0] + 1.0), running_best, capital_best


def net_benefit(yearly_gbp: Numbers, successor_gbp: Numbers, policy: Policy) -> Numbers:
    """Net present benefit of replacing in each year (assets x years): the sum over t from that year to the
    end of the appraisal of d^t (E(t) - EAC), d = 1 / (1 + discount rate).

    `yearly_gbp` is what keeping costs (assets x years), `successor_gbp` the successor's equivalent annual
    cost; levelised, so that delay does not look good only because a later purchase is younger at the end.
    """
    discount = (1 + policy.prices.discount_rate) ** -np.arange(yearly_gbp.shape[1], dtype="float64")
    gained = (yearly_gbp - successor_gbp[:, np.newaxis]) * discount
    return np.asarray(gained[:, ::-1].cumsum(axis=1)[:, ::-1])


def challenger(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """What each asset's like-for-like successor would cost a year over its economic life.

    Takes columns `ASSETS` and `SCORES`, one row an asset in each. Gives columns `CHALLENGER`, one row
    an asset in the order of `assets`; real pounds, NaN where class, life or price is missing.

    Capital is equipment and works, each with its optimism bias and without VAT: VAT is a transfer,
    not a cost to society (Green Book). Running cost is that of `successor_cost`. `levelised` says how
    the two become a yearly cost; no life is tried beyond `economic_life_max_years`.
    """
    known = known_of(assets, scores)
    facts = class_facts(known, policy.reference)
    equipment, works = equipment_in_plan_prices(known, policy)
    bias = policy.prices.optimism_bias
    capital = equipment * (1 + bias.equipment) + works * (1 + bias.works)
    yearly = successor_cost(known, equipment, facts, policy)
    life, running, capital_yearly = levelised(yearly, capital, rate=policy.prices.discount_rate)
    return pd.DataFrame(
        {
            c.ASSET_ID: known[c.ASSET_ID],
            c.ECONOMIC_LIFE_YEARS: pd.Series(life).astype("Int64"),
            c.EQUIVALENT_ANNUAL_COST_GBP: running + capital_yearly,
            c.SUCCESSOR_RUNNING_GBP_PER_YEAR: running,
            c.SUCCESSOR_CAPITAL_GBP_PER_YEAR: capital_yearly,
        }
    )


def successor_cost(known: pd.DataFrame, equipment_gbp: Numbers, facts: ClassFacts, policy: Policy) -> Numbers:
    """E_new(u): risk and running cost of the successor at each age u (assets x years), real pounds.

    It does the same work, so has the same life and consequence of failure; it starts at its class's
    fault rate in good condition, supported, in quality and with supported software, and ages as its
    predecessor does; maintenance is free while under warranty, and stops growing at `growth_ends`.
    """
    reference = policy.reference
    age = np.arange(reference.parameters["economic_life_max_years"], dtype=np.float64)
    growth = hazard_growth(age / number(known[c.LIFE_YEARS])[:, np.newaxis], np.zeros((len(known), 1)), policy)
    failures = facts.faults_per_year_mid * number(known[c.CONSEQUENCE_USED_GBP])
    ends = growth_ends(known[c.LIFE_YEARS], policy)
    maintenance = class_maintenance(np.broadcast_to(age, growth.shape), equipment_gbp, ends, facts)
    return per_asset(failures) * growth + per_asset(successor_harm(facts, reference)) + maintenance


def successor_harm(facts: ClassFacts, reference: Reference) -> Numbers:
    """Safety and cyber cost of each asset's successor, at any age, real pounds a year."""
    as_new = np.ones(len(facts.safety_consequence))
    harm = level_cost(as_new, facts.safety_consequence, reference)
    return harm + level_cost(as_new, facts.cyber_consequence, reference)
