"""What the rows above a table's headings say of it: the day at which the register stood, and whose it is."""

import datetime as dt
import re
from collections.abc import Sequence

from capplan import columns as c
from capplan.register.dates import date_reader
from capplan.register.wording import Cell, clean

_STOOD = re.compile(
    r"\b(?:as at|as of|as on|position at|correct (?:at|to|as of)|snapshot|extract(?:ed)?(?: on| date)?|"
    r"(?:last )?updated(?: on)?|date of (?:the )?(?:register|extract|report)|report date|register date)\b"
    r"[\s:]*(?P<rest>.*)"
)
_DATES = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[a-z]+\.?,?\s+\d{2,4}|[a-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,\s*\d{4}|"
    r"[a-z]+\.?\s+\d{4}"
)
_ROWS_ABOVE = 25
# A name that ends as those of health bodies do; small words may join its capitalised ones.
_BODY = re.compile(
    r"(?:[A-Z][\w'’.&-]*(?:,?\s+(?:of|and|the|for|on|in|upon|with|at|&)(?=\s))*,?\s+){1,10}?"
    r"(?:NHS\s+(?:Foundation\s+)?Trust|NHS\s+FT|(?:University\s+)?Health\s+Board|Foundation\s+Trust)\b"
)
# What a title calls the register, before whose it is.
_ABOUT = re.compile(
    r"^.*\b(?:register|list|equipment|inventory|assets?|schedule)\b(?:\s+(?:of|for|at))?(?:\s+the)?\s+", re.I
)


def stated_date(rows: Sequence[Sequence[Cell]], latest: dt.date) -> dt.date | None:
    """The day at which a register says that it stood, in the rows above its headings, or None.

    "As at" and the date may share a cell or be in two cells side by side. `latest` settles the century
    of a two-digit year.

    >>> stated_date([["Imaging register"], ["As at 31/03/2026 (draft)"]], dt.date(2026, 10, 31))
    datetime.date(2026, 3, 31)
    >>> stated_date([["Register", "as at:", dt.date(2026, 3, 31)]], dt.date(2026, 10, 31))
    datetime.date(2026, 3, 31)
    """
    for row in rows[-_ROWS_ABOVE:]:
        for place, cell in enumerate(row):
            found = _STOOD.search(clean(cell).casefold()) if isinstance(cell, str) else None
            if found is None:
                continue
            beside = [other for other in row[place + 1 :] if other != ""][:1]
            dates = [_date(text, latest) for text in (found["rest"], *beside)]
            if day := next((day for day in dates if day is not None), None):
                return day
    return None


def _date(cell: Cell, latest: dt.date) -> dt.date | None:
    read = date_reader(c.INSTALL_DATE, "day first", latest)
    if not isinstance(cell, str):
        return read(cell).value if isinstance(cell, dt.date) else None
    found = _DATES.search(clean(cell).casefold())
    return read(found[0]).value if found else None


def stated_body(rows: Sequence[Sequence[Cell]]) -> str:
    """The health body that the rows above a register's headings name, the only one, or "".

    >>> stated_body([["Eastmere and Westport Hospitals NHS Foundation Trust: imaging register"]])
    'Eastmere and Westport Hospitals NHS Foundation Trust'
    >>> stated_body([["Register of Eastmere NHS Trust and of Westport NHS Trust"]])
    ''
    """
    texts = [clean(cell) for row in rows[-_ROWS_ABOVE:] for cell in row if isinstance(cell, str)]
    names = dict.fromkeys(_ABOUT.sub("", found) for text in texts for found in _BODY.findall(text))
    return next(iter(names)) if len(names) == 1 else ""
