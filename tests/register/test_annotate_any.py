"""Whatever a register holds, its copy opens, holds the same cells and makes a formula of nothing."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan import columns as c
from capplan.policy import default_policy
from capplan.register import annotated, read_contents, read_registers

HEADINGS = ("Asset No", "Trust", "Modality", "Installed", "Notes")
POLICY = default_policy()
STARTS = st.sampled_from(("", "=", "+", "-", "@", "\t=", "'=", "{=", "_x003D_", "<c/>", "&amp;", "]]>"))
PRINTABLE = st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs"), include_characters=" ")
TEXT = st.builds(str.__add__, STARTS, st.text(PRINTABLE, max_size=30))
ROW = st.tuples(*[TEXT] * len(HEADINGS))


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=4), st.sampled_from(("xlsx", "csv")))
def test_any_text_comes_back_as_text(rows: list[tuple[str, ...]], ending: str) -> None:
    """Any text in any cell: the copy opens in two readers, and not one cell of it is a formula."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"register.{ending}"
        cells = [HEADINGS, ("A-1", "Example", "Flux capacitor", "31/02/2015", "x"), *rows]
        if ending == "csv":
            text = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)
            path.write_text(text, encoding="utf-8")
        else:
            with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
                sheet = book.add_worksheet("Equipment")
                for number, row in enumerate(cells):
                    for place, cell in enumerate(row):
                        sheet.write_string(number, place, cell)
        findings = read_registers([path], POLICY, base=path.parent).findings
        copy = annotated(read_contents(path, path.name), findings, "=1+1")
    book = openpyxl.load_workbook(io.BytesIO(copy.data))
    found = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert found == []
    assert book["capplan findings"]["A2"].value == "=1+1"
    assert book["capplan findings"].max_row == 5 + len(findings)
    assert len(findings[findings[c.CODE] == "R002"]) >= 1
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(copy.data))
    assert len(theirs.get_sheet_by_index(0).to_python()) >= 2
