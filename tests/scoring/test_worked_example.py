"""Four assets scored by hand, to four decimals, and the intervals of the first."""

import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import Policy
from capplan.scoring import score

FIGURES = [
    (c.LIFE_YEARS, [8.2, 10.5, 13.2, 9.8], 1e-9),
    (c.LIFE_CONSUMED_RATIO, [1.0976, 1.1429, 1.2121, 0.3061], 5e-5),
    (c.AGE_VALUE, [75.8537, 78.5714, 82.7273, 6.1224], 5e-5),
    (c.UTILISATION_VALUE, [88.3333, 66.6667, 18.4615, 50.6667], 5e-5),
    (c.FAULT_RATE_PER_YEAR, [1.77333, 0.78, 0.4, 0.4], 5e-6),
    (c.RISK_COST_GBP_PER_YEAR, [114_513.6, 28_261.5, 1_619.2, 9_619.2], 1e-6),
    (c.RISK_VALUE, [76.4714, 61.2799, 30.2325, 49.5785], 5e-5),
    (c.NEED_SCORE, [78.0963, 66.4108, 41.5906, 38.8777], 5e-5),
    (c.RISK_LIKELIHOOD, [5, 5, 4, 4], 0),
    (c.RISK_CONSEQUENCE, [4, 3, 2, 3], 0),
]


@pytest.mark.parametrize(("column", "figures", "tolerance"), FIGURES, ids=[str(row[0]) for row in FIGURES])
def test_the_worked_example_comes_out(
    column: c.Column, figures: list[float], tolerance: float, worked: pd.DataFrame, policy: Policy
) -> None:
    """Every figure of the four worked assets, as printed."""
    assert score(worked, policy)[column].tolist() == pytest.approx(figures, abs=tolerance)


def test_nothing_missing_leaves_no_interval(worked: pd.DataFrame, policy: Policy) -> None:
    """An asset with every field given has one need, complete, and no field to chase."""
    scores = score(worked, policy)
    assert (scores[c.NEED_LOW] == scores[c.NEED_SCORE]).all()
    assert (scores[c.NEED_HIGH] == scores[c.NEED_SCORE]).all()
    assert (scores[c.COMPLETENESS_RATIO] == 1).all()
    assert scores[c.WIDEST_FIELD].isna().all()
    assert scores[c.GATE].isna().all()


@pytest.mark.parametrize(
    ("column", "best", "worst", "low", "high"),
    [
        (c.OS_STATUS, "supported", "exploited", 77.684, 78.916),
        (c.HOURS_AVAILABLE_PER_YEAR, 8_000, 1_000, 69.721, 79.846),
        (c.UNPLANNED_EVENTS, 0, 12, 67.468, 81.941),
    ],
    ids=["operating system", "hours available", "events"],
)
def test_the_interval_of_each_field(
    column: c.Column, best: object, worst: object, low: float, high: float, ct: pd.DataFrame, policy: Policy
) -> None:
    """How far need moves over the range of one field: the fault log is the one worth chasing."""
    ends = [score(ct.assign(**{column: value}), policy)[c.NEED_SCORE].item() for value in (best, worst)]
    assert ends == pytest.approx([low, high], abs=5e-4)


def test_an_unknown_operating_system_stops_short_of_exploited(ct: pd.DataFrame, policy: Policy) -> None:
    """A known exploit is a fact to be recorded: what is missing reaches to unsupported and connected."""
    scores = score(ct.assign(**{c.OS_STATUS: None}), policy)
    assert scores[c.NEED_LOW].item() == pytest.approx(77.684, abs=5e-4)
    assert scores[c.NEED_HIGH].item() == pytest.approx(78.0963, abs=5e-5)
    assert scores[c.WIDEST_FIELD].item() == c.OS_STATUS
    assert scores[c.COMPLETENESS_RATIO].item() == pytest.approx(13 / 14)
    assert scores[c.GATE].isna().all()
