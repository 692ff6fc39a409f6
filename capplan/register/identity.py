"""What each asset goes by: one id for one asset, nothing lost, nothing counted twice."""

from pathlib import PurePath

import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.register.draft import Draft, addresses, flagged
from capplan.register.wording import normalised


def without_copies(draft: Draft, policy: Policy) -> Draft:
    """The draft without rows that are the same, cell for cell, as an earlier one with the same id or
    serial number and owner (R015). Identical rows with nothing to tell them apart are kept (R049)."""
    assets = draft.assets
    keys = pd.DataFrame({"mark": draft.marks, "owner": assets[c.ORGANISATION], "code": assets[c.ORGANISATION_CODE]})
    is_named = assets[c.ASSET_ID].notna() | assets[c.SERIAL_NUMBER].notna()
    is_repeated = keys.duplicated(keep="first")
    first = addresses(draft, c.ASSET_ID).groupby([keys[name] for name in keys], dropna=False).transform("first")
    findings = [
        *flagged(draft, "R015", c.ASSET_ID, is_repeated & is_named, first),
        *flagged(draft, "R049", c.ASSET_ID, is_repeated & ~is_named, first),
    ]
    return draft.keeping(~(is_repeated & is_named)).noting(findings)


def with_ids(draft: Draft, policy: Policy) -> Draft:
    """The draft with an id for every asset, no two alike.

    A row without one goes by its serial number, else by its file, sheet and row (R031). An id that
    was used before gets a number after it (R014): `A-1`, `A-1 (2)`.
    """
    assets = draft.assets
    rows = assets[c.ASSET_ID].isna()
    made = assets[c.SERIAL_NUMBER].where(assets[c.SERIAL_NUMBER].notna(), _made_ids(assets))
    draft = draft.having({c.ASSET_ID: assets[c.ASSET_ID].where(~rows, made)}).assuming(c.ASSET_ID, rows)
    draft = draft.noting(flagged(draft, "R031", c.ASSET_ID, rows))
    ids = draft.assets[c.ASSET_ID]
    times = ids.groupby(ids).cumcount()
    first = addresses(draft, c.ASSET_ID).groupby(ids).transform("first")
    unique = _made_unique(ids, times)
    draft = draft.having({c.ASSET_ID: unique})
    return draft.noting(flagged(draft, "R014", c.ASSET_ID, times > 0, first))


def expanded(draft: Draft, policy: Policy) -> Draft:
    """The draft with a row for each asset: a quantity of 3 becomes three assets, `A-1-1` to `A-1-3`
    (R032), each of quantity 1 with the row's own values."""
    quantity = draft.assets[c.QUANTITY].fillna(1)
    rows = quantity > 1
    draft = draft.noting(flagged(draft, "R032", c.QUANTITY, rows))
    index = draft.assets.index.repeat(quantity.astype("int64"))
    number = pd.Series(index).groupby(index).cumcount() + 1
    ids = draft.assets[c.ASSET_ID].loc[index].reset_index(drop=True)
    suffixed = ids.where(~rows.loc[index].reset_index(drop=True), ids + "-" + number.astype("str"))
    taken = _made_unique(suffixed, suffixed.groupby(suffixed).cumcount())
    return draft.rearranged(index).having({c.ASSET_ID: taken, c.QUANTITY: pd.Series(1, index=taken.index)})


def repeated_serials(draft: Draft) -> pd.Series:
    """The address of the first asset with the same maker and serial number, NA where there is none."""
    assets = draft.assets
    maker, serial = (
        assets[column].map(normalised, na_action="ignore").astype("str") for column in (c.MANUFACTURER, c.SERIAL_NUMBER)
    )
    # A row that does not say who made it is taken to be of the same maker as its namesake.
    key = maker.fillna(maker.groupby(serial).transform("first")).fillna("") + " / " + serial
    is_repeated = key.notna() & key.duplicated(keep="first") & (assets[c.SERIAL_NUMBER] != "0")
    return addresses(draft, c.SERIAL_NUMBER).groupby(key).transform("first").where(is_repeated)


def _made_ids(assets: pd.DataFrame) -> pd.Series:
    stems = assets[c.SOURCE_FILE].map({file: PurePath(file).stem for file in assets[c.SOURCE_FILE].unique()})
    sheets = assets[c.SOURCE_SHEET].where(assets[c.SOURCE_SHEET] == "", "-" + assets[c.SOURCE_SHEET])
    blocks = assets[c.SOURCE_COLUMN].where(assets[c.SOURCE_COLUMN] == "", "-" + assets[c.SOURCE_COLUMN])
    return stems + sheets + blocks + "-row" + assets[c.SOURCE_ROW].astype("str")


def _made_unique(ids: pd.Series, times: pd.Series) -> pd.Series:
    """Ids with `(2)`, `(3)`... after those used before; a number that is itself taken is passed over."""
    taken = set(ids)
    unique = []
    for value, time in zip(ids, times, strict=True):
        name, number = value, time + 1
        while time and name in taken:
            name, number = f"{value} ({number})", number + 1
        taken.add(name)
        unique.append(name)
    return pd.Series(unique, index=ids.index, dtype="str")
