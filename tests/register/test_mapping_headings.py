"""Headings: which are known exactly, which are only suggested, and which mean nothing."""

import datetime as dt
from collections.abc import Callable

import pytest

from capplan import columns as c
from capplan.columns import Column
from capplan.model import Register
from capplan.policy import default_policy
from capplan.register.headings import read_heading
from capplan.register.suggest import suggested

type Read = Callable[..., Register]
DATES = ["03/09/2014", "12/11/2015", "1/2/2016", dt.datetime(2016, 5, 4)]
MONEY = ["£750,000", 230_000.0, "1.2m", "90k"]

# Headings as registers of hospitals, councils, fleets and IT departments write them, with what a careful
# person takes them for.
KNOWN = {
    c.ASSET_ID: ["Asset No.", "ASSET NUMBER", "AssetNo", "Asset #", "asset_id", "Asset Tag No.", "Equip. No",
                 "Equipment ID", "EquipID", "Barcode", "Inventory No.", "Asset Ref.", "ASSET CODE",
                 "Fleet Number", "Plant No"],
    c.SERIAL_NUMBER: ["Serial No.", "S/N", "Serial Number", "SerialNo", "Ser. No.", "Manufacturer's Serial Number"],
    c.ORGANISATION_CODE: ["Trust Code", "ODS Code", "Org Code", "Organisation Code", "ORGANIZATION CODE"],
    c.ORGANISATION: ["Trust", "Trust Name", "Provider", "Name of Trust", "NHS Trust", "Organization",
                     "Health Board"],
    c.SITE: ["Site", "Hospital Site", "Hospital", "Site Name", "Location"],
    c.DEPARTMENT: ["Dept.", "Directorate", "DEPARTMENT", "Name of Department"],
    c.ROOM: ["Room No.", "Room", "Room Number"],
    c.ASSET_CLASS: ["Modality", "Type of Equipment", "Equipment Type", "EQUIP TYPE", "Asset Category",
                    "Class of Asset", "AssetClass", "Device Type"],
    c.DESCRIPTION: ["Description", "Asset Description", "Equipment Desc.", "Item description"],
    c.MANUFACTURER: ["Manufacturer", "Make", "Mfr", "OEM", "MANUF.", "Equipment Manufacturer"],
    c.MODEL: ["Model", "Model No.", "MODEL NUMBER", "ModelName"],
    c.SUPPLIER: ["Supplier", "Supplied by"],
    c.QUANTITY: ["Qty", "Quantity", "QTY.", "No. off", "No. of units"],
    c.INSTALL_DATE: ["Date Installed", "Installation Date", "Install Date", "InstallDate", "Date of Installation",
                     "Year of installation", "Year installed", "Commissioning Date", "Date commissioned",
                     "Commissioned", "In-Service Date", "InServiceDate", "Go-Live", "Go Live Date",
                     "Installed (dd/mm/yyyy)", "Date put into service", "Installed Yr"],
    c.PURCHASE_DATE: ["Purchase Date", "Date of Purchase", "Date Purchased", "Acquisition Date", "Date acquired"],
    c.MANUFACTURE_YEAR: ["Year of Manufacture", "YoM", "Date of Manufacture", "Yr. of manufacture",
                         "Manufacture Year"],
    c.AGE_YEARS: ["Age", "Age (years)", "Age (yrs)", "Equipment Age", "Age in years"],
    c.REFURBISHED_DATE: ["Refurbished", "Date Refurbished", "Date of last upgrade"],
    c.END_OF_SUPPORT_DATE: ["End of Support", "EOS", "End of Support Date", "Support end date", "EoSL"],
    c.PLANNED_REPLACEMENT_DATE: ["Planned Replacement Year", "Replacement Year", "Year of Replacement",
                                 "Replacement Due", "Planned Repl. Date", "Replace by"],
    c.EXPECTED_LIFE_YEARS: ["Expected Life", "Useful Life (years)", "Asset Life (yrs)", "UEL", "Life Expectancy"],
    c.ACTIVITY_PER_YEAR: ["Annual Activity", "Exams per annum", "Scans p.a.", "Number of exams", "Exams/year"],
    c.HOURS_AVAILABLE_PER_YEAR: ["Staffed hours", "Opening hours"],
    c.UNPLANNED_EVENTS: ["Breakdowns", "No. of breakdowns", "Call-outs"],
    c.SUPPORT_STATUS: ["Support Status", "OEM support"],
    c.OS_STATUS: ["Operating System", "OS"],
    c.CONDITION: ["Condition", "Condition Grade", "Condition rating"],
    c.RISK_LIKELIHOOD: ["Likelihood (1-5)", "Risk likelihood"],
    c.REPLACEMENT_COST_GBP: ["Replacement Cost", "Repl. Cost (£)", "Replacement value £",
                             "Est. Replacement Cost (£k)", "Cost of Replacement", "Replacement cost £'000 ex VAT",
                             "REPLACEMENT COST (£)"],
    c.WORKS_COST_GBP: ["Enabling Works (£)", "Enabling works cost", "Turnkey"],
    c.PURCHASE_COST_GBP: ["Purchase Cost", "Purchase Price (£)", "Original Cost", "Acquisition cost"],
    c.BOOK_VALUE_GBP: ["NBV", "Net Book Value (£)", "NBV £k"],
    c.MAINTENANCE_GBP_PER_YEAR: ["Annual Maintenance Cost", "Maintenance (£ p.a.)", "Maint. cost",
                                 "Service contract £ pa"],
    c.CONTRACT_END_DATE: ["Contract End Date", "Warranty Expiry", "Warranty end date", "Service contract end"],
    c.FINANCE_METHOD: ["Ownership", "Funding Source", "Funding route"],
    c.STATUS: ["Status", "Operational Status", "Asset Status", "Current status"],
    c.NOTES: ["Notes", "Comments", "REMARKS", "Additional comments"],
}  # fmt: skip
# Headings that a careful person leaves alone, or would ask about.
NOT_KNOWN = [
    "Asset", "Cost", "Value", "Date", "Type", "ID", "No.", "Code", "Number", "Year", "Life", "Contact",
    "Order Number", "PO Number", "Purchase Order Date", "Assigned to", "Assigned User", "Full Name", "Email",
    "Username", "License#", "Last service date", "Next service due", "Date of last PPM", "PPM frequency",
    "Remaining life (years)", "Life remaining", "Age band", "Age at replacement", "Installed by", "Installation",
    "Commissioning", "Commissioning engineer", "In service", "Warranty", "Warranty (months)", "Disposal date",
    "Date disposed", "Residual value", "Scrap value", "Depreciation", "Depreciation method",
    "Annual depreciation (£)", "Checkout Type", "Colour", "Weight (kg)", "Parameter", "Hire cost", "Cost centre",
    "Cost code", "Budget holder", "Serial / Tag", "Make / Model", "Make and model", "Manufacturer and model",
    "Replacement cost ($)", "Purchase cost (EUR)", "Downtime (days)", "Scans per day",
    "Risk", "Risk owner", "Risk rating total", "Priority", "Previous location", "Location changed on",
    "Site contact", "Trust lead", "Site phone no", "Number of users", "Fault description", "Fault type",
    "Model year", "Support phone", "Support contract number", "Contract number", "Supplier ref",
    "Replacement model", "Replaced by", "Replacement status", "Replacement comments", "Replacement cost source",
    "Cost of replacement parts", "Maintenance provider", "Maintenance cycle", "Quantity replaced",
    "Description of fault", "Room temperature", "Department code", "Class A or B", "Year end", "Document",
    "Image", "Phụ tùng", "设备编号", "", "2024", "Unnamed: 3", "£", "Finance lead", "Funding year", "Notes link",
]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "column"), [(heading, column) for column, headings in KNOWN.items() for heading in headings]
)
def test_headings_that_mean_one_thing_are_known(heading: str, column: Column) -> None:
    """Case, spacing, punctuation, camel case, word order, abbreviations and units do not hide a heading."""
    read = read_heading(heading)
    assert read is not None
    assert read.column == column


