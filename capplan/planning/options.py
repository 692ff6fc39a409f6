"""What could be done to each asset, when, for how much money, and what it would be worth.

Actions are rows of `ACTIONS`; each makes the options of one action from the asset facts. Capital is
cash of the year; benefit is net present value over the appraisal period (see `net_benefit`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.eligibility import Facts, asset_facts, left_out, must_reasons
from capplan.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSet:
    """The options and their cash, and the assets for which there are none.

    - `options`: columns `OPTIONS` + `MUST_REASON`, sorted by asset and year.
    - `cash`: columns `CASH`.
    - `left_out`: columns `ASSET_ID, REASON_CODE, REASON`.
    """

    options: pd.DataFrame
    cash: pd.DataFrame
    left_out: pd.DataFrame


def build_options(
    assets: pd.DataFrame,
    scores: pd.DataFrame,
    prices: pd.DataFrame,
    deferral: pd.DataFrame,
    challenger: pd.DataFrame,
    policy: Policy,
) -> OptionSet:
    """Every option of every asset that the programme may treat.

    Takes the frames of scoring: `deferral` (`ASSET_ID, YEAR, DEFERRAL_COST_GBP`) must hold each year
    of the appraisal period, `challenger` one row an asset. An asset that is committed to a year has
    that year's option alone; one committed outside the plan's years is left out.
    """
    facts = asset_facts(assets, scores, prices)
    out = left_out(facts, policy)
    duties = must_reasons(facts, policy)
    treatable = facts.assign(**{c.MUST_REASON: duties, c.MUST_TREAT: duties.notna()})
    treatable = treatable[~treatable[c.ASSET_ID].isin(out[c.ASSET_ID])]
    treatable[c.SITE] = site_names(treatable)
    treatable = treatable.merge(challenger, on=c.ASSET_ID, validate="one_to_one")
    appraised = range(policy.plan.start, policy.plan.start + policy.prices.appraisal_years)
    kept_cost = deferral.pivot(index=c.ASSET_ID, columns=c.YEAR, values=c.DEFERRAL_COST_GBP)
    kept_cost = kept_cost.reindex(columns=appraised)
    made = [action.make(treatable, kept_cost.loc[treatable[c.ASSET_ID]], policy) for action in ACTIONS]
    rows = pd.concat(made, ignore_index=True).sort_values([c.ASSET_ID, c.START_YEAR, c.ACTION], ignore_index=True)
    rows.insert(0, c.OPTION_ID, rows[c.ASSET_ID] + "|" + rows[c.ACTION] + "|" + rows[c.START_YEAR].astype("str"))
    cash = rows[[c.OPTION_ID, c.START_YEAR, c.CAPITAL_GBP]].rename(columns={c.START_YEAR: c.YEAR})
    return OptionSet(options=rows[[*c.OPTIONS, c.MUST_REASON]], cash=cash[list(c.CASH)], left_out=out)


def site_names(assets: pd.DataFrame) -> pd.Series:
    """What each asset's site is called in the plan, one name a site: the site's name with its code, or
    with its organisation where it has no code, since many towns have a General Hospital. Missing where
    the register gives neither code nor name: such an asset comes under no limit by site."""
    code, name = assets[c.SITE_CODE].str.upper(), assets[c.SITE]
    spelt_first = name.groupby(code).transform("min").fillna(code)
    by_code = spelt_first + " (" + code + ")"
    by_organisation = (name + ", " + assets[c.ORGANISATION]).fillna(name)
    return by_code.fillna(by_organisation).astype("str")


def _replace(treatable: Facts, kept_cost: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Replace like for like, starting in each year of the plan."""
    benefit = net_benefit(kept_cost, treatable, policy)
    locked = treatable[c.LOCKED_YEAR]
    per_year = []
    for position, year in enumerate(policy.years):
        one = treatable[[c.ASSET_ID, c.NETWORK, c.ASSET_CLASS, c.SITE, c.MUST_TREAT, c.MUST_REASON]].copy()
        one[c.ACTION], one[c.START_YEAR] = "replace", year
        one[c.BENEFIT_GBP] = benefit[:, position]
        one[c.CAPITAL_GBP] = capital(treatable, year, policy)
        per_year.append(one[(locked.isna() | (locked == year)).to_numpy(dtype=bool)])
    return pd.concat(per_year, ignore_index=True)


def capital(treatable: Facts, year: int, policy: Policy) -> pd.Series:
    """What replacement scores to the capital limit if it starts in `year`: whole pounds, cash of the year.

    (equipment (1 + bias) + works (1 + bias)) (1 + VAT) (1 + inflation) ^ (year - price base), with the
    optimism bias of HM Treasury's supplementary Green Book guidance (Mott MacDonald, 2002) applied once.
    """
    prices = policy.prices
    base = treatable[c.PRICE_BASE_YEAR].fillna(policy.plan.price_base).astype("float64")
    ex_vat = treatable[c.EQUIPMENT_GBP_EX_VAT] * (1 + prices.optimism_bias.equipment) + treatable[
        c.WORKS_GBP_EX_VAT
    ] * (1 + prices.optimism_bias.works)
    cash = ex_vat * (1 + prices.vat) * (1 + prices.inflation) ** (year - base)
    return cash.round().astype("int64")


def net_benefit(kept_cost: pd.DataFrame, challenger: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Net present benefit of replacing each asset in each year of the plan (assets x years, pounds).

    b(i, s) = sum over t = s .. T-1 of d^t (E_i(t) - op* - cap*), d = 1 / (1 + discount rate), T the
    appraisal period: what keeping the machine would cost, less the levelised running and capital cost
    of its successor. Levelised costs keep delay from looking good only because a later purchase is
    younger when the appraisal ends.
    """
    discount = (1 + policy.prices.discount_rate) ** -np.arange(float(policy.prices.appraisal_years))
    successor = challenger[c.EQUIVALENT_ANNUAL_COST_GBP].to_numpy()[:, None]
    yearly = discount * (kept_cost.to_numpy() - successor)
    from_year_on = yearly[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.asarray(from_year_on[:, : policy.plan.years])


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be done to an asset, and the function that makes its options."""

    name: str
    make: Callable[[Facts, pd.DataFrame, Policy], pd.DataFrame]


ACTIONS = (Action(name="replace", make=_replace),)
