"""The tornado: how far each assumption moves the plan's worth, from its low end to its high end."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from capplan.columns import (
    HIGH_SETTING,
    LOW_SETTING,
    MACHINES_HIGH,
    MACHINES_LOW,
    SWEPT,
    VALUE_HIGH_GBP,
    VALUE_LOW_GBP,
)
from capplan.reporting.content import Chart
from capplan.reporting.formats import MoneyUnit, is_missing, number, unit_for
from capplan.reporting.style import INK, NAVY, PALE, QUIET, TEAL, TEAL_TEXT, canvas, clean, label, rc, to_svg
from capplan.reporting.tables import plain_table

_ENDS = ((-0.19, NAVY, NAVY), (0.19, TEAL, TEAL_TEXT))
_WIDEST_SETTING_EM, _WIDEST_NAME_EM = 14.0, 14.0
NO_PLAN = "no plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """An assumption, where it is moved to at its low and its high end, and what the plan made there is worth, pounds;
    NaN where there is no plan."""

    name: str
    settings: tuple[str, str]
    worth_gbp: tuple[float, float]

    def width(self, base_gbp: float) -> float:
        """How far the worth moves, the plan as it stands among the ends."""
        there = [one for one in (*self.worth_gbp, base_gbp) if not is_missing(one)]
        return max(there) - min(there)


def swing_exhibit(table: pd.DataFrame, base_gbp: float, key: str) -> Chart:
    """The chart of a sweep's table (columns `SWEPT` to `MACHINES_HIGH`, the largest swing first) and the worth of the
    plan as it stands, pounds."""
    swings = [
        Swing(name=str(row[SWEPT]), settings=_pair(row, LOW_SETTING, HIGH_SETTING), worth_gbp=_worth(row))
        for _, row in table.iterrows()
    ]
    money = unit_for(max(abs(base_gbp), float(table[[VALUE_LOW_GBP, VALUE_HIGH_GBP]].abs().max().max())))
    rows = [
        (
            one.name,
            *(setting or "none" for setting in one.settings),
            *map(partial(_told, money), one.worth_gbp),
            money(one.width(base_gbp)),
            f"{number(row[MACHINES_LOW])} and {number(row[MACHINES_HIGH])}",
        )
        for one, (_, row) in zip(swings, table.iterrows(), strict=True)
    ]
    headings = ("Assumption", "Low", "High", "Worth at low", "Worth at high", "Swing", "Machines, low and high")
    title = _title(swings, base_gbp, money)
    return Chart(
        id=key,
        title=title,
        subtitle=f"Net present benefit of the plan made again at each end, {money.heading}, one assumption at a time",
        alt=_alt(swings, base_gbp, money),
        svg=swing_chart(swings, base_gbp, key, money),
        data=plain_table(f"{key}-data", title, headings, rows, numbers=range(3, len(headings))),
    )


def _pair(row: "pd.Series[str]", low: str, high: str) -> tuple[str, str]:
    return str(row[low]), str(row[high])


def _worth(row: "pd.Series[float]") -> tuple[float, float]:
    return float(row[VALUE_LOW_GBP]), float(row[VALUE_HIGH_GBP])


def _told(money: MoneyUnit, worth: float) -> str:
    return NO_PLAN if is_missing(worth) else money(worth)


def _title(swings: Sequence[Swing], base_gbp: float, money: MoneyUnit) -> str:
    first = swings[0]
    if money.rounds_to_nothing(first.width(base_gbp)):
        return f"None of these moves the plan's net benefit of {money(base_gbp)}"
    low, high = first.settings
    return (
        f"{first.name} matters most: from {low} to {high} it moves the plan's {money(base_gbp)} by "
        f"{money(first.width(base_gbp))}"
    )


def _alt(swings: Sequence[Swing], base_gbp: float, money: MoneyUnit) -> str:
    told = "; ".join(
        f"{one.name} {_told(money, low)} at {one.settings[0]}, {_told(money, high)} at {one.settings[1]}"
        for one in swings
        for low, high in [one.worth_gbp]
    )
    return (
        f"Two bars for each assumption, from the plan's net benefit of {money(base_gbp)} to what it is at the "
        f"assumption's low and high end, the largest swing on top: {told}."
    )


def swing_chart(swings: Sequence[Swing], base_gbp: float, chart_id: str, money: MoneyUnit) -> str:
    """Two bars a row from the plan's worth, low end above high end, each with its setting and its worth."""
    with rc(chart_id):
        figure, axes = canvas(0.85 + 0.4 * len(swings))
        worths = np.array([one.worth_gbp for one in swings], dtype=float)
        there = worths[~np.isnan(worths)]
        least, most = min(base_gbp, *there), max(base_gbp, *there)
        room = max(most - least, money.pounds)
        for place, one in enumerate(swings):
            _bars(axes, place, one, base_gbp, room, money)
        axes.axvline(base_gbp, color=INK, linewidth=0.9)
        axes.text(base_gbp, -0.68, f"The plan: {money(base_gbp)}", ha="center", va="bottom", color=INK)
        axes.set_yticks(np.arange(len(swings), dtype=float), [label(one.name, _WIDEST_NAME_EM) for one in swings])
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda pounds, _: number(pounds / money.pounds)))
        axes.set_xlabel(f"Net present benefit ({money.heading})")
        # Names of ends stand left of the bars that go down, and right of all others.
        left, right = (0.5 if any_there else 0.06 for any_there in (least < base_gbp, not (worths < base_gbp).all()))
        axes.set_xlim(least - left * room, most + right * room)
        axes.set_ylim(len(swings) - 0.4, -0.75)
        clean(axes)
        axes.grid(axis="x", color=PALE, linewidth=0.8, zorder=0)
        axes.set_axisbelow(True)
        return to_svg(figure, chart_id)


def _bars(axes: Axes, place: int, one: Swing, base_gbp: float, room: float, money: MoneyUnit) -> None:
    for (shift, colour, ink), setting, worth in zip(_ENDS, one.settings, one.worth_gbp, strict=True):
        change = 0.0 if is_missing(worth) else worth - base_gbp
        axes.barh(place + shift, change, left=base_gbp, height=0.34, color=colour, zorder=2)
        side, gap = ("right", -0.012) if change < 0 else ("left", 0.012)
        told = f"{label(setting, _WIDEST_SETTING_EM)}: {_told(money, worth)}"
        colour_told = QUIET if is_missing(worth) else ink
        end = base_gbp + change + gap * room
        axes.text(end, place + shift, told, ha=side, va="center", color=colour_told, fontsize=8)
