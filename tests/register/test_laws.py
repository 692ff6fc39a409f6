"""Laws of reading, whatever the cells hold."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from capplan import columns as c
from capplan import frames
from capplan.columns import Column
from capplan.model import Register
from capplan.register.amounts import number_reader
from capplan.register.choices import choice_reader, flag_reader, text_reader
from capplan.register.date_forms import FIRST_YEAR, LAST_YEAR
from capplan.register.dates import date_reader, year_reader
from capplan.register.ratings import rating_reader, read_score

AS_AT = dt.date(2026, 10, 31)
# What is of the reading and not of the asset, or is the text of columns that capplan does not know.
_NOT_OF_THE_ASSET = (c.EXTRA,)
LAWFUL = [column for column in c.ASSETS if column not in _NOT_OF_THE_ASSET]

WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cs", "Cn")), max_size=30
)
SHAPES = st.from_regex(
    r"(c\. ?|approx |~|pre-|£|\$|-|\()?\d{1,6}([,./ x×-]\d{1,4}){0,3}"
    r"( ?(k|m|%|years?|yrs|months|exams|\?|\)|inc VAT))?",
    fullmatch=True,
)
USUAL = st.sampled_from(
    ["CT", "MRI 3T", "C-arm", "2014", "03/09/2014", "2015/16", "Q2 2015", "750000", "£750k", "4x3", "Yes", "B",
        "Owned", "TBC", "N/A",
     "0", "-", "=1+1", "'=1+1", "''", "@x", "+44", "Total", "00123", "6.4E+15", "not stated", "none", "nan", "#REF!",
     "12 (4x3)", "ⅷ", "٣", "½"]
)  # fmt: skip
CELLS = st.one_of(WORDS, SHAPES, USUAL)
NUMBERS = st.one_of(
    st.floats(), st.integers(-(10**20), 10**20), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()
)
HEADINGS = [
    c.ASSET_ID, c.SERIAL_NUMBER, c.ASSET_CLASS, c.MANUFACTURER, c.MODEL, c.INSTALL_DATE, c.PURCHASE_DATE,
    c.MANUFACTURE_YEAR,
    c.AGE_YEARS, c.ACTIVITY_PER_YEAR, c.UNPLANNED_EVENTS, c.REPLACEMENT_COST_GBP, c.PURCHASE_COST_GBP,
    c.RISK_RATING, c.CONDITION,
    c.FINANCE_METHOD, c.STATUS, c.LOCKED_YEAR, c.MUST_TREAT, c.NOTES,
]  # fmt: skip


def readers(column: Column) -> list[Callable[..., object]]:
    """Every reader that a column's cells may go through."""
    orders = ("day first", "month first", "either")
    by_kind = {
        "date": [date_reader(column, order, AS_AT) for order in orders],
        "whole": [*(number_reader(column, scale) for scale in (1, 1_000)), year_reader(column, "day first", AS_AT)],
        "number": [number_reader(column, 1)],
        "flag": [flag_reader()],
        "choice": [choice_reader(column), text_reader(column)],
        "text": [text_reader(column), read_score],
    }  # fmt: skip
    ratings = [rating_reader(column)] if column in (c.RISK_LIKELIHOOD, c.RISK_CONSEQUENCE) else []
    return by_kind[column.kind] + ratings


@given(column=st.sampled_from(c.GIVEN), cell=st.one_of(CELLS, NUMBERS))
def test_any_cell_gives_a_value_or_a_rule(column: Column, cell: object) -> None:
    """No cell of any kind ends in an exception, in any column; dates and amounts stay within their bounds."""
    for reader in readers(column):
        read = reader(cell)
        if isinstance(read.value, dt.date):
            assert FIRST_YEAR <= read.value.year <= LAST_YEAR
        if column.kind in ("whole", "number") and isinstance(read.value, int | float):
            assert 0 <= read.value < 1e13


@given(date=st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)))
def test_a_date_written_out_is_read_back(date: dt.date) -> None:
    """Every usual way to write a whole date gives the date, to the day and without a finding."""
    read = date_reader(c.INSTALL_DATE, "day first", AS_AT)
    forms = (
        "%d/%m/%Y",
        "%d.%m.%Y",
        "%d-%m-%Y",
        "%Y-%m-%d",
        "%Y-%m-%dT00:00:00",
        "%d %b %Y",
        "%d-%B-%Y",
        "%A %d %B %Y",
        "%B %d, %Y",
        "%Y%m%d",
    )
    for form in forms:
        found = read(date.strftime(form))
        assert (found.value, found.aside, found.code) == (date, "day", ""), form
    month_first = date_reader(c.INSTALL_DATE, "month first", AS_AT)
    assert month_first(date.strftime("%m/%d/%Y")).value == date


@given(pounds=st.integers(1, 10**9))
def test_an_amount_written_out_is_read_back(pounds: int) -> None:
    """Every usual way to write whole pounds gives them, without a finding."""
    read = number_reader(c.BOOK_VALUE_GBP, 1)
    spaced = f"{pounds:,}".replace(",", " ")
    ways = (
        str(pounds),
        f"£{pounds:,}",
        f"£{pounds:,}.00",
        f"{pounds:,} GBP",
        spaced,
        float(pounds),
        f"{pounds}.0",
        f"£{pounds / 1000:.4f}k",
    )
    for way in ways:
        assert (read(way).value, read(way).code) == (pounds, ""), way


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), min_size=1, max_size=4))
@example(rows=[["'=1+1"] * len(HEADINGS), ["''"] * len(HEADINGS)])
def test_what_was_read_is_read_again_the_same(
    read: Callable[..., Register], read_text: Callable[..., Register], rows: list[list[str]]
) -> None:
    """The assets of any register, written out as CSV and read again, are the same assets.

    Each row has an id and a serial number, so that it is taken for an asset and not for a total or a remark.
    """
    headings = [str(column) for column in HEADINGS]
    named = [[f"Q{number} {row[0]}", f"S{number}", *row[2:]] for number, row in enumerate(rows, start=1)]
    first = read([headings, *named]).assets
    second = read_text(frames.to_csv(first[list(c.ASSETS)]), "again.csv").assets
    pd.testing.assert_frame_equal(second[LAWFUL], first[LAWFUL], check_dtype=False)
