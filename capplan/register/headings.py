"""From the headings people write to capplan's columns: exact names and aliases, never a guess."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from capplan import columns as c
from capplan.columns import Column
from capplan.register.date_forms import Context, read_date_text
from capplan.register.heading_terms import (
    BY_UNIT,
    FILLERS,
    MARKS,
    NOT_OF_THINGS,
    OTHER_UNITS,
    SAME_WORDS,
    SPOKEN_OF,
    THINGS,
    UNITS,
    VAT_NOTES,
    WELSH_WORDS,
)
from capplan.register.tenure import method_asked
from capplan.register.wording import clean, normalised

# A printed heading that registers use for other things ("Asset" is as often the description).
_AMBIGUOUS = (c.ASSET_ID.heading,)
_LONGEST_HEADING, _LONGEST_WRITTEN, _MOST_NAMES = 100, 250, 4
_SHORTEST_SQUEEZED = 6
_HALVES, _NAMES = re.compile(r"\n|\s[/|]\s"), re.compile(r"\s*[/|(\n]\s*|\)|\s+(?:or|and|&)\s+", re.I)
_YEARLY = "a year|events"
_SPOKEN = Context(month_first=False, century_start=2000)

type DateOrder = Literal["day first", "month first"]
type HeadingReader = Callable[[str], "Heading | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a heading says: the column, what its numbers are multiplied by, `ex` or `inc` VAT or nothing,
    and the day that it speaks of itself (`day`): at which ages were counted, or whose prices these are.

    A saved mapping may also say the order of its dates' day and month, and what words in its cells
    stand for (`words`: text as `normalised` gives it, to what to read in its place). `is_agreed`: a person
    has said in it that the heading names this column.
    """

    column: Column
    scale: float = 1
    vat: str = ""
    date_order: DateOrder | None = field(default=None, repr=False)
    words: Mapping[str, str] = field(default=MappingProxyType({}), repr=False, hash=False)
    day: dt.date | None = field(default=None, repr=False)
    is_agreed: bool = field(default=False, repr=False)


@cache
def known_headings() -> Mapping[str, Column]:
    """Every heading that is known, normalised, with its column: names, then aliases, then the
    printed headings. An earlier one is never overruled by a later one."""
    known: dict[str, Column] = {normalised(column): column for column in c.GIVEN}
    for column in c.GIVEN:
        for alias in column.aliases:
            known.setdefault(normalised(alias), column)
    for column in c.GIVEN:
        if column.heading not in _AMBIGUOUS:
            known.setdefault(normalised(column.heading), column)
    return MappingProxyType(known)


def heading_column(text: str) -> Column | None:
    """The column that a heading without a unit names, exactly: its words in any order, "of" and "the"
    left out, usual abbreviations written out, and the spaces between words left out.

    >>> heading_column("Mfr"), heading_column("Date of the installation"), heading_column("assetnumber")
    ('manufacturer', 'install_date', 'asset_id')
    >>> heading_column("Installation"), heading_column("In service")
    (None, None)
    """
    name, as_one = normalised(text.replace("#", " no ")), normalised(text.casefold())
    return (
        known_headings().get(name)
        or known_headings().get(as_one)
        or _by_words().get(heading_words(name))
        or _squeezed().get(name.replace(" ", ""))
        or _of_a_thing(name)
    )


def _of_a_thing(name: str) -> Column | None:
    """The column that is left where a name begins with the kind of thing listed, as "Scanner model" does."""
    first, _, rest = name.partition(" ")
    words = heading_words(rest)
    is_plain = SAME_WORDS.get(first, first) in THINGS and NOT_OF_THINGS.isdisjoint(words)
    return _by_words().get(words) if words and is_plain else None


