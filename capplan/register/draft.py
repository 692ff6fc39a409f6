"""A register while it is being read: rows so far, and all that is needed to say where they are from."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype
from pandas.api.types import pandas_dtype

from capplan import columns as c
from capplan.columns import Column
from capplan.register.findings import Finding, Place
from capplan.register.wording import address, cell_name, seen

_UNREAD = frozenset(("R004", "R005", "R070", "R071", "R120"))
_DTYPES = {
    "text": "str",
    "choice": "str",
    "whole": "Int64",
    "number": "float64",
    "date": "datetime64[us]",
    "flag": "boolean",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Rows read so far, one index for all frames.

    - `assets`: columns `ASSETS` + `SOURCE` + `ASSUMED`.
    - `cells`: the raw cell of every column that any sheet has (None where a sheet lacks it).
    - `marks`: a number for each row that is the same for rows whose cells are all the same.
    - `positions`: for each file and sheet, the letters of each column it has.
    - `row_positions`: the same for each row of a second table on a sheet.
    - `heading_rows`: for each file and sheet, the row of its headings.
    - `stood`: the day at which each file's sheet says that it stood, where it says so.
    - `bodies`: the health body that each file's sheet names in its titles, where it names one.
    - `book_bodies`: the only one that each file names outside its tables, "" where there is none.
    - `accepted`: for each file and sheet, by asset id and rule code, who accepted a finding and when.
    """

    assets: pd.DataFrame
    cells: pd.DataFrame
    marks: pd.Series
    positions: Mapping[tuple[str, str], Mapping[Column, str]]
    heading_rows: Mapping[tuple[str, str], int]
    stood: Mapping[tuple[str, str], dt.date]
    findings: tuple[Finding, ...]
    bodies: Mapping[tuple[str, str], str] = field(default_factory=dict)
    book_bodies: Mapping[str, str] = field(default_factory=dict)
    accepted: Mapping[tuple[str, str], Mapping[tuple[str, str], str]] = field(default_factory=dict)
    row_positions: Mapping[Place, Mapping[Column, str]] = field(default_factory=dict)

    def noting(self, findings: Iterable[Finding]) -> "Draft":
        """The same draft with these findings after its own."""
        return replace(self, findings=(*self.findings, *findings))

    def having(self, values: Mapping[Column, pd.Series]) -> "Draft":
        """The same draft with these columns in place of its own, each in its own kind."""
        typed = {column: series.astype(dtype_of(column)) for column, series in values.items()}
        return replace(self, assets=self.assets.assign(**typed))

    def keeping(self, rows: pd.Series) -> "Draft":
        """The same draft with only these rows (boolean), under their own index."""
        return replace(self, assets=self.assets[rows], cells=self.cells[rows], marks=self.marks[rows])

    def rearranged(self, index: pd.Index) -> "Draft":
        """The same draft with the rows of `index`, in its order, numbered anew from 0."""
        return replace(
            self,
            assets=self.assets.loc[index].reset_index(drop=True),
            cells=self.cells.loc[index].reset_index(drop=True),
            marks=self.marks.loc[index].reset_index(drop=True),
        )

    def assuming(self, column: Column, rows: pd.Series) -> "Draft":
        """The same draft with `column` among the assumed ones in `rows` (boolean)."""
        before = self.assets[c.ASSUMED]
        after = before.where(~rows, (before + f" {column}").str.strip())
        return self.having({c.ASSUMED: after})


def dtype_of(column: Column) -> ExtensionDtype | np.dtype[Any]:
    """The pandas type that a column is kept in."""
    return pandas_dtype(_DTYPES[column.kind])


def flagged(
    draft: Draft, code: str, column: Column, rows: pd.Series, details: pd.Series | None = None
) -> list[Finding]:
    """A finding under `code` for each of `rows` (boolean), at the cell of `column`.

    What was seen is the raw cell, what was used the draft's value. A sheet that lacks the column
    gives the row's first cell as the address. `details` completes the rule's sentences.
    """
    at = rows.index[rows.to_numpy(dtype=bool, na_value=False)]
    if at.empty:
        return []
    places = draft.assets.loc[at, list(c.SOURCE)].itertuples(index=False, name=None)
    raw = draft.cells[column].loc[at] if column in draft.cells else [None] * len(at)
    words = details.loc[at] if details is not None else [""] * len(at)
    return [
        Finding(
            code=code,
            file=place[0],
            sheet=place[1],
            row=int(place[2]),
            position=position_of(draft, place, column),
            column=column,
            seen="" if cell is None else seen(cell),
            used=_used(value),
            detail=str(word),
            block=place[3],
        )
        for place, cell, value, word in zip(places, raw, draft.assets.loc[at, column], words, strict=True)
    ]


def unread_at(draft: Draft, column: Column) -> pd.Series:
    """Which rows have a cell in `column` that was found to be unreadable (boolean)."""
    places = {one.place for one in draft.findings if one.column == column and one.code in _UNREAD and not one.used}
    where = draft.assets[list(c.SOURCE)].itertuples(index=False, name=None)
    return pd.Series([place in places for place in where], index=draft.assets.index, dtype=bool)


def position_of(draft: Draft, place: Place, column: Column) -> str:
    """The letters of a row's column (its row, on a sheet on its side); those of the first known column
    where the table has none such."""
    positions = draft.row_positions.get(place) or draft.positions[place[:2]]
    return positions.get(column) or next(iter(positions.values()))


def _cell(draft: Draft, place: Place, column: Column) -> str:
    return cell_name(position_of(draft, place, column), place[2])


def addresses(draft: Draft, column: Column) -> pd.Series:
    """The address of each row's cell in `column`, such as `register.xlsx, Assets!F17`."""
    where = draft.assets[list(c.SOURCE)].itertuples(index=False, name=None)
    texts = [address(place[0], place[1], _cell(draft, place, column)) for place in where]
    return pd.Series(texts, index=draft.assets.index, dtype="str")


def _used(value: Any) -> str:
    return "" if pd.isna(value) else seen(value)
