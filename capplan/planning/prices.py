"""Prices of a large programme's coupling rows, moved in boxes until no move lowers the bound.

Only a few hundred rows tie the assets together. Within a box round the prices, most assets keep the choice that
they make at its centre; the linear programme of those that might change, with every price held in the box by
elastic columns, gives the best prices in it (the boxstep method; Marsten, Hogan and Blankenship 1975, Operations
Research 23, 389-405). The bound itself is always that of `bound.price`, over every option.
"""

import time
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from capplan.planning import highs
from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.bound import Priced, Relaxed, price
from capplan.planning.field import Field, field_of, sampled
from capplan.planning.highs import LinearProgramme, solve_linear

# The first prices come from a sample of this many assets, the next from this many times as many.
SAMPLE, GROWTH, SAMPLE_STEPS = 1_500, 6, 3
# A row of fewer options than this gets no price from a sample alone.
COARSE = 30
# A box is as wide as lets this many options become their asset's best, times a factor.
REACHED, WIDER = 15_000, 4.0
STEPS, LEAST_STEP, CLOSE = 20, 2e-5, 1e-4
# Prices may move this many times the scale of their row from nothing, and while a feasible point is sought.
FREE = 200.0
SETTLED = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The choices that the master may make: options, and assets that may be kept. `held` is the option that
    each asset has if it is not open, -1 for none."""

    options: Flags
    keeping: Flags
    held: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastered:
    """What the master came to: its value, the options it holds and their shares, the options of the assets
    that were not open, how much the elastic columns gave, and the new prices."""

    value: float
    options: Whole
    shares: Floats
    fixed: Whole
    elastic: float
    prices: Floats


def sample_prices(programme: Programme, *, seed: int, ends_at: float) -> Priced:
    """A programme (solver units) at prices from a sample of its assets, in a moment; rows of few options get none.

    The bound is a true one; plans made at the prices are within a few hundredths of it as a rule.
    """
    coarse = np.flatnonzero(np.diff(programme.rows.indptr) >= COARSE)
    part = _only_rows(programme, coarse) if len(coarse) < len(programme.rules) else programme
    is_large = len(programme.first) > SAMPLE
    field = sampled(part, SAMPLE, np.random.default_rng(seed)) if is_large else field_of(part)
    prices = np.zeros(len(programme.rules))
    prices[coarse] = _first_prices(field, seed, ends_at)
    return price(programme, prices)


def _only_rows(programme: Programme, rows: Whole) -> Programme:
    return replace(
        programme,
        rules=programme.rules[rows],
        scopes=programme.scopes[rows],
        rows=sp.csr_array(programme.rows[rows]),
        lower=programme.lower[rows],
        upper=programme.upper[rows],
        in_pounds=programme.in_pounds[rows],
        own=replace(programme.own, rows=sp.csr_array(programme.own.rows[rows])),
    )


def find_prices(programme: Programme, *, seed: int, ends_at: float) -> Relaxed | None:
    """The prices of the linear relaxation, nearly, and choices near them that keep every row in shares.

    `programme` is in the solver's units. None where no such choices were found by `ends_at` (a monotonic time).
    """
    field = field_of(programme)
    random = np.random.default_rng(seed)
    count, assets = SAMPLE, len(programme.first)
    prices, shape = None, np.ones(len(field.scale))
    while count < assets / 2:
        part = sampled(programme, count, random)
        if prices is None:
            prices = _first_prices(part, seed, ends_at)
        else:
            before, prices = prices, _moved(part, prices, shape, SAMPLE_STEPS, ends_at)
            shape = _shape(np.abs(prices - before) / np.maximum(part.scale, 1e-300))
        count *= GROWTH
    prices = _first_prices(field, seed, ends_at) if prices is None else _moved(field, prices, shape, STEPS, ends_at)
    return _anchored(field, prices, ends_at)


def _shape(moved: Floats) -> Floats:
    """How wide each row's side of the box is, as a share of the widest: what moved before may move again."""
    shares: Floats = 0.05 + moved / max(moved.max(initial=0.0), 1e-12)
    return shares


def _first_prices(field: Field, seed: int, ends_at: float) -> Floats:
    every = Opened(
        options=np.ones(len(field.programme.benefit), dtype=bool),
        keeping=~field.programme.must,
        held=np.full(len(field.programme.first), -1),
    )
    nothing = np.zeros(len(field.scale))
    return _master(field, every, nothing, FREE * field.scale, ends_at, seed).prices


def _moved(field: Field, prices: Floats, shape: Floats, steps: int, ends_at: float) -> Floats:
    """Prices after so many box-steps, or fewer where the bound has settled.

    A step that lowers the bound is taken; after one that does not, the options that are best at its prices join
    the master.
    """
    programme, scale = field.programme, field.scale * shape
    at, least = price(programme, prices), -np.inf
    joined = np.zeros(len(programme.benefit), dtype=bool)
    for step in range(steps):
        theta, opened = _reached(field, at, scale, REACHED, joined)
        box = theta * scale * WIDER
        mastered = _master(field, opened, at.prices, box, ends_at)
        new = price(programme, mastered.prices)
        if mastered.elastic < SETTLED:
            least = max(least, mastered.value)
        gained = at.bound - new.bound
        settled = 0 <= gained <= LEAST_STEP * abs(at.bound) and step > 0 and mastered.elastic < SETTLED
        if gained > 0:
            scale = _rescaled(field, scale, np.abs(new.prices - at.prices), box)
            at, joined = new, np.zeros_like(joined)
            joined[mastered.options[mastered.shares > SETTLED]] = True
        else:
            joined |= new.loss <= 1e-9
        if settled or at.bound - least <= CLOSE * abs(at.bound) or time.monotonic() > ends_at:
            break
    return at.prices


