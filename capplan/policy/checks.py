"""Reference tables that a plan file has changed: what no table may say, whatever its owner wants."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import pairwise

import numpy as np
import pandas as pd

from capplan.policy.toml import Setting
from capplan.reference import Reference, load_reference
from capplan.reference.own_classes import NEEDED
from capplan.reference.tables import CLASS_TABLES

Fault = tuple[Setting, str, str]

# Columns of the class tables whose values stand in this order, least first.
IN_ORDER = (
    ("life_high_years", "life_mid_years", "life_low_years"),
    ("use_low_per_year", "use_high_per_year"),
    ("minutes_low", "minutes_high"),
    ("price_low_gbp", "price_mid_gbp", "price_high_gbp"),
    ("works_share_low", "works_share_mid", "works_share_high"),
    ("maintenance_share_low", "maintenance_share_mid", "maintenance_share_high"),
    ("faults_per_year_low", "faults_per_year_mid", "faults_per_year_high"),
    ("outage_days_low", "outage_days_mid", "outage_days_high"),
    ("consequence_low_gbp", "consequence_mid_gbp", "consequence_high_gbp"),
    ("exams_gain_low", "exams_gain_mid", "exams_gain_high"),
    ("dose_cut_low", "dose_cut_mid", "dose_cut_high"),
)
LIVES = IN_ORDER[0]
# The least that each parameter may be; any other may be 0 or more.
LEAST = {
    "hazard_exponent": 1.0,
    "hazard_floor_ratio": 0.01,
    "mmi_divisor": 1.0,
    "shrinkage_years": 0.1,
    "life_cap_years": 1.0,
    "economic_life_max_years": 1.0,
    "hours_available_low": 1.0,
    "risk_floor_gbp": 1.0,
}
PARAMETERS_IN_ORDER = (("hours_available_low", "hours_available_high"), ("risk_floor_gbp", "risk_ceiling_gbp"))
# Levels of the risk matrix: 1 to 5.
LIKELIHOODS = ("qa_likelihood", "notice_likelihood", "dose_likelihood", "os_likelihood")
FACTORS = ("support_factor", "downtime_factor")
# Other levels of the matrix that stand from best to worst.
STEPS = ("redundancy_step", "redundancy_units", "notice_if_missing", "dose_if_missing", "need_bands")
RATINGS = sorted({likelihood * consequence for likelihood in range(1, 6) for consequence in range(1, 6)})
# Where a band begins that an owner does not use.
NEVER_REACHED = 26


def reference_faults(reference: Reference) -> Iterator[Fault]:
    """Each value that cannot be meant: the setting it stands at, what is wrong, and the mend."""
    yield from _class_faults(reference)
    yield from _incomplete_classes(reference)
    yield from _parameter_faults(reference.parameters)
    yield from _risk_faults(reference)
    yield from _weight_faults(reference)
    for name, points in reference.curves.items():
        places, values = np.array(points).T
        if (np.diff(places) <= 0).any() or (np.diff(values) < 0).any() or values.min() < 0 or values.max() > 100:
            what = f"the value function of {name} does not rise from 0 to 100"
            yield ("reference", "curves", name, "points"), what, "Give points that rise in both."


def _class_faults(reference: Reference) -> Iterator[Fault]:
    """Negative numbers, lives and minutes of 0, and ranges upside down."""
    for key, row in _numbers_of(reference).items():
        for name, value in row.items():
            if value < 0:
                yield _at(reference, key, name), f"{name} of {key} is {value:g}", "Give 0 or more."
            elif value == 0 and name in (*LIVES, "minutes_low", "upgrade_serves_years"):
                yield _at(reference, key, name), f"{name} of {key} is 0", "Give a number above 0."
        for names in IN_ORDER:
            for low, high in pairwise(names):
                if 0 <= row[high] < row[low]:
                    what = f"{low} of {key} is {row[low]:g}, above its {high} of {row[high]:g}"
                    yield _at(reference, key, low), what, f"Give {', '.join(names)} in rising order."


def _incomplete_classes(reference: Reference) -> Iterator[Fault]:
    """A class of the plan file's own that lacks what no action can be weighed without, or whose lives it changes and
    leaves incomplete: all that is missing at once, with lines to copy."""
    own = reference.rows.query("status == 'owner'")
    shipped = set(load_reference().classes.index)
    for key, row in reference.classes.iterrows():
        written = list(dict.fromkeys(own.loc[(own["row"] == key) & own["table"].isin(CLASS_TABLES), "table"]))
        asked = NEEDED if key not in shipped else {table: NEEDED[table] for table in written if table == "lives"}
        missing = {
            table: {name: like for name, like in names.items() if name not in row or pd.isna(row[name])}
            for table, names in asked.items()
        }
        missing = {table: names for table, names in missing.items() if names}
        if missing:
            lacks = ", ".join(name for names in missing.values() for name in names)
            what = f"the class {key} has no {lacks}, so nothing of it could be planned"
            place = "asset_classes" if "asset_classes" in written else written[0]
            yield ("reference", place, str(key)), what, _example_of(str(key), missing, shipped)


def _example_of(key: str, missing: Mapping[str, Mapping[str, object]], shipped: set[str]) -> str:
    """How to give what a class lacks, with the figures of an example, and the class that may have been meant."""
    lines = "; ".join(
        f"[reference.{table}.{key}] " + ", ".join(f"{name} = {_spelt(like)}" for name, like in names.items())
        for table, names in missing.items()
    )
    mend = f"Add, with your own figures: {lines}. `capplan guide classes` has whole examples."
    close = get_close_matches(key, sorted(shipped), n=1) if key not in shipped else []
    return f"Did you mean {close[0]!r}? Else: {mend}" if close else mend


def _spelt(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _numbers_of(reference: Reference) -> dict[str, dict[str, float]]:
    """The numbers of each class, by column; NaN where it has none."""
    numbers = reference.classes.select_dtypes("number")
    return {str(key): {str(name): float(value) for name, value in row.items()} for key, row in numbers.iterrows()}


def _parameter_faults(parameters: Mapping[str, float]) -> Iterator[Fault]:
    for name, value in parameters.items():
        least = LEAST.get(name, 0.0)
        if value < least:
            yield ("reference", "parameters", name, "value"), f"{name} is {value:g}", f"Give {least:g} or more."
    for low, high in PARAMETERS_IN_ORDER:
        if parameters[low] >= parameters[high]:
            what = f"{low} is {parameters[low]:g}, not below {high}, {parameters[high]:g}"
            yield ("reference", "parameters", low, "value"), what, "Give the lower first."


def _risk_faults(reference: Reference) -> Iterator[Fault]:
    for name, points in reference.points.items():
        place: Setting = ("reference", "risk", name, "points")
        if (np.diff(points) <= 0).any() or min(points) < 0:
            yield place, f"{name} do not rise from 0", "Give them in rising order."
        elif name.startswith("probability") and max(points) > 1:
            yield place, f"{name} go up to {max(points):g}", "Give probabilities, from 0 to 1."
    for name, least, most in (*((name, 1, 5) for name in LIKELIHOODS), *((name, 1, np.inf) for name in FACTORS)):
        for level, value in reference.levels[name].items():
            if not least <= value <= most:
                what = f"{level} of {name} is {value:g}"
                mend = "Give a level from 1 to 5." if most == 5 else "Give a factor of 1 or more."
                yield ("reference", "risk", name, "levels", level), what, mend
    for name in (*LIKELIHOODS, *FACTORS, *STEPS):
        for (better, low), (worse, high) in pairwise(reference.levels[name].items()):
            if low > high:
                what = f"{better} of {name} is {low:g}, above {worse}, {high:g}"
                yield ("reference", "risk", name, "levels", better), what, "Give the levels from best to worst."
    yield from _band_faults(reference.levels["rating_bands"])


def _band_faults(bands: Mapping[str, float]) -> Iterator[Fault]:
    """Bands that overlap, leave ratings out, or begin where no likelihood times consequence can be."""
    place: Setting = ("reference", "risk", "rating_bands", "levels")
    first, *_ = bands
    if bands[first] != 1:
        yield (*place, first), f"the band {first} begins at {bands[first]:g}", "Begin it at 1, the lowest rating."
    for (lower, low), (higher, high) in pairwise(bands.items()):
        if low >= high:
            what = f"the bands {lower} and {higher} overlap: they begin at {low:g} and {high:g}"
            yield (*place, higher), what, f"Begin {', '.join(bands)} each above the one before."
    for band, least in bands.items():
        if 1 < least != NEVER_REACHED and least not in RATINGS:
            below = max(rating for rating in RATINGS if rating < least)
            above = next((rating for rating in RATINGS if rating > least), NEVER_REACHED)
            what = f"the band {band} begins at {least:g}, which is no likelihood times consequence of 1 to 5"
            yield (*place, band), what, f"Give {below} or {above}."


def _weight_faults(reference: Reference) -> Iterator[Fault]:
    for name, weights in reference.weight_sets.items():
        total = sum(weights.values())
        if min(weights.values()) < 0 or abs(total - 1) > 1e-9:
            what = f"the weights of {name} add up to {total:g}, or one is below 0"
            yield ("reference", "weight_sets", name, "weights"), what, "Give weights of 0 or more that add up to 1."


def _at(reference: Reference, key: str, name: str) -> Setting:
    rows = reference.assumptions
    tables = rows.loc[(rows["name"] == name) & rows["table"].isin(CLASS_TABLES), "table"]
    return ("reference", tables.iloc[0], key, name)
