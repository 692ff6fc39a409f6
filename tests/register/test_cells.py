"""Cells as people write them: read rightly, or found, and never wrong in silence."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register
from capplan.register.amounts import number_reader
from capplan.register.choices import CHOICE_WORDS, choice_reader, flag_reader, text_reader
from capplan.register.date_order import vote
from capplan.register.dates import date_reader, year_reader
from capplan.register.headings import known_headings, read_heading
from capplan.register.ratings import read_score
from capplan.register.wording import is_blank, normalised

AS_AT = dt.date(2026, 10, 31)


@pytest.mark.parametrize(
    ("cell", "date", "precision"),
    [
        (dt.date(2014, 9, 3), "2014-09-03", "day"),
        (dt.datetime(2014, 9, 3, 14, 30), "2014-09-03", "day"),
        ("2014-09-03", "2014-09-03", "day"),
        ("2014-05-01 00:00:00", "2014-05-01", "day"),
        ("2014-05-01T09:30:00Z", "2014-05-01", "day"),
        ("03/09/2014", "2014-09-03", "day"),
        ("3.9.2014", "2014-09-03", "day"),
        ("03-09-14", "2014-09-03", "day"),
        ("13/01/2014 00:00", "2014-01-13", "day"),
        ("04-Aug-00", "2000-08-04", "day"),
        ("3rd September 2014", "2014-09-03", "day"),
        ("Weds 3 Sept 2014", "2014-09-03", "day"),
        ("Wodensday 3 Sept 2014", None, ""),
        ("Wed 3 Sept 2014", "2014-09-03", "day"),
        ("September 3, 2014", "2014-09-03", "day"),
        ("20140903", "2014-09-03", "day"),
        (20140903.0, "2014-09-03", "day"),
        ("Mar 2015", "2015-03-01", "month"),
        ("Mar-09", "2009-03-01", "month"),
        ("03/2015", "2015-03-01", "month"),
        ("2015-11", "2015-11-01", "month"),
        ("2015", "2015-07-01", "year"),
        (2015.0, "2015-07-01", "year"),
        ("2015/16", "2015-10-01", "year"),
        ("FY 2015/16", "2015-10-01", "year"),
        ("2015-2016", "2015-10-01", "year"),
        ("1999/00", "1999-10-01", "year"),
        (39904.0, "2009-04-01", "day"),
        ("39904", "2009-04-01", "day"),
        ("01/02/47", "1947-02-01", "day"),
        ("01/02/46", "2046-02-01", "day"),
        ("31/02/2014", None, ""),
        ("10 years", None, ""),
        ("c. 2009", "2009-07-01", "approximate"),
        ("pre-2005", "2005-07-01", "approximate"),
        ("2015 Q3", "2015-07-01", "quarter"),
        ("Q4 2015/16", "2016-01-01", "quarter"),
        ("2004/5", "2004-10-01", "year"),
        ("18/19", "2018-10-01", "year"),
        ("99/00", "1999-10-01", "year"),
        ("08/09", None, ""),
        ("18/20", None, ""),
        ("'05", "2005-07-01", "year"),
        ("'2014", "2014-07-01", "year"),
        ("2 Rhagfyr 2020", "2020-12-02", "day"),
        ("expires 31/03/2028", "2028-03-31", "day"),
        ("2016 (TBC)", "2016-07-01", "approximate"),
        (dt.date(1905, 7, 6), "2014-07-01", "year"),
        ("06/07/1905", "2014-07-01", "year"),
        (dt.date(1905, 12, 25), None, ""),
        ("post 2005", None, ""),
        ("2015/18", None, ""),
        ("13/13/2014", None, ""),
        (12.5, None, ""),
        (True, None, ""),
        ("01/01/1066", None, ""),
    ],
)
def test_dates_are_read_as_british_registers_write_them(cell: Any, date: str | None, precision: str) -> None:
    """A date is read to its precision; what is not surely a date is not one."""
    read = date_reader(c.INSTALL_DATE, "day first", AS_AT)(cell)
    assert (read.value and read.value.isoformat(), read.aside) == (date, precision)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("10 years", "R070"),
        ("31/02/2014", "R071"),
        ("circa 2010", "R072"),
        ("Q2 2015", "R072"),
        (dt.date(1905, 7, 6), "R072"),
        ("2015/16", "R037"),
        ("18/19", "R037"),
        (39904.0, "R036"),
        (0.0, "R041"),
        (dt.date(1899, 12, 31), "R041"),
        ("soon", "R005"),
    ],
)
def test_dates_that_were_interpreted_are_found(cell: Any, code: str) -> None:
    """A reading that took an assumption says so."""
    assert date_reader(c.INSTALL_DATE, "day first", AS_AT)(cell).code == code


def test_two_digit_years_look_forward_where_the_column_does() -> None:
    """A replacement planned for 60 is in 2060; one installed in 60 was in 1960."""
    ahead, behind = (date_reader(column, "day first", AS_AT) for column in (c.PLANNED_REPLACEMENT_DATE, c.INSTALL_DATE))
    assert (ahead("01/04/60").value.year, behind("01/04/60").value.year) == (2060, 1960)


def test_a_financial_year_begins_in_april() -> None:
    """A commitment in February 2028 is in financial year 2027."""
    read = year_reader(c.LOCKED_YEAR, "day first", AS_AT)
    assert [read(cell).value for cell in ("2027/28", dt.date(2028, 2, 1), 2027.0)] == [2027, 2027, 2027]


@pytest.mark.parametrize(
    ("cells", "order", "code", "odd"),
    [
        (["03/09/2014", "25/12/2014"], "day first", "", ()),
        (["03/09/2014", "12/25/2014"], "month first", "R034", ()),
        (["03/09/2014", "03/03/2014"], "day first", "R035", ()),
        (["03/03/2014", dt.date(2014, 5, 9)], "day first", "", ()),
        (["25/12/2014", "12/25/2014"], "either", "R006", (0,)),
        ([*["25/12/2014"] * 12, "12/25/2014"], "day first", "R006", (12,)),
    ],
)
def test_the_whole_column_settles_day_and_month(cells: list[Any], order: str, code: str, odd: tuple[int, ...]) -> None:
    """One date that can only be read one way settles the others; a mixture is an error."""
    voted = vote(cells)
    assert (voted.order, voted.code, voted.odd) == (order, code, odd)


def test_a_short_year_that_must_stand_first_does(
    read: Callable[..., Register], found: Callable[..., list[str]]
) -> None:
    """Where day/month/year would install machines in years to come, and year/month/day none, the year is first."""
    dates = [f"{year:02d}/05/{day}" for year, day in zip(range(5, 25), range(10, 30), strict=True)]
    register = read([["Asset No", "Modality", "Installed"], *([f"A{n}", "CT", date] for n, date in enumerate(dates))])
    assert register.assets[c.INSTALL_DATE].dt.strftime("%Y-%m-%d").tolist()[0] == "2005-05-10"
    assert register.assets[c.INSTALL_DATE].dt.year.tolist() == list(range(2005, 2025))
    assert found(register, "R111") == ["C1"]


def test_a_mixed_column_is_read_only_where_it_is_sure(
    read: Callable[..., Register], found: Callable[..., list[str]]
) -> None:
    """With both orders in a column, a date that could be either is an error, not a guess."""
    dates = ["25/12/2014", "12/25/2014", "03/09/2014", "04/04/2014"]
    register = read([["Asset No", "Modality", "Installed"], *([f"A{n}", "CT", date] for n, date in enumerate(dates))])
    assert register.assets[c.INSTALL_DATE].dt.strftime("%d %b").fillna("").tolist() == [
        "25 Dec",
        "25 Dec",
        "",
        "04 Apr",
    ]
    assert found(register, "R006") == ["C1"]
    assert found(register, "R004") == ["C4"]


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [
        ("£750,000", 750_000),
        ("£750,000.00", 750_000),
        ("750000", 750_000),
        ("750 000", 750_000),
        ("£250k", 250_000),
        ("£1.2m", 1_200_000),
        ("1.2 million", 1_200_000),
        ("7.5E+05", 750_000),
        ("GBP 750,000", 750_000),
        ("750,000 GBP", 750_000),
        ("£250k + VAT", 250_000),
        ("£250,000 (inc VAT)", 250_000),
        (749_999.6, 750_000),
        ("1,5", None),
        ("600-700k", 650_000),
        ("£250k - £300k", 275_000),
        ("approx £250k", 250_000),
        ("£250k exVAT", 250_000),
        ("2x £45k", None),
        ("1.250.000", None),
        ("750.000", None),
        ("see finance", None),
        ("750.000,00", None),
        ("£1,20,000", None),
        ("$750,000", None),
        ("Â£750,000", 750_000),
        ("£ -", None),
        ("£750k a month", None),
        ("(5,000)", None),
        ("-5000", None),
        (-5000.0, None),
        (0.0, None),
        ("nil", None),
        (1e300, None),
        (float("inf"), None),
        (True, None),
        (dt.date(2014, 9, 3), None),
    ],
)
def test_money_is_read_in_whole_pounds(cell: Any, pounds: int | None) -> None:
    """An amount is read with its own unit; what is negative, foreign or no single amount is not read."""
    read = number_reader(c.REPLACEMENT_COST_GBP, 1)(cell)
    assert read.value == pounds
    assert read.value is not None or read.code


@pytest.mark.parametrize(
    ("cell", "pounds"), [(750.0, 750_000), ("£750", 750_000), ("£750k", 750_000), ("£1.2m", 1_200_000)]
)
def test_a_heading_in_thousands_multiplies_what_has_no_unit_of_its_own(cell: Any, pounds: int) -> None:
    """Under "(£k)", 750 is £750,000, and so is £750k."""
    assert number_reader(c.REPLACEMENT_COST_GBP, 1_000)(cell).value == pounds


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (c.EXPECTED_LIFE_YEARS, "10 years", 10.0),
        (c.EXPECTED_LIFE_YEARS, "18 months", 1.5),
        (c.EXPECTED_LIFE_YEARS, "10yrs 6m", 10.5),
        (c.EXPECTED_LIFE_YEARS, "ten", None),
        (c.HOURS_AVAILABLE_PER_YEAR, "24/7", 8_760.0),
        (c.HOURS_USED_PER_YEAR, "24/7", None),
        (c.HOURS_USED_PER_YEAR, dt.timedelta(hours=1_500, minutes=30), 1_500.5),
        (c.HOURS_AVAILABLE_PER_YEAR, dt.time(9, 0), None),
        (c.HOURS_USED_PER_YEAR, "1,500 hours p.a.", 1_500.0),
        (c.ACTIVITY_PER_YEAR, "12,500 (2024/25)", 12_500.0),
        (c.UNPLANNED_EVENTS, "2 call-outs", 2),
        (c.UNPLANNED_EVENTS, "2 a month", None),
        (c.BOOK_VALUE_GBP, "fully depreciated", 0),
        (c.AGE_YEARS, "2014", None),
        (c.EXPECTED_LIFE_YEARS, 0.0, None),
        (c.ACTIVITY_PER_YEAR, "12,500 exams", 12_500.0),
        (c.ACTIVITY_PER_YEAR, "85%", None),
        (c.DOSE_RATIO, "85%", 0.85),
        (c.DOSE_RATIO, 0.85, 0.85),
        (c.DOSE_RATIO, 85.0, None),
        (c.UNPLANNED_EVENTS, "none", 0),
        (c.UNPLANNED_EVENTS, 2.5, None),
        (c.BOOK_VALUE_GBP, 0.0, 0),
        (c.QUANTITY, 100_000.0, None),
    ],
)
def test_numbers_are_read_in_the_unit_of_their_column(column: Column, cell: Any, value: float | None) -> None:
    """A number with another unit, or of another kind, is not read."""
    assert number_reader(column, 1)(cell).value == value


@pytest.mark.parametrize(
    ("column", "scale", "cell", "value", "said"),
    [
        (c.MAINTENANCE_GBP_PER_YEAR, 1, "£500 per month", 6_000, "12, from a month"),
        (c.MAINTENANCE_GBP_PER_YEAR, 1, "£1,500/quarter + VAT", 6_000, "4, from a quarter"),
        (c.ACTIVITY_PER_YEAR, 1, "50 scans a week", 2_600, "52, from a week"),
        (c.HOURS_USED_PER_YEAR, 1, "24 hrs/wk", 1_248, "52, from a week"),
        (c.MAINTENANCE_GBP_PER_YEAR, 12, "£6,000 pa", 6_000, ""),
        (c.MAINTENANCE_GBP_PER_YEAR, 12, "£500 per month", 6_000, "12, from a month"),
        (c.MAINTENANCE_GBP_PER_YEAR, 12, "£0.5k", 6_000, ""),
        (c.MAINTENANCE_GBP_PER_YEAR, 12_000, "6 pa", 6_000, ""),
        (c.MAINTENANCE_GBP_PER_YEAR, 12, "1-2k", 18_000, ""),
        (c.MAINTENANCE_GBP_PER_YEAR, 1, "1-2k a month", 18_000, "12, from a month, and is given roughly"),
        (c.CAPACITY_PER_YEAR, 52, "40-60", 2_600, ""),
        (c.CAPACITY_PER_YEAR, 52, "200-300 a month", 3_000, "12, from a month, and is given roughly"),
        (c.EXPECTED_LIFE_YEARS, 1 / 12, "10 years", 10, ""),
        (c.EXPECTED_LIFE_YEARS, 1 / 12, "120", 10, ""),
    ],
)
def test_a_cells_own_unit_and_period_go_before_those_of_its_heading(
    column: Column, scale: float, cell: str, value: float, said: str
) -> None:
    """Under "per month", £6,000 pa is a year's and £0.5k is still a month's; what was made a year's is said."""
    read = number_reader(column, scale)(cell)
    assert (read.value, read.detail) == (value, said)
    assert not said or read.code == "R096"


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        *((text, 2_600, "52, from a week") for text in (
            "50 a week", "50/week", "50 per week", "50/wk", "50pw", "50 weekly", "50 scans every week", "50 (a week)",
            "50 exams (per week)")),
        *((text, 2_400, "12, from a month") for text in (
            "200 pcm", "200 p.c.m.", "200/month", "200 a month", "200 per calendar month", "200 mthly")),
        *((text, 2_600, "52, from a week, and is given roughly") for text in (
            "approx 50 a week", "c. 50/week", "40-60 a week", "40/week - 60/week", "50 a week on average")),
        ("2,600 yearly", 2_600, ""),
        ("2,600 (per annum)", 2_600, ""),
    ],
)  # fmt: skip
def test_an_amount_of_a_plain_period_is_made_into_a_years(cell: str, value: float, said: str) -> None:
    """52 weeks or 12 months; that it was multiplied is said, of a rough amount and a range as well."""
    read = number_reader(c.ACTIVITY_PER_YEAR, 1)(cell)
    assert (read.value, read.detail, read.code) == (value, said, "R096" if said else "")


