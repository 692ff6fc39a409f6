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

from capplan.reporting.fonts import printable, register_with_matplotlib

NAVY, TEAL, PLUM, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
BLUE, GREY, PALE = "#2073BC", "#6E7781", "#E9EEF2"
INK, QUIET = "#212B32", "#4C6272"
# Stand-ins for text, where a mark's own colour has less than 4.5:1 on white.
ORANGE_TEXT, TEAL_TEXT = "#B3420F", "#17746C"
CATEGORICAL = (NAVY, TEAL, PLUM, GREY)
GAP_PT = 1.4
WIDTH_IN = 6.7

_RC: dict[Any, Any] = {
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": "#AEB7BD",
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
    target = io.StringIO()
    figure.savefig(target, format="svg", metadata=_NO_METADATA, transparent=True)
    svg = _PROLOGUE.sub("", target.getvalue(), count=1)
    svg = _SIZE.sub(r"\1", _SIZE.sub(r"\1", svg, count=1), count=1)
    svg = _REFERENCE.sub(lambda found: found.group(1) + chart_id + "-", svg)
    svg = _PAGE_WIDE_STYLE.sub("", svg, count=1).replace("<svg ", f'<svg style="{_JOINS}" ', 1)
    return svg.replace("'Open Sans'", "'Open Sans', Arial, sans-serif").strip()


def label(text: str, longest: int = 34) -> str:
    """A name as it stands beside a bar: cut where it is too long for one line, and drawable.

    >>> label("North", 10), label("North and Coast", 10)
    ('North', 'North and…')
    """
    return printable(text if len(text) <= longest else text[: longest - 1].rstrip() + "…")


def clean(axes: Axes) -> None:
    """Leave only the marks: no frame, no ticks, no value axis."""
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
