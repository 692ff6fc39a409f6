"""Rows that rule a plan out which the solver took to be within its limits, and no plan that is."""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.own import settling

RULED_OUT = "ruled out"


def ruled_out(programme: Programme, chosen: Flags, over: Floats) -> Programme:
    """The programme with a row more for each that a plan breaks (`over`, one a row, above 0).

    Let T be the options that draw on a row. Whatever chooses the same of T breaks it too, so
    `sum of x over T chosen - sum of x over T not chosen <= (number of T chosen) - 1`. Where more of an option
    only adds to the row, options left out need not count when it is over its upper limit (a cover
    inequality; Balas 1975, Mathematical Programming 8, 146-164), nor options chosen when it is below its
    lower one. For a year of money that is carried on, T is all that draws on any year.
    """
    signs = [_sign_row(programme, chosen, row) for row in np.flatnonzero(over > 0).tolist()]
    rows = sp.csr_array(np.vstack(signs))
    count = len(signs)
    upper = (rows > 0).sum(axis=1) - 1.0
    own = programme.own
    return replace(
        programme,
        rules=np.append(programme.rules, [RULED_OUT] * count),
        scopes=np.append(programme.scopes, [""] * count),
        rows=sp.csr_array(sp.vstack([programme.rows, rows], format="csr")),
        lower=np.append(programme.lower, np.full(count, -np.inf)),
        upper=np.append(programme.upper, np.asarray(upper, dtype=np.float64).ravel()),
        in_pounds=np.append(programme.in_pounds, np.zeros(count, dtype=bool)),
        own=replace(own, rows=sp.csr_array(sp.vstack([own.rows, sp.csr_array((count, len(own.upper)))], format="csr"))),
    )


def _sign_row(programme: Programme, chosen: Flags, row: int) -> Floats:
    """1 for an option chosen, -1 for one left out, 0 where it does not count."""
    rows = _shared_with(programme, row)
    part = programme.rows[rows]
    draws = np.asarray(abs(part).sum(axis=0)).ravel() > 0
    signs = np.where(draws, np.where(chosen, 1.0, -1.0), 0.0)
    if part.nnz and part.data.min() < 0:
        return signs
    below = (programme.rows[[row]] @ chosen.astype(np.float64))[0] < programme.lower[row]
    return np.minimum(signs, 0.0) if below else np.maximum(signs, 0.0)


def _shared_with(programme: Programme, row: int) -> Whole:
    """The row and, where it passes money on, every other that does."""
    passing = settling(programme).money.rows
    return passing if row in passing else np.array([row], dtype=np.int64)
