"""Solving again from a finished plan: what would change if something in the programme were otherwise.

The plan and the changed one are both sought near the finished plan: a few of its choices may go, anything may
come in. Searched alike, their difference is that of the change and not of the search; how far it can be from
the truth follows from bounds on the whole programme.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from capplan import columns as c
from capplan.errors import InputError, Problem
from capplan.model import Scenario
from capplan.planning import handover
from capplan.planning.blocks import Flags, Programme, Units, Whole, in_units, solver_units
from capplan.planning.bound import Priced
from capplan.planning.case import Case, make_case
from capplan.planning.core import Width, base_options, pick
from capplan.planning.exact import breaches
from capplan.planning.own import worth_of
from capplan.planning.programme import make_programme
from capplan.planning.relaxation import priced_by
from capplan.planning.rules import MONEY
from capplan.planning.rules.envelope import years_of_rows
from capplan.planning.rules.shared_works import with_works_needed
from capplan.planning.solvers import Effort
from capplan.policy.schema import Rules, Solver

WISH = "wish"
# How many of the plan's choices may go; the wider numbers are tried where nothing fits within the narrower.
MAY_GO = (3, 12, 1_000_000)
NEAR = Width(least=60, per_class=1)
# Nodes, which are the same everywhere, end a search; the seconds are for where that does not.
WITHIN, NODES, SECONDS = 1e-5, 60, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A programme in pounds and in solver units, priced by its relaxation (solver units), and the plan made
    for it. `objective` names what the plan makes the most of; values below are in its unit."""

    case: Case
    rules: Rules
    settings: Solver
    objective: str
    programme: Programme
    scaled: Programme
    units: Units
    priced: Priced
    chosen: Flags

    def money_rows(self, year: int) -> Whole:
        """The coupling rows that a year's envelope (its position) is part of; none where envelopes do not bind."""
        rows = np.flatnonzero(np.isin(self.programme.rules.astype(str), [rule.name for rule in MONEY]))
        return rows[years_of_rows(self.case, self.rules) == year] if len(rows) else rows

    @property
    def bound(self) -> float:
        """No plan is worth more."""
        return self.priced.bound * self.units.benefit

    @property
    def value(self) -> float:
        """What the plan is worth."""
        return worth_of(self.programme, self.chosen)

    def bound_gain(self, bound: float) -> float:
        """What another bound allows beyond this programme's."""
        return max(bound - self.bound, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What solving a changed programme came to: the plan found near the finished one (None where none keeps
    every rule), what it is worth, and what no plan can be worth more than."""

    chosen: Flags | None
    value: float
    bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """The case and programme that a scenario's plan was made for."""

    case: Case
    programme: Programme


def rebuild(scenario: Scenario) -> Rebuilt:
    """The programme of a finished scenario.

    Raises InputError where its run folder lacks what every option draws.
    """
    if scenario.option_cash is None:
        what = "its run folder does not say what every option would draw"
        raise InputError(Problem(where=f"scenario {scenario.name}", what=what, mend="Run `capplan run` again."))
    policy = scenario.policy
    shared = policy.rules.shared_works
    case = make_case(scenario.options, scenario.option_cash, scenario.budget, scenario.estate, shared)
    return Rebuilt(case=case, programme=make_programme(case, policy.allocation_rules, policy.plan.objective))


def settle(scenario: Scenario, rebuilt: Rebuilt | None = None) -> Settled:
    """A finished scenario, ready to be solved again, from its programme where that is made already.

    Raises InputError where its run folder lacks what every option draws.
    """
    rebuilt = rebuilt or rebuild(scenario)
    policy, case, programme = scenario.policy, rebuilt.case, rebuilt.programme
    decided = case.options[c.OPTION_ID].isin(scenario.plan.decisions[c.OPTION_ID].dropna()).to_numpy(dtype=bool)
    chosen = with_works_needed(case, policy.rules, decided)
    units = solver_units(programme)
    scaled = in_units(programme, units)
    priced = priced_by(scaled, policy.solver)
    if priced is None:
        what = "its plan cannot be solved again from what its run folder holds"
        raise InputError(Problem(where=f"scenario {scenario.name}", what=what, mend="Run `capplan run` again."))
    return Settled(
        case=case,
        rules=policy.allocation_rules,
        settings=policy.solver,
        objective=policy.plan.objective,
        programme=programme,
        scaled=scaled,
        units=units,
        priced=priced,
        chosen=chosen,
    )


def solve_near(settled: Settled, changed: Programme, opened: Whole) -> Outcome:
    """The best plan of a changed programme near the finished one.

    `changed` has the settled programme's options in its order; `opened` are options that must be open.
    """
    scaled = in_units(changed, settled.units)
    priced = priced_by(scaled, settled.settings)
    if priced is None:
        return Outcome(chosen=None, value=-np.inf, bound=-np.inf)
    bound = priced.bound * settled.units.benefit
    partly = np.zeros(len(changed.benefit), dtype=bool)
    partly[opened] = True
    core = pick(scaled, priced, base_options(changed, settled.chosen), partly, NEAR, priced.loss)
    effort = Effort(target=None, gap=WITHIN, nodes=NODES, seconds=SECONDS, seed=settled.settings.seed)
    held = np.flatnonzero(settled.chosen)
    for go in MAY_GO:
        close = with_row(scaled, held, (max(len(held) - go, 0), len(held)))
        found = handover.solve(close, core, effort).chosen
        if found is not None and not breaches(changed, found).any():
            return Outcome(chosen=found, value=worth_of(changed, found), bound=bound)
    return Outcome(chosen=None, value=-np.inf, bound=bound)


def with_row(programme: Programme, options: Whole, limits: tuple[float, float]) -> Programme:
    """The programme with a row more: how many of these options are chosen lies within `limits`."""
    row = sp.csr_array((np.ones(len(options)), options, [0, len(options)]), shape=(1, len(programme.benefit)))
    own = programme.own
    nothing = sp.csr_array((1, len(own.upper)))
    return replace(
        programme,
        rules=np.append(programme.rules, WISH),
        scopes=np.append(programme.scopes, ""),
        rows=sp.csr_array(sp.vstack([programme.rows, row], format="csr")),
        lower=np.append(programme.lower, limits[0]),
        upper=np.append(programme.upper, limits[1]),
        in_pounds=np.append(programme.in_pounds, np.False_),
        own=replace(own, rows=sp.csr_array(sp.vstack([own.rows, nothing], format="csr"))),
    )
