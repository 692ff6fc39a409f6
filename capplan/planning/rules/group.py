"""Floors and caps on the capital of each network or class over the whole horizon."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Block, count_rows
from capplan.planning.case import REPLACE, Case
from capplan.planning.rules.linked import works_charged
from capplan.planning.rules.rule import AT_LEAST, AT_MOST, Ledger, Rule, RuleFault, audited, lacking
from capplan.planning.words import pounds
from capplan.policy.schema import Rules

Limits = pd.Series  # whole pounds by network or class
LimitsOf = Callable[[Case, Rules], Limits]

# What stands for the network of an asset whose network is not known: no network, so without a share.
NOT_STATED = "not stated"


def network_shares(case: Case) -> pd.Series:
    """Each network's share of the replacement capital of all options that belong to one; the shares add up to 1.

    An asset counts with the capital of its earliest `replace` option (or, if it has none, its earliest
    option), split between the networks that its options belong to by how many belong to each. Options
    without a network, or whose network is `NOT_STATED`, count in no share: they have no floor and no cap.
    """
    replace_first = np.lexsort((case.start, case.options[c.ACTION] != REPLACE, case.asset_of))
    capital = case.total_capital[replace_first[case.first]]
    options_of_asset = np.bincount(case.asset_of)
    per_option = pd.Series((capital / options_of_asset)[case.asset_of], index=case.options.index)
    networks = case.options[c.NETWORK]
    by_network = per_option.groupby(networks.where((networks != NOT_STATED) & ~case.is_works)).sum()
    return by_network / (by_network.sum() or 1.0)


def _network_floors(case: Case, rules: Rules) -> Limits:
    shared = np.ceil(network_shares(case) * (rules.network_floor or 0.0) * float(case.envelopes.sum()) - 1e-6)
    return _overridden(shared[shared > 0], rules.network_floor_gbp)


def _network_caps(case: Case, rules: Rules) -> Limits:
    if rules.network_cap is None:
        return _overridden(pd.Series(dtype="float64"), rules.network_cap_gbp)
    shared = np.floor(network_shares(case) * rules.network_cap * float(case.envelopes.sum()) + 1e-6)
    return _overridden(shared, rules.network_cap_gbp)


def _overridden(limits: Limits, in_pounds: Mapping[str, int]) -> Limits:
    """Limits by share, replaced by those given in pounds, by name in order."""
    merged: dict[str, float] = {str(name): limit for name, limit in limits.items()} | dict(in_pounds)
    return pd.Series(merged, dtype="float64").sort_index().astype("int64")


def _class_floors(case: Case, rules: Rules) -> Limits:
    return _overridden(pd.Series(dtype="float64"), rules.class_floor_gbp)


def _class_caps(case: Case, rules: Rules) -> Limits:
    return _overridden(pd.Series(dtype="float64"), rules.class_cap_gbp)


def group_rule(
    *, name: str, column: c.Column, side: str, limits_of: LimitsOf, settings: tuple[str, ...], mend: str
) -> Rule:
    """A floor (`side` at least) or cap (at most) on the capital of each value of a column.

    Its rows are `L_k <= capital of k over the horizon <= U_k`, one for each value with a limit.
    """

    def asked(rules: Rules) -> list[str]:
        return [setting for setting in settings if getattr(rules, setting) not in (None, {})]

    def block(case: Case, rules: Rules) -> Block | None:
        if not asked(rules):
            return None
        limits = limits_of(case, rules)
        group = pd.Index(limits.index).get_indexer(case.options[column])
        member = np.flatnonzero(group >= 0)
        draws = np.asarray((case.capital + works_charged(case, rules)).sum(axis=0)).ravel()
        rows = count_rows(group[member], len(limits), member, len(group)).multiply(draws[None, :]).tocsr()
        rows.eliminate_zeros()
        amounts = limits.to_numpy(dtype=np.float64)
        unlimited = np.full(len(limits), np.inf)
        lower, upper = (amounts, unlimited) if side == AT_LEAST else (-unlimited, amounts)
        return Block(rule=name, scopes=tuple(limits.index), rows=rows, lower=lower, upper=upper, in_pounds=True)

    def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
        if not asked(rules):
            return None
        limits = limits_of(ledger.case, rules)
        spent = ledger.spend.groupby(column)[c.CAPITAL_GBP].sum().reindex(limits.index, fill_value=0)
        return audited(limits.index.to_series().reset_index(drop=True), side, limits.to_numpy(), spent.to_numpy())

    def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
        for setting in asked(rules):
            yield from lacking(case, column, setting)
            if column in case.options.columns and setting.endswith("_gbp"):
                yield from _unknown_names(case, column, setting, getattr(rules, setting))

    word = "floor" if side == AT_LEAST else "cap"
    return Rule(
        name=name,
        block=block,
        audit=audit,
        faults=faults,
        limit_said=lambda scope, limit: f"the {word} of {pounds(limit)} for {scope}",
        mend=mend,
    )


def _unknown_names(case: Case, column: c.Column, setting: str, names: Mapping[str, int]) -> Iterator[RuleFault]:
    known = sorted(case.options[column].dropna().unique())
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            yield RuleFault(
                setting=(setting, name),
                what=f"no option has the {column} {name!r}",
                mend=f"Did you mean {close[0]!r}?" if close else "Correct the name, or take it out.",
            )


NETWORK_FLOOR = group_rule(
    name="network floor", column=c.NETWORK, side=AT_LEAST, limits_of=_network_floors,
    settings=("network_floor", "network_floor_gbp"), mend="lower the floor",
)  # fmt: skip
NETWORK_CAP = group_rule(
    name="network cap", column=c.NETWORK, side=AT_MOST, limits_of=_network_caps,
    settings=("network_cap", "network_cap_gbp"), mend="raise the cap",
)  # fmt: skip
CLASS_FLOOR = group_rule(
    name="class floor", column=c.ASSET_CLASS, side=AT_LEAST, limits_of=_class_floors,
    settings=("class_floor_gbp",), mend="lower the floor",
)  # fmt: skip
CLASS_CAP = group_rule(
    name="class cap", column=c.ASSET_CLASS, side=AT_MOST, limits_of=_class_caps,
    settings=("class_cap_gbp",), mend="raise the cap",
)  # fmt: skip
