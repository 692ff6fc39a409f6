"""Which machine could take over the work of another: one receiver for one donor, told beforehand."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Flags
from capplan.planning.prospects import Prospects


def is_little_used(prospects: Prospects) -> Flags:
    """Whether an asset is known to be in use for less than `low_utilisation_ratio` of its staffed hours, below
    which consolidation is looked at before replacement. What is not known is not little."""
    used = prospects.fact(c.UTILISATION_KNOWN_RATIO)
    return np.asarray(used < prospects.policy.reference.parameters["low_utilisation_ratio"])


def capacity(prospects: Prospects) -> np.ndarray:
    """Exams that each asset can do in a year: as the register says, else what it does over how full it is; NaN
    where neither says."""
    told = prospects.fact(c.CAPACITY_PER_YEAR)
    with np.errstate(divide="ignore", invalid="ignore"):
        followed = prospects.fact(c.ACTIVITY_PER_YEAR) / prospects.fact(c.UTILISATION_KNOWN_RATIO)
    return np.where(np.isnan(told) & np.isfinite(followed), followed, told)


def receivers(prospects: Prospects) -> pd.Series:
    """For each asset that could be shared, the id of the one that takes its work; missing for all others.

    Both are little used, of one class, in one network. Within these the oldest gives to the youngest that
    stays below `share_fills_to_ratio` of its capacity with the work of both. A receiver takes one donor and
    gives nothing, so that any choice among the pairs can be carried out.
    """
    facts = prospects.facts
    full = prospects.policy.reference.parameters["share_fills_to_ratio"]
    work = prospects.fact(c.ACTIVITY_PER_YEAR)
    able = is_little_used(prospects) & np.isfinite(work) & np.isfinite(capacity(prospects))
    able &= facts[c.NETWORK].notna().to_numpy() & facts[c.MUST_REASON].isna().to_numpy()
    pool = facts.loc[able, [c.ASSET_ID, c.NETWORK, c.ASSET_CLASS, c.AGE_YEARS]].assign(
        work=work[able], room=(full * capacity(prospects) - work)[able]
    )
    pool = pool.sort_values([c.AGE_YEARS, c.ASSET_ID], ascending=[False, True])
    taken_by: dict[str, str] = {}
    for _, group in pool.groupby([c.NETWORK, c.ASSET_CLASS], sort=False):
        taken_by |= _pairs(group)
    return facts[c.ASSET_ID].map(taken_by).astype("str")


def _pairs(group: pd.DataFrame) -> dict[str, str]:
    """Donor to receiver, the oldest first and each to the youngest younger one with room."""
    pairs: dict[str, str] = {}
    waiting = list(zip(group[c.ASSET_ID], group["work"], group["room"], strict=True))
    while waiting:
        donor, work, _ = waiting.pop(0)
        receiver = next((one for one in reversed(waiting) if one[2] >= work), None)
        if receiver is not None:
            pairs[donor] = receiver[0]
            waiting.remove(receiver)
    return pairs
