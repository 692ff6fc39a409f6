"""Every column capplan knows, spelt once.

A `Column` is its own name, so it works wherever pandas wants a key, and it carries what people
need beside the name: a printed heading, the unit, the kind of value, what it means, and the other
headings it goes by in registers. Rooms import the names; templates and workbooks print headings.

The tuples at the end (`ASSETS`, `SCORES`, ...) say which columns each frame has, in order.
"""

from collections.abc import Callable
from typing import Literal

Kind = Literal["text", "whole", "number", "date", "flag", "choice"]


class Column(str):
    """A column's name, with its printed heading, kind, unit, meaning and known aliases.

    >>> LIFE_YEARS == "life_years", LIFE_YEARS.heading, LIFE_YEARS.unit
    (True, 'Expected life', 'years')
    """

    heading: str
    kind: Kind
    unit: str
    meaning: str
    aliases: tuple[str, ...]
    choices: tuple[str, ...]

    __slots__ = ("aliases", "choices", "heading", "kind", "meaning", "unit")

    def __new__(  # noqa: D102 - the class says what it takes
        cls,
        name: str,
        heading: str,
        kind: Kind,
        meaning: str,
        *,
        unit: str = "",
        aliases: tuple[str, ...] = (),
        choices: tuple[str, ...] = (),
    ) -> "Column":
        column = super().__new__(cls, name)
        column.heading, column.kind, column.unit = heading, kind, unit
        column.meaning, column.aliases, column.choices = meaning, aliases, choices
        return column

    def __reduce__(self) -> tuple[Callable[[str], str], tuple[str]]:
        return column_named, (str(self),)

    @property
    def label(self) -> str:
        """The heading with its unit, as a table heading prints it.

        >>> LIFE_YEARS.label
        'Expected life (years)'
        """
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


def column_named(name: str) -> str:
    """The column of this module that has a name, which is what comes back from another process; else the name.

    >>> column_named("life_years").label, column_named("no such column")
    ('Expected life (years)', 'no such column')
    """
    if not _BY_NAME:
        _BY_NAME.update({value: value for value in globals().values() if isinstance(value, Column)})
    return _BY_NAME.get(name, name)


_BY_NAME: dict[str, Column] = {}


# --- What an asset is ------------------------------------------------------------------------------
ASSET_ID = Column(
    "asset_id", "Asset", "text", "The owner's own number for the asset, zeros kept",
    aliases=("asset no", "asset number", "asset tag", "asset ref", "equipment id", "equipment no", "barcode",
              "inventory number", "tag number", "equip id", "asset code", "device id", "machine id", "machine no",
              "asset reference", "equipment ref", "plant no", "fleet no", "vehicle no", "inventory no", "asset id no",
              "asset tag no", "ebme no", "ebme number", "medical physics no", "med phys no", "bme no",
              "clinical engineering no", "plant ref", "plant id", "bar code", "barcode no", "barcode number",
              "unique id", "unique ref", "unique reference", "unique asset id", "uid", "item id", "trust asset no",
              "trust asset number", "trust asset tag", "trust asset id", "equipment tag", "equipment tag no",
              "equipment reference", "control no", "control number", "device no", "device number", "hospital asset no",
              "asset register no", "asset register number", "fixed asset no", "fixed asset number", "fixed asset id",
              "asset identifier", "equipment identifier", "equipment code", "system id", "vehicle registration",
              "registration no", "registration number", "reg no", "vrm"),
)
SERIAL_NUMBER = Column(
    "serial_number", "Serial number", "text", "The maker's serial number",
    aliases=("serial no", "s/n", "serial", "sn", "manufacturers serial number", "equipment serial number",
              "device serial number", "manufacturer serial no", "makers serial no", "maker serial no",
              "system serial no", "chassis no", "chassis number", "vin"),
)
ORGANISATION_CODE = Column(
    "organisation_code", "Organisation code", "text", "ODS code of the owner (3 characters)",
    aliases=("trust code", "org code", "provider code", "ods code", "nhs trust code", "trust ods code", "trust ods",
              "ods organisation code", "organisation ods code", "provider ods code"),
)
ORGANISATION = Column(
    "organisation", "Organisation", "text", "The body that owns the asset",
    aliases=("trust", "company", "provider", "trust name", "organisation name", "owner", "nhs trust", "health board",
              "owning organisation", "owning trust", "provider name", "provider organisation", "owned by",
              "foundation trust", "legal entity", "council", "university", "nhs organisation", "organisation (trust)"),
)
SITE_CODE = Column(
    "site_code", "Site code", "text", "ODS code of the site (5 characters)",
    aliases=("ods site code", "location code", "site ods", "site id", "hospital code"),
)
SITE = Column(
    "site", "Site", "text", "Where the asset stands",
    aliases=("hospital", "location", "campus", "site name", "hospital site", "hospital name", "site location",
              "current location", "site or hospital", "depot", "premises", "building"),
)
DEPARTMENT = Column(
    "department", "Department", "text", "The department that uses it",
    aliases=("dept", "directorate", "ward", "service", "department name", "using department", "clinical area",
              "service area", "division", "care group", "specialty", "speciality", "clinical department"),
)
ROOM = Column(
    "room", "Room", "text", "The room it stands in",
    aliases=("bay", "position", "room no", "room name", "room number", "room ref", "room reference", "room id",
              "room description"),
)
NETWORK = Column(
    "network", "Network", "text", "The imaging network, or other group that shares the money",
    aliases=("imaging network", "network name", "imaging network name", "diagnostic network",
              "diagnostic imaging network", "name of imaging network"),
)
ASSET_CLASS = Column(
    "asset_class", "Class", "choice", "A class of the reference table",
    aliases=("modality", "equipment type", "category", "class", "asset type", "type of equipment", "device type",
              "equipment category", "asset category", "equipment class", "device category", "machine type",
              "type of machine", "type of asset", "modality type", "equipment group", "asset group", "device class",
              "scanner type", "type of scanner", "imaging modality", "equipment modality", "imaging equipment type",
              "equipment family", "vehicle type", "vehicle class", "vehicle category", "type of vehicle", "plant type",
              "item type", "modality equipment", "modality equipment type", "system type", "type of device",
              "type of plant"),
)
ASSET_CLASS_RAW = Column("asset_class_raw", "Class as registered", "text", "The owner's own word for the class")
DESCRIPTION = Column(
    "description", "Description", "text", "What the owner calls it",
    aliases=("item", "equipment description", "asset description", "equipment name", "asset name",
              "item description", "item name", "device name", "device description", "name", "full description",
              "long description", "short description", "description full", "equipment details", "asset details",
              "equipment item", "asset title", "system description"),
)
MANUFACTURER = Column(
    "manufacturer", "Manufacturer", "text", "Who made it",
    aliases=("make", "oem", "brand", "vendor", "maker", "manufacturer name", "equipment manufacturer",
              "equipment make", "mfg", "mnfr", "manufactured by", "make of equipment"),
)
MODEL = Column(
    "model", "Model", "text", "The maker's model",
    aliases=("model no", "model name", "model number", "equipment model", "device model", "model type", "model full",
              "model description", "model ref", "model reference", "product name", "scanner model", "system model",
              "model version", "model designation",
              "model name number", "model and version"),
)
SUPPLIER = Column(
    "supplier", "Supplier", "text", "Who sold it",
    aliases=("supplied by", "supplier name", "purchased from", "bought from", "dealer", "distributor",
              "supplier agent"),
)
QUANTITY = Column(
    "quantity", "Quantity", "whole", "How many identical assets the row stands for",
    aliases=("qty", "no off", "count", "number of units", "number of items", "number of assets", "nos",
              "no of machines", "how many", "number of scanners", "no of scanners"),
)

