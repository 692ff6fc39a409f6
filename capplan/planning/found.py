"""What a search comes to: a plan and how near to the best it is known to be, no plan at all, or no time."""

from dataclasses import dataclass

from capplan.errors import Problem
from capplan.planning.blocks import Flags, Floats
from capplan.policy.schema import Solver

FROM_LP = "linear relaxation of the whole programme"
FROM_PARTS = "branch and bound on each part of the programme"
FROM_BRANCHING = "branch and bound on the whole programme"


class NoPlanError(Exception):
    """No plan keeps every rule; `capplan.planning.repair` says why."""


def relative_gap(objective: float, bound: float) -> float:
    """How far a plan may be from the best, as a share of its value.

    >>> relative_gap(200.0, 201.0), relative_gap(0.0, 0.0)
    (0.005, 0.0)
    """
    if bound <= objective:
        return 0.0
    return (bound - objective) / abs(objective) if objective else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A plan, what it is worth, the best bound known for the whole and where that is from (all in solver units,
    as the prices on the coupling rows), and the size of the core it came from."""

    chosen: Flags
    value: float
    bound: float
    bound_from: str
    prices: Floats
    size: int

    @property
    def gap(self) -> float:
        """How far the plan may be from the best, as a share of its value."""
        return relative_gap(self.value, self.bound)


def out_of_time(settings: Solver) -> Problem:
    """What is told when the time ran out before any plan was found."""
    return Problem(
        where="solver",
        what=f"no plan was found in {settings.time_limit_s:g} seconds",
        mend="Give it more time (solver.time_limit_s, or --time-limit), or loosen the rules.",
    )
