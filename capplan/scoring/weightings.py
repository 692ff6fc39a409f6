"""Weights as places in a triangle, and how much of it favours one asset over another (SMAA-2).

A weighting is three weights that add up to 1: a point of a triangle. Need is linear in the weights, so
where one asset needs more than another is a part of the triangle cut off by a straight line, and its
share of the area is exact. All weightings count alike: w ~ Dirichlet(1, 1, 1).
"""

from itertools import pairwise

import numpy as np

from capplan.scoring.values import Numbers

# Each corner gives all weight to one part.
EVERY_WEIGHTING: Numbers = np.eye(3)


def ordered_weightings(least: float) -> Numbers:
    """The triangle (corners x age, utilisation, risk) where risk counts at least as much as age, age at
    least as much as utilisation, and each at least `least`.

    >>> ordered_weightings(0.05).round(3).tolist()
    [[0.05, 0.05, 0.9], [0.475, 0.05, 0.475], [0.333, 0.333, 0.333]]
    """
    half = (1 - least) / 2
    return np.array([[least, least, 1 - 2 * least], [half, least, half], [1 / 3, 1 / 3, 1 / 3]])


def pairwise_index(first: Numbers, second: Numbers, triangle: Numbers = EVERY_WEIGHTING) -> Numbers:
    """Share of the triangle's weightings under which `first` needs at least as much as `second`.

    Both hold values of age, utilisation and risk on their last axis. Exact: a line cuts a corner with
    value d1 > 0 off from two with d2, d3 <= 0 in the share d1^2 / ((d1 - d2) (d1 - d3)).

    >>> pairwise_index(np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 1.0])).item()
    0.25
    """
    corners = (np.asarray(first) - np.asarray(second)) @ triangle.T
    least, middle, most = np.moveaxis(np.sort(corners, axis=-1), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        one_above = most / (most - least) * (most / (most - middle))
        one_below = 1 - least / (least - most) * (least / (least - middle))
    share = np.select([least >= 0, most < 0, middle >= 0], [1.0, 0.0, one_below], one_above)
    return np.where(np.isnan(corners).any(axis=-1), np.nan, share)


def first_rank(values: Numbers, asset: int, triangle: Numbers = EVERY_WEIGHTING) -> tuple[float, Numbers]:
    """Share of the triangle under which one asset (a row of `values`) needs the most of all, and the
    centre of that part; 0 and NaN where no weighting makes it so. Exact, for a handful of assets.
    """
    part = triangle
    for other in range(len(values)):
        if other != asset:
            part = _cut(part, values[asset] - values[other])
    area, centre = _area_and_centre(part)
    whole, _ = _area_and_centre(triangle)
    return area / whole, centre


def _cut(corners: Numbers, direction: Numbers) -> Numbers:
    """The part of a polygon on which w . direction >= 0 (Sutherland and Hodgman, 1974)."""
    kept: list[Numbers] = []
    for here, there in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        at, beyond = here @ direction, there @ direction
        if at >= 0:
            kept.append(here)
        if at * beyond < 0:
            kept.append(here + (there - here) * at / (at - beyond))
    return np.array(kept).reshape(-1, 3)


def _area_and_centre(corners: Numbers) -> tuple[float, Numbers]:
    if len(corners) < 3:
        return 0.0, np.full(3, np.nan)
    fans = [np.stack([corners[0], *pair]) for pair in pairwise(corners[1:])]
    areas = np.array([np.linalg.norm(np.cross(fan[1] - fan[0], fan[2] - fan[0])) / 2 for fan in fans])
    if areas.sum() <= 1e-12:
        return 0.0, np.full(3, np.nan)
    return float(areas.sum()), np.average([fan.mean(axis=0) for fan in fans], axis=0, weights=areas)


def drawn(count: int, draws: np.random.Generator, triangle: Numbers = EVERY_WEIGHTING) -> Numbers:
    """`count` weightings drawn evenly over the triangle: a row each."""
    return draws.dirichlet(np.ones(3), count) @ triangle
