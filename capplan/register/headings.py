"""From the headings people write to capplan's columns: exact names and aliases, never a guess."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from rapidfuzz import fuzz, process

from capplan import columns as c
from capplan.columns import Column
from capplan.register.wording import clean, normalised

# A printed heading that registers use for other things ("Asset" is as often the description).
_AMBIGUOUS = (c.ASSET_ID.heading,)
_LONGEST_HEADING = 100
_SUGGESTION_CUTOFF = 80

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
    or nothing."""

    column: Column
    scale: int = 1
    vat: str = ""


@cache
def known_headings() -> Mapping[str, Column]:
    """Every heading that is known, normalised, with its column: names, then aliases, then the
    printed headings. An earlier one is never overruled by a later one."""
    known: dict[str, Column] = {normalised(column): column for column in c.ASSETS}
    for column in c.ASSETS:
        for alias in column.aliases:
            known.setdefault(normalised(alias), column)
    for column in c.ASSETS:
        if column.heading not in _AMBIGUOUS:
            known.setdefault(normalised(column.heading), column)
    return MappingProxyType(known)


@cache
def read_heading(text: str) -> Heading | None:
    r"""The column a heading names, with its unit, or None where it is not known exactly.

    >>> read_heading("Repl. cost\n(£k, ex VAT)")
    Heading(column='replacement_cost_gbp', scale=1000, vat='ex')
    >>> read_heading("Downtime (days)"), read_heading("Replacement cost ($)"), read_heading("Colour")
    (None, None, None)
    """
    rest, vat = _without_vat(clean(unicodedata.normalize("NFKC", text)))
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
        column = known_headings().get(normalised(rest))
        if column is not None and not _OTHER_UNITS.search(rest) and _fits(column, applies_to, vat):
            return Heading(column=column, scale=scale, vat=vat)
    return None


def _as_written(text: str, vat: str) -> Heading | None:
    """The heading with no unit to take off; `£` and `%` are no part of a normalised text, so one
    that has them is not as written unless the column is in pounds."""
    column = known_headings().get(normalised(text))
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


def suggestion(text: str) -> str:
    """A known heading that looks like this one, or "" where none does; for a person to judge.

    >>> suggestion("Manufacturrer")
    'Manufacturer'
    """
    close = process.extractOne(
        normalised(text), known_headings().keys(), scorer=fuzz.ratio, score_cutoff=_SUGGESTION_CUTOFF
    )
    return known_headings()[close[0]].heading if close else ""
