"""Evidence on risk that registers give in words: its number, and its range where it is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import ClassFacts
from capplan.scoring.ranges import Range, between, number
from capplan.scoring.values import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A column of levels, the reference table that numbers them, and its range if it is missing.

    The middle is the middle level of the range, the better of the two where there are two. The worst
    stops short of `suspended` and `exploited`: those are facts to be recorded, not suspected.
    """

    column: c.Column
    levels: str
    best: str
    middle: str
    worst: str

    def range(self, assets: pd.DataFrame, policy: Policy) -> Range:
        """The level's number for each asset."""
        levels = policy.reference.levels[self.levels]
        return between(graded(assets[self.column], levels), levels[self.best], levels[self.middle], levels[self.worst])


DOWNTIME = Evidence(
    column=c.DOWNTIME_TREND, levels="downtime_factor", best="normal", middle="rising", worst="unacceptable"
)
SUPPORT = Evidence(
    column=c.SUPPORT_STATUS, levels="support_factor", best="supported", middle="ends_24m", worst="ended_no_spares"
)
OPERATING_SYSTEM = Evidence(
    column=c.OS_STATUS, levels="os_likelihood", best="supported", middle="extended", worst="unsupported_connected"
)
QUALITY = Evidence(column=c.QA_STATUS, levels="qa_likelihood", best="pass", middle="remedial", worst="restricted")
RESILIENCE = Evidence(
    column=c.REDUNDANCY, levels="redundancy_step", best="n_plus_1", middle="limited", worst="single_emergency"
)


def support_range(assets: pd.DataFrame, policy: Policy) -> Range:
    """The support factor; where the status is missing, `END_OF_SUPPORT_DATE` tells it.

    Support that ends within `support_notice_months` of the as-at date is ending. Where it has ended,
    spares may or may not be left, so the factor runs from one to the other.
    """
    undated = SUPPORT.range(assets, policy)
    levels = policy.reference.levels[SUPPORT.levels]
    dated = support_by_date(assets, policy)
    best = graded(dated, levels)
    worst = np.where(dated == "ended_spares", levels["ended_no_spares"], best)
    by_date = ~undated.given & ~np.isnan(best)
    return Range(
        best=np.where(by_date, best, undated.best),
        middle=np.where(by_date, best, undated.middle),
        worst=np.where(by_date, worst, undated.worst),
        given=undated.given | by_date,
    )


def support_by_date(assets: pd.DataFrame, policy: Policy) -> pd.Series:
    """The level of support that `END_OF_SUPPORT_DATE` tells, at its best; missing where there is no date."""
    as_at = pd.Timestamp(policy.plan.as_at)
    notice = as_at + pd.DateOffset(months=int(policy.reference.parameters["support_notice_months"]))
    ends = pd.to_datetime(assets[c.END_OF_SUPPORT_DATE])
    level = np.select([ends < as_at, ends <= notice, ends > notice], ["ended_spares", "ends_24m", "supported"], "")
    return pd.Series(level, index=assets.index, dtype="str").mask(level == "")


def notice_range(assets: pd.DataFrame, policy: Policy) -> Range:
    """The likelihood of harm that a safety notice gives; a blank may be any of `notice_if_missing`."""
    levels = policy.reference.levels
    unknown = levels["notice_if_missing"]
    told = graded(assets[c.SAFETY_NOTICE], levels["notice_likelihood"])
    return between(told, unknown["best"], unknown["middle"], unknown["worst"])


def dose_range(assets: pd.DataFrame, facts: ClassFacts, policy: Policy) -> Range:
    """The likelihood of harm that dose gives: above the reference level or within it.

    A blank may be any of `dose_if_missing`; a class without ionising radiation has no dose to ask for.
    """
    levels = policy.reference.levels
    dose, unknown = levels["dose_likelihood"], levels["dose_if_missing"]
    ratio = number(assets[c.DOSE_RATIO])
    none_to_ask = np.isnan(ratio) & (facts.is_ionising != 1)
    told = np.where(np.isnan(ratio), np.nan, np.where(ratio > 1.0, dose["above"], dose["within"]))
    told = np.where(none_to_ask, dose["within"], told)
    return between(told, unknown["best"], unknown["middle"], unknown["worst"])


def resilience_range(assets: pd.DataFrame, policy: Policy) -> Range:
    """The step of consequence; where resilience is missing, the register's other machines tell it.

    By machines of the class in use on the site: `redundancy_units` says from how many it is
    `n_plus_1`, `limited` or `single`. That a single machine is on an emergency pathway is a fact to be
    recorded. With no site it may be anything.
    """
    steps = policy.reference.levels[RESILIENCE.levels]
    units = units_on_site(assets)
    told = RESILIENCE.range(assets, policy)
    derived = np.full(len(assets), np.nan)
    for level, fewest in sorted(policy.reference.levels["redundancy_units"].items(), key=lambda row: row[1]):
        derived = np.where(units >= fewest, steps[level], derived)
    best, middle, worst = (
        np.where(told.given | np.isnan(derived), end, derived) for end in (told.best, told.middle, told.worst)
    )
    return Range(best=best, middle=middle, worst=worst, given=told.given | ~np.isnan(derived))


def units_on_site(assets: pd.DataFrame) -> Numbers:
    """How many machines of its class each asset's site has, itself and all others in use; NaN where
    its class or site is missing. A site is told by its code, else by its owner and name."""
    words = assets[[c.ORGANISATION_CODE, c.ORGANISATION, c.SITE_CODE, c.SITE, c.STATUS]].astype("str")
    owner = words[c.ORGANISATION_CODE].fillna(words[c.ORGANISATION]).fillna("")
    site = words[c.SITE_CODE].fillna(owner + "|" + words[c.SITE])
    in_use = words[c.STATUS].fillna("in_use") == "in_use"
    in_all = in_use.groupby([site, assets[c.ASSET_CLASS]]).transform("sum")
    return number(in_all + ~in_use)


def graded(words: pd.Series, levels: Mapping[str, float]) -> Numbers:
    """The number of each level; NaN where a cell is missing or not one of the levels."""
    return number(words.astype("object").map(dict(levels)), at_least=-np.inf)
