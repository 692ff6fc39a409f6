"""What a plan does for the estate and for patients, added up by year, each as a range."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c

SUCCESS_STORIES = (
    "A range, not a promise: published gains are success stories, so they lie too high, and capplan's own are"
    " assumed below them. Nothing is counted where the class has no figure"
)
POINTS = "Points of today's scores, for reading: they add up to no amount of money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that is added up: its columns of the options, low to high, and how to read it."""

    measure: str
    unit: str
    columns: tuple[c.Column, c.Column, c.Column]
    total: Callable[[pd.Series], float]
    warning: str


def _mean_of_known(values: pd.Series) -> float:
    """The mean of those that have a figure (0 stands for none)."""
    return float(values.mean()) if len(values) else 0.0


EFFECTS = (
    Effect(
        measure="Need removed",
        unit="points",
        columns=(c.NEED_REMOVED, c.NEED_REMOVED, c.NEED_REMOVED),
        total=pd.Series.sum,
        warning=POINTS + ".",
    ),
    Effect(
        measure="Risk points removed",
        unit="points",
        columns=(c.RISK_POINTS_REMOVED, c.RISK_POINTS_REMOVED, c.RISK_POINTS_REMOVED),
        total=pd.Series.sum,
        warning=POINTS + ".",
    ),
    Effect(
        measure="Exams gained",
        unit="a year",
        columns=(c.EXAMS_GAINED_LOW, c.EXAMS_GAINED, c.EXAMS_GAINED_HIGH),
        total=pd.Series.sum,
        warning=SUCCESS_STORIES + ", or the register does not give the hours for which a machine is staffed.",
    ),
    Effect(
        measure="Downtime avoided",
        unit="days a year",
        columns=(c.DOWNTIME_AVOIDED_LOW, c.DOWNTIME_AVOIDED, c.DOWNTIME_AVOIDED_HIGH),
        total=pd.Series.sum,
        warning="Days of service that faults would take, by the fault rates and outages of the reference tables,"
        " which are assumed.",
    ),
    Effect(
        measure="Dose saved, mean of machines with a figure",
        unit="ratio",
        columns=(c.DOSE_CUT_LOW, c.DOSE_CUT, c.DOSE_CUT_HIGH),
        total=_mean_of_known,
        warning=SUCCESS_STORIES + ".",
    ),
)


def effects(decisions: pd.DataFrame, options: pd.DataFrame, years: range) -> pd.DataFrame:
    """What the plan's actions come to in each year: columns `EFFECTS`, a row a year and measure.

    Takes the decisions with their `OPTION_ID` and the options with `OPTION_GAINS` and `NEED_REMOVED`. An action
    counts from the year in which it is done, in every year from then on; a plan's last year has all of it.
    """
    chosen = options[options[c.OPTION_ID].isin(decisions[c.OPTION_ID].dropna())]
    rows = []
    for year in years:
        done = chosen[chosen[c.IN_USE_YEAR] <= year]
        for effect in EFFECTS:
            counted = done[done[effect.columns[-1]] != 0]
            ends = [round(float(effect.total(counted[name])), 3) for name in effect.columns]
            rows.append((year, effect.measure, effect.unit, *ends, effect.warning))
    return pd.DataFrame(rows, columns=list(c.EFFECTS))
