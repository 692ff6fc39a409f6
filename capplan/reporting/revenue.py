"""What the plan does to revenue: depreciation, the dividend on capital, and maintenance, by year."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_CLASS,
    ASSET_ID,
    ASSETS,
    BOOK_VALUE_GBP,
    CAPITAL_GBP,
    EQUIPMENT_GBP_EX_VAT,
    IN_USE_YEAR,
    LIFE_YEARS,
    MAINTENANCE_GBP_PER_YEAR,
    OPTION_ID,
    REVENUE_GBP,
    START_YEAR,
    YEAR,
)
from capplan.reference.prices import priced
from capplan.reporting.case import Case

DIVIDEND_RATE = "pdc_dividend_rate"
OWNED = ("replace", "upgrade")
Amounts = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    """Change of revenue cost by year and cause, pounds in cash of the year; below 0 it saves.

    `book_value_gbp` is what the register still carries for the machines that leave, in `book_values` of them.
    `machines_left_out` are leased, shared or retired, with options that do not say what they draw on revenue.
    """

    years: tuple[int, ...]
    causes: tuple[str, ...]
    by_cause: tuple[tuple[float, ...], ...]
    book_value_gbp: float
    book_values: int
    machines: int
    machines_left_out: int = 0

    @property
    def by_year(self) -> tuple[float, ...]:
        """The causes added up for each year."""
        return tuple(map(sum, zip(*self.by_cause, strict=True)))


CAUSES = ("Depreciation", "PDC dividend", "Maintenance")
OTHER_ACTIONS = "Leases, sharing, retirement"


def charged(case: Case) -> pd.DataFrame:
    """The machines that the plan buys or upgrades, with `YEAR` in use, `CAPITAL_GBP` and `LIFE_YEARS` (at least 1).

    Leases are not among them: their rent and right of use are not split here.
    """
    bought = case.funded
    bought = bought[bought[ACTION].isin(OWNED)]
    decisions, options = case.scenario.plan.decisions, case.scenario.options
    in_use = bought[START_YEAR]
    if IN_USE_YEAR in options and OPTION_ID in decisions:
        done = decisions.merge(options[[OPTION_ID, IN_USE_YEAR]], on=OPTION_ID, how="left").set_index(ASSET_ID)
        in_use = pd.to_numeric(bought[ASSET_ID].map(done[IN_USE_YEAR])).fillna(bought[START_YEAR])
    classes = case.scenario.policy.reference.classes
    life = pd.to_numeric(bought[LIFE_YEARS]).where(bought[ACTION] == "replace")
    life = life.fillna(bought[ASSET_CLASS].map(classes["upgrade_serves_years"])).astype("float64").fillna(10.0)
    return bought.assign(**{YEAR: in_use.astype("float64"), LIFE_YEARS: life.clip(lower=1.0)})


def revenue(case: Case) -> Revenue:
    """Depreciation in equal parts from the year in use, the dividend on the year's average net book value, and the
    maintenance of the new machine less that of the old.

        C / n + r C (1 - (j + 1/2) / n), j = 0 .. n - 1 years after it is in use, r `pdc_dividend_rate`

    Maintenance follows the classes of the reference tables, the register's own figure first, as scoring has it.
    """
    bought, years = charged(case), np.asarray(case.years, dtype=float)
    capital, life, start = (bought[name].to_numpy(float)[:, None] for name in (CAPITAL_GBP, LIFE_YEARS, YEAR))
    age = years - start
    in_use = age >= 0
    part = np.clip(np.minimum(age + 1, life) - age, 0.0, 1.0) * in_use
    book = np.maximum(1 - (age + 0.5) / life, 0.0) * in_use
    rate = case.scenario.policy.reference.parameters[DIVIDEND_RATE]
    sums = (capital * part / life, rate * capital * book, upkeep_change(bought, case))
    held = pd.to_numeric(bought[BOOK_VALUE_GBP]).dropna() if BOOK_VALUE_GBP in bought else pd.Series(dtype="float64")
    by_cause = tuple(tuple(np.nan_to_num(one, nan=0.0).sum(axis=0).round(2).tolist()) for one in sums)
    others = of_other_actions(case)
    is_told = others is not None and not np.isnan(others).any()
    return Revenue(
        years=tuple(case.years),
        causes=(*CAUSES, OTHER_ACTIONS) if is_told else CAUSES,
        by_cause=(*by_cause, others) if others is not None and is_told else by_cause,
        machines_left_out=0 if others is None or is_told else len(case.funded) - len(bought),
        book_value_gbp=float(held.sum()),
        book_values=int((held > 0).sum()),
        machines=len(bought),
    )


def of_other_actions(case: Case) -> tuple[float, ...] | None:
    """What leased, shared and retired machines add to each year, rent included, as their options draw on revenue.

    None where the plan has no such machine; NaN in every year where its options do not say.
    """
    funded, cash = case.funded, case.scenario.option_cash
    others = funded.loc[~funded[ACTION].isin(OWNED), ASSET_ID]
    if others.empty:
        return None
    decisions = case.scenario.plan.decisions
    if cash is None or REVENUE_GBP not in cash or OPTION_ID not in decisions:
        return (float("nan"),) * len(case.years)
    taken = decisions.loc[decisions[ASSET_ID].isin(others), OPTION_ID]
    drawn = cash[cash[OPTION_ID].isin(taken)]
    by_year = pd.to_numeric(drawn[REVENUE_GBP]).groupby(drawn[YEAR].astype(int)).sum()
    return tuple(by_year.reindex(list(case.years), fill_value=0).astype("float64").tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What maintenance follows, for machines in rows, pounds of the plan's price base.

    `full_gbp` is the new machine's for a year once its warranty is over; it grows by `growth` a year from then.
    `old_gbp` is that of the machine kept, by year of the plan. NaN where not known.
    """

    full_gbp: Amounts
    growth: Amounts
    warranty_years: Amounts
    old_gbp: Amounts


