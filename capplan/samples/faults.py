"""The faults planted in the sample registers, as rows of a table, and the planting."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from capplan import columns as c
from capplan.columns import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One cell written wrongly: in which workbook (by number), for which asset and column, what stands
    there instead, and the kind of fault. An asset that is not in the register is a row of its own below
    it, with that text in the asset's column: so a total row or a remark is planted."""

    workbook: int
    asset: str
    column: Column
    written: Any
    kind: str


def _faults(*rows: tuple[int, str, Column, Any, str]) -> tuple[Fault, ...]:
    return tuple(
        Fault(workbook=workbook, asset=asset, column=column, written=written, kind=kind)
        for workbook, asset, column, written, kind in rows
    )


# Workbooks 1, 5, 9 ... are plain; 2, 6, 10 ... titled; 3, 7, 11 ... thousands; 4, 8, 12 ... UK text.
FAULTS = _faults(
    (1, "ZA1-XR-003", c.INSTALL_DATE, dt.date(2062, 3, 14), "future date"),
    (1, "ZA2-US-002", c.ASSET_CLASS, "PACS workstation", "unknown class"),
    (1, "ZA3-CT-001", c.REPLACEMENT_COST_GBP, 780_000_000, "cost a thousand times too large"),
    (2, "ZB1-XR-002", c.INSTALL_DATE, "TBC", "text in a date"),
    (2, "ZB2-US-001", c.ACTIVITY_PER_YEAR, "not known", "text in a number"),
    (2, "Total", c.REPLACEMENT_COST_GBP, 61_850_000, "total row"),
    (3, "ZC1-CT-001", c.REPLACEMENT_COST_GBP, 820_000, "cost a thousand times too large"),
    (3, "ZC2-US-001", c.MANUFACTURE_YEAR, 1020, "impossible year"),
    (4, "ZD1-MR-001", c.REPLACEMENT_COST_GBP, "£1,140,000 inc VAT", "VAT note in a cost"),
    (4, "ZD3-XR-001", c.INSTALL_DATE, "05/13/2015", "month before day"),
    (5, "ZE1-XR-002", c.ASSET_ID, "ZE1-XR-001", "duplicate id"),
    (5, "ZE2-MR-001", c.WORKS_COST_GBP, -120_000, "negative cost"),
    (5, "ZE4-XR-001", c.INSTALL_DATE, dt.date(1965, 6, 1), "age 61"),
    (6, "ZF1-MR-001", c.REPLACEMENT_COST_GBP, "see finance", "text in a cost"),
    (6, "ZF3-XR-001", c.INSTALL_DATE, "c. 2009", "approximate date"),
    (7, "ZG1-XR-001", c.INSTALL_DATE, "TBC", "text in a date"),
    (7, "Total", c.REPLACEMENT_COST_GBP, 9_240, "total row"),
    (8, "ZH1-CT-001", c.INSTALL_DATE, "14/09/2062", "future date"),
    (8, "ZH2-US-002", c.REPLACEMENT_COST_GBP, "TBA", "text in a cost"),
    (9, "ZJ1-MG-001", c.ASSET_CLASS, None, "missing class"),
    (9, "ZJ3-US-001", c.RISK_LIKELIHOOD, 7, "impossible rating"),
    (9, "Grand total", c.REPLACEMENT_COST_GBP, 74_300_000, "total row"),
    (10, "ZK2-CT-001", c.ASSET_CLASS, "CT Scaner", "misspelt class"),
    (10, "ZK4-US-002", c.QA_STATUS, "Fine", "unknown choice"),
    (11, "ZL3-MR-001", c.ASSET_CLASS, None, "missing class"),
    (11, "ZL5-XR-002", c.ASSET_ID, "ZL5-XR-001", "duplicate id"),
    (12, "ZM2-XR-001", c.INSTALL_DATE, "FY2013/14", "financial year for a date"),
    (12, "ZM4-XM-001", c.ASSET_CLASS, "Lithotripter", "unknown class"),
    (13, "ZN2-XR-002", c.INSTALL_DATE, dt.date(2012, 5, 1), "installed before it was made"),
    (13, "ZN2-XR-002", c.MANUFACTURE_YEAR, 2019, "installed before it was made"),
    (13, "ZN4-XM-001", c.INSTALL_DATE, None, "no dates"),
    (13, "ZN4-XM-001", c.PURCHASE_DATE, None, "no dates"),
    (13, "ZN4-XM-001", c.MANUFACTURE_YEAR, None, "no dates"),
    (14, "ZP1-US-002", c.ASSET_ID, "ZP1-US-001", "duplicate id"),
    (14, "ZP3-XR-003", c.INSTALL_DATE, "31/02/2014", "impossible date"),
    (15, "ZQ1-XR-001", c.INSTALL_DATE, dt.date(1965, 9, 30), "age 61"),
    (16, "ZR1-US-001", c.SERIAL_NUMBER, "US999999", "duplicate serial number"),
    (16, "ZR1-US-002", c.SERIAL_NUMBER, "US999999", "duplicate serial number"),
    (17, "ZS1-CT-001", c.ACTIVITY_PER_YEAR, -4_200, "negative activity"),
    (17, "ZS5-US-003", c.HOURS_USED_PER_YEAR, 12_000, "more hours than a year has"),
    (18, "ZT2-MG-001", c.DOSE_RATIO, -0.8, "negative dose"),
    (18, "Machines below are on loan", c.ASSET_ID, "Machines below are on loan", "remark among the rows"),
    (19, "ZU2-XR-003", c.ACTIVITY_PER_YEAR, 31_000, "activity over capacity"),
    (19, "ZU2-XR-003", c.CAPACITY_PER_YEAR, 9_000, "activity over capacity"),
    (20, "ZV3-XR-002", c.REPLACEMENT_COST_GBP, "(£210,000)", "negative cost"),
    (21, "ZW2-XR-004", c.END_OF_SUPPORT_DATE, dt.date(1985, 1, 31), "support ended before it was installed"),
    (22, "ZX1-CT-001", c.RISK_CONSEQUENCE, 9, "impossible rating"),
    (22, "ZX2-XR-001", c.NOTES, '=HYPERLINK("https://example.invalid","Manual")', "formula as text"),
    (23, "ZY1-XR-001", c.INSTALL_DATE, 39_904, "day number for a date"),
    (24, "ZZ4-MR-001", c.PLANNED_REPLACEMENT_DATE, "not planned", "text in a date"),
)  # fmt: skip


