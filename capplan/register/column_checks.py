"""Checks of whole columns of a sheet: a unit nobody stated, and values that were filled in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.register.accepting import accepted_rows
from capplan.register.draft import Draft, flagged
from capplan.register.findings import Finding
from capplan.register.usual import PRICED, THOUSAND, band, of_class, usual_amount

_SLIP_WITHIN = 5  # times, either way, of a thousand
_FEWEST_AMOUNTS, _FEWEST_USES, _FEWEST_DATES, _FEWEST_ALIKE = 3, 5, 10, 5
_MONTHLY_SHARE = 1 / 8
_DEFAULT_SHARE = 0.3
_DEFAULT_DAYS = ((1, 1), (1, 4))

type Said = Callable[[pd.DataFrame, Policy], str]


def with_column_checks(draft: Draft, policy: Policy) -> Draft:
    """The draft with what whole columns of its sheets show.

    Amounts of a column that is a thousand times out all down are left blank, each found (R077); other
    columns are found at their headings and kept.
    """
    for column in PRICED:
        if draft.assets[column].isna().all():
            continue
        rows, details = _slipped(draft, policy, column)
        if rows.any():
            draft = draft.having({column: draft.assets[column].mask(rows & ~accepted_rows(draft, "R077"))})
            draft = draft.noting(flagged(draft, "R077", column, rows, details))
    return draft.noting(list(_found_in_columns(draft, policy)))


def _slipped(draft: Draft, policy: Policy, column: Column) -> tuple[pd.Series, pd.Series]:
    """Rows whose amount is held, since most of its sheet's column is a thousand times out, and what to
    say of each. An amount that fits its class as it stands is not held."""
    assets = draft.assets
    amounts = assets[column].astype("float64")
    ratios = amounts / usual_amount(assets, policy, column)
    sheets = ratios.groupby([assets[c.SOURCE_FILE], assets[c.SOURCE_SHEET]])
    middle = sheets.transform("median").where(sheets.transform("count") >= _FEWEST_AMOUNTS)
    is_small = middle.between(1 / (THOUSAND * _SLIP_WITHIN), _SLIP_WITHIN / THOUSAND)
    is_large = middle.between(THOUSAND / _SLIP_WITHIN, THOUSAND * _SLIP_WITHIN)
    fits = amounts.between(*band(assets, policy, column)).fillna(False)
    details = pd.Series("its amounts look like thousands of pounds", index=assets.index)
    details = details.where(~is_large, "its amounts look like pounds, though the heading says more")
    return (is_small | is_large) & amounts.notna() & ~fits, details


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCheck:
    """A test of one column of one sheet: what is to be said of it, or "" where it is sound."""

    code: str
    column: Column
    says: Said


def _found_in_columns(draft: Draft, policy: Policy) -> Iterator[Finding]:
    sources = draft.assets[c.SOURCE_FILE], draft.assets[c.SOURCE_SHEET]
    for file, sheet in draft.heading_rows:
        assets = draft.assets[(sources[0] == file) & (sources[1] == sheet)]
        for check in COLUMN_CHECKS:
            position = draft.positions[file, sheet].get(check.column)
            if position is not None and (detail := check.says(assets, policy)):
                row = draft.heading_rows[file, sheet]
                yield Finding(
                    code=check.code,
                    file=file,
                    sheet=sheet,
                    row=row,
                    position=position,
                    column=check.column,
                    detail=detail,
                )


def _of_a_month(assets: pd.DataFrame, policy: Policy) -> str:
    """Whether most of a sheet's activity is an eighth or less of what its classes usually do."""
    usual = (of_class(assets, policy, "use_low_per_year") + of_class(assets, policy, "use_high_per_year")) / 2
    ratios = (assets[c.ACTIVITY_PER_YEAR] / usual).dropna()
    if len(ratios) < _FEWEST_USES or not 0 < ratios.median() <= _MONTHLY_SHARE:
        return ""
    return f"the middle one is {ratios.median():.0%} of the usual use".replace("%", " %")


def _default_dates(assets: pd.DataFrame, policy: Policy) -> str:
    """Whether too many install dates that are given to the day are 1 January or 1 April."""
    dates = assets.loc[assets[c.INSTALL_PRECISION] == "day", c.INSTALL_DATE].dropna()
    share = pd.Series(list(zip(dates.dt.day, dates.dt.month, strict=True))).isin(_DEFAULT_DAYS).mean()
    if len(dates) < _FEWEST_DATES or share <= _DEFAULT_SHARE:
        return ""
    return f"{share:.0%} of its dates are 1 January or 1 April".replace("%", " %")


def _one_price(assets: pd.DataFrame, policy: Policy) -> str:
    """The classes of which a sheet has five or more with one price for all."""
    prices = assets.groupby(c.ASSET_CLASS)[c.REPLACEMENT_COST_GBP].agg(["count", "nunique", "first"])
    alike = prices[(prices["count"] >= _FEWEST_ALIKE) & (prices["nunique"] == 1)]
    titles = policy.reference.classes["title"]
    said = [f"every {titles[str(key)]} costs £{price:,.0f}" for key, price in alike["first"].items()]
    return ", ".join(said)


COLUMN_CHECKS = (
    ColumnCheck(code="R076", column=c.ACTIVITY_PER_YEAR, says=_of_a_month),
    ColumnCheck(code="R084", column=c.INSTALL_DATE, says=_default_dates),
    ColumnCheck(code="R084", column=c.REPLACEMENT_COST_GBP, says=_one_price),
)
