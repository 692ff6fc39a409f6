"""The forms in which people write dates: one row a form, each with how it is read.

A month or a quarter is read as its first day, a calendar year as 1 July and a financial year as
1 October, the middle of each.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from capplan.register.reading import AN_AGE, NO_SUCH_DATE, UNREADABLE, Read

FIRST_YEAR, LAST_YEAR = 1930, 2100
FIRST_DAY = dt.date(1899, 12, 30)  # from which spreadsheets count days
_YEARS_AS_DAYS = 1905  # the days numbered 1930 to 2100 are in it

_MONTHS = {name: month for month, names in enumerate(
    ("jan january ionawr", "feb february chwefror", "mar march mawrth", "apr april ebrill", "may mai",
     "jun june mehefin", "jul july gorffennaf", "aug august awst", "sep sept september medi", "oct october hydref",
     "nov november tachwedd", "dec december rhagfyr"), 1) for name in names.split()}  # fmt: skip
_FINANCIAL_YEAR_STARTS = 4
_TIME = r"(?:(?:\s+|t)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?(?:z|[+-]\d{2}:?\d{2})?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes|s)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_PART, _MARK, _ANY_YEAR = r"\d{1,2}", r"\s*[/.\- ]\s*", r"(?P<year>\d{4}|\d{2})"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<month>[a-z]+)"
_GAP = r"[\s\-/.,']*"
_FINANCIAL = r"(?:f\.?/?y\.?|fin(?:ancial)?\.? (?:year|yr))"
_SECOND = r"\s*[-/–]\s*(?P<second>\d{4}|\d{1,2})"

NUMERIC = re.compile(rf"(?P<first>{_PART}){_MARK}(?P<second>{_PART}){_MARK}{_ANY_YEAR}{_TIME}")
# Words that make a date a rough one, before it or behind it.
_ROUGH_BEFORE = re.compile(
    r"(?:circa|ca|c|approx(?:imately)?|about|around|est(?:imated)?|pre|before|prior to|early|mid|late|spring|summer|"
    r"autumn|winter|end(?: of)?|~)\.?(?![a-z])[\s\-]*(?P<rest>.*\d.*)"
)
_ROUGH_BEHIND = re.compile(
    r"(?P<rest>.*?\d.*?)[\s,]*\(?(?:approx(?:imate(?:ly)?)?\.?|est(?:imated?)?\.?|circa|tbc|\?+)\)?"
)
_DECIMAL = re.compile(r"(?<=^\d{4})\.0+$")  # a year or a date that was once a number
_SHORT_YEAR = re.compile(r"['’]\d{2}")  # else an apostrophe only makes text of a cell
# What may stand before a date in a column of dates, and says nothing more.
_LEADING = re.compile(
    r"^(?:installed|inst|commissioned|purchased|bought|expires|expiry|ends|until|due|eos|eol|in|on|year|yr)\.?:?\s+(?=\S)"
)
_AGE = re.compile(
    r"(?:aged?\s*)?\d{1,3}(?:\.\d+)?\s*\+?\s*(?:years?|yrs?|y/?o|y)(?:\s*(?:old|of age))?(?:,?\s*(?:and )?\d{1,2}\s*"
    r"(?:months?|mths?|m))?(?:\s*old)?|\d{1,3}\s*(?:months?|mths?)(?:\s*old)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a column settles for its cells: whether a date that could be either is month first, day
    first (or None: not to be read), the first year of the century that two-digit years fall in, and whether
    of three short numbers the first is the year."""

    month_first: bool | None
    century_start: int
    year_first: bool = False


type _Handler = Callable[[re.Match[str], Context], Read | None]  # None: not a date of this form after all


def read_date_text(text: str, context: Context) -> Read:
    """A date from clean text in lower case, with its precision beside it, or the rule that it breaks.

    >>> context = Context(month_first=False, century_start=1947)
    >>> [read_date_text(text, context).value.isoformat() for text in ("3rd sept 2014", "q3 2015", "pre-2005")]
    ['2014-09-03', '2015-07-01', '2005-07-01']
    """
    text = text if _SHORT_YEAR.fullmatch(text) else text.lstrip("'")
    text = _DECIMAL.sub("", _LEADING.sub("", text.rstrip(" .,;*")))
    exact = _exact(text, context)
    if exact is not None:
        return exact
    if _AGE.fullmatch(text):
        return AN_AGE
    for pattern in (_ROUGH_BEFORE, _ROUGH_BEHIND):
        found = pattern.fullmatch(text)
        rough = _exact(found["rest"].strip(), context) if found else None
        if rough is not None:
            return rough if rough.value is None else Read(value=rough.value, aside="approximate", code="R072")
    return UNREADABLE


def _exact(text: str, context: Context) -> Read | None:
    """The date that a text is, or None where it is in no known form."""
    for form, read in _FORMS:
        if (found := form.fullmatch(text)) and (date := read(found, context)) is not None:
            return date
    return None


