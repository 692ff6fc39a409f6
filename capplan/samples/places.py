"""Which organisation and site each machine stands in, and what it is called there."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.samples.chance import stream
from capplan.samples.fleet import fleet, shared_out
from capplan.samples.geography import geography

ASSETS_PER_ORGANISATION = 49
SITE_SHARES = {2: (0.65, 0.35), 3: (0.55, 0.28, 0.17), 4: (0.48, 0.26, 0.16, 0.10)}
MAIN_SITE_SHARES = (0.88, 0.12)


def place_assets(counts: pd.Series, seed: int) -> pd.DataFrame:
    """One row a machine: columns `ASSET_ID`, organisation, site, department, room, `NETWORK` and `ASSET_CLASS`.

    `counts` is the number of each class. Small estates stand in few organisations (about one for every
    49 machines); from about 6,700 machines on, all 137 have some. Sorted by organisation and class.
    """
    organisations = _organisations_for(int(counts.sum()))
    size = _sizes(len(organisations), seed)
    jitter = stream(seed, "classes").uniform(0.8, 1.2, size=(len(organisations), len(counts)))
    holdings = shared_out(counts.to_numpy(), size[:, None] * jitter)
    cells = np.repeat(np.arange(holdings.size), holdings.ravel())
    owner, kind = np.divmod(cells, len(counts))
    number = np.arange(len(cells)) - np.repeat(np.cumsum(holdings) - holdings.ravel(), holdings.ravel()) + 1
    rows = fleet().loc[counts.index].iloc[kind]
    owned = organisations.iloc[owner].reset_index(drop=True)
    numbers = pd.Series(number).astype("str").str.zfill(3)
    codes, shorts = owned[c.ORGANISATION_CODE], pd.Series(rows["short"].to_numpy())
    frame = pd.DataFrame(
        {
            c.ASSET_ID: codes + "-" + shorts + "-" + numbers,
            c.ORGANISATION_CODE: codes,
            c.ORGANISATION: owned[c.ORGANISATION],
            c.DEPARTMENT: rows["department"].to_numpy(),
            c.ROOM: pd.Series(rows["room"].to_numpy()) + " " + pd.Series(number).astype("str"),
            c.NETWORK: owned[c.NETWORK],
            c.ASSET_CLASS: rows.index.to_numpy(),
        }
    )
    return frame.join(_sites(codes, rows["stands"].to_numpy(), site_counts(size)[owner], seed))


def site_counts(size: np.ndarray) -> np.ndarray:
    """How many sites organisations of a given relative size have: 2 to 4.

    >>> site_counts(np.array([0.6, 1.0, 2.0])).tolist()
    [2, 3, 4]
    """
    return 2 + (size > 0.85).astype("int64") + (size > 1.35)


def _organisations_for(assets: int) -> pd.DataFrame:
    every = geography().organisations
    wanted = int(np.clip(round(assets / ASSETS_PER_ORGANISATION), 1, len(every)))
    return every.head(wanted)


def _sizes(organisations: int, seed: int) -> np.ndarray:
    """How large each organisation is against the mean."""
    return np.clip(np.exp(0.4 * stream(seed, "sizes").standard_normal(organisations)), 0.55, 2.2)


def _sites(codes: pd.Series, stands: np.ndarray, sites: np.ndarray, seed: int) -> pd.DataFrame:
    shares = np.zeros((len(SITE_SHARES) + 2, max(SITE_SHARES)))
    for count, share in SITE_SHARES.items():
        shares[count, :count] = share
    weights = shares[sites]
    main = stands == "main_site"
    weights[main] = 0
    weights[main, : len(MAIN_SITE_SHARES)] = MAIN_SITE_SHARES
    drawn = stream(seed, "sites").random(len(codes))
    site = (drawn[:, None] >= np.cumsum(weights, axis=1)[:, :-1]).sum(axis=1)
    site = np.minimum(site, sites - 1)
    kinds = pd.Series(np.asarray(geography().site_kinds, dtype=object)[site], dtype="str")
    places = pd.Series(geography().places.loc[codes].to_numpy(), dtype="str")
    return pd.DataFrame({c.SITE_CODE: codes + "0" + pd.Series(site + 1).astype("str"), c.SITE: places + " " + kinds})
