"""Options, cash and budget, checked and put in one order, as arrays that rules can add up."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.model import Estate
from capplan.planning.checks import Brought, Places, faults, missing_columns

OPTIONAL = (c.NETWORK, c.ASSET_CLASS, c.SITE, c.MUST_REASON, *c.OPTION_EFFECTS)
REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A capital-rationing problem: what could be done, what it draws, and the money there is.

    Options stand sorted by asset, start year, action and id, whatever order they were brought in;
    `options` has the range index 0..n-1 and may lack the optional columns.

    - `cash`: columns `CASH`, whole pounds, sorted by option and year.
    - `years`, `envelopes`: each year of the budget, ascending, with its whole pounds.
    - `assets`: the ids, sorted; `asset_of` gives each option's position among them, `first` each
      asset's first option, and `must` whether the asset has to be treated.
    - `capital`: years x options, whole pounds.
    - `estate`: what the plan is made for, where that is known.
    """

    options: pd.DataFrame
    cash: pd.DataFrame
    years: NDArray[np.int64]
    envelopes: NDArray[np.int64]
    assets: NDArray[np.object_]
    asset_of: NDArray[np.int64]
    first: NDArray[np.int64]
    must: NDArray[np.bool_]
    capital: sp.csr_array
    estate: Estate | None

    @property
    def start(self) -> NDArray[np.int64]:
        """The start year of each option."""
        return self.options[c.START_YEAR].to_numpy(dtype=np.int64)

    @property
    def benefit(self) -> NDArray[np.float64]:
        """Net present benefit of each option, pounds."""
        return self.options[c.BENEFIT_GBP].to_numpy(dtype=np.float64)

    @property
    def total_capital(self) -> NDArray[np.float64]:
        """Capital of each option over all years, whole pounds."""
        return np.asarray(self.capital.sum(axis=0), dtype=np.float64).ravel()


def make_case(options: pd.DataFrame, cash: pd.DataFrame, budget: pd.DataFrame, estate: Estate | None = None) -> Case:
    """Check and order the frames (`OPTIONS` or at least `OPTIONS_REQUIRED`, `CASH`, `BUDGET`).

    An option without cash costs nothing. Raises InputError with every fault found.
    """
    brought = Brought(options=options, cash=cash, budget=budget, places=Places())
    problems = missing_columns(brought) or [*_missing_values(brought), *faults(brought)]
    if problems:
        raise InputError(problems)
    ordered = _ordered_options(options)
    budget = budget.sort_values(c.YEAR, ignore_index=True)
    years = budget[c.YEAR].to_numpy(dtype=np.int64)
    assets, asset_of = np.unique(ordered[c.ASSET_ID].to_numpy(dtype=object), return_inverse=True)
    first = np.flatnonzero(np.diff(asset_of, prepend=-1))
    flagged = ordered[c.MUST_TREAT].to_numpy(dtype=bool) if c.MUST_TREAT in ordered else np.zeros(len(ordered), bool)
    position = pd.Series(ordered.index, index=ordered[c.OPTION_ID])
    rows = np.searchsorted(years, cash[c.YEAR].to_numpy(dtype=np.int64))
    columns = position.loc[cash[c.OPTION_ID]].to_numpy(dtype=np.int64)
    amounts = cash[c.CAPITAL_GBP].to_numpy(dtype=np.float64)
    capital = sp.csr_array(sp.coo_array((amounts, (rows, columns)), shape=(len(years), len(ordered))))
    capital.eliminate_zeros()
    return Case(
        options=ordered,
        cash=cash[list(c.CASH)].astype({c.YEAR: np.int64, c.CAPITAL_GBP: np.int64}).sort_values([c.OPTION_ID, c.YEAR]),
        years=years,
        envelopes=budget[c.ENVELOPE_GBP].to_numpy(dtype=np.int64),
        assets=assets,
        asset_of=asset_of,
        first=first,
        must=np.logical_or.reduceat(flagged, first),
        capital=capital,
        estate=estate,
    )


def _ordered_options(options: pd.DataFrame) -> pd.DataFrame:
    given = [*c.OPTIONS_REQUIRED, *(name for name in (*OPTIONAL, c.MUST_TREAT) if name in options.columns)]
    typed = options[given].astype({c.START_YEAR: np.int64, c.BENEFIT_GBP: np.float64})
    for name in (c.OPTION_ID, c.ASSET_ID):
        typed[name] = typed[name].astype("str")
    if c.MUST_TREAT in typed:
        typed[c.MUST_TREAT] = typed[c.MUST_TREAT].fillna(False).astype(bool)
    return typed.sort_values([c.ASSET_ID, c.START_YEAR, c.ACTION, c.OPTION_ID], ignore_index=True)


def _missing_values(brought: Brought) -> list[Problem]:
    places = brought.places
    wanted = (
        (places.options, brought.options, c.OPTIONS_REQUIRED),
        (places.cash, brought.cash, c.CASH),
        (places.budget, brought.budget, c.BUDGET),
    )
    return [
        Problem(where=places.at(name, int(row), column), what="no value", mend="Give one, or leave the row out.")
        for name, frame, columns in wanted
        for column in columns
        for row in np.flatnonzero(_unusable(frame[column]))
    ]


def _unusable(values: pd.Series) -> NDArray[np.bool_]:
    if pd.api.types.is_float_dtype(values):
        return ~np.isfinite(values.to_numpy(dtype=np.float64, na_value=np.nan))
    return values.isna().to_numpy(dtype=bool)
