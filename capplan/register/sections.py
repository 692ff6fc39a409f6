"""Classes that stand over rows and not in them: headings of sections, titles, names of sheets."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from capplan import columns as c
from capplan.reference.labels import class_labels
from capplan.register.findings import Finding
from capplan.register.labels import judged
from capplan.register.tables import Table
from capplan.register.wording import Cell, is_blank, normalised, seen

_ONE_CELL, _FROM_ABOVE = "R025", "R102"
_NUMBERS = re.compile(r"[(\[]?\b(?:20\d\d(?:\s*[/-]\s*\d{2,4})?|\d{1,3}|no|qty|items?|total)\b[)\]]?[\s:]*", re.I)
_LONGEST = 60
_DESCRIBING = (c.DESCRIPTION, c.MODEL)


def with_classes_above(
    table: Table, findings: Sequence[Finding], words: Mapping[str, str]
) -> tuple[Table, list[Finding]]:
    """A table that knows the class of each row that has none of its own (`Table.classes`), and its findings.

    It is that of the heading of the row's section, a row of one cell that is a known word for a class;
    above the first section, that of the table's title, else of its sheet's name. The heading of a section
    that is no class ends the one before it; a row whose description is of something else is left without.
    What was taken from where is told once for each (R102).
    """
    bare = _without_class(table)
    if not bare:
        return table, list(findings)
    over_all, where = _over_all(table, words)
    sections = {0: over_all} | {one.row: class_in(one.seen, words) for one in findings if one.code == _ONE_CELL}
    starts = sorted(sections)
    above = {number: starts[bisect_left(starts, number) - 1] for number in bare}
    classes = {
        number: key
        for number, texts in bare.items()
        if (key := sections[above[number]]) and not any(_says_otherwise(text, key, words) for text in texts)
    }
    used = {above[number]: key for number, key in classes.items()}
    told = [_told(one, used) for one in findings]
    if 0 in used:
        told.append(Finding(code=_FROM_ABOVE, file=table.sheet.file, sheet=table.sheet.name, column=c.ASSET_CLASS,
                            used=over_all, detail=where))  # fmt: skip
    return replace(table, classes=classes), told


def _without_class(table: Table) -> dict[int, list[str]]:
    """The rows that give no class of their own, by number, each with what describes it."""
    places = {field.column: field.position for field in table.fields}
    at = places.get(c.ASSET_CLASS)
    described = [places[column] for column in _DESCRIBING if column in places]
    bare = ((number, row) for number, row in table.rows if at is None or is_blank(row[at]))
    return {number: [seen(row[place]) for place in described] for number, row in bare}


def _told(one: Finding, used: Mapping[int, str]) -> Finding:
    """The finding of a section's heading as that of the class that it gave, if it did."""
    if one.code != _ONE_CELL or one.row not in used:
        return one
    return replace(one, code=_FROM_ABOVE, column=c.ASSET_CLASS, used=used[one.row], detail="the heading of its section")


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


def _says_otherwise(text: str, key: str, words: Mapping[str, str]) -> bool:
    """Whether a description is of another class, or of what goes with one: a coil in a list of MRI scanners."""
    tokens = normalised(text).split()
    labels = class_labels()
    if any(token in labels.apart or key in labels.turned_by.get(token, ()) for token in tokens):
        return True
    found = judged(text, words) if tokens else None
    return found is not None and found.key is not None and not found.key.startswith(key)


def _over_all(table: Table, words: Mapping[str, str]) -> tuple[str, str]:
    """The class that stands over a whole table, and where, for a sentence."""
    titles = [text for row in table.sheet.rows[: table.heading_row - 1] for text in _alone(row)]
    named = [(text, "the title") for text in reversed(titles)] + [(table.sheet.name, "the sheet's name")]
    return next(((key, where) for text, where in named if (key := class_in(text, words))), ("", ""))


def _alone(row: Sequence[Cell]) -> Iterator[str]:
    filled = [cell for cell in row if not is_blank(cell)]
    yield from (seen(cell) for cell in filled if len(filled) == 1)
