"""Reads choices, yes or no, and text; and the one place for the words people use for each choice."""

import datetime as dt
import re
from collections.abc import Callable, Mapping

from capplan import columns as c
from capplan.columns import Column
from capplan.register.reading import BLANK, UNREADABLE, Read, read_blank
from capplan.register.wording import Cell, clean, is_blank, normalised, seen

type Reader = Callable[[Cell], Read]

# Other words for each choice, beside the choices themselves; compared without case or punctuation.
CHOICE_WORDS: Mapping[Column, Mapping[str, tuple[str, ...]]] = {
    c.INSTALL_PRECISION: {"approximate": ("approx", "estimated", "estimate")},
    c.DOWNTIME_TREND: {
        "normal": ("stable", "steady", "falling", "no change", "low", "acceptable", "improving"),
        "rising": ("increasing", "worsening", "up", "growing"),
        "unacceptable": ("severe", "excessive", "not acceptable"),
    },
    # "Unsupported" or "obsolete" alone does not say whether there are spares, so it is not among them.
    c.SUPPORT_STATUS: {
        "supported": ("full", "fully supported", "full support", "in support", "under support", "yes", "y", "full oem",
                      "full oem support", "oem supported"),
        "ends_24m": ("ends within 24 months", "ends in 24 months", "ends within 2 years", "less than 24 months",
                     "ending within 24 months"),
        "ended_spares": ("ended, spares available", "ended with spares", "ended, spares", "spares only",
                         "end of support, spares available", "unsupported, spares available"),
        "ended_no_spares": ("ended, no spares", "no spares", "ended, no spares available", "ended without spares",
                            "end of support, no spares", "unsupported, no spares"),
    },
    c.OS_STATUS: {
        "supported": ("in support", "supported os", "fully supported"),
        "extended": ("extended support", "paid extended support", "extended security updates", "esu"),
        "unsupported_isolated": ("unsupported, isolated", "unsupported but isolated", "unsupported, segregated",
                                 "unsupported, off network", "unsupported, not connected"),
        "unsupported_connected": ("unsupported, connected", "unsupported on network", "unsupported, on the network",
                                  "unsupported and connected", "unsupported but connected"),
        "exploited": ("compromised", "known exploited", "exploited vulnerability"),
    },
    # "Failed" may mean either level, and "open" does not say whether a notice is mitigated.
    c.QA_STATUS: {
        "pass": ("passed", "satisfactory", "ok", "acceptable", "compliant"),
        "remedial": ("remedial action", "remedial level", "remedial action needed", "minor remedial"),
        "restricted": ("restricted use", "limited use", "use restricted"),
        "suspended": ("suspension level", "withdrawn", "suspended from use"),
    },
    c.SAFETY_NOTICE: {
        "none": ("no", "nil", "none open", "no notice", "closed"),
        "mitigated": ("open, mitigated", "actioned", "mitigation in place", "yes, mitigated"),
        "unmitigated": ("open, not mitigated", "open, unmitigated", "not mitigated", "outstanding", "yes, unmitigated"),
    },
    c.REDUNDANCY: {
        "n_plus_1": ("n+1", "n+2", "full backup", "backup on site", "fully resilient"),
        "limited": ("partial", "limited backup", "partial backup"),
        "single": ("none", "no", "no backup", "single unit", "sole unit", "only unit", "n"),
        "single_emergency": ("single, emergency service", "sole emergency unit", "single, emergency",
                             "single unit, emergency service"),
    },
    c.CONDITION: {grade: (f"grade {grade}", f"condition {grade}", f"cond {grade}") for grade in c.CONDITION.choices},
    c.VAT_BASIS: {
        "ex": ("ex vat", "exc vat", "excl vat", "excluding vat", "excluded", "exclusive", "no", "net", "exc", "excl"),
        "inc": ("inc vat", "incl vat", "including vat", "included", "inclusive", "yes", "gross", "incl"),
    },
    c.FINANCE_METHOD: {
        "owned": ("purchased", "capital", "outright purchase", "purchase", "own", "capital purchase", "trust owned",
                  "owned outright", "trust capital", "trust purchased", "bought", "bought outright", "trust",
                  "nhs owned", "capital programme", "nhs capital", "internal capital", "pdc",
                  "public dividend capital", "nhse funded", "nhse capital", "national capital"),
        "lease": ("leased", "operating lease", "finance lease", "rental", "rented", "hire", "hired", "lease hire",
                  "on lease", "op lease", "ifrs 16 lease", "leased (operating)", "leased (finance)"),
        "managed_service": ("managed service", "managed equipment service", "mes", "managed", "msc", "mes contract",
                            "managed service contract"),
        "pfi": ("private finance initiative", "private finance", "pf2", "pfi contract", "pfi provider", "pfi owned"),
        "charity": ("charitable", "charitable funds", "donated", "donation", "charity funded", "league of friends",
                    "charitable fund", "charity fund", "charity funds", "charitable donation", "donated asset",
                    "charitably funded"),
        "loan": ("bought with a loan", "loan funded", "financed by loan"),
    },
    c.STATUS: {
        "in_use": ("in use", "yes", "active", "operational", "live", "in service", "working", "current", "deployed",
                   "y", "in clinical use", "clinical use", "in operation", "installed", "fully operational",
                   "commissioned", "functional", "in daily use"),
        "spare": ("standby", "backup", "reserve", "on standby", "back up", "spare unit", "ready to deploy"),
        "ordered": ("on order", "planned", "awaiting delivery", "awaiting installation", "to be installed",
                    "awaiting commissioning", "being installed", "not yet installed", "delivery awaited"),
        "out_of_use": ("out of use", "no", "not in use", "out of service", "decommissioned", "mothballed", "inactive",
                       "quarantined", "condemned", "n", "out of order", "not working", "withdrawn",
                       "withdrawn from use", "in storage", "stored", "taken out of use", "not operational",
                       "out of action", "no longer in use", "no longer used", "archived", "undeployable",
                       "unserviceable", "beyond repair", "broken, not fixable", "awaiting disposal", "for disposal",
                       "to be disposed", "to be disposed of", "due for disposal", "awaiting removal", "missing",
                       "not found"),
        "disposed": ("disposed of", "sold", "scrapped", "removed", "retired", "written off", "traded in", "disposal",
                     "scrap", "decommissioned and disposed", "disposed/sold", "part exchanged", "gone", "lost",
                     "stolen", "lost or stolen", "lost/stolen", "destroyed", "returned to supplier",
                     "returned to lessor"),
    },
}  # fmt: skip
# What a choice is called where its name says too little to a person; each is one of its words.
_PLAINER = {
    "ends_24m": "ends within 24 months",
    "ended_spares": "ended, spares available",
    "ended_no_spares": "ended, no spares",
    "unsupported_isolated": "unsupported, isolated",
    "unsupported_connected": "unsupported, connected",
    "n_plus_1": "N+1",
    "single_emergency": "single, emergency service",
    "ex": "ex VAT",
    "inc": "inc VAT",
}
YES = ("yes", "y", "true", "1", "mandatory", "must", "required")
NO = ("no", "n", "false", "0", "optional", "not required")
# Yes or no with a reason behind it, which must not take it back.
_YES_OR_NO_FIRST = re.compile(
    r"(?P<first>yes|no)\s*[-–:;,(]\s*(?!.*\b(?:yes|no|not|but|if|unless|until|only|maybe|perhaps|n/?a)\b)[^?]*"
)
# The day of a test, behind what came of it.
_DATED = re.compile(r"\s*[-–,:(]?\s*\b(?:in |on )?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|20\d\d)\)?$", re.I)
_YES_MARKS, _NO_MARKS = ("✓", "✔", "☑"), ("✗", "✘")

