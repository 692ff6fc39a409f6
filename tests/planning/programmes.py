"""Programmes made straight as arrays: estates of any size, and hard knapsacks."""

import numpy as np
import scipy.sparse as sp

from capplan.planning.blocks import Block, Floats, OwnColumns, Programme, Whole

PRICES = np.array([2300, 1250, 1000, 800, 600, 480, 300, 250, 90, 80, 60]) * 1000.0
SHARES = np.array([0.01, 0.07, 0.03, 0.09, 0.04, 0.05, 0.06, 0.17, 0.13, 0.30, 0.05])
LIVES = np.array([10, 10, 10, 10, 12, 12, 10, 12, 10, 7, 12])
# Share of the price, share of the benefit.
REPLACE, UPGRADE = (1.0, 1.0), (0.38, 0.52)
NETWORKS = 12


def programme_of(benefit: Floats, asset_of: Whole, must: np.ndarray, rows: list[tuple], carry: Floats) -> Programme:
    """A programme from rows (rule, matrix, lower, upper, in pounds), its first rule the yearly envelopes, with
    what each year may carry on."""
    first = np.flatnonzero(np.diff(asset_of, prepend=-1))
    assets, options, years = len(first), len(benefit), len(carry) + 1
    sizes = [len(lower) for _, _, lower, _, _ in rows]
    rules = np.repeat(np.array([rule for rule, *_ in rows], dtype=object), sizes)
    moving = np.arange(len(carry))
    own = sp.coo_array(
        (
            np.repeat([1.0, -1.0], len(carry)),
            (np.concatenate([moving, moving + 1]), np.tile(moving, 2)),
        ),
        shape=(sum(sizes), len(carry)),
    )
    assert sizes[0] == years
    choice = sp.csr_array((np.ones(options), np.arange(options), np.append(first, options)))
    return Programme(
        benefit=benefit,
        preference=np.zeros(options),
        asset_of=asset_of,
        first=first,
        must=must,
        choice=Block(
            rule="one action",
            scopes=tuple(map(str, range(assets))),
            rows=choice,
            lower=must.astype(float),
            upper=np.ones(assets),
            in_pounds=False,
        ),
        rules=rules,
        scopes=rules.copy(),
        rows=sp.csr_array(sp.vstack([matrix for _, matrix, *_ in rows], format="csr")),
        lower=np.concatenate([lower for _, _, lower, _, _ in rows]),
        upper=np.concatenate([upper for _, _, _, upper, _ in rows]),
        in_pounds=np.repeat([pounds for *_, pounds in rows], sizes),
        own=OwnColumns(rows=sp.csr_array(own), upper=carry, worth=np.zeros(len(carry))),
    )


def synthetic(assets: int, years: int, *, seed: int = 0, money: float = 0.1, tied: bool = False) -> Programme:
    """An estate to replace or upgrade under yearly envelopes with carrying on, network floors and caps, class
    floors and delivery limits; `money` is the share of all prices that the envelopes come to. In a tied one
    machines have list prices and ages in whole years, so that many are alike."""
    random = np.random.default_rng(seed)
    kind = random.choice(len(PRICES), assets, p=SHARES / SHARES.sum())
    network = random.integers(0, NETWORKS, assets)
    price = PRICES[kind] * (1.0 if tied else random.lognormal(0, 0.22, assets))
    age = np.minimum(random.gamma(2.6, 3.1, assets), 25)
    age = np.floor(age) if tied else age
    consequence = price**0.85 * (1.0 if tied else random.lognormal(0, 0.5, assets))
    asset = np.repeat(np.arange(assets), 2 * years)
    year = np.tile(np.repeat(np.arange(years), 2), assets)
    share, effect = np.array([REPLACE, UPGRADE])[np.tile([0, 1], assets * years)].T
    failing = 1 / (1 + np.exp(-(age[asset] + year - LIVES[kind[asset]]) / 1.8))
    benefit = (effect * consequence[asset] * failing * (years + 5 - year) * 1.035**-year * 0.5).round(2)
    cost = (share * price[asset] * 1.02**year).round()
    must = np.zeros(assets, dtype=bool)
    must[np.argsort(-age * price)[: assets // 200]] = True
    envelope = np.full(years, np.floor(money * price.sum() / years))
    total = envelope.sum()
    networks = np.bincount(network, price, NETWORKS) / price.sum() * total
    classes = np.bincount(kind, price, len(PRICES)) / price.sum() * total
    delivered = np.repeat(np.ceil(0.07 * np.bincount(network, minlength=NETWORKS) + 1), years)

    def counted(group: Whole, number: int, size: Floats) -> sp.csr_array:
        return sp.csr_array(sp.coo_array((size, (group, np.arange(len(size)))), shape=(number, len(size))))

    def none(number: int) -> Floats:
        return np.full(number, np.inf)

    rows = [
        ("envelope", counted(year, years, cost), -none(years), envelope, True),
        ("network floor", counted(network[asset], NETWORKS, cost), np.ceil(networks * 0.6), none(NETWORKS), True),
        ("network cap", counted(network[asset], NETWORKS, cost), -none(NETWORKS), np.floor(networks * 1.8), True),
        ("class floor", counted(kind[asset], len(PRICES), cost), np.floor(classes * 0.3), none(len(PRICES)), True),
        (
            "installs by network",
            counted(network[asset] * years + year, NETWORKS * years, np.ones(len(cost))),
            -none(NETWORKS * years),
            delivered,
            False,
        ),
    ]
    return programme_of(benefit, asset, must, rows, np.floor(0.1 * envelope[:-1]))


def hard_knapsack(items: int, limits: int, *, seed: int = 0) -> Programme:
    """A multidimensional knapsack with values close to weights, in the manner of Chu and Beasley (1998), Journal
    of Heuristics 4, 63-86: the limits are half of all weights."""
    random = np.random.default_rng(seed)
    weights = random.integers(1, 1001, (limits, items)).astype(np.float64)
    values = np.round(weights.mean(axis=0) + 500 * random.random(items))
    rows = [("envelope", sp.csr_array(weights), np.full(limits, -np.inf), np.floor(weights.sum(axis=1) / 2), True)]
    return programme_of(values, np.arange(items), np.zeros(items, dtype=bool), rows, np.zeros(limits - 1))
