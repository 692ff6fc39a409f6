"""Reads amounts of money, counts and measures from cells."""

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import replace

from capplan import columns as c
from capplan.columns import Column
from capplan.register.heading_terms import VAT_NOTES
from capplan.register.periods import BY_THE_YEAR, without_period
from capplan.register.reading import NEGATIVE, NOUGHT, UNKNOWN, UNREADABLE, Read
from capplan.register.wording import Cell, clean, normalised

type Reader = Callable[[Cell], Read]

_LARGEST = 1e12
# Above these no value can be right; a percentage or a year was typed.
_MOST = {c.QUANTITY: 1_000, c.AGE_YEARS: 100, c.DOSE_RATIO: 10}
# Below this a share was typed where a percentage is asked for.
_LEAST = {c.DOSE_RATIO: 0.05}
_WIDEST_RANGE = 10
_WEEKS_A_YEAR, _MONTHS_A_YEAR, _A_HUNDREDTH = 52, 12, 0.01
_SCALE_WORDS = {"k thousand thousands thou": 1e3, "m mn mil mill million millions": 1e6}
_SCALES = {word: scale for words, scale in _SCALE_WORDS.items() for word in words.split()}
_POUNDS = frozenset(("", "£", "gbp", "pounds", "pounds sterling"))
_CURRENCY = r"£|\$|€|¥|gbp|usd|eur|us\$"
_NUMBER = re.compile(
    rf"""(?P<open>\()?\s*(?P<sign>[-−])?\s*(?P<currency>{_CURRENCY})?\s*(?P<late_sign>[-−])?\s*
    (?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:\ \d{{3}})+|\d+)(?:\.\d*)?|\.\d+)(?P<exponent>e[+-]?\d{{1,2}})?
    \s*(?:(?P<scale>{"|".join(sorted(_SCALES, key=len, reverse=True))})(?![a-z]))?\s*
    (?P<after>{_CURRENCY}|pounds(?:\ sterling)?\b)?\s*(?P<rest>[^\d]*?)\s*(?P<close>\))?\s*[.;,*]?""",
    re.VERBOSE,
)
_RANGE = re.compile(r"(?:between |from )?(?P<low>[^-–]*\d[^-–]*?)\s*(?:-|–|\bto\b|\band\b)\s*(?P<high>[^-–]*\d[^-–]*)")
_ROUGH_BEFORE = re.compile(
    r"(?:circa|ca|c|approx(?:imately)?|about|around|est(?:imated?)?|say|average|avg?|~|≈)\.?(?![a-z])\s*(?P<rest>.*\d.*)"
)
_ROUGH_BEHIND = re.compile(
    r"(?P<rest>.*\d.*?)\s*\(?(?:approx(?:imate(?:ly)?)?\.?|est(?:imated?)?\.?|circa|(?:on )?average|avg\.?|\?+)\)?"
)
# A point before exactly three digits is as often a thousands mark as a decimal point.
_POINT_OR_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
# "6m" is months only behind years.
_MONTHS = re.compile(
    r"(?:(?P<years>\d{1,2})\s*(?:years?|yrs?|y),?\s*(?:and )?)?(?P<months>\d{1,3})\s*(?:months?|mths?|(?(years)m|(?!)))"
)
# "x4" and "4x" are four of them.
_TIMES = re.compile(r"^[x×]\s*(?=\d)|(?<=\d)\s*[x×]$")
_VAT_JOINED = re.compile(r"\b(exc?l?|incl?)[-.]?(?=\s*vat)")
_NOUGHTS = frozenset(("nil", "none", "zero", "no"))
_ON_APPLICATION = frozenset(("poa", "price on application", "awaiting quote", "quote awaited", "on application"))
# Words that may follow a number, by the unit of its column; a word that is not here makes it unreadable.
_WORDS = {
    "years": ("year", "years", "yr", "yrs", "y", "years old", "yrs old"),
    "hours a year": ("hours", "hour", "hrs", "hr", "h"),
    "a year": ("exams", "scans", "examinations", "miles", "patients", "procedures", "attendances"),
    "": ("no", "off", "no off", "nr", "units", "unit", "each"),
    "days an event": ("days", "day"),
    "events": ("events", "faults", "breakdowns", "times", "calls", "call outs", "callouts", "failures", "incidents"),
    "£": ("each", "ea", "per unit"),
}  # fmt: skip
# A year that a count is of, in brackets behind it.
_OF_A_YEAR = re.compile(r"\s*\((?:in )?(?:f\.?y\.?\s*)?20\d\d(?:\s*[-/]\s*(?:20)?\d\d)?\)$")
# Words in brackets behind a number, such as "50 (a week)".
_IN_BRACKETS = re.compile(r"\s*\(([a-z][a-z ./]*)\)$")
_ROUND_THE_CLOCK, _HOURS_OF_A_YEAR = re.compile(r"24\s*(?:/|x|hours?,?)\s*7(?:\s*(?:/|x)\s*(?:52|365))?"), 8_760
_AN_HOUR = dt.timedelta(hours=1)  # 36:30 is a span of time to a spreadsheet
# An accountant's nought, and a pound sign that was written in UTF-8 and read in another code.
_DASH_OF_MONEY, _SPOILT_POUND = re.compile(r"(?:£|gbp)\s*[-–—]"), "â£"
_WRITTEN_DOWN = frozenset(("fully depreciated", "fully written down", "fully written off"))
_WHOLE_BY_NATURE = ("£", "£ a year", "£ an event", "a year")
_NOUGHT_IS_BLANK = frozenset(
    (c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP, c.PURCHASE_COST_GBP, c.MAINTENANCE_GBP_PER_YEAR,
     c.CONSEQUENCE_GBP_PER_EVENT, c.EXPECTED_LIFE_YEARS, c.QUANTITY)
)  # fmt: skip


