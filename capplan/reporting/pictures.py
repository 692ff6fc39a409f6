"""A chart alone in a file: a web page with its figures, or a drawing that carries its message and its words."""

import json
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import typst

from capplan.reporting.content import Chart
from capplan.reporting.fonts import printable
from capplan.reporting.pdf import alone, typefaces
from capplan.reporting.style import INK, NAVY, QUIET
from capplan.reporting.templating import SHIPPED, Templates

PAGE, DRAWING = "chart.html", "chart.typ"
_PIXELS_PER_INCH = 200.0
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
# Of an SVG, in points: the edge, the height of a line of the title and of other lines; and characters to a line.
_EDGE, _TITLE_HIGH, _LINE_HIGH, _TITLE_LONG, _LINE_LONG = 14.0, 19.0, 14.0, 62, 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart with what stands around it: the plan it is of (`heading`, `says`), the `question` that it answers, who
    made it, and the last line."""

    chart: Chart
    heading: str
    says: str
    question: str
    author: str
    footer: str


def picture_file(picture: Picture, ending: str, templates: Templates = SHIPPED) -> bytes:
    """The picture as a file with this ending, one of `ENDINGS`; the same picture gives the same bytes."""
    return ENDINGS[ending](picture, templates)


def _page(picture: Picture, templates: Templates) -> bytes:
    return templates.render(PAGE, {"picture": picture}).encode("utf-8")


def _svg(picture: Picture, templates: Templates) -> bytes:
    """The drawing with its title, subtitle and footer in it, and a name and a description for those who cannot see
    it."""
    chart = picture.chart
    found = _VIEW_BOX.search(chart.svg)
    if found is None:
        raise RuntimeError(f"the drawing of {chart.id} does not say its size")
    wide, high = map(float, found.groups())
    lines = [
        *((line, _TITLE_HIGH, 13.5, NAVY, "bold") for line in textwrap.wrap(printable(chart.title), _TITLE_LONG)),
        *((line, _LINE_HIGH, 9.5, QUIET, "normal") for line in textwrap.wrap(printable(chart.subtitle), _LINE_LONG)),
    ]
    said, at = [], _EDGE
    for line, height, size, colour, weight in lines:
        at += height
        said.append(_line(line, at, size, colour, weight))
    top = at + _EDGE / 2
    last = top + high + _LINE_HIGH
    foot = _line(printable(picture.footer), last, 8.0, INK, "normal")
    inner = chart.svg.replace("<svg ", f'<svg x="{_EDGE}" y="{top:g}" width="{wide:g}" height="{high:g}" ', 1)
    whole_wide, whole_high = wide + 2 * _EDGE, last + _EDGE
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{whole_wide:g}pt" '
        f'height="{whole_high:g}pt" viewBox="0 0 {whole_wide:g} {whole_high:g}" role="img" '
        f'aria-labelledby="{chart.id}-name {chart.id}-words" font-family="\'Open Sans\', Arial, sans-serif">'
    )
    name = f'<title id="{chart.id}-name">{escape(chart.title)}</title>'
    words = f'<desc id="{chart.id}-words">{escape(chart.alt)}</desc>'
    back = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return "\n".join((head, name, words, back, *said, inner, foot, "</svg>\n")).encode("utf-8")


def _line(text: str, at: float, size: float, colour: str, weight: str) -> str:
    return (
        f'<text x="{_EDGE}" y="{at:g}" font-size="{size}" font-weight="{weight}" fill="{colour}">{escape(text)}</text>'
    )


def _png(picture: Picture, templates: Templates) -> bytes:
    chart = picture.chart
    said: dict[str, Any] = {name: printable(getattr(chart, name)) for name in ("title", "subtitle", "alt")}
    content = json.dumps(said | {"svg": chart.svg, "footer": printable(picture.footer)}, ensure_ascii=False)
    with alone(templates, DRAWING) as template:
        made: bytes = typst.compile(
            template,
            root=template.parent,
            package_path=template.parent,
            package_cache_path=template.parent,
            format="png",
            ppi=_PIXELS_PER_INCH,
            font_paths=typefaces(),
            ignore_system_fonts=True,
            sys_inputs={"chart": content},
        )
    return made


ENDINGS: dict[str, Callable[[Picture, Templates], bytes]] = {".html": _page, ".svg": _svg, ".png": _png}
