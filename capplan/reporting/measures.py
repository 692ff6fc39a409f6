"""What the papers count: ages, risk, spend, cost of keeping, and what each scenario comes to.

Every function is a sum over a schedule (see `case.schedule_of`) or a plan's frames; nothing here
prints or draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_CLASS,
    ASSET_ID,
    BENEFIT_GBP,
    CAPITAL_GBP,
    CLASS_GROUP,
    DO_MINIMUM_GBP,
    ENVELOPE_GBP,
    KEEP_ALL_GBP,
    RISK_CONSEQUENCE,
    RISK_COST_GBP_PER_YEAR,
    RISK_LIKELIHOOD,
    WITH_PLAN_GBP,
    YEAR,
)
from capplan.comparison.measures import is_out_of_use
from capplan.model import Scenario, Study
from capplan.reporting.case import KEEP, UNKNOWN_CLASS
from capplan.reporting.funds import money_of_funds, not_paid_by, paid_by_fund

# The bands of COCIR's golden rules (`risk.age_guide`), on exact age: up to 5, over 5 to 10, over 10.
AGE_BANDS = ("5 years or less", "over 5 to 10", "over 10 years")
AGE_EDGES = (5.0, 10.0)
HIGH_RISK_RATING = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeProfile:
    """How many machines of a group fall in each of `AGE_BANDS`; those of unknown age are left out."""

    label: str
    counts: tuple[int, int, int]

    @property
    def total(self) -> int:
        """Machines of known age."""
        return sum(self.counts)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each band's share of the machines of known age; they add up to 1 unless there are none."""
        return tuple(count / self.total if self.total else 0.0 for count in self.counts)


def age_profile(schedule: pd.DataFrame, label: str) -> AgeProfile:
    """The age profile of some machines, at the plan's as-at date."""
    ages = schedule[AGE_USED_YEARS].dropna().to_numpy(float)
    counts = np.bincount(np.searchsorted(AGE_EDGES, ages, side="left"), minlength=len(AGE_BANDS))
    young, middle, old = counts.tolist()
    return AgeProfile(label=label, counts=(young, middle, old))


def age_profiles(schedule: pd.DataFrame) -> tuple[AgeProfile, ...]:
    """The age profile of each class group, the largest share over ten years old first."""
    profiles = [age_profile(rows, str(group)) for group, rows in schedule.groupby(CLASS_GROUP)]
    return tuple(sorted((one for one in profiles if one.total), key=lambda one: (-one.shares[-1], one.label)))


def risk_matrix(schedule: pd.DataFrame) -> np.ndarray:
    """Counts on the 5 x 5 matrix: row 0 is likelihood 1, column 0 consequence 1."""
    rated = schedule[[RISK_LIKELIHOOD, RISK_CONSEQUENCE]].dropna().astype(int).to_numpy()
    matrix = np.zeros((5, 5), dtype=int)
    np.add.at(matrix, (rated[:, 0] - 1, rated[:, 1] - 1), 1)
    return matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """Capital by year and class group, whole pounds, with the envelope of each year.

    `by_group` has one tuple of yearly amounts for each of `groups`, largest group first.
    `firm_to` is the last year whose envelope is firm; None where every year is. `by_fund` is what each
    ring-fenced fund pays by year, `of_funds` what it has; `envelope_shares`, in the shape of `by_group`, is the part
    of each amount that no fund pays, 1 where it is left out.
    """

    years: tuple[int, ...]
    groups: tuple[str, ...]
    by_group: tuple[tuple[int, ...], ...]
    envelopes: tuple[int, ...]
    firm_to: int | None
    by_fund: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    of_funds: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    envelope_shares: tuple[tuple[float, ...], ...] = ()

    @property
    def from_funds(self) -> tuple[int, ...]:
        """Capital of each year that ring-fenced funds pay."""
        return tuple(map(sum, zip(*self.by_fund.values(), strict=True))) if self.by_fund else (0,) * len(self.years)

    @property
    def group_from_envelope(self) -> tuple[tuple[float, ...], ...]:
        """Of `by_group`, what no ring-fenced fund pays; the groups of a year add up to `from_envelope`."""
        if not self.envelope_shares:
            return self.by_group
        amounts = np.array(self.by_group, dtype=float) * np.array(self.envelope_shares)
        whole = amounts.sum(axis=0)
        scaled = amounts * np.divide(self.from_envelope, whole, out=np.zeros_like(whole), where=whole > 0)
        return tuple(map(tuple, scaled.tolist()))

    @property
    def from_envelope(self) -> tuple[int, ...]:
        """Capital of each year that no ring-fenced fund pays."""
        return tuple(spent - sum(paid) for spent, *paid in zip(self.by_year, *self.by_fund.values(), strict=True))

    @property
    def by_year(self) -> tuple[int, ...]:
        """Capital of each year."""
        return tuple(map(sum, zip(*self.by_group, strict=True))) if self.by_group else (0,) * len(self.years)

    @property
    def total(self) -> int:
        """Capital over all years."""
        return sum(self.by_year)

    @property
    def indicative_years(self) -> tuple[int, ...]:
        """The years after the firm ones."""
        return tuple(year for year in self.years if self.firm_to is not None and year > self.firm_to)

    @property
    def over_envelope(self) -> tuple[int, ...]:
        """The years in which the plan takes more from the envelope than the year's own."""
        triples = zip(self.years, self.from_envelope, self.envelopes, strict=True)
        return tuple(year for year, spent, envelope in triples if spent > envelope)


