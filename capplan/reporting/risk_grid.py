"""The grid of likelihood against consequence: what it counts, how it is drawn, and what it says.

Bands are those of the National Patient Safety Agency, "A risk matrix for risk managers" (2008): ratings of 1 to 3,
4 to 6, 8 to 12 and 15 to 25.
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from capplan.reporting.content import Chart
from capplan.reporting.formats import count, number
from capplan.reporting.measures import HIGH_RISK_RATING
from capplan.reporting.style import INK, ON_BRIGHT, ORANGE, ORANGE_TEXT, QUIET, canvas, clean, rc, to_svg
from capplan.reporting.tables import plain_table

LIKELIHOODS = ("1 Rare", "2 Unlikely", "3 Possible", "4 Likely", "5 Almost certain")
CONSEQUENCES = ("1 Negligible", "2 Minor", "3 Moderate", "4 Major", "5 Catastrophic")
RATINGS = np.outer(np.arange(1, 6), np.arange(1, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Ratings from `least` to `most`, and the colour of their cells: darker as they rise, so that grey tells them."""

    least: int
    most: int
    colour: str

    @property
    def told(self) -> str:
        """The band as a reader says it."""
        return f"rated {self.least} to {self.most}"


BANDS = (
    Band(least=HIGH_RISK_RATING, most=25, colour=ORANGE),
    Band(least=8, most=12, colour="#8FB4D9"),
    Band(least=4, most=6, colour="#C9DAEA"),
    Band(least=1, most=3, colour="#EEF2F5"),
)


# Of the names of the bands, in rows of the grid: the middle of the first, and from one to the next.
_TOP_BAND, _BAND_PITCH = 4.6, 1.25


def in_band(matrix: np.ndarray, band: Band) -> int:
    """How many machines of a 5 x 5 matrix (see `measures.risk_matrix`) are rated in a band."""
    return int(matrix[(band.least <= RATINGS) & (band.most >= RATINGS)].sum())


def risk_exhibit(matrix: np.ndarray, key: str) -> Chart:
    """The counts as a chart; the title tells how many are rated high, which may be none."""
    high, rated = in_band(matrix, BANDS[0]), int(matrix.sum())
    those_who_carry = _who_carry(high, rated)
    title = f"{those_who_carry} a risk rating of {HIGH_RISK_RATING} or more"
    likelihood, consequence = np.unravel_index(int(matrix.argmax()), matrix.shape)
    alt = (
        f"Grid of likelihood against consequence, each from 1 to 5, with the machines in each cell. "
        f"{those_who_carry} a rating of {HIGH_RISK_RATING} or more. The fullest cell, likelihood "
        f"{likelihood + 1} and consequence {consequence + 1}, holds {count(int(matrix.max()), 'machine')}."
    )
    rows = [(LIKELIHOODS[i], *map(number, matrix[i])) for i in reversed(range(5))]
    return Chart(
        id=key,
        title=title,
        subtitle="Machines by likelihood and consequence of the worst of three scenarios (service loss, harm, cyber); "
        "the rating, likelihood times consequence, is in the corner of each cell",
        alt=alt,
        svg=_drawing(matrix, key),
        data=plain_table(f"{key}-data", title, ("Likelihood", *CONSEQUENCES), rows, numbers=range(1, 6)),
    )


def _who_carry(high: int, rated: int) -> str:
    """How many of the machines rated, with the verb.

    >>> _who_carry(1, 6), _who_carry(0, 6), _who_carry(0, 1)
    ('1 of 6 rated machines carries', 'None of 6 rated machines carry', 'The one rated machine does not carry')
    """
    if rated == 1:
        return f"The one rated machine {'carries' if high else 'does not carry'}"
    if high == rated:
        return f"All {number(rated)} rated machines carry"
    return f"{number(high) if high else 'None'} of {number(rated)} rated machines {'carries' if high == 1 else 'carry'}"


def _drawing(matrix: np.ndarray, chart_id: str) -> str:
    with rc(chart_id):
        figure, axes = canvas(2.45)
        for band in BANDS:
            for row, column in np.argwhere((band.least <= RATINGS) & (band.most >= RATINGS)):
                axes.add_patch(Rectangle((column, row), 1, 1, facecolor=band.colour, edgecolor="white", linewidth=1.4))
        for (row, column), machines in np.ndenumerate(matrix):
            axes.text(
                column + 0.5, row + 0.44, number(machines), ha="center", va="center", color=ON_BRIGHT, fontsize=10
            )
            rating = str(RATINGS[row, column])
            axes.text(column + 0.95, row + 0.92, rating, ha="right", va="top", color=ON_BRIGHT, fontsize=7)
        _high_outline(axes)
        _bands_beside(axes, matrix)
        axes.set_xticks(np.arange(5) + 0.5, CONSEQUENCES)
        axes.set_yticks(np.arange(5) + 0.5, LIKELIHOODS)
        axes.set_xlabel("Consequence", loc="left")
        axes.text(-0.09, 5.2, "Likelihood", ha="right", va="center", color=QUIET)
        axes.tick_params(axis="x", labelsize=8)
        axes.set_xlim(-0.02, 6.7)
        axes.set_ylim(-0.02, 5.35)
        clean(axes)
        return to_svg(figure, chart_id)


def _high_outline(axes: Axes) -> None:
    """A heavy line between the highest band and the rest, for who cannot tell the colours apart."""
    for row, column in np.argwhere(RATINGS >= HIGH_RISK_RATING):
        if column == 0 or RATINGS[row, column - 1] < HIGH_RISK_RATING:
            axes.plot([column, column], [row, row + 1], color=INK, linewidth=1.6, solid_capstyle="projecting")
        if row == 0 or RATINGS[row - 1, column] < HIGH_RISK_RATING:
            axes.plot([column, column + 1], [row, row], color=INK, linewidth=1.6, solid_capstyle="projecting")


def _bands_beside(axes: Axes, matrix: np.ndarray) -> None:
    """Each band's colour, ratings and machines, to the right of the grid."""
    for place, band in enumerate(BANDS):
        height = _TOP_BAND - place * _BAND_PITCH
        colour = ORANGE_TEXT if band is BANDS[0] else QUIET
        axes.add_patch(
            Rectangle((5.25, height - 0.2), 0.22, 0.4, facecolor=band.colour, edgecolor=QUIET, linewidth=0.5)
        )
        axes.text(5.58, height, number(in_band(matrix, band)), va="center", color=colour, fontsize=10)
        axes.text(5.58, height - 0.42, band.told, va="center", color=colour, fontsize=8)
