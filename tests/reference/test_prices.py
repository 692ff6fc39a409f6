"""The price of a like-for-like successor."""

import pandas as pd
import pytest

from capplan import columns as c
from capplan.reference import load_reference
from capplan.reference.prices import priced

CT = {c.ASSET_ID: "A", c.ASSET_CLASS: "ct", c.REPLACEMENT_COST_GBP: None, c.WORKS_COST_GBP: None, c.VAT_BASIS: None}


@pytest.mark.parametrize(
    ("row", "equipment", "works", "assumed"),
    [
        ({}, 750_000, 187_500, (True, True)),
        ({c.REPLACEMENT_COST_GBP: 600_000}, 600_000, 150_000, (False, True)),
        ({c.REPLACEMENT_COST_GBP: 600_000, c.VAT_BASIS: "inc"}, 500_000, 125_000, (False, True)),
        ({c.REPLACEMENT_COST_GBP: 0}, 750_000, 187_500, (True, True)),
        ({c.WORKS_COST_GBP: 60_000, c.VAT_BASIS: "inc"}, 750_000, 50_000, (True, False)),
        ({c.REPLACEMENT_COST_GBP: 600_000, c.WORKS_COST_GBP: 0}, 600_000, 0, (False, False)),
    ],
)
def test_the_rows_own_price_goes_first(
    row: dict[c.Column, object], equipment: float, works: float, assumed: tuple[bool, bool]
) -> None:
    """VAT is taken off where a price holds it; else the class's price, and its share of works."""
    prices = priced(pd.DataFrame([CT | row]), load_reference(), vat=0.2)
    assert tuple(prices.columns) == c.PRICES
    assert prices[[c.EQUIPMENT_GBP_EX_VAT, c.WORKS_GBP_EX_VAT]].iloc[0].tolist() == pytest.approx([equipment, works])
    assert tuple(prices[[c.EQUIPMENT_ASSUMED, c.WORKS_ASSUMED]].iloc[0]) == assumed


@pytest.mark.parametrize("name", [None, "vehicle_light"])
def test_no_class_and_no_price_is_no_price(name: str | None) -> None:
    """Without a price of its own or its class's, an asset has none."""
    prices = priced(pd.DataFrame([CT | {c.ASSET_CLASS: name}]), load_reference(), vat=0.2)
    assert prices[[c.EQUIPMENT_GBP_EX_VAT, c.WORKS_GBP_EX_VAT]].isna().all().all()
