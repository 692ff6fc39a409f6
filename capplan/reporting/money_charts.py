"""The drawings of money and time: revenue by cause, what each budget buys, what changes the worth, the calendar."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from capplan.reporting.charts import indicative_shade, spread
from capplan.reporting.formats import MoneyUnit, financial_year, number
from capplan.reporting.revenue import Revenue
from capplan.reporting.style import (
    BLUE,
    CATEGORICAL,
    GAP_PT,
    INK,
    NAVY,
    ORANGE,
    PALE,
    PLUM,
    ROW_PT,
    TEAL,
    TEAL_TEXT,
    canvas,
    clean,
    label,
    rc,
    to_svg,
)

_CAUSE_COLOURS = ((NAVY, NAVY), (TEAL, TEAL_TEXT), (PLUM, PLUM), CATEGORICAL[3:] * 2)


# What the titles of small panels may take of a chart's width.
_TITLES_EM = 50.0


def revenue_chart(revenue: Revenue, chart_id: str, money: MoneyUnit) -> str:
    """Columns by year stacked by cause, savings below the line, a marker and figure at each year's sum."""
    with rc(chart_id):
        figure, axes = canvas(2.3)
        places = np.arange(len(revenue.years), dtype=float)
        amounts = np.array(revenue.by_cause, dtype=float)
        above, below = np.where(amounts > 0, amounts, 0), np.where(amounts < 0, amounts, 0)
        top = max(above.sum(axis=0).max(), -below.sum(axis=0).min(), 1.0)
        bases = np.where(amounts >= 0, np.cumsum(above, axis=0) - above, np.cumsum(below, axis=0) - below)
        for heights, base, (colour, _) in zip(amounts, bases, _CAUSE_COLOURS, strict=False):
            axes.bar(places, heights, bottom=base, width=0.58, color=colour, edgecolor="white", linewidth=GAP_PT)
            for place, height, start in zip(places, heights, base, strict=True):
                if abs(height) >= 0.16 * top:
                    axes.text(place, start + height / 2, money(height), ha="center", va="center", color="white")
        highest = float(above.sum(axis=0).max())
        for place, total in zip(places, revenue.by_year, strict=True):
            axes.text(place, highest + 0.07 * top, money(total), ha="center", va="bottom", color=INK)
        axes.text(len(places) - 0.62, highest + 0.07 * top, "all causes", ha="left", va="bottom", color=INK)
        _cause_names(axes, revenue, amounts[:, -1], bases[:, -1], top)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set_xticks(places, [financial_year(year) for year in revenue.years])
        axes.set_yticks([])
        axes.set_ylabel(f"{money.heading}, cash of the year")
        axes.set_xlim(-0.5, len(places) + 0.2)
        axes.set_ylim(1.05 * min(float(below.sum(axis=0).min()), 0.0), highest + 0.22 * top)
        clean(axes)
        return to_svg(figure, chart_id)


def _cause_names(axes: Axes, revenue: Revenue, last: np.ndarray, bases: np.ndarray, top: float) -> None:
    names = sorted(
        (float(base + amount / 2), name, ink)
        for base, amount, name, (_, ink) in zip(bases, last, revenue.causes, _CAUSE_COLOURS, strict=False)
    )
    for place, (_, name, ink) in zip(spread([middle for middle, *_ in names], 0.16 * top), names, strict=True):
        axes.text(len(revenue.years) - 0.62, place, label(name, 11), ha="left", va="center", color=ink)


def change_chart(changes: Sequence[tuple[str, float]], chart_id: str, money: MoneyUnit) -> str:
    """Bars to either side of the plan's worth, the largest change on top."""
    with rc(chart_id):
        figure, axes = canvas(0.35 + 0.235 * len(changes))
        places = np.arange(len(changes), dtype=float)
        amounts = np.array([amount for _, amount in changes])
        colours = [NAVY if amount > 0 else ORANGE for amount in amounts]
        axes.barh(places, amounts, height=0.62, color=colours)
        widest = max(float(np.abs(amounts).max(initial=0.0)), 1.0)
        for place, amount in zip(places, amounts, strict=True):
            side = "left" if amount >= 0 else "right"
            told = ("+" if amount > 0 else "") + money(amount)
            axes.text(amount + (0.02 if amount >= 0 else -0.02) * widest, place, told, ha=side, va="center", color=INK)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_yticks(places, [label(name, 22) for name, _ in changes])
        axes.set_xticks([])
        left = 1.5 if amounts.min(initial=0) < 0 else 0.05
        axes.set_xlim(-left * widest, 1.3 * widest if amounts.max(initial=0) > 0 else 0.05 * widest)
        axes.set_ylim(len(changes) - 0.5, -0.5)
        clean(axes)
        return to_svg(figure, chart_id)


def calendar_chart(
    rows: Sequence[tuple[str, Sequence[int]]], years: Sequence[int], firm_to: int | None, chart_id: str
) -> str:
    """A disc for each row and year, its area the machines that start, the number in or beside it."""
    with rc(chart_id):
        figure, axes = canvas(0.5 + 0.145 * len(rows))
        counts = np.array([amounts for _, amounts in rows], dtype=float)
        most = max(counts.max(initial=1.0), 1.0)
        for place, amounts in enumerate(counts):
            for at, count in enumerate(amounts):
                if count:
                    axes.scatter(at, place, s=16 + 60 * count / most, color=NAVY, zorder=2, linewidth=0)
                    axes.text(at + 0.11, place, number(count), ha="left", va="center", color=INK, fontsize=8)
        indicative_shade(axes, years, firm_to)
        axes.set_yticks(np.arange(len(rows), dtype=float), [label(name) for name, _ in rows], fontsize=ROW_PT)
        axes.set_xticks(np.arange(len(years), dtype=float), [financial_year(year) for year in years])
        axes.xaxis.tick_top()
        axes.set_xlim(-0.5, len(years) - 0.5)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        clean(axes)
        axes.grid(axis="y", color=PALE, linewidth=0.8, zorder=0)
        axes.set_axisbelow(True)
        return to_svg(figure, chart_id)


def profile_chart(
    profiles: Sequence[tuple[str, Sequence[int]]], years: Sequence[int], chart_id: str, money: MoneyUnit
) -> str:
    """Small columns of capital by year, one panel a scenario, all on one scale."""
    with rc(chart_id):
        figure, first = canvas(1.75)
        first.remove()
        most = max(max(amounts) for _, amounts in profiles) or 1
        panels = figure.subplots(1, len(profiles), sharey=True, squeeze=False)[0]
        places = np.arange(len(years), dtype=float)
        for place, (axes, (title, amounts)) in enumerate(zip(panels, profiles, strict=True)):
            axes.bar(places, amounts, width=0.72, color=BLUE if place else NAVY)
            for at, amount in zip(places, amounts, strict=True):
                axes.text(at, amount + 0.02 * most, money.bare(amount), ha="center", va="bottom", fontsize=7.5)
            axes.text(-0.4, 1.22 * most, label(title, _TITLES_EM / len(profiles)), ha="left", va="bottom", color=INK)
            axes.set_xticks(places[[0, -1]], [financial_year(years[0]), financial_year(years[-1])], fontsize=8)
            axes.set_yticks([])
            axes.set_ylim(0, 1.4 * most)
            clean(axes)
            axes.spines["bottom"].set_visible(True)
        return to_svg(figure, chart_id)
