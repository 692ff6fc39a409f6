"""From a frame to a printed table: which column, in what form."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_ID,
    CAPITAL_GBP,
    CLASS_TITLE,
    NEED_FIGURE,
    NETWORK,
    ORGANISATION,
    REASON,
    RISK_COST_GBP_PER_YEAR,
    SITE,
    START_YEAR,
    Column,
)
from capplan.reporting.content import CellKind, Table, TableColumn
from capplan.reporting.formats import financial_year, number, pounds, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """How a column of a frame is printed."""

    column: Column
    form: Callable[[Any], str] = text
    kind: CellKind = "text"
    label: str = ""

    @property
    def heading(self) -> TableColumn:
        """The printed column: its own label, else the column's heading."""
        return TableColumn(label=self.label or self.column.heading, kind=self.kind)


def _one_place(value: Any) -> str:
    return number(value, 1)


_ENDS_THE_SHORT = re.compile(r" over its cost|; |\. |: (?=(?:each )?£|(?:in \d{4}/\d\d )?it )")


def in_short(reason: Any) -> str:
    """The first clause of a reason, for a table with no room for more.

    >>> in_short("Worth £5 net over its cost; each £1 of 2029/30 money returns £3.21 here.")
    'Worth £5 net'
    >>> in_short("Held by the cap of £9 for North: in 2031/32 it is worth £2 net over its cost.")
    'Held by the cap of £9 for North'
    """
    return text(_ENDS_THE_SHORT.split(text(reason), maxsplit=1)[0].rstrip("."))


ASSET = Printed(column=ASSET_ID)
OWNER = Printed(column=ORGANISATION)
PLACE = Printed(column=SITE)
NETWORK_NAME = Printed(column=NETWORK)
CLASS = Printed(column=CLASS_TITLE)
AGE = Printed(column=AGE_USED_YEARS, form=_one_place, kind="number", label="Age (years)")
NEED = Printed(column=NEED_FIGURE, kind="number")
RISK = Printed(column=RISK_COST_GBP_PER_YEAR, form=pounds, kind="number", label="Risk cost a year")
START = Printed(column=START_YEAR, form=financial_year, label="Year")
ACTION_TAKEN = Printed(column=ACTION, form=lambda action: text(action).capitalize(), label="Action")
CAPITAL = Printed(column=CAPITAL_GBP, form=pounds, kind="number", label="Capital")
WHY = Printed(column=REASON)
IN_SHORT = Printed(column=REASON, form=in_short)


def table_of(
    frame: pd.DataFrame,
    printed: Iterable[Printed],
    *,
    key: str,
    caption: str,
    note: str = "",
    is_register: bool = False,
    details: Column | None = None,
) -> Table:
    """A table with one row for each row of `frame`, in its order, each with the text of the column `details`."""
    printed = tuple(printed)
    cells = ([one.form(value) for value in frame[one.column]] for one in printed)
    return Table(
        id=key,
        caption=caption,
        columns=tuple(one.heading for one in printed),
        rows=tuple(zip(*cells, strict=True)),
        note=note,
        is_register=is_register,
        details=() if details is None else tuple(map(text, frame[details])),
    )


def plain_table(
    key: str,
    caption: str,
    headings: Iterable[str],
    rows: Iterable[tuple[str, ...]],
    *,
    numbers: range = range(0),
    note: str = "",
    is_register: bool = False,
) -> Table:
    """A table of cells already printed; the columns at the places in `numbers` hold numbers."""
    columns = tuple(
        TableColumn(label=heading, kind="number" if place in numbers else "text")
        for place, heading in enumerate(headings)
    )
    return Table(id=key, caption=caption, columns=columns, rows=tuple(rows), note=note, is_register=is_register)
