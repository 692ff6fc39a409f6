"""What a person is asked of the cells of a register: words that are not known, organisations that are not
on the published list, the order of dates, amounts that look a thousand times out."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.register.choices import plain_choice
from capplan.register.classes import class_words
from capplan.register.known_names import bare_name
from capplan.register.mapping import RegisterMapping
from capplan.register.questions import Question, Settle, changed, heading_at, one_of, with_columns, with_source
from capplan.register.tables import Table
from capplan.register.wording import address, normalised

_MOST_WORDS = 20
_UNKNOWN_CLASS, _SEVERAL_CLASSES = "R002", "R080"
_CLASS_CODES, _CHOICE_CODES = (_UNKNOWN_CLASS, _SEVERAL_CLASSES), ("R004", "R005", "R120")
_UNLISTED_CODE = "R082"
_SCALE_CODES, _ORDER_CODE = ("R012", "R077"), "R035"
_SCALES = {"pounds": 1, "thousands": 1_000, "millions": 1_000_000}
_ONE_CELL = "R025"
_PLACES = {"s": c.SITE, "site": c.SITE, "o": c.ORGANISATION, "organisation": c.ORGANISATION}
_ORDERS = {"dmy": "DMY", "mdy": "MDY"}


def value_questions(table: Table, findings: pd.DataFrame, policy: Policy) -> Iterator[Question]:
    """Questions about what was found in the cells of a table: words that are not known, the order of
    dates, amounts that look a thousand times out. `findings` has the columns `FINDINGS`."""
    own = findings[(findings[c.FILE] == table.sheet.file) & (findings[c.SHEET] == table.sheet.name)]
    headings = {field.column: heading_at(table, field.position) for field in table.fields}
    yield from _class_questions(own, policy)
    yield from _organisation_questions(own)
    yield from _choice_questions(own, headings)
    yield from _section_questions(own, table)
    unordered = own[own[c.CODE] == _ORDER_CODE]
    if len(unordered):
        yield _order_question(unordered.iloc[0])
    for column, text in headings.items():
        out = own[own[c.CODE].isin(_SCALE_CODES) & (own[c.COLUMN] == str(column))]
        if (out[c.CODE] == _SCALE_CODES[1]).any() or len(out) > len(table.rows) / 2:
            yield _scale_question(out.iloc[0], column, text)


def _class_questions(findings: pd.DataFrame, policy: Policy) -> Iterator[Question]:
    words = class_words(policy.reference)
    for word, rows in _commonest(findings[findings[c.CODE].isin(_CLASS_CODES)]):
        # What may be meant by a word of several classes stands in the mend.
        between = f" {rows.iloc[0][c.MEND]}" if rows.iloc[0][c.CODE] == _SEVERAL_CLASSES else ""
        yield Question(
            key=f"{c.ASSET_CLASS} {word}",
            where=_address(rows.iloc[0]),
            text=f"Which class is '{word}' ({_rows(len(rows))})?{between}",
            offers="a class, such as CT scanner or MRI scanner; Enter: leave it",
            settle=_word_settler(c.ASSET_CLASS, word, words),
        )


def _organisation_questions(findings: pd.DataFrame) -> Iterator[Question]:
    unlisted = findings[(findings[c.CODE] == _UNLISTED_CODE) & (findings[c.COLUMN] == str(c.ORGANISATION))]
    for word, rows in _commonest(unlisted[unlisted[c.VALUE_SEEN] != ""]):
        yield Question(
            key=f"{c.ORGANISATION} {word}",
            where=_address(rows.iloc[0]),
            text=f"Which organisation is '{word}' ({_rows(len(rows))})? {rows.iloc[0][c.MEND]}",
            offers="its name as it is published; Enter: leave it",
            settle=_any_word_settler(c.ORGANISATION, word),
        )


def _choice_questions(findings: pd.DataFrame, headings: Mapping[Column, str]) -> Iterator[Question]:
    for column in headings:
        if not column.choices:
            continue
        unread = findings[findings[c.CODE].isin(_CHOICE_CODES) & (findings[c.COLUMN] == str(column))]
        for word, rows in _commonest(unread):
            yield Question(
                key=f"{column} {word}",
                where=_address(rows.iloc[0]),
                text=f"{column.heading} '{word}' ({_rows(len(rows))}): which is it?",
                offers=f"{'; '.join(map(plain_choice, column.choices))}; Enter: leave it",
                settle=_word_settler(column, word, _by_either_name(column)),
            )


def _by_either_name(column: Column) -> dict[str, str]:
    """The choices of a column, by their names and by what people call them."""
    return {name: choice for choice in column.choices for name in (plain_choice(choice), choice)}


def _section_questions(findings: pd.DataFrame, table: Table) -> Iterator[Question]:
    """A question for each heading of a section that names nothing known, where its rows may lack a place."""
    places = {field.column for field in table.fields}
    last = max((number for number, _ in table.rows), default=0)
    if table.sheet.is_turned or {c.SITE, c.ORGANISATION} <= places:
        return
    alone = findings[findings[c.CODE] == _ONE_CELL]
    above = alone[alone[c.CELL].str.extract(r"(\d+)$", expand=False).astype("int64") < last]
    for word, rows in _commonest(above):
        yield Question(
            key=f"section {word}",
            where=_address(rows.iloc[0]),
            text=f"'{word}' stands alone above rows of assets. Does it say at which site they are, or whose?",
            offers="s: the site, o: the organisation; Enter: neither",
            settle=_place_settler(word),
        )


def _place_settler(word: str) -> Settle:
    name = bare_name(word)[1]
    return lambda mapping, answer: _with_word(mapping, one_of(_PLACES, answer.casefold()), name, name)


def _word_settler(column: Column, word: str, meanings: Mapping[str, str]) -> Settle:
    known = {normalised(meaning): key for meaning, key in meanings.items()}

    def settle(mapping: RegisterMapping, answer: str) -> RegisterMapping:
        return _with_word(mapping, column, word, one_of(known, normalised(answer)))

    return settle


def _any_word_settler(column: Column, word: str) -> Settle:
    return lambda mapping, answer: _with_word(mapping, column, word, answer)


def _order_question(finding: "pd.Series[str]") -> Question:
    return Question(
        key="date_order",
        where=_address(finding),
        text="Its dates do not show whether day or month comes first. Which does?",
        offers="dmy: day, mdy: month; Enter: day first",
        settle=lambda mapping, answer: with_source(mapping, {"date_order": one_of(_ORDERS, answer.casefold())}),
    )


def _scale_question(finding: "pd.Series[str]", column: Column, text: str) -> Question:
    def settle(mapping: RegisterMapping, answer: str) -> RegisterMapping:
        scale = one_of(_SCALES, answer.casefold())
        return with_columns(mapping, {text: changed(mapping, text, {"scale": scale})})

    return Question(
        key=f"scale {column}",
        where=_address(finding),
        text=f"The amounts under '{text}' look a thousand times out. What are they in?",
        offers=f"{', '.join(_SCALES)}; Enter: leave it",
        settle=settle,
    )


def _with_word(mapping: RegisterMapping, column: Column, word: str, meant: str) -> RegisterMapping:
    words = {**mapping.values.get(str(column), {}), word: meant}
    return mapping.model_copy(update={"values": {**mapping.values, str(column): words}})


def _commonest(findings: pd.DataFrame) -> Sequence[tuple[str, pd.DataFrame]]:
    """Findings by what was seen, the commonest first, at most twenty."""
    seen_words = findings[c.VALUE_SEEN].value_counts().index[:_MOST_WORDS]
    return [(str(word), findings[findings[c.VALUE_SEEN] == word]) for word in seen_words]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _address(finding: "pd.Series[str]") -> str:
    return address(finding[c.FILE], finding[c.SHEET], finding[c.CELL])
