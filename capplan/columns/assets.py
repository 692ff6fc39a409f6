"""What an asset is, how old it is and how hard it works, with the headings that registers give these."""

from capplan.columns.column import Column

# --- What an asset is -----------------------------------------------------------------------------
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

# --- How old it is --------------------------------------------------------------------------------
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

# --- How hard it works ----------------------------------------------------------------------------
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
