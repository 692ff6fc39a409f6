"""The optional file of organisations: population, staff, cost and demand, checked cell by cell."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.errors import InputError, Problem

NUMBERS = tuple(column for column in c.ORGANISATIONS if column.kind in ("whole", "number"))
# Only growth may be below 0.
MAY_FALL = (c.DEMAND_GROWTH,)


def organisations_of(text: pd.DataFrame, file: str) -> pd.DataFrame:
    """The file's rows, typed: columns `ORGANISATIONS`; a blank is missing, never 0.

    Takes the cells as text, under headings that are column names. Raises InputError with every cell that
    is not a number, negative, or names an organisation twice, and where a row names none.
    """
    unknown = [str(name) for name in text.columns if name not in c.ORGANISATIONS]
    problems = [
        Problem(where=f"{file}, heading {name!r}", what="not a column of this file", mend=_COLUMNS) for name in unknown
    ]
    known = text.reindex(columns=list(c.ORGANISATIONS)).astype("str").fillna("")
    cells = known.apply(lambda column: column.str.strip())
    numbers = {column: _number(cells[column], column, file, problems) for column in NUMBERS}
    names = cells[c.ORGANISATION_CODE].where(cells[c.ORGANISATION_CODE] != "", cells[c.ORGANISATION])
    for place in np.flatnonzero(names == ""):
        problems.append(
            Problem(where=f"{file}, row {place + 2}", what="no organisation", mend="Give its code or name.")
        )
    for place in np.flatnonzero(names.duplicated() & (names != "")):
        what = f"{names.iloc[place]} is there twice"
        problems.append(Problem(where=f"{file}, row {place + 2}", what=what, mend="Keep one row for each."))
    if problems:
        raise InputError(problems)
    words = {column: cells[column].mask(cells[column] == "") for column in (c.ORGANISATION_CODE, c.ORGANISATION)}
    return pd.DataFrame(words | numbers)[list(c.ORGANISATIONS)]


_COLUMNS = f"Use some of: {', '.join(c.ORGANISATIONS)}."


def _number(cells: pd.Series, column: c.Column, file: str, problems: list[Problem]) -> pd.Series:
    plain = cells.str.replace(",", "").str.removeprefix("£")
    numbers = pd.to_numeric(plain.mask(plain == ""), errors="coerce").astype("float64")
    wrong = (numbers.isna() & (plain != "")) | np.isinf(numbers)
    if column not in MAY_FALL:
        wrong |= numbers < 0
    for place in np.flatnonzero(wrong):
        where, what = f"{file}, row {place + 2}, {column}", f"{cells.iloc[place]!r} is not a number of 0 or more"
        problems.append(Problem(where=where, what=what, mend="Give a number, or clear the cell if it is not known."))
    return numbers
