"""The four styles in which the sample registers are kept, as rows of a table.

A style says which columns a register has, under which headings, in which order, and how dates, money
and choices are written. Every heading is one that `capplan.columns` knows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.columns import Column
from capplan.reference import load_reference

Style = Literal["plain", "titled", "thousands", "uk_text"]
Cells = Callable[[pd.Series], pd.Series]
UK_DATE = "%d/%m/%Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One style of register.

    - `headings`: the columns it has, in order, each with its heading.
    - `title`: lines above the headings, a blank row after them; `{title}`, `{invented}` and `{as_at}` are
      filled in.
    - `notes`: lines of a sheet called Notes after the registers; none, no such sheet.
    - `sheet_for`: a sheet for each value of this column, which is then in no column; else one sheet.
    - `dates`, `money`, `words`: how cells of those kinds are written.
    """

    headings: Mapping[Column, str]
    title: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheet_for: Column | None = None
    dates: Cells
    money: Cells
    words: Mapping[str, str]


def is_money(column: Column) -> bool:
    """Whether a column holds pounds.

    >>> is_money(c.WORKS_COST_GBP), is_money(c.QUANTITY)
    (True, False)
    """
    return column.unit.startswith("£")


def _as_dates(values: pd.Series) -> pd.Series:
    return pd.Series(values.dt.date, dtype=object)


def _as_uk_text(values: pd.Series) -> pd.Series:
    return pd.Series(values.dt.strftime(UK_DATE))


def _as_pounds(values: pd.Series) -> pd.Series:
    return values


def _as_thousands(values: pd.Series) -> pd.Series:
    return values.astype("float64").div(1_000)


def _as_pounds_text(values: pd.Series) -> pd.Series:
    return pd.Series([f"£{amount:,}" if pd.notna(amount) else np.nan for amount in values], values.index, dtype="str")


_CLASS_TITLES = {str(key): str(title) for key, title in load_reference().classes["title"].items()}
_CLASS_WORDS = _CLASS_TITLES | {
    "ct": "CT",
    "mri": "MRI 1.5T",
    "mri_3t": "MRI 3T",
    "xray_room": "General X-ray",
    "fluoroscopy": "Screening room",
    "c_arm_mobile": "Image intensifier",
    "cardiac_cath": "Cath lab",
    "dxa": "DEXA",
    "pet_ct": "PET/CT",
}
_WORDS = {
    "supported": "Supported", "ends_24m": "Ends within 24 months", "ended_spares": "Ended, spares available",
    "ended_no_spares": "Ended, no spares", "extended": "Extended", "unsupported_isolated": "Unsupported, isolated",
    "unsupported_connected": "Unsupported, connected", "exploited": "Exploited", "normal": "Normal",
    "rising": "Rising", "unacceptable": "Unacceptable", "pass": "Pass", "remedial": "Remedial",
    "restricted": "Restricted", "suspended": "Suspended", "none": "None", "mitigated": "Mitigated",
    "unmitigated": "Unmitigated", "n_plus_1": "N+1", "limited": "Limited", "single": "Single",
    "single_emergency": "Single, emergency", "in_use": "In use", "spare": "Spare", "out_of_use": "Out of use",
    "disposed": "Disposed", "owned": "Owned", "lease": "Lease", "managed_service": "Managed service", "pfi": "PFI",
    "charity": "Charity",
}  # fmt: skip

