"""How many assets the words for a class say that a row is of: "Ultrasound (x4)"."""

import re

import pandas as pd

from capplan import columns as c
from capplan.register.draft import Draft, flagged
from capplan.register.wording import clean

_NUMBER = r"(?P<count>\d{1,2})"
_COUNTED = (
    re.compile(rf"{_NUMBER}\s*(?:x|×|no\.?|nr\.?|off)\s+(?P<name>\D.*)", re.I),
    re.compile(rf"(?P<name>.*\D)[\s,:–-]*(?:\s|[(\[])\s*(?:x|×|qty\.?:?|quantity:?)\s*{_NUMBER}\s*[)\]]?", re.I),
    re.compile(rf"(?P<name>.*\D)\s*[(\[]\s*{_NUMBER}\s*(?:x|×|no\.?|nr\.?|off|units?|machines?)\s*[)\]]", re.I),
)  # fmt: skip
_EDGES = " ,:–-(["


def counted(label: str) -> tuple[int, str]:
    """How many of a class a label says there are (1 where it does not say), and the label without that.

    >>> counted("Mobile x-ray x3"), counted("Ultrasound (x4)"), counted("3 x ultrasound"), counted("CT (2 no.)")
    ((3, 'Mobile x-ray'), (4, 'Ultrasound'), (3, 'ultrasound'), (2, 'CT'))
    >>> counted("CT x-ray 2"), counted("Ambulance 4 x 4"), counted("4x4 van"), counted("MRI x1.5T")
    ((1, 'CT x-ray 2'), (1, 'Ambulance 4 x 4'), (1, '4x4 van'), (1, 'MRI x1.5T'))
    """
    for pattern in _COUNTED:
        found = pattern.fullmatch(clean(label))
        name = found["name"].strip(_EDGES) if found else ""
        if found and int(found["count"]) and name and not name[-1].isdigit():
            return int(found["count"]), name
    return 1, label


def with_counts(draft: Draft) -> Draft:
    """The draft with the quantity that the words for the class give, where the row gives none itself (R122); one
    that the row gives stands, and where the two differ it is said (R123)."""
    assets = draft.assets
    words = assets[c.ASSET_CLASS_RAW]
    counts = words.map({word: counted(word)[0] for word in words.dropna().unique()}).astype("Int64").fillna(1)
    given = assets[c.QUANTITY]
    taken, differs = (counts > 1) & given.isna(), (counts > 1) & (given != counts).fillna(False)
    read = draft.having({c.QUANTITY: given.mask(taken, counts)})
    said = [f"the class says {count}, the quantity {own}" for count, own in zip(counts, given, strict=True)]
    return read.noting(
        [
            *flagged(read, "R122", c.ASSET_CLASS, taken, _each(counts, assets[c.REPLACEMENT_COST_GBP])),
            *flagged(read, "R123", c.QUANTITY, differs, pd.Series(said, index=assets.index)),
        ]
    )


def _each(counts: pd.Series, prices: pd.Series) -> pd.Series:
    pairs = zip(counts, prices, strict=True)
    said = [f"{count}" if pd.isna(price) else f"{count} at £{price:,.0f} each" for count, price in pairs]
    return pd.Series(said, index=counts.index, dtype="str")
