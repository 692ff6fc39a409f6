"""From the cells of tables to values: a column at a time, each different cell read once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.register.amounts import number_reader
from capplan.register.choices import choice_reader, flag_reader, plain_choice, text_reader
from capplan.register.date_order import Order, Vote, settled
from capplan.register.dates import FORWARD, date_reader, year_reader
from capplan.register.decimals import with_decimal_points
from capplan.register.draft import Draft, dtype_of
from capplan.register.findings import Finding
from capplan.register.headings import Heading
from capplan.register.owner_scores import high_scores, with_unread_scores
from capplan.register.ratings import rating_reader, read_score
from capplan.register.reading import BLANK, Read, read_blank
from capplan.register.remaining import remaining
from capplan.register.tables import Field, Table
from capplan.register.titles import stated_bodies, stated_date
from capplan.register.vat import vat_bases
from capplan.register.wording import Cell, is_blank, letters, normalised, seen

type Reader = Callable[[Cell], Read]

_UNREADABLE = "R005"
# What it is called where more than the value is lost: the asset is left out, or counted as in use.
_UNREADABLE_AND_NEEDED = {c.ASSET_CLASS: "R004", c.INSTALL_DATE: "R004", c.STATUS: "R120"}
_YEARS = frozenset((c.MANUFACTURE_YEAR, c.PRICE_BASE_YEAR, c.LOCKED_YEAR))
_RATINGS = (c.RISK_LIKELIHOOD, c.RISK_CONSEQUENCE)
_PRICES = (c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP)
_MOST_ROWS_LISTED = 20
_TIMES_A_YEAR: Mapping[float, str] = {12: "12, from a month", 52: "52, from a week"}
_EXAMPLES = {
    "text": "plain text",
    "choice": "plain text",
    "whole": "a whole number, such as 12",
    "number": "a number, such as 12.5",
    "date": "a date, such as 03/09/2014",
    "flag": "yes or no",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A field of a table, read: each row's cell and what came of it."""

    field: Field
    cells: Sequence[Cell]
    reads: Sequence[Read]
    vote: Vote


def read_cells(tables: Sequence[Table], as_at: dt.date) -> Draft:
    """Every cell of every recognised column, read: a draft with a row for each row of the tables.

    The class is as written (text); no value is filled in from another. Cells that cannot be read are
    blank and found. `as_at` settles the century of two-digit years.
    """
    values: dict[Column, list[object]] = {column: [] for column in (*c.ASSETS, *c.SOURCE)}
    cells: dict[Column, list[Cell | None]] = {field.column: [] for table in tables for field in table.fields}
    marks: list[int] = []
    seen: dict[tuple[Sequence[Cell], tuple[Cell, ...]], int] = {}
    findings: list[Finding] = []
    for table in tables:
        read = {field.column: _read_column(table, field, as_at) for field in table.fields}
        vat, vat_findings = _vat(table, read)
        own = _values(table, read) | {c.VAT_BASIS: vat}
        blank = [None] * len(table.rows)
        for column, parts in values.items():
            parts.extend(own.get(column, blank))
        for column, raw in cells.items():
            raw.extend(read[column].cells if column in read else blank)
        headings = table.sheet.rows[table.heading_row - 1]
        marks.extend(seen.setdefault((headings, tuple(row)), len(seen)) for _, row in table.rows)
        found = [one for column in read.values() for one in _findings(table, column)] + vat_findings
        findings += [replace(one, block=table.sheet.block) for one in found] if table.sheet.block else found
    sheets = [((table.sheet.file, table.sheet.name), table) for table in tables]
    stood = {place: _stood(table, as_at) for place, table in sheets}
    return Draft(
        assets=_frame(values, len(marks)),
        cells=pd.DataFrame(cells, dtype="object", index=range(len(marks))),
        marks=pd.Series(marks, dtype="int64"),
        positions={place: {field.column: letters(field.position) for field in table.fields} for place, table in sheets},
        heading_rows={place: table.heading_row for place, table in sheets},
        stood={place: day for place, day in stood.items() if day is not None},
        findings=tuple(findings),
        bodies=stated_bodies(tables),
        book_bodies={table.sheet.file: table.book_body for table in tables},
        accepted={place: table.accepted for place, table in sheets},
    )


def _titles(table: Table) -> Sequence[Sequence[Cell]]:
    return table.sheet.rows[: table.heading_row - 1]


