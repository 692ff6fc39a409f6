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
    DEPRECIATION_GBP,
    DIVIDEND_GBP,
    EQUIPMENT_GBP_EX_VAT,
    IN_USE_YEAR,
    LIFE_YEARS,
    MAINTENANCE_GBP_PER_YEAR,
    OPTION_ID,
    RENT_GBP,
    REVENUE_GBP,
    START_YEAR,
    YEAR,
)
from capplan.reference.calendar import DAYS_A_YEAR
from capplan.reference.prices import priced
from capplan.reporting.case import Case
from capplan.reporting.funds import not_donated

DIVIDEND_RATE = "pdc_dividend_rate"
GROWS_TO = "upkeep_grows_to_lives"
# Years; what stands for no end to the growth of upkeep where the life is not known.
_NO_END = 999.0
OWNED = ("replace", "upgrade")
Amounts = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    """Change of revenue cost by year and cause, pounds in cash of the year; below 0 it saves.

    Of the machines that `leaving` counts the register gives the book value of `book_values_known`: `book_value_gbp`
    in all, carried by `book_values` of them.
    `machines_left_out` are leased, shared or retired, with options that do not say what they draw on revenue.
    """

    years: tuple[int, ...]
    causes: tuple[str, ...]
    by_cause: tuple[tuple[float, ...], ...]
    book_value_gbp: float
    book_values: int
    book_values_known: int
    leaving: int
    machines: int
    machines_left_out: int = 0

    @property
    def by_year(self) -> tuple[float, ...]:
        """The causes added up for each year."""
        return tuple(map(sum, zip(*self.by_cause, strict=True)))


CHARGES = ("Depreciation", "PDC dividend")
CAUSES = (*CHARGES, "Maintenance")
LEASE_RENT = "Lease rent"
_EXPECTED_LIFE = "expected life of the machine"


def has_capital_charges(case: Case) -> bool:
    """Whether revenue carries depreciation and the dividend, by `actions.capital_charges`, as the plan counted it."""
    return case.scenario.policy.actions.capital_charges