@pytest.mark.parametrize(
    "cell",
    ["50 a day", "50 per session", "50 a fortnight", "50 per 4 weeks", "50 per weekday", "50 a week per room",
     "50 week", "50 weeks", "200 month", "200 m", "50 am", "40 a week - 60 a month", "40 a week - 60", "week 50"],
)  # fmt: skip
def test_an_amount_of_an_unsure_period_is_not_read(cell: str) -> None:
    """How many days or sessions a year has is not sure, nor is whether "50 week" is a rate."""
    read = number_reader(c.ACTIVITY_PER_YEAR, 1)(cell)
    assert (read.value, read.code) == (None, "R005")


@pytest.mark.parametrize("column", [c.QUANTITY, c.AGE_YEARS, c.UNPLANNED_EVENTS, c.REPLACEMENT_COST_GBP])
def test_only_what_is_of_a_year_has_a_period(column: Column) -> None:
    """A price or a count that is no rate is never multiplied."""
    assert number_reader(column, 1)("50 a week").value is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Yes - mandated", True),
        ("No (see plan)", False),
        ("Yes?", None),
        ("Yes, if funded", None),
        ("No - but should be", None),
    ],
)
def test_a_yes_or_no_with_a_reason_is_read_unless_it_is_taken_back(cell: str, value: bool | None) -> None:
    """A reason behind the word does not change it; a doubt or a condition does."""
    assert flag_reader()(cell).value is value


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("4 x 3 = 12 (High)", (4, 3)),
        ("12 (4x3) - red", (4, 3)),
        ("High (4x3)", (4, 3)),
        ("L4 C3 very high risk", (4, 3)),
        ("High", None),
        ("4 x 3 = 11 (High)", None),
    ],
)
def test_the_word_for_a_score_does_not_hide_its_ratings(cell: str, pair: tuple[int, int] | None) -> None:
    """A word beside 4 x 3 says nothing more; alone it does not say which ratings."""
    assert read_score(cell).value == pair


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [
        ("00123", "00123", ""),
        (123.0, "123", ""),
        (True, "TRUE", ""),
        ("  A\u00a0 1\n", "A 1", ""),
        ("6.37702E+15", "6.37702E+15", "R038"),
        (6.37702e15, "6377020000000000.0", "R038"),
        (dt.date(2024, 4, 3), "2024-04-03", "R039"),
        ("Sok\ufffdde", "Sok\ufffdde", "R051"),
        ("#REF!", None, "R005"),
    ],
)
def test_ids_keep_their_zeros_and_say_what_they_lost(cell: Any, text: str | None, code: str) -> None:
    """An id is text: zeros kept, no decimal point, and a warning where a spreadsheet has spoilt it."""
    read = text_reader(c.ASSET_ID)(cell)
    assert (read.value, read.code) == (text, code)


