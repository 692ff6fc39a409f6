"""Why no plan keeps every rule: one cheapest repair, in words.

Every limit is let give way at a price, and the programme is solved again for the least price: what gave
way is what is missing. Several repairs can cost the same; this names one.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from capplan.errors import InfeasibleError, Problem
from capplan.planning import handover
from capplan.planning.blocks import Flags, Floats, OwnColumns, Programme, Whole, in_units, solver_units
from capplan.planning.bound import price, relax
from capplan.planning.exact import breaches
from capplan.planning.rules import ENVELOPE, FUNDS, ONE_ACTION, RULE_OF
from capplan.planning.solvers import Effort
from capplan.planning.words import listing
from capplan.policy.schema import Solver

# A pound more of envelope is the first repair to think of, then a higher cap, then a lower floor.
PRICE_OF_ENVELOPE, PRICE_OF_CAP, PRICE_OF_FLOOR = 1.0, 1.1, 1.2
# Rules that tie assets together give way only if nothing else helps.
PRICE_OF_TIE = 10.0
BRANCHING_AT_MOST = 4_000
BRANCHING_SECONDS = 20.0
DUTIES = "the must-treat assets"
# More rows of a rule than these are told together.
FEW = 2
# Where each rule is set in `[rules]`, for pointing at the line.
SETTINGS = {
    "network floor": ("network_floor_gbp", "network_floor"),
    "network cap": ("network_cap_gbp", "network_cap"),
    "class floor": ("class_floor_gbp",),
    "class cap": ("class_cap_gbp",),
    "installs by network": ("max_installs",),
    "installs by site and class": ("max_installs",),
    "together": ("together",),
    "either/or": ("either_or",),
    "shared works": ("shared_works",),
    "over age": ("max_share_over_10_years",),
    "capacity": ("capacity",),
    "oldest first": ("oldest_first",),
    "locked": ("locked",),
    "stay close": ("stay_close",),
    "revenue": ("limits",),
    "carbon": ("limits",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What is missing: by how much each coupling row gave way (pounds or a count), which lower limits
    press, and whether shares of options would keep every rule, so that only whole ones do not."""

    missing: Floats
    presses: Flags
    only_whole: bool


def infeasible(programme: Programme, settings: Solver) -> InfeasibleError:
    """The error that says in one sentence which rules ask too much of which limit, by how much, and one repair
    that nothing is cheaper than."""
    shortfall = _shortfall(programme, settings)
    short = np.flatnonzero(shortfall.missing > 0)
    short = short[np.argsort(-shortfall.missing[short], kind="stable")]
    if not len(short):
        what = f"no plan of whole options keeps every rule ({listing(list(dict.fromkeys(programme.rules)))})"
        return InfeasibleError(Problem(where="rules", what=f"{what}; one repair: loosen one of them", mend=""))
    rows = [(int(row), float(shortfall.missing[row])) for row in short]
    asking = _asking(programme, short, shortfall)
    what = f"{_sentence(programme, rows, asking)}; one repair: {_repair(programme, rows, asking)}"
    return InfeasibleError(Problem(where="rules", what=what, mend="", settings=_settings(programme, rows, asking)))


def _shortfall(programme: Programme, settings: Solver) -> Shortfall:
    loose = _loosened(programme)
    units = solver_units(loose)
    scaled = in_units(loose, units)
    relaxed = relax(scaled, seed=settings.seed, time_limit_s=settings.time_limit_s)
    prices = price(scaled, relaxed.prices[: len(scaled.rules)]).prices
    presses = (prices < -1e-9) & np.isfinite(programme.lower) & (programme.lower < programme.upper)
    given = relaxed.values[len(scaled.benefit) + len(programme.own.upper) :]
    gave_way = abs(scaled.own.rows[:, len(programme.own.upper) :]) @ given
    missing = np.ceil(gave_way * np.where(programme.in_pounds, units.capital, 1.0) - 1e-3)
    only_whole = not missing.any()
    if len(programme.benefit) <= BRANCHING_AT_MOST or not missing.any():
        effort = Effort(target=None, gap=0.0, nodes=None, seconds=BRANCHING_SECONDS, seed=settings.seed)
        answer = handover.solve(scaled, handover.whole(scaled), effort)
        if answer.chosen is not None:
            missing = breaches(programme, answer.chosen)
    return Shortfall(missing=missing, presses=presses, only_whole=only_whole)


def _loosened(programme: Programme) -> Programme:
    """The programme with a column at a price for every limit, and a bonus for each must-treat asset that
    outweighs whatever treating it can cost."""
    rows = len(programme.rules)
    per_unit = _prices(programme)
    above, below = np.isfinite(programme.upper), np.isfinite(programme.lower)
    give = sp.hstack([-sp.eye_array(rows).tocsc()[:, above], sp.eye_array(rows).tocsc()[:, below]], format="csr")
    worth = -np.concatenate([per_unit[above], per_unit[below]])
    dearest = float((abs(programme.rows).T @ per_unit).max(initial=0.0))
    own = programme.own
    return replace(
        programme,
        benefit=np.where(programme.must[programme.asset_of], 1.01 * dearest + 1.0, 0.0),
        must=np.zeros_like(programme.must),
        choice=replace(programme.choice, lower=np.zeros_like(programme.choice.lower)),
        own=OwnColumns(
            rows=sp.csr_array(sp.hstack([own.rows, give], format="csr")),
            upper=np.concatenate([own.upper, np.full(give.shape[1], np.inf)]),
            worth=np.concatenate([own.worth, worth]),
        ),
    )


