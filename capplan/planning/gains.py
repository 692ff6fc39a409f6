"""What each option does to the estate and for patients, beside its money.

What patients get are ranges, not promises: published gains are success stories (`effects.toml`).
"""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.planning.blocks import Floats, Whole
from capplan.planning.estate import wait_years
from capplan.planning.prospects import Prospects
from capplan.planning.sharing import capacity
from capplan.planning.starts import Starts

ENDS = ("low", "mid", "high")
EXAMS = (c.EXAMS_GAINED_LOW, c.EXAMS_GAINED, c.EXAMS_GAINED_HIGH)
DOSE = (c.DOSE_CUT_LOW, c.DOSE_CUT, c.DOSE_CUT_HIGH)
DOWNTIME = (c.DOWNTIME_AVOIDED_LOW, c.DOWNTIME_AVOIDED, c.DOWNTIME_AVOIDED_HIGH)


def gains(prospects: Prospects, starts: Starts) -> pd.DataFrame:
    """Columns `OPTION_EFFECTS` and `OPTION_GAINS`, one row an option; 0 where nothing can be said, except that
    a capacity that is not known stays missing.

    Need and rating points are those of today, and are for reading, never for adding to money.
    """
    asset, action = starts.asset, starts.action
    made = {
        c.RENEWS: np.full(len(asset), action.afterwards == "new"),
        c.REMOVES: np.full(len(asset), action.afterwards == "gone"),
        c.IN_USE_YEAR: prospects.years[0] + starts.done,
        c.RECEIVER: starts.scheme.receiver.iloc[asset].reset_index(drop=True),
        **_AFTERWARDS[action.afterwards](prospects, starts),
    }
    frame = pd.DataFrame(made, index=pd.RangeIndex(len(asset)))
    told = [c.NEED_REMOVED, *(name for name in c.OPTION_GAINS if name not in (c.IN_USE_YEAR, c.RECEIVER))]
    frame = frame.reindex(columns=[*c.OPTION_EFFECTS, *c.OPTION_GAINS])
    return frame.astype(dict.fromkeys(told, "float64")).fillna(dict.fromkeys(told, 0.0))


def _new(prospects: Prospects, starts: Starts) -> dict[c.Column, Floats]:
    asset = starts.asset
    exams = {low: _exams(prospects, end)[asset] for low, end in zip(EXAMS, ENDS, strict=True)}
    dose = {name: prospects.fact(f"dose_cut_{end}")[asset] for name, end in zip(DOSE, ENDS, strict=True)}
    room = 1 + np.where(_is_staffed(prospects), np.nan_to_num(prospects.fact("exams_gain_low"), nan=0.0), 0.0)
    return {
        c.CAPACITY_AFTER: (capacity(prospects) * room)[asset],
        c.NEED_REMOVED: _fall(prospects, c.NEED_SCORE, c.NEED_AS_NEW)[asset],
        c.AGE_REMOVED: _age(prospects)[asset] + starts.done,
        c.RISK_POINTS_REMOVED: _fall(prospects, c.RISK_RATING, c.RATING_AS_NEW)[asset],
        c.ECONOMIC_LIFE_YEARS: prospects.fact(c.ECONOMIC_LIFE_YEARS)[asset],
        **exams,
        **dose,
        **_downtime_of_new(prospects, asset),
    }


def _younger(prospects: Prospects, starts: Starts) -> dict[c.Column, Floats]:
    asset = starts.asset
    saved = 1 - prospects.upgraded_faults[asset, starts.done]
    rate = prospects.fact(c.FAULT_RATE_PER_YEAR)[asset]
    days = {name: rate * _outage(prospects, end)[asset] * saved for name, end in zip(DOWNTIME, ENDS, strict=True)}
    return {
        c.CAPACITY_AFTER: capacity(prospects)[asset],
        c.NEED_REMOVED: _fall(prospects, c.NEED_SCORE, c.NEED_UPGRADED)[asset],
        c.AGE_REMOVED: np.minimum(prospects.fact("upgrade_years")[asset], _age(prospects)[asset] + starts.done),
        **days,
    }


def _gone(prospects: Prospects, starts: Starts) -> dict[c.Column, Floats]:
    """The machine leaves with its age, need and risk; its exams are lost unless another takes them."""
    asset = starts.asset
    lost = np.where(starts.scheme.receiver.isna(), -prospects.fact(c.ACTIVITY_PER_YEAR), 0.0)[asset]
    return {
        c.CAPACITY_AFTER: np.zeros(len(asset)),
        c.NEED_REMOVED: prospects.fact(c.NEED_SCORE)[asset],
        c.AGE_REMOVED: _age(prospects)[asset] + starts.done,
        c.RISK_POINTS_REMOVED: prospects.fact(c.RISK_RATING)[asset],
        **dict.fromkeys(EXAMS, lost),
    }


_AFTERWARDS = {"new": _new, "younger": _younger, "gone": _gone}


def _exams(prospects: Prospects, end: str) -> Floats:
    """More exams a year than it does now; none unless the register gives the hours for which it is staffed."""
    gained = prospects.fact(c.ACTIVITY_PER_YEAR) * prospects.fact(f"exams_gain_{end}")
    return np.where(_is_staffed(prospects), gained, 0.0)


def _is_staffed(prospects: Prospects) -> np.ndarray:
    return np.asarray(prospects.fact(c.HOURS_AVAILABLE_PER_YEAR) > 0)


def _downtime_of_new(prospects: Prospects, asset: Whole) -> dict[c.Column, Floats]:
    """Faults that a new machine of the class does not have, times the days that each lasts. The least is at
    the class's highest rate for the new one and its shortest outage, the most at the other end."""
    rate = prospects.fact(c.FAULT_RATE_PER_YEAR)
    fewer = {
        end: np.maximum(rate - prospects.fact(f"faults_per_year_{other}"), 0.0)
        for end, other in zip(ENDS, reversed(ENDS), strict=True)
    }
    return {name: (fewer[end] * _outage(prospects, end))[asset] for name, end in zip(DOWNTIME, ENDS, strict=True)}


def _outage(prospects: Prospects, end: str) -> Floats:
    own = prospects.fact(c.OUTAGE_DAYS_PER_EVENT)
    return np.where(np.isnan(own), prospects.fact(f"outage_days_{end}"), own)


def _fall(prospects: Prospects, now: c.Column, then: c.Column) -> Floats:
    return np.maximum(prospects.fact(now) - prospects.fact(then), 0.0)


def _age(prospects: Prospects) -> Floats:
    """Age on the first day of the plan."""
    return np.asarray(prospects.fact(c.AGE_USED_YEARS) + wait_years(prospects.policy))
