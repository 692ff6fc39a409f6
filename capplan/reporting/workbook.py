"""The finance workbook: what the plan was solved on and what it decided, with live sums by year."""

from collections.abc import Callable

from capplan.model import Study
from capplan.reporting import (
    budget_sheets,
    cash_sheets,
    fund_sheets,
    lease_sheets,
    payers,
    revenue_sheets,
    scenario_sheets,
    sheets,
    unpacked,
)
from capplan.reporting.book import About, workbook
from capplan.reporting.case import Case, case_of
from capplan.reporting.grid import Grid

SHEETS: tuple[Callable[[Case], Grid], ...] = (
    budget_sheets.inputs,
    budget_sheets.budget,
    fund_sheets.funds,
    unpacked.capital_parts,
    revenue_sheets.capital_by_class,
    revenue_sheets.revenue_by_year,
    revenue_sheets.net_assets_by_year,
    payers.revenue_by_payer,
    revenue_sheets.options,
    sheets.decisions,
    cash_sheets.cash,
    revenue_sheets.charges,
    lease_sheets.leases,
    scenario_sheets.scenarios,
    scenario_sheets.scenario_differences,
    scenario_sheets.scenario_years,
    scenario_sheets.scenario_classes,
    scenario_sheets.scenario_networks,
    scenario_sheets.scenario_changes,
    sheets.baselines,
    sheets.audit,
    revenue_sheets.checks,
    sheets.assumptions,
)


def finance_workbook(study: Study) -> bytes:
    """The finance workbook of a study's recommended scenario, as the bytes of an .xlsx file.

    Sheets: Cover, Contents, then those of `SHEETS`. The same study gives the same bytes.
    """
    case = case_of(study, study.recommended)
    grids = [sheet(case) for sheet in SHEETS]
    policy = case.scenario.policy
    about = About(title=f"{policy.plan.title}: finance workbook", author=policy.plan.owner, created=policy.plan.as_at)
    return workbook([sheets.cover(case), sheets.contents(grids), *grids], about)