def heading_words(name: str) -> tuple[str, ...]:
    """The words of a normalised heading that count, abbreviations written out, in the order of the alphabet.

    >>> heading_words("date of the repl")
    ('date', 'replacement')
    """
    return tuple(sorted(SAME_WORDS.get(word, word) for word in name.split() if word not in FILLERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A heading without its unit: its words, normalised, and what the unit said."""

    text: str
    scale: float
    vat: str
    applies_to: tuple[str, ...]

    def of(self, column: Column) -> Heading | None:
        """What the heading would say if it were the column's, or None where the unit is not the column's."""
        fits = _fits(column, list(self.applies_to), self.vat)
        return Heading(column=column, scale=self.scale, vat=self.vat) if fits else None


def bare_heading(text: str) -> Bare | None:
    """A heading without its unit, or None where nothing is left or the unit is not one that capplan knows.

    >>> bare_heading("Cost, £000 (ex VAT)")
    Bare(text='cost', scale=1000, vat='ex', applies_to=('£',))
    """
    rest, vat = _without_vat(clean(unicodedata.normalize("NFKC", text)))
    scale: float = 1
    applies_to: list[str] = []
    name = normalised(rest.replace("#", " no "))
    for unit in UNITS:
        shorter = unit.pattern.sub(" ", rest.casefold())
        if shorter != rest.casefold():
            rest, scale = shorter, scale * unit.scale
            applies_to.append(unit.applies_to)
            name = normalised(rest.replace("#", " no "))
    if not name or len(rest) > _LONGEST_HEADING or OTHER_UNITS.search(rest):
        return None
    return Bare(text=name, scale=scale, vat=vat, applies_to=tuple(applies_to))


@cache
def _by_words() -> Mapping[tuple[str, ...], Column]:
    return _of_one_column((heading_words(name), column) for name, column in known_headings().items())


@cache
def _squeezed() -> Mapping[str, Column]:
    names = known_headings().items()
    squeezed = [(name.replace(" ", ""), column) for name, column in names if " " in name]
    return _of_one_column((name, column) for name, column in squeezed if len(name) >= _SHORTEST_SQUEEZED)


def _of_one_column[Key](pairs: Iterable[tuple[Key, Column]]) -> Mapping[Key, Column]:
    """What each key leads to, without the keys that lead to two columns."""
    found: dict[Key, set[Column]] = {}
    for key, column in pairs:
        found.setdefault(key, set()).add(column)
    return MappingProxyType({key: next(iter(columns)) for key, columns in found.items() if len(columns) == 1})


@cache
def read_heading(text: str) -> Heading | None:
    r"""The column a heading names, with its unit, or None where it is not known exactly.

    A heading in two languages is known by the half that capplan knows, one that names a column twice by
    either name; marks of a footnote do not count.

    >>> read_heading("Repl. cost\n(£k, ex VAT)")
    Heading(column='replacement_cost_gbp', scale=1000, vat='ex')
    >>> read_heading("Downtime (days)"), read_heading("Replacement cost ($)"), read_heading("Colour")
    (None, None, None)
    >>> read_heading("Nhà cung cấp\nSupplier").column, read_heading("Serial\nTag"), read_heading("Ward/Dept").column
    ('supplier', None, 'department')
    >>> read_heading("Leased?").column, read_heading("Owned / Leased").column, read_heading("Lease cost")
    ('finance_method', 'finance_method', None)
    >>> read_heading("Age at 31/03/2024").day
    datetime.date(2024, 3, 31)
    """
    if len(text) > _LONGEST_WRITTEN:
        return None
    written = unicodedata.normalize("NFKC", MARKS.sub(" ", text))
    one = clean(written)
    return (
        _read_one(one)
        or (Heading(column=c.FINANCE_METHOD) if method_asked(one) else None)
        or _read_spoken(one)
        or _read_several(written, _HALVES)
        or _read_several(written, _NAMES)
    )


def _read_several(text: str, between: re.Pattern[str]) -> Heading | None:
    """What a heading of several names says, if all are of one column; they may share their last word
    ("Installation / commissioning date"). One that is not known counts as of another language by its letters
    or words; else the heading may mean something else."""
    names = [clean(name) for name in between.split(text) if clean(name)]
    if not 1 < len(names) <= _MOST_NAMES:
        return None
    last = names[-1].split()[-1]
    read = [(name, _read_one(name) or _read_one(f"{name} {last}")) for name in names]
    known = [heading for _, heading in read if heading is not None]
    others = [name for name, heading in read if heading is None]
    agree = len({heading.column for heading in known}) == 1
    return known[0] if agree and all(map(_is_of_another_language, others)) else None


def _is_of_another_language(text: str) -> bool:
    is_welsh = not WELSH_WORDS.isdisjoint(normalised(text).split())
    return is_welsh or any(letter.isalpha() and not letter.isascii() for letter in text)


def _read_spoken(text: str) -> Heading | None:
    """What a heading says that speaks of a day: at which ages or values were taken, or whose prices these are."""
    for pattern, applies_to in SPOKEN_OF:
        found = pattern.search(text.casefold())
        heading = _read_one(clean(pattern.sub(" ", text.casefold()))) if found else None
        if found and heading is not None and applies_to in heading.column.unit:
            return replace(heading, day=read_date_text(found["day"], _SPOKEN).value)
    return None


def _read_one(text: str) -> Heading | None:
    if heading_column(text) == c.VAT_BASIS and "£" not in text:
        return Heading(column=c.VAT_BASIS)
    rest, vat = _without_vat(text)
    if not rest or len(rest) > _LONGEST_HEADING:
        return None
    heading = _as_written(rest, vat)
    if heading is not None:
        return heading
    scale: float = 1
    applies_to: list[str] = []
    for unit in UNITS:
        shorter = unit.pattern.sub(" ", rest.casefold())
        if shorter == rest.casefold():
            continue
        rest, scale = shorter, scale * unit.scale
        applies_to.append(unit.applies_to)
        if OTHER_UNITS.search(rest):
            continue
        for column in _candidates(rest, applies_to):
            if _fits(column, applies_to, vat):
                return Heading(column=column, scale=scale, vat=vat)
    return None


def _candidates(text: str, applies_to: Sequence[str]) -> Iterator[Column]:
    """The columns that a heading may name whose unit is taken off."""
    words = heading_words(normalised(text))
    column = heading_column(text)
    if column is not None:
        yield column
    yield from (BY_UNIT[words, unit] for unit in applies_to if (words, unit) in BY_UNIT)
    yearly = heading_column(f"annual {text}") if _YEARLY in applies_to else None
    if yearly is not None:
        yield yearly


def _as_written(text: str, vat: str) -> Heading | None:
    """The heading with no unit to take off; `£` and `%` are no part of a normalised text, so one
    that has them is not as written unless the column is in pounds."""
    column = heading_column(text)
    if column is None or OTHER_UNITS.search(text.casefold()) or not _fits(column, ["£"] if "£" in text else [], vat):
        return None
    return Heading(column=column, vat=vat)


def _fits(column: Column, applies_to: list[str], vat: str) -> bool:
    about = f"{column.kind} {column.unit}"
    return all(any(text in about for text in unit.split("|")) for unit in applies_to) and ("£" in about or not vat)


def _without_vat(text: str) -> tuple[str, str]:
    for pattern, basis in VAT_NOTES:
        if found := pattern.search(text.casefold()):
            return f"{text[: found.start()]} {text[found.end() :]}", basis
    return text, ""
