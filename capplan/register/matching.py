"""Each sheet with the mapping that was saved for it: its table, what of it is not read, what has drifted."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.register.choices import LOST_DIGITS
from capplan.register.decimals import with_decimal_marks
from capplan.register.findings import Finding
from capplan.register.gone import perhaps_gone, said_gone
from capplan.register.headings import Heading, read_heading
from capplan.register.lone_class import table_with_class
from capplan.register.mapping import (
    ColumnMapping,
    RegisterMapping,
    heading_key,
    mapping_of,
)
from capplan.register.suggest import LEAST_SHARE, Suggestion, share_read, suggested
from capplan.register.tables import Table
from capplan.register.unused_mappings import unused_of
from capplan.register.wording import Cell, clean, is_blank, letters, normalised, seen
from capplan.register.workbook import Sheet

_UNKNOWN, _SECOND, _UNLIKE = "R028", "R029", "R101"
_NOT_READ = (_UNKNOWN, _SECOND, _UNLIKE)
_LEAST_LIKE = 55
_CODE = re.compile(r"[A-Z](?=[A-Z]*\d)[A-Z0-9]{2,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A column of a table that no field holds: where it stands, its heading, its cells."""

    position: int
    text: str
    cells: Sequence[Cell]
    finding: Finding


def matched_table(
    sheet: Sheet, mappings: Sequence[RegisterMapping], policy: Policy
) -> tuple[Table | None, list[Finding]]:
    """The table of a sheet as the mapping that applies to it reads it, or None, and what was found.

    Columns that no field holds are kept as text, unless the mapping ignores them; what an unknown heading
    may mean is suggested (R090), never applied. A heading that the mapping knows and the sheet no longer
    has is found (R091, R092), with what it may be now.
    """
    mapping = mapping_of(sheet, mappings)
    table, findings = table_with_class(sheet, mapping, policy)
    if table is None:
        return None, findings
    others = [finding for finding in findings if finding.code not in _NOT_READ]
    lines = mapping.by_heading
    unread = [one for one in unread_columns(table, findings) if not _is_ignored(lines.get(heading_key(one.text)))]
    asked = [one for one in unread if not _is_extra(lines.get(heading_key(one.text)))]
    gone, moved = _drift(table, mapping, asked, policy)
    told = [one for one in asked if one.position not in moved]
    as_at = mapping.source.as_at
    table, commas = with_decimal_marks(table)
    matched = replace(
        table,
        extra=_named_once(unread),
        owner=_owner(mapping),
        as_at=as_at if isinstance(as_at, dt.date) else None,
        accepted={key: f"{one.by}, {one.on.isoformat()}" for key, one in mapping.accepted.items()},
    )
    judged = list(_judged(told, table, policy))
    doubted = {one.row for one in judged if one.code == "R110"}
    judged += [one for one in said_gone(table, [one.position for one in asked]) if one.row not in doubted]
    found = [*others, *commas, *judged, *gone, *unused_of(table, mapping, mappings)]
    return matched, [replace(one, block=sheet.block) for one in found] if sheet.block else found


def unread_columns(table: Table, findings: Sequence[Finding]) -> list[Unread]:
    """The columns of a table that are found not to be read, in their order."""
    width = len(table.sheet.rows[0]) if table.sheet.rows else 0
    places = {letters(position): position for position in range(width)}
    found = {
        places[one.position]: one
        for one in findings
        if one.code in _NOT_READ and one.sheet == table.sheet.name and one.position in places
    }
    return [
        Unread(position=place, text=one.seen, cells=[row[place] for _, row in table.rows], finding=one)
        for place, one in sorted(found.items())
    ]


def suggestion_for(one: Unread, table: Table, policy: Policy) -> Suggestion | None:
    """What an unread column may be, of the columns that the table has not."""
    taken = {field.column for field in table.fields}
    return suggested(one.text, one.cells, taken, policy) if one.finding.code == _UNKNOWN else None


def _is_ignored(line: ColumnMapping | None) -> bool:
    return line is not None and line.ignore


def _is_extra(line: ColumnMapping | None) -> bool:
    return line is not None and line.extra


def _owner(mapping: RegisterMapping) -> tuple[Column, str] | None:
    """The organisation that a mapping names, as what it is: a code or a name."""
    if not mapping.org:
        return None
    return (c.ORGANISATION_CODE if _CODE.fullmatch(mapping.org) else c.ORGANISATION), mapping.org


