"""The sheets that capplan itself puts into workbooks, known again when a workbook comes back."""

from collections.abc import Sequence

from capplan.register.wording import Cell

OWN_MARK = "made by capplan, not read as a register"


def own_title(title: str) -> str:
    """What the first cell of such a sheet says.

    >>> own_title("Findings")
    'Findings (made by capplan, not read as a register)'
    """
    return f"{title} ({OWN_MARK})"


def is_own(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the rows of a sheet are capplan's own, by its first cell.

    >>> is_own([["Lists (made by capplan, not read as a register)"]]), is_own([["Asset No"]]), is_own([])
    (True, False, False)
    """
    first = rows[0][0] if rows and rows[0] else ""
    return isinstance(first, str) and OWN_MARK in first
