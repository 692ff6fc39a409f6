"""Why no plan keeps every rule, and the smallest change with which one would, in few words.

What asks too much of which limit, and by how much each limit would have to give way (`planning.giving_way`). Several
changes can be as small; beside the one that is found stands another that is enough by itself, tried.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from capplan.errors import InfeasibleError, Problem
from capplan.planning.blocks import Flags, Programme, Whole
from capplan.planning.closing import breaks_said, closed_options
from capplan.planning.giving_way import Cheapest, GivenWay, Impossible, given_by, is_possible, least_given
from capplan.planning.repair_words import Amounts, Asking, asks_too_much, gives_way, is_floor
from capplan.planning.rules import ENVELOPE, LOCKED, ONE_ACTION, RULE_OF, SHARED_WORKS
from capplan.planning.rules.rule import Setting
from capplan.planning.words import financial_year, listing

# A message is as full as so many words allow: how many of a kind are named, and how many changes.
MOST_WORDS = 80
FULLNESS = ((2, 2), (2, 1), (1, 1))
# Single changes that are tried beside the smallest.
TRIED = 4


def infeasible(impossible: Impossible) -> InfeasibleError:
    """The error that says in one sentence which rules ask too much of which limit, by how much, and the smallest
    change with which a plan would be possible."""
    programme = impossible.programme
    cheapest = least_given(impossible)
    rows = _short_rows(impossible, cheapest.given)
    if not rows:
        what = f"no plan of whole options keeps every rule ({listing(list(dict.fromkeys(programme.rules)))})"
        return InfeasibleError(Problem(where="rules", what=f"{what}; loosen one of them", mend=""))
    short = np.array([row for row, _ in rows])
    asking = _asking(programme, short, cheapest)
    what = _message(impossible, cheapest.given, rows, asking)
    settings = _settings(impossible, cheapest.given, [*asking.rows.tolist(), *short.tolist()])
    return InfeasibleError(Problem(where="rules", what=what, mend="", settings=settings))


def _message(impossible: Impossible, given: GivenWay, rows: Amounts, asking: Asking) -> str:
    first = gives_way(impossible, given, FULLNESS[0][0])
    short = np.array([row for row, _ in rows])
    other = [said for said in _alternatives(impossible, short, asking) if said != first][:1]
    change = "smallest change" if given.in_whole else "at the least"
    said = ""
    for few, changes in FULLNESS:
        asks = _too_large(impossible) or asks_too_much(impossible.programme, rows, asking, few)
        ways = [gives_way(impossible, given, few), *other][:changes]
        said = f"no plan keeps every rule: {asks}; {change}: {', or '.join(ways)}"
        if len(said.split()) <= MOST_WORDS:
            break
    return said


def _too_large(impossible: Impossible) -> str:
    """The must-treat assets of which every option is by itself more than a limit; nothing where there are none."""
    programme, case = impossible.programme, impossible.case
    closed = closed_options(programme)
    tied = np.array([RULE_OF[rule].ties for rule in programme.rules], dtype=bool)
    is_more = closed.options & (np.isfinite(programme.upper) & ~tied)[closed.row]
    assets = programme.must & np.logical_and.reduceat(is_more, programme.first)
    if not assets.any():
        return ""
    options = np.flatnonzero(assets[programme.asset_of])
    nearest = int(options[np.argmin(closed.beyond[options])])
    asset = case.assets[programme.asset_of[nearest]]
    breaks = breaks_said(case, programme, nearest, int(closed.row[nearest]))
    if assets.sum() == 1:
        return f"{asset} must be treated, but {breaks}"
    return f"{assets.sum()} assets that must be treated are too large (for {asset}, {breaks})"


def _short_rows(impossible: Impossible, given: GivenWay) -> Amounts:
    """The rows that are short, the most first; of the rows of one year's money, that which lacks most."""
    short = given.short.copy()
    for year in set(impossible.years.tolist()):
        rows = impossible.of_money[impossible.years == year]
        most = rows[np.argmax(short[rows])]
        short[rows[rows != most]] = 0.0
    found = np.flatnonzero(short > 0)
    found = found[np.argsort(-short[found], kind="stable")]
    return [(int(row), float(short[row])) for row in found]


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


def _alternatives(impossible: Impossible, short: Whole, asking: Asking) -> Iterator[str]:
    """Single changes that are enough by themselves, each tried, to what asks and to floors that are short; of a large
    programme only to the floors, for each try takes long."""
    programme = impossible.programme
    rows = np.arange(len(programme.rules))
    floors = [int(row) for row in (*asking.rows, *short) if _is_money_floor(programme, int(row))]
    others = [int(row) for row in asking.rows if int(row) not in floors]
    tied = [row for row in others if RULE_OF[programme.rules[row]].ties]
    can_go = [row for row in tied if programme.rules[row] != SHARED_WORKS.name]
    for only in [floors, *([row] for row in others if row not in tied)][: TRIED if impossible.is_small else 1]:
        given = given_by(impossible, np.isin(rows, only)) if only else None
        if given is not None:
            yield gives_way(impossible, given, FULLNESS[0][0])
    if not impossible.is_small:
        return
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
    return bool(programme.in_pounds[row]) and is_floor(programme, row) and programme.lower[row] > 0


def _settings(impossible: Impossible, given: GivenWay, others: list[int]) -> tuple[Setting, ...]:
    """The settings of what gives way, the most first; then those of the other rows (their positions)."""
    years, rows = np.flatnonzero(given.raises > 0), np.flatnonzero(given.rows > 0)
    raised = [
        (float(given.raises[year]), ENVELOPE.places(financial_year(int(impossible.case.years[year])))) for year in years
    ]
    loosened = [(float(given.rows[row]), _places(given.programme, int(row))) for row in rows]
    gives = sorted(raised + loosened, key=lambda change: -change[0])
    kept = [_places(impossible.programme, row) for row in others]
    return tuple(dict.fromkeys(place for places in (*(places for _, places in gives), *kept) for place in places))


def _places(programme: Programme, row: int) -> tuple[Setting, ...]:
    return RULE_OF[programme.rules[row]].places(str(programme.scopes[row]))
