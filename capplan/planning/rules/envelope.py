"""Each year's capital stays within its envelope, what earlier years carried forward, and ring-fenced money.

Ring-fenced money pays only for what its fund names, and the envelope for the rest. Whether that can be done is a
flow; by its least cut (Ford and Fulkerson 1956) it can exactly if, for every set U of funds, what none but funds of
U may pay for is at most the envelope and the money of U. Those rows need no columns of their own.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan import columns as c
from capplan.planning.blocks import Block, Flags, OwnColumns, Whole
from capplan.planning.case import Case
from capplan.planning.funding import from_funds
from capplan.planning.rules.linked import works_charged
from capplan.planning.rules.machines import machines
from capplan.planning.rules.rule import AT_MOST, Ledger, Rule, RuleFault, audited, no_faults
from capplan.planning.scopes import SCOPES, open_to
from capplan.planning.words import financial_year, listing, pounds
from capplan.policy.schema import Rules

# Overlapping funds need a row for every union of their scopes.
MOST_ROWS_A_YEAR = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What is spent in a year (its position) by the options that `counts`, and the money it may come out of
    beside what is carried."""

    year: int
    scope: str
    counts: Flags
    money: int


def carry_limits(case: Case, rules: Rules) -> NDArray[np.int64]:
    """The most that each year may carry into the next, whole pounds; nothing leaves the last year."""
    limits = np.floor(rules.carry_forward * case.envelopes + 1e-6).astype(np.int64)
    limits[-1] = 0
    return limits


def block(case: Case, rules: Rules) -> Block | None:
    """`sum c_oy x_o + w_y - w_(y-1) <= B_y + ring-fenced money of y`, with `0 <= w_y <= carry_forward * B_y`
    carried out of year y: a row a year; then those of `ring-fenced funds`, which share the carries."""
    rows = _rows(case, rules)
    limits = carry_limits(case, rules)
    carrying = np.flatnonzero(limits)
    year = np.array([row.year for row in rows])
    leaves = (year[:, None] == carrying[None, :]).astype(np.float64)
    arrives = (year[:, None] == carrying[None, :] + 1).astype(np.float64)
    draws = sp.csr_array(case.capital + works_charged(case, rules))
    total = len(case.years)
    parts = [draws, *(draws[[row.year]].multiply(row.counts[None, :]) for row in rows[total:])]
    stacked = sp.csr_array(sp.vstack(parts, format="csr"))
    stacked.eliminate_zeros()
    return Block(
        rule=ENVELOPE.name,
        scopes=tuple(row.scope for row in rows),
        rows=stacked,
        lower=np.full(len(rows), -np.inf),
        upper=np.array([float(row.money) for row in rows]),
        in_pounds=True,
        own=OwnColumns(
            rows=sp.csr_array(leaves - arrives),
            upper=limits[carrying].astype(np.float64),
            worth=np.zeros(len(carrying)),
        ),
    )


def years_of_rows(case: Case, rules: Rules) -> Whole:
    """The year (its position) of each row of the block: first a row a year, then those of the funds."""
    return np.array([row.year for row in _rows(case, rules)], dtype=np.int64)


def _rows(case: Case, rules: Rules) -> list[_Row]:
    """A row a year for all that is spent, then one for each year and set of funds that another limits more."""
    scopes = open_to(case.options, rules.funds)
    kinds = sorted(set(scopes))
    numbered = scopes.map({kind: number for number, kind in enumerate(kinds)}).to_numpy()
    whole, further = list[_Row](), list[_Row]()
    for position, (year, envelope) in enumerate(zip(case.years.tolist(), case.envelopes.tolist(), strict=True)):
        money = [fund.money.get(year, 0) for fund in rules.funds]
        sets = _unions([frozenset(f for f in kind if money[f]) for kind in kinds])
        for union in sets:
            of_union = [{f for f in kind if money[f]} <= union for kind in kinds]
            is_all = all(of_union)
            if not any(of_union):
                continue
            row = _Row(
                year=position,
                scope=financial_year(year) if is_all else f"{financial_year(year)}, {_paid_by(rules, union)}",
                counts=np.array(of_union, dtype=bool)[numbered],
                money=envelope + sum(money[f] for f in union),
            )
            (whole if is_all else further).append(row)
    return [*whole, *further]


