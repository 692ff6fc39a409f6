"""Tables side by side on a sheet, and lists beside a table: which are read, with the cells of each."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from capplan import columns as c
from capplan.model import Register
from capplan.policy import Policy
from capplan.register import annotated, asset_named, provenance, read_contents, read_registers
from capplan.register.learning import learn
from capplan.register.mapping import ColumnMapping, RegisterMapping, Source
from capplan.register.read import read_mapped

type Read = Callable[..., Register]
type Found = Callable[[Register, str], list[str]]
type Rows = Sequence[Sequence[Any]]

HEADINGS = ["Asset no", "Modality", "Installed"]
TWO: Rows = [
    ["Imaging register, costs in £k"],
    ["CT", None, None, None, None, "MRI"],
    [*HEADINGS, "Replacement cost", None, "Asset no", "Installed", "Replacement cost", "Modality"],
    ["A1", "CT", 2014, 700, None, "B1", "never", 900, "MRI"],
    ["A2", "CT", 2015, 710, None, "B2", 2016, 910, None],
    [None, None, None, None, None, "B3", 2017, 920, "MRI"],
]


def rows_of(register: Register) -> list[list[object]]:
    """The id of each asset, and its row and where its table begins."""
    return register.assets[[c.ASSET_ID, c.SOURCE_ROW, c.SOURCE_COLUMN]].to_numpy().tolist()


def test_each_table_is_read_with_its_own_columns(read: Read, found: Found) -> None:
    """Headings that begin again behind a blank column are of a second table (R107), whatever their order; a
    title over one is not of the other, a note over both is."""
    register = read(TWO)
    assert rows_of(register) == [["A1", 4, ""], ["A2", 5, ""], ["B1", 4, "F"], ["B2", 5, "F"], ["B3", 6, "F"]]
    assert register.assets[c.ASSET_CLASS].tolist() == ["ct", "ct", "mri", "mri", "mri"]
    assert register.assets[c.REPLACEMENT_COST_GBP].tolist() == [700_000, 710_000, 900_000, 910_000, 920_000]
    assert (found(register, "R107"), found(register, "R098")) == (["F3"], [])


def test_a_finding_is_of_the_asset_at_its_own_side(read: Read) -> None:
    """Two assets share a row: what is found at a cell is told of the one whose cell it is."""
    findings = read(TWO).findings
    unread = findings[findings[c.CODE] == "R004"]
    assert unread[[c.CELL, c.ASSET_ID]].to_numpy().tolist() == [["G4", "B1"]]


def test_tables_of_other_heights_and_rows_are_read(read: Read) -> None:
    """The second table may begin lower, and end lower, than the first."""
    register = read(
        [
            HEADINGS,
            ["A1", "CT", 2014],
            ["A2", "CT", 2014, None, None, *HEADINGS],
            ["A3", "CT", 2015, None, None, "B1", "MRI", 2016],
            [None, None, None, None, None, "B2", "MRI", 2016],
        ]
    )
    assert rows_of(register) == [["A1", 2, ""], ["A2", 3, ""], ["A3", 4, ""], ["B1", 4, "F"], ["B2", 5, "F"]]


def test_a_list_that_is_wrapped_over_the_page_is_read_whole(read: Read) -> None:
    """The same headings three times over, without a blank column between."""
    register = read([HEADINGS * 3, ["A1", "CT", 2014, "B1", "CT", 2015, "C1", "CT", 2016]])
    assert rows_of(register) == [["A1", 2, ""], ["B1", 2, "D"], ["C1", 2, "G"]]


def test_tables_beside_and_below_one_another_are_read(read: Read) -> None:
    """A table on the right may have another below it, of other headings."""
    other = ["Serial number", "Modality", "Make", "Installed"]
    register = read(
        [
            [*HEADINGS, None, *HEADINGS],
            ["A1", "CT", 2014, None, "B1", "MRI", 2015],
            ["A2", "CT", 2014],
            ["A3", "CT", 2014, None, *other],
            ["A4", "CT", 2014, None, "S1", "MRI", "Vexa", 2018],
        ]
    )
    assert rows_of(register) == [
        ["A1", 2, ""],
        ["A2", 3, ""],
        ["A3", 4, ""],
        ["A4", 5, ""],
        ["B1", 2, "E"],
        ["S1", 5, "E"],
    ]
    assert register.assets[c.MANUFACTURER].dropna().tolist() == ["Vexa"]


def test_rows_without_ids_are_told_apart(read: Read) -> None:
    """An asset without an id is named by its table as well as by its row."""
    register = read(
        [
            [*HEADINGS, None, *HEADINGS],
            [None, "CT", 2014, None, None, "MRI", 2015],
            ["A", "CT", 2014, None, "B", "CT", 2014],
        ]
    )
    assert register.assets[c.ASSET_ID].tolist() == ["register-Equipment-row2", "A", "register-Equipment-E-row2", "B"]


@pytest.mark.parametrize(
    "right",
    [
        pytest.param(
            [["Asset no", "Installed", "Modality"], ["A2", 2015, "CT"], ["A1", 2015, "CT"]], id="the same ids"
        ),
        pytest.param([["Modality", "Model", "Installed"], ["CT", "X", 2027], ["CT", "Y", 2028]], id="no ids"),
    ],
)
def test_what_may_be_of_the_same_assets_is_listed(read: Read, found: Found, right: Rows) -> None:
    """The same assets in another system's words, or what is to replace them, are no further assets (R098)."""
    left: Rows = [[*HEADINGS, "Model"], ["A1", "CT", 2014, "V"], ["A2", "CT", 2015, "W"]]
    register = read([[*one, None, *other] for one, other in zip(left, right, strict=True)])
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2"]
    assert (found(register, "R098"), found(register, "R107")) == (["F2", "F3"], [])


