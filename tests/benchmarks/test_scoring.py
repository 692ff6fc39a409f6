"""A national register is scored and projected on one machine, and much faster than row by row.

Seconds are of the processor, so that other work on the machine does not count. Run with `-m benchmark`.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import default_policy
from capplan.scoring import challenger, deferral_cost, score

pytestmark = pytest.mark.benchmark
POLICY = default_policy()
resource = pytest.importorskip("resource", reason="this system does not tell how much memory was used")
CLASSES = np.array(["ct", "mri", "xray_room", "ultrasound"])
LEVELS = (c.SUPPORT_STATUS, c.DOWNTIME_TREND, c.OS_STATUS, c.QA_STATUS, c.SAFETY_NOTICE)


def register(rows: int, *, missing: float = 0.3) -> pd.DataFrame:
    """A register of so many machines with this share of every field blank."""
    random = np.random.default_rng(1)

    def number(low: float, high: float) -> np.ndarray:
        values = random.uniform(low, high, rows)
        return np.where(random.random(rows) < missing, np.nan, values)

    def level(column: c.Column) -> pd.Series:
        words = np.array([*column.choices, None], dtype=object)
        return pd.Series(words[random.integers(-1, len(column.choices), rows)], dtype="str")

    return pd.DataFrame(
        {
            c.ASSET_ID: pd.Series(np.arange(rows), dtype="str"),
            c.ASSET_CLASS: pd.Series(CLASSES[random.integers(0, len(CLASSES), rows)], dtype="str"),
            c.SITE: pd.Series(random.integers(0, 20_000, rows), dtype="str"),
            c.INSTALL_DATE: pd.Timestamp("2026-01-01") - pd.to_timedelta(random.integers(0, 7_000, rows), "D"),
            c.ACTIVITY_PER_YEAR: number(0, 20_000),
            c.HOURS_USED_PER_YEAR: number(0, 4_000),
            c.HOURS_AVAILABLE_PER_YEAR: number(2_600, 4_000),
            c.UNPLANNED_EVENTS: number(0, 9),
            c.OBSERVATION_YEARS: number(1, 5),
            c.CONSEQUENCE_GBP_PER_EVENT: number(1_000, 90_000),
            c.REPLACEMENT_COST_GBP: number(100_000, 900_000),
            **{column: level(column) for column in LEVELS},
        }
    )


def score_and_project(assets: pd.DataFrame) -> None:
    scores = score(assets, POLICY)
    deferral_cost(assets, scores, POLICY)
    challenger(assets, scores, POLICY)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_a_million_and_a_half_assets_within_a_minute_and_six_gigabytes() -> None:
    """1.5 million assets, 30 % of every field missing, are scored and projected over ten years."""
    assets = register(1_500_000)
    assert POLICY.prices.appraisal_years == 10
    assert seconds(lambda: score_and_project(assets)) < 60
    unit = 1 if sys.platform == "darwin" else 1_024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < 6e9


def test_ten_thousand_assets_within_a_second() -> None:
    """A large network's register answers at once."""
    assets = register(10_000)
    score_and_project(assets)
    assert seconds(lambda: score_and_project(assets)) < 1


def test_scoring_whole_frames_beats_scoring_row_by_row() -> None:
    """The named alternative, the same functions called with one row at a time, costs 100 times as much a row."""
    assets = register(20_000)
    whole = seconds(lambda: score(assets, POLICY)) / len(assets)
    some = [assets.iloc[[place]] for place in range(100)]
    one_by_one = seconds(lambda: [score(row, POLICY) for row in some]) / len(some)
    assert one_by_one / whole > 100


def test_the_field_worth_chasing_costs_no_more_than_a_few_scores() -> None:
    """Beside a register with nothing missing, one with holes costs under five times as much."""
    holes, full = register(50_000), register(50_000, missing=0.0)
    assert seconds(lambda: score(holes, POLICY)) < 5 * seconds(lambda: score(full, POLICY))
