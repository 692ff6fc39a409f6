"""Which assets are in every good plan: the plan made again for each draw, and the most robust of those plans.

The core index of an asset is the share of these plans that treat it (Liesiö, Mild and Salo, Robust Portfolio
Modelling, European Journal of Operational Research 181, 2007): 1 core, 0 out, between them borderline.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan import pipeline
from capplan.errors import CapplanError, InputError, Problem
from capplan.model import Scenario
from capplan.planning.case import Case, make_case
from capplan.planning.eligibility import KEEP
from capplan.planning.exact import breaches
from capplan.planning.found import NoPlanError
from capplan.planning.programme import make_programme
from capplan.planning.solve import solve_here
from capplan.planning.words import money
from capplan.scenarios.draws import Known, draw, drawn_policy, drawn_scores
from capplan.scenarios.executor import OnStep, Where, run_tasks
from capplan.scenarios.fixed import hold, worth

STAGE = "Planning again"
# A plan made again stops within this of the best possible: what is counted is which assets are in, not its last pound.
GAP = 0.01
CORE = (
    c.ASSET_ID, c.NETWORK, c.ASSET_CLASS, c.STANDING, c.CORE_INDEX, c.CORE_ERROR, c.START_YEAR, c.SAME_YEAR_RATIO,
)  # fmt: skip
PLANS = (c.PLAN_NAME, c.MEAN_VALUE_GBP, c.WORST_VALUE_GBP, c.P5, c.ASSET_COUNT, c.CAPITAL_GBP, c.KEEPS_RULES)
Seeds = Sequence[np.random.SeedSequence]
EVER, NEVER, SOME = "core", "out", "borderline"
# What the plans found are called.
OWN, FOR_AVERAGE, FOR_WORST = "this plan", "made for the average draw", "made for the worst tenth of draws"
FOR_DRAW = "made for draw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What every draw's plan is made from: the scenario, and what is known of its assets."""

    scenario: Scenario
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The plan of a draw: the options that it chose; none, and why, where no plan keeps the rules."""

    chosen: tuple[str, ...]
    failure: str = ""


def lean(scenario: Scenario, known: Known) -> Shared:
    """A scenario without what no draw needs, so that little is sent to workers; it stops within `GAP`."""
    policy = scenario.policy
    solver = policy.solver.model_copy(update={"gap": max(policy.solver.gap, GAP)})
    return Shared(
        scenario=Scenario(
            name=scenario.name,
            policy=policy.model_copy(update={"solver": solver}),
            assets=scenario.assets,
            scores=scenario.scores,
            options=scenario.options.iloc[:0],
            budget=scenario.budget,
            outlook=scenario.outlook,
            plan=scenario.plan,
            estate=scenario.estate,
        ),
        known=known,
    )


def reoptimise(shared: Shared, seeds: Seeds, where: Where, on_step: OnStep) -> list[Again]:
    """The plan of each draw, in their order, the same wherever they are made."""
    done = run_tasks(plan_again, shared, list(seeds), where=where, stage=STAGE, on_step=on_step)
    return [one.result or Again(chosen=(), failure=one.failure) for one in done]


def plan_again(shared: Shared, seed: np.random.SeedSequence) -> Again:
    """The plan made for one draw."""
    scenario = shared.scenario
    drawn = draw(seed, shared.known, scenario.policy)
    policy = drawn_policy(scenario.policy, drawn)
    try:
        choices = pipeline.choices(scenario.assets, drawn_scores(scenario.scores, drawn, policy), policy)
        estate = choices.estate
        if scenario.estate is not None:
            estate = replace(estate, approved=scenario.estate.approved, members=scenario.estate.members)
        case = make_case(choices.options.options, choices.options.cash, choices.budget, estate)
        programme = make_programme(case, policy.allocation_rules, policy.plan.objective)
        solution = solve_here(programme, policy.solver, lambda step: None)
    except NoPlanError:
        return Again(chosen=(), failure="no plan keeps every rule")
    except CapplanError as error:
        return Again(chosen=(), failure=" ".join(problem.what for problem in error.problems))
    return Again(chosen=tuple(case.options.loc[solution.chosen, c.OPTION_ID]))


def core(scenario: Scenario, plans: Sequence[Again]) -> pd.DataFrame:
    """How often the plans made again treat each asset that has options: columns `CORE`, the surest first.

    `CORE_ERROR` is the standard error sqrt(p (1 - p) / n) of the core index p over n draws; `START_YEAR` is the
    plan's own year, and `SAME_YEAR_RATIO` the share of draws that start the asset then. NaN where no draw has a
    plan.
    """
    made = [set(plan.chosen) for plan in plans if not plan.failure]
    options = scenario.options[[c.OPTION_ID, c.ASSET_ID, c.START_YEAR]]
    times = pd.Series(0, index=pd.Index(options[c.OPTION_ID]), dtype="int64")
    for chosen in made:
        times[times.index.isin(chosen)] += 1
    counted = options.assign(**{c.CORE_INDEX: times.to_numpy()})
    index = counted.groupby(c.ASSET_ID)[c.CORE_INDEX].sum() / (len(made) or np.nan)
    own = scenario.plan.decisions.set_index(c.ASSET_ID)[c.START_YEAR].reindex(index.index)
    in_own = counted[counted[c.START_YEAR] == counted[c.ASSET_ID].map(own)].groupby(c.ASSET_ID)[c.CORE_INDEX].sum()
    assets = scenario.assets.set_index(c.ASSET_ID)
    frame = pd.DataFrame(
        {
            c.NETWORK: assets[c.NETWORK].reindex(index.index),
            c.ASSET_CLASS: assets[c.ASSET_CLASS].reindex(index.index),
            c.STANDING: np.select([index == 1, index == 0], [EVER, NEVER], SOME),
            c.CORE_INDEX: index.round(4),
            c.CORE_ERROR: np.sqrt(index * (1 - index) / (len(made) or np.nan)).round(4),
            c.START_YEAR: own,
            c.SAME_YEAR_RATIO: (in_own.reindex(index.index) / (len(made) or np.nan)).round(4),
        }
    )
    ordered = frame.reset_index().sort_values([c.CORE_INDEX, c.ASSET_ID], ascending=[False, True], ignore_index=True)
    return ordered[list(CORE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Robust:
    """The plans found, what each is worth over the draws (columns `PLANS`), and the options that each chose."""

    table: pd.DataFrame
    chosen: Mapping[str, frozenset[str]]

    @property
    def keeping(self) -> pd.DataFrame:
        """Those that keep every rule, the best mean first."""
        return self.table[self.table[c.KEEPS_RULES].astype(bool)]

    @property
    def best_mean(self) -> str:
        """The plan that keeps every rule and is worth most on average."""
        return str(self.keeping.iloc[0][c.PLAN_NAME])

    @property
    def best_worst(self) -> str:
        """The plan that keeps every rule and is worth most in its worst draw."""
        at = int(self.keeping[c.WORST_VALUE_GBP].to_numpy().argmax())
        return str(self.keeping.iloc[at][c.PLAN_NAME])


def robust_plans(scenario: Scenario, known: Known, seeds: Seeds, plans: Sequence[Again]) -> Robust:
    """What each plan found is worth over the draws, made and then kept.

    Beside the scenario's own plan and that of each draw stand one made for the mean of the draws, which no plan
    under the rules betters by more than its gap, and one made for the mean of the tenth in which the scenario's own
    is worth least. Rules are held to the scenario's own prices and money: plans that keep them come first, the best
    mean before others; the best worst case is the largest `WORST_VALUE_GBP` among them.
    """
    options = scenario.options.reset_index(drop=True)
    held = hold(scenario, known, options)
    benefits = worth(held, [draw(seed, known, scenario.policy) for seed in seeds])
    own = _own(scenario)
    by_own = np.argsort(benefits[options[c.OPTION_ID].isin(own).to_numpy()].sum(axis=0), kind="stable")
    worst = by_own[: max(1, len(by_own) // 10)]
    candidates = {OWN: own}
    for name, over in ((FOR_AVERAGE, by_own), (FOR_WORST, worst)):
        candidates[name] = _made_for(scenario, options.assign(**{c.BENEFIT_GBP: benefits[:, over].mean(axis=1)}))
    candidates |= {
        f"{FOR_DRAW} {number}": frozenset(plan.chosen) for number, plan in enumerate(plans, 1) if not plan.failure
    }
    case = _case(scenario, options)
    programme = make_programme(case, scenario.policy.allocation_rules, scenario.policy.plan.objective)
    rows = []
    for name, chosen in candidates.items():
        values = benefits[options[c.OPTION_ID].isin(chosen).to_numpy()].sum(axis=0)
        flags = case.options[c.OPTION_ID].isin(chosen).to_numpy()
        row = (values.mean(), values.min(), np.percentile(values, 5))
        capital = int(case.total_capital[flags].sum())
        keeps = not breaches(programme, flags).any()
        rows.append((name, *(round(float(value), 2) for value in row), int(flags.sum()), capital, keeps))
    frame = pd.DataFrame(rows, columns=list(PLANS))
    by = [c.KEEPS_RULES, c.MEAN_VALUE_GBP, c.PLAN_NAME]
    table = frame.sort_values(by, ascending=[False, False, True], ignore_index=True)
    return Robust(table=table, chosen=candidates)


def decisions_of(scenario: Scenario, chosen: frozenset[str]) -> pd.DataFrame:
    """What a plan found decides for each asset with options: columns `APPROVED`, as `rules.stay_close` takes them."""
    options = scenario.options[[c.ASSET_ID, c.ACTION, c.START_YEAR]][scenario.options[c.OPTION_ID].isin(chosen)]
    assets = scenario.options[[c.ASSET_ID]].drop_duplicates()
    every = assets.merge(options, on=c.ASSET_ID, how="left", validate="one_to_one").astype({c.START_YEAR: "Int64"})
    return every.assign(**{c.ACTION: every[c.ACTION].fillna(KEEP)}).sort_values(c.ASSET_ID, ignore_index=True)


def _own(scenario: Scenario) -> frozenset[str]:
    return frozenset(scenario.plan.decisions[c.OPTION_ID].dropna())


def _case(scenario: Scenario, options: pd.DataFrame) -> Case:
    if scenario.option_cash is None:
        what = "its run folder does not say what every option would draw"
        raise InputError(Problem(where=f"scenario {scenario.name}", what=what, mend="Run `capplan run` again."))
    return make_case(options, scenario.option_cash, scenario.budget, scenario.estate)


def _made_for(scenario: Scenario, options: pd.DataFrame) -> frozenset[str]:
    """The plan that is best for options worth this much, under the scenario's own rules."""
    case = _case(scenario, options)
    programme = make_programme(case, scenario.policy.allocation_rules, scenario.policy.plan.objective)
    solution = solve_here(programme, scenario.policy.solver, lambda step: None)
    return frozenset(case.options.loc[solution.chosen, c.OPTION_ID])


