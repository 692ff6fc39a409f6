"""The linear relaxation of what is left of a programme once the options that no plan can hold are left out: solved
once, or kept open while its limits change."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from capplan.planning import highs
from capplan.planning.blocks import Floats, Programme
from capplan.planning.bound import Priced, linear, relax
from capplan.planning.closing import Left, what_is_left
from capplan.planning.found import NoPlanError
from capplan.planning.highs import LinearAnswer
from capplan.policy.schema import Solver

MOST_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Eased:
    """A relaxation solved: what was left of the programme, and the answer."""

    left: Left
    answer: LinearAnswer

    @property
    def is_solved(self) -> bool:
        """Whether it was solved to its end: not where even shares of options break a rule, nor where time ran out."""
        return self.answer.ended == highs.OPTIMAL

    @property
    def priced(self) -> Priced:
        """The whole programme at the answer's prices; the bound is a true one however the solve ended."""
        return self.left.price(self.answer.prices[: len(self.left.whole.rules)])


def ease(programme: Programme, settings: Solver) -> Eased:
    """The relaxation of a programme (in the solver's units), solved once.

    Raises NoPlanError where an asset that must be treated has no option left.
    """
    left = what_is_left(programme)
    answer = relax(left.programme, seed=settings.seed, time_limit_s=settings.time_limit_s)
    return Eased(left=left, answer=answer)


def priced_by(programme: Programme, settings: Solver) -> Priced | None:
    """A programme (in the solver's units) at the prices of its relaxation; None where not even shares of options keep
    the rules, or it was not solved in time."""
    try:
        eased = ease(programme, settings)
    except NoPlanError:
        return None
    return eased.priced if eased.is_solved else None


class Relaxation:
    """A programme's relaxation (in the solver's units) that can be solved under other limits, each solve from where
    the last ended and within `MOST_SECONDS`.

    The values of its answers are those of all options, then of the own columns.
    """

    __slots__ = ("_highs", "_programme", "_rows")

    def __init__(self, programme: Programme, *, seed: int) -> None:
        self._programme = programme
        self._highs: Any = highs.open_linear(linear(programme), seed=seed)
        self._rows = np.arange(len(programme.rules), dtype=np.int32)

    def solve(self, lower: Floats, upper: Floats, own_upper: Floats | None = None) -> Eased:
        """The relaxation with these limits on the coupling rows, and on own columns where they are given, without the
        options that they close.

        Raises NoPlanError where an asset that must be treated has no option left.
        """
        own = self._programme.own
        own = own if own_upper is None else replace(own, upper=own_upper)
        left = what_is_left(replace(self._programme, lower=lower, upper=upper, own=own))
        most = np.append(~left.closed.options, own.upper)
        columns = np.arange(len(most), dtype=np.int32)
        self._highs.changeRowsBounds(len(self._rows), self._rows, lower, upper)
        self._highs.changeColsBounds(len(columns), columns, np.zeros(len(columns)), most)
        return Eased(left=left, answer=highs.solve_again(self._highs, time_limit_s=MOST_SECONDS))
