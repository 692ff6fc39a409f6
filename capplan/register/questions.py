"""What a person is asked of a register that is new: each question with its answers, and what an answer
does to the saved mapping.

Every question can be passed over with an empty answer, which leaves the register as it would be read
without anyone to ask.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.register.findings import Finding
from capplan.register.headings import Heading
from capplan.register.mapping import ColumnMapping, RegisterMapping, field_named, heading_key, line_of
from capplan.register.matching import Unread, suggestion_for
from capplan.register.suggest import Suggestion
from capplan.register.tables import Table
from capplan.register.titles import stated_date
from capplan.register.wording import address, seen

type Settle = Callable[[RegisterMapping, str], RegisterMapping]

_EXAMPLES = 3
_PRICES = (c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP)
_MOST_OFFERED = 20
# Whose the rows of a sheet are that do not say so: its name, its title, the file's.
_OWNER_TAKEN = ("R030", "R125", "R126")
_VAT = {"ex": "ex", "inc": "inc", "no": "ex", "yes": "inc", "n": "ex", "y": "inc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask: what it is about (`key`: the same wherever it is asked), where it is, what is asked,
    what may be answered, and what an answer does.

    `settle` gives the mapping as it is after an answer; it raises ValueError, with a sentence, for one
    that it does not understand.
    """

    key: str
    where: str
    text: str
    offers: str
    settle: Settle

    def settled(self, mapping: RegisterMapping, answer: str) -> RegisterMapping:
        """The mapping after an answer; an empty one leaves it as it is."""
        return self.settle(mapping, answer.strip()) if answer.strip() else mapping


def heading_questions(table: Table, unread: Sequence[Unread], policy: Policy) -> Iterator[Question]:
    """A question for each heading that is not known and looks like one that is."""
    for one in unread:
        suggestion = suggestion_for(one, table, policy)
        if suggestion is not None:
            yield _heading_question(one, suggestion)


def place_questions(table: Table, unread: Sequence[Unread], policy: Policy) -> Iterator[Question]:
    """A question for each column of a sheet without headings: what it holds."""
    for one in unread:
        suggestion = suggestion_for(one, table, policy)
        guess = None if suggestion is None else suggestion.heading
        yield _place_question(one, guess)


def _place_question(one: Unread, guess: Heading | None) -> Question:
    examples = ", ".join(_examples(one))
    offered = {} if guess is None else {"y": guess, "yes": guess}
    perhaps = "" if guess is None else f" Is it {guess.column.heading}?"

    def settle(mapping: RegisterMapping, answer: str) -> RegisterMapping:
        return with_columns(mapping, {one.text: _line_for(answer, mapping, offered)})

    return Question(
        key=f"heading {one.text}",
        where=address(one.finding.file, one.finding.sheet, f"{one.finding.position}1"),
        text=f"The sheet has no row of headings. What does column {one.finding.position} hold (such as {examples})?"
        f"{perhaps}",
        offers=f"{'y: yes, ' if guess else ''}a heading, such as Asset No, Modality, Installed or Replacement cost; "
        "i: ignore it; Enter: keep it as text",
        settle=settle,
    )


def _examples(one: Unread) -> list[str]:
    return list(dict.fromkeys(text for cell in one.cells if (text := seen(cell))))[:_EXAMPLES]


def owner_question(table: Table, findings: pd.DataFrame) -> Question | None:
    """Whose register it is, where its rows do not say; `findings` tell what stands in for it."""
    here = (findings[c.FILE] == table.sheet.file) & (findings[c.SHEET] == table.sheet.name)
    taken = findings[here & findings[c.CODE].isin(_OWNER_TAKEN)]
    if taken.empty:
        return None
    said = taken.iloc[0]
    return Question(
        key="org",
        where=address(table.sheet.file, table.sheet.name, ""),
        text="The rows do not say whose assets they are. Whose are they?",
        offers=f"a name or an ODS code; Enter: {said[c.VALUE_USED]} ({said[c.MESSAGE].partition(': ')[2]})",
        settle=lambda mapping, answer: mapping.model_copy(update={"org": answer}),
    )


def vat_question(table: Table) -> Question | None:
    """Whether prices hold VAT, where neither headings nor a column says so."""
    prices = [field for field in table.fields if field.column in _PRICES and not field.heading.vat]
    if not prices or c.VAT_BASIS in {field.column for field in table.fields}:
        return None
    headings = [heading_at(table, field.position) for field in prices]

    def settle(mapping: RegisterMapping, answer: str) -> RegisterMapping:
        vat = one_of(_VAT, answer.casefold())
        return with_columns(mapping, {text: changed(mapping, text, {"vat": vat}) for text in headings})

    return Question(
        key="vat",
        where=address(table.sheet.file, table.sheet.name, ""),
        text=f"Do the prices under {_quoted(headings)} hold VAT?",
        offers="ex: without, inc: with; Enter if it is not known",
        settle=settle,
    )


