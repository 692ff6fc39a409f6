"""Plans in whole pounds: how far rows are broken, and improvements of one asset at a time.

Whole pounds and counts below 2^53 add up exactly in floating point, so nothing here has a tolerance.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.core import base_options
from capplan.planning.own import Settling, Soft, over, settling

# Plans are looked at side by side in lots of this many, which bounds the memory.
AT_ONCE = 500
LEAST_GAIN = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Options that could take their asset's place in a plan, and what each coupling row gains by it."""

    options: Whole
    rows: sp.csc_array

    def only(self, keep: Flags) -> "Moves":
        """The moves for which `keep` holds."""
        return Moves(options=self.options[keep], rows=self.rows[:, np.flatnonzero(keep)])


def breaches(programme: Programme, chosen: Flags) -> Floats:
    """By how much a plan breaks each coupling row, 0 where it is kept."""
    return over(programme, settling(programme), _activity(programme, chosen)[:, None])[:, 0]


def improve(programme: Programme, chosen: Flags, among: Whole) -> Flags:
    """A plan in which no single asset can do better within the rules by one of the options `among`: the best
    moves are taken until none is left.

    A move gives an asset another option, or its first. Options that are worth nothing, such as works that nothing
    needs any more, are dropped where no rule needs them. `chosen` must keep every rule.
    """
    settled, improved = settling(programme), chosen
    while True:
        improved = _without_idle(programme, settled, improved)
        moves = _gainful_moves(programme, settled, improved, among)
        moves = moves.only(_fit(programme, settled, _activity(programme, improved), moves))
        if not len(moves.options):
            return improved
        improved = _take(programme, settled, improved, moves)


def broken_by_moves(programme: Programme, chosen: Flags, options: Whole) -> Whole:
    """For each option, a coupling row that a plan would break if the option took its asset's place in it, and
    nothing else moved: the one broken by most of the option's own size; -1 if it breaks none."""
    moves = _moves_to(programme, chosen, options)
    settled, activity = settling(programme), _activity(programme, chosen)
    broken = np.full(len(options), -1, dtype=np.int64)
    for begin in range(0, len(options), AT_ONCE):
        part = moves.rows[:, begin : begin + AT_ONCE].toarray()
        beyond = over(programme, settled, activity[:, None] + part) / np.maximum(np.abs(part), 1.0)
        broken[begin : begin + AT_ONCE] = np.where(beyond.max(axis=0, initial=0.0) > 0, beyond.argmax(axis=0), -1)
    return broken


def _activity(programme: Programme, chosen: Flags) -> Floats:
    activity: Floats = programme.rows @ chosen.astype(np.float64)
    return activity


def _gainful_moves(programme: Programme, settled: Settling, chosen: Flags, among: Whole) -> Moves:
    """Every move to one of the options `among` that gains, the greatest gain first."""
    moves = _moves_to(programme, chosen, among)
    current = base_options(programme, chosen)[programme.asset_of[among]]
    gain = programme.benefit[among] - np.where(current >= 0, programme.benefit[current], 0.0)
    if len(settled.soft.rows):
        gain = gain + _shortfalls_saved(programme, settled.soft, chosen, moves)
    gains = np.flatnonzero(gain > LEAST_GAIN)
    order = gains[np.argsort(-gain[gains], kind="stable")]
    return Moves(options=moves.options[order], rows=moves.rows[:, order])


def _shortfalls_saved(programme: Programme, soft: Soft, chosen: Flags, moves: Moves) -> Floats:
    """What each move saves of the cost of shortfalls, taken alone."""
    entries = moves.rows.tocsr()[soft.rows].tocoo()
    row, move = entries.coords
    before: Floats = programme.rows[soft.rows] @ chosen.astype(np.float64)
    costs = soft.costs(before[:, None])[:, 0]
    saved = np.zeros(len(moves.options))
    for number in range(len(soft.rows)):
        of_row = row == number
        after = soft.only(number).costs((before[number] + entries.data[of_row])[None, :])[0]
        np.add.at(saved, move[of_row], costs[number] - after)
    return saved


def _moves_to(programme: Programme, chosen: Flags, options: Whole) -> Moves:
    current = base_options(programme, chosen)[programme.asset_of[options]]
    held = current >= 0
    lost = programme.rows[:, np.where(held, current, 0)] @ sp.diags_array(held.astype(np.float64))
    return Moves(options=options, rows=sp.csc_array(programme.rows[:, options] - lost))


def _fit(programme: Programme, settled: Settling, activity: Floats, moves: Moves) -> Flags:
    """Which moves break no row when taken alone; rows that a move does not touch stay as they are."""
    entries = moves.rows.tocoo()
    row, move = entries.coords
    after = activity[row] + entries.data
    money, soft = settled.money, settled.soft
    plain = ~np.isin(row, money.rows)
    give = np.zeros(len(programme.rules))
    give[soft.rows] = soft.most
    broken = ((after > programme.upper[row] + give[row]) | (after < programme.lower[row] - give[row])) & plain
    fits: Flags = np.bincount(move, weights=broken, minlength=len(moves.options)) == 0
    if len(money.rows):
        passing = moves.rows[:, np.flatnonzero(fits)].tocsr()[money.rows].toarray()
        fits[fits] = money.over(activity[money.rows][:, None] + passing).max(axis=0, initial=0.0) == 0
    return fits


def _without_idle(programme: Programme, settled: Settling, chosen: Flags) -> Flags:
    """A plan without the options whose dropping breaks no row and costs nothing."""
    idle = np.flatnonzero(chosen & (programme.benefit <= 0) & ~programme.must[programme.asset_of])
    if not len(idle):
        return chosen
    drops = Moves(options=idle, rows=sp.csc_array(-programme.rows[:, idle]))
    kept, activity = chosen.copy(), _activity(programme, chosen)
    for number, option in enumerate(idle.tolist()):
        alone = Moves(options=idle[[number]], rows=drops.rows[:, [number]])
        gain = -programme.benefit[option]
        if len(settled.soft.rows):
            gain += _shortfalls_saved(programme, settled.soft, kept, alone)[0]
        if gain >= 0 and _fit(programme, settled, activity, alone)[0]:
            kept[option] = False
            activity = activity + alone.rows.toarray()[:, 0]
    return kept


def _take(programme: Programme, settled: Settling, chosen: Flags, moves: Moves) -> Flags:
    """Take moves in order, each if it still fits and its asset has not moved yet."""
    base = base_options(programme, chosen)
    improved, activity = chosen.copy(), _activity(programme, chosen)
    touched = np.zeros(len(base), dtype=bool)
    spans = itertools.pairwise(moves.rows.indptr.tolist())
    for number, (option, (begin, end)) in enumerate(zip(moves.options.tolist(), spans, strict=True)):
        asset = programme.asset_of[option]
        alone = Moves(options=moves.options[[number]], rows=moves.rows[:, [number]])
        if touched[asset] or not _fit(programme, settled, activity, alone)[0]:
            continue
        activity[moves.rows.indices[begin:end]] += moves.rows.data[begin:end]
        touched[asset] = improved[option] = True
        if base[asset] >= 0:
            improved[base[asset]] = False
    return improved
