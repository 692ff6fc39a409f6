"""The class of assets from a column that is headed no more than Type, Equipment or Description, where its values are
classes."""

from collections.abc import Sequence
from dataclasses import replace

from capplan import columns as c
from capplan.policy import Policy
from capplan.register.classes import class_words
from capplan.register.counted import counted
from capplan.register.findings import Finding
from capplan.register.heading_terms import THINGS
from capplan.register.headings import Heading, heading_words
from capplan.register.known_names import class_in
from capplan.register.labels import judged
from capplan.register.mapping import RegisterMapping, heading_key, heading_reader
from capplan.register.suggest import LEAST_SHARE, Suggestion, share_read
from capplan.register.tables import Field, Table, find_table
from capplan.register.wording import is_blank, letters, normalised, position_of_letters, seen
from capplan.register.workbook import Sheet

_UNKNOWN, _ONE_CELL = "R028", "R025"
# Headings that may as well be a model, a kind of lease or a description.
_LONE = frozenset(("type", *THINGS))


def table_with_class(sheet: Sheet, mapping: RegisterMapping, policy: Policy) -> tuple[Table | None, list[Finding]]:
    """The table of a sheet as a mapping reads it, or None, and what was found (`find_table`).

    Where no heading names the class, and the values of just one column that is not read are mostly words for
    classes, that column is taken for it if it is headed Type, Equipment or the like, and it is said (R118). What
    the mapping says of a heading stands. Failing that, descriptions of which most name one class are read as the
    class too, where nothing that stands above the rows names one.
    """
    reads = heading_reader(mapping, sheet)
    table, findings = find_table(sheet, reads)
    if table is None or any(field.column == c.ASSET_CLASS for field in table.fields):
        return table, findings
    lone = _lone(table, findings, mapping, policy)
    if lone is None:
        return _with_described(table, findings, mapping, policy)
    finding, suggestion = lone
    written = sheet.rows[table.heading_row - 1][position_of_letters(finding.position)]
    heading = replace(suggestion.heading, words=mapping.words(c.ASSET_CLASS))
    table, findings = find_table(sheet, lambda text: heading if text == written else reads(text))
    return table, [*findings, replace(finding, code="R118", column=c.ASSET_CLASS, detail=suggestion.evidence)]


def _with_described(
    table: Table, findings: list[Finding], mapping: RegisterMapping, policy: Policy
) -> tuple[Table, list[Finding]]:
    """The table with its descriptions as the class as well, and what is then found, or both as they are."""
    described = next((field for field in table.fields if field.column == c.DESCRIPTION), None)
    words = {**class_words(policy.reference), **mapping.words(c.ASSET_CLASS)}
    above = [table.sheet.name, *(seen(cell) for row in table.sheet.rows[: table.heading_row - 1] for cell in row)]
    above += [one.seen for one in findings if one.code == _ONE_CELL]
    if described is None or described.heading.is_agreed or any(class_in(text, words) for text in above):
        return table, findings
    filled = [seen(row[described.position]) for _, row in table.rows if not is_blank(row[described.position])]
    named = sum(judged(counted(text)[1], words).key is not None for text in filled)
    if not filled or named < LEAST_SHARE * len(filled):
        return table, findings
    heading = Heading(column=c.ASSET_CLASS, words=mapping.words(c.ASSET_CLASS))
    position = described.position
    finding = Finding(
        code="R118",
        file=table.sheet.file,
        sheet=table.sheet.name,
        row=table.heading_row,
        position=letters(position),
        column=c.ASSET_CLASS,
        seen=seen(table.sheet.rows[table.heading_row - 1][position]),
        detail=f"{100 * named / len(filled):.0f} % of its values name a class",
    )
    return replace(table, fields=(*table.fields, Field(position=position, heading=heading))), [*findings, finding]


def _lone(
    table: Table, findings: Sequence[Finding], mapping: RegisterMapping, policy: Policy
) -> tuple[Finding, Suggestion] | None:
    """The finding of the only unknown heading with classes below it, if it may be trusted with them."""
    headings = [heading_key(cell) for cell in table.sheet.rows[table.heading_row - 1] if isinstance(cell, str)]
    unknown = [one for one in findings if one.code == _UNKNOWN and heading_key(one.seen) not in mapping.by_heading]
    shares = [(one, _share(table, position_of_letters(one.position), policy)) for one in unknown]
    likely = [(one, share) for one, share in shares if share >= LEAST_SHARE]
    if len(likely) != 1:
        return None
    [(one, share)] = likely
    is_lone = heading_words(normalised(one.seen)) in {(word,) for word in _LONE}
    if not is_lone or headings.count(heading_key(one.seen)) != 1:
        return None
    return one, Suggestion(headings=(Heading(column=c.ASSET_CLASS),), share=share)


def _share(table: Table, position: int, policy: Policy) -> float:
    """The share of a column's filled cells that are words for classes; 0 where none is filled."""
    filled = [row[position] for _, row in table.rows if not is_blank(row[position])]
    return share_read(Heading(column=c.ASSET_CLASS), filled, policy) if filled else 0.0
