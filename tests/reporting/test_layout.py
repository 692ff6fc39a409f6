"""Tables on paper: what never breaks over lines, and who gives way where there is too little room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capplan.reporting.content import Table, TableColumn
from capplan.reporting.fonts import width_em
from capplan.reporting.layout import COMPACT, column_widths, is_whole, setting_of
from capplan.reporting.tables import plain_table

REASON = "Not due: keeping it costs less through 2031/32"


def register(*rows: tuple[str, str, str, str]) -> Table:
    """A list of machines with an id, a site, a capital sum and a reason."""
    headings = ("Asset", "Site", "Capital", "Reason")
    return plain_table("t", "Machines", headings, rows, numbers=range(2, 3), is_register=True)


def test_a_table_that_fits_breaks_no_cell() -> None:
    """Where there is room, each column is at least as wide as its widest cell."""
    table = register(("ZD5-XR-010", "Northmoor General Hospital", "£414,864", REASON))
    widths = column_widths(table)
    assert all(width.ems >= width_em(cell) for width, cell in zip(widths, table.rows[0], strict=True))


def test_ids_and_numbers_keep_one_line_beside_long_reasons() -> None:
    """However long the reasons, an asset's id and its capital stand on one line."""
    table = register(("ZD5-MWM-010", "Northmoor General Hospital", "£3,414,864", f"{REASON}. " * 9))
    asset, site, capital, reason = column_widths(table)
    assert asset.ems >= width_em("ZD5-MWM-010")
    assert capital.ems >= width_em("£3,414,864")
    assert reason.grows
    assert site.grows
    assert sum(width.ems for width in column_widths(table)) == pytest.approx(COMPACT.room_em(4), abs=0.1)


def test_one_long_name_starves_no_column() -> None:
    """A name of 400 letters among ordinary ones takes more lines, and the reasons keep theirs to one or two."""
    plain = ("A-1", "Northmoor General Hospital", "£414,864", REASON)
    table = register(*[plain] * 30, ("A-2", "Saint " * 70, "£414,864", REASON))
    reason = column_widths(table)[-1]
    assert reason.ems >= width_em(REASON) / 2


def test_room_goes_where_it_saves_lines() -> None:
    """Names that take two lines beside reasons that take five give way to the reasons."""
    rows = [("A-1", "Northmoor Community Diagnostic Centre", "£414,864", f"{REASON}. " * 5)] * 10
    _, site, _, reason = column_widths(register(*rows))
    assert reason.ems > 2 * site.ems


def test_a_short_table_stays_on_one_page() -> None:
    """Ten rows are moved whole to the next page; two hundred run over pages."""
    few, many = (register(*[("A-1", "Northmoor", "£1", REASON)] * rows) for rows in (10, 200))
    assert is_whole(few, column_widths(few))
    assert not is_whole(many, column_widths(many))


CELL = st.text(alphabet="abcXYZ 0123456789-£", min_size=1, max_size=60).filter(str.strip)


@given(rows=st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=20), is_register=st.booleans())
def test_no_table_is_wider_than_its_page_unless_each_word_is(rows, is_register: bool) -> None:
    """Columns that do not grow leave room for those that do, and none is without width."""
    columns = tuple(TableColumn(label=label) for label in ("Asset", "Site", "Class", "Reason"))
    table = Table(id="t", caption="", columns=columns, rows=tuple(rows), is_register=is_register)
    widths = column_widths(table)
    assert all(width.ems > 0 for width in widths)
    fixed = sum(width.ems for width in widths if not width.grows)
    assert fixed <= setting_of(table).room_em(len(columns))
