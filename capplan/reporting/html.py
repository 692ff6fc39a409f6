"""The content model as one self-contained web page.

Nothing is fetched and nothing can be sent: style, drawings and script are in the file, and its
content security policy allows no other source.
"""

from capplan.reporting.content import Paper
from capplan.reporting.templating import SHIPPED, Templates


def render_html(paper: Paper, templates: Templates = SHIPPED) -> str:
    """The paper as HTML; the same paper and templates give the same text.

    Raises InputError where a template of the organisation's own is at fault.
    """
    return templates.render("paper.html", {"paper": paper})
