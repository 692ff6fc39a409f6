"""The sample files: what is in them, in which style, with which faults, and always the same bytes."""

import csv
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from capplan import columns as c
from capplan.policy.load import load_plan_file, load_policy
from capplan.policy.schema import Policy
from capplan.samples import make_estate, write_register, write_sample, write_single
from capplan.samples.faults import FAULTS, faults_in
from capplan.samples.geography import geography
from capplan.samples.layouts import LAYOUTS, Style

MOST_BYTES = 4_000_000
STYLES: tuple[Style, ...] = ("plain", "titled", "thousands", "uk_text")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


@pytest.fixture(scope="module")
def small() -> pd.DataFrame:
    return make_estate(seed=3, assets=150)


def workbooks(folder: Path) -> list[Path]:
    return sorted((folder / "registers").glob("*.xlsx"))


def tables(path: Path, style: Style) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Each sheet's name, and its rows from the headings on."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        if sheet.title != "Notes":
            yield sheet.title, list(sheet.iter_rows(min_row=1 if style != "titled" else 5, values_only=True))


def cells_of(path: Path, style: Style) -> pd.DataFrame:
    """Every row of a workbook as written, one index, columns by canonical name."""
    names = {heading: str(column) for column, heading in LAYOUTS[style].headings.items()}
    frames = [
        pd.DataFrame(rows[1:], columns=[names[str(heading)] for heading in rows[0]], dtype=object).assign(sheet=name)
        for name, rows in tables(path, style)
    ]
    return pd.concat(frames, ignore_index=True)


def everything(path: Path) -> str:
    """All that a workbook's cells say, as one text."""
    sheets: list[Worksheet] = openpyxl.load_workbook(path).worksheets
    return " ".join(str(value) for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_workbook_for_each_network(sample: Path) -> None:
    """24 workbooks, named by number and network, six in each style, under 4 MB in all."""
    names = [path.name for path in workbooks(sample)]
    assert names == [f"{n:02} {network}.xlsx" for n, network in enumerate(geography().networks, start=1)]
    assert names[0] == "01 Northmoor imaging network.xlsx"
    assert sum(path.stat().st_size for path in workbooks(sample)) < MOST_BYTES


def test_same_bytes_twice(sample: Path, tmp_path: Path) -> None:
    """Written again, every file is the same to the byte."""
    write_sample(tmp_path)
    for path in sample.rglob("*.*"):
        if path.is_file():
            assert (tmp_path / path.relative_to(sample)).read_bytes() == path.read_bytes(), path.name


def test_every_file_says_it_is_synthetic(sample: Path) -> None:
    """Nobody can take a sample file for a real register."""
    for path in workbooks(sample):
        assert "ynthetic" in everything(path), path.name
    assert all("(fictional)" in row["organisation"] for row in rows_of(sample / "networks.csv"))
    assert all("Synthetic" in row["notes"] for row in rows_of(sample / "merge_24_to_18.csv"))
    assert "synthetic" in (sample / "capplan.toml").read_text(encoding="utf-8")


def test_shipped_sample_is_what_the_code_makes(sample: Path) -> None:
    """The registers that ship are those that `write_sample` writes (compared unpacked: zip libraries differ)."""
    shipped = files("capplan.sample_registers")
    for path in sorted(sample.rglob("*.*")):
        kept = shipped.joinpath(*path.relative_to(sample).parts)
        if path.suffix == ".xlsx":
            with kept.open("rb") as file, zipfile.ZipFile(file) as old, zipfile.ZipFile(path) as new:
                assert old.namelist() == new.namelist()
                assert all(old.read(name) == new.read(name) for name in new.namelist()), path.name
        elif path.is_file():
            assert kept.read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("style", STYLES)
def test_headings_are_known(style: Style) -> None:
    """Each heading of each style is a name, heading or alias of its column, with its unit taken off."""
    for column, heading in LAYOUTS[style].headings.items():
        bare = heading.lower().removesuffix(" (£k)")
        assert bare in {str(column), column.heading.lower(), *column.aliases}, heading


def test_plain_is_canonical(small: pd.DataFrame, tmp_path: Path) -> None:
    """The plain style has the canonical names in row 1, and the estate's values as they are."""
    write_register(small, tmp_path / "a.xlsx", "plain")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert isinstance(sheet, Worksheet)
    assert [cell.value for cell in sheet[1]] == list(small.columns)
    cells = cells_of(tmp_path / "a.xlsx", "plain")
    for column in small.columns:
        written, truth = cells[column].dropna(), small[column].dropna()
        assert written.index.equals(truth.index), column
        assert [str(value) for value in written.astype(truth.dtype)] == [str(value) for value in truth], column


def test_titled_has_title_rows(small: pd.DataFrame, tmp_path: Path) -> None:
    """The titled style stands below title rows that give the as-at date, and says things in words."""
    write_register(small, tmp_path / "a.xlsx", "titled", title="Northmoor imaging network: equipment register")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert isinstance(sheet, Worksheet)
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "Northmoor imaging network: equipment register",
        "Synthetic data: every organisation and machine here is invented",
        "As at 31/10/2026",
        None,
    ]
    assert {"CT scanner", "MRI scanner", "X-ray room"} <= set(cells_of(tmp_path / "a.xlsx", "titled")[c.ASSET_CLASS])