# --- How old it is ---------------------------------------------------------------------------------
INSTALL_DATE = Column(
    "install_date", "Installed", "date", "When it went into service",
    aliases=("installed", "date installed", "installation date", "commissioned", "commissioning date",
              "in service date", "go live", "date commissioned", "install", "installation year", "year installed",
              "year of installation", "commission date", "commissioned date", "commissioned on", "installed on",
              "date in service", "date put into service", "date put into use", "go live date", "date of first use",
              "first use date", "year commissioned", "installed date", "install year", "year of install",
              "installation fy", "fy installed", "install fy", "financial year installed",
              "financial year of installation", "month installed", "month and year installed", "month year installed",
              "install month year", "installation month", "when installed", "date first installed", "first installed",
              "original install date", "original installation date", "date of original installation",
              "commissioning year", "year of commissioning", "installation or commissioning date",
              "date brought into service", "date into service", "date in to service", "put into service",
              "year put into service", "year into service", "placed in service", "date placed in service",
              "date placed into service", "in service from", "in service since", "in service year", "year in service",
              "service start date", "date live", "live date", "live since", "first use", "first used",
              "year of first use", "year first used", "first clinical use", "date of first clinical use",
              "date into clinical use", "clinical use date", "clinical go live date", "in use since", "in use from",
              "date in use", "date taken into use", "operational date", "operational from", "operational since",
              "date operational", "handover date", "date of handover", "acceptance date", "date accepted",
              "date of acceptance", "date of first registration", "date first registered"),
)
INSTALL_PRECISION = Column(
    "install_precision", "Precision of the install date", "choice", "How exactly the date is known",
    choices=("day", "month", "quarter", "year", "approximate"),
)
PURCHASE_DATE = Column(
    "purchase_date", "Purchased", "date", "When it was bought",
    aliases=("acquisition date", "date purchased", "date of purchase", "purchased", "year purchased",
              "purchase year", "year of purchase", "acquired", "acquisition year", "year acquired", "date acquired",
              "date bought", "year bought", "purchased on", "bought", "purchase fy", "purchase month",
              "capitalisation date", "date of capitalisation", "date capitalised", "procurement date",
              "procurement year", "date procured", "date of procurement", "acquired on"),
)
MANUFACTURE_YEAR = Column(
    "manufacture_year", "Year of manufacture", "whole", "When it was made", unit="calendar year",
    aliases=("year of manufacture", "yom", "manufactured", "year made", "manufacture date", "date of manufacture",
              "manufacturing date", "year built", "build year", "manufactured year", "manufacturing year", "y o m",
              "date manufactured", "built", "mfg date", "mfg year", "mfr year", "mfr date", "year mfd", "date mfd",
              "dom", "manufactured on", "date built", "date of build", "production year", "year of production"),
)
AGE_YEARS = Column(
    "age_years", "Age", "number", "Age at the register's as-at date", unit="years",
    aliases=("age", "age (years)", "age in years", "equipment age", "asset age", "current age", "age of equipment",
              "years in service", "years in use", "years old", "years since install", "years since installation",
              "actual age", "age to date", "age now", "age today", "scanner age", "age of scanner", "machine age",
              "age of machine", "system age", "age of system", "device age", "age of device", "vehicle age",
              "age of vehicle", "plant age", "age of plant"),
)
REFURBISHED_DATE = Column(
    "refurbished_date", "Refurbished", "date", "When it was last refurbished or upgraded",
    aliases=("refurbished", "upgraded", "refurbishment date", "upgrade date", "last refurbished", "date refurbished",
              "date of refurbishment", "last upgrade", "date of last upgrade", "upgraded on", "refurb", "refurb date",
              "last refurb", "last refurb date", "date of refurb", "date of last refurb", "refurb year",
              "refurbishment year", "year refurbished", "year of refurbishment", "last refurbishment",
              "last refurbishment date", "date of last refurbishment", "upgrade year", "year of upgrade",
              "year upgraded", "last upgraded", "last upgrade date", "major upgrade", "major upgrade date",
              "last major upgrade", "date of last major upgrade", "mid life upgrade", "mid life upgrade date"),
)
END_OF_SUPPORT_DATE = Column(
    "end_of_support_date", "End of support", "date", "When the maker stops supporting it",
    aliases=("eos", "end of support", "end of life", "obsolescence date", "eol", "eosl", "support end date",
              "support ends", "eos date", "end of service life", "oem end of support", "manufacturer end of support",
              "end of manufacturer support", "eosl date", "end of support year", "supported until", "supported to",
              "support until", "support to", "support end", "support end year", "support expiry",
              "support expiry date", "support expires", "oem eos", "oem eos date", "oem support ends",
              "oem support until", "oem support end date", "manufacturer eos", "manufacturer eos date",
              "manufacturer support ends", "manufacturer support until", "manufacturer support end date",
              "manufacturer supported until", "vendor support ends", "vendor support until", "vendor support end date",
              "vendor end of support", "supplier end of support", "end of oem support", "end of vendor support",
              "end of guaranteed support", "end of service support", "manufacturer end of support date",
              "oem end of support date"),
)
PLANNED_REPLACEMENT_DATE = Column(
    "planned_replacement_date", "Planned replacement", "date", "When the owner plans to replace it",
    aliases=("replacement year", "replace by", "eol date", "planned replacement", "planned replacement year",
              "replacement date", "estimated replacement year", "replacement due", "due for replacement",
              "replacement due date", "planned replacement fy", "proposed replacement year",
              "proposed replacement date", "replacement fy", "replacement financial year",
              "financial year of replacement", "year for replacement", "year due for replacement",
              "replacement due year", "replacement planned", "date for replacement", "due to be replaced",
              "replacement required by", "replacement needed by", "target replacement", "target replacement date",
              "target replacement year", "target replacement fy", "proposed replacement", "proposed replacement fy",
              "expected replacement", "expected replacement date", "expected replacement year",
              "expected replacement fy", "scheduled replacement", "scheduled replacement date",
              "scheduled replacement year", "forecast replacement", "forecast replacement date",
              "forecast replacement year", "anticipated replacement", "anticipated replacement date",
              "anticipated replacement year", "indicative replacement year", "indicative replacement date",
              "recommended replacement date", "recommended replacement year", "estimated replacement date",
              "planned year for replacement", "planned replacement financial year", "next replacement date",
              "next replacement year"),
)
EXPECTED_LIFE_YEARS = Column(
    "expected_life_years", "Owner's expected life", "number", "The life the owner gives it", unit="years",
    aliases=("useful life", "uel", "asset life", "expected life", "life expectancy", "life (years)",
              "expected useful life", "design life", "lifespan", "expected lifespan", "equipment life",
              "standard life", "u e l", "useful economic life", "economic life", "estimated life",
              "estimated useful life", "exp life", "exp useful life", "planned life", "expected lifetime",
              "useful lifetime", "lifetime years", "life span", "service life", "working life",
              "expected working life", "expected service life", "estimated service life", "life in years",
              "life years", "std life", "standard asset life", "nominal life", "typical life", "recommended life",
              "recommended lifespan", "lifecycle years", "life cycle years", "replacement cycle",
              "replacement cycle years", "depreciation life", "depreciation period"),
)

# --- How hard it works -----------------------------------------------------------------------------
ACTIVITY_PER_YEAR = Column(
    "activity_per_year", "Activity", "number", "What it does in a year, in the class's unit (exams, miles)",
    unit="a year",
    aliases=("scans p.a.", "exams", "mileage", "exams per year", "annual exams", "examinations per year",
              "annual activity", "activity", "scans per year", "exams p.a.", "exams last 12 months", "number of exams",
              "number of scans", "annual scans", "annual examinations", "exams a year", "scans a year", "examinations",
              "examinations a year", "scans", "annual no of exams", "annual number of exams", "annual no of scans",
              "annual number of scans", "total exams", "total scans", "yearly exams", "yearly scans", "exam volume",
              "annual exam volume", "scan volume", "annual volume", "throughput", "annual throughput", "workload",
              "annual workload", "procedures", "annual procedures", "number of procedures", "patients a year",
              "patients per year", "annual patients", "attendances", "annual attendances", "cases a year",
              "cases per year", "annual mileage", "annual miles", "miles a year", "miles per year", "exam count",
              "number of examinations", "patient throughput", "patient scans", "activity exams", "activity scans",
              "activity (exams)"),
)
CAPACITY_PER_YEAR = Column(
    "capacity_per_year", "Capacity", "number", "What it could do in a year, in the same unit", unit="a year",
    aliases=("slots", "capacity", "annual capacity", "capacity a year", "capacity exams", "capacity scans",
              "max capacity", "maximum capacity", "annual slots", "slots a year", "capacity per year", "exam capacity",
              "scan capacity", "maximum exams per year", "max exams per year", "annual exam capacity"),
)
HOURS_USED_PER_YEAR = Column(
    "hours_used_per_year", "Hours used", "number", "Hours in use in a year", unit="hours a year",
    aliases=("hours run", "hours used", "annual hours used", "run hours", "hours in use", "hours in use a year",
              "running hours", "annual running hours", "hours run a year", "hours utilised", "usage hours",
              "hours of use", "operating hours", "annual operating hours", "annual run hours"),
)
HOURS_AVAILABLE_PER_YEAR = Column(
    "hours_available_per_year", "Hours available", "number", "Staffed hours in a year", unit="hours a year",
    aliases=("opening hours", "hours available", "staffed hours", "available hours", "hours open",
              "annual opening hours", "annual staffed hours", "scheduled hours", "hours available a year",
              "hours open a year", "annual hours available"),
)

