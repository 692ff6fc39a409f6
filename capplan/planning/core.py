"""Which part of a large programme to leave open: a few thousand options that could matter.

Everything else keeps the choice that the relaxation, or the best plan so far, makes for it.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.bound import Priced
from capplan.planning.handover import Core

# Moves on a row are sorted into classes by size, ending at these shares of the row's moves: small
# moves are what fills a row up, so each class has its own quota.
SIZE_CLASSES = (0.05, 0.2, 0.5)
# Moves are looked for among this many times the options of least loss.
REACH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """How wide a core is: the moves of least loss, and for each row the cheapest moves of each size class."""

    least: int
    per_class: int


def base_options(programme: Programme, chosen: Flags) -> Whole:
    """The option that each asset has in `chosen`, -1 where it is kept."""
    base = np.full(len(programme.first), -1, dtype=np.int64)
    options = np.flatnonzero(chosen)
    base[programme.asset_of[options]] = options
    return base


def pick(programme: Programme, priced: Priced, base: Whole, partly: Flags, width: Width, loss: Floats) -> Core:
    """A core round the choices `base` (one an asset, -1 for keeping it).

    It opens the options chosen in part, every option of a row that holds with equality, the options of
    least `loss`, and a quota of cheap moves for each row that presses (in pounds, or with a price). `loss` is
    the priced loss, possibly perturbed.
    """
    cost = loss.copy()
    cost[base[base >= 0]] = np.inf
    open_options = partly.copy()
    equal = programme.lower == programme.upper
    open_options[np.unique(programme.rows[equal].indices)] = True
    by_cost = cheapest(cost, REACH * width.least)
    open_options[by_cost[: width.least]] = True
    pressing = programme.in_pounds | (priced.prices != 0)
    moves = _moves(programme, base, by_cost, pressing)
    open_options[_row_quotas(moves, cost, by_cost, width.per_class)] = True
    open_options = _with_room(programme, open_options)
    open_assets = np.zeros(len(base), dtype=bool)
    open_assets[programme.asset_of[open_options]] = True
    dropping = np.where((base >= 0) & ~programme.must, priced.best, np.inf)
    threshold = cost[by_cost[min(width.least, len(by_cost)) - 1]] if len(by_cost) else 0.0
    open_assets |= dropping <= threshold
    return _core(programme, base, open_options, open_assets)


def cheapest(cost: Floats, number: int) -> Whole:
    """The options of least finite cost, cheapest first, ties by their order."""
    if number < len(cost):
        near = np.flatnonzero(cost <= np.partition(cost, number - 1)[number - 1])
    else:
        near = np.arange(len(cost))
    near = near[np.isfinite(cost[near])]
    return near[np.argsort(cost[near], kind="stable")][:number]


def _with_room(programme: Programme, open_options: Flags) -> Flags:
    """With each option that is open, those that make room for it: an asset's year of shared works, say.

    They are the options with the other sign in a row of counts that lets nothing through on its own.
    """
    tied = np.flatnonzero(~programme.in_pounds & (programme.upper == 0))
    rows = programme.rows[tied]
    takers = (rows > 0) @ open_options.astype(np.float64) > 0
    makers = rows[np.flatnonzero(takers)] < 0
    with_room = open_options.copy()
    with_room[makers.indices[makers.data]] = True
    return with_room


def undecided(programme: Programme, priced: Priced, base: Whole, slack: Floats) -> Core:
    """The core that holds every choice which a plan worth more than `priced.bound - slack` could make; the slack may
    differ by asset.

    A plan's value is at most the priced bound less the losses of its choices, so an option whose loss is
    above the slack is in no better plan: what is proved of this core is proved of the whole programme.
    """
    slack = slack * (1 + 1e-9) + 1e-9
    possible = priced.loss <= slack[programme.asset_of]
    keeping = (priced.best <= slack) & ~programme.must
    choices = np.bincount(programme.asset_of, weights=possible, minlength=len(base)) + keeping
    open_assets = choices > 1
    return _core(programme, base, possible & open_assets[programme.asset_of], open_assets)


def _core(programme: Programme, base: Whole, open_options: Flags, open_assets: Flags) -> Core:
    open_options = open_options.copy()
    held = base[open_assets]
    open_options[held[held >= 0]] = True
    fixed = base[~open_assets]
    return Core(open=np.flatnonzero(open_options), fixed=np.sort(fixed[fixed >= 0]))


def _row_quotas(moves: sp.coo_array, cost: Floats, candidates: Whole, per_class: int) -> NDArray[np.int64]:
    """For each row and size class, the options among `candidates` of least cost that move the row."""
    row, move, size = moves.row, moves.col, np.abs(moves.data)
    share = _rank_within(row, np.lexsort((size, row))) / np.bincount(row, minlength=1)[row] if len(row) else size
    size_class = np.digitize(share, SIZE_CLASSES)
    group = row * (len(SIZE_CLASSES) + 1) + size_class
    rank = _rank_within(group, np.lexsort((move, cost[candidates[move]], group)))
    return np.unique(candidates[move[rank < per_class]])


def _moves(programme: Programme, base: Whole, candidates: Whole, pressing: Flags) -> sp.coo_array:
    """Pressing rows x candidates: what each row gains if the candidate takes its asset's base's place."""
    rows = programme.rows[np.flatnonzero(pressing)]
    current = base[programme.asset_of[candidates]]
    gained = rows[:, candidates]
    held = current >= 0
    lost = rows[:, np.where(held, current, 0)] @ sp.diags_array(held.astype(np.float64))
    moves = sp.csr_array(gained - lost)
    moves.eliminate_zeros()
    return moves.tocoo()


def _rank_within(group: NDArray[np.integer], order: Whole) -> Whole:
    """The place of each entry within its group, when entries are taken in `order` (sorted by group first)."""
    sorted_groups = group[order]
    begins = np.flatnonzero(np.diff(sorted_groups, prepend=-1))
    lengths = np.diff(np.append(begins, len(order)))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(begins, lengths)
    return rank
