"""Values that a file holds otherwise than a cell a value: merged cells, and days counted from 1904."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from capplan import columns as c
from capplan.columns import Column
from capplan.register.findings import Finding
from capplan.register.heading_row import Row
from capplan.register.wording import Cell, is_blank, letters, seen
from capplan.register.workbook import Range, Sheet

type Numbered = tuple[int, Row]

# What is true of each row under a merged cell. Amounts are not: the cell may hold the sum of them all.
_SHARED_KINDS = frozenset(("text", "choice", "date", "flag"))
_OF_ONE_ASSET = frozenset((c.ASSET_ID, c.SERIAL_NUMBER))
_START_OF_1904 = dt.date(1904, 1, 1)
_FIRST_DAY, _LAST_DAY = 9_497, 71_953  # 1930 to 2100, as such workbooks count days


def filled_down(
    sheet: Sheet, body: Sequence[Numbered], places: Mapping[Column, int]
) -> tuple[list[Numbered], list[Finding]]:
    """Rows with the value of a cell that is merged over rows in each of them, and a finding for each.

    Words, choices and dates are true of every row (R064); ids, serial numbers and amounts stay in the
    first (R065). A row that holds nothing of its own is left as it is.
    """
    columns = {position: column for column, position in places.items()}
    rows = {number: list(row) for number, row in body}
    findings: list[Finding] = []
    for merge in sheet.merges:
        (top, left), (bottom, right) = merge
        column = columns.get(left)
        below = [number for number in range(top + 2, bottom + 2) if _has_own(rows.get(number, ()), left, right)]
        if column is None or top + 1 not in rows or not below or is_blank(value := rows[top + 1][left]):
            continue
        is_shared = column.kind in _SHARED_KINDS and column not in _OF_ONE_ASSET
        for number in below if is_shared else ():
            rows[number][left] = value
        findings.append(_finding("R064" if is_shared else "R065", sheet, merge, column, value))
    return _numbered(rows, body, findings), findings


def filled_right(
    sheet: Sheet, body: Sequence[Numbered], places: Mapping[Column, int]
) -> tuple[list[Numbered], list[Finding]]:
    """Rows with the words of a cell that is merged over columns in each of them that holds words, and a
    finding for each (R064). A cell that is merged across all that its row holds is left as it is."""
    columns = {position: column for column, position in places.items() if _is_of_words(column)}
    rows = {number: list(row) for number, row in body}
    findings: list[Finding] = []
    for merge in sheet.merges:
        (top, left), (bottom, right) = merge
        own = [number for number in range(top + 1, bottom + 2) if _has_own(rows.get(number, ()), left, right)]
        beside = [position for position in range(left + 1, right + 1) if position in columns]
        if left not in columns or not own or not beside or is_blank(value := rows[own[0]][left]):
            continue
        for number in own:
            for position in beside:
                rows[number][position] = value
        findings.append(_finding("R064", sheet, merge, columns[left], value))
    return _numbered(rows, body, findings), findings


def _numbered(rows: Mapping[int, Row], body: Sequence[Numbered], findings: Sequence[Finding]) -> list[Numbered]:
    return [(number, tuple(row)) for number, row in rows.items()] if findings else list(body)


def _is_of_words(column: Column) -> bool:
    return column.kind == "text" and column not in _OF_ONE_ASSET


def _has_own(row: Sequence[Cell], left: int, right: int) -> bool:
    return any(not is_blank(cell) for position, cell in enumerate(row) if not left <= position <= right)


def _finding(code: str, sheet: Sheet, merge: Range, column: Column, value: Cell) -> Finding:
    (top, left), (bottom, right) = merge
    rows = f"rows {top + 1} to {bottom + 1}" if bottom > top else f"row {top + 1}"
    return Finding(
        code=code,
        file=sheet.file,
        sheet=sheet.name,
        row=top + 1,
        position=letters(left),
        column=column,
        seen=seen(value),
        used=seen(value),
        detail=f"{rows}, columns {letters(left)} to {letters(right)}" if right > left else rows,
    )


def dated_from_1904(body: Sequence[Numbered], places: Mapping[Column, int]) -> tuple[list[Numbered], list[Column]]:
    """Rows with a date for every bare day number in a column of dates, counted from 1904, and the columns
    that had any."""
    dates = {position: column for column, position in places.items() if column.kind == "date"}
    rows: list[Numbered] = [(number, tuple(_dated(row, dates))) for number, row in body]
    changed = {
        column
        for position, column in dates.items()
        if any(old[position] is not new[position] for (_, old), (_, new) in zip(body, rows, strict=True))
    }
    return rows, sorted(changed)


def _dated(row: Row, dates: Mapping[int, Column]) -> Iterator[Cell]:
    for position, cell in enumerate(row):
        is_day = position in dates and isinstance(cell, (int, float)) and not isinstance(cell, bool)
        if is_day and _FIRST_DAY <= float(str(cell)) <= _LAST_DAY:
            yield _START_OF_1904 + dt.timedelta(days=int(float(str(cell))))
        else:
            yield cell
