"""What an unknown heading may mean: suggestions for a person to judge, never applied by themselves.

A name is compared word by word with every heading that is known, and then the cells have their say: a
column whose values do not read as the field's own is no suggestion, however much its name resembles it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from rapidfuzz import fuzz

from capplan import columns as c
from capplan.columns import Column
from capplan.policy import Policy
from capplan.register.classes import class_words
from capplan.register.coerce import reader_of
from capplan.register.date_order import settled
from capplan.register.headings import Heading, bare_heading, heading_words, known_headings, read_heading
from capplan.register.wording import Cell, is_blank, normalised, seen

_MOST_CELLS = 400
LEAST_SHARE = 0.6
_LEAST_CLOSENESS = 76
# The cells of a text column say little for or against its name, so its name has to be closer.
_LEAST_CLOSENESS_OF_TEXT = 82
_MOST_COLUMNS = 3
_NEAR_BEST = 6
_SAME_WORD = 84
_TELLING_LETTERS = 5
_LEAST_CLASS_SHARE = 0.7
_SHORTEST_WORD = 3
_LEAST_UNIQUE = 0.9
_YEARS = (1930, 2100)
# Words that turn a heading into something else, unless the known heading has them too.
_TURNING = frozenset(
    ("remaining", "left", "last", "next", "previous", "former", "disposal", "disposed", "order", "ordered", "po",
     "user", "assigned", "contact", "inspection", "calibration", "test", "tested", "review", "reviewed", "updated",
     "scrap", "residual", "serviced", "delivery", "delivered", "invoice", "invoiced", "estimate", "target", "phone",
     "telephone", "email", "address", "link", "photo", "picture", "document", "cost", "value", "price", "lease",
     "leased", "rental")
)  # fmt: skip
_PAST = frozenset((c.INSTALL_DATE, c.PURCHASE_DATE, c.MANUFACTURE_YEAR, c.REFURBISHED_DATE))
_UNIQUE = frozenset((c.ASSET_ID, c.SERIAL_NUMBER))
_MAY_BE_NUMBERS = frozenset((c.ROOM, c.MODEL, c.ORGANISATION_CODE, c.SITE_CODE, c.BUNDLE))
_PLACES = {column: place for place, column in enumerate(c.GIVEN)}
_NEVER = frozenset((c.ASSET_CLASS_RAW, c.INSTALL_PRECISION, c.EXTRA))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What an unknown heading may be: the headings it could stand for, the likeliest first, and the share
    of its values (0 to 1) that read as the first."""

    headings: tuple[Heading, ...]
    share: float

    @property
    def heading(self) -> Heading:
        """The likeliest."""
        return self.headings[0]

    @property
    def names(self) -> str:
        """What it may be, for a sentence: `Installed (install_date)`."""
        return " or ".join(f"{one.column.heading} ({one.column})" for one in self.headings)

    @property
    def evidence(self) -> str:
        """Why, for a sentence: `97 % of its values read as dates`."""
        return f"{100 * self.share:.0f} % of its values {_read_as(self.heading.column)}"


def suggested(text: str, cells: Sequence[Cell], taken: Collection[Column], policy: Policy) -> Suggestion | None:
    """What a heading that is not known may mean, by its name and its cells, or None.

    Columns in `taken` are already read from elsewhere. At least 60 % of the filled cells read as the
    field's own values; where several fields are about as close, up to three are given.
    """
    filled = _sampled(cells)
    name = bare_heading(text)
    if not filled or name is None:
        return None
    closeness = _closeness(name.text)
    free = {column: close for column, close in closeness.items() if column not in taken and column not in _NEVER}
    passed = [
        (close, share_read(heading, filled, policy), heading)
        for column, close in free.items()
        if (heading := name.of(column)) is not None
    ]
    fitting = sorted(
        (one for one in passed if one[1] >= LEAST_SHARE), key=lambda one: (-one[0], _PLACES[one[2].column])
    )
    if fitting:
        near = [one for one in fitting if one[0] >= fitting[0][0] - _NEAR_BEST]
        # What a register calls the cost and no more is what the machine costs.
        near.sort(key=lambda one: one[2].column != c.REPLACEMENT_COST_GBP)
        return Suggestion(headings=tuple(heading for _, _, heading in near[:_MOST_COLUMNS]), share=near[0][1])
    return _by_content(filled, taken, policy)


def resembled(text: str) -> Heading | None:
    """What a heading names, or what its name most resembles: for telling a row of headings from others.

    >>> resembled("Comissioned on").column, resembled("Red")
    ('install_date', None)
    """
    heading = read_heading(text)
    name = bare_heading(text) if heading is None else None
    if name is None:
        return heading
    closeness = _closeness(name.text)
    return Heading(column=max(closeness, key=lambda column: closeness[column])) if closeness else None


