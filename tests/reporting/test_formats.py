"""How things are printed, and what is printed where they are missing."""

import math

import pandas as pd
import pytest

from capplan.reporting.formats import (
    MILLIONS,
    THOUSANDS,
    financial_year,
    money,
    number,
    percent,
    pounds,
    text,
    unit_for,
    year_span,
)


@pytest.mark.parametrize("form", [number, pounds, MILLIONS, THOUSANDS, money, percent, financial_year])
@pytest.mark.parametrize("missing", [None, math.nan, pd.NA, pd.NaT], ids=str)
def test_a_missing_number_is_a_dash(form, missing) -> None:
    """A number that is missing prints as a dash, never as nan, None or NA."""
    assert form(missing) == "–"


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA, "", "  "], ids=repr)
def test_missing_text_says_so(missing) -> None:
    """Text that is missing prints as "not stated"."""
    assert text(missing) == "not stated"


@pytest.mark.parametrize(
    ("value", "printed"), [(0, "£0"), (999, "£999"), (999_499, "£999k"), (999_500, "£1.0m"), (-2_540_000, "−£2.5m")]
)
def test_money_keeps_three_figures_or_so(value, printed) -> None:
    """Money in running text is in the largest unit that keeps it short, and never £1,000k."""
    assert money(value) == printed


def test_nothing_prints_as_minus_zero() -> None:
    """A number that rounds to nothing has no sign, and neither has money under half a pound."""
    assert (number(-0.04, 1), MILLIONS(-0.4), THOUSANDS(-0.4)) == ("0.0", "£0.0m", "£0")


@pytest.mark.parametrize(
    ("unit", "value", "printed"),
    [(MILLIONS, 49_999, "£50k"), (MILLIONS, -36_200, "−£36k"), (MILLIONS, 50_001, "£0.1m"), (THOUSANDS, 320, "£320"),
     (THOUSANDS, -12_400, "−£12k")],
)  # fmt: skip
def test_only_nothing_is_printed_as_nothing(unit, value, printed) -> None:
    """An amount too small for a paper's unit is printed in a smaller one, never as zero."""
    assert unit(value) == printed


@pytest.mark.parametrize(
    ("whole_gbp", "unit"), [(0, THOUSANDS), (19_999_999, THOUSANDS), (20_000_000, MILLIONS), (2e8, MILLIONS)]
)
def test_the_size_of_a_plan_sets_its_unit(whole_gbp, unit) -> None:
    """Plans of £20m and more are printed in millions, smaller ones in thousands."""
    assert unit_for(whole_gbp) == unit


def test_a_century_turns_over() -> None:
    """Financial years keep two figures for the second year, even at the turn of a century."""
    assert year_span(range(2098, 2100)) == "2098/99 to 2099/00"
