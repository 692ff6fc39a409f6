"""The linear relaxation of a programme kept open: its limits change, and each solve starts where the last ended."""

from typing import Any

import numpy as np

from capplan.planning import highs
from capplan.planning.blocks import Floats, Programme
from capplan.planning.bound import linear
from capplan.planning.highs import LinearAnswer

MOST_SECONDS = 60.0


class Relaxation:
    """A programme's relaxation (in the solver's units) that can be solved under other limits.

    Values and prices of its answers are laid out as those of `bound.relax`.
    """

    __slots__ = ("_highs", "_options", "_programme", "_rows")

    def __init__(self, programme: Programme, *, seed: int) -> None:
        self._programme = programme
        self._highs: Any = highs.open_linear(linear(programme), seed=seed, time_limit_s=MOST_SECONDS)
        self._rows = np.arange(len(programme.rules), dtype=np.int32)
        self._options = len(programme.benefit)

    def solve(self, lower: Floats, upper: Floats, own_upper: Floats | None = None) -> LinearAnswer:
        """The relaxation with these limits on the coupling rows, and on own columns where they are given."""
        self._highs.changeRowsBounds(len(self._rows), self._rows, lower, upper)
        if own_upper is not None and len(own_upper):
            columns = self._options + np.arange(len(own_upper), dtype=np.int32)
            self._highs.changeColsBounds(len(columns), columns, np.zeros(len(columns)), own_upper)
        return highs.solve_again(self._highs)
