"""What solving again for one asset came to, in sentences."""

from collections.abc import Iterator

import pandas as pd

from capplan import columns as c
from capplan.planning.why import Cost, Why, Wish
from capplan.planning.words import amount, financial_year


def told(why: Why) -> tuple[str, ...]:
    """The decision with its reason, and what the other choice costs, a sentence each.

    A difference below what the plan itself may be from the best is said to be so.
    """
    return (*_decided(why.decision), *_wished(why))


def _decided(decision: pd.Series) -> Iterator[str]:
    start = decision[c.START_YEAR]
    done = "kept" if pd.isna(start) else f"{decision[c.ACTION]} in {financial_year(int(start))}"
    yield f"{decision[c.ASSET_ID]}: {done}."
    yield str(decision[c.REASON])


def _wished(why: Why) -> Iterator[str]:
    wish = why.wish
    if wish is None:
        yield "It has no option in this plan, so there is nothing to solve again."
        return
    if why.duty and not wish.into:
        yield "It is a duty: what follows leaves the duty aside."
    if wish.cost is None:
        found = (
            "No plan keeps every rule" if wish.cannot_be else "No plan near this one was found that keeps every rule"
        )
        is_new = wish.breaks and wish.breaks not in str(why.decision[c.REASON])
        yield f"{found} {_with(wish)}" + (f": {wish.breaks}." if is_new else ".")
        return
    yield from _costed(why, wish, wish.cost)


def _costed(why: Why, wish: Wish, cost: Cost) -> Iterator[str]:
    def said(value: float) -> str:
        return amount(value, why.objective)

    if cost.against_plan >= 0:
        yield f"Solved again {_with(wish)}: the plan found is worth {said(cost.against_plan)} less than this one."
    else:
        yield f"Solved again {_with(wish)}: the plan found is worth {said(-cost.against_plan)} more than this one."
    if cost.found > 0:
        yield f"Beside the best found in the same search otherwise, that costs {said(cost.found)}; {_lp(why, cost)}."
    else:
        yield f"The same search otherwise finds nothing better, so that it costs nothing; {_lp(why, cost)}."
    yield f"For certain the cost lies between {said(cost.least)} and {said(cost.most)}."
    if cost.found <= why.gap:
        yield f"That is within what this plan may be from the best ({said(why.gap)}): it may cost nothing."


def _lp(why: Why, cost: Cost) -> str:
    return f"by estimate {amount(cost.by_prices, why.objective)}"


def _with(wish: Wish) -> str:
    if not wish.into:
        return "with it left out"
    return "with it in" + (f", in {financial_year(wish.year)}" if wish.year is not None else "")
