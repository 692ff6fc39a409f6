"""How charts look: palette, type, and the way from a matplotlib figure to repeatable SVG.

Colours are those of the Government Analysis Function's guidance on colours in charts, with its
light blue replaced by one that has 3:1 contrast on white. Orange is kept for what is wrong.
"""

import io
import re
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from capplan.reporting.fonts import printable, register_with_matplotlib, width_em

NAVY, TEAL, PLUM, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
BLUE, GREY, PALE = "#2073BC", "#6E7781", "#E9EEF2"
INK, QUIET, LINE = "#212B32", "#4C6272", "#AEB7BD"
# Text on orange and on the pale cells of a grid; it stays black where a page shows charts on a dark card.
ON_BRIGHT = "#000000"
# Stand-ins for text, where a mark's own colour has less than 4.5:1 on white.
ORANGE_TEXT, TEAL_TEXT = "#B3420F", "#17746C"
CATEGORICAL = (NAVY, TEAL, PLUM, GREY)
GAP_PT = 1.4
WIDTH_IN = 6.7
TYPE_PT, ROW_PT = 9.0, 8.5

_RC: dict[Any, Any] = {
    "font.size": TYPE_PT,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": LINE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.size": 0.0,
    "ytick.major.size": 0.0,
    "svg.fonttype": "none",
    "svg.image_inline": True,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_SIZE = re.compile(r'(<svg [^>]*?)\s*\b(?:width|height)="[\d.]+pt"')
_PAGE_WIDE_STYLE = re.compile(r"\s*<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
# Of the typeface: how high capitals and figures are, and how wide its narrowest letter is.
_CAPITAL_EM, _NARROWEST_EM = 0.714, 0.2
_JOINS = "stroke-linejoin: round; stroke-linecap: butt"
_REFERENCE = re.compile(r'(\bid="|href="#|url\(#)')


def rc(chart_id: str) -> Any:
    """The settings under which one chart is drawn and saved, as a context."""
    return mpl.rc_context({**_RC, "font.family": [register_with_matplotlib()], "svg.hashsalt": chart_id})


def canvas(height_in: float) -> tuple[Figure, Axes]:
    """An empty figure of the page's width, and its axes; nothing global is touched."""
    figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
    FigureCanvasSVG(figure)
    return figure, figure.add_subplot()


def to_svg(figure: Figure, chart_id: str) -> str:
    """The figure as an SVG element: real text, no metadata, ids of its own, the same bytes each time.

    The size is left to the page: only the proportions (`viewBox`) are given.
    """
    _centre_on_capitals(figure)
    target = io.StringIO()
    figure.savefig(target, format="svg", metadata=_NO_METADATA, transparent=True)
    svg = _PROLOGUE.sub("", target.getvalue(), count=1)
    svg = _SIZE.sub(r"\1", _SIZE.sub(r"\1", svg, count=1), count=1)
    svg = _REFERENCE.sub(lambda found: found.group(1) + chart_id + "-", svg)
    svg = _PAGE_WIDE_STYLE.sub("", svg, count=1).replace("<svg ", f'<svg style="{_JOINS}" ', 1)
    return svg.replace("'Open Sans'", "'Open Sans', Arial, sans-serif").strip()


def _centre_on_capitals(figure: Figure) -> None:
    """Put the middle of the capitals and figures of each centred line where the line is to be centred.

    matplotlib centres the box from ascender to descender, so that a row's name and the figure in its bar stand at two
    heights.
    """
    for text in figure.findobj(Text):
        if text.get_verticalalignment() in ("center", "center_baseline") and text.get_rotation() == 0:
            drop = -_CAPITAL_EM / 2 * float(text.get_fontsize()) / 72
            text.set_verticalalignment("baseline")
            text.set_transform(text.get_transform() + ScaledTranslation(0, drop, figure.dpi_scale_trans))


def label(text: str, widest_em: float = 18.0) -> str:
    """A name as it stands beside a bar: drawable, on one line, and cut where it is wider than this many ems.

    >>> label("North", 6), label("North and Coast", 6)
    ('North', 'North and…')
    """
    whole = printable(" ".join(text.split()))
    if width_em(whole) <= widest_em:
        return whole
    kept = whole[: int(widest_em / _NARROWEST_EM)]
    while kept and width_em(kept + "…") > widest_em:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def clean(axes: Axes) -> None:
    """Leave only the marks: no frame, no ticks, no value axis."""
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
