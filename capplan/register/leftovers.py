"""Rows of a table that are no assets: headings again, totals, sections, remarks."""

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from capplan import columns as c
from capplan.columns import Column
from capplan.register.heading_row import Row, could_be_headings, filled_count
from capplan.register.headings import HeadingReader
from capplan.register.units_below import is_of_units
from capplan.register.wording import Cell, clean, is_blank, normalised, seen

type Numbered = tuple[int, Row]

# A row of totals has none of these.
_NEVER_IN_TOTALS = frozenset((c.SERIAL_NUMBER, c.INSTALL_DATE, c.PURCHASE_DATE, c.MANUFACTURE_YEAR))
_OF_ONE_ASSET = _NEVER_IN_TOTALS | {c.ASSET_ID, c.MODEL}
# What a remark below a table may by chance stand under.
_IN_REMARKS = frozenset((c.DESCRIPTION, c.SITE, c.DEPARTMENT, c.ROOM, c.ORGANISATION, c.NETWORK, c.NOTES, c.SUPPLIER))
_TOTAL_WORD = re.compile(
    r"(?:(?:grand|sub|overall|site|trust|sheet|page|running|cumulative)[\s-]*)?(?:totals?|sum|average|mean)\s*:?"
    r"|(?:(?:sub|page)?[\s-]*totals?\s*)?(?:(?:carried|brought)\s+(?:forward|down|over)|[bc]/(?:f(?:wd)?|d))\.?\s*:?",
    re.I,
)
_TOTAL_START = re.compile(r"(?:(?:grand|sub|overall)[\s-]*)?totals?\b", re.I)
_AMOUNT = re.compile(r"\(?[-−]?\s*£?\s*\d[\d,. ]*\s*[km]?\)?", re.I)
_PLAIN_AMOUNT = re.compile(r"£?\s*\d[\d,]*(?:\.\d+)?")
_FIRST_CELLS, _ROWS_SAMPLED = 3, 500
_FEWEST_IN_SUM, _PENNIES = 2, 1.0
_AGAIN_SHARE = 0.5


@dataclass(slots=True)
class _Sums:
    """What the amounts of each column come to, since the last total and in all."""

    block: dict[Column, float] = field(default_factory=dict)
    whole: dict[Column, float] = field(default_factory=dict)
    rows: int = 0
    all_rows: int = 0

    def add(self, amounts: Mapping[Column, float]) -> None:
        """Adds a row's amounts."""
        self.rows, self.all_rows = self.rows + 1, self.all_rows + 1
        for column, amount in amounts.items():
            self.block[column] = self.block.get(column, 0) + amount
            self.whole[column] = self.whole.get(column, 0) + amount

    def has(self, amounts: Mapping[Column, float]) -> bool:
        """Whether every one of some amounts is what its column comes to."""
        return any(
            rows >= _FEWEST_IN_SUM
            and all(abs(total.get(column, 0) - amount) < _PENNIES for column, amount in amounts.items())
            for rows, total in ((self.rows, self.block), (self.all_rows, self.whole))
        )

    def close(self) -> None:
        """Begins a new block."""
        self.block, self.rows = {}, 0


def parted(
    body: Sequence[Numbered], headings: Row, places: Mapping[Column, int], reads: HeadingReader
) -> tuple[list[Numbered], list[tuple[str, Numbered]]]:
    """The rows that are assets, and the others with the code of the rule that tells why each is not.

    `body` has each row with its number from 1, without blank rows; `places` says where each recognised
    column stands.
    """
    remarks = _remarks(body, places)
    assets: list[Numbered] = []
    others: list[tuple[str, Numbered]] = []
    sums = _Sums()
    for number, row in body:
        code = "R068" if number in remarks else _left_out(row, headings, places, reads)
        amounts = _amounts(row, places)
        if code is None and others and _is_below_headings(number, others[-1]) and is_of_units(row):
            code = "R026"
        if code is None and amounts and _is_summed(row, places) and sums.has(amounts):
            code = "R024"
        if code is None:
            assets.append((number, row))
            sums.add(amounts)
            continue
        others.append((code, (number, row)))
        if code == "R024":
            sums.close()
    return assets, others


def _is_below_headings(number: int, last: tuple[str, Numbered]) -> bool:
    """Whether a row stands straight below the last row that was left out, and that was of headings."""
    code, (above, _) = last
    return code == "R026" and above == number - 1


