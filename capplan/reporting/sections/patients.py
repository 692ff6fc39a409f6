"""What patients get: ranges, not promises, from the effects that the plan adds up."""

import pandas as pd

from capplan.columns import EFFECT, EFFECT_HIGH, EFFECT_LOW, EFFECT_UNIT, MEASURE, WARNING, YEAR
from capplan.reporting.case import Case
from capplan.reporting.content import Paragraph, Section
from capplan.reporting.formats import DASH, financial_year, number, percent
from capplan.reporting.tables import plain_table

_POINTS, _RATIO = "points", "ratio"


def _effects(case: Case) -> pd.DataFrame | None:
    frame = case.scenario.plan.effects
    return frame if frame is not None and len(frame) else None


def what_patients_get(case: Case) -> Section | None:
    """The last year's effects, low to high, and how far each may be trusted; None where the plan has none."""
    frame = _effects(case)
    if frame is None:
        return None
    last = frame[frame[YEAR].astype(int) == case.years[-1]]
    last = last[last[EFFECT_UNIT] != _POINTS]
    rows = [
        (str(row[MEASURE]), *(_told(row[name], str(row[EFFECT_UNIT])) for name in (EFFECT_LOW, EFFECT, EFFECT_HIGH)),
         _unit(str(row[EFFECT_UNIT])), str(row[WARNING]))
        for _, row in last.iterrows()
    ]  # fmt: skip
    year = financial_year(case.years[-1])
    text = (
        f"These are the plan's effects in {year}, once all of it is in use, against keeping every machine. They are "
        "ranges and not promises, and none of them is in the money: the plan was not chosen for them."
    )
    headings = ("Effect", "Least", "Expected", "Most", "Unit", "How to read it")
    table = plain_table("effects", f"What patients get by {year}", headings, rows, numbers=range(1, 4))
    return Section(id="patients", heading="What patients get", blocks=(Paragraph(text=text), table))


def _told(value: object, unit: str) -> str:
    return percent(value) if unit == _RATIO else number(value)


def _unit(unit: str) -> str:
    return DASH if unit == _RATIO else unit
