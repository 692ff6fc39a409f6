"""The picture of services: how old the machines are, and how organisations differ by more than chance.

From the register and an optional file of organisations. What is not recorded is listed as missing and
never counted as 0; outliers are named by funnel limits, and nobody is ranked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring.age import age_range
from capplan.scoring.funnel import funnel
from capplan.scoring.values import Numbers

ALL = "all"
UNITS, DOWNTIME, DOWNTIME_EXAMS, ADDED_EXAMS = "units", "downtime_hours", "downtime_exams", "added_exams"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A rate: `numerator` over `denominator` (columns of `_totals`), times `per`; read in per cent where it
    `is_percent`, and `is_share` where the numerator is a part of the denominator."""

    title: str
    numerator: str
    denominator: str
    per: float = 1.0
    is_share: bool = False
    is_percent: bool = False


MEASURES = (
    Measure(title="machines per million people", numerator=UNITS, denominator=c.POPULATION, per=1e6),
    Measure(title="exams per million people", numerator=c.EXAMS_PER_YEAR, denominator=c.POPULATION, per=1e6),
    Measure(title="exams per machine", numerator=c.EXAMS_PER_YEAR, denominator=UNITS),
    Measure(
        title="vacancy rate", numerator=c.VACANT_WTE, denominator=c.ESTABLISHMENT_WTE, is_share=True, is_percent=True
    ),
    Measure(title="pay per exam, £", numerator=c.PAY_GBP, denominator=c.EXAMS_PER_YEAR),
    Measure(title="non-pay per exam, £", numerator=c.NON_PAY_GBP, denominator=c.EXAMS_PER_YEAR),
    Measure(title="downtime per 1,000 exams, hours", numerator=DOWNTIME, denominator=DOWNTIME_EXAMS, per=1_000),
    Measure(title="growth of demand a year", numerator=ADDED_EXAMS, denominator=c.EXAMS_PER_YEAR, is_percent=True),
)
_SUMMED = (
    UNITS, DOWNTIME, DOWNTIME_EXAMS, c.POPULATION, c.ESTABLISHMENT_WTE, c.VACANT_WTE, c.PAY_GBP, c.NON_PAY_GBP,
    c.EXAMS_PER_YEAR,
)  # fmt: skip


def age_profile(assets: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Shares of assets in use by age, against the age guide: columns `AGE_PROFILE`, a row a network and
    class, with "all" for every network and for every class.

    Takes columns `ASSETS`. Up to 5 years, over 5 to 10, over 10, of those whose age is known; the guide
    (COCIR: at least 60 %, at most 30 %, at most 10 %) is met by how many of its three rules.
    """
    used = assets[_in_use(assets)].reset_index(drop=True)
    age = age_range(used, policy)
    years = np.where(age.given, age.middle, np.nan)
    whole = pd.DataFrame(
        {
            c.NETWORK: used[c.NETWORK].astype("str").fillna("not said"),
            c.ASSET_CLASS: used[c.ASSET_CLASS].astype("str").fillna("not said"),
            c.ASSET_COUNT: 1,
            c.AGED_COUNT: (~np.isnan(years)).astype("int64"),
            c.UP_TO_5_RATIO: years <= 5,
            c.OVER_5_TO_10_RATIO: (years > 5) & (years <= 10),
            c.OVER_10_RATIO: years > 10,
        }
    )
    over = [whole, *(whole.assign(**dict.fromkeys(names, ALL)) for names in ([c.NETWORK], [c.ASSET_CLASS], _KEYS))]
    profile = pd.concat(over).groupby(_KEYS, as_index=False).sum()
    known = profile[c.AGED_COUNT].where(profile[c.AGED_COUNT] > 0)
    for share in (c.UP_TO_5_RATIO, c.OVER_5_TO_10_RATIO, c.OVER_10_RATIO):
        profile[share] = profile[share] / known
    guide = policy.reference.levels["age_guide"]
    met = (
        (profile[c.UP_TO_5_RATIO] >= guide["up_to_5_years_at_least"]).astype("Int64")
        + (profile[c.OVER_5_TO_10_RATIO] <= guide["over_5_to_10_years_at_most"])
        + (profile[c.OVER_10_RATIO] <= guide["over_10_years_at_most"])
    )
    return profile.assign(**{c.GUIDE_RULES_MET: met.mask(known.isna())})[list(c.AGE_PROFILE)]


_KEYS = [c.NETWORK, c.ASSET_CLASS]


def services(assets: pd.DataFrame, organisations: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Each measure of each organisation and network, with its funnel limits: columns `SERVICES`.

    The measures are `MEASURES`, and machines per million people for each group of classes.

    Takes columns `ASSETS` and `ORGANISATIONS` (which may have no rows). An organisation that lacks either
    side of a measure is left out of it, and of its network's.
    """
    by_group = _units_by_group(assets, policy)
    totals = _totals(assets, organisations, by_group)
    of_groups = [group_measure(group) for group in by_group]
    rows = [
        frame
        for level, key in zip(c.LEVEL.choices, (c.ORGANISATION, c.NETWORK), strict=True)
        for measure in (*MEASURES, *of_groups)
        for frame in _measured(totals, key, level, measure)
    ]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(c.SERVICES))


def spread(measured: pd.DataFrame) -> pd.DataFrame:
    """How far organisations and networks differ: columns `SPREAD`, a row a level and measure.

    Takes columns `SERVICES`. Outliers are named in order of name, each with which side it lies on.
    """
    rows = []
    for (level, measure), of in measured.groupby([c.LEVEL, c.MEASURE], sort=False):
        values = of[c.MEASURED]
        outside = of.dropna(subset=[c.OUTLIER]).sort_values(c.GROUP)
        named = "; ".join(f"{name} ({side})" for name, side in zip(outside[c.GROUP], outside[c.OUTLIER], strict=True))
        rows.append(
            (level, measure, len(of), of[c.OVERALL].iloc[0], values.min(), values.median(), values.max(), named or None)
        )
    return pd.DataFrame(rows, columns=list(c.SPREAD))


