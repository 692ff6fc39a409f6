"""Which comes first in a column of dates, the day, the month or the year: settled by the whole column."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from capplan.register.date_forms import NUMERIC
from capplan.register.headings import DateOrder
from capplan.register.wording import Cell, clean

Order = Literal["day first", "month first", "either", "year first"]

_FEW_SHARE = 0.1
_STARTS = re.compile(r"\W*\d")
_FEWEST_REAL = 3
# So many dates without one day beyond the present year's two digits, and so many in years to come.
_FEWEST_SHORT, _FEWEST_AHEAD = 20, 2
_MONTHS = 12
_SHORT_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """How a column orders day and month: the order to read by, the rule to report (if any), which of
    its cells are in the rarer order, and which a spreadsheet has probably turned round."""

    order: Order
    code: str = ""
    odd: tuple[int, ...] = ()
    turned: tuple[int, ...] = ()


def vote(cells: Sequence[Cell]) -> Vote:
    """Settle the order of day and month by every text date of a column.

    Only day first, or nothing that tells: day first. Only month first: month first, reported. Both:
    reported; where at most a tenth of those that tell are odd, the others settle the order, else a
    date that could be either is not read.

    >>> vote(["03/09/2014", "25/12/2014"]).order, vote(["12/25/2014"]).order, vote(["25/12/14", "12/25/14"]).order
    ('day first', 'month first', 'either')
    """
    parts = _numeric_parts(cells)
    day_first = tuple(place for place, (first, second) in parts.items() if _is_day_of(first, second))
    month_first = tuple(place for place, (first, second) in parts.items() if _is_day_of(second, first))
    if not day_first and not month_first:
        undecided = any(first != second and max(first, second) <= _MONTHS for first, second in parts.values())
        return Vote(order="day first", code="R035" if undecided else "")
    if not month_first:
        return Vote(order="day first", turned=_turned(cells, parts))
    if not day_first:
        return Vote(order="month first", code="R034")
    few, many = sorted((day_first, month_first), key=len)
    if len(few) > _FEW_SHARE * (len(few) + len(many)):
        return Vote(order="either", code="R006", odd=few)
    return Vote(order="day first" if many is day_first else "month first", code="R006", odd=few)


def _is_day_of(day: int, month: int) -> bool:
    """Whether one number can only be the day, and is a day of the month that the other gives: no date that
    there never was tells the order of others."""
    return day > _MONTHS >= month > 0 and day <= _SHORT_MONTHS.get(month, 31)


def _numeric_parts(cells: Sequence[Cell]) -> dict[int, tuple[int, int]]:
    """The first and second number of each cell that is a date in numbers, by the cell's place."""
    texts = {place: cell for place, cell in enumerate(cells) if isinstance(cell, str) and _STARTS.match(cell)}
    matches = {place: NUMERIC.fullmatch(clean(text).casefold()) for place, text in texts.items()}
    return {place: (int(match["first"]), int(match["second"])) for place, match in matches.items() if match}


def _turned(cells: Sequence[Cell], parts: dict[int, tuple[int, int]]) -> tuple[int, ...]:
    """Real dates that were probably typed day first and taken month first.

    A spreadsheet set to American dates makes real dates of those that it can read, each turned round,
    and leaves the others as text: so every text has a day over 12, and no real date has.
    """
    real = {place: cell for place, cell in enumerate(cells) if isinstance(cell, dt.date)}
    turnable = tuple(place for place, date in real.items() if date.day != date.month)
    is_typical = all(first > _MONTHS for first, _ in parts.values()) and all(
        date.day <= _MONTHS for date in real.values()
    )
    return turnable if is_typical and len(turnable) >= _FEWEST_REAL else ()


def _is_year_first(cells: Sequence[Cell], latest: dt.date) -> bool:
    """Whether the dates of a column of what is past, each of three short numbers, are of years to come unless
    the year stands first, and of none if it does.

    >>> _is_year_first([f"{year}/05/{day}" for year, day in zip(range(6, 26), range(10, 30))], dt.date(2026, 10, 31))
    True
    """
    texts = [clean(cell).casefold() for cell in cells if isinstance(cell, str) and _STARTS.match(cell)]
    found = [match for match in map(NUMERIC.fullmatch, texts) if match]
    parts = [(int(match["first"]), int(match["second"]), int(match["year"])) for match in found]
    is_short = all(len(match["year"]) == len("14") for match in found) and len(parts) >= _FEWEST_SHORT
    now = latest.year % 100
    fits = all(first <= now and 0 < second <= _MONTHS and 0 < third <= 31 for first, second, third in parts)
    return is_short and fits and sum(third > now for _, _, third in parts) >= _FEWEST_AHEAD


def settled(cells: Sequence[Cell], stated: DateOrder | None, latest: dt.date | None = None) -> Vote:
    """The vote of a column whose order of day and month a saved mapping may state: the stated order, with
    nothing to report, unless its own dates speak against it (R094, and then they settle it). Of a column of
    what is past no date is after `latest`; where the year must stand first for that, it does (R111).

    >>> settled(["03/04/2014"], "month first").order, settled(["25/12/2014"], "month first").code
    ('month first', 'R094')
    """
    voted = vote(cells)
    if stated is None and latest is not None and _is_year_first(cells, latest):
        return Vote(order="year first", code="R111")
    if stated is None or voted.code == "R006":
        return voted
    against = 0 if stated == "month first" else 1
    if any(parts[against] > _MONTHS for parts in _numeric_parts(cells).values()):
        return replace(voted, code="R094")
    return replace(voted, order=stated, code="")
