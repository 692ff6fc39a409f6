"""What options use beside capital stays within each year's limit, and within those of all years and the last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from capplan import columns as c
from capplan.planning.blocks import Block
from capplan.planning.case import Case, Resource, units_of
from capplan.planning.rules.rule import AT_MOST, Ledger, Rule, RuleFault, audited, in_rules
from capplan.planning.words import financial_year, pounds
from capplan.policy.schema import Rules

HORIZON = "all years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit: what it is for, the years (positions) that count, and how much, in whole units."""

    scope: str
    years: tuple[int, ...]
    most: int


def tonnes(kilograms: float) -> str:
    """Kilograms as tonnes.

    >>> tonnes(12_340_500)
    '12,340.5 tonnes'
    """
    return f"{kilograms / 1000:,.3f}".rstrip("0").rstrip(".") + " tonnes"


def resource_rule(*, name: str, column: c.Column, said: Callable[[float], str], mend: str) -> Rule:
    """Limits on one resource: `sum of what the options chosen draw <= limit`, a row for each limit that is given."""

    def limits(case: Case, rules: Rules) -> Iterator[Limit]:
        resource = _resource(case, column)
        if resource is None:
            return
        for position, (year, most) in enumerate(zip(case.years.tolist(), resource.limits.tolist(), strict=True)):
            if np.isfinite(most):
                yield Limit(scope=financial_year(year), years=(position,), most=int(most))
        beyond = getattr(rules.limits, column)
        if beyond.horizon is not None:
            every = tuple(range(len(case.years)))
            yield Limit(scope=HORIZON, years=every, most=_whole(beyond.horizon))
        if beyond.last_year is not None:
            last = len(case.years) - 1
            scope = f"{financial_year(int(case.years[last]))}, the last year"
            yield Limit(scope=scope, years=(last,), most=_whole(beyond.last_year))

    def _whole(amount: float) -> int:
        return int(np.floor(amount * units_of(column) + 1e-6))

    def block(case: Case, rules: Rules) -> Block | None:
        asked, resource = list(limits(case, rules)), _resource(case, column)
        if not asked or resource is None:
            return None
        adds = sp.csr_array(
            (np.ones(sum(len(one.years) for one in asked)), [year for one in asked for year in one.years],
             np.cumsum([0, *(len(one.years) for one in asked)])),
            shape=(len(asked), len(case.years)),
        )  # fmt: skip
        return Block(
            rule=name,
            scopes=tuple(one.scope for one in asked),
            rows=sp.csr_array(adds @ resource.draws),
            lower=np.full(len(asked), -np.inf),
            upper=np.array([float(one.most) for one in asked]),
            in_pounds=True,  # kilograms too are scaled as amounts, for they may be as large
        )

    def audit(ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
        asked = list(limits(ledger.case, rules))
        if not asked:
            return None
        drawn = ledger.spend.groupby(c.YEAR)[column].sum() if column in ledger.spend else pd.Series(dtype="int64")
        by_year = [int(drawn.get(year, 0)) for year in ledger.case.years.tolist()]
        values = [sum(by_year[year] for year in one.years) for one in asked]
        return audited([one.scope for one in asked], AT_MOST, [one.most for one in asked], values)

    def faults(case: Case, rules: Rules) -> Iterator[RuleFault]:
        if _resource(case, column) is None:
            for setting, limit in getattr(rules.limits, column):
                if limit is None:
                    continue
                what = f"it needs the column {column} of the cash, which is not there"
                mend = "Add the column, or take the limit out."
                yield RuleFault(setting=("limits", str(column), setting), what=what, mend=mend)

    return Rule(
        name=name,
        block=block,
        audit=audit,
        faults=faults,
        limit_said=lambda scope, limit: f"the {name} limit of {said(limit)} for {scope}",
        mend=mend,
        places=in_rules("limits"),
        amount_said=said,
    )


def _resource(case: Case, column: c.Column) -> Resource | None:
    return next((one for one in case.further if one.column == column), None)


REVENUE = resource_rule(name="revenue", column=c.REVENUE_GBP, said=pounds, mend="raise the revenue limit")
CARBON = resource_rule(name="carbon", column=c.CARBON_TONNES, said=tonnes, mend="raise the carbon limit")
