"""Levels, the worst scenario and the gates."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from capplan import columns as c
from capplan.errors import InputError
from capplan.policy import Policy
from capplan.reference import load_reference
from capplan.scoring import score
from capplan.scoring.risk import rating_band, service_consequence, service_likelihood, worst_scenario


@pytest.mark.parametrize(
    ("days", "level"),
    [(0, 1), (0.33, 1), (1 / 3, 2), (0.99, 2), (1, 3), (7, 3), (7.01, 4), (90, 4), (90.1, 5)],
)
def test_consequence_by_days_of_outage(days: float, level: int) -> None:
    """Less than 8 hours 1, less than a day 2, up to a week 3, up to 90 days 4, longer 5."""
    assert service_consequence(np.array([float(days)]), np.zeros(1), load_reference()) == [level]


@pytest.mark.parametrize(("days", "step", "level"), [(3, -1, 2), (3, 1, 4), (0.1, -1, 1), (200, 1, 5)])
def test_what_stands_in_moves_the_consequence(days: float, step: int, level: int) -> None:
    """One less where another machine stands in, one more on an emergency pathway, always 1 to 5."""
    assert service_consequence(np.array([float(days)]), np.array([float(step)]), load_reference()) == [level]


@pytest.mark.parametrize(
    ("chance", "level"), [(0.0009, 1), (0.005, 2), (0.05, 3), (0.3297, 4), (0.49, 4), (0.51, 5), (0.9999, 5)]
)
def test_likelihood_by_chance_in_a_year(chance: float, level: int) -> None:
    """Below 0.1 % 1, to 1 % 2, to 10 % 3, to 50 % 4, above 5."""
    assert service_likelihood(-np.log1p(-np.array([chance])), load_reference()) == [level]


@pytest.mark.parametrize(
    ("likelihoods", "consequences", "cell"),
    [([5, 1, 4], [4, 3, 3], (5, 4)), ([4, 2, 3], [3, 3, 4], (3, 4)), ([1, 4, 4], [5, 3, 3], (4, 3)),
     ([2, 1, 1], [2, 4, 3], (1, 4))],
)  # fmt: skip
def test_the_rating_is_the_worst_scenarios(
    likelihoods: list[float], consequences: list[float], cell: tuple[int, int]
) -> None:
    """By product; of equal products, the one with the higher consequence."""
    likelihood, consequence = worst_scenario(np.array([likelihoods], float), np.array([consequences], float))
    assert (likelihood[0], consequence[0]) == cell


@pytest.mark.parametrize(
    ("column", "level", "word"),
    [
        (c.QA_STATUS, "suspended", "suspended"),
        (c.SAFETY_NOTICE, "unmitigated", "safety notice"),
        (c.OS_STATUS, "exploited", "known exploit"),
    ],
)
def test_a_duty_is_a_gate_and_not_a_weight(
    column: c.Column, level: str, word: str, worked: pd.DataFrame, policy: Policy
) -> None:
    """Suspended use, a notice not mitigated and exploited software make an asset must-treat, in words."""
    gates = score(worked.assign(**{column: [level, None, "", "no such level"]}), policy)[c.GATE]
    assert word in gates[0]
    assert gates[1:].isna().all()


def test_every_duty_is_named(ct: pd.DataFrame, policy: Policy) -> None:
    """An asset with two duties names both."""
    gate = score(ct.assign(**{c.QA_STATUS: "suspended", c.OS_STATUS: "exploited"}), policy)[c.GATE].item()
    assert gate == "use suspended after quality assurance; unsupported software with a known exploit"


def test_interventional_harm_is_worse(ct: pd.DataFrame, policy: Policy) -> None:
    """Worst credible harm: 2 non-ionising, 3 ionising, 4 interventional."""
    classes = ["mri", "ct", "angiography"]
    restricted = [score(ct.assign(**{c.ASSET_CLASS: name, c.QA_STATUS: "restricted"}), policy) for name in classes]
    costs = [frame[c.SAFETY_COST_GBP_PER_YEAR].item() for frame in restricted]
    assert costs == pytest.approx([0.22 * 5_000, 0.22 * 32_000, 0.22 * 320_000])


def test_a_factor_is_the_policys(ct: pd.DataFrame, policy: Policy) -> None:
    """A plan file's own numbers are used; nothing is fixed in the code."""
    stricter = Policy.model_validate(
        {"plan": {"as_at": dt.date(2027, 4, 1)}, "reference": {"reliability": {"ct": {"faults_per_year_mid": 2.0}}}}
    )
    rate = score(ct, stricter)[c.FAULT_RATE_PER_YEAR].item()
    assert rate == pytest.approx((2 * 2.0 + 6) / 5 * (1.2 + 0.1 / 1.5))
    assert rate > score(ct, policy)[c.FAULT_RATE_PER_YEAR].item()


def test_the_band_is_read_off_the_matrix(worked: pd.DataFrame, policy: Policy) -> None:
    """Ratings of 20, 15, 8 and 12 are extreme, extreme, high and high."""
    assert score(worked, policy)[c.RISK_BAND].tolist() == ["extreme", "extreme", "high", "high"]


@pytest.mark.parametrize("rating", [0, 7, 11, 13, 14, 17, 18, 19, 21, 22, 23, 24, 26])
def test_a_rating_that_no_two_levels_make_is_refused(rating: int, policy: Policy) -> None:
    """Likelihood times consequence can never be 7: a register that says so holds a data error."""
    with pytest.raises(InputError, match=f"{rating} is not a product"):
        rating_band(np.array([4.0, rating, np.nan]), policy.reference)