# --- How it behaves --------------------------------------------------------------------------------
UNPLANNED_EVENTS = Column(
    "unplanned_events", "Unplanned losses", "whole", "Times lost for more than a working day while observed",
    unit="events",
    aliases=("breakdowns", "call-outs", "faults", "unplanned faults", "breakdowns recorded", "number of breakdowns",
              "number of faults", "number of failures", "unplanned failures", "fault calls", "failures",
              "faults logged", "faults reported", "faults recorded", "number of call outs", "unplanned outages",
              "unplanned breakdowns", "unplanned downtime events", "unscheduled call outs", "unscheduled breakdowns",
              "breakdown calls", "equipment failures", "breakdowns logged", "breakdown count", "fault count"),
)
OBSERVATION_YEARS = Column(
    "observation_years", "Years observed", "number", "Years over which the losses were counted", unit="years",
    aliases=("years of fault data", "fault period (years)", "observation period (years)", "over years",
              "years of data", "fault history years", "period of fault data years", "years of fault history",
              "years of records", "years of breakdown data"),
)
DOWNTIME_TREND = Column(
    "downtime_trend", "Downtime trend", "choice", "Whether it is failing more often",
    aliases=("downtime trend",), choices=("normal", "rising", "unacceptable"),
)
DOWNTIME_HOURS_PER_YEAR = Column(
    "downtime_hours_per_year", "Downtime", "number", "Hours lost in a year", unit="hours a year",
    aliases=("down time", "downtime", "downtime hours", "downtime (hours)", "hours lost", "annual downtime hours",
              "hours down", "annual downtime", "unplanned downtime", "unplanned downtime hours", "total downtime",
              "total downtime hours", "hours of downtime", "downtime hours a year"),
)
SUPPORT_STATUS = Column(
    "support_status", "Support", "choice", "Whether the maker still supports it",
    aliases=("support", "supported", "vendor support", "support status", "oem support", "manufacturer support",
              "manufacturer support status", "oem support status", "vendor support status", "support level",
              "support position", "manufacturer supported", "oem supported", "in support", "supplier support status",
              "maintenance support status"),
    choices=("supported", "ends_24m", "ended_spares", "ended_no_spares"),
)
OS_STATUS = Column(
    "os_status", "Operating system", "choice", "Whether its software is supported and how it is connected",
    aliases=("operating system", "cyber", "os", "os status", "cyber status", "operating system status", "os support",
              "os support status", "operating system support", "operating system support status", "cyber security",
              "cyber security status", "cyber os", "os cyber", "os support position"),
    choices=("supported", "extended", "unsupported_isolated", "unsupported_connected", "exploited"),
)
QA_STATUS = Column(
    "qa_status", "Quality assurance", "choice", "Outcome of the last quality assurance test",
    aliases=("qa", "acceptance", "qa status", "qa result", "qa outcome", "qa test result",
              "quality assurance status", "last qa", "last qa result", "latest qa", "latest qa result", "qa pass fail",
              "qa test", "qa test outcome", "qc status", "qc result", "physics qa", "physics qa result", "mpe qa",
              "quality assurance result", "quality assurance outcome", "qa test status"),
    choices=("pass", "remedial", "restricted", "suspended"),
)
SAFETY_NOTICE = Column(
    "safety_notice", "Safety notice", "choice", "An open safety notice, and whether it is mitigated",
    aliases=("field safety notice", "mhra", "safety notice", "fsn", "open safety notice", "safety notices",
              "field safety notices", "fsn status", "fsn open", "open fsn", "open fsns", "fsns", "mhra alert",
              "mhra notice", "safety alert", "safety notice status", "open safety notices",
              "field safety notice status", "open field safety notice"),
    choices=("none", "mitigated", "unmitigated"),
)
DOSE_RATIO = Column(
    "dose_ratio", "Dose against reference", "number", "Median dose over the diagnostic reference level", unit="ratio",
    aliases=("dose", "drl", "dose / drl", "dose ratio", "drl ratio", "ratio to drl", "dose v drl", "dose vs drl",
              "dose against drl", "dose relative to drl", "dose to drl ratio", "median dose drl",
              "dose compared with drl", "median dose against drl", "dose as ratio of drl", "dose x drl"),
)
OUTAGE_DAYS_PER_EVENT = Column(
    "outage_days_per_event", "Outage", "number", "Days lost at each unplanned loss", unit="days an event",
    aliases=("outage days", "days lost per event", "mean repair days", "mean time to repair days", "mttr days",
              "days per outage", "days lost per outage", "average days lost", "average repair days",
              "average outage days", "mean outage days", "days down per fault", "days lost per fault",
              "days lost per breakdown", "outage"),
)
REDUNDANCY = Column(
    "redundancy", "Resilience", "choice", "What stands in when it is lost",
    aliases=("backup", "resilience", "redundancy", "back up", "backup available", "backup arrangements",
              "back up arrangements", "backup status", "resilience level", "resilience status", "redundancy level",
              "redundancy status"),
    choices=("n_plus_1", "limited", "single", "single_emergency"),
)
CONSEQUENCE_GBP_PER_EVENT = Column(
    "consequence_gbp_per_event", "Cost of a failure", "whole", "What one unplanned loss costs", unit="£ an event",
    aliases=("cost of failure", "consequence of failure", "cost per failure", "cost of a failure", "cost per outage",
              "cost of outage", "cost of an outage", "cost per breakdown", "cost of breakdown", "cost per event",
              "consequence of failure cost", "impact of failure cost", "failure cost"),
)
CONDITION = Column(
    "condition", "Condition", "choice", "Condition grade",
    aliases=("condition grade", "condition", "condition rating", "asset condition", "physical condition",
              "cond grade", "condition score", "condition category", "condition code", "overall condition",
              "equipment condition", "condition grading", "six facet condition", "6 facet condition",
              "condition survey grade", "estatecode condition", "condition assessment", "condition class"),
    choices=("A", "B", "C", "D", "E", "F"),
)
RISK_LIKELIHOOD = Column(
    "risk_likelihood", "Likelihood", "whole",
    "Likelihood on the 5 x 5 matrix: the owner's in a register, the worst scenario's in scores", unit="1 to 5",
    aliases=("likelihood", "risk likelihood", "likelihood score", "likelihood rating", "likelihood of failure",
              "failure likelihood", "likelihood l", "risk probability"),
)
RISK_CONSEQUENCE = Column(
    "risk_consequence", "Consequence", "whole",
    "Consequence on the 5 x 5 matrix: the owner's in a register, the worst scenario's in scores", unit="1 to 5",
    aliases=("consequence", "risk consequence", "impact", "severity", "consequence score", "consequence rating",
              "consequence c", "impact score", "impact rating", "impact i", "risk impact", "risk severity",
              "severity score", "severity rating"),
)
RISK_RATING = Column(
    "risk_rating", "Risk rating", "text", "Both of the owner's ratings in one cell, such as 4x3; read into the two",
    aliases=("risk score", "risk rating (5x5)", "risk matrix score", "current risk score", "current risk rating",
              "likelihood x consequence", "l x c", "lxc", "risk lxc", "risk l x c", "risk lxi", "risk l x i",
              "risk score lxc", "risk score l x c", "risk rating lxc", "risk rating l x c", "risk score 5x5",
              "risk score 5 x 5", "risk 5x5", "overall risk score", "overall risk rating", "risk register score",
              "risk assessment score", "risk likelihood x consequence", "risk score likelihood x consequence",
              "likelihood x impact"),
)