def test_thousands_has_a_sheet_for_each_organisation(small: pd.DataFrame, tmp_path: Path) -> None:
    """Costs stand in £k, and the organisation is the sheet's name and in no column."""
    write_register(small, tmp_path / "a.xlsx", "thousands")
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert workbook.sheetnames == [*small[c.ORGANISATION].unique(), "Notes"]
    cells = cells_of(tmp_path / "a.xlsx", "thousands")
    assert not {c.ORGANISATION, c.ORGANISATION_CODE} & set(cells.columns)
    written = pd.to_numeric(cells.set_index(c.ASSET_ID)[c.REPLACEMENT_COST_GBP]) * 1000
    truth = small.set_index(c.ASSET_ID)[c.REPLACEMENT_COST_GBP].astype("float64")
    pd.testing.assert_series_equal(written, truth, check_names=False, check_index_type=False)


def test_uk_text_is_text(small: pd.DataFrame, tmp_path: Path) -> None:
    """Dates are text as dd/mm/yyyy and money is text with a pound sign."""
    write_register(small, tmp_path / "a.xlsx", "uk_text")
    cells = cells_of(tmp_path / "a.xlsx", "uk_text")
    assert cells[c.INSTALL_DATE].dropna().str.fullmatch(r"\d\d/\d\d/\d{4}").all()
    assert cells[c.REPLACEMENT_COST_GBP].dropna().str.fullmatch(r"£[\d,]+").all()
    dates = pd.to_datetime(cells[c.INSTALL_DATE], format="%d/%m/%Y")
    assert dates.dropna().tolist() == small[c.INSTALL_DATE].dropna().tolist()


def test_sheet_names_fit() -> None:
    """Excel allows 31 characters to a sheet's name."""
    assert geography().organisations[c.ORGANISATION].str.len().max() <= 31


def test_a_few_dozen_faults_in_every_workbook(sample: Path) -> None:
    """About 40 faults of at least 20 kinds, some in each workbook."""
    assert 40 <= len(FAULTS) <= 60
    assert len({fault.kind for fault in FAULTS}) >= 20
    assert all(faults_in(number) for number in range(1, 25))