@pytest.mark.parametrize("headings", [HEADINGS, ["Asset no", "Model", "Installed"]])
def test_a_summary_beside_a_table_says_nothing_of_its_assets(read: Read, found: Found, headings: list[str]) -> None:
    """Counts and costs by class stand in rows of assets, and are not theirs (R108)."""
    summary = [
        ["Modality", "Qty", "Replacement cost"],
        ["CT", 2, 1_400_000],
        ["MRI", 1, 900_000],
        ["Total", 3, 2_300_000],
    ]
    assets = [["A1", "CT", 2014], ["A2", "CT", 2014], ["A3", "MRI", 2015], ["A4", "MRI", 2015]]
    rows = [[*one, None, *other] for one, other in zip([headings, *assets], [*summary, []], strict=True)]
    for turned_about in (rows, [[*row[4:], *[None] * (7 - len(row)), None, *row[:3]] for row in rows]):
        register = read(turned_about)
        assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3", "A4"]
        assert register.assets[c.REPLACEMENT_COST_GBP].isna().all()
        assert len(found(register, "R108")) == 1


def test_a_total_below_a_summary_does_not_make_it_a_table(read: Read, found: Found) -> None:
    """A blank row before the total changes nothing."""
    register = read(
        [
            ["Asset no", "Model", "Installed", None, "Modality", "Qty"],
            ["A1", "X", 2014, None, "CT", 2],
            ["A2", "X", 2014, None, "MRI", 5],
            ["A3", "X", 2014],
            ["A4", "X", 2014, None, "Total", 7],
        ]
    )
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "A2", "A3", "A4"]
    assert found(register, "R108") == ["E1"]


def test_the_first_column_of_a_table_may_stand_apart(read: Read) -> None:
    """A column between two tables is of the one whose rows it has."""
    register = read(
        [
            ["Asset no", "Installed", "Model", None, "Modality", None, "Asset no", "Installed", "Model"],
            ["A1", 2014, "X", None, "CT", None, "B1", 2015, "Y"],
            ["A2", 2014, "X", None, "CT", None, "B2", 2015, "Y"],
            ["A3", 2014, "X"],
        ]
    )
    classes = register.assets.set_index(c.ASSET_ID)[c.ASSET_CLASS].dropna().to_dict()
    assert classes == {"B1": "ct", "B2": "ct"}


