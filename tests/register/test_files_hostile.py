"""Files that are made, or happen, to do harm are refused in a sentence, soon and in little memory."""

import os
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from capplan.errors import InputError
from capplan.policy import Policy, default_policy
from capplan.register import archive, child, read_registers, text
from capplan.register.layout import straightened
from capplan.register.sniff import read_contents
from capplan.register.tables import find_table
from capplan.register.workbook import read_sheets

OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS = 10
type Change = Callable[[bytes], bytes]


def refused(path: Path, policy: Policy) -> str:
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        read_registers([path], policy, base=path.parent)
    assert time.monotonic() - start < SECONDS
    (problem,) = caught.value.problems
    assert problem.mend.endswith(".")
    assert "\n" not in problem.what
    return problem.what


@pytest.fixture
def changed(book: Callable[..., Path], tmp_path: Path) -> Callable[[str, Change], Path]:
    """A workbook of one asset with one part of it changed."""

    def change(ending: str, by: Change) -> Path:
        plain = book("plain.xlsx", {"S": [["Asset No", "Modality", "Installed"], ["A1", "CT", 2014]]})
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                data = old.read(part)
                new.writestr(part, by(data) if part.endswith(ending) else data)
        return path

    return change


def in_sheet(xml: bytes) -> Change:
    return lambda data: data.replace(b"</sheetData>", xml + b"</sheetData>")


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("sheet1.xml", lambda data: data.replace(b"<worksheet", ENTITIES, 1), "declares entities of its own"),
        ("workbook.xml", lambda data: data.replace(b"<workbook", b"<!DOCTYPE x><workbook", 1), "declares entities"),
        ("sharedStrings.xml", lambda data: data.replace(b'uniqueCount="', b'uniqueCount="429496729'), "more words"),
        ("sheet1.xml", lambda data: data.replace(b'r="A2"', b'r="A99999999999999999999"'), "damaged"),
        ("sheet1.xml", lambda data: data[:300], "damaged"),
        ("workbook.xml", lambda data: data[:100], "damaged"),
        ("sheet1.xml", in_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "row 1,048,576 and column"),
        ("sheet1.xml", in_sheet(b'<row r="1048576">' + b"<c><v>1</v></c>" * 16_384 + b"</row>"), "column 16,384"),
    ],
    ids=["entities", "doctype", "false count", "absurd address", "cut sheet", "cut book", "far corner", "no addresses"],
)  # fmt: skip
def test_a_workbook_that_would_do_harm_is_refused(
    changed: Callable[[str, Change], Path], policy: Policy, part: str, change: Change, said: str
) -> None:
    """Entities, false counts and far corners are seen before, or apart from, the program itself."""
    assert said in refused(changed(part, change), policy)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("sheet1.xml", lambda data: data.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')),
        ("sheet1.xml", lambda data: data.replace(b"<v>2014</v>", b"<v>1e400</v>")),
        ("sheet1.xml", lambda data: data.replace(b"<v>2014</v>", b"<v>NaN</v>")),
        (
            "sheet1.xml",
            lambda data: data.replace(
                b"</sheetData>",
                b"</sheetData><mergeCells>" + b'<mergeCell ref="A2:XFD1048576"/>' * 50_000 + b"</mergeCells>",
            ),
        ),
        (
            "sheet1.xml",
            lambda data: data.replace(
                b"<sheetData>", b"<cols>" + b'<col min="1" max="16384" hidden="1"/>' * 10_000 + b"</cols><sheetData>"
            ),
        ),
    ],
    ids=["false size", "infinite", "no number", "merged over and over", "hidden over and over"],
)
def test_what_is_only_odd_is_read(
    changed: Callable[[str, Change], Path], policy: Policy, tmp_path: Path, part: str, change: Change
) -> None:
    """A false size, or a mark that is repeated, does not stop a register or slow it down."""
    start = time.monotonic()
    assert len(read_registers([changed(part, change)], policy, base=tmp_path).assets) == 1
    assert time.monotonic() - start < SECONDS


def test_a_zip_bomb_is_refused_by_what_it_says(tmp_path: Path, policy: Policy) -> None:
    """100 MB in a tenth of one: refused by its own table of contents."""
    assert "unpacks from 0.1 MB to 100 MB" in refused(bomb(tmp_path / "a.xlsx"), policy)