def _stood(table: Table, latest: dt.date) -> dt.date | None:
    """The day at which a table's register stood: as its mapping says, its heading of ages, or its titles."""
    ages = [field.heading.day for field in table.fields if field.column == c.AGE_YEARS and field.heading.day]
    return table.as_at or next(iter(ages), None) or stated_date(_titles(table), latest)


def _read_column(table: Table, field: Field, as_at: dt.date) -> _Column:
    cells = [row[field.position] for _, row in table.rows]
    is_dated = field.column.kind == "date" or field.column in _YEARS
    latest = None if field.column in FORWARD else as_at
    voted = settled(cells, field.heading.date_order, latest) if is_dated else Vote(order="day first")
    reader = _pointed(table, field, reader_of(field.heading, voted.order, as_at))
    blank = _blank_text if field.column.kind == "text" else read_blank
    known: dict[tuple[type, Cell], Read] = {}
    for cell in cells:
        key = (type(cell), cell)
        if key not in known:
            known[key] = reader(cell) if not is_blank(cell) or field.column.choices else blank(cell)
    doubtful = {*voted.odd, *voted.turned}
    found = (known[type(cell), cell] for cell in cells)
    reads = [read if place not in doubtful or read.code else read.but("R074") for place, read in enumerate(found)]
    return _Column(field=field, cells=cells, reads=reads, vote=voted)


def _pointed(table: Table, field: Field, reader: Reader) -> Reader:
    """A reader of a column's cells that knows how the table marks decimals."""
    if not table.has_decimal_commas or field.column.kind not in ("whole", "number"):
        return reader
    return lambda cell: reader(with_decimal_points(cell))


def _blank_text(cell: Cell) -> Read:
    return BLANK


def reader_of(heading: Heading, order: Order, as_at: dt.date) -> Reader:
    """The reader of a column's cells, by its heading; words that a saved mapping explains are read as what
    they stand for."""
    column = heading.column
    readers: Mapping[str, Callable[[], Reader]] = {
        "text": lambda: text_reader(column),
        "choice": lambda: choice_reader(column) if column.choices else text_reader(column),
        "flag": flag_reader,
        "date": lambda: date_reader(column, order, as_at),
        "whole": lambda: number_reader(column, heading.scale),
        "number": lambda: number_reader(column, heading.scale),
    }
    special: Mapping[Column, Callable[[], Reader]] = {
        **{year: lambda: year_reader(column, order, as_at) for year in _YEARS},
        **{rating: lambda: rating_reader(column) for rating in _RATINGS},
        c.RISK_RATING: lambda: read_score,
    }
    reader = special.get(column, readers[column.kind])()
    words = heading.words
    return (lambda cell: reader(words.get(normalised(seen(cell)), cell))) if words else reader


def _values(table: Table, read: Mapping[Column, _Column]) -> dict[Column, list[object]]:
    """Values by column, with where each row is from, its own word for the class, and how exactly
    its install date is known."""
    values: dict[Column, list[object]] = {name: [one.value for one in column.reads] for name, column in read.items()}
    count = len(table.rows)
    values[c.SOURCE_FILE] = [table.sheet.file] * count
    values[c.SOURCE_SHEET] = [table.sheet.name] * count
    values[c.SOURCE_ROW] = [number for number, _ in table.rows]
    values[c.SOURCE_COLUMN] = [table.sheet.block] * count
    if table.extra:
        others = [remaining(row, table.extra) for _, row in table.rows]
        values[c.EXTRA] = _first_given(values.get(c.EXTRA), others)
    if c.RISK_RATING in read:
        score = read[c.RISK_RATING]
        values[c.EXTRA] = with_unread_scores(values.get(c.EXTRA, [None] * count), table, score.field, score.reads)
    for column, above in table.above.items():
        given = [one.value if (one := above.get(number)) else None for number, _ in table.rows]
        values[column] = _first_given(values.get(column), given)
    if table.owner:
        column, owner = table.owner
        own = zip(*(values.get(name, [None] * count) for name in (c.ORGANISATION, c.ORGANISATION_CODE)), strict=True)
        owners = [owner if pair == (None, None) else None for pair in own]
        values[column] = _first_given(values.get(column), owners)
    bases = [one.field.heading.day for name, one in read.items() if name == c.REPLACEMENT_COST_GBP]
    if bases and bases[0] is not None:
        values[c.PRICE_BASE_YEAR] = _first_given(values.get(c.PRICE_BASE_YEAR), [bases[0].year] * count)
    if c.ASSET_CLASS in read:
        class_column = read[c.ASSET_CLASS]
        pairs = zip(class_column.reads, class_column.cells, strict=True)
        words = [None if one.value is None else seen(cell) for one, cell in pairs]
        values[c.ASSET_CLASS_RAW] = _first_given(values.get(c.ASSET_CLASS_RAW), words)
    if c.RISK_RATING in read:
        scores = [one.value or (None, None) for one in read[c.RISK_RATING].reads]
        for place, column in enumerate(_RATINGS):
            values[column] = _first_given(values.get(column), [score[place] for score in scores])
    if c.INSTALL_DATE in read:
        precision = [one.aside or None for one in read[c.INSTALL_DATE].reads]
        values[c.INSTALL_PRECISION] = _first_given(values.get(c.INSTALL_PRECISION), precision)
    return values


