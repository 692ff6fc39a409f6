"""Which row of a sheet holds the headings of a table of assets."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from capplan import columns as c
from capplan.columns import Column
from capplan.register.headings import HeadingReader
from capplan.register.wording import Cell, is_blank

type Row = Sequence[Cell]

_ROWS_SCANNED = 25
_ENOUGH_HEADINGS, _FEWEST_HEADINGS = 3, 2
# A table needs one of these, or it is a summary: so many of each class, not assets.
OF_ONE_ITEM = frozenset(
    (c.ASSET_ID, c.SERIAL_NUMBER, c.MODEL, c.INSTALL_DATE, c.PURCHASE_DATE, c.MANUFACTURE_YEAR, c.AGE_YEARS)
)
_DIGIT = re.compile(r"\d")
_PLAIN_SHARE = 0.6


def heading_index(rows: Sequence[Row], reads: HeadingReader) -> int | None:
    """The index of the heading row, or None: of the first 25 rows that hold anything, the one with the
    most known headings, where that `is_heading_row`."""
    filled = (index for index, row in enumerate(rows) if is_filled(row))
    known = {index: known_columns(rows[index], reads) for index in islice(filled, _ROWS_SCANNED)}
    best = max(known, key=lambda index: len(known[index]), default=None)
    if best is None or not is_heading_row(known[best], filled_count(rows[best])):
        return None
    return best


def first_heading_index(rows: Sequence[Row], reads: HeadingReader) -> int | None:
    """The index of the first of the first 25 rows that hold anything which is of headings, or None."""
    filled = islice((index for index, row in enumerate(rows) if is_filled(row)), _ROWS_SCANNED)
    headings = (
        index for index in filled if is_heading_row(known_columns(rows[index], reads), filled_count(rows[index]))
    )
    return next(headings, None)


def heading_indices(rows: Sequence[Row], reads: HeadingReader) -> Iterator[int]:
    """The index of each row that is of headings. A row with a number or date in it, or
    with digits in most of its cells, is taken for data without a closer look."""
    for index, row in enumerate(rows):
        if could_be_headings(row) and is_heading_row(known_columns(row, reads), filled_count(row)):
            yield index


def known_columns(cells: Row, reads: HeadingReader) -> frozenset[Column]:
    """The columns that some cells name."""
    headings = (reads(cell) for cell in cells if isinstance(cell, str) and cell)
    return frozenset(heading.column for heading in headings if heading is not None)


def is_heading_row(known: frozenset[Column], filled: int) -> bool:
    """Whether cells that name these columns, of so many filled, are headings of a table of assets:
    three names, or two that are more than half of the cells, and one of them of a single asset."""
    enough = len(known) >= _ENOUGH_HEADINGS or (len(known) >= _FEWEST_HEADINGS and len(known) > filled / 2)
    return enough and not known.isdisjoint(OF_ONE_ITEM)


def filled_count(row: Row) -> int:
    """How many cells of a row say anything."""
    return sum(not is_blank(cell) for cell in row)


def is_filled(row: Row) -> bool:
    """Whether any cell of a row says anything."""
    return row.count("") < len(row) and not all(map(is_blank, row))


def could_be_headings(row: Row) -> bool:
    """Whether a row is worth a closer look: all text, and most of it without digits."""
    if row.count("") == len(row) or any(not isinstance(cell, str) for cell in row):
        return False
    texts = [cell for cell in row if cell]
    plain = sum(_DIGIT.search(str(text)) is None for text in texts)
    return plain >= _FEWEST_HEADINGS and plain >= _PLAIN_SHARE * len(texts)
