"""A rule as rows over the options: the block each rule gives, and blocks stacked into one programme."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan.planning.case import Case

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

# £1 in this unit is about ten times what the solver lets a row be over (`handover.FEASIBILITY`).
LARGEST_CAPITAL_UNIT = 2.0**20


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnColumns:
    """Columns that a rule adds to the options, each from 0 to its `upper`: money carried forward, or a
    shortfall that is allowed at a price (`worth` below 0). `rows` is the block's rows x these columns."""

    rows: sp.csr_array
    upper: Floats
    worth: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The rows of one rule: `lower <= rows @ options + own.rows @ own <= upper`.

    `scopes` says in words what each row is for ("2028/29", "North"); `rows` is rows x options, its
    unit whole pounds where `in_pounds`, else a count. `lower` may be -inf and `upper` inf.
    """

    rule: str
    scopes: tuple[str, ...]
    rows: sp.csr_array
    lower: Floats
    upper: Floats
    in_pounds: bool
    own: OwnColumns | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Maximise `benefit @ x + own.worth @ own` over 0/1 options, at most one for each asset (exactly one
    where `must`), while the coupling rows keep their limits.

    Options stand by asset: those of asset i are `first[i] .. first[i + 1] - 1`. `rules` and `scopes`
    name each coupling row; `choice` holds the one-action rows, one an asset. Among plans of equal worth those
    whose options have the greater `preference` are taken.
    """

    benefit: Floats
    preference: Floats
    asset_of: Whole
    first: Whole
    must: Flags
    choice: Block
    rules: NDArray[np.object_]
    scopes: NDArray[np.object_]
    rows: sp.csr_array
    lower: Floats
    upper: Floats
    in_pounds: Flags
    own: OwnColumns

    def rows_of(self, rule: str) -> Whole:
        """The positions of a rule's rows among the coupling rows."""
        return np.flatnonzero(self.rules == rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What one unit of the solver's numbers is worth in pounds.

    Both are powers of two, so that whole pounds stay exact in binary floating point.
    """

    benefit: float
    capital: float


def count_rows(groups: Whole, number: int, chosen: Whole, options: int) -> sp.csr_array:
    """A 0/1 matrix, groups x options: option `chosen[j]` counts in row `groups[j]`."""
    ones = np.ones(len(chosen))
    return sp.csr_array(sp.coo_array((ones, (groups, chosen)), shape=(number, options)))


def stack(case: Case, choice: Block, coupling: Sequence[Block]) -> Programme:
    """One programme of a case's options, from the one-action block and the blocks of the other rules."""
    options = len(case.options)
    empty = sp.csr_array((0, options))
    sizes = [len(block.scopes) for block in coupling]
    owns = [block.own or _no_columns(len(block.scopes)) for block in coupling]
    own_rows = sp.block_diag([own.rows for own in owns], format="csr") if owns else sp.csr_array((0, 0))
    return Programme(
        benefit=case.benefit,
        preference=np.zeros(options),
        asset_of=case.asset_of,
        first=case.first,
        must=case.must,
        choice=choice,
        rules=np.repeat(np.array([block.rule for block in coupling], dtype=object), sizes),
        scopes=np.array([scope for block in coupling for scope in block.scopes], dtype=object),
        rows=sp.csr_array(sp.vstack([empty, *(block.rows for block in coupling)], format="csr")),
        lower=np.concatenate([np.empty(0), *(block.lower for block in coupling)]),
        upper=np.concatenate([np.empty(0), *(block.upper for block in coupling)]),
        in_pounds=np.repeat(np.array([block.in_pounds for block in coupling], dtype=bool), sizes),
        own=OwnColumns(
            rows=sp.csr_array(own_rows),
            upper=np.concatenate([np.empty(0), *(own.upper for own in owns)]),
            worth=np.concatenate([np.empty(0), *(own.worth for own in owns)]),
        ),
    )


def _no_columns(rows: int) -> OwnColumns:
    return OwnColumns(rows=sp.csr_array((rows, 0)), upper=np.empty(0), worth=np.empty(0))


def solver_units(programme: Programme) -> Units:
    """Units in which the largest capital and benefit are about a thousand, and a pound is never lost in the
    solver's tolerance."""
    rows = programme.rows
    pounds = np.abs(rows.data[np.repeat(programme.in_pounds, np.diff(rows.indptr))])
    return Units(
        benefit=_unit(np.abs(programme.benefit).max(initial=0.0)),
        capital=min(_unit(pounds.max(initial=0.0)), LARGEST_CAPITAL_UNIT),
    )


def _unit(largest: float) -> float:
    return float(2.0 ** np.floor(np.log2(largest / 1024))) if largest > 0 else 1.0


def in_units(programme: Programme, units: Units) -> Programme:
    """The same programme in the solver's units; own columns are taken to be in the unit of their rows."""
    of_row = np.where(programme.in_pounds, units.capital, 1.0)
    own = programme.own
    of_column = np.ones(len(own.upper))
    entries = own.rows.tocoo()
    of_column[entries.coords[1]] = of_row[entries.coords[0]]
    rows, own_per_row = programme.rows, sp.diags_array(1 / of_row)
    scaled = rows.data / np.repeat(of_row, np.diff(rows.indptr))
    return replace(
        programme,
        benefit=programme.benefit / units.benefit,
        rows=sp.csr_array((scaled, rows.indices, rows.indptr), shape=rows.shape),
        lower=programme.lower / of_row,
        upper=programme.upper / of_row,
        own=OwnColumns(
            rows=sp.csr_array(own_per_row @ own.rows @ sp.diags_array(of_column)),
            upper=own.upper / of_column,
            worth=own.worth * of_column / units.benefit,
        ),
    )
