"""From the headings people write to capplan's columns: exact names and aliases, never a guess."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Literal

from capplan import columns as c
from capplan.columns import Column
from capplan.register.wording import clean, normalised

# A printed heading that registers use for other things ("Asset" is as often the description).
_AMBIGUOUS = (c.ASSET_ID.heading,)
_LONGEST_HEADING = 100
_SHORTEST_SQUEEZED = 6
# Words that headings leave out at will, and other ways to write one word.
_FILLERS = frozenset(("of", "the"))
_SAME_WORDS = {
    written: word
    for word, ways in {
        "no": "num nr number", "department": "dept", "organisation": "org organization", "year": "yr",
        "manufacturer": "mfr manuf mfgr", "equipment": "equip eqpt", "replacement": "repl replace", "quantity": "qty",
        "maintenance": "maint", "description": "desc descr", "serial": "ser", "annual": "ann", "purchase": "purch",
        "hours": "hrs", "years": "yrs", "estimated": "est estd",
    }.items()
    for written in ways.split()
}  # fmt: skip

type DateOrder = Literal["day first", "month first"]
type HeadingReader = Callable[[str], "Heading | None"]

VAT_NOTES = (
    (re.compile(r"(?:\b(?:ex|exc|excl|excluding|exclusive of|net of|before|without|plus|no)\b|\+)\.?\s*vat\b"), "ex"),
    (re.compile(r"\bvat\s*(?:ex|exc|excl|excluded|exclusive)\b"), "ex"),
    (re.compile(r"\b(?:inc|incl|including|inclusive of|with|gross of)\b\.?\s*vat\b"), "inc"),
    (re.compile(r"\bvat\s*(?:inc|incl|included|inclusive)\b"), "inc"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as headings write it, the text that a column's kind and unit must hold for it to
    apply, and what to multiply the numbers by."""

    pattern: re.Pattern[str]
    applies_to: str
    scale: int = 1


