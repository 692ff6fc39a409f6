"""What a paper is written from: one scenario of a study, its frames joined into one schedule."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_CLASS,
    ASSET_ID,
    ASSETS,
    BENEFIT_GBP,
    CAPITAL_GBP,
    CLASS_GROUP,
    CLASS_TITLE,
    NEED_FIGURE,
    NEED_HIGH,
    NEED_LOW,
    NEED_SCORE,
    NETWORK,
    REASON,
    REASON_CODE,
    REPLACEMENT_COST_GBP,
    REPLACEMENT_VALUE_GBP,
    RISK_COST_GBP_PER_YEAR,
    SCORES,
    START_YEAR,
)
from capplan.model import Scenario, Study
from capplan.reporting.formats import MoneyUnit, number, unit_for

KEEP = "keep"
WIDTH_SHOWN = "need_width_shown"
UNKNOWN_CLASS = "Class not known"
_NUMBERS = (
    AGE_USED_YEARS, NEED_SCORE, RISK_COST_GBP_PER_YEAR, REPLACEMENT_VALUE_GBP, START_YEAR, CAPITAL_GBP, BENEFIT_GBP,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Case:
    """A scenario of a study, and its schedule: one row an asset (see `schedule_of`).

    `money` prints pounds in the unit that suits the size of the whole plan.
    """

    study: Study
    scenario: Scenario
    schedule: pd.DataFrame
    money: MoneyUnit

    @cached_property
    def funded(self) -> pd.DataFrame:
        """The rows that the plan treats, by start year, then need (highest first), then asset."""
        rows = self.schedule[self.schedule[ACTION] != KEEP]
        return rows.sort_values([START_YEAR, NEED_SCORE, ASSET_ID], ascending=[True, False, True])

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The rows that the plan leaves in service, by need (highest first), then asset."""
        rows = self.schedule[self.schedule[ACTION] == KEEP]
        return rows.sort_values([NEED_SCORE, ASSET_ID], ascending=[False, True])

    @property
    def years(self) -> range:
        """The financial years of the plan."""
        return self.scenario.policy.years


def case_of(study: Study, scenario: Scenario) -> Case:
    """The case for one scenario, over its whole register."""
    schedule = schedule_of(scenario)
    whole_gbp = max(sum(scenario.policy.envelopes.values()), schedule[CAPITAL_GBP].sum())
    return Case(study=study, scenario=scenario, schedule=schedule, money=unit_for(whole_gbp))


def within_network(case: Case, network: str) -> Case:
    """The same case with the schedule of one network only."""
    rows = case.schedule[case.schedule[NETWORK] == network]
    return replace(case, schedule=rows)


def schedule_of(scenario: Scenario) -> pd.DataFrame:
    """Assets, scores and decisions of a scenario in one frame.

    One row an asset, sorted by `ASSET_ID`, with the columns of `ASSETS` that the register has, of
    `SCORES`, of the decisions, and `CLASS_TITLE`, `CLASS_GROUP`, `REPLACEMENT_VALUE_GBP` (the
    row's own cost, else the class's price) and `NEED_FIGURE`. Numbers are float64, NaN where missing.
    Raises `pandas.errors.MergeError` where an asset has two scores or two decisions.
    """
    assets = scenario.assets
    scores = scenario.scores[[name for name in SCORES if name in scenario.scores]]
    kept = [name for name in ASSETS if name in assets and (name == ASSET_ID or name not in scores)]
    decisions = scenario.plan.decisions
    joined = (
        assets[kept]
        .merge(scores, on=ASSET_ID, how="left", validate="one_to_one")
        .merge(
            decisions[[ASSET_ID, ACTION, START_YEAR, CAPITAL_GBP, BENEFIT_GBP, REASON, REASON_CODE]],
            on=ASSET_ID,
            how="inner",
            validate="one_to_one",
        )
    )
    joined = _with_class_names(joined, scenario)
    joined[list(_NUMBERS)] = joined[list(_NUMBERS)].apply(pd.to_numeric).astype("float64")
    joined[NEED_FIGURE] = need_figures(joined, scenario.policy.reference.parameters[WIDTH_SHOWN])
    return joined.sort_values(ASSET_ID, ignore_index=True)


def need_figures(schedule: pd.DataFrame, widest: float) -> pd.Series:
    """Need as papers print it: the score, or low to high where it is open (see `need_is_open`)."""
    told = schedule[NEED_SCORE].map(number).astype("str")
    low, high = (ends.map(number).astype("str") for ends in need_ends(schedule))
    return told.mask(need_is_open(schedule, widest), low + " to " + high)


def need_is_open(schedule: pd.DataFrame, widest: float) -> pd.Series:
    """Whether what is missing leaves need open by more than `widest` points; not where scores do not say how far."""
    low, high = need_ends(schedule)
    return high - low > widest


def need_ends(schedule: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The least and the most that each machine's need can be: the score itself where scores do not say how far."""
    ends = schedule.reindex(columns=[NEED_LOW, NEED_HIGH]).apply(pd.to_numeric).astype("float64")
    return ends[NEED_LOW].fillna(schedule[NEED_SCORE]), ends[NEED_HIGH].fillna(schedule[NEED_SCORE])


def run_id(study: Study) -> str:
    """What the run goes by: the hash that names its folder, where it is saved in one.

    Else twelve characters that stand for the register files and every scenario's settings; the same for the same
    inputs, whichever scenario is recommended.
    """
    if study.run:
        return study.run
    parts = [f"{file.name}:{file.sha256}" for file in study.register.files]
    scenarios = sorted(study.scenarios, key=lambda scenario: scenario.name)
    parts += [f"{scenario.name}:{scenario.policy.model_dump_json()}" for scenario in scenarios]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _with_class_names(joined: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    classes = scenario.policy.reference.classes
    key = joined[ASSET_CLASS]
    own_cost = pd.to_numeric(joined[REPLACEMENT_COST_GBP]).astype("float64")
    return joined.assign(
        **{
            CLASS_TITLE: key.map(classes["title"]).fillna(key),
            CLASS_GROUP: key.map(classes["group"]).fillna(UNKNOWN_CLASS),
            REPLACEMENT_VALUE_GBP: own_cost.fillna(key.map(classes["price_mid_gbp"])),
        }
    )