def number_reader(column: Column, scale: float) -> Reader:
    """A reader of numbers for a column whose heading multiplies by `scale`.

    Money comes in whole pounds (pence are rounded), counts as whole numbers, measures as floats. A
    cell's own `k` or `m` goes before the heading's. The middle of a range is read, and said (R072),
    as is a rough amount. Negative numbers, and amounts in another currency, are read as nothing, with
    their rule.

    >>> read = number_reader(c.REPLACEMENT_COST_GBP, 1)
    >>> [read(cell).value for cell in ("£750,000", "£250k", "1.2 million", 750000.4, "600-700k")]
    [750000, 250000, 1200000, 750000, 650000]
    >>> read("£250k inc VAT").aside, read("(5,000)").code, read("1,5").code, read("1.250").code
    ('inc', 'R017', 'R005', 'R005')
    """

    def read(cell: Cell) -> Read:
        match cell:
            case dt.timedelta() if column.unit == "hours a year":
                return _settled(cell / _AN_HOUR * scale, column)
            case bool() | dt.date() | dt.time() | dt.timedelta():
                return UNREADABLE
            case int() | float():
                return _settled(float(cell) * scale, column)
            case _:
                return _from_text(clean(cell).casefold().lstrip("'’"), column, scale)

    return read


def _nought(text: str, column: Column) -> bool:
    """Whether a text says that there is none, or nothing left."""
    is_of_money = "£" in column.unit and _DASH_OF_MONEY.fullmatch(text) is not None
    return text in _NOUGHTS or is_of_money or (column == c.BOOK_VALUE_GBP and normalised(text) in _WRITTEN_DOWN)


def _from_text(text: str, column: Column, scale: float) -> Read:
    text = text.replace(_SPOILT_POUND, "£")
    if _nought(text, column):
        return _settled(0.0, column)
    if column == c.HOURS_AVAILABLE_PER_YEAR and _ROUND_THE_CLOCK.fullmatch(text):
        return _settled(_HOURS_OF_A_YEAR, column)
    text = _IN_BRACKETS.sub(r" \1", _OF_A_YEAR.sub("", text)) if column.unit in BY_THE_YEAR else text
    text = _TIMES.sub("", text) if column == c.QUANTITY else text
    is_money = "£" in column.unit
    if is_money and normalised(text) in _ON_APPLICATION:
        return UNKNOWN
    text, vat = _without_vat(text) if is_money else (text, "")
    text, is_rough = _without_doubt(text)
    found = _range(text, column, scale) if _RANGE.fullmatch(text) else _single(text, column, scale)
    found = _roughly(found) if is_rough else found
    return replace(found, aside=vat) if found.value is not None else found


def _without_doubt(text: str) -> tuple[str, bool]:
    """A text without the words that make its number a rough one, and whether it had any."""
    for pattern in (_ROUGH_BEFORE, _ROUGH_BEHIND):
        if found := pattern.fullmatch(text):
            return found["rest"].strip(), True
    return text, False


def _roughly(read: Read) -> Read:
    """The same value, said to be given roughly; where it was made into a year's, that is said as well."""
    return replace(read, detail=f"{read.detail}, and is given roughly") if read.code == "R096" else read.but("R072")


