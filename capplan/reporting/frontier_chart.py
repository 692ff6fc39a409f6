"""The drawing of what each envelope could be worth at most, with the plan at its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from capplan.reporting.fonts import width_em
from capplan.reporting.formats import MoneyUnit
from capplan.reporting.style import BLUE, LINE, NAVY, QUIET, TYPE_PT, canvas, clean, label, rc, to_svg

# About what the axes have of the chart's width, and of a mark's name on the axis the most.
_AXES_PT, _WIDEST_MARK_EM = 440.0, 10.0
# In shares of the axes' height: from a line to words over it, and from one line of words to the next.
_GAP, _LINE_HIGH = 0.05, 0.13


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Words in a chart: where they begin and end along it, and their foot."""

    told: str
    begin: float
    end: float
    foot: float

    def overprints(self, other: "_Words", high: float) -> bool:
        """Whether some of one would be printed on the other, lines being so high."""
        return self.begin < other.end and other.begin < self.end and abs(self.foot - other.foot) < high


def frontier_chart(
    line: Sequence[tuple[float, float]],
    plan: tuple[float, float],
    marks: Sequence[tuple[float, str]],
    chart_id: str,
    money: MoneyUnit,
) -> str:
    """A line of envelopes and the most that each could be worth (pounds, ascending), the plan at its envelope, and
    marks on the axis: envelopes with a name each, the one that matters most first; a name that would overprint an
    earlier one is left out, its tick stays."""
    budgets, worths = np.array(line, dtype=float).T
    with rc(chart_id):
        figure, axes = canvas(2.05)
        room = max(budgets.max(), plan[0]) - min(budgets.min(), plan[0])
        left, right = min(budgets.min(), plan[0]) - 0.04 * room, max(budgets.max(), plan[0]) + 0.04 * room
        top = 1.28 * max(worths.max(), plan[1], 1.0)
        axes.set_xlim(left, right)
        axes.set_ylim(0, top)
        axes.plot(budgets, worths, color=BLUE, linewidth=2.2)
        axes.vlines(plan[0], 0, plan[1], color=LINE, linewidth=1.0, linestyle=(0, (2, 2)))
        axes.scatter(*plan, s=60, color=NAVY, zorder=3)
        _label_points(axes, budgets, worths, plan, money)
        _tick(axes, marks, money)
        axes.set_yticks([0], ["£0"])
        axes.set_xlabel("Envelope over the plan")
        axes.set_ylabel("Net benefit at most")
        clean(axes)
        axes.spines["bottom"].set_visible(True)
        axes.tick_params(axis="x", which="both", length=3)
        return to_svg(figure, chart_id)


def _label_points(
    axes: Axes, budgets: np.ndarray, worths: np.ndarray, plan: tuple[float, float], money: MoneyUnit
) -> None:
    """The plan's worth and those of the line's ends, over the line; an end that would overprint is left out."""
    (left, right), top = axes.get_xlim(), axes.get_ylim()[1]
    points = ((*plan, f"This plan: {money(plan[1])}", NAVY),)
    points += tuple((budgets[end], worths[end], money(worths[end]), QUIET) for end in (0, -1))
    printed: list[_Words] = []
    for budget, worth, told, ink in points:
        wide = _width(told, right - left)
        begin = budget - wide if budget - wide >= left else max(budget - wide / 2, left)
        covered = [worth, *np.interp([begin, begin + wide], budgets, worths)]
        covered += list(worths[(budgets >= begin) & (budgets <= begin + wide)])
        words = _Words(told=told, begin=begin, end=begin + wide, foot=max(covered) + _GAP * top)
        if not any(words.overprints(other, _LINE_HIGH * top) for other in printed):
            axes.text(words.begin, words.foot, told, ha="left", va="bottom", color=ink)
            printed.append(words)


def _tick(axes: Axes, marks: Sequence[tuple[float, str]], money: MoneyUnit) -> None:
    left, right = axes.get_xlim()
    kept: list[_Words] = []
    places: list[float] = []
    for budget, name in marks:
        told = f"{money(budget)}\n{label(name, _WIDEST_MARK_EM)}"
        half = (max(_width(one, right - left) for one in told.split("\n")) + _width("  ", right - left)) / 2
        words = _Words(told=told, begin=budget - half, end=budget + half, foot=0.0)
        if left <= budget <= right and not any(words.overprints(other, 1.0) for other in kept):
            kept.append(words)
            places.append(budget)
    axes.set_xticks(places, [one.told for one in kept])
    axes.set_xticks([budget for budget, _ in marks if left <= budget <= right and budget not in places], minor=True)


def _width(told: str, room: float) -> float:
    """How far words go along an axis as long as the room."""
    return width_em(told) * TYPE_PT / _AXES_PT * room
