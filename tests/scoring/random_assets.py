"""Random assets of every class, whole and incomplete, with the edges where rules change among their values."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from capplan import columns as c
from tests.scoring import oracle
from tests.scoring.oracle import Asset

AS_AT = dt.date(2026, 10, 31)
COUNT = 500
Draw = Callable[[random.Random], Any]


def chosen(*choices: object) -> Draw:
    return lambda draw: draw.choice(choices)


def either(least: float, most: float, *edges: float) -> Draw:
    """A number from a range, or now and then one of the edges where rules change."""
    return lambda draw: draw.choice(edges) if draw.random() < 0.3 else round(draw.uniform(least, most), 2)


def a_date(draw: random.Random) -> dt.date:
    return AS_AT - dt.timedelta(days=draw.randint(-200, 9_000))


FIELDS: dict[str, Draw] = {
    c.AGE_YEARS: either(0, 25, 0, 8, 10, 20, 40),
    c.INSTALL_DATE: a_date,
    c.INSTALL_PRECISION: chosen("day", "month", "quarter", "year", "approximate"),
    c.ACTIVITY_PER_YEAR: either(0, 30_000, 0, 2_000, 4_000, 7_500, 15_000, 90_000),
    c.EXPECTED_LIFE_YEARS: either(3, 20, 0, 8, 15),
    c.HOURS_USED_PER_YEAR: either(0, 5_000, 0, 2_600),
    c.HOURS_AVAILABLE_PER_YEAR: either(500, 8_760, 0, 2_600),
    c.UNPLANNED_EVENTS: lambda draw: draw.choice((0, 0, 1, 2, 6, 25)),
    c.OBSERVATION_YEARS: either(0, 6, 0, 1, 3),
    c.DOWNTIME_TREND: chosen(*oracle.DOWNTIME),
    c.SUPPORT_STATUS: chosen(*oracle.SUPPORT),
    c.END_OF_SUPPORT_DATE: lambda draw: AS_AT + dt.timedelta(days=draw.choice((-900, -1, 0, 400, 730, 731, 2_000))),
    c.OS_STATUS: chosen(*oracle.SOFTWARE),
    c.QA_STATUS: chosen(*oracle.QUALITY),
    c.SAFETY_NOTICE: chosen(*oracle.NOTICE),
    c.DOSE_RATIO: either(0.2, 2, 1, 1.001),
    c.OUTAGE_DAYS_PER_EVENT: either(0, 120, 0, 1 / 3, 1, 7, 90),
    c.REDUNDANCY: chosen(*oracle.STANDS_IN),
    c.CONSEQUENCE_GBP_PER_EVENT: lambda draw: draw.choice((0, 1, 900, 24_000, 60_600, 2_000_000)),
    c.MAINTENANCE_GBP_PER_YEAR: lambda draw: draw.choice((0, 1_000, 70_000)),
    c.REPLACEMENT_COST_GBP: lambda draw: draw.choice((0, 30_000, 950_000)),
    c.WORKS_COST_GBP: lambda draw: draw.choice((0, 120_000)),
    c.VAT_BASIS: chosen("ex", "inc"),
    c.PRICE_BASE_YEAR: chosen(2022, 2026),
}


def random_assets(seed: int) -> Iterator[Asset]:
    """Every class in turn, each field present or not: some assets whole, some bare, most in between."""
    draw = random.Random(seed)
    classes = [*oracle.TABLES["asset_classes"], None]
    for number in range(COUNT):
        share = draw.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        told = {field: make(draw) for field, make in FIELDS.items() if draw.random() < share}
        yield {c.ASSET_ID: f"A-{number:03d}", c.ASSET_CLASS: classes[number % len(classes)], **told}


def frame_of(assets: list[Asset]) -> pd.DataFrame:
    frame = pd.DataFrame(assets).reindex(columns=list(c.ASSETS))
    for column in (c.INSTALL_DATE, c.END_OF_SUPPORT_DATE):
        frame[column] = pd.to_datetime(frame[column])
    return frame
