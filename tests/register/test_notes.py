"""Comments on the cells of a register: told at their cells, and never read as values."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment

from capplan import columns as c
from capplan.model import Register
from capplan.policy import Policy
from capplan.reference import load_reference
from capplan.register import annotated, read_contents, read_registers, template
from tests.register.other_books import Described, write_ods, write_xls, write_xlsb

type Found = Callable[[Register, str], list[str]]

ROWS = [
    ["Asset No", "Modality", "Installed", "Site"],
    ["A1", "CT", 2015, "North"],
    ["A2", "MRI", 2016, "North"],
    ["A3", "CT", 2017, "South"],
]
NOTES = {(0, 2): "Years of commissioning", (1, 0): "J. Example:\nscrapped 2024", (2, 3): "moved to Site B — café"}
THREADS = """<?xml version="1.0" encoding="UTF-8"?>
<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="A2" dT="2026-01-05T10:00:00.00" personId="{1}" id="{2}"><text>scrapped?</text></threadedComment>
<threadedComment ref="A2" dT="2026-01-06T10:00:00.00" personId="{1}" id="{3}" parentId="{2}"><text>yes, in 2024</text>
</threadedComment></ThreadedComments>"""
LINK = '<Relationship Id="t1" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
KIND = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def write_xlsx(path: Path, sheet: Described) -> Path:
    """The same as the other writers for .xlsx, of cells and comments alone."""
    book = openpyxl.Workbook()
    cells = book.worksheets[0]
    for row in sheet.rows:
        cells.append(row)
    for (row, column), text in sheet.notes.items():
        cells.cell(row + 1, column + 1).comment = Comment(text, "J. Example")
    book.save(path)
    return path


WRITERS = {"xlsx": write_xlsx, "xls": write_xls, "xlsb": write_xlsb, "ods": write_ods}


def repacked(path: Path, parts: Mapping[str, Callable[[str], str]]) -> None:
    """A zipped workbook with some parts changed, or made of nothing."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    for name, change in parts.items():
        held[name] = change(held.get(name, b"").decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)


def notes(register: Register) -> dict[str, tuple[str, str]]:
    """The comments that are told: by cell, the asset's id and the words."""
    found = register.findings[register.findings[c.CODE] == "R116"]
    return dict(zip(found[c.CELL], zip(found[c.ASSET_ID], found[c.VALUE_SEEN], strict=True), strict=True))


@pytest.fixture
def read_notes(policy: Policy, tmp_path: Path) -> Callable[..., Register]:
    """Reads a workbook of the usual rows with these comments."""

    def read(notes: Mapping[tuple[int, int], str]) -> Register:
        path = write_xlsx(tmp_path / "register.xlsx", Described(rows=ROWS, notes=notes))
        return read_registers([path], policy, base=tmp_path)

    return read


@pytest.mark.parametrize("name", ["register.xlsx", "register.xls", "register.xlsb", "register.ods"])
def test_a_comment_is_told_at_its_cell(name: str, policy: Policy, tmp_path: Path) -> None:
    """Whatever the kind of workbook, on headings too; the assets are as they would be without."""
    write = WRITERS[name.rpartition(".")[2]]
    plain = read_registers([write(tmp_path / name, Described(rows=ROWS))], policy, base=tmp_path)
    register = read_registers([write(tmp_path / name, Described(rows=ROWS, notes=NOTES))], policy, base=tmp_path)
    assert notes(register) == {
        "C1": ("", "Years of commissioning"),
        "A2": ("A1", "J. Example: scrapped 2024"),
        "D3": ("A2", "moved to Site B — café"),
    }
    assert notes(plain) == {}
    pd.testing.assert_frame_equal(register.assets, plain.assets)