@pytest.mark.parametrize("column", [column for column in c.ASSETS if column.choices])
def test_every_word_for_a_choice_is_read_as_it(column: Column) -> None:
    """No two choices share a word, and every word in the table is read, however it is spaced."""
    read = choice_reader(column)
    words = {choice: (choice, *CHOICE_WORDS.get(column, {}).get(choice, ())) for choice in column.choices}
    for choice, spoken in words.items():
        for word in spoken:
            assert read(f" {word.upper()} ").value == choice, word


def test_what_does_not_settle_a_choice_is_not_read() -> None:
    """The word "obsolete" does not say whether there are spares, "failed" not how badly."""
    assert choice_reader(c.SUPPORT_STATUS)("Obsolete").code == "R005"
    assert choice_reader(c.QA_STATUS)("Failed").code == "R005"


def test_headings_name_one_column_each() -> None:
    """No name or alias leads to two columns, and each column's own name leads to itself."""
    for column in c.ASSETS:
        for heading in (column, *column.aliases):
            assert known_headings()[normalised(heading)] == column


@pytest.mark.parametrize(
    ("heading", "column", "scale", "vat"),
    [
        ("Replacement cost (£k)", c.REPLACEMENT_COST_GBP, 1_000, ""),
        ("REPL. COST £000s", c.REPLACEMENT_COST_GBP, 1_000, ""),
        ("Cost to replace £'000", c.REPLACEMENT_COST_GBP, 1_000, ""),
        ("Replacement Cost\n(£m, inc. VAT)", c.REPLACEMENT_COST_GBP, 1_000_000, "inc"),
        ("Replacement cost (£) excl VAT", c.REPLACEMENT_COST_GBP, 1, "ex"),
        ("Maintenance (£ p.a.)", c.MAINTENANCE_GBP_PER_YEAR, 1, ""),
        ("Asset life (yrs)", c.EXPECTED_LIFE_YEARS, 1, ""),
        ("InServiceDate", c.INSTALL_DATE, 1, ""),
        ("Installed (dd/mm/yyyy)", c.INSTALL_DATE, 1, ""),
        ("Likelihood (1-5)", c.RISK_LIKELIHOOD, 1, ""),
    ],
)
def test_units_in_headings_are_understood(heading: str, column: Column, scale: int, vat: str) -> None:
    """Thousands, millions, VAT and units in brackets are taken off the heading and kept."""
    read = read_heading(heading)
    assert read is not None
    assert (read.column, read.scale, read.vat) == (column, scale, vat)


