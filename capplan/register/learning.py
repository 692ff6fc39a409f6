"""Learning a register that is new: what can be said of it without asking, then what a person answers."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.register.cell_questions import value_questions
from capplan.register.mapping import (
    ColumnMapping,
    RegisterMapping,
    Source,
    heading_reader,
    line_of,
)
from capplan.register.matching import suggestion_for
from capplan.register.own_names import own_name
from capplan.register.questions import (
    Question,
    as_at_question,
    heading_questions,
    owner_question,
    place_questions,
    vat_question,
)
from capplan.register.read import read_mapped
from capplan.register.tables import Table, find_table
from capplan.register.unfamiliar import Unfamiliar, unfamiliar_tables
from capplan.register.wording import is_blank, seen

type Ask = Callable[[Question, RegisterMapping], RegisterMapping]
type Findings = Callable[[RegisterMapping], pd.DataFrame]


def learn(
    path: Path, policy: Policy, mappings: Sequence[RegisterMapping], ask: Ask, *, base: Path
) -> tuple[RegisterMapping, ...]:
    """The mappings of a register file whose sheets have none among `mappings` yet, one for each set of
    headings.

    `ask` gives a mapping as it is after a question was answered, or as it was. What needs no answer is
    said by the register itself: the headings that are known, and the columns that are kept as text.
    Raises InputError where the file cannot be read or holds no table.
    """
    learnt: list[RegisterMapping] = []
    for parts in unfamiliar_tables(path, mappings, base=base):

        def findings(mapping: RegisterMapping, learnt: tuple[RegisterMapping, ...] = tuple(learnt)) -> pd.DataFrame:
            return read_mapped([path], policy, [*mappings, *learnt, mapping], base=base).findings

        mapping = _asked_of_headings(parts, policy, ask, findings)
        tables = [_reread(part.table, mapping) for part in parts]
        for question in _of_values(tables, findings(mapping), policy):
            mapping = ask(question, mapping)
        learnt.append(_in_order(mapping, parts[0]))
    if not learnt:
        read_mapped([path], policy, mappings, base=base)
    return tuple(learnt)


def _of_values(tables: Sequence[Table], findings: pd.DataFrame, policy: Policy) -> Iterator[Question]:
    """The questions about the cells of tables with the same headings, each thing asked once."""
    asked: set[str] = set()
    for table in tables:
        for question in value_questions(table, findings, policy):
            if question.key not in asked:
                asked.add(question.key)
                yield question


def _asked_of_headings(parts: Sequence[Unfamiliar], policy: Policy, ask: Ask, read: Findings) -> RegisterMapping:
    """The first mapping of tables with the same headings, after the questions about headings and prices."""
    first = parts[0]
    mapping = _drafted(parts, policy)
    asked = heading_questions if first.has_headings else place_questions
    for question in asked(first.table, first.unread, policy):
        mapping = ask(question, mapping)
    table = _reread(first.table, mapping)
    is_owned = bool({field.column for field in table.fields} & {c.ORGANISATION, c.ORGANISATION_CODE})
    owner = None if len(parts) > 1 or is_owned else owner_question(table, read(mapping))
    for one in (owner, as_at_question(table, policy.plan.as_at), vat_question(table)):
        mapping = mapping if one is None else ask(one, mapping)
    return mapping


def _reread(table: Table, mapping: RegisterMapping) -> Table:
    """The same table with the headings that the mapping knows."""
    return find_table(table.sheet, heading_reader(mapping, table.sheet))[0] or table


def _in_order(mapping: RegisterMapping, part: Unfamiliar) -> RegisterMapping:
    """The same mapping with its lines in the order of the sheet."""
    lines = sorted(mapping.columns.items(), key=lambda line: part.headings.index(line[0]))
    return mapping.model_copy(update={"columns": dict(lines)})


def _drafted(parts: Sequence[Unfamiliar], policy: Policy) -> RegisterMapping:
    """What the register says of itself: known headings with their units, and columns kept as text."""
    first = parts[0]
    lines = {first.headings[field.position]: line_of(field.heading) for field in first.table.fields}
    for one in first.unread:
        if one.text and (not first.has_headings or suggestion_for(one, first.table, policy) is None):
            lines.setdefault(one.text, ColumnMapping(extra=True))
    source = Source(file=own_name(first.table.sheet.stem))
    if not first.has_headings:
        # Other sheets of the file may have no headings either, and are no registers for that.
        sheet = first.table.sheet.name if len(parts) == 1 else ""
        source = source.model_copy(update={"no_headings": True, "sheet": sheet or None})
    return RegisterMapping(org=_stated_owner(parts), source=source, columns=lines)


def _stated_owner(parts: Sequence[Unfamiliar]) -> str:
    """The one organisation that every row of the tables names, or "" where there is none or more."""
    for column in (c.ORGANISATION_CODE, c.ORGANISATION):
        places = [field.position for field in parts[0].table.fields if field.column == column]
        named = {
            seen(row[at]) for part in parts for _, row in part.table.rows for at in places if not is_blank(row[at])
        }
        if len(named) == 1:
            return named.pop()
    return ""
