"""Prices by box-steps: the same bound as the whole linear programme, without solving it."""

import time

import numpy as np
import pytest

from capplan.planning.blocks import in_units, solver_units
from capplan.planning.bound import price, relax
from capplan.planning.prices import find_prices
from tests.planning.programmes import synthetic


@pytest.mark.parametrize(("assets", "years", "seed"), [(4_000, 3, 0), (4_000, 5, 1), (5_000, 4, 2)])
def test_bound_from_prices_is_that_of_the_whole_linear_programme(assets: int, years: int, seed: int) -> None:
    """Box-steps end at the linear relaxation's optimum, to a billionth, and never below it."""
    made = synthetic(assets, years, seed=seed)
    programme = in_units(made, solver_units(made))
    near = find_prices(programme, seed=1, ends_at=time.monotonic() + 60)
    whole = relax(programme, seed=1, time_limit_s=60)
    bound = price(programme, whole.prices[: len(programme.rules)]).bound
    assert near is not None
    assert near.priced.bound == pytest.approx(bound, rel=1e-9)
    assert near.outright.sum() > 0
    assert (np.bincount(programme.asset_of, weights=near.outright) <= 1).all()
