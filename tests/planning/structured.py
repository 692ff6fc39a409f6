"""An estate whose machines are tied together: shared works, bundles, and oldest first."""

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Programme, Whole
from tests.planning.programmes import programme_of, synthetic

WORKS_GBP = 40_000.0
Entries = tuple[Whole, Whole]


def structured(assets: int, years: int, *, seed: int = 0) -> Programme:
    """The estate of `synthetic` with works that replacements of a site in a year share, a hundredth of its machines
    in bundles of two, and pairs of which the one of less need never goes first."""
    made = synthetic(assets, years, seed=seed)
    random = np.random.default_rng([seed, 7])
    needing = np.arange(0, len(made.benefit), 2)  # replacements; upgrades, every second option, need no works
    start = (needing - made.first[made.asset_of[needing]]) // 2
    site = random.integers(0, max(assets // 25, 2), assets)
    keys, works = np.unique(site[made.asset_of[needing]] * years + start, return_inverse=True)
    free = random.permutation(np.flatnonzero(~made.must))
    bundled, others = free[: assets // 50], free[assets // 50 :]
    options, total = len(made.benefit), len(made.benefit) + len(keys)
    ties = [
        (
            "shared works",
            _signed((np.arange(len(needing)), needing), (np.arange(len(needing)), options + works), total),
        ),
        ("together", _bundles(made, bundled, 2 * years, total)),
        ("oldest first", _in_order(made, others, years, total)),
    ]
    rows = [*_widened(made, keys % years, total)]
    for name, tied in ties:
        lower = np.full(tied.shape[0], 0.0 if name == "together" else -np.inf)
        rows.append((name, tied, lower, np.zeros(tied.shape[0]), False))
    return programme_of(
        np.append(made.benefit, np.zeros(len(keys))),
        np.append(made.asset_of, assets + np.arange(len(keys))),
        np.append(made.must, np.zeros(len(keys), dtype=bool)),
        rows,
        made.own.upper,
    )


def _signed(plus: Entries, minus: Entries, columns: int) -> sp.csr_array:
    """Rows with 1 at the places (rows, columns) of `plus` and -1 at those of `minus`."""
    entries = np.repeat([1.0, -1.0], [len(plus[0]), len(minus[0])])
    row, column = (np.concatenate(pair) for pair in zip(plus, minus, strict=True))
    return sp.csr_array(sp.coo_array((entries, (row, column)), shape=(int(row.max()) + 1, columns)))


def _bundles(made: Programme, bundled: Whole, span: int, columns: int) -> sp.csr_array:
    """Both machines of a pair have the same option, or neither has one."""
    left, right = bundled[::2], bundled[1::2]
    count = min(len(left), len(right))
    row = np.arange(count * span)
    of_left, of_right = ((made.first[one[:count]][:, None] + np.arange(span)).ravel() for one in (left, right))
    return _signed((row, of_left), (row, of_right), columns)


def _in_order(made: Programme, assets: Whole, years: int, columns: int) -> sp.csr_array:
    """Of each pair, the one of less need has started by a year only if the other has."""
    need = np.maximum.reduceat(made.benefit, made.first)
    pairs = assets[: len(assets) // 2 * 2].reshape(-1, 2)
    before = np.where(need[pairs[:, 0]] >= need[pairs[:, 1]], pairs[:, 0], pairs[:, 1])
    after = pairs.sum(axis=1) - before
    year, place = np.divmod(np.arange(2 * years * years), 2 * years)
    counts = place < 2 * (year + 1)
    row = (np.arange(len(pairs))[:, None] * years + year[counts]).ravel()
    of_after, of_before = ((made.first[one][:, None] + place[counts]).ravel() for one in (after, before))
    return _signed((row, of_after), (row, of_before), columns)


def _widened(made: Programme, works_year: Whole, columns: int) -> list[tuple]:
    """The rows of an estate with works among the columns, paid out of their year."""
    options = len(made.benefit)
    wide = sp.csr_array((made.rows.data, made.rows.indices, made.rows.indptr), shape=(made.rows.shape[0], columns))
    at = (works_year, options + np.arange(len(works_year)))
    wide = sp.csr_array(wide + sp.coo_array((np.full(len(works_year), WORKS_GBP), at), shape=wide.shape))
    rules = [made.rows_of(name) for name in dict.fromkeys(made.rules.tolist())]
    return [(made.rules[of[0]], wide[of], made.lower[of], made.upper[of], bool(made.in_pounds[of[0]])) for of in rules]
