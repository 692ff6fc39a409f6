"""The saved mapping: what a person has said of one register, once, so that nobody is asked again.

Its headings and their units, words in its cells, the order of its dates, and the findings that they
have looked at and accept.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from capplan import columns as c
from capplan.columns import Column
from capplan.register.heading_row import heading_index
from capplan.register.headings import DateOrder, Heading, HeadingReader, heading_column, read_heading
from capplan.register.own_names import is_issue_of, is_own_name
from capplan.register.rules import RULES
from capplan.register.tenure import words_below
from capplan.register.wording import Cell, clean, letters, normalised
from capplan.register.workbook import Sheet

_ROWS_SCANNED = 25
_FINGERPRINT_SHARE = 0.5
_MARKS = re.compile(r"[£$€¥%#]")
_DATE_ORDERS: Mapping[str, DateOrder] = {"DMY": "day first", "MDY": "month first"}
# Without these an asset cannot be planned, whoever accepts it.
_NEVER_ACCEPTED = frozenset(("R001", "R002", "R003", "R004"))


class Part(BaseModel):
    """Base of every part of a mapping: unknown names are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """`[source]`: where the mapping applies (the name of the register, without ending, which matches whatever date
    or version stands in the file's name too; or patterns, `*` for anything) and what the register's own words
    leave open: the row of its headings (counted from 1, where the most likely one is not it), or that it has
    none (its columns then go by the names `Column A`, `Column B`, ...), whether tables that stand side by side are
    each read (where it does not say, those that have ids of their own are), whether headings of sections say whose
    and what the rows below them are, the day at which its ages are counted
    ("title": as its title says), the order of its dates."""

    file: str | None = None
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    no_headings: bool = False
    side_by_side: bool | None = None
    sections: bool = True
    as_at: dt.date | Literal["title"] | None = None
    date_order: Literal["DMY", "MDY"] | None = None


class ColumnMapping(Part):
    """One line of `[columns]`: the field that a heading names, with its unit, scale and VAT; or `extra`,
    kept as text beside the fields; or `ignore`, not read at all."""

    field: str | None = None
    unit: Literal["GBP"] | None = None
    scale: Annotated[int | float, Field(gt=0, le=1_000_000)] = 1
    vat: Literal["ex", "inc"] | None = None
    extra: bool = False
    ignore: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.field is not None) + self.extra + self.ignore != 1:
            raise ValueError("a heading needs one of field, extra = true and ignore = true")
        if self.field is None:
            return self
        column = field_named(self.field)
        if column is None:
            raise ValueError(f"no field is called {self.field!r}")
        if "£" not in column.unit and (self.unit or self.vat):
            raise ValueError(f"{column} is not an amount of money, so it has no unit or VAT")
        if column.kind not in ("whole", "number") and self.scale != 1:
            raise ValueError(f"{column} is not a number, so it has no scale")
        return self

    @property
    def heading(self) -> Heading | None:
        """What the heading says, or None where it names no field."""
        column = None if self.field is None else field_named(self.field)
        return None if column is None else Heading(column=column, scale=self.scale, vat=self.vat or "")


def line_of(heading: Heading) -> ColumnMapping:
    """The line that says what a heading says."""
    unit = "GBP" if "£" in heading.column.unit else None
    said = {"field": str(heading.column), "unit": unit, "scale": heading.scale, "vat": heading.vat or None}
    return ColumnMapping.model_validate(said)


class Accepted(Part):
    """One decision of `[accept]`: the rule that an asset may break, who said so, and when."""

    code: str
    by: Annotated[str, Field(min_length=1)]
    on: dt.date

    @model_validator(mode="after")
    def _may_be_accepted(self) -> Self:
        if self.code not in RULES:
            raise ValueError(f"no rule has the code {self.code!r}")
        if self.code in _NEVER_ACCEPTED:
            raise ValueError(f"{self.code} cannot be accepted: without that the asset cannot be planned")
        return self


class RegisterMapping(Part):
    """One mapping file, complete.

    It applies to a sheet that has at least half of its headings (none, where it says that there are none)
    and, where it says so, shows its organisation (`org`: a name or a code) or has its file's name.
    """

    version: Literal[1] = Field(1, alias="schema")
    org: str = ""
    source: Source = Source()
    columns: Mapping[str, ColumnMapping] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    accept: Mapping[str, Accepted | tuple[Accepted, ...]] = {}

    model_config = ConfigDict(populate_by_name=True)

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        unknown = [name for name in self.values if field_named(name) is None]
        if unknown:
            raise ValueError(f"no field is called {unknown[0]!r}")
        return self

    @property
    def by_heading(self) -> Mapping[str, ColumnMapping]:
        """Its lines by heading, made comparable."""
        return {heading_key(heading): line for heading, line in self.columns.items()}

    @property
    def accepted(self) -> Mapping[tuple[str, str], Accepted]:
        """Its decisions by asset id and code."""
        return {(asset, one.code): one for asset, some in self.accept.items() for one in _each(some)}

    def words(self, column: Column) -> Mapping[str, str]:
        """What the words in a column's cells stand for, the words as `normalised` gives them."""
        said = [words for name, words in self.values.items() if field_named(name) == column]
        return MappingProxyType({normalised(word): meant for words in said for word, meant in words.items()})


NO_MAPPING = RegisterMapping()


def _each(some: Accepted | tuple[Accepted, ...]) -> Iterator[Accepted]:
    yield from (some,) if isinstance(some, Accepted) else some


def field_named(name: str) -> Column | None:
    """The column that a mapping names, by its own name or by a heading that is known."""
    own = {str(column): column for column in c.ASSETS}
    return own.get(name) or heading_column(name)