def told(core: pd.DataFrame, robust: Robust, plans: Sequence[Again]) -> Iterator[str]:
    """Which machines are sure, and which plan fares best, in sentences."""
    made = sum(1 for plan in plans if not plan.failure)
    counts = core[c.STANDING].value_counts()
    yield (
        f"In {made:,} plans made again, a draw each, {counts.get(EVER, 0):,} machines are in every one (core), "
        f"{counts.get(SOME, 0):,} in some (borderline) and {counts.get(NEVER, 0):,} in none (out); how often a machine "
        f"is in is known to within {1 / max(made, 1) ** 0.5:.0%}, two standard errors.".replace("%", " %")
    )
    if made < len(plans):
        yield f"For {len(plans) - made:,} draws no plan keeps every rule."
    if len(robust.keeping):
        mean = float(robust.keeping[c.MEAN_VALUE_GBP].max())
        worst = float(robust.keeping[c.WORST_VALUE_GBP].max())
        worst_told = f"in its worst draw ({money(worst)})"
        if robust.best_worst != robust.best_mean:
            worst_told = f"{_named(robust.best_worst)} {worst_told}"
        yield (
            f"Of the plans found that keep every rule, {_named(robust.best_mean)} is worth most on average "
            f"({money(mean)}), and {worst_told}."
        )


def _named(plan: str) -> str:
    """A plan's name within a sentence.

    >>> _named("this plan"), _named("made for draw 7")
    ('this plan', 'the one made for draw 7')
    """
    return plan if plan == OWN else f"the one {plan}"
