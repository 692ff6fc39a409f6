"""What each rule costs: how much more a plan could be worth without it, all the other rules kept.

By the linear relaxation, warm from one rule to the next, for every rule; by solving again where that is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.model import Step
from capplan.planning.again import Settled
from capplan.planning.blocks import Flags, Programme
from capplan.planning.relaxation import Relaxation, ease
from capplan.planning.rules import ENVELOPE, NETWORK_CAP, NETWORK_FLOOR
from capplan.planning.solve import OnStep, solve
from capplan.planning.why import exchange

BY_LP, BY_SOLVING = c.PRICED_BY.choices
# Rules that are one wish, priced as one beside each alone.
FAMILIES = {"equity (network floor and cap)": (NETWORK_FLOOR.name, NETWORK_CAP.name)}
DUTIES = "must-treat"
STAGE = "Solving without each rule"
# Below this share of the plan's worth a price is the solver's rounding.
NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """A programme without one rule or family of rules: what it is called, and the coupling rows let go."""

    rule: str
    rows: Flags
    programme: Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedWithout:
    """The prices by solving (columns `RULE_PRICES`), and for each rule what its plan does otherwise
    (columns `EXCHANGE`)."""

    prices: pd.DataFrame
    exchanges: dict[str, pd.DataFrame]


def rule_prices(settled: Settled) -> pd.DataFrame:
    """Every rule's price by the linear relaxation, the dearest first: columns `RULE_PRICES`.

    The envelopes are no rule here: their price is that of money, and the frontier draws it. A relaxation may
    choose shares of options, so its prices are near what solving would give, and not the same. A price whose
    relaxation was not solved in time is missing.
    """
    relaxation = Relaxation(settled.scaled, seed=settled.settings.seed)
    rows = []
    for without in rules_let_go(settled.scaled):
        if without.rule == DUTIES:
            eased = ease(without.programme, settled.settings)
        else:
            eased = relaxation.solve(without.programme.lower, without.programme.upper)
        bound = eased.priced.bound * settled.units.benefit if eased.is_solved else np.nan
        rows.append(_row(without.rule, settled.bound, bound, BY_LP, np.nan, np.nan))
    return _sorted(rows)


def solve_without(settled: Settled, rules: tuple[str, ...], on_step: OnStep) -> SolvedWithout:
    """The price of each rule named (none: every one) by solving without it.

    Both plans are only known to be within a gap of the best, which `GAP_GBP` adds up: a smaller price may be
    nothing at all.
    """
    rows, exchanges = [], {}
    asked = [one for one in rules_let_go(settled.programme) if not rules or one.rule in rules]
    for number, without in enumerate(asked):
        at = Step(stage=STAGE, done=number, total=len(asked), detail=without.rule)
        solution = solve(without.programme, settled.settings, at.around(on_step))
        better = max(solution.objective, settled.value)
        changed = exchange(settled, solution.chosen)
        gap = max(solution.bound - better, 0.0) + max(settled.bound - settled.value, 0.0)
        rows.append(_row(without.rule, settled.value, better, BY_SOLVING, gap, len(changed)))
        exchanges[without.rule] = changed
    if asked:
        on_step(Step(stage=STAGE, done=len(asked), total=len(asked)))
    return SolvedWithout(prices=_sorted(rows), exchanges=exchanges)


def rules_let_go(programme: Programme) -> Iterator[Without]:
    """The programme without each of its rules in turn, then without each family of which it has several, then
    without its duties."""
    names = [name for name in dict.fromkeys(programme.rules) if name != ENVELOPE.name]
    groups: dict[str, tuple[str, ...]] = {str(name): (str(name),) for name in names}
    groups |= {family: rules for family, rules in FAMILIES.items() if set(rules) <= set(names)}
    for name, rules in groups.items():
        rows = np.isin(programme.rules.astype(str), rules)
        lower, upper = np.where(rows, -np.inf, programme.lower), np.where(rows, np.inf, programme.upper)
        yield Without(rule=name, rows=rows, programme=replace(programme, lower=lower, upper=upper))
    if programme.must.any():
        choice = replace(programme.choice, lower=np.zeros_like(programme.choice.lower))
        free = replace(programme, must=np.zeros_like(programme.must), choice=choice)
        yield Without(rule=DUTIES, rows=np.zeros(len(programme.rules), dtype=bool), programme=free)


def _row(rule: str, kept: float, without: float, by: str, gap: float, changed: float) -> tuple[object, ...]:
    gained = without - kept
    return rule, without, 0.0 if gained <= NOTHING * abs(kept) else gained, by, gap, changed


def _sorted(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(c.RULE_PRICES))
    frame = frame.astype({c.RULE: "str", c.PRICED_BY: "str", c.CHANGED_COUNT: "Int64"})
    return frame.sort_values([c.RULE_PRICE_GBP, c.RULE], ascending=[False, True], ignore_index=True)
