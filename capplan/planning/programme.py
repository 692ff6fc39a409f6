"""The integer programme of a case under its rules."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from capplan import columns as c
from capplan.errors import PolicyError, Problem
from capplan.planning.blocks import Floats, Programme, stack
from capplan.planning.case import Case
from capplan.planning.objectives import OBJECTIVES
from capplan.planning.rules import COUPLING, ENVELOPE, FUNDS, MONEY, RULE_OF, RULES, choice
from capplan.planning.rules.machines import machines, number
from capplan.planning.rules.rule import RuleFault
from capplan.policy.schema import Rules


def rule_faults(case: Case, rules: Rules) -> list[RuleFault]:
    """Settings of `[rules]` that this case cannot carry out: a column that is not there, a name that
    no option has, an asset without options."""
    return [fault for rule in RULES for fault in rule.faults(case, rules)]


def make_programme(case: Case, rules: Rules, objective: str = "value") -> Programme:
    """The rows of every rule that is asked for, in whole pounds and counts, and what each option counts for
    under the objective (a name of `OBJECTIVES`); the older asset is preferred.

    Raises PolicyError with every setting that the case cannot carry out.
    """
    aim = OBJECTIVES[objective]
    if aim.needs not in case.options.columns:
        what = f"the options do not have the column {aim.needs}, which the objective {objective!r} needs"
        raise PolicyError(Problem(where="plan.objective", what=what, mend="Add it, or choose another objective."))
    faults = rule_faults(case, rules)
    if faults:
        raise PolicyError(
            [
                Problem(
                    where=".".join(map(str, fault.place)), what=fault.what, mend=fault.mend, settings=(fault.place,)
                )
                for fault in faults
            ]
        )
    bound = [rule for rule in COUPLING if aim.keeps_envelopes or rule not in MONEY]
    blocks = [block for rule in bound if (block := rule.block(case, rules)) is not None]
    stacked = stack(case, choice.block(case, rules), blocks)
    return replace(
        stacked,
        benefit=aim.worth(case, rules),
        preference=_ages(case)[case.asset_of],
        rules=_funds_apart(case, stacked.rules),
    )


def limit_said(programme: Programme, row: int) -> str:
    """A coupling row's limit in words: `the cap of £8 for North`."""
    upper, lower = programme.upper[row], programme.lower[row]
    return RULE_OF[programme.rules[row]].limit_said(programme.scopes[row], upper if np.isfinite(upper) else lower)


def _ages(case: Case) -> Floats:
    """The age of each asset in years, as far as it is known: among plans of equal worth the older goes first."""
    known = machines(case)
    row = pd.Index(known[c.ASSET_ID]).get_indexer(pd.Index(case.assets))
    ages = np.append(number(known, c.AGE_USED_YEARS), np.nan)
    return np.asarray(np.nan_to_num(ages[row]))


def _funds_apart(case: Case, names: NDArray[np.object_]) -> NDArray[np.object_]:
    """The rule of each row; of the envelope's rows all beyond one a year are those of the ring-fenced funds."""
    further = np.flatnonzero(names == ENVELOPE.name)[len(case.years) :]
    apart = names.copy()
    apart[further] = FUNDS.name
    return apart
