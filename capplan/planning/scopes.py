"""What ring-fenced money may pay for."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.policy.rules import Fund

# The settings of a fund that name what it pays for, and the column each goes by.
SCOPES = (("asset_class", c.ASSET_CLASS), ("network", c.NETWORK), ("site", c.SITE), ("assets", c.ASSET_ID))


def may_pay(rows: pd.DataFrame, fund: Fund) -> pd.Series:
    """Whether a fund may pay for each row: it has one of the values that the fund names, of each kind it names."""
    may = pd.Series(True, index=rows.index)
    for setting, column in SCOPES:
        named = getattr(fund, setting)
        if named:
            may &= rows[column].isin(named) if column in rows else False
    return may


def open_to(rows: pd.DataFrame, funds: tuple[Fund, ...]) -> pd.Series:
    """The funds that may pay for each row, as a tuple of their numbers."""
    if not funds:
        return pd.Series([()] * len(rows), index=rows.index, dtype="object")
    may = np.column_stack([may_pay(rows, fund).to_numpy(dtype=bool) for fund in funds])
    kinds, kind = np.unique(may, axis=0, return_inverse=True)
    scopes = [tuple(np.flatnonzero(one).tolist()) for one in kinds]
    return pd.Series([scopes[number] for number in kind.ravel().tolist()], index=rows.index, dtype="object")
