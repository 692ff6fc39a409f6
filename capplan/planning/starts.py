"""When each action can start on each asset, and the cash of each such option by year."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.actions import Action, Scheme
from capplan.planning.blocks import Flags, Floats, Whole
from capplan.planning.prospects import Prospects
from capplan.planning.worth import cash_of_year

ONE_YEAR = (1.0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Options of one action, a value an option: the asset's position, and the positions among the years of the
    plan of the start and of the year in which it is done. `capital` is options x years, whole pounds."""

    action: Action
    scheme: Scheme
    asset: Whole
    start: Whole
    done: Whole
    capital: Floats

    @property
    def benefit(self) -> Floats:
        """Net present benefit of each option: that of the year in which it is done."""
        last = self.scheme.benefit_gbp.shape[1] - 1
        return np.asarray(self.scheme.benefit_gbp[self.asset, np.minimum(self.done, last)])


def make_starts(prospects: Prospects, action: Action) -> Starts:
    """Every option of an action.

    A scheme that takes several years starts early enough for all its money to fall in the plan: what would
    run beyond the last year is not offered, since no envelope would hold it. An asset that is committed to a
    year starts then and gets a new machine; if its scheme would run on, the last year pays the rest. Another that
    must be treated starts by the plan's `duties_by`, unless no action is open to it so early. An upgrade discharges
    no duty.
    """
    scheme = action.scheme(prospects)
    shares = spreads(prospects, action)
    years = len(prospects.years)
    lead = np.count_nonzero(np.cumsum(shares[:, ::-1], axis=1), axis=1) - 1
    facts = prospects.facts
    usable = np.isfinite(scheme.price_gbp) & np.isfinite(scheme.benefit_gbp).all(axis=1)
    if action.afterwards == "younger":
        usable = usable & facts[c.MUST_REASON].isna().to_numpy()
    locked = prospects.fact(c.LOCKED_YEAR)[:, None] == prospects.years
    is_locked = facts[c.LOCKED_YEAR].notna().to_numpy()
    fits = np.arange(years) + lead[:, None] < years
    on_time: Flags = np.where(is_locked[:, None], locked & (action.afterwards == "new"), fits)
    done = np.minimum(np.arange(years) + lead[:, None], scheme.is_open.shape[1] - 1)
    is_open = np.take_along_axis(scheme.is_open, done, axis=1)
    offered = usable[:, None] & on_time & is_open
    asset, start = np.nonzero(offered & _in_time(prospects, offered, is_locked))
    return Starts(
        action=action,
        scheme=scheme,
        asset=asset,
        start=start,
        done=start + lead[asset],
        capital=_capital(prospects, scheme, shares, asset, start),
    )


def _in_time(prospects: Prospects, offered: Flags, is_committed: Flags) -> Flags:
    """Whether a start in each year is soon enough (assets x years)."""
    last = prospects.policy.rules.duties_by
    if last is None:
        return np.ones_like(offered)
    soon: Flags = np.broadcast_to(prospects.years <= last, offered.shape)
    is_bound = prospects.facts[c.MUST_REASON].notna().to_numpy() & ~is_committed & (offered & soon).any(axis=1)
    return soon | ~is_bound[:, None]


def spreads(prospects: Prospects, action: Action) -> Floats:
    """The share of each asset's capital that falls in each year of its scheme (assets x years, rows add up to 1)."""
    given = prospects.policy.actions.spread if action.takes_years else {}
    longest = max(map(len, given.values()), default=1)
    by_class = {name: [*row, *[0.0] * (longest - len(row))] for name, row in given.items()}
    at_once = [*ONE_YEAR, *[0.0] * (longest - 1)]
    rows = [by_class.get(name, at_once) for name in prospects.facts[c.ASSET_CLASS]]
    return np.array(rows, dtype=np.float64).reshape(len(rows), longest)


def _capital(prospects: Prospects, scheme: Scheme, shares: Floats, asset: Whole, start: Whole) -> Floats:
    """Cash of each year, whole pounds, every part at the prices of the year it falls in."""
    years = prospects.years
    capital = np.zeros((len(asset), len(years)))
    for later in range(shares.shape[1]):
        position = np.minimum(start + later, len(years) - 1)
        price, base = scheme.price_gbp[asset], scheme.base_year[asset]
        cash = cash_of_year(price, base, years[position], prospects.policy) * shares[asset, later]
        np.add.at(capital, (np.arange(len(asset)), position), cash.round())
    return capital


def cash_rows(option_ids: pd.Series, prospects: Prospects, draws: dict[c.Column, Floats]) -> pd.DataFrame:
    """Columns `OPTION_ID, YEAR` and each draw, from options x years; years in which an option draws nothing are
    left out, and an option that never draws has no row."""
    drawn = np.any([amounts != 0 for amounts in draws.values()], axis=0)
    option, year = np.nonzero(drawn)
    frame = pd.DataFrame({c.OPTION_ID: option_ids.to_numpy()[option], c.YEAR: prospects.years[year]})
    return frame.assign(**{name: amounts[option, year] for name, amounts in draws.items()})
