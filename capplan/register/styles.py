"""Which styles of a workbook's cells say more than the values in them, whatever kind of workbook it is."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field

from capplan.register.facts import Shows
from capplan.register.shown import shows

# The telling formats that have a number and need no code of their own (ECMA-376 part 1, 18.8.30).
BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles[Style: Hashable]:
    """By a style, as cells name it: how its values are shown, and whether its text is struck out."""

    shows: Mapping[Style, Shows] = field(default_factory=dict)
    struck: frozenset[Style] = frozenset()

    def __bool__(self) -> bool:
        """Whether any style tells something."""
        return bool(self.shows or self.struck)

    def tell(self, style: Style) -> bool:
        """Whether a style tells something."""
        return style in self.shows or style in self.struck


def telling[Style: Hashable, Number: Hashable](
    styles: Mapping[Style, tuple[Number, Number]], codes: Mapping[Number, str], struck: Collection[Number]
) -> Styles[Style]:
    """The telling ones among styles, each with its number format and its font.

    `codes` are number formats as a workbook writes them; `struck` are the fonts that are struck out.

    >>> found = telling({7: (164, 0), 8: (0, 1)}, {164: "0000"}, {1})
    >>> found.shows[7](12.0), found.struck
    ('0012', frozenset({8}))
    """
    formats = {number: shown for number, code in codes.items() if (shown := shows(code)) is not None}
    return Styles(
        shows={style: formats[number] for style, (number, _) in styles.items() if number in formats},
        struck=frozenset(style for style, (_, font) in styles.items() if font in struck),
    )
