"""Identical assets: told apart by preference, whatever the solver did with them."""

from dataclasses import replace

import numpy as np

from capplan.planning.exact import breaches
from capplan.planning.own import worth_of
from capplan.planning.solve import solve
from capplan.planning.ties import by_preference, identical
from capplan.policy.schema import Solver
from tests.planning.programmes import synthetic


def test_alike_means_equal_in_every_number() -> None:
    """Assets are in one group only if every benefit and every draw of every option is the same."""
    programme = synthetic(400, 3, tied=True)
    group = identical(programme)
    assert len(np.unique(group)) < 350
    draws = programme.rows.T.toarray()
    size = np.diff(np.append(programme.first, len(programme.benefit)))
    for asset, head in enumerate(group.tolist()):
        mine = slice(programme.first[asset], programme.first[asset] + size[asset])
        other = slice(programme.first[head], programme.first[head] + size[head])
        assert (draws[mine] == draws[other]).all()
        assert (programme.benefit[mine] == programme.benefit[other]).all()


def test_the_older_of_identical_assets_goes_first_and_nothing_else_changes() -> None:
    """Handing a group's options out by preference keeps the value and every row, and treats the preferred."""
    made = synthetic(500, 3, tied=True)
    age = np.random.default_rng(3).integers(0, 25, len(made.first)).astype(np.float64)
    programme = replace(made, preference=age[made.asset_of])
    solution = solve(programme, Solver(gap=0.01, time_limit_s=20), lambda step: None)
    chosen = by_preference(programme, solution.chosen)
    assert (chosen == solution.chosen).all()
    assert not breaches(programme, chosen).any()
    assert worth_of(programme, chosen) == solution.objective
    treated = np.add.reduceat(chosen.astype(int), programme.first) > 0
    group = identical(programme)
    for head in np.unique(group):
        members = np.flatnonzero(group == head)
        if treated[members].any() and not treated[members].all():
            assert age[members][treated[members]].min() >= age[members][~treated[members]].max()