def charged(case: Case) -> pd.DataFrame:
    """The machines that the plan buys or upgrades, with `YEAR` in use, `CAPITAL_GBP` and `LIFE_YEARS` (at least 1).

    Leases are not among them: what they draw on revenue is told by their options (`of_other_actions`).
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
    expected = pd.to_numeric(bought[LIFE_YEARS]).astype("float64")
    changes = {YEAR: in_use.astype("float64"), LIFE_YEARS: life.clip(lower=1.0), _EXPECTED_LIFE: expected}
    return bought.assign(**changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetAssets:
    """What the dividend is charged on, a value a year of the plan (pounds, cash): a roll-forward of net book value.

    `closing` = `opening` + `added` - `depreciation`, each without what a donated fund pays.
    """

    opening: Amounts
    added: Amounts
    depreciation: Amounts
    closing: Amounts

    @property
    def average(self) -> Amounts:
        """The mean of opening and closing: in its first year a machine counts half of its closing value."""
        return np.asarray((self.opening + self.closing) / 2)


def net_assets(bought: pd.DataFrame, case: Case) -> NetAssets:
    """The roll-forward of the rows of `charged`, machines x years: capital as it is paid, donated money left out."""
    cash, years = case.scenario.plan.cash, list(case.years)
    public = pd.to_numeric(cash[CAPITAL_GBP]).astype("float64") * not_donated(case.scenario)
    paid = public.groupby([cash[ASSET_ID], cash[YEAR].astype(int)]).sum().unstack()
    added = paid.reindex(index=bought[ASSET_ID], columns=years).fillna(0.0).to_numpy(dtype=np.float64)
    capital = bought[CAPITAL_GBP].to_numpy(float)
    owned = np.divide(added.sum(axis=1), capital, out=np.zeros(len(bought)), where=capital > 0)
    depreciated = depreciation(bought, case) * owned[:, None]
    closing = (added - depreciated).cumsum(axis=1)
    opening = np.concatenate([np.zeros((len(bought), 1)), closing[:, :-1]], axis=1)
    return NetAssets(opening=opening, added=added, depreciation=depreciated, closing=closing)


def depreciation(bought: pd.DataFrame, case: Case) -> Amounts:
    """Capital in equal parts over the life from the year in use, machines x years: C / n."""
    years = np.asarray(case.years, dtype=float)
    capital, life, start = (bought[name].to_numpy(float)[:, None] for name in (CAPITAL_GBP, LIFE_YEARS, YEAR))
    age = years - start
    part = np.clip(np.minimum(age + 1, life) - age, 0.0, 1.0)
    return np.where(age >= 0, capital * part / life, 0.0)


def revenue(case: Case) -> Revenue:
    """Depreciation in equal parts from the year in use, the dividend on the average of the year's opening and closing
    net book value, and the maintenance of the new machine less that of the old.

        D(y) = C / n for n years from its use, r (B(y - 1) + B(y)) / 2 with B(y) = paid by the end of y - D(..y)

    r is `pdc_dividend_rate`; what a donated fund pays is not in B. Maintenance follows the classes of the reference
    tables, the register's own figure first, as scoring has it. What machines leased, shared or retired add stands in
    the same causes, and rent in one of its own. Without `actions.capital_charges` D and the dividend are no causes.
    """
    bought = charged(case)
    leaving = case.funded[case.funded[ACTION] != "upgrade"]
    held = pd.to_numeric(leaving.get(BOOK_VALUE_GBP, pd.Series(dtype="float64"))).dropna()
    others = of_other_actions(case)
    sums = {cause: one.sum(axis=0) for cause, one in zip(CAUSES, by_machine(bought, case), strict=True)}
    if others is not None and len(others.assets):
        for cause, theirs in zip(CAUSES, others.by_cause[:3], strict=True):
            sums[cause] = sums[cause] + theirs.sum(axis=0)
        if (case.funded[ACTION] == "lease").any():
            sums[LEASE_RENT] = others.by_cause[3].sum(axis=0)
    if not has_capital_charges(case):
        sums = {cause: one for cause, one in sums.items() if cause not in CHARGES}
    return Revenue(
        years=tuple(case.years),
        causes=tuple(sums),
        by_cause=tuple(tuple(np.asarray(one).round(2).tolist()) for one in sums.values()),
        machines_left_out=len(case.funded) - len(bought) if others is None else 0,
        book_value_gbp=float(held.sum()),
        book_values=int((held > 0).sum()),
        book_values_known=len(held),
        leaving=len(leaving),
        machines=len(bought),
    )


def by_machine(bought: pd.DataFrame, case: Case) -> tuple[Amounts, Amounts, Amounts]:
    """Depreciation, dividend and change of maintenance of the rows of `charged`, machines x years; 0 if not known, and
    the first two where `actions.capital_charges` is off."""
    maintained = np.nan_to_num(upkeep_change(bought, case), nan=0.0)
    if not has_capital_charges(case):
        return np.zeros_like(maintained), np.zeros_like(maintained), maintained
    rate = case.scenario.policy.reference.parameters[DIVIDEND_RATE]
    dividend = rate * net_assets(bought, case).average
    return depreciation(bought, case), dividend, maintained


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What machines that are leased, shared or retired add to revenue: depreciation, dividend, maintenance and rent,
    each `assets` x years of the plan, pounds in cash."""

    assets: tuple[str, ...]
    by_cause: tuple[Amounts, Amounts, Amounts, Amounts]


OF_REVENUE = (DEPRECIATION_GBP, DIVIDEND_GBP, RENT_GBP)