# --- What it costs ---------------------------------------------------------------------------------
REPLACEMENT_COST_GBP = Column(
    "replacement_cost_gbp", "Replacement cost", "whole", "Like-for-like equipment price, before works", unit="£",
    aliases=("replacement cost", "repl cost", "replacement value", "repl. cost", "cost to replace",
              "replacement price", "estimated replacement cost", "est replacement cost", "current replacement cost",
              "replacement cost estimate", "indicative replacement cost", "like for like replacement cost",
              "like for like cost", "replacement cost today", "replacement cost now", "current replacement value",
              "current replacement price", "gross replacement cost", "capital replacement cost",
              "equipment replacement cost", "asset replacement cost", "replacement capital cost",
              "estimated cost of replacement", "estimated replacement value", "estimated replacement price",
              "indicative replacement value", "replacement budget", "replacement budget cost",
              "budget replacement cost", "current cost to replace", "estimated cost to replace",
              "cost to replace today", "cost to replace now", "likely replacement cost",
              "replacement cost like for like", "indicative cost of replacement", "replacement amount",
              "full replacement cost", "new replacement cost"),
)
WORKS_COST_GBP = Column(
    "works_cost_gbp", "Enabling works", "whole", "Building works that its replacement needs", unit="£",
    aliases=("enabling works", "turnkey", "works", "works cost", "installation works", "enabling works cost",
              "enabling cost", "enabling works estimate", "building works", "building works cost", "turnkey cost",
              "works estimate", "works value", "estates works", "estates works cost", "room works", "room works cost",
              "building cost", "enabling works value", "enabling works budget", "refurbishment works",
              "refurbishment works cost", "turnkey works", "turnkey works cost", "turnkey estimate",
              "associated works", "associated works cost", "estimated works cost", "estimated enabling works cost",
              "estimated enabling works"),
)
PURCHASE_COST_GBP = Column(
    "purchase_cost_gbp", "Purchase cost", "whole", "What was paid for it", unit="£",
    aliases=("original cost", "purchase cost", "purchase price", "initial cost", "acquisition cost",
              "original purchase price", "original purchase cost", "purchase value", "price paid", "original price",
              "original value", "historic cost", "historical cost", "historic purchase cost", "cost at purchase",
              "cost when new", "capitalised cost", "gross book value", "gbv", "procurement cost",
              "purchase amount", "cost of purchase", "original capital cost", "price when new",
              "initial purchase cost", "initial purchase price", "acquisition price", "acquisition value",
              "in service cost"),
)
BOOK_VALUE_GBP = Column(
    "book_value_gbp", "Net book value", "whole", "Value in the accounts", unit="£",
    aliases=("nbv", "net book value", "book value", "current nbv", "carrying value", "carrying amount", "wdv",
              "written down value", "current book value", "net book value nbv", "nbv current",
              "current net book value"),
)
MAINTENANCE_GBP_PER_YEAR = Column(
    "maintenance_gbp_per_year", "Maintenance", "whole", "Service contract and repairs", unit="£ a year",
    aliases=("service contract", "maintenance cost", "annual maintenance", "maintenance p.a.",
              "maintenance per year", "service cost p.a.", "annual service cost", "annual maintenance cost",
              "maintenance contract cost", "annual service contract", "service contract cost",
              "annual maintenance contract", "annual service contract cost", "service cost", "service contract pa",
              "service contract value", "service contract price", "annual service", "annual service charge",
              "annual service contract value", "annual contract cost", "annual contract value", "contract cost a year",
              "contract value a year", "maintenance charge", "annual maintenance charge", "yearly maintenance",
              "yearly maintenance cost", "maintenance cost a year", "maintenance contract value",
              "svc cost", "svc contract", "svc contract cost",
              "annual maintenance contract cost", "annual maintenance contract value", "cost of maintenance",
              "annual cost of maintenance", "service contract cost a year", "service and maintenance cost",
              "maintenance and service cost", "annual service and maintenance cost", "annual servicing cost",
              "servicing cost"),
)
CONTRACT_END_DATE = Column(
    "contract_end_date", "Contract ends", "date", "When the service contract or warranty ends",
    aliases=("warranty end", "contract end", "service contract end", "contract end date", "warranty expiry",
              "warranty end date", "warranty expires", "warranty until", "warranty expiry date", "contract expiry",
              "contract expiry date", "maintenance contract end", "maintenance contract end date",
              "service contract expiry", "contract ends", "contract expires", "contract until",
              "service contract ends", "service contract end date", "service contract expires",
              "service contract expiry date", "service contract until", "maintenance contract ends",
              "maintenance contract expires", "maintenance contract expiry", "maintenance contract expiry date",
              "warranty ends", "warranty to", "warranty end year", "end of warranty", "end of contract",
              "end of service contract", "service contract to", "end of warranty date"),
)
CURRENCY = Column("currency", "Currency", "text", "Currency of the row's amounts", aliases=("ccy", "currency code"))
VAT_BASIS = Column(
    "vat_basis", "VAT basis", "choice", "Whether the row's prices hold VAT",
    aliases=("vat", "vat basis", "vat inc exc", "vat inc ex", "vat status", "vat treatment", "vat included",
              "vat inclusive", "vat incl", "price vat basis"),
    choices=("ex", "inc"),
)
PRICE_BASE_YEAR = Column(
    "price_base_year", "Price base", "whole", "The year whose prices the row is in", unit="year",
    aliases=("price base", "cost year", "price year", "cost base year", "price base date", "price base fy",
              "costs year", "cost price base", "price level", "price level year"),
)
FINANCE_METHOD = Column(
    "finance_method", "Finance", "choice", "How it was paid for",
    aliases=("funding", "ownership", "purchase method", "funding route", "finance method", "funding source",
              "funding type", "finance type", "ownership type", "owned leased", "owned lease", "own lease",
              "leased owned", "lease or owned", "owned or leased", "owned or lease", "purchased leased",
              "purchased or leased", "purchase or lease", "lease or purchase", "funded by", "how funded",
              "how financed", "funding method", "funding stream", "finance route", "finance source", "financing",
              "financing method", "finance arrangement", "source of funds", "source of finance", "acquisition method",
              "acquisition route", "purchase route", "ownership status", "ownership model"),
    choices=("owned", "lease", "managed_service", "pfi", "charity", "loan"),
)
STATUS = Column(
    "status", "Status", "choice", "Whether it is in use",
    aliases=("operational status", "asset status", "in use", "current status", "equipment status", "in use status",
              "operational", "active", "operational state", "asset state", "device status", "use status",
              "usage status", "working status", "service status", "status of equipment", "status of asset"),
    choices=("in_use", "spare", "ordered", "out_of_use", "disposed"),
)
LOCKED_YEAR = Column(
    "locked_year", "Committed in", "whole", "Financial year in which replacement is already committed",
    unit="financial year",
    aliases=("committed", "committed year", "replacement committed", "committed fy", "fy committed", "committed in",
              "year committed", "committed replacement year", "committed replacement", "committed replacement fy",
              "replacement committed fy", "replacement committed year", "locked fy", "committed financial year"),
)
MUST_TREAT = Column(
    "must_treat", "Must be treated", "flag", "Whether the plan has to deal with it",
    aliases=("mandatory", "must do", "must replace", "must be replaced", "must be treated", "mandatory replacement",
              "mandatory replace", "replacement mandatory", "must treat"),
)
BUNDLE = Column(
    "bundle", "Scheme", "text", "Assets that must be done together",
    aliases=("scheme", "project", "scheme name", "project name", "capital scheme", "linked scheme", "linked project",
              "capital project", "scheme ref", "scheme reference"),
)
NOTES = Column(
    "notes", "Notes", "text", "Anything else",
    aliases=("comments", "remarks", "comment", "note", "additional notes", "additional comments", "general comments",
              "additional info", "additional information", "further info", "further information", "other info",
              "other information", "other comments", "other notes", "observations", "any other information",
              "free text", "estates comments", "user comments", "notes and comments", "comments and notes",
              "general notes", "any other comments", "comments notes"),
)
EXTRA = Column(
    "extra", "Other columns", "text", "Every column of the register that no other field holds, by heading, as JSON",
)

# --- Where a row came from -------------------------------------------------------------------------
SOURCE_FILE = Column("source_file", "File", "text", "The workbook the row was read from")
SOURCE_SHEET = Column("source_sheet", "Sheet", "text", "The sheet it was read from")
SOURCE_ROW = Column("source_row", "Row", "whole", "The row on that sheet, counted from 1")
ASSUMED = Column("assumed", "Assumed", "text", "Columns of the row that were assumed, with a space between")

# --- Findings --------------------------------------------------------------------------------------
CODE = Column("code", "Code", "text", "The rule's code, the same everywhere")
SEVERITY = Column("severity", "Severity", "choice", "How much it matters", choices=("error", "warning", "note"))
FILE = Column("file", "File", "text", "The file it is in")
SHEET = Column("sheet", "Sheet", "text", "The sheet it is on")
CELL = Column("cell", "Cell", "text", "The cell's address, for example F118")
COLUMN = Column("column", "Column", "text", "The canonical column it concerns")
VALUE_SEEN = Column("value_seen", "Seen", "text", "What the cell holds")
VALUE_USED = Column("value_used", "Used", "text", "What capplan used, or blank if nothing")
MESSAGE = Column("message", "What is wrong", "text", "The fault in a sentence")
MEND = Column("mend", "How to mend it", "text", "What to do about it")
FINDING_COUNT = Column("count", "Times", "whole", "How many times it was found")
FIRST_AT = Column("first", "First at", "text", "The first address at which it was found")

# --- Networks --------------------------------------------------------------------------------------
PRIMARY = Column("primary", "Primary", "flag", "Whether it is the network that plans the organisation's equipment")
VALID_FROM = Column("from", "From", "date", "First day of the membership, blank if always")
VALID_TO = Column("to", "To", "date", "Last day of the membership, blank if still valid")
SUCCESSOR = Column("successor", "Successor", "text", "What the network is called after the merger")

