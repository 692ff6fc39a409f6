"""The rules that every plan keeps, one row each.

A new rule is a file here and a row in `COUPLING`; its golden LP file is asked for by a test.
"""

from capplan.planning.rules.capacity import CAPACITY
from capplan.planning.rules.choice import ONE_ACTION
from capplan.planning.rules.close import STAY_CLOSE
from capplan.planning.rules.delivery import NETWORK_INSTALLS, SITE_INSTALLS
from capplan.planning.rules.envelope import ENVELOPE, FUNDS
from capplan.planning.rules.group import CLASS_CAP, CLASS_FLOOR, NETWORK_CAP, NETWORK_FLOOR
from capplan.planning.rules.linked import EITHER_OR, TOGETHER
from capplan.planning.rules.locked import LOCKED
from capplan.planning.rules.oldest_first import OLDEST_FIRST
from capplan.planning.rules.over_age import OVER_AGE
from capplan.planning.rules.resources import CARBON, REVENUE
from capplan.planning.rules.rule import Rule
from capplan.planning.rules.shared_works import SHARED_WORKS

COUPLING: tuple[Rule, ...] = (
    ENVELOPE,
    FUNDS,
    REVENUE,
    CARBON,
    NETWORK_FLOOR,
    NETWORK_CAP,
    CLASS_FLOOR,
    CLASS_CAP,
    NETWORK_INSTALLS,
    SITE_INSTALLS,
    TOGETHER,
    EITHER_OR,
    SHARED_WORKS,
    OVER_AGE,
    CAPACITY,
    OLDEST_FIRST,
    LOCKED,
    STAY_CLOSE,
)
# What the money of each year is limited by.
MONEY = (ENVELOPE, FUNDS)
RULES: tuple[Rule, ...] = (ONE_ACTION, *COUPLING)
RULE_OF: dict[str, Rule] = {rule.name: rule for rule in RULES}