def _first_given(first: Sequence[object] | None, second: Sequence[object]) -> list[object]:
    return list(second) if first is None else [b if a is None else a for a, b in zip(first, second, strict=True)]


def _vat(table: Table, read: Mapping[Column, _Column]) -> tuple[list[object], list[Finding]]:
    """Each row's VAT basis, and a finding where the prices are not all on one."""
    prices = [read[column] for column in _PRICES if column in read]
    stated = [one.value for one in read[c.VAT_BASIS].reads] if c.VAT_BASIS in read else [None] * len(table.rows)
    notes = [
        [None if one.value is None else one.aside or price.field.heading.vat for one in price.reads] for price in prices
    ]
    bases, uneven = vat_bases(notes, stated)
    if not uneven:
        return list(bases), []
    return list(bases), [_column_finding("R021", table, prices[0], _listed(table, uneven))]


def _findings(table: Table, column: _Column) -> list[Finding]:
    """What was found in a column: the order of its dates, and each cell that breaks a rule."""
    findings = []
    if column.vote.code:
        findings.append(_column_finding(column.vote.code, table, column, _listed(table, column.vote.odd)))
    if column.field.heading.scale in _TIMES_A_YEAR:
        findings.append(_column_finding("R096", table, column, _TIMES_A_YEAR[column.field.heading.scale]))
    name = column.field.column
    if name == c.RISK_RATING:
        findings += high_scores(table, column.field, column.cells)
    example = _EXAMPLES[name.kind] if not name.choices else f"one of: {'; '.join(map(plain_choice, name.choices))}"
    for (number, _), cell, read in zip(table.rows, column.cells, column.reads, strict=True):
        if not read.code:
            continue
        is_needed = read.code == _UNREADABLE and name in _UNREADABLE_AND_NEEDED
        finding = Finding(
            code=_UNREADABLE_AND_NEEDED[name] if is_needed else read.code,
            file=table.sheet.file,
            sheet=table.sheet.name,
            row=number,
            position=letters(column.field.position),
            column=name,
            seen=seen(cell),
            used="" if read.value is None else seen(read.value),
            detail=read.detail or example,
        )
        findings.append(finding)
    return findings


def _column_finding(code: str, table: Table, column: _Column, detail: str) -> Finding:
    position = column.field.position
    return Finding(
        code=code,
        file=table.sheet.file,
        sheet=table.sheet.name,
        row=table.heading_row,
        position=letters(position),
        column=column.field.column,
        seen=seen(table.sheet.rows[table.heading_row - 1][position]),
        detail=detail,
    )


def _listed(table: Table, places: Sequence[int]) -> str:
    """Row numbers for a sentence, the first twenty of them."""
    numbers = [str(table.rows[place][0]) for place in places]
    more = f" and {len(numbers) - _MOST_ROWS_LISTED} more" if len(numbers) > _MOST_ROWS_LISTED else ""
    return f"rows {', '.join(numbers[:_MOST_ROWS_LISTED])}{more}" if numbers else ""


def _frame(values: Mapping[Column, Sequence[Any]], count: int) -> pd.DataFrame:
    frame = {column: pd.Series(given, dtype=dtype_of(column)) for column, given in values.items()}
    return pd.DataFrame({**frame, c.ASSUMED: pd.Series([""] * count, dtype="str")})
