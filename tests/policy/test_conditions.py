"""The language of `must_replace`."""

import contextlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capplan.columns import AGE_YEARS, ASSET_CLASS, INSTALL_DATE, MUST_TREAT, QA_STATUS
from capplan.policy.conditions import parse_condition

FRAME = pd.DataFrame(
    {
        AGE_YEARS: [9.0, 26.0, None],
        QA_STATUS: ["pass", None, "suspended"],
        ASSET_CLASS: ["ct", "mri", "ct"],
        INSTALL_DATE: pd.to_datetime(["2012-05-01", "2015-01-01", None]),
        MUST_TREAT: pd.array([False, True, None], dtype="boolean"),
    }
)


@pytest.mark.parametrize(
    "text",
    ["qa_status = 'Suspended'", "qa_status < 3", "age_years = 'old'", "install_date < 2015", "install_date < 'May'",
     "must_treat = 'true'", "organisation > 'A'"],
)  # fmt: skip
def test_a_literal_must_fit_its_column(text: str) -> None:
    """A duty that could never hold, by a slip of typing, is refused rather than left without effect."""
    with pytest.raises(ValueError, match=r"never|numbers|order|isoformat"):
        parse_condition(text)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("qa_status = 'suspended'", [False, False, True]),
        ("age_years >= 25", [False, True, False]),
        ("age_years < 10 and asset_class = 'ct'", [True, False, False]),
        ("age_years >= 25 or qa_status = 'suspended'", [False, True, True]),
        ("asset_class in ('mri', 'mri_3t')", [False, True, False]),
        ("qa_status != 'pass'", [False, False, True]),
        ("install_date < '2015-01-01'", [True, False, False]),
        ("must_treat = 'yes'", [False, True, False]),
    ],
)
def test_a_condition_holds_row_by_row(text: str, met: list[bool]) -> None:
    """Conditions join by and/or; a missing value never meets one."""
    assert parse_condition(text).holds(FRAME).tolist() == met


@pytest.mark.parametrize(
    "text",
    ["", "age_years", "age_years >", "age_years >= ", "25 > age_years", "age_years >= 25 nor 1", "qa_status in ()",
     "qa_status in ('a'", "__import__('os')", "age_years = 1; qa_status = 'x'"],
)  # fmt: skip
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    """Nothing but column, operator and literal is read, and nothing is ever evaluated."""
    with pytest.raises(ValueError, match=r"expected|not a column|cannot read"):
        parse_condition(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text does worse than a ValueError."""
    with contextlib.suppress(ValueError):
        assert parse_condition(text).text == text
