"""What no plan can keep, and what would have to give way, in few words.

`few` is how many of a kind are named; of more, the largest is named and the rest are counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from capplan.planning.blocks import Programme, Whole
from capplan.planning.giving_way import GivenWay, Impossible
from capplan.planning.programme import limit_said
from capplan.planning.rules import ENVELOPE, NETWORK_CAP, NETWORK_FLOOR, RULE_OF
from capplan.planning.words import financial_year, pounds

DUTIES = "the must-treat assets"
BEYOND_FLOORS = "more than the options can spend within the other rules"

Amounts = list[tuple[int, float]]  # rows, and by how much each is short or gives way


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What asks for the money or work that is missing: whether duties draw on it, and coupling rows."""

    duties: bool
    rows: Whole


def is_floor(programme: Programme, row: int) -> bool:
    """Whether a row has a limit from below only."""
    return not np.isfinite(programme.upper[row])


def asks_too_much(programme: Programme, rows: Amounts, asking: Asking, few: int) -> str:
    """What asks for more than which limits have, and by how much."""
    floors = [one for one in rows if is_floor(programme, one[0])]
    others = [one for one in rows if not is_floor(programme, one[0])]
    parts = [_floors_said(programme, floors, few)] if floors else []
    if others:
        asks = _asks(programme, asking)
        verb = "need" if len(asks) > 1 or asks[0] == DUTIES or asks[0][0].isdigit() else "needs"
        parts.append(f"{_counted(asks, few)} {verb} {_needs(programme, others, few)}")
    return ", and ".join(parts)


def _asks(programme: Programme, asking: Asking) -> list[str]:
    """What asks, a rule with several limits as one; every rule by its name where nothing nearer is known."""
    asks = [DUTIES] if asking.duties else []
    of_rule: dict[str, list[int]] = {}
    for row in asking.rows.tolist():
        of_rule.setdefault(programme.rules[row], []).append(row)
    for rule, rows in of_rule.items():
        named = [limit_said(programme, row) for row in rows]
        asks += named if len(rows) <= 2 or RULE_OF[rule].ties else [f"{len(rows)} limits of the {rule}"]
    return asks or list(dict.fromkeys(programme.rules))


def _needs(programme: Programme, rows: Amounts, few: int) -> str:
    """What is short, the most first."""
    said = [_need(programme, row, amount) for row, amount in rows]
    if len(said) <= few:
        return _listed(said)
    return f"{said[0]}, and {len(said) - 1} further limit{'s are' if len(said) > 2 else ' is'} short"


def _need(programme: Programme, row: int, amount: float) -> str:
    limit, rule = limit_said(programme, row), RULE_OF[programme.rules[row]]
    if rule.ties:
        return f"{limit} to give way"
    return f"{rule.amount_said(amount)} more than {limit}" + (" has" if programme.in_pounds[row] else "")


def _floors_said(programme: Programme, floors: Amounts, few: int) -> str:
    said = [(limit_said(programme, row), RULE_OF[programme.rules[row]].amount_said(amount)) for row, amount in floors]
    if len(said) == 1:
        limit, amount = said[0]
        return f"{limit} asks for {amount} {BEYOND_FLOORS}"
    return f"{_counted([f'{limit} (by {amount})' for limit, amount in said], few)} ask for {BEYOND_FLOORS}"


def gives_way(impossible: Impossible, given: GivenWay, few: int) -> str:
    """What gives way, and by how much: `raise the 2027/28 envelope of £10 by £1 and lower the floor of £9 for North by
    £2`."""
    programme, envelopes = given.programme, impossible.case.envelopes
    money = [
        (f"raise {_envelope(impossible, year, envelopes[year])} by {pounds(more)}", float(more))
        for year, more in enumerate(given.raises.tolist())
        if more
    ]
    parts = _largest(money, pounds, few)
    rows = [(int(row), float(given.rows[row])) for row in np.flatnonzero(given.rows > 0)]
    names = list(dict.fromkeys(programme.rules[row] for row, _ in rows))
    named = names if few > 1 else names[: 1 - bool(parts)]
    for name in named:
        of_rule = [(_one_gives(programme, row, amount), amount) for row, amount in rows if programme.rules[row] == name]
        parts += _largest(of_rule, RULE_OF[name].amount_said, few)
    if len(named) < len(names):
        further = sum(programme.rules[row] not in named for row, _ in rows)
        parts.append(f"loosen {further} more limit{'s' if further > 1 else ''} of other rules")
    shares = given.raises.any() and any(
        _is_share(impossible, programme, row) for row, _ in rows if programme.rules[row] in named
    )
    return _once_each(list(dict.fromkeys(parts))) + (" (shares of the money so raised)" if shares else "")


def _envelope(impossible: Impossible, year: int, envelope: float) -> str:
    return ENVELOPE.limit_said(financial_year(int(impossible.case.years[year])), envelope)


def _one_gives(programme: Programme, row: int, amount: float) -> str:
    """How one row gives way: `raise the cap of £8 for North by £2`."""
    rule, scope = RULE_OF[programme.rules[row]], programme.scopes[row]
    verb, by = rule.mend.split()[0], rule.amount_said(amount)
    if rule.ties:
        return f"{rule.mend} ({scope})"
    return f"{verb} {limit_said(programme, row)} by {by}" if verb in MOVES else f"{rule.mend} (by {by}, {scope})"


MOVES = ("raise", "lower")


def _is_share(impossible: Impossible, programme: Programme, row: int) -> bool:
    """Whether a row's limit is a share of the money, so that it moves when that is raised."""
    rules = impossible.rules
    in_pounds = {NETWORK_FLOOR.name: rules.network_floor_gbp, NETWORK_CAP.name: rules.network_cap_gbp}
    return programme.scopes[row] not in in_pounds.get(programme.rules[row], programme.scopes)


def _largest(parts: list[tuple[str, float]], said: Callable[[float], str], few: int) -> list[str]:
    if len(parts) <= few:
        return [part for part, _ in parts]
    largest, _ = max(parts, key=lambda part: part[1])
    return [f"{largest} and {len(parts) - 1} more of its kind ({said(sum(amount for _, amount in parts))} in all)"]


def _once_each(parts: Sequence[str]) -> str:
    """Parts in a row, a verb said once: `raise A by £1 and B by £2 and lower C by £3`."""
    said, before = list[str](), ""
    for part in parts:
        verb, _, rest = part.partition(" ")
        said.append(rest if verb == before and verb in MOVES else part)
        before = verb
    return " and ".join(said)


def _counted(names: Sequence[str], few: int) -> str:
    """Names in a sentence, those beyond the first few counted."""
    if len(names) <= few + 1:
        return _listed(names)
    return f"{', '.join(names[:few])} and {len(names) - few} others"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
