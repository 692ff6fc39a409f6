"""The few frozen types that pass between rooms.

Frames carry the rows; these carry what belongs beside them. No room imports another: each takes
and gives frames (columns named in `capplan.columns`) and these types.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from capplan.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that was read: its name, SHA-256, how many assets came of it, and the day that it says it is
    of (ISO, blank where it does not say)."""

    name: str
    sha256: str
    assets: int
    as_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the registers hold: assets (columns `ASSETS` + `SOURCE` + `ASSUMED`), findings
    (columns `FINDINGS`) and the files they came from."""

    assets: "pd.DataFrame"
    findings: "pd.DataFrame"
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """What a plan is made for, beside the options: rules that speak of machines which have none, of ages, of
    demand or of an earlier plan need it.

    - `assets`: columns `ESTATE`, one row an asset in service, with options or not; ages on the first day of
      the plan.
    - `members`: columns `MEMBERS`: the networks that each asset belongs to in each year, its shares adding up
      to 1; empty where each belongs to the network of its row alone.
    - `approved`: columns `APPROVED`: what the last approved plan decided, one row an asset; empty where there
      is none.
    """

    assets: "pd.DataFrame"
    members: "pd.DataFrame"
    approved: "pd.DataFrame"


_PROVEN = {
    "value": "Proven: no plan under these rules is worth more.",
    "need": "Proven: no plan under these rules removes more need.",
    "least_capital": "Proven: no plan that keeps these rules needs less capital.",
}
_BEST = {
    "value": "the best possible value",
    "need": "the most need that can be removed",
    "least_capital": "the least capital possible",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveReport:
    """What the solver really said of one plan.

    `gap` is (bound - objective) / |objective|; `proven` says whether it met the gap asked for.
    `bound_from` names where the bound came from. Money in pounds, time in seconds.

    `objective` names what the plan makes the most of, and `unit` what that is counted in: `reached` and
    `reached_bound` are in it. `objective_gbp` is the plan's net benefit whatever the objective; `bound_gbp` is
    a bound on that, NaN where something else was made the most of.
    """

    objective_gbp: float
    bound_gbp: float
    gap: float
    proven: bool
    bound_from: str
    solver: str
    solver_version: str
    gap_asked: float
    seed: int
    options: int
    options_in_core: int
    runtime_s: float
    objective: str = "value"
    unit: str = "£"
    reached: float = float("nan")
    reached_bound: float = float("nan")

    @property
    def sentence(self) -> str:
        """The proof in words, as a paper prints it."""
        if self.proven and self.gap <= 1e-9:
            return _PROVEN[self.objective]
        share = f"{self.gap:.2%}" if self.gap >= 0.0001 else "0.01%"
        return f"Within {share.replace('%', ' %')} of {_BEST[self.objective]} ({self.bound_from})."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one scenario decides, with its proof.

    - `decisions`: one row an asset, columns `DECISIONS` + `REASON_CODE` + `BENEFIT_GBP`; an asset
      that is not treated has the action `keep`.
    - `cash`: columns `ASSET_ID, NETWORK, ASSET_CLASS, YEAR, CAPITAL_GBP`, one row for each year in
      which a chosen option spends.
    - `audit`: columns `rule, scope, limit, value, kept`, every rule added up again from decisions.
    - `baselines`: columns `method, capital_gbp, benefit_gbp, assets, rules_broken`, simple methods
      under the same money.
    - `prices`: columns `YEAR, price`: what the last £1 of each year's envelope buys (LP).
    - `effects`: columns `EFFECTS`: what the plan does for the estate and for patients by year, as ranges; None
      where the options do not say.
    - `rule_prices`: columns `RULE_PRICES`: what the plan would be worth more without each rule; None
      where that was not asked.
    - `frontier`: columns `FRONTIER`, one row a share of the budget, ascending: what a plan with that money
      could be worth at most, and what one is worth where it was solved; None where that was not asked.
    """

    decisions: "pd.DataFrame"
    cash: "pd.DataFrame"
    audit: "pd.DataFrame"
    baselines: "pd.DataFrame"
    prices: "pd.DataFrame"
    report: SolveReport
    effects: "pd.DataFrame | None" = None
    rule_prices: "pd.DataFrame | None" = None
    frontier: "pd.DataFrame | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario, solved: its policy, the frames it was solved on, and its plan.

    `outlook` has a row for each year of the plan: the expected running and risk cost of the assets that
    the programme may treat, if nothing is replaced, with its duties alone and with the plan (`YEAR, KEEP_ALL_GBP,
    DO_MINIMUM_GBP, WITH_PLAN_GBP`). `option_cash` (columns `CASH`) is what every option would draw, and `estate` what
    the plan is made for; with the options and the budget they are all that is needed to solve again, and are
    None where a run folder does not hold them.
    """

    name: str
    policy: "Policy"
    assets: "pd.DataFrame"
    scores: "pd.DataFrame"
    options: "pd.DataFrame"
    budget: "pd.DataFrame"
    outlook: "pd.DataFrame"
    plan: Plan
    option_cash: "pd.DataFrame | None" = None
    estate: Estate | None = None

    @property
    def title(self) -> str:
        """The scenario's title, for people."""
        return self.policy.title or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutPlan:
    """A scenario that no plan can keep, and why in a sentence."""

    name: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """All that a paper may say: the register as read and every scenario, the recommended first; and the
    scenarios that were asked for and have no plan. `run` is the hash that names the run's folder; blank where it
    is in none."""

    register: Register
    scenarios: tuple[Scenario, ...]
    without_plan: tuple[WithoutPlan, ...] = ()
    run: str = ""

    @property
    def recommended(self) -> Scenario:
        """The scenario that the board is asked to approve."""
        return self.scenarios[0]

    def recommending(self, scenario: Scenario) -> "Study":
        """The same study with another scenario recommended."""
        others = tuple(other for other in self.scenarios if other.name != scenario.name)
        return replace(self, scenarios=(scenario, *others))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where long work stands: `done` of `total` in a stage, and what it is doing now.

    While a plan is sought, `gap` is how near the best plan so far is known to be to the best possible.
    `tried_again` counts the tasks done that failed, or whose worker died, before.
    """

    stage: str
    done: int
    total: int
    detail: str = ""
    gap: float | None = None
    tried_again: int = 0

    def around(self, on_step: "Callable[[Step], None]") -> "Callable[[Step], None]":
        """Tell of steps inside this one: where this one stands, and the inner step's detail."""
        return lambda inner: on_step(replace(self, detail=f"{self.detail}: {inner.detail or inner.stage}"))
