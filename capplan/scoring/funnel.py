"""Funnel limits: who differs by more than chance, in place of a league table (Spiegelhalter, 2005).

A rate that rests on little varies more than one that rests on much, so each organisation has limits of
its own around the overall rate. Organisations differ for more reasons than chance, so the limits widen
by how much they do (overdispersion, extremes held in).
"""

from dataclasses import dataclass

import numpy as np

from capplan.scoring.values import Numbers

DEVIATIONS = 3.0
# Share at either end that is held in before overdispersion is measured.
HELD_IN = 0.1
# Fewer than this and no limit means anything.
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Rates with their limits: `overall` is one number; the others have one for each organisation."""

    rate: Numbers
    overall: float
    low: Numbers
    high: Numbers


def funnel(numerator: Numbers, denominator: Numbers, *, is_share: bool) -> Funnel:
    """Limits of numerator over denominator at three standard deviations, by organisation.

    `is_share` says that the numerator is a part of the denominator (vacant of funded posts), so that the
    rate is between 0 and 1. Without `FEWEST` organisations there are no limits (NaN).

    >>> funnel(np.array([9.0, 11, 10, 10, 30]), np.full(5, 100.0), is_share=False).overall
    0.14
    """
    rate = numerator / denominator
    overall = float(numerator.sum() / denominator.sum()) if len(rate) else float("nan")
    variance = overall * (1 - overall) if is_share else abs(overall)
    deviation = np.sqrt(variance / denominator)
    if len(rate) < FEWEST or not variance > 0:
        nothing = np.full(len(rate), np.nan)
        return Funnel(rate=rate, overall=overall, low=nothing, high=nothing)
    z = (rate - overall) / deviation
    within = np.clip(z, *np.quantile(z, [HELD_IN, 1 - HELD_IN]))
    spread = DEVIATIONS * deviation * np.sqrt(max(1.0, float(np.mean(within**2))))
    # What can fall below 0, as growth can, has no floor there.
    floor, top = (0.0 if (numerator >= 0).all() else -np.inf), (1.0 if is_share else np.inf)
    low, high = np.maximum(overall - spread, floor), np.minimum(overall + spread, top)
    return Funnel(rate=rate, overall=overall, low=low, high=high)
