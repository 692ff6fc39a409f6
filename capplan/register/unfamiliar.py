"""The tables of a file that no saved mapping reads yet, with the columns of each that are not known.

Where not one heading row is known, the row that most resembles one is taken, only to ask about it: a
table found in this way is read from no heading but those that are known exactly. Where none resembles one,
the columns are asked for by their places.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from capplan.register.findings import Finding
from capplan.register.heading_row import is_filled
from capplan.register.headings import read_heading
from capplan.register.headless import with_headings
from capplan.register.layout import straightened
from capplan.register.mapping import NO_MAPPING, RegisterMapping, heading_key, mapping_of
from capplan.register.matching import Unread, unread_columns
from capplan.register.own import is_own
from capplan.register.places import placed
from capplan.register.read import named
from capplan.register.sniff import read_contents
from capplan.register.suggest import resembled
from capplan.register.tables import Table, find_table
from capplan.register.wording import is_blank, letters, seen
from capplan.register.workbook import Sheet, read_sheets

_UNKNOWN, _NO_HEADINGS = "R028", "R067"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfamiliar:
    """One table to be learnt, with the columns of it that are not read."""

    table: Table
    unread: Sequence[Unread]
    has_headings: bool = True

    @property
    def headings(self) -> tuple[str, ...]:
        """Its headings, as they are written."""
        return tuple(seen(cell) for cell in self.table.sheet.rows[self.table.heading_row - 1])


def unfamiliar_tables(
    path: Path, mappings: Sequence[RegisterMapping], *, base: Path
) -> tuple[tuple[Unfamiliar, ...], ...]:
    """The tables of a file that none of the mappings reads, those with the same headings together.

    Raises InputError where the file cannot be read.
    """
    name = next(iter(named([path], base)))
    sheets = [sheet for sheet in read_sheets(read_contents(path, name)) if not is_own(sheet.rows)]
    is_new = [mapping_of(sheet, mappings) is NO_MAPPING for sheet in sheets]
    new = [sheet for sheet, new in zip(sheets, is_new, strict=True) if new]
    ways = (_known, _resembling, _headless) if all(is_new) else (_known,)
    found = next((found for look in ways if (found := _found(new, look))), [])
    alike: dict[tuple[str, ...], list[Unfamiliar]] = {}
    for one in found:
        alike.setdefault(tuple(filter(None, map(heading_key, one.headings))), []).append(one)
    return tuple(map(tuple, alike.values()))


def _found(sheets: Sequence[Sheet], look: Callable[[Sheet], Iterator[Unfamiliar]]) -> list[Unfamiliar]:
    return [one for sheet in sheets for one in look(sheet)]


def _known(sheet: Sheet) -> Iterator[Unfamiliar]:
    for part in straightened(sheet)[0]:
        table, findings = find_table(part)
        if table is not None:
            yield Unfamiliar(table=table, unread=[_in_place(one, part) for one in unread_columns(table, findings)])


def _resembling(sheet: Sheet) -> Iterator[Unfamiliar]:
    for part in straightened(sheet, resembled)[0]:
        table, _ = find_table(part, resembled)
        if table is not None:
            fields = tuple(one for one in table.fields if read_heading(_text(table, one.position)) is not None)
            read = {field.position for field in fields}
            places = [place for place in range(len(part.rows[0])) if place not in read]
            unread = [_in_place(_unread(table, place), part) for place in places if _is_filled(table, place)]
            yield Unfamiliar(table=replace(table, fields=fields), unread=unread)


def _headless(sheet: Sheet) -> Iterator[Unfamiliar]:
    """A sheet of rows that could be assets, with not one heading: none of its columns is read."""
    if sheet.is_hidden or _NO_HEADINGS not in {finding.code for finding in find_table(sheet)[1]}:
        return
    headed = with_headings(sheet)
    rows = tuple((number, row) for number, row in enumerate(headed.rows[1:], 2) if is_filled(row))
    table = Table(sheet=headed, heading_row=1, fields=(), rows=rows)
    unread = [_unread(table, place) for place in range(len(headed.rows[0])) if _is_filled(table, place)]
    yield Unfamiliar(table=table, unread=unread, has_headings=False)


def _unread(table: Table, position: int) -> Unread:
    text = _text(table, position)
    finding = Finding(
        code=_UNKNOWN,
        file=table.sheet.file,
        sheet=table.sheet.name,
        row=table.heading_row,
        position=letters(position),
        seen=text,
    )
    return Unread(position=position, text=text, cells=[row[position] for _, row in table.rows], finding=finding)


def _in_place(one: Unread, sheet: Sheet) -> Unread:
    return replace(one, finding=placed([one.finding], sheet)[0])


def _text(table: Table, position: int) -> str:
    return seen(table.sheet.rows[table.heading_row - 1][position])


def _is_filled(table: Table, position: int) -> bool:
    return not all(is_blank(row[position]) for _, row in table.rows)