def _named_once(unread: Sequence[Unread]) -> tuple[tuple[int, str], ...]:
    """The position of each column, and a name for it that no other has."""
    names: dict[str, int] = {}
    for one in unread:
        name = one.text or f"column {letters(one.position)}"
        names[name if name not in names else f"{name} ({letters(one.position)})"] = one.position
    return tuple((position, name) for name, position in names.items())


def _judged(unread: Sequence[Unread], table: Table, policy: Policy) -> Iterator[Finding]:
    """What is found of each column that is not read: a second one for a field (R029), a heading that may
    be one that is known (R090), or one that is not known at all."""
    read = {field.column: field.position for field in table.fields}
    for one in unread:
        known, suggestion = read_heading(one.text), suggestion_for(one, table, policy)
        if one.finding.code in (_SECOND, _UNLIKE):
            yield one.finding
            yield from _lost_digits(one, table)
        elif known is not None and known.column in read:
            detail = f"column {letters(read[known.column])}"
            yield replace(one.finding, code=_SECOND, column=known.column, detail=detail)
        elif suggestion is not None:
            column = suggestion.heading.column
            yield replace(one.finding, code="R090", column=column, detail=f"{suggestion.names}: {suggestion.evidence}")
        else:
            yield one.finding
            yield from perhaps_gone(one.finding, one.position, table.rows, read.get(c.STATUS))


def _lost_digits(one: Unread, table: Table) -> Iterator[Finding]:
    """The cells of a second column for a field that have lost digits: it may be the one to keep."""
    for (number, _), cell in zip(table.rows, one.cells, strict=True):
        if one.finding.column is not None and isinstance(cell, str) and LOST_DIGITS.fullmatch(clean(cell)):
            yield replace(one.finding, code="R038", row=number, seen=seen(cell), detail="")


def _drift(
    table: Table, mapping: RegisterMapping, asked: Sequence[Unread], policy: Policy
) -> tuple[list[Finding], set[int]]:
    """A finding for each heading that the mapping knows and the table has not, and the positions of the
    columns that they may be now."""
    headings = {heading_key(seen(cell)) for cell in table.sheet.rows[table.heading_row - 1]}
    read = {field.column: field.position for field in table.fields}
    findings: list[Finding] = []
    moved: set[int] = set()
    for text, line in mapping.columns.items():
        if line.heading is None or heading_key(text) in headings:
            continue
        column = line.heading.column
        if column in read:
            findings += _known_by_now(table, mapping, text, column, read[column])
            continue
        left = [one for one in asked if one.position not in moved and one.finding.code == _UNKNOWN]
        successor = _likeliest(text, line.heading, left, policy)
        findings.append(_gone(table, text, column, successor))
        moved |= {successor.position} if successor is not None else set()
    return findings, moved


def _known_by_now(table: Table, mapping: RegisterMapping, text: str, column: Column, position: int) -> list[Finding]:
    now = _text_at(table, position)
    if heading_key(now) in mapping.by_heading:
        return []
    return [_heading_finding(table, "R092", column, position, f"'{text}' is now '{now}'")]


def _gone(table: Table, text: str, column: Column, successor: Unread | None) -> Finding:
    if successor is None:
        return _heading_finding(table, "R091", column, None, f"Heading '{text}' is not there any more")
    detail = f"Heading '{text}' is now '{successor.text}': say if it is the same"
    return _heading_finding(table, "R091", column, successor.position, detail)


def _likeliest(text: str, heading: Heading, unread: Sequence[Unread], policy: Policy) -> Unread | None:
    """The unread column that a lost heading most likely became: its cells fit, and its name is like it."""
    fitting = [one for one in unread if _fits(one, heading, policy)]
    like = {one.position: fuzz.token_set_ratio(normalised(text), normalised(one.text)) for one in fitting}
    likely = [one for one in fitting if like[one.position] >= _LEAST_LIKE]
    return max(likely, key=lambda one: like[one.position], default=None)


def _fits(one: Unread, heading: Heading, policy: Policy) -> bool:
    filled = [cell for cell in one.cells if not is_blank(cell)]
    return bool(filled) and share_read(heading, filled, policy) >= LEAST_SHARE


def _text_at(table: Table, position: int) -> str:
    return seen(table.sheet.rows[table.heading_row - 1][position])


def _heading_finding(table: Table, code: str, column: Column, position: int | None, detail: str) -> Finding:
    at = "" if position is None else letters(position)
    text = "" if position is None else _text_at(table, position)
    return Finding(
        code=code,
        file=table.sheet.file,
        sheet=table.sheet.name,
        row=table.heading_row,
        position=at,
        column=column,
        seen=text,
        detail=detail,
    )
