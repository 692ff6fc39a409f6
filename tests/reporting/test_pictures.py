"""A chart in a file of its own: its message is worked out, its words say what it shows, and it holds no other text."""

import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from capplan import columns as c
from capplan.model import Study
from capplan.reporting.content import Chart
from capplan.reporting.curve_chart import curve_exhibit
from capplan.reporting.measures import outcome
from capplan.reporting.pictures import ENDINGS, Picture, picture_file
from capplan.reporting.swing_chart import swing_exhibit

NONE = float("nan")
BASE = 72_500_000.0


def table(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    """A sweep's table: assumption, both settings, and what the plan is worth at each."""
    names = [c.SWEPT, c.LOW_SETTING, c.HIGH_SETTING, c.VALUE_LOW_GBP, c.VALUE_HIGH_GBP]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(**{c.MACHINES_LOW: 401, c.MACHINES_HIGH: pd.Series([400] * len(rows), dtype="Int64")})


SWEPT = table(
    ("Discount rate", "0.015", "0.05", 83e6, 68e6),
    ("Budget", "0.9", "1.1", 68.7e6, 76.2e6),
    ("Network floor", "0.0", "0.75", 73e6, NONE),
)


@pytest.fixture
def chart() -> Chart:
    """The chart of a small sweep."""
    return swing_exhibit(SWEPT, BASE, "sweep")


def picture(chart: Chart, heading: str = "A plan") -> Picture:
    """The chart with what stands around it."""
    return Picture(chart=chart, heading=heading, says="As it is", question="What?", author="Finance", footer="Foot")


def test_the_title_says_what_matters_most(chart: Chart) -> None:
    """With its ends and how far it moves the plan, in the unit of the axis."""
    assert chart.title == "Discount rate matters most: from 0.015 to 0.05 it moves the plan's £72.5m by £15.0m"
    assert "Net present benefit (£m)" in chart.svg
    assert "The plan: £72.5m" in chart.svg


def test_each_end_is_drawn_and_told_in_words(chart: Chart) -> None:
    """An end without a plan is named as such, in the drawing, the words and the figures."""
    for told in ("0.9: £68.7m", "1.1: £76.2m", "0.75: no plan"):
        assert told in chart.svg
    assert "Network floor £73.0m at 0.0, no plan at 0.75" in chart.alt
    assert [row[-2] for row in chart.data.rows] == ["£15.0m", "£7.5m", "£0.5m"]
    assert chart.data.rows[-1][4] == "no plan"


def test_the_order_is_that_of_the_sweep(chart: Chart) -> None:
    """The largest swing on top."""
    places = [chart.svg.index(f">{name}<") for name in SWEPT[c.SWEPT]]
    assert [row[0] for row in chart.data.rows] == SWEPT[c.SWEPT].tolist()
    assert places == sorted(places)


def test_a_sweep_that_moves_nothing_says_so() -> None:
    """And is drawn all the same."""
    still = swing_exhibit(table(("Weights of need", "a", "b", BASE, BASE)), BASE, "sweep")
    assert still.title == "None of these moves the plan's net benefit of £72.5m"


def test_a_drawing_carries_its_name_and_its_words(chart: Chart) -> None:
    """So that whoever cannot see it is told the same, wherever it is put."""
    root = ET.fromstring(picture_file(picture(chart), ".svg"))
    title, words = (root.find(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc"))
    assert title is not None
    assert words is not None
    assert (title.text, words.text) == (chart.title, chart.alt)
    assert root.get("role") == "img"


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_chart_gives_the_same_bytes(chart: Chart, ending: str) -> None:
    """In every form, and a picture is one."""
    made = picture_file(picture(chart), ending)
    assert made == picture_file(picture(chart), ending)
    assert made.startswith({".html": b"<!DOCTYPE", ".svg": b"<svg ", ".png": b"\x89PNG"}[ending])


def test_text_of_a_plan_file_is_only_text() -> None:
    """Titles of levers and plans are no markup, in a page or in a drawing."""
    attack = "<script>alert(1)</script>"
    hostile = swing_exhibit(table((attack, attack, attack, 1e6, 2e6)), BASE, "sweep")
    for ending in (".html", ".svg"):
        assert attack.encode() not in picture_file(picture(hostile, attack), ending)
    assert picture_file(picture(hostile, "#eval(1)"), ".png")


def test_the_frontier_is_drawn_with_the_plan_on_it(national: Study) -> None:
    """Where budgets are worth something; budgets without a bound are left out."""
    ours = outcome(national.recommended)
    shares, bounds = [0.5, 1.0, 1.5], [NONE, ours.benefit_gbp * 1.01, ours.benefit_gbp * 1.2]
    money = [share * ours.envelope_gbp for share in shares]
    curve = pd.DataFrame({c.BUDGET_SHARE: shares, c.CAPITAL_GBP: money, c.BOUND_GBP: bounds, c.VALUE_GBP: NONE})
    drawn = curve_exhibit(curve, national.recommended)
    assert drawn is not None
    assert len(drawn.data.rows) == 2
    assert "This plan" in drawn.svg
    assert curve_exhibit(curve.assign(**{c.BOUND_GBP: NONE}), national.recommended) is None
