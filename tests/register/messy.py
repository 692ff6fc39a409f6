"""Registers as people keep them, each with its truth: what every cell means, or that it means nothing sure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from capplan import columns as c
from capplan.columns import Column

UNSURE = object()  # a cell that no careful person could read: blank, with a finding at its address


@dataclass(frozen=True, kw_only=True)
class Messy:
    """A register: its headings by column, and under each the cells as they stand, with the truth beside.

    A column's cells are pairs of what stands there and what it means. `above` are the rows over the headings.
    """

    name: str
    headings: Mapping[Column, str]
    cells: Mapping[Column, Sequence[tuple[Any, Any]]]
    above: Sequence[Sequence[Any]] = ()
    as_text: bool = False
    beside: Mapping[Column, Any] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(next(iter(self.cells.values())))

    def rows(self) -> list[list[Any]]:
        """The sheet, from its first row: above, headings, cells; every row with an id, a class and a date."""
        columns = self.columns()
        body = [[self._raw(column, row) for column in columns] for row in range(self.count)]
        return [*map(list, self.above), [self.headings.get(column, str(column)) for column in columns], *body]

    def columns(self) -> list[Column]:
        usual = [column for column in (c.ASSET_ID, c.ASSET_CLASS, c.INSTALL_DATE) if column not in self.cells]
        return [*usual, *(column for column in self.beside if column not in usual), *self.cells]

    def _raw(self, column: Column, row: int) -> Any:
        if column in self.cells:
            return self.cells[column][row][0]
        return self.beside.get(column, self._usual(column, row))

    def _usual(self, column: Column, row: int) -> Any:
        return {c.ASSET_ID: f"Q-{row:03}", c.ASSET_CLASS: "ct", c.INSTALL_DATE: dt.date(2015, 6, 20)}[column]


def day(year: int, month: int = 7, of_month: int = 1) -> dt.date:
    """A date; a year alone is its middle."""
    return dt.date(year, month, of_month)


UK_DATES = Messy(
    name="dates as a department types them",
    headings={c.INSTALL_DATE: "Date installed", c.ASSET_ID: "Asset no"},
    cells={c.INSTALL_DATE: [
        ("03/09/2014", day(2014, 9, 3)), ("25/12/2014", day(2014, 12, 25)), ("3rd Sept 2014", day(2014, 9, 3)),
        ("3 September 2014", day(2014, 9, 3)), ("03-Sep-14", day(2014, 9, 3)), ("3.9.14", day(2014, 9, 3)),
        ("Sept 2014", day(2014, 9)), ("Sep-14", day(2014, 9)), ("09/2014", day(2014, 9)), ("2014", day(2014)),
        (2014, day(2014)), ("2014.0", day(2014)), ("2014-09-03", day(2014, 9, 3)),
        ("2014-09-03 00:00:00", day(2014, 9, 3)),
        ("2014-05-01T09:30:00", day(2014, 5, 1)), ("39904", day(2009, 4)), (39904, day(2009, 4)),
        ("Wed 3 Sept 2014", day(2014, 9, 3)), ("1st of April 2015", day(2015, 4)), ("20140903", day(2014, 9, 3)),
        ("c. 2010", day(2010)), ("circa 2010", day(2010)), ("approx 2010", day(2010)), ("2010?", day(2010)),
        ("~ 2010", day(2010)), ("est. 2010", day(2010)), ("late 2010", day(2010)), ("2010 (approx)", day(2010)),
        ("pre-2005", day(2005)), ("Pre 2005", day(2005)), (dt.date(2014, 9, 3), day(2014, 9, 3)),
        ("10 years", UNSURE), ("10 yrs old", UNSURE), ("31/02/2015", UNSURE), ("30 Feb 2014", UNSURE),
        ("29/02/2015", UNSURE),
        ("13/25/2015", UNSURE), ("when the wing opened", UNSURE), ("post 2005", UNSURE), ("2008 or 2009", UNSURE),
        ("2014 (refurb 2019)", UNSURE), ("1990s", UNSURE), ("12/13", UNSURE), ("3 Spetember 2014", UNSURE),
        ("01/01/0214", UNSURE), ("31/12/9999", UNSURE), ("see notes", UNSURE), ("14-Sep", UNSURE), (12.5, UNSURE),
    ]},
)  # fmt: skip

FINANCIAL = Messy(
    name="financial years and quarters",
    headings={c.INSTALL_DATE: "Commissioned", c.LOCKED_YEAR: "Committed year"},
    cells={
        c.INSTALL_DATE: [
            ("2012-13", day(2012, 10)), ("2016/17", day(2016, 10)), ("FY2004/05", day(2004, 10)),
            ("FY 12/13", day(2012, 10)),
            ("2012/2013", day(2012, 10)), ("F/Y 2012-13", day(2012, 10)), ("Q2 2015", day(2015, 4)),
            ("2015 Q3", day(2015, 7)),
            ("Q4 2015/16", day(2016, 1)), ("2015/18", UNSURE), ("FY2005", UNSURE), ("Q5 2015", UNSURE),
        ],
        c.LOCKED_YEAR: [
            ("2027/28", 2027), (2027, 2027), ("2028", 2028), ("Feb 2028", 2027), ("01/04/2028", 2028),
            ("FY2027/28", 2027),
            ("", None), ("TBC", None), ("27/28", 2027), ("soon", UNSURE), ("2027-28", 2027), ("2030/31", 2030),
        ],
    },
)  # fmt: skip

AMERICAN = Messy(
    name="an export with the month first",
    headings={c.INSTALL_DATE: "In service date"},
    as_text=True,
    cells={c.INSTALL_DATE: [
        ("9/3/2014", day(2014, 9, 3)), ("12/25/2014", day(2014, 12, 25)), ("1/23/23", day(2023, 1, 23)),
        ("4/4/2012", day(2012, 4, 4)), ("13/25/2014", UNSURE),
    ]},
)  # fmt: skip

MIXED_ORDERS = Messy(
    name="both orders in one column",
    headings={c.INSTALL_DATE: "Installed"},
    cells={c.INSTALL_DATE: [
        ("25/12/2014", day(2014, 12, 25)), ("12/25/2014", day(2014, 12, 25)), ("03/09/2014", UNSURE),
        ("04/04/2014", day(2014, 4, 4)),
    ]},
)  # fmt: skip

MONEY = Messy(
    name="money as it is written",
    headings={c.REPLACEMENT_COST_GBP: "Replacement cost"},
    cells={c.REPLACEMENT_COST_GBP: [
        ("£750,000", 750_000), ("£750,000.00", 750_000), ("750000", 750_000), (750000, 750_000), ("£750k", 750_000),
        ("750K", 750_000), ("£0.75m", 750_000), ("£.75m", 750_000), ("1.2 million", 1_200_000), ("£1.2 M", 1_200_000),
        ("£1.2mil", 1_200_000), ("750 000", 750_000), ("GBP 750,000", 750_000), ("750,000 GBP", 750_000),
        ("750,000 pounds", 750_000),
        ("£600k - £700k", 650_000), ("600-700k", 650_000), ("£600,000 to £700,000", 650_000),
        ("between £600k and £700k", 650_000),
        ("c. £750k", 750_000), ("approx £750,000", 750_000), ("£750k est.", 750_000), ("~£750k", 750_000),
        ("£750k?", 750_000),
        ("£750k + VAT", 750_000), ("£750k ex VAT", 750_000), ("£750k exVAT", 750_000),
        ("£900,000 (inc VAT)", 900_000),
        ("7.5E+05", 750_000), ("£750k each", 750_000), ("£750,000*", 750_000), (749_999.6, 750_000),
        ("(£750,000)", UNSURE), ("-750000", UNSURE), ("2x £45k", UNSURE), ("2 x 450,000", UNSURE),
        ("£450k x 2", UNSURE),
        ("1.250.000", UNSURE), ("750.000", UNSURE), ("750.000,00", UNSURE), ("7,50,000", UNSURE),
        ("$750,000", UNSURE),
        ("750k EUR", UNSURE), ("£75OK", UNSURE), ("over £750k", UNSURE), ("<£750k", UNSURE), ("£750k+", UNSURE),
        ("£750k/£800k", UNSURE), ("see finance", UNSURE), ("POA", UNSURE), ("TBC", UNSURE),
        ("price on application", UNSURE),
        (0, UNSURE), ("nil", UNSURE), ("", None), ("-", None), ("N/A", None), ("2014-15", UNSURE), (True, UNSURE),
    ]},
)  # fmt: skip

THOUSANDS = Messy(
    name="a heading in thousands",
    headings={c.REPLACEMENT_COST_GBP: "Repl. cost (£k)", c.MAINTENANCE_GBP_PER_YEAR: "Maintenance p.a. (£k)"},
    cells={
        c.REPLACEMENT_COST_GBP: [
            (750, 750_000), ("750", 750_000), ("£750", 750_000), ("750k", 750_000), ("£1.2m", 1_200_000),
            (748.5, 748_500),
            ("600-700", 650_000), (750_000, UNSURE), ("£750,000", 750_000), ("820,000", UNSURE),
        ],
        c.MAINTENANCE_GBP_PER_YEAR: [
            (60, 60_000), ("60", 60_000), ("£60k p.a.", 60_000), ("55.5", 55_500), ("£60k pa", 60_000), (70, 70_000),
            ("50-60", 55_000), (60_000, UNSURE), ("", None), (0, UNSURE),
        ],
    },
)  # fmt: skip

SILENT_THOUSANDS = Messy(
    name="thousands that no heading tells of",
    headings={c.REPLACEMENT_COST_GBP: "Replacement cost", c.PURCHASE_COST_GBP: "Purchase cost",
        c.ASSET_CLASS: "Modality"},
    cells={
        c.ASSET_CLASS: [("CT", "ct"), ("MRI", "mri"), ("Ultrasound", "ultrasound"), ("Lithotripter", UNSURE), ("CT",
            "ct"),
                        ("Mammography", "mammography")],
        c.REPLACEMENT_COST_GBP: [(750, UNSURE), (950, UNSURE), (80, UNSURE), (300, UNSURE), (750_000, 750_000),
            ("250", UNSURE)],
        c.PURCHASE_COST_GBP: [(520, UNSURE), (700, UNSURE), (55, UNSURE), (200, UNSURE), ("£600,000", 600_000),
            (180, UNSURE)],
    },
)  # fmt: skip

AGES = Messy(
    name="ages, counted at the register's own date",
    above=[["Imaging equipment register"], ["As at 31/03/2024", None, "draft"], []],
    headings={c.AGE_YEARS: "Age (years)", c.INSTALL_DATE: "Installed", c.EXPECTED_LIFE_YEARS: "Useful life"},
    cells={
        c.AGE_YEARS: [(10, 10.0), ("10", 10.0), ("10 years", 10.0), ("10 yrs 6 months", 10.5), ("6 months", 0.5),
            ("10.5", 10.5),
                      (2014, UNSURE), ("about 10", 10.0), ("10-12 years", 11.0), ("old", UNSURE)],
        c.INSTALL_DATE: [(None, day(2014, 3, 31)), (None, day(2014, 3, 31)), (None, day(2014, 3, 31)),
            (None, day(2013, 9, 29)),
                         (None, day(2023, 9, 30)), (None, day(2013, 9, 29)), (None, UNSURE), (None, day(2014, 3, 31)),
                         (None, day(2013, 3, 31)), (None, UNSURE)],
        c.EXPECTED_LIFE_YEARS: [(10, 10.0), ("10 years", 10.0), ("10y", 10.0), ("120 months", 10.0),
            ("18 months", 1.5), (0, UNSURE),
                                ("ten", UNSURE), (10.5, 10.5), ("", None), ("10 yrs", 10.0)],
    },
)  # fmt: skip

LABELS = Messy(
    name="words for classes",
    headings={c.ASSET_CLASS: "Type of equipment"},
    cells={c.ASSET_CLASS: [
        ("CT", "ct"), ("CT Scanners", "ct"), ("Computed Tomography", "ct"), ("CT scanner (64 slice)", "ct"),
        ("CT - A&E", "ct"),
        ("MR", "mri"), ("MRI 1.5T", "mri"), ("MRI 3T", "mri_3t"), ("MRI Scanner (3.0T)", "mri_3t"), ("MRI - 3 Tesla",
            "mri_3t"),
        ("General X-Ray", "xray_room"), ("DR Room", "xray_room"), ("X-ray, mobile", "xray_mobile"), ("Mobile X-Ray",
            "xray_mobile"),
        ("Portable xray", "xray_mobile"), ("Cone beam CT", "cbct"), ("Cone-Beam CT (dental)", "cbct"),
        ("Dental CBCT", "cbct"),
        ("OPG", "dental_panoramic"), ("DEXA", "dxa"), ("DXA scanner", "dxa"), ("Image Intensifier", "c_arm_mobile"),
        ("Mobile C-arm", "c_arm_mobile"), ("Fluoroscopy", "fluoroscopy"), ("Screening room", "fluoroscopy"), ("R/F",
            "fluoroscopy"),
        ("Cath lab", "cardiac_cath"), ("Angio Suite", "angiography"), ("PET/CT", "pet_ct"), ("SPECT-CT", "spect_ct"),
        ("Gamma Camera (SPECT)", "gamma_camera"), ("Mammo", "mammography"), ("Mammography (Tomo)", "mammography"),
        ("US", "ultrasound"), ("U/S", "ultrasound"), ("Ultrasound (US)", "ultrasound"), ("Ultrasound - antenatal",
            "ultrasound"),
        ("C-arm", UNSURE), ("Scanner", UNSURE), ("X-ray/Fluoro", UNSURE), ("CT / MRI", UNSURE),
        ("PACS workstation", UNSURE),
        ("CT injector", UNSURE), ("Ultrasound probe", UNSURE), ("MRI compatible monitor", UNSURE), ("PET-MR", UNSURE),
        ("Dental X-ray", UNSURE), ("Bladder scanner", UNSURE), ("CT Scaner", UNSURE), ("Lithotripter", UNSURE),
        ("CT?", UNSURE),
        ("Mobile", UNSURE), ("Nuclear medicine", UNSURE), ("CT simulator", UNSURE), ("X-ray tube", UNSURE),
        ("", None),
    ]},
)  # fmt: skip

MAGNETS = Messy(
    name="field strengths beside the class",
    headings={c.ASSET_CLASS: "Modality", c.MODEL: "Model", c.DESCRIPTION: "Description"},
    cells={
        c.ASSET_CLASS: [("MRI", "mri_3t"), ("MRI", "mri"), ("MRI", "mri"), ("MR", "mri_3t"), ("MRI", "mri_3t"),
            ("MRI", "mri"),
                        ("CT", "ct"), ("MRI 1.5T", "mri")],
        c.MODEL: [("Vexa 3T", "Vexa 3T"), ("Vexa 1.5T", "Vexa 1.5T"), ("Vexa", "Vexa"), ("Orla 3.0T", "Orla 3.0T"),
            ("", None),
                  ("Series 3", "Series 3"), ("Vexa 3T", "Vexa 3T"), ("Vexa 3T", "Vexa 3T")],
        c.DESCRIPTION: [("", None), ("", None), ("wide bore", "wide bore"), ("", None), ("3 Tesla scanner",
            "3 Tesla scanner"),
                        ("13T400 coil set", "13T400 coil set"), ("", None), ("", None)],
    },
)  # fmt: skip

MAKERS = Messy(
    name="makers and what makes an asset itself",
    headings={c.ASSET_ID: "Asset No", c.SERIAL_NUMBER: "S/N", c.MANUFACTURER: "Make", c.MODEL: "Model no",
        c.ROOM: "Room no"},
    cells={
        c.ASSET_ID: [("00123", "00123"), (124, "124"), (" A 125\u00a0", "A 125"), ("N/A", "SN-3"), ("6.37702E+15",
            "6.37702E+15"),
                     (dt.date(2024, 4, 3), "2024-04-03"), ("=1+1", "=1+1"), ("TBC", "SN-7"), ("0001", "0001")],
        c.SERIAL_NUMBER: [("SN-0", "SN-0"), (12345678, "12345678"), ("1E5", "1E5"), ("SN-3", "SN-3"), ("SN-4",
            "SN-4"),
                          ("SN-5", "SN-5"), ("SN-6", "SN-6"), ("SN-7", "SN-7"), ("#REF!", UNSURE)],
        c.MANUFACTURER: [("Phillips", "Philips"), ("PHILIPS", "Philips"), ("Siemens", "Siemens Healthineers"),
                         ("Canon (Toshiba)", "Canon Medical"), ("Quillmed", "Quillmed"), ("GE Healthcare Ltd",
                             "GE HealthCare"),
                         ("Philips / GE", "Philips / GE"), ("unknown", None), ("Philps", "Philps")],
        c.MODEL: [("Vexa", "Vexa"), (3.0, "3"), ("1.50", "1.50"), ("003", "003"), ("None", None), ("A/B", "A/B"),
            ("", None),
                  ("x  y\nz", "x y z"), ("Ⅷ", "Ⅷ")],
        c.ROOM: [("4", "4"), (4.0, "4"), ("4-3", "4-3"), (dt.date(2026, 3, 4), "2026-03-04"), ("X1", "X1"),
            ("", None), ("B.12", "B.12"),
                 ("12A", "12A"), ("1e3", "1e3")],
    },
)  # fmt: skip

RATINGS = Messy(
    name="risk scores, grades and words",
    headings={c.RISK_RATING: "Risk rating", c.CONDITION: "Condition grade", c.MUST_TREAT: "Mandatory"},
    cells={
        c.RISK_RATING: [("4x3=12", (4, 3)), ("4 x 3", (4, 3)), ("12 (4x3)", (4, 3)), ("L4 x C3", (4, 3)),
            ("C3 x L4", (4, 3)),
                        (12, UNSURE), ("12", UNSURE), (7, UNSURE), ("6x3", UNSURE), ("4x3=11", UNSURE),
                        ("High", UNSURE), ("", None)],
        c.CONDITION: [("B", "B"), ("b", "B"), ("Grade B", "B"), ("Condition B", "B"), ("B - sound", "B"),
            ("3 - Fair", UNSURE),
                      ("B/C", UNSURE), ("B-", UNSURE), ("G", UNSURE), (3, UNSURE), ("B?", UNSURE), ("", None)],
        c.MUST_TREAT: [("Y", True), ("yes", True), ("N", False), ("No", False), (True, True), (False, False),
            (1, True), (0, False),
                       ("✓", True), ("maybe", UNSURE), ("Y/N", UNSURE), ("", None)],
    },
)  # fmt: skip

COUNTS = Messy(
    name="counts, hours and shares",
    headings={c.ACTIVITY_PER_YEAR: "Exams per year", c.HOURS_USED_PER_YEAR: "Hours used",
        c.UNPLANNED_EVENTS: "Breakdowns",
              c.DOSE_RATIO: "Dose / DRL", c.RISK_LIKELIHOOD: "Likelihood"},
    cells={
        c.ACTIVITY_PER_YEAR: [(12_500, 12_500.0), ("12,500", 12_500.0), ("12,500 exams", 12_500.0),
            ("12.5k", 12_500.0),
                              ("c. 12,500", 12_500.0), ("12,000-13,000", 12_500.0), ("12.500", UNSURE),
                              ("85%", UNSURE),
                              ("50 a week", 2_600.0), (-5, UNSURE)],
        c.HOURS_USED_PER_YEAR: [(4_000, 4_000.0), ("4,000 hrs", 4_000.0), ("4000 hours", 4_000.0),
            ("4,000.5", 4_000.5),
                                ("40 hours per week", 2_080.0), ("9,000", 9_000.0), ("24/7", UNSURE), (4_000, 4_000.0),
                                (4_000, 4_000.0), ("", None)],
        c.UNPLANNED_EVENTS: [(2, 2), ("2", 2), ("none", 0), ("nil", 0), (0, 0), ("2 faults", 2), (2.5, UNSURE),
            ("several", UNSURE),
                             ("<5", UNSURE), ("2-3", UNSURE)],
        c.DOSE_RATIO: [(0.85, 0.85), ("0.85", 0.85), ("85%", 0.85), ("0.850", 0.85), (85, UNSURE), ("85", UNSURE),
            (1.2, 1.2),
                       ("", None), ("low", UNSURE), ("110 %", 1.1)],
        c.RISK_LIKELIHOOD: [(4, 4), ("4", 4), ("4 - Likely", 4), ("Likely", 4), ("almost certain", 5), (7, UNSURE),
            ("4 - Rare", UNSURE),
                            ("Medium", UNSURE), (0, UNSURE), ("4/5", UNSURE)],
    },
)  # fmt: skip

CHOICES = Messy(
    name="status, funding and support in words",
    headings={c.STATUS: "Operational status", c.FINANCE_METHOD: "Funding", c.SUPPORT_STATUS: "Vendor support",
        c.QA_STATUS: "QA"},
    cells={
        c.STATUS: [("In use", "in_use"), ("Active", "in_use"), ("Decommissioned", "out_of_use"), ("On order",
            "ordered"),
                   ("Scrapped", "disposed"), ("In use?", "in_use"), ("", "in_use")],
        c.FINANCE_METHOD: [("Purchased", "owned"), ("MES", "managed_service"), ("Leased", "lease"), ("PFI", "pfi"),
                           ("Donated", "charity"), ("Capital / lease", UNSURE), ("", None)],
        c.SUPPORT_STATUS: [("Full", "supported"), ("Ended, no spares", "ended_no_spares"), ("Obsolete", UNSURE),
                           ("Ends in 24 months", "ends_24m"), ("Unsupported", UNSURE), ("n/a", None),
                           ("TBC", UNSURE)],
        c.QA_STATUS: [("Pass", "pass"), ("Failed", UNSURE), ("Restricted use", "restricted"), ("Suspended",
            "suspended"),
                      ("Remedial", "remedial"), ("OK", "pass"), ("Pass - remedial", UNSURE)],
    },
)  # fmt: skip

TURNED = Messy(
    name="dates that an American spreadsheet has turned round",
    headings={c.PURCHASE_DATE: "Date of purchase"},
    cells={c.PURCHASE_DATE: [
        ("25/12/2014", day(2014, 12, 25)), (dt.date(2014, 3, 9), UNSURE), (dt.date(2013, 4, 11), UNSURE),
        ("13/06/2012", day(2012, 6, 13)),
        (dt.date(2012, 1, 8), UNSURE), (dt.date(2011, 5, 5), day(2011, 5, 5)),
    ]},
)  # fmt: skip

EXPORT = Messy(
    name="an export of text from a database",
    as_text=True,
    headings={},
    cells={
        c.ASSET_ID: [("00012", "00012"), ("00013", "00013"), ("00014", "00014"), ("00015", "00015")],
        c.INSTALL_DATE: [("2015-03-02 00:00:00", day(2015, 3, 2)), ("2014-12-01 00:00:00", day(2014, 12, 1)),
            ("NULL", UNSURE),
                         ("0000-00-00", UNSURE)],
        c.PURCHASE_COST_GBP: [("525000.00", 525_000), ("610000.0000", 610_000), ("NULL", None), ("0.00", UNSURE)],
        c.ACTIVITY_PER_YEAR: [("12500.0", 12_500.0), ("nan", None), ("9800", 9_800.0), ("1,1000", UNSURE)],
        c.MANUFACTURE_YEAR: [("2014.0", 2014), ("2014", 2014), ("0", UNSURE), ("1020", UNSURE)],
        c.MUST_TREAT: [("TRUE", True), ("FALSE", False), ("t", UNSURE), ("", None)],
        c.NOTES: [("café – naïve", "café – naïve"), ('say "hello", twice', 'say "hello", twice'), ("=SUM(A1)",
            "=SUM(A1)"), ("-", None)],
    },
)  # fmt: skip

MESSY = (UK_DATES, FINANCIAL, AMERICAN, MIXED_ORDERS, MONEY, THOUSANDS, SILENT_THOUSANDS, AGES, LABELS, MAGNETS,
         MAKERS, RATINGS, COUNTS, CHOICES, TURNED, EXPORT)  # fmt: skip