_UNITS = (
    Unit(pattern=re.compile(r"(?:£|\bgbp)\s*['’]?\s*(?:1,?000|000|k)['’]?s?\b"), applies_to="£", scale=1_000),
    Unit(pattern=re.compile(r"['’]000s?\b|\(\s*(?:k|000s?)\s*\)"), applies_to="£", scale=1_000),
    Unit(pattern=re.compile(r"(?:£|\bgbp)\s*(?:m|mn|millions?)\b"), applies_to="£", scale=1_000_000),
    Unit(pattern=re.compile(r"£|\bgbp\b|\(\s*pounds\s*\)"), applies_to="£"),
    Unit(pattern=re.compile(r"\(\s*(?:in )?(?:years?|yrs?)\s*\)"), applies_to="years"),
    Unit(pattern=re.compile(r"\(\s*(?:hours?|hrs?)\s*\)"), applies_to="hours"),
    Unit(pattern=re.compile(r"\(\s*days?\s*\)"), applies_to="days"),
    Unit(pattern=re.compile(r"\(\s*d{1,2}[/.-]m{1,3}[/.-]y{2,4}\s*\)"), applies_to="date"),
    Unit(pattern=re.compile(r"\(?\s*\b1\s*(?:-|–|to)\s*5\b\s*\)?"), applies_to="1 to 5"),
    Unit(pattern=re.compile(r"\bp\.?\s?a\b\.?|\bper (?:annum|year)\b|/\s*(?:year|yr)\b"), applies_to="a year"),
)
# Marks that change what a number means; a heading that still holds one is not known.
_OTHER_UNITS = re.compile(r"[$€¥%‰]|\b(?:usd|eur)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a heading says: the column, what its numbers are multiplied by, and `ex` or `inc` VAT
    or nothing.

    A saved mapping may also say the order of its dates' day and month, and what words in its cells
    stand for (`words`: text as `normalised` gives it, to what to read in its place).
    """

    column: Column
    scale: int = 1
    vat: str = ""
    date_order: DateOrder | None = field(default=None, repr=False)
    words: Mapping[str, str] = field(default=MappingProxyType({}), repr=False, hash=False)


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
    )


def heading_words(name: str) -> tuple[str, ...]:
    """The words of a normalised heading that count, abbreviations written out, in the order of the alphabet.

    >>> heading_words("date of the repl")
    ('date', 'replacement')
    """
    return tuple(sorted(_SAME_WORDS.get(word, word) for word in name.split() if word not in _FILLERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A heading without its unit: its words, normalised, and what the unit said."""

    text: str
    scale: int
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
    scale, applies_to = 1, []
    name = normalised(rest.replace("#", " no "))
    for unit in _UNITS:
        shorter = unit.pattern.sub(" ", rest.casefold())
        if shorter != rest.casefold():
            rest, scale = shorter, scale * unit.scale
            applies_to.append(unit.applies_to)
            name = normalised(rest.replace("#", " no "))
    if not name or len(rest) > _LONGEST_HEADING or _OTHER_UNITS.search(rest):
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

    A heading in two languages, a line each, is known by the one that capplan knows.

    >>> read_heading("Repl. cost\n(£k, ex VAT)")
    Heading(column='replacement_cost_gbp', scale=1000, vat='ex')
    >>> read_heading("Downtime (days)"), read_heading("Replacement cost ($)"), read_heading("Colour")
    (None, None, None)
    >>> read_heading("Nhà cung cấp\nSupplier").column, read_heading("Serial\nTag")
    ('supplier', None)
    """
    written = unicodedata.normalize("NFKC", text)
    return _read_one(clean(written)) or _read_halves(written)


def _read_halves(text: str) -> Heading | None:
    """What the known half of a heading in two languages says. Another half counts as of another
    language if it has a letter that English has not; else the heading may mean something else."""
    halves = [half for part in text.splitlines() for half in part.split(" / ") if clean(half)]
    read = [(half, _read_one(clean(half))) for half in halves]
    known = [heading for _, heading in read if heading is not None]
    others = [half for half, heading in read if heading is None]
    agree = len({heading.column for heading in known}) == 1
    return known[0] if agree and all(map(_is_of_another_language, others)) else None


def _is_of_another_language(text: str) -> bool:
    return any(letter.isalpha() and not letter.isascii() for letter in text)


def _read_one(text: str) -> Heading | None:
    rest, vat = _without_vat(text)
    if not rest or len(rest) > _LONGEST_HEADING:
        return None
    heading = _as_written(rest, vat)
    if heading is not None:
        return heading
    scale, applies_to = 1, []
    for unit in _UNITS:
        shorter = unit.pattern.sub(" ", rest.casefold())
        if shorter == rest.casefold():
            continue
        rest, scale = shorter, scale * unit.scale
        applies_to.append(unit.applies_to)
        column = heading_column(rest)
        if column is not None and not _OTHER_UNITS.search(rest) and _fits(column, applies_to, vat):
            return Heading(column=column, scale=scale, vat=vat)
    return None


def _as_written(text: str, vat: str) -> Heading | None:
    """The heading with no unit to take off; `£` and `%` are no part of a normalised text, so one
    that has them is not as written unless the column is in pounds."""
    column = heading_column(text)
    if column is None or _OTHER_UNITS.search(text.casefold()) or not _fits(column, ["£"] if "£" in text else [], vat):
        return None
    return Heading(column=column, vat=vat)


def _fits(column: Column, applies_to: list[str], vat: str) -> bool:
    about = f"{column.kind} {column.unit}"
    return all(unit in about for unit in applies_to) and ("£" in about or not vat)


def _without_vat(text: str) -> tuple[str, str]:
    for pattern, basis in VAT_NOTES:
        if found := pattern.search(text.casefold()):
            return f"{text[: found.start()]} {text[found.end() :]}", basis
    return text, ""
