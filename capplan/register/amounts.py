"""Reads amounts of money, counts and measures from cells."""

import datetime as dt
import math
import re
from collections.abc import Callable

from capplan import columns as c
from capplan.columns import Column
from capplan.register.headings import VAT_NOTES
from capplan.register.reading import NEGATIVE, NOUGHT, UNREADABLE, Read
from capplan.register.wording import Cell, clean, normalised

type Reader = Callable[[Cell], Read]

_LARGEST = 1e12
_MOST_IN_A_ROW = 1_000
_SCALES = {"": 1, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6}
_POUNDS = ("", "£", "gbp")
_CURRENCY = r"£|\$|€|¥|gbp|usd|eur|us\$"
_NUMBER = re.compile(
    rf"""(?P<open>\()?\s*(?P<sign>[-−])?\s*(?P<currency>{_CURRENCY})?\s*(?P<late_sign>[-−])?\s*
    (?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:\ \d{{3}})+|\d+)(?:\.\d*)?|\.\d+)(?P<exponent>e[+-]?\d{{1,2}})?
    \s*(?P<scale>k|mn?|million|thousand)?(?![a-z])\s*(?P<after>{_CURRENCY})?\s*(?P<rest>[^\d]*?)\s*(?P<close>\))?\s*""",
    re.VERBOSE,
)
_NOUGHTS = frozenset(("nil", "none", "zero", "no"))
# Words that may follow a number, by the unit of its column; a word that is not here makes it unreadable.
_WORDS = {
    "years": ("year", "years", "yr", "yrs", "y"),
    "hours a year": ("hours", "hour", "hrs", "hr", "h", "hours a year", "hours per year", "hours pa"),
    "a year": ("exams", "scans", "examinations", "miles", "a year", "per year", "pa", "p a"),
    "days an event": ("days", "day"),
    "events": ("events", "faults", "breakdowns", "times"),
    "£": ("each",),
    "£ a year": ("pa", "p a", "a year", "per year", "per annum"),
}
_NOUGHT_IS_BLANK = frozenset(
    (c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP, c.PURCHASE_COST_GBP, c.MAINTENANCE_GBP_PER_YEAR,
     c.CONSEQUENCE_GBP_PER_EVENT, c.EXPECTED_LIFE_YEARS, c.QUANTITY)
)  # fmt: skip


def number_reader(column: Column, scale: int) -> Reader:
    """A reader of numbers for a column whose heading multiplies by `scale`.

    Money comes in whole pounds (pence are rounded), counts as whole numbers, measures as floats. A
    cell's own `k` or `m` goes before the heading's. Negative numbers, and amounts in another
    currency, are read as nothing, with their rule.

    >>> read = number_reader(c.REPLACEMENT_COST_GBP, 1)
    >>> [read(cell).value for cell in ("£750,000", "£250k", "1.2 million", 750000.4)]
    [750000, 250000, 1200000, 750000]
    >>> read("£250k inc VAT").aside, read("(5,000)").code, read("1,5").code
    ('inc', 'R017', 'R005')
    """

    def read(cell: Cell) -> Read:
        match cell:
            case bool() | dt.date() | dt.time() | dt.timedelta():
                return UNREADABLE
            case int() | float():
                return _settled(float(cell) * scale, column, "")
            case _:
                return _from_text(clean(cell).casefold(), column, scale)

    return read


def _from_text(text: str, column: Column, scale: int) -> Read:
    if text in _NOUGHTS:
        return _settled(0.0, column, "")
    is_money = "£" in column.unit
    text, vat = _without_vat(text) if is_money else (text, "")
    found = _NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return UNREADABLE
    currencies = {found["currency"] or "", found["after"] or ""}
    if not currencies <= set(_POUNDS):
        return Read(code="R022") if is_money else UNREADABLE
    share = 0.01 if column.unit == "ratio" and found["rest"] == "%" else 1.0
    if not is_money and currencies != {""}:
        return UNREADABLE
    if share == 1.0 and found["rest"] and normalised(found["rest"]) not in _WORDS.get(column.unit, ()):
        return UNREADABLE
    number = float(re.sub(r"[, ]", "", found["digits"]) + (found["exponent"] or ""))
    is_negative = bool(found["open"] or found["sign"] or found["late_sign"])
    own_scale = _SCALES[found["scale"] or ""] if found["scale"] else scale
    return _settled((-number if is_negative else number) * own_scale * share, column, vat)


def _without_vat(text: str) -> tuple[str, str]:
    for pattern, basis in VAT_NOTES:
        if found := pattern.search(text):
            rest = text[: found.start()] + text[found.end() :]
            return clean(re.sub(r"\(\s*\)", "", rest)).strip(" ,"), basis
    return text, ""


def _settled(number: float, column: Column, vat: str) -> Read:
    """A number in its column's kind and bounds."""
    if not math.isfinite(number) or abs(number) > _LARGEST:
        return UNREADABLE
    if number < 0:
        return NEGATIVE
    if column.kind == "number":
        return NOUGHT if number == 0 and column in _NOUGHT_IS_BLANK else Read(value=number)
    whole = round(number)
    if "£" not in column.unit and whole != number:
        return UNREADABLE
    if column == c.QUANTITY and whole > _MOST_IN_A_ROW:
        return UNREADABLE
    return NOUGHT if whole == 0 and column in _NOUGHT_IS_BLANK else Read(value=whole, aside=vat)
