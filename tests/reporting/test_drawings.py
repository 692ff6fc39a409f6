"""Drawings: names stand level with their marks, nothing is printed over anything, and long names leave room."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from capplan.reporting import style
from capplan.reporting.age_guide import AgeGuide
from capplan.reporting.exhibits import age_exhibit, equity_exhibit, outlook_exhibit, spend_exhibit
from capplan.reporting.fairness import NetworkShare
from capplan.reporting.fonts import width_em
from capplan.reporting.formats import THOUSANDS
from capplan.reporting.frontier_chart import frontier_chart
from capplan.reporting.measures import AgeProfile, Outlook, Spend
from capplan.reporting.money_charts import calendar_chart
from capplan.reporting.money_exhibits import Frontier, frontier_exhibit
from capplan.reporting.risk_grid import risk_exhibit

GUIDE = AgeGuide(shares=(0.6, 0.3, 0.1), name="COCIR golden rules")

SVG = "{http://www.w3.org/2000/svg}"
LONG = ("W" * 400, "😀" * 40, "Very " * 80)


def texts(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Each line of text with its left, right, middle of the capitals, and height of a line, in points."""
    found = []
    for one in ET.fromstring(svg).iter(f"{SVG}text"):
        look, told = one.get("style", ""), one.text or ""
        if "rotate(-90" in one.get("transform", ""):
            continue
        size = float(re.findall(r"font-size: ([\d.]+)px", look)[0])
        # Of several lines of one text, each is moved to its place; a line of its own stands at it.
        moved = re.findall(r"translate\(([-\d.]+) ([-\d.]+)\)", one.get("transform", ""))
        x, y = map(float, moved[0] if moved else (one.get("x", "nan"), one.get("y", "nan")))
        anchor = re.findall(r"text-anchor: (\w+)", look)
        wide = width_em(told) * size
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor[0] if anchor else "start"] * wide
        found.append((told, left, left + wide, y - 0.357 * size, size))
    return found


def overprinted(svg: str) -> list[tuple[str, str]]:
    """Pairs of texts that are printed over each other."""
    all_texts = [one for one in texts(svg) if one[0].strip()]
    return [
        (one[0], other[0])
        for place, one in enumerate(all_texts)
        for other in all_texts[:place]
        if one[1] < other[2] and other[1] < one[2] and abs(one[3] - other[3]) < 0.72 * max(one[4], other[4])
    ]


def bars(svg: str, colour: str) -> list[tuple[float, float, float, float]]:
    """Left, right, top and foot of each rectangle of that colour."""
    found = []
    for one in ET.fromstring(svg).iter(f"{SVG}path"):
        if f"fill: {colour.lower()}" in one.get("style", ""):
            numbers = np.array(re.findall(r"-?[\d.]+", one.get("d", "")), dtype=float).reshape(-1, 2)
            (left, top), (right, foot) = numbers.min(axis=0), numbers.max(axis=0)
            found.append((left, right, top, foot))
    return found


def places(svg: str, colour: str) -> list[float]:
    """The height at which each marker of that colour stands."""
    marks = ET.fromstring(svg).iter(f"{SVG}use")
    return [float(one.get("y", "nan")) for one in marks if f"fill: {colour.lower()}" in one.get("style", "")]


def share(network: str, value: float, money: float) -> NetworkShare:
    """A network with its shares of value and money."""
    return NetworkShare(
        network=network, machines=1, funded=1, capital_gbp=1, value_share=value, need_share=value, money_share=money,
        risk_left_gbp=0.0,
    )  # fmt: skip


def frontier(bounds: list[float], plan: float, **changes) -> Frontier:
    """What 55 % to 150 % of an envelope of £6m are worth."""
    shares = tuple(np.linspace(0.55, 1.5, 20).round(2).tolist())
    return Frontier(
        shares=shares, capital_gbp=tuple(6e6 * one for one in shares), bound_gbp=tuple(bounds), plan_gbp=(1.4e6, plan),
        **changes,
    )  # fmt: skip


def middle_of(told: str, svg: str) -> float:
    return next(middle for text, _, _, middle, _ in texts(svg) if text == told)


