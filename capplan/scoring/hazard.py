"""How the fault rate grows with consumed life: one model a row, chosen in the plan file.

A model takes consumed life (age over expected life) at the years asked about and now, and gives how
many times today's rate the rate will be: 1 now, and never less later.
"""

from collections.abc import Callable

import numpy as np

from capplan.policy import Policy
from capplan.reference import Reference
from capplan.scoring import cnaim
from capplan.scoring.values import Numbers

Growth = Callable[[Numbers, Numbers, Reference], Numbers]


def power_law(consumed: Numbers, consumed_now: Numbers, reference: Reference) -> Numbers:
    """G = (max(c, floor) / max(c0, floor)) ^ (beta - 1): the intensity of a repairable machine."""
    parameters = reference.parameters
    return power_growth(
        consumed, consumed_now, exponent=parameters["hazard_exponent"], floor=parameters["hazard_floor_ratio"]
    )


def power_growth(consumed: Numbers, consumed_now: Numbers, *, exponent: float, floor: float) -> Numbers:
    """The power law at any exponent. At 2.1 it meets CNAIM at one life (2.14 against 2.12); at 1 the
    rate does not grow.

    >>> power_growth(np.array([1.0]), np.array([0.5]), exponent=2.1, floor=0.5).round(2).tolist()
    [2.14]
    """
    return (np.maximum(consumed, floor) / np.maximum(consumed_now, floor)) ** (exponent - 1)


def constant(consumed: Numbers, consumed_now: Numbers, reference: Reference) -> Numbers:
    """G = 1: failures that come by chance, as often in an old machine as in a new one."""
    return np.where(np.isnan(consumed + consumed_now), np.nan, 1.0)


def cnaim_growth(consumed: Numbers, consumed_now: Numbers, reference: Reference) -> Numbers:
    """CNAIM's probability of failure at both ages, with no condition factor: condition is in the fault
    rate already, and would count twice.

    Its health is as new at 0, 5.5 at one life, and past that forecast from 5.5 with the full ageing
    reduction, up to 15. For assets of 8 to 12 years it is severe: 17 times a new machine's at 1.5 lives.

    >>> cnaim_growth(np.array([1.0, 1.25, 1.5]), np.zeros(3), None).round(2).tolist()
    [2.12, 5.89, 17.35]
    """
    return cnaim.failure_curve(_health(consumed)) / cnaim.failure_curve(_health(consumed_now))


def _health(consumed: Numbers) -> Numbers:
    rate = cnaim.initial_ageing_rate(np.array(1.0))
    beyond = np.maximum(consumed - 1.0, 0.0)
    return cnaim.initial_health(rate, consumed) * _forecast(rate, beyond)


def _forecast(rate: Numbers, lives: Numbers) -> Numbers:
    """How many times the health at the end of life it is `lives` later."""
    worse = np.exp(rate * lives / cnaim.ageing_reduction(np.array(cnaim.END_OF_LIFE)))
    return np.minimum(worse, cnaim.WORST_EVER / cnaim.END_OF_LIFE)


HAZARDS: dict[str, Growth] = {
    "power_law": power_law,
    "constant": constant,
    "cnaim": cnaim_growth,
}


def hazard_growth(consumed: Numbers, consumed_now: Numbers, policy: Policy) -> Numbers:
    """How many times today's fault rate it is at `consumed` lives, by the plan's own model."""
    return HAZARDS[policy.hazard.model](consumed, consumed_now, policy.reference)
