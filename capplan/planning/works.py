"""Works that several assets share, as options of their own: paid once in each year in which any of them starts.

Each works and year is an asset with one option, so that any rule about money counts it. Nothing else does: it is no
machine, gets no decision and no reason, and its money is shown with the first asset that starts.
"""

from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.planning.words import financial_year
from capplan.policy.rules import Rules, SharedWorks

WORKS = "shared works"
_LABELS = (c.NETWORK, c.ASSET_CLASS, c.SITE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithWorks:
    """Options and cash with those of the works among them, and the ids of the works' options."""

    options: pd.DataFrame
    cash: pd.DataFrame
    ids: frozenset[str]


def works_id(works: SharedWorks, year: int) -> str:
    """The id of the option that pays for works in a year, and of its asset.

    >>> works_id(SharedWorks(name="Power supply", assets=("A",), works_gbp=1), 2028)
    'shared works: Power supply, 2028/29'
    """
    return f"{WORKS}: {works.name}, {financial_year(year)}"


def members(options: pd.DataFrame, works: SharedWorks) -> pd.Series:
    """Which options need these works: a flag on their index."""
    if works.site is None:
        return options[c.ASSET_ID].isin(works.assets)
    return options[c.SITE] == works.site if c.SITE in options else pd.Series(False, index=options.index)


def with_works(options: pd.DataFrame, cash: pd.DataFrame, shared: tuple[SharedWorks, ...]) -> WithWorks:
    """Options and cash with one option for each works and year in which an option that needs them starts.

    It has the labels of the first of its assets, by id, is worth nothing and costs the works.
    """
    rows, spent = [], []
    labels = [name for name in _LABELS if name in options]
    for works in shared:
        needing = options[members(options, works)].sort_values([c.ASSET_ID, c.OPTION_ID])
        for year in sorted(needing[c.START_YEAR].unique()):
            name = works_id(works, int(year))
            first = needing.iloc[0]
            own = {c.OPTION_ID: name, c.ASSET_ID: name, c.ACTION: WORKS, c.START_YEAR: int(year), c.BENEFIT_GBP: 0.0}
            rows.append(own | {label: first[label] for label in labels})
            spent.append((name, int(year), works.works_gbp))
    if not rows:
        return WithWorks(options=options, cash=cash, ids=frozenset())
    return WithWorks(
        options=pd.concat([options, pd.DataFrame(rows)], ignore_index=True),
        cash=pd.concat([cash, pd.DataFrame(spent, columns=list(c.CASH))], ignore_index=True),
        ids=frozenset(name for name, _, _ in spent),
    )


def paid_by(starts: pd.DataFrame, rules: Rules) -> dict[str, str]:
    """The asset that spends each of the works (by the id of their own): the first, by id, that starts then."""
    first: dict[str, str] = {}
    for works in rules.shared_works:
        needing = starts[members(starts, works)]
        owners = needing.groupby(c.START_YEAR)[c.ASSET_ID].min()
        for year, asset in zip(owners.index.tolist(), owners.tolist(), strict=True):
            first[works_id(works, year)] = asset
    return first
