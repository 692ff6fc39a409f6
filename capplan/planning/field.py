"""A programme as the box-step sees it, and a sample of its assets to find the first prices on."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Floats, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A programme as the box-step sees it: what each option draws (options x rows), and the scale of each
    row's price, benefit for a unit of the row."""

    programme: Programme
    draws: sp.csr_array
    sizes: sp.csr_array
    scale: Floats


def field_of(programme: Programme) -> Field:
    """A programme with what the box-step needs beside it."""
    draws = sp.csr_array(programme.rows.T.tocsr())
    sizes = _with_data(draws, np.abs(draws.data))
    rows = programme.rows
    drawn = np.add.reduceat(np.append(np.abs(programme.benefit)[rows.indices], 0.0), rows.indptr[:-1])
    used = np.diff(rows.indptr) > 0
    return Field(
        programme=programme,
        draws=draws,
        sizes=sizes,
        scale=np.where(used, drawn / np.maximum(_masses(rows), 1e-9), 0.0),
    )


def _masses(rows: sp.csr_array) -> Floats:
    """The size of each row: what all its entries come to, whatever their sign."""
    sizes = np.add.reduceat(np.append(np.abs(rows.data), 0.0), rows.indptr[:-1])
    masses: Floats = np.where(np.diff(rows.indptr) > 0, sizes, 0.0)
    return masses


def _with_data[Matrix: (sp.csr_array, sp.csc_array)](matrix: Matrix, data: Floats) -> Matrix:
    """A matrix of the same pattern with other entries."""
    return type(matrix)((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def sampled(programme: Programme, count: int, random: np.random.Generator) -> Field:
    """A part of the assets, taken evenly from those alike in rows and benefit, with limits in proportion."""
    rows, assets = programme.rows, len(programme.first)
    firsts = sp.csc_array(rows[:, programme.first])
    alike = _with_data(firsts, np.ones(firsts.nnz)).T @ random.random(len(programme.rules))
    order = np.lexsort((np.maximum.reduceat(programme.benefit, programme.first), alike))
    places = ((np.arange(count) + random.random(count)) * (assets / count)).astype(np.int64)
    taken = np.zeros(assets, dtype=bool)
    taken[order[places]] = True
    options = taken[programme.asset_of]
    of_part = sp.csr_array(rows[:, np.flatnonzero(options)])
    kept = _masses(of_part) / np.maximum(_masses(rows), 1e-300)
    part = replace(
        programme,
        benefit=programme.benefit[options],
        asset_of=(np.cumsum(taken) - 1)[programme.asset_of[options]],
        first=np.concatenate([[0], np.cumsum(np.diff(np.append(programme.first, len(options)))[taken])[:-1]]),
        must=programme.must[taken],
        rows=of_part,
        lower=_in_proportion(programme.lower, kept),
        upper=_in_proportion(programme.upper, kept),
        own=replace(programme.own, upper=programme.own.upper * (count / assets)),
    )
    return field_of(part)


def _in_proportion(limits: Floats, kept: Floats) -> Floats:
    """Limits times a share each; those that are none stay so."""
    given = np.isfinite(limits)
    part: Floats = np.where(given, np.where(given, limits, 0.0) * kept, limits)
    return part
