"""Uncertainty: the same draws for every plan and on every worker, and sums that are those of the plan itself."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan import pipeline
from capplan.model import Scenario, Step
from capplan.scenarios import draws, fixed, reoptimise, uncertainty
from capplan.scenarios.draws import Known
from capplan.scenarios.executor import Where
from tests.scenarios.test_executor import cluster

DRAWS = 6


def quietly(step: Step) -> None:
    """Progress that nobody looks at."""


@pytest.fixture(scope="module")
def base(scenarios: dict[str, Scenario]) -> Scenario:
    """The scenario that is held against draws."""
    return scenarios["base"]


@pytest.fixture(scope="module")
def known(base: Scenario) -> Known:
    """What is known of its assets."""
    return draws.known_of(base.assets, base.scores, base.policy)


@pytest.fixture(scope="module")
def plans(base: Scenario, known: Known) -> list[reoptimise.Again]:
    """The plans made again, here."""
    return reoptimise.reoptimise(reoptimise.lean(base, known), draws.seeds(base.policy, DRAWS), Where(), quietly)


def test_a_world_as_planned_is_worth_what_the_plan_says(base: Scenario, known: Known) -> None:
    """Every option's benefit, to the penny."""
    held = fixed.hold(base, known, base.options)
    assert fixed.worth(held, [held.planned])[:, 0] == pytest.approx(base.options[c.BENEFIT_GBP].to_numpy(), abs=0.01)
    spent = fixed.capital(fixed.hold(base, known, uncertainty.chosen_options(base)), base.plan.cash, [held.planned])
    assert spent.sum() == base.plan.decisions[c.CAPITAL_GBP].sum()


def test_a_drawn_world_is_worth_what_planning_in_it_says(base: Scenario, known: Known) -> None:
    """The sums over many draws at once are those of scoring and planning, draw by draw."""
    worlds = [draws.draw(seed, known, base.policy) for seed in draws.seeds(base.policy, 3)]
    values = fixed.worth(fixed.hold(base, known, base.options), worlds)
    for column, world in enumerate(worlds):
        policy = draws.drawn_policy(base.policy, world)
        made = pipeline.choices(base.assets, draws.drawn_scores(base.scores, world, policy), policy).options
        told = made.options.set_index(c.OPTION_ID)[c.BENEFIT_GBP].reindex(base.options[c.OPTION_ID])
        assert values[:, column] == pytest.approx(told.to_numpy(), rel=1e-9, abs=0.01)
        drawn = made.cash.set_index([c.OPTION_ID, c.YEAR])[c.CAPITAL_GBP]
        chosen = uncertainty.chosen_options(base)
        spent = fixed.capital(fixed.hold(base, known, chosen), base.plan.cash, [world])[:, 0]
        by_year = drawn[drawn.index.get_level_values(0).isin(chosen[c.OPTION_ID])].groupby(c.YEAR).sum()
        assert spent == pytest.approx(by_year.reindex(list(policy.years), fill_value=0).to_numpy(), abs=len(chosen))


def test_upkeep_follows_the_age_and_life_that_are_drawn(base: Scenario, known: Known) -> None:
    """Of a machine whose upkeep the register gives and of one whose class's it is, on either side of two lives."""
    given = pd.Series([50_000 if number % 2 else None for number in range(len(base.assets))], dtype="Int64")
    estate = replace(base, assets=base.assets.assign(**{c.MAINTENANCE_GBP_PER_YEAR: given.to_numpy()}))
    world = draws.undrawn(known, base.policy)
    figures = world.figures.copy()
    figures[:, draws.AGE] += 2.5
    figures[:, draws.LIFE] *= np.where(np.arange(len(figures)) % 3, 0.5, 1.2)
    world = replace(world, figures=figures)
    made = pipeline.choices(estate.assets, draws.drawn_scores(base.scores, world, base.policy), base.policy).options
    told = made.options.set_index(c.OPTION_ID)[c.BENEFIT_GBP].reindex(base.options[c.OPTION_ID])
    values = fixed.worth(fixed.hold(estate, known, base.options), [world])[:, 0]
    assert values == pytest.approx(told.to_numpy(), rel=1e-9, abs=0.01)


def test_drawn_scores_add_up(base: Scenario, known: Known) -> None:
    """Risk is its parts, need the weighted values, and no machine outlives the cap."""
    world = draws.draw(draws.seeds(base.policy, 1)[0], known, base.policy)
    policy = draws.drawn_policy(base.policy, world)
    scores = draws.drawn_scores(base.scores, world, policy)
    parts = scores[c.FAULT_RATE_PER_YEAR] * scores[c.CONSEQUENCE_USED_GBP]
    parts += scores[c.SAFETY_COST_GBP_PER_YEAR] + scores[c.CYBER_COST_GBP_PER_YEAR]
    assert scores[c.RISK_COST_GBP_PER_YEAR].to_numpy() == pytest.approx(parts.to_numpy())
    weights = policy.weights
    need = weights.age * scores[c.AGE_VALUE] + weights.utilisation * scores[c.UTILISATION_VALUE]
    assert scores[c.NEED_SCORE].to_numpy() == pytest.approx((need + weights.risk * scores[c.RISK_VALUE]).to_numpy())
    assert (scores[c.LIFE_YEARS] <= base.policy.reference.parameters["life_cap_years"]).all()


