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


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLimit:
    """Limits on one resource, a column of the cash; `said` puts an amount of it into words."""

    name: str
    column: c.Column
    said: Callable[[float], str]
    mend: str

    def rule(self) -> Rule:
        """The rule with its rows, its audit and its words."""
        return Rule(
            name=self.name,
            block=self.block,
            audit=self.audit,
            faults=self.faults,
            limit_said=lambda scope, limit: f"the {self.name} limit of {self.said(limit)} for {scope}",
            mend=self.mend,
            places=in_rules("limits"),
            amount_said=self.said,
        )

    def block(self, case: Case, rules: Rules) -> Block | None:
        """`sum of what the options chosen draw <= limit`, a row for each limit that is given."""
        asked, resource = list(self._limits(case, rules)), self._resource(case)
        if not asked or resource is None:
            return None
        adds = sp.csr_array(
            (np.ones(sum(len(one.years) for one in asked)), [year for one in asked for year in one.years],
             np.cumsum([0, *(len(one.years) for one in asked)])),
            shape=(len(asked), len(case.years)),
        )  # fmt: skip
        return Block(
            rule=self.name,
            scopes=tuple(one.scope for one in asked),
            rows=sp.csr_array(adds @ resource.draws),
            lower=np.full(len(asked), -np.inf),
            upper=np.array([float(one.most) for one in asked]),
            in_pounds=True,  # kilograms too are scaled as amounts, for they may be as large
        )

    def audit(self, ledger: Ledger, rules: Rules) -> pd.DataFrame | None:
        """What is drawn in the years of each limit."""
        asked, column = list(self._limits(ledger.case, rules)), self.column
        if not asked:
            return None
        drawn = ledger.spend.groupby(c.YEAR)[column].sum() if column in ledger.spend else pd.Series(dtype="int64")
        by_year = [int(drawn.get(year, 0)) for year in ledger.case.years.tolist()]
        values = [sum(by_year[year] for year in one.years) for one in asked]
        return audited([one.scope for one in asked], AT_MOST, [one.most for one in asked], values)

    def faults(self, case: Case, rules: Rules) -> Iterator[RuleFault]:
        """Limits on what the cash does not tell."""
        if self._resource(case) is None:
            for setting, limit in getattr(rules.limits, self.column):
                if limit is None:
                    continue
                what = f"it needs the column {self.column} of the cash, which is not there"
                mend = "Add the column, or take the limit out."
                yield RuleFault(setting=("limits", str(self.column), setting), what=what, mend=mend)

    def _limits(self, case: Case, rules: Rules) -> Iterator[Limit]:
        """Those of single years, then that of all years, then that of the last."""
        resource, years = self._resource(case), case.years.tolist()
        if resource is None:
            return
        for position, (year, most) in enumerate(zip(years, resource.limits.tolist(), strict=True)):
            if np.isfinite(most):
                yield Limit(scope=financial_year(year), years=(position,), most=int(most))
        beyond = getattr(rules.limits, self.column)
        if beyond.horizon is not None:
            yield Limit(scope=HORIZON, years=tuple(range(len(years))), most=self._in_units(beyond.horizon))
        if beyond.last_year is not None:
            scope = f"{financial_year(years[-1])}, the last year"
            yield Limit(scope=scope, years=(len(years) - 1,), most=self._in_units(beyond.last_year))

    def _in_units(self, amount: float) -> int:
        return int(np.floor(amount * units_of(self.column) + 1e-6))

    def _resource(self, case: Case) -> Resource | None:
        return next((one for one in case.further if one.column == self.column), None)


REVENUE = ResourceLimit(name="revenue", column=c.REVENUE_GBP, said=pounds, mend="raise the revenue limit").rule()
CARBON = ResourceLimit(name="carbon", column=c.CARBON_TONNES, said=tonnes, mend="raise the carbon limit").rule()
