"""What headings say beside the name of a column: units, VAT, periods, days, and ways to write one word."""

import re
from dataclasses import dataclass

from capplan import columns as c

# Words that headings leave out at will, and other ways to write one word.
FILLERS = frozenset(("of", "the", "s"))
SAME_WORDS = {
    written: word
    for word, ways in {
        "no": "num nr number", "department": "dept", "organisation": "org organization", "year": "yr",
        "manufacturer": "mfr manuf mfgr manf", "equipment": "equip eqpt eqp", "replacement": "repl replace",
        "quantity": "qty", "maintenance": "maint mtce", "description": "desc descr", "serial": "ser", "annual": "ann",
        "purchase": "purch", "hours": "hrs", "years": "yrs", "estimated": "est estd approx approximate",
        "installation": "inst instln", "commissioning": "comm", "acquisition": "acq acqn", "original": "orig",
        "location": "loc", "condition": "cond", "category": "cat", "date": "dt dates", "cost": "costs",
        "price": "prices", "expected": "exp",
        "hospital": "hosp", "building": "bldg", "value": "val values", "reference": "ref", "average": "avg",
        "maximum": "max", "refurbishment": "refurb",
    }.items()
    for written in ways.split()
}  # fmt: skip
# The kind of thing listed, said again before the name of a column: "Scanner model", "Asset location".
THINGS = frozenset(("equipment", "asset", "device", "machine", "scanner", "system", "item", "vehicle", "plant"))
# These mean something else behind it: an asset's owner may be a person.
NOT_OF_THINGS = frozenset(("owner", "service", "reference", "room", "no", "position", "name"))

# Words of Welsh headings that no English heading has: half of a heading with one of them is of another language.
WELSH_WORDS = frozenset(
    ("rhif", "ased", "asedau", "offer", "safle", "ysbyty", "dyddiad", "gosod", "gosodwyd", "prynu", "prynwyd", "oes",
     "disgwyliedig", "ddisgwyliedig", "amnewid", "cynnal", "chadw", "cyflwr", "gwneuthurwr", "gweithgynhyrchydd",
     "adran", "ystafell", "blwyddyn", "math", "disgrifiad", "nodiadau", "statws", "oed", "oedran", "cyfresol",
     "bwrdd", "iechyd", "gwerth", "lleoliad", "blynyddoedd", "sefydliad", "perchennog", "cyflenwr", "nifer",
     "sganiau", "archwiliadau", "risg", "adnewyddu")
)  # fmt: skip

