"""Checks of values against each other and against the reference tables: one row a rule.

A check only finds; the one thing it may do to a value is to blank it, where no use of it could be
right. What is judged by a whole column is in `column_checks`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.reference.calendar import DAYS_A_YEAR
from capplan.register.accepting import accepted_rows
from capplan.register.draft import Draft, flagged
from capplan.register.identity import repeated_serials
from capplan.register.usual import THOUSAND, band, is_outlying, is_outside, of_class

_RARELY_OLD = ("ct", "mri", "mri_3t", "ultrasound")
_LIFE_YEARS = (3, 25)
_RATING = (1, 5)
_HOURS_A_YEAR = 8_784
_HOURS_A_WEEK = 168
_LEAST_CAPITAL, _MOST_FOR_ONE = 1_000, 20_000_000
_UPKEEP_SHARE = 0.25
_FASTEST_SHARE = 0.5  # of the shortest usual examination
_BOUGHT_LATE_DAYS = 366
_IN_SERVICE = ("in_use", "spare")
_NOT_OWNED = ("lease", "managed_service", "pfi")
_POUNDS = ("GBP", "£", "UKP", "STERLING", "POUNDS")
_PRICES = (c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP, c.PURCHASE_COST_GBP, c.BOOK_VALUE_GBP, c.MAINTENANCE_GBP_PER_YEAR,
           c.CONSEQUENCE_GBP_PER_EVENT)  # fmt: skip
_SLIPPING = (c.REPLACEMENT_COST_GBP, c.PURCHASE_COST_GBP, c.WORKS_COST_GBP, c.MAINTENANCE_GBP_PER_YEAR)

type Assets = pd.DataFrame
type Test = Callable[[Assets, Policy], pd.Series]


def _nothing_to_add(assets: Assets, policy: Policy) -> pd.Series:
    return pd.Series("", index=assets.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule's test: which rows of the assets break it (missing counts as no, and no row does whose
    value in the column is missing), in which column, and what to say of each. `blanks` where the value
    can be of no use, unless it `stands_if_accepted`."""

    code: str
    column: Column
    fails: Test
    details: Test = _nothing_to_add
    blanks: bool = False
    stands_if_accepted: bool = False


def checked(draft: Draft, policy: Policy) -> Draft:
    """The draft with every check's findings, and the values that can be of no use made blank."""
    for check in CHECKS:
        if draft.assets[check.column].isna().all():
            continue
        fails = check.fails(draft.assets, policy).fillna(False).astype(bool)
        if not fails.any():
            continue
        if check.blanks:
            stands = accepted_rows(draft, check.code) & check.stands_if_accepted
            draft = draft.having({check.column: draft.assets[check.column].mask(fails & ~stands)})
        draft = draft.noting(flagged(draft, check.code, check.column, fails, check.details(draft.assets, policy)))
    first = repeated_serials(draft)
    return draft.noting(flagged(draft, "R016", c.SERIAL_NUMBER, first.notna(), first))


# --- Dates -----------------------------------------------------------------------------------------
def _installed_after_as_at(assets: Assets, policy: Policy) -> pd.Series:
    return (assets[c.INSTALL_DATE] > pd.Timestamp(policy.plan.as_at)) & (assets[c.STATUS] != "ordered")


def _installed_before_made(assets: Assets, policy: Policy) -> pd.Series:
    installed: pd.Series = assets[c.INSTALL_DATE].dt.year
    return installed < assets[c.MANUFACTURE_YEAR] - 1


def _age_years(assets: Assets, policy: Policy) -> pd.Series:
    days: pd.Series = (pd.Timestamp(policy.plan.as_at) - assets[c.INSTALL_DATE]).dt.days
    return days / DAYS_A_YEAR


def _older_than_40(assets: Assets, policy: Policy) -> pd.Series:
    return _age_years(assets, policy) > 40


def _older_than_25(assets: Assets, policy: Policy) -> pd.Series:
    return _age_years(assets, policy).between(25, 40, inclusive="right") & assets[c.ASSET_CLASS].isin(_RARELY_OLD)


def _replaced_before_installed(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.PLANNED_REPLACEMENT_DATE] <= assets[c.INSTALL_DATE]


def _support_before_installed(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.END_OF_SUPPORT_DATE] < assets[c.INSTALL_DATE]


def _replacement_gone_by(assets: Assets, policy: Policy) -> pd.Series:
    is_past = assets[c.PLANNED_REPLACEMENT_DATE] < pd.Timestamp(policy.plan.as_at)
    return is_past & assets[c.STATUS].isin(_IN_SERVICE) & ~_replaced_before_installed(assets, policy)


def _bought_long_after(assets: Assets, policy: Policy) -> pd.Series:
    return (assets[c.PURCHASE_DATE] - assets[c.INSTALL_DATE]).dt.days > _BOUGHT_LATE_DAYS


