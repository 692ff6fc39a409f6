"""Messy registers with known truth: every cell is read rightly or found at its address, and none is lost."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register
from capplan.register.wording import letters
from tests.register.messy import MESSY, TURNED, UNSURE, Messy

# What a finding says of another cell than its own: nothing is read from these.
_READ_INTO = {c.RISK_RATING: (c.RISK_LIKELIHOOD, c.RISK_CONSEQUENCE)}


@pytest.fixture
def read_messy(read: Callable[..., Register], read_text: Callable[..., Register]) -> Callable[[Messy], Register]:
    """Reads a messy register, as a workbook or as text."""

    def reads(messy: Messy) -> Register:
        if not messy.as_text:
            return read(messy.rows())
        text = io.StringIO()
        csv.writer(text).writerows(messy.rows())
        return read_text(text.getvalue().encode("utf-8"))

    return reads


def cells(messy: Messy, register: Register) -> Iterator[tuple[str, Any, Any, Any]]:
    """Each cell's address and what stands there, what it means, and what was read."""
    heading_row = len(messy.above) + 1
    for column, pairs in messy.cells.items():
        position = letters(messy.columns().index(column))
        for row, (raw, meant) in enumerate(pairs):
            yield f"{position}{heading_row + 1 + row}", raw, meant, _read(register, column, row)


def _read(register: Register, column: Column, row: int) -> Any:
    asset = register.assets.iloc[row]
    values = [asset[name] for name in _READ_INTO.get(column, (column,))]
    plain = [None if pd.isna(value) else value.date() if isinstance(value, pd.Timestamp) else value for value in values]
    return plain[0] if column not in _READ_INTO else None if None in plain else tuple(plain)


def found_cells(register: Register) -> set[str]:
    return set(register.findings[c.CELL])


@pytest.mark.parametrize("messy", MESSY, ids=lambda messy: messy.name)
def test_no_cell_is_silently_wrong(read_messy: Callable[[Messy], Register], messy: Messy) -> None:
    """A value other than the truth, or a blank where something stands, always has a finding at its cell."""
    register = read_messy(messy)
    found = found_cells(register)
    silent = [
        (address, raw, meant, read)
        for address, raw, meant, read in cells(messy, register)
        if address not in found and (meant is UNSURE or read != meant)
    ]
    assert silent == []


@pytest.mark.parametrize("messy", MESSY, ids=lambda messy: messy.name)
def test_every_readable_cell_is_read_exactly(read_messy: Callable[[Messy], Register], messy: Messy) -> None:
    """What a careful person could read comes out as it is meant; what nobody could is blank."""
    register = read_messy(messy)
    wrong = [
        (address, raw, meant, read)
        for address, raw, meant, read in cells(messy, register)
        if (read is not None if meant is UNSURE else read != meant) and messy is not TURNED
    ]
    assert wrong == []


@pytest.mark.parametrize("messy", MESSY, ids=lambda messy: messy.name)
def test_no_asset_is_lost(read_messy: Callable[[Messy], Register], messy: Messy) -> None:
    """Every row comes out as one asset, in its order."""
    register = read_messy(messy)
    heading_row = len(messy.above) + 1
    assert register.assets[c.SOURCE_ROW].tolist() == list(range(heading_row + 1, heading_row + 1 + messy.count))
