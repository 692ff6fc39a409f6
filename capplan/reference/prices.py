"""What a like-for-like successor costs: the register's own price first, else the class's."""

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.reference.tables import Reference


def priced(assets: pd.DataFrame, reference: Reference, *, vat: float) -> pd.DataFrame:
    """Each asset's equipment and works prices without VAT, and which of them the register did not give.

    Takes `ASSET_ID, ASSET_CLASS, REPLACEMENT_COST_GBP, WORKS_COST_GBP, VAT_BASIS`. Gives columns
    `PRICES`, one row an asset, on the same index and in the same order; pounds, in the row's own price
    base. A price of 0 is a blank; a row that does not say is taken to be without VAT. Equipment with
    neither its own price nor its class's is NaN, and so are works that would be a share of it.

    `vat` is the rate as a ratio (0.2 is 20 %).
    """
    of_class = reference.classes.reindex(assets[c.ASSET_CLASS])
    tax = np.where(assets[c.VAT_BASIS].to_numpy() == "inc", 1 + vat, 1.0)
    own_price = _number(assets[c.REPLACEMENT_COST_GBP])
    own_works = _number(assets[c.WORKS_COST_GBP])
    price_assumed = ~(own_price > 0)
    works_assumed = np.isnan(own_works)
    equipment = np.where(price_assumed, of_class["price_mid_gbp"].to_numpy(), own_price / tax)
    works = np.where(works_assumed, of_class["works_share_mid"].to_numpy() * equipment, own_works / tax)
    return pd.DataFrame(
        {
            c.ASSET_ID: assets[c.ASSET_ID],
            c.EQUIPMENT_GBP_EX_VAT: equipment,
            c.WORKS_GBP_EX_VAT: works,
            c.EQUIPMENT_ASSUMED: price_assumed,
            c.WORKS_ASSUMED: works_assumed,
        },
        index=assets.index,
    )


def _number(values: pd.Series) -> np.ndarray:
    return values.to_numpy(dtype="float64", na_value=np.nan)
