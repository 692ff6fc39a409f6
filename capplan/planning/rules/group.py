"""Floors and caps on the capital of each network or class over the whole horizon."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block, Floats, OwnColumns
from capplan.planning.case import Case
from capplan.planning.rules.linked import works_charged
from capplan.planning.rules.machines import has_members, machines, needs_machines, parts_by_network
from capplan.planning.rules.rule import AT_LEAST, AT_MOST, Ledger, Rule, RuleFault, aimed, audited, in_rules, lacking
from capplan.planning.rules.shares import network_shares, split_by_network
from capplan.planning.words import pounds
from capplan.policy.schema import Rules

Limits = pd.Series  # whole pounds by network or class
LimitsOf = Callable[[Case, Rules], Limits]


def _network_floors(case: Case, rules: Rules) -> Limits:
    shared = np.ceil(network_shares(case, rules) * (rules.network_floor or 0.0) * float(case.envelopes.sum()) - 1e-6)
    return _overridden(shared[shared > 0], rules.network_floor_gbp)


def _network_caps(case: Case, rules: Rules) -> Limits:
    if rules.network_cap is None:
        return _overridden(pd.Series(dtype="float64"), rules.network_cap_gbp)
    shared = np.floor(network_shares(case, rules) * rules.network_cap * float(case.envelopes.sum()) + 1e-6)
    return _overridden(shared, rules.network_cap_gbp)


def _overridden(limits: Limits, in_pounds: Mapping[str, int]) -> Limits:
    """Limits by share, replaced by those given in pounds, by name in order."""
    merged: dict[str, float] = {str(name): limit for name, limit in limits.items()} | dict(in_pounds)
    return pd.Series(merged, dtype="float64").sort_index().astype("int64")


def _class_floors(case: Case, rules: Rules) -> Limits:
    return _overridden(pd.Series(dtype="float64"), rules.class_floor_gbp)


def _class_caps(case: Case, rules: Rules) -> Limits:
    return _overridden(pd.Series(dtype="float64"), rules.class_cap_gbp)


def _draws(case: Case, rules: Rules) -> pd.DataFrame:
    """What each option draws in each year, whole pounds: its asset, network and class, indexed by option."""
    entries = sp.coo_array(case.capital + works_charged(case, rules))
    labels = case.options.reindex(columns=[c.ASSET_ID, c.NETWORK, c.ASSET_CLASS]).iloc[entries.coords[1]]
    return labels.assign(**{c.CAPITAL_GBP: entries.data.astype(np.int64)})


def _spend(ledger: Ledger) -> pd.DataFrame:
    """The same of what a plan spends, works with the option that they are charged to."""
    case = ledger.case
    drawn = ledger.spend.groupby([c.OPTION_ID, c.YEAR])[c.CAPITAL_GBP].sum().reset_index()
    labels = case.options.reindex(columns=[c.OPTION_ID, c.ASSET_ID, c.NETWORK, c.ASSET_CLASS])
    return drawn.merge(labels, on=c.OPTION_ID, validate="many_to_one")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLimit:
    """A floor (`side` at least) or cap (at most) on the capital of each value of a column over the horizon, as the
    `settings` of `[rules]` ask: `limits_of` gives it in whole pounds by value."""

    name: str
    column: c.Column
    side: str
    limits_of: LimitsOf
    settings: tuple[str, ...]
    mend: str

    def rule(self) -> Rule:
        """The rule with its rows, its audit and its words."""
        word = "floor" if self.side == AT_LEAST else "cap"
        return Rule(
            name=self.name,
            block=self.block,
            audit=self.audit,
            faults=self.faults,
            limit_said=lambda scope, limit: f"the {word} of {pounds(limit)} for {scope}",
            mend=self.mend,
            places=in_rules(*self.settings),
        )

    def block(self, case: Case, rules: Rules) -> Block | None:
        """`L_k <= capital of k over the horizon <= U_k`, a row for each value with a limit; with `floor_price_gbp` a
        floor is `L_k <= capital of k + s_k`, each pound s_k that is short at that price."""
        if not self._asked(rules):
            return None
        limits = self.limits_of(case, rules)
        drawn = self._drawn(case, rules)
        group = pd.Index(limits.index).get_indexer(drawn[self.column])
        inside = group >= 0
        entries = (drawn[c.CAPITAL_GBP].to_numpy(dtype=np.float64)[inside], (group[inside], drawn.index[inside]))
        rows = sp.csr_array(sp.coo_array(entries, shape=(len(limits), len(case.options))))
        rows.eliminate_zeros()
        amounts = limits.to_numpy(dtype=np.float64)
        unlimited = np.full(len(limits), np.inf)
        lower, upper = (amounts, unlimited) if self.side == AT_LEAST else (-unlimited, amounts)
        price = self._price(rules)
        return Block(
            rule=self.name,
            scopes=tuple(limits.index),
            rows=rows,
            lower=lower,
            upper=upper,
            in_pounds=True,
            own=None if price is None else _shortfalls(amounts, price),
        )

    def audit(self, ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
        """What is spent on each value, against its limit; a floor with a price is an aim."""
        if not self._asked(rules):
            return None
        limits = self.limits_of(ledger.case, rules)
        spent = self._spent(ledger).groupby(self.column)[c.CAPITAL_GBP].sum().reindex(limits.index, fill_value=0)
        scopes = limits.index.to_series().reset_index(drop=True)
        kept = audited(scopes, self.side, limits.to_numpy(), spent.to_numpy())
        return kept if self._price(rules) is None else aimed(kept)

    def faults(self, case: Case, rules: Rules) -> Iterator[RuleFault]:
        """A column that is not there, shares that cannot be told, names that nothing has."""
        for setting in self._asked(rules):
            yield from lacking(case, self.column, setting)
            if setting in ("network_floor", "network_cap"):
                yield from _share_faults(case, rules)
            if self.column in case.options.columns and setting.endswith("_gbp"):
                yield from _unknown_names(case, self.column, setting, getattr(rules, setting))

    def _asked(self, rules: Rules) -> list[str]:
        return [setting for setting in self.settings if getattr(rules, setting) not in (None, {})]

    def _price(self, rules: Rules) -> float | None:
        return rules.floor_price_gbp if self.side == AT_LEAST else None

    def _drawn(self, case: Case, rules: Rules) -> pd.DataFrame:
        """What each option draws in each year, whole pounds: its asset, network and class, indexed by option; of
        networks, split among those that it belongs to."""
        drawn = _draws(case, rules)
        if self.column != c.NETWORK:
            return drawn
        options = drawn.index.to_numpy()
        split = split_by_network(case, drawn.reset_index(drop=True))
        return split.set_axis(options[split.index], axis=0)

    def _spent(self, ledger: Ledger) -> pd.DataFrame:
        """The same of what a plan spends, works with the option that they are charged to."""
        spent = _spend(ledger)
        if self.column != c.NETWORK:
            return spent
        return split_by_network(ledger.case, spent[[c.ASSET_ID, c.NETWORK, c.CAPITAL_GBP]])


def _shortfalls(floors: Floats, price: float) -> OwnColumns:
    """What each floor may be short of, pounds, at a price a pound."""
    each = sp.csr_array(sp.eye_array(len(floors)))
    return OwnColumns(rows=each, upper=floors, worth=np.full(len(floors), -price))


def _share_faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    by = rules.network_share_by
    if isinstance(by, Mapping):
        known = {str(name) for name in _networks(case)}
        for name in sorted(set(by) - known):
            what = f"no asset belongs to the network {name!r}"
            mend = "Correct the name, or take it out."
            yield RuleFault(setting=("network_share_by", name), what=what, mend=mend)
    elif by != "options":
        yield from needs_machines(case, (), "network_share_by")
        if by == "population" and case.estate is not None:
            yield from _people_faults(case)


def _people_faults(case: Case) -> Iterator[RuleFault]:
    """Networks with machines of organisations whose people are not known: their share would be too small."""
    people = machines(case).set_index(c.ASSET_ID).reindex(columns=[c.PEOPLE_PER_MACHINE])[c.PEOPLE_PER_MACHINE]
    rows = parts_by_network(case, int(case.years[-1]))
    unknown = rows[c.ASSET_ID].map(people).isna().groupby(rows[c.NETWORK]).agg(["sum", "size"])
    for network, (without, of) in unknown[unknown["sum"] > 0].iterrows():
        yield RuleFault(
            setting=("network_share_by",),
            what=f"the population of {network} is not known: {without} of its {of} machines are of organisations "
            "without one",
            mend="Give it in the file that networks.figures names (0 is a number).",
        )


def _networks(case: Case) -> set[object]:
    if has_members(case):
        return set(parts_by_network(case, int(case.years[-1]))[c.NETWORK])
    return set(case.options[c.NETWORK].dropna()) if c.NETWORK in case.options else set()


def _unknown_names(case: Case, column: c.Column, setting: str, names: Mapping[str, int]) -> Iterator[RuleFault]:
    known = sorted(map(str, _networks(case) if column == c.NETWORK else case.options[column].dropna().unique()))
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            yield RuleFault(
                setting=(setting, name),
                what=f"no option has the {column} {name!r}",
                mend=f"Did you mean {close[0]!r}?" if close else "Correct the name, or take it out.",
            )


NETWORK_FLOOR = GroupLimit(
    name="network floor", column=c.NETWORK, side=AT_LEAST, limits_of=_network_floors,
    settings=("network_floor", "network_floor_gbp"), mend="lower the floor",
).rule()  # fmt: skip
NETWORK_CAP = GroupLimit(
    name="network cap", column=c.NETWORK, side=AT_MOST, limits_of=_network_caps,
    settings=("network_cap", "network_cap_gbp"), mend="raise the cap",
).rule()  # fmt: skip
CLASS_FLOOR = GroupLimit(
    name="class floor", column=c.ASSET_CLASS, side=AT_LEAST, limits_of=_class_floors,
    settings=("class_floor_gbp",), mend="lower the floor",
).rule()  # fmt: skip
CLASS_CAP = GroupLimit(
    name="class cap", column=c.ASSET_CLASS, side=AT_MOST, limits_of=_class_caps,
    settings=("class_cap_gbp",), mend="raise the cap",
).rule()  # fmt: skip
