"""What stays the same through one search for a plan: the programme, the bound, and when to stop."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from capplan.planning.blocks import Flags, Programme, Units
from capplan.planning.bound import Priced
from capplan.planning.core import base_options, cheapest, undecided
from capplan.planning.exact import improve
from capplan.planning.found import FROM_BRANCHING, FROM_LP, FROM_PARTS, Found
from capplan.planning.handover import Core
from capplan.planning.own import worth_of
from capplan.planning.parts import Gains
from capplan.planning.solvers import Effort
from capplan.policy.schema import Solver

IMPROVED_AMONG = 20_000
# A core is left when its own gap is this share of the gap asked for: no better plan in it would count.
CORE_GAP_SHARE = 0.5
PART_GAP, PART_NODES = 1e-5, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What stays the same through one solve: the programme in pounds and in solver units, and its limits."""

    pounds: Programme
    scaled: Programme
    units: Units
    priced: Priced
    gains: Gains
    settings: Solver
    ends_at: float
    on_found: Callable[[Found], None]

    def seconds_left(self) -> float:
        """Seconds until the time limit; below 0 once it is past."""
        return self.ends_at - time.monotonic()

    @property
    def target(self) -> float:
        """A value within the gap asked for of the bound (solver units)."""
        gap = self.settings.gap
        return self.bound - gap / (1 + gap) * abs(self.bound)

    @property
    def bound(self) -> float:
        """No plan is worth more (solver units)."""
        return self.priced.bound - self.gains.total

    def value(self, chosen: Flags) -> float:
        """What a plan is worth (solver units)."""
        return worth_of(self.scaled, chosen)

    def is_done(self, found: Found) -> bool:
        """Whether a plan is as near to the best as was asked, or the time is out."""
        return found.gap <= self.settings.gap or self.seconds_left() <= 0

    def improved(self, chosen: Flags) -> Flags:
        """A plan that no single move to one of the options of least loss betters."""
        return improve(self.pounds, chosen, cheapest(self.priced.loss, IMPROVED_AMONG))

    def found(self, chosen: Flags, bound: float, core: Core) -> Found:
        """A plan from a core, with the better of a bound that was proved and the priced one."""
        return Found(
            chosen=chosen,
            value=self.value(chosen),
            bound=min(bound, self.bound),
            bound_from=FROM_BRANCHING if bound < self.bound else FROM_PARTS if self.gains.total else FROM_LP,
            prices=self.priced.prices,
            size=len(core.open),
        )

    def undecided(self, found: Found) -> Core:
        """The core of all that a better plan could change."""
        slack = self.bound - found.value + self.gains.of_asset
        return undecided(self.scaled, self.priced, base_options(self.scaled, found.chosen), slack)

    def towards_target(self, nodes: int) -> Effort:
        """Stop at a plan that is good enough, judged by the bound of the whole, or when the core has little
        more to give."""
        settings = self.settings
        return Effort(
            target=self.target,
            gap=settings.gap * CORE_GAP_SHARE,
            nodes=nodes,
            seconds=self.seconds_left() / 2,
            seed=settings.seed,
            solver=settings.name,
        )

    def of_a_part(self) -> Effort:
        """Stop when a nearer proof of one part would not count in the whole."""
        settings = self.settings
        return Effort(
            target=None,
            gap=PART_GAP,
            nodes=PART_NODES,
            seconds=self.seconds_left() / 4,
            seed=settings.seed,
            solver=settings.name,
        )

    def towards_proof(self) -> Effort:
        """Stop when the solver's own bound is near enough."""
        settings = self.settings
        return Effort(
            target=None,
            gap=settings.gap,
            nodes=None,
            seconds=self.seconds_left(),
            seed=settings.seed,
            solver=settings.name,
        )
