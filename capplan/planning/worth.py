"""Money: what a scheme draws in cash of each year, and what it is worth in present value."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Floats, Whole
from capplan.planning.prospects import Prospects
from capplan.policy import Policy


def with_bias(facts: pd.DataFrame, policy: Policy) -> tuple[Floats, Floats]:
    """Equipment and works of a like-for-like replacement, without VAT, in the row's own price base, each with
    the optimism bias of HM Treasury's supplementary Green Book guidance (Mott MacDonald, 2002) once."""
    bias = policy.prices.optimism_bias
    equipment = facts[c.EQUIPMENT_GBP_EX_VAT].to_numpy(dtype=np.float64, na_value=np.nan) * (1 + bias.equipment)
    works = facts[c.WORKS_GBP_EX_VAT].to_numpy(dtype=np.float64, na_value=np.nan) * (1 + bias.works)
    return equipment, works


def cash_of_year(ex_vat_gbp: Floats, base_year: Floats, year: Whole, policy: Policy) -> Floats:
    """Cash of the year: price (1 + VAT) (1 + inflation) ^ (year - price base), pounds."""
    prices = policy.prices
    return np.asarray(ex_vat_gbp * (1 + prices.vat) * (1 + prices.inflation) ** (year - base_year))


def base_years(facts: pd.DataFrame, policy: Policy) -> Floats:
    """The year whose prices each row is in."""
    return facts[c.PRICE_BASE_YEAR].fillna(policy.plan.price_base).to_numpy(dtype=np.float64)


def in_plan_prices(gbp: Floats, facts: pd.DataFrame, policy: Policy) -> Floats:
    """From the row's price base to the plan's."""
    prices, base = policy.prices, base_years(facts, policy)
    return np.asarray(gbp * (1 + prices.inflation) ** (policy.plan.price_base - base))


def from_year_on(prospects: Prospects, saving: Floats) -> Floats:
    """B(u) = sum over t = u .. T-1 of d^t saving(t), for each year u of the appraisal (assets x years)."""
    yearly = prospects.discount * saving
    return np.asarray(yearly[:, ::-1].cumsum(axis=1)[:, ::-1])


def for_some_years(prospects: Prospects, saving: Floats, years: Floats) -> Floats:
    """The same, for `years` years from u and no longer than the appraisal."""
    total = from_year_on(prospects, saving)
    beyond = np.concatenate([total, np.zeros((len(total), 1))], axis=1)
    ends = np.minimum(np.arange(total.shape[1]) + np.nan_to_num(years, nan=0.0)[:, None], total.shape[1])
    return np.asarray(total - np.take_along_axis(beyond, ends.astype(np.int64), axis=1))


def a_year(capital_gbp: Floats, years: Floats, rate: float) -> Floats:
    """What a sum is worth as equal payments at the start of each of `years` years: C / sum of d^j, j = 0 .. n-1."""
    annuity_due = years if rate == 0 else -np.expm1(-years * np.log1p(rate)) / rate * (1 + rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(capital_gbp / annuity_due)
