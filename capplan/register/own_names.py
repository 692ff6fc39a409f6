"""What a register's file is called, whatever date, version or copy it is of."""

import re
from pathlib import PurePath

from capplan.register.wording import normalised

_MONTH = (
    r"(?<![a-z])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_YEAR = r"(?:19|20)\d\d"
_GAP = r"[\s.,/-]*"
# A number after one of these says which of several it is, and is no date.
_NUMBERED = (
    r"(?<![a-z])(?:sites?|wards?|rooms?|blocks?|units?|bands?|phases?|levels?|floors?|zones?|areas?|regions?|groups?|"
    r"clusters?|theatres?|parts?|lots?|sections?|numbers?|no|num)\W*\d+(?!\d)"
)
# The longest first: what one takes the next does not see.
_PASSING = (
    rf"(?<!\d)[0-3]?\d{_GAP}(?:st|nd|rd|th)?{_GAP}{_MONTH}{_GAP}(?:{_YEAR}|\d\d)?(?!\d)",
    rf"{_MONTH}{_GAP}(?:[0-3]?\d(?:st|nd|rd|th)?[\s,]+(?={_YEAR}))?(?:{_YEAR}|\d\d)?(?!\d)",
    rf"(?<!\d){_YEAR}[01]\d[0-3]\d(?:[\s_T.-]*\d{{4}}(?:\d\d)?)?(?!\d)",
    rf"(?<!\d)[0-3]\d[01]\d{_YEAR}(?!\d)",
    rf"(?<!\d)[0-3]?\d[\s./-]+[01]?\d[\s./-]+(?:{_YEAR}|\d\d)(?!\d)",
    rf"(?<!\d){_YEAR}(?:[\s./-]+{_YEAR}|(?:[./-]?\d\d){{0,2}})(?!\d)",
    r"(?<!\d)(?:[0-3]\d[01]\d\d\d|\d\d[01]\d[0-3]\d)(?!\d)",
    rf"(?<![a-z])fy\W*\d\d(?:\d\d)?(?:{_GAP}\d\d(?:\d\d)?)?(?!\d)",
    r"(?<!\d)\d\d-\d\d(?!\d)",
    r"(?<![a-z])(?:q|qtr|quarter)\s*[1-4](?!\d)",
    r"(?<![a-z])(?:v|ver|version|rev|revision|issue|draft|final|copy)[\s.]*\d+(?:\.\d+)*(?:[a-z](?![a-z]))?(?!\d)",
    r"(?<![a-z])(?:final|draft|copy(?:\s+of)?|latest|updated?|revised|amended|checked|wip)(?![a-z])",
    r"(?<![a-z])as\s+(?:at|of)(?![a-z])",
    r"\(\d{1,3}\)",
)
_WORDS = re.compile(f"(?P<own>{_NUMBERED})|{'|'.join(_PASSING)}", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDING = re.compile(r"\.(?:xlsx|xlsm|xlsb|xls|ods|csv|tsv|txt)", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"\(\W*\)|\[\W*\]")
_LOOSE = re.compile(r"(?:^|(?<=\s))[-–,&]+(?=\s|$)")


def own_name(stem: str) -> str:
    """A file's name, less its ending, without what changes from one issue of a register to the next: dates, months
    and years, versions, words such as FINAL, the number of a copy. As it is where nothing else would be left.

    >>> own_name("Northmoor imaging register Oct26"), own_name("2027-04 Northmoor_imaging_register v7 FINAL (2)")
    ('Northmoor imaging register', 'Northmoor imaging register')
    >>> own_name("Site 2 equipment as at 31.03.2027"), own_name("2026-10")
    ('Site 2 equipment', '2026-10')
    """
    lasting = _lasting(stem)
    return lasting if normalised(lasting) else stem


def is_own_name(pattern: str) -> bool:
    """Whether a pattern for files is a register's name alone: it holds no `*` and no ending."""
    return "*" not in pattern and not _ENDING.fullmatch(PurePath(pattern).suffix)


def is_issue_of(name: str, stem: str) -> bool:
    """Whether a file is an issue of the register that is called `name`: its words are the same.

    >>> is_issue_of("Imaging register", "imaging-register_Apr27"), is_issue_of("Imaging register", "Endoscopy register")
    (True, False)
    """
    return normalised(_lasting(name)) == normalised(_lasting(stem))


def _lasting(stem: str) -> str:
    text = _CAMEL.sub(" ", stem.replace("_", " "))
    left = _EMPTY_BRACKETS.sub(" ", _WORDS.sub(lambda found: found["own"] or " ", text))
    return " ".join(_LOOSE.sub(" ", left.replace(".", " ")).split()).strip(" -–,&")
