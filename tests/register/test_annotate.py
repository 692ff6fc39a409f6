"""The person's own workbook back: marked, and otherwise as it was."""

import datetime as dt
import io
import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import python_calamine
import xlsxwriter

from capplan import columns as c
from capplan.policy import Policy
from capplan.register import annotated, are_hidden, is_untouched, read_contents, read_registers
from capplan.register.annotate.listing import TITLE
from capplan.register.annotate.rewrite import fresh
from capplan.register.workbook import Sheet

HEADINGS = ("Asset No", "Trust", "Modality", "Installed", "Repl. cost (£k)", "Comments", "Age")
RED, AMBER, BLUE = "FFF4A6A0", "FFFFDF80", "FFCFE2F3"

type Write = Callable[..., Path]


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A workbook as people keep them: formats, formulas, lists, bars, sparklines, a comment, a name, an empty cell."""
    path = tmp_path / "Register Oct.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet, lists = book.add_worksheet("Trust's list"), book.add_worksheet("Lists")
        bold = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1})
        date = book.add_format({"num_format": "dd/mm/yyyy", "italic": True})
        sheet.write_row(0, 0, HEADINGS, bold)
        for row in range(1, 8):
            sheet.write_string(row, 0, f"A-{row:03}")
            sheet.write_string(row, 1, "Example Trust")
            sheet.write_string(row, 2, "CT scanner" if row != 3 else "Flux capacitor")
            sheet.write_datetime(row, 3, dt.datetime(2010 + row, 3, 9), date)
            sheet.write_number(row, 4, 700 + row)
            sheet.write_string(row, 5, "=HYPERLINK(1)" if row == 2 else f"note {row}")
            sheet.write_formula(row, 6, f"=YEAR(TODAY())-YEAR(D{row + 1})", None, 2016 - row)
        sheet.write_string(4, 3, "31/02/2015")
        sheet.write_blank(6, 3, None, date)
        sheet.write_comment(4, 3, "asked Ann, 3 May")
        sheet.data_validation("C2:C99", {"validate": "list", "source": "=classes"})
        sheet.conditional_format("E2:E99", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
        sheet.add_sparkline("H2", {"range": "E2:E8"})
        sheet.freeze_panes(1, 1)
        sheet.autofilter("A1:G8")
        sheet.set_column("A:A", 17.5)
        lists.write_column(0, 0, ["CT scanner", "MRI scanner"])
        book.define_name("classes", "=Lists!$A$1:$A$2")
    return path


@pytest.fixture
def checked(policy: Policy) -> Callable[[Path], tuple[pd.DataFrame, Any]]:
    """The findings in a file, and its annotated copy."""

    def check(path: Path) -> tuple[pd.DataFrame, Any]:
        findings = read_registers([path], policy, base=path.parent).findings
        return findings, annotated(read_contents(path, path.name), findings, "Data quality 81 of 100.")

    return check


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def fill(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb) if cell.fill.patternType else ""


def test_cells_are_coloured_by_severity_and_say_what_to_do(rich: Path, checked: Callable[..., Any]) -> None:
    """A doubtful cell shows its severity as a colour and in words, with the code, the fault and the mend."""
    findings, copy = checked(rich)
    sheet = openpyxl.load_workbook(io.BytesIO(copy.data))["Trust's list"]
    assert copy.how == "patched"
    assert {"R002", "R003"} <= set(findings[c.CODE])
    assert (fill(sheet["C4"]), fill(sheet["A2"])) == (RED, "")
    assert sheet["C4"].comment.text.startswith("[error R002] Class not known. Use a class that capplan knows")
    for cell in findings[c.CELL]:
        assert not cell or fill(sheet[cell]) in (RED, AMBER, BLUE)


def test_an_existing_comment_is_kept_and_added_to(rich: Path, checked: Callable[..., Any]) -> None:
    """What a person wrote beside a cell stays, and the finding goes below."""
    _, copy = checked(rich)
    text = openpyxl.load_workbook(io.BytesIO(copy.data))["Trust's list"]["D5"].comment.text
    assert text.startswith("asked Ann, 3 May")
    assert "[error R" in text


def test_the_box_of_an_existing_comment_grows(rich: Path, checked: Callable[..., Any]) -> None:
    """A comment that is added to has room for what was added: its box ends lower, and the other parts stay."""
    _, copy = checked(rich)
    anchors = [
        next(re.findall(rb"<x:Anchor>([^<]+)</x:Anchor>", shape)[0].split(b",") for shape in shapes)
        for data in (rich.read_bytes(), copy.data)
        if (shapes := [
            shape for shape in parts(data)["xl/drawings/vmlDrawing1.vml"].split(b"</v:shape>")
            if b"<x:Row>4</x:Row>" in shape and b"<x:Column>3</x:Column>" in shape
        ])
    ]  # fmt: skip
    before, after = ([int(number) for number in anchor] for anchor in anchors)
    assert after[6] >= before[6] + 4
    assert after[:4] == before[:4]


def test_marks_inside_merged_cells_stand_on_the_first(tmp_path: Path, checked: Callable[..., Any]) -> None:
    """The only cell of them that a spreadsheet program shows: what is said of each is kept there, with its cell."""
    path = tmp_path / "Merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Equipment")
        sheet.write_row(0, 0, ("Asset No", "Trust", "Modality", "Installed"))
        for row, number in enumerate(("A-1", "A-2", "A-3"), 1):
            sheet.write_row(row, 0, (number, "Example", "CT scanner"))
        sheet.merge_range("D2:D4", "31/02/2015")
        sheet.write_row(4, 0, ("A-4", "Example", "CT scanner", "31/02/2016"))
    findings, copy = checked(path)
    inside = findings[findings[c.CELL].isin(["D2", "D3", "D4"])]
    assert {"D3", "D4"} <= set(inside[c.CELL])
    assert copy.how == "patched"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sheet = openpyxl.load_workbook(io.BytesIO(copy.data))["Equipment"]
    assert {name for name in parts(copy.data) if "comments" in name}
    commented = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert "D2" in commented
    assert not commented & {"D3", "D4"}
    assert "D3, merged with this cell: [" in sheet["D2"].comment.text
    assert "D4, merged with this cell: [" in sheet["D2"].comment.text
    assert fill(sheet["D2"]) == RED
    assert "merged with" not in sheet["D5"].comment.text


def test_findings_in_hidden_rows_are_told_where_they_can_be_seen(tmp_path: Path, checked: Callable[..., Any]) -> None:
    """The findings sheet says of each that its row or column is hidden, and of no other."""
    path = tmp_path / "Hidden.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Equipment")
        sheet.write_row(0, 0, ("Asset No", "Trust", "Modality", "Installed", "Repl. cost (£)"))
        for row in range(1, 4):
            sheet.write_row(row, 0, (f"A-{row}", "Example", "CT scanner", "31/02/2015", "lots"))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("E:E", None, None, {"hidden": True})
    findings, copy = checked(path)
    hidden = findings[are_hidden(findings)]
    assert set(hidden[c.CELL]) == {"D3", "E3", "E2", "E4"}
    assert set(hidden[hidden[c.CELL].str.endswith("3")][c.MEND].str.contains("row is hidden")) == {True}
    listed = openpyxl.load_workbook(io.BytesIO(copy.data))[TITLE]
    mends = {row[3].value: row[9].value for row in listed.iter_rows(min_row=6)}
    assert "Its row is hidden" in mends["D3"]
    assert "hidden" not in mends["D2"]


def test_white_words_on_a_marked_cell_turn_black(tmp_path: Path, checked: Callable[..., Any]) -> None:
    """A heading in white on dark blue can still be read when a mark makes its cell pale; its border stays."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        white = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1})
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ("Asset No", "Modality", "Installed", "Scans in a day or so"), white)
        sheet.write_row(1, 0, ("A1", "CT", 2015, 30))
        sheet.set_column("D:D", None, None, {"hidden": True})
        sheet.write(0, 2, "Installed", white)
        sheet.write(1, 2, "31/02/2015", white)
    _, copy = checked(path)
    cell = openpyxl.load_workbook(io.BytesIO(copy.data))["S"]["C2"]
    assert (fill(cell), cell.font.color.rgb, cell.font.bold, cell.border.left.style) == (RED, "FF000000", True, "thin")


