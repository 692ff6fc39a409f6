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
from capplan.planning.works import WithWorks, with_works
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

    - `cash`: columns `CASH` and the further resources that it was given with, whole units, in the order of
      the options and by year.
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
    return _in_order(_ordered_options(made.options), made, budget.sort_values(c.YEAR, ignore_index=True), estate)


def _in_order(ordered: pd.DataFrame, made: WithWorks, budget: pd.DataFrame, estate: Estate | None) -> Case:
    years = budget[c.YEAR].to_numpy(dtype=np.int64)
    drawn = _whole_cash(made.cash, ordered)
    asset_of = pd.factorize(ordered[c.ASSET_ID])[0].astype(np.int64)
    first = np.flatnonzero(np.diff(asset_of, prepend=-1))
    flagged = ordered[c.MUST_TREAT].to_numpy(dtype=bool) if c.MUST_TREAT in ordered else np.zeros(len(ordered), bool)
    return Case(
        options=ordered,
        cash=drawn.cash,
        years=years,
        envelopes=budget[c.ENVELOPE_GBP].to_numpy(dtype=np.int64),
        assets=ordered[c.ASSET_ID].iloc[first].to_numpy(dtype=object),
        asset_of=asset_of,
        first=first,
        must=np.logical_or.reduceat(flagged, first),
        capital=_draws(drawn, years, len(ordered), c.CAPITAL_GBP),
        further=tuple(
            Resource(column=column, draws=_draws(drawn, years, len(ordered), column), limits=_limits(budget, limit))
            for column, limit in c.RESOURCES
            if column in drawn.cash
        ),
        is_works=ordered[c.OPTION_ID].isin(made.ids).to_numpy(dtype=bool),
        estate=estate,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """Cash in whole units and the position of each row's option."""

    cash: pd.DataFrame
    option: NDArray[np.int64]


def _draws(drawn: _Drawn, years: NDArray[np.int64], options: int, column: c.Column) -> sp.csr_array:
    """What options draw of a resource: years x options, whole units."""
    rows = np.searchsorted(years, drawn.cash[c.YEAR].to_numpy())
    amounts = drawn.cash[column].to_numpy(dtype=np.float64)
    draws = sp.csr_array(sp.coo_array((amounts, (rows, drawn.option)), shape=(len(years), options)))
    draws.eliminate_zeros()
    return draws


def _whole_cash(cash: pd.DataFrame, ordered: pd.DataFrame) -> _Drawn:
    """Cash in whole units, a blank drawing nothing, in the order of the options and then by year."""
    given = [c.CAPITAL_GBP, *(column for column, _ in c.RESOURCES if column in cash)]
    amounts = {
        column: (cash[column].astype("float64").fillna(0) * units_of(column)).round().astype("int64")
        for column in given
    }
    keys: dict[str, pd.Series] = {c.OPTION_ID: cash[c.OPTION_ID].astype("str"), c.YEAR: cash[c.YEAR].astype("int64")}
    # Ids are numbered as they appear, and each option's is its own: an option's number is its place.
    ids: list[pd.Series] = [ordered[c.OPTION_ID], keys[c.OPTION_ID]]
    option = pd.factorize(pd.concat(ids))[0][len(ordered) :]
    order = np.lexsort((cash[c.YEAR].to_numpy(dtype=np.int64), option))
    return _Drawn(cash=pd.DataFrame(keys | amounts).iloc[order], option=option[order].astype(np.int64))


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
    asset, action = (pd.factorize(typed[name], sort=True)[0] for name in (c.ASSET_ID, c.ACTION))
    year = typed[c.START_YEAR].to_numpy()
    order = np.lexsort((action, year, asset))
    alike = [np.diff(key[order]) == 0 for key in (asset, year, action)]
    if np.logical_and.reduce(alike).any():  # only then do ids, the slowest to sort, decide
        order = np.lexsort((pd.factorize(typed[c.OPTION_ID], sort=True)[0], action, year, asset))
    return typed.iloc[order].reset_index(drop=True)


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
