"""The guide that ages are set beside: its shares, and whose it is."""

from dataclasses import dataclass

import pandas as pd

from capplan.columns import ASSET_CLASS
from capplan.policy import Policy

_ROW = "age_guide"
_WHOLE = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeGuide:
    """Shares of machines for the bands of age, as ratios: at least the first, at most the others; and its source."""

    shares: tuple[float, ...]
    name: str

    @property
    def oldest(self) -> float:
        """The most that may be over 10 years old."""
        return self.shares[-1]

    @property
    def is_whole(self) -> bool:
        """Whether its shares add up to 1, so that they can be drawn as one bar."""
        return abs(sum(self.shares) - 1) < _WHOLE


def age_guide(policy: Policy, schedule: pd.DataFrame) -> AgeGuide | None:
    """The guide of the reference tables, `risk.age_guide`; None where no machine is of an imaging class, of which it
    speaks, unless the plan file gives one of its own, or where every share in it is 0."""
    rows = policy.reference.assumptions
    rows = rows[(rows["table"] == "risk") & (rows["row"] == _ROW)]
    source, status = (str(rows[name].iloc[0]) for name in ("source", "status"))
    shares = tuple(float(share) for share in policy.reference.levels[_ROW].values())
    speaks = status == "owner" or has_imaging(policy, schedule)
    return AgeGuide(shares=shares, name=source.split(",")[0]) if any(shares) and speaks else None


def has_imaging(policy: Policy, schedule: pd.DataFrame) -> bool:
    """Whether any machine is of an imaging class: one with a DICOM modality."""
    modality = policy.reference.classes["dicom"].fillna("")
    return bool(schedule[ASSET_CLASS].map(modality).fillna("").ne("").any())
