"""What a rule's own columns come to once the options are chosen: money carried on, and shortfalls that are paid for.

A carry leaves every row of one time and arrives in every row of the next, however many rows a time has (as where
ring-fenced funds share the money). It is as large as it may be, which is exact: what may be carried on from a time
is the least room of its rows with what arrived in them, so it only grows with what arrived, and a row that is kept
stays kept when more arrives. By induction in order of time no other carries keep a row that these do not.

A shortfall stands in one row and is as small as it may be, for it costs. Both are whole where the rows are.
"""

import math
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Flags, Floats, Programme, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """The rows that pass money on (their positions among all rows) and, for each carry in order of time, which
    of them it leaves and arrives in, and the most it may be."""

    rows: Whole
    leaves: tuple[Whole, ...]
    arrives: tuple[Whole, ...]
    most: Floats
    upper: Floats

    def over(self, activity: Floats) -> Floats:
        """By how much each of these rows is broken (rows x plans), every carry as large as it may be."""
        room = self.upper[:, None] - activity
        for leaves, arrives, most in zip(self.leaves, self.arrives, self.most, strict=True):
            room[arrives] += np.clip(room[leaves].min(axis=0), 0.0, most)
        return np.maximum(-room, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soft:
    """Rows that may fall short at a price: their positions, the most that each may, and what a unit costs.

    `short` says whether a row may fall below its lower limit (else above its upper one); `limit` is that
    limit.
    """

    rows: Whole
    short: Flags
    limit: Floats
    most: Floats
    price: Floats

    def only(self, number: int) -> "Soft":
        """One of these rows."""
        one = [number]
        return Soft(
            rows=self.rows[one],
            short=self.short[one],
            limit=self.limit[one],
            most=self.most[one],
            price=self.price[one],
        )

    def missing(self, activity: Floats) -> Floats:
        """How far each row is beyond its limit (rows x plans), 0 where it is within."""
        beyond = np.where(self.short[:, None], self.limit[:, None] - activity, activity - self.limit[:, None])
        return np.maximum(beyond, 0.0)

    def costs(self, activity: Floats) -> Floats:
        """What the shortfalls of these rows cost (rows x plans)."""
        return np.minimum(self.missing(activity), self.most[:, None]) * self.price[:, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """A programme's own columns by kind."""

    money: Carrying
    soft: Soft


def settling(programme: Programme) -> Settling:
    """The own columns of a programme: those with one entry are shortfalls, the others carries."""
    columns = programme.own.rows.tocsc()
    columns.sort_indices()
    entries = np.diff(columns.indptr)
    return Settling(
        money=_carrying(programme, columns, np.flatnonzero(entries > 1)),
        soft=_soft(programme, columns, np.flatnonzero(entries == 1)),
    )


def _carrying(programme: Programme, columns: sp.csc_array, carries: Whole) -> Carrying:
    parts = [slice(columns.indptr[j], columns.indptr[j + 1]) for j in carries]
    rows = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(columns.indices[part] for part in parts)]))
    rows = rows.astype(np.int64)

    def side(part: slice, sign: float) -> Whole:
        indices = columns.indices[part]
        places: Whole = np.searchsorted(rows, indices[np.sign(columns.data[part]) == sign]).astype(np.int64)
        return places

    return Carrying(
        rows=rows,
        leaves=tuple(side(part, 1.0) for part in parts),
        arrives=tuple(side(part, -1.0) for part in parts),
        most=programme.own.upper[carries],
        upper=programme.upper[rows],
    )


def _soft(programme: Programme, columns: sp.csc_array, shortfalls: Whole) -> Soft:
    at = columns.indptr[shortfalls]
    rows = columns.indices[at].astype(np.int64)
    short = columns.data[at] > 0
    return Soft(
        rows=rows,
        short=short,
        limit=np.where(short, programme.lower[rows], programme.upper[rows]),
        most=programme.own.upper[shortfalls],
        price=-programme.own.worth[shortfalls],
    )


def over(programme: Programme, settled: Settling, activity: Floats) -> Floats:
    """By how much plans break each coupling row (rows x plans), the own columns at their best."""
    beyond = np.maximum(activity - programme.upper[:, None], programme.lower[:, None] - activity)
    beyond[settled.money.rows] = settled.money.over(activity[settled.money.rows])
    beyond[settled.soft.rows] -= settled.soft.most[:, None]
    return np.maximum(beyond, 0.0)


def worth_of(programme: Programme, chosen: Flags) -> float:
    """What a plan is worth: the benefits of its options, less what its shortfalls cost."""
    soft = settling(programme).soft
    if not len(soft.rows):
        return math.fsum(programme.benefit[chosen])
    activity: Floats = programme.rows[soft.rows] @ chosen.astype(np.float64)
    return math.fsum([*programme.benefit[chosen], *(-soft.costs(activity[:, None])[:, 0])])
