"""The drawings: each takes measures and gives an SVG with no title in it.

Bars start at zero; every mark carries its own label; no legend, no second axis, no colour alone.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from capplan.reporting.age_guide import AgeGuide
from capplan.reporting.fairness import NetworkShare
from capplan.reporting.formats import MoneyUnit, count_or_no, financial_year, number, percent
from capplan.reporting.measures import AGE_BANDS, AgeProfile, Outcome, Spend
from capplan.reporting.style import (
    BLUE,
    CATEGORICAL,
    GAP_PT,
    GREY,
    INK,
    LINE,
    NAVY,
    ON_BRIGHT,
    ORANGE,
    ORANGE_TEXT,
    PALE,
    QUIET,
    ROW_PT,
    TEAL,
    TEAL_TEXT,
    canvas,
    clean,
    label,
    rc,
    to_svg,
)

_AGE_COLOURS = (NAVY, BLUE, ORANGE)
# Where the names of the bands stand over the bars, and which side of them is there.
_BAND_HEADINGS_AT = ((0.3, "center"), (0.75, "center"), (1.0, "right"))
_TEXT_COLOURS = {TEAL: TEAL_TEXT, GREY: QUIET}
_ROOM_FOR_LABEL = 0.07
_NAME_BESIDE_EM = 9.0
_WHOLE_PERCENTS = 0.03
# Of a chart's height, the least between the foot and the middle of a name beside its columns, so that the line at
# the foot does not strike it through.
_ABOVE_THE_FOOT = 0.05


def age_chart(profiles: Sequence[AgeProfile], chart_id: str, guide: AgeGuide | None) -> str:
    """Stacked bars that add up to 100 %: the guide on top, if any, then each profile in the order given."""
    above = [] if guide is None else [("Guide", guide.shares, "")]
    rows = [*above, *((one.label, one.shares, number(one.total)) for one in profiles)]
    with rc(chart_id):
        figure, axes = canvas(0.55 + 0.205 * len(rows))
        places = np.arange(len(rows), dtype=float)
        left = np.zeros(len(rows))
        for band, colour in enumerate(_AGE_COLOURS):
            widths = np.array([shares[band] for _, shares, _ in rows])
            axes.barh(places, widths, left=left, height=0.68, color=colour, edgecolor="white", linewidth=GAP_PT)
            ink = ON_BRIGHT if colour == ORANGE else "white"
            for place, width, start in zip(places, widths, left, strict=True):
                if width >= _ROOM_FOR_LABEL:
                    axes.text(start + width / 2, place, percent(width), ha="center", va="center", color=ink)
            left = left + widths
        for place, (_, _, total) in zip(places, rows, strict=True):
            axes.text(1.13, place, total, va="center", ha="right", color=QUIET)
        _band_headings(axes)
        if guide is not None:
            axes.axhline(0.5, color=LINE, linewidth=0.8)
        axes.set_yticks(places, [label(name) for name, _, _ in rows])
        axes.set_xticks([])
        axes.set_xlim(0, 1.13)
        axes.set_ylim(len(rows) - 0.5, -1.15)
        clean(axes)
        return to_svg(figure, chart_id)


def _band_headings(axes: Axes) -> None:
    colours = (NAVY, BLUE, ORANGE_TEXT)
    for (place, side), band, colour in zip(_BAND_HEADINGS_AT, AGE_BANDS, colours, strict=True):
        axes.text(place, -0.75, band, ha=side, va="center", color=colour)
    axes.text(1.13, -0.75, "machines", ha="right", va="center", color=QUIET)


def spend_chart(spend: Spend, chart_id: str, money: MoneyUnit) -> str:
    """Columns by year, stacked by class group, under the dashed envelope; indicative years shaded. What ring-fenced
    funds pay stands hatched above what the envelope pays."""
    with rc(chart_id):
        figure, axes = canvas(3.0)
        places = np.arange(len(spend.years), dtype=float)
        top = max(*spend.by_year, *spend.envelopes, 1)
        base = np.zeros(len(places))
        for amounts, colour in zip(spend.group_from_envelope, CATEGORICAL, strict=False):
            heights = np.array(amounts, dtype=float)
            axes.bar(places, heights, bottom=base, width=0.62, color=colour, edgecolor="white", linewidth=GAP_PT)
            for place, height, start in zip(places, heights, base, strict=True):
                if height >= 0.06 * top:
                    middle = start + height / 2
                    axes.text(place, middle, money(height), ha="center", va="center", color="white")
            base = base + heights
        if any(spend.from_funds):
            _fund_columns(axes, spend, places, base)
        for place, total in zip(places, spend.by_year, strict=True):
            axes.text(place, total + 0.015 * top, money(total), ha="center", va="bottom", color=INK)
        edges = np.arange(len(spend.years) + 1) - 0.5
        axes.stairs(spend.envelopes, edges, baseline=None, color=INK, linewidth=1.3, linestyle=(0, (4, 2.5)))
        _names_beside(axes, spend, top)
        _shade_indicative(axes, spend, top)
        axes.set_xticks(places, [financial_year(year) for year in spend.years])
        axes.set_yticks([])
        axes.set_ylabel(f"{money.heading}, cash of the year")
        axes.set_xlim(-0.5, len(places) + 0.35)
        axes.set_ylim(0, top * 1.24)
        clean(axes)
        axes.spines["bottom"].set_visible(True)
        axes.spines["bottom"].set_bounds(-0.5, len(places) - 0.5)
        return to_svg(figure, chart_id)


def _fund_columns(axes: Axes, spend: Spend, places: np.ndarray, base: np.ndarray) -> None:
    paid = np.array(spend.from_funds, dtype=float)
    axes.bar(places, paid, bottom=base, width=0.62, color=PALE, edgecolor=QUIET, linewidth=0.6, hatch="////")


def _names_beside(axes: Axes, spend: Spend, top: float) -> None:
    """Each group's name, and the envelope's, beside the last column."""
    last = [amounts[-1] for amounts in spend.group_from_envelope]
    middles = np.cumsum(last) - np.array(last) / 2
    names = [
        (float(middle), label(group, _NAME_BESIDE_EM), _TEXT_COLOURS.get(colour, colour))
        for middle, group, colour in zip(middles, spend.groups, CATEGORICAL, strict=False)
    ]
    names.append((float(spend.envelopes[-1]), "Envelope", INK))
    if any(spend.from_funds):
        names.append((sum(last) + spend.from_funds[-1] / 2, "Paid by funds", QUIET))
    names.sort(key=lambda one: one[0])
    places = spread([max(place, _ABOVE_THE_FOOT * top) for place, *_ in names], 0.085 * top)
    for place, (_, name, colour) in zip(places, names, strict=True):
        axes.text(len(spend.years) - 0.44, place, name, ha="left", va="center", color=colour)


def spread(places: Sequence[float], step: float) -> list[float]:
    """Places in rising order, moved up where two would be closer than `step`.

    >>> spread([1.0, 1.5, 5.0], 1.0)
    [1.0, 2.0, 5.0]
    """
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + step) if moved else place)
    return moved


def indicative_shade(axes: Axes, years: Sequence[int], firm_to: int | None) -> None:
    """Shade the years after the firm ones, where the axis has a place for each year."""
    later = [place for place, year in enumerate(years) if firm_to is not None and year > firm_to]
    if later:
        axes.axvspan(later[0] - 0.5, len(years) - 0.5, color=PALE, zorder=-1, linewidth=0)


def _shade_indicative(axes: Axes, spend: Spend, top: float) -> None:
    if not spend.indicative_years:
        return
    indicative_shade(axes, spend.years, spend.firm_to)
    start = spend.years.index(spend.indicative_years[0]) - 0.5
    axes.text(start + 0.06, top * 1.215, "Indicative", ha="left", va="top", color=QUIET)
    axes.text(start - 0.06, top * 1.215, "Firm", ha="right", va="top", color=QUIET)


def equity_chart(shares: Sequence[NetworkShare], chart_id: str) -> str:
    """Dumbbells: each network's share of replacement value (ring) and of the money (disc)."""
    with rc(chart_id):
        figure, axes = canvas(0.7 + 0.133 * len(shares))
        places = np.arange(len(shares), dtype=float)
        value = np.array([one.value_share for one in shares])
        money = np.array([one.money_share for one in shares])
        axes.hlines(places, value, money, color=LINE, linewidth=2.4, zorder=1)
        axes.scatter(value, places, s=38, facecolor="white", edgecolor=QUIET, linewidth=1.6, zorder=2)
        axes.scatter(money, places, s=44, color=NAVY, zorder=3)
        right = max(value.max(initial=0), money.max(initial=0), 0.01)
        for place, one in zip(places, shares, strict=True):
            goes_left = 0.15 * right < one.money_share < one.value_share
            start = one.money_share if goes_left else max(one.money_share, one.value_share)
            side, shift = ("right", -0.025) if goes_left else ("left", 0.025)
            told = percent(one.money_share, 1)
            axes.text(start + shift * right, place, told, ha=side, va="center", color=NAVY, fontsize=ROW_PT)
        key = ([0.02 * right, 0.5 * right], [-1.2, -1.2])
        axes.scatter(*key, s=40, facecolor=["white", NAVY], edgecolor=[QUIET, NAVY])
        axes.text(0.05 * right, -1.2, "share of replacement value", va="center", color=QUIET)
        axes.text(0.53 * right, -1.2, "share of the money", va="center", color=NAVY)
        axes.set_yticks(places, [label(one.network) for one in shares], fontsize=ROW_PT)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(
            FuncFormatter(lambda share, _: percent(share, 0 if right > _WHOLE_PERCENTS else 1))
        )
        axes.set_xlim(0, right * 1.15)
        axes.set_ylim(len(shares) - 0.4, -1.9)
        clean(axes)
        axes.grid(color=PALE, linewidth=0.8, zorder=0)
        axes.set_axisbelow(True)
        return to_svg(figure, chart_id)


