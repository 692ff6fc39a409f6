"""A first plan, soon: every asset's best choice at some prices, mended until every rule is kept.

One move at a time gives an asset another option or none; each makes less of what is broken. Limits from below weigh
more than those from above: what a floor needs is put in first, then what is over is taken out elsewhere.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.bound import Priced
from capplan.planning.core import base_options
from capplan.planning.exact import breaches
from capplan.planning.own import settling

FLOOR_WEIGHS = 3.0
# Where no move helps, what is still broken weighs this many times more (breakout; Morris 1993, AAAI-93, 40-45).
STUCK_WEIGHS = 8.0
ROUNDS, MOVES_A_ROUND = 30, 20_000


@dataclass(slots=True, kw_only=True)
class _Mending:
    """A plan on the way: what each asset has (-1 for keeping it) and what each row comes to, with the limits
    (own columns counted as room) and the weight of a unit beyond each."""

    programme: Programme
    draws: sp.csr_array
    base: Whole
    activity: Floats
    lower: Floats
    upper: Floats
    low_weight: Floats
    high_weight: Floats

    def broken(self, row: NDArray[np.integer], activity: Floats) -> Floats:
        """How much these rows are beyond their limits at such an activity, weighted."""
        above = np.maximum(activity - self.upper[row], 0.0) * self.high_weight[row]
        below = np.maximum(self.lower[row] - activity, 0.0) * self.low_weight[row]
        beyond: Floats = above + below
        return beyond

    @property
    def chosen(self) -> Flags:
        """The plan as flags."""
        flags = np.zeros(len(self.programme.benefit), dtype=bool)
        flags[self.base[self.base >= 0]] = True
        return flags


def leading(programme: Programme, priced: Priced) -> Flags:
    """Each asset's best choice at the prices: one option at most."""
    best = np.full(len(programme.first), -1, dtype=np.int64)
    leads = np.flatnonzero(priced.loss <= 0)[::-1]
    best[programme.asset_of[leads]] = leads
    chosen = np.zeros(len(programme.benefit), dtype=bool)
    chosen[best[best >= 0]] = True
    return chosen


def mended(programme: Programme, priced: Priced, start: Flags) -> Flags | None:
    """A plan that keeps every rule (whole pounds), from `start` by moves of little loss at the prices; None where
    these moves do not lead to one.

    `start` has at most one option an asset; `priced` is of the same programme, in any units.
    """
    base = base_options(programme, start)
    ends = np.append(programme.first[1:], len(programme.benefit))
    for asset in np.flatnonzero(programme.must & (base < 0)).tolist():
        begin = int(programme.first[asset])
        base[asset] = begin + int(np.argmin(priced.loss[begin : ends[asset]]))
    plan = _begun(programme, base)
    for _ in range(ROUNDS):
        beyond = plan.broken(np.arange(len(plan.activity)), plan.activity)
        rows = np.flatnonzero(beyond > 0)
        if not len(rows):
            break
        if not _round(plan, priced, rows):
            plan.low_weight[rows] *= STUCK_WEIGHS
            plan.high_weight[rows] *= STUCK_WEIGHS
    chosen = plan.chosen
    return None if breaches(programme, chosen).any() else chosen


def _begun(programme: Programme, base: Whole) -> _Mending:
    rows, soft = programme.rows, settling(programme).soft
    sizes = np.add.reduceat(np.append(np.abs(rows.data), 0.0), rows.indptr[:-1])
    per_unit = np.maximum(np.diff(rows.indptr), 1) / np.maximum(sizes, 1e-9)
    give = np.zeros(len(programme.rules))
    give[soft.rows] = soft.most
    held = np.zeros(len(programme.benefit))
    held[base[base >= 0]] = 1.0
    return _Mending(
        programme=programme,
        draws=sp.csr_array(rows.T.tocsr()),
        base=base.copy(),
        activity=rows @ held,
        lower=programme.lower - give,
        upper=programme.upper + give,
        low_weight=FLOOR_WEIGHS * per_unit,
        high_weight=per_unit,
    )


