"""Classes, organisations and sites that stand over rows and not in them: headings of sections, titles, names of
sheets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.reference.labels import class_labels
from capplan.register.findings import Finding
from capplan.register.known_names import CLASS, KINDS, ORGANISATIONS, SITES, KnownNames, Says, class_in, said_by
from capplan.register.labels import judged
from capplan.register.owners import owner_of
from capplan.register.tables import Above, Table
from capplan.register.wording import is_blank, letters, normalised, seen

_ONE_CELL, _CLASS_ABOVE, _PLACE_ABOVE = "R025", "R102", "R115"
_DESCRIBING = (c.DESCRIPTION, c.MODEL)
_SECTION, _TITLE, _SHEET = "the heading of its section", "the title", "the sheet's name"
_OF_A_BODY = re.compile(r"\b(?:NHS|Trust|Health Board|Foundation)\b|^[A-Z][A-Z0-9]{2}\s*[-–—:|(]")

type Kind = tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """A text over rows: the row from which it stands over them (0: over all), where it is written (row 0: in no
    cell), and what it says."""

    row: int
    at: int
    position: str
    text: str
    says: Says
    where: str

    @property
    def kind(self) -> Kind | None:
        """The columns that it is about, or None where it names nothing that is known."""
        return next((kind for kind in KINDS if not self.says.keys().isdisjoint(kind)), None)

    def above(self) -> Iterator[tuple[Column, Above]]:
        """What it gives each column."""
        for column, value in self.says.items():
            yield column, Above(value=value, row=self.at, position=self.position, text=self.text, where=self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What stands over the rows from some place on: the heading of each kind, the outer kinds first.

    - `order`: the kinds there were so far, as they first came: a heading ends those of the kinds within its own.
    - `within`: the kind that headings of no known name stand within, if they do.
    - `is_bare`: whether no row has come since the last heading.
    """

    of: Mapping[Kind, _Heading]
    order: tuple[Kind, ...]
    within: Kind | None = None
    is_bare: bool = False

    def under(self, heading: _Heading) -> "_Standing":
        """What stands over the rows below one more heading."""
        kind = heading.kind
        if kind is None:
            return self._under_unknown(heading)
        order = self.order if kind in self.order else _with_kind(self.order, kind)
        outer = {one: self.of[one] for one in order[: order.index(kind)] if one in self.of}
        return replace(self, of={**outer, kind: heading}, order=order, is_bare=True)

    def _under_unknown(self, heading: _Heading) -> "_Standing":
        """One that names nothing known ends all, unless it stands within an organisation or a site, as those of
        departments do: then it ends what is within that."""
        last = max(self.of.items(), key=lambda one: one[1].row, default=(None, None))[0]
        within = self.within
        if within is None and self.is_bare and last in (ORGANISATIONS, SITES):
            within = last
        if within is None or _OF_A_BODY.search(heading.text):
            return replace(self, of={}, is_bare=False)
        outer = self.order[: self.order.index(within) + 1]
        return replace(self, of={one: self.of[one] for one in outer if one in self.of}, within=within)


def _with_kind(order: tuple[Kind, ...], kind: Kind) -> tuple[Kind, ...]:
    """The kinds with one more, the innermost; but sites are within organisations, never the other way round."""
    at = order.index(SITES) if kind == ORGANISATIONS and SITES in order else len(order)
    return (*order[:at], kind, *order[at:])


def with_names_above(
    table: Table, findings: Sequence[Finding], names: KnownNames, policy: Policy
) -> tuple[Table, list[Finding]]:
    """A table that knows what stands above each row that does not say so itself (`Table.above`), and its findings.

    That is the class, organisation or site that the heading of the row's section names, a row of one cell that is
    a known name; above the first section, what the table's title names, or its sheet's name, of a class. A heading
    ends those of its kind and of the kinds that first came below it; one that names nothing known ends all, unless
    it stands straight under an organisation or a site. A row whose description is of another class is left
    without. What was taken from where is told once for each (R102, R115).
    """
    bare = _bare_rows(table)
    if not any(bare.values()):
        return table, list(findings)
    headings = [_section(one, names) for one in findings if one.code == _ONE_CELL]
    standing = _standing(table, _over_all(table, names, policy), sorted(headings, key=lambda one: one.row))
    above: dict[Column, dict[int, Above]] = {}
    used: dict[tuple[int, Kind], _Heading] = {}
    for kind, rows in bare.items():
        for number, texts in rows.items():
            heading = standing[number].get(kind)
            if heading is None or any(_says_otherwise(text, heading.says, names) for text in texts):
                continue
            used[heading.row, kind] = heading
            for column, one in heading.above():
                above.setdefault(column, {})[number] = one
    given = {row: heading for (row, _), heading in used.items() if row}
    told = [_gave(one, given[one.row]) if _is_in(one, given) else one for one in findings]
    told += [_from_above(table, heading) for (row, _), heading in used.items() if not row]
    return replace(table, above=above), told


