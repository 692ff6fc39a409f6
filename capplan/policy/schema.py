"""What a plan file may say: each setting with its kind, range, default and meaning."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from capplan.policy.conditions import Condition, parse_condition
from capplan.policy.rules import Fund, Rules
from capplan.policy.setting import MOST_SECONDS, Pounds, Setting, Share, Year
from capplan.policy.sweep import Lever
from capplan.reference import Reference, load_reference


class PlanSettings(Setting):
    """`[plan]`: what the plan is called, whose it is, the years it covers, and what it makes the most of.

    `value` makes the most of net present benefit, `need` of need points removed; `least_capital` finds the
    cheapest plan that keeps every rule but the envelopes: how much is needed, and when.
    """

    title: str = "Equipment replacement plan"
    owner: str = "not supplied"
    start: Year = 2027
    years: Annotated[int, Field(ge=1, le=30)] = 5
    as_at: dt.date = dt.date(2026, 10, 31)
    price_base: Year = 2026
    objective: Literal["value", "need", "least_capital"] = "value"


class RegisterSource(Setting):
    """`[[register]]`: registers to read (a path or pattern, relative to the plan file), and the folder of
    the mappings that were saved for them."""

    file: str
    mapping: str | None = None


class Budget(Setting):
    """`[budget]`: the capital envelope of each financial year, and what may roll over.

    In the file the years stand as keys (`2027 = 40_000_000`); here they are in `envelopes`.
    """

    envelopes: Mapping[int, Pounds] = {}
    carry_forward: Share = 0.0
    firm_to: Year | None = None

    @model_validator(mode="before")
    @classmethod
    def _years_are_envelopes(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or "envelopes" in data:
            return data
        years = {key: value for key, value in data.items() if str(key).isdigit()}
        return {key: value for key, value in data.items() if key not in years} | {"envelopes": years}


class OptimismBias(Setting):
    """`prices.optimism_bias`: uplift on each part of a scheme's price."""

    equipment: Annotated[float, Field(ge=0, le=2)] = 0.10
    works: Annotated[float, Field(ge=0, le=2)] = 0.24


class Prices(Setting):
    """`[prices]`: from the register's prices to cash of the year, and to present value."""

    inflation: Annotated[float, Field(ge=-0.1, le=0.5)] = 0.032
    discount_rate: Annotated[float, Field(ge=0, le=0.2)] = 0.035
    optimism_bias: OptimismBias = OptimismBias()
    vat: Share = 0.20
    appraisal_years: Annotated[int, Field(ge=1, le=60)] = 10


class Weights(Setting):
    """`[weights]`: swing weights of the need score; they add up to 1."""

    age: Share = 0.25
    utilisation: Share = 0.15
    risk: Share = 0.60

    @model_validator(mode="after")
    def _add_up_to_one(self) -> Self:
        total = self.age + self.utilisation + self.risk
        if abs(total - 1) > 1e-9:
            raise ValueError(f"the weights add up to {total:g}; they must add up to 1")
        return self


class Life(Setting):
    """`[life]`: how expected life follows from use, and whether an owner's own life goes first."""

    mode: Literal["interpolated", "step"] = "interpolated"
    owner_first: bool = True


class Hazard(Setting):
    """`[hazard]`: how the fault rate grows with consumed life; `cnaim` and `constant` are stress runs."""

    model: Literal["power_law", "constant", "cnaim"] = "power_law"


