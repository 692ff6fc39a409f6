"""What to say of a file in which no table of assets was found."""

import re
from collections.abc import Sequence

from capplan.errors import Problem
from capplan.register.findings import Finding
from capplan.register.heading_row import filled_count
from capplan.register.wording import Cell, is_blank, seen
from capplan.register.workbook import Sheet

_HIDDEN = "R027"
_CELLS_SHOWN, _LONGEST_SHOWN = 4, 30
_GIVE_HEADINGS = (
    "Put a row above the data with headings such as Asset No, Modality, Installed and Replacement cost; "
    "`capplan columns` lists them all. Or say what each column holds: `capplan init DIR --from FILE` asks."
)
_AS_LIST = (
    "Name it in the plan file, as `organisations` under [networks]; "
    "the codes and names of registers are then checked against it."
)
# In the published layout the code stands first, and the day it opened, as 20171001, in the 11th column.
_CODE, _OPENED, _OPENED_AT = re.compile(r"[A-Z0-9]{3,8}"), re.compile(r"(?:19|20)\d{6}"), 10
_LISTED_SHARE = 0.9


def no_table(name: str, sheets: Sequence[Sheet], findings: Sequence[Finding]) -> Problem:
    """The fault of a file without a table: it is on a hidden sheet, there is nothing at all, or no row is
    of headings, with the first row that is most like one shown, so that a person can judge."""
    hidden = [finding.sheet for finding in findings if finding.code == _HIDDEN]
    if hidden:
        what = f"has a table of assets only on a hidden sheet, '{hidden[0]}'"
        return Problem(where=name, what=what, mend="Show the sheet if it counts (right-click a sheet's name, Unhide).")
    rows = [row for sheet in sheets for row in sheet.rows if filled_count(row)]
    if not rows:
        return Problem(where=name, what="holds no cells with anything in them", mend="Ask for another copy.")
    if _is_published_list(rows):
        return Problem(where=name, what="is the published list of organisations, not a register", mend=_AS_LIST)
    usual = max(map(filled_count, rows))
    first = next(row for row in rows if filled_count(row) > usual / 2)
    cells = [f"'{seen(cell)[:_LONGEST_SHOWN]}'" for cell in first if not is_blank(cell)][:_CELLS_SHOWN]
    what = f"has no row of headings that capplan knows, on any sheet: a row of it reads {', '.join(cells)}"
    return Problem(where=name, what=what, mend=_GIVE_HEADINGS)


def _is_published_list(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows are those of the Organisation Data Service's files."""
    listed = sum(
        len(row) > _OPENED_AT
        and _CODE.fullmatch(seen(row[0])) is not None
        and _OPENED.fullmatch(seen(row[_OPENED_AT])) is not None
        for row in rows
    )
    return listed >= _LISTED_SHARE * len(rows)
