"""What a plan makes the most of: a row an objective.

Whatever it is, the benefit of each decision stays money: the objective only chooses between plans.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from capplan import columns as c
from capplan.planning.blocks import Floats
from capplan.planning.case import Case
from capplan.planning.rules.linked import works_charged
from capplan.policy.schema import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """One thing to make the most of.

    `worth` gives what each option counts for, in `unit`; `needs` is a column that the options must have for it.
    Where `keeps_envelopes` is false the yearly envelopes do not bind: the plan says what each year would need.
    `sign` is -1 for what should be small, so that `sign` times the sum is what people read.
    """

    name: str
    title: str
    unit: str
    worth: Callable[[Case, Rules], Floats]
    needs: c.Column
    keeps_envelopes: bool = True
    sign: int = 1


def _value(case: Case, rules: Rules) -> Floats:
    return case.benefit


def _need(case: Case, rules: Rules) -> Floats:
    """Need points removed; 0 where an option does not say."""
    return case.options[c.NEED_REMOVED].to_numpy(dtype=np.float64, na_value=0.0)


def _capital(case: Case, rules: Rules) -> Floats:
    """Minus the cash drawn over the years of the plan, shared works of bundles included."""
    drawn = case.capital + works_charged(case, rules)
    return -np.asarray(drawn.sum(axis=0), dtype=np.float64).ravel()


OBJECTIVES = {
    row.name: row
    for row in (
        Objective(name="value", title="net present benefit", unit="£", worth=_value, needs=c.BENEFIT_GBP),
        Objective(name="need", title="need points removed", unit="points", worth=_need, needs=c.NEED_REMOVED),
        Objective(
            name="least_capital",
            title="capital to keep every rule but the envelopes",
            unit="£",
            worth=_capital,
            needs=c.OPTION_ID,
            keeps_envelopes=False,
            sign=-1,
        ),
    )
}
