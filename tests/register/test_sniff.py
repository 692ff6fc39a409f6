"""What is not a register is refused in a sentence, before anything is parsed."""

import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capplan.errors import InputError
from capplan.policy import Policy, default_policy
from capplan.register import read_registers, sniff

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path: Path, policy: Policy) -> str:
    with pytest.raises(InputError) as caught:
        read_registers([path], policy, base=path.parent)
    (problem,) = caught.value.problems
    assert problem.where == path.name
    assert problem.mend.endswith(".")
    return problem.what


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"", "is empty"),
        ("a.csv", b"\r\n \r\n", "is empty"),
        ("a.xlsx", b"<## NASCA DRM FILE - VER1.00 ##>\xa3\x1a", "document protection"),
        ("a.xls", b"%PDF-1.7 ...", "is a PDF"),
        ("a.xls", b"<html><table>", "web page"),
        ("a.xls", b"\xef\xbb\xbf<!DOCTYPE html>", "web page"),
        ("a.xlsx", b"{\\rtf1 hello", "RTF"),
        ("a.xlsx", b"\x89PNG\r\n", "picture"),
        ("a.xlsx", b"\x00\x01\x02\x03", "neither a workbook nor text"),
        ("a.xlsx", b"PK\x03\x04 and then nonsense", "damaged"),
        ("a.xls", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.doc", COMPOUND + "WordDocument".encode("utf-16-le"), "not a workbook"),
        ("a.xls", COMPOUND + "Workbook".encode("utf-16-le"), "damaged"),
    ],
)
def test_each_kind_of_wrong_file_has_its_own_sentence(
    tmp_path: Path, policy: Policy, name: str, data: bytes, said: str
) -> None:
    """A file is told by its bytes, whatever its name."""
    path = tmp_path / name
    path.write_bytes(data)
    assert said in refused(path, policy)


def test_missing_files_and_folders_are_all_named_at_once(tmp_path: Path, policy: Policy) -> None:
    """Every file's fault is reported, not only the first."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as caught:
        read_registers([tmp_path / "none.xlsx", tmp_path / "folder"], policy, base=tmp_path)
    assert [problem.what for problem in caught.value.problems] == [
        "is a folder, not a file",
        "there is no such file",
    ]


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path, policy: Policy) -> None:
    """A zip archive with something else in it is not opened."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(path, policy) == "is a zip archive, but not a workbook"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, policy: Policy) -> None:
    """A file that unpacks to more than 200 times its size is not opened."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 20_000_000)
    assert "more than is safe to open" in refused(path, policy)


def test_a_sheet_with_cells_in_far_corners_is_refused(
    tmp_path: Path, policy: Policy, book: Callable[..., Path]
) -> None:
    """A stray cell in the last row and column would need all memory there is."""
    path = book("a.xlsx", {"Equipment": [["Asset No"]]})
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part.endswith("sheet1.xml"):
                stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", stray)
            new.writestr(part, data)
    assert "row 1,048,576 and column 16,384" in refused(far, policy)


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is looked at before the file is read."""
    monkeypatch.setattr(sniff, "FILE_LIMIT_BYTES", 10)
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 11)
    assert "the most that is read" in refused(path, policy)


def test_a_sheet_without_headings_is_never_read_as_data(tmp_path: Path, policy: Policy) -> None:
    """With no heading row the person is asked for one; row 1 is never promoted."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"1,SAC0001,Chiller,2019\n2,SAC0002,Chiller,2019\n")
    assert "no row of headings" in refused(path, policy)


@settings(max_examples=100, deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"PK\x03\x04", COMPOUND, COMPOUND + "Workbook".encode("utf-16-le"), b"Asset No,Model,"]
    ),
    rest=st.binary(max_size=600),
    name=st.sampled_from(["a.xlsx", "a.xls", "a.csv", "a.ods"]),
)
def test_no_bytes_end_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes, name: str
) -> None:
    """Whatever the bytes are, they are read or refused."""
    folder = tmp_path_factory.mktemp("fuzz")
    path = folder / name
    path.write_bytes(start + rest)
    with suppress(InputError):
        read_registers([path], default_policy(), base=folder)