# A mark of doubt, or a step up or down from a grade: no exact choice.
_DOUBT = re.compile(r"\?|[-+–]\s*$")
_GRADE_AND_WORDS = re.compile(
    r"(?:condition |grade |category )?(?P<grade>[a-f])\s*[-–:(,]\s*"
    r"(?P<words>(?!to\b|and\b|or\b)[a-z][a-z ,;/&'-]{2,}\)?)"
)
_ANOTHER_GRADE = re.compile(r"\b[a-f]\b")

# Ids, in which a lost digit or a changed text makes another asset of it.
_IDS = frozenset((c.ASSET_ID, c.SERIAL_NUMBER, c.ORGANISATION_CODE, c.SITE_CODE, c.BUNDLE))
LOST_DIGITS = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.I)
_WHOLE_DIGITS = 1e15
# A spreadsheet takes what begins with an apostrophe for text; other programs keep the apostrophe.
_TYPED_AS_TEXT = re.compile(r"['’]\d")
_WAS_A_NUMBER = re.compile(r"(?P<id>\d{3,})\.0")
_LOST_CHARACTER = "\ufffd"
_SPREADSHEET_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|#{3,}", re.I)


def plain_choice(choice: str) -> str:
    """What a person calls a choice.

    >>> plain_choice("unsupported_isolated"), plain_choice("in_use")
    ('unsupported, isolated', 'in use')
    """
    return _PLAINER.get(choice, choice.replace("_", " "))


