"""Prices on the coupling rows, and the bound on the whole programme that any prices give.

At given prices each asset chooses alone, so one pass over the options gives a value that no plan can
beat (Lagrangean duality; Geoffrion 1974, Mathematical Programming Study 2, 82-114). The bound is
added up here from the prices alone: it needs no trust in a solver's status or tolerance.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Flags, Floats, Programme
from capplan.planning.highs import LinearAnswer, LinearProgramme, solve_linear


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A programme at some prices.

    `reduced` is each option's benefit less what it draws at those prices; `best` is what each asset
    would choose for, 0 for keeping it; `loss` is `best` less `reduced`, never below 0.
    """

    bound: float
    prices: Floats
    reduced: Floats
    best: Floats
    loss: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """A programme at the prices of its linear relaxation, or nearly, with the options that a point of the
    relaxation chooses outright and in part."""

    priced: Priced
    outright: Flags
    partly: Flags


def price(programme: Programme, prices: Floats) -> Priced:
    """The bound at these prices, one a coupling row: above 0 for an upper limit, below 0 for a lower.

    `sum of best + sum(p+ upper + p- lower) + sum of own upper * max(0, own worth - own price)`; a price
    on the side where a row has no limit is taken as 0.
    """
    prices = np.where(np.isinf(programme.upper), np.minimum(prices, 0.0), prices)
    prices = np.where(np.isinf(programme.lower), np.maximum(prices, 0.0), prices)
    reduced = programme.benefit - programme.rows.T @ prices
    best = np.maximum.reduceat(reduced, programme.first)
    best = np.where(programme.must, best, np.maximum(best, 0.0))
    limits = np.where(prices > 0, programme.upper, np.where(prices < 0, programme.lower, 0.0))
    own = programme.own
    gains = np.maximum(own.worth - own.rows.T @ prices, 0.0)
    own_terms = np.where(gains > 0, own.upper, 0.0) * gains
    return Priced(
        bound=float(best.sum() + (prices * limits).sum() + own_terms.sum()),
        prices=prices,
        reduced=reduced,
        best=best,
        loss=best[programme.asset_of] - reduced,
    )


def relax(programme: Programme, *, seed: int, time_limit_s: float) -> LinearAnswer:
    """The linear relaxation of the whole programme: its values are those of the options, then of the
    own columns; its prices those of the coupling rows, then of the one-action rows."""
    return solve_linear(linear(programme), seed=seed, time_limit_s=time_limit_s)


def linear(programme: Programme) -> LinearProgramme:
    """The relaxation as a linear programme: options, then own columns; coupling rows, then one-action rows."""
    options, own = len(programme.benefit), programme.own
    choice = programme.choice
    below = sp.csr_array((len(choice.scopes), len(own.upper)))
    rows = sp.vstack(
        [sp.hstack([programme.rows, own.rows]), sp.hstack([choice.rows, below])],
        format="csr",
    )
    return LinearProgramme(
        worth=np.concatenate([programme.benefit, own.worth]),
        rows=rows,
        lower=np.concatenate([programme.lower, choice.lower]),
        upper=np.concatenate([programme.upper, choice.upper]),
        most=np.concatenate([np.ones(options), own.upper]),
    )


def whole_choices(programme: Programme, values: Floats) -> tuple[Flags, Flags]:
    """From a relaxation: the options it chooses outright, and those it chooses in part."""
    shares = values[: len(programme.benefit)]
    return shares > 1 - 1e-6, (shares > 1e-6) & (shares <= 1 - 1e-6)