def _round(plan: _Mending, priced: Priced, rows: Whole) -> bool:
    """Take the moves that help the broken rows, the best for their loss first; False where none was taken."""
    asset, option = _candidates(plan, priced, rows)
    moves = _changes(plan, asset, option)
    change = _eased(plan, moves)
    loss = np.where(option >= 0, priced.loss[option], priced.best[asset])
    had = plan.base[asset]
    loss = loss - np.where(had >= 0, priced.loss[had], priced.best[asset])
    helps = np.flatnonzero(change < -1e-9)
    typical = float(np.abs(loss[helps]).mean()) + 1e-12 if len(helps) else 1.0
    order = helps[np.argsort((np.maximum(loss[helps], 0.0) + 0.01 * typical) / -change[helps], kind="stable")]
    return _take(plan, asset, option, moves, order[:MOVES_A_ROUND])


def _take(plan: _Mending, asset: Whole, option: Whole, moves: sp.csr_array, order: Whole) -> bool:
    """Take moves in order, each if it still helps and its asset has not moved yet; in plain numbers, for there
    are many moves of few entries."""
    activity, lower, upper = plan.activity.tolist(), plan.lower.tolist(), plan.upper.tolist()
    low, high = plan.low_weight.tolist(), plan.high_weight.tolist()

    def broken(row: int, at: float) -> float:
        above, below = at - upper[row], lower[row] - at
        return (above * high[row] if above > 0 else 0.0) + (below * low[row] if below > 0 else 0.0)

    left = float(plan.broken(np.arange(len(activity)), plan.activity).sum())
    moved = set[int]()
    chosen_moves = moves[order]
    rows, sizes = chosen_moves.indices.tolist(), chosen_moves.data.tolist()
    spans = itertools.pairwise(chosen_moves.indptr.tolist())
    for one, new, (begin, end) in zip(asset[order].tolist(), option[order].tolist(), spans, strict=True):
        if one in moved:
            continue
        after = [(row, activity[row] + size) for row, size in zip(rows[begin:end], sizes[begin:end], strict=True)]
        eased = sum(broken(row, at) - broken(row, activity[row]) for row, at in after)
        if eased < -1e-9:
            for row, at in after:
                activity[row] = at
            plan.base[one] = new
            moved.add(one)
            left += eased
        if left < 1e-9:
            break
    plan.activity = np.array(activity)
    return bool(moved)


def _candidates(plan: _Mending, priced: Priced, rows: Whole) -> tuple[Whole, Whole]:
    """Moves (asset, and option or -1) that touch these rows: what has an entry in them or has its place taken."""
    programme = plan.programme
    touched = np.zeros(len(programme.benefit), dtype=bool)
    touched[programme.rows[rows].indices] = True
    touching = np.flatnonzero(touched)
    held = np.zeros(len(programme.benefit), dtype=bool)
    held[plan.base[plan.base >= 0]] = True
    drops = touching[held[touching] & ~programme.must[programme.asset_of[touching]]]
    leaving = np.zeros(len(programme.first), dtype=bool)
    leaving[programme.asset_of[touching[held[touching]]]] = True
    swaps = np.flatnonzero(leaving[programme.asset_of] & ~held)
    adds = touching[~held[touching]]
    options = np.concatenate([_cheapest(adds, priced.loss), _cheapest(swaps, priced.loss)])
    option = np.unique(options)
    return (
        np.concatenate([programme.asset_of[drops], programme.asset_of[option]]),
        np.concatenate([np.full(len(drops), -1), option]),
    )


def _cheapest(options: Whole, loss: Floats) -> Whole:
    if len(options) <= MOVES_A_ROUND:
        return options
    return options[np.argpartition(loss[options], MOVES_A_ROUND)[:MOVES_A_ROUND]]


def _changes(plan: _Mending, asset: Whole, option: Whole) -> sp.csr_array:
    """Moves x rows: what each row gains."""
    had = plan.base[asset]
    gained = sp.diags_array((option >= 0).astype(np.float64)) @ plan.draws[np.maximum(option, 0)]
    lost = sp.diags_array((had >= 0).astype(np.float64)) @ plan.draws[np.maximum(had, 0)]
    changes = sp.csr_array(gained - lost)
    changes.eliminate_zeros()
    return changes


def _eased(plan: _Mending, moves: sp.csr_array) -> Floats:
    """What each move, alone, adds to what is broken; below 0 where it helps."""
    now = plan.activity[moves.indices]
    change = plan.broken(moves.indices, now + moves.data) - plan.broken(moves.indices, now)
    of_move = np.repeat(np.arange(moves.shape[0]), np.diff(moves.indptr))
    eased: Floats = np.bincount(of_move, weights=change, minlength=moves.shape[0])
    return eased
