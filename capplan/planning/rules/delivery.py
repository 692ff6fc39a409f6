"""How much can be delivered in one financial year: starts by network, and by site and class."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block, Whole
from capplan.planning.case import Case
from capplan.planning.rules.machines import PART, has_members, parts_by_network, parts_of_one
from capplan.planning.rules.rule import AT_MOST, Ledger, Rule, RuleFault, audited, count, in_rules, lacking
from capplan.planning.words import financial_year
from capplan.policy.schema import Rules

SETTING = "max_installs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """At most so many starts in a year for each combination of the columns `by`, as `[rules] max_installs` sets under
    the name `setting`."""

    name: str
    by: tuple[c.Column, ...]
    setting: str

    def rule(self) -> Rule:
        """The rule with its rows, its audit and its words."""
        return Rule(
            name=self.name,
            block=self.block,
            audit=self.audit,
            faults=self.faults,
            limit_said=lambda scope, limit: f"the delivery limit of {limit:.0f} for {scope}",
            mend="raise the limit",
            places=in_rules(SETTING),
            amount_said=count,
        )

    def block(self, case: Case, rules: Rules) -> Block | None:
        """`sum of the group's options that start in y <= N`; a group that has no more than N assets to start in a year
        needs no row."""
        limit = self._limit(rules)
        if limit is None:
            return None
        keys, part = _by_year(case, case.options.loc[~case.is_works, self._labels])
        numbered = keys.groupby(list(keys.columns), sort=True)
        group = numbered.ngroup().to_numpy()
        option = keys.index.to_numpy()
        pairs = pd.unique(group * len(case.assets) + case.asset_of[option])
        crowded = np.bincount(pairs // len(case.assets), minlength=numbered.ngroups) > limit
        names = keys.drop_duplicates().sort_values(list(keys.columns))[crowded]
        number = np.cumsum(crowded) - 1
        inside = crowded[group]
        entries = (part[inside].astype(np.float64), (number[group[inside]], option[inside]))
        return Block(
            rule=self.name,
            scopes=tuple(_scopes(names)),
            rows=sp.csr_array(sp.coo_array(entries, shape=(len(names), len(case.options)))),
            lower=np.full(len(names), -np.inf),
            upper=np.full(len(names), float(limit * parts_of_one(case))),
            in_pounds=False,
        )

    def audit(self, ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
        """How many of each group start in each year."""
        limit = self._limit(rules)
        if limit is None:
            return None
        keys, part = _by_year(ledger.case, ledger.starts[self._labels])
        counts = pd.Series(part, index=keys.index).groupby([keys[column] for column in keys.columns]).sum()
        scopes = _scopes(counts.index.to_frame(index=False))
        whole = parts_of_one(ledger.case)
        return audited(scopes, AT_MOST, [limit * whole] * len(counts), counts.to_numpy())

    def faults(self, case: Case, rules: Rules) -> Iterator[RuleFault]:
        """Columns that options have to be counted by, and do not have."""
        if self._limit(rules) is not None:
            for column in self.by:
                for fault in lacking(case, column, SETTING):
                    yield replace(fault, setting=(SETTING, self.setting))

    def _limit(self, rules: Rules) -> int | None:
        limit: int | None = getattr(rules.max_installs, self.setting)
        return limit

    @property
    def _labels(self) -> list[c.Column]:
        return [c.ASSET_ID, *self.by, c.START_YEAR]


def _by_year(case: Case, starts: pd.DataFrame) -> tuple[pd.DataFrame, Whole]:
    """The columns that starts are counted by, and the parts that each counts: all of it, or where assets belong to
    several networks, its parts in the networks of the year it starts."""
    keys = starts.drop(columns=c.ASSET_ID)
    if not has_members(case) or c.NETWORK not in keys:
        keys = keys.dropna()
        return keys, np.full(len(keys), parts_of_one(case))
    split = []
    for year in sorted(starts[c.START_YEAR].unique().tolist()):
        belongs = parts_by_network(case, year)
        named = starts[starts[c.START_YEAR] == year].drop(columns=c.NETWORK).reset_index(names="row")
        split.append(named.merge(belongs, on=c.ASSET_ID).set_index("row"))
    if not split:
        return keys, np.empty(0, dtype=np.int64)
    every = pd.concat(split)
    return every[list(keys.columns)], every[PART].to_numpy(dtype=np.int64)


def _scopes(names: pd.DataFrame) -> list[str]:
    """`North, 2028/29` for each row of labels and a year."""
    rows = names.itertuples(index=False)
    return [", ".join([*map(str, labels), financial_year(int(year))]) for *labels, year in rows]


NETWORK_INSTALLS = Delivery(name="installs by network", by=(c.NETWORK,), setting="per_network").rule()
SITE_INSTALLS = Delivery(
    name="installs by site and class", by=(c.SITE, c.ASSET_CLASS), setting="per_site_and_class"
).rule()
