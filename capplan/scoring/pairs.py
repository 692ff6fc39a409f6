"""Which weights decide between an asset and the next: exact, from the line on which the two need alike."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.robustness import field_of, weights_of, words_of
from capplan.scoring.values import Numbers
from capplan.scoring.weightings import pairwise_index
from capplan.scoring.words import share


def pairs(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Each asset against the next in need: columns `PAIRS`, the neediest first.

    Takes columns `ASSETS`; assets without need are left out. Assets of equal need stand in order of life
    consumed, then of number. `ROBUSTNESS_WORD` is of the pair: how many of all weightings agree on which
    of the two needs more.
    """
    field = field_of(assets, policy)
    own = weights_of(policy)
    order = np.argsort(-(field.middle @ own), kind="stable")
    parts, low, high = field.middle[order], field.low[order] @ own, field.high[order] @ own
    ids = assets[c.ASSET_ID].iloc[field.rows[order]].reset_index(drop=True)
    first, second = parts[:-1], parts[1:]
    favoured = pairwise_index(first, second)
    flips = flip_weights(first, second, own)
    return pd.DataFrame(
        {
            c.ASSET_ID: ids.iloc[:-1],
            c.NEXT_ASSET_ID: ids.iloc[1:].reset_index(drop=True),
            c.NEED_MARGIN: (first - second) @ own,
            c.IS_CERTAIN: certainly_above(low[:-1], high[1:]),
            c.FAVOURED_RATIO: favoured,
            c.ROBUSTNESS_WORD: pd.array(words_of(favoured, policy), dtype="str"),
            c.FLIPS_AT_AGE: flips[:, 0],
            c.FLIPS_AT_UTILISATION: flips[:, 1],
            c.FLIPS_AT_RISK: flips[:, 2],
        },
        columns=list(c.PAIRS),
    )


def standing(assets: pd.DataFrame, asset_id: str, policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Which assets one stands next to in need, in words: what, by how much, and which weights would turn it."""
    found = pairs(assets, policy)
    for title, column, other in (
        ("Stands before", c.ASSET_ID, c.NEXT_ASSET_ID),
        ("Stands after", c.NEXT_ASSET_ID, c.ASSET_ID),
    ):
        for row in found[found[column] == asset_id].to_dict("records"):
            turns = [
                f"{part} counts {share(row[flip])}"
                for part, flip in (
                    ("age", c.FLIPS_AT_AGE),
                    ("utilisation", c.FLIPS_AT_UTILISATION),
                    ("risk", c.FLIPS_AT_RISK),
                )
                if not np.isnan(row[flip])
            ]
            swaps = f"; they swap where {' or '.join(turns)}" if turns else "; no one weight swaps them"
            yield title, f"{row[other]}, by {row[c.NEED_MARGIN]:.1f} points", f"{row[c.ROBUSTNESS_WORD]}{swaps}"


def flip_weights(first: Numbers, second: Numbers, weights: Numbers) -> Numbers:
    """For each part of need, the weight of it at which the two need alike (pairs x parts).

    The other weights keep their proportion and all add up to 1. With d the difference of the values, at
    weight t of part k need differs by t d_k + (1 - t) D, D the mean of the other differences at their
    proportion, so t = D / (D - d_k). NaN where no weight between 0 and 1 does, or every one.

    >>> flip_weights(np.array([[80.0, 0.0, 20.0]]), np.array([[20.0, 0.0, 60.0]]), np.array([0.5, 0.0, 0.5])).round(2)
    array([[0.4, nan, 0.6]])
    """
    difference = np.asarray(first) - np.asarray(second)
    rest = 1 - weights
    with np.errstate(divide="ignore", invalid="ignore"):
        others = ((difference @ weights)[:, np.newaxis] - difference * weights) / rest
        flips = others / (others - difference)
    return np.where((flips > 0) & (flips < 1), flips, np.nan)


def certainly_above(low: Numbers, high_of_next: Numbers) -> npt.NDArray[np.bool_]:
    """Whether an asset needs more than the next whatever is missing: its low is above the next's high."""
    return np.asarray(low > high_of_next)
