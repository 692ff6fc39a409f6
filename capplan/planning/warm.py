"""The linear relaxation of a programme kept open: its limits change, and each solve starts where the last ended."""

from dataclasses import replace
from typing import Any

import numpy as np

from capplan.planning import highs
from capplan.planning.blocks import Floats, Programme
from capplan.planning.bound import linear
from capplan.planning.closing import closed_options
from capplan.planning.highs import LinearAnswer

MOST_SECONDS = 60.0


class Relaxation:
    """A programme's relaxation (in the solver's units) that can be solved under other limits.

    Values and prices of its answers are laid out as those of `bound.relax`.
    """

    __slots__ = ("_highs", "_programme", "_rows")

    def __init__(self, programme: Programme, *, seed: int) -> None:
        self._programme = programme
        self._highs: Any = highs.open_linear(linear(programme), seed=seed, time_limit_s=MOST_SECONDS)
        self._rows = np.arange(len(programme.rules), dtype=np.int32)

    def solve(self, lower: Floats, upper: Floats, own_upper: Floats | None = None) -> LinearAnswer:
        """The relaxation with these limits on the coupling rows, and on own columns where they are given, without the
        options that they close."""
        own = self._programme.own
        own = own if own_upper is None else replace(own, upper=own_upper)
        closed = closed_options(replace(self._programme, lower=lower, upper=upper, own=own)).options
        most = np.append(~closed, own.upper)
        columns = np.arange(len(most), dtype=np.int32)
        self._highs.changeRowsBounds(len(self._rows), self._rows, lower, upper)
        self._highs.changeColsBounds(len(columns), columns, np.zeros(len(columns)), most)
        return highs.solve_again(self._highs)
