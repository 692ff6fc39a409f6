"""Every layout that registers come in is read to the same truth."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from capplan import columns as c
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import RULES, grouped, read_registers

OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
TRUTH = {
    c.ASSET_ID: ["00123", "XR-7"],
    c.ORGANISATION: ["Ashmere Hospitals", "Ashmere Hospitals"],
    c.ASSET_CLASS: ["ct", "xray_room"],
    c.INSTALL_DATE: [pd.Timestamp(2014, 9, 3), pd.Timestamp(2018, 12, 25)],
    c.ACTIVITY_PER_YEAR: [11_500.0, 9_000.5],
    c.REPLACEMENT_COST_GBP: [750_000, 231_500],
    c.SUPPORT_STATUS: ["ended_spares", "ends_24m"],
}
PLAIN = [
    [str(column) for column in TRUTH],
    ["00123", "Ashmere Hospitals", "ct", dt.date(2014, 9, 3), 11_500, 750_000, "ended_spares"],
    ["XR-7", "Ashmere Hospitals", "xray_room", dt.date(2018, 12, 25), 9_000.5, 231_500, "ends_24m"],
]
TITLED = [
    ["Imaging equipment register"],
    ["As at 31 October 2026", None, "Prepared by the estates team"],
    [],
    ["Asset No", "Trust", "Modality", "Installed", "Exams per year", "Replacement\ncost (£)", "Vendor support"],
    ["00123", "Ashmere Hospitals", "CT", dt.date(2014, 9, 3), 11_500, 750_000, "Ended, spares available"],
    ["XR-7", "Ashmere Hospitals", "General X-ray", dt.date(2018, 12, 25), 9_000.5, 231_500, "Ends within 24 months"],
]
THOUSANDS = {
    "Notes": [["Costs are in thousands of pounds."]],
    "Ashmere Hospitals": [
        ["Asset no", "Equipment type", "Commissioned", "Exams p.a.", "Replacement cost (£k)", "Support"],
        ["00123", "CT scanner", dt.date(2014, 9, 3), 11_500, 750, "Ended, spares available"],
        ["XR-7", "X-ray room", dt.date(2018, 12, 25), 9_000.5, 231.5, "Ends within 24 months"],
        ["Total", None, None, None, 981.5, None],
    ],
}
UK_TEXT = [
    ["Inventory number", "Provider", "Type of equipment", "In service date", "Annual activity", "Replacement value",
     "OEM support"],
    ["00123", "Ashmere Hospitals", "ct scanner", "03/09/2014", "11,500", "£750,000", "ENDED - SPARES AVAILABLE"],
    ["XR-7", "Ashmere Hospitals", "X-RAY ROOM", "25/12/2018", "9,000.5", "£231,500.00", "Ends within 24 months"],
]  # fmt: skip


def assert_truth(register: Register) -> None:
    for column, values in TRUTH.items():
        assert register.assets[column].tolist() == values, column
    errors = register.findings[register.findings[c.SEVERITY] != "note"]
    assert set(errors[c.CODE]) <= {"R023"}


@pytest.mark.parametrize("rows", [PLAIN, TITLED, THOUSANDS, UK_TEXT], ids=["plain", "titled", "thousands", "uk text"])
def test_each_layout_reads_to_the_same_assets(read: Callable[..., Register], rows: object) -> None:
    """Canonical names, title rows, thousands on a sheet an organisation, and UK text give one truth."""
    assert_truth(read(rows))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_text_files_are_read_as_spreadsheets_save_them(
    read_text: Callable[..., Register], delimiter: str, encoding: str, ending: str
) -> None:
    """Any delimiter, encoding and line end that spreadsheets write, with the pound sign intact."""
    quoted = [[f'"{cell}"' if "," in cell else cell for cell in row] for row in UK_TEXT]
    text = ending.join(delimiter.join(row) for row in quoted)
    assert_truth(read_text(text.encode(encoding)))


def test_a_workbook_is_known_by_its_bytes(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """A macro workbook, or one with the wrong ending, is read as the workbook it is."""
    for name in ("register.xlsm", "register.xls", "register"):
        path = book("register.xlsx", {"Equipment": PLAIN}).rename(tmp_path / name)
        assert_truth(read_registers([path], policy, base=tmp_path))


def test_open_document_sheets_are_read(policy: Policy, tmp_path: Path) -> None:
    """A sheet saved by LibreOffice (.ods) gives the same assets."""
    cells = "".join(f"<table:table-row>{''.join(map(open_document_cell, row))}</table:table-row>" for row in UK_TEXT)
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{OPEN_DOCUMENT}:office:1.0"'
        f' xmlns:table="{OPEN_DOCUMENT}:table:1.0"'
        f' xmlns:text="{OPEN_DOCUMENT}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Equipment">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "register.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{OPEN_DOCUMENT}:manifest:1.0"/>')
        archive.writestr("content.xml", content)
    assert_truth(read_registers([tmp_path / "register.ods"], policy, base=tmp_path))


def open_document_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def test_addresses_are_those_of_the_file(read: Callable[..., Register]) -> None:
    """Empty rows and columns before the table do not shift the address of a finding."""
    rows = [[], [], [None, None, "Asset No", "Modality", "Installed"], [None, None, "A", "CT", "never"]]
    finding = read(rows).findings.set_index(c.CODE).loc["R004"]
    assert (finding[c.SHEET], finding[c.CELL], finding[c.VALUE_SEEN]) == ("Equipment", "E4", "never")
    assert (finding[c.ASSET_ID], finding[c.VALUE_USED], finding[c.COLUMN]) == ("A", "", "install_date")


def test_only_rows_that_are_assets_are_read(read: Callable[..., Register], found: Callable[..., list[str]]) -> None:
    """Blank rows pass in silence; totals, sections, remarks and repeated headings are listed."""
    headings = ["Asset No", "Modality", "Description", "Installed", "Replacement cost"]
    register = read(
        [
            headings,
            ["Main site"],
            ["A1", "CT", "Total body scanner", 2015, 750_000],
            [],
            ["Subtotal", None, None, None, 750_000],
            headings,
            ["A2", "MRI", None, 2016, 950_000],
            [None, None, None, None, 1_700_000],
            [None, None, "Grand total:", None, 1_700_000],
            ["Source: estates team"],
        ]
    )
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2"]
    assert found(register, "R024") == ["A5", "E8", "C9"]
    assert found(register, "R025") == ["A2", "A10"]
    assert found(register, "R026") == ["A6"]


def test_sheets_that_are_not_registers_are_left_out(read: Callable[..., Register]) -> None:
    """Cover sheets, look-ups and summaries by class are listed, not read."""
    register = read(
        {
            "Cover": [["Equipment register"], ["As at 31 October 2026"]],
            "Summary": [["Modality", "Count", "Replacement cost"], ["CT", 1, 750_000]],
            "Empty": [],
            "Register": [["Asset No", "Modality", "Installed"], ["A1", "CT", 2014]],
        }
    )
    left_out = register.findings[register.findings[c.CODE] == "R040"]
    assert left_out[c.SHEET].tolist() == ["Cover", "Summary"]
    assert len(register.assets) == 1


def test_a_column_that_is_not_known_is_listed(read: Callable[..., Register]) -> None:
    """An unknown heading is a note at its cell, never matched to what it merely resembles."""
    register = read([["Asset No", "Modality", "Instaled", "Installed"], ["A1", "CT", 1999, 2014]])
    note = register.findings.set_index(c.CODE).loc["R028"]
    assert (note[c.CELL], note[c.VALUE_SEEN]) == ("C1", "Instaled")
    assert register.assets[c.INSTALL_DATE].dt.year.tolist() == [2014]


def test_of_two_columns_for_one_field_the_fuller_is_kept(read: Callable[..., Register]) -> None:
    """The other column is a finding that names the one that was used."""
    register = read(
        [["Asset No", "Modality", "Class", "Installed"], ["A", "CT", "MRI", 2014], ["B", None, "MRI", 2015]]
    )
    other = register.findings.set_index(c.CODE).loc["R029"]
    assert register.assets[c.ASSET_CLASS].tolist() == ["mri", "mri"]
    assert (other[c.CELL], other[c.COLUMN]) == ("B1", "asset_class")
    assert "column C" in other[c.MEND]


def test_files_go_by_name_and_rows_keep_their_order(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """Files are sorted by name, rows stay as they stand; each asset says where it is from; a file
    given twice is read once."""
    rows = [["Asset No", "Modality", "Installed"], ["Z", "CT", 2014], ["Y", "CT", 2015]]
    second, first = book("b.xlsx", {"S": rows}), book("a.xlsx", {"S": [[*rows[0]], ["X", "CT", 2013]]})
    seen: list[str] = []
    register = read_registers([second, first, second], policy, base=tmp_path, progress=seen.append)
    where = register.assets[[c.ASSET_ID, *c.SOURCE]].values.tolist()
    assert where == [["X", "a.xlsx", "S", 2, ""], ["Z", "b.xlsx", "S", 2, ""], ["Y", "b.xlsx", "S", 3, ""]]
    assert [(file.name, file.assets, len(file.sha256)) for file in register.files] == [
        ("a.xlsx", 1, 64),
        ("b.xlsx", 2, 64),
    ]
    assert seen == ["a.xlsx", "b.xlsx"]


def test_the_frames_have_the_columns_and_kinds_that_rooms_agree_on(read: Callable[..., Register]) -> None:
    """Assets and findings have exactly the agreed columns, each in its own kind, even of no rows."""
    for register in (read(PLAIN), read([["Asset No", "Modality", "Installed"]])):
        assets, findings = register.assets, register.findings
        assert list(assets.columns) == [*c.ASSETS, *c.SOURCE, c.ASSUMED]
        assert list(findings.columns) == list(c.FINDINGS)
        kinds = {"text": "str", "choice": "str", "whole": "Int64", "number": "float64", "flag": "boolean"}
        for column in (*c.ASSETS, *c.SOURCE, c.ASSUMED):
            assert str(assets[column].dtype).startswith(kinds.get(column.kind, "datetime64")), column
        assert not findings.isna().any(axis=None)


def test_findings_are_counted_for_people(read: Callable[..., Register]) -> None:
    """One line a kind of finding, errors first, then the commonest, with the first address."""
    rows = [["Asset No", "Modality", "Installed", "QA"], *([f"A{n}", "Magic", 2014, "odd"] for n in range(3))]
    summary = grouped(read(rows).findings)
    assert list(summary.columns) == list(c.GROUPED_FINDINGS)
    assert summary.iloc[0].tolist() == ["R002", "error", "Class not known", 3, "register.xlsx, Equipment!B2"]
    assert summary[c.SEVERITY].tolist() == sorted(summary[c.SEVERITY], key=["error", "warning", "note"].index)


def test_every_rule_is_written_out_in_full() -> None:
    """Each rule has a code of its own, a sentence, a meaning, and a mend that ends in a full stop."""
    for code, rule in RULES.items():
        assert code == rule.code
        assert all((rule.title, rule.message, rule.meaning))
        assert rule.mend.endswith(".")
        assert not rule.message.endswith(".")
