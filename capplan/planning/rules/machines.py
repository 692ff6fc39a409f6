"""What rules know of the machines that a plan is made for: the networks they belong to, and what options do to them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan import columns as c
from capplan.planning.blocks import Flags, Whole
from capplan.planning.case import Case
from capplan.planning.rules.rule import RuleFault

# Where a machine may belong to several networks it is counted in so many parts, so that it counts in each with a
# whole number.
PARTS = 10_000
PART = "parts"
# What stands for the network of an asset whose network is not known: no network, so without a share.
NOT_STATED = "not stated"


def parts_by_network(case: Case, year: int) -> pd.DataFrame:
    """How much of each asset in service belongs to each network in a year: columns `ASSET_ID, NETWORK, parts`.

    Those of an asset add up to `parts_of_one` but for rounding. Without memberships by year each belongs to the
    network of its row. Assets without a network are left out.
    """
    if case.estate is None:
        raise ValueError("no estate")
    members = case.estate.members
    if members.empty:
        rows = case.estate.assets[[c.ASSET_ID, c.NETWORK]].assign(**{PART: 1})
    else:
        rows = members.loc[members[c.YEAR] == year, [c.ASSET_ID, c.NETWORK]]
        shares = members.loc[rows.index, c.SHARE].to_numpy(dtype=np.float64)
        rows = rows.assign(**{PART: np.rint(shares * parts_of_one(case)).astype(np.int64)})
    return rows[rows[c.NETWORK].notna() & (rows[c.NETWORK] != NOT_STATED)].reset_index(drop=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Who belongs where in a year: networks in order, and parts of each asset of the estate (its rows) in each."""

    networks: tuple[str, ...]
    parts: sp.csr_array


def membership(case: Case, year: int) -> Membership:
    """`parts_by_network` as a matrix, whole numbers."""
    rows = parts_by_network(case, year)
    networks = np.unique(rows[c.NETWORK].to_numpy(dtype=object))
    assets = pd.Index(machines(case)[c.ASSET_ID])
    at = (assets.get_indexer(rows[c.ASSET_ID]), np.searchsorted(networks, rows[c.NETWORK].to_numpy(dtype=object)))
    inside = at[0] >= 0
    entries = rows[PART].to_numpy(dtype=np.int64)[inside]
    shape = (len(assets), len(networks))
    return Membership(
        networks=tuple(networks),
        parts=sp.csr_array(sp.coo_array((entries, (at[0][inside], at[1][inside])), shape=shape)),
    )


def machines(case: Case) -> pd.DataFrame:
    """The estate's assets, none where the case has no estate."""
    return pd.DataFrame(columns=list(c.ESTATE)) if case.estate is None else case.estate.assets


def machine_of(case: Case, options: pd.DataFrame) -> Whole:
    """The estate's row of each option's asset; -1 where it has none."""
    return np.asarray(pd.Index(machines(case)[c.ASSET_ID]).get_indexer(options[c.ASSET_ID]), dtype=np.int64)


def has_members(case: Case) -> bool:
    """Whether it is known which networks each asset belongs to in each year."""
    return case.estate is not None and not case.estate.members.empty


def parts_of_one(case: Case) -> int:
    """How many parts one machine is counted in: one, unless a machine belongs to several networks at once."""
    if case.estate is None or (case.estate.members[c.SHARE] == 1).all():
        return 1
    return PARTS


def in_use(options: pd.DataFrame) -> Whole:
    """The year from which each option has its effect: when it is done, where that is known, else when it starts."""
    start = options[c.START_YEAR].to_numpy(dtype=np.int64)
    if c.IN_USE_YEAR not in options:
        return start
    done = options[c.IN_USE_YEAR].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isnan(done), start, done).astype(np.int64)


def flag(options: pd.DataFrame, column: c.Column) -> Flags:
    """A flag of each option; where nothing is said, no."""
    return np.asarray(options[column].fillna(False).astype(bool).to_numpy())


def number(frame: pd.DataFrame, column: c.Column) -> NDArray[np.float64]:
    """A column as numbers, what is missing as NaN."""
    return np.asarray(frame[column].to_numpy(dtype=np.float64, na_value=np.nan))


def needs_machines(case: Case, columns: tuple[c.Column, ...], setting: str) -> Iterator[RuleFault]:
    """Faults where a rule speaks of machines and the case does not know them, or what options do to them."""
    if case.estate is None:
        yield RuleFault(
            setting=(setting,),
            what="it speaks of the machines in service, which options alone do not tell",
            mend="Take it out, or plan from registers.",
        )
    for column in columns:
        if column not in case.options.columns:
            yield RuleFault(
                setting=(setting,),
                what=f"it needs the column {column}, which the options do not have",
                mend="Add the column to the options, or take the rule out.",
            )
