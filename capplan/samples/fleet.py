"""How many machines of each class the estate has, and the figures that shape them."""

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd


@cache
def fleet() -> pd.DataFrame:
    """The rows of `fleet.toml`, indexed by class in the file's order.

    Columns `short, count, share_over_10, age_shape, age_max_years, activity_mean` (exams a year),
    `department, room, stands, source, status`.

    >>> fleet()["count"].sum(), fleet().loc["ct", "count"]
    (np.int64(6701), np.int64(516))
    """
    data = tomllib.loads(files("capplan.samples").joinpath("fleet.toml").read_text(encoding="utf-8"))
    return pd.DataFrame.from_dict(data, orient="index")


def class_counts(assets: int | None) -> pd.Series:
    """How many machines of each class: the national counts, or the same mix over `assets` machines.

    >>> class_counts(None)["mri"] + class_counts(None)["mri_3t"]
    np.int64(425)
    >>> class_counts(1000).sum()
    np.int64(1000)
    """
    national = fleet()["count"]
    if assets is None:
        return national
    shared = shared_out(assets, national.to_numpy(dtype="float64")[:, None])[:, 0]
    return pd.Series(shared, index=national.index)


def shared_out(totals: int | np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Whole shares of each column's total in proportion to `weights`, by largest remainder.

    `weights` is parts x columns; each column of the result adds up to its total.

    >>> shared_out(10, np.array([[1.0], [1.0], [1.0]]))[:, 0].tolist()
    [4, 3, 3]
    """
    totals = np.broadcast_to(totals, weights.shape[1])
    quotas = weights / weights.sum(axis=0) * totals
    shares = np.floor(quotas).astype("int64")
    left_over = totals - shares.sum(axis=0)
    rank = np.argsort(np.argsort(shares - quotas, axis=0, kind="stable"), axis=0, kind="stable")
    return np.asarray(shares + (rank < left_over))