def test_columns_apart_from_the_rest_are_of_the_same_table(read: Read, found: Found) -> None:
    """A blank column that only sets some columns apart changes nothing."""
    register = read(
        [
            ["Asset no", "Modality", None, "Site", "Installed", None, "Replacement cost", "Status"],
            ["A1", "CT", None, "North", 2014, None, 700_000, "In use"],
            ["A2", "CT", None, "South", 2014, None, None, "Spare"],
        ]
    )
    assert register.assets[c.SITE].tolist() == ["North", "South"]
    assert register.assets[c.STATUS].tolist() == ["in_use", "spare"]
    assert (found(register, "R107"), found(register, "R108")) == ([], [])


@pytest.mark.parametrize(("said", "assets"), [(True, 4), (False, 2), (None, 4)])
def test_a_person_says_whether_tables_beside_are_read(
    policy: Policy, book: Callable[..., Path], tmp_path: Path, said: bool | None, assets: int
) -> None:
    """`side_by_side` in the mapping file settles it."""
    path = book(
        "r.xlsx",
        {
            "S": [
                [*HEADINGS, None, *HEADINGS],
                ["A", "CT", 2014, None, "B", "CT", 2015],
                ["C", "CT", 2014, None, "D", "CT", 2015],
            ]
        },
    )
    lines = {"Asset no": ColumnMapping(field="asset_id")}
    mapping = RegisterMapping(source=Source(side_by_side=said), columns=lines)
    assert len(read_mapped([path], policy, [mapping], base=tmp_path).assets) == assets


def test_a_heading_is_mapped_alike_in_both_tables(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """One mapping is learnt for the two, and reads both."""
    headings = ["Asset no", "Modality", "Instaled", "Model"]
    rows = [[*headings, None, *headings], ["A1", "CT", "03/04/2014", "V", None, "B1", "MRI", "05/06/2015", "W"]]
    path = book("r.xlsx", {"S": rows})
    (mapping,) = learn(
        path,
        policy,
        (),
        lambda question, mapping: question.settled(mapping, "y" if "Instaled" in question.key else ""),
        base=tmp_path,
    )
    assert mapping.columns["Instaled"].field == "install_date"
    register = read_mapped([path], policy, [mapping], base=tmp_path)
    assert register.assets[c.INSTALL_DATE].dt.year.tolist() == [2014, 2015]


def test_tables_with_other_headings_have_each_a_mapping(
    policy: Policy, book: Callable[..., Path], tmp_path: Path
) -> None:
    """What is learnt of the one is not held against the other."""
    rows = [
        ["Kit ref", "Modality", "Went live on", None, "Asset no", "Modality", "Commissioning day"],
        ["A1", "CT", "03/04/2014", None, "B1", "MRI", "05/06/2015"],
    ]
    path = book("r.xlsx", {"S": rows})
    mappings = [
        RegisterMapping(
            columns={"Kit ref": ColumnMapping(field="asset_id"), "Went live on": ColumnMapping(field="install_date")}
        ),
        RegisterMapping(
            columns={
                "Asset no": ColumnMapping(field="asset_id"),
                "Commissioning day": ColumnMapping(field="install_date"),
            }
        ),
    ]
    register = read_mapped([path], policy, mappings, base=tmp_path)
    assert register.assets[c.ASSET_ID].tolist() == ["A1", "B1"]
    assert register.assets[c.INSTALL_DATE].dt.year.tolist() == [2014, 2015]


def test_a_value_of_the_second_table_knows_its_cell(policy: Policy, book: Callable[..., Path], tmp_path: Path) -> None:
    """Provenance and the marks of an annotated copy are at the cells of the asset's own table."""
    path = book("r.xlsx", {"S": TWO})
    register = read_registers([path], policy, base=tmp_path)
    told = provenance(asset_named(register, "B1"), register, [path], policy, base=tmp_path).set_index(c.COLUMN)
    assert told.loc["Replacement cost", [c.VALUE_USED, c.CELL]].tolist() == ["900000", "H4"]
    assert told.loc["Installed", [c.RAW_TEXT, c.CELL]].tolist() == ["never", "G4"]
    copy = annotated(read_contents(path, "r.xlsx"), register.findings, "")
    sheet = openpyxl.load_workbook(io.BytesIO(copy.data))["S"]
    told_at = {cell.coordinate for row in sheet for cell in row if cell.comment}
    assert {"F3", "G4"} <= told_at
    assert "C4" not in told_at