def test_a_thread_is_told_in_its_own_words(policy: Policy, tmp_path: Path) -> None:
    """A thread and its answers, in place of the note that tells older programs that there is one."""
    stand_in = {(1, 0): "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment"}
    path = write_xlsx(tmp_path / "register.xlsx", Described(rows=ROWS, notes={**stand_in, (2, 0): "a note"}))
    repacked(
        path,
        {
            "xl/threadedComments/threadedComment1.xml": lambda _: THREADS,
            "xl/worksheets/_rels/sheet1.xml.rels": lambda text: text.replace(
                "</Relationships>", LINK.format(kind=KIND)
            ),
        },
    )
    register = read_registers([path], policy, base=tmp_path)
    assert notes(register) == {"A2": ("A1", "scrapped? / yes, in 2024"), "A3": ("A2", "a note")}


def test_what_is_hostile_in_a_comment_is_only_text(read_notes: Callable[..., Register]) -> None:
    """No escape of a terminal, no letter that turns the others round, and no more than 200 of them."""
    register = read_notes({(1, 0): "=1+1 <b>[red] \u202egnp\x85", (2, 0): "x" * 40_000})
    assert notes(register)["A2"][1] == "=1+1 <b>[red] gnp"
    assert notes(register)["A3"][1] == "x" * 199 + "…"


def test_many_comments_are_counted_and_the_telling_ones_told(policy: Policy, found: Found, tmp_path: Path) -> None:
    """Twenty of a sheet, those of assets gone or moved before the rest, and how many there are."""
    rows = [ROWS[0], *([f"A{row}", "CT", 2015, "North"] for row in range(30))]
    usual = {(row, 1): f"seen by {row}" for row in range(1, 31)}
    path = write_xlsx(tmp_path / "a.xlsx", Described(rows=rows, notes={**usual, (30, 0): "Scrapped in May"}))
    register = read_registers([path], policy, base=tmp_path)
    assert found(register, "R116") == [*(f"B{row}" for row in range(2, 21)), "A31"]
    assert register.findings.set_index(c.CODE).loc["R117", c.VALUE_SEEN] == "31"


def test_a_damaged_part_of_comments_does_not_cost_the_register(policy: Policy, tmp_path: Path) -> None:
    """The values are read as ever, with the comments before the damage."""
    path = write_xlsx(tmp_path / "register.xlsx", Described(rows=ROWS, notes=NOTES))
    repacked(path, {"xl/comments/comment1.xml": lambda text: text.replace('ref="A2"', 'ref="!"')})
    register = read_registers([path], policy, base=tmp_path)
    assert (len(register.assets), list(notes(register))) == (3, ["C1"])


def test_what_capplan_wrote_is_no_comment(policy: Policy, read_notes: Callable[..., Register], tmp_path: Path) -> None:
    """An annotated copy that comes back, and a template, tell only what people wrote."""
    register = read_notes({(1, 0): "scrapped 2024", (1, 2): "sure"})
    contents = read_contents(tmp_path / "register.xlsx", "register.xlsx")
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(annotated(contents, register.findings, "headline").data)
    assert notes(read_registers([copy], policy, base=tmp_path)) == notes(register)
    filled = tmp_path / "filled.xlsx"
    filled.write_bytes(template(load_reference()))
    book = openpyxl.load_workbook(filled)
    book["Equipment"].append(["A1", "Example Trust", "ct", "2015"])
    book.save(filled)
    assert notes(read_registers([filled], policy, base=tmp_path)) == {}


def test_comments_stand_where_they_stand_on_other_layouts(policy: Policy, tmp_path: Path) -> None:
    """On a sheet on its side and beside another table, at the cell and the asset that they are on."""
    turned = [[row[place] for row in ROWS] for place in range(4)]
    on_its_side = write_xlsx(tmp_path / "side.xlsx", Described(rows=turned, notes={(3, 2): "gone"}))
    assert notes(read_registers([on_its_side], policy, base=tmp_path)) == {"C4": ("A2", "gone")}
    two = [[*row, None, *(cell if cell not in ("A1", "A2", "A3") else f"B{cell}" for cell in row)] for row in ROWS]
    beside = write_xlsx(tmp_path / "two.xlsx", Described(rows=two, notes={(1, 6): "gone", (2, 1): "kept"}))
    assert notes(read_registers([beside], policy, base=tmp_path)) == {"G2": ("BA1", "gone"), "B3": ("A2", "kept")}