# --- Scores ----------------------------------------------------------------------------------------
LIFE_YEARS = Column("life_years", "Expected life", "number", "Life at its own rate of use", unit="years")
LIFE_CONSUMED_RATIO = Column("life_consumed_ratio", "Life consumed", "number", "Age over expected life", unit="ratio")
AGE_VALUE = Column("age_value", "Age value", "number", "Consumed life as a value", unit="0 to 100")
UTILISATION_VALUE = Column("utilisation_value", "Utilisation value", "number", "Service pressure", unit="0 to 100")
RISK_VALUE = Column("risk_value", "Risk value", "number", "Yearly risk cost on a log scale", unit="0 to 100")
NEED_SCORE = Column("need_score", "Need score", "number", "Age, utilisation and risk, weighted", unit="0 to 100")
NEED_LOW = Column("need_low", "Need, low", "number", "Need if every missing field were at its best", unit="0 to 100")
NEED_HIGH = Column(
    "need_high", "Need, high", "number", "Need if every missing field were at its worst", unit="0 to 100"
)
RISK_COST_GBP_PER_YEAR = Column(
    "risk_cost_gbp_per_year", "Risk cost", "number", "Expected cost of failure, safety and cyber", unit="£ a year"
)
NEED_BAND = Column(
    "need_band", "What it calls for", "text",
    "The band of its need; those of its high and of its low where what is missing sets the two far apart",
)
NEED_FIGURE = Column(
    "need_figure", "Need score", "text", "Its need, or low to high where what is missing leaves it open"
)
COMPLETENESS_RATIO = Column(
    "completeness_ratio", "Completeness", "number", "Share of the fields that scoring asks for which are given",
    unit="ratio",
)
WIDEST_FIELD = Column("widest_field", "Field worth chasing", "text", "The missing field that widens need most")
MEAN_RANK = Column("mean_rank", "Mean rank", "number", "Rank by need, 1 the neediest, over every weighting drawn")
TOP_RATIO = Column(
    "top_ratio", "Among the neediest", "number", "Share of all weightings under which it is among the neediest",
    unit="ratio",
)
TOP_ORDERED_RATIO = Column(
    "top_ordered_ratio", "Among the neediest, risk first", "number",
    "The same where risk counts at least as much as age, and age as utilisation", unit="ratio",
)
TOP_SETS_RATIO = Column(
    "top_sets_ratio", "Among the neediest, weight sets", "number",
    "Share of the reference table's weight sets under which it is among the neediest", unit="ratio",
)
ROBUSTNESS_WORD = Column(
    "robustness", "Robustness", "choice", "How far its standing hangs on the weights",
    choices=("robust", "likely", "depends on weights"),
)
NEXT_ASSET_ID = Column("next_asset_id", "Next in need", "text", "The asset that comes next in order of need")
NEED_MARGIN = Column("need_margin", "Ahead by", "number", "How much more it needs than the next", unit="points")
IS_CERTAIN = Column(
    "is_certain", "Certain", "flag", "Whether it needs more than the next whatever the missing fields turn out to be"
)
FAVOURED_RATIO = Column(
    "favoured_ratio", "Weightings in favour", "number",
    "Share of all weightings, exact, under which it needs at least as much as the next", unit="ratio",
)
FLIPS_AT_AGE = Column(
    "flips_at_age_weight", "Swaps at age", "number",
    "Weight of age at which the two change places, the others keeping their proportion", unit="weight",
)
FLIPS_AT_UTILISATION = Column(
    "flips_at_utilisation_weight", "Swaps at utilisation", "number",
    "Weight of utilisation at which the two change places, the others keeping their proportion", unit="weight",
)
FLIPS_AT_RISK = Column(
    "flips_at_risk_weight", "Swaps at risk", "number",
    "Weight of risk at which the two change places, the others keeping their proportion", unit="weight",
)
PARTS_MOVED = Column("parts_moved", "Moves", "text", "The parts of need that it moves")
VARIANCE_RATIO = Column(
    "variance_ratio", "Share of variance", "number", "How much of the variance of need over the register it makes",
    unit="ratio",
)
CLASS_RATE_PER_YEAR = Column(
    "class_rate_per_year", "Rate in the tables", "number", "The class's rate of unplanned losses as the tables have it",
    unit="a year",
)
STRESS = Column("stress", "Stress run", "text", "What was changed")
STRESS_KIND = Column("stress_kind", "Of", "text", "Whether need was ranked, or the worth of replacing")
TOP_KEPT_RATIO = Column(
    "top_kept_ratio", "Neediest that stay", "number", "Share of the neediest that are so still", unit="ratio"
)
WIDTH_REMOVED = Column(
    "width_removed", "Narrows need by", "number", "How much narrower need would be, were the field known", unit="points"
)
MEAN_WIDTH_REMOVED = Column(
    "mean_width_removed", "Narrows need by, mean", "number", "The same for one asset that lacks it", unit="points"
)
FIELD_HEADING = Column("field_heading", "Field", "text", "What the missing column is called")
QALYS_PER_YEAR = Column(
    "qalys_per_year", "Health at risk", "number", "Expected loss of health by harm", unit="QALY a year"
)
QALYS_AVOIDED = Column(
    "qalys_avoided", "Health gained", "number",
    "Loss that a like-for-like successor would avoid over the appraisal, discounted at the rate for health",
    unit="QALY",
)
HEALTH_GBP = Column(
    "health_gbp", "Worth of health gained", "number", "The same in pounds: not cash, and in no other figure", unit="£"
)
EXPLANATION = Column("explanation", "In words", "text", "Why it scores as it does, in a sentence")
FACT = Column("fact", "What", "text", "One figure that its score follows from")
SHOWN = Column("shown", "Figure", "text", "The figure with its unit")
BASIS = Column("basis", "From", "text", "The register, or what was assumed and over what range, or how it follows")
RISK_BAND = Column(
    "risk_band", "Risk band", "text", "Band of likelihood x consequence, an overlay on the risk cost"
)
FLAGS = Column(
    "flags", "Flags", "text",
    "over_10y: past the age that guidance gives; U_from_exams: utilisation rests on activity, which sets life too; "
    "consolidate: so little used that consolidation comes before replacement. A space between",
)
GATE = Column("gate", "Must-treat gate", "text", "The duty that makes it must-treat, or blank")
FAULT_RATE_PER_YEAR = Column(
    "fault_rate_per_year", "Fault rate", "number", "Unplanned losses to expect, condition allowed for", unit="a year"
)
CONSEQUENCE_USED_GBP = Column(
    "consequence_used_gbp", "Cost of a failure used", "number", "The row's own, else the class's", unit="£ an event"
)
SAFETY_COST_GBP_PER_YEAR = Column(
    "safety_cost_gbp_per_year", "Safety risk cost", "number", "Expected cost of harm", unit="£ a year"
)
CYBER_COST_GBP_PER_YEAR = Column(
    "cyber_cost_gbp_per_year", "Cyber risk cost", "number", "Expected cost of a cyber event", unit="£ a year"
)
AGE_USED_YEARS = Column("age_used_years", "Age", "number", "Age at the plan's as-at date", unit="years")

# --- The picture of services ------------------------------------------------------------------------
POPULATION = Column("population", "Population", "whole", "People the organisation serves", unit="people")
ESTABLISHMENT_WTE = Column(
    "establishment_wte", "Establishment", "number", "Posts that are funded", unit="whole-time equivalents"
)
VACANT_WTE = Column(
    "vacant_wte", "Vacancies", "number", "Funded posts that are not filled", unit="whole-time equivalents"
)
PAY_GBP = Column("pay_gbp", "Pay", "number", "What staff of the service cost in a year", unit="£ a year")
NON_PAY_GBP = Column("non_pay_gbp", "Non-pay", "number", "What else the service costs in a year", unit="£ a year")
EXAMS_PER_YEAR = Column("exams_per_year", "Exams", "number", "Examinations done in a year", unit="a year")
DEMAND_GROWTH = Column("demand_growth", "Growth of demand", "number", "How fast demand grows", unit="ratio a year")
LEVEL = Column(
    "level", "Level", "choice", "Whether organisations or networks are compared", choices=("organisation", "network")
)
GROUP = Column("group", "Organisation or network", "text", "The organisation or network measured")
MEASURE = Column("measure", "Measure", "text", "What is measured")
MEASURED = Column("measured", "Value", "number", "What it comes to")
OVERALL = Column("overall", "Overall", "number", "The same over all that are compared")
LOW_LIMIT = Column("low_limit", "Low limit", "number", "Below this lies more than chance, at three standard deviations")
HIGH_LIMIT = Column(
    "high_limit", "High limit", "number", "Above this lies more than chance, at three standard deviations"
)
OUTLIER = Column("outlier", "Outlier", "choice", "Whether it lies outside its limits", choices=("high", "low"))
GROUP_COUNT = Column("groups", "Compared", "whole", "How many are compared")
LEAST = Column("least", "Least", "number", "The least of them")
MEDIAN = Column("median", "Median", "number", "The middle of them")
MOST = Column("most", "Most", "number", "The most of them")
OUTLIERS = Column("outliers", "Outliers", "text", "Those outside their limits, by name")
WHAT_IS_MISSING = Column("what_is_missing", "Missing", "text", "What is not there, so that it is not compared")
AGED_COUNT = Column("aged", "Age known", "whole", "Assets in use whose age is known")
UP_TO_5_RATIO = Column("up_to_5_ratio", "Up to 5 years", "number", "Share of those with a known age", unit="ratio")
OVER_5_TO_10_RATIO = Column(
    "over_5_to_10_ratio", "Over 5 to 10 years", "number", "Share of those with a known age", unit="ratio"
)
OVER_10_RATIO = Column("over_10_ratio", "Over 10 years", "number", "Share of those with a known age", unit="ratio")
GUIDE_RULES_MET = Column("guide_rules_met", "Rules met", "whole", "Of the three rules of the age guide", unit="of 3")