def test_everything_else_stays_as_it_was(rich: Path, checked: Callable[..., Any]) -> None:
    """Formats, formulas with their values, lists, bars, sparklines, names: all as in the person's own file."""
    _, copy = checked(rich)
    before, after = parts(rich.read_bytes()), parts(copy.data)
    touched = {"[Content_Types].xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
               "xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}  # fmt: skip
    assert {name for name in before if before[name] != after[name]} <= touched
    old, new = before["xl/worksheets/sheet1.xml"].decode(), after["xl/worksheets/sheet1.xml"].decode()
    for kept in ("x14:sparkline", "x14:dataBar", "dataValidation", "autoFilter", "pane ", "<f>YEAR(TODAY())"):
        assert new.count(kept) == old.count(kept) > 0
    mine, theirs = (openpyxl.load_workbook(io.BytesIO(one)) for one in (rich.read_bytes(), copy.data))
    for row in mine["Trust's list"].iter_rows():
        for cell in row:
            twin = theirs["Trust's list"][cell.coordinate]
            assert (cell.value, cell.number_format, cell.font.b, cell.border.left.style) == (
                twin.value, twin.number_format, twin.font.b, twin.border.left.style,
            )  # fmt: skip
    assert theirs.defined_names["classes"].attr_text == "Lists!$A$1:$A$2"


def test_values_that_formulas_last_gave_are_kept(rich: Path, checked: Callable[..., Any]) -> None:
    """A reader that works nothing out finds the same values in the copy as in the file."""
    _, copy = checked(rich)
    books = [python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(one)) for one in (rich.read_bytes(), copy.data)]
    mine, theirs = (book.get_sheet_by_name("Trust's list").to_python() for book in books)
    assert mine == theirs


