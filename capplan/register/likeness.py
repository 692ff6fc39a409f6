"""Whether the cells under a heading that has two meanings are of the meaning that capplan gives it."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from capplan.reference.labels import maker_names
from capplan.register.makers import maker_of
from capplan.register.tenure import is_answer, method_asked
from capplan.register.wording import Cell, clean, is_blank, normalised

_LEAST_SHARE = 0.6
_AMOUNT = re.compile(
    r"[-(]?\s*(?:£|\$|€)?\s*\d[\d,. ]*\s*(?:k|m)?\)?(?:\s*(?:p\.?a\.?|a year|per annum|per year))?", re.I
)
_OF_A_CONTRACT = re.compile(
    r"\b(?:yes|no|y|n|in[- ]house|oem|third party|3rd party|contract|comprehensive|full|ppm|annual(?:ly)?|monthly|"
    r"quarterly|fully|warranty|none|silver|gold|bronze|platinum|\d+ months?)\b",
    re.I,
)
_OF_A_BODY = re.compile(
    r"\b(?:nhs|trust|ft|foundation|hospitals?|health|board|council|universit(?:y|ies)|college|authority|ltd|limited|plc|"
    r"llp|cic|icb|ics|group|company|partnership|network|alliance|service|services|infirmary|clinic|centre|care)\b",
    re.I,
)
_CODE = re.compile(r"[A-Z][A-Z0-9]{2}|[A-Z]{2,8}")
_PERSON = re.compile(
    r"(?:(?i:dr|mr|mrs|ms|miss|prof|professor|sister)\b.*|.*@.*|(?:[A-Z]\.\s*|[A-Z]\s+){1,2}[A-Z][a-z'-]+)"
)


def _is_a_department(cell: Cell) -> bool:
    text = clean(cell) if isinstance(cell, str) else ""
    return bool(text) and not (_AMOUNT.fullmatch(text) or _OF_A_CONTRACT.search(text) or _is_a_maker(text))


def _is_a_body(cell: Cell) -> bool:
    text = clean(cell) if isinstance(cell, str) else ""
    is_named = bool(_OF_A_BODY.search(text)) or _CODE.fullmatch(text) is not None
    return is_named and not re.match(r"(?:dr|mr|mrs|ms|prof)\b", text, re.I)


def _is_a_firm_or_body(cell: Cell) -> bool:
    text = clean(cell) if isinstance(cell, str) else ""
    return bool(text) and not isinstance(cell, dt.date) and not (_PERSON.fullmatch(text) or _is_a_maker(text))


def _is_a_maker(text: str) -> bool:
    return maker_of(text) in maker_names().values()


# Headings that registers use for two things, and what the cells must be for the one that capplan reads.
_DOUBTFUL: Mapping[str, Callable[[Cell], bool]] = MappingProxyType(
    {
        "service": _is_a_department,
        "owner": _is_a_body,
        "owned by": _is_a_body,
        "company": _is_a_firm_or_body,
        "provider": _is_a_firm_or_body,
        "provider name": _is_a_firm_or_body,
    }
)


def is_like(heading: str, cells: Sequence[Cell]) -> bool:
    """Whether at least 60 % of the filled cells are of the meaning that a heading is read in; true of every
    heading that has one meaning, and where no cell is filled.

    >>> is_like("Service", ["Radiology", "Cardiology"]), is_like("Service", [4500.0, "£3,200"])
    (True, False)
    >>> is_like("Company", ["Alpha", "Konklab"]), is_like("Company", ["J. Example", "K Sample"])
    (True, False)
    >>> is_like("Leased?", ["Y", "N"]), is_like("Lease", ["L-204", "L-205"])
    (True, False)
    >>> is_like("Owner", ["Dr A. Example", "J. Example"]), is_like("Owner", ["Eastmere NHS Trust", "RXX"])
    (False, True)
    """
    test = _DOUBTFUL.get(normalised(heading)) or (is_answer if method_asked(heading) else None)
    filled = [cell for cell in cells if not is_blank(cell)] if test is not None else []
    return test is None or not filled or sum(map(test, filled)) >= _LEAST_SHARE * len(filled)