def _prices(programme: Programme) -> Floats:
    """What one unit of giving way costs on each row: pounds as they are, a count as a typical option."""
    pounds_rows = programme.rows[programme.rules == ENVELOPE.name]
    typical = float(pounds_rows.data.mean()) if pounds_rows.nnz else 1.0
    largest = float(pounds_rows.max()) if pounds_rows.nnz else 1.0
    in_money = np.where(np.isfinite(programme.lower), PRICE_OF_FLOOR, PRICE_OF_CAP)
    in_money = np.where(programme.rules == ENVELOPE.name, PRICE_OF_ENVELOPE, in_money)
    tied = np.array([RULE_OF[rule].ties for rule in programme.rules], dtype=bool)
    return np.where(programme.in_pounds, in_money, np.where(tied, PRICE_OF_TIE * largest, typical))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What asks for the money or work that is missing: whether duties draw on it, and coupling rows."""

    duties: bool
    rows: Whole


def _asking(programme: Programme, short: Whole, shortfall: Shortfall) -> Asking:
    """The duties that draw on what is short, and the floors that press. Where only whole options do not
    fit, or nothing presses, also the floors, else the ties, else any rule, that the same assets are under."""
    draws = _touches(programme, short)
    duties = bool((draws & programme.must[programme.asset_of]).any())
    asking = shortfall.presses
    if shortfall.only_whole or not (duties or asking.any()):
        asking = asking | _beside(programme, short, draws)
    return Asking(duties=duties, rows=np.flatnonzero(asking))


def _beside(programme: Programme, short: Whole, draws: Flags) -> Flags:
    """The other rows that hold an asset which draws on what is short: floors, else ties, else all."""
    assets = np.isin(programme.asset_of, programme.asset_of[draws])
    held = np.asarray(abs(programme.rows[:, np.flatnonzero(assets)]).sum(axis=1)).ravel() > 0
    held[short] = False
    floors = np.isfinite(programme.lower) & (programme.lower < programme.upper)
    tied = np.array([RULE_OF[rule].ties for rule in programme.rules], dtype=bool)
    kinds = (floors, tied, np.ones_like(tied))
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


def _repair(programme: Programme, rows: list[tuple[int, float]], asking: Asking) -> str:
    """What would have to give way, and by how much where one figure says it."""
    together = [_given_way(programme, group) for group in _by_rule(programme, rows)]
    repairs = [" and ".join(dict.fromkeys(together))]
    floors = [int(row) for row in asking.rows if _is_money_floor(programme, int(row))]
    needed = sum(amount for row, amount in rows if programme.in_pounds[row] and not _is_floor(programme, row))
    total = float(programme.lower[floors].sum())
    if floors and 0 < needed <= total:
        it = "the floor" if len(floors) == 1 else "the floors"
        repairs.append(f"lower {it} by {_percent(needed / total)}")
    others = [row for row in asking.rows if row not in floors]
    repairs += [RULE_OF[programme.rules[row]].mend for row in others]
    repairs += [ONE_ACTION.mend] if asking.duties else []
    return ", or ".join(dict.fromkeys(repairs))


def _given_way(programme: Programme, rows: list[tuple[int, float]]) -> str:
    """How the rows of one rule would have to give way, all that they lack together."""
    rule = RULE_OF[programme.rules[rows[0][0]]]
    if rule.ties:
        return rule.mend
    total = sum(amount for _, amount in rows)
    in_all = " in all" if len(rows) > 1 else ""
    if _is_floor(programme, rows[0][0]):
        limits = float(sum(programme.lower[row] for row, _ in rows))
        return f"{rule.mend} by {_percent(total / limits)}{in_all}" if 0 < total <= limits else rule.mend
    amount = _amount(programme, rows[0][0], total)
    if rule is ENVELOPE:
        return f"raise it by {amount}{in_all}, or let other years take the work"
    return f"{rule.mend} by {amount}{in_all}"


def _is_money_floor(programme: Programme, row: int) -> bool:
    return bool(programme.in_pounds[row]) and _is_floor(programme, row) and programme.lower[row] > 0


def _percent(share: float) -> str:
    """A share that is enough: rounded up to whole per cents, to hundredths below one.

    >>> _percent(0.0712), _percent(0.0004)
    ('8 %', '0.04 %')
    """
    hundredths = np.ceil(share * 1e4 - 1e-9)
    return f"{np.ceil(hundredths / 100):.0f} %" if hundredths >= 100 else f"{max(hundredths, 1) / 100:.2f} %"


def _settings(programme: Programme, rows: list[tuple[int, float]], asking: Asking) -> tuple[tuple[str | int, ...], ...]:
    """The settings of the rules that ask, then of those that are short of something."""
    found: list[tuple[str | int, ...]] = []
    for row in [*asking.rows.tolist(), *(row for row, _ in rows)]:
        rule, scope = programme.rules[row], str(programme.scopes[row])
        if rule == ENVELOPE.name:
            found += [("budget", scope[:4]), ("budget",)]
        if rule == FUNDS.name:
            found += [("fund", 0), ("fund",)]
        for key in SETTINGS.get(rule, ()):
            found += [("rules", key, scope), ("rules", key)]
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
