"""What scoring says of an asset and of services, and prices."""

from capplan.columns.column import Column

# --- Scores ---------------------------------------------------------------------------------------
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

# --- The picture of services ----------------------------------------------------------------------
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

# --- Prices ---------------------------------------------------------------------------------------
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