def as_at_question(table: Table, as_at: dt.date) -> Question | None:
    """The day at which ages were counted, where they are all that tells how old the assets are and nothing
    above the headings says it."""
    columns = {field.column for field in table.fields}
    stated = stated_date(table.sheet.rows[: table.heading_row - 1], as_at)
    if c.AGE_YEARS not in columns or c.INSTALL_DATE in columns or stated is not None:
        return None
    return Question(
        key="as_at",
        where=address(table.sheet.file, table.sheet.name, ""),
        text="The register gives ages. At which day were they counted?",
        offers=f"a date such as 2026-03-31; Enter: the plan's own, {as_at.isoformat()}",
        settle=lambda mapping, answer: with_source(mapping, {"as_at": _date(answer)}),
    )


def _heading_question(one: Unread, suggestion: Suggestion) -> Question:
    headings = suggestion.headings
    several = len(headings) > 1
    numbered = {str(number): heading for number, heading in enumerate(headings, 1)}
    offers = ", ".join(f"{number}: {heading.column.heading}" for number, heading in numbered.items())
    examples = _examples(one)

    def settle(mapping: RegisterMapping, answer: str) -> RegisterMapping:
        line = _line_for(answer, mapping, {**numbered, "y": headings[0], "yes": headings[0]})
        return with_columns(mapping, {one.text: line})

    return Question(
        key=f"heading {one.text}",
        where=_where(one.finding),
        text=f"'{one.text}' (such as {', '.join(examples)}) is not known. Is it {suggestion.names}? "
        f"{suggestion.evidence}.",
        offers=f"{offers if several else 'y: yes'}, n: no, i: ignore it, or another column's name; Enter: leave it",
        settle=settle,
    )


def _line_for(answer: str, mapping: RegisterMapping, offered: Mapping[str, Heading]) -> ColumnMapping:
    said = answer.casefold()
    if said in ("n", "no"):
        return ColumnMapping(extra=True)
    if said in ("i", "ignore"):
        return ColumnMapping(ignore=True)
    column = field_named(answer) if said not in offered else None
    chosen = offered.get(said) or (Heading(column=column) if column is not None else None)
    if chosen is None:
        raise ValueError(f"No column is called {answer!r}; `capplan columns` lists them.")
    taken = [text for text, line in mapping.columns.items() if line.heading and line.heading.column == chosen.column]
    if taken:
        raise ValueError(f"{chosen.column} is read from '{taken[0]}' already.")
    return line_of(chosen)


def with_columns(mapping: RegisterMapping, lines: Mapping[str, ColumnMapping]) -> RegisterMapping:
    """The mapping with these lines in place of its own, by heading."""
    return mapping.model_copy(update={"columns": {**mapping.columns, **lines}})


def with_source(mapping: RegisterMapping, said: Mapping[str, object]) -> RegisterMapping:
    """The mapping with these settings of its `[source]`."""
    return mapping.model_copy(update={"source": mapping.source.model_copy(update=said)})


def changed(mapping: RegisterMapping, text: str, said: Mapping[str, object]) -> ColumnMapping:
    """A heading's line with something more said of it."""
    lines = {heading_key(name): line for name, line in mapping.columns.items()}
    return lines[heading_key(text)].model_copy(update=said)


def one_of[Meant](choices: Mapping[str, Meant], answer: str) -> Meant:
    """What an answer means; ValueError, with what may be answered, where it is none of the choices."""
    if answer not in choices:
        raise ValueError(
            f"Answer one of: {', '.join(choices)}." if len(choices) < _MOST_OFFERED else "That is not known."
        )
    return choices[answer]


def _date(answer: str) -> dt.date:
    try:
        return dt.date.fromisoformat(answer)
    except ValueError:
        raise ValueError("Give a date such as 2026-03-31.") from None


def _where(finding: Finding) -> str:
    return address(finding.file, finding.sheet, f"{finding.position}{finding.row}")


def heading_at(table: Table, position: int) -> str:
    """The heading of a column, as it is written."""
    return seen(table.sheet.rows[table.heading_row - 1][position])


def _quoted(texts: Sequence[str]) -> str:
    return " and ".join(f"'{text}'" for text in texts)