@pytest.mark.parametrize("number", range(1, 25))
def test_faults_are_planted(sample: Path, number: int) -> None:
    """Each fault stands in the cell where its row says, and nothing else differs from the truth."""
    style = STYLES[(number - 1) % 4]
    truth = make_estate(seed=1)
    truth = truth[truth[c.NETWORK] == geography().networks[number - 1]].reset_index(drop=True)
    cells = cells_of(workbooks(sample)[number - 1], style)
    rows = list(truth[c.ASSET_ID])
    added = list(dict.fromkeys(fault.asset for fault in faults_in(number) if fault.asset not in rows))
    assert len(cells) == len(rows) + len(added)
    changed = set()
    for fault in faults_in(number):
        row = [*rows, *added].index(fault.asset)
        seen = cells.at[row, fault.column]
        seen = seen.date() if hasattr(seen, "date") else seen
        assert (pd.isna(seen) and fault.written is None) or seen == fault.written, fault
        changed |= {(row, str(fault.column))}
    ids = cells[c.ASSET_ID].iloc[: len(rows)]
    assert all((row, c.ASSET_ID) in changed for row in ids.index[ids.to_numpy() != truth[c.ASSET_ID].to_numpy()])


def test_text_that_looks_like_a_formula_stays_text(sample: Path) -> None:
    """A cell that begins with = is written as text, never as a formula."""
    sheet = openpyxl.load_workbook(workbooks(sample)[21]).active
    assert isinstance(sheet, Worksheet)
    formulas = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(formulas) == 1
    assert formulas[0].data_type == "s"


def test_memberships(sample: Path) -> None:
    """Each of the 137 organisations has one primary network; a few belong to a second one too."""
    rows = pd.DataFrame(rows_of(sample / "networks.csv"))
    assert list(rows.columns) == ["organisation_code", "organisation", "network", "primary", "from", "to"]
    primary = rows[rows["primary"] == "yes"]
    assert len(primary) == primary["organisation_code"].nunique() == 137
    assert 2 <= (rows["primary"] == "no").sum() <= 5
    assert set(rows["network"]) == set(geography().networks)


def test_merge_map(sample: Path) -> None:
    """24 networks become 18."""
    rows = pd.DataFrame(rows_of(sample / "merge_24_to_18.csv"))
    assert list(rows["network"]) == geography().networks
    assert rows["successor"].nunique() == 18


def test_plan_file(sample: Path) -> None:
    """The sample plan is valid in every scenario: £200m over five years, £180m with the cut, 18 networks from 2028."""
    plan_file = load_plan_file(sample / "capplan.toml")
    assert list(plan_file.scenarios) == ["base", "cut10", "eighteen"]
    assert sum(load_policy(plan_file, "base").envelopes.values()) == 200_000_000
    assert sum(load_policy(plan_file, "cut10").envelopes.values()) == 180_000_000
    merge = load_policy(plan_file, "eighteen").networks.merge
    assert merge is not None
    assert (merge.year, merge.file) == (2028, "merge_24_to_18.csv")
    data = tomllib.loads((sample / "capplan.toml").read_text(encoding="utf-8"))
    Policy.model_validate({name: value for name, value in data.items() if name != "scenarios"})
    assert (sample / data["networks"]["file"]).is_file()


def test_single_register_as_csv(tmp_path: Path) -> None:
    """A name that ends in .csv gets CSV with canonical headings and ISO dates."""
    write_single(tmp_path / "a.csv", assets=60, seed=2)
    frame = pd.read_csv(tmp_path / "a.csv", dtype="str", keep_default_na=False)
    truth = make_estate(seed=2, assets=60)
    assert list(frame.columns) == list(truth.columns)
    assert list(frame[c.ASSET_ID]) == list(truth[c.ASSET_ID])
    assert frame[c.INSTALL_DATE].str.fullmatch(r"(\d{4}-\d\d-\d\d)?").all()


def test_single_register_as_workbook(tmp_path: Path) -> None:
    """Any other name gets a workbook in the plain style, row for row the estate."""
    write_single(tmp_path / "a.xlsx", assets=60, seed=2)
    assert list(cells_of(tmp_path / "a.xlsx", "plain")[c.ASSET_ID]) == list(make_estate(seed=2, assets=60)[c.ASSET_ID])
