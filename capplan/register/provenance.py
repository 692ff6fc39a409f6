"""Where each value of one asset came from: the cell, what it holds, and the rule that read or assumed it.

The normal read keeps file, sheet and row with each asset and a finding for each doubt; for one asset, its
sheet is opened again, so that reading thousands costs nothing more.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rapidfuzz import process

from capplan import columns as c
from capplan.columns import Column
from capplan.errors import InputError, Problem
from capplan.model import Register
from capplan.policy import Policy
from capplan.register.known_names import SITES, known_names
from capplan.register.mapping_files import read_mappings
from capplan.register.networks import read_networks
from capplan.register.organisations import read_organisations
from capplan.register.read import named, read_files
from capplan.register.rules import RULES
from capplan.register.tables import Above, Field, Table
from capplan.register.wording import Cell, cell_name, is_blank, letters, normalised, seen

_CLOSE, _CLOSE_CUTOFF = 3, 60
_WORKED_OUT: Mapping[Column, str] = {
    c.ASSET_CLASS_RAW: "the class as it is written",
    c.INSTALL_PRECISION: "how exactly the install date is written",
    c.NETWORK: "from the networks file, by organisation",
    c.QUANTITY: "one row is one asset",
    c.STATUS: "assumed: the register does not say, so it is taken to be in use",
    c.ORGANISATION: "assumed: from the name of the sheet or file",
    c.SITE: "assumed: from the name of the sheet",
    c.EXTRA: "columns that no field holds",
}
_OTHERWISE = "worked out from other cells of the row"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of a table: its number, its cells, what was found in it and what stands above it, by column."""

    table: Table
    number: int
    cells: Sequence[Cell]
    found: Mapping[str, tuple[str, ...]]
    above: Mapping[Column, Above]


def asset_named(register: Register, asset_id: str) -> pd.Series:
    """The asset with an id, letter for letter, else the only one whose id differs in case or punctuation.

    Raises InputError, with ids that look like it, where there is none.
    """
    ids = register.assets[c.ASSET_ID]
    exact = register.assets[ids == asset_id]
    close = register.assets[ids.map(normalised) == normalised(asset_id)]
    for found in (exact, close):
        if len(found) == 1:
            return found.iloc[0]
    alike = [name for name, _, _ in process.extract(asset_id, ids.tolist(), limit=_CLOSE, score_cutoff=_CLOSE_CUTOFF)]
    mend = (
        f"Is it one of these: {', '.join(alike)}?" if alike else "Look it up in the file of `capplan check --assets`."
    )
    raise InputError(Problem(where=asset_id, what="no asset of these registers has this id", mend=mend))


def provenance(
    asset: pd.Series, register: Register, paths: Sequence[Path], policy: Policy, *, base: Path
) -> pd.DataFrame:
    """Where each value of an asset came from: columns `PROVENANCE`, in the order of `ASSETS`.

    One row for each column that has a value, and for each cell that was filled but not used. `paths`
    and `base` are those that the register was read from. Raises InputError where the file has changed
    since, or cannot be read.
    """
    row = _row_of(asset, register, named(paths, base), policy, base)
    fields = {str(field.column): field for field in row.table.fields}
    lines = [line for column in c.ASSETS if (line := _line(column, asset, fields.get(column), row)) is not None]
    return pd.DataFrame(lines, columns=list(c.PROVENANCE)).astype("str")