@pytest.mark.parametrize(
    "heading",
    ["Replacement cost ($)", "Activity (%)", "Downtime (days)", "Model (£)", "Asset", "",
     "Activity inc VAT", "Scans per day", "Maintenance cost 2019-2024"],
)  # fmt: skip
def test_a_heading_with_another_unit_is_not_known(heading: str) -> None:
    """A unit that is not the column's own would make every number wrong, so the column is not read."""
    assert read_heading(heading) is None


def test_nought_and_unknown_are_blank_and_said(read: Callable[..., Register], found: Callable[..., list[str]]) -> None:
    """0 in a cost or a year, "TBC" and "N/A" are all blank; the first two are noted."""
    register = read(
        [["Asset No", "Modality", "Installed", "Replacement cost", "Year of manufacture", "QA"],
         ["A", "CT", 2014, 0, 0, "TBC"], ["B", "CT", 2014, "N/A", "-", "n/a"]]
    )  # fmt: skip
    assert register.assets[[c.REPLACEMENT_COST_GBP, c.MANUFACTURE_YEAR, c.QA_STATUS]].isna().all(axis=None)
    assert found(register, "R041") == ["D2", "E2"]
    assert found(register, "R052") == ["F2"]


def test_vat_is_kept_a_row_and_a_mixture_is_found(
    read: Callable[..., Register], found: Callable[..., list[str]]
) -> None:
    """A note beside one price counts for its row; the rows that differ are listed once a column."""
    rows = [["Asset No", "Modality", "Installed", "Replacement cost"], ["A", "CT", 2014, "£900,000 inc VAT"]]
    register = read([*rows, *([f"B{n}", "CT", 2014, 750_000] for n in range(3))])
    assert register.assets[c.VAT_BASIS].fillna("").tolist() == ["inc", "", "", ""]
    assert found(register, "R021") == ["D1"]
    whole = read([["Asset No", "Modality", "Installed", "Replacement cost (inc VAT)"], ["A", "CT", 2014, 900_000]])
    assert whole.assets[c.VAT_BASIS].tolist() == ["inc"]
    assert found(whole, "R021") == []