def not_compared(assets: pd.DataFrame, organisations: pd.DataFrame) -> pd.DataFrame:
    """What is missing: columns `NOT_COMPARED`, a row an organisation that lacks part of some measure."""
    totals = _totals(assets, organisations, {})
    titles: dict[str, str] = {UNITS: "machines in the register", DOWNTIME: "downtime with activity"}
    asked = titles | {str(column): column.heading.lower() for column in c.ORGANISATIONS if column in _SUMMED}
    rows = []
    for name, row in totals.set_index(c.ORGANISATION).iterrows():
        absent = [title for column, title in asked.items() if pd.isna(row[column])]
        if absent:
            rows.append((name, ", ".join(absent)))
    return pd.DataFrame(rows, columns=list(c.NOT_COMPARED), dtype="str")


def group_measure(group: str) -> Measure:
    """Machines of one group of classes per million people: the figure that countries are compared by."""
    return Measure(title=f"{group} machines per million people", numerator=group, denominator=c.POPULATION, per=1e6)


def _units_by_group(assets: pd.DataFrame, policy: Policy) -> dict[str, pd.Series]:
    """For each group of classes in the register, in order of name, which assets are of it (1 or 0)."""
    group = assets[c.ASSET_CLASS].map(policy.reference.classes["group"].to_dict())
    return {str(name): (group == name).astype("float64") for name in sorted(group.dropna().unique())}


def _totals(assets: pd.DataFrame, organisations: pd.DataFrame, by_group: Mapping[str, pd.Series]) -> pd.DataFrame:
    """A row an organisation, of the register or the file, with its network and everything summed."""
    used = assets[_in_use(assets)]
    both = used[c.DOWNTIME_HOURS_PER_YEAR].notna() & used[c.ACTIVITY_PER_YEAR].notna()
    machines = pd.DataFrame(
        {
            "key": _key(used),
            c.ORGANISATION: _name(used, c.ORGANISATION, c.ORGANISATION_CODE),
            c.NETWORK: used[c.NETWORK].astype("str"),
            UNITS: 1.0,
            DOWNTIME: used[c.DOWNTIME_HOURS_PER_YEAR].where(both).astype("float64"),
            DOWNTIME_EXAMS: used[c.ACTIVITY_PER_YEAR].where(both).astype("float64"),
            **{name: units.loc[used.index] for name, units in by_group.items()},
        }
    ).dropna(subset=["key"])
    by = machines.groupby("key")
    summed = by[[UNITS, DOWNTIME, DOWNTIME_EXAMS, *by_group]].sum(min_count=1)
    register = by[[c.ORGANISATION, c.NETWORK]].first().join(summed)
    names = _names_of_codes(used)
    keys = _key(organisations).map(lambda key: names.get(key, key))
    told = organisations.assign(key=keys).set_index("key")
    totals = register.join(told.drop(columns=[c.ORGANISATION_CODE, c.ORGANISATION]), how="outer")
    own_name = _name(told, c.ORGANISATION, c.ORGANISATION_CODE)
    totals[c.ORGANISATION] = totals[c.ORGANISATION].fillna(own_name)
    totals[ADDED_EXAMS] = totals[c.EXAMS_PER_YEAR] * totals[c.DEMAND_GROWTH]
    return totals.sort_index().reset_index(drop=True)


def _key(frame: pd.DataFrame) -> pd.Series:
    """What tells organisations apart: the code, else the name."""
    return _name(frame, c.ORGANISATION_CODE, c.ORGANISATION).str.casefold()


def _name(frame: pd.DataFrame, first: c.Column, second: c.Column) -> pd.Series:
    return frame[first].astype("str").fillna(frame[second].astype("str"))


def _names_of_codes(assets: pd.DataFrame) -> dict[str, str]:
    """The code of each organisation that a file may give by its name alone."""
    known = assets[[c.ORGANISATION_CODE, c.ORGANISATION]].astype("str").dropna().drop_duplicates(c.ORGANISATION)
    return dict(zip(known[c.ORGANISATION].str.casefold(), known[c.ORGANISATION_CODE].str.casefold(), strict=True))


def _in_use(assets: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return (assets[c.STATUS].astype("str").fillna("in_use") == "in_use").to_numpy()


def _measured(totals: pd.DataFrame, key: str, level: str, measure: Measure) -> Iterator[pd.DataFrame]:
    sides = totals.dropna(subset=[key, measure.numerator, measure.denominator])
    summed = sides.groupby(key)[[measure.numerator, measure.denominator]].sum()
    summed = summed[summed[measure.denominator] > 0]
    if summed.empty:
        return
    numerator, denominator = (
        summed[side].to_numpy(dtype="float64") for side in (measure.numerator, measure.denominator)
    )
    limits = funnel(numerator, denominator, is_share=measure.is_share)
    yield pd.DataFrame(
        {
            c.LEVEL: level,
            c.MEASURE: measure.title,
            c.GROUP: summed.index,
            c.MEASURED: limits.rate * measure.per,
            c.OVERALL: limits.overall * measure.per,
            c.LOW_LIMIT: limits.low * measure.per,
            c.HIGH_LIMIT: limits.high * measure.per,
            c.OUTLIER: _side(limits.rate, limits.low, limits.high),
        }
    )


def _side(rate: Numbers, low: Numbers, high: Numbers) -> pd.Series:
    side = np.select([rate > high, rate < low], ["high", "low"], "")
    return pd.Series(side, dtype="str").mask(lambda words: words == "")