def test_a_zip_bomb_that_lies_of_its_size_is_refused(tmp_path: Path, policy: Policy) -> None:
    """A part that unpacks to more than its header says is damaged; nothing past that is unpacked."""
    data = bytearray(bomb(tmp_path / "a.xlsx").read_bytes())
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 1_000)
    struct.pack_into("<I", data, data.find(b"PK\x03\x04", 10) + 22, 1_000)
    (tmp_path / "a.xlsx").write_bytes(data)
    assert "damaged" in refused(tmp_path / "a.xlsx", policy)


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(10):
                part.write(b" " * 10_000_000)
    return path


def test_a_thousand_sheets_are_refused(tmp_path: Path, policy: Policy) -> None:
    """The sheets are counted before any is read."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
        for part in ("xl/workbook.xml", *(f"xl/worksheets/sheet{number}.xml" for number in range(1_000))):
            packed.writestr(part, b"<a/>")
    assert "has 1,000 sheets" in refused(tmp_path / "a.xlsx", policy)


def test_a_thousand_parts_more_are_refused(tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """So are the parts of the archive."""
    monkeypatch.setattr(archive, "PART_LIMIT", 3)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
        for part in ("xl/workbook.xml", "a.xml", "b.xml", "c.xml"):
            packed.writestr(part, b"<a/>")
    assert "has 4 parts inside" in refused(tmp_path / "a.xlsx", policy)


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path, policy: Policy) -> None:
    """Its size is enough to tell."""
    with (tmp_path / "a.csv").open("wb") as made:
        made.truncate(100_000_000)
    assert "is 100 MB" in refused(tmp_path / "a.csv", policy)


def test_text_with_too_many_cells_is_refused(tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many lines, many separators, or one long row above many short ones."""
    for limit, lines, said in (("ROW_LIMIT", "a\nb\nc\nd\n", "4 lines"), ("CELL_LIMIT", "a,,,,\nb\nc\n", "3 rows")):
        with monkeypatch.context() as small:
            small.setattr(text, limit, 3 if limit == "ROW_LIMIT" else 10)
            (tmp_path / "a.csv").write_text(lines)
            assert said in refused(tmp_path / "a.csv", policy)


@pytest.mark.parametrize("count", [1_048_576, 4_000_000_000])
def test_an_open_document_that_repeats_without_end_is_refused(tmp_path: Path, policy: Policy, count: int) -> None:
    """A cell that is said to be there a billion times would take all memory."""
    repeats = 'office:value-type="string" table:number-columns-repeated="16384"'
    cell = f"<table:table-cell {repeats}><text:p>x</text:p></table:table-cell>"
    names = " ".join(f'xmlns:{name}="{OPEN_DOCUMENT}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="E"><table:table-row table:number-rows-repeated="{count}">{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{OPEN_DOCUMENT}:manifest:1.0"/>')
        packed.writestr("content.xml", content)
    assert "more cells than is safe" in refused(tmp_path / "a.ods", policy)


