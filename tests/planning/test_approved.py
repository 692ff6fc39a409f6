"""Reading what the last approved plan decided."""

from pathlib import Path

import pandas as pd
import pytest

from capplan import columns as c
from capplan import frames
from capplan.errors import InputError
from capplan.planning.approved import read_approved

GOOD = "asset_id,action,start_year,capital_gbp\nB,replace,2028,5\nA,keep,,0\n"


def run_folder(folder: Path, *scenarios: str) -> Path:
    for name in scenarios:
        (folder / name).mkdir()
        (folder / name / "decisions.csv").write_text(GOOD)
    return folder


def test_a_file_of_decisions_gives_one_row_an_asset_in_order(tmp_path: Path) -> None:
    """An asset that was kept has no year."""
    path = tmp_path / "last.csv"
    path.write_text(GOOD)
    read = read_approved(path)
    assert list(read.columns) == ["asset_id", "action", "start_year"]
    assert read["asset_id"].tolist() == ["A", "B"]
    assert read["start_year"].isna().tolist() == [True, False]
    assert read["start_year"].iloc[1] == 2028


def test_a_run_with_one_plan_needs_no_scenario(tmp_path: Path) -> None:
    """What can only mean one thing is not asked for."""
    run = run_folder(tmp_path, "base")
    assert len(read_approved(run)) == len(read_approved(run / "base")) == len(read_approved(run, "base")) == 2


@pytest.mark.parametrize(
    ("scenario", "said"),
    [(None, "several plans.*base, cut10"), ("bse", "'bse'.*Did you mean 'base'"), ("x", "'x'.*base, cut10")],
)
def test_a_run_with_several_plans_asks_which(tmp_path: Path, scenario: str | None, said: str) -> None:
    """The message names the plans that there are."""
    with pytest.raises(InputError, match=f"(?s){said}"):
        read_approved(run_folder(tmp_path, "base", "cut10"), scenario)


@pytest.mark.parametrize("start", frames._GUARDED_STARTS)
def test_an_asset_whose_id_looks_like_a_formula_comes_back_as_it_was(tmp_path: Path, start: str) -> None:
    """What a run writes of a decision is what `stay_close` reads, guard or no guard."""
    asset = f"{start}12".strip()
    decisions = pd.DataFrame({c.ASSET_ID: [asset, "A"], c.ACTION: ["replace", "keep"], c.START_YEAR: [2028, None]})
    path = tmp_path / "decisions.csv"
    path.write_bytes(frames.to_csv(decisions.astype({c.START_YEAR: "Int64"})))
    assert set(read_approved(path)[c.ASSET_ID]) == {asset, "A"}


def test_nothing_there_is_told(tmp_path: Path) -> None:
    """A folder or file that holds no plan is named."""
    with pytest.raises(InputError, match="no decisions of a plan"):
        read_approved(tmp_path / "none")


def test_all_faults_are_told_at_once_by_row(tmp_path: Path) -> None:
    """Each fault stands at its row, the heading being row 1."""
    path = tmp_path / "last.csv"
    path.write_text("asset_id,action,start_year\nA,replace,soon\nA,keep,2028\n,replace,2028\nD,replace,\nE,,\n")
    with pytest.raises(InputError) as caught:
        read_approved(path)
    said = [(problem.where, problem.what) for problem in caught.value.problems]
    assert said == [
        ("last.csv, row 4, column asset_id", "no asset"),
        ("last.csv, row 3, column asset_id", "asset A twice"),
        ("last.csv, row 6, column action", "no action"),
        ("last.csv, row 2, column start_year", "soon is not a year"),
        ("last.csv, row 3, column start_year", "an asset that is kept starts in 2028"),
        ("last.csv, row 5, column start_year", "no year"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"", "not a table"), (b"asset_id\nA\n", "no column action"), (b"asset_id\n\xff\n", "not UTF-8")],
)
def test_what_is_no_table_of_decisions_is_told(tmp_path: Path, text: bytes, said: str) -> None:
    """A file that cannot be read so says what it lacks."""
    path = tmp_path / "last.csv"
    path.write_bytes(text)
    with pytest.raises(InputError, match=said):
        read_approved(path)
