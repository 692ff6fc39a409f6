"""How fairly the money falls between networks, and what fairness costs."""

import math
from collections.abc import Sequence

import pandas as pd

from capplan.columns import KEPT, RULE, RULE_PRICE_GBP
from capplan.reporting.case import Case
from capplan.reporting.content import Block, Chart, Paragraph, Section, Table
from capplan.reporting.exhibits import equity_exhibit
from capplan.reporting.fairness import CAP_RULE, FLOOR_RULE, NetworkShare, network_shares, share_measure, with_limits
from capplan.reporting.formats import is_missing, money, number, percent, sentence
from capplan.reporting.tables import plain_table
from capplan.reporting.verbs import verb_of


def fairness_between_networks(case: Case) -> Section | None:
    """Each network's share of value, need and money, with its floor and cap and what the two cost; None where there
    is one network alone."""
    shares = with_limits(network_shares(case.schedule), case.scenario.plan.audit)
    if len(shares) == 1:
        return None
    text = f"{_inside_limits(case)}{_price_of_equity(case)}{_against_the_estate(case, shares)}"
    blocks: tuple[Block, ...] = (Paragraph(text=text), _share_table(case, shares), *_charted(shares))
    return Section(id="fairness", heading="Fairness between networks", blocks=blocks)


def _inside_limits(case: Case) -> str:
    """What floors and caps are measured by, and whether every network is inside them, as the audit has it."""
    audit = case.scenario.plan.audit
    named = {FLOOR_RULE: "floor", CAP_RULE: "cap"}
    checks = audit[audit[RULE].isin(list(named))]
    if checks.empty:
        return "No floor or cap is set for networks."
    limits = " and ".join(word for rule, word in named.items() if (checks[RULE] == rule).any())
    outside = int((~checks[KEPT].astype(bool)).sum())
    kept = (
        f"Every network is inside its {limits}"
        if not outside
        else f"The plan breaks {number(outside)} of the {number(len(checks))} limits by {limits}"
    )
    measure = share_measure(case.scenario.policy.rules)
    return f"{kept}. The share of which {limits} {'speak' if ' and ' in limits else 'speaks'} goes by {measure}."


def _against_the_estate(case: Case, shares: Sequence[NetworkShare]) -> str:
    """The least and the most that a network gets for its size, which is not what the rules measure."""
    ratios = [one.ratio for one in shares if one.value_share > 0]
    if not ratios or not any(one.money_share for one in shares):
        return ""
    is_measured = case.scenario.policy.rules.network_share_by == "replacement_value"
    why = "Need" if is_measured else "No floor or cap goes by that; need"
    return (
        f" Against its share of the whole estate by replacement value, a network gets from {number(min(ratios), 2)} to "
        f"{number(max(ratios), 2)} times that share of the money. {why} differs, so money does."
    )


def _price_of_equity(case: Case) -> str:
    prices = case.scenario.plan.rule_prices
    if prices is None:
        return ""
    told = {
        str(rule): float(price) for rule, price in zip(prices[RULE], pd.to_numeric(prices[RULE_PRICE_GBP]), strict=True)
    }
    both = next((price for rule, price in told.items() if FLOOR_RULE in rule and "cap" in rule), None)
    named = {
        "floor and cap together": both,
        "the floor alone": told.get(FLOOR_RULE),
        "the cap alone": told.get(CAP_RULE),
    }
    parts = [f"{name} {money(price)}" for name, price in named.items() if not is_missing(price)]
    return f" In net benefit they cost, by estimate: {', '.join(parts)}." if parts else ""


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
        sentence(verb_of(case.scenario).past),
        "Floor",
        "Capital",
        "Cap",
        "Share of value",
        "Share of need",
        "Share of money",
        "Risk cost left",
    )
    note = (
        "Share of value is of replacement value, share of need of the sum of need scores. Risk cost left is of the "
        "machines kept in use, a year, at today's rates."
    )
    return plain_table(
        "networks", "Networks side by side", headings, rows, numbers=range(1, 10), note=note, is_register=True
    )