def _unions(kinds: list[frozenset[int]]) -> list[frozenset[int]]:
    """Every union of some of these sets, the empty one among them; by size, then in order.

    >>> [sorted(one) for one in _unions([frozenset({0}), frozenset({0, 1})])]
    [[], [0], [0, 1]]
    """
    found = {frozenset[int]()}
    for kind in set(kinds):
        found |= {union | kind for union in found}
    return sorted(found, key=lambda union: (len(union), sorted(union)))


def _paid_by(rules: Rules, union: frozenset[int]) -> str:
    names = [rules.funds[number].name for number in sorted(union)]
    return f"what no fund but {listing(names)} pays for" if names else "what no fund pays for"


def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame:
    """What of each year's spend no fund pays, against its envelope plus what was left and could be carried into it."""
    spent = ledger.spend.groupby(c.YEAR)[c.CAPITAL_GBP].sum()
    paid = from_funds(ledger.spend, rules) if rules.funds else {}
    rows, carried = [], 0
    for year, envelope in zip(ledger.case.years.tolist(), ledger.case.envelopes.tolist(), strict=True):
        by_funds = sum(amount for (_, of), amount in paid.items() if of == year)
        limit, value = envelope + carried, int(spent.get(year, 0)) - by_funds
        rows.append((financial_year(year), limit, value))
        carried = min(max(limit - value, 0), int(rules.carry_forward * envelope + 1e-6))
    scope, limits, values = zip(*rows, strict=True)
    return audited(list(scope), AT_MOST, limits, values)


def funds_audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
    """What each fund pays in each year, against its money."""
    if not rules.funds:
        return None
    paid = from_funds(ledger.spend, rules)
    keys = list(itertools.product(rules.funds, ledger.case.years.tolist()))
    return audited(
        [f"{fund.name}, {financial_year(year)}" for fund, year in keys],
        AT_MOST,
        [fund.money.get(year, 0) for fund, year in keys],
        [paid.get((fund.name, year), 0) for fund, year in keys],
    )


def funds_faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
    """Funds for years or names that no option has, a column that is not there, or too many that overlap."""
    for number, fund in enumerate(rules.funds):
        for setting, column in SCOPES:
            named = getattr(fund, setting)
            if named and column not in case.options:
                what = f"it needs the column {column}, which the options do not have"
                mend = "Add the column to the options, or take the fund out."
                yield RuleFault(setting=("fund", number, setting), what=what, mend=mend)
            elif named:
                known = {*case.options[column].dropna(), *machines(case)[column].dropna()}
                for name in sorted(set(named) - known):
                    what = f"nothing has the {column} {name!r}"
                    mend = "Correct the name, or take it out."
                    yield RuleFault(setting=("fund", number, setting), what=what, mend=mend)
        for year in sorted(set(fund.money) - set(case.years.tolist())):
            what = f"the plan has no year {year}"
            yield RuleFault(setting=("fund", number, str(year)), what=what, mend="Give years of the plan.")
    kinds = set(open_to(case.options, rules.funds))
    if len(rules.funds) > 1 and len(_unions([frozenset(kind) for kind in kinds])) > MOST_ROWS_A_YEAR:
        what = f"{len(rules.funds)} funds can be put together in more than {MOST_ROWS_A_YEAR} ways"
        yield RuleFault(setting=("fund", 0), what=what, mend="Put funds that pay for the same things into one.")


ENVELOPE = Rule(
    name="envelope",
    block=block,
    audit=audit,
    faults=no_faults,
    limit_said=lambda scope, limit: f"the {scope} envelope of {pounds(limit)}",
    mend="raise it, or let other years take the work",
    places=lambda scope: (("budget", scope[:4]), ("budget",)),
)
FUNDS = Rule(
    name="ring-fenced funds",
    block=lambda case, rules: None,  # its rows share the carries of the envelope's, so they stand in its block
    audit=funds_audit,
    faults=funds_faults,
    limit_said=lambda scope, limit: f"the money of {pounds(limit)} for {scope}",
    mend="raise the envelope or the money of these funds",
    places=lambda scope: (("fund", 0), ("fund",)),
)
