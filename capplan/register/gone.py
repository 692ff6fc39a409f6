"""Columns that no field holds and that may say which assets are gone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from capplan import columns as c
from capplan.register.choices import NO, choice_reader
from capplan.register.findings import Finding
from capplan.register.wording import Cell, is_blank, normalised, seen

_GONE = re.compile(r"\b(?:disposed|disposal|decommissioned|scrapped|condemned|retired|written off|withdrawn|sold)\b")
# Beside these words the heading speaks of money, or of what is to come.
_NOT_YET = re.compile(
    r"\b(?:cost|costs|value|price|proceeds|provision|method|route|company|planned|plan|expected|proposed|due|target|"
    r"forecast|estimated|not)\b"
)
_NO_WORDS = frozenset((*NO, "nil", "none"))
_SAYS_SO = frozenset(("out_of_use", "disposed"))


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
