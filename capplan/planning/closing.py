"""Options that no plan can hold, whatever else it chooses: each breaks a limit by itself.

A relaxation would choose a share of such an option, and so make money look scarcer and plans worth more than they
can be. They are left out before anything is priced or solved.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.bound import Priced, price
from capplan.planning.case import Case
from capplan.planning.found import NoPlanError
from capplan.planning.programme import limit_said
from capplan.planning.rules import MONEY, RULE_OF
from capplan.planning.words import financial_year

# Rows of counts may hold fractions; those of pounds are whole, and have no tolerance.
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """For each option, a coupling row that it breaks whatever else is chosen (-1: none), and by how much beyond all
    that could help it (in the row's unit)."""

    row: Whole
    beyond: Floats

    @property
    def options(self) -> Flags:
        """Which options are closed."""
        return self.row >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of a programme without its closed options, and the whole of it."""

    whole: Programme
    closed: Closed
    programme: Programme

    @property
    def options(self) -> Flags:
        """Which of the whole programme's options are left; where none is, all stand in, worth less than nothing."""
        is_part = len(self.programme.benefit) < len(self.whole.benefit)
        return ~self.closed.options if is_part else np.ones_like(self.closed.options)

    def in_whole(self, chosen: Flags) -> Flags:
        """A choice of what is left, as one of the whole programme's options."""
        whole = np.zeros(len(self.whole.benefit), dtype=bool)
        whole[self.options] = chosen
        return whole

    def price(self, prices: Floats) -> Priced:
        """What is left at these prices, laid out as the whole programme; what a closed option loses is infinite."""
        priced, whole, options = price(self.programme, prices), self.whole, self.options
        if options.all():
            return priced
        reduced, best = np.full(len(options), -np.inf), np.zeros(len(whole.first))
        reduced[options] = priced.reduced
        best[np.logical_or.reduceat(options, whole.first)] = priced.best
        return replace(priced, reduced=reduced, best=best, loss=best[whole.asset_of] - reduced)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """Limits from above, `matrix @ options <= most` with the own columns at their best: `row` is where each stands
    among the coupling rows."""

    matrix: sp.csr_array
    most: Floats
    row: Whole


def closed_options(programme: Programme) -> Closed:
    """The options that are in no plan, each with the first row that it breaks.

    A row is helped by every other option as much as all of them could together, and by its own columns, so a
    shortfall that is paid for closes nothing. Options that are closed help no others: works that cannot be paid close
    what needs them.
    """
    sides = [*_sides(programme)]
    options = len(programme.benefit)
    closed = Closed(row=np.full(options, -1, dtype=np.int64), beyond=np.zeros(options))
    newly = True
    while newly:
        newly = False
        for side in sides:
            option, row, beyond = _breaking(side, ~closed.options)
            newly |= bool(len(option))
            closed.row[option], closed.beyond[option] = row, beyond
    return closed


def _sides(programme: Programme) -> Iterator[_Side]:
    tolerance = np.where(programme.in_pounds, 0.0, TOLERANCE)
    for sign, limit in ((1.0, programme.upper), (-1.0, -programme.lower)):
        row = np.flatnonzero(np.isfinite(limit))
        own = sign * programme.own.rows[row]
        most = limit[row] + tolerance[row] - _negative(own) @ programme.own.upper
        yield _Side(matrix=sp.csr_array(sign * programme.rows[row]), most=most, row=row)


def _negative(matrix: sp.csr_array) -> sp.csr_array:
    return sp.csr_array((np.minimum(matrix.data, 0.0), matrix.indices, matrix.indptr), shape=matrix.shape)


def _breaking(side: _Side, is_open: Flags) -> tuple[Whole, Whole, Floats]:
    """The open options that break a limit of this side, the first row that each does, and by how much."""
    matrix, most = side.matrix, side.most
    if matrix.data.min(initial=0.0) < 0:
        most = most - _negative(matrix) @ is_open.astype(np.float64)
    largest = np.maximum.reduceat(np.append(matrix.data, -np.inf), matrix.indptr[:-1])
    near = np.flatnonzero((largest > most) & (np.diff(matrix.indptr) > 0))
    entries = matrix[near].tocoo()
    row, option = entries.coords
    beyond = entries.data - most[near][row]
    breaks = np.flatnonzero((beyond > 0) & is_open[option])
    options, first = np.unique(option[breaks], return_index=True)
    at = breaks[first]
    return options.astype(np.int64), side.row[near[row[at]]], beyond[at]


def what_is_left(programme: Programme) -> Left:
    """The programme without its closed options, and without the assets that have no others.

    Raises NoPlanError where a must-treat asset has none.
    """
    closed = closed_options(programme)
    left = ~closed.options
    assets = np.logical_or.reduceat(left, programme.first)
    if (programme.must & ~assets).any():
        raise NoPlanError
    if left.all():
        part = programme
    elif left.any():
        part = _part(programme, left, assets)
    else:
        part = replace(programme, benefit=-1.0 - np.abs(programme.benefit))
    return Left(whole=programme, closed=closed, programme=part)


def _part(programme: Programme, left: Flags, assets: Flags) -> Programme:
    options, choice = np.flatnonzero(left), programme.choice
    asset_of = (np.cumsum(assets) - 1)[programme.asset_of[options]]
    return replace(
        programme,
        benefit=programme.benefit[options],
        preference=programme.preference[options],
        asset_of=asset_of,
        first=np.flatnonzero(np.diff(asset_of, prepend=-1)),
        must=programme.must[assets],
        choice=replace(
            choice,
            scopes=tuple(np.array(choice.scopes, dtype=object)[assets]),
            rows=sp.csr_array(choice.rows[np.flatnonzero(assets)][:, options]),
            lower=choice.lower[assets],
            upper=choice.upper[assets],
        ),
        rows=sp.csr_array(programme.rows[:, options]),
    )


def breaks_said(case: Case, programme: Programme, option: int, row: int) -> str:
    """How an option breaks a limit by itself: `to replace it in 2031/32 takes £1,300,000, more than the 2031/32
    envelope of £700,000`."""
    rule, limit = RULE_OF[programme.rules[row]], limit_said(programme, row)
    year = financial_year(int(case.start[option]))
    does = f"to {case.options[c.ACTION].iloc[option]} it in {year}"
    if rule.ties or not np.isfinite(programme.upper[row]):
        return f"{does} does not go with {limit}, whatever else is chosen"
    own = programme.own.rows[[row]]
    more = float((-_negative(own) @ programme.own.upper)[0])
    helped = f" and the {rule.amount_said(more)} that may be carried into it" if more and rule in MONEY else ""
    takes = rule.amount_said(float(programme.rows[row, option]))
    return f"{does} takes {takes}, more than {limit}{helped}"
