"""Papers of estates that are not imaging alone: whose guide, whose users, whose money, and what is left out."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from capplan import columns as c
from capplan.model import Study
from capplan.policy import load_plan_file
from capplan.reporting.age_guide import age_guide
from capplan.reporting.board import board_paper
from capplan.reporting.case import Case, case_of
from capplan.reporting.content import Chart, Paper, Table
from capplan.reporting.exhibits import age_exhibit, spend_exhibit
from capplan.reporting.finance import finance_paper
from capplan.reporting.formats import unit_for
from capplan.reporting.measures import Spend, age_profile, age_profiles, spend
from capplan.reporting.revenue import revenue
from capplan.reporting.revenue_sheets import revenue_by_year
from capplan.reporting.sections.evidence import data_quality
from capplan.scenarios import many

REGISTER = """\
Asset No,Organisation,Network,Site,Class,Age,UEL,Repl cost,Breakdowns,Over years
V-01,Eastfen,Highways,Depot,refuse truck,13,8,200000,20,2
V-02,Eastfen,Highways,Depot,refuse truck,12,8,200000,18,2
V-03,Eastfen,Parks,Yard,van,11,7,30000,12,2
V-04,Eastfen,Parks,Yard,van,1,7,30000,0,1
"""
PLAN = """
schema = 1
[plan]
title = "Fleet"
start = 2027
years = 2
as_at = 2026-10-31
[[register]]
file = "fleet.csv"
[budget]
2027 = 400_000
2028 = 400_000
"""
FUND = """
[[fund]]
name = "Parks grant"
network = ["Parks"]
2027 = 60_000
2028 = 0
"""
NO_CHARGES = "\n[actions]\ncapital_charges = false\n"
GUIDE = """
[reference.risk.age_guide]
levels = { up_to_5_years_at_least = 0.5, over_5_to_10_years_at_most = 0.35, over_10_years_at_most = 0.15 }
source = "Fleet policy 2026, table 2"
"""


def study_of(folder: Path, text: str) -> Study:
    (folder / "fleet.csv").write_text(REGISTER, encoding="utf-8")
    path = folder / "capplan.toml"
    path.write_text(PLAN + text, encoding="utf-8")
    return many.run(load_plan_file(path), (), lambda step: None).study


def case_in(folder: Path, text: str = "") -> Case:
    study = study_of(folder, text)
    return case_of(study, study.recommended)


def words(paper: Paper) -> str:
    """All that a paper prints, drawings apart."""
    told = [str(dataclasses.replace(block, svg="") if isinstance(block, Chart) else block) for section in paper.sections
            for block in section.blocks]  # fmt: skip
    headings = (section.heading for section in paper.sections)
    said = "\n".join([*(f"{name}: {value}" for name, value in paper.cover), *paper.asks, *headings, *told])
    return said.replace("\\xa0", "\u00a0")


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return case_in(tmp_path_factory.mktemp("fleet"))


@pytest.fixture(scope="module")
def funded(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return case_in(tmp_path_factory.mktemp("funded"), FUND)


def test_a_fleet_is_held_to_no_guide_for_imaging(fleet: Case) -> None:
    """Where no machine is of an imaging class the paper neither draws nor names the imaging guide."""
    told = words(board_paper(fleet.study))
    assert age_guide(fleet.scenario.policy, fleet.schedule) is None
    assert "over 10 years old" in told
    for word in ("against a guide", "the guide is", "the guide of", "Guide (", "COCIR"):
        assert word not in told


def test_the_guide_is_the_one_that_the_plan_file_gives(tmp_path: Path) -> None:
    """Its shares and its source's name stand in the title, the chart and the words, imaging or not."""
    case = case_in(tmp_path, GUIDE)
    guide = age_guide(case.scenario.policy, case.schedule)
    assert guide is not None
    chart = age_exhibit(age_profile(case.schedule, "All"), age_profiles(case.schedule), "age", guide=guide)
    assert chart.title.endswith("the guide is at most 15\u00a0%")
    assert chart.data.rows[0] == ("Guide (Fleet policy 2026)", "50\u00a0%", "35\u00a0%", "15\u00a0%", "–")
    assert words(board_paper(case.study)).count("against a guide of at most 15\u00a0%") == 2


