"""What capital is made of: the prices of the registers, optimism bias, VAT and inflation, one upon the other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan.columns import (
    ACTION,
    ASSET_ID,
    ASSETS,
    CAPITAL_GBP,
    EQUIPMENT_GBP_EX_VAT,
    PRICE_BASE_YEAR,
    REPLACEMENT_COST_GBP,
    VAT_BASIS,
    WORKS_GBP_EX_VAT,
    YEAR,
)
from capplan.reference.prices import priced
from capplan.reporting.case import Case
from capplan.reporting.content import Table
from capplan.reporting.formats import financial_year
from capplan.reporting.grid import ONE_TABLE, Grid, GridColumn
from capplan.reporting.tables import plain_table

EQUIPMENT, WORKS, UNDER_VAT = "equipment", "works", "under_vat"
PARTS = ("Prices without VAT", "Optimism bias", "VAT", "Inflation to the year of payment")
_TITLE = "What capital is made of"
_SAYS = "Each part is on all before it: VAT on price and bias, inflation on all three from the year of their prices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """Capital by year of the plan in the parts of `PARTS`, pounds; they add up to the year's capital."""

    years: tuple[int, ...]
    parts: tuple[tuple[float, ...], ...]

    @property
    def by_year(self) -> tuple[float, ...]:
        """The parts added up for each year."""
        return tuple(map(sum, zip(*self.parts, strict=True)))


def unpacked(case: Case) -> Unpacked:
    """A plan's capital in its parts: C = P (1 + bias) (1 + VAT) (1 + inflation) ^ (year - price base)."""
    cash, prices = case.scenario.plan.cash, case.scenario.policy.prices
    shares = price_parts(case).reindex(cash[ASSET_ID])
    equipment, works = (np.nan_to_num(shares[name].to_numpy(float)) for name in (EQUIPMENT, WORKS))
    bias = prices.optimism_bias
    before_bias = equipment / (1 + bias.equipment) + works / (1 + bias.works) + (1 - equipment - works)
    base_year = shares[PRICE_BASE_YEAR].fillna(case.scenario.policy.plan.price_base).to_numpy(float)
    capital, year = (pd.to_numeric(cash[name]).to_numpy(float) for name in (CAPITAL_GBP, YEAR))
    with_vat = capital / (1 + prices.inflation) ** (year - base_year)
    with_bias = with_vat / (1 + prices.vat)
    base = with_bias * before_bias
    parts = (base, with_bias - base, with_vat - with_bias, capital - with_vat)
    return Unpacked(
        years=tuple(case.years),
        parts=tuple(tuple(float(part[year == one].sum()) for one in case.years) for part in parts),
    )


def price_parts(case: Case) -> pd.DataFrame:
    """By asset: which shares of its capital are equipment, works, and under VAT that a change of the rate moves, and
    the year whose prices it is in."""
    policy = case.scenario.policy
    assets = case.scenario.assets.reindex(columns=[*ASSETS])
    prices, bias = priced(assets, policy.reference, vat=policy.prices.vat), policy.prices.optimism_bias
    equipment = prices[EQUIPMENT_GBP_EX_VAT].to_numpy(float) * (1 + bias.equipment)
    works = prices[WORKS_GBP_EX_VAT].to_numpy(float) * (1 + bias.works)
    action = assets[ASSET_ID].map(case.schedule.set_index(ASSET_ID)[ACTION])
    of_equipment = action.map({"replace": 1.0, "upgrade": 1.0, "lease": policy.actions.lease_capital_share}).fillna(0.0)
    of_works = action.isin(["replace", "lease"]).to_numpy(float)
    parts = np.nan_to_num(np.column_stack([equipment * of_equipment.to_numpy(float), works * of_works]))
    shares = parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-9)
    # A price that the register gives with VAT stays as it is when the rate changes.
    is_with_vat = (assets[VAT_BASIS] == "inc").to_numpy(bool, na_value=False) & (
        pd.to_numeric(assets[REPLACEMENT_COST_GBP]).to_numpy(float, na_value=np.nan) > 0
    )
    base = pd.to_numeric(assets[PRICE_BASE_YEAR]).fillna(policy.plan.price_base).to_numpy(int)
    return pd.DataFrame(
        {EQUIPMENT: shares[:, 0], WORKS: shares[:, 1], UNDER_VAT: 1.0 - is_with_vat, PRICE_BASE_YEAR: base},
        index=assets[ASSET_ID],
    )


def capital_parts_table(case: Case) -> tuple[Table, ...]:
    """The parts of capital by year, for a paper; nothing where the plan spends nothing."""
    ours = unpacked(case)
    if not sum(ours.by_year):
        return ()
    rows = [
        (name, *map(case.money, amounts), case.money(sum(amounts)))
        for name, amounts in (*zip(PARTS, ours.parts, strict=True), ("Capital", ours.by_year))
    ]
    headings = ("Part", *map(financial_year, ours.years), "Total")
    caption = f"{_TITLE}, {case.money.heading}"
    return (plain_table("capital-parts", caption, headings, rows, numbers=range(1, len(headings)), note=f"{_SAYS}."),)


def capital_parts(case: Case) -> Grid:
    """The same for the workbook."""
    ours = unpacked(case)
    return Grid(
        sheet="Capital parts",
        title=f"{_TITLE}, by year",
        lines=(f"{_SAYS}. As the plan was solved. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Part", width=34),
            *(GridColumn(label=f"{financial_year(year)} (£)", form="pounds") for year in ours.years),
            GridColumn(label="All years (£)", form="pounds"),
        ),
        rows=tuple(
            (name, *amounts, sum(amounts))
            for name, amounts in (*zip(PARTS, ours.parts, strict=True), ("Capital", ours.by_year))
        ),
    )
