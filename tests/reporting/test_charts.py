"""Charts: the message is true of the figures, and the drawing is real text with nothing to fetch."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from capplan.reporting import style
from capplan.reporting.age_guide import AgeGuide
from capplan.reporting.case import case_of
from capplan.reporting.content import Chart
from capplan.reporting.exhibits import age_exhibit, equity_exhibit, outcome_exhibit, outlook_exhibit, spend_exhibit
from capplan.reporting.fairness import NetworkShare, network_shares
from capplan.reporting.fonts import FAMILY, printable, register_with_matplotlib
from capplan.reporting.formats import MILLIONS
from capplan.reporting.measures import (
    AgeProfile,
    Outcome,
    Outlook,
    Spend,
    age_profile,
    age_profiles,
    outcome,
    outlook,
    risk_matrix,
    spend,
)
from capplan.reporting.risk_grid import BANDS, RATINGS, in_band, risk_exhibit

GUIDE = AgeGuide(shares=(0.6, 0.3, 0.1), name="COCIR golden rules")


def _profile(label: str, *counts: int) -> AgeProfile:
    return AgeProfile(label=label, counts=counts)


def _spend(by_year: tuple[int, ...], envelopes: tuple[int, ...], firm_to: int | None = None) -> Spend:
    years = tuple(range(2027, 2027 + len(by_year)))
    return Spend(years=years, groups=("CT",), by_group=(by_year,), envelopes=envelopes, firm_to=firm_to)


def _outcome(title: str, benefit: float, machines: int) -> Outcome:
    return Outcome(
        name=title, title=title, envelope_gbp=0, capital_gbp=0, machines=machines, benefit_gbp=benefit,
        risk_left_gbp=0.0, risk_removed_gbp=0.0, last_cost_gbp=0.0, gap=0.0, is_proven=True,
    )  # fmt: skip


def _share(network: str, value: float, money: float) -> NetworkShare:
    return NetworkShare(
        network=network, machines=1, funded=1, capital_gbp=1, value_share=value, need_share=value, money_share=money,
        risk_left_gbp=0.0,
    )  # fmt: skip


def all_charts(study) -> tuple[Chart, ...]:
    case = case_of(study, study.recommended)
    return (
        age_exhibit(age_profile(case.schedule, "All machines"), age_profiles(case.schedule), "age", guide=GUIDE),
        spend_exhibit(spend(case.scenario), "spend", MILLIONS),
        outlook_exhibit(outlook(case.scenario), "outlook", MILLIONS),
        risk_exhibit(risk_matrix(case.schedule), "risk-grid"),
        equity_exhibit(network_shares(case.schedule), "equity"),
        outcome_exhibit([outcome(one) for one in study.scenarios], "outcomes", MILLIONS),
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [((5, 3, 2), "20\u00a0% of machines are over 10 years old; the guide is at most 10\u00a0%"),
     ((6, 3, 1), "10\u00a0% of machines are over 10 years old, within the guide of 10\u00a0%")],
)  # fmt: skip
def test_the_age_title_says_which_side_of_the_guide(counts, said) -> None:
    """The title claims an excess only where there is one."""
    profile = _profile("CT", *counts)
    assert age_exhibit(profile, (profile,), "age", guide=GUIDE).title == said


def test_the_risk_title_counts_what_is_rated_high() -> None:
    """Only cells whose likelihood times consequence is 15 or more are in the count of the title."""
    matrix = np.zeros((5, 5), dtype=int)
    matrix[[2, 3, 4], [4, 2, 2]] = 7, 90, 20
    chart = risk_exhibit(matrix, "r")
    assert chart.title == "27 of 117 rated machines carry a risk rating of 15 or more"
    assert "likelihood 4 and consequence 3, holds 90 machines" in chart.alt
    assert risk_exhibit(np.eye(5, dtype=int)[::-1], "r").title.startswith("None of 5")


def test_the_bands_of_risk_hold_every_cell_once_and_darken(contrast) -> None:
    """Each of the 25 ratings is in one band; a band is darker than the one below it, and its text can be read."""
    assert sum(in_band(np.ones((5, 5), dtype=int), band) for band in BANDS) == RATINGS.size
    from_white = [contrast(band.colour, "#FFFFFF") for band in BANDS]
    assert from_white == sorted(from_white, reverse=True)
    assert min(contrast(band.colour, style.INK) for band in BANDS) >= 4.5


def test_the_spend_title_owns_up_to_an_overspend() -> None:
    """A year above its envelope, by however little, is in the title."""
    assert spend_exhibit(_spend((7_600_000, 1), (7_500_000, 1)), "s", MILLIONS).title.endswith(
        "passes the year's envelope in 2027/28"
    )
    assert spend_exhibit(_spend((7_500_000, 1), (7_500_000, 1)), "s", MILLIONS).title.endswith(
        "stays inside the envelope in every year"
    )


def test_the_spend_chart_says_what_is_indicative() -> None:
    """Years after the firm ones are named as indicative in the alternative text, and only then."""
    assert "2028/29 is indicative" in spend_exhibit(_spend((1, 1), (1, 1), firm_to=2027), "s", MILLIONS).alt
    assert "indicative" not in spend_exhibit(_spend((1, 1), (1, 1)), "s", MILLIONS).alt


@pytest.mark.parametrize(
    ("plan", "said"),
    [(75e6, "the plan saves £25.0m a year, 25\u00a0% of the running and risk cost"),
     (125e6, "the plan adds £25.0m a year to running and risk cost, 25\u00a0% of it"),
     (99.9e6, "the plan saves £0.1m a year, less than 1\u00a0% of the running and risk cost"),
     (100e6, "running and risk cost is the same as doing nothing")],
)  # fmt: skip
def test_the_outlook_title_says_which_way(plan, said) -> None:
    """What the plan saves in the last year; a plan that costs more than doing nothing is said to."""
    ahead = Outlook(years=(2027, 2028), keep_all_gbp=(90e6, 100e6), with_plan_gbp=(90e6, plan))
    assert outlook_exhibit(ahead, "o", MILLIONS).title == f"By 2028/29 {said}"


def test_the_outlook_tells_every_cost_and_saving() -> None:
    """The table has each course's cost and what it saves; drawing and words have the savings of the last year."""
    ahead = Outlook(
        years=(2027, 2028), keep_all_gbp=(90e6, 100e6), minimum_gbp=(89e6, 98e6), with_plan_gbp=(85e6, 80e6)
    )
    chart = outlook_exhibit(ahead, "o", MILLIONS)
    assert chart.data.rows[-1] == ("2028/29", "£100.0m", "£98.0m", "£80.0m", "£2.0m", "£20.0m")
    assert "Saved in 2028/29: £2.0m with the duties alone and £20.0m with the plan" in chart.alt
    assert ">£20.0m<" in chart.svg