@pytest.mark.parametrize("heading", NOT_KNOWN)
def test_no_heading_is_matched_to_what_it_merely_resembles(heading: str) -> None:
    """A heading that means something else, or several things, is never matched by itself."""
    assert read_heading(heading) is None


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("SỐ LƯỢNG\nQuantity", c.QUANTITY),
        ("NGÀY LẮP ĐẶT\nInstallation date", c.INSTALL_DATE),
        ("Serial No\n序列号", c.SERIAL_NUMBER),
        ("Équipement / Asset no", c.ASSET_ID),
        ("Serial\nTag", None),
        ("Make / Model", None),
        ("Site\nDépartement\nDepartment", None),
    ],
)
def test_a_heading_in_two_languages_is_known_by_one_half(heading: str, column: Column | None) -> None:
    """One half that is known is enough if the other is plainly of another language; two that differ are not."""
    read = read_heading(heading)
    assert (read.column if read else None) == column


SUGGESTED = [
    ("Comissioned on", DATES, c.INSTALL_DATE),
    ("Dyddiad gosod / Date installed", DATES, c.INSTALL_DATE),
    ("When was it installed?", DATES, c.INSTALL_DATE),
    ("Manufactr", ["Siemens", "GE", "Philips"], c.MANUFACTURER),
    ("Approx. cost of replacemnt (£k)", MONEY, c.REPLACEMENT_COST_GBP),
    ("Machine serial", ["A1", "B2", "C3"], c.SERIAL_NUMBER),
    ("Kit", ["CT", "MRI", "General X-ray"], c.ASSET_CLASS),
    ("Life", [7, 10, 12], c.EXPECTED_LIFE_YEARS),
]
VETOED = [
    ("Comissioned on", ["by Smith", "Ward 4", "see file", "2014"]),
    ("Comissioned on", [dt.datetime(2031, 4, 1), dt.datetime(2032, 4, 1)]),
    ("Order Number", ["PO-1", "PO-2"]),
    ("Last service date", DATES),
    ("Remaining life (yrs)", [1, 2, 3]),
    ("Approx replacement value", ["high", "low", "medium"]),
    ("Approx replacement value", [2027, 2028, 2029]),
    ("Machine serial", ["A", "A", "A", "A"]),
    ("Checkout Type", ["asset", "asset"]),
    ("Replacement cost ($) approx", MONEY),
    ("Colour", ["red", "blue"]),
    ("Owner phone", ["01234 567", "01235 123"]),
    ("Model picture", ["x.jpg", "y.jpg"]),
    ("Comissioned on", ["", "N/A", "-"]),
]