def choice_reader(column: Column) -> Reader:
    """A reader of a column's choices, by their own names or by the words of `CHOICE_WORDS`.

    >>> read = choice_reader(c.SUPPORT_STATUS)
    >>> read("Ended, spares available").value, read("ends_24m").value, read("perhaps").code
    ('ended_spares', 'ends_24m', 'R005')
    """
    known = {normalised(choice): choice for choice in column.choices}
    for choice, words in CHOICE_WORDS.get(column, {}).items():
        for word in words:
            known.setdefault(normalised(word), choice)

    def read(cell: Cell) -> Read:
        text = _text(cell)
        word = normalised(text)
        if word in known and not _DOUBT.search(text):
            return Read(value=known[word])
        found = _DATED.search(text) if column == c.QA_STATUS and not _DOUBT.search(text) else None
        if found is not None and found.start():
            return read(text[: found.start()])
        if column == c.CONDITION and (grade := _grade(text.casefold())):
            return Read(value=grade)
        return read_blank(cell) if is_blank(cell) else UNREADABLE

    return read


def _grade(text: str) -> str:
    """The grade that a text such as "B - sound" begins with, "" where it names another one too."""
    found = _GRADE_AND_WORDS.fullmatch(text)
    return found["grade"].upper() if found and not _ANOTHER_GRADE.search(found["words"]) else ""


def flag_reader() -> Reader:
    """A reader of yes and no.

    >>> read = flag_reader()
    >>> read("Y").value, read(0.0).value, read(True).value, read("maybe").code
    (True, False, True, 'R005')
    """

    def read(cell: Cell) -> Read:
        text = _text(cell)
        if "?" in text:
            return UNREADABLE
        found = _YES_OR_NO_FIRST.fullmatch(text.casefold())
        word = found["first"] if found else normalised(text)
        if word in YES or text in _YES_MARKS:
            return Read(value=True)
        return Read(value=False) if word in NO or text in _NO_MARKS else UNREADABLE

    return read


def text_reader(column: Column) -> Reader:
    """A reader of text: spaces made single, whole numbers without a decimal point, zeros kept.

    >>> read = text_reader(c.ASSET_ID)
    >>> read("00123").value, read(123.0).value, read("6.37702E+15").code
    ('00123', '123', 'R038')
    """
    is_id = column in _IDS

    def read(cell: Cell) -> Read:
        text = clean(cell) if isinstance(cell, str) else seen(cell)
        if is_id and _TYPED_AS_TEXT.match(text):
            text = text[1:]
        if _SPREADSHEET_ERROR.fullmatch(text):
            return UNREADABLE
        if text.casefold() in ("none", "nil"):
            return BLANK
        if column != c.NOTES and isinstance(cell, dt.date | dt.time):
            return Read(value=text, code="R039")
        if _LOST_CHARACTER in text:
            return Read(value=text, code="R051")
        if is_id and isinstance(cell, str) and (number := _WAS_A_NUMBER.fullmatch(text)):
            return Read(value=number["id"], code="R097")
        has_lost_digits = (isinstance(cell, float) and abs(cell) >= _WHOLE_DIGITS) or LOST_DIGITS.fullmatch(text)
        return Read(value=text, code="R038" if is_id and has_lost_digits else "")

    return read


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return clean(cell) if isinstance(cell, str) else seen(cell)