def test_the_findings_sheet_lists_all_with_links(rich: Path, checked: Callable[..., Any]) -> None:
    """The last sheet has a row for each finding, and a link to each cell even where a name needs quoting."""
    findings, copy = checked(rich)
    book = openpyxl.load_workbook(io.BytesIO(copy.data))
    sheet = book[TITLE]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert book.sheetnames[-1] == TITLE
    assert sheet["A2"].value == "Data quality 81 of 100."
    assert [row[1] for row in rows] == findings[c.CODE].tolist()
    linked = {cell.value: cell.hyperlink.location for cell in sheet["D"][5:] if cell.hyperlink}
    assert linked["C4"] == "'Trust''s list'!C4"


def test_a_copy_checked_again_gives_the_same_findings(rich: Path, checked: Callable[..., Any], tmp_path: Path) -> None:
    """The findings sheet is never read as a register, and marks change no value."""
    findings, copy = checked(rich)
    again = tmp_path / "again.xlsx"
    again.write_bytes(copy.data)
    repeated, second = checked(again)
    assert repeated.drop(columns=c.FILE).equals(findings.drop(columns=c.FILE))
    assert second.how == "patched"
    assert f"{TITLE} 2" in openpyxl.load_workbook(io.BytesIO(second.data)).sheetnames


def test_the_same_file_gives_the_same_copy(rich: Path, checked: Callable[..., Any]) -> None:
    """Two copies of one file agree in every byte."""
    assert checked(rich)[1].data == checked(rich)[1].data


