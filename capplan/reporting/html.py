"""The content model as one self-contained web page.

Nothing is fetched and nothing can be sent: style, drawings and script are in the file, and its
content security policy allows no other source.
"""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from capplan.reporting.content import Paper


def render_html(paper: Paper) -> str:
    """The paper as HTML; the same paper gives the same text."""
    return _environment().get_template("paper.html").render(paper=paper)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _source(name: str) -> str:
    return files("capplan.templates").joinpath(*name.split("/")).read_text(encoding="utf-8")
