"""What a column is: its name, and what people need beside it."""

from collections.abc import Callable
from typing import Literal

Kind = Literal["text", "whole", "number", "date", "flag", "choice"]
# Every column that was ever made, by its name.
_BY_NAME: dict[str, "Column"] = {}


class Column(str):
    """A column's name, with its printed heading, kind, unit, meaning and known aliases.

    >>> from capplan.columns import LIFE_YEARS
    >>> LIFE_YEARS == "life_years", LIFE_YEARS.heading, LIFE_YEARS.unit
    (True, 'Expected life', 'years')
    """

    heading: str
    kind: Kind
    unit: str
    meaning: str
    aliases: tuple[str, ...]
    choices: tuple[str, ...]

    __slots__ = ("aliases", "choices", "heading", "kind", "meaning", "unit")

    def __new__(  # noqa: D102 - the class says what it takes
        cls,
        name: str,
        heading: str,
        kind: Kind,
        meaning: str,
        *,
        unit: str = "",
        aliases: tuple[str, ...] = (),
        choices: tuple[str, ...] = (),
    ) -> "Column":
        column = super().__new__(cls, name)
        column.heading, column.kind, column.unit = heading, kind, unit
        column.meaning, column.aliases, column.choices = meaning, aliases, choices
        _BY_NAME[name] = column
        return column

    def __reduce__(self) -> tuple[Callable[[str], str], tuple[str]]:
        return column_named, (str(self),)

    @property
    def label(self) -> str:
        """The heading with its unit, as a table heading prints it.

        >>> from capplan.columns import LIFE_YEARS
        >>> LIFE_YEARS.label
        'Expected life (years)'
        """
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


def column_named(name: str) -> str:
    """The column that has a name, which is what comes back from another process, or from a frame that keeps its
    names as plain text (as pandas does with pyarrow); else the name.

    >>> from capplan.columns import LIFE_YEARS
    >>> column_named("life_years") is LIFE_YEARS, column_named("no such column")
    (True, 'no such column')
    """
    return _BY_NAME.get(name, name)


def label_of(name: str) -> str:
    """What a table heading prints for a column's name; a name that is no column's stays as it is.

    >>> import capplan.columns
    >>> label_of("life_years"), label_of("no such column")
    ('Expected life (years)', 'no such column')
    """
    column = _BY_NAME.get(name)
    return name if column is None else column.label