def dated(year: int, month: int, day: int, precision: str = "day") -> Read:
    """A date of whole parts, if there is such a date within 1930 to 2100.

    A spreadsheet shows a year that was typed where a date belongs as a day of 1905: it is read as the year
    (R072).

    >>> dated(2014, 2, 31).code, dated(1066, 1, 1).code, dated(1905, 7, 6).value.year
    ('R071', 'R005', 2014)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR and year != _YEARS_AS_DAYS:
        return UNREADABLE
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return NO_SUCH_DATE
    if year != _YEARS_AS_DAYS:
        return Read(value=date, aside=precision)
    typed = (date - FIRST_DAY).days
    if precision != "day" or not FIRST_YEAR <= typed <= LAST_YEAR:
        return UNREADABLE
    return Read(value=dt.date(typed, 7, 1), aside="year", code="R072")


def _ymd(found: re.Match[str], context: Context) -> Read:
    return dated(int(found["year"]), int(found["month"]), int(found["day"]))


def _numeric(found: re.Match[str], context: Context) -> Read:
    if context.year_first and len(found["year"]) == len("14"):
        return dated(_year(found["first"].zfill(2), context), int(found["second"]), int(found["year"]))
    first, second, year = int(found["first"]), int(found["second"]), _year(found["year"], context)
    is_month_first = context.month_first
    if first > 12 or second > 12:
        is_month_first = second > 12
    elif is_month_first is None and first != second:
        return UNREADABLE
    return dated(year, first, second) if is_month_first else dated(year, second, first)


def _named_month(found: re.Match[str], context: Context) -> Read | None:
    month = _MONTHS.get(found["month"])
    return None if month is None else dated(_year(found["year"], context), month, int(found["day"]))


def _month(found: re.Match[str], context: Context) -> Read | None:
    name = found["month"]
    month = int(name) if name.isdigit() else _MONTHS.get(name)
    return None if month is None else dated(_year(found["year"], context), month, 1, "month")


def _two_parts(found: re.Match[str], context: Context) -> Read:
    """`2015/16` is a financial year, `2015-11` a month; `2009-10` could be either and is said."""
    start, second = _year(found["year"], context), found["second"]
    if _follows(start, second):
        return dated(start, 10, 1, "year").but("R037")
    return dated(start, int(second), 1, "month") if len(second) == 2 else UNREADABLE


def _financial_year(found: re.Match[str], context: Context) -> Read:
    start = _year(found["year"], context)
    return dated(start, 10, 1, "year").but("R037") if _follows(start, found["second"]) else UNREADABLE


def _quarter(found: re.Match[str], context: Context) -> Read:
    """A quarter of a calendar year, or of a financial year where two years or FY say that it is one."""
    parts = found.groupdict()
    year, quarter = _year(found["year"], context), int(found["quarter"])
    month = 3 * (quarter - 1) + 1
    if parts.get("second") and not _follows(year, found["second"]):
        return UNREADABLE
    if parts.get("second") or parts.get("financial"):
        year, month = (year + 1, 1) if quarter == 4 else (year, month + _FINANCIAL_YEAR_STARTS - 1)
    return dated(year, month, 1, "quarter").but("R072")


def _two_short_years(found: re.Match[str], context: Context) -> Read | None:
    """`18/19` is a financial year; `08/09` could be August 2009 as well, and is not read."""
    start = _year(found["year"], context)
    is_financial = int(found["year"]) > 12 and _follows(start, found["second"])
    return dated(start, 10, 1, "year").but("R037") if is_financial else None


def _calendar_year(found: re.Match[str], context: Context) -> Read:
    if found["short"]:
        return dated(_year(found["short"], context), 7, 1, "year")
    return dated(int(found["year"] or found["bracketed"]), 7, 1, "year")


def _follows(start: int, second: str) -> bool:
    """Whether the second of two years is the one after the first, by the digits it has."""
    return str(start + 1).endswith(second)


def _year(text: str, context: Context) -> int:
    if len(text) == 4:
        return int(text)
    return context.century_start + (int(text) - context.century_start) % 100


def _compiled(rows: Iterable[tuple[str, _Handler]]) -> tuple[tuple[re.Pattern[str], _Handler], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in rows)


_FORMS = _compiled(
    (
        (rf"(?P<year>\d{{4}})[-/. ](?P<month>\d{{1,2}})[-/. ](?P<day>\d{{1,2}}){_TIME}", _ymd),
        (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _ymd),
        (NUMERIC.pattern, _numeric),
        (rf"{_WEEKDAY}{_NTH}[\s\-/.,]*(?:of )?{_NAME}{_GAP}{_ANY_YEAR}{_TIME}", _named_month),
        (rf"{_WEEKDAY}{_NAME}\.?\s+{_NTH}(?:,\s*|\s+)(?P<year>\d{{4}}){_TIME}", _named_month),
        (rf"(?P<year>\d{{4}})[\s\-/.,]+{_NAME}[\s\-/.,]+{_NTH}", _named_month),
        (rf"q(?:tr)?\s*(?P<quarter>[1-4]){_GAP}(?P<financial>{_FINANCIAL}\s*)?{_ANY_YEAR}(?:{_SECOND})?", _quarter),
        (
            rf"(?P<financial>{_FINANCIAL}\s*)?(?P<year>\d{{4}})(?:{_SECOND})?{_GAP}q(?:tr)?\s*(?P<quarter>[1-4])",
            _quarter,
        ),
        (rf"{_NAME}{_GAP}{_ANY_YEAR}", _month),
        (rf"(?P<year>\d{{4}})[\s\-/.,]+{_NAME}", _month),
        (r"(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})", _month),
        (rf"{_FINANCIAL}\s*(?P<year>\d{{4}}|\d{{2}}){_SECOND}", _financial_year),
        (rf"(?P<year>\d{{4}}|\d{{2}}){_SECOND}\s*{_FINANCIAL}", _financial_year),
        (rf"(?P<year>\d{{4}}){_SECOND}", _two_parts),
        (r"(?P<year>\d{2})\s*[-/–]\s*(?P<second>\d{2})", _two_short_years),
        (
            r"(?P<year>(?:19|20)\d{2})|[(\[](?P<bracketed>(?:19|20)\d{2})[)\]]|['’](?P<short>\d{2})",
            _calendar_year,
        ),
    )
)
