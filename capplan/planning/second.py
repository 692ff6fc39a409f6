"""The second stage: among plans worth the same, the one that treats the older assets.

The first objective is held to what was found, and no more options are chosen than were. Then the sum of the chosen
options' preferences is made as great as can be, and a small weight that differs for every option decides what is
still equal: earlier options first. All plans of that worth lie in the core that a bound leaves undecided, so
nothing outside it is asked; where it is large, identical assets alone are told apart (`planning.ties`).
"""

import math
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from capplan.planning import handover
from capplan.planning.blocks import Flags, Floats, Programme
from capplan.planning.exact import breaches
from capplan.planning.found import Found
from capplan.planning.own import worth_of
from capplan.planning.search import Search
from capplan.planning.solvers import Effort

OPEN_AT_MOST, NODES, SECONDS = 1_500, 50, 5.0
# What the weights of single options come to beside a preference, at most.
UNIQUE = 1e-3
HELD = "value held"


def preferred(search: Search, found: Found) -> Found:
    """The found plan, or one worth as much to the penny that is preferred to it."""
    scaled = search.scaled
    core = search.undecided(found)
    seconds = min(search.seconds_left() / 4, SECONDS)
    if not 0 < len(core.open) <= OPEN_AT_MOST or seconds <= 0:
        return found
    weights = _weights(scaled)
    settings = search.settings
    effort = Effort(target=None, gap=0.0, nodes=NODES, seconds=seconds, seed=settings.seed, solver=settings.name)
    chosen = handover.solve(_held(scaled, found, weights), core, effort, found.chosen).chosen
    if chosen is None or breaches(search.pounds, chosen).any():
        return found
    worth = worth_of(search.pounds, found.chosen)
    is_as_good = worth_of(search.pounds, chosen) >= worth and chosen.sum() <= found.chosen.sum()
    return (
        replace(found, chosen=chosen) if is_as_good and _sum(weights, chosen) > _sum(weights, found.chosen) else found
    )


def _weights(programme: Programme) -> Floats:
    """The preference of each option as a share of the greatest, and what tells it from every other."""
    preference, count = programme.preference, len(programme.benefit)
    weights: Floats = preference / max(float(np.abs(preference).max(initial=0.0)), 1e-300)
    return weights + UNIQUE * (1 - np.arange(count) / count)


def _sum(weights: Floats, chosen: Flags) -> float:
    return math.fsum(weights[chosen])


def _held(programme: Programme, found: Found, weights: Floats) -> Programme:
    """The programme with the weights to be made the most of, its own value and number of options held."""
    own, options = programme.own, len(programme.benefit)
    more = sp.csr_array(np.vstack([programme.benefit, np.ones(options)]))
    own_more = sp.csr_array(np.vstack([own.worth, np.zeros(len(own.upper))]))
    return replace(
        programme,
        benefit=weights,
        rules=np.append(programme.rules, [HELD] * 2),
        scopes=np.append(programme.scopes, [""] * 2),
        rows=sp.csr_array(sp.vstack([programme.rows, more], format="csr")),
        lower=np.append(programme.lower, [found.value - 1e-9 * abs(found.value), -np.inf]),
        upper=np.append(programme.upper, [np.inf, float(found.chosen.sum())]),
        in_pounds=np.append(programme.in_pounds, [False, False]),
        own=replace(
            own, rows=sp.csr_array(sp.vstack([own.rows, own_more], format="csr")), worth=np.zeros_like(own.worth)
        ),
    )