@pytest.mark.parametrize(("heading", "cells", "column"), SUGGESTED)
def test_a_near_heading_is_suggested(heading: str, cells: list[object], column: Column) -> None:
    """A name that is nearly known, over values that fit, is suggested with the share that fits."""
    found = suggested(heading, cells, (), default_policy())
    assert found is not None
    assert found.heading.column == column
    assert found.share >= 0.6
    assert f"({column})" in found.names


@pytest.mark.parametrize(("heading", "cells"), VETOED)
def test_cells_veto_a_suggestion(heading: str, cells: list[object]) -> None:
    """A near name over values that do not fit, or a word that turns its meaning, suggests nothing."""
    assert suggested(heading, cells, (), default_policy()) is None


def test_a_column_that_is_read_already_is_not_suggested_again() -> None:
    """One column a field: what another heading gives is not offered a second time."""
    assert suggested("Comissioned on", DATES, {c.INSTALL_DATE}, default_policy()) is None


def test_the_unit_of_a_suggested_heading_is_kept() -> None:
    """Thousands and VAT in an unknown heading go with the suggestion."""
    found = suggested("Approx repl. costs (£k, ex VAT)", MONEY, (), default_policy())
    assert found is not None
    assert (found.heading.scale, found.heading.vat) == (1_000, "ex")


def test_suggestions_are_never_applied(read: Read) -> None:
    """A suggestion is a warning with its reason; the column is kept as text and read as nothing."""
    rows = [["Asset No", "Modality", "Model", "Comissioned on"], *(["A", "CT", "X", day] for day in DATES)]
    register = read([rows[0], *([f"A{place}", *row[1:]] for place, row in enumerate(rows[1:]))])
    finding = register.findings.set_index(c.CODE).loc["R090"]
    assert (finding[c.CELL], finding[c.COLUMN], finding[c.SEVERITY]) == ("D1", "install_date", "warning")
    assert "Installed (install_date): 100 % of its values read as dates" in finding[c.MEND]
    assert register.assets[c.INSTALL_DATE].isna().all()
    assert register.assets[c.EXTRA][0] == '{"Comissioned on": "03/09/2014"}'


def test_columns_that_no_field_holds_are_kept(read: Read) -> None:
    """Unknown columns, second columns for a field and columns without a heading are kept as text."""
    headings = ["Asset No", "Modality", "Installed", "Colour", "Class", None]
    register = read([headings, ["A", "CT", 2014, "Red", "MRI", 7], ["B", "CT", 2015, None, None, None]])
    assert register.assets[c.EXTRA].tolist()[0] == '{"Colour": "Red", "Class": "MRI", "column F": "7"}'
    assert register.assets[c.EXTRA].isna().tolist() == [False, True]
