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
        column, make = _FURTHER[name]
        drawn[column] = make(prospects, starts)
    return drawn


def revenue(prospects: Prospects, starts: Starts) -> Floats:
    """What an option adds to each year's running cost in cash of the year, whole pounds; below 0 it saves.

    The change of maintenance, and rent, from the year it is done; and where `actions.capital_charges` says so,
    the capital charges of `charges`. Risk is not cash and does not count.
    """
    policy, years = prospects.policy, prospects.years
    since = np.arange(len(years)) - starts.done[:, None]
    serves = (since >= 0) & (since < starts.scheme.serves_years[starts.asset][:, None])
    real = np.where(serves, _upkeep(prospects, starts, since) + starts.scheme.rent_gbp[starts.asset][:, None], 0.0)
    cash = real * (1 + policy.prices.inflation) ** (years - float(policy.plan.price_base))
    if policy.actions.capital_charges:
        cash = cash + charges(prospects, starts)
    return np.asarray(np.nan_to_num(cash, nan=0.0).round())


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


def charges(prospects: Prospects, starts: Starts) -> Floats:
    """Depreciation in equal parts over the life, and the dividend on the year's average net book value.

        C / n + r C (1 - (j + 1/2) / n), j = 0 .. n - 1 years after it is done, r `pdc_dividend_rate`

    C is the capital that the owner owns, in cash. Nothing is charged while a scheme is being built.
    """
    rate = prospects.policy.reference.parameters["pdc_dividend_rate"]
    scheme, asset = starts.scheme, starts.asset
    owned = (starts.capital.sum(axis=1) * scheme.charged_ratio[asset])[:, None]
    life = np.maximum(scheme.charged_years[asset], 1.0)[:, None]
    age = np.arange(starts.capital.shape[1]) - starts.done[:, None]
    part = np.clip(np.minimum(age + 1, life) - age, 0.0, 1.0)
    book = np.maximum(1 - (age + 0.5) / life, 0.0)
    return np.where(age >= 0, owned * (part / life + rate * book), 0.0)


def carbon(prospects: Prospects, starts: Starts) -> Floats:
    """Tonnes by year: a machine that leaves stops using electricity. Nothing is claimed of a new one, for want
    of a figure, nor where the class's use is not known."""
    tonnes = prospects.fact("energy_mwh_per_year") * prospects.policy.reference.parameters["grid_tonnes_per_mwh"]
    saved = np.nan_to_num(tonnes, nan=0.0)[starts.asset] * (starts.action.afterwards == "gone")
    is_done = np.arange(starts.capital.shape[1]) >= starts.done[:, None]
    return np.asarray(np.where(is_done, 0.0 - saved[:, None], 0.0).round(3))


_FURTHER = {"revenue": (c.REVENUE_GBP, revenue), "carbon": (c.CARBON_TONNES, carbon)}
