"""What may say that an asset is gone, where its status does not: a column that no field holds, words in its row, a
comment."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from capplan import columns as c
from capplan.register.choices import NO, choice_reader
from capplan.register.findings import Finding
from capplan.register.tables import Field, Table
from capplan.register.wording import Cell, is_blank, letters, normalised, seen

_GONE = re.compile(r"\b(?:disposed|disposal|decommissioned|scrapped|condemned|retired|written off|withdrawn|sold)\b")
# Beside these words the heading speaks of money, or of what is to come.
_NOT_YET = re.compile(
    r"\b(?:cost|costs|value|price|proceeds|provision|method|route|company|planned|plan|expected|proposed|due|target|"
    r"forecast|estimated|not)\b"
)
# Words that say it of the machine wherever they stand, and those that do so where a text begins with them.
_SAYS_GONE = re.compile(
    r"\b(?:decommissioned|scrapped|condemned|disposed(?: of)?|written off|mothballed|(?:out of|not in) use|"
    r"no longer (?:in use|used|here|on site)|"
    r"(?:taken|removed|withdrawn|retired) (?:out of|from) (?:use|service|site))\b"
    r"|^(?:removed|retired|withdrawn|sold|scrap|gone|out of service|traded in|part exchanged)\b"
    r"|^returned to (?:lessor|supplier)\b",
    re.I,
)
# Beside these they speak of what is to come, of another machine, or of a part.
_OF_ANOTHER = re.compile(
    r"\b(?:not (?:yet |been |to be )*(?:decommissioned|scrapped|condemned|disposed|written|removed|withdrawn|retired)|"
    r"to be|will be|being|due|planned?|plans|expected|proposed|until|before|when|once|if|should|may|might|could|would|"
    r"consider(?:ed)?|recommend(?:ed)?|replac(?:es|ing)|replaced (?!by\b)|replacement (?:for|of)|previous|former|"
    r"predecessor|spares? from|parts? from|tubes?|coils?|probes?|detectors?|monitors?|ups|chillers?|tables?|"
    r"workstations?|injectors?|batter(?:y|ies))\b",
    re.I,
)
_NO_WORDS = frozenset((*NO, "nil", "none"))
_SAYS_SO = frozenset(("out_of_use", "disposed"))
_OF_WORDS = frozenset((c.NOTES, c.DESCRIPTION, c.ROOM, c.DEPARTMENT, c.MODEL, c.ASSET_CLASS, c.SITE, c.ASSET_ID))


def perhaps_gone(
    heading: Finding, position: int, rows: Sequence[tuple[int, Sequence[Cell]]], status: int | None
) -> Iterator[Finding]:
    """A finding (R110) for each row that may say that its asset is gone, and is taken to be in service: a date, a
    yes or a word under a heading such as "Date disposed".

    `heading` is the finding of that heading, which stands at `position`; `rows` have their numbers, and their
    status at `status` if there is one.
    """
    name = normalised(heading.seen)
    if _GONE.search(name) is None or _NOT_YET.search(name) is not None:
        return
    read = choice_reader(c.STATUS)
    for number, row in rows:
        cell = row[position]
        says_so = status is not None and read(row[status]).value in _SAYS_SO
        if not says_so and not is_blank(cell) and normalised(seen(cell)) not in _NO_WORDS:
            yield replace(heading, code="R110", row=number, seen=seen(cell))


def said_gone(table: Table, unread: Collection[int]) -> Iterator[Finding]:
    """A finding (R121) for each row that is taken to be in use and whose words, in a column of text or in a comment
    on one of its cells, say that its asset is gone.

    Texts are looked at in columns of text that are recognised and in those at the positions `unread`.
    """
    status = next((field for field in table.fields if field.column == c.STATUS), None)
    places = sorted({field.position for field in table.fields if field.column in _OF_WORDS} | set(unread))
    headings = table.sheet.rows[table.heading_row - 1]
    places = [place for place in places if _NOT_YET.search(normalised(seen(headings[place]))) is None]
    comments = _comments(table)
    for number, row in table.rows:
        said = [(place, seen(row[place])) for place in places if isinstance(row[place], str)]
        said = [one for one in (*said, *comments.get(number, ())) if _is_gone(one[1])]
        if said and not _says_so(row, status):
            place, text = said[0]
            yield Finding(
                code="R121",
                file=table.sheet.file,
                sheet=table.sheet.name,
                row=number,
                position=letters(place),
                seen=text,
            )


def _is_gone(text: str) -> bool:
    """Whether a text says that the machine it is of is gone.

    >>> [_is_gone(text) for text in ("DECOMMISSIONED - awaiting removal", "scrapped, replaced by A7", "Removed")]
    [True, True, True]
    >>> [_is_gone(text) for text in ("To be decommissioned 2028", "Old tube scrapped", "Cover removed", "Not in use?")]
    [False, False, False, True]
    """
    return _SAYS_GONE.search(text) is not None and _OF_ANOTHER.search(text) is None


def _says_so(row: Sequence[Cell], status: Field | None) -> bool:
    if status is None:
        return False
    cell = row[status.position]
    return choice_reader(c.STATUS)(status.heading.words.get(normalised(seen(cell)), cell)).value in _SAYS_SO


def _comments(table: Table) -> dict[int, list[tuple[int, str]]]:
    """What comments say, by row, with their columns, of those over the table."""
    sheet = table.sheet
    first, last = sheet.span or (0, len(sheet.rows[0]))
    found: dict[int, list[tuple[int, str]]] = {}
    for spot, text in sorted(sheet.notes.items()):
        row, place = reversed(spot) if sheet.is_turned else spot
        if first <= place < last:
            found.setdefault(row + 1, []).append((place, text))
    return found
