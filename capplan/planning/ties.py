"""Identical assets told apart: the older is treated first.

Assets whose options are alike in every number can change places in a plan without any sum changing. What a plan
does with such a group is handed out again by preference.
"""

import numpy as np

from capplan.planning.blocks import Flags, Programme, Whole
from capplan.planning.core import base_options


def by_preference(programme: Programme, chosen: Flags) -> Flags:
    """A plan of equal value and equal sums in every row: within each group of identical assets the more
    preferred have the earlier of the options chosen, ties by the assets' order; the rest are kept."""
    size = np.diff(np.append(programme.first, len(programme.benefit)))
    base = base_options(programme, chosen)
    place = np.where(base >= 0, base - programme.first, size)
    group = identical(programme)
    preferred = np.maximum.reduceat(programme.preference, programme.first)
    takes = np.lexsort((np.arange(len(group)), -preferred, group))
    gives = np.lexsort((place, group))
    handed = np.empty_like(place)
    handed[takes] = place[gives]
    told = np.zeros_like(chosen)
    treated = handed < size
    told[(programme.first + handed)[treated]] = True
    return told


def identical(programme: Programme) -> Whole:
    """A number for each asset, the same for those whose options are alike in order, benefit and every row.

    Assets are sorted on all that is theirs, as bytes: equal means equal in every number.
    """
    draws = programme.rows.T.tocsr()
    draws.sort_indices()
    starts = draws.indptr[np.append(programme.first, len(programme.benefit))]
    counts = np.diff(draws.indptr)
    assets = len(programme.first)
    ends = np.append(programme.first[1:], len(programme.benefit))
    random = np.random.default_rng(0)
    weights = random.random(len(programme.rules))
    position = np.arange(len(programme.benefit)) - programme.first[programme.asset_of]
    drawn = (draws @ weights + programme.benefit) * (1 + position)
    likely = np.add.reduceat(drawn, programme.first)
    order = np.argsort(likely, kind="stable")
    close = np.flatnonzero(np.diff(likely[order]) == 0)
    group = np.arange(assets)
    same = np.zeros(assets, dtype=bool)
    same[order[close]] = same[order[close + 1]] = True
    seen: dict[bytes, int] = {}
    for asset in np.flatnonzero(same).tolist():
        options = slice(programme.first[asset], ends[asset])
        entries = slice(starts[asset], starts[asset + 1])
        parts = (
            programme.benefit[options], counts[options], draws.indices[entries], draws.data[entries],
            programme.must[asset : asset + 1],
        )  # fmt: skip
        group[asset] = seen.setdefault(b"|".join(part.tobytes() for part in parts), asset)
    return group