def test_a_blank_cell_that_the_file_does_not_hold_is_marked(tmp_path: Path, checked: Callable[..., Any]) -> None:
    """A finding at a cell that was never written still colours it, in the format of its column."""
    path = tmp_path / "blank.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Equipment")
        sheet.set_column("C:C", 20, book.add_format({"num_format": "@", "italic": True}))
        sheet.write_row(0, 0, ("Asset No", "Trust", "Modality", "Installed"))
        sheet.write_row(1, 0, ("A-1", "Example"))
        sheet.write_row(1, 3, ("2012",))
    _, copy = checked(path)
    cell = openpyxl.load_workbook(io.BytesIO(copy.data))["Equipment"]["C2"]
    assert (fill(cell), cell.number_format, cell.font.i) == (RED, "@", True)


@pytest.mark.parametrize("name", ["register.csv", "register.xlsx"])
def test_text_never_becomes_a_formula(name: str, tmp_path: Path, checked: Callable[..., Any]) -> None:
    """Text that looks like a formula is text in the copy, on its own sheet and on the findings sheet."""
    path = tmp_path / name
    rows = [("Asset No", "Trust", "Modality", "Installed"), ("=1+1", "@SUM(A1)", '=cmd|" /C calc"!A0', "+2+3")]
    if name.endswith(".csv"):
        path.write_text("\n".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows))
    else:
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet("Equipment")
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    _, copy = checked(path)
    for sheet in openpyxl.load_workbook(io.BytesIO(copy.data)).worksheets:
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_text_files_come_back_as_a_workbook(tmp_path: Path, checked: Callable[..., Any]) -> None:
    """A CSV register comes back as an Excel workbook with the same cells at the same addresses, marked."""
    path = tmp_path / "register.csv"
    path.write_text("Asset No,Trust,Modality,Installed\n007,Example,CT scanner,31/02/2015\n", encoding="utf-8")
    _, copy = checked(path)
    book = openpyxl.load_workbook(io.BytesIO(copy.data))
    assert (copy.how, copy.suffix, book.sheetnames) == ("fresh", ".xlsx", ["Register", TITLE])
    assert (book["Register"]["A2"].value, book["Register"]["D2"].value) == ("007", "31/02/2015")
    assert fill(book["Register"]["D2"]) == RED
    assert [cell.hyperlink.location for cell in book[TITLE]["D"] if cell.hyperlink] == ["'Register'!D2"]


def test_sheets_and_dates_that_excel_does_not_take_are_given_others() -> None:
    """Sheet names that are long, barred or alike, and dates before 1900, come through in a fresh workbook."""
    names = (
        "A very long name of a sheet, over 31 characters",
        "A very long name of a sheet, over 31 more",
        "In/Out?",
        "",
    )
    sheets = [
        Sheet(file="r.ods", stem="r", name=name, is_hidden=False, rows=((dt.date(1850, 1, 2), float("inf"), True),))
        for name in names
    ]
    data, titles = fresh(sheets)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [titles[name] for name in names]
    assert book.worksheets[0]["A1"].value == "1850-01-02"


