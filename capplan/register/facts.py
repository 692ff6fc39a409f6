"""What a workbook hides beside its values, whatever kind of workbook it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from capplan.register.wording import Cell

type Shows = Callable[[Cell], Cell]
type Spot = tuple[int, int]  # row and column, counted from 0
type Range = tuple[Spot, Spot]

UNCACHED = ""
MOST_COLUMNS = 16_384
ERRORS = frozenset(
    ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!",
     "#GETTING_DATA", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#EXTERNAL!")
)  # fmt: skip
# Errors as both kinds of binary workbook number them: Microsoft, [MS-XLS] 2.5.10 and [MS-XLSB] 2.5.97.2.
_NUMBERED = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
             0x2A: "#N/A", 0x2B: "#GETTING_DATA"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one sheet hides: by cell, the error it holds or `UNCACHED`; rows and columns not shown; merged
    ranges, where the reader of values does not tell them; by cell, how its format shows it; cells whose
    text is struck out; by cell, what a comment on it says."""

    faults: Mapping[Spot, str] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    merges: tuple[Range, ...] = ()
    shown: Mapping[Spot, Shows] = field(default_factory=dict)
    struck: frozenset[Spot] = frozenset()
    notes: Mapping[Spot, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFacts:
    """What a workbook hides: its sheets' facts by name, whether its days count from 1904, whether it
    holds macros (which are never run), and the version of the template that it was made from."""

    sheets: Mapping[str, Facts] = field(default_factory=dict)
    counts_from_1904: bool = False
    has_macros: bool = False
    template_version: int | None = None


def numbered_error(number: int) -> str:
    """An error as a binary workbook numbers it.

    >>> numbered_error(0x17), numbered_error(0xEE)
    ('#REF!', '#VALUE!')
    """
    return _NUMBERED.get(number, "#VALUE!")


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Whole numbers as ranges of neighbours, in order.

    >>> list(ranges([4, 2, 3, 9]))
    [(2, 4), (9, 9)]
    """
    for _, some in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in some]
        yield run[0], run[-1]
