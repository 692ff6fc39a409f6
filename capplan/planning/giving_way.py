"""Which limits would have to give way for a plan to be possible, and by how much, at the least price.

Every limit is let give way at a price, and the programme is solved again for the least price. More money in a year
helps every row of that year, and moves the floors and caps that are shares of the money; so what is found is tried
by making the programme again with the money raised.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from capplan.planning import handover
from capplan.planning.blocks import Flags, Floats, OwnColumns, Programme, Whole, in_units, solver_units
from capplan.planning.bound import price, relax
from capplan.planning.case import Case
from capplan.planning.exact import breaches
from capplan.planning.programme import make_programme
from capplan.planning.rules import ENVELOPE, MONEY, NETWORK_CAP, NETWORK_FLOOR, RULE_OF, SHARED_WORKS
from capplan.planning.rules.envelope import years_of_rows
from capplan.planning.rules.shares import network_shares
from capplan.planning.solvers import Effort
from capplan.policy.schema import Rules, Solver

# A pound more of envelope is the first repair to think of, then a higher cap, then a lower floor.
PRICE_OF_ENVELOPE, PRICE_OF_CAP, PRICE_OF_FLOOR = 1.0, 1.1, 1.2
# Rules that tie assets together give way only if nothing else helps.
PRICE_OF_TIE = 10.0
BRANCHING_AT_MOST = 4_000
BRANCHING_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible:
    """A programme that no plan keeps, and what it was made of."""

    case: Case
    rules: Rules
    objective: str
    programme: Programme
    settings: Solver

    @property
    def of_money(self) -> Whole:
        """The rows of the envelopes and the ring-fenced funds."""
        return np.flatnonzero(np.isin(self.programme.rules.astype(str), [rule.name for rule in MONEY]))

    @property
    def years(self) -> Whole:
        """The year (its position) of each row of money."""
        return years_of_rows(self.case, self.rules) if len(self.of_money) else np.empty(0, dtype=np.int64)

    @property
    def is_small(self) -> bool:
        """Whether it is solved in whole options."""
        return len(self.programme.benefit) <= BRANCHING_AT_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenWay:
    """Limits that give way so that a plan is possible.

    - `raises`: pounds more for each year's envelope; `rows`: by how much each other coupling row gives way, against
      the limits of `programme`, which has the money raised.
    - `short`: by how much each row of the programme as it was is short (pounds or a count).
    - `in_whole`: whether a plan of whole options keeps every rule then; else the figures are the least that the
      linear relaxation asks.
    """

    programme: Programme
    raises: Whole
    rows: Floats
    short: Floats
    in_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheapest:
    """What gives way at the least price, which lower limits press on the relaxation, and whether shares of options
    would keep every rule, so that only whole ones do not."""

    given: GivenWay
    presses: Flags
    only_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Levers:
    """What may give way, a column each: what a unit of it adds to each row, and costs; the first are the envelopes,
    one a year."""

    rows: sp.csr_array
    prices: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loosened:
    """The programme with its levers, in the solver's units, and what a pound is there."""

    scaled: Programme
    capital: float


def least_given(impossible: Impossible) -> Cheapest:
    """The cheapest limits to give way: in whole options where the programme is small, or where shares of options
    keep every rule."""
    levers = _levers(impossible, np.ones(len(impossible.programme.rules), dtype=bool), with_money=True)
    loose = _loosened(impossible.programme, levers)
    settings = impossible.settings
    relaxed = relax(loose.scaled, seed=settings.seed, time_limit_s=settings.time_limit_s)
    prices = price(loose.scaled, relaxed.prices[: len(loose.scaled.rules)]).prices
    programme = impossible.programme
    presses = (prices < -1e-9) & np.isfinite(programme.lower) & (programme.lower < programme.upper)
    partly = _in_parts(impossible, levers, loose, relaxed.values)
    only_whole = not partly.short.any()
    chosen = _solved(impossible, loose) if impossible.is_small or only_whole else None
    given = partly if chosen is None else _of_plan(impossible, chosen)
    return Cheapest(given=given, presses=presses, only_whole=only_whole)


