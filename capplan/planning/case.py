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
from capplan.planning.works import with_works
from capplan.policy.rules import SharedWorks

OPTIONAL = (c.NETWORK, c.ASSET_CLASS, c.SITE, c.MUST_REASON, *c.OPTION_EFFECTS, c.IN_USE_YEAR)
REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something beside capital that options use by year: what they draw (years x options) and each year's
    limit (inf where there is none), both in whole units (`units_of`)."""

    column: c.Column
    draws: sp.csr_array
    limits: NDArray[np.float64]


def units_of(column: c.Column) -> int:
    """How many whole units one of a column's is kept as: pounds as they are, tonnes as kilograms."""
    return 1000 if column in (c.CARBON_TONNES, c.CARBON_LIMIT_TONNES) else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A capital-rationing problem: what could be done, what it draws, and the money there is.

    Options stand sorted by asset, start year, action and id, whatever order they were brought in;
    `options` has the range index 0..n-1 and may lack the optional columns.

    - `cash`: columns `CASH` and the further resources that it was given with, whole units, sorted by option
      and year.
    - `years`, `envelopes`: each year of the budget, ascending, with its whole pounds.
    - `assets`: the ids, sorted; `asset_of` gives each option's position among them, `first` each
      asset's first option, and `must` whether the asset has to be treated.
    - `capital`: years x options, whole pounds; `further`: what else they draw.
    - `is_works`: the options that pay for works which assets share (`planning.works`); each is of an asset of
      its own, which is no machine.
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
    further: tuple[Resource, ...]
    is_works: NDArray[np.bool_]
    estate: Estate | None

    @property
    def treatable(self) -> NDArray[np.object_]:
        """The ids of the assets that get a decision: all but those of shared works."""
        return self.assets[~self.is_works[self.first]]

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


def make_case(
    options: pd.DataFrame,
    cash: pd.DataFrame,
    budget: pd.DataFrame,
    estate: Estate | None = None,
    shared: tuple[SharedWorks, ...] = (),
) -> Case:
    """Check and order the frames (`OPTIONS` or at least `OPTIONS_REQUIRED`, `CASH`, `BUDGET`), with an option for
    each of the works that assets share and each year.

    An option without cash costs nothing. Raises InputError with every fault found.
    """
    brought = Brought(options=options, cash=cash, budget=budget, places=Places())
    problems = missing_columns(brought) or [*_missing_values(brought), *faults(brought)]
    if problems:
        raise InputError(problems)
    made = with_works(options, cash, shared)
    ordered = _ordered_options(made.options)
    budget = budget.sort_values(c.YEAR, ignore_index=True)
    years = budget[c.YEAR].to_numpy(dtype=np.int64)
    assets, asset_of = np.unique(ordered[c.ASSET_ID].to_numpy(dtype=object), return_inverse=True)
    first = np.flatnonzero(np.diff(asset_of, prepend=-1))
    flagged = ordered[c.MUST_TREAT].to_numpy(dtype=bool) if c.MUST_TREAT in ordered else np.zeros(len(ordered), bool)
    position = pd.Series(ordered.index, index=ordered[c.OPTION_ID])
    whole = _whole_cash(made.cash)
    rows = np.searchsorted(years, whole[c.YEAR].to_numpy())
    columns = position.loc[whole[c.OPTION_ID]].to_numpy(dtype=np.int64)

    def drawn(column: c.Column) -> sp.csr_array:
        amounts = whole[column].to_numpy(dtype=np.float64)
        draws = sp.csr_array(sp.coo_array((amounts, (rows, columns)), shape=(len(years), len(ordered))))
        draws.eliminate_zeros()
        return draws

    return Case(
        options=ordered,
        cash=whole,
        years=years,
        envelopes=budget[c.ENVELOPE_GBP].to_numpy(dtype=np.int64),
        assets=assets,
        asset_of=asset_of,
        first=first,
        must=np.logical_or.reduceat(flagged, first),
        capital=drawn(c.CAPITAL_GBP),
        further=tuple(
            Resource(column=column, draws=drawn(column), limits=_limits(budget, limit))
            for column, limit in c.RESOURCES
            if column in whole
        ),
        is_works=ordered[c.OPTION_ID].isin(made.ids).to_numpy(dtype=bool),
        estate=estate,
    )


def _whole_cash(cash: pd.DataFrame) -> pd.DataFrame:
    """Cash in whole units, a blank drawing nothing, sorted by option and year."""
    given = [c.CAPITAL_GBP, *(column for column, _ in c.RESOURCES if column in cash)]
    amounts = {
        column: (cash[column].astype("float64").fillna(0) * units_of(column)).round().astype("int64")
        for column in given
    }
    keys = {c.OPTION_ID: cash[c.OPTION_ID].astype("str"), c.YEAR: cash[c.YEAR].astype("int64")}
    return pd.DataFrame(keys | amounts).sort_values([c.OPTION_ID, c.YEAR])


def _limits(budget: pd.DataFrame, column: c.Column) -> NDArray[np.float64]:
    """Each year's limit in whole units; inf where there is none."""
    if column not in budget:
        return np.full(len(budget), np.inf)
    given = budget[column].to_numpy(dtype=np.float64, na_value=np.inf) * units_of(column)
    return np.where(np.isfinite(given), np.round(given), np.inf)


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
    others = [column for column, _ in c.RESOURCES if column in brought.cash]
    excused = {c.CAPITAL_GBP: brought.cash[others].notna().any(axis=1).to_numpy()}
    return [
        Problem(where=places.at(name, int(row), column), what="no value", mend="Give one, or leave the row out.")
        for name, frame, columns in wanted
        for column in columns
        for row in np.flatnonzero(_unusable(frame[column]) & ~excused.get(column, np.False_))
    ]


def _unusable(values: pd.Series) -> NDArray[np.bool_]:
    if pd.api.types.is_float_dtype(values):
        return ~np.isfinite(values.to_numpy(dtype=np.float64, na_value=np.nan))
    return values.isna().to_numpy(dtype=bool)
