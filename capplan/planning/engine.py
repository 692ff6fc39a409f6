"""From a programme to a plan, in this process.

Every programme is priced by its relaxation, which gives a bound for the whole of it. A small one then goes
to the solver whole; a large one by cores. What no plan can hold is left out before (`planning.solve`).
"""

import time
from collections.abc import Callable

from capplan.errors import SolverError
from capplan.planning import highs
from capplan.planning.blocks import Programme, in_units, solver_units
from capplan.planning.bound import Relaxed, price, relax, whole_choices
from capplan.planning.first import leading, mended
from capplan.planning.found import FROM_LP, Found, NoPlanError, out_of_time
from capplan.planning.own import worth_of
from capplan.planning.parts import no_gains
from capplan.planning.prices import find_prices, sample_prices
from capplan.planning.rounds import solve_by_cores, solve_whole
from capplan.planning.search import Search
from capplan.planning.second import preferred
from capplan.policy.schema import Solver

WHOLE_AT_MOST = 4_000
# Beyond these many options, and with rows few enough to be priced, prices are found without the whole linear
# programme.
PRICED_FROM, PRICED_ROWS_AT_MOST = 60_000, 3_000


def search_plan(programme: Programme, settings: Solver, ends_at: float, on_found: Callable[[Found], None]) -> Found:
    """The best plan found of a programme (whole pounds) by `ends_at` (a monotonic time), told whenever it is bettered.

    Raises NoPlanError where no plan keeps every rule, SolverError where the solver is missing or the time ran
    out before any plan was found.
    """
    units = solver_units(programme)
    scaled = in_units(programme, units)
    relaxed = _relaxed(scaled, settings, ends_at)
    search = Search(
        pounds=programme,
        scaled=scaled,
        units=units,
        priced=relaxed.priced,
        gains=no_gains(scaled),
        settings=settings,
        ends_at=ends_at,
        on_found=on_found,
    )
    by = solve_whole if len(programme.benefit) <= WHOLE_AT_MOST else solve_by_cores
    return preferred(search, by(search, relaxed))


def early_plan(programme: Programme, settings: Solver, ends_at: float) -> Found | None:
    """A plan in a moment, at the prices of a sample of the assets, and a true bound; None where none is found so
    simply."""
    scaled = in_units(programme, solver_units(programme))
    priced = sample_prices(scaled, seed=settings.seed, ends_at=ends_at)
    chosen = mended(programme, priced, leading(scaled, priced))
    if chosen is None:
        return None
    return Found(
        chosen=chosen,
        value=worth_of(scaled, chosen),
        bound=priced.bound,
        bound_from=FROM_LP,
        prices=priced.prices,
        size=0,
    )


def _relaxed(scaled: Programme, settings: Solver, ends_at: float) -> Relaxed:
    if len(scaled.benefit) > PRICED_FROM and len(scaled.rules) <= PRICED_ROWS_AT_MOST:
        near = find_prices(scaled, seed=settings.seed, ends_at=ends_at)
        if near is not None:
            return near
    answer = relax(scaled, seed=settings.seed, time_limit_s=ends_at - time.monotonic())
    if answer.ended == highs.INFEASIBLE:
        raise NoPlanError
    if answer.ended != highs.OPTIMAL:
        raise SolverError(out_of_time(settings))
    outright, partly = whole_choices(scaled, answer.values)
    return Relaxed(priced=price(scaled, answer.prices[: len(scaled.rules)]), outright=outright, partly=partly)