# --- Options, cash, budget, decisions --------------------------------------------------------------
OPTION_ID = Column("option_id", "Option", "text", "One action on one asset starting in one year")
ACTION = Column("action", "Action", "text", "What is done")
START_YEAR = Column("start_year", "Start", "whole", "Financial year in which it starts", unit="financial year")
BENEFIT_GBP = Column("benefit_gbp", "Net present benefit", "number", "What it is worth, net of its own cost", unit="£")
CAPITAL_GBP = Column("capital_gbp", "Capital", "whole", "Capital in cash of the year", unit="£")
YEAR = Column("year", "Year", "whole", "Financial year, by the calendar year it starts in", unit="financial year")
FUND = Column("fund", "Paid by", "text", "The ring-fenced fund that pays, or the envelope")
ENVELOPE_GBP = Column("envelope_gbp", "Capital envelope", "whole", "The most that may be spent in the year", unit="£")
REVENUE_GBP = Column(
    "revenue_gbp", "Revenue", "whole", "What it adds to a year's running cost; below 0 it saves", unit="£"
)
CARBON_TONNES = Column(
    "carbon_tonnes", "Carbon", "number", "Greenhouse gas of the year, to the kilogram", unit="tonnes"
)
REVENUE_ENVELOPE_GBP = Column(
    "revenue_envelope_gbp", "Revenue limit", "whole", "The most that the year's revenue may come to", unit="£"
)
CARBON_LIMIT_TONNES = Column(
    "carbon_limit_tonnes", "Carbon limit", "number", "The most that the year's carbon may come to", unit="tonnes"
)
RENEWS = Column("renews", "Renews", "flag", "Whether a new machine stands in its place afterwards")
REMOVES = Column("removes", "Removes", "flag", "Whether no machine stands in its place afterwards")
CAPACITY_AFTER = Column(
    "capacity_after_per_year", "Capacity afterwards", "number", "Exams that its place can do in a year afterwards",
    unit="a year",
)
NEED_REMOVED = Column("need_removed", "Need removed", "number", "How far it lowers the need score", unit="points")
IN_USE_YEAR = Column(
    "in_use_year", "In use", "whole", "Financial year in which it is done, and what it brings begins",
    unit="financial year",
)
RECEIVER = Column("receiver", "Work goes to", "text", "The asset that takes over the work")
AGE_REMOVED = Column("age_removed_years", "Years taken off", "number", "How many years younger it is", unit="years")
RISK_POINTS_REMOVED = Column(
    "risk_points_removed", "Risk points removed", "number", "How far it lowers likelihood times consequence",
    unit="points",
)
EXAMS_GAINED_LOW = Column("exams_gained_low", "Exams gained, least", "number", "More exams a year", unit="a year")
EXAMS_GAINED = Column("exams_gained", "Exams gained", "number", "More exams a year, if staffed", unit="a year")
EXAMS_GAINED_HIGH = Column("exams_gained_high", "Exams gained, most", "number", "More exams a year", unit="a year")
DOSE_CUT_LOW = Column("dose_cut_low", "Dose cut, least", "number", "Share of today's dose saved", unit="ratio")
DOSE_CUT = Column("dose_cut", "Dose cut", "number", "Share of today's dose that it saves", unit="ratio")
DOSE_CUT_HIGH = Column("dose_cut_high", "Dose cut, most", "number", "Share of today's dose saved", unit="ratio")
DOWNTIME_AVOIDED_LOW = Column(
    "downtime_avoided_low", "Downtime avoided, least", "number", "Days of lost service avoided", unit="days a year"
)
DOWNTIME_AVOIDED = Column(
    "downtime_avoided", "Downtime avoided", "number", "Days of lost service that it avoids", unit="days a year"
)
DOWNTIME_AVOIDED_HIGH = Column(
    "downtime_avoided_high", "Downtime avoided, most", "number", "Days of lost service avoided", unit="days a year"
)
# What a plan's actions come to in each year, added up.
EFFECT_LOW = Column("effect_low", "Least", "number", "The low end of what may be expected")
EFFECT = Column("effect", "Expected", "number", "The middle of what may be expected")
EFFECT_HIGH = Column("effect_high", "Most", "number", "The high end of what may be expected")
EFFECT_UNIT = Column("effect_unit", "Unit", "text", "What it is counted in")
WARNING = Column("warning", "Read it so", "text", "How far the figure may be trusted, and why")
# What each action but replacement would make of a machine, as scoring sees it.
UPGRADED_COST_GBP = Column(
    "upgraded_cost_gbp", "Cost if upgraded", "number", "Expected running and risk cost if upgraded", unit="£ a year"
)
KEPT_UPKEEP_GBP = Column("kept_upkeep_gbp", "Maintenance if kept", "number", "Maintenance if kept", unit="£ a year")
UPGRADED_UPKEEP_GBP = Column(
    "upgraded_upkeep_gbp", "Maintenance if upgraded", "number", "Maintenance if upgraded", unit="£ a year"
)
NEW_UPKEEP_GBP = Column(
    "new_upkeep_gbp", "Maintenance of a new one", "number", "Maintenance of one that was new in the plan's first year",
    unit="£ a year",
)
UPGRADED_FAULTS_RATIO = Column(
    "upgraded_faults_ratio", "Faults if upgraded", "number", "Faults if upgraded, over those if kept", unit="ratio"
)
NEED_AS_NEW = Column("need_as_new", "Need when replaced", "number", "The need score of its successor", unit="points")
NEED_UPGRADED = Column("need_upgraded", "Need when upgraded", "number", "Its need score once upgraded", unit="points")
RATING_AS_NEW = Column(
    "rating_as_new", "Rating when replaced", "number", "Likelihood times consequence of its successor", unit="points"
)
UTILISATION_KNOWN_RATIO = Column(
    "utilisation_known_ratio", "Hours used over hours staffed", "number",
    "Hours used over hours available, only where the register says both", unit="ratio",
)
REASON = Column("reason", "Reason", "text", "Why it is in or out")
REASON_CODE = Column("reason_code", "Kind of reason", "text", "The kind of reason, for counting")
AGE_GIVEN = Column("age_given", "Age given", "flag", "Whether the register itself gives an age")
MUST_REASON = Column("must_reason", "Duty", "text", "Why it must be treated, or blank")
DEFERRAL_COST_GBP = Column(
    "deferral_cost_gbp", "Cost of keeping it", "number", "Expected running and risk cost if kept", unit="£"
)

# --- Proof: audit, baselines, prices ---------------------------------------------------------------
RULE = Column("rule", "Rule", "text", "The rule that was added up again")
SCOPE = Column("scope", "For", "text", "The year, network, class or site that the row of the rule is for")
LIMIT = Column("limit", "Limit", "number", "The most (or, for a floor, the least) that the rule allows")
VALUE = Column("value", "Plan", "number", "What the plan comes to, in the unit of the limit")
SIDE = Column(
    "side", "Side", "choice", "Whether the limit is the most or the least allowed",
    choices=("at most", "at least", "exactly"),
)
KEPT = Column("kept", "Kept", "flag", "Whether the plan keeps the rule")
WITHOUT_RULE_GBP = Column(
    "without_rule_gbp", "Worth without it", "number", "What the best plan is worth with this rule let go", unit="£"
)
RULE_PRICE_GBP = Column(
    "rule_price_gbp", "Price of the rule", "number", "What the plan would be worth more without the rule", unit="£"
)
PRICED_BY = Column(
    "priced_by", "Priced by", "choice", "Whether shares of options may be chosen (LP) or whole ones (integer)",
    choices=("LP", "integer"),
)  # fmt: skip
GAP_GBP = Column("gap_gbp", "Known to within", "number", "How far from the best the plans compared may be", unit="£")
CHANGED_COUNT = Column("changed", "Machines that change", "whole", "Assets whose action or year is another without it")
BUDGET_SHARE = Column("budget_share", "Share of the budget", "number", "Every envelope times this", unit="ratio")
BOUND_GBP = Column("bound_gbp", "At most worth", "number", "No plan with this money is worth more (LP)", unit="£")
VALUE_GBP = Column("value_gbp", "Plan worth", "number", "What a plan found with this money is worth", unit="£")
CHANGE = Column("change", "Change", "text", "Whether it comes in, drops out or moves")
FROM_YEAR = Column("from_year", "From", "whole", "Start year in the plan compared with", unit="financial year")
TO_YEAR = Column("to_year", "To", "whole", "Start year in this plan", unit="financial year")
LEVER = Column("lever", "What would have to change", "text", "The figure that would have to be another")
LEVER_BY = Column("lever_by", "By how much", "text", "How far it would have to go, by the LP's prices")
CONFIRMED = Column("confirmed", "Solved", "text", "Whether the asset is in the plan found with that change")
METHOD = Column("method", "Method", "text", "A way to choose")
ASSET_COUNT = Column("assets", "Machines", "whole", "How many assets are treated")
RULES_BROKEN = Column("rules_broken", "Rules broken", "text", "The rules that the method's plan breaks")
PRICE = Column("price", "Worth of the last £1", "number", "Benefit that one more pound of the year would buy", unit="£")

# --- What a paper shows beside them ----------------------------------------------------------------
CLASS_TITLE = Column("class_title", "Class", "text", "What people call the class")
CLASS_GROUP = Column("class_group", "Class group", "text", "The group that charts show the class in")
SHARE = Column("share", "Share", "number", "How much of it belongs here", unit="ratio")
PEOPLE_PER_MACHINE = Column(
    "people_per_machine", "People a machine", "number", "People whom its organisation serves, a machine", unit="people"
)
REPLACEMENT_VALUE_GBP = Column(
    "replacement_value_gbp", "Replacement value", "number", "Replacement cost, the class's price where not given",
    unit="£",
)

ECONOMIC_LIFE_YEARS = Column(
    "economic_life_years", "Successor's economic life", "whole", "Life at which its yearly cost is least", unit="years"
)
EQUIVALENT_ANNUAL_COST_GBP = Column(
    "equivalent_annual_cost_gbp", "Successor's yearly cost", "number",
    "Levelised capital, running and risk cost of the successor", unit="£ a year"
)
SUCCESSOR_RUNNING_GBP_PER_YEAR = Column(
    "successor_running_gbp_per_year", "Successor's running cost", "number",
    "The running and risk part of the levelised cost", unit="£ a year"
)
SUCCESSOR_CAPITAL_GBP_PER_YEAR = Column(
    "successor_capital_gbp_per_year", "Successor's capital cost", "number",
    "The capital part of the levelised cost", unit="£ a year"
)

# --- Prices ----------------------------------------------------------------------------------------
EQUIPMENT_GBP_EX_VAT = Column(
    "equipment_gbp_ex_vat", "Equipment price", "number", "The row's own, else the class's; without VAT", unit="£"
)
WORKS_GBP_EX_VAT = Column(
    "works_gbp_ex_vat", "Works price", "number", "The row's own, else the class's share of equipment; without VAT",
    unit="£",
)
EQUIPMENT_ASSUMED = Column("equipment_assumed", "Equipment price assumed", "flag", "Whether it is the class's price")
WORKS_ASSUMED = Column("works_assumed", "Works price assumed", "flag", "Whether it is the class's share of equipment")

KEEP_ALL_GBP = Column(
    "keep_all_gbp", "If nothing is replaced", "number", "Expected running and risk cost in the year", unit="£"
)
DO_MINIMUM_GBP = Column(
    "do_minimum_gbp", "If the duties alone are done", "number", "Expected running and risk cost in the year", unit="£"
)
WITH_PLAN_GBP = Column(
    "with_plan_gbp", "With the plan", "number", "Expected running and risk cost in the year", unit="£"
)

