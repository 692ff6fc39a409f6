"""Published figures that the parts of the score must reproduce."""

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan.policy import default_policy
from capplan.reference import load_reference
from capplan.scoring.classes import class_facts
from capplan.scoring.condition import combine_factors, shrunk_rate
from capplan.scoring.economics import annuity_factor, equivalent_annual_factor
from capplan.scoring.hazard import power_growth
from capplan.scoring.life import expected_life
from capplan.scoring.risk import level_cost
from capplan.scoring.values import curve_value, log_value

NAN = np.nan


@pytest.mark.parametrize(
    ("factors", "above", "below", "counted", "combined"),
    [
        ([1, 1.5], 1.5, 1.5, 1, 1.5),
        ([0.75, 0.5], 1.5, 2, 2, 0.375),
        ([1, 2, 3, 4, 5, 6], 2, 1.5, 4, 10.5),
        ([9, 8, 7, 6, 5, 4], 5, 1.5, 20, 14),
        ([9, 8, 7, 6, 5, 4], 5, 1.5, 1, 9),
        ([9, NAN, 3, 3, 3, 1], 6, 1.5, 20, 10),
        ([0.8], 1.5, 1.5, 2, 0.8),
        ([1.3], 1.5, 1.5, 2, 1.3),
    ],
)
def test_condition_factors_combine_as_in_cnaim(
    factors: list[float], above: float, below: float, counted: int, combined: float
) -> None:
    """CNAIM v2.1, 6.7.2: the maximum and multiple increment; one factor alone stands as it is."""
    result = combine_factors(np.array(factors, float), counted=counted, divisor_above=above, divisor_below=below)
    assert result == pytest.approx(combined)


@pytest.mark.parametrize(
    ("mode", "exams", "years"),
    [
        ("step", 9_999, 14), ("step", 10_000, 12), ("step", 20_000, 12), ("step", 20_001, 10),
        ("interpolated", 0, 14), ("interpolated", 5_000, 14), ("interpolated", 10_000, 13),
        ("interpolated", 12_500, 12.5), ("interpolated", 15_000, 12), ("interpolated", 20_000, 11),
        ("interpolated", 25_000, 10), ("interpolated", 90_000, 10),
    ],
)  # fmt: skip
def test_general_radiography_lives(mode: str, exams: float, years: float) -> None:
    """CAR 2013: 10, 12, 14 years at high, mid and low use; both thresholds are in mid use."""
    facts = class_facts(pd.DataFrame({c.ASSET_CLASS: ["xray_room"]}), load_reference())
    assert expected_life(np.array([float(exams)]), np.array([NAN]), facts, mode=mode) == pytest.approx([years])


@pytest.mark.parametrize(("mode", "beta", "growth"), [
    ("1.5", 1.5, [1.26, 1.41, 1.58, 1.73, 2.00]),
    ("2.1", 2.1, [1.68, 2.14, 2.74, 3.35, 4.60]),
    ("3", 3.0, [2.56, 4.00, 6.25, 9.00, 16.0]),
])  # fmt: skip
def test_hazard_growth_from_a_new_machine(mode: str, beta: float, growth: list[float]) -> None:
    """The power law over 0.8, 1, 1.25, 1.5 and 2 lives; at 2.1 it meets CNAIM's 2.12 at one life."""
    consumed = np.array([0.8, 1.0, 1.25, 1.5, 2.0])
    result = power_growth(consumed, np.zeros(5), exponent=beta, floor=0.5)
    assert result.tolist() == pytest.approx(growth, abs=6e-3)


@pytest.mark.parametrize(
    ("years", "factor"),
    [(5, 0.2215), (7, 0.1635), (8, 0.1455), (10, 0.1203), (12, 0.1036), (15, 0.0869), (20, 0.0704), (30, 0.0544)],
)
def test_equivalent_annual_cost_factors(years: int, factor: float) -> None:
    """The Green Book's factors at 3.5 %; as printed they drift from the closed form by up to 0.35 %."""
    assert equivalent_annual_factor(0.035, years) == pytest.approx(factor, rel=0.0035)


def test_the_longer_lived_boiler_costs_less_a_year() -> None:
    """Northern Ireland DoF: £2,000 over 7 years is £327.09 a year, £2,500 over 10 years £300.60."""
    assert 2_000 * equivalent_annual_factor(0.035, 7) == pytest.approx(327.09, abs=0.005)
    assert 2_500 * equivalent_annual_factor(0.035, 10) == pytest.approx(300.60, abs=0.005)
    assert annuity_factor(0.0, 10) == 10


def test_the_value_of_every_cell_of_the_matrix() -> None:
    """A cell known by itself, at the midpoints of its levels, on the log scale of risk."""
    cells = np.array(
        [
            [0, 0, 0, 0, 24.6],
            [0, 0, 0, 24.6, 49.6],
            [0, 4.4, 24.6, 49.6, 74.6],
            [8.6, 26.0, 46.2, 71.2, 96.2],
            [21.1, 38.6, 58.8, 83.8, 100],
        ]
    )
    likelihood, consequence = np.meshgrid(np.arange(1.0, 6.0), np.arange(1.0, 6.0), indexing="ij")
    cost = level_cost(likelihood, consequence, load_reference())
    value = log_value(cost, floor_gbp=100, ceiling_gbp=1e6)
    assert value == pytest.approx(cells, abs=0.06)
    assert not np.any((cost[:, None] < cost[None, :]) & (value[:, None] > value[None, :]))


@pytest.mark.parametrize(
    ("points", "x", "value"),
    [
        ([(-0.15, 0), (0, 0.1), (0.25, 0.9), (0.35, 1)], 0.1, 0.42),
        ([(50, 1), (75, 0.8), (90, 0.5), (100, 0)], 60, 0.92),
    ],
)
def test_piecewise_values(points: list[tuple[float, float]], x: float, value: float) -> None:
    """Piecewise linear value functions of a published multi-criteria test set."""
    assert curve_value(np.array(x), points) == pytest.approx(value)


def test_risk_gains_a_quarter_for_each_tenfold() -> None:
    """£100 a year is 0, £1,000 is 25, £10,000 is 50, £100,000 is 75, £1m is 100."""
    scale = log_value(np.array([10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7]), floor_gbp=100, ceiling_gbp=1e6)
    assert scale.tolist() == pytest.approx([0, 0, 25, 50, 75, 100, 100])


def test_a_short_record_is_weighed_against_the_class() -> None:
    """Six, two and one losses in three years at a prior of half a loss a year, worth two years."""
    rate = shrunk_rate(np.array([6.0, 2, 1]), np.full(3, 3.0), prior_rate=np.full(3, 0.5), prior_years=2.0)
    assert rate.tolist() == pytest.approx([1.4, 0.6, 0.4])


def test_esr_anchors_of_the_age_curve() -> None:
    """With a life of ten years, ESR 2014's 5 years stand at 10 and its 10 years at 70."""
    curve = default_policy().reference.curves["age"]
    assert curve_value(np.array([5.0, 10.0]) / 10, curve).tolist() == pytest.approx([10, 70])
