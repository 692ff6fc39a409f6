"""A bound nearer than the relaxation's, where a programme falls into parts once a few of its rows are priced.

What ties everything together, such as the money of a year, is paid for at the relaxation's prices. What is left shares
no row: networks, say, each with its floor, its cap and its installs. The best of each part by branch and bound,
instead of by its relaxation, adds up to a bound for the whole that is never above the relaxation's (Lagrangean
relaxation of the linking rows; Geoffrion 1974, Mathematical Programming Study 2, 82-114).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from capplan.planning import handover
from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.bound import Priced, Relaxed, price
from capplan.planning.core import base_options, undecided
from capplan.planning.first import leading
from capplan.planning.solvers import Effort

# A programme has fallen apart when no part holds more of its assets than this share.
LARGEST_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """By how much parts lower the relaxation's bound: in all, and for each asset what its own part does."""

    total: float
    of_asset: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The assets of one part (their positions), and their programme once the linking rows are paid for."""

    assets: Whole
    programme: Programme
    priced: Priced


def no_gains(programme: Programme) -> Gains:
    """Before any part is solved."""
    return Gains(total=0.0, of_asset=np.zeros(len(programme.first)))


def gains(programme: Programme, relaxed: Relaxed, slack: float, effort: Effort) -> Gains:
    """What the parts of a programme (solver units) take off the bound of its relaxation, for plans that are worth at
    least that bound less `slack`; nothing where it does not fall apart.

    Only parts in which the relaxation splits an asset are solved: the others gain nothing.
    """
    of_asset = np.zeros(len(programme.first))
    total = 0.0
    for part in _parts(programme, relaxed):
        gain = _gain(part, slack, effort)
        of_asset[part.assets] = gain
        total += gain
    return Gains(total=min(total, slack), of_asset=of_asset)


def _gain(part: Part, slack: float, effort: Effort) -> float:
    """The bound of a part's relaxation less that of its branch and bound. What loses more than the slack is in no plan
    that counts, so a part is worth no more than the best of the rest, or else than its bound less the slack."""
    base = base_options(part.programme, leading(part.programme, part.priced))
    core = undecided(part.programme, part.priced, base, np.full(len(base), slack))
    answer = handover.solve(part.programme, core, effort)
    return float(np.clip(part.priced.bound - answer.bound, 0.0, slack))


def _parts(programme: Programme, relaxed: Relaxed) -> Iterator[Part]:
    """The parts in which the relaxation splits an asset."""
    found = fallen_apart(programme)
    if found is None:
        return
    linking, of_asset, of_row, of_own = found
    prices, rows, own = relaxed.priced.prices, programme.rows, programme.own
    paid = np.where(linking, prices, 0.0)
    benefit = programme.benefit - rows.T @ paid
    worth = own.worth - own.rows.T @ paid
    of_option = of_asset[programme.asset_of]
    for number in np.unique(of_option[relaxed.partly]).tolist():
        assets, options = np.flatnonzero(of_asset == number), np.flatnonzero(of_option == number)
        inside, columns = np.flatnonzero((of_row == number) & ~linking), np.flatnonzero(of_own == number)
        part = replace(
            programme,
            benefit=benefit[options],
            preference=programme.preference[options],
            asset_of=np.searchsorted(assets, programme.asset_of[options]),
            first=np.searchsorted(options, programme.first[assets]),
            must=programme.must[assets],
            rules=programme.rules[inside],
            scopes=programme.scopes[inside],
            rows=sp.csr_array(rows[inside][:, options]),
            lower=programme.lower[inside],
            upper=programme.upper[inside],
            in_pounds=programme.in_pounds[inside],
            own=replace(
                own, rows=sp.csr_array(own.rows[inside][:, columns]), upper=own.upper[columns], worth=worth[columns]
            ),
        )
        yield Part(assets=assets, programme=part, priced=price(part, prices[inside]))


def fallen_apart(programme: Programme) -> tuple[Flags, Whole, Whole, Whole] | None:
    """Which rows to price so that no part holds more than half of the assets, and the part of each asset, row and own
    column; None where a single rule ties most assets together.

    All rows of a rule are priced or none; the rules whose rows span the most assets go first.
    """
    entries = programme.rows.tocoo()
    assets, own = len(programme.first), programme.own.rows.tocoo()
    nodes = np.concatenate([programme.asset_of[entries.coords[1]], assets + own.coords[1]])
    row = np.concatenate([entries.coords[0], own.coords[0]])
    ties = sp.csr_array(
        sp.coo_array((np.ones(len(row)), (row, nodes)), shape=(len(programme.rules), assets + own.shape[1]))
    )
    span = np.diff(ties.indptr)
    names = sorted(set(programme.rules.tolist()), key=lambda rule: (-span[programme.rules == rule].max(), rule))
    linking = np.zeros(len(programme.rules), dtype=bool)
    for rule in names[:-1]:
        linking |= programme.rules == rule
        kept = sp.diags_array((~linking).astype(np.float64)) @ ties
        graph = sp.block_array([[None, kept], [kept.T, None]], format="csr")
        label = connected_components(graph, directed=False)[1].astype(np.int64)
        of_row, of_asset, of_own = np.split(label, [len(linking), len(linking) + assets])
        if np.bincount(of_asset).max() <= LARGEST_SHARE * assets:
            return linking, of_asset, of_row, of_own
    return None
