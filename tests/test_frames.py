"""Frames out to files and in again."""

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from capplan import columns as c
from capplan import frames


def round_trip(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    path.write_bytes(frames.to_csv(frame))
    return frames.from_csv(path)


def test_each_kind_of_value_comes_back_as_it_was(tmp_path: Path) -> None:
    """Text, dates, whole numbers, numbers and flags survive a file, and so does what is missing."""
    frame = pd.DataFrame(
        {
            c.ASSET_ID: pd.Series(["007", "A-1", "B"], dtype="str"),
            c.INSTALL_DATE: pd.to_datetime(["2016-02-29", None, "1995-01-01"]),
            c.REPLACEMENT_COST_GBP: pd.array([750_000, None, 0], dtype="Int64"),
            c.AGE_YEARS: [9.1, None, 0.1 + 0.2],
            c.MUST_TREAT: pd.array([True, None, False], dtype="boolean"),
        }
    )
    pd.testing.assert_frame_equal(round_trip(frame, tmp_path / "f.csv"), frame, check_dtype=False)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_no_text_becomes_a_formula(text: str) -> None:
    """Text that a spreadsheet would run is written so that it does not, and no other text is touched."""
    cell = frames.to_csv(pd.DataFrame({c.NOTES: [text]})).decode("utf-8").split("\n", 1)[1].strip("\n").strip('"')
    assert not cell.startswith(("=", "+", "-", "@"))


@given(st.lists(st.text(alphabet="=+-@'ab", min_size=1, max_size=6), min_size=1, max_size=5))
def test_guarded_text_comes_back(texts: list[str]) -> None:
    """Reading takes away exactly the apostrophe that writing added."""
    with tempfile.TemporaryDirectory() as folder:
        back = round_trip(pd.DataFrame({c.NOTES: texts}), Path(folder) / "f.csv")
    assert back[c.NOTES].tolist() == texts


def test_json_says_null_for_what_is_missing() -> None:
    """JSON has no NaN: what is missing is null, and dates are ISO."""
    frame = pd.DataFrame({c.INSTALL_DATE: pd.to_datetime(["2016-02-29", None]), c.AGE_YEARS: [float("nan"), 2.0]})
    assert frames.to_records(frame) == [
        {"install_date": "2016-02-29", "age_years": None},
        {"install_date": None, "age_years": 2.0},
    ]
