"""How things are printed, and what is printed where they are missing."""

import math

import pandas as pd
import pytest

from capplan.reporting.formats import financial_year, millions, money, number, percent, pounds, text, year_span


@pytest.mark.parametrize("form", [number, pounds, millions, money, percent, financial_year])
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
    """An amount that rounds to nothing has no sign."""
    assert (millions(-1), number(-0.04, 1)) == ("£0.0m", "0.0")


def test_a_century_turns_over() -> None:
    """Financial years keep two figures for the second year, even at the turn of a century."""
    assert year_span(range(2098, 2100)) == "2098/99 to 2099/00"