def test_the_equity_title_has_the_extremes() -> None:
    """The title gives the least and the most that any network gets of its share."""
    chart = equity_exhibit((_share("North", 0.5, 0.25), _share("South", 0.5, 0.75)), "e")
    assert chart.title == "Against estate value, networks get from 0.50 to 1.50 of their share"
    assert ">60\u00a0%<" in chart.svg  # the axis tells what the rings, which have no figures, stand at
    assert "North gets least" in chart.alt
    assert "South gets most" in chart.alt


@pytest.mark.parametrize(
    ("benefit", "machines", "said"),
    [(8e6, 9, "Cut: £2.0m less net benefit, 1 machine fewer"), (1e7, 10, "Cut: the same net benefit, as many machines"),
     (1.3e7, 12, "Cut: £3.0m more net benefit, 2 machines more")],
)  # fmt: skip
def test_the_outcome_title_is_a_true_difference(benefit, machines, said) -> None:
    """The title tells the difference from the recommended scenario, either way or none."""
    assert outcome_exhibit([_outcome("Base", 1e7, 10), _outcome("Cut", benefit, machines)], "o", MILLIONS).title == said


def test_titles_are_not_in_the_drawing(national) -> None:
    """A title is a heading of the page, never a picture of one."""
    assert not any(chart.title in chart.svg for chart in all_charts(national))


def test_drawings_are_text_and_fetch_nothing(national) -> None:
    """Drawings keep text as text in the one typeface, and refer to nothing outside themselves."""
    for chart in all_charts(national):
        tree = ET.fromstring(chart.svg)
        assert tree.findall(".//{http://www.w3.org/2000/svg}text")
        assert FAMILY in chart.svg
        outside = re.sub(r'xmlns(:\w+)?="[^"]*"', "", chart.svg)
        assert "http" not in outside
        assert "<image" not in outside
        assert "<style" not in outside


def test_ids_are_the_charts_own(national) -> None:
    """No two charts share an id, so that they can stand on one page."""
    ids = [found for chart in all_charts(national) for found in re.findall(r'\bid="([^"]+)"', chart.svg)]
    assert len(ids) == len(set(ids))


def test_charts_repeat_to_the_byte(study) -> None:
    """The same figures give the same drawing."""
    assert [chart.svg for chart in all_charts(study)] == [chart.svg for chart in all_charts(study)]


def test_names_cannot_break_a_drawing(hostile) -> None:
    """Markup, mathematics and unprintable characters in names are drawn as they stand."""
    for chart in all_charts(hostile):
        assert "<script" not in chart.svg
        ET.fromstring(chart.svg)


def test_the_typeface_is_there() -> None:
    """The typeface is loaded by path, whatever fonts the machine has."""
    assert register_with_matplotlib() == FAMILY


def test_what_cannot_be_drawn_is_spelt_out() -> None:
    """A character that the typeface lacks is written as its code point; others stay."""
    assert printable("é £ – 😀 \u202e") == "é £ – [U+1F600] [U+202E]"


@pytest.mark.parametrize("colour", [style.NAVY, style.TEAL, style.PLUM, style.ORANGE, style.BLUE, style.GREY])
def test_marks_stand_out_from_the_page(colour, contrast) -> None:
    """Every filled mark has at least 3:1 on white (WCAG 1.4.11), to a hundredth."""
    assert round(contrast(colour, "#FFFFFF"), 1) >= 3.0


@pytest.mark.parametrize(
    "colour", [style.INK, style.QUIET, style.ORANGE_TEXT, style.NAVY, style.PLUM, style.BLUE, style.TEAL_TEXT]
)
def test_chart_text_can_be_read(colour, contrast) -> None:
    """Every colour used for text has at least 4.5:1 on white (WCAG 1.4.3)."""
    assert contrast(colour, "#FFFFFF") >= 4.5
