"""Frames as CSV and JSON, out and in again: typed by their columns, safe to open in a spreadsheet.

Text that a spreadsheet would take for a formula is written with an apostrophe before it, and read
back without. Numbers keep every digit; dates are ISO. The same frame gives the same bytes.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from capplan.columns import Column, column_named

# The apostrophe is guarded too, so that reading back always takes exactly one away.
_GUARDED_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")


def to_csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV (UTF-8, one heading row, no index).

    >>> to_csv(pd.DataFrame({"asset_id": ["=1+1", "A-1"], "age_years": [9.5, None]})).decode().split()
    ['asset_id,age_years', "'=1+1,9.5", 'A-1,']
    """
    safe = frame.copy()
    for name in safe.columns:
        if pd.api.types.is_string_dtype(safe[name]):
            safe[name] = _guarded(safe[name])
        elif pd.api.types.is_bool_dtype(safe[name]):
            safe[name] = safe[name].map({True: "yes", False: "no"})
    text = safe.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return text.encode("utf-8")


def from_csv(path: Path) -> pd.DataFrame:
    """A frame that `to_csv` wrote, each known column in its own kind, others as text."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    typed = {column_named(name): _typed(frame[name], column_named(name)) for name in frame.columns}
    return pd.DataFrame(typed)


def to_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as a list of plain objects, for JSON; what is missing is null, dates are ISO.

    >>> to_records(pd.DataFrame({"asset_id": ["A-1"], "age_years": [float("nan")]}))
    [{'asset_id': 'A-1', 'age_years': None}]
    """
    text = frame.to_json(orient="records", date_format="iso", date_unit="s", double_precision=15)
    records: list[dict[str, Any]] = json.loads(text)
    dates = [name for name in frame.columns if pd.api.types.is_datetime64_any_dtype(frame[name])]
    for record in records:
        for name in dates:
            record[name] = record[name] and record[name][:10]
    return records


def to_json(value: Any) -> bytes:
    """Plain data as JSON, indented, keys in the order given."""
    return (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def empty(names: Iterable[Column]) -> pd.DataFrame:
    """A frame of no rows with these columns, each in its own kind."""
    return pd.DataFrame({name: _typed(pd.Series([], dtype="str"), name) for name in names})


def _guarded(text: pd.Series) -> pd.Series:
    risky = text.str.startswith(_GUARDED_STARTS, na=False)
    return text.where(~risky, "'" + text)


def _typed(text: pd.Series, column: str) -> pd.Series:
    kind = column.kind if isinstance(column, Column) else "text"
    if kind == "date":
        return pd.to_datetime(text.mask(text == ""), format="ISO8601")
    if kind == "flag":
        return text.map({"yes": True, "no": False}).astype("boolean")
    if kind in ("whole", "number"):
        numbers = text.mask(text == "").astype("float64")
        return numbers.astype("Int64") if kind == "whole" else numbers
    guarded = text.str.startswith(tuple("'" + start for start in _GUARDED_STARTS))
    unguarded = text.str.slice(1).where(guarded, text)
    return unguarded.mask(unguarded == "").astype("str")
