"""What patients and other users get: ranges, not promises, from the effects that the plan adds up."""

import pandas as pd

from capplan.columns import ASSET_CLASS, EFFECT, EFFECT_HIGH, EFFECT_LOW, EFFECT_UNIT, MEASURE, WARNING, YEAR
from capplan.reporting.age_guide import has_imaging
from capplan.reporting.case import Case
from capplan.reporting.content import Paragraph, Section
from capplan.reporting.formats import financial_year, listing, number, percent, sentence
from capplan.reporting.tables import plain_table

_POINTS, _RATIO = "points", "ratio"
_ENDS = (EFFECT_LOW, EFFECT, EFFECT_HIGH)
# What of an effect is in the plan's benefit, and how.
_PRICED = {"downtime avoided": "as the cost of failure"}
_READINGS = {
    "exams gained": (
        "Exams are counted for machines whose class has a published gain and whose register gives the hours for which "
        "they are staffed."
    ),
    "downtime avoided": (
        "Downtime is the days that faults would take from service; how often machines fail and for how long are "
        "assumed, by the reference tables."
    ),
    "dose saved": "Dose is the mean cut over the machines whose class has a figure, and not a sum.",
}
# The figure of a class that an effect is counted from.
_OF_CLASS = {"exams gained": "exams_gain_mid", "dose saved": "dose_cut_mid"}
_FROM_STUDIES = ("exams gained", "dose saved")
_PUBLISHED = "Published gains are of sites that did well, so they lie too high; those used here are assumed below them."


def _effects(case: Case) -> pd.DataFrame | None:
    frame = case.scenario.plan.effects
    return frame if frame is not None and len(frame) else None


def what_users_get(case: Case) -> Section | None:
    """The last year's effects, low to high, and how far each may be trusted; None where the plan has
    none."""
    frame = _effects(case)
    if frame is None:
        return None
    last = frame[frame[YEAR].astype(int) == case.years[-1]]
    last = last[last[EFFECT_UNIT] != _POINTS]
    is_some = last[list(_ENDS)].fillna(0).ne(0).any(axis=1)
    shown, nothing = last[is_some], last[~is_some]
    if shown.empty:
        return None
    rows = [
        (
            _titled(str(row[MEASURE]), str(row[EFFECT_UNIT])),
            *(_told(row[name], str(row[EFFECT_UNIT])) for name in _ENDS),
        )
        for _, row in shown.iterrows()
    ]
    year = financial_year(case.years[-1])
    text = (
        f"These are the plan's effects in {year}, once all of it is in use, against keeping every machine. They are "
        f"ranges and not promises. {_in_the_money(shown)}{_without(_countable(case, nothing))}"
    )
    headings = ("Effect", "Least", "Expected", "Most")
    table = plain_table("effects", f"Effects in {year}", headings, rows, numbers=range(1, 4))
    how = Paragraph(lead="How to read them.", text=" ".join(_readings(shown)))
    who = "patients" if has_imaging(case.scenario.policy, case.schedule) else "users"
    return Section(id="patients", heading=f"What {who} get", blocks=(Paragraph(text=text), table, how))


def _countable(case: Case, effects: pd.DataFrame) -> pd.DataFrame:
    """The effects that a class of the plan has a figure for, or that need none of a class."""
    classes = case.scenario.policy.reference.classes
    ours = classes[classes.index.isin(case.schedule[ASSET_CLASS].dropna())]
    figures = effects[MEASURE].map(lambda measure: _OF_CLASS.get(_named(measure)))
    counted = [pd.isna(name) or bool(ours[name].notna().any()) for name in figures]
    return effects[pd.Series(counted, index=effects.index, dtype="bool")]


def _in_the_money(effects: pd.DataFrame) -> str:
    """Which of the effects the plan was chosen for, in pounds, and which it was not."""
    named = list(map(_named, effects[MEASURE]))
    outside = [name for name in named if name not in _PRICED]
    priced = [f"{name} is in the money, {_PRICED[name]}" for name in named if name in _PRICED]
    told = []
    if outside:
        is_one = len(outside) == 1
        told.append(
            f"{listing(outside)} {'is' if is_one else 'are'} not in the money, and the plan was not chosen for "
            f"{'it' if is_one else 'them'}"
        )
    return f"{sentence('; '.join([*told, *priced]))}."


def _without(effects: pd.DataFrame) -> str:
    """The effects that come to nothing, named once in place of rows of noughts."""
    named = list(map(_named, effects[MEASURE]))
    return f" {sentence(listing(named))}: nothing could be counted." if named else ""


def _readings(effects: pd.DataFrame) -> tuple[str, ...]:
    """A sentence or two on each effect shown; what all the published gains have in common is said once."""
    named = list(map(_named, effects[MEASURE]))
    told = [_READINGS.get(name, str(said)) for name, said in zip(named, effects[WARNING], strict=True)]
    return (*told, _PUBLISHED) if any(name in _FROM_STUDIES for name in named) else tuple(told)


def _named(measure: str) -> str:
    """The effect as a sentence names it.

    >>> _named("Dose saved, mean of machines with a figure")
    'dose saved'
    """
    name = measure.split(",")[0]
    return name[:1].lower() + name[1:]


def _told(value: object, unit: str) -> str:
    return percent(value) if unit == _RATIO else number(value)


def _titled(measure: str, unit: str) -> str:
    """The effect with its unit.

    >>> _titled("Exams gained", "a year"), _titled("Downtime avoided", "days a year"), _titled("Dose saved", "ratio")
    ('Exams gained a year', 'Downtime avoided, days a year', 'Dose saved')
    """
    if unit == _RATIO:
        return measure
    return f"{measure} {unit}" if unit == "a year" else f"{measure}, {unit}"