class Actions(Setting):
    """`[actions]`: what may be done to an asset beside keeping it, and how its money is counted.

    - `offer`: the actions that a plan may take; `retire` needs a rule of capacity, or nothing would hold it.
    - `spread`: by class, the share of a scheme's capital in each of its years, for schemes that take several.
    - `lease_capital_share`: how much of a leased machine's price scores to the capital limit (IFRS 16: all).
    - `draws`: what an option uses by year beside capital.
    - `capital_charges`: whether revenue carries depreciation and the dividend on public dividend capital.
    """

    offer: tuple[Literal["replace", "upgrade", "lease", "share", "retire"], ...] = Field(("replace",), min_length=1)
    spread: Mapping[str, tuple[Share, ...]] = {}
    lease_capital_share: Share = 1.0
    draws: tuple[Literal["revenue", "carbon"], ...] = ()
    capital_charges: bool = True

    @field_validator("spread")
    @classmethod
    def _shares_add_up_to_one(cls, spread: Mapping[str, tuple[float, ...]]) -> Mapping[str, tuple[float, ...]]:
        faults = [
            f"the shares of {name} add up to {sum(shares):g}; they must add up to 1, the last above 0"
            for name, shares in spread.items()
            if abs(sum(shares) - 1) > 1e-9 or not shares[-1]
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return spread


class Merge(Setting):
    """`networks.merge`: from `year`, networks go by the successor that `file` gives them."""

    year: Year
    file: str


class Networks(Setting):
    """`[networks]`: which organisation belongs to which network, and when networks merge.

    `organisations` is the published list of organisations (the Organisation Data Service's etr.csv, as
    it comes), `code_successors` its list of the codes that followed closed ones (succ.csv).
    `figures` is a file of how many people each organisation serves and how its demand grows, as
    `capplan services` takes it.
    """

    file: str | None = None
    organisations: str | None = None
    code_successors: str | None = None
    figures: str | None = None
    merge: Merge | None = None


class Solver(Setting):
    """`[solver]`: which solver, and when it stops. `gap` is (bound - value) / value."""

    name: Literal["highs", "scip", "cbc"] = "highs"
    time_limit_s: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 60.0
    gap: Annotated[float, Field(ge=0, le=1)] = 0.001
    seed: Annotated[int, Field(ge=0)] = 1


class Scale(Setting):
    """`scale`: multipliers, for scenarios such as "10 % less money". `consequence` is of what a failure
    costs, the register's own figures among them."""

    budget: Annotated[float, Field(ge=0, le=10)] = 1.0
    consequence: Annotated[float, Field(gt=0, le=10)] = 1.0


class ReportSettings(Setting):
    """`[report]`: what goes on the cover of the papers, and which scenario is recommended.

    A field of the cover sheet that is left out is printed as not supplied; `capplan report --strict` refuses it.
    """

    scenarios: tuple[str, ...] = ()
    recommend: str | None = None
    meeting: str = "not supplied"
    meeting_date: dt.date | None = None
    sponsor: str = "not supplied"
    author: str = "not supplied"
    agenda_item: str = "not supplied"
    held_in: Literal["public", "private", "not supplied"] = "not supplied"
    previously_considered_by: str = "not supplied"
    strategic_objective: str = "not supplied"
    risk_register: str = "not supplied"
    commercial: str = "not supplied"
    legal: str = "not supplied"
    quality_and_safety: str = "not supplied"
    equality: str = "not supplied"
    sustainability: str = "not supplied"
    conflicts: str = "not supplied"
    engagement: str = "not supplied"
    next_steps: str = "not supplied"


class Policy(Setting):
    """One scenario's settings, complete: the plan file with the scenario's differences laid over."""

    version: Literal[1] = Field(1, alias="schema")
    title: str = ""
    plan: PlanSettings = PlanSettings()
    register_sources: tuple[RegisterSource, ...] = Field((), alias="register")
    budget: Budget = Budget()
    prices: Prices = Prices()
    weights: Weights = Weights()
    life: Life = Life()
    hazard: Hazard = Hazard()
    actions: Actions = Actions()
    rules: Rules = Rules()
    fund: tuple[Fund, ...] = ()
    networks: Networks = Networks()
    solver: Solver = Solver()
    scale: Scale = Scale()
    sweep: Mapping[str, Lever] = {}
    report: ReportSettings = ReportSettings()
    reference_overrides: Mapping[str, Any] = Field({}, alias="reference")

    @property
    def years(self) -> range:
        """The financial years of the plan; 2027 means 1 April 2027 to 31 March 2028."""
        return range(self.plan.start, self.plan.start + self.plan.years)

    @property
    def envelopes(self) -> dict[int, int]:
        """Capital envelope by year of the plan, whole pounds, after scaling."""
        return {year: round(self.budget.envelopes.get(year, 0) * self.scale.budget) for year in self.years}

    @property
    def allocation_rules(self) -> Rules:
        """The rules as the programme takes them, with the share of an envelope that the budget lets roll over and
        the funds."""
        carry_forward = max(self.budget.carry_forward, self.rules.carry_forward)
        return self.rules.model_copy(update={"carry_forward": carry_forward, "funds": (*self.rules.funds, *self.fund)})

    @property
    def must_replace(self) -> tuple[Condition, ...]:
        """The parsed conditions that make an asset must-treat."""
        return tuple(map(parse_condition, self.rules.must_replace))

    @property
    def not_replaced(self) -> tuple[Condition, ...]:
        """The parsed conditions that keep an asset out of the programme."""
        return tuple(map(parse_condition, self.rules.not_replaced))

    @cached_property
    def reference(self) -> Reference:
        """The reference tables with this policy's overrides laid over them."""
        return load_reference(self.reference_overrides)

    def __getstate__(self) -> dict[Any, Any]:
        """What goes to another process: all but the reference tables, which follow from it."""
        state = super().__getstate__()
        fields = {name: value for name, value in state["__dict__"].items() if name != "reference"}
        return {**state, "__dict__": fields}
