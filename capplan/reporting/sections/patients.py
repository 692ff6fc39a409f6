"""What patients get: ranges, not promises, from the effects that the plan adds up."""

import pandas as pd

from capplan.columns import EFFECT, EFFECT_HIGH, EFFECT_LOW, EFFECT_UNIT, MEASURE, WARNING, YEAR
from capplan.reporting.case import Case
from capplan.reporting.content import Paragraph, Section
from capplan.reporting.formats import financial_year, listing, number, percent
from capplan.reporting.tables import plain_table

_POINTS, _RATIO = "points", "ratio"


def _effects(case: Case) -> pd.DataFrame | None:
    frame = case.scenario.plan.effects
    return frame if frame is not None and len(frame) else None


def what_patients_get(case: Case) -> Section | None:
    """The last year's effects, low to high, and how far each may be trusted; None where the plan has
    none."""
    frame = _effects(case)
    if frame is None:
        return None
    last = frame[frame[YEAR].astype(int) == case.years[-1]]
    last = last[last[EFFECT_UNIT] != _POINTS]
    if not last[[EFFECT_LOW, EFFECT, EFFECT_HIGH]].fillna(0).to_numpy().any():
        return None
    rows = [
        (_titled(str(row[MEASURE]), str(row[EFFECT_UNIT])),
         *(_told(row[name], str(row[EFFECT_UNIT])) for name in (EFFECT_LOW, EFFECT, EFFECT_HIGH)))
        for _, row in last.iterrows()
    ]  # fmt: skip
    year = financial_year(case.years[-1])
    text = (
        f"These are the plan's effects in {year}, once all of it is in use, against keeping every machine. They are "
        "ranges and not promises, and none of them is in the money: the plan was not chosen for them."
    )
    headings = ("Effect", "Least", "Expected", "Most")
    table = plain_table("effects", f"Effects in {year}", headings, rows, numbers=range(1, 4))
    how = Paragraph(lead="How to read them.", text=" ".join(_warnings(last)))
    return Section(id="patients", heading="What patients get", blocks=(Paragraph(text=text), table, how))


def _warnings(effects: pd.DataFrame) -> tuple[str, ...]:
    """Each sentence of the effects' warnings once, after the names of the effects that it is said of."""
    said: dict[str, list[str]] = {}
    for measure, warning in zip(effects[MEASURE], effects[WARNING], strict=True):
        for sentence in str(warning).rstrip(".").split(". "):
            said.setdefault(sentence, []).append(str(measure))
    return tuple(f"{listing(dict.fromkeys(names))}: {_lower(sentence)}." for sentence, names in said.items())


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


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
