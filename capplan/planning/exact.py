"""Plans in whole pounds: how far rows are broken, and improvements of one asset at a time.

Whole pounds and counts below 2^53 add up exactly in floating point, so nothing here has a tolerance.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.core import base_options

# Plans are looked at side by side in lots of this many, which bounds the memory.
AT_ONCE = 500
LEAST_GAIN = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """The rows that pass money on: their positions, and for each own column, in order, which of these
    rows it leaves, which it arrives in, and the most it may take."""

    rows: Whole
    leaves: Whole
    arrives: Whole
    most: Floats
    upper: Floats

    def over(self, activity: Floats) -> Floats:
        """By how much each of these rows is broken (rows x plans), every carry as large as it may be."""
        room = self.upper[:, None] - activity
        for leaves, arrives, most in zip(self.leaves, self.arrives, self.most, strict=True):
            room[arrives] += np.clip(room[leaves], 0.0, most)
        return np.maximum(-room, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Options that could take their asset's place in a plan, and what each coupling row gains by it."""

    options: Whole
    rows: sp.csc_array

    def only(self, keep: Flags) -> "Moves":
        """The moves for which `keep` holds."""
        return Moves(options=self.options[keep], rows=self.rows[:, np.flatnonzero(keep)])


def carrying(programme: Programme) -> Carrying:
    """The carrying rows of a programme whose own columns each leave one row and arrive in a later one."""
    columns = programme.own.rows.tocsc()
    columns.sort_indices()
    pairs = columns.indices.reshape(-1, 2).astype(np.int64)
    rows = np.unique(pairs)
    return Carrying(
        rows=rows,
        leaves=np.searchsorted(rows, pairs[:, 0]),
        arrives=np.searchsorted(rows, pairs[:, 1]),
        most=programme.own.upper,
        upper=programme.upper[rows],
    )


def breaches(programme: Programme, chosen: Flags) -> Floats:
    """By how much a plan breaks each coupling row, 0 where it is kept."""
    return _over(programme, carrying(programme), _activity(programme, chosen)[:, None])[:, 0]


def improve(programme: Programme, chosen: Flags) -> Flags:
    """A plan in which no single asset can do better within the rules: the best moves are taken until none is left.

    A move gives an asset another option, or its first. `chosen` must keep every rule.
    """
    money, improved = carrying(programme), chosen
    while True:
        moves = _gainful_moves(programme, improved)
        moves = moves.only(_fit(programme, money, _activity(programme, improved), moves))
        if not len(moves.options):
            return improved
        improved = _take(programme, money, improved, moves)


def broken_by_moves(programme: Programme, chosen: Flags, options: Whole) -> Whole:
    """For each option, a coupling row that a plan would break if the option took its asset's place in it, and
    nothing else moved: the one broken by most of the option's own size; -1 if it breaks none."""
    moves = _moves_to(programme, chosen, options)
    money, activity = carrying(programme), _activity(programme, chosen)
    broken = np.full(len(options), -1, dtype=np.int64)
    for begin in range(0, len(options), AT_ONCE):
        part = moves.rows[:, begin : begin + AT_ONCE].toarray()
        over = _over(programme, money, activity[:, None] + part) / np.maximum(np.abs(part), 1.0)
        broken[begin : begin + AT_ONCE] = np.where(over.max(axis=0, initial=0.0) > 0, over.argmax(axis=0), -1)
    return broken


def _activity(programme: Programme, chosen: Flags) -> Floats:
    activity: Floats = programme.rows @ chosen.astype(np.float64)
    return activity


def _over(programme: Programme, money: Carrying, activity: Floats) -> Floats:
    """Breaches of every row, rows x plans."""
    over = np.maximum(activity - programme.upper[:, None], programme.lower[:, None] - activity)
    over[money.rows] = money.over(activity[money.rows])
    return np.maximum(over, 0.0)


def _gainful_moves(programme: Programme, chosen: Flags) -> Moves:
    """Every move that gains, the greatest gain first."""
    current = base_options(programme, chosen)[programme.asset_of]
    gain = programme.benefit - np.where(current >= 0, programme.benefit[current], 0.0)
    options = np.flatnonzero(gain > LEAST_GAIN)
    return _moves_to(programme, chosen, options[np.argsort(-gain[options], kind="stable")])


def _moves_to(programme: Programme, chosen: Flags, options: Whole) -> Moves:
    current = base_options(programme, chosen)[programme.asset_of[options]]
    held = current >= 0
    lost = programme.rows[:, np.where(held, current, 0)] @ sp.diags_array(held.astype(np.float64))
    return Moves(options=options, rows=sp.csc_array(programme.rows[:, options] - lost))


def _fit(programme: Programme, money: Carrying, activity: Floats, moves: Moves) -> Flags:
    """Which moves break no row when taken alone; rows that a move does not touch stay as they are."""
    entries = moves.rows.tocoo()
    row, move = entries.coords
    after = activity[row] + entries.data
    plain = ~np.isin(row, money.rows)
    broken = ((after > programme.upper[row]) | (after < programme.lower[row])) & plain
    fits: Flags = np.bincount(move, weights=broken, minlength=len(moves.options)) == 0
    if len(money.rows):
        passing = moves.rows[:, np.flatnonzero(fits)].tocsr()[money.rows].toarray()
        fits[fits] = money.over(activity[money.rows][:, None] + passing).max(axis=0, initial=0.0) == 0
    return fits


def _take(programme: Programme, money: Carrying, chosen: Flags, moves: Moves) -> Flags:
    """Take moves in order, each if it still fits and its asset has not moved yet."""
    base = base_options(programme, chosen)
    improved, activity = chosen.copy(), _activity(programme, chosen)
    touched = np.zeros(len(base), dtype=bool)
    spans = itertools.pairwise(moves.rows.indptr.tolist())
    for number, (option, (begin, end)) in enumerate(zip(moves.options.tolist(), spans, strict=True)):
        asset = programme.asset_of[option]
        alone = Moves(options=moves.options[[number]], rows=moves.rows[:, [number]])
        if touched[asset] or not _fit(programme, money, activity, alone)[0]:
            continue
        activity[moves.rows.indices[begin:end]] += moves.rows.data[begin:end]
        touched[asset] = improved[option] = True
        if base[asset] >= 0:
            improved[base[asset]] = False
    return improved