def _range(text: str, column: Column, scale: float) -> Read:
    """The middle of a range; "600-700k" is 600k to 700k, and "40-60 a week" is 40 a week to 60 a week."""
    ends = _RANGE.fullmatch(text)
    if ends is None or column == c.QUANTITY:
        return UNREADABLE
    low_scale = _scale_of_low(ends["low"], ends["high"], column, scale)
    first, last = _single(ends["low"], column, low_scale), _single(ends["high"], column, scale)
    if first.value is None or last.value is None or not first.value < last.value <= _WIDEST_RANGE * first.value:
        return UNREADABLE
    if first.detail not in ("", last.detail):
        return UNREADABLE
    middle = _settled((first.value + last.value) / 2, column)
    return _roughly(replace(middle.but("R096"), detail=last.detail) if last.detail else middle)


def _scale_of_low(low: str, high: str, column: Column, scale: float) -> float:
    """What the lower end of a range is multiplied by: its `k` and its period are those of the upper one, unless it
    has its own, else the heading's."""
    first, last = _NUMBER.fullmatch(low), _NUMBER.fullmatch(high)
    if first is None or last is None:
        return scale
    _, times, _ = without_period(last["rest"], column)
    of_heading = _times_a_year(scale)
    own = _SCALES[last["scale"]] if last["scale"] and not first["scale"] else scale / of_heading
    return own * (times or of_heading)


def _single(text: str, column: Column, scale: float) -> Read:
    """One number, with its currency, its own scale and the words of its unit."""
    if column.unit == "years" and (months := _MONTHS.fullmatch(text)):
        return _settled(int(months["years"] or 0) + int(months["months"]) / _MONTHS_A_YEAR, column)
    found = _NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return UNREADABLE
    currencies = {found["currency"] or "", found["after"] or ""}
    if not currencies <= _POUNDS:
        return Read(code="R022") if "£" in column.unit else UNREADABLE
    if currencies != {""} and "£" not in column.unit:
        return UNREADABLE
    # "200 m" may as well be of a month.
    if found["scale"] and "£" not in column.unit and (column.unit != "a year" or found["scale"] == "m"):
        return UNREADABLE
    is_share = column.unit == "ratio" and found["rest"] == "%"
    words, times, said = without_period(found["rest"], column)
    is_known = words in _WORDS.get(column.unit, ()) or (times and not words)
    if found["rest"] and not is_share and not is_known:
        return UNREADABLE
    of_heading = _times_a_year(scale)
    own_scale = _SCALES[found["scale"]] if found["scale"] else _A_HUNDREDTH if is_share else scale / of_heading
    if words and column.unit == "years":
        own_scale = 1
    if own_scale == 1 and column.unit in _WHOLE_BY_NATURE and _POINT_OR_THOUSANDS.fullmatch(found["digits"]):
        return UNREADABLE
    number = float(re.sub(r"[, ]", "", found["digits"]) + (found["exponent"] or ""))
    is_negative = bool(found["open"] or found["sign"] or found["late_sign"])
    read = _settled((-number if is_negative else number) * own_scale * (times or of_heading), column)
    return replace(read.but("R096"), detail=said) if said else read


def _times_a_year(scale: float) -> int:
    """How many of a heading's periods a year has, by what the heading multiplies by: units are powers of ten.

    >>> [_times_a_year(scale) for scale in (1, 1_000, 12, 52_000, 1 / 12)]
    [1, 1, 12, 52, 1]
    """
    return next((times for times in (_WEEKS_A_YEAR, _MONTHS_A_YEAR) if scale % times == 0), 1)


def _without_vat(text: str) -> tuple[str, str]:
    text = _VAT_JOINED.sub(r"\1 ", text)
    for pattern, basis in VAT_NOTES:
        if found := pattern.search(text):
            rest = text[: found.start()] + text[found.end() :]
            return clean(re.sub(r"\(\s*\)", "", rest)).strip(" ,"), basis
    return text, ""


def _settled(number: float, column: Column) -> Read:
    """A number in its column's kind and bounds."""
    if not math.isfinite(number) or abs(number) > _MOST.get(column, _LARGEST):
        return UNREADABLE
    if number < 0:
        return NEGATIVE
    if 0 < number < _LEAST.get(column, 0):
        return UNREADABLE
    whole = round(number)
    is_lost = column.kind == "whole" and whole != number and ("£" not in column.unit or whole == 0)
    if is_lost:
        return UNREADABLE
    if number == 0 and column in _NOUGHT_IS_BLANK:
        return NOUGHT
    return Read(value=number if column.kind == "number" else whole)
