"""Plans in whole pounds: how far rows are broken, and improvements of one asset at a time.

Whole pounds and counts below 2^53 add up exactly in floating point, so nothing here has a tolerance.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.core import base_options


# Plans are looked at side by side in lots of this many, which bounds the memory.
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """An own column that moves what is left of row `leaves` to row `arrives`, at most `most`."""

    leaves: int
    arrives: int
    most: float


def carries(programme: Programme) -> tuple[Carry, ...]:
    """The own columns of a programme, in order: each takes from one row and gives to a later one."""
    columns = programme.own.rows.tocsc()
    columns.sort_indices()
    ends = columns.indptr.tolist()
    pairs = [columns.indices[begin:end].tolist() for begin, end in zip(ends[:-1], ends[1:], strict=True)]
    return tuple(
        Carry(leaves=leaves, arrives=arrives, most=most)
        for (leaves, arrives), most in zip(pairs, programme.own.upper.tolist(), strict=True)
    )


def breaches(programme: Programme, chosen: Flags) -> Floats:
    """By how much a plan breaks each coupling row, 0 where it is kept."""
    activity = programme.rows @ chosen.astype(np.float64)
    return _over(programme, carries(programme), activity[:, None])[:, 0]


def _over(programme: Programme, moved: tuple[Carry, ...], activity: Floats) -> Floats:
    """Breaches of each row (rows x plans), every carry taken as large as it may be."""
    upper = np.repeat(programme.upper[:, None], activity.shape[1], axis=1)
    for carry in moved:
        left = upper[carry.leaves] - activity[carry.leaves]
        upper[carry.arrives] = programme.upper[carry.arrives] + np.clip(left, 0.0, carry.most)
    return np.maximum(0.0, np.maximum(activity - upper, programme.lower[:, None] - activity))


def improve(programme: Programme, chosen: Flags) -> Flags:
    """A plan in which no single asset can do better within the rules: takes the best moves until none is left.

    A move gives an asset another option, or its first. `chosen` must keep every rule.
    """
    moved = carries(programme)
    improved = chosen.copy()
    while True:
        taken = _take_moves(programme, moved, improved)
        if taken is None:
            return improved
        improved = taken


def broken_by_moves(programme: Programme, chosen: Flags, options: Whole) -> Whole:
    """For each option, a coupling row that a plan would break if the option took its asset's place in it, and
    nothing else moved: the one that it would break by most of its own size; -1 if it breaks none."""
    current = base_options(programme, chosen)[programme.asset_of[options]]
    moves = _move_columns(programme, options, current)
    activity = programme.rows @ chosen.astype(np.float64)
    moved = carries(programme)
    broken = np.full(len(options), -1, dtype=np.int64)
    for begin in range(0, len(options), AT_ONCE):
        part = moves[:, begin : begin + AT_ONCE].toarray()
        over = _over(programme, moved, activity[:, None] + part) / np.maximum(np.abs(part), 1.0)
        worst = over.argmax(axis=0)
        broken[begin : begin + AT_ONCE] = np.where(over.max(axis=0, initial=0.0) > 0, worst, -1)
    return broken


def _take_moves(programme: Programme, moved: tuple[Carry, ...], chosen: Flags) -> Flags | None:
    base = base_options(programme, chosen)
    current = base[programme.asset_of]
    gain = programme.benefit - np.where(current >= 0, programme.benefit[current], 0.0)
    candidates = np.flatnonzero(gain > 1e-6)
    candidates = candidates[np.argsort(-gain[candidates], kind="stable")]
    activity = programme.rows @ chosen.astype(np.float64)
    moves = _move_columns(programme, candidates, current[candidates])
    candidates, moves = _that_fit(programme, moved, activity, candidates, moves)
    if not len(candidates):
        return None
    return _one_by_one(programme, moved, chosen, base, candidates, moves, activity)


def _move_columns(programme: Programme, candidates: Whole, current: Whole) -> sp.csc_array:
    held = current >= 0
    lost = programme.rows[:, np.where(held, current, 0)] @ sp.diags_array(held.astype(np.float64))
    return sp.csc_array(programme.rows[:, candidates] - lost)


def _that_fit(
    programme: Programme, moved: tuple[Carry, ...], activity: Floats, candidates: Whole, moves: sp.csc_array
) -> tuple[Whole, sp.csc_array]:
    """The candidates that break no row when taken alone."""
    entries = moves.tocoo()
    row, value = entries.coords[0], entries.data
    after = activity[row] + value
    carrying = np.zeros(len(activity), dtype=bool)
    carrying[[row for carry in moved for row in (carry.leaves, carry.arrives)]] = True
    broken = ((after > programme.upper[row]) & ~carrying[row]) | (after < programme.lower[row])
    fits = np.bincount(entries.coords[1], weights=broken, minlength=len(candidates)) == 0
    if moved:
        fits[fits] = ~_carry_rows_broken(programme, moved, activity, carrying, moves[:, np.flatnonzero(fits)])
    return candidates[fits], moves[:, np.flatnonzero(fits)]


def _carry_rows_broken(
    programme: Programme, moved: tuple[Carry, ...], activity: Floats, carrying: Flags, moves: sp.csc_array
) -> Flags:
    change = moves[np.flatnonzero(carrying)].toarray()
    after = np.repeat(activity[:, None], moves.shape[1], axis=1)
    after[carrying] += change
    return _over(programme, moved, after)[carrying].max(axis=0, initial=0.0) > 0


def _one_by_one(
    programme: Programme,
    moved: tuple[Carry, ...],
    chosen: Flags,
    base: Whole,
    candidates: Whole,
    moves: sp.csc_array,
    activity: Floats,
) -> Flags:
    """Take candidates in order, each if it still fits and its asset has not moved."""
    improved, touched = chosen.copy(), np.zeros(len(base), dtype=bool)
    ends = moves.indptr.tolist()
    for number, option in enumerate(candidates.tolist()):
        asset = programme.asset_of[option]
        after = activity.copy()
        span = slice(ends[number], ends[number + 1])
        after[moves.indices[span]] += moves.data[span]
        if touched[asset] or _over(programme, moved, after[:, None]).max(initial=0.0) > 0:
            continue
        activity, touched[asset] = after, True
        if base[asset] >= 0:
            improved[base[asset]] = False
        improved[option] = True
    return improved