def heading_key(text: str) -> str:
    """A heading made comparable: case, spacing and punctuation do not count, marks of a unit do.

    >>> heading_key("Repl.  cost (£k)") == heading_key("REPL COST £k"), heading_key("Cost $") == heading_key("Cost £")
    (True, False)
    """
    return f"{normalised(text)} {''.join(_MARKS.findall(unicodedata.normalize('NFKC', text)))}".strip()


def heading_reader(mapping: RegisterMapping, sheet: Sheet) -> HeadingReader:
    """What headings of a sheet name: by the mapping's lines first, and then as `read_heading` knows them.

    A column that the mapping reads from one heading of the sheet is read from no other. Where the mapping
    says which row holds the headings, and one of its own stands there, no other text is a heading.
    """
    lines = mapping.by_heading
    order = _DATE_ORDERS.get(mapping.source.date_order or "")
    only = _headings_in(sheet, mapping.source.header_row, lines)
    present = lines.keys() & {heading_key(text) for text in _top(sheet)} if lines else set()
    claimed = {heading.column for key in present if (heading := lines[key].heading) is not None}

    def read(text: str) -> Heading | None:
        if only and heading_key(text) not in only:
            return None
        line = lines.get(heading_key(text)) if lines else None
        heading = read_heading(text) if line is None else line.heading
        if heading is None or (line is None and heading.column in claimed):
            return None
        words = mapping.words(heading.column)
        if heading.column == c.FINANCE_METHOD:
            words = {**words_below(text), **words}
        return replace(heading, date_order=order, words=words, is_agreed=line is not None)

    return read


def _headings_in(sheet: Sheet, row: int | None, own: Collection[str]) -> set[str]:
    """The headings in a row of a sheet, counted from 1; none where none of them is the mapping's own."""
    cells = sheet.rows[row - 1] if row is not None and row <= len(sheet.rows) else ()
    keys = {heading_key(cell) for cell in cells if isinstance(cell, str) and cell}
    return keys if keys & set(own) else set()


def layout_reader(sheet: Sheet, mappings: Sequence[RegisterMapping]) -> HeadingReader:
    """What headings of any table on a sheet name: as the mapping that most applies to it says, else as another
    that applies does."""
    readers = [heading_reader(one, sheet) for one in _applying(sheet, mappings) or [NO_MAPPING]]
    if len(readers) == 1:
        return readers[0]
    return lambda text: next((heading for reads in readers if (heading := reads(text)) is not None), None)


def mapping_of(sheet: Sheet, mappings: Sequence[RegisterMapping]) -> RegisterMapping:
    """The mapping that applies to a sheet, the one with the largest share of headings on it, the earlier of
    equals; `NO_MAPPING` if none does."""
    return next(iter(_applying(sheet, mappings)), NO_MAPPING)


def _applying(sheet: Sheet, mappings: Sequence[RegisterMapping]) -> list[RegisterMapping]:
    """The mappings that apply to a sheet, the one with the largest share of headings on it first."""
    if not mappings:
        return []
    top = _top(sheet)
    keys = {heading_key(cell) for cell in top}
    if heading_index(sheet.rows, read_heading) is None and sheet.rows:
        keys |= {f"column {letters(place).casefold()}" for place in range(len(sheet.rows[0]))}
    applying = [one for one in mappings if _share(one, keys) >= _FINGERPRINT_SHARE and _is_of(one, sheet, top)]
    return sorted(applying, key=lambda one: _share(one, keys), reverse=True)


def applies_to(mapping: RegisterMapping, sheet: Sheet) -> bool:
    """Whether a mapping is one that a sheet can be read by."""
    return bool(_applying(sheet, [mapping]))


def _share(mapping: RegisterMapping, keys: set[str]) -> float:
    own = mapping.by_heading.keys()
    return len(own & keys) / len(own) if own else 0.0


def is_meant_for(mapping: RegisterMapping, sheet: Sheet) -> bool:
    """Whether a mapping names a sheet's organisation or file, whatever its headings are."""
    return bool(mapping.org or mapping.source.file) and _is_of(mapping, sheet, _top(sheet))


def _top(sheet: Sheet) -> list[str]:
    return [cell for row in sheet.rows[:_ROWS_SCANNED] for cell in row if isinstance(cell, str) and cell]


def _is_of(mapping: RegisterMapping, sheet: Sheet, top: Sequence[str]) -> bool:
    source = mapping.source
    if source.sheet is not None and not fnmatchcase(sheet.name.casefold(), source.sheet.casefold()):
        return False
    stated = [bool(mapping.org) and _shows(sheet, top, mapping.org)] if mapping.org else []
    if source.file is not None:
        stated.append(_is_named(sheet, source.file))
    return any(stated) or not stated


def _is_named(sheet: Sheet, name: str) -> bool:
    if is_own_name(name):
        return is_issue_of(name, sheet.stem)
    return fnmatchcase(sheet.file.rpartition("/")[2].casefold(), name.casefold())


def _shows(sheet: Sheet, top: Sequence[str], organisation: str) -> bool:
    """Whether a sheet says that it is an organisation's: in its name, its file's, its first rows, or a cell."""
    name = normalised(organisation)
    about = (sheet.name, sheet.stem, *top)
    return any(f" {name} " in f" {normalised(text)} " for text in about) or _has_cell(sheet.rows, organisation)


def _has_cell(rows: Sequence[Sequence[Cell]], text: str) -> bool:
    sought = clean(text).casefold()
    return any(isinstance(cell, str) and clean(cell).casefold() == sought for row in rows for cell in row)
