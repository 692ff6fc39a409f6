"""What comes of reading one cell."""

from dataclasses import dataclass, replace
from typing import Any

from capplan.register.wording import Cell, is_unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A cell's value (None: nothing), the code of the rule it breaks (if any), and what is known
    beside the value: the precision of a date, the VAT basis of an amount. `detail` completes the rule's
    sentence, where that is not what the column asks for."""

    value: Any = None
    code: str = ""
    aside: str = ""
    detail: str = ""

    def but(self, code: str) -> "Read":
        """The same value under a rule; a cell that gave no value keeps its own rule."""
        return self if self.value is None else replace(self, code=code)


BLANK = Read()
UNREADABLE = Read(code="R005")
NEGATIVE = Read(code="R017")
NOUGHT = Read(code="R041")
UNKNOWN = Read(code="R052")
AN_AGE = Read(code="R070")
NO_SUCH_DATE = Read(code="R071")


def read_blank(cell: Cell) -> Read:
    """What comes of a blank cell: nothing, and a note where it says that the value is not known."""
    return UNKNOWN if is_unknown(cell) else BLANK
