"""What the rows above a table's headings say of it: the day at which the register stood, and whose it is."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from capplan import columns as c
from capplan.register.dates import date_reader
from capplan.register.tables import Table
from capplan.register.wording import Cell, clean
from capplan.register.workbook import Sheet

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
# A trust that a title calls by its hospitals, where nothing in it is called a trust.
_HOSPITALS = re.compile(
    r"(?:[A-Z][\w'’.&-]*\s+(?:(?:of|and|the|&)\s+)?){1,6}?(?:University|Univ\.?|Teaching)\s+(?:Hospitals|Hosps)\b"
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


def stated_bodies(tables: Iterable[Table]) -> dict[tuple[str, str], str]:
    """The health body that the titles of each file's sheet name, the only one; none for a sheet whose sections
    name another, as the titles are not of all its rows then."""
    named: dict[tuple[str, str], dict[str, None]] = {}
    for table in tables:
        names = named.setdefault((table.sheet.file, table.sheet.name), {})
        above = table.sheet.rows[: table.heading_row - 1]
        titled = bodies_in(above) or bodies_in(above, _HOSPITALS)
        names |= titled | (bodies_in(_sections(table)) if titled or names else {})
    return {place: next(iter(names)) for place, names in named.items() if len(names) == 1}


def body_of_book(sheets: Iterable[Sheet], tables: Iterable[Table]) -> str:
    """The only health body that a file names above its tables and in the first rows of sheets without one, or ""."""
    above = {table.sheet.name: table.heading_row - 1 for table in reversed(list(tables))}
    rows = [row for sheet in sheets for row in sheet.rows[: above.get(sheet.name, _ROWS_ABOVE)]]
    named = list(bodies_in(rows))
    return named[0] if len(named) == 1 else ""


def _sections(table: Table) -> list[Sequence[Cell]]:
    """The rows among a table's assets that are none."""
    assets = {number for number, _ in table.rows}
    rows = enumerate(table.sheet.rows[: max(assets, default=0)], 1)
    return [row for number, row in rows if number > table.heading_row and number not in assets]


def bodies_in(rows: Sequence[Sequence[Cell]], names: re.Pattern[str] = _BODY) -> dict[str, None]:
    """The health bodies that rows which are not of assets name, in order; `names` is how such a name is made.

    >>> list(bodies_in([["Eastmere and Westport Hospitals NHS Foundation Trust: imaging register"]]))
    ['Eastmere and Westport Hospitals NHS Foundation Trust']
    >>> list(bodies_in([["Register of Eastmere NHS Trust and of Westport NHS Trust"]]))
    ['Eastmere NHS Trust', 'Westport NHS Trust']
    """
    texts = (clean(cell) for row in rows for cell in row if isinstance(cell, str) and cell)
    return dict.fromkeys(_ABOUT.sub("", found) for text in texts for found in names.findall(text))
