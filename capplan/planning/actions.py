"""What can be done to an asset: a row an action, each with a function from what is known to a scheme.

A scheme says to which assets the action is open, what it costs and what it is worth. All worth is net
present benefit against keeping the machine through the appraisal period (T years), in real pounds:

    b(u) = sum over t = u .. T-1 of d^t (what stops - what comes in its place), d = 1 / (1 + discount rate)

for an action done in year u. What is bought counts as its levelised yearly cost; levelised costs keep delay
from looking good only because a later purchase is younger when the appraisal ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Flags, Floats
from capplan.planning.estate import wait_years
from capplan.planning.prospects import Prospects
from capplan.planning.sharing import is_little_used, receivers
from capplan.planning.worth import a_year, base_years, for_some_years, from_year_on, in_plan_prices, with_bias

UNSUPPORTED = ("ended_spares", "ended_no_spares")
Afterwards = Literal["new", "younger", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One action on each asset, a value an asset.

    - `is_open`: whether it can be done in each year of the appraisal (assets x years). `price_gbp`: what scores to the
      capital limit, without VAT, in prices of `base_year`. `benefit_gbp`: net present benefit by the year it is
      done (assets x years).
    - `serves_years`: for how long it lasts; inf for good. `rent_gbp`: real pounds a year from then on, with VAT.
    - `charged_ratio`: how much of the capital is the owner's own, and depreciates over `charged_years`.
    - `receiver`: the asset that takes the work, or missing.
    """

    is_open: Flags
    price_gbp: Floats
    base_year: Floats
    benefit_gbp: Floats
    serves_years: Floats
    rent_gbp: Floats
    charged_ratio: Floats
    charged_years: Floats
    receiver: pd.Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be done to an asset.

    `afterwards` says what stands in its place: a new machine, the same one younger, or none. `title` is its
    name in a sentence; `takes_years` says whether its capital spreads over the years of the class's `spread`.
    """

    name: str
    title: str
    afterwards: Afterwards
    takes_years: bool
    scheme: Callable[[Prospects], Scheme]


def replace(p: Prospects) -> Scheme:
    """Like for like: what keeping would cost, less the successor's levelised running and capital cost.

    b(u) = sum of d^t (E(t) - op* - cap*).
    """
    equipment, works = with_bias(p.facts, p.policy)
    saving = p.kept - p.fact(c.EQUIVALENT_ANNUAL_COST_GBP)[:, None]
    nothing = np.zeros(len(p.facts))
    return Scheme(
        is_open=_in_any_year(p, np.isfinite(equipment)),
        price_gbp=equipment + works,
        base_year=base_years(p.facts, p.policy),
        benefit_gbp=from_year_on(p, saving),
        serves_years=nothing + np.inf,
        rent_gbp=nothing,
        charged_ratio=nothing + 1,
        charged_years=p.fact(c.LIFE_YEARS),
        receiver=_nobody(p),
    )


def lease(p: Prospects) -> Scheme:
    """As `replace`, but the equipment is leased for `lease_premium` more than buying costs, in present value.

    b(u) = sum of d^t (E(t) - op* - cap* - premium cap* equipment / (equipment + works)): as for what is bought, without
    VAT and levelised over the economic life. Of the equipment's price, `lease_capital_share` scores to the capital
    limit (IFRS 16: all of it). Works are bought.

    The rent that revenue bears is what the lessor asks: `lease_rent`, with VAT, over the term. The term is assumed to
    be the expected life, over which what is bought depreciates.
    """
    bought = replace(p)
    equipment, works = with_bias(p.facts, p.policy)
    price = equipment + works
    with np.errstate(divide="ignore", invalid="ignore"):
        of_equipment = equipment / price
    levelised = p.fact(c.SUCCESSOR_CAPITAL_GBP_PER_YEAR) * of_equipment
    premium = p.fact("lease_premium")
    dearer = np.broadcast_to((levelised * premium)[:, None], p.kept.shape)
    scored = equipment * p.policy.actions.lease_capital_share + works
    with np.errstate(divide="ignore", invalid="ignore"):
        charged = np.nan_to_num(works / scored, nan=0.0)
    return Scheme(
        is_open=_in_any_year(p, np.isfinite(equipment + levelised * premium)),
        price_gbp=scored,
        base_year=bought.base_year,
        benefit_gbp=bought.benefit_gbp - from_year_on(p, dearer),
        serves_years=bought.serves_years,
        rent_gbp=lease_rent(p, equipment, premium),
        charged_ratio=charged,
        charged_years=bought.charged_years,
        receiver=bought.receiver,
    )


def lease_rent(p: Prospects, equipment_gbp: Floats, premium: Floats) -> Floats:
    """What equipment (pounds of the row's price base, with bias, without VAT) rents for, real pounds a year.

        (1 + premium) (1 + VAT) P / sum of d^j, j = 0 .. n - 1

    P is the price, n the term in years: rent that keeps its real worth and is paid as each year begins. VAT on hire is
    not recovered; on maintenance it may be, where that is under a contract of its own (COS heading 37).
    """
    prices, term = p.policy.prices, np.maximum(p.fact(c.LIFE_YEARS), 1.0)
    price = in_plan_prices(equipment_gbp, p.facts, p.policy)
    return (1 + premium) * (1 + prices.vat) * a_year(price, term, prices.discount_rate)


def upgrade(p: Prospects) -> Scheme:
    """A share of the equipment's price makes the machine some years younger, once, for some years.

    b(u) = sum over t = u .. min(u + n, T) - 1 of d^t (E(t) - E'(t) - cap_u): E' the cost of the machine
    `upgrade_years` younger, cap_u the price levelised over the `upgrade_serves_years` (n) that it serves. It is
    open once the machine has those years to lose, while its maker supports it; one that has been refurbished is
    not upgraded again.
    """
    equipment, _ = with_bias(p.facts, p.policy)
    price, serves = equipment * p.fact("upgrade_share"), p.fact("upgrade_serves_years")
    yearly = a_year(in_plan_prices(price, p.facts, p.policy), serves, p.policy.prices.discount_rate)
    benefit = for_some_years(p, p.kept - p.upgraded - yearly[:, None], serves)
    can_be = p.facts[c.REFURBISHED_DATE].isna() & ~p.facts[c.SUPPORT_STATUS].isin(UNSUPPORTED)
    age = (p.fact(c.AGE_USED_YEARS) + wait_years(p.policy))[:, None] + np.arange(p.kept.shape[1])
    return Scheme(
        is_open=can_be.to_numpy()[:, None] & (age >= p.fact("upgrade_years")[:, None]),
        price_gbp=price,
        base_year=base_years(p.facts, p.policy),
        benefit_gbp=benefit,
        serves_years=serves,
        rent_gbp=np.zeros(len(serves)),
        charged_ratio=np.ones(len(serves)),
        charged_years=serves,
        receiver=_nobody(p),
    )


def share(p: Prospects) -> Scheme:
    """A little-used machine leaves, and another of its class in its network takes its work (`receivers`).

    b(u) = sum of d^t M(t) - d^u (move + disposal): its maintenance stops. The risk of losing service goes with
    the work, so none of it is counted as saved.
    """
    one_off = p.fact("move_gbp") + p.fact("disposal_gbp")
    receiver = receivers(p)
    return _without(p, p.kept_upkeep, one_off, receiver.notna().to_numpy(), receiver)


def retire(p: Prospects) -> Scheme:
    """A little-used machine leaves, and its capacity is lost: only under a rule that holds capacity.

    b(u) = sum of d^t E(t) - d^u disposal: risk and running cost stop.
    """
    held = p.policy.rules.capacity is not None
    taking = p.facts[c.ASSET_ID].isin(receivers(p).dropna()).to_numpy()
    return _without(p, p.kept, p.fact("disposal_gbp"), held & is_little_used(p) & ~taking, _nobody(p))


def _without(p: Prospects, stops: Floats, one_off: Floats, wanted: Flags, receiver: pd.Series) -> Scheme:
    """The scheme that leaves no machine: what stops, and what it costs once, in the plan's prices."""
    nothing = np.zeros(len(one_off))
    return Scheme(
        is_open=_in_any_year(p, wanted),
        price_gbp=one_off,
        base_year=nothing + p.policy.plan.price_base,
        benefit_gbp=from_year_on(p, stops) - p.discount * one_off[:, None],
        serves_years=nothing + np.inf,
        rent_gbp=nothing,
        charged_ratio=nothing,
        charged_years=nothing + 1,
        receiver=receiver,
    )


def _in_any_year(p: Prospects, is_open: Flags) -> Flags:
    return np.broadcast_to(is_open[:, None], p.kept.shape)


def _nobody(p: Prospects) -> pd.Series:
    return pd.Series(np.nan, index=p.facts.index, dtype="str")


ACTIONS = (
    Action(name="replace", title="replacement", afterwards="new", takes_years=True, scheme=replace),
    Action(name="upgrade", title="upgrade", afterwards="younger", takes_years=False, scheme=upgrade),
    Action(name="lease", title="lease", afterwards="new", takes_years=True, scheme=lease),
    Action(name="share", title="sharing", afterwards="gone", takes_years=False, scheme=share),
    Action(name="retire", title="retirement", afterwards="gone", takes_years=False, scheme=retire),
)
