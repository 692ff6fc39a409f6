"""What the workbook's funds pay is what the plan's own sharing out comes to."""

import numpy as np
import pytest

from capplan.planning.funding import largest_payments
from capplan.reporting.fund_sheets import Purses

YEAR = 2027


def purses(money: list[int], spent: dict[tuple[int, ...], int]) -> Purses:
    """Funds with money in one year, and what is spent on each scope (the places of its funds)."""
    named = {("+".join(f"F{one + 1}" for one in scope), YEAR): amount for scope, amount in spent.items()}
    return Purses(money=tuple({YEAR: amount} for amount in money), spent=named)


@pytest.mark.parametrize("seed", range(60))
def test_funds_pay_together_what_the_plan_has_them_pay(seed: int) -> None:
    """However scopes overlap, all funds together pay the most that they can (max-flow min-cut)."""
    rng = np.random.default_rng(seed)
    money = rng.integers(0, 12, rng.integers(1, 5)).tolist()
    scopes = {tuple(np.flatnonzero(rng.integers(0, 2, len(money))).tolist()) for _ in range(4)} - {()}
    spent = {scope: int(rng.integers(1, 10)) for scope in sorted(scopes)}
    paid = largest_payments(spent, money)
    assert purses(money, spent).together(range(len(money)), YEAR) == sum(paid.values())


def test_a_fund_alone_pays_its_money_or_what_it_may_pay_for() -> None:
    """The formula of a fund that shares with none is the less of two cells."""
    ours = purses([5, 8], {(0,): 3, (1,): 9})
    assert ours.beside(0) == (0,)
    assert (ours.together([0], YEAR), ours.together([1], YEAR)) == (3, 8)
    assert ours.formula([0], YEAR) == 'MIN(SUMIFS(Cash_capital,Cash_year,2027,Cash_open,"F1"),Fund_1_2027)'


def test_funds_that_meet_through_a_third_stand_together() -> None:
    """A chain of overlaps makes one company of funds."""
    assert purses([1, 1, 1, 1], {(0, 1): 1, (1, 2): 1, (3,): 1}).beside(0) == (0, 1, 2)