def _by_content(filled: Sequence[Cell], taken: Collection[Column], policy: Policy) -> Suggestion | None:
    """A column whose values are nearly all classes is one of classes, whatever it is called."""
    heading = Heading(column=c.ASSET_CLASS)
    share = share_read(heading, filled, policy) if c.ASSET_CLASS not in taken else 0
    return Suggestion(headings=(heading,), share=share) if share >= _LEAST_CLASS_SHARE else None


@lru_cache(maxsize=4096)
def _closeness(text: str) -> Mapping[Column, float]:
    """How close a heading's name is to each column's, 0 to 100, where it is close enough to mention."""
    words = heading_words(text)
    best: dict[Column, float] = {}
    for name, column in known_headings().items():
        close = _compared(text, words, name)
        is_any_text = column.kind == "text" and column not in _UNIQUE
        least = _LEAST_CLOSENESS_OF_TEXT if is_any_text else _LEAST_CLOSENESS
        if close >= least and close > best.get(column, 0):
            best[column] = close
    return best


def _compared(text: str, words: Collection[str], name: str) -> float:
    known = heading_words(name)
    if any(word in _TURNING and word not in known for word in words):
        return 0
    close = max(fuzz.ratio(text, name), fuzz.token_sort_ratio(" ".join(words), " ".join(known)))
    is_telling = len(known) > 1 or any(len(word) >= _TELLING_LETTERS for word in known)
    covered, covers = _covered(known, words), _covered(words, known)
    if covered == 1 and is_telling:
        return max(close, 76 + 20 * covers)
    if covers == 1 and max(map(len, words), default=0) >= _SHORTEST_WORD:
        return max(close, 70 + 20 * covered)
    return close


def _covered(words: Collection[str], by: Collection[str]) -> float:
    """The share of `words` that have one like them in `by`."""
    like = [any(fuzz.ratio(word, other) >= _SAME_WORD for other in by) for word in words]
    return sum(like) / len(like) if like else 0.0


def _sampled(cells: Sequence[Cell]) -> list[Cell]:
    """The filled cells, or as many of them as are enough, evenly spread."""
    filled = [cell for cell in cells if not is_blank(cell)]
    return filled[:: -(-len(filled) // _MOST_CELLS) or 1]


def share_read(heading: Heading, filled: Sequence[Cell], policy: Policy) -> float:
    """The share of some filled cells (0 to 1) that would be values of a heading's column."""
    column = heading.column
    if column == c.ASSET_CLASS:
        known = class_words(policy.reference)
        return _share(normalised(seen(cell)) in known for cell in filled)
    if column in _UNIQUE:
        return 1.0 if len({seen(cell) for cell in filled}) >= _LEAST_UNIQUE * len(filled) else 0.0
    if column.kind == "text":
        return _share(column in _MAY_BE_NUMBERS or _has_letters(cell) for cell in filled)
    return _share(_fits(column, value, policy) for value in _values(heading, filled, policy))


def _values(heading: Heading, filled: Sequence[Cell], policy: Policy) -> Iterator[object]:
    read = reader_of(heading, settled(filled, None).order, policy.plan.as_at)
    known: dict[tuple[type, Cell], object] = {}
    for cell in filled:
        key = (type(cell), cell)
        if key not in known:
            known[key] = read(cell).value
        yield known[key]


def _fits(column: Column, value: object, policy: Policy) -> bool:
    """Whether a value that was read is one that the column would really have."""
    if value is None:
        return False
    if column in _PAST:
        year = value if isinstance(value, int) else pd.Timestamp(str(value)).year
        return year <= policy.plan.as_at.year
    looks_like_a_year = isinstance(value, int | float) and _YEARS[0] <= value <= _YEARS[1] and value == int(value)
    return not (column.unit in ("£", "£ a year", "years") and looks_like_a_year)


def _has_letters(cell: Cell) -> bool:
    return isinstance(cell, str) and sum(map(str.isalpha, cell)) > sum(map(str.isdigit, cell))


def _share(fits: Iterator[bool]) -> float:
    every = list(fits)
    return sum(every) / len(every)


def _read_as(column: Column) -> str:
    if column == c.ASSET_CLASS:
        return "are classes that capplan knows"
    if column in _UNIQUE:
        return "differ from row to row"
    if "£" in column.unit:
        return "read as amounts of money"
    words = {"date": "read as dates", "whole": "read as whole numbers", "number": "read as numbers",
             "flag": "read as yes or no", "choice": "are words for it", "text": "are text"}  # fmt: skip
    return words[column.kind]