def of_other_actions(case: Case) -> Others | None:
    """What the options of machines leased, shared or retired draw on revenue; None where they do not say."""
    funded, cash = case.funded, case.scenario.option_cash
    others = funded.loc[~funded[ACTION].isin(OWNED), ASSET_ID].astype("str")
    years = list(case.years)
    if others.empty:
        nothing = np.zeros((0, len(years)))
        return Others(assets=(), by_cause=(nothing, nothing, nothing, nothing))
    decisions = case.scenario.plan.decisions
    if cash is None or not {REVENUE_GBP, *OF_REVENUE} <= set(cash) or OPTION_ID not in decisions:
        return None
    taken = decisions.loc[decisions[ASSET_ID].isin(others), [ASSET_ID, OPTION_ID]]
    drawn = cash.merge(taken, on=OPTION_ID)

    def amounts(name: str) -> Amounts:
        by_year = pd.to_numeric(drawn[name]).groupby([drawn[ASSET_ID], drawn[YEAR].astype(int)]).sum().unstack()
        return by_year.reindex(index=others, columns=years).fillna(0).to_numpy(dtype=np.float64)

    depreciated, dividend, rent = map(amounts, OF_REVENUE)
    maintained = amounts(REVENUE_GBP) - depreciated - dividend - rent
    return Others(assets=tuple(others), by_cause=(depreciated, dividend, maintained, rent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What maintenance follows, for machines in rows, pounds of the plan's price base.

    `full_gbp` is the new machine's for a year once its warranty is over; it grows by `growth` a year from then until it
    is `ends_years` old. `old_gbp` is that of the machine kept, by year of the plan. NaN where not known.
    """

    full_gbp: Amounts
    growth: Amounts
    warranty_years: Amounts
    ends_years: Amounts
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
    elapsed = np.array([(dt.date(year, 4, 1) - policy.plan.as_at).days / DAYS_A_YEAR for year in years])
    own = np.full(len(bought), np.nan)
    if MAINTENANCE_GBP_PER_YEAR in bought:
        own = pd.to_numeric(bought[MAINTENANCE_GBP_PER_YEAR]).to_numpy(float, na_value=np.nan)
    lives = policy.reference.parameters[GROWS_TO]
    ends = np.nan_to_num(bought[_EXPECTED_LIFE].to_numpy(float) * lives, nan=_NO_END)
    now = bought[AGE_USED_YEARS].to_numpy(float)[:, None]
    of_class = _of_age(now + elapsed, full[:, None], growth[:, None], warranty[:, None], ends[:, None])
    years_grown = np.minimum(now + elapsed, ends[:, None]) - np.minimum(now, ends[:, None])
    grown = own[:, None] * (1 + growth[:, None]) ** np.where(np.isnan(now), elapsed, years_grown)
    old = np.nan_to_num(np.where(own[:, None] > 0, grown, of_class), nan=0.0)
    return Upkeep(full_gbp=full, growth=growth, warranty_years=warranty, ends_years=ends, old_gbp=old)


def _of_age(age: Amounts, full: Amounts, growth: Amounts, warranty: Amounts, ends: Amounts) -> Amounts:
    grown = full * (1 + growth) ** np.maximum(np.minimum(age, ends) - warranty, 0.0)
    return np.where(age < warranty, 0.0, grown)


def upkeep_change(bought: pd.DataFrame, case: Case) -> Amounts:
    """Maintenance of the new less that of the old for the rows of `charged`, machines x years, cash of the year: 0
    until a machine is in use, NaN where not known."""
    policy, ours = case.scenario.policy, upkeep(bought, case)
    years = np.asarray(case.years, dtype=float)
    age = years - bought[YEAR].to_numpy(float)[:, None]
    rates = (one[:, None] for one in (ours.full_gbp, ours.growth, ours.warranty_years, ours.ends_years))
    inflation = (1 + policy.prices.inflation) ** (years - policy.plan.price_base)
    return np.where(age >= 0, (_of_age(np.maximum(age, 0.0), *rates) - ours.old_gbp) * inflation, 0.0)