def test_names_and_figures_stand_level_with_their_bars() -> None:
    """The middle of the capitals of a row's name, and of the figures in its bar, is the middle of the bar."""
    svg = age_exhibit(
        AgeProfile(label="All", counts=(5, 3, 2)), (AgeProfile(label="CT", counts=(1, 0, 0)),), "age", guide=GUIDE
    ).svg
    _, (_, _, top, foot) = sorted(bars(svg, style.NAVY), key=lambda bar: bar[2])
    for told in ("All", "50\u00a0%", "10"):
        assert middle_of(told, svg) == pytest.approx((top + foot) / 2, abs=0.15)


def test_names_stand_level_with_their_discs() -> None:
    """In the calendar and in the chart of networks, a row's name and figure are as high as its disc."""
    svg = calendar_chart([("North", (3, 0)), ("South", (0, 2))], (2027, 2028), None, "calendar")
    discs = places(svg, style.NAVY)
    for names in (("North", "South"), ("3", "2")):
        assert [middle_of(name, svg) for name in names] == pytest.approx(discs, abs=0.15)
    svg = equity_exhibit((share("North", 0.4, 0.7), share("South", 0.6, 0.3)), "equity").svg
    _, *discs = places(svg, style.NAVY)  # the first is the key's
    for names in (("North", "South"), ("70.0\u00a0%", "30.0\u00a0%")):
        assert [middle_of(name, svg) for name in names] == pytest.approx(discs, abs=0.15)


def test_the_axis_of_shares_tells_what_a_ring_stands_at() -> None:
    """Shares have ticks in percent, from nothing on, in whole percents unless all are small."""
    large = equity_exhibit((share("North", 0.4, 0.7), share("South", 0.6, 0.3)), "equity").svg
    small = equity_exhibit(tuple(share(f"N{n}", 0.01, 0.01) for n in range(100)), "equity").svg
    assert {"0\u00a0%", "20\u00a0%", "60\u00a0%"} <= {one[0] for one in texts(large)}
    assert {"0.0\u00a0%", "0.2\u00a0%", "1.0\u00a0%"} <= {one[0] for one in texts(small)}


BENT = [64_000.0, *[96_000.0] * 9, 98_000.0, 730_000.0, *[776_000.0] * 8]
CURVED = [6e6 * (1 - 2.0 ** (-n / 9)) + 1e6 for n in range(1, 21)]
SCENARIOS = (("Ten per cent less money", 5.4e6), ("Half", 3.3e6), ("A scenario with a very long title", 6.1e6))


