"""Why an asset scores as it does: a sentence that a manager can read, and the figures behind it.

Only for the assets that are asked about: the scores of a million rows need no words.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.classes import class_facts
from capplan.scoring.evidence import support_by_date
from capplan.scoring.inputs import completions
from capplan.scoring.words import counted, figure, pounds, share

ASSUMED = " (assumed)"
HIGH_USE, LOW_USE = 1.0, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One asset's own row (columns `ASSETS`) and its scores, which inputs the register gives, the unit of
    its activity, and the level of support that its last day tells."""

    asset: Mapping[Hashable, Any]
    score: Mapping[Hashable, Any]
    given: Mapping[str, bool]
    unit: str
    support_by_date: str | float

    def has(self, column: c.Column) -> bool:
        """Whether the register gives this column."""
        return not pd.isna(self.asset[column])

    def assumed(self, name: str) -> str:
        """The mark of an input that the register does not give."""
        return "" if self.given[name] else ASSUMED


LEVELS: tuple[tuple[c.Column, dict[str, str]], ...] = (
    (
        c.SUPPORT_STATUS,
        {
            "ends_24m": "maker's support about to end",
            "ended_spares": "maker's support ended, spares still to be had",
            "ended_no_spares": "maker's support ended, no spares",
        },
    ),
    (
        c.OS_STATUS,
        {
            "extended": "operating system on extended support",
            "unsupported_isolated": "unsupported operating system, isolated",
            "unsupported_connected": "unsupported operating system",
            "exploited": "unsupported operating system with a known exploit",
        },
    ),
    (
        c.QA_STATUS,
        {
            "remedial": "quality assurance asks for remedial work",
            "restricted": "use restricted after quality assurance",
            "suspended": "use suspended after quality assurance",
        },
    ),
    (
        c.SAFETY_NOTICE,
        {"mitigated": "safety notice, mitigated", "unmitigated": "safety notice not mitigated"},
    ),
    (c.DOWNTIME_TREND, {"rising": "failing more often", "unacceptable": "unacceptable downtime"}),
)

# What the last day of support tells where the register has no word on it; whether spares are left it cannot.
BY_DATE = {"ends_24m": "maker's support about to end", "ended_spares": "maker's support ended"}

MIDDLING = {
    "support_factor": "support",
    "downtime_factor": "downtime",
    "os_likelihood": "software",
    "quality_likelihood": "quality tests",
}


def _age(account: Account) -> str:
    life = account.score[c.LIFE_YEARS]
    if pd.isna(life):
        return "no expected life: neither its class nor its owner gives one"
    years = account.score[c.AGE_USED_YEARS]
    start = "age not recorded, in" if pd.isna(years) else f"{figure(years)} years into"
    if account.given["owner_life_years"]:
        return f"{start} the life of {figure(life)} that its owner expects"
    if account.has(c.ACTIVITY_PER_YEAR):
        return f"{start} a life of {figure(life)} at {account.asset[c.ACTIVITY_PER_YEAR]:,.0f} {account.unit} a year"
    return f"{start} a life of {figure(life)} at middling use{ASSUMED}"


def _use(account: Account) -> str:
    if not (account.has(c.HOURS_USED_PER_YEAR) and account.has(c.HOURS_AVAILABLE_PER_YEAR)):
        return ""
    ratio = account.asset[c.HOURS_USED_PER_YEAR] / (account.asset[c.HOURS_AVAILABLE_PER_YEAR] or np.nan)
    if ratio >= HIGH_USE:
        return f"in use for {share(ratio)} of its staffed hours"
    return f"in use for only {share(ratio)} of its staffed hours" if ratio < LOW_USE else ""


def _levels(account: Account) -> str:
    said = [words[level] for column, words in LEVELS if (level := account.asset[column]) in words]
    if account.support_by_date in BY_DATE and not account.has(c.SUPPORT_STATUS):
        said.insert(0, BY_DATE[account.support_by_date])
    if account.has(c.DOSE_RATIO) and account.asset[c.DOSE_RATIO] > 1:
        said.append("dose above the reference level")
    return "; ".join(said)


def _faults(account: Account) -> str:
    if not account.given["fault_rate_per_year"]:
        return f"no record of faults, so its class's rate{ASSUMED}"
    years = counted(account.asset[c.OBSERVATION_YEARS], "year")
    return f"{counted(account.asset[c.UNPLANNED_EVENTS], 'fault')} in {years}"


def _unsaid(account: Account) -> str:
    """What the cost rests on and the register does not say."""
    names = [word for name, word in MIDDLING.items() if not account.given[name]]
    if not names:
        return ""
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return f"{listed} not recorded, taken as middling{ASSUMED}"


def _cost(account: Account) -> str:
    cost = account.score[c.RISK_COST_GBP_PER_YEAR]
    assumed = "" if account.given["consequence_gbp"] else ", at its class's cost of a failure" + ASSUMED
    return f"costs about {pounds(cost)} a year in expected disruption{assumed}"


CLAUSES: tuple[Callable[[Account], str], ...] = (_age, _use, _levels, _faults, _unsaid, _cost)


def explanations(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Each asset's score in a sentence: columns `EXPLANATIONS`, one row an asset, on the same index.

    Takes columns `ASSETS` and `SCORES`, the same assets in the same order. What the register does not
    give is marked as assumed.
    """
    said = [_sentence(one) for one in _accounts(assets, scores, policy)]
    return pd.DataFrame(
        {c.ASSET_ID: assets[c.ASSET_ID], c.EXPLANATION: pd.Series(said, index=assets.index, dtype="str")}
    )


def _sentence(account: Account) -> str:
    if pd.isna(account.score[c.RISK_COST_GBP_PER_YEAR]):
        return "class not known, so neither what it needs nor what its failure costs"
    return "; ".join(filter(None, (clause(account) for clause in CLAUSES)))


def _accounts(assets: pd.DataFrame, scores: pd.DataFrame, policy: Policy) -> list[Account]:
    register = assets.reindex(columns=list(c.ASSETS))
    known = completions(register, class_facts(register, policy.reference), policy)
    given = {**known.given, "owner_life_years": ~np.isnan(known.middle.owner_life_years)}
    units = policy.reference.classes["activity_unit"].reindex(register[c.ASSET_CLASS]).fillna("units of activity")
    dated = support_by_date(register, policy)
    rows = zip(register.to_dict("records"), scores.to_dict("records"), units, dated, strict=True)
    return [
        Account(
            asset=asset,
            score=score,
            given={name: bool(told[place]) for name, told in given.items()},
            unit=unit,
            support_by_date=support,
        )
        for place, (asset, score, unit, support) in enumerate(rows)
    ]
