"""`[rules]` and `[[fund]]`: what every plan must keep, and money that pays for some things only."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from capplan.policy.conditions import parse_condition
from capplan.policy.setting import MOST_POUNDS, Count, Pounds, Setting, Share, Year


def _years_into(field: str, data: Any) -> Any:
    """Years stand as keys of their own in the file; here they are in one field."""
    if not isinstance(data, Mapping) or field in data:
        return data
    years = {key: value for key, value in data.items() if str(key).isdigit()}
    return {key: value for key, value in data.items() if key not in years} | {field: years}


class MaxInstalls(Setting):
    """`rules.max_installs`: what can be delivered in one financial year."""

    per_network: Count | None = None
    per_site_and_class: Count | None = None


class Bundle(Setting):
    """`[[rules.together]]`: assets that are done in the same year or not at all."""

    name: str
    assets: tuple[str, ...] = Field(min_length=2)
    shared_works_gbp: Pounds = 0


class SharedWorks(Setting):
    """`[[rules.shared_works]]`: works that any of these assets, or of a site's, needs in the year it starts; they
    are paid once a year."""

    name: str
    assets: tuple[str, ...] = ()
    site: str | None = None
    works_gbp: Pounds

    @model_validator(mode="after")
    def _says_whose(self) -> Self:
        if bool(self.assets) == (self.site is not None):
            raise ValueError("give either its assets or its site")
        return self


class PoundsLimit(Setting):
    """`rules.limits.revenue_gbp`: over all years of the plan, and in its last."""

    horizon: Annotated[int, Field(ge=-MOST_POUNDS, le=MOST_POUNDS)] | None = None
    last_year: Annotated[int, Field(ge=-MOST_POUNDS, le=MOST_POUNDS)] | None = None


class TonnesLimit(Setting):
    """`rules.limits.carbon_tonnes`: over all years of the plan, and in its last."""

    horizon: float | None = None
    last_year: float | None = None


class Limits(Setting):
    """`rules.limits`: limits on what options use beside capital, beyond those of each year in the budget."""

    revenue_gbp: PoundsLimit = PoundsLimit()
    carbon_tonnes: TonnesLimit = TonnesLimit()


class OverAge(Setting):
    """`rules.max_share_over_10_years`: the most machines of a network that may be over ten years old at the
    end of a year (COCIR: one in ten). `soft` lets it fall short at `price_gbp` a machine and year, which has no
    source: it is what the plan's owner would pay.

    In the file the years stand as keys (`2031 = 0.10`); here they are in `shares`.
    """

    shares: Mapping[int, Share] = {}
    soft: bool = False
    price_gbp: Pounds = 100_000

    @model_validator(mode="before")
    @classmethod
    def _years_are_shares(cls, data: Any) -> Any:
        return _years_into("shares", data)


Growth = Annotated[float, Field(ge=-0.5, le=0.5)]


class Capacity(Setting):
    """`rules.capacity`: the exams that each network's machines of a class can do stay at or above `share` of
    demand, which grows from what they do now by `growth` a year: of all, by class (none where a class is not
    named), or as their organisations' own figures say (`networks.figures`). Where there is less than that already, what
    there is must not fall. With `price_gbp` it may fall short, at that price an exam and year."""

    share: Annotated[float, Field(ge=0, le=2)] = 1.0
    growth: Growth | Mapping[str, Growth] | Literal["organisations"] = 0.0
    price_gbp: Annotated[float, Field(gt=0, le=MOST_POUNDS)] | None = None


class Locked(Setting):
    """`[[rules.locked]]`: a decision that is made already."""

    asset: str
    year: Year
    action: str = "replace"


class StayClose(Setting):
    """`rules.stay_close`: how far the plan may go from the last approved one, which `plan` holds (a run folder,
    or a decisions.csv): at most so many changed decisions, or a price for each."""

    plan: str
    scenario: str | None = None
    most_changes: Count | None = None
    price_gbp: Pounds | None = None

    @model_validator(mode="after")
    def _says_how_close(self) -> Self:
        if self.most_changes is None and self.price_gbp is None:
            raise ValueError("it says neither most_changes nor price_gbp")
        return self


class Fund(Setting):
    """`[[fund]]`: ring-fenced money that pays only for options of its classes, networks, sites and assets (all
    where it names none); what it cannot pay falls on the envelope.

    What a `donated` fund (a charity's money, a grant) pays for bears no dividend on public dividend capital. In the
    file the years stand as keys (`2027 = 3_000_000`); here they are in `money`.
    """

    name: str
    donated: bool = False
    money: Mapping[int, Pounds] = {}
    asset_class: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _years_are_money(cls, data: Any) -> Any:
        return _years_into("money", data)


class Rules(Setting):
    """`[rules]`: what every plan must keep. A rule that is left out does not bind.

    By `duties_by`, a financial year, whatever must be treated has begun, but for what is committed to a year of its
    own; without it a duty may wait for the plan's last year. `network_share_by` says what a network's share of the
    money, of which `network_floor` and `network_cap` speak, is measured by: the capital of its options, the
    replacement value or the need of all its machines, the people whom its organisations serve (`networks.figures`),
    or shares that are given. `funds` stand as `[[fund]]` in a plan file. With `floor_price_gbp` every floor may fall
    short, at that price for each pound.
    """

    must_replace: tuple[str, ...] = ()
    duties_by: int | None = None
    gates: bool = True
    network_floor: Share | None = None
    network_cap: Annotated[float, Field(ge=0)] | None = None
    network_share_by: Literal["options", "replacement_value", "need", "population"] | Mapping[str, Share] = "options"
    network_floor_gbp: Mapping[str, Pounds] = {}
    network_cap_gbp: Mapping[str, Pounds] = {}
    class_floor_gbp: Mapping[str, Pounds] = {}
    class_cap_gbp: Mapping[str, Pounds] = {}
    floor_price_gbp: Annotated[float, Field(gt=0, le=MOST_POUNDS)] | None = None
    carry_forward: Share = 0.0
    funds: tuple[Fund, ...] = ()
    limits: Limits = Limits()
    max_installs: MaxInstalls = MaxInstalls()
    together: tuple[Bundle, ...] = ()
    either_or: tuple[Annotated[tuple[str, ...], Field(min_length=2)], ...] = ()
    shared_works: tuple[SharedWorks, ...] = ()
    max_share_over_10_years: OverAge | None = None
    capacity: Capacity | None = None
    oldest_first: Literal["off", "report", "enforce"] = "report"
    locked: tuple[Locked, ...] = ()
    stay_close: StayClose | None = None
    not_replaced: tuple[str, ...] = ("finance_method in ('managed_service', 'pfi')",)

    @field_validator("must_replace", "not_replaced")
    @classmethod
    def _conditions_parse(cls, conditions: tuple[str, ...]) -> tuple[str, ...]:
        faults = [fault for text in conditions if (fault := _fault_in(text))]
        if faults:
            raise ValueError("; ".join(faults))
        return conditions

    @field_validator("network_share_by")
    @classmethod
    def _shares_add_up(cls, by: str | Mapping[str, float]) -> str | Mapping[str, float]:
        if not isinstance(by, str) and sum(by.values()) > 1 + 1e-9:
            raise ValueError(f"the shares add up to {sum(by.values()):g}, more than 1")
        return by

    @field_validator("funds", "together", "shared_works")
    @classmethod
    def _names_differ(cls, named: tuple[Any, ...]) -> tuple[Any, ...]:
        names = [one.name for one in named]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two are called {twice[0]!r}")
        return named


def _fault_in(condition: str) -> str:
    try:
        parse_condition(condition)
    except ValueError as error:
        return str(error)
    return ""
