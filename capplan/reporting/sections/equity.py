"""How fairly the money falls between networks, and what fairness costs."""

import math
from collections.abc import Sequence

import pandas as pd

from capplan.columns import RULE, RULE_PRICE_GBP
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Chart, Paragraph, Section, Table
from capplan.reporting.exhibits import equity_exhibit
from capplan.reporting.fairness import CAP_RULE, FLOOR_RULE, NetworkShare, network_shares, with_limits
from capplan.reporting.formats import money, number, percent
from capplan.reporting.tables import plain_table


def fairness_between_networks(case: Case) -> Section | None:
    """Each network's share of value, need and money, with its floor and cap and what the two cost; None where there
    is one network alone."""
    shares = with_limits(network_shares(case.schedule), case.scenario.plan.audit)
    if len(shares) == 1:
        return None
    text = (
        "A network's share here is of the whole estate, by replacement value. Need differs, so money does. The floor "
        "and cap of each network go by what all its options would cost." + _price_of_equity(case)
    )
    blocks: tuple[Block, ...] = (Paragraph(text=text), *_charted(shares), _share_table(case, shares))
    return Section(id="fairness", heading="Fairness between networks", blocks=blocks)


def _price_of_equity(case: Case) -> str:
    prices = case.scenario.plan.rule_prices
    if prices is None:
        return ""
    told = {
        str(rule): float(price) for rule, price in zip(prices[RULE], pd.to_numeric(prices[RULE_PRICE_GBP]), strict=True)
    }
    both = next((price for rule, price in told.items() if FLOOR_RULE in rule and "cap" in rule), None)
    named = {"together": both, "the floor alone": told.get(FLOOR_RULE), "the cap alone": told.get(CAP_RULE)}
    parts = [f"{name} {money(price)}" for name, price in named.items() if price is not None]
    return f" What they cost in net benefit, by the linear relaxation: {'; '.join(parts)}." if parts else ""


def _charted(shares: Sequence[NetworkShare]) -> tuple[Chart, ...]:
    drawable = any(one.money_share for one in shares) and all(not math.isnan(one.ratio) for one in shares)
    return (equity_exhibit(shares, "equity"),) if drawable else ()


def _share_table(case: Case, shares: Sequence[NetworkShare]) -> Table:
    rows = [
        (
            one.network,
            number(one.machines),
            number(one.funded),
            case.money(one.floor_gbp),
            case.money(one.capital_gbp),
            case.money(one.cap_gbp),
            percent(one.value_share, 1),
            percent(one.need_share, 1),
            percent(one.money_share, 1),
            money(one.risk_left_gbp),
        )
        for one in shares
    ]
    headings = (
        "Network",
        "Machines",
        "Treated",
        "Floor",
        "Capital",
        "Cap",
        "Share of value",
        "Share of need",
        "Share of money",
        "Risk cost left",
    )
    note = (
        "Share of need is by the sum of need scores. Risk cost left is of the machines kept, a year, at today's rates."
    )
    return plain_table(
        "networks", "Networks side by side", headings, rows, numbers=range(1, 10), note=note, is_register=True
    )
