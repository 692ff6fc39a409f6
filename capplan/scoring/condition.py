"""How often an asset fails: its own record weighed against its class, and its condition."""

import numpy as np

from capplan.scoring.values import Numbers


def shrunk_rate(events: Numbers, years: Numbers, *, prior_rate: Numbers, prior_years: float) -> Numbers:
    """Events a year to expect after `events` in `years`: (k l0 + n) / (k + T).

    The mean of a gamma-Poisson posterior: the class's rate l0 counts like `prior_years` (k) of record,
    so that a short record does not make a machine look perfect or hopeless.

    >>> shrunk_rate(np.array([6.0]), np.array([3.0]), prior_rate=np.array([0.5]), prior_years=2.0).tolist()
    [1.4]
    """
    return (prior_years * prior_rate + events) / (prior_years + years)


def combine_factors(factors: Numbers, *, counted: int, divisor_above: float, divisor_below: float) -> Numbers:
    """Condition factors (last axis) as one, by "maximum and multiple increment" (CNAIM v2.1, 6.7.2).

    Where any factor is above 1: the largest, plus what the next `counted - 1` largest exceed 1 by,
    over `divisor_above`. Else: the least, plus what the next lowest differs from 1 by, over
    `divisor_below`. One factor alone stands as it is; a missing factor (NaN) takes no part. Symptoms
    of one cause are thereby not multiplied up.

    >>> combine_factors(np.array([1.1, 1.2]), counted=2, divisor_above=1.5, divisor_below=1.5).round(5)
    np.float64(1.26667)
    """
    largest_first = -np.sort(-factors, axis=-1)
    excess = np.nan_to_num(np.maximum(largest_first - 1.0, 0.0))
    above = largest_first[..., 0] + excess[..., 1:counted].sum(axis=-1) / divisor_above
    lowest_first = np.sort(factors, axis=-1)
    next_lowest = np.nan_to_num(lowest_first[..., 1:2] - 1.0).sum(axis=-1)
    below = lowest_first[..., 0] + next_lowest / divisor_below
    return np.where(largest_first[..., 0] > 1.0, above, below)
