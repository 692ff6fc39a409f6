"""Amounts that carry a pound sign of their own under a heading of thousands or millions."""

import re
from collections.abc import Mapping

import pandas as pd

from capplan.columns import Column
from capplan.policy import Policy
from capplan.register.amounts import number_reader
from capplan.register.draft import Draft, flagged
from capplan.register.usual import PRICED, band, is_outside
from capplan.register.wording import Cell

_POUNDS = re.compile(r"\s*(?:£\s*\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s*(?:£|GBP))\s*", re.I)


def with_own_pounds(draft: Draft, policy: Policy) -> Draft:
    """The draft with amounts such as "£70,000" under a heading of thousands read as whole pounds, where only that is
    an amount that their class has (R124). One that would be as usual in thousands stays so."""
    for column in PRICED:
        if column in draft.cells:
            draft = _read_again(draft, column, policy)
    return draft


def _read_again(draft: Draft, column: Column, policy: Policy) -> Draft:
    assets = draft.assets
    own = pd.Series(draft.cells[column].map(_in_pounds(draft.cells[column], column)), dtype="float64")
    amounts, (low, high) = assets[column].astype("float64"), band(assets, policy, column)
    rows = (amounts > own) & is_outside(amounts, low, high) & own.between(low, high)
    if not rows.any():
        return draft
    read = draft.having({column: assets[column].mask(rows, own.round().where(rows).astype("Int64"))})
    return read.noting(flagged(read, "R124", column, rows))


def _in_pounds(cells: pd.Series, column: Column) -> Mapping[Cell, float | None]:
    """The amounts, in pounds, of the texts among some cells that say that they are."""
    read = number_reader(column, 1)
    texts = {cell for cell in cells if isinstance(cell, str) and _POUNDS.fullmatch(cell)}
    return {text: read(text).value for text in texts}
