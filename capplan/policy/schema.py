"""What a plan file may say: each setting with its kind, range, default and meaning."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from capplan.policy.conditions import Condition, parse_condition
from capplan.reference import Reference, load_reference

# Up to here the solver keeps limits to the pound: £1 beside it is more than the solver's tolerance.
MOST_POUNDS = 10_000_000_000
# A day.
MOST_SECONDS = 86_400

Share = Annotated[float, Field(ge=0, le=1)]
Pounds = Annotated[int, Field(ge=0, le=MOST_POUNDS)]
Count = Annotated[int, Field(ge=0, strict=True)]
Year = Annotated[int, Field(ge=2000, le=2100)]


class Setting(BaseModel):
    """Base of every section: unknown names are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class PlanSettings(Setting):
    """`[plan]`: what the plan is called, whose it is, and the years it covers."""

    title: str = "Equipment replacement plan"
    owner: str = "not supplied"
    start: Year = 2027
    years: Annotated[int, Field(ge=1, le=30)] = 5
    as_at: dt.date = dt.date(2026, 10, 31)
    price_base: Year = 2026


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


class MaxInstalls(Setting):
    """`rules.max_installs`: what can be delivered in one financial year."""

    per_network: Count | None = None
    per_site_and_class: Count | None = None


class Bundle(Setting):
    """`[[rules.together]]`: assets that are done in the same year or not at all."""

    name: str
    assets: tuple[str, ...] = Field(min_length=2)
    shared_works_gbp: Pounds = 0


class Rules(Setting):
    """`[rules]`: what every plan must keep. A rule that is left out does not bind."""

    must_replace: tuple[str, ...] = ()
    gates: bool = True
    network_floor: Share | None = None
    network_cap: Annotated[float, Field(ge=0)] | None = None
    network_floor_gbp: Mapping[str, Pounds] = {}
    network_cap_gbp: Mapping[str, Pounds] = {}
    class_floor_gbp: Mapping[str, Pounds] = {}
    class_cap_gbp: Mapping[str, Pounds] = {}
    carry_forward: Share = 0.0
    max_installs: MaxInstalls = MaxInstalls()
    together: tuple[Bundle, ...] = ()
    either_or: tuple[Annotated[tuple[str, ...], Field(min_length=2)], ...] = ()
    oldest_first: Literal["off", "report"] = "report"
    not_replaced: tuple[str, ...] = ("finance_method in ('managed_service', 'pfi')",)

    @field_validator("must_replace", "not_replaced")
    @classmethod
    def _conditions_parse(cls, conditions: tuple[str, ...]) -> tuple[str, ...]:
        faults = [fault for text in conditions if (fault := _fault_in(text))]
        if faults:
            raise ValueError("; ".join(faults))
        return conditions


def _fault_in(condition: str) -> str:
    try:
        parse_condition(condition)
    except ValueError as error:
        return str(error)
    return ""


class Merge(Setting):
    """`networks.merge`: from `year`, networks go by the successor that `file` gives them."""

    year: Year
    file: str


class Networks(Setting):
    """`[networks]`: which organisation belongs to which network, and when networks merge.

    `organisations` is the published list of organisations (the Organisation Data Service's etr.csv, as
    it comes), `code_successors` its list of the codes that followed closed ones (succ.csv).
    """

    file: str | None = None
    organisations: str | None = None
    code_successors: str | None = None
    merge: Merge | None = None


class Solver(Setting):
    """`[solver]`: when to stop. `gap` is (bound - value) / value."""

    time_limit_s: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 60.0
    gap: Annotated[float, Field(ge=0, le=1)] = 0.001
    seed: Annotated[int, Field(ge=0)] = 1


class Scale(Setting):
    """`scale`: multipliers, for scenarios such as "10 % less money". `consequence` is of what a failure
    costs, the register's own figures among them."""

    budget: Annotated[float, Field(ge=0, le=10)] = 1.0
    consequence: Annotated[float, Field(gt=0, le=10)] = 1.0


class ReportSettings(Setting):
    """`[report]`: what goes on the cover of the papers, and which scenario is recommended."""

    scenarios: tuple[str, ...] = ()
    recommend: str | None = None
    meeting: str = "not supplied"
    meeting_date: dt.date | None = None
    sponsor: str = "not supplied"
    author: str = "not supplied"


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
    rules: Rules = Rules()
    networks: Networks = Networks()
    solver: Solver = Solver()
    scale: Scale = Scale()
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
        """The rules as the programme takes them, with the share of an envelope that the budget lets roll over."""
        return self.rules.model_copy(update={"carry_forward": max(self.budget.carry_forward, self.rules.carry_forward)})

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
