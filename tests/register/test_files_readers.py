"""Every kind of file is read to the same assets, whatever it is called."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from capplan import columns as c
from capplan.errors import InputError
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import read_registers
from capplan.register.compound import stream_names
from capplan.register.sniff import read_contents
from capplan.register.workbook import read_sheets

HEADINGS = ["Asset No", "Modality", "Make", "Installed", "Replacement cost"]
ROWS = [
    ["00123", "CT", "Société Générale d'Imagerie", "03/09/2014", "£750,000"],
    ["A2", "MRI", "GE", "2015", "£950,000"],
]
type Read = Callable[..., Register]


def lines(delimiter: str, ending: str = "\n", rows: list[list[str]] | None = None) -> str:
    quoted = ([f'"{cell}"' if delimiter in cell else cell for cell in row] for row in [HEADINGS, *(rows or ROWS)])
    return ending.join(delimiter.join(row) for row in quoted)


def assert_read(register: Register) -> None:
    assert register.assets[c.ASSET_ID].tolist() == ["00123", "A2"]
    assert register.assets[c.MANUFACTURER].tolist()[0] == ROWS[0][2]
    assert register.assets[c.INSTALL_DATE].tolist()[0] == pd.Timestamp(2014, 9, 3)
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [750_000, 950_000]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_text_is_read_in_every_encoding(read_text: Read, encoding: str, delimiter: str, ending: str) -> None:
    """UTF-8 and UTF-16 with or without a mark, and Windows-1252; pounds and accents intact."""
    assert_read(read_text(lines(delimiter, ending).encode(encoding)))


@pytest.mark.parametrize("name", ["register.xls", "register.xlsx", "register.ods", "register.txt", "register"])
def test_text_under_any_name_is_text(read_text: Read, name: str) -> None:
    """Many systems write tab-separated text and call it .xls."""
    assert_read(read_text(lines("\t").encode("utf-16"), name))


def test_a_line_that_names_the_delimiter_is_obeyed(read_text: Read, found: Callable[..., list[str]]) -> None:
    """Excel's `sep=;` is no row of the table, but it is row 1 of the file."""
    register = read_text(("sep=;\r\n" + lines(";", "\r\n", [["A1", "CT", "GE, formerly IGE", "never", "1"]])).encode())
    assert register.assets[c.MANUFACTURER].tolist() == ["GE, formerly IGE"]
    assert found(register, "R004") == ["D3"]


def test_a_quotation_mark_that_is_not_closed_is_refused(read_text: Read) -> None:
    """It would take the assets below it into one cell, in silence."""
    rows = [
        ["A1", "CT", '"19 inch rack', "2014", "1"],
        ["A2", "CT", "GE", "2015", "2"],
        ["A3", "CT", 'GE"', "2016", "3"],
    ]
    with pytest.raises(InputError, match="quotation mark that is opened and not closed, at or after row 2"):
        read_text(lines(",", rows=rows).encode())


def test_a_comma_that_moves_cells_along_is_found(read_text: Read, found: Callable[..., list[str]]) -> None:
    """A row with more cells than there are headings may have its cells in the wrong columns."""
    text = "Asset No,Modality,Make,Installed\nA1,CT,GE,2014\nA2,CT,Smith, Jones,2015\nA3,CT,GE,2016\n"
    register = read_text(text.encode())
    assert found(register, "R059") == ["E3"]
    assert len(register.assets) == 3


def test_a_macro_workbook_is_read_as_data(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """Its macros are noted and never run."""
    plain = book("register.xlsx", {"S": [HEADINGS, *ROWS]})
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(tmp_path / "register.xlsm", "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr("xl/vbaProject.bin", b"macros")
    register = read_registers([tmp_path / "register.xlsm"], policy, base=tmp_path)
    assert_read(register)
    assert "R063" in set(register.findings[c.CODE])


def test_a_parquet_file_is_read_like_a_sheet(tmp_path: Path, policy: Policy) -> None:
    """Its column names are headings; its dates and numbers are as they are."""
    frame = pd.DataFrame(
        {"Asset No": ["A1", None], "Modality": ["CT", "MRI"], "Installed": [pd.Timestamp(2014, 9, 3)] * 2}
    )
    frame.to_parquet(tmp_path / "register.parquet")
    register = read_registers([tmp_path / "register.parquet"], policy, base=tmp_path)
    assert register.assets[c.INSTALL_DATE].tolist() == [pd.Timestamp(2014, 9, 3)] * 2
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "register.parquet").read_bytes()[:200])
    with pytest.raises(InputError, match="damaged Parquet file"):
        read_registers([tmp_path / "cut.parquet"], policy, base=tmp_path)


def test_a_small_parquet_file_that_unfolds_to_gigabytes_is_refused(tmp_path: Path, policy: Policy) -> None:
    """What a column's dictionary makes small on disk is counted as it would stand in memory."""
    notes = pd.Categorical.from_codes([0] * 60_000, ["x" * 10_000]).astype("str")
    pd.DataFrame({"Asset No": range(60_000), "Notes": notes}).to_parquet(tmp_path / "register.parquet")
    assert (tmp_path / "register.parquet").stat().st_size < 5_000_000
    with pytest.raises(InputError, match="unfolds to more than 500 MB"):
        read_registers([tmp_path / "register.parquet"], policy, base=tmp_path)


def test_rows_are_numbered_as_the_file_numbers_them(read_text: Read, found: Callable[..., list[str]]) -> None:
    """Blank lines of a text file count, as they do in a spreadsheet."""
    register = read_text(b"Register\n\n\nAsset No,Modality,Installed\n\nA1,CT,never\n")
    assert found(register, "R004") == ["C6"]


def test_every_cell_of_a_workbook_keeps_its_kind(book: Callable[..., Path]) -> None:
    """The reader gives text, numbers and truths as the workbook holds them, padded to one width."""
    path = book("a.xlsx", {"S": [[], [None, "00123", 1.5, True]]})
    (sheet,) = read_sheets(read_contents(path, "a.xlsx"))
    assert sheet.rows == (("", "", "", ""), ("", "00123", 1.5, True))


def test_the_streams_of_a_compound_file_are_listed_by_its_own_directory() -> None:
    """A word in a cell is not taken for the name of a stream."""
    data = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    data[30:32] = (9).to_bytes(2, "little")
    data[48:52] = bytes(4)
    data[76:512] = b"\xff" * 436
    entry = bytearray(128)
    name = "Workbook".encode("utf-16-le")
    entry[: len(name)], entry[64:66], entry[66] = name, (len(name) + 2).to_bytes(2, "little"), 2
    said_in_a_cell = "EncryptedPackage".encode("utf-16-le")
    whole = bytes(data) + bytes(entry) + bytes(384) + said_in_a_cell
    assert stream_names(whole) == {"Workbook"}