def _rescaled(field: Field, scale: Floats, moved: Floats, box: Floats) -> Floats:
    """Wider where a price ran into its box, else narrower: about half as far again as it moved."""
    theta = float((box / np.maximum(scale, 1e-300)).max())
    stopped = moved >= box * (1 - 1e-6)
    narrower = np.maximum(scale * 0.4, np.minimum(scale, 1.5 * moved / max(theta, 1e-12)))
    return np.maximum(np.where(stopped, scale * 3, narrower), field.scale * 1e-3)


def _reached(field: Field, at: Priced, scale: Floats, number: int, joined: Flags) -> tuple[float, Opened]:
    """The choices that could become their asset's best in a box, its size such that `number` options could.

    Within prices +- theta scale the lead of the best over an option changes by at most theta times what both
    draw, at that scale.
    """
    programme = field.programme
    best = np.full(len(programme.first), -1, dtype=np.int64)
    leading = np.flatnonzero(at.loss <= 0)[::-1]
    best[programme.asset_of[leading]] = leading
    leads = best >= 0
    draw = field.sizes @ scale
    of_best = np.where(leads, draw[best], 0.0)
    needs = at.loss / (draw + of_best[programme.asset_of] + 1e-300)
    needs[best[leads]] = np.inf
    theta = float(np.partition(needs, min(number, len(needs) - 1))[min(number, len(needs) - 1)])
    if not np.isfinite(theta):
        theta = float(needs[np.isfinite(needs)].max(initial=1.0))
    keeping = np.where(leads, at.best / (of_best + 1e-300), 0.0) <= theta
    options = (needs <= theta) | joined
    options[best[leads]] = True
    keeping[programme.asset_of[joined]] = True
    return theta, Opened(options=options, keeping=(keeping | ~leads) & ~programme.must, held=best)


def _master(field: Field, opened: Opened, centre: Floats, box: Floats, ends_at: float, seed: int = 0) -> Mastered:
    programme, own = field.programme, field.programme.own
    undecided = _undecided(programme, opened)
    fixed = opened.held[~undecided]
    fixed = fixed[fixed >= 0]
    options = np.flatnonzero(opened.options & undecided[programme.asset_of])
    dear, cheap = centre + box, centre - box
    elastic_programme = _elastic(field, opened.keeping, options, fixed, np.concatenate([-dear, cheap]))
    answer = solve_linear(elastic_programme, seed=seed, time_limit_s=ends_at - time.monotonic())
    rows, count = len(field.scale), len(options)
    elastic = answer.values[count + len(own.upper) :]
    worth = programme.benefit[options] @ answer.values[:count] + own.worth @ answer.values[count:][: len(own.upper)]
    worth -= dear @ elastic[:rows] - cheap @ elastic[rows:]
    return Mastered(
        value=float(worth + programme.benefit[fixed].sum()),
        options=options,
        shares=answer.values[:count],
        fixed=fixed,
        elastic=float(elastic.sum()) if answer.ended == highs.OPTIMAL else np.inf,
        prices=answer.prices[:rows],
    )


def _undecided(programme: Programme, opened: Opened) -> Flags:
    """The assets that have a choice: of two, or of one where no asset holds any."""
    choices = np.bincount(programme.asset_of, weights=opened.options, minlength=len(programme.first)) + opened.keeping
    undecided: Flags = choices >= (2 if (opened.held >= 0).any() else 1)
    return undecided


def _elastic(field: Field, keeping: Flags, options: Whole, fixed: Whole, worth: Floats) -> LinearProgramme:
    """The choice among these options beside those that are fixed, each row eased from above, then from below, by
    columns worth so much."""
    programme, own = field.programme, field.programme.own
    used = np.asarray(field.draws[fixed].sum(axis=0), dtype=np.float64).ravel()
    asset, place = np.unique(programme.asset_of[options], return_inverse=True)
    once = sp.csr_array(
        sp.coo_array((np.ones(len(options)), (place, np.arange(len(options)))), shape=(len(asset), len(options)))
    )
    give = sp.eye_array(len(field.scale))
    coupling = sp.hstack([field.draws[options].T, own.rows, -give, give])
    choice = sp.hstack([once, sp.csr_array((len(asset), len(own.upper) + len(worth)))])
    return LinearProgramme(
        worth=np.concatenate([programme.benefit[options], own.worth, worth]),
        rows=sp.csr_array(sp.vstack([coupling, choice], format="csr")),
        lower=np.concatenate([programme.lower - used, np.where(keeping[asset], 0.0, 1.0)]),
        upper=np.concatenate([programme.upper - used, np.ones(len(asset))]),
        most=np.concatenate([np.ones(len(options)), own.upper, np.full(len(worth), np.inf)]),
    )


def _anchored(field: Field, prices: Floats, ends_at: float) -> Relaxed | None:
    """Choices near the prices that keep every row, in shares: those of the master with its prices nearly free."""
    programme = field.programme
    nothing = np.zeros(len(programme.benefit), dtype=bool)
    at = price(programme, prices)
    for more in (1, 3, 10):
        _, opened = _reached(field, at, field.scale, REACHED * more, nothing)
        mastered = _master(field, opened, at.prices, FREE * field.scale, ends_at)
        if mastered.elastic < SETTLED or time.monotonic() > ends_at:
            break
    if mastered.elastic >= SETTLED:
        return None
    outright, partly = nothing.copy(), nothing.copy()
    outright[mastered.fixed] = True
    outright[mastered.options[mastered.shares > 1 - SETTLED]] = True
    partly[mastered.options[(mastered.shares > SETTLED) & (mastered.shares <= 1 - SETTLED)]] = True
    return Relaxed(priced=at, outright=outright, partly=partly)