def _refurbished_out_of_order(assets: Assets, policy: Policy) -> pd.Series:
    refurbished = assets[c.REFURBISHED_DATE]
    return (refurbished < assets[c.INSTALL_DATE]) | (refurbished > pd.Timestamp(policy.plan.as_at))


def _made_in_the_future(assets: Assets, policy: Policy) -> pd.Series:
    return (assets[c.MANUFACTURE_YEAR] > policy.plan.as_at.year) & (assets[c.STATUS] != "ordered")


def _installed_on(assets: Assets, policy: Policy) -> pd.Series:
    said: pd.Series = assets[c.INSTALL_DATE].dt.strftime("it was installed on %d/%m/%Y")
    return said.fillna("the install date is not known")


# --- Amounts ---------------------------------------------------------------------------------------
def _a_thousand_out(column: Column) -> Test:
    """Amounts out of their class's band that would be in it if multiplied or divided by 1,000; and
    where the class tells nothing, what is far too much or, for a replacement, too little for one asset."""

    def fails(assets: Assets, policy: Policy) -> pd.Series:
        low, high = band(assets, policy, column)
        amounts = assets[column].astype("float64")
        would_fit = (amounts * THOUSAND).between(low, high) | (amounts / THOUSAND).between(low, high)
        is_too_much = (amounts > _MOST_FOR_ONE) & ~(amounts <= high)
        is_too_little = low.isna() & (amounts < _LEAST_CAPITAL) & (column == c.REPLACEMENT_COST_GBP)
        return (is_outside(amounts, low, high) & would_fit) | is_too_much | is_too_little

    return fails


def _too_much(column: Column) -> Test:
    return lambda assets, policy: assets[column] > _MOST_FOR_ONE


def _unlike_class(assets: Assets, policy: Policy) -> pd.Series:
    costs = assets[c.REPLACEMENT_COST_GBP].astype("float64")
    return is_outside(costs, *band(assets, policy, c.REPLACEMENT_COST_GBP))


def _unlike_others(assets: Assets, policy: Policy) -> pd.Series:
    costs = assets[c.REPLACEMENT_COST_GBP].astype("float64")
    return is_outlying(costs, assets[c.ASSET_CLASS]) & ~_unlike_class(assets, policy)


def _usual_price(assets: Assets, policy: Policy) -> pd.Series:
    prices = policy.reference.classes
    said = {
        key: f"{row['title']}: £{row['price_low_gbp']:,.0f} to £{row['price_high_gbp']:,.0f} is usual"
        for key, row in prices.dropna(subset=["price_low_gbp", "price_high_gbp"]).iterrows()
    }
    return assets[c.ASSET_CLASS].map(said).fillna("an asset of this kind has no usual price")


def _usual_in_register(assets: Assets, policy: Policy) -> pd.Series:
    middle = assets.groupby(c.ASSET_CLASS)[c.REPLACEMENT_COST_GBP].transform("median")
    said = {amount: f"the middle of its class here is £{amount:,.0f}" for amount in middle.dropna().unique()}
    return middle.map(said).fillna("")


def _not_in_pounds(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.CURRENCY].notna() & ~assets[c.CURRENCY].str.upper().isin(_POUNDS)


def _foreign(column: Column) -> Test:
    return lambda assets, policy: _not_in_pounds(assets, policy) & assets[column].notna()


def _dear_upkeep(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.MAINTENANCE_GBP_PER_YEAR] > _UPKEEP_SHARE * assets[c.REPLACEMENT_COST_GBP].astype("Float64")


def _paid_though_not_owned(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.PURCHASE_COST_GBP].notna() & assets[c.FINANCE_METHOD].isin(_NOT_OWNED)


# --- Use, ratings and status -----------------------------------------------------------------------
def _outside(column: Column, bounds: tuple[float, float]) -> Test:
    return lambda assets, policy: assets[column].notna() & ~assets[column].between(*bounds)


def _over_capacity(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.ACTIVITY_PER_YEAR] > assets[c.CAPACITY_PER_YEAR]


def _hours_there_are(assets: Assets) -> pd.Series:
    return assets[c.HOURS_USED_PER_YEAR].fillna(assets[c.HOURS_AVAILABLE_PER_YEAR]).fillna(_HOURS_A_YEAR)


def _hours_needed(assets: Assets, policy: Policy) -> pd.Series:
    minutes = of_class(assets, policy, "minutes_low") * _FASTEST_SHARE
    return assets[c.ACTIVITY_PER_YEAR] * minutes / 60


def _over_hours(assets: Assets, policy: Policy) -> pd.Series:
    return _hours_needed(assets, policy) > _hours_there_are(assets)


