"""The plan file: every number the board will be asked about, read once into a frozen `Policy`.

`load_policy` reads `capplan.toml`, lays a scenario over it, validates the result and reports every
fault with its line and column.
"""

from capplan.policy.assumptions import assumptions_log
from capplan.policy.load import PlanFile, default_policy, find_plan_file, load_plan_file, load_policy
from capplan.policy.origins import resolved, scenario_list
from capplan.policy.schema import Policy
