"""Reads a workbook in a process of its own, so that a damaged one cannot take the program with it.

The reader of workbooks can be made to ask for more memory than there is, which ends its process. Run
as a script, this module reads a workbook from its standard input and writes its sheets, pickled, to
its standard output, under limits of memory (where the system has them) and time. It imports nothing
of capplan, to start in a few hundredths of a second.
"""

import io
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import python_calamine as calamine

TIME_LIMIT_S = 60
MEMORY_LIMIT_BYTES = 2_000_000_000
CELL_LIMIT = 20_000_000
SHEET_LIMIT = 200
PROTECTED, TOO_MANY_SHEETS, TOO_MANY_CELLS = 41, 42, 43

type Cells = list[list[Any]]
type Range = tuple[tuple[int, int], tuple[int, int]]
type RawSheet = tuple[str, bool, Cells, list[Range]]


class ChildError(Exception):
    """The child gave no sheets: `code` is one of this module's, or any other where it was killed, ran
    out of time or memory, or found the workbook damaged."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def read_in_child(data: bytes) -> list[RawSheet]:
    """The sheets of a workbook: name, whether hidden, cells from A1, and merged ranges.

    Raises ChildError where there are none to be had, within a minute and 2 GB.
    """
    command = [sys.executable, "-P", str(Path(__file__))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=TIME_LIMIT_S, env=environment, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        raise ChildError(1) from None
    if done.returncode:
        raise ChildError(done.returncode)
    sheets: list[RawSheet] = pickle.loads(done.stdout)
    return sheets


def sheets_of(data: bytes) -> list[RawSheet]:
    """The sheets of a workbook, read in this process. Raises ChildError where there are more than may
    be read; the reader's own errors come as they are."""
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        if len(book.sheets_metadata) > SHEET_LIMIT:
            raise ChildError(TOO_MANY_SHEETS)
        return [
            (about.name, about.visible != calamine.SheetVisibleEnum.Visible, *_cells(book, about.name))
            for about in book.sheets_metadata
            if about.typ == calamine.SheetTypeEnum.WorkSheet
        ]


def _cells(book: calamine.CalamineWorkbook, name: str) -> tuple[Cells, list[Range]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > CELL_LIMIT:
        raise ChildError(TOO_MANY_CELLS)
    return sheet.to_python(skip_empty_area=False), list(sheet.merged_cell_ranges or ())


def _limit() -> None:
    with suppress(ImportError, OSError, ValueError):
        # Only POSIX has it; elsewhere the parent's time limit stands alone.
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT_S, TIME_LIMIT_S))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> int:
    _limit()
    try:
        sheets = sheets_of(sys.stdin.buffer.read())
    except calamine.PasswordError:
        return PROTECTED
    except ChildError as error:
        return error.code
    pickle.dump(sheets, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
