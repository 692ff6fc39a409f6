"""How much can be delivered in one financial year: starts by network, and by site and class."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Block, count_rows
from capplan.planning.case import Case
from capplan.planning.rules.rule import AT_MOST, Ledger, Rule, RuleFault, audited, count, lacking
from capplan.planning.words import financial_year
from capplan.policy.schema import Rules


def delivery_rule(
    *, name: str, by: tuple[c.Column, ...], setting: str, limit_of: Callable[[Rules], int | None]
) -> Rule:
    """At most so many starts in a year for each combination of the columns `by`.

    Its rows are `sum of the group's options that start in y <= N`; a group that has no more than N
    assets to start in a year needs no row.
    """

    def block(case: Case, rules: Rules) -> Block | None:
        limit = limit_of(rules)
        if limit is None:
            return None
        keys = case.options.loc[~case.is_works, [*by, c.START_YEAR]].dropna()
        numbered = keys.groupby(list(keys.columns), sort=True)
        group = numbered.ngroup().to_numpy()
        option = keys.index.to_numpy()
        pairs = np.unique(np.stack([group, case.asset_of[option]]), axis=1)
        crowded = np.bincount(pairs[0], minlength=numbered.ngroups) > limit
        names = keys.drop_duplicates().sort_values(list(keys.columns))[crowded]
        number = np.cumsum(crowded) - 1
        inside = crowded[group]
        return Block(
            rule=name,
            scopes=tuple(_scopes(names)),
            rows=count_rows(number[group[inside]], len(names), option[inside], len(case.options)),
            lower=np.full(len(names), -np.inf),
            upper=np.full(len(names), float(limit)),
            in_pounds=False,
        )

    def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
        limit = limit_of(rules)
        if limit is None:
            return None
        counts = ledger.starts.groupby([*by, c.START_YEAR]).size()
        scopes = _scopes(counts.index.to_frame(index=False))
        return audited(scopes, AT_MOST, [limit] * len(counts), counts.to_numpy())

    def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
        if limit_of(rules) is not None:
            for column in by:
                for fault in lacking(case, column, "max_installs"):
                    yield RuleFault(setting=("max_installs", setting), what=fault.what, mend=fault.mend)

    return Rule(
        name=name,
        block=block,
        audit=audit,
        faults=faults,
        limit_said=lambda scope, limit: f"the delivery limit of {limit:.0f} for {scope}",
        mend="raise the limit",
        amount_said=count,
    )


def _scopes(names: pd.DataFrame) -> list[str]:
    """`North, 2028/29` for each row of labels and a year."""
    rows = names.itertuples(index=False)
    return [", ".join([*map(str, labels), financial_year(int(year))]) for *labels, year in rows]


NETWORK_INSTALLS = delivery_rule(
    name="installs by network",
    by=(c.NETWORK,),
    setting="per_network",
    limit_of=lambda rules: rules.max_installs.per_network,
)
SITE_INSTALLS = delivery_rule(
    name="installs by site and class",
    by=(c.SITE, c.ASSET_CLASS),
    setting="per_site_and_class",
    limit_of=lambda rules: rules.max_installs.per_site_and_class,
)
