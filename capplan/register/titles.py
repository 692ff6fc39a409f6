"""What the rows above a table's headings say of it: the day at which the register stood."""

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
