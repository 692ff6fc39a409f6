"""Checks of values against each other and against the reference tables: one row a rule.

A check only finds; the one thing it may do to a value is to blank it, where no use of it could be
right.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.register.draft import Draft, flagged
from capplan.register.identity import repeated_serials

_RARELY_OLD = ("ct", "mri", "mri_3t", "ultrasound")
_BAND_FACTOR = 5
_SLIP = 1_000
_LIFE_YEARS = (3, 25)
_RATING = (1, 5)
_HOURS_A_YEAR = 8_784
_UPKEEP_SHARE = 0.25
_AGE_GAP_YEARS = 1.5
_DAYS_A_YEAR = 365.25
_IN_SERVICE = ("in_use", "spare")
_POUNDS = ("GBP", "£", "UKP", "STERLING", "POUNDS")
_PRICES = (c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP, c.PURCHASE_COST_GBP, c.BOOK_VALUE_GBP, c.MAINTENANCE_GBP_PER_YEAR,
           c.CONSEQUENCE_GBP_PER_EVENT)  # fmt: skip

type Assets = pd.DataFrame
type Test = Callable[[Assets, Policy], pd.Series]


def _nothing_to_add(assets: Assets, policy: Policy) -> pd.Series:
    return pd.Series("", index=assets.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule's test: which rows of the assets break it (missing counts as no), in which column, and
    what to say of each. `blanks` where the value can be of no use."""

    code: str
    column: Column
    fails: Test
    details: Test = _nothing_to_add
    blanks: bool = False


def checked(draft: Draft, policy: Policy) -> Draft:
    """The draft with every check's findings, and the values that can be of no use made blank."""
    for check in CHECKS:
        fails = check.fails(draft.assets, policy).fillna(False).astype(bool)
        if not fails.any():
            continue
        if check.blanks:
            draft = draft.having({check.column: draft.assets[check.column].mask(fails)})
        draft = draft.noting(flagged(draft, check.code, check.column, fails, check.details(draft.assets, policy)))
    first = repeated_serials(draft)
    return draft.noting(flagged(draft, "R016", c.SERIAL_NUMBER, first.notna(), first))


def _installed_after_as_at(assets: Assets, policy: Policy) -> pd.Series:
    return (assets[c.INSTALL_DATE] > pd.Timestamp(policy.plan.as_at)) & (assets[c.STATUS] != "ordered")


def _installed_before_made(assets: Assets, policy: Policy) -> pd.Series:
    installed: pd.Series = assets[c.INSTALL_DATE].dt.year
    return installed < assets[c.MANUFACTURE_YEAR]


def _age_years(assets: Assets, policy: Policy) -> pd.Series:
    days: pd.Series = (pd.Timestamp(policy.plan.as_at) - assets[c.INSTALL_DATE]).dt.days
    return days / _DAYS_A_YEAR


def _older_than_40(assets: Assets, policy: Policy) -> pd.Series:
    return _age_years(assets, policy) > 40


def _older_than_25(assets: Assets, policy: Policy) -> pd.Series:
    return _age_years(assets, policy).between(25, 40, inclusive="right") & assets[c.ASSET_CLASS].isin(_RARELY_OLD)


def _age_disagrees(assets: Assets, policy: Policy) -> pd.Series:
    return (_age_years(assets, policy) - assets[c.AGE_YEARS]).abs() > _AGE_GAP_YEARS


def _band(assets: Assets, policy: Policy) -> tuple[pd.Series, pd.Series]:
    """A fifth of the low price of each asset's class, and five times its high one."""
    prices = policy.reference.classes.reindex(assets[c.ASSET_CLASS])[["price_low_gbp", "price_high_gbp"]]
    prices = prices.set_index(assets.index)
    return prices["price_low_gbp"] / _BAND_FACTOR, prices["price_high_gbp"] * _BAND_FACTOR


def _is_outside(costs: pd.Series, low: pd.Series, high: pd.Series) -> pd.Series:
    return (costs < low) | (costs > high)


def _a_thousand_out(assets: Assets, policy: Policy) -> pd.Series:
    low, high = _band(assets, policy)
    costs = assets[c.REPLACEMENT_COST_GBP].astype("Float64")
    would_fit = (costs * _SLIP).between(low, high) | (costs / _SLIP).between(low, high)
    return _is_outside(costs, low, high) & would_fit


