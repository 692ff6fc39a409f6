"""The drawing of running and risk cost by year, and of what the plan saves of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from capplan.reporting.charts import spread
from capplan.reporting.formats import MoneyUnit, financial_year
from capplan.reporting.measures import Outlook
from capplan.reporting.style import (
    INK,
    NAVY,
    ORANGE,
    ORANGE_TEXT,
    TEAL,
    TEAL_TEXT,
    canvas,
    clean,
    rc,
    to_svg,
)

# Columns of more years than this are too narrow for figures, which then stand beside the last year's alone.
_YEARS_WITH_FIGURES, _SMALL_PT = 5, 7.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A way to go on: its cost by year and what it saves of the cost of doing nothing, pounds; how it is named in a
    drawing and in a sentence, and how it is drawn."""

    name: str
    words: str
    cost_gbp: tuple[float, ...]
    saved_gbp: tuple[float, ...]
    colour: str
    ink: str
    marker: str
    line: str


def courses_of(outlook: Outlook) -> tuple[Course, ...]:
    """Doing nothing, the duties alone where the outlook has them, and the plan."""
    looks = (
        ("Do nothing", "if nothing is replaced", outlook.keep_all_gbp, ORANGE, ORANGE_TEXT, "o", "-"),
        ("Do minimum", "with the duties alone", outlook.minimum_gbp, TEAL, TEAL_TEXT, "^", "--"),
        ("This plan", "with the plan", outlook.with_plan_gbp, NAVY, NAVY, "s", "-"),
    )
    return tuple(
        Course(
            name=name,
            words=words,
            cost_gbp=cost,
            saved_gbp=tuple(most - one for most, one in zip(outlook.keep_all_gbp, cost, strict=True)),
            colour=colour,
            ink=ink,
            marker=marker,
            line=line,
        )
        for name, words, cost, colour, ink, marker, line in looks
        if cost is not None
    )


def outlook_chart(outlook: Outlook, chart_id: str, money: MoneyUnit) -> str:
    """Above, lines of the cost by year; below, on a scale of their own, columns of what is saved; both from zero."""
    courses = courses_of(outlook)
    with rc(chart_id):
        figure, first = canvas(3.1)
        first.remove()
        cost, saved = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.05))
        places = np.arange(len(outlook.years), dtype=float)
        _cost_lines(cost, courses, places, money)
        _saved_columns(saved, courses, places, money)
        saved.set_xticks(places, [financial_year(year) for year in outlook.years])
        saved.set_xlim(-0.5, len(places) + 0.1)
        cost.tick_params(labelbottom=False)
        return to_svg(figure, chart_id)


def _cost_lines(axes: Axes, courses: Sequence[Course], places: np.ndarray, money: MoneyUnit) -> None:
    top = max(*(amount for one in courses for amount in one.cost_gbp), 1.0)
    for one in courses:
        axes.plot(places, one.cost_gbp, color=one.colour, linewidth=1.8, marker=one.marker, markersize=4.5, ls=one.line)
    ends = sorted((one.cost_gbp[-1], f"{one.name} {money(one.cost_gbp[-1])}", one.ink) for one in courses)
    room = 0.17 * top
    for place, (_, told, ink) in zip(spread([end - room / 2 for end, *_ in ends], room), ends, strict=True):
        axes.text(places[-1] + 0.12, place, told, va="center", color=ink)
    nothing, plan = courses[0].cost_gbp[0], courses[-1].cost_gbp[0]
    above, below = ("bottom", "top") if nothing >= plan else ("top", "bottom")
    for amount, side, ink in ((nothing, above, ORANGE_TEXT), (plan, below, NAVY)):
        axes.text(
            0, amount + (0.06 if side == "bottom" else -0.06) * top, money(amount), ha="center", va=side, color=ink
        )
    axes.set_yticks([0], ["£0"])
    axes.set_ylabel("Cost a year")
    axes.set_ylim(0, 1.25 * top)
    clean(axes)
    axes.hlines(0, -0.5, len(places) - 0.5, color=INK, linewidth=0.8)


def _saved_columns(axes: Axes, courses: Sequence[Course], places: np.ndarray, money: MoneyUnit) -> None:
    drawn = courses[1:]
    amounts = [amount for one in drawn for amount in one.saved_gbp]
    top, foot = max(*amounts, 0.0), min(*amounts, 0.0)
    room = max(top - foot, 1.0)
    wide = 0.8 / len(drawn)
    has_figures = len(places) <= _YEARS_WITH_FIGURES
    for turn, one in enumerate(drawn):
        shift = (turn - (len(drawn) - 1) / 2) * wide
        axes.bar(places + shift, one.saved_gbp, width=0.94 * wide, color=one.colour)
        for place, amount in zip(places + shift, one.saved_gbp, strict=True):
            if not has_figures:
                break
            side, gap = ("bottom", 0.03) if amount >= 0 else ("top", -0.03)
            axes.text(
                place, amount + gap * room, money(amount), ha="center", va=side, color=one.ink, fontsize=_SMALL_PT
            )
    names = sorted((max(one.saved_gbp[-1] / 2, 0.09 * room), one.name, one.saved_gbp[-1], one.ink) for one in drawn)
    for place, (_, name, amount, ink) in zip(spread([one[0] for one in names], 0.17 * room), names, strict=True):
        axes.text(places[-1] + 0.46, place, name if has_figures else f"{name} {money(amount)}", va="center", color=ink)
    axes.set_yticks([0], ["£0"])
    axes.set_ylabel("Saved a year")
    axes.set_ylim(foot - (0.2 if foot < 0 else 0.0) * room, top + 0.2 * room)
    clean(axes)
    axes.hlines(0, -0.5, len(places) - 0.5, color=INK, linewidth=0.8)