VAT_NOTES = (
    (
        re.compile(
            r"\b(?:not|never|doesn['’]t|don['’]t)\s+(?:inc|incl|includes?|including|inclusive of)\b\.?\s*"
            r"(?:of\s+)?vat\b"
            r"|\bvat\s*(?:is |are )?(?:not (?:inc|incl|included)\b|to be added\b|extra\b|additional\b)"
        ),
        "ex",
    ),
    (
        re.compile(
            r"(?:\b(?:ex|exc|excl|excludes?|excluding|exclusive of|net of|before|without|plus|no)\b|\+)\.?\s*(?:of\s+)?"
            r"(?:20\s*%\s*)?vat\b(?:\s*(?:@|at)\s*20\s*%)?"
        ),
        "ex",
    ),
    (re.compile(r"\bvat\s*(?:ex|exc|excl|excluded|exclusive)\b"), "ex"),
    (
        re.compile(
            r"\b(?:inc|incl|includes?|including|inclusive of|with|gross of)\b\.?\s*(?:of\s+)?(?:20\s*%\s*)?vat\b"
            r"(?:\s*(?:@|at)\s*20\s*%)?"
        ),
        "inc",
    ),
    (re.compile(r"\bvat\s*(?:inc|incl|included|inclusive)\b"), "inc"),
)
# Marks that change what a number means; a heading that still holds one is not known.
OTHER_UNITS = re.compile(r"[$€¥%‰]|\b(?:usd|eur)\b")
# Marks of a footnote, and numbers of a form's questions.
MARKS = re.compile(r"[¹²³⁴-⁹]+|[*†‡]+|[(\[]\s*\d\s*[)\]]\s*$|^\s*\(?(?:\d{1,2}|[a-z])[.)]\s+", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as headings write it, the text that a column's kind and unit must hold for it to apply (`|`
    between texts of which one will do), and what to multiply the numbers by."""

    pattern: re.Pattern[str]
    applies_to: str
    scale: float = 1


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\s+(?:20)?\d{{2}})"
# Two years of which the second is the one after the first: "2019-2024" is five.
_TWO_YEARS = "|".join(rf"{year:02d}\s*[/-]\s*(?:20)?{(year + 1) % 100:02d}" for year in range(100))
_FINANCIAL_YEAR = rf"(?:f\.?/?y\.?\s*)?(?:20)?(?:{_TWO_YEARS})"
_A_YEAR = r"\bp\.?\s?a\b\.?|\bper (?:annum|year)\b|/\s*(?:year|yr)\b"
_TWELVE_MONTHS = (
    r"(?:\b(?:in|over|during) )?(?:\bthe )?\b(?:last|past|previous|rolling) (?:12 ?(?:months?|mths?|m)|year)\b"
    r"|\(\s*(?:last |rolling )?12 ?(?:months?|mths?|m)\s*\)"
)
_MONTHS_AND_YEARS = (
    r"\(\s*(?:d{1,2}[/.-])?m{1,3}[/. -]y{2,4}\s*\)|\(\s*(?:yyyy|f\.?/?y\.?|financial year|month\s*/?\s*year)\s*\)"
)
_NO_UNITS = r"\((?:uk|actual|full|oem|ebme|if known|where known|required|mandatory|optional|please select|see notes?)\)"
UNITS = tuple(
    Unit(pattern=re.compile(pattern), applies_to=applies_to, scale=scale)
    for pattern, applies_to, scale in (
        (r"(?:\bin\s+)?(?:£|\bgbp)\s*['’]?\s*(?:1,?000|000|k)['’]?s?\b", "£", 1_000),
        (r"['’]000s?\b|\(\s*(?:k|000s?|(?:in )?thousands)\s*\)|\bin thousands\b", "£", 1_000),
        (r"(?:\bin\s+)?(?:£|\bgbp)\s*(?:m|mn|millions?)\b", "£", 1_000_000),
        (r"(?:\bin\s+)?£|\bgbp\b|\(\s*pounds\s*\)", "£", 1),
        (r"\(\s*(?:in )?(?:years?|yrs?|y)\s*\)", "years", 1),
        (r"\(\s*(?:in )?(?:months?|mths?)\s*\)|\b(?:in )?(?:months|mths)$", "years", 1 / 12),
        (r"\(\s*(?:each|per (?:unit|item|asset|machine))\s*\)|\beach$|\bper (?:unit|item)$", "£", 1),
        (r"\(\s*%\s*(?:of\s+)?(?:the\s+)?drl\s*\)|(?:\bas\s+)?%\s*(?:of\s+)?(?:the\s+)?|\(\s*%\s*\)", "ratio", 0.01),
        (r"\(\s*(?:hours?|hrs?|h)\s*\)", "hours", 1),
        (r"\(\s*days?\s*\)", "days", 1),
        (_MONTHS_AND_YEARS, "date", 1),
        (r"\(?\s*\b1\s*(?:-|–|to)\s*5\b\s*\)?", "1 to 5", 1),
        (_A_YEAR, "a year|events", 1),
        (_TWELVE_MONTHS, "a year|events", 1),
        (r"\b(?:per|a|each) month\b|/\s*month\b|\bmonthly\b", "a year", 12),
        (r"\b(?:per|a|each) week\b|/\s*(?:week|wk)\b|\bweekly\b", "a year", 52),
        (rf"(?:\b(?:in|for)\s+)?\b{_FINANCIAL_YEAR}\b", "a year", 1),
        (r"\(?\by(?:es)?\s*/\s*no?\b\)?", "flag|choice", 1),
        (r"\(?\ba\s*(?:-|–|to)\s*[c-f]\b\)?", "choice", 1),
        (_NO_UNITS, "", 1),
        (r"\((?:e\.?g\.?|for example|such as)\b[^)]*\)", "", 1),
    )
)
# A word that names a column only beside a unit.
BY_UNIT = {
    (("replacement",), "£"): c.REPLACEMENT_COST_GBP,
    (("works",), "£"): c.WORKS_COST_GBP,
    (("enabling",), "£"): c.WORKS_COST_GBP,
    (("service",), "£"): c.MAINTENANCE_GBP_PER_YEAR,
    (("svc",), "£"): c.MAINTENANCE_GBP_PER_YEAR,
    (("contract", "maintenance"), "£"): c.MAINTENANCE_GBP_PER_YEAR,
    (("original",), "£"): c.PURCHASE_COST_GBP,
    (("installation",), "date"): c.INSTALL_DATE,
    (("commissioning",), "date"): c.INSTALL_DATE,
    (("life",), "years"): c.EXPECTED_LIFE_YEARS,
}
# A day or year that the heading itself speaks of, and what the column's unit must be for it to be no more than that.
SPOKEN_OF = (
    (re.compile(rf"\(?\s*(?:\b(?:as\s+)?(?:at|of|on)\s+)?(?P<day>{_DAY})\s*\)?"), "years"),
    (re.compile(rf"\(?\s*(?:\b(?:as\s+)?(?:at|of|on)\s+)?(?P<day>{_DAY})\s*\)?"), "£"),
    (re.compile(rf"[(,]?\s*(?:\b(?:in|at)\s+)?(?P<day>{_FINANCIAL_YEAR}|20\d\d)\s*(?:prices|price base)\s*\)?"), "£"),
)