def test_control_characters_do_no_harm(tmp_path: Path, checked: Callable[..., Any]) -> None:
    """Characters that XML cannot hold are left out of comments and of the findings sheet."""
    path = tmp_path / "register.csv"
    path.write_bytes(b"Asset No,Trust,Modality,Installed\nA-1,Example,C\x01T \x0b_x0041_,2012\n")
    _, copy = checked(path)
    sheet = openpyxl.load_workbook(io.BytesIO(copy.data))[TITLE]
    assert any("_x0041_" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_macros_are_kept(tmp_path: Path, rich: Path, checked: Callable[..., Any]) -> None:
    """A workbook with macros keeps them, byte for byte, and its ending."""
    path = tmp_path / "macros.xlsm"
    content = parts(rich.read_bytes())
    types = content["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**content, "[Content_Types].xml": types, "xl/vbaProject.bin": b"macro"}.items():
            archive.writestr(name, data)
    _, copy = checked(path)
    assert (copy.how, copy.suffix) == ("patched", ".xlsm")
    assert parts(copy.data)["xl/vbaProject.bin"] == b"macro"


def test_a_workbook_that_cannot_be_patched_is_saved_anew_and_says_so(
    tmp_path: Path, rich: Path, checked: Callable[..., Any]
) -> None:
    """Rows that do not say where they stand are no ground for a guess: the file is loaded and saved again."""
    path = tmp_path / "no numbers.xlsx"
    content = parts(rich.read_bytes())
    sheet = content["xl/worksheets/sheet1.xml"].replace(b'<row r="3" ', b"<row ")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**content, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, data)
    _, copy = checked(path)
    marked = openpyxl.load_workbook(io.BytesIO(copy.data))["Trust's list"]
    assert copy.how == "rewritten"
    assert fill(marked["C4"]) == RED


def test_prefixed_tags_are_patched_in_their_own_prefix(tmp_path: Path, rich: Path, checked: Callable[..., Any]) -> None:
    """Workbooks of other programs, whose tags carry a prefix, are patched too."""
    path = tmp_path / "prefixed.xlsx"
    content = parts(rich.read_bytes())
    text = content["xl/worksheets/sheet1.xml"].decode()
    rows = text.partition("<sheetData>")[2].partition("</sheetData>")[0]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = re.sub(r"<(/?)(row|c|v|f)\b", r"<\1x:\2", re.sub(r' x14ac:dyDescent="[^"]*"', "", rows))
    sheet = f'<x:worksheet xmlns:x="{main}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**content, "xl/worksheets/sheet1.xml": sheet.encode()}.items():
            archive.writestr(name, data)
    _, copy = checked(path)
    assert copy.how == "patched"
    assert fill(openpyxl.load_workbook(io.BytesIO(copy.data))["Trust's list"]["C4"]) == RED


def test_at_most_two_thousand_comments_a_sheet_errors_first(tmp_path: Path, policy: Policy) -> None:
    """A sheet with thousands of faults keeps its colours; the comments go to the worst, and the list has all."""
    path = tmp_path / "many.csv"
    path.write_text("Asset No,Trust,Modality,Installed\nA-1,Example,CT,2012\n", encoding="utf-8")
    one = dict.fromkeys(c.FINDINGS, "") | {c.FILE: "many.csv", c.MESSAGE: "Doubtful", c.MEND: "Mend it."}
    rows = [{**one, c.CODE: "R005", c.SEVERITY: "warning", c.CELL: f"B{row}"} for row in range(2, 2502)]
    rows += [{**one, c.CODE: "R004", c.SEVERITY: "error", c.CELL: f"C{row}"} for row in range(2, 12)]
    copy = annotated(read_contents(path, path.name), pd.DataFrame(rows, columns=list(c.FINDINGS)), "")
    book = openpyxl.load_workbook(io.BytesIO(copy.data))
    told = [cell.coordinate for row in book["Register"].iter_rows() for cell in row if cell.comment]
    assert len(told) == 2000
    assert {f"C{row}" for row in range(2, 12)} <= set(told)
    assert fill(book["Register"]["B2501"]) == AMBER
    assert book[TITLE].max_row == 5 + len(rows)


def test_a_copy_that_a_person_has_worked_in_is_known(rich: Path, checked: Callable[..., Any]) -> None:
    """A spreadsheet program that saves the copy leaves its mark, so that the copy is never replaced."""
    _, copy = checked(rich)
    saved = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(copy.data)).save(saved)
    assert is_untouched(copy.data)
    assert not is_untouched(saved.getvalue())
    assert not is_untouched(rich.read_bytes())
    assert not is_untouched(b"anything else")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_another_program_opens_the_copy_and_keeps_its_marks(
    rich: Path, checked: Callable[..., Any], tmp_path: Path
) -> None:
    """LibreOffice opens the copy and saves it again with the colours, the comments and the values in place."""
    _, copy = checked(rich)
    (tmp_path / "copy.xlsx").write_bytes(copy.data)
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), "copy.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "out" / "copy.xlsx").read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(saved))["Trust's list"]
    assert fill(sheet["C4"]) == RED
    assert "[error R002]" in sheet["C4"].comment.text
    assert "asked Ann" in sheet["D5"].comment.text
    assert sheet["E2"].value == 701
    assert not is_untouched(saved)