def test_a_guide_of_noughts_is_none(study: Study) -> None:
    """An imaging estate has the shipped guide, unless its plan file blanks it."""
    scenario = study.recommended
    case = case_of(study, scenario)
    guide = age_guide(scenario.policy, case.schedule)
    assert guide is not None
    assert (guide.shares, guide.name) == ((0.6, 0.3, 0.1), "COCIR golden rules")
    names = ("up_to_5_years_at_least", "over_5_to_10_years_at_most", "over_10_years_at_most")
    blank = {"risk": {"age_guide": {"levels": dict.fromkeys(names, 0.0)}}}
    policy = scenario.policy.model_validate(scenario.policy.model_dump(by_alias=True) | {"reference": blank})
    assert age_guide(policy, case.schedule) is None


def test_shares_that_make_no_whole_are_not_drawn_as_one(fleet: Case) -> None:
    """A guide whose shares do not add up to 1 stands in the table and the title, and not among the bars."""
    guide = age_guide(fleet.scenario.policy, fleet.schedule.assign(**{c.ASSET_CLASS: "ct"}))
    assert guide is not None
    profile = age_profile(fleet.schedule, "All")
    odd = dataclasses.replace(guide, shares=(0.6, 0.6, 0.1), name="Odd")
    drawn, undrawn = (age_exhibit(profile, (profile,), "age", guide=one) for one in (guide, odd))
    assert "Guide" in drawn.svg
    assert "Guide" not in undrawn.svg
    assert undrawn.data.rows[0][0] == "Guide (Odd)"


def test_what_is_of_imaging_alone_is_not_in_a_fleets_paper(fleet: Case) -> None:
    """No patients, exams or doses, and no parameter or source of theirs in the annex."""
    told = words(board_paper(fleet.study))
    assert "What users get" in told
    for word in ("patients get", "Exams", "exams gained", "Dose", "dose saved", "Life cap", "Guide age"):
        assert word not in told


def test_an_imaging_paper_keeps_them(study: Study) -> None:
    """The annex of an imaging estate has its dose levels, its cap on lives and its guide."""
    told = words(board_paper(study))
    for word in ("Dose likelihood", "Life cap", "Age guide", "COCIR golden rules"):
        assert word in told


def test_envelope_and_funds_are_each_counted_against_their_own(funded: Case) -> None:
    """What funds pay is not held against the envelope, in words, in tables, and on the cover."""
    by_year = spend(funded.scenario)
    assert sum(by_year.from_funds) > 0
    assert sum(by_year.from_funds) + sum(by_year.from_envelope) == by_year.total
    own, paid, all_of_it = map(funded.money, (sum(by_year.from_envelope), sum(by_year.from_funds), by_year.total))
    said = f"{all_of_it} of envelope and funds: {own} of an envelope of £800k and {paid} of ring-fenced funds of £60k"
    board, finance = words(board_paper(funded.study)), words(finance_paper(funded.study))
    assert f"The plan spends {said}, inside both in every year." in board
    assert f"Financial: Capital, {said}" in board
    assert "stays inside envelope and funds in every year" in board
    assert all("Envelope and funds" in told and "£860k" in told for told in (board, finance))


def test_without_a_fund_no_word_of_funds(fleet: Case) -> None:
    """The envelope is all the money there is."""
    told = words(board_paper(fleet.study))
    assert "of an envelope of £800k, inside the envelope in every year." in told
    assert "fund" not in told.lower().replace("funded", "")