def _bare_rows(table: Table) -> dict[Kind, dict[int, list[str]]]:
    """For each kind, the rows that say nothing of it, by number, each with what describes it (for a class)."""
    places = {field.column: field.position for field in table.fields}
    described = [places[column] for column in _DESCRIBING if column in places]
    bare: dict[Kind, dict[int, list[str]]] = {}
    for kind in KINDS:
        own = [places[column] for column in kind if column in places]
        rows = [(number, row) for number, row in table.rows if all(is_blank(row[place]) for place in own)]
        bare[kind] = {number: [seen(row[at]) for at in described] if kind == CLASS else [] for number, row in rows}
    return bare


def _section(one: Finding, names: KnownNames) -> _Heading:
    says = said_by(one.seen, names)
    return _Heading(row=one.row, at=one.row, position=one.position, text=one.seen, says=says, where=_SECTION)


def _standing(
    table: Table, over_all: Sequence[_Heading], sections: Sequence[_Heading]
) -> dict[int, Mapping[Kind, _Heading]]:
    """What stands over each row, by number."""
    now = _Standing(of={}, order=())
    for heading in over_all:
        now = now.under(heading)
    over: dict[int, Mapping[Kind, _Heading]] = {}
    left = list(reversed(sections))
    for number, _ in table.rows:
        while left and left[-1].row < number:
            now = now.under(left.pop())
        over[number] = now.of
        now = replace(now, is_bare=False) if now.is_bare else now
    return over


def _over_all(table: Table, names: KnownNames, policy: Policy) -> list[_Heading]:
    """What stands over a whole table: of each kind the nearest title, of a class else the sheet's name."""
    titles = list(reversed(list(_titles(table, names))))
    sheet = table.sheet
    if by_sheet := class_in(sheet.name, names.classes):
        says = {c.ASSET_CLASS: by_sheet}
        titles.append(_Heading(row=0, at=0, position="", text=sheet.name, says=says, where=_SHEET))
    nearest = {kind: next((one for one in titles if one.kind == kind), None) for kind in (ORGANISATIONS, SITES, CLASS)}
    owner = nearest[ORGANISATIONS]
    if owner is not None and owner_of(sheet.file, sheet.name, policy, owner.text) != owner.text:
        nearest[ORGANISATIONS] = None
    return [one for one in nearest.values() if one is not None]


def _titles(table: Table, names: KnownNames) -> Iterator[_Heading]:
    """The texts that stand alone in a row above a table's headings and over its columns."""
    first, last = table.sheet.span or (0, len(table.sheet.rows[0]) if table.sheet.rows else 0)
    for number, row in enumerate(table.sheet.rows[: table.heading_row - 1], 1):
        filled = [place for place, cell in enumerate(row) if not is_blank(cell)]
        if len(filled) == 1 and first <= filled[0] < last:
            text = seen(row[filled[0]])
            place = str(filled[0] + 1) if table.sheet.is_turned else letters(filled[0])
            yield _Heading(row=0, at=number, position=place, text=text, says=said_by(text, names), where=_TITLE)


def _says_otherwise(text: str, says: Says, names: KnownNames) -> bool:
    """Whether a description is of another class, or of what goes with one: a coil in a list of MRI scanners."""
    key = says[c.ASSET_CLASS]
    tokens = normalised(text).split()
    labels = class_labels()
    if any(token in labels.apart or key in labels.turned_by.get(token, ()) for token in tokens):
        return True
    found = judged(text, names.classes) if tokens else None
    return found is not None and found.key is not None and not found.key.startswith(key)


def _is_in(one: Finding, given: Mapping[int, _Heading]) -> bool:
    return one.code == _ONE_CELL and one.row in given


def _from_above(table: Table, heading: _Heading) -> Finding:
    """What a title or the sheet's name gave."""
    sheet = table.sheet
    one = Finding(code=_ONE_CELL, file=sheet.file, sheet=sheet.name, row=heading.at, block=sheet.block)
    return _gave(replace(one, position=heading.position, seen=heading.text if heading.at else ""), heading)


def _gave(one: Finding, heading: _Heading) -> Finding:
    """A finding as that of what a heading gave."""
    column = next(column for kind in KINDS for column in kind if column in heading.says)
    code = _CLASS_ABOVE if column == c.ASSET_CLASS else _PLACE_ABOVE
    return replace(one, code=code, column=column, used=heading.says[column], detail=heading.where)
