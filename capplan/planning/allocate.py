"""The whole of planning: options, cash, budget and rules in; decisions, proof and reasons out.

Nothing here knows what the assets are: any capital-rationing problem fits.
"""

import math
import time

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.model import Estate, Plan, SolveReport
from capplan.planning.audit import audit, make_ledger, require_kept
from capplan.planning.baselines import baselines
from capplan.planning.blocks import Floats, Programme
from capplan.planning.case import Case, make_case
from capplan.planning.eligibility import KEEP
from capplan.planning.found import NoPlanError
from capplan.planning.giving_way import Impossible
from capplan.planning.missing_data import with_missing_data
from capplan.planning.objectives import OBJECTIVES, Objective
from capplan.planning.programme import make_programme
from capplan.planning.reasons import reasons
from capplan.planning.repair import infeasible
from capplan.planning.rules import MONEY
from capplan.planning.rules.envelope import years_of_rows
from capplan.planning.rules.rule import Ledger
from capplan.planning.solve import OnStep, Solution, solve
from capplan.planning.solvers import solver_of
from capplan.policy.schema import Rules, Solver

SPENDING = (c.ASSET_ID, c.NETWORK, c.ASSET_CLASS, c.YEAR, c.CAPITAL_GBP)
DECIDED = (*c.DECISIONS, c.REASON_CODE, c.BENEFIT_GBP, c.OPTION_ID, c.MISSING_DATA)
PROVEN_WITHIN = 1e-9


def allocate(
    options: pd.DataFrame,
    cash: pd.DataFrame,
    budget: pd.DataFrame,
    rules: Rules,
    solver: Solver,
    *,
    estate: Estate | None = None,
    ends: pd.DataFrame | None = None,
    objective: str = "value",
    progress: OnStep | None = None,
) -> Plan:
    """The plan worth most under the rules, as near to the best as `solver.gap` asks, with its proof.

    - `options`: columns `OPTIONS_REQUIRED`, and `NETWORK`, `ASSET_CLASS`, `SITE`, `MUST_TREAT`,
      `MUST_REASON` where there are any. At most one option of an asset is chosen; exactly one where any of
      its rows is `must_treat`.
    - `cash`: columns `CASH`, whole pounds, one row for each option and year in which it spends. An option
      without cash costs nothing.
    - `budget`: columns `BUDGET`, whole pounds. Every year that an option starts or spends in stands here.
    - `objective`: what is made the most of, a name of `OBJECTIVES`; under `least_capital` the envelopes do not
      bind, and `Plan.cash` says what each year needs.
    - `estate`: what the plan is made for. The rank-and-cut baselines, and rules that speak of ages, demand,
      machines without options or an earlier plan, need it.
    - `ends`: columns `OPTION_ENDS`, what options would be worth at either end of what is not known of their assets;
      where `value` is made the most of, decisions that it could turn are told.

    The plan has a decision for every asset among the options (columns of `Plan.decisions` and `OPTION_ID`),
    whatever order the rows came in. Its value is the sum of the chosen options' benefits. A bundle's shared
    works are spent by its first asset.

    Raises InputError for faults in the frames, PolicyError for rules that the options cannot carry out,
    InfeasibleError where no plan keeps every rule, SolverError where the solver is missing or ran out of time
    with nothing.
    """
    began = time.perf_counter()
    case = make_case(options, cash, budget, estate, rules.shared_works)
    programme = make_programme(case, rules, objective)
    try:
        solution = solve(programme, solver, progress or (lambda step: None))
    except NoPlanError:
        raise infeasible(
            Impossible(case=case, rules=rules, objective=objective, programme=programme, settings=solver)
        ) from None
    ledger = make_ledger(case, rules, case.options.loc[solution.chosen, c.OPTION_ID])
    audited = audit(ledger, rules, objective)
    require_kept(audited)
    told = reasons(case, programme, solution, objective)
    if ends is not None and objective == "value":
        told = with_missing_data(told, ends, case, programme, solution)
    decisions = _decisions(case, ledger, solution).merge(told, on=c.ASSET_ID)
    return Plan(
        decisions=decisions.reindex(columns=list(DECIDED)),
        cash=_spending(ledger),
        audit=audited,
        baselines=baselines(case, rules),
        prices=pd.DataFrame({c.YEAR: case.years, c.PRICE: _year_prices(case, rules, programme, solution)}),
        report=_report(case, OBJECTIVES[objective], solver, solution, time.perf_counter() - began),
    )


def _decisions(case: Case, ledger: Ledger, solution: Solution) -> pd.DataFrame:
    """One row an asset; one that is not treated is kept, starts in no year and draws nothing."""
    chosen = case.options.loc[solution.chosen, [c.ASSET_ID, c.ACTION, c.START_YEAR, c.BENEFIT_GBP, c.OPTION_ID]]
    drawn = ledger.spend.groupby(c.ASSET_ID)[c.CAPITAL_GBP].sum().reset_index()
    every = (
        pd.DataFrame({c.ASSET_ID: case.treatable})
        .astype("str")
        .merge(chosen, on=c.ASSET_ID, how="left", validate="one_to_one")
        .merge(drawn, on=c.ASSET_ID, how="left", validate="one_to_one")
    )
    every = every.fillna({c.ACTION: KEEP, c.BENEFIT_GBP: 0.0, c.CAPITAL_GBP: 0})
    return every.astype({c.START_YEAR: "Int64", c.CAPITAL_GBP: "int64"})


def _spending(ledger: Ledger) -> pd.DataFrame:
    """What is spent, one row an asset and year."""
    spend = ledger.spend.reindex(columns=list(dict.fromkeys([*ledger.spend.columns, *SPENDING])))
    keys = [c.ASSET_ID, c.NETWORK, c.ASSET_CLASS, c.YEAR]
    return spend.groupby(keys, dropna=False)[c.CAPITAL_GBP].sum().reset_index().sort_values(keys, ignore_index=True)


def _year_prices(case: Case, rules: Rules, programme: Programme, solution: Solution) -> Floats:
    """What the last £1 of each year buys; nothing where the envelopes do not bind."""
    rows = np.flatnonzero(np.isin(programme.rules, [rule.name for rule in MONEY]))
    if not len(rows):
        return np.zeros(len(case.years))
    weights = np.abs(solution.priced.prices[rows])
    return np.bincount(years_of_rows(case, rules), weights=weights, minlength=len(case.years))


def _report(case: Case, aim: Objective, settings: Solver, solution: Solution, runtime_s: float) -> SolveReport:
    worth = math.fsum(case.benefit[solution.chosen])
    # Where aims were missed at a price, the bound is on what is left of the value, not on the value.
    is_money = aim is OBJECTIVES["value"] and math.isclose(worth, solution.objective, rel_tol=1e-12, abs_tol=1e-6)
    worth = solution.objective if is_money else worth
    return SolveReport(
        objective=aim.name,
        unit=aim.unit,
        reached=aim.sign * solution.objective,
        reached_bound=aim.sign * solution.bound,
        objective_gbp=worth,
        bound_gbp=solution.bound if is_money else math.nan,
        gap=solution.gap,
        proven=solution.gap <= settings.gap + PROVEN_WITHIN,
        bound_from=solution.bound_from,
        solver=solver_of(settings.name).title,
        solver_version=solver_of(settings.name).version,
        gap_asked=settings.gap,
        seed=settings.seed,
        options=len(case.options),
        options_in_core=solution.options_in_core,
        runtime_s=runtime_s,
    )
