"""Learning a register that is new: what can be said of it without asking, then what a person answers."""

import re
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
from capplan.register.owners import owner_of
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
from capplan.register.workbook import Sheet

type Ask = Callable[[Question, RegisterMapping], RegisterMapping]

_DATED = re.compile(
    r"\d+|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)


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
        mapping = _asked_of_headings(parts, policy, ask)
        findings = read_mapped([path], policy, [*mappings, *learnt, mapping], base=base).findings
        tables = [_reread(part.table, mapping) for part in parts]
        for question in _of_values(tables, findings, policy):
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


def _asked_of_headings(parts: Sequence[Unfamiliar], policy: Policy, ask: Ask) -> RegisterMapping:
    """The first mapping of tables with the same headings, after the questions about headings and prices."""
    first = parts[0]
    mapping = _drafted(parts, policy)
    asked = heading_questions if first.has_headings else place_questions
    for question in asked(first.table, first.unread, policy):
        mapping = ask(question, mapping)
    table = _reread(first.table, mapping)
    questions = (_owner_question(parts, policy), as_at_question(table, policy.plan.as_at), vat_question(table))
    for one in questions:
        mapping = mapping if one is None else ask(one, mapping)
    return mapping


def _reread(table: Table, mapping: RegisterMapping) -> Table:
    """The same table with the headings that the mapping knows."""
    return find_table(table.sheet, heading_reader(mapping, table.sheet))[0] or table


def _in_order(mapping: RegisterMapping, part: Unfamiliar) -> RegisterMapping:
    """The same mapping with its lines in the order of the sheet."""
    lines = sorted(mapping.columns.items(), key=lambda line: part.headings.index(line[0]))
    return mapping.model_copy(update={"columns": dict(lines)})


def _owner_question(parts: Sequence[Unfamiliar], policy: Policy) -> Question | None:
    columns = {field.column for field in parts[0].table.fields}
    if len(parts) > 1 or columns & {c.ORGANISATION, c.ORGANISATION_CODE}:
        return None
    sheet = parts[0].table.sheet
    return owner_question(parts[0].table, owner_of(sheet.file, sheet.name, policy))


def _drafted(parts: Sequence[Unfamiliar], policy: Policy) -> RegisterMapping:
    """What the register says of itself: known headings with their units, and columns kept as text."""
    first = parts[0]
    lines = {first.headings[field.position]: line_of(field.heading) for field in first.table.fields}
    for one in first.unread:
        if one.text and (not first.has_headings or suggestion_for(one, first.table, policy) is None):
            lines.setdefault(one.text, ColumnMapping(extra=True))
    source = Source(file=_pattern(first.table.sheet))
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


def _pattern(sheet: Sheet) -> str:
    """The file's name with `*` for years and months, so that next year's file is known as well.

    The ending is left open too: a register is as often saved again in another format.
    """
    stem = _DATED.sub("*", sheet.stem)
    return re.sub(r"\*(?:[\s_.-]*\*)+", "*", f"{stem}.*")
