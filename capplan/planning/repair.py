"""Why no plan keeps every rule: one cheapest repair, in words.

What asks too much of which limit, and by how much each limit would have to give way (`planning.giving_way`). Several
repairs can cost the same; this names one, and beside it single changes that are enough by themselves, each tried.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from capplan.errors import InfeasibleError, Problem
from capplan.planning.blocks import Flags, Programme, Whole
from capplan.planning.giving_way import Cheapest, GivenWay, Impossible, given_by, is_possible, least_given
from capplan.planning.rules import (
    ENVELOPE,
    LOCKED,
    NETWORK_CAP,
    NETWORK_FLOOR,
    ONE_ACTION,
    RULE_OF,
    SHARED_WORKS,
)
from capplan.planning.words import financial_year, listing, pounds

DUTIES = "the must-treat assets"
# More rows of a rule than these are told together.
FEW = 2
# More limits of a rule than these are not named one by one in a repair.
NAMED = 6
# Single changes that are tried beside the cheapest repair.
TRIED = 4


def infeasible(impossible: Impossible) -> InfeasibleError:
    """The error that says in one sentence which rules ask too much of which limit, by how much, and one repair
    that nothing is cheaper than."""
    programme = impossible.programme
    cheapest = least_given(impossible)
    given = cheapest.given
    rows = _short_rows(impossible, given)
    if not rows:
        what = f"no plan of whole options keeps every rule ({listing(list(dict.fromkeys(programme.rules)))})"
        return InfeasibleError(Problem(where="rules", what=f"{what}; one repair: loosen one of them", mend=""))
    short = np.array([row for row, _ in rows])
    asking = _asking(programme, short, cheapest)
    repairs = [_given_way(impossible, given), *_alternatives(impossible, short, asking)]
    what = f"{_sentence(programme, rows, asking)}; one repair: {', or '.join(dict.fromkeys(repairs))}"
    return InfeasibleError(Problem(where="rules", what=what, mend="", settings=_settings(programme, rows, asking)))


def _short_rows(impossible: Impossible, given: GivenWay) -> list[tuple[int, float]]:
    """The rows that are short, the most first; of the rows of one year's money, that which lacks most."""
    short = given.short.copy()
    for year in set(impossible.years.tolist()):
        rows = impossible.of_money[impossible.years == year]
        most = rows[np.argmax(short[rows])]
        short[rows[rows != most]] = 0.0
    found = np.flatnonzero(short > 0)
    found = found[np.argsort(-short[found], kind="stable")]
    return [(int(row), float(short[row])) for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What asks for the money or work that is missing: whether duties draw on it, and coupling rows."""

    duties: bool
    rows: Whole


def _asking(programme: Programme, short: Whole, cheapest: Cheapest) -> Asking:
    """The duties that draw on what is short, and the floors that press. Where only whole options do not
    fit, or nothing presses, also the floors, else the decisions, else the ties, else any rule, that the same assets
    are under."""
    draws = _touches(programme, short)
    duties = bool((draws & programme.must[programme.asset_of]).any())
    asking = cheapest.presses.copy()
    if cheapest.only_whole or not (duties or asking.any()):
        asking = asking | _beside(programme, short, draws)
    asking[short] = False
    return Asking(duties=duties, rows=np.flatnonzero(asking))


def _beside(programme: Programme, short: Whole, draws: Flags) -> Flags:
    """The other rows that hold an asset which draws on what is short: floors, else decisions, else ties, else all."""
    assets = np.isin(programme.asset_of, programme.asset_of[draws])
    held = np.asarray(abs(programme.rows[:, np.flatnonzero(assets)]).sum(axis=1)).ravel() > 0
    held[short] = False
    floors = np.isfinite(programme.lower) & (programme.lower < programme.upper)
    tied = np.array([RULE_OF[rule].ties for rule in programme.rules], dtype=bool)
    kinds = (floors, programme.rules == LOCKED.name, tied, np.ones_like(tied))
    return next((held & kind for kind in kinds if (held & kind).any()), held)


def _touches(programme: Programme, rows: Whole) -> Flags:
    """The options that draw on any of these rows."""
    draws: Flags = np.asarray(abs(programme.rows[rows]).sum(axis=0)).ravel() > 0
    return draws


def _sentence(programme: Programme, rows: list[tuple[int, float]], asking: Asking) -> str:
    floors = [(row, amount) for row, amount in rows if _is_floor(programme, row)]
    parts = [_floors_said(programme, floors)] if floors else []
    groups = _by_rule(programme, [(row, amount) for row, amount in rows if not _is_floor(programme, row)])
    needs = [said for group in groups for said in _needs(programme, group)]
    if needs:
        asks = _demands(programme, asking)
        verb = "need" if len(asks) > 1 or asks[0] == DUTIES else "needs"
        parts.append(f"{listing(asks)} {verb} {listing(needs)}")
    return f"no plan keeps every rule: {', and '.join(parts)}"


def _by_rule(programme: Programme, rows: list[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    rules = dict.fromkeys(programme.rules[row] for row, _ in rows)
    return [[one for one in rows if programme.rules[one[0]] == rule] for rule in rules]


def _needs(programme: Programme, rows: list[tuple[int, float]]) -> list[str]:
    """What is short of the rows of one rule: each alone where they are few, else all together."""
    rule = RULE_OF[programme.rules[rows[0][0]]]
    if len(rows) <= FEW or rule.ties:
        return [_need(programme, row, amount) for row, amount in rows]
    row, most = rows[0]
    total = _amount(programme, row, sum(amount for _, amount in rows))
    return [f"{total} more than {len(rows)} limits of the {rule.name} have, the most {_need(programme, row, most)}"]


def _floors_said(programme: Programme, floors: list[tuple[int, float]]) -> str:
    beyond = "more than the options can spend within the other rules"
    if len(floors) == 1:
        row, amount = floors[0]
        return f"{_limit(programme, row)} asks for {_amount(programme, row, amount)} {beyond}"
    said = [f"{_limit(programme, row)} (by {_amount(programme, row, amount)})" for row, amount in floors]
    return f"{listing(said)} ask for {beyond}"


def _is_floor(programme: Programme, row: int) -> bool:
    return not np.isfinite(programme.upper[row])


def _need(programme: Programme, row: int, amount: float) -> str:
    limit = _limit(programme, row)
    if RULE_OF[programme.rules[row]].ties:
        return f"{limit} to give way"
    more = f"{_amount(programme, row, amount)} more than {limit}"
    return f"{more} has" if programme.in_pounds[row] else more


def _amount(programme: Programme, row: int, amount: float) -> str:
    return RULE_OF[programme.rules[row]].amount_said(amount)


def _given_way(impossible: Impossible, given: GivenWay) -> str:
    """Every limit that gives way, and by how much."""
    programme, envelopes = given.programme, impossible.case.envelopes
    parts = []
    for year, more in enumerate(given.raises.tolist()):
        if more:
            named = ENVELOPE.limit_said(financial_year(int(impossible.case.years[year])), envelopes[year])
            parts.append(f"raise {named} by {pounds(more)}")
    parts = _cut_short(parts, float(given.raises.sum()), pounds)
    rows = [(int(row), float(given.rows[row])) for row in np.flatnonzero(given.rows > 0)]
    for group in _by_rule(programme, rows):
        said = RULE_OF[programme.rules[group[0][0]]].amount_said
        total = sum(amount for _, amount in group)
        parts += _cut_short([_one_gives(programme, row, amount) for row, amount in group], total, said)
    repair = " and ".join(dict.fromkeys(parts))
    if given.raises.any() and any(_is_share(impossible, programme, row) for row, _ in rows):
        repair += " (shares of the money are of the money so raised)"
    return repair + ("" if given.in_whole else ", at the least")


def _is_share(impossible: Impossible, programme: Programme, row: int) -> bool:
    """Whether a row's limit is a share of the money, so that it moves when that is raised."""
    rules = impossible.rules
    in_pounds = {NETWORK_FLOOR.name: rules.network_floor_gbp, NETWORK_CAP.name: rules.network_cap_gbp}
    return programme.scopes[row] not in in_pounds.get(programme.rules[row], programme.scopes)


def _cut_short(parts: list[str], total: float, said: Callable[[float], str]) -> list[str]:
    if len(parts) <= NAMED:
        return parts
    return [*parts[:FEW], f"{len(parts) - FEW} more such limits ({said(total)} in all)"]


def _one_gives(programme: Programme, row: int, amount: float) -> str:
    """How one row gives way: `raise the cap of £8 for North by £2`."""
    rule, scope = RULE_OF[programme.rules[row]], programme.scopes[row]
    verb = rule.mend.split()[0]
    if rule.ties:
        return f"{rule.mend} ({scope})"
    if verb in ("raise", "lower"):
        return f"{verb} {_limit(programme, row)} by {_amount(programme, row, amount)}"
    return f"{rule.mend} (by {_amount(programme, row, amount)}, {scope})"


def _alternatives(impossible: Impossible, short: Whole, asking: Asking) -> Iterator[str]:
    """Single changes that are enough by themselves, each tried, to what asks and to floors that are short; nothing
    where trying takes too long."""
    programme = impossible.programme
    if not impossible.is_small:
        return
    rows = np.arange(len(programme.rules))
    floors = [int(row) for row in (*asking.rows, *short) if _is_money_floor(programme, int(row))]
    others = [int(row) for row in asking.rows if int(row) not in floors]
    tied = [row for row in others if RULE_OF[programme.rules[row]].ties]
    can_go = [row for row in tied if programme.rules[row] != SHARED_WORKS.name]
    for only in [floors, *([row] for row in others if row not in tied)][:TRIED]:
        given = given_by(impossible, np.isin(rows, only)) if only else None
        if given is not None:
            yield _given_way(impossible, given)
    for row in can_go[:TRIED]:
        rule, scope = programme.rules[row], programme.scopes[row]
        if is_possible(impossible, _without(programme, (programme.rules == rule) & (programme.scopes == scope))):
            yield f"{RULE_OF[rule].mend} ({scope})"
    if asking.duties and is_possible(impossible, _without_duties(programme)):
        yield ONE_ACTION.mend


def _without(programme: Programme, rows: Flags) -> Programme:
    """The programme with these rows left open."""
    return replace(
        programme,
        lower=np.where(rows, -np.inf, programme.lower),
        upper=np.where(rows, np.inf, programme.upper),
    )


def _without_duties(programme: Programme) -> Programme:
    choice = replace(programme.choice, lower=np.zeros_like(programme.choice.lower))
    return replace(programme, must=np.zeros_like(programme.must), choice=choice)


def _is_money_floor(programme: Programme, row: int) -> bool:
    return bool(programme.in_pounds[row]) and _is_floor(programme, row) and programme.lower[row] > 0


def _settings(programme: Programme, rows: list[tuple[int, float]], asking: Asking) -> tuple[tuple[str | int, ...], ...]:
    """The settings of the rules that ask, then of those that are short of something."""
    found: list[tuple[str | int, ...]] = []
    for row in [*asking.rows.tolist(), *(row for row, _ in rows)]:
        found += RULE_OF[programme.rules[row]].places(str(programme.scopes[row]))
    return tuple(dict.fromkeys(found))


def _demands(programme: Programme, asking: Asking) -> list[str]:
    """What asks, in words; every rule by its name where nothing nearer is known."""
    rows = [_limit(programme, int(row)) for row in asking.rows]
    duties = [DUTIES] if asking.duties else []
    return [*duties, *rows] or list(dict.fromkeys(programme.rules))


def _limit(programme: Programme, row: int) -> str:
    upper = programme.upper[row]
    limit = upper if np.isfinite(upper) else programme.lower[row]
    return RULE_OF[programme.rules[row]].limit_said(programme.scopes[row], limit)