def _unlike_class(assets: Assets, policy: Policy) -> pd.Series:
    low, high = _band(assets, policy)
    costs = assets[c.REPLACEMENT_COST_GBP].astype("Float64")
    return _is_outside(costs, low, high) & ~_a_thousand_out(assets, policy).fillna(False)


def _usual_price(assets: Assets, policy: Policy) -> pd.Series:
    prices = policy.reference.classes
    said = {
        key: f"{key} costs £{row['price_low_gbp']:,.0f} to £{row['price_high_gbp']:,.0f}"
        for key, row in prices.dropna(subset=["price_low_gbp", "price_high_gbp"]).iterrows()
    }
    return assets[c.ASSET_CLASS].map(said).fillna("")


def _not_in_pounds(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.CURRENCY].notna() & ~assets[c.CURRENCY].str.upper().isin(_POUNDS)


def _foreign(column: Column) -> Test:
    return lambda assets, policy: _not_in_pounds(assets, policy) & assets[column].notna()


def _outside(column: Column, bounds: tuple[float, float]) -> Test:
    return lambda assets, policy: assets[column].notna() & ~assets[column].between(*bounds)


def _over_capacity(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.ACTIVITY_PER_YEAR] > assets[c.CAPACITY_PER_YEAR]


def _more_hours_than_open(assets: Assets, policy: Policy) -> pd.Series:
    used = assets[c.HOURS_USED_PER_YEAR]
    return (used > assets[c.HOURS_AVAILABLE_PER_YEAR]) | (used > _HOURS_A_YEAR)


def _open_too_long(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.HOURS_AVAILABLE_PER_YEAR] > _HOURS_A_YEAR


def _replaced_before_installed(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.PLANNED_REPLACEMENT_DATE] <= assets[c.INSTALL_DATE]


def _support_before_installed(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.END_OF_SUPPORT_DATE] < assets[c.INSTALL_DATE]


def _dear_upkeep(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.MAINTENANCE_GBP_PER_YEAR] > _UPKEEP_SHARE * assets[c.REPLACEMENT_COST_GBP].astype("Float64")


def _not_in_service(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.STATUS].notna() & ~assets[c.STATUS].isin(_IN_SERVICE)


CHECKS = (
    *(Check(code="R022", column=price, fails=_foreign(price), blanks=True) for price in _PRICES),
    Check(code="R007", column=c.INSTALL_DATE, fails=_installed_after_as_at),
    Check(code="R008", column=c.INSTALL_DATE, fails=_installed_before_made),
    Check(code="R009", column=c.INSTALL_DATE, fails=_older_than_40),
    Check(code="R010", column=c.INSTALL_DATE, fails=_older_than_25),
    Check(code="R045", column=c.AGE_YEARS, fails=_age_disagrees),
    Check(code="R011", column=c.REPLACEMENT_COST_GBP, fails=_unlike_class, details=_usual_price),
    Check(code="R012", column=c.REPLACEMENT_COST_GBP, fails=_a_thousand_out, details=_usual_price, blanks=True),
    Check(code="R013", column=c.RISK_LIKELIHOOD, fails=_outside(c.RISK_LIKELIHOOD, _RATING), blanks=True),
    Check(code="R013", column=c.RISK_CONSEQUENCE, fails=_outside(c.RISK_CONSEQUENCE, _RATING), blanks=True),
    Check(code="R018", column=c.ACTIVITY_PER_YEAR, fails=_over_capacity),
    Check(code="R019", column=c.EXPECTED_LIFE_YEARS, fails=_outside(c.EXPECTED_LIFE_YEARS, _LIFE_YEARS)),
    Check(code="R020", column=c.STATUS, fails=_not_in_service),
    Check(code="R042", column=c.PLANNED_REPLACEMENT_DATE, fails=_replaced_before_installed),
    Check(code="R043", column=c.END_OF_SUPPORT_DATE, fails=_support_before_installed),
    Check(code="R044", column=c.HOURS_USED_PER_YEAR, fails=_more_hours_than_open),
    Check(code="R044", column=c.HOURS_AVAILABLE_PER_YEAR, fails=_open_too_long),
    Check(code="R046", column=c.MAINTENANCE_GBP_PER_YEAR, fails=_dear_upkeep),
)
