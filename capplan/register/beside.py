"""Tables side by side on a sheet: each is made a sheet of its own, and lists beside a table are left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from capplan import columns as c
from capplan.register.findings import Finding
from capplan.register.heading_row import filled_count, first_heading_index
from capplan.register.headings import HeadingReader
from capplan.register.side_blocks import Block, blocks_of
from capplan.register.wording import is_blank, letters, seen
from capplan.register.workbook import Sheet, Spot

_SAME_ASSETS_SHARE = 0.5
_IDS = frozenset((c.ASSET_ID, c.SERIAL_NUMBER))
_TABLE_READ, _TABLE_LISTED, _LIST = "R107", "R098", "R108"


def side_by_side(
    sheet: Sheet, reads: HeadingReader, is_allowed: bool | None = None, *, only_gaps: bool = False
) -> tuple[list[Sheet], list[Finding]]:
    """A sheet once for each of the tables of assets that stand side by side on it, all else blank, and what was
    found; the same sheet where there is but one and nothing beside it.

    A table begins where headings begin again that tell one asset from another: each further one is told (R107).
    It is left out, and each of its rows told (R098), where it seems to be of the same assets or has no ids, or
    where `is_allowed` is False; True takes it in any case. A list beside a table, with each class, place or choice
    once, is left out (R108). Columns that stand apart by a blank one and are neither belong to the table.
    `only_gaps`: only what stands behind a column that is blank from the first headings down.
    """
    blocks = blocks_of(sheet, reads, only_gaps)
    if len(blocks) < 2:
        return [sheet], []
    first = next((block for block in blocks if block.heading_at is not None), None)
    kept: list[Block] = []
    findings: list[Finding] = []
    for block in blocks:
        if block.heading_at is None:
            findings.append(_at_top(_LIST, block))
        elif block is first or _may_be_read(block, kept, is_allowed):
            findings += [] if block is first else [_at_top(_TABLE_READ, block)]
            kept.append(block)
        else:
            findings += _rows_left_out(block)
    return [_alone(block, 0 if block is first else block.start) for block in kept], findings


def _may_be_read(block: Block, kept: Sequence[Block], is_allowed: bool | None) -> bool:
    """Whether a table beside others is of assets of its own: it has ids, and most are not those of the others."""
    if is_allowed is not None:
        return is_allowed
    ids = block.values(_IDS)
    others = set().union(*(other.values(_IDS) for other in kept))
    return bool(ids) and len(ids & others) < _SAME_ASSETS_SHARE * len(ids)


def _alone(block: Block, start: int) -> Sheet:
    """The sheet with one block, as from column `start`; what stands alone in a row above the first headings is
    above each."""
    sheet, first = block.sheet, first_heading_index(block.sheet.rows, block.reads) or 0
    before, behind = ("",) * block.start, ("",) * (len(sheet.rows[0]) - block.end)
    rows = tuple(
        sheet.rows[index] if index < first and filled_count(sheet.rows[index]) == 1 else (*before, *row, *behind)
        for index, row in enumerate(block.rows)
    )

    def is_in(spot: Spot) -> bool:
        return spot[0] < first or block.start <= spot[1] < block.end

    return replace(
        sheet,
        rows=rows,
        faults={spot: fault for spot, fault in sheet.faults.items() if is_in(spot)},
        merges=tuple(merge for merge in sheet.merges if is_in(merge[0])),
        span=(start, block.end),
    )


def _at_top(code: str, block: Block) -> Finding:
    """A finding at the first cell of a block's headings."""
    return _finding(code, block, block.top)


def _rows_left_out(block: Block) -> Iterator[Finding]:
    yield from (_finding(_TABLE_LISTED, block, index) for index in block.filled)


def _finding(code: str, block: Block, index: int) -> Finding:
    """A finding at the first filled cell of a row of a block."""
    row = block.rows[index]
    place = next((place for place, cell in enumerate(row) if not is_blank(cell)), 0)
    return Finding(
        code=code,
        file=block.sheet.file,
        sheet=block.sheet.name,
        row=index + 1,
        position=letters(block.start + place),
        seen=seen(row[place]),
        detail=f"from column {letters(block.start)}",
        block=replace(block.sheet, span=(block.start, block.end)).block,
    )