CELLS = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"[£$]?\d{1,3}([,./ -]\d{2,4}){0,3}( ?[a-z%]{1,4})?", fullmatch=True),
    st.sampled_from(
        ["=1+1", "'=x", "#N/A", "Total", "N/A", "0", "-", "1e5", "Ⅷ", "٣", "12/12/12", "fy12/13", "²", "½"]
    ),
)
HEADINGS = [
    "Asset No",
    "Modality",
    "Installed",
    "Replacement cost (£k)",
    "QA",
    "Exams",
    "Mandatory",
    "YOM",
    "Likelihood",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), min_size=1, max_size=5))
def test_any_text_in_any_cell_is_read_or_found(read: Callable[..., Register], rows: list[list[str]]) -> None:
    """No text in any cell ends in a traceback; each row comes out as assets or as a finding."""
    clean = [["".join(letter for letter in cell if letter.isprintable()) for cell in row] for row in rows]
    register = read([HEADINGS, *clean])
    findings = register.findings
    numbers = set(register.assets[c.SOURCE_ROW]) | {
        int("".join(filter(str.isdigit, cell)) or 0) for cell in findings[c.CELL]
    }
    for number, row in enumerate(clean, start=2):
        assert number in numbers or all(map(is_blank, row))
    assert register.assets[c.ASSET_ID].is_unique
    assert register.assets[c.ASSET_ID].notna().all()
