"""Who pays for what: ring-fenced funds first, as far as their scopes and money go, and the envelope for the rest.

A flow from what is spent to the funds that may pay for it, in whole pounds, as large as can be (Ford and
Fulkerson 1956, Canadian Journal of Mathematics 8, 399-404). It shares nothing with the programme's rows.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from capplan import columns as c
from capplan.planning.scopes import open_to
from capplan.policy.rules import Rules

ENVELOPE_PAYS = "envelope"

# The funds that may pay for a spend, by their number.
Scope = tuple[int, ...]


def largest_payments(spend: Mapping[Scope, int], money: Sequence[int]) -> dict[tuple[Scope, int], int]:
    """What each fund pays of what is spent in each scope, so that as little as can be is left.

    >>> largest_payments({(0, 1): 10, (0,): 5}, [5, 8])
    {((0, 1), 0): 2, ((0, 1), 1): 8, ((0,), 0): 3}
    """
    paid: dict[tuple[Scope, int], int] = {}
    left, spare = dict(spend), list(money)
    while (path := _path(paid, left, spare)) is not None:
        amount = min(
            left[path[0][0]],
            spare[path[-1][1]],
            *(paid[path[at + 1][0], path[at][1]] for at in range(len(path) - 1)),
        )
        for at, (scope, fund) in enumerate(path):
            paid[scope, fund] = paid.get((scope, fund), 0) + amount
            if at + 1 < len(path):
                paid[path[at + 1][0], fund] -= amount
        left[path[0][0]] -= amount
        spare[path[-1][1]] -= amount
    return {key: amount for key, amount in sorted(paid.items(), key=lambda one: (-len(one[0][0]), one[0])) if amount}


def _path(
    paid: Mapping[tuple[Scope, int], int], left: Mapping[Scope, int], spare: Sequence[int]
) -> list[tuple[Scope, int]] | None:
    """The shortest way by which more can be paid: the first scope is short, each scope takes the next fund from
    the scope after it, and the last fund has money left."""
    reached = [[(scope, fund)] for scope, amount in left.items() if amount > 0 for fund in scope]
    seen = set()
    while reached:
        path = reached.pop(0)
        fund = path[-1][1]
        if spare[fund] > 0:
            return path
        if fund in seen:
            continue
        seen.add(fund)
        for (scope, of), amount in paid.items():
            if of == fund and amount > 0:
                reached += [[*path, (scope, other)] for other in scope if other != fund]
    return None


def payments(spend: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Who pays for what a plan spends: columns `FUND, YEAR, ASSET_ID, CAPITAL_GBP`, whole pounds, nothing at 0.

    Takes spending by asset and year with the labels that funds go by (`NETWORK, ASSET_CLASS, SITE`, as far as
    they name any). `FUND` is `ENVELOPE_PAYS` for what no fund pays. Of several assets in one scope the first, by
    id, are paid for by the first funds.
    """
    scoped = spend.assign(scope=open_to(spend, rules.funds)).sort_values([c.YEAR, c.ASSET_ID], kind="stable")
    rows: list[tuple[str, int, str, int]] = []
    for year in sorted(scoped[c.YEAR].unique().tolist()):
        of_year = scoped[scoped[c.YEAR] == year]
        kinds: list[Scope] = of_year["scope"].tolist()
        parts = {scope: of_year[[kind == scope for kind in kinds]] for scope in sorted(set(kinds))}
        by_scope = {scope: int(part[c.CAPITAL_GBP].sum()) for scope, part in parts.items()}
        paid = largest_payments(by_scope, [fund.money.get(year, 0) for fund in rules.funds])
        for scope, part in parts.items():
            purses = [(rules.funds[fund].name, amount) for (of, fund), amount in paid.items() if of == scope]
            rows += _shared_out(year, part, purses)
    return pd.DataFrame(rows, columns=[c.FUND, c.YEAR, c.ASSET_ID, c.CAPITAL_GBP])


def _shared_out(year: int, spend: pd.DataFrame, purses: list[tuple[str, int]]) -> list[tuple[str, int, str, int]]:
    """Spending of one scope, row by row, out of one purse after the other, then the envelope."""
    rows = []
    waiting = list(purses)
    for asset, amount in zip(spend[c.ASSET_ID], spend[c.CAPITAL_GBP].astype(int), strict=True):
        due = amount
        while due > 0:
            name, left = waiting.pop(0) if waiting else (ENVELOPE_PAYS, due)
            part = min(due, left)
            rows.append((name, year, asset, part))
            due -= part
            if left > part:
                waiting.insert(0, (name, left - part))
    return rows


def from_funds(spend: pd.DataFrame, rules: Rules) -> dict[tuple[str, int], int]:
    """What each fund pays in each year (its name and the year)."""
    paid = payments(spend, rules)
    totals = paid[paid[c.FUND] != ENVELOPE_PAYS].groupby([c.FUND, c.YEAR])[c.CAPITAL_GBP].sum().reset_index()
    return {(name, year): amount for name, year, amount in totals.itertuples(index=False, name=None)}
