"""How an asset behaves and what it costs, with the headings that registers give these; and where a row came from."""

from capplan.columns.column import Column

# --- How it behaves -------------------------------------------------------------------------------
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

# --- What it costs --------------------------------------------------------------------------------
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

# --- Where a row came from ------------------------------------------------------------------------
SOURCE_FILE = Column("source_file", "File", "text", "The workbook the row was read from")
SOURCE_SHEET = Column("source_sheet", "Sheet", "text", "The sheet it was read from")
SOURCE_ROW = Column("source_row", "Row", "whole", "The row on that sheet, counted from 1")
SOURCE_COLUMN = Column(
    "source_column", "From column", "text", "Where its table begins, if another stands to the left of it on that sheet",
)
ASSUMED = Column("assumed", "Assumed", "text", "Columns of the row that were assumed, with a space between")
