"""What scoring knows of each asset, completed three ways: at its best, in the middle, at its worst.

A missing field is never filled in silently: it runs over a range, and need is worked out at the ends
and in the middle of it. Every value function is monotone, so the two ends of need are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.age import age_range
from capplan.scoring.classes import ClassFacts
from capplan.scoring.condition import shrunk_rate
from capplan.scoring.evidence import (
    DOWNTIME,
    OPERATING_SYSTEM,
    QUALITY,
    dose_range,
    notice_range,
    resilience_range,
    support_range,
)
from capplan.scoring.ranges import Range, between, number, positive
from capplan.scoring.values import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """One completion: everything need follows from, an array each, one number an asset.

    `owner_life_years` is NaN where the class's life counts, `hours_used_per_year` where hours follow
    from activity and minutes. `fault_rate_per_year` is before condition.
    """

    age_years: Numbers
    owner_life_years: Numbers
    activity_per_year: Numbers
    minutes: Numbers
    hours_used_per_year: Numbers
    hours_available_per_year: Numbers
    fault_rate_per_year: Numbers
    downtime_factor: Numbers
    support_factor: Numbers
    os_likelihood: Numbers
    quality_likelihood: Numbers
    notice_likelihood: Numbers
    dose_likelihood: Numbers
    outage_days: Numbers
    redundancy_step: Numbers
    consequence_gbp: Numbers


# The column that a person would fill in, for each input that may be missing.
ASKED_FOR: dict[str, c.Column] = {
    "age_years": c.INSTALL_DATE,
    "activity_per_year": c.ACTIVITY_PER_YEAR,
    "hours_used_per_year": c.HOURS_USED_PER_YEAR,
    "hours_available_per_year": c.HOURS_AVAILABLE_PER_YEAR,
    "fault_rate_per_year": c.UNPLANNED_EVENTS,
    "downtime_factor": c.DOWNTIME_TREND,
    "support_factor": c.SUPPORT_STATUS,
    "os_likelihood": c.OS_STATUS,
    "quality_likelihood": c.QA_STATUS,
    "notice_likelihood": c.SAFETY_NOTICE,
    "dose_likelihood": c.DOSE_RATIO,
    "outage_days": c.OUTAGE_DAYS_PER_EVENT,
    "redundancy_step": c.REDUNDANCY,
    "consequence_gbp": c.CONSEQUENCE_GBP_PER_EVENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completions:
    """The inputs at their best (least need), in the middle and at their worst.

    `given` says, for each input of `ASKED_FOR`, for which assets the register gives it.
    """

    best: Inputs
    middle: Inputs
    worst: Inputs
    given: Mapping[str, npt.NDArray[np.bool_]]


def completions(assets: pd.DataFrame, facts: ClassFacts, policy: Policy) -> Completions:
    """The three completions of every asset; takes the columns `ASSETS`."""
    ranges = _ranges(assets, facts, policy)
    best, middle, worst = (
        Inputs(**{name: getattr(ends, end) for name, ends in ranges.items()}) for end in ("best", "middle", "worst")
    )
    given = {name: ranges[name].given for name in ASKED_FOR}
    # Where the owner gives both life and hours, nothing is left for activity to tell.
    life_and_hours = ranges["owner_life_years"].given & given["hours_used_per_year"]
    given["activity_per_year"] = given["activity_per_year"] | life_and_hours
    return Completions(best=best, middle=middle, worst=worst, given=given)


def _ranges(assets: pd.DataFrame, facts: ClassFacts, policy: Policy) -> dict[str, Range]:
    """The range of each field of `Inputs`."""
    activity, minutes = _activity_range(assets, facts), _minutes_range(facts)
    available = _available_range(assets, policy)
    return {
        "age_years": age_range(assets, policy),
        "owner_life_years": _owner_life(assets, facts, policy),
        "activity_per_year": activity,
        "minutes": minutes,
        "hours_used_per_year": _used_range(assets, activity, minutes, available, policy),
        "hours_available_per_year": available,
        "fault_rate_per_year": _fault_range(assets, facts, policy),
        "downtime_factor": DOWNTIME.range(assets, policy),
        "support_factor": support_range(assets, policy),
        "os_likelihood": OPERATING_SYSTEM.range(assets, policy),
        "quality_likelihood": QUALITY.range(assets, policy),
        "notice_likelihood": notice_range(assets, policy),
        "dose_likelihood": dose_range(assets, facts, policy),
        "outage_days": between(
            number(assets[c.OUTAGE_DAYS_PER_EVENT]),
            facts.outage_days_low,
            facts.outage_days_mid,
            facts.outage_days_high,
        ),
        "redundancy_step": resilience_range(assets, policy),
        "consequence_gbp": _consequence_range(assets, facts, policy),
    }


def _owner_life(assets: pd.DataFrame, facts: ClassFacts, policy: Policy) -> Range:
    """The owner's life where it counts: where the policy puts it first, or the class has none."""
    life = positive(assets[c.EXPECTED_LIFE_YEARS])
    counts = np.isnan(facts.life_mid_years) | policy.life.owner_first
    return between(np.where(counts, life, np.nan), np.nan, np.nan, np.nan)


