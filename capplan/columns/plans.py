"""Options, cash, budget and decisions; proof; and what a paper shows beside them."""

from capplan.columns.column import Column

# --- Options, cash, budget, decisions -------------------------------------------------------------
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
DEPRECIATION_GBP = Column("depreciation_gbp", "Of it depreciation", "whole", "What of it is depreciation", unit="£")
DIVIDEND_GBP = Column(
    "dividend_gbp", "Of it dividend", "whole", "What of it is dividend on public dividend capital", unit="£"
)
RENT_GBP = Column("rent_gbp", "Of it rent", "whole", "What of a year's revenue is rent of a leased machine", unit="£")
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
MISSING_DATA = Column(
    "missing_data", "What is missing", "choice",
    "Whether what its row leaves out could turn the decision, by the year's prices; blank where it could not",
    choices=("could drop out", "could come in"),
)
BENEFIT_LOW_GBP = Column(
    "benefit_low_gbp", "Net present benefit, low", "number", "Its benefit at the low end of its asset's need", unit="£"
)
BENEFIT_HIGH_GBP = Column(
    "benefit_high_gbp", "Net present benefit, high", "number", "Its benefit at the high end of its asset's need",
    unit="£",
)
FIELDS_MISSING = Column(
    "fields_missing", "Fields missing", "whole", "How many of the fields that scoring asks for are not given"
)
AGE_GIVEN = Column("age_given", "Age given", "flag", "Whether the register itself gives an age")
MUST_REASON = Column("must_reason", "Duty", "text", "Why it must be treated, or blank")
DEFERRAL_COST_GBP = Column(
    "deferral_cost_gbp", "Cost of keeping it", "number", "Expected running and risk cost if kept", unit="£"
)

# --- Proof: audit, baselines, prices --------------------------------------------------------------
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

# --- What a paper shows beside them ---------------------------------------------------------------
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