def outcome_chart(outcomes: Sequence[Outcome], chart_id: str, money: MoneyUnit) -> str:
    """Bars of net benefit, one a scenario in the order given, the recommended one darker."""
    with rc(chart_id):
        figure, axes = canvas(0.45 + 0.42 * len(outcomes))
        places = np.arange(len(outcomes), dtype=float)
        benefits = np.array([one.benefit_gbp for one in outcomes])
        colours = [NAVY, *[BLUE] * (len(outcomes) - 1)]
        axes.barh(places, benefits, height=0.6, color=colours)
        right = max(benefits.max(initial=0.0), 1.0)
        for place, one in zip(places, outcomes, strict=True):
            told = f"{money(one.benefit_gbp)} from {money(one.capital_gbp)}, {count_or_no(one.machines, 'machine')}"
            axes.text(max(one.benefit_gbp, 0) + 0.015 * right, place, told, va="center", color=INK)
        axes.set_yticks(places, [label(one.title) for one in outcomes])
        axes.set_xticks([])
        axes.set_xlim(min(benefits.min(initial=0.0), 0), right * 1.62)
        axes.set_ylim(len(outcomes) - 0.5, -0.5)
        clean(axes)
        axes.axvline(0, color=LINE, linewidth=0.8)
        return to_svg(figure, chart_id)
