"""What was found in registers, how good they are, and who belongs to which network."""

from capplan.columns.column import Column

# --- Findings -------------------------------------------------------------------------------------
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

# --- Networks -------------------------------------------------------------------------------------
PRIMARY = Column("primary", "Primary", "flag", "Whether it is the network that plans the organisation's equipment")
VALID_FROM = Column("from", "From", "date", "First day of the membership, blank if always")
VALID_TO = Column("to", "To", "date", "Last day of the membership, blank if still valid")
SUCCESSOR = Column("successor", "Successor", "text", "What the network is called after the merger")

# --- How good a register is, and where a value came from ------------------------------------------
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
