"""Which decisions what the registers leave out could turn: an indication, at the prices of the linear relaxation.

An asset's options are worth more or less where the fields missing in its row turn out at their worst or at their
best. At either end they are held against the same prices as at the middle, with every other asset as it is.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from capplan import columns as c
from capplan.planning.blocks import Flags, Floats, Programme, Whole
from capplan.planning.case import Case
from capplan.planning.rules import LOCKED
from capplan.planning.solve import Solution

DROPS_OUT, COMES_IN = c.MISSING_DATA.choices
IN_ON_MISSING_DATA = " {} missing: at the low end of its need it would drop out."
# A margin within this share of the largest benefit counts as none: the relaxation's prices are no finer.
TOLERANCE = 1e-7


def with_missing_data(
    reasons: pd.DataFrame, ends: pd.DataFrame, case: Case, programme: Programme, solution: Solution
) -> pd.DataFrame:
    """Reasons (columns `REASONS`, one row an asset of the case) with `MISSING_DATA`, and a sentence where one is
    funded that need not be.

    `ends` has the columns `OPTION_ENDS` for options whose asset's row leaves something open; an option that it does
    not name is worth the same whatever is missing, and one that it names without a worth is not open at that end.
    """
    turned, missing = _turned(ends, case, programme, solution)
    sentences = [
        IN_ON_MISSING_DATA.format(f"{count} fields are" if count > 1 else "1 field is") if kind == DROPS_OUT else ""
        for kind, count in zip(turned.tolist(), missing.tolist(), strict=True)
    ]
    told = reasons[c.REASON].astype("str") + pd.Series(sentences, index=reasons.index, dtype="str")
    kinds = pd.Series(turned, index=reasons.index, dtype="str").mask(turned == "")
    return reasons.assign(**{c.REASON: told, c.MISSING_DATA: kinds})


def _turned(
    ends: pd.DataFrame, case: Case, programme: Programme, solution: Solution
) -> tuple[NDArray[np.object_], Whole]:
    """How each asset's decision could turn, blank where it could not, and how many fields its row leaves out."""
    told = ends.set_index(c.OPTION_ID).reindex(case.options[c.OPTION_ID])
    is_told = case.options[c.OPTION_ID].isin(ends[c.OPTION_ID]).to_numpy(dtype=bool)
    reduced = solution.priced.reduced

    def best_at(end: c.Column) -> Floats:
        """The most that an asset's options are worth at one end less what they draw at the prices."""
        worth = told[end].to_numpy(dtype=np.float64, na_value=-np.inf)
        return _best(np.where(is_told, reduced + (worth - case.benefit), reduced), case)

    middle, low, high = _best(reduced, case), best_at(c.BENEFIT_LOW_GBP), best_at(c.BENEFIT_HIGH_GBP)
    counts = told[c.FIELDS_MISSING].to_numpy(dtype=np.float64, na_value=0.0).astype(np.int64)
    missing = np.maximum.reduceat(counts, case.first)
    treated = np.logical_or.reduceat(solution.chosen, case.first)
    nothing = TOLERANCE * float(np.abs(case.benefit).max(initial=1.0))
    may_turn = (missing > 0) & ~programme.must & ~_locked(programme, case)
    drops = may_turn & treated & (middle >= -nothing) & (low < -nothing)
    comes = may_turn & ~treated & (middle <= nothing) & (high > nothing)
    return np.select([drops, comes], [DROPS_OUT, COMES_IN], "").astype(object), missing


def _best(reduced: Floats, case: Case) -> Floats:
    return np.asarray(np.maximum.reduceat(reduced, case.first))


def _locked(programme: Programme, case: Case) -> Flags:
    """The assets whose decision is made already."""
    rows = programme.rows[programme.rows_of(LOCKED.name)]
    held = np.asarray(abs(rows).sum(axis=0)).ravel() > 0
    return np.asarray(np.logical_or.reduceat(held, case.first))
