"""The integer programme of a case under its rules."""

from capplan.errors import PolicyError, Problem
from capplan.planning.blocks import Programme, stack
from capplan.planning.case import Case
from capplan.planning.rules import COUPLING, RULES, choice
from capplan.planning.rules.rule import RuleFault
from capplan.policy.schema import Rules


def rule_faults(case: Case, rules: Rules) -> list[RuleFault]:
    """Settings of `[rules]` that this case cannot carry out: a column that is not there, a name that
    no option has, an asset without options."""
    return [fault for rule in RULES for fault in rule.faults(case, rules)]


def make_programme(case: Case, rules: Rules) -> Programme:
    """The rows of every rule that is asked for, in whole pounds and counts.

    Raises PolicyError with every setting that the case cannot carry out.
    """
    faults = rule_faults(case, rules)
    if faults:
        raise PolicyError(
            [Problem(where=".".join(map(str, ("rules", *f.setting))), what=f.what, mend=f.mend) for f in faults]
        )
    blocks = [block for rule in COUPLING if (block := rule.block(case, rules)) is not None]
    return stack(case, choice.block(case, rules), blocks)