def faults_in(workbook: int) -> tuple[Fault, ...]:
    """The faults planted in one workbook, by its number from 1 to 24."""
    return tuple(fault for fault in FAULTS if fault.workbook == workbook)


def planted(cells: pd.DataFrame, faults: Iterable[Fault], *, sheet_for: Column | None = None) -> pd.DataFrame:
    """A register's cells (`laid_out`) with the faults written into them: the same rows in the same
    order, and below them, on the last sheet, a row for each asset named that the register does not have.

    Raises KeyError where the register has no such column.
    """
    faults = tuple(faults)
    if not faults:
        return cells
    known = set(cells[c.ASSET_ID])
    added = pd.DataFrame(
        {c.ASSET_ID: list(dict.fromkeys(fault.asset for fault in faults if fault.asset not in known))},
        columns=cells.columns,
        dtype=object,
    )
    if sheet_for is not None:
        added = added.assign(**{sheet_for: cells[sheet_for].iloc[-1]})
    frame = pd.concat([cells, added], ignore_index=True)
    frame = frame.where(frame.notna(), None)
    place = dict(zip(frame[c.ASSET_ID], frame.index, strict=True))
    for fault in faults:
        if fault.column not in frame.columns:
            raise KeyError(f"workbook {fault.workbook} has no column {fault.column}")
        frame.at[place[fault.asset], fault.column] = fault.written
    return frame