def spend(scenario: Scenario, groups_shown: int = 3) -> Spend:
    """Capital of a scenario's plan by year and class group.

    The largest `groups_shown` groups are kept apart and the rest added up as "Other".
    """
    cash, years = scenario.plan.cash, tuple(scenario.policy.years)
    groups = cash[ASSET_CLASS].map(scenario.policy.reference.classes["group"]).fillna(UNKNOWN_CLASS)
    amounts = pd.to_numeric(cash[CAPITAL_GBP]).astype("int64")
    table = _by_group(amounts, groups, cash[YEAR], years)
    order = sorted(table.index, key=lambda group: (group == "Other", -table.loc[group].sum(), group))
    shown = [group for group in order[:groups_shown] if group != "Other"]
    named = groups.where(groups.isin(shown), "Other")
    rows = _by_group(amounts, named, cash[YEAR], years)
    rows = rows.reindex([*shown, *(["Other"] if len(order) > len(shown) else [])])
    public = not_paid_by(scenario, scenario.policy.allocation_rules.funds)
    unpaid = _by_group(amounts * public, named, cash[YEAR], years).reindex(rows.index)
    budget = scenario.budget.set_index(scenario.budget[YEAR].astype(int))[ENVELOPE_GBP]
    return Spend(
        years=years,
        groups=tuple(map(str, rows.index)),
        by_group=tuple(tuple(int(amount) for amount in row) for row in rows.to_numpy()),
        envelopes=tuple(int(budget.get(year, 0)) for year in years),
        firm_to=scenario.policy.budget.firm_to,
        by_fund=paid_by_fund(scenario),
        of_funds=money_of_funds(scenario),
        envelope_shares=tuple(map(tuple, (unpaid / rows.where(rows > 0)).fillna(1.0).to_numpy().tolist())),
    )


def _by_group(amounts: pd.Series, groups: pd.Series, years: pd.Series, of: tuple[int, ...]) -> pd.DataFrame:
    table = amounts.groupby([groups, years.astype(int)]).sum().unstack(fill_value=0)
    return table.reindex(columns=list(of), fill_value=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Expected running and risk cost by year, pounds of the price base: if nothing is replaced, and
    with the plan (its new machines' own running cost included); and, where the run says it, if the plan's duties
    alone were done."""

    years: tuple[int, ...]
    keep_all_gbp: tuple[float, ...]
    with_plan_gbp: tuple[float, ...]
    minimum_gbp: tuple[float, ...] | None = None

    @property
    def last_change(self) -> float:
        """The plan's cost in the last year against doing nothing, as a share: -0.3 is 30 % less."""
        return self.with_plan_gbp[-1] / self.keep_all_gbp[-1] - 1 if self.keep_all_gbp[-1] else 0.0


def outlook(scenario: Scenario) -> Outlook:
    """A scenario's outlook, in order of year."""
    frame = scenario.outlook.sort_values(YEAR)
    keep_all, with_plan = (pd.to_numeric(frame[name]).astype("float64") for name in (KEEP_ALL_GBP, WITH_PLAN_GBP))
    minimum = pd.to_numeric(frame[DO_MINIMUM_GBP]).astype("float64") if DO_MINIMUM_GBP in frame else None
    return Outlook(
        years=tuple(int(year) for year in frame[YEAR]),
        keep_all_gbp=tuple(keep_all),
        with_plan_gbp=tuple(with_plan),
        minimum_gbp=None if minimum is None else tuple(minimum),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one scenario comes to, in pounds.

    `risk_left_gbp` and `risk_removed_gbp` are yearly risk costs, at today's rates, of the machines
    kept (but for those out of use) and replaced; `last_cost_gbp` is the running and risk cost of the plan's last year.
    `funds_gbp` is what ring-fenced funds have beside the envelopes.
    """

    name: str
    title: str
    envelope_gbp: int
    capital_gbp: int
    machines: int
    benefit_gbp: float
    risk_left_gbp: float
    risk_removed_gbp: float
    last_cost_gbp: float
    gap: float
    is_proven: bool
    funds_gbp: int = 0

    @property
    def money_gbp(self) -> int:
        """All there is to spend: envelopes and funds."""
        return self.envelope_gbp + self.funds_gbp


def money_heading(study: Study) -> str:
    """What a column of `money_gbp` is called."""
    return "Envelope and funds" if any(map(money_of_funds, study.scenarios)) else "Envelope"


def outcome(scenario: Scenario) -> Outcome:
    """Add up one scenario's plan."""
    decisions = scenario.plan.decisions.sort_values(ASSET_ID, ignore_index=True)
    is_funded = decisions[ACTION] != KEEP
    costs = pd.to_numeric(scenario.scores.set_index(ASSET_ID)[RISK_COST_GBP_PER_YEAR]).astype("float64")
    risk = decisions[ASSET_ID].map(costs).fillna(0.0)
    return Outcome(
        name=scenario.name,
        title=scenario.title,
        envelope_gbp=sum(scenario.policy.envelopes.values()),
        capital_gbp=int(pd.to_numeric(decisions.loc[is_funded, CAPITAL_GBP]).sum()),
        machines=int(is_funded.sum()),
        benefit_gbp=float(pd.to_numeric(decisions.loc[is_funded, BENEFIT_GBP]).sum()),
        risk_left_gbp=float(risk[~is_funded & ~is_out_of_use(decisions)].sum()),
        risk_removed_gbp=float(risk[is_funded].sum()),
        last_cost_gbp=outlook(scenario).with_plan_gbp[-1],
        gap=scenario.plan.report.gap,
        is_proven=scenario.plan.report.proven,
        funds_gbp=sum(map(sum, money_of_funds(scenario).values())),
    )