def test_a_reader_that_does_not_end_is_ended(tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that parses has a limit of time."""
    monkeypatch.setattr(child, "TIME_LIMIT_S", 0.0)
    (tmp_path / "a.xls").write_bytes(COMPOUND + "Workbook".encode("utf-16-le"))
    assert "damaged" in refused(tmp_path / "a.xls", policy)


def test_links_in_a_circle_are_refused(tmp_path: Path, policy: Policy) -> None:
    """A link that leads back to itself is no file, and is never followed for ever."""
    try:
        (tmp_path / "a.xlsx").symlink_to(tmp_path / "b.xlsx")
        (tmp_path / "b.xlsx").symlink_to(tmp_path / "a.xlsx")
    except OSError:
        pytest.skip("the system has no links, or keeps them from this user")
    assert "a link that leads to no file" in refused(tmp_path / "a.xlsx", policy)


@pytest.mark.parametrize("name", ["~$register.xlsx", ".~lock.register.ods#"])
def test_what_lies_beside_an_open_workbook_is_no_register(tmp_path: Path, policy: Policy, name: str) -> None:
    """Excel and LibreOffice leave a small file with the user's name while a workbook is open."""
    (tmp_path / name).write_bytes(b",jo,ward-3,24.11.2026 10:00;")
    assert "keeps beside a workbook while it is open" in refused(tmp_path / name, policy)


def test_a_sheet_that_only_says_it_is_large_is_read(changed: Callable[[str, Change], Path], policy: Policy) -> None:
    """Ten million rows in a sheet's own description, and three cells in it."""
    path = changed("sheet1.xml", lambda data: data.replace(b'ref="A1:C2"', b'ref="A1:XFD10000000"'))
    assert len(read_registers([path], policy, base=path.parent).assets) == 1


def test_a_part_named_outside_the_workbook_is_written_nowhere(
    changed: Callable[[str, Change], Path], policy: Policy
) -> None:
    """A path that climbs out of the archive leads to no file, for nothing is ever unpacked to the disk."""
    path = changed("-", lambda data: data)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../outside.txt", "x")
    assert len(read_registers([path], policy, base=path.parent).assets) == 1
    assert not (path.parent.parent / "outside.txt").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, policy: Policy) -> None:
    """A pipe has no end: it is refused without being opened."""
    os.mkfifo(tmp_path / "a.csv")
    assert "is not a file that can be read" in refused(tmp_path / "a.csv", policy)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xls", b"<!-- made by a report --><html><table>", "is a web page"),
        ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "is a web page"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "is an XML document"),
        ("a.xlsx", b"\x9b\x20DRMONE  This Document is encrypted", "document protection"),
        ("a.xlsx", b"7z\xbc\xaf\x27\x1c....", "packed archive"),
        ("a.csv", b"\x1f\x8b\x08....", "packed archive"),
        ("a.xls", COMPOUND + "\x09DRMContent".encode("utf-16-le"), "rights management"),
        ("a.xlsx", b"PK\x05\x06" + b"\x00" * 18, "neither a workbook nor text"),
        ("a.xls", b"\x09\x08\x08\x00\x00\x05\x05\x00 and no more", "damaged"),
    ],
)  # fmt: skip
def test_more_that_is_no_register_has_its_own_sentence(
    tmp_path: Path, policy: Policy, name: str, data: bytes, said: str
) -> None:
    """What a file is, is told by its first bytes."""
    (tmp_path / name).write_bytes(data)
    assert said in refused(tmp_path / name, policy)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def read_any(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    with suppress(InputError):
        read_registers([folder / name], default_policy(), base=folder)


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"PK", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", b"\x09\x08\x08\x00", COMPOUND,
         b"Asset No,Model,Age\n"]
    ),
    rest=st.binary(max_size=600),
    suffix=st.sampled_from([".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".parquet", ".txt", ""]),
)  # fmt: skip
@example(start=b"", rest=b"sep=", suffix=".csv")
@example(start=b"\xff\xfe", rest=b"\x00\xd8", suffix=".csv")
def test_any_bytes_under_any_name_are_read_or_refused(folder: Path, start: bytes, rest: bytes, suffix: str) -> None:
    """Nothing but a sentence comes of any file."""
    read_any(folder, f"a{suffix}", start + rest)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from('Asset No,Modality;Installed\t\n\r"£=0123456789#REF!/-'), max_size=200))
def test_any_text_is_read_or_refused(folder: Path, said: str) -> None:
    """So it is with text that is almost a table."""
    (folder / "a.csv").write_text("Asset No,Modality,Installed\n" + said, encoding="utf-8", newline="")
    with suppress(InputError):
        for sheet in read_sheets(read_contents(folder / "a.csv", "a.csv")):
            for part in straightened(sheet)[0]:
                table, _ = find_table(part)
                assert table is None or all(row in range(2, len(sheet.rows) + 1) for row, _ in table.rows)


@settings(max_examples=40, deadline=None)
@given(place=st.floats(0, 1), byte=st.integers(0, 255), length=st.integers(1, 40))
def test_a_workbook_with_bytes_gone_wrong_is_read_or_refused(
    folder: Path, place: float, byte: int, length: int
) -> None:
    """Wherever a workbook is damaged, the program stands."""
    whole = folder / "whole.xlsx"
    if not whole.exists():
        with xlsxwriter.Workbook(whole) as made:
            made.add_worksheet().write_row(0, 0, ["Asset No", "Modality", "Installed"])
    data = bytearray(whole.read_bytes())
    at = int(place * (len(data) - 1))
    data[at : at + length] = bytes([byte]) * len(data[at : at + length])
    read_any(folder, "a.xlsx", bytes(data))
