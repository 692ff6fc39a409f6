"""Seeded chance: one independent stream of random numbers for each topic."""

import zlib
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def stream(seed: int, topic: str) -> np.random.Generator:
    """The random numbers of one topic; what one topic draws never moves another's.

    >>> stream(1, "ages").random() == stream(1, "ages").random() != stream(1, "costs").random()
    True
    """
    return np.random.default_rng([seed, zlib.crc32(topic.encode())])


def pick(levels: Sequence[str], weights: ArrayLike, rng: np.random.Generator) -> np.ndarray:
    """One level for each row of `weights` (rows x levels, each row's weights any positive sum)."""
    cumulative = np.cumsum(np.asarray(weights, dtype="float64"), axis=1)
    drawn = rng.random(len(cumulative)) * cumulative[:, -1]
    return np.asarray(levels, dtype=object)[(drawn[:, None] >= cumulative).sum(axis=1)]


def by_organisation(codes: pd.Series, rng: np.random.Generator) -> np.ndarray:
    """A standard normal number for each row, the same for every row of an organisation."""
    index, organisations = pd.factorize(codes)
    return rng.standard_normal(len(organisations))[index]


def around_one(spread: float, rng: np.random.Generator, size: int) -> np.ndarray:
    """Lognormal factors with mean 1 and `spread` as the standard deviation of the logarithm."""
    return np.exp(spread * rng.standard_normal(size) - spread**2 / 2)