@pytest.mark.parametrize("bounds", [BENT, CURVED, [1.0] * 20])
@pytest.mark.parametrize("worth", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("scenarios", [(), SCENARIOS])
def test_nothing_is_printed_over_anything_on_the_frontier(bounds, worth, scenarios) -> None:
    """However the line bends, whatever the plan is worth, and wherever scenarios have their envelopes."""
    chart = frontier_exhibit(frontier(bounds, worth * bounds[9], scenarios=scenarios), "frontier", THOUSANDS)
    assert overprinted(chart.svg) == []
    names = {one[0] for one in texts(chart.svg)}
    assert {"this plan", "£6,000k"} <= names
    assert ("Half" in names) is bool(scenarios)


def test_words_on_the_frontier_stand_clear_of_its_line_and_of_its_foot() -> None:
    """The plan's words are over the line along their whole length, also where the plan is worth little."""
    for bounds in (BENT, CURVED):
        svg = frontier_exhibit(frontier(bounds, 0.5 * bounds[9]), "frontier", THOUSANDS).svg
        line = next(
            np.array(re.findall(r"[\d.]+", one.get("d", "")), dtype=float).reshape(-1, 2)
            for one in ET.fromstring(svg).iter(f"{SVG}path")
            if f"stroke: {style.BLUE.lower()}" in one.get("style", "")
        )
        for told, left, right, middle, size in texts(svg):
            if told.startswith("This plan: "):
                beneath = line[(line[:, 0] > left) & (line[:, 0] < right), 1]
                assert middle + 0.5 * size < beneath.min()


def test_the_plan_stands_at_its_envelope_under_the_line() -> None:
    """The plan is drawn at what it may spend, not at what it spends: there no plan can pass the line."""
    svg = frontier_exhibit(frontier(CURVED, CURVED[9]), "frontier", THOUSANDS).svg
    (dot,) = [one for one in ET.fromstring(svg).iter(f"{SVG}use") if style.NAVY.lower() in one.get("style", "")]
    mark = next((left + right) / 2 for told, left, right, *_ in texts(svg) if told == "this plan")
    assert float(dot.get("x", "nan")) == pytest.approx(mark, abs=0.5)
    assert "Envelope over the plan" in svg


@pytest.mark.parametrize(
    ("bounds", "title"),
    [
        (CURVED, "£600k more adds £397k to the best possible; £600k less takes £463k off"),
        ([1e6] * 20, "£600k more changes nothing of the best possible; £600k less changes nothing"),
        ([5e4, *[float("nan")] * 18, 2e6], "£3,300k buys at most £50k, and £9,000k at most £2,000k"),
    ],
)
def test_the_frontier_s_title_tells_what_a_step_of_money_does(bounds, title) -> None:
    """Up and down from the plan's envelope, by a tenth; where that is not known, what the ends buy."""
    assert frontier_exhibit(frontier(bounds, 1e4), "frontier", THOUSANDS).title == title


def test_a_plan_cheaper_than_every_budget_stands_on_its_chart() -> None:
    """A plan whose envelope is under the least budget drawn is marked within the axes, its words too."""
    svg = frontier_chart([(2e6, 0.9e6), (3e6, 1e6)], (1e6, 0.8e6), [(1e6, "this plan")], "frontier", THOUSANDS)
    (words,) = [one for one in texts(svg) if one[0].startswith("This plan: ")]
    assert words[1] > 0
    assert overprinted(svg) == []


def test_the_bands_of_the_risk_grid_stand_apart() -> None:
    """Each band's count and name are nearer to each other than to the next band's, and nothing is overprinted."""
    svg = risk_exhibit(np.full((5, 5), 1234, dtype=int), "risk").svg
    middles = [middle for told, _, _, middle, _ in texts(svg) if told.startswith("rated ")]
    counts = [middle_of(f"{1234 * cells:,}", svg) for cells in (6, 7)]
    assert overprinted(svg) == []
    assert counts[1] - middles[0] > 1.3 * (middles[0] - counts[0])


def test_a_group_without_money_in_the_last_year_is_named_over_the_foot() -> None:
    """The line under the columns does not strike through the name of a group."""
    spend = Spend(
        years=(2027, 2028), groups=("Nuclear and bone", "CT"), by_group=((5, 0), (5, 10)), envelopes=(10, 10),
        firm_to=None,
    )  # fmt: skip
    svg = spend_exhibit(spend, "spend", THOUSANDS).svg
    foot = max(box[3] for box in bars(svg, style.NAVY))
    assert middle_of("Nuclear and bone", svg) + 0.5 * style.TYPE_PT < foot


@pytest.mark.parametrize("name", LONG)
def test_a_long_name_leaves_a_chart_its_room(name) -> None:
    """A name of hundreds of letters takes no more than two fifths of the width; the table has the whole of it."""
    chart = equity_exhibit((share(name, 0.4, 0.7), share("South", 0.6, 0.3)), "equity")
    assert min(left for _, left, *_ in texts(chart.svg)) >= 0
    assert max(width_em(one[0]) * one[4] for one in texts(chart.svg)) < 0.4 * style.WIDTH_IN * 72
    assert name in [row[0] for row in chart.data.rows]


@pytest.mark.parametrize("most", [1.0, 3.0, 60.0])
def test_a_cut_name_is_no_wider_than_it_may_be(most) -> None:
    """Cut by its width in the typeface, after what cannot be drawn is spelt out."""
    for name in LONG:
        assert width_em(style.label(name, most)) <= most
        assert style.label(name, most).endswith("…") or style.label(name, most) == name.strip()


@pytest.mark.parametrize("years", [1, 5, 6, 10])
@pytest.mark.parametrize("least", [0.999, 0.95])
@pytest.mark.parametrize("plan", [0.95, 1.0, 1.05])
def test_the_outlook_prints_nothing_over_anything(years: int, least: float, plan: float) -> None:
    """Courses that cost nearly the same are told apart by their words, and savings have columns of their own."""
    costs = [30e6 * 1.05**turn for turn in range(years)]
    outlook = Outlook(
        years=tuple(range(2027, 2027 + years)),
        keep_all_gbp=tuple(costs),
        minimum_gbp=tuple(least * cost for cost in costs),
        with_plan_gbp=tuple(plan * cost for cost in costs),
    )
    svg = outlook_exhibit(outlook, "outlook", THOUSANDS).svg
    assert overprinted(svg) == []
    assert len(bars(svg, style.NAVY)) == years
    assert any(THOUSANDS((1 - plan) * costs[-1]) in one[0] for one in texts(svg))