def upkeep(bought: pd.DataFrame, case: Case) -> Upkeep:
    """What the maintenance of the rows of `charged` follows."""
    policy, years = case.scenario.policy, case.years
    classes = policy.reference.classes
    assets = case.scenario.assets.reindex(columns=[*ASSETS])
    prices = priced(assets, policy.reference, vat=policy.prices.vat).set_index(ASSET_ID)
    equipment = bought[ASSET_ID].map(prices[EQUIPMENT_GBP_EX_VAT]).to_numpy(float)
    share, growth, warranty = (
        bought[ASSET_CLASS].map(classes[name]).to_numpy(float)
        for name in ("maintenance_share_mid", "maintenance_growth", "warranty_years")
    )
    full = share * equipment
    elapsed = np.array([(dt.date(year, 4, 1) - policy.plan.as_at).days / 365.25 for year in years])
    own = np.full(len(bought), np.nan)
    if MAINTENANCE_GBP_PER_YEAR in bought:
        own = pd.to_numeric(bought[MAINTENANCE_GBP_PER_YEAR]).to_numpy(float, na_value=np.nan)
    age = bought[AGE_USED_YEARS].to_numpy(float)[:, None] + elapsed
    of_class = _of_age(age, full[:, None], growth[:, None], warranty[:, None])
    old = np.where(own[:, None] > 0, own[:, None] * (1 + growth[:, None]) ** elapsed, of_class)
    return Upkeep(full_gbp=full, growth=growth, warranty_years=warranty, old_gbp=np.nan_to_num(old, nan=0.0))


def _of_age(age: Amounts, full: Amounts, growth: Amounts, warranty: Amounts) -> Amounts:
    since = age - warranty
    return np.where(since < 0, 0.0, full * (1 + growth) ** np.maximum(since, 0.0))


def upkeep_change(bought: pd.DataFrame, case: Case) -> Amounts:
    """Maintenance of the new less that of the old for the rows of `charged`, machines x years, cash of the year: 0
    until a machine is in use, NaN where not known."""
    policy, ours = case.scenario.policy, upkeep(bought, case)
    years = np.asarray(case.years, dtype=float)
    age = years - bought[YEAR].to_numpy(float)[:, None]
    rates = (one[:, None] for one in (ours.full_gbp, ours.growth, ours.warranty_years))
    inflation = (1 + policy.prices.inflation) ** (years - policy.plan.price_base)
    return np.where(age >= 0, (_of_age(np.maximum(age, 0.0), *rates) - ours.old_gbp) * inflation, 0.0)
