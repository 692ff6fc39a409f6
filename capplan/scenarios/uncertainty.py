"""What uncertainty does to a plan, as frames: how it fares if it is kept, over many draws."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.model import Scenario
from capplan.planning.words import financial_year, money
from capplan.policy import Policy
from capplan.scenarios.draws import Draw, Known, Numbers, draw, known_of, seeds
from capplan.scenarios.fixed import capital, hold, worth

FARES = (
    c.DRAWN, c.PLANNED, c.MEAN_DRAWN, c.SPREAD_DRAWN, c.P5, c.P50, c.P95, c.CHANCE_RATIO,
)  # fmt: skip
WORTH, CAPITAL, ALL_YEARS = "Net benefit", "Capital", "Capital, all years"


def drawn_worlds(scenario: Scenario, count: int) -> tuple[Known, list[Draw]]:
    """What is known of a scenario's assets, and so many draws of what is not."""
    known = known_of(scenario.assets, scenario.scores, scenario.policy)
    return known, [draw(seed, known, scenario.policy) for seed in seeds(scenario.policy, count)]


def how_it_fares(scenario: Scenario, known: Known, draws: Sequence[Draw]) -> pd.DataFrame:
    """How a scenario's plan fares in draws: columns `FARES`, a row for its net benefit, for the capital of each year
    and for that of all years, pounds. The chance is that the benefit is below 0, or the capital beyond the
    envelope."""
    plan = scenario.plan
    held = hold(scenario, known, chosen_options(scenario))
    values = worth(held, draws).sum(axis=0)
    spent = capital(held, plan.cash, draws)
    planned = plan.cash.groupby(c.YEAR)[c.CAPITAL_GBP].sum()
    envelopes = scenario.budget.set_index(c.YEAR)[c.ENVELOPE_GBP].astype("float64")
    rows = [_row(WORTH, float(held.benefit.sum()), values, float((values < 0).mean()))]
    for year, amounts in zip(scenario.policy.years, spent, strict=True):
        over = float((amounts > envelopes[year]).mean())
        rows.append(_row(f"{CAPITAL} {financial_year(year)}", float(planned.get(year, 0)), amounts, over))
    total = spent.sum(axis=0)
    rows.append(_row(ALL_YEARS, float(planned.sum()), total, float((total > envelopes.sum()).mean())))
    return pd.DataFrame(rows, columns=list(FARES))


def chosen_options(scenario: Scenario) -> pd.DataFrame:
    """The options that a scenario's plan has chosen, in its order."""
    chosen = scenario.plan.decisions[c.OPTION_ID].dropna()
    return scenario.options[scenario.options[c.OPTION_ID].isin(chosen)].reset_index(drop=True)


def _row(name: str, planned: float, values: Numbers, chance: float) -> tuple[str | float, ...]:
    p5, p50, p95 = np.percentile(values, (5, 50, 95)).tolist()
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    amounts = (planned, float(values.mean()), spread, p5, p50, p95)
    return (name, *(round(amount, 2) for amount in amounts), round(chance, 4))


def drawn_from(policy: Policy) -> pd.DataFrame:
    """The ends that draws lie between, each with its unit, source and status, as the reference tables have them."""
    rows = policy.reference.assumptions
    return rows[rows["row"].str.startswith("drawn_")].drop(columns=["table", "name"]).reset_index(drop=True)


def told(fares: pd.DataFrame, draws: int) -> Iterator[str]:
    """How the plan fares, in two sentences."""
    worth, *years = fares.to_dict("records")
    error = worth[c.SPREAD_DRAWN] / np.sqrt(draws)
    yield (
        f"If this plan is kept, over {draws:,} draws of what is uncertain it is worth {money(worth[c.MEAN_DRAWN])} "
        f"on average, give or take {money(error)} (the standard error): one draw in twenty is below "
        f"{money(worth[c.P5])} and one above {money(worth[c.P95])}. The plan itself says "
        f"{money(worth[c.PLANNED])}."
    )
    total = years[-1]
    yield (
        f"It costs {money(total[c.MEAN_DRAWN])} on average, and more than all its envelopes together in "
        f"{total[c.CHANCE_RATIO]:.0%} of the draws.".replace("%", " %")
    )
