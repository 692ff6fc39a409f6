"""What each machine costs, and how it is paid for."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.reference import load_reference
from capplan.samples.ages import AS_AT
from capplan.samples.chance import around_one, by_organisation, pick, stream

# How people round a price: from each amount on, to the nearest of the step beside it.
ROUNDING = ((0, 500), (20_000, 1_000), (60_000, 5_000), (200_000, 10_000), (600_000, 25_000))
BOOK_LIFE_YEARS = 10
MAINTENANCE_GROWTH = 0.04
# Weights of owned, lease, managed service, PFI, charity: everywhere, and in the organisations with a managed
# service contract or a PFI building (about one in sixteen each).
FINANCE = ("owned", "lease", "managed_service", "pfi", "charity")
USUAL, MANAGED, PFI = (0.91, 0.05, 0.01, 0.0, 0.03), (0.35, 0.02, 0.60, 0.0, 0.03), (0.60, 0.04, 0.01, 0.32, 0.03)
CONTRACTED_FROM = 1.53
REPLACED_BY_OTHERS = ("managed_service", "pfi")
MOVABLE_STATUS = {"in_use": 0.965, "spare": 0.02, "out_of_use": 0.01, "disposed": 0.005}
MOVABLE_CLASSES = ("xray_mobile", "c_arm_mobile", "ultrasound")
COMMITTED_SHARE = 0.02
SHORT_LIFE_YEARS = 7


def add_money(assets: pd.DataFrame, seed: int) -> pd.DataFrame:
    """`assets` with prices in whole pounds ex VAT, upkeep, contracts, finance, status and commitments.

    Replacement cost is around the class's middle price and within its low and high (`prices.toml`),
    rounded as people round. Nothing costs 0: a zero means blank in a register.
    """
    rng = stream(seed, "money")
    size = len(assets)
    classes = load_reference().classes.loc[assets[c.ASSET_CLASS]]
    ages = assets[c.AGE_YEARS].to_numpy()
    low, middle, high = (classes[f"price_{end}_gbp"].to_numpy() for end in ("low", "mid", "high"))
    price = as_people_round(np.clip(middle * around_one(0.13, rng, size), low, high))
    works = as_people_round(price * classes["works_share_mid"].to_numpy() * around_one(0.35, rng, size))
    share = classes["maintenance_share_mid"].to_numpy() * around_one(0.12, rng, size)
    upkeep = (price * share * (1 + MAINTENANCE_GROWTH) ** np.minimum(ages, 15) / 100).round() * 100
    paid = as_people_round(price * 0.985**ages * around_one(0.08, rng, size))
    book = (paid * (1 - ages / BOOK_LIFE_YEARS)).round()
    contract = pd.Timestamp(AS_AT) + pd.to_timedelta(rng.integers(1, 48, size) * 30, unit="D")
    life = classes["life_mid_years"].to_numpy() - rng.integers(0, 3, size)
    return _finance(assets, rng).assign(
        **{
            c.REPLACEMENT_COST_GBP: price,
            c.WORKS_COST_GBP: np.where(works > 0, works, np.nan),
            c.PURCHASE_COST_GBP: paid,
            c.BOOK_VALUE_GBP: np.where(book > 0, book, np.nan),
            c.MAINTENANCE_GBP_PER_YEAR: np.where(ages > 1, upkeep, np.nan),
            c.CONTRACT_END_DATE: contract,
            c.VAT_BASIS: "ex",
            c.PRICE_BASE_YEAR: AS_AT.year,
            c.EXPECTED_LIFE_YEARS: np.maximum(life, SHORT_LIFE_YEARS),
            c.PLANNED_REPLACEMENT_DATE: _planned(assets[c.INSTALL_DATE], classes["life_mid_years"]),
        }
    )


def as_people_round(amounts: np.ndarray) -> np.ndarray:
    """Amounts rounded to the step that people use at that size.

    >>> as_people_round(np.array([71_300.0, 948_700.0])).tolist()
    [70000.0, 950000.0]
    """
    steps = np.array([step for _, step in ROUNDING])
    step = steps[np.digitize(amounts, [start for start, _ in ROUNDING]) - 1]
    return np.asarray((amounts / step).round() * step)


def _finance(assets: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    size = len(assets)
    habit = by_organisation(assets[c.ORGANISATION_CODE], rng)
    weights = np.select(
        [habit[:, None] > CONTRACTED_FROM, habit[:, None] < -CONTRACTED_FROM], [MANAGED, PFI], default=np.array(USUAL)
    )
    finance = pick(FINANCE, weights, rng)
    status = pick(tuple(MOVABLE_STATUS), np.tile(list(MOVABLE_STATUS.values()), (size, 1)), rng)
    moves = assets[c.ASSET_CLASS].isin(MOVABLE_CLASSES).to_numpy()
    committed = (
        (rng.random(size) < COMMITTED_SHARE)
        & (assets[c.LIFE_CONSUMED_RATIO].to_numpy() > 1.1)
        & ~np.isin(finance, REPLACED_BY_OTHERS)
        & ~moves
    )
    year = AS_AT.year + 1 + rng.integers(0, 2, size)
    return assets.assign(
        **{
            c.FINANCE_METHOD: finance,
            c.STATUS: np.where(moves, status, "in_use"),
            c.LOCKED_YEAR: np.where(committed, year, np.nan),
        }
    )


def _planned(installed: pd.Series, life_years: pd.Series) -> np.ndarray:
    """The owner's plan: on 31 March of the financial year in which the middle life ends."""
    years = installed.dt.year.to_numpy() + life_years.to_numpy().astype("int64")
    return pd.to_datetime(pd.Series(years).astype("str") + "-03-31").to_numpy()
