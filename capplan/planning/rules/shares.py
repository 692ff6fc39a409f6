"""How the capital of assets, and the money that there is, is split between networks.

Fairness is measured by the networks that there are in the plan's last year.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.case import REPLACE, Case
from capplan.planning.rules.machines import NOT_STATED, PART, has_members, machines, parts_by_network, parts_of_one
from capplan.policy.rules import Rules


def split_by_network(case: Case, spend: pd.DataFrame) -> pd.DataFrame:
    """Spending in whole pounds, a row for each network that its asset belongs to in the plan's last year.

    Takes `ASSET_ID, NETWORK, CAPITAL_GBP` and gives the same columns on a repeated index. Each network has its
    share, rounded down, and the first the odd pounds, so that nothing is lost. Without memberships by year, and
    where an asset has none, it is all of the row's own network.
    """
    if not has_members(case):
        return spend
    belongs = parts_by_network(case, int(case.years[-1])).sort_values([c.ASSET_ID, c.NETWORK])
    rows = spend.drop(columns=c.NETWORK).reset_index(names="row").merge(belongs, on=c.ASSET_ID, how="left")
    one = parts_of_one(case)
    own = rows["row"].map(spend[c.NETWORK])
    amount = rows[c.CAPITAL_GBP].astype("int64")
    share = (amount * rows[PART].fillna(one).astype("int64")) // one
    odd = amount - share.groupby(rows["row"]).transform("sum")
    share = share + odd.where(~rows["row"].duplicated(), 0)
    split = rows.assign(**{c.NETWORK: rows[c.NETWORK].fillna(own), c.CAPITAL_GBP: share})
    return split.set_index("row")[list(spend.columns)]


def network_shares(case: Case, rules: Rules) -> pd.Series:
    """Each network's share of the money, by what `network_share_by` names; they add up to 1, save given ones.

    Assets without a network, or whose network is `NOT_STATED`, count in no share: they have no floor and no cap.
    """
    by = rules.network_share_by
    if isinstance(by, Mapping):
        return pd.Series(dict(by), dtype="float64").sort_index()
    measured = MEASURES[by](case)
    return measured / (measured.sum() or 1.0)


def _by_options(case: Case) -> pd.Series:
    """The replacement capital of the assets that have options.

    An asset counts with the capital of its earliest `replace` option (or, if it has none, its earliest
    option), split between the networks that its options belong to by how many belong to each.
    """
    replace_first = np.lexsort((case.start, case.options[c.ACTION] != REPLACE, case.asset_of))
    capital = case.total_capital[replace_first[case.first]]
    options_of_asset = np.bincount(case.asset_of)
    per_option = pd.Series((capital / options_of_asset)[case.asset_of], index=case.options.index)
    if has_members(case):
        return _by_machine(case, per_option.groupby(case.options[c.ASSET_ID]).sum())
    networks = case.options[c.NETWORK]
    return per_option.groupby(networks.where((networks != NOT_STATED) & ~case.is_works)).sum()


def _by_replacement_value(case: Case) -> pd.Series:
    return _by_machine(case, machines(case).set_index(c.ASSET_ID)[c.REPLACEMENT_VALUE_GBP])


def _by_need(case: Case) -> pd.Series:
    return _by_machine(case, machines(case).set_index(c.ASSET_ID)[c.NEED_SCORE])


def _by_population(case: Case) -> pd.Series:
    return _by_machine(case, machines(case).set_index(c.ASSET_ID)[c.PEOPLE_PER_MACHINE])


def _by_machine(case: Case, amounts: pd.Series) -> pd.Series:
    """A figure of each asset in service, with options or not, added up by network; what is missing is 0."""
    rows = parts_by_network(case, int(case.years[-1]))
    measured = rows[c.ASSET_ID].map(amounts).astype("float64").fillna(0.0) * rows[PART]
    return measured.groupby(rows[c.NETWORK]).sum() / parts_of_one(case)


MEASURES: dict[str, Callable[[Case], pd.Series]] = {
    "options": _by_options,
    "replacement_value": _by_replacement_value,
    "need": _by_need,
    "population": _by_population,
}