def _left_out(row: Row, headings: Row, places: Mapping[Column, int], reads: HeadingReader) -> str | None:
    if _is_plainly_one_asset(row, headings, places):
        return None
    filled = [position for position, cell in enumerate(row) if not is_blank(cell)]
    if not filled:
        return None
    if all(normalised(seen(row[position])) == normalised(seen(headings[position])) for position in filled):
        return "R026"
    columns = {column: position for column, position in places.items() if not is_blank(row[position])}
    if could_be_headings(row) and _names_again(row, columns, reads):
        return "R026"
    if _is_total(row, filled, columns):
        return "R024"
    if len(filled) == 1 and len(places) > 1:
        return "R025"
    return "R068" if columns.keys() <= {c.NOTES} else None


def _is_plainly_one_asset(row: Row, headings: Row, places: Mapping[Column, int]) -> bool:
    """Whether a row has an id that is no heading and something that no total has: most rows, told apart
    from the rest without a closer look."""
    at = places.get(c.ASSET_ID)
    if at is None or is_blank(row[at]) or row[at] == headings[at] or could_be_headings(row):
        return False
    return any(column in places and not is_blank(row[places[column]]) for column in _NEVER_IN_TOTALS)


def _names_again(row: Row, columns: Mapping[Column, int], reads: HeadingReader) -> bool:
    """Whether most of a row's cells name the columns that they stand in."""
    named = 0
    for column, position in columns.items():
        cell = row[position]
        heading = reads(cell) if isinstance(cell, str) else None
        named += heading is not None and heading.column == column
    return named > 1 and named > _AGAIN_SHARE * len(columns)


def _is_total(row: Row, filled: Sequence[int], columns: Mapping[Column, int]) -> bool:
    texts = {position: clean(cell) for position in filled if isinstance(cell := row[position], str)}
    others = [position for position in filled if not _TOTAL_WORD.fullmatch(texts.get(position, ""))]
    if len(others) < len(filled) and all(_AMOUNT.fullmatch(clean(seen(row[at]))) for at in others):
        return True
    if not _NEVER_IN_TOTALS.isdisjoint(columns):
        return False
    named = {columns.get(c.ASSET_ID), columns.get(c.ASSET_CLASS), filled[0]}
    if any(_TOTAL_WORD.fullmatch(texts.get(position, "")) for position in named if position is not None):
        return True
    starts = {position for position in filled[:_FIRST_CELLS] if _TOTAL_START.match(texts.get(position, ""))}
    has_own_id = c.ASSET_ID in columns and columns[c.ASSET_ID] not in starts
    only_amounts = c.ASSET_ID not in columns and all(_AMOUNT.fullmatch(clean(seen(row[at]))) for at in filled)
    return only_amounts or (bool(starts) and not has_own_id)


def _is_summed(row: Row, places: Mapping[Column, int]) -> bool:
    """Whether a row could be a total without the word: nothing in it is of one asset alone."""
    return all(is_blank(row[places[column]]) for column in _OF_ONE_ASSET if column in places)


def _amounts(row: Row, places: Mapping[Column, int]) -> dict[Column, float]:
    amounts = {column: _amount(row[position]) for column, position in places.items() if "£" in column.unit}
    return {column: amount for column, amount in amounts.items() if amount}


def _amount(cell: Cell) -> float:
    if isinstance(cell, (int, float)):
        return float(cell)
    text = clean(cell) if isinstance(cell, str) else ""
    return float(text.lstrip("£ ").replace(",", "")) if _PLAIN_AMOUNT.fullmatch(text) else 0.0


def _remarks(body: Sequence[Numbered], places: Mapping[Column, int]) -> frozenset[int]:
    """The numbers of the rows below the table, parted from it by a blank row, that say little and
    nothing of an asset: signatures, notes, dates of printing."""
    usual = statistics.median(filled_count(row) for _, row in body[:_ROWS_SAMPLED]) if body else 0
    last = len(body)
    for place in range(len(body) - 1, 0, -1):
        number, row = body[place]
        if filled_count(row) > usual / 2 or not _says_nothing_of_assets(row, places):
            break
        if body[place - 1][0] < number - 1:
            last = place
    return frozenset(number for number, _ in body[last:])


def _says_nothing_of_assets(row: Row, places: Mapping[Column, int]) -> bool:
    return all(is_blank(row[position]) for column, position in places.items() if column not in _IN_REMARKS)