# --- How good a register is, and where a value came from --------------------------------------------
WEIGHTED_BY = Column(
    "weighted_by", "Weighted by", "choice", "What each asset counts for", choices=("assets", "replacement cost")
)
COMPLETENESS_POINTS = Column("completeness_points", "Complete", "number", "Fields that planning needs which are given")
VALIDITY_POINTS = Column("validity_points", "Readable", "number", "Filled cells that could be read")
PLAUSIBILITY_POINTS = Column("plausibility_points", "Plausible", "number", "Assets that no rule of sense doubts")
UNIQUENESS_POINTS = Column("uniqueness_points", "Listed once", "number", "Assets that are listed once only")
TIMELINESS_POINTS = Column("timeliness_points", "Up to date", "number", "How recent the register says it is")
QUALITY_SCORE = Column("quality_score", "Data quality", "number", "The sum of the parts", unit="0 to 100")
QUALITY_BAND = Column("quality_band", "What that allows", "text", "What the register is fit for")
KNOWN_COST_GBP = Column(
    "known_cost_gbp", "Known replacement cost", "whole", "Sum of the costs that the register gives", unit="£"
)
COST_DEFAULTED_RATIO = Column(
    "cost_defaulted_ratio", "Cost defaulted", "number", "Share of replacement value that is the class's price",
    unit="ratio",
)
RAW_TEXT = Column("raw_text", "In the register", "text", "What the cell holds, as a person sees it")
HOW_READ = Column("how_read", "How it was read", "text", "The rule that read or assumed the value")

SCENARIO = Column("scenario", "Scenario", "text", "The scenario's name in the plan file")
TITLE = Column("title", "Title", "text", "The scenario's title")
EXTENDS = Column("extends", "Extends", "text", "The scenario whose settings it takes over")
CHANGES = Column("changes", "Changes", "text", "The settings that it changes, by name")
SETTING = Column("setting", "Setting", "text", "Its name in the plan file")
SET_TO = Column("set_to", "Value", "text", "What it is")
ORIGIN = Column("origin", "Said at", "text", "The line that says it, --set, or default")

# --- Many plans: side by side, swept, drawn ----------------------------------------------------------
NETWORK_COUNT = Column("networks", "Networks", "whole", "How many networks share the money")
OBJECTIVE_GBP = Column("objective_gbp", "Net benefit", "number", "Net present benefit of the plan", unit="£")
GAP_PERCENT = Column("gap_percent", "Gap", "number", "Distance to the best possible plan", unit="%")
COST_LEFT_GBP = Column(
    "cost_left_gbp", "Running and risk cost, last year", "number", "With the plan, in its last year", unit="£"
)
RISK_LEFT_GBP = Column(
    "risk_left_gbp_per_year", "Risk left", "number", "Yearly risk cost, at today's rates, of what is kept", unit="£"
)
OVER_AGE_RATIO = Column(
    "over_age_ratio", "Over 10 years, plan end", "number", "Share of machines over ten years old as the plan ends",
    unit="ratio",
)
REVENUE_LAST_GBP = Column(
    "revenue_last_year_gbp", "Revenue, last year", "number", "What the plan draws on revenue in its last year", unit="£"
)
BASE_GBP = Column("base_gbp", "Compared with", "whole", "Capital in the plan compared with", unit="£")
DIFFERENCE_GBP = Column("difference_gbp", "More or less", "whole", "Capital beyond the plan compared with", unit="£")
DIFFERENCE_COUNT = Column("difference_machines", "Machines more or less", "whole", "Machines treated beyond it")
BECAUSE = Column(
    "because", "Because of", "text", "What of it changed: its own data, its price, else what changed for all"
)
KIND = Column(
    "kind", "Kind", "choice", "What kind of change it is", choices=("data", "money", "rule", "price", "other")
)
WAS = Column("was", "Was", "text", "What it was in the earlier run")
NOW = Column("now", "Now", "text", "What it is in this run")
SWEPT = Column("swept", "Assumption", "text", "The assumption that is moved")
LOW_SETTING = Column("low_setting", "Low", "text", "Where it is moved to at its low end")
HIGH_SETTING = Column("high_setting", "High", "text", "Where it is moved to at its high end")
VALUE_LOW_GBP = Column("value_low_gbp", "Net benefit, low", "number", "Of the plan made at the low end", unit="£")
VALUE_HIGH_GBP = Column("value_high_gbp", "Net benefit, high", "number", "Of the plan made at the high end", unit="£")
SWING_GBP = Column("swing_gbp", "Swing", "number", "How far the net benefit moves from end to end", unit="£")
MACHINES_LOW = Column("machines_low", "Machines, low", "whole", "Machines treated at the low end")
MACHINES_HIGH = Column("machines_high", "Machines, high", "whole", "Machines treated at the high end")
CAPITAL_LOW_GBP = Column("capital_low_gbp", "Capital, low", "whole", "Capital at the low end", unit="£")
CAPITAL_HIGH_GBP = Column("capital_high_gbp", "Capital, high", "whole", "Capital at the high end", unit="£")
MOVED_LOW = Column("moved_low", "Decisions moved, low", "whole", "Assets decided otherwise at the low end")
MOVED_HIGH = Column("moved_high", "Decisions moved, high", "whole", "Assets decided otherwise at the high end")
DRAWN_QUANTITY = Column("drawn_quantity", "What", "text", "What is drawn again and again")
DRAWN = Column("drawn", "What", "text", "What is worked out in every draw")
PLANNED = Column("planned", "Planned", "number", "What the plan says")
MEAN_DRAWN = Column("mean", "Mean", "number", "Mean of the draws")
SPREAD_DRAWN = Column("standard_deviation", "Spread", "number", "Standard deviation of the draws")
P5 = Column("p5", "1 in 20 below", "number", "One draw in twenty is below")
P50 = Column("p50", "Middle", "number", "Half of the draws are below")
P95 = Column("p95", "1 in 20 above", "number", "One draw in twenty is above")
CHANCE_RATIO = Column(
    "chance_ratio", "Chance", "number", "Of a year: capital beyond its envelope; of a worth: below nothing",
    unit="ratio",
)
CORE_INDEX = Column("core_index", "Core index", "number", "Share of the plans made again that treat it", unit="ratio")
CORE_ERROR = Column("core_index_error", "Standard error", "number", "Of the core index: sqrt(p (1 - p) / draws)")
STANDING = Column(
    "standing", "Standing", "choice", "Whether every plan treats it, some do, or none",
    choices=("core", "borderline", "out"),
)
SAME_YEAR_RATIO = Column("same_year_ratio", "In the same year", "number", "Share of them that do so in the plan's year")
PLAN_NAME = Column("plan", "Plan", "text", "The plan of this scenario, or of a draw")
MEAN_VALUE_GBP = Column("mean_value_gbp", "Mean worth", "number", "Mean of what it is worth over the draws", unit="£")
WORST_VALUE_GBP = Column("worst_value_gbp", "Worst worth", "number", "The least it is worth in any draw", unit="£")
KEEPS_RULES = Column("keeps_rules", "Keeps every rule", "flag", "At the prices and the money of the scenario")
FORMER = Column("former_networks", "Was", "text", "The networks that it is made of")
ORGANISATION_COUNT = Column("organisations", "Members", "whole", "Organisations that belong to it")
OWNED_COUNT = Column("owned_machines", "Machines owned", "whole", "Machines in service that it owns")
FLOOR_GBP = Column("floor_gbp", "Floor", "number", "The least capital that the rules give it", unit="£")
BASE_FLOOR_GBP = Column("base_floor_gbp", "Floors before", "number", "Floors of the networks it is made of", unit="£")
BASE_RISK_GBP = Column(
    "base_risk_gbp_per_year", "Risk left before", "number", "Risk left of the same machines", unit="£"
)