def _activity_range(assets: pd.DataFrame, facts: ClassFacts) -> Range:
    """From no use, which gives the low-use life, to use beyond every table, which gives the high-use
    life; the middle is half way between the class's two thresholds, which gives the mid-use life."""
    middle = (facts.use_low_per_year + facts.use_high_per_year) / 2
    return between(number(assets[c.ACTIVITY_PER_YEAR]), 0.0, middle, np.inf)


def _minutes_range(facts: ClassFacts) -> Range:
    """Minutes that one unit of activity takes."""
    middle = (facts.minutes_low + facts.minutes_high) / 2
    return Range(best=facts.minutes_low, middle=middle, worst=facts.minutes_high, given=~np.isnan(middle))


def _available_range(assets: pd.DataFrame, policy: Policy) -> Range:
    """Staffed hours; more of them are better."""
    low = policy.reference.parameters["hours_available_low"]
    high = policy.reference.parameters["hours_available_high"]
    return between(positive(assets[c.HOURS_AVAILABLE_PER_YEAR]), high, (low + high) / 2, low)


def _used_range(assets: pd.DataFrame, activity: Range, minutes: Range, available: Range, policy: Policy) -> Range:
    """Hours used: as given, else left to follow from activity and minutes; the middle is worked out.

    Where neither says, they run from none to more than any machine has, and the middle is
    `utilisation_unknown_ratio` of the hours available.
    """
    from_activity = activity.middle * minutes.middle / 60
    follows = ~np.isnan(from_activity)
    unknown_middle = available.middle * policy.reference.parameters["utilisation_unknown_ratio"]
    return between(
        number(assets[c.HOURS_USED_PER_YEAR]),
        np.where(follows, np.nan, 0.0),
        np.where(follows, from_activity, unknown_middle),
        np.where(follows, np.nan, np.inf),
    )


def _consequence_range(assets: pd.DataFrame, facts: ClassFacts, policy: Policy) -> Range:
    """What one unplanned loss costs, the register's own or its class's range, as the plan scales it."""
    scale = policy.scale.consequence
    return between(
        positive(assets[c.CONSEQUENCE_GBP_PER_EVENT]) * scale,
        facts.consequence_low_gbp * scale,
        facts.consequence_mid_gbp * scale,
        facts.consequence_high_gbp * scale,
    )


def _fault_range(assets: pd.DataFrame, facts: ClassFacts, policy: Policy) -> Range:
    """Unplanned losses a year, before condition: the machine's record and its class's rate together,
    else the range of its class."""
    rate = shrunk_rate(
        number(assets[c.UNPLANNED_EVENTS]),
        number(assets[c.OBSERVATION_YEARS]),
        prior_rate=facts.faults_per_year_mid,
        prior_years=policy.reference.parameters["shrinkage_years"],
    )
    return between(rate, facts.faults_per_year_low, facts.faults_per_year_mid, facts.faults_per_year_high)
