"""Risk: three scenarios, what each costs a year, and the 5 x 5 rating of the worst.

Each scenario is graded by itself and the worst is the rating; expected losses add up to the risk
cost. A rating is never added to another, nor used for the cost of service loss.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.reference import Reference
from capplan.scoring.values import Numbers, at_level, level_between

TOP_LEVEL = 5
# "< 0.1 %" and "> 50 %": at its own cut a probability is in the higher level, save at the last.
_PROBABILITY_CUTS_REACHED = 3
# "< 8 h", "< 24 h", but "up to 7 days", "up to 90 days".
_OUTAGE_CUTS_REACHED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Evidence that makes an asset must-treat whatever it scores: a statutory duty has no price."""

    column: c.Column
    level: str
    duty: str


GATES = (
    Gate(column=c.QA_STATUS, level="suspended", duty="use suspended after quality assurance"),
    Gate(column=c.SAFETY_NOTICE, level="unmitigated", duty="regulator's safety notice not mitigated"),
    Gate(column=c.OS_STATUS, level="exploited", duty="unsupported software with a known exploit"),
)


def level_cost(likelihood: Numbers, consequence: Numbers, reference: Reference) -> Numbers:
    """Expected pounds a year of a scenario known only by its cell: probability times consequence, each
    at the midpoint of its level."""
    chance = at_level(likelihood, reference.points["probability_midpoints"])
    return chance * at_level(consequence, reference.points["consequence_midpoints"])


def service_likelihood(fault_rate: Numbers, reference: Reference) -> Numbers:
    """Likelihood, 1 to 5, of at least one loss of service in a year: p = 1 - exp(-rate)."""
    chance = -np.expm1(-fault_rate)
    return level_between(chance, reference.points["probability_cuts"], reached=_PROBABILITY_CUTS_REACHED)


def service_consequence(outage_days: Numbers, redundancy_step: Numbers, reference: Reference) -> Numbers:
    """Consequence, 1 to 5, of a loss of service: by days of outage, moved by what stands in."""
    level = level_between(outage_days, reference.points["outage_cuts"], reached=_OUTAGE_CUTS_REACHED)
    return np.clip(level + redundancy_step, 1, TOP_LEVEL)


def worst_scenario(likelihoods: Numbers, consequences: Numbers) -> tuple[Numbers, Numbers]:
    """Likelihood and consequence of the scenario (last axis) with the highest product.

    Of equal products the one with the higher consequence; NaN where any scenario is not known.

    >>> worst_scenario(np.array([[4.0, 3.0, 1.0]]), np.array([[3.0, 4.0, 3.0]]))
    (array([3.]), array([4.]))
    """
    order = likelihoods * consequences * (TOP_LEVEL + 1) + consequences
    worst = np.argmax(order, axis=-1)[..., np.newaxis]
    unknown = np.isnan(order).any(axis=-1)
    likelihood, consequence = (
        np.take_along_axis(levels, worst, axis=-1)[..., 0] for levels in (likelihoods, consequences)
    )
    return np.where(unknown, np.nan, likelihood), np.where(unknown, np.nan, consequence)


# A product of two levels of 1 to 5: 7, 11, 13 and others cannot come of any.
POSSIBLE_RATINGS = frozenset(likelihood * consequence for likelihood in range(1, 6) for consequence in range(1, 6))


def rating_band(ratings: Numbers, reference: Reference) -> npt.NDArray[np.object_]:
    """The band (`rating_bands`) of each likelihood x consequence; None where it is not known.

    Raises InputError, naming each, where a rating is not a product of two levels of 1 to 5.
    """
    known = ratings[~np.isnan(ratings)]
    impossible = sorted(set(known.tolist()) - POSSIBLE_RATINGS)
    if impossible:
        mend = "Give likelihood and consequence, each 1 to 5: their product is the rating."
        raise InputError(
            [
                Problem(where="risk rating", what=f"{rating:g} is not a product of two", mend=mend)
                for rating in impossible
            ]
        )
    bands = sorted(reference.levels["rating_bands"].items(), key=lambda row: row[1])
    found = np.full(ratings.shape, None, dtype=object)
    for band, least in bands:
        found[ratings >= least] = band
    return found


def gates(assets: pd.DataFrame) -> pd.Series:
    """The duties that make each asset must-treat, in words, or missing where there are none.

    Takes `QA_STATUS, SAFETY_NOTICE, OS_STATUS`.
    """
    words = pd.Series("", index=assets.index, dtype="str")
    for gate in GATES:
        met = (assets[gate.column] == gate.level).fillna(False).astype(bool)
        words = words.mask(met, words + np.where(words == "", "", "; ") + gate.duty)
    return words.mask(words == "")
