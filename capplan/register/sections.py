"""Classes that stand over rows and not in them: headings of sections, titles, names of sheets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from capplan import columns as c
from capplan.register.findings import Finding
from capplan.register.labels import judged
from capplan.register.tables import Table
from capplan.register.wording import Cell, is_blank, seen

_ONE_CELL, _FROM_ABOVE = "R025", "R102"
_NUMBERS = re.compile(r"[(\[]?\b(?:20\d\d(?:\s*[/-]\s*\d{2,4})?|\d{1,3}|no|qty|items?|total)\b[)\]]?[\s:]*", re.I)
_LONGEST = 60


def with_classes_above(
    table: Table, findings: Sequence[Finding], words: Mapping[str, str]
) -> tuple[Table, list[Finding]]:
    """A table that knows the class of each row that has none of its own (`Table.classes`), and its findings.

    It is that of the heading of the row's section, a row of one cell that is a known word for a class;
    above the first section, that of the table's title, else of its sheet's name. The heading of a section that is no
    class ends the one before it. What was taken from where is told once for each (R102).
    """
    place = next((field.position for field in table.fields if field.column == c.ASSET_CLASS), None)
    bare = [number for number, row in table.rows if place is None or is_blank(row[place])]
    if not bare:
        return table, list(findings)
    sections = {one.row: (one, class_in(one.seen, words)) for one in findings if one.code == _ONE_CELL}
    first, where = _over_all(table, words)
    classes: dict[int, str] = {}
    used: set[int] = set()
    for number in bare:
        above = max((row for row in sections if row < number), default=0)
        label = sections[above][1] if above else first
        if label:
            classes[number] = label
            used.add(above)
    if not classes:
        return table, list(findings)
    told = [
        replace(
            one, code=_FROM_ABOVE, column=c.ASSET_CLASS, used=sections[one.row][1], detail="the heading of its section"
        )
        if one.code == _ONE_CELL and one.row in used
        else one
        for one in findings
    ]
    if 0 in used:
        sheet = table.sheet
        told.append(
            Finding(code=_FROM_ABOVE, file=sheet.file, sheet=sheet.name, column=c.ASSET_CLASS, used=first, detail=where)
        )
    return replace(table, classes=classes), told


def class_in(text: str, words: Mapping[str, str]) -> str:
    """The class that a heading names and nothing else, beside numbers and years; "" for any other text.

    >>> class_in("CT SCANNERS (3)", {"ct scanners": "ct"}), class_in("North site", {"ct scanners": "ct"})
    ('ct', '')
    """
    label = _NUMBERS.sub(" ", text).strip(" -:,.()")
    if not 0 < len(label) <= _LONGEST:
        return ""
    found = (judged(name, words) for name in (label, label.removesuffix("s").removesuffix("S")))
    return next((one.key for one in found if one.key and not one.code), "")


def _over_all(table: Table, words: Mapping[str, str]) -> tuple[str, str]:
    """The class that stands over a whole table, and where, for a sentence."""
    titles = [text for row in table.sheet.rows[: table.heading_row - 1] for text in _alone(row)]
    named = [(text, "the title") for text in reversed(titles)] + [(table.sheet.name, "the sheet's name")]
    return next(((key, where) for text, where in named if (key := class_in(text, words))), ("", ""))


def _alone(row: Sequence[Cell]) -> Iterator[str]:
    filled = [cell for cell in row if not is_blank(cell)]
    yield from (seen(cell) for cell in filled if len(filled) == 1)
