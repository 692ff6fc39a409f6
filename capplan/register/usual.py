"""What is usual for a class: the amounts and the activity that a register's own are held against."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy

THOUSAND = 1_000
_BAND_FACTOR = 3
_WIDE_FACTOR = 8
_SHARES = {c.PURCHASE_COST_GBP: 0.7, c.BOOK_VALUE_GBP: 0.3}  # of the class's price, about
_OUTLYING_Z, _FEWEST, _NARROWEST = 3.5, 8, 0.25
_MAD_TO_DEVIATION = 1.4826  # of a normal distribution

# The amounts that the class's own figures tell something of.
PRICED = (c.REPLACEMENT_COST_GBP, c.PURCHASE_COST_GBP, c.WORKS_COST_GBP, c.MAINTENANCE_GBP_PER_YEAR, c.BOOK_VALUE_GBP,
          c.CONSEQUENCE_GBP_PER_EVENT)  # fmt: skip


def of_class(assets: pd.DataFrame, policy: Policy, name: str) -> pd.Series:
    """A value of each asset's class in the reference tables, NaN where the class or the value is missing."""
    classes = policy.reference.classes
    values = classes[name] if name in classes.columns else pd.Series(np.nan, index=classes.index)
    return assets[c.ASSET_CLASS].map(values).astype("float64")


def usual_amount(assets: pd.DataFrame, policy: Policy, column: Column) -> pd.Series:
    """About what an amount of this column is for each asset's class, in pounds: its price, and shares of
    it for what was paid, works, a year's upkeep and the book value; what one unplanned loss costs."""
    price = of_class(assets, policy, "price_mid_gbp")
    match column:
        case c.CONSEQUENCE_GBP_PER_EVENT:
            amount = of_class(assets, policy, "consequence_mid_gbp")
        case c.WORKS_COST_GBP:
            amount = price * of_class(assets, policy, "works_share_mid")
        case c.MAINTENANCE_GBP_PER_YEAR:
            amount = price * of_class(assets, policy, "maintenance_share_mid")
        case _:
            amount = price * _SHARES.get(column, 1.0)
    return amount.where(amount > 0)


def band(assets: pd.DataFrame, policy: Policy, column: Column) -> tuple[pd.Series, pd.Series]:
    """The least and most that an amount of this column should be: for the replacement cost a third of
    the class's low price and three times its high one, else an eighth and eight times the usual."""
    if column == c.REPLACEMENT_COST_GBP:
        low, high = of_class(assets, policy, "price_low_gbp"), of_class(assets, policy, "price_high_gbp")
        return low / _BAND_FACTOR, high * _BAND_FACTOR
    usual = usual_amount(assets, policy, column)
    return usual / _WIDE_FACTOR, usual * _WIDE_FACTOR


def is_outside(amounts: pd.Series, low: pd.Series, high: pd.Series) -> pd.Series:
    """Which amounts are out of their bounds; unknown amounts and bounds are not."""
    return (amounts < low) | (amounts > high)


def is_outlying(amounts: pd.Series, groups: pd.Series) -> pd.Series:
    """Which amounts lie more than 3.5 robust deviations from the median of their group, on a log scale,
    in groups of eight or more; the deviation is taken to be at least a quarter.

    B. Iglewicz and D. Hoaglin, "How to detect and handle outliers" (ASQC, 1993): modified z-scores.
    """
    logs = np.log(amounts.where(amounts > 0))
    grouped = logs.groupby(groups)
    away = (logs - grouped.transform("median")).abs()
    deviation = (away.groupby(groups).transform("median") * _MAD_TO_DEVIATION).clip(lower=_NARROWEST)
    is_enough = grouped.transform("count") >= _FEWEST
    outlying: pd.Series = is_enough & (away / deviation > _OUTLYING_Z)
    return outlying