def given_by(impossible: Impossible, only: Flags) -> GivenWay | None:
    """What the coupling rows `only` would have to give way by, if nothing else did: in whole options where the
    programme is small, else in the relaxation. None where that is not enough, or not found."""
    levers = _levers(impossible, only, with_money=False)
    loose = _loosened(impossible.programme, levers)
    if impossible.is_small:
        chosen = _solved(impossible, loose)
        given = None if chosen is None else _of_plan(impossible, chosen)
        treated = chosen is not None and _treats_all(impossible.programme, chosen)
    else:
        values = relax(loose.scaled, seed=impossible.settings.seed, time_limit_s=BRANCHING_SECONDS).values
        given = _in_parts(impossible, levers, loose, values, with_money=False)
        treated = _treats_all(impossible.programme, values[: len(impossible.programme.benefit)])
    return given if given is not None and treated and not given.short[~only].any() else None


def is_possible(impossible: Impossible, changed: Programme) -> bool:
    """Whether a plan of whole options is found once the programme is changed so."""
    scaled = in_units(changed, solver_units(changed))
    free = replace(scaled, benefit=np.zeros(len(scaled.benefit)))
    effort = Effort(target=None, gap=1.0, nodes=None, seconds=BRANCHING_SECONDS / 4, seed=impossible.settings.seed)
    chosen = handover.solve(free, handover.whole(free), effort).chosen
    return chosen is not None and _treats_all(changed, chosen) and not breaches(changed, chosen).any()


def _treats_all(programme: Programme, shares: Flags | Floats) -> bool:
    treated = np.add.reduceat(shares.astype(np.float64), programme.first)
    return bool((treated[programme.must] > 1 - 1e-6).all())


def _solved(impossible: Impossible, loose: _Loosened) -> Flags | None:
    seed = impossible.settings.seed
    effort = Effort(target=None, gap=0.0, nodes=None, seconds=BRANCHING_SECONDS, seed=seed)
    return handover.solve(loose.scaled, handover.whole(loose.scaled), effort).chosen


def _levers(impossible: Impossible, which: Flags, *, with_money: bool) -> _Levers:
    """A lever for each year's money, where asked, then one for each limit of the rows `which`, but for those that
    say which works are paid: more money pays for works."""
    programme = impossible.programme
    others = which & ~np.isin(programme.rules.astype(str), [rule.name for rule in (*MONEY, SHARED_WORKS)])
    above = np.flatnonzero(np.isfinite(programme.upper) & others)
    below = np.flatnonzero(np.isfinite(programme.lower) & others)
    per_unit = _prices(programme)
    eye = sp.eye_array(len(programme.rules), format="csc")
    money = _money_levers(impossible) if with_money else sp.csc_array((len(programme.rules), 0))
    return _Levers(
        rows=sp.csr_array(sp.hstack([money, -eye[:, above], eye[:, below]], format="csr")),
        prices=np.concatenate([np.full(money.shape[1], PRICE_OF_ENVELOPE), per_unit[above], per_unit[below]]),
    )


def _money_levers(impossible: Impossible) -> sp.csc_array:
    """A pound more in each year: for the rows of that year, and for limits that are shares of all money."""
    years, rows = impossible.years, impossible.of_money
    count = len(impossible.case.years) if len(rows) else 0
    own = sp.coo_array((-np.ones(len(rows)), (rows, years)), shape=(len(impossible.programme.rules), count))
    shares = np.repeat(-_share_of_money(impossible)[:, None], count, axis=1)
    return sp.csc_array(own.tocsc() + sp.csc_array(shares))


def _share_of_money(impossible: Impossible) -> Floats:
    """How much each row's limit rises with a pound of envelope."""
    programme, rules = impossible.programme, impossible.rules
    follows = np.zeros(len(programme.rules))
    for rule, per, given in (
        (NETWORK_FLOOR, rules.network_floor, rules.network_floor_gbp),
        (NETWORK_CAP, rules.network_cap, rules.network_cap_gbp),
    ):
        rows = [row for row in programme.rows_of(rule.name).tolist() if programme.scopes[row] not in given]
        if rows and per is not None:
            shares = network_shares(impossible.case, rules)
            follows[rows] = [per * float(shares[programme.scopes[row]]) for row in rows]
    return follows