def test_figures_that_are_known_are_not_drawn(base: Scenario, known: Known) -> None:
    """What the register says of a failure's cost varies by the common factor alone; what it does not say, by itself."""
    worlds = [draws.draw(seed, known, base.policy) for seed in draws.seeds(base.policy, 5)]
    given = base.assets[c.CONSEQUENCE_GBP_PER_EVENT].notna().to_numpy()
    for world in worlds:
        factor = world.figures[:, draws.CONSEQUENCE] / known.middle[:, draws.CONSEQUENCE]
        assert factor[given] == pytest.approx(world.consequence)
        assert len(np.unique(factor[~given].round(9))) > 1


def test_few_draws_are_the_first_of_many_whatever_the_order_of_rows(base: Scenario, known: Known) -> None:
    """A draw hangs on its seed and on the asset's id."""
    few, many = draws.seeds(base.policy, 2), draws.seeds(base.policy, 9)
    first = draws.draw(few[1], known, base.policy)
    assert (first.figures == draws.draw(many[1], known, base.policy).figures).all()
    other = draws.known_of(base.assets[::-1], base.scores[::-1], base.policy)
    assert (draws.draw(few[1], other, base.policy).figures[::-1] == first.figures).all()


def test_how_a_plan_fares_is_told_with_its_error(base: Scenario, known: Known) -> None:
    """Spreads are ordered, a certain year has no chance of going over, and the ends of draws have a source."""
    _, worlds = uncertainty.drawn_worlds(base, 200)
    fares = uncertainty.how_it_fares(base, known, worlds)
    assert (fares[c.P5] <= fares[c.P50]).all()
    assert (fares[c.P50] <= fares[c.P95]).all()
    assert fares[c.PLANNED].iloc[-1] == fares[c.PLANNED].iloc[1:-1].sum()
    assert fares[c.CHANCE_RATIO].between(0, 1).all()
    assert "standard error" in next(uncertainty.told(fares, 200))
    assert set(uncertainty.drawn_from(base.policy).columns) >= {"source", "status"}


def test_core_is_in_every_plan_made_again(base: Scenario, plans: list[reoptimise.Again]) -> None:
    """The index is a share of the draws, its error that of a share, and standing follows from it."""
    core = reoptimise.core(base, plans)
    assert not any(plan.failure for plan in plans)
    share = core[c.CORE_INDEX].to_numpy()
    assert share * DRAWS == pytest.approx(np.round(share * DRAWS), abs=0.001)
    assert core[c.CORE_ERROR].to_numpy() == pytest.approx(np.sqrt(share * (1 - share) / DRAWS), abs=1e-3)
    treated = [{one.split("|")[0] for one in plan.chosen} for plan in plans]
    assert set(core.loc[core[c.STANDING] == "core", c.ASSET_ID]) == set.intersection(*treated)
    assert set(core.loc[core[c.STANDING] != "out", c.ASSET_ID]) == set.union(*treated)


def test_a_plan_made_for_the_mean_is_best_on_average(
    base: Scenario, known: Known, plans: list[reoptimise.Again]
) -> None:
    """No other plan that keeps the rules betters it by more than the gap; its decisions can be taken up."""
    robust = reoptimise.robust_plans(base, known, draws.seeds(base.policy, DRAWS), plans)
    means = robust.keeping.set_index(c.PLAN_NAME)[c.MEAN_VALUE_GBP]
    assert means[reoptimise.FOR_AVERAGE] >= means.max() * (1 - base.policy.solver.gap) - 0.01
    assert bool(robust.table.set_index(c.PLAN_NAME).loc[reoptimise.OWN, c.KEEPS_RULES])
    decisions = reoptimise.decisions_of(base, robust.chosen[robust.best_mean])
    assert decisions[c.START_YEAR].notna().sum() == len(robust.chosen[robust.best_mean])
    assert decisions[c.ASSET_ID].is_unique


def test_plans_made_again_do_not_depend_on_workers(base: Scenario, known: Known, plans: list[reoptimise.Again]) -> None:
    """Two processes find what one does."""
    shared = reoptimise.lean(base, known)
    assert reoptimise.reoptimise(shared, draws.seeds(base.policy, DRAWS), Where(workers=2), quietly) == plans


@pytest.mark.slow
def test_plans_made_again_on_a_cluster_that_loses_a_worker(
    base: Scenario, known: Known, plans: list[reoptimise.Again], tmp_path: Path
) -> None:
    """Scheduler and workers are processes; one is killed midway, and the plans are the same."""
    pytest.importorskip("distributed")
    with cluster(tmp_path, workers=2) as (address, workers):

        def kill_one(step: Step) -> None:
            if step.done == 2:
                workers[0].kill()

        shared, seeds = reoptimise.lean(base, known), draws.seeds(base.policy, DRAWS)
        found = reoptimise.reoptimise(shared, seeds, Where(workers=2, address=address), kill_one)
    assert found == plans