def _row_of(asset: pd.Series, register: Register, paths: Mapping[str, Path], policy: Policy, base: Path) -> _Row:
    file, sheet, number = asset[c.SOURCE_FILE], asset[c.SOURCE_SHEET], int(asset[c.SOURCE_ROW])
    names = known_names(policy, read_networks(policy, base=base), read_organisations(policy, base=base))
    names = names.with_sites((column, name) for column in SITES for name in register.assets[column].dropna().unique())
    tables, _, hashes = read_files(
        {file: paths[file]}, read_mappings(policy, base=base), policy, names, lambda name: None
    )
    if hashes[file] not in {source.sha256 for source in register.files if source.name == file}:
        raise InputError(Problem(where=file, what="has changed since it was read", mend="Run it again."))
    place = (sheet, asset[c.SOURCE_COLUMN])
    alike = (table for table in tables if (table.sheet.name, table.sheet.block) == place)
    table = next(table for table in alike if number in dict(table.rows))
    findings = register.findings
    at = (findings[c.FILE] == file) & (findings[c.SHEET] == sheet)
    above = {column: over[number] for column, over in table.above.items() if number in over}
    cells = {_place(table, field, line) for field in table.fields for line in (number, table.heading_row)}
    cells |= {_place_above(one) for one in above.values()}
    own = findings[at & findings[c.CELL].isin({"", *cells})]
    found: dict[str, tuple[str, ...]] = {}
    for code, column in own[[c.CODE, c.COLUMN]].itertuples(index=False, name=None):
        found[column] = (*found.get(column, ()), code)
    return _Row(table=table, number=number, cells=dict(table.rows)[number], found=found, above=above)


def _place(table: Table, field: Field, number: int) -> str:
    """The name of a field's cell as the file has it; a sheet on its side was read turned."""
    return cell_name(str(field.position + 1) if table.sheet.is_turned else letters(field.position), number)


def _place_above(above: Above) -> str:
    """The name of the cell that gives a value above a row; "" where no cell does."""
    return cell_name(above.position, above.row) if above.row else ""


def _raw(row: _Row, field: Field) -> str:
    fault = row.table.sheet.faults.get((row.number - 1, field.position), "")
    return fault or seen(row.cells[field.position])


def _line(column: Column, asset: pd.Series, field: Field | None, row: _Row) -> tuple[str, ...] | None:
    """A column's row of the table; None where it has neither a value nor a filled cell."""
    value = "" if pd.isna(asset[column]) else _printed(asset[column], column)
    cell = row.cells[field.position] if field is not None else ""
    if not value and (field is None or not _raw(row, field)):
        return None
    above = row.above.get(column)
    if above is not None:
        raw, place = above.text, _place_above(above)
    else:
        raw = _raw(row, field) if field is not None else ""
        place = _place(row.table, field, row.number) if field is not None else ""
    is_assumed = column in asset[c.ASSUMED].split()
    how = "; ".join(_how(column, value, cell, field, row, is_assumed))
    return column.heading, value, raw, row.table.sheet.name, place, how


def _printed(value: Any, column: Column) -> str:
    if column.kind == "date":
        return str(pd.Timestamp(value).date())
    if column.kind == "flag":
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _how(column: Column, value: str, cell: Cell, field: Field | None, row: _Row, is_assumed: bool) -> Iterator[str]:
    """The rule that read or assumed a value, then what was found on the way."""
    codes = row.found.get(column, ())
    if column in row.above:
        yield row.above[column].where
    elif is_assumed and not codes:
        yield _WORKED_OUT.get(column, "assumed")
    elif is_assumed:
        yield "assumed"
    elif field is None or (is_blank(cell) and value):
        yield _WORKED_OUT.get(column, _OTHERWISE)
    elif not value:
        yield "says nothing: left blank" if is_blank(cell) else "left blank"
    else:
        yield _rule(column, cell, field)
    yield from (f"{code} {_title(code, column)}" for code in dict.fromkeys(codes))


def _title(code: str, column: Column) -> str:
    rule = RULES.get(code)
    return rule.title if rule is not None else column.heading


def _rule(column: Column, cell: Cell, field: Field) -> str:
    heading = field.heading
    if column == c.ASSET_CLASS:
        return "a word for this class in the reference table"
    if column.kind == "date" or (column.kind == "whole" and isinstance(cell, dt.date)):
        return "a date cell" if isinstance(cell, dt.date) else "a date written as text"
    if column.kind in ("whole", "number"):
        by = f"times {heading.scale:,}" if heading.scale >= 1 else f"divided by {1 / heading.scale:g}"
        scaled = f", {by} as the heading says" if heading.scale != 1 else ""
        taxed = f", {heading.vat} VAT as the heading says" if heading.vat else ""
        return f"a number{'' if isinstance(cell, int | float) else ' written as text'}{scaled}{taxed}"
    if column.choices:
        return "a word for this choice"
    return "yes or no" if column.kind == "flag" else "text as it stands"
