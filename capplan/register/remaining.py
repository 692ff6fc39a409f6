"""The columns that no field holds, kept as text: nothing of a register is lost."""

import json
from collections.abc import Sequence

from capplan.register.wording import Cell, is_blank, seen


def remaining(row: Sequence[Cell], columns: Sequence[tuple[int, str]]) -> str | None:
    """What a row holds in these columns (position and heading), as JSON by heading; None where nothing.

    >>> remaining(["A-1", "Red", ""], [(1, "Colour"), (2, "Keeper")])
    '{"Colour": "Red"}'
    """
    held = {heading: seen(row[position]) for position, heading in columns if not is_blank(row[position])}
    return json.dumps(held, ensure_ascii=False) if held else None