def _prices(programme: Programme) -> Floats:
    """What one unit of giving way costs on each row: pounds as they are, a count as a typical option."""
    pounds_rows = programme.rows[programme.rules == ENVELOPE.name]
    typical = float(pounds_rows.data.mean()) if pounds_rows.nnz else 1.0
    largest = float(pounds_rows.max()) if pounds_rows.nnz else 1.0
    in_money = np.where(np.isfinite(programme.lower), PRICE_OF_FLOOR, PRICE_OF_CAP)
    tied = np.array([RULE_OF[rule].ties for rule in programme.rules], dtype=bool)
    return np.where(programme.in_pounds, in_money, np.where(tied, PRICE_OF_TIE * largest, typical))


def _loosened(programme: Programme, levers: _Levers) -> _Loosened:
    """The programme with a column for every lever, and a bonus for each must-treat asset that outweighs whatever
    treating it can cost."""
    dearest = float((abs(programme.rows).T @ _prices(programme)).max(initial=0.0))
    own = programme.own
    loose = replace(
        programme,
        benefit=np.where(programme.must[programme.asset_of], 1.01 * dearest + 1.0, 0.0),
        must=np.zeros_like(programme.must),
        choice=replace(programme.choice, lower=np.zeros_like(programme.choice.lower)),
        own=OwnColumns(
            rows=sp.csr_array(sp.hstack([own.rows, levers.rows], format="csr")),
            upper=np.concatenate([own.upper, np.full(levers.rows.shape[1], np.inf)]),
            worth=np.concatenate([own.worth, -levers.prices]),
        ),
    )
    units = solver_units(loose)
    return _Loosened(scaled=in_units(loose, units), capital=units.capital)


def _in_parts(
    impossible: Impossible, levers: _Levers, loose: _Loosened, values: Floats, *, with_money: bool = True
) -> GivenWay:
    """What gives way in the relaxation (its values: options, own columns, levers), in whole units."""
    programme, count = impossible.programme, len(set(impossible.years.tolist())) if with_money else 0
    unit = np.where(programme.in_pounds, loose.capital, 1.0)
    given = values[len(values) - len(levers.prices) :]
    kept = values[: len(values) - len(given)]
    used = sp.hstack([loose.scaled.rows, loose.scaled.own.rows[:, : len(programme.own.upper)]], format="csr") @ kept
    beyond = np.maximum(used - loose.scaled.upper, loose.scaled.lower - used)
    raises = _by_year(impossible, np.ceil(given[:count] * loose.capital - 1e-3).astype(np.int64))
    again = _with_money(impossible, raises)
    alike = np.array_equal(again.scopes, programme.scopes)
    return GivenWay(
        programme=again if alike else programme,
        raises=raises,
        rows=np.ceil((abs(levers.rows[:, count:]) @ given[count:]) * unit - 1e-3),
        short=np.ceil(np.maximum(beyond, 0.0) * unit - 1e-3),
        in_whole=False,
    )


def _of_plan(impossible: Impossible, chosen: Flags) -> GivenWay:
    """What must give way for a plan of whole options, to the pound."""
    programme = impossible.programme
    short = breaches(programme, chosen)
    upper, raises = programme.upper.copy(), list[int]()
    for year in range(len(set(impossible.years.tolist()))):
        rows = impossible.of_money[impossible.years == year]
        more = breaches(replace(programme, upper=upper), chosen)[rows].max(initial=0.0)
        upper[rows] += more
        raises.append(int(more))
    by_year = _by_year(impossible, np.array(raises, dtype=np.int64))
    again = _with_money(impossible, by_year)
    rows = breaches(again, chosen)
    return GivenWay(programme=again, raises=by_year, rows=rows, short=short, in_whole=True)


def _with_money(impossible: Impossible, raises: Whole) -> Programme:
    """The programme with each year's envelope raised."""
    raised = replace(impossible.case, envelopes=impossible.case.envelopes + raises)
    return make_programme(raised, impossible.rules, impossible.objective)


def _by_year(impossible: Impossible, raises: Whole) -> Whole:
    return raises if len(raises) else np.zeros(len(impossible.case.years), dtype=np.int64)
