"""Many plans: side by side, swept, drawn."""

from capplan.columns.column import Column

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
DIFFERENCE_COUNT = Column("difference_machines", "Machines more or less", "whole", "Machines chosen beyond it")
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
MACHINES_LOW = Column("machines_low", "Machines, low", "whole", "Machines chosen at the low end")
MACHINES_HIGH = Column("machines_high", "Machines, high", "whole", "Machines chosen at the high end")
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