# --- Which columns each frame has, in order --------------------------------------------------------
SOURCE = (SOURCE_FILE, SOURCE_SHEET, SOURCE_ROW)
ASSETS = (
    ASSET_ID, SERIAL_NUMBER, ORGANISATION_CODE, ORGANISATION, SITE_CODE, SITE, DEPARTMENT, ROOM, NETWORK,
    ASSET_CLASS, ASSET_CLASS_RAW, DESCRIPTION, MANUFACTURER, MODEL, SUPPLIER, QUANTITY,
    INSTALL_DATE, INSTALL_PRECISION, PURCHASE_DATE, MANUFACTURE_YEAR, AGE_YEARS, REFURBISHED_DATE,
    END_OF_SUPPORT_DATE, PLANNED_REPLACEMENT_DATE, EXPECTED_LIFE_YEARS,
    ACTIVITY_PER_YEAR, CAPACITY_PER_YEAR, HOURS_USED_PER_YEAR, HOURS_AVAILABLE_PER_YEAR,
    UNPLANNED_EVENTS, OBSERVATION_YEARS, DOWNTIME_TREND, DOWNTIME_HOURS_PER_YEAR, SUPPORT_STATUS, OS_STATUS,
    QA_STATUS, SAFETY_NOTICE, DOSE_RATIO, OUTAGE_DAYS_PER_EVENT, REDUNDANCY, CONSEQUENCE_GBP_PER_EVENT,
    CONDITION, RISK_LIKELIHOOD, RISK_CONSEQUENCE,
    REPLACEMENT_COST_GBP, WORKS_COST_GBP, PURCHASE_COST_GBP, BOOK_VALUE_GBP, MAINTENANCE_GBP_PER_YEAR,
    CONTRACT_END_DATE, CURRENCY, VAT_BASIS, PRICE_BASE_YEAR, FINANCE_METHOD, STATUS, LOCKED_YEAR, MUST_TREAT,
    BUNDLE, NOTES, EXTRA,
)  # fmt: skip
# What a register may give: the columns of an asset, and those that are read into others.
GIVEN = (*ASSETS, RISK_RATING)
FINDINGS = (CODE, SEVERITY, FILE, SHEET, CELL, ASSET_ID, COLUMN, VALUE_SEEN, VALUE_USED, MESSAGE, MEND)
GROUPED_FINDINGS = (CODE, SEVERITY, MESSAGE, FINDING_COUNT, FIRST_AT)
MEMBERSHIPS = (ORGANISATION_CODE, ORGANISATION, NETWORK, PRIMARY, VALID_FROM, VALID_TO)
SCORE_CONTRACT = (
    ASSET_ID, LIFE_YEARS, LIFE_CONSUMED_RATIO, AGE_VALUE, UTILISATION_VALUE, RISK_VALUE, NEED_SCORE, NEED_LOW,
    NEED_HIGH, RISK_LIKELIHOOD, RISK_CONSEQUENCE, RISK_COST_GBP_PER_YEAR,
)  # fmt: skip
SCORES = (
    *SCORE_CONTRACT, AGE_USED_YEARS, FAULT_RATE_PER_YEAR, CONSEQUENCE_USED_GBP, SAFETY_COST_GBP_PER_YEAR,
    CYBER_COST_GBP_PER_YEAR, COMPLETENESS_RATIO, WIDEST_FIELD, GATE, FLAGS,
    RISK_BAND,
)  # fmt: skip
ROBUSTNESS = (
    ASSET_ID, NEED_SCORE, MEAN_RANK, TOP_RATIO, TOP_ORDERED_RATIO, TOP_SETS_RATIO, ROBUSTNESS_WORD,
)  # fmt: skip
FITTED = (ASSET_CLASS, ASSET_COUNT, UNPLANNED_EVENTS, OBSERVATION_YEARS, FAULT_RATE_PER_YEAR, CLASS_RATE_PER_YEAR)
STRESSES = (STRESS, STRESS_KIND, TOP_KEPT_RATIO)
PAIRS = (
    ASSET_ID, NEXT_ASSET_ID, NEED_MARGIN, IS_CERTAIN, FAVOURED_RATIO, ROBUSTNESS_WORD, FLIPS_AT_AGE,
    FLIPS_AT_UTILISATION, FLIPS_AT_RISK,
)  # fmt: skip
VARIANCES = (FACT, PARTS_MOVED, VARIANCE_RATIO)
ORGANISATIONS = (
    ORGANISATION_CODE, ORGANISATION, POPULATION, ESTABLISHMENT_WTE, VACANT_WTE, PAY_GBP, NON_PAY_GBP, EXAMS_PER_YEAR,
    DEMAND_GROWTH,
)  # fmt: skip
SERVICES = (LEVEL, MEASURE, GROUP, MEASURED, OVERALL, LOW_LIMIT, HIGH_LIMIT, OUTLIER)
SPREAD = (LEVEL, MEASURE, GROUP_COUNT, OVERALL, LEAST, MEDIAN, MOST, OUTLIERS)
NOT_COMPARED = (ORGANISATION, WHAT_IS_MISSING)
AGE_PROFILE = (
    NETWORK, ASSET_CLASS, ASSET_COUNT, AGED_COUNT, UP_TO_5_RATIO, OVER_5_TO_10_RATIO, OVER_10_RATIO, GUIDE_RULES_MET,
)  # fmt: skip
WORTH_KNOWING = (ASSET_ID, ORGANISATION, COLUMN, WIDTH_REMOVED)
DATA_TO_COLLECT = (ORGANISATION, COLUMN, FIELD_HEADING, ASSET_COUNT, MEAN_WIDTH_REMOVED, WIDTH_REMOVED)
HEALTH = (ASSET_ID, QALYS_PER_YEAR, QALYS_AVOIDED, HEALTH_GBP)
EXPLANATIONS = (ASSET_ID, EXPLANATION)
IN_WORDS = (ASSET_ID, NEED_SCORE, NEED_LOW, NEED_HIGH, NEED_BAND, RISK_BAND, FLAGS, EXPLANATION)
FACTS = (FACT, SHOWN, BASIS)
PRICES = (ASSET_ID, EQUIPMENT_GBP_EX_VAT, WORKS_GBP_EX_VAT, EQUIPMENT_ASSUMED, WORKS_ASSUMED)
DEFERRAL = (ASSET_ID, YEAR, DEFERRAL_COST_GBP)
OUTLOOK = (
    ASSET_ID, YEAR, NEED_SCORE, RISK_LIKELIHOOD, RISK_CONSEQUENCE, RISK_COST_GBP_PER_YEAR, DEFERRAL_COST_GBP,
    EQUIVALENT_ANNUAL_COST_GBP, BENEFIT_GBP,
)  # fmt: skip
CHALLENGER = (
    ASSET_ID, ECONOMIC_LIFE_YEARS, EQUIVALENT_ANNUAL_COST_GBP, SUCCESSOR_RUNNING_GBP_PER_YEAR,
    SUCCESSOR_CAPITAL_GBP_PER_YEAR,
)  # fmt: skip
ALTERNATIVES = (
    ASSET_ID, YEAR, UPGRADED_COST_GBP, KEPT_UPKEEP_GBP, UPGRADED_UPKEEP_GBP, NEW_UPKEEP_GBP, UPGRADED_FAULTS_RATIO,
)  # fmt: skip
RENEWED = (ASSET_ID, NEED_AS_NEW, NEED_UPGRADED, RATING_AS_NEW, UTILISATION_KNOWN_RATIO)
OPTIONS = (
    OPTION_ID, ASSET_ID, ACTION, START_YEAR, BENEFIT_GBP, NETWORK, ASSET_CLASS, SITE, MUST_TREAT,
)  # fmt: skip
# What planning knows of an option beside those: what it does to the estate.
OPTION_EFFECTS = (RENEWS, REMOVES, CAPACITY_AFTER, NEED_REMOVED)
# What a paper may tell of an option, beside what the programme needs.
OPTION_GAINS = (
    IN_USE_YEAR, RECEIVER, AGE_REMOVED, RISK_POINTS_REMOVED, EXAMS_GAINED_LOW, EXAMS_GAINED, EXAMS_GAINED_HIGH,
    DOSE_CUT_LOW, DOSE_CUT, DOSE_CUT_HIGH, DOWNTIME_AVOIDED_LOW, DOWNTIME_AVOIDED, DOWNTIME_AVOIDED_HIGH,
)  # fmt: skip
EFFECTS = (YEAR, MEASURE, EFFECT_UNIT, EFFECT_LOW, EFFECT, EFFECT_HIGH, WARNING)
OPTIONS_REQUIRED = (OPTION_ID, ASSET_ID, ACTION, START_YEAR, BENEFIT_GBP)
CASH = (OPTION_ID, YEAR, CAPITAL_GBP)
BUDGET = (YEAR, ENVELOPE_GBP)
RULE_PRICES = (RULE, WITHOUT_RULE_GBP, RULE_PRICE_GBP, PRICED_BY, GAP_GBP, CHANGED_COUNT)
EXCHANGE = (CHANGE, ASSET_ID, NETWORK, ASSET_CLASS, FROM_YEAR, TO_YEAR, CAPITAL_GBP, BENEFIT_GBP)
LEVERS = (LEVER, LEVER_BY, CONFIRMED)
FRONTIER = (BUDGET_SHARE, CAPITAL_GBP, BOUND_GBP, VALUE_GBP)
# Further resources that an option may use by year, each with the column of the budget that limits it.
RESOURCES = ((REVENUE_GBP, REVENUE_ENVELOPE_GBP), (CARBON_TONNES, CARBON_LIMIT_TONNES))
ESTATE = (
    ASSET_ID, NETWORK, ASSET_CLASS, SITE, AGE_USED_YEARS, NEED_SCORE, ACTIVITY_PER_YEAR, CAPACITY_PER_YEAR,
    REPLACEMENT_VALUE_GBP, PEOPLE_PER_MACHINE, DEMAND_GROWTH,
)  # fmt: skip
MEMBERS = (ASSET_ID, YEAR, NETWORK, SHARE)
APPROVED = (ASSET_ID, ACTION, START_YEAR)
DECISIONS = (ASSET_ID, ACTION, START_YEAR, CAPITAL_GBP, REASON)
SCENARIOS = (SCENARIO, TITLE, EXTENDS, CHANGES)
RESOLVED = (SETTING, SET_TO, ORIGIN)
QUALITY = (
    FILE, WEIGHTED_BY, QUALITY_SCORE, COMPLETENESS_POINTS, VALIDITY_POINTS, PLAUSIBILITY_POINTS, UNIQUENESS_POINTS,
    TIMELINESS_POINTS, QUALITY_BAND, ASSET_COUNT, KNOWN_COST_GBP, COST_DEFAULTED_RATIO,
)  # fmt: skip
LEFT_OUT = (ASSET_ID, FILE, REASON, KNOWN_COST_GBP)
PROVENANCE = (COLUMN, VALUE_USED, RAW_TEXT, SHEET, CELL, HOW_READ)
