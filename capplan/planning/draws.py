"""What an option uses by year beside capital: revenue and carbon, against keeping the machine."""

import numpy as np

from capplan import columns as c
from capplan.planning.blocks import Floats, Whole
from capplan.planning.prospects import Prospects
from capplan.planning.starts import Starts


def draws_of(prospects: Prospects, starts: Starts) -> dict[c.Column, Floats]:
    """Capital, and what else the plan file's `actions.draws` names: options x years of the plan."""
    drawn = {c.CAPITAL_GBP: starts.capital}
    for name in prospects.policy.actions.draws:
        drawn |= {column: make(prospects, starts) for column, make in _FURTHER[name]}
    return drawn


def revenue(prospects: Prospects, starts: Starts) -> Floats:
    """What an option adds to each year's running cost in cash of the year, whole pounds; below 0 it saves.

    The change of maintenance, and rent, from the year it is done; and where `actions.capital_charges` says so,
    the capital charges of `_charges`. Risk is not cash and does not count.
    """
    since = np.arange(len(prospects.years)) - starts.done[:, None]
    cash = _in_service(_upkeep(prospects, starts, since), prospects, starts) + _rent(prospects, starts)
    return _whole(cash + sum(_charges(prospects, starts)))


def rent(prospects: Prospects, starts: Starts) -> Floats:
    """Of `revenue`, the rent of each year in cash of the year, with VAT, whole pounds."""
    return _whole(_rent(prospects, starts))


def depreciation(prospects: Prospects, starts: Starts) -> Floats:
    """Of `revenue`, depreciation; whole pounds."""
    return _whole(_charges(prospects, starts)[0])


def dividend(prospects: Prospects, starts: Starts) -> Floats:
    """Of `revenue`, the dividend on public dividend capital; whole pounds."""
    return _whole(_charges(prospects, starts)[1])


def _whole(gbp: Floats) -> Floats:
    return np.asarray(np.nan_to_num(gbp, nan=0.0).round())


def _rent(prospects: Prospects, starts: Starts) -> Floats:
    yearly = np.broadcast_to(starts.scheme.rent_gbp[starts.asset][:, None], starts.capital.shape)
    return _in_service(yearly, prospects, starts)


def _in_service(real_gbp: Floats, prospects: Prospects, starts: Starts) -> Floats:
    """Real pounds of each year in cash of it, from the year it is done for as long as it serves."""
    policy, years = prospects.policy, prospects.years
    since = np.arange(len(years)) - starts.done[:, None]
    serves = (since >= 0) & (since < starts.scheme.serves_years[starts.asset][:, None])
    inflated = real_gbp * (1 + policy.prices.inflation) ** (years - float(policy.plan.price_base))
    return np.where(serves, inflated, 0.0)


def _upkeep(prospects: Prospects, starts: Starts, since: Whole) -> Floats:
    """Maintenance of what stands there afterwards, less that of the machine kept; real pounds."""
    years = since.shape[1]
    kept = prospects.kept_upkeep[starts.asset, :years]
    if starts.action.afterwards == "gone":
        return -kept
    if starts.action.afterwards == "younger":
        return prospects.upgraded_upkeep[starts.asset, :years] - kept
    new = prospects.new_upkeep[starts.asset[:, None], np.maximum(since, 0)]
    return np.asarray(new - kept)


def _charges(prospects: Prospects, starts: Starts) -> tuple[Floats, Floats]:
    """Depreciation in equal parts over the life from the year it is done, and the dividend on average net assets;
    neither where `actions.capital_charges` is off.

        D(y) = C / n, and r (B(y - 1) + B(y)) / 2, B(y) = paid by the end of y - D(..y), r `pdc_dividend_rate`

    C is the capital that the owner owns, in cash: in the year it is bought nothing stands at the opening, so that year
    bears half the dividend of its closing value. A scheme that is being built is an asset and bears dividend.
    """
    if not prospects.policy.actions.capital_charges:
        return np.zeros(starts.capital.shape), np.zeros(starts.capital.shape)
    rate = prospects.policy.reference.parameters["pdc_dividend_rate"]
    scheme, asset = starts.scheme, starts.asset
    paid = starts.capital * scheme.charged_ratio[asset][:, None]
    life = np.maximum(scheme.charged_years[asset], 1.0)[:, None]
    age = np.arange(paid.shape[1]) - starts.done[:, None]
    part = np.clip(np.minimum(age + 1, life) - age, 0.0, 1.0)
    charge = np.where(age >= 0, paid.sum(axis=1, keepdims=True) * part / life, 0.0)
    closing = (paid - charge).cumsum(axis=1)
    opening = np.concatenate([np.zeros((len(closing), 1)), closing[:, :-1]], axis=1)
    return charge, rate * (opening + closing) / 2


def carbon(prospects: Prospects, starts: Starts) -> Floats:
    """Tonnes by year: a machine that leaves stops using electricity. Nothing is claimed of a new one, for want
    of a figure, nor where the class's use is not known."""
    tonnes = prospects.fact("energy_mwh_per_year") * prospects.policy.reference.parameters["grid_tonnes_per_mwh"]
    saved = np.nan_to_num(tonnes, nan=0.0)[starts.asset] * (starts.action.afterwards == "gone")
    is_done = np.arange(starts.capital.shape[1]) >= starts.done[:, None]
    return np.asarray(np.where(is_done, 0.0 - saved[:, None], 0.0).round(3))


_FURTHER = {
    "revenue": (
        (c.REVENUE_GBP, revenue),
        (c.DEPRECIATION_GBP, depreciation),
        (c.DIVIDEND_GBP, dividend),
        (c.RENT_GBP, rent),
    ),
    "carbon": ((c.CARBON_TONNES, carbon),),
}
