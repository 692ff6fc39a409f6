"""How the money falls between networks, and where a younger machine goes before an older one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_CLASS,
    ASSET_ID,
    CAPITAL_GBP,
    LIMIT,
    NEED_SCORE,
    NETWORK,
    REPLACEMENT_VALUE_GBP,
    RISK_COST_GBP_PER_YEAR,
    RULE,
    SCOPE,
    START_YEAR,
)
from capplan.comparison.measures import is_out_of_use
from capplan.policy.rules import Rules
from capplan.reporting.case import KEEP

UNASSIGNED = "No network stated"
FLOOR_RULE, CAP_RULE = "network floor", "network cap"
MEASURES = {
    "options": "what all that could be done to its machines would cost",
    "replacement_value": "the replacement value of its machines",
    "need": "the need of its machines",
    "population": "the people it serves",
}


def share_measure(rules: Rules) -> str:
    """What a network's share, of which floor and cap speak, is measured by."""
    by = rules.network_share_by
    return MEASURES[by] if isinstance(by, str) else "the shares given in the plan file"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkShare:
    """One network's part of the estate and of the plan. Shares are of the whole schedule; `risk_left_gbp` is of the
    machines kept that are in use."""

    network: str
    machines: int
    funded: int
    capital_gbp: int
    value_share: float
    need_share: float
    money_share: float
    risk_left_gbp: float
    floor_gbp: float = float("nan")
    cap_gbp: float = float("nan")

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
            RISK_COST_GBP_PER_YEAR: schedule[RISK_COST_GBP_PER_YEAR].mask(is_funded | is_out_of_use(schedule), 0.0),
        }
    )
    grouped = named.groupby(NETWORK)
    sums = grouped[[CAPITAL_GBP, REPLACEMENT_VALUE_GBP, NEED_SCORE, RISK_COST_GBP_PER_YEAR]].sum()
    shares = sums / sums.sum().replace(0.0, np.inf)
    columns = (
        sums.index,
        grouped.size(),
        is_funded.groupby(named[NETWORK]).sum(),
        sums[CAPITAL_GBP],
        shares[REPLACEMENT_VALUE_GBP],
        shares[NEED_SCORE],
        shares[CAPITAL_GBP],
        sums[RISK_COST_GBP_PER_YEAR],
    )
    return tuple(
        NetworkShare(
            network=str(network),
            machines=int(machines),
            funded=int(funded),
            capital_gbp=int(capital),
            value_share=value,
            need_share=need,
            money_share=money,
            risk_left_gbp=float(risk),
        )
        for network, machines, funded, capital, value, need, money, risk in zip(
            *(column.tolist() for column in columns), strict=True
        )
    )


def with_limits(shares: Iterable[NetworkShare], audit: pd.DataFrame) -> tuple[NetworkShare, ...]:
    """The shares with each network's floor and cap, as the audit has them (`RULE, SCOPE, LIMIT`); NaN where none."""
    limits = {
        (rule, scope): float(limit) for rule, scope, limit in zip(audit[RULE], audit[SCOPE], audit[LIMIT], strict=True)
    }
    nothing = float("nan")
    return tuple(
        replace(
            one,
            floor_gbp=limits.get((FLOOR_RULE, one.network), nothing),
            cap_gbp=limits.get((CAP_RULE, one.network), nothing),
        )
        for one in shares
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inversions:
    """Pairs in which a younger machine goes before an older one of its class and network, though
    its need is no higher.

    `older` has the schedule's row of each older machine passed over, oldest first; `younger`, in the
    same order, that of the youngest machine that goes before it.
    """

    pairs: int
    older: pd.DataFrame
    younger: pd.DataFrame


def inversions(schedule: pd.DataFrame) -> Inversions:
    """Find every inversion of age in a plan.

    A pair counts where the younger has no higher need score, is dealt with, and the older is dealt
    with in a later year or not at all. A machine of unknown age or need is in no pair.
    """
    starts = schedule[START_YEAR].where(schedule[ACTION] != KEEP, np.inf).to_numpy(float)
    ages, needs = (schedule[name].to_numpy(float) for name in (AGE_USED_YEARS, NEED_SCORE))
    pairs, older, younger = 0, list[int](), list[int]()
    ids = schedule[ASSET_ID].tolist()
    groups = schedule.groupby([NETWORK, ASSET_CLASS], dropna=False).indices.values()
    for positions in map(np.asarray, groups):
        age, need, start = ages[positions], needs[positions], starts[positions]
        # Row: the older machine; column: the younger that goes first.
        passed_over = (age[:, None] > age) & (need[:, None] >= need) & (start[:, None] > start)
        pairs += int(passed_over.sum())
        for row in np.flatnonzero(passed_over.any(axis=1)):
            ahead = np.flatnonzero(passed_over[row])
            older.append(int(positions[row]))
            younger.append(int(positions[ahead[int(np.argmin(age[ahead]))]]))
    order = sorted(range(len(older)), key=lambda i: (-ages[older[i]], ids[older[i]]))
    return Inversions(
        pairs=pairs,
        older=schedule.iloc[[older[i] for i in order]],
        younger=schedule.iloc[[younger[i] for i in order]],
    )