_TITLED = {
    c.ASSET_ID: "Asset number", c.SERIAL_NUMBER: "Serial no", c.ORGANISATION_CODE: "Trust code",
    c.ORGANISATION: "Trust", c.NETWORK: "Imaging network", c.SITE_CODE: "Site code", c.SITE: "Hospital",
    c.DEPARTMENT: "Dept", c.ROOM: "Room no", c.ASSET_CLASS: "Modality", c.MANUFACTURER: "Make", c.MODEL: "Model",
    c.INSTALL_DATE: "Date installed", c.PURCHASE_DATE: "Date of purchase", c.MANUFACTURE_YEAR: "Year of manufacture",
    c.REFURBISHED_DATE: "Upgraded", c.END_OF_SUPPORT_DATE: "End of support",
    c.PLANNED_REPLACEMENT_DATE: "Planned replacement", c.EXPECTED_LIFE_YEARS: "Useful life",
    c.ACTIVITY_PER_YEAR: "Exams per year", c.HOURS_USED_PER_YEAR: "Hours used",
    c.HOURS_AVAILABLE_PER_YEAR: "Hours available", c.UNPLANNED_EVENTS: "Breakdowns",
    c.OBSERVATION_YEARS: "Years of fault data", c.DOWNTIME_TREND: "Downtime trend",
    c.SUPPORT_STATUS: "Vendor support", c.OS_STATUS: "OS status", c.QA_STATUS: "QA result",
    c.SAFETY_NOTICE: "Field safety notice", c.DOSE_RATIO: "Dose / DRL", c.REDUNDANCY: "Resilience",
    c.CONSEQUENCE_GBP_PER_EVENT: "Cost of failure", c.CONDITION: "Condition grade", c.RISK_LIKELIHOOD: "Likelihood",
    c.RISK_CONSEQUENCE: "Consequence", c.REPLACEMENT_COST_GBP: "Replacement cost", c.WORKS_COST_GBP: "Enabling works",
    c.MAINTENANCE_GBP_PER_YEAR: "Maintenance per year", c.FINANCE_METHOD: "Funding", c.STATUS: "Operational status",
    c.LOCKED_YEAR: "Committed year", c.NOTES: "Comments",
}  # fmt: skip
_THOUSANDS = {
    c.ASSET_ID: "Asset no", c.SITE: "Site", c.ASSET_CLASS: "Equipment type", c.MANUFACTURER: "Manufacturer",
    c.MODEL: "Model no", c.SERIAL_NUMBER: "S/N", c.INSTALL_DATE: "Commissioned", c.MANUFACTURE_YEAR: "YOM",
    c.END_OF_SUPPORT_DATE: "EOS", c.ACTIVITY_PER_YEAR: "Exams p.a.", c.CAPACITY_PER_YEAR: "Annual capacity",
    c.HOURS_USED_PER_YEAR: "Annual hours used", c.HOURS_AVAILABLE_PER_YEAR: "Staffed hours",
    c.UNPLANNED_EVENTS: "Unplanned faults", c.OBSERVATION_YEARS: "Fault period (years)",
    c.DOWNTIME_HOURS_PER_YEAR: "Downtime (hours)", c.SUPPORT_STATUS: "Support", c.OS_STATUS: "Operating system",
    c.QA_STATUS: "QA", c.SAFETY_NOTICE: "Safety notice", c.REDUNDANCY: "Backup", c.CONDITION: "Condition",
    c.REPLACEMENT_COST_GBP: "Repl. cost (£k)", c.WORKS_COST_GBP: "Enabling works (£k)",
    c.PURCHASE_COST_GBP: "Original cost (£k)", c.BOOK_VALUE_GBP: "NBV (£k)",
    c.MAINTENANCE_GBP_PER_YEAR: "Maintenance p.a. (£k)", c.FINANCE_METHOD: "Purchase method",
    c.STATUS: "Asset status", c.NOTES: "Remarks",
}  # fmt: skip
_UK_TEXT = {
    c.ORGANISATION_CODE: "Provider code", c.ORGANISATION: "Provider", c.SITE: "Location",
    c.ASSET_ID: "Inventory number", c.ASSET_CLASS: "Type of equipment", c.MANUFACTURER: "OEM", c.MODEL: "Model name",
    c.SERIAL_NUMBER: "Serial number", c.INSTALL_DATE: "In service date", c.PURCHASE_DATE: "Acquisition date",
    c.MANUFACTURE_YEAR: "Year made", c.REFURBISHED_DATE: "Refurbished", c.END_OF_SUPPORT_DATE: "Obsolescence date",
    c.PLANNED_REPLACEMENT_DATE: "Replacement date", c.ACTIVITY_PER_YEAR: "Annual activity",
    c.HOURS_USED_PER_YEAR: "Hours run", c.HOURS_AVAILABLE_PER_YEAR: "Opening hours", c.UNPLANNED_EVENTS: "Call-outs",
    c.OBSERVATION_YEARS: "Observation period (years)", c.DOWNTIME_TREND: "Downtime trend",
    c.SUPPORT_STATUS: "OEM support", c.OS_STATUS: "Cyber status", c.QA_STATUS: "QA status", c.SAFETY_NOTICE: "MHRA",
    c.DOSE_RATIO: "Dose ratio", c.REDUNDANCY: "Redundancy", c.RISK_LIKELIHOOD: "Risk likelihood",
    c.RISK_CONSEQUENCE: "Impact", c.REPLACEMENT_COST_GBP: "Replacement value", c.WORKS_COST_GBP: "Works cost",
    c.PURCHASE_COST_GBP: "Purchase price", c.MAINTENANCE_GBP_PER_YEAR: "Service contract",
    c.CONTRACT_END_DATE: "Warranty end", c.FINANCE_METHOD: "Funding route", c.STATUS: "Status", c.NOTES: "Notes",
}  # fmt: skip

LAYOUTS: Mapping[Style, Layout] = {
    "plain": Layout(
        headings={column: str(column) for column in c.ASSETS},
        dates=_as_dates, money=_as_pounds, words={},
    ),
    "titled": Layout(
        headings=_TITLED,
        title=("{title}", "{invented}", "As at {as_at}"),
        dates=_as_dates, money=_as_pounds, words=_WORDS | _CLASS_TITLES,
    ),
    "thousands": Layout(
        headings=_THOUSANDS,
        notes=(
            "{title}", "{invented}",
            "A sheet for each organisation. Costs are in thousands of pounds (£k), without VAT. As at {as_at}.",
        ),
        sheet_for=c.ORGANISATION,
        dates=_as_dates, money=_as_thousands, words=_WORDS | _CLASS_TITLES,
    ),
    "uk_text": Layout(
        headings=_UK_TEXT,
        dates=_as_uk_text, money=_as_pounds_text, words=_WORDS | _CLASS_WORDS,
    ),
}  # fmt: skip


def laid_out(assets: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """Assets as the cells of a register in this layout: values as they stand in the sheet, None where blank.

    Columns are those of the layout that `assets` has, in the layout's order, and after them the column
    that names the sheets, if any.
    """
    columns = [column for column in layout.headings if column in assets.columns]
    named = [layout.sheet_for] if layout.sheet_for else []
    cells = {column: _cells(assets[column], column, layout).astype(object) for column in [*columns, *named]}
    frame = pd.DataFrame(cells, index=assets.index, columns=[*columns, *named])
    return frame.astype(object).where(frame.notna(), None)


def _cells(values: pd.Series, column: Column, layout: Layout) -> pd.Series:
    if column.kind == "date":
        return layout.dates(values)
    if is_money(column):
        return layout.money(values)
    if column.kind == "choice":
        return values.map(lambda value: layout.words.get(value, value), na_action="ignore")
    return values