def _hours_compared(assets: Assets, policy: Policy) -> pd.Series:
    needed, there_are = _hours_needed(assets, policy), _hours_there_are(assets)
    pairs = zip(needed.fillna(0), there_are, strict=True)
    return pd.Series([f"it needs {need:,.0f} hours of {have:,.0f}" for need, have in pairs], index=assets.index)


def _more_hours_than_open(assets: Assets, policy: Policy) -> pd.Series:
    used = assets[c.HOURS_USED_PER_YEAR]
    return (used > assets[c.HOURS_AVAILABLE_PER_YEAR]) | (used > _HOURS_A_YEAR)


def _more_than_a_year(column: Column) -> Test:
    return lambda assets, policy: assets[column] > _HOURS_A_YEAR


def _of_a_week(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.HOURS_AVAILABLE_PER_YEAR].between(0, _HOURS_A_WEEK, inclusive="right")


def _not_in_service(assets: Assets, policy: Policy) -> pd.Series:
    return assets[c.STATUS].notna() & ~assets[c.STATUS].isin(_IN_SERVICE)


def _planned_though_gone(column: Column) -> Test:
    return lambda assets, policy: assets[column].notna() & (assets[c.STATUS] == "disposed")


CHECKS = (
    *(Check(code="R022", column=price, fails=_foreign(price), blanks=True) for price in _PRICES),
    *(
        Check(
            code="R012",
            column=price,
            fails=_a_thousand_out(price),
            details=_usual_price,
            blanks=True,
            stands_if_accepted=True,
        )
        for price in _SLIPPING
    ),
    *(
        Check(
            code="R012",
            column=price,
            fails=_too_much(price),
            details=_usual_price,
            blanks=True,
            stands_if_accepted=True,
        )
        for price in _PRICES
        if price not in _SLIPPING
    ),
    Check(code="R007", column=c.INSTALL_DATE, fails=_installed_after_as_at),
    Check(code="R008", column=c.INSTALL_DATE, fails=_installed_before_made),
    Check(code="R009", column=c.INSTALL_DATE, fails=_older_than_40),
    Check(code="R010", column=c.INSTALL_DATE, fails=_older_than_25),
    Check(code="R011", column=c.REPLACEMENT_COST_GBP, fails=_unlike_class, details=_usual_price),
    Check(code="R013", column=c.RISK_LIKELIHOOD, fails=_outside(c.RISK_LIKELIHOOD, _RATING), blanks=True),
    Check(code="R013", column=c.RISK_CONSEQUENCE, fails=_outside(c.RISK_CONSEQUENCE, _RATING), blanks=True),
    Check(code="R018", column=c.ACTIVITY_PER_YEAR, fails=_over_capacity),
    Check(code="R019", column=c.EXPECTED_LIFE_YEARS, fails=_outside(c.EXPECTED_LIFE_YEARS, _LIFE_YEARS)),
    Check(code="R020", column=c.STATUS, fails=_not_in_service),
    Check(code="R042", column=c.PLANNED_REPLACEMENT_DATE, fails=_replaced_before_installed),
    Check(code="R043", column=c.END_OF_SUPPORT_DATE, fails=_support_before_installed),
    Check(code="R044", column=c.HOURS_USED_PER_YEAR, fails=_more_hours_than_open),
    Check(code="R044", column=c.HOURS_AVAILABLE_PER_YEAR, fails=_more_than_a_year(c.HOURS_AVAILABLE_PER_YEAR)),
    Check(code="R106", column=c.HOURS_AVAILABLE_PER_YEAR, fails=_of_a_week),
    Check(code="R044", column=c.DOWNTIME_HOURS_PER_YEAR, fails=_more_than_a_year(c.DOWNTIME_HOURS_PER_YEAR)),
    Check(code="R046", column=c.MAINTENANCE_GBP_PER_YEAR, fails=_dear_upkeep),
    Check(code="R078", column=c.REPLACEMENT_COST_GBP, fails=_unlike_others, details=_usual_in_register),
    Check(code="R085", column=c.PURCHASE_DATE, fails=_bought_long_after, details=_installed_on),
    Check(code="R085", column=c.REFURBISHED_DATE, fails=_refurbished_out_of_order, details=_installed_on),
    Check(code="R085", column=c.MANUFACTURE_YEAR, fails=_made_in_the_future, details=_installed_on),
    Check(code="R086", column=c.ACTIVITY_PER_YEAR, fails=_over_hours, details=_hours_compared),
    Check(code="R087", column=c.PURCHASE_COST_GBP, fails=_paid_though_not_owned),
    Check(code="R088", column=c.PLANNED_REPLACEMENT_DATE, fails=_planned_though_gone(c.PLANNED_REPLACEMENT_DATE)),
    Check(code="R088", column=c.LOCKED_YEAR, fails=_planned_though_gone(c.LOCKED_YEAR)),
    Check(code="R089", column=c.PLANNED_REPLACEMENT_DATE, fails=_replacement_gone_by),
)
