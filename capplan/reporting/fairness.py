"""How the money falls between networks, and where a younger machine goes before an older one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_CLASS,
    ASSET_ID,
    CAPITAL_GBP,
    NEED_SCORE,
    NETWORK,
    REPLACEMENT_VALUE_GBP,
    RISK_COST_GBP_PER_YEAR,
    START_YEAR,
)
from capplan.reporting.case import KEEP

UNASSIGNED = "No network stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkShare:
    """One network's part of the estate and of the plan. Shares are of the whole schedule."""

    network: str
    machines: int
    funded: int
    capital_gbp: int
    value_share: float
    need_share: float
    money_share: float
    risk_left_gbp: float

    @property
    def ratio(self) -> float:
        """Share of the money over share of the replacement value; NaN where it owns nothing of value."""
        return self.money_share / self.value_share if self.value_share else float("nan")


def network_shares(schedule: pd.DataFrame) -> tuple[NetworkShare, ...]:
    """Every network's shares, in order of its name."""
    is_funded = schedule[ACTION] != KEEP
    named = schedule.assign(
        **{
            NETWORK: schedule[NETWORK].fillna(UNASSIGNED),
            CAPITAL_GBP: schedule[CAPITAL_GBP].where(is_funded, 0.0).fillna(0.0),
            RISK_COST_GBP_PER_YEAR: schedule[RISK_COST_GBP_PER_YEAR].where(~is_funded, 0.0),
        }
    )
    sums = named.groupby(NETWORK)[[CAPITAL_GBP, REPLACEMENT_VALUE_GBP, NEED_SCORE, RISK_COST_GBP_PER_YEAR]].sum()
    shares = (sums / sums.sum().replace(0.0, np.inf)).to_dict("index")
    funded = is_funded.groupby(named[NETWORK]).sum()
    sizes = named.groupby(NETWORK).size()
    return tuple(
        NetworkShare(
            network=str(network),
            machines=int(sizes[network]),
            funded=int(funded[network]),
            capital_gbp=int(sums.loc[network, CAPITAL_GBP]),
            value_share=share[REPLACEMENT_VALUE_GBP],
            need_share=share[NEED_SCORE],
            money_share=share[CAPITAL_GBP],
            risk_left_gbp=float(sums.loc[network, RISK_COST_GBP_PER_YEAR]),
        )
        for network, share in shares.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inversions:
    """Pairs in which a younger machine goes before an older one of its class and network, though
    its need is no higher.

    `examples` has one row for each older machine passed over (by age, oldest first), with the
    schedule's columns, beside `younger`: the rows, in the same order, of the youngest that goes
    before it.
    """

    pairs: int
    older: pd.DataFrame
    younger: pd.DataFrame


def inversions(schedule: pd.DataFrame) -> Inversions:
    """Find every inversion of age in a plan.

    A pair counts where the younger has no higher need score, is replaced, and the older is replaced
    in a later year or not at all. A machine of unknown age or need is in no pair.
    """
    starts = schedule[START_YEAR].where(schedule[ACTION] != KEEP, np.inf).to_numpy(float)
    ages, needs = (schedule[name].to_numpy(float) for name in (AGE_USED_YEARS, NEED_SCORE))
    pairs, older, younger = 0, [], []
    for positions in schedule.groupby([NETWORK, ASSET_CLASS], dropna=False).indices.values():
        age, need, start = ages[positions], needs[positions], starts[positions]
        # Row: the older machine; column: the younger that goes first.
        passed_over = (age[:, None] > age) & (need[:, None] >= need) & (start[:, None] > start)
        pairs += int(passed_over.sum())
        for row in np.flatnonzero(passed_over.any(axis=1)):
            ahead = np.flatnonzero(passed_over[row])
            older.append(positions[row])
            younger.append(positions[ahead[np.argmin(age[ahead])]])
    order = sorted(range(len(older)), key=lambda i: (-ages[older[i]], schedule[ASSET_ID].iloc[older[i]]))
    return Inversions(
        pairs=pairs,
        older=schedule.iloc[[older[i] for i in order]],
        younger=schedule.iloc[[younger[i] for i in order]],
    )
