"""Reads what the last approved plan decided, from a run folder or from a file of decisions."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.planning.eligibility import KEEP

DECISIONS_FILE = "decisions.csv"
FIRST_ROW = 2
# What a run's own files put before text that a spreadsheet would take for a formula (`capplan.frames`).
_GUARD = re.compile(r"^'(?=[=+\-@\t\r'])")
_YEAR = re.compile(r"\d{1,4}(\.0*)?")


def read_approved(path: Path, scenario: str | None = None) -> pd.DataFrame:
    """What a plan decided for each asset: columns `APPROVED`, sorted by asset; `START_YEAR` is missing for an
    asset that it keeps.

    `path` is a run folder (`scenario` says which of its plans; needless where it holds one), the folder of one
    of its scenarios, or a CSV file with the columns `APPROVED`; further columns are passed over.

    Raises InputError with every fault found: no such file, no such scenario, a column that is not there, an
    asset twice, a row without its asset or action, a year that is none.
    """
    file = _file(path, scenario)
    rows = _rows(file)
    problems = list(_faults(file.name, rows))
    if problems:
        raise InputError(problems)
    years = pd.to_numeric(rows[c.START_YEAR]).astype("Int64")
    return rows.assign(**{c.START_YEAR: years}).sort_values(c.ASSET_ID, ignore_index=True)


def _file(path: Path, scenario: str | None) -> Path:
    if path.is_file():
        return path
    if scenario is None and (path / DECISIONS_FILE).is_file():
        return path / DECISIONS_FILE
    found = sorted(file.parent.name for file in path.glob(f"*/{DECISIONS_FILE}"))
    if scenario is not None and scenario in found:
        return path / scenario / DECISIONS_FILE
    if scenario is None and len(found) == 1:
        return path / found[0] / DECISIONS_FILE
    if not found:
        mend = "Name a run folder, or a CSV file of decisions."
        raise InputError(Problem(where=str(path), what="no decisions of a plan stand here", mend=mend))
    what = "several plans stand here" if scenario is None else f"no scenario is called {scenario!r} in this run"
    close = get_close_matches(scenario or "", found, n=1)
    mend = f"Did you mean {close[0]!r}?" if close else f"Name one of them as scenario: {', '.join(found)}."
    raise InputError(Problem(where=str(path), what=what, mend=mend))


def _rows(file: Path) -> pd.DataFrame:
    """The columns `APPROVED` of a file as text, blanks missing, without the guard that a run's files put before
    formulas."""
    try:
        text = pd.read_csv(file, dtype="str", encoding="utf-8-sig", skipinitialspace=True, keep_default_na=False)
    except UnicodeDecodeError:
        raise InputError(Problem(where=file.name, what="not UTF-8 text", mend="Save it as CSV UTF-8.")) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        what = f"not a table: {str(error).splitlines()[0]}"
        raise InputError(Problem(where=file.name, what=what, mend="Give it a heading row and rows.")) from None
    text.columns = text.columns.str.strip().str.lower()
    missing = [column for column in c.APPROVED if column not in text.columns]
    if missing:
        raise InputError(
            [
                Problem(
                    where=f"{file.name}, row 1",
                    what=f"no column {column}",
                    mend=f"Add it ({column.meaning}).",
                )
                for column in missing
            ]
        )
    cells = pd.DataFrame({column: text[column].str.strip() for column in c.APPROVED}).replace(_GUARD, "", regex=True)
    return cells.mask(cells == "")


def _faults(name: str, rows: pd.DataFrame) -> Iterator[Problem]:
    year, kept = rows[c.START_YEAR], rows[c.ACTION] == KEEP
    no_year = year.notna() & ~year.fillna("").str.fullmatch(_YEAR)
    checks = (
        (c.ASSET_ID, rows[c.ASSET_ID].isna(), "no asset", "Give its id, or remove the row."),
        (c.ASSET_ID, rows[c.ASSET_ID].notna() & rows[c.ASSET_ID].duplicated(), "asset {} twice", "Keep one row of it."),
        (c.ACTION, rows[c.ACTION].isna(), "no action", f"Give it; {KEEP!r} where nothing is done."),
        (c.START_YEAR, no_year, "{} is not a year", "Give a whole number."),
        (c.START_YEAR, year.notna() & kept & ~no_year, "an asset that is kept starts in {}", "Clear one of the two."),
        (c.START_YEAR, year.isna() & rows[c.ACTION].notna() & ~kept, "no year", "Give the year in which it starts."),
    )
    for column, bad, what, mend in checks:
        for row in rows.index[bad]:
            where = f"{name}, row {row + FIRST_ROW}, column {column}"
            yield Problem(where=where, what=what.format(rows.loc[row, column]), mend=mend)
