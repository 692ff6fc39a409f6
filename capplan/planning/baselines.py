"""The simple methods that a plan is set beside, under the same money: go down a list, buy what fits.

Each puts the assets that must be treated first, then goes down its list and buys each asset in the first
year whose remaining envelope takes it. None looks at the other rules, at ring-fenced funds or at works that assets
share; the audit says which it breaks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.audit import audit, make_ledger, rules_broken
from capplan.planning.blocks import Flags, Whole
from capplan.planning.case import REPLACE, Case
from capplan.planning.rules.linked import works_charged
from capplan.planning.rules.shared_works import with_works_needed
from capplan.policy.schema import Rules

BASELINES = (c.METHOD, c.CAPITAL_GBP, c.BENEFIT_GBP, c.ASSET_COUNT, c.RULES_BROKEN)
RANKS = (c.AGE_USED_YEARS, c.NEED_SCORE)
NONE_BROKEN = "none"
BY_RATIO = "Benefit per pound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A list to go down: its name, and the options in the order in which they are tried."""

    name: str
    order: Whole


def baselines(case: Case, rules: Rules) -> pd.DataFrame:
    """What each method comes to: columns `BASELINES`.

    Rank-and-cut goes by the estate's age and by its need, the highest first; an asset without a rank comes
    last. The benefit-per-pound method needs no estate.
    """
    methods = [*_rank_methods(case), Method(name=BY_RATIO, order=_by_ratio(case))]
    methods = [replace(method, order=method.order[~case.is_works[method.order]]) for method in methods]
    return pd.DataFrame([_result(case, rules, method) for method in methods], columns=list(BASELINES))


def _rank_methods(case: Case) -> Iterator[Method]:
    """For each rank: assets by rank, each by its earliest `replace`, or earliest option if it has none."""
    if case.estate is None:
        return
    by_asset = case.estate.assets.set_index(c.ASSET_ID).reindex(index=case.assets, columns=list(RANKS))
    not_replace = (case.options[c.ACTION] != REPLACE).to_numpy()
    for column in RANKS:
        rank = by_asset[column].to_numpy(dtype=np.float64, na_value=-np.inf)[case.asset_of]
        order = np.lexsort((case.start, not_replace, case.asset_of, -rank, ~case.must[case.asset_of]))
        yield Method(name=f"{column.heading}, rank and cut", order=order)


def _by_ratio(case: Case) -> Whole:
    """Options by benefit per pound of capital, those worth nothing left out unless they must be treated."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.nan_to_num(case.benefit / case.total_capital, nan=0.0)
    must = case.must[case.asset_of]
    order = np.lexsort((case.asset_of, -ratio, ~must))
    return order[(case.benefit[order] > 0) | must[order]]


def _result(case: Case, rules: Rules, method: Method) -> tuple[str, int, float, int, str]:
    chosen = _buy(case, rules, method.order)
    ledger = make_ledger(case, rules, case.options.loc[chosen, c.OPTION_ID])
    broken = rules_broken(audit(ledger, rules))
    return (
        method.name,
        int(ledger.spend[c.CAPITAL_GBP].sum()),
        float(case.benefit[chosen].sum()),
        len(ledger.starts),
        ", ".join(broken) or NONE_BROKEN,
    )


def _buy(case: Case, rules: Rules, order: Whole) -> Flags:
    draws = (case.capital + works_charged(case, rules)).tocsc()
    ends, years, amounts = draws.indptr.tolist(), draws.indices.tolist(), draws.data.tolist()
    left = case.envelopes.tolist()
    chosen = np.zeros(len(case.options), dtype=bool)
    treated: set[int] = set()
    for option, asset in zip(order.tolist(), case.asset_of[order].tolist(), strict=True):
        span = range(ends[option], ends[option + 1])
        if asset in treated or any(amounts[j] > left[years[j]] for j in span):
            continue
        for j in span:
            left[years[j]] -= amounts[j]
        treated.add(asset)
        chosen[option] = True
    return with_works_needed(case, rules, chosen)
