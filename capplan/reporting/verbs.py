"""The verb for what a plan does to machines: in a paper about health, to treat is what is done to patients."""

from dataclasses import dataclass

from capplan.columns import ACTION
from capplan.model import Scenario
from capplan.reporting.case import KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb in the forms that sentences need: to replace, it replaces, it is replaced."""

    base: str
    third: str
    past: str


REPLACE = Verb(base="replace", third="replaces", past="replaced")
TREAT = Verb(base="treat", third="treats", past="treated")


def verb_of(*scenarios: Scenario) -> Verb:
    """To replace, where the plans of these scenarios do nothing else; to treat, where one leases, upgrades, shares or
    retires a machine."""
    actions = {action for one in scenarios for action in one.plan.decisions[ACTION].unique()} - {KEEP}
    return REPLACE if actions <= {REPLACE.base} else TREAT