def test_what_funds_pay_stands_apart_above_the_envelopes(funded: Case) -> None:
    """Groups are drawn at what the envelope pays of them, and the funds once above; the table has all of both."""
    by_year = spend(funded.scenario)
    drawn = [sum(year) for year in zip(*by_year.group_from_envelope, strict=True)]
    assert drawn == pytest.approx(by_year.from_envelope)
    assert [sum(year) for year in zip(*by_year.by_group, strict=True)] == list(by_year.by_year)
    chart = spend_exhibit(by_year, "spend", funded.money)
    assert "Paid by funds" in chart.svg
    assert "Paid by Parks grant" in [column.label for column in chart.data.columns]
    assert "paid by ring-fenced funds" in chart.alt


def test_a_year_that_passes_its_envelope_says_so_beside_funds() -> None:
    """A fund's own money does not hide that the envelope is passed."""
    over = Spend(
        years=(2027,), groups=("Vans",), by_group=((150,),), envelopes=(100,), firm_to=None, by_fund={"Grant": (20,)},
        of_funds={"Grant": (20,)},
    )  # fmt: skip
    assert over.over_envelope == (2027,)
    assert "passes the year's envelope" in spend_exhibit(over, "spend", unit_for(150)).title


def test_papers_leave_out_the_charges_that_the_plan_leaves_out(tmp_path: Path) -> None:
    """With capital_charges off, neither depreciation nor dividend is a cause of revenue, in papers or the workbook."""
    case = case_in(tmp_path, NO_CHARGES)
    ours = revenue(case)
    assert ours.causes == ("Maintenance",)
    assert sum(ours.by_year) < 0
    told = words(board_paper(case.study)) + words(finance_paper(case.study))
    assert "adds no depreciation and no dividend here" in told
    assert "more depreciation and dividend" not in told
    assert "PDC dividend'" not in told
    grid = revenue_by_year(case)
    assert [column.label for column in grid.columns] == [
        "Financial year", "Year starts in", "Maintenance (£)", "All causes (£)",
    ]  # fmt: skip
    assert "Upkeep_2027" in str(grid.rows[0][2])


def test_charges_are_counted_unless_the_plan_says_otherwise(fleet: Case) -> None:
    """The default is both, and the maintenance beside them is the same."""
    assert revenue(fleet).causes == ("Depreciation", "PDC dividend", "Maintenance")
    assert all(sum(amounts) > 0 for amounts in revenue(fleet).by_cause[:2])


@pytest.mark.parametrize(("times", "said"), [(19.0, False), (80.0, True)])
def test_a_benefit_far_above_its_cost_is_told(study_builder: Callable[..., Study], times: float, said: bool) -> None:
    """A machine worth more than 20 times its capital is counted, and the largest named with its sum."""
    study = study_builder()
    plan = study.recommended.plan
    chosen = plan.decisions.index[plan.decisions[c.ACTION] != "keep"][0]
    benefit = plan.decisions[c.BENEFIT_GBP].astype(float)
    benefit[chosen] = times * plan.decisions.loc[chosen, c.CAPITAL_GBP]
    decisions: pd.DataFrame = plan.decisions.assign(**{c.BENEFIT_GBP: benefit})
    scenario = dataclasses.replace(study.recommended, plan=dataclasses.replace(plan, decisions=decisions))
    told = str(data_quality(case_of(study, scenario)).blocks[0])
    named = f"the largest {decisions.loc[chosen, c.ASSET_ID]} with"
    assert ("1 machine that the plan chooses has a net benefit of more than 20 times the capital" in told) is said
    assert (named in told and "80 times" in told) is said


def test_what_scores_to_the_limit_is_said_before_donations_and_disposals(fleet: Case) -> None:
    """The finance paper does not claim that donated money counts in full."""
    told = words(finance_paper(fleet.study))
    assert "before any credit for donations or disposals; confirm the treatment" in told
    assert "whatever the source" not in told


def test_the_table_of_options_counts_funds_as_money(funded: Case) -> None:
    """A plan that spends funds beside a full envelope is within the money."""
    (table,) = [
        block for section in board_paper(funded.study).sections for block in section.blocks
        if isinstance(block, Table) and block.id == "courses"
    ]  # fmt: skip
    assert [row[-1] for row in table.rows if row[0].startswith("Preferred")] == ["yes"]
